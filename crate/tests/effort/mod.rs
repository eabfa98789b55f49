//! How much the tests try, and where they write.

use std::env;
use std::path::Path;

use tempfile::TempDir;

/// Reports whether to run everything (`DAYTALLY_TESTS=all`) instead of a sample.
pub(crate) fn runs_all() -> bool {
    env::var_os("DAYTALLY_TESTS").is_some_and(|tests| tests == "all")
}

/// Creates a folder for small results.
///
/// It is in memory if this machine has `/dev/shm`, because each result is synced to its disk, which
/// takes longer than everything else in these tests.
#[allow(dead_code)]
pub(crate) fn small_folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir()).unwrap()
}
