//! The same questions on Spark: the line and the notebook that hand a job to a cluster.
//!
//! Both are texts, made of the words of a command line; nothing here does I/O.

mod notebook;
mod submit_line;

pub use notebook::notebook;
pub use submit_line::submit_line;
