//! Runs the command line in a folder with bounded memory.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::watched::{Watched, watch};

/// Max memory of a run with a small file, in MiB, for debug and release builds.
pub(crate) const FEW_MIB: u64 = 64;

pub(crate) fn run(folder: &Path, line: &str, max_seconds: u64) -> Watched {
    let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
    let ran = watch(daytally.current_dir(folder).args(line.split_whitespace()), max_seconds);
    println!("{line}: {} MiB, {:.2} s\n{}", ran.peak, ran.seconds, ran.stderr.trim_end());
    assert!(ran.status.is_some_and(|status| status < 3), "{line} was ended by a signal");
    assert!(!ran.stderr.contains("panicked"), "{line}: {}", ran.stderr);
    ran
}

/// Runs a command that must fail with an error that mentions all texts, and leave no output.
pub(crate) fn refuse(folder: &Path, line: &str, mentions: &[&str]) -> Watched {
    let ran = run(folder, line, 120);
    assert_eq!(ran.status, Some(1), "{line}: {}", ran.stderr);
    for text in mentions {
        assert!(ran.stderr.contains(text), "{line}: {:?} is not in {:?}", text, ran.stderr);
    }
    assert!(ran.peak < FEW_MIB, "{line}: {} MiB", ran.peak);
    let left: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with("out")), "{left:?}");
    ran
}

pub(crate) fn succeed(folder: &Path, line: &str, max_seconds: u64) -> Watched {
    let ran = run(folder, line, max_seconds);
    assert_eq!(ran.status, Some(0), "{line}: {}", ran.stderr);
    ran
}
