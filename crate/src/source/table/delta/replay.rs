//! The state of a table: its files after some actions.

use std::sync::Arc;

use super::action::{Action, Add, Metadata, Protocol, Remove, StoredVector, Values};
use super::log_path::data_path;
use crate::error::{Error, ErrorCode, Result};
use crate::order::ordered;
use crate::source::table::{ByKey, DeletionVector};

/// The maximum number of files of a table.
const MAX_FILES: usize = 10_000_000;

/// A file that is part of the table.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) bytes: u64,
    /// The number of its values of partition columns.
    pub(super) values: usize,
    pub(super) deletion_vector: Option<Arc<DeletionVector>>,
}

/// A path without escapes and the id of a deletion vector, with a NUL between them. A file with
/// another vector is another entry of the log.
type Key = Box<[u8]>;

/// The files after the actions so far.
#[derive(Debug, Default)]
pub(super) struct Replay {
    /// The table's folder, absolute, with a trailing `/`.
    root: Option<String>,
    live: ByKey<Live>,
    /// The number of each distinct list of partition values.
    numbers: ByKey<usize>,
    pub(super) values: Vec<Values>,
    pub(super) protocol: Option<Protocol>,
    pub(super) metadata: Option<Metadata>,
    /// The time of the last commit, in milliseconds since 1970.
    pub(super) committed: Option<i64>,
    /// That of the current commit.
    committing: Option<i64>,
    /// The files of the current commit: the order of its lines has no meaning.
    added: ByKey<Live>,
    removed: Vec<Key>,
}

impl Replay {
    pub(super) fn new(root: Option<String>) -> Self {
        Self { root, ..Self::default() }
    }

    /// Takes an action of a commit or a checkpoint, except a sidecar.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) for a path or a deletion vector that is not valid.
    pub(super) fn take(&mut self, action: Action) -> Result<()> {
        let Action { add, remove, protocol, metadata, commit_info, .. } = action;
        self.protocol = protocol.or(self.protocol.take());
        self.metadata = metadata.or(self.metadata.take());
        if let Some(info) = commit_info {
            self.committing = info.time;
        }
        if let Some(Add { path, partition_values, size, deletion_vector }) = add {
            let (key, deletion_vector) = self.key(&path, deletion_vector)?;
            let values = self.number(partition_values);
            self.added
                .insert(key, Live { bytes: size, values, deletion_vector: deletion_vector.map(Arc::new) });
        }
        if let Some(Remove { path, deletion_vector }) = remove {
            let (key, _) = self.key(&path, deletion_vector)?;
            self.removed.push(key);
        }
        Ok(())
    }

    /// Applies the actions of a commit.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) if it both adds and removes a file.
    pub(super) fn commit(&mut self) -> Result<()> {
        if let Some(both) = self.removed.iter().filter(|key| self.added.get(key).is_some()).min() {
            return Err(Error::new(ErrorCode::Corrupt, "a commit both adds and removes a file")
                .expected("one action for each file and deletion vector")
                .found(format!("both for \"{}\"", path_of(both)))
                .remedy(AGAIN));
        }
        for key in self.removed.drain(..) {
            self.live.remove(&key);
        }
        self.add();
        self.committed = self.committing.take();
        self.check_size()
    }

    /// Takes the files of a checkpoint as they are. The files that it lists as removed were removed
    /// before.
    pub(super) fn checkpoint(&mut self) -> Result<()> {
        self.removed.clear();
        self.add();
        self.check_size()
    }

    fn add(&mut self) {
        for (key, live) in std::mem::take(&mut self.added) {
            self.live.insert(key, live);
        }
    }

    fn check_size(&self) -> Result<()> {
        if self.live.len() <= MAX_FILES {
            return Ok(());
        }
        Err(Error::new(ErrorCode::OverLimit, "the Delta table has too many files")
            .expected(format!("at most {MAX_FILES}"))
            .remedy("Compact the table with OPTIMIZE."))
    }

    fn key(&self, path: &str, vector: Option<StoredVector>) -> Result<(Key, Option<DeletionVector>)> {
        let vector = vector.map(StoredVector::vector).transpose()?.flatten();
        let mut key = data_path(path, self.root.as_deref())?;
        key.push('\0');
        if let Some(vector) = &vector {
            key += &vector.unique_id();
        }
        Ok((key.into_bytes().into(), vector))
    }

    /// Returns the number of a list of partition values; equal lists have the same number.
    fn number(&mut self, values: Values) -> usize {
        let mut key = Vec::new();
        for (name, value) in &values {
            for text in [Some(name), value.as_ref()] {
                key.push(u8::from(text.is_some()));
                let text = text.map(String::as_bytes).unwrap_or_default();
                key.extend(text.len().to_le_bytes());
                key.extend(text);
            }
        }
        if let Some(&known) = self.numbers.get(&key) {
            return known;
        }
        let number = self.values.len();
        self.numbers.insert(key.into(), number);
        self.values.push(values);
        number
    }

    /// Returns the table's files by their paths, sorted.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) if a file is listed with two deletion vectors: its rows
    /// would count twice.
    pub(super) fn files(&mut self) -> Result<Vec<(String, Live)>> {
        let file = |(key, live): (Key, Live)| (path_of(&key), live);
        let files = std::mem::take(&mut self.live).into_iter().map(file).collect();
        let files = ordered(files, &|(a, _): &(String, Live), (b, _)| a.cmp(b));
        match files.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            None => Ok(files),
            Some(pair) => {
                Err(Error::new(ErrorCode::Corrupt, "the log of the Delta table lists a file twice")
                    .expected("each file with at most one deletion vector")
                    .found(format!("two for \"{}\"", pair[0].0))
                    .remedy(AGAIN))
            }
        }
    }
}

const AGAIN: &str =
    "Copy the whole table again. If the log is broken, restore an earlier version of the table.";

fn path_of(key: &[u8]) -> String {
    let path = key.split(|&byte| byte == 0).next().unwrap_or_default();
    String::from_utf8(path.to_vec()).unwrap_or_default()
}
