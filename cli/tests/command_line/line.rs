//! A line of arguments, run in a folder.

use std::path::Path;
use std::process::{Command, Output};

/// Runs the command line with the words of a line.
pub(crate) fn daytally(folder: &Path, line: &str) -> Output {
    let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
    daytally.current_dir(folder).args(line.split_whitespace()).output().unwrap()
}

/// Runs a line that must succeed. Returns its standard output.
pub(crate) fn succeeded(folder: &Path, line: &str) -> String {
    let output = daytally(folder, line);
    assert!(output.status.success(), "{line}: {}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout).replace("\r\n", "\n")
}

/// Returns what a command printed.
pub(crate) fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}
