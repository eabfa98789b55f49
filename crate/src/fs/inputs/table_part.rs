//! The part of a file in its table.

use std::sync::Arc;

use crate::error::Result;
use crate::source::File;
use crate::source::table::{Member, ReadTable, TableColumns};

/// What a table's log states about one of its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TablePart {
    /// The table's columns.
    pub(in crate::fs) columns: Arc<TableColumns>,
    /// The values of its partition columns.
    pub(in crate::fs) values: Arc<[Option<String>]>,
}

impl TablePart {
    /// Returns a file as its table shows it.
    pub(in crate::fs) fn file(&self, file: File) -> Result<File> {
        file.in_table(self.columns.clone(), self.values.clone())
    }

    /// Returns the part of a file in its table.
    pub(super) fn new(read: &[ReadTable], member: Member) -> Option<Self> {
        let table = read.get(member.table)?;
        let file = table.snapshot.files.get(member.file)?;
        Some(Self { columns: table.snapshot.columns.clone(), values: file.values.clone() })
    }
}
