//! The `spark-submit` line and the notebook that run a command on Spark.
//!
//! Both are texts made from the arguments of a command; nothing here does I/O.

mod notebook;
mod submit_line;

pub use notebook::notebook;
pub use submit_line::submit_line;
