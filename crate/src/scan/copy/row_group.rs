//! A row group whose columns can be copied into another file.

use std::ops::Range;

use bytes::Bytes;
use parquet::basic::Compression;
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics;
use parquet::schema::types::SchemaDescriptor;

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Location, Result};
use crate::scan::copy::chunk::{CopiedChunk, same_type, statistics};
use crate::scan::{Mapping, Role, Roles};
use crate::source::{File, Origin, gregorian_day};

/// A row group whose five columns have the types of another file's, and the facts about columns
/// that are not decoded.
#[derive(Clone, Debug)]
pub struct CopiedRowGroup {
    row_group: usize,
    /// The numbers of the leaf columns, in the order of the roles.
    leaves: [usize; Role::ALL.len()],
    /// The roles to decode nevertheless.
    pub roles: Roles,
    /// The facts from the footer about the rest.
    pub footer: FooterStats,
}

/// The facts from a footer's statistics about columns of a row group that are not decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FooterStats {
    /// The first day with data.
    pub first_day: Option<i32>,
    /// The last day with data, inclusive.
    pub last_day: Option<i32>,
}

impl CopiedRowGroup {
    /// Returns the row group, if its chunks can be copied into a file with these `columns`, in the
    /// order of the roles.
    ///
    /// They can if the columns are flat, of the same physical type, meaning and repetition, in the
    /// file itself and not in its path, in a codec that nearly every reader has, and if no row of the
    /// file is deleted.
    pub fn find(
        file: &File,
        row_group: usize,
        mapping: &Mapping,
        columns: &SchemaDescriptor,
    ) -> Option<Self> {
        let group = file.metadata().row_groups().get(row_group)?;
        if file.deletions() > 0 {
            return None;
        }
        let mut leaves = [0; Role::ALL.len()];
        for (number, role) in Role::ALL.into_iter().enumerate() {
            let Origin::File { leaf: Some(leaf), .. } = mapping.column_of(file, role)?.origin else {
                return None;
            };
            let chunk = group.columns().get(leaf)?;
            let column = columns.columns().get(number)?;
            let here = chunk.file_path().is_none();
            if !same_type(chunk.column_descr(), column) || !here || !is_widely_read(chunk.compression()) {
                return None;
            }
            if matches!(role, Role::CreatedDate | Role::Date) && !has_gregorian_days(file, chunk) {
                return None;
            }
            leaves[number] = leaf;
        }
        Some(Self { row_group, leaves, roles: Roles::ALL, footer: FooterStats::default() })
    }

    /// Limits the roles that are decoded to `roles`.
    ///
    /// Dates and counts are decoded nevertheless, unless the footer shows that none is null and
    /// gives the first and last date.
    pub fn decoding(mut self, file: &File, roles: Roles) -> Self {
        self.roles = roles;
        if let Some(group) = file.metadata().row_groups().get(self.row_group) {
            self.ask_footer(file, group);
        }
        self
    }

    /// Returns how many rows it has.
    pub fn rows(&self, file: &File) -> u64 {
        let group = file.metadata().row_groups().get(self.row_group);
        group.map_or(0, |group| group.num_rows().cast_unsigned())
    }

    /// Returns the ranges of its chunks in the file, half-open, in the order of the roles.
    pub fn ranges(&self, file: &File) -> Vec<Range<u64>> {
        let group = file.metadata().row_groups().get(self.row_group);
        let range = |group: &RowGroupMetaData, leaf: usize| {
            let (start, length) = group.column(leaf).byte_range();
            start..start + length
        };
        group.map(|group| self.leaves.iter().map(|&leaf| range(group, leaf)).collect()).unwrap_or_default()
    }

    /// Returns whether dates are copied without being read.
    pub fn leaves_dates_unread(&self) -> bool {
        !self.roles.contains(Role::Date)
    }

    /// Returns the row group's chunks for the other file, in the order of the roles. `read` returns
    /// a half-open range of this one; only the pages' headers are read.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) if a chunk's pages differ from the footer, with the
    /// column; errors of `read`.
    pub fn chunks(
        &self,
        file: &File,
        columns: &SchemaDescriptor,
        read: &dyn Fn(Range<u64>) -> Result<Bytes>,
    ) -> Result<Vec<CopiedChunk>> {
        let group = file.metadata().row_groups().get(self.row_group).ok_or_else(|| {
            Error::new(ErrorCode::Internal, "the file has no row group of that number").in_file(file.path())
        })?;
        let chunks = self.leaves.iter().zip(columns.columns()).map(|(&leaf, column)| {
            let chunk = group.column(leaf);
            let order = file.metadata().file_metadata().column_order(leaf);
            let location = Location {
                file: Some(file.path().to_owned()),
                row_group: Some(self.row_group),
                column: Some(chunk.column_path().string()),
            };
            match CopiedChunk::new(chunk, group.num_rows(), order, column, read) {
                Ok(copied) => Ok(CopiedChunk { location, ..copied }),
                Err(error) => Err(error.at(&location)),
            }
        });
        chunks.collect()
    }

    /// Takes the facts from the footer, or marks the column as one to decode.
    fn ask_footer(&mut self, file: &File, group: &RowGroupMetaData) {
        let statistics = |role: Role| {
            let leaf = self.leaves[role as usize];
            statistics(group.column(leaf), file.metadata().file_metadata().column_order(leaf))
        };
        // Writers that miscount nulls count too many, so only a count of 0 is trusted.
        let without_nulls = |statistics: &Statistics| statistics.null_count_opt() == Some(0);
        let dates = statistics(Role::Date).filter(without_nulls).and_then(|found| days(&found));
        let counts = statistics(Role::ViewCount).filter(without_nulls);
        if !self.roles.contains(Role::Date) {
            match dates {
                Some(days) => (self.footer.first_day, self.footer.last_day) = (Some(days.0), Some(days.1)),
                None => self.roles = self.roles.with(Role::Date),
            }
        }
        if counts.is_none() {
            self.roles = self.roles.with(Role::ViewCount);
        }
    }
}

/// Returns whether a chunk's days mean the same in a file without a calendar key.
fn has_gregorian_days(file: &File, chunk: &ColumnChunkMetaData) -> bool {
    let least = match chunk.statistics() {
        Some(Statistics::Int32(days)) => days.min_opt().copied(),
        _ => None,
    };
    !file.calendar().applies(false) || least.map(i64::from).is_some_and(|day| gregorian_day(day) == day)
}

/// Returns whether nearly every reader has a codec. The old LZ4 is deprecated, because its framing
/// is ambiguous.
fn is_widely_read(codec: Compression) -> bool {
    !matches!(codec, Compression::BROTLI(_) | Compression::LZO | Compression::LZ4)
}

/// Returns the first and the last day, if both are valid.
fn days(statistics: &Statistics) -> Option<(i32, i32)> {
    let Statistics::Int32(days) = statistics else { return None };
    let (&first, &last) = days.min_opt().zip(days.max_opt())?;
    (first <= last && Day::new(first).and(Day::new(last)).is_some()).then_some((first, last))
}
