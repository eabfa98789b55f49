//! The listing of a command line's paths and of the folders above them.

use std::collections::HashSet;
use std::fs::{self, FileType, Metadata};
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorCode, Result};
use crate::fs::inputs::place::Place;
use crate::fs::inputs::probed::Probed;
use crate::fs::{Input, Links};
use crate::source::KeySearch;
use crate::source::table::{
    Entry, FolderUse, Reach, SkipReason, Skipped, folder_use, is_commit_marker, is_iceberg_metadata,
};

/// All entries, and what was skipped.
#[derive(Default)]
pub(super) struct Listing {
    /// The entries.
    pub(super) entries: Vec<Entry>,
    /// The path of each on disk.
    pub(super) inputs: Vec<Input>,
    pub(super) skipped: Vec<Skipped>,
    /// The tables whose folders cannot be listed.
    pub(super) probed: Vec<Probed>,
    /// The folders above the given paths that were looked at.
    above: HashSet<PathBuf>,
    /// The folders above the given paths in which commits were searched.
    committed: HashSet<PathBuf>,
}

/// A folder while it is walked.
struct WalkedFolder<'a> {
    disk: &'a Path,
    /// Its real path with a trailing `/`.
    real: String,
    /// Its path as the user knows it.
    shown: String,
    /// Its path below the given folder, beginning with that folder's name.
    keyed: String,
    /// How many bytes of `real` are outside of the given path.
    outside: usize,
}

impl Listing {
    /// Adds a file that was given.
    pub(super) fn file(&mut self, path: &Path, shown: &str, metadata: &Metadata) -> Result<()> {
        let real = fs::canonicalize(path)?;
        self.above(real.parent());
        self.commits_above(real.parent());
        let absolute = absolute(path)?;
        absolute.ancestors().skip(1).take_while(|folder| is_partition(folder)).try_for_each(check_key)?;
        let keys = (slashed(&absolute), KeySearch::Given);
        self.push(Reach::Given, slashed(&real), 0, Some(metadata.len()), shown.to_owned(), disk(path), keys);
        Ok(())
    }

    /// Walks a folder that was given.
    pub(super) fn folder(&mut self, path: &Path, shown: &str, links: Links) -> Result<()> {
        let real = fs::canonicalize(path)?;
        self.above(real.parent());
        if is_partition(&real) {
            self.commits_above(real.parent());
        }
        let name = absolute(path)?;
        check_key(&name)?;
        let name = name.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let real = format!("{}/", slashed(&real).trim_end_matches('/'));
        let outside = real.len();
        let place = WalkedFolder { disk: path, real, shown: shown.to_owned(), keyed: name, outside };
        Walk { links, listing: self, within: Vec::new() }.folder(&place)
    }

    /// Records a folder above a URL as looked at. Returns whether it is new.
    pub(super) fn first_above(&mut self, folder: &str) -> bool {
        self.above.insert(folder.into())
    }

    /// Records that commits were searched in a folder above a URL. Returns whether it is new.
    pub(super) fn first_committed(&mut self, folder: &str) -> bool {
        self.committed.insert(folder.into())
    }

    /// Records the marks of tables and sinks in a folder and in all above it.
    fn above(&mut self, folder: Option<&Path>) {
        let Some(folder) = folder else { return };
        for folder in folder.ancestors() {
            if !self.above.insert(folder.to_owned()) {
                return;
            }
            for name in ["_delta_log", ".hoodie"] {
                if folder.join(name).is_dir() {
                    self.mark(&folder.join(name), true);
                }
            }
            for name in [".hoodie_partition_metadata", ".hoodie_partition_metadata.parquet"] {
                if folder.join(name).is_file() {
                    self.mark(&folder.join(name), false);
                }
            }
            self.files_above(&folder.join("metadata"), &is_iceberg_metadata);
            let sink_log = folder.join("_spark_metadata");
            if sink_log.is_dir() {
                self.mark(&sink_log, true);
                self.files_above(&sink_log, &|_| true);
            }
        }
    }

