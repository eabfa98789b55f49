//! The command line in a folder, which gives a sentence or the right rows, in bounded memory.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::watched::{Watched, watch};

/// What a run may take whose file is small, in MiB; an unoptimised build has no more than another.
pub(crate) const FEW_MIB: u64 = 64;

pub(crate) fn run(folder: &Path, line: &str, most_seconds: u64) -> Watched {
    let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
    let ran = watch(daytally.current_dir(folder).args(line.split_whitespace()), most_seconds);
    println!("{line}: {} MiB, {:.2} s\n{}", ran.peak, ran.seconds, ran.stderr.trim_end());
    assert!(ran.status.is_some_and(|status| status < 3), "{line} was ended by a signal");
    assert!(!ran.stderr.contains("panicked"), "{line}: {}", ran.stderr);
    ran
}

/// Runs what must fail, with a sentence that holds all of these, and leave nothing behind.
pub(crate) fn refuse(folder: &Path, line: &str, holds: &[&str]) -> Watched {
    let ran = run(folder, line, 120);
    assert_eq!(ran.status, Some(1), "{line}: {}", ran.stderr);
    for text in holds {
        assert!(ran.stderr.contains(text), "{line}: {:?} is not in {:?}", text, ran.stderr);
    }
    assert!(ran.peak < FEW_MIB, "{line}: {} MiB", ran.peak);
    let left: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with("out")), "{left:?}");
    ran
}

pub(crate) fn succeed(folder: &Path, line: &str, most_seconds: u64) -> Watched {
    let ran = run(folder, line, most_seconds);
    assert_eq!(ran.status, Some(0), "{line}: {}", ran.stderr);
    ran
}
