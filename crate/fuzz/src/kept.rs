//! Findings as files, to be kept in `tests/hostile`.

use std::path::PathBuf;
use std::sync::LazyLock;

static PATH: LazyLock<Option<PathBuf>> =
    LazyLock::new(|| std::env::var_os("DAYTALLY_FUZZ_FILE").map(Into::into));

/// Writes what an input stands for to the path that the environment names, if it names one.
pub fn keep(file: impl FnOnce() -> Option<Vec<u8>>) {
    if let Some(path) = &*PATH
        && let Some(bytes) = file()
    {
        std::fs::write(path, bytes).expect("DAYTALLY_FUZZ_FILE can be written");
    }
}