    /// Records the commits in a folder, and in those above it while it is one of their partitions.
    fn commits_above(&mut self, folder: Option<&Path>) {
        let Some(folder) = folder else { return };
        for folder in folder.ancestors() {
            if !self.committed.insert(folder.to_owned()) {
                return;
            }
            self.files_above(folder, &is_commit_marker);
            if !is_partition(folder) {
                return;
            }
        }
    }

    /// Records the files of a folder above a given path.
    fn files_above(&mut self, folder: &Path, is_wanted: &dyn Fn(&str) -> bool) {
        // A folder that cannot be listed decides nothing; reading the files below it would fail as
        // well.
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if is_wanted(&entry.file_name().to_string_lossy()) {
                self.mark(&entry.path(), false);
            }
        }
    }

    fn mark(&mut self, path: &Path, is_folder: bool) {
        let real = format!("{}{}", slashed(path), if is_folder { "/" } else { "" });
        let bytes = fs::metadata(path).ok().map(|metadata| metadata.len());
        self.push(Reach::Above, real.clone(), real.len(), bytes, real, disk(path), Default::default());
    }

    // An entry and its input have these fields.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn push(
        &mut self,
        reach: Reach,
        path: String,
        outside: usize,
        bytes: Option<u64>,
        shown: String,
        place: Place,
        keys: (String, KeySearch),
    ) {
        self.entries.push(Entry { path, shown: Some(shown.clone()), outside, bytes, reach });
        self.inputs.push(Input { place, shown, keys, table: None, deletions: None });
    }
}

struct Walk<'a> {
    links: Links,
    listing: &'a mut Listing,
    /// The folders on the way to this one, as they are on disk.
    within: Vec<PathBuf>,
}

