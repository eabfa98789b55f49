//! Files that are reached by two paths.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::fs::Input;
use crate::fs::inputs::place::Place;
use crate::source::hive_keys;
use crate::source::table::{SkipReason, Skipped};

/// The identity of a file.
#[derive(PartialEq, Eq, Hash)]
enum Identity {
    #[cfg(unix)]
    Inode(u64, u64),
    Path(PathBuf),
    Remote(Arc<str>),
}

impl Identity {
    fn of(place: &Place) -> Option<Self> {
        match place {
            Place::Disk(path) => Self::on_disk(path),
            Place::Remote { path, .. } => Some(Self::Remote(path.clone())),
        }
    }

    fn on_disk(path: &Path) -> Option<Self> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let metadata = fs::metadata(path).ok()?;
            // Some file systems have no inodes.
            if metadata.ino() != 0 {
                return Some(Self::Inode(metadata.dev(), metadata.ino()));
            }
        }
        fs::canonicalize(path).ok().map(Self::Path)
    }
}

/// Keeps one path of each file, because its rows would count twice: the one with the most Hive
/// keys, and the first of several such paths.
pub(super) fn skip_repeats(files: &mut Vec<Input>, skipped: &mut Vec<Skipped>) {
    let keys = |input: &Input| hive_keys(&input.keys.0, input.keys.1).map_or(0, |keys| keys.len());
    let mut kept: HashMap<Identity, usize> = HashMap::new();
    let mut repeats: Vec<(usize, usize)> = Vec::new();
    for (place, input) in files.iter().enumerate() {
        let Some(identity) = Identity::of(&input.place) else { continue };
        match kept.get_mut(&identity) {
            None => _ = kept.insert(identity, place),
            Some(first) if keys(&files[*first]) < keys(input) => {
                repeats.push((*first, place));
                *first = place;
            }
            Some(first) => repeats.push((place, *first)),
        }
    }
    repeats.sort_unstable();
    for &(place, other) in &repeats {
        let why = format!("it is the same file as {}", files[other].shown);
        skipped.push(Skipped::new(files[place].shown.as_str(), SkipReason::SameFile, why));
    }
    let mut place = 0;
    files.retain(|_| {
        let is_kept = repeats.binary_search_by_key(&place, |&(repeat, _)| repeat).is_err();
        place += 1;
        is_kept
    });
}
