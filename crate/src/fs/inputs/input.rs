//! A file of the input.

use std::num::NonZeroUsize;

use crate::fs::inputs::deletions::Deletions;
use crate::fs::inputs::place::Place;
use crate::fs::inputs::table_part::TablePart;
use crate::source::KeySearch;

/// A file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Where it is.
    pub place: Place,
    /// Its path as errors name it: as given, with `/` between folders.
    pub shown: String,
    /// The path that its Hive keys are parsed from, and how.
    pub keys: (String, KeySearch),
    /// What the log of its table states about it, if it is part of one.
    pub table: Option<TablePart>,
    /// The rows that its table has deleted, if there are any.
    pub deletions: Option<Deletions>,
}

impl Input {
    /// Returns how many requests may be in flight at once for some files; `None` if all are on a disk.
    pub(in crate::fs) fn requests(inputs: &[Self]) -> Option<NonZeroUsize> {
        let requests = inputs.iter().filter_map(|input| match &input.place {
            Place::Remote { remote, .. } => Some(remote.requests()),
            Place::Disk(_) => None,
        });
        requests.max()
    }
}

/// What to do with a symbolic link in a folder; a link given by name is followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// It is skipped and reported.
    #[default]
    Skip,
    /// Its target is read, once.
    Follow,
}
