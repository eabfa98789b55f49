//! The files of a log that make up a version.

use super::log_file::{LogFile, commit_name};
use crate::error::{Error, ErrorCode, Result};
use crate::order::order_of;

/// The files of a log that matter, by version.
#[derive(Default)]
struct Listing {
    /// Ascending.
    commits: Vec<u64>,
    checksums: Vec<(u64, String)>,
    /// The complete ones, ascending; if a version has several, the simplest.
    checkpoints: Vec<Checkpoint>,
}

struct Checkpoint {
    version: u64,
    rank: u8,
    files: Vec<String>,
}

impl Listing {
    fn new(names: &[String]) -> Self {
        let mut listing = Self::default();
        let mut parts: Vec<(u64, u32, Vec<String>)> = Vec::new();
        // The numbers in names have fixed lengths, so versions and parts ascend as well.
        for at in order_of(names.len(), &|a, b| names[a].cmp(&names[b])) {
            let name = &names[at as usize];
            match LogFile::of_name(name) {
                None => {}
                Some(LogFile::Commit(version)) => listing.commits.push(version),
                Some(LogFile::Checksum(version)) => listing.checksums.push((version, name.clone())),
                Some(LogFile::Whole(version)) => listing.add(version, 0, vec![name.clone()]),
                Some(LogFile::Second { version, is_json }) => {
                    listing.add(version, if is_json { 3 } else { 2 }, vec![name.clone()]);
                }
                Some(LogFile::Part { version, parts: of, .. }) => {
                    let mut of_version = parts.iter_mut().rev().take_while(|known| known.0 == version);
                    match of_version.find(|known| known.1 == of) {
                        Some((.., files)) => files.push(name.clone()),
                        None => parts.push((version, of, vec![name.clone()])),
                    }
                }
            }
        }
        for (version, of, files) in parts {
            if files.len() as u64 == u64::from(of) {
                listing.add(version, 1, files);
            }
        }
        listing
    }

    fn add(&mut self, version: u64, rank: u8, files: Vec<String>) {
        let added = Checkpoint { version, rank, files };
        match self.checkpoint(version) {
            Ok(known) => {
                let known = &mut self.checkpoints[known];
                if (added.rank, &added.files) < (known.rank, &known.files) {
                    *known = added;
                }
            }
            Err(at) => self.checkpoints.insert(at, added),
        }
    }

    /// Returns the place of a version's checkpoint, or where it would be.
    fn checkpoint(&self, version: u64) -> Result<usize, usize> {
        self.checkpoints.binary_search_by_key(&version, |checkpoint| checkpoint.version)
    }
}

/// Returns the versions that can be read with the files of these names, ascending.
pub fn readable_versions(names: &[String]) -> Vec<u64> {
    let listing = Listing::new(names);
    let mut readable: Vec<u64> = listing.checkpoints.iter().map(|checkpoint| checkpoint.version).collect();
    let mut last = None;
    for &version in &listing.commits {
        let follows = |before| last == Some(before) || listing.checkpoint(before).is_ok();
        if version.checked_sub(1).is_none_or(follows) {
            last = Some(version);
            readable.push(version);
        }
    }
    let order = order_of(readable.len(), &|a, b| readable[a].cmp(&readable[b]));
    let mut readable: Vec<u64> = order.into_iter().map(|at| readable[at as usize]).collect();
    readable.dedup();
    readable
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
    /// The name of the version's totals, if they exist.
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
        let listing = Listing::new(names);
        let Listing { commits, checksums, checkpoints } = &listing;
        let last = checkpoints.last().map(|checkpoint| checkpoint.version);
        let newest = commits.last().copied().max(last).ok_or_else(|| {
            Error::new(ErrorCode::Corrupt, "the log of the Delta table has no version")
                .expected(format!("{} or a checkpoint", commit_name(0)))
                .remedy("Copy the whole table again.")
        })?;
        let version = version.unwrap_or(newest);
        if version > newest {
            return Err(Error::new(ErrorCode::InvalidOption, format!("the table has no version {version}"))
                .expected(format!("at most {newest}, its newest version")));
        }
        let until = checkpoints.partition_point(|checkpoint| checkpoint.version <= version);
        let found = checkpoints[..until].last();
        let first = found.map_or(0, |checkpoint| checkpoint.version + 1);
        if let Some(missing) = (first..=version).find(|commit| commits.binary_search(commit).is_err()) {
            return Err(hole(missing, version, first, found.map(|checkpoint| checkpoint.version)));
        }
        let checksum = checksums.iter().find(|(of, _)| *of == version);
        Ok(Self {
            version,
            checkpoint: found.map(|checkpoint| checkpoint.files.clone()).unwrap_or_default(),
            commits: first..=version,
            checksum: checksum.map(|(_, name)| name.clone()),
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
