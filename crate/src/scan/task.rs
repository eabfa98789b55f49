//! One row group, from the byte ranges it needs to canonical columns.

use std::ops::Range;

use arrow::array::RecordBatch;
use bytes::Bytes;
use parquet::DecodeResult;
use parquet::errors::ParquetError;

use crate::error::{Error, ErrorCode, Result};
use crate::scan::columns::reader::Reader;
use crate::scan::decoder::RowGroupDecoder;
use crate::scan::decoder::kept_rows::KeptRows;
use crate::scan::guard::CORRUPT_REMEDY;
use crate::scan::pages::limit::PageLimit;
#[cfg(not(target_arch = "wasm32"))]
use crate::scan::pages::row_group_pages::RowGroupPages;
use crate::scan::pages::sizes::BATCH_ROWS;
use crate::scan::readers::readers;
use crate::scan::{Columns, IssueCounts, Mapping, Role, Roles, RowIssues, TimesOfDay, UnreadColumn};
use crate::source::File;

/// The result of a step.
#[derive(Debug)]
// It is moved once per batch, and a box would not make that faster.
#[allow(clippy::large_enum_variant)]
pub enum Step {
    /// Push these byte ranges of the file, half-open.
    Needs(Vec<Range<u64>>),
    /// The next rows, in the file's order.
    Rows(Columns),
    /// There are no more rows.
    Finished,
}

/// Reads the needed columns of one row group. It does no I/O.
#[derive(Debug)]
pub struct Task {
    path: String,
    row_group: usize,
    decoder: Option<RowGroupDecoder>,
    page_limit: PageLimit,
    pub(super) readers: Vec<Reader>,
    pub(super) kept: KeptRows,
    /// The rows that remain.
    rows_left: u64,
    issues: IssueCounts,
}

/// The result of its decoder.
// It is moved once per batch, and a box would not make that faster.
#[allow(clippy::large_enum_variant)]
pub(super) enum Decoded {
    Needs(Vec<Range<u64>>),
    /// Rows and their number; no columns if all values are in the path.
    Rows(Option<RecordBatch>, usize),
    Finished,
}

