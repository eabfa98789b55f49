//! The files of a log that make up a version.

use std::collections::{BTreeMap, BTreeSet};

use super::log_file::{LogFile, commit_name};
use crate::error::{Error, ErrorCode, Result};

/// The files of a log that matter, by version.
#[derive(Default)]
struct Listing {
    commits: BTreeSet<u64>,
    checksums: BTreeMap<u64, String>,
    /// The complete ones; of several of one version, the simplest.
    checkpoints: BTreeMap<u64, (u8, Vec<String>)>,
}

impl Listing {
    fn new(names: &[String]) -> Self {
        let Self { mut commits, mut checksums, mut checkpoints } = Self::default();
        let mut parts: BTreeMap<(u64, u32), BTreeMap<u32, String>> = BTreeMap::new();
        let mut add = |version: u64, rank: u8, files: Vec<String>| {
            let known = checkpoints.entry(version).or_insert((u8::MAX, Vec::new()));
            if (rank, &files) < (known.0, &known.1) {
                *known = (rank, files);
            }
        };
        for name in names {
            match LogFile::of_name(name) {
                None => {}
                Some(LogFile::Commit(version)) => _ = commits.insert(version),
                Some(LogFile::Checksum(version)) => _ = checksums.insert(version, name.clone()),
                Some(LogFile::Whole(version)) => add(version, 0, vec![name.clone()]),
                Some(LogFile::Second { version, is_json }) => {
                    add(version, if is_json { 3 } else { 2 }, vec![name.clone()]);
                }
                Some(LogFile::Part { version, part, parts: of }) => {
                    parts.entry((version, of)).or_default().insert(part, name.clone());
                }
            }
        }
        for ((version, of), files) in parts {
            if files.len() as u64 == u64::from(of) {
                add(version, 1, files.into_values().collect());
            }
        }
        Self { commits, checksums, checkpoints }
    }
}

/// Returns the versions that can be read with the files of these names, ascending.
pub fn readable_versions(names: &[String]) -> Vec<u64> {
    let Listing { commits, checkpoints, .. } = Listing::new(names);
    let mut readable: BTreeSet<u64> = checkpoints.into_keys().collect();
    for version in commits {
        let follows = version.checked_sub(1).is_none_or(|before| readable.contains(&before));
        if follows {
            readable.insert(version);
        }
    }
    readable.into_iter().collect()
}

/// A checkpoint's files, or one file of the log, and how to read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// The version that they make up.
    pub(super) version: u64,
    /// The names of the checkpoint's files, none if the log is read from its beginning.
    pub(super) checkpoint: Vec<String>,
    /// The versions whose commits follow, contiguous.
    pub(super) commits: std::ops::RangeInclusive<u64>,
    /// The name of the version's totals, if they are there.
    pub(super) checksum: Option<String>,
}

impl Segment {
    /// Chooses the newest complete checkpoint up to a version, and the commits after it; the newest
    /// version if it is `None`. The log's hint of a checkpoint is not needed, and may be stale.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) for a log without versions, or with a hole;
    /// [`InvalidOption`](ErrorCode::InvalidOption) for a version that it does not have.
    pub(super) fn choose(names: &[String], version: Option<u64>) -> Result<Self> {
        let Listing { commits, checksums, checkpoints } = Listing::new(names);
        let newest = commits.last().max(checkpoints.keys().next_back()).copied().ok_or_else(|| {
            Error::new(ErrorCode::Corrupt, "the log of the Delta table has no version")
                .expected(format!("{} or a checkpoint", commit_name(0)))
                .remedy("Copy the whole table again.")
        })?;
        let version = version.unwrap_or(newest);
        if version > newest {
            return Err(Error::new(ErrorCode::InvalidOption, format!("the table has no version {version}"))
                .expected(format!("at most {newest}, its newest version")));
        }
        let found = checkpoints.range(..=version).next_back();
        let first = found.map_or(0, |(&at, _)| at + 1);
        if let Some(missing) = (first..=version).find(|commit| !commits.contains(commit)) {
            return Err(hole(missing, version, first, found.map(|(&at, _)| at)));
        }
        Ok(Self {
            version,
            checkpoint: found.map(|(_, (_, files))| files.clone()).unwrap_or_default(),
            commits: first..=version,
            checksum: checksums.get(&version).cloned(),
        })
    }
}

fn hole(missing: u64, version: u64, first: u64, checkpoint: Option<u64>) -> Error {
    let what = format!("version {missing} is missing from the log of the Delta table");
    let since = match checkpoint {
        Some(checkpoint) => format!("after the checkpoint of version {checkpoint}"),
        None => "and no complete checkpoint before it".to_owned(),
    };
    Error::new(ErrorCode::Corrupt, what)
        .expected(format!("every commit from {} to {}, {since}", commit_name(first), commit_name(version)))
        .remedy(
            "Copy the whole table again. A version before the oldest checkpoint cannot be read once the log \
             was cleaned up.",
        )
}
