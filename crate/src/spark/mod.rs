//! The `spark-submit` line that runs a command on Spark.

mod submit_line;

pub use submit_line::submit_line;