impl Walk<'_> {
    fn folder(&mut self, place: &WalkedFolder<'_>) -> Result<()> {
        let located = |error: std::io::Error| Error::from(error).in_file(place.shown.as_str());
        // Only a link can lead a folder into itself; checking that reads all folders above.
        if self.links == Links::Follow {
            let real = fs::canonicalize(place.disk).map_err(located)?;
            if self.within.contains(&real) {
                self.skip(place.shown.clone(), SkipReason::Link, "it is a link to a folder that holds it");
                return Ok(());
            }
            self.within.push(real);
        }
        for entry in fs::read_dir(place.disk).map_err(located)? {
            let entry = entry.map_err(located)?;
            let kind = entry.file_type().map_err(located)?;
            let name = entry.file_name();
            self.entry(place, &entry.path(), &name.to_string_lossy(), kind)
                .map_err(|error| error.in_file(format!("{}/{}", place.shown, name.to_string_lossy())))?;
        }
        self.within.pop();
        Ok(())
    }

    fn entry(&mut self, place: &WalkedFolder<'_>, path: &Path, name: &str, kind: FileType) -> Result<()> {
        let shown = format!("{}/{name}", place.shown.trim_end_matches('/'));
        if kind.is_symlink() {
            return self.link(place, path, name, shown);
        }
        let real = format!("{}{name}", place.real);
        if kind.is_dir() {
            return self.folder_in(place, path, name, (shown, real, place.outside));
        }
        if kind.is_file() {
            let bytes = fs::metadata(path)?.len();
            self.file_in(place, path, name, (shown, real, place.outside), bytes);
        } else if !name.starts_with(['_', '.']) {
            self.skip(shown, SkipReason::Special, &format!("it is {}", special(kind)));
        }
        Ok(())
    }

    fn folder_in(
        &mut self,
        place: &WalkedFolder<'_>,
        path: &Path,
        name: &str,
        (shown, real, outside): (String, String, usize),
    ) -> Result<()> {
        let keyed = format!("{}/{name}", place.keyed);
        match folder_use(name) {
            FolderUse::Skip => Ok(()),
            FolderUse::Note => {
                self.note(path, (shown, real, outside), keyed);
                Ok(())
            }
            FolderUse::ListFiles => {
                // An empty log lists no file.
                if fs::read_dir(path)?.next().is_none() {
                    self.note(path, (shown, real, outside), keyed);
                    return Ok(());
                }
                self.folder(&WalkedFolder { disk: path, real: format!("{real}/"), shown, keyed, outside })
            }
            FolderUse::Walk => {
                check_key(path)?;
                self.folder(&WalkedFolder { disk: path, real: format!("{real}/"), shown, keyed, outside })
            }
        }
    }

    /// Records a folder.
    fn note(&mut self, path: &Path, (shown, real, outside): (String, String, usize), keyed: String) {
        let (real, shown) = (format!("{real}/"), format!("{shown}/"));
        let keys = (keyed, KeySearch::InFolder);
        self.listing.push(Reach::InFolder, real, outside, None, shown, disk(path), keys);
    }

    fn file_in(
        &mut self,
        place: &WalkedFolder<'_>,
        path: &Path,
        name: &str,
        (shown, real, outside): (String, String, usize),
        bytes: u64,
    ) {
        let keys = (format!("{}/{name}", place.keyed), KeySearch::InFolder);
        self.listing.push(Reach::InFolder, real, outside, Some(bytes), shown, disk(path), keys);
    }

    fn link(&mut self, place: &WalkedFolder<'_>, path: &Path, name: &str, shown: String) -> Result<()> {
        let target = fs::metadata(path);
        let is_hidden = match &target {
            Ok(target) if target.is_dir() => folder_use(name) == FolderUse::Skip,
            _ => name.starts_with(['_', '.']),
        };
        if is_hidden {
            return Ok(());
        }
        match target {
            Ok(target) if self.links == Links::Follow => {
                let real = fs::canonicalize(path)?;
                self.listing.above(real.parent());
                let real = slashed(&real);
                if target.is_dir() {
                    let outside = real.len() + 1;
                    self.folder_in(place, path, name, (shown, real, outside))
                } else if target.is_file() {
                    let outside = real.rfind('/').map_or(0, |at| at + 1);
                    self.file_in(place, path, name, (shown, real, outside), target.len());
                    Ok(())
                } else {
                    self.skip(shown, SkipReason::Special, &format!("it is {}", special(target.file_type())));
                    Ok(())
                }
            }
            // The log of a table counts wherever it is.
            Ok(target) if target.is_dir() && folder_use(name) != FolderUse::Walk => {
                let real = format!("{}{name}", place.real);
                self.folder_in(place, path, name, (shown, real, place.outside))
            }
            Err(_) if self.links == Links::Follow => {
                self.skip(shown, SkipReason::Link, "it is a symbolic link that leads nowhere");
                Ok(())
            }
            _ => {
                let why = "it is a symbolic link; give it by name, or use --follow-links";
                self.skip(shown, SkipReason::Link, why);
                Ok(())
            }
        }
    }

    fn skip(&mut self, shown: String, reason: SkipReason, why: &str) {
        self.listing.skipped.push(Skipped::new(shown, reason, why));
    }
}

fn disk(path: &Path) -> Place {
    Place::Disk(path.to_owned())
}

/// Returns whether a folder's name is `key=value`.
pub(super) fn is_partition(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name.to_string_lossy().contains('='))
}

/// Refuses a Hive key that is not UTF-8: with replacement characters, two of them might be equal.
fn check_key(folder: &Path) -> Result<()> {
    let name = folder.file_name().unwrap_or_default();
    if name.to_str().is_some() || !is_partition(folder) {
        return Ok(());
    }
    Err(Error::new(ErrorCode::Unsupported, "the name of a hive folder cannot be read")
        .expected("key=value in UTF-8")
        .found(format!("{name:?}"))
        .remedy("Rename the folder, with its other characters in UTF-8 or as escapes such as %E9."))
}

/// Returns a description of what is neither a file nor a folder.
pub(super) fn special(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    let _ = kind;
    "neither a file nor a folder"
}

/// Returns the absolute path, without `.` and `..`. Links stay, because their names are the user's.
fn absolute(path: &Path) -> Result<PathBuf> {
    use std::path::Component;
    let mut plain = PathBuf::new();
    for component in std::path::absolute(path)?.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => _ = plain.pop(),
            other => plain.push(other),
        }
    }
    Ok(plain)
}

/// Returns a path with `/` between folders.
pub(super) fn slashed(path: &Path) -> String {
    let shown = path.to_string_lossy();
    if cfg!(windows) { shown.replace('\\', "/") } else { shown.into_owned() }
}
