//! Writes findings as files for `tests/hostile`.

use std::path::PathBuf;
use std::sync::LazyLock;

static PATH: LazyLock<Option<PathBuf>> =
    LazyLock::new(|| std::env::var_os("DAYTALLY_FUZZ_FILE").map(Into::into));

/// Writes the file of an input to the path in `DAYTALLY_FUZZ_FILE`, if it is set.
pub fn keep(file: impl FnOnce() -> Option<Vec<u8>>) {
    if let Some(path) = &*PATH
        && let Some(bytes) = file()
    {
        std::fs::write(path, bytes).expect("DAYTALLY_FUZZ_FILE can be written");
    }
}
