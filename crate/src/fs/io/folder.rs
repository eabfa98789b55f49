//! The names in a folder.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Hidden, so that readers of the folder skip it.
const PREFIX: &str = ".daytally-";

/// Returns a builder of hidden names.
pub(super) fn hidden() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(".tmp");
    builder
}

/// Returns the folder of a file: `.` if the path is a name alone.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Returns the permissions of the replaced file, or else `mode` limited by the user's mask.
#[cfg(unix)]
pub(super) fn permissions(path: &Path, mode: u32) -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    let existing = fs::metadata(path).map(|metadata| metadata.permissions());
    Some(existing.unwrap_or_else(|_| fs::Permissions::from_mode(mode)))
}

#[cfg(not(unix))]
pub(super) fn permissions(_: &Path, _: u32) -> Option<fs::Permissions> {
    None
}

/// Makes a new name in a folder survive a power cut.
///
/// # Errors
///
/// Those of the system. On systems without a way to sync a folder, it does nothing.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Does nothing, because this system cannot sync a folder.
///
/// # Errors
///
/// None.
#[cfg(not(unix))]
pub fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Returns the names in a folder, sorted.
#[cfg(test)]
pub(super) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
