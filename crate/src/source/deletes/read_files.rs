//! The delete files that apply to some files of a table.

use std::sync::Arc;

use crate::error::Result;
use crate::order::ordered;
use crate::source::table::{ByKey, DeleteFile, Deletes, Snapshot, TableColumns, TableFile};

/// The files of a table that are read and may have deleted rows.
#[derive(Debug)]
pub struct ReadFiles {
    /// Their positions among the table's files, ascending.
    files: Vec<usize>,
    /// Their partitions, ascending.
    partitions: Vec<u32>,
}

/// Files that delete rows by the values of the same columns, from the same files.
#[derive(Debug)]
pub struct KeyGroup {
    /// The columns.
    pub columns: Arc<TableColumns>,
    /// The positions of the delete files among the table's.
    pub deletes: Vec<usize>,
    /// The positions of the read files to which some of them apply.
    pub files: Vec<usize>,
}

impl ReadFiles {
    /// Creates it from the positions of the read files, ascending.
    pub fn new(snapshot: &Snapshot, files: Vec<usize>) -> Self {
        let partitions = files.iter().map(|&file| snapshot.files[file].partition).collect();
        Self { files, partitions: ordered(partitions, &u32::cmp) }
    }

    /// Returns the positions of the delete files that may delete rows of a read file by position.
    pub fn positions(&self, snapshot: &Snapshot) -> Vec<usize> {
        let concerns = |delete: &DeleteFile| match &delete.deletes {
            Deletes::Positions { of: None } => self.partitions.binary_search(&delete.partition).is_ok(),
            Deletes::Positions { of: Some(path) } => self.read(snapshot, delete, path).is_some(),
            Deletes::Values { .. } => false,
        };
        let deletes = snapshot.deletes.iter().enumerate();
        deletes.filter(|(_, delete)| concerns(delete)).map(|(place, _)| place).collect()
    }

    /// Returns the read file of a path below the table's folder, if position deletes apply to it.
    fn read(&self, snapshot: &Snapshot, delete: &DeleteFile, path: &str) -> Option<usize> {
        let found = snapshot.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        let is_read = self.files.binary_search(&found).is_ok();
        (is_read && applies(delete, &snapshot.files[found])).then_some(found)
    }

    /// Returns the read file of a path in a file of position deletes, if those apply to it.
    ///
    /// # Errors
    ///
    /// As [`TableLocation::below`](crate::source::table::TableLocation::below).
    pub fn target(&self, snapshot: &Snapshot, delete: &DeleteFile, stored: &str) -> Result<Option<usize>> {
        let below = snapshot.location.as_ref().map(|location| location.below(stored)).transpose()?;
        Ok(self.read(snapshot, delete, below.as_deref().unwrap_or(stored)))
    }

    /// Returns the files that delete rows by values, grouped by columns and partition.
    pub fn groups(&self, snapshot: &Snapshot) -> Vec<KeyGroup> {
        let mut known = ByKey::default();
        let mut groups: Vec<KeyGroup> = Vec::new();
        for (place, delete) in snapshot.deletes.iter().enumerate() {
            let Deletes::Values { columns, everywhere } = &delete.deletes else { continue };
            let partition = if *everywhere { u64::MAX } else { u64::from(delete.partition) };
            let mut key = partition.to_le_bytes().to_vec();
            let ids = columns.columns.iter().flat_map(|column| column.id);
            ids.for_each(|id| key.extend(id.to_le_bytes()));
            match known.get(&key).and_then(|&at: &usize| groups.get_mut(at)) {
                Some(group) => group.deletes.push(place),
                None => {
                    known.insert(key.into(), groups.len());
                    let (columns, deletes) = (columns.clone(), vec![place]);
                    groups.push(KeyGroup { columns, deletes, files: Vec::new() });
                }
            }
        }
        for KeyGroup { deletes, files, .. } in &mut groups {
            // The newest delete file applies to the most data files.
            let newest = deletes.iter().map(|&delete| &snapshot.deletes[delete]);
            let newest = newest.max_by_key(|delete| delete.sequence);
            let is_for = |&&file: &&usize| newest.is_some_and(|it| applies(it, &snapshot.files[file]));
            files.extend(self.files.iter().filter(is_for));
        }
        groups.retain(|group| !group.files.is_empty());
        groups
    }
}

/// Returns whether a delete file may delete rows of a data file.
fn applies(delete: &DeleteFile, file: &TableFile) -> bool {
    match &delete.deletes {
        // A deletion vector includes all positions that were deleted before it.
        Deletes::Positions { of } => {
            delete.partition == file.partition
                && file.sequence <= delete.sequence
                && file.deletion_vector.is_none()
                && of.as_ref().is_none_or(|of| *of == file.path)
        }
        Deletes::Values { everywhere, .. } => {
            (*everywhere || delete.partition == file.partition) && file.sequence < delete.sequence
        }
    }
}