impl Task {
    /// Opens a row group for the roles of a job.
    ///
    /// `rows` limits it to a half-open range of the row group's rows. Deleted rows are neither read
    /// nor counted: see [`File::with_deleted_rows`].
    ///
    /// # Errors
    ///
    /// [`MissingColumn`](crate::ErrorCode::MissingColumn) if the file lacks a role's column,
    /// [`UnreadableType`](crate::ErrorCode::UnreadableType) if its type cannot play the role,
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) for an unknown zone,
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for a broken footer.
    pub fn open(
        file: &File,
        row_group: usize,
        mapping: &Mapping,
        roles: Roles,
        timezone: Option<&str>,
        rows: Option<Range<u64>>,
    ) -> Result<Self> {
        let (leaves, readers) = readers(file, row_group, mapping, roles, timezone)?;
        Self::of_leaves(file, row_group, &leaves, readers, rows)
    }

    /// Finds the pages of the columns that roles need, so that parts of a row group, of about
    /// `part_rows` rows, can be read by themselves; `read` returns a half-open range of the file. It
    /// is `None` if the row group is better read as a whole.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn pages(
        file: &File,
        row_group: usize,
        mapping: &Mapping,
        roles: Roles,
        part_rows: u64,
        read: &dyn Fn(Range<u64>) -> Result<Bytes>,
    ) -> Option<RowGroupPages> {
        let (leaves, _) = readers(file, row_group, mapping, roles, None).ok()?;
        let has_deleted_rows = !matches!(file.deleted_rows(row_group), Ok(None));
        if leaves.is_empty() || has_deleted_rows {
            return None;
        }
        RowGroupPages::find(file, row_group, &leaves, part_rows, read)
    }

    /// Opens a half-open range of a row group's rows and reads only the pages that have them. The
    /// roles must be those for which [`pages`](Self::pages) found the pages.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    #[cfg(not(target_arch = "wasm32"))]
    pub fn part(
        file: &File,
        pages: &RowGroupPages,
        mapping: &Mapping,
        roles: Roles,
        timezone: Option<&str>,
        rows: Range<u64>,
    ) -> Result<Self> {
        let row_group = pages.row_group();
        let (leaves, readers) = readers(file, row_group, mapping, roles, timezone)?;
        if leaves != pages.leaves() {
            return Err(Error::new(ErrorCode::Internal, "the pages are those of other roles"));
        }
        let page_limit = PageLimit::of_pages(pages.ranges(&rows));
        let rows = KeptRows::new(file, row_group, Some(rows))?;
        let rows_left = rows.len();
        let kept = rows.clone();
        let decoder = RowGroupDecoder::part(file, pages, &leaves, rows);
        let decoder =
            decoder.map_err(|error| corrupt(&error).in_file(file.path()).in_row_group(row_group))?;
        Ok(Self {
            path: file.path().to_owned(),
            row_group,
            decoder: Some(decoder),
            page_limit,
            readers,
            kept,
            rows_left,
            issues: IssueCounts::default(),
        })
    }

    /// Opens a row group for some columns, by the numbers of their leaves, ascending.
    pub(super) fn of_leaves(
        file: &File,
        row_group: usize,
        leaves: &[usize],
        readers: Vec<Reader>,
        rows: Option<Range<u64>>,
    ) -> Result<Self> {
        let located = |error: Error| error.in_file(file.path()).in_row_group(row_group);
        let group = file.metadata().row_groups().get(row_group).ok_or_else(|| {
            located(Error::new(ErrorCode::Internal, "the file has no row group of that number"))
        })?;
        for &leaf in leaves {
            let chunk = group.column(leaf);
            check_size(chunk.byte_range().1, isize::MAX.cast_unsigned() as u64)
                .map_err(|error| located(error).in_column(chunk.column_path().string()))?;
        }
        let rows = KeptRows::new(file, row_group, rows).map_err(located)?;
        let rows_left = rows.len();
        let kept = rows.clone();
        let decoder = if leaves.is_empty() || rows_left == 0 {
            None
        } else {
            let decoder = RowGroupDecoder::new(file, row_group, leaves, rows);
            Some(decoder.map_err(|error| located(corrupt(&error)))?)
        };
        Ok(Self {
            path: file.path().to_owned(),
            row_group,
            decoder,
            page_limit: PageLimit::new(group, leaves),
            readers,
            kept,
            rows_left,
            issues: IssueCounts::default(),
        })
    }

    /// Returns the same with another page limit than [`MAX_PAGE_BYTES`](crate::scan::MAX_PAGE_BYTES).
    #[must_use]
    pub fn with_page_bytes(mut self, max: u64) -> Self {
        self.page_limit.max = max;
        self
    }

    /// Returns whether its pages are decoded without Parquet's decoder so far.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(in crate::scan) fn is_direct(&self) -> bool {
        self.decoder.as_ref().is_some_and(RowGroupDecoder::is_direct)
    }

    /// Continues with Parquet's decoder, as after an unusual page. The rows are the same; tests
    /// compare them.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) if that decoder refuses the row group.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn leave_direct(&mut self) -> Result<()> {
        match &mut self.decoder {
            Some(decoder) => decoder.leave_direct().map_err(|error| corrupt(&error)),
            None => Ok(()),
        }
    }

    /// Pushes the bytes of the file that begin at `start`.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) if the decoder refuses them;
    /// [`OverLimit`](crate::ErrorCode::OverLimit) for a page that would take too much memory.
    pub fn push(&mut self, start: u64, bytes: Bytes) -> Result<()> {
        let checked = self.page_limit.check(start, &bytes);
        checked.map_err(|error| error.in_file(self.path.as_str()).in_row_group(self.row_group))?;
        match &mut self.decoder {
            Some(decoder) => decoder.push(start, bytes).map_err(|error| self.corrupt(&error)),
            None => Ok(()),
        }
    }

    /// Returns the byte ranges to push before the first rows, half-open.
    ///
    /// # Errors
    ///
    /// As [`step`](Self::step).
    pub fn needs(&mut self) -> Result<Vec<Range<u64>>> {
        let Some(decoder) = &mut self.decoder else { return Ok(Vec::new()) };
        match decoder.try_decode() {
            Ok(DecodeResult::NeedsData(ranges)) => Ok(ranges),
            Ok(_) => Err(Error::new(ErrorCode::Internal, "rows are there already")),
            Err(error) => Err(self.corrupt(&error)),
        }
    }

    /// Returns the next rows, or the bytes that they need.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) or [`Unsupported`](crate::ErrorCode::Unsupported) for
    /// a page that cannot be read, naming the row group.
    pub fn step(&mut self) -> Result<Step> {
        match self.decode()? {
            Decoded::Needs(ranges) => Ok(Step::Needs(ranges)),
            Decoded::Rows(batch, rows) => self.columns(batch.as_ref(), rows).map(Step::Rows),
            Decoded::Finished => Ok(Step::Finished),
        }
    }

    pub(super) fn decode(&mut self) -> Result<Decoded> {
        let Some(decoder) = &mut self.decoder else {
            // Every value is in the path.
            return match usize::try_from(self.rows_left).unwrap_or(usize::MAX).min(BATCH_ROWS) {
                0 => Ok(Decoded::Finished),
                rows => Ok(Decoded::Rows(None, rows)),
            };
        };
        match decoder.try_decode() {
            Ok(DecodeResult::NeedsData(ranges)) => Ok(Decoded::Needs(ranges)),
            Ok(DecodeResult::Data(batch)) => {
                let rows = batch.num_rows();
                Ok(Decoded::Rows(Some(batch), rows))
            }
            Ok(DecodeResult::Finished) if self.rows_left == 0 => Ok(Decoded::Finished),
            Ok(DecodeResult::Finished) => Err(Error::new(ErrorCode::Corrupt, "the row group ends too early")
                .expected(format!("{} more rows, as its footer says", self.rows_left))
                .found("the end of its pages")
                .in_file(self.path.as_str())
                .in_row_group(self.row_group)
                .remedy(CORRUPT_REMEDY)),
            Err(error) => Err(self.corrupt(&error)),
        }
    }

    /// Counts issues of its rows that were found while folding.
    pub fn count_issues(&mut self, counts: IssueCounts) {
        for (all, some) in self.issues.iter_mut().zip(counts) {
            *all += some;
        }
    }

    /// Returns the rows with issues counted so far, by role.
    pub fn row_issues(&self) -> Vec<RowIssues> {
        let counted = Role::ALL.into_iter().zip(self.issues).filter(|&(_, rows)| rows > 0);
        counted.map(|(role, rows)| self.row_issues_of(role, rows, String::new())).collect()
    }

    /// Returns the values that could not be read so far, by role.
    pub fn unreadable(&self) -> Vec<RowIssues> {
        let counted = self.readers.iter().filter(|reader| reader.tally.rows > 0);
        let example = |reader: &Reader| reader.tally.example.clone().unwrap_or_default();
        counted.map(|reader| self.row_issues_of(reader.role, reader.tally.rows, example(reader))).collect()
    }

    /// Returns how many values of each role were not null in the file so far.
    pub fn values(&self) -> [u64; Role::ALL.len()] {
        let mut values = [0; Role::ALL.len()];
        for reader in &self.readers {
            values[reader.role as usize] = reader.tally.values;
        }
        values
    }

    /// Returns the columns in which no value could be read so far.
    pub fn unread_columns(&self) -> Vec<UnreadColumn> {
        let unread = self.readers.iter().filter(|reader| reader.tally.values == reader.tally.rows);
        let column = |reader: &Reader| UnreadColumn {
            file: self.path.clone(),
            role: reader.role,
            column: reader.column.clone(),
            row_groups: 1,
            values: reader.tally.values,
            example: reader.tally.example.clone().unwrap_or_default(),
        };
        unread.map(column).collect()
    }

    /// Returns the times of day of the instants so far, by role.
    pub fn times_of_day(&self) -> impl Iterator<Item = (Role, TimesOfDay)> {
        self.readers.iter().filter_map(|reader| Some((reader.role, reader.times_of_day()?)))
    }

    fn row_issues_of(&self, role: Role, rows: u64, example: String) -> RowIssues {
        let row_group = u32::try_from(self.row_group).unwrap_or(u32::MAX);
        RowIssues { file: self.path.clone(), row_group, role, rows, example }
    }

    /// Returns the next rows as columns.
    pub(super) fn columns(&mut self, batch: Option<&RecordBatch>, rows: usize) -> Result<Columns> {
        let columns = self.read(batch, rows)?;
        self.count_rows(rows)?;
        Ok(columns)
    }

    /// Subtracts decoded rows from those that remain.
    pub(super) fn count_rows(&mut self, rows: usize) -> Result<()> {
        self.rows_left = self.rows_left.checked_sub(rows as u64).ok_or_else(|| {
            Error::new(ErrorCode::Corrupt, "the row group has more rows than its footer says")
                .in_file(self.path.as_str())
                .in_row_group(self.row_group)
                .remedy(CORRUPT_REMEDY)
        })?;
        Ok(())
    }

    /// Reads some rows as columns.
    pub(super) fn read(&mut self, batch: Option<&RecordBatch>, rows: usize) -> Result<Columns> {
        let mut columns = Columns {
            rows,
            channel_id: None,
            video_id: None,
            created_date: None,
            date: None,
            view_count: None,
        };
        let are_checked = self.decoder.as_ref().is_some_and(RowGroupDecoder::is_direct);
        for reader in &mut self.readers {
            reader.read(batch, are_checked, &mut columns).map_err(|error| {
                error
                    .in_file(self.path.as_str())
                    .in_row_group(self.row_group)
                    .in_column(reader.column.as_str())
            })?;
        }
        Ok(columns)
    }

    fn corrupt(&self, error: &ParquetError) -> Error {
        corrupt(error).in_file(self.path.as_str()).in_row_group(self.row_group)
    }
}

/// Refuses a column chunk that does not fit into memory at once, as in 32-bit WebAssembly.
fn check_size(bytes: u64, max: u64) -> Result<()> {
    if bytes <= max {
        return Ok(());
    }
    Err(Error::new(ErrorCode::OverLimit, "a column chunk is too large for a browser tab")
        .expected(format!("at most {max} bytes in one row group"))
        .found(format!("{bytes}"))
        .remedy("Read the file by the command line, or rewrite it with smaller row groups."))
}

fn corrupt(error: &ParquetError) -> Error {
    let code = match error {
        ParquetError::NYI(_) => ErrorCode::Unsupported,
        _ => ErrorCode::Corrupt,
    };
    let text = error.to_string();
    if text.to_lowercase().contains("encrypt") {
        return Error::new(ErrorCode::Encrypted, "a column is encrypted")
            .remedy("Write a decrypted copy with the tool that holds the key.");
    }
    Error::new(code, "a page cannot be read").found(text).remedy(CORRUPT_REMEDY)
}
