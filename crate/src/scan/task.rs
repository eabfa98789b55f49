//! One row group, from the byte ranges it needs to canonical columns.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use bytes::Bytes;
use parquet::DecodeResult;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::arrow::push_decoder::{ParquetPushDecoder, ParquetPushDecoderBuilder};
use parquet::basic::Encoding;
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;

use crate::error::{Error, ErrorCode, Result};
use crate::scan::counts::read_counts;
use crate::scan::days::{Clock, DayReader};
use crate::scan::ids::{IdReader, constant};
use crate::scan::instant::Zone;
use crate::scan::unreadable::Tally;
use crate::scan::{Columns, Mapping, Role, Roles, Unreadable};
use crate::source::{Column, File, Origin};

/// How many rows are decoded at a time: small enough for the cache, large enough for its overhead.
const BATCH_ROWS: usize = 16_384;

/// What a task has to say when it is asked to go on.
#[derive(Debug)]
// It is moved once for a batch of rows, which a box would not make faster.
#[allow(clippy::large_enum_variant)]
pub enum Step {
    /// It must be handed these byte ranges of the file, half-open.
    Needs(Vec<Range<u64>>),
    /// The next rows, in the file's order.
    Rows(Columns),
    /// There are no more.
    Finished,
}

/// Reads the needed columns of one row group, without reading any byte itself.
#[derive(Debug)]
pub struct Task {
    path: String,
    row_group: usize,
    decoder: Option<ParquetPushDecoder>,
    readers: Vec<Reader>,
    /// The rows that are still to come.
    rows_left: u64,
}

#[derive(Debug)]
struct Reader {
    role: Role,
    column: String,
    values: Values,
    kind: ReaderKind,
    tally: Tally,
}

#[derive(Debug)]
enum Values {
    /// A column of the decoded batch.
    Batch(usize),
    /// The path's value, the same for every row.
    Path(Option<String>, Option<ArrayRef>),
}

#[derive(Debug)]
enum ReaderKind {
    Id(IdReader),
    Day(DayReader),
    Count,
}

impl Task {
    /// Opens a row group for the roles of a job.
    ///
    /// `rows` limits it to a half-open range of the row group's rows.
    ///
    /// # Errors
    /// `MissingColumn` where the file lacks a role's column, `UnreadableType` where its type
    /// cannot play the role, `InvalidOption` for an unknown zone, `Corrupt` for a broken footer.
    pub fn open(
        file: &File,
        row_group: usize,
        mapping: &Mapping,
        roles: Roles,
        timezone: Option<&str>,
        rows: Option<Range<u64>>,
    ) -> Result<Self> {
        let zone = Zone::new(timezone)?;
        let located = |error: Error| error.in_file(file.path()).in_row_group(row_group);
        let mut leaves = Vec::new();
        let mut columns = Vec::new();
        for role in roles.iter() {
            let column = played(file, mapping, role).map_err(located)?;
            if let Origin::File { leaf: Some(leaf), .. } = column.origin {
                leaves.push(leaf);
            }
            columns.push((role, column));
        }
        leaves.sort_unstable();
        leaves.dedup();
        let readers =
            columns.into_iter().map(|(role, column)| Reader::new(role, column, &leaves, zone)).collect();
        let group = file.metadata().row_groups().get(row_group).ok_or_else(|| {
            located(Error::new(ErrorCode::Internal, "the file has no row group of that number"))
        })?;
        let all = group.num_rows().cast_unsigned();
        let rows = rows.map_or(0..all, |rows| rows.start.min(all)..rows.end.min(all));
        let rows_left = rows.end.saturating_sub(rows.start);
        let decoder = if leaves.is_empty() || rows_left == 0 {
            None
        } else {
            let decoder = decoder(file, row_group, &leaves, rows, rows_left == all);
            Some(decoder.map_err(|error| located(corrupt(&error)))?)
        };
        Ok(Self { path: file.path().to_owned(), row_group, decoder, readers, rows_left })
    }

    /// Hands over the bytes of the file that begin at `start`.
    ///
    /// # Errors
    /// `Corrupt` if the decoder refuses them.
    pub fn push(&mut self, start: u64, bytes: Bytes) -> Result<()> {
        let end = start + bytes.len() as u64;
        match &mut self.decoder {
            Some(decoder) => decoder.push_range(start..end, bytes).map_err(|error| self.corrupt(&error)),
            None => Ok(()),
        }
    }

    /// The byte ranges to hand over before the first rows, half-open.
    ///
    /// # Errors
    /// As [`step`](Self::step).
    pub fn needs(&mut self) -> Result<Vec<Range<u64>>> {
        let Some(decoder) = &mut self.decoder else { return Ok(Vec::new()) };
        match decoder.try_decode() {
            Ok(DecodeResult::NeedsData(ranges)) => Ok(ranges),
            Ok(_) => Err(Error::new(ErrorCode::Internal, "rows are there already")),
            Err(error) => Err(self.corrupt(&error)),
        }
    }

    /// Goes on to the next rows, or says what it needs for them.
    ///
    /// # Errors
    /// `Corrupt` or `Unsupported` for a page that cannot be read, naming the row group.
    pub fn step(&mut self) -> Result<Step> {
        let Some(decoder) = &mut self.decoder else { return self.step_in_path() };
        match decoder.try_decode() {
            Ok(DecodeResult::NeedsData(ranges)) => Ok(Step::Needs(ranges)),
            Ok(DecodeResult::Data(batch)) => self.columns(Some(&batch), batch.num_rows()).map(Step::Rows),
            Ok(DecodeResult::Finished) if self.rows_left == 0 => Ok(Step::Finished),
            Ok(DecodeResult::Finished) => Err(Error::new(ErrorCode::Corrupt, "the row group ends too early")
                .expected(format!("{} more rows, as its footer says", self.rows_left))
                .found("the end of its pages")
                .in_file(self.path.as_str())
                .in_row_group(self.row_group)
                .remedy(CORRUPT_REMEDY)),
            Err(error) => Err(self.corrupt(&error)),
        }
    }

    fn step_in_path(&mut self) -> Result<Step> {
        match usize::try_from(self.rows_left).unwrap_or(usize::MAX).min(BATCH_ROWS) {
            0 => Ok(Step::Finished),
            rows => self.columns(None, rows).map(Step::Rows),
        }
    }

    /// The values that could not be read so far, by role.
    pub fn unreadable(&self) -> Vec<Unreadable> {
        let counted = self.readers.iter().filter(|reader| reader.tally.rows > 0);
        counted
            .map(|reader| Unreadable {
                file: self.path.clone(),
                row_group: u32::try_from(self.row_group).unwrap_or(u32::MAX),
                role: reader.role,
                rows: reader.tally.rows,
                example: reader.tally.example.clone().unwrap_or_default(),
            })
            .collect()
    }

    fn columns(&mut self, batch: Option<&RecordBatch>, rows: usize) -> Result<Columns> {
        let mut columns = Columns {
            rows,
            channel_id: None,
            video_id: None,
            created_date: None,
            date: None,
            view_count: None,
        };
        for reader in &mut self.readers {
            let array = reader.array(batch, rows);
            let read = read(reader, &array, &mut columns);
            read.map_err(|error| {
                error
                    .in_file(self.path.as_str())
                    .in_row_group(self.row_group)
                    .in_column(reader.column.as_str())
            })?;
        }
        self.rows_left = self.rows_left.checked_sub(rows as u64).ok_or_else(|| {
            Error::new(ErrorCode::Corrupt, "the row group has more rows than its footer says")
                .in_file(self.path.as_str())
                .in_row_group(self.row_group)
                .remedy(CORRUPT_REMEDY)
        })?;
        Ok(columns)
    }

    fn corrupt(&self, error: &ParquetError) -> Error {
        corrupt(error).in_file(self.path.as_str()).in_row_group(self.row_group)
    }
}

fn read(reader: &mut Reader, array: &ArrayRef, columns: &mut Columns) -> Result<()> {
    let tally = &mut reader.tally;
    match (&mut reader.kind, reader.role) {
        (ReaderKind::Id(ids), Role::ChannelId) => columns.channel_id = Some(ids.read(array, tally)?),
        (ReaderKind::Id(ids), _) => columns.video_id = Some(ids.read(array, tally)?),
        (ReaderKind::Day(days), Role::CreatedDate) => columns.created_date = Some(days.read(array, tally)?),
        (ReaderKind::Day(days), _) => columns.date = Some(days.read(array, tally)?),
        (ReaderKind::Count, _) => columns.view_count = Some(read_counts(array, tally)?),
    }
    Ok(())
}

impl Reader {
    fn new(role: Role, column: &Column, leaves: &[usize], zone: Zone) -> Self {
        let values = match &column.origin {
            Origin::Path(value) => Values::Path(value.clone(), None),
            Origin::File { leaf, .. } => {
                Values::Batch(leaves.iter().position(|known| Some(*known) == *leaf).unwrap_or_default())
            }
        };
        let kind = match role {
            Role::ChannelId | Role::VideoId => ReaderKind::Id(IdReader::default()),
            Role::ViewCount => ReaderKind::Count,
            Role::CreatedDate | Role::Date => {
                let wall = column.data_type.is_temporal()
                    && matches!(column.data_type, DataType::Timestamp(_, None))
                    && !matches!(column.origin, Origin::File { int96: true, .. });
                let clock = if wall { Clock::Wall } else { Clock::Instant };
                ReaderKind::Day(DayReader::new(zone, clock))
            }
        };
        Self { role, column: column.name.clone(), values, kind, tally: Tally::default() }
    }

    fn array(&mut self, batch: Option<&RecordBatch>, rows: usize) -> ArrayRef {
        match (&mut self.values, batch) {
            (Values::Batch(index), Some(batch)) => batch.column(*index).clone(),
            (Values::Batch(_), None) => constant(None, rows),
            (Values::Path(_, Some(known)), _) if known.len() >= rows => known.slice(0, rows),
            (Values::Path(value, known), _) => {
                let array = constant(value.as_deref(), rows.max(BATCH_ROWS));
                let sliced = array.slice(0, rows);
                *known = Some(array);
                sliced
            }
        }
    }
}

fn played<'a>(file: &'a File, mapping: &Mapping, role: Role) -> Result<&'a Column> {
    let name = mapping
        .column(role)
        .ok_or_else(|| Error::new(ErrorCode::MissingColumn, format!("no column plays the role {role}")))?;
    let column = file.column(name).ok_or_else(|| {
        Error::new(ErrorCode::MissingColumn, format!("the column for {role} is missing")).in_column(name)
    })?;
    if role.accepts(column.kind()) {
        return Ok(column);
    }
    Err(Error::new(ErrorCode::UnreadableType, format!("its type cannot be read as {role}"))
        .in_column(name)
        .expected(role.accepted())
        .found(column.label.as_str()))
}

fn decoder(
    file: &File,
    row_group: usize,
    leaves: &[usize],
    rows: Range<u64>,
    whole: bool,
) -> parquet::errors::Result<ParquetPushDecoder> {
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let plain = ArrowReaderMetadata::try_new(file.metadata().clone(), options.clone())?;
    let schema = hinted(plain.schema(), file, row_group);
    let metadata =
        ArrowReaderMetadata::try_new(file.metadata().clone(), options.with_schema(Arc::new(schema)))?;
    let mask = ProjectionMask::leaves(metadata.parquet_schema(), leaves.iter().copied());
    let builder = ParquetPushDecoderBuilder::new_with_metadata(metadata)
        .with_batch_size(BATCH_ROWS)
        .with_row_groups(vec![row_group])
        .with_projection(mask);
    if whole {
        return builder.build();
    }
    let number = |row: u64| usize::try_from(row).map_err(|error| ParquetError::External(Box::new(error)));
    builder.with_offset(number(rows.start)?).with_limit(number(rows.end - rows.start)?).build()
}

/// The Arrow types to read a row group's columns as.
///
/// Binary stays a dictionary where every page of the chunk is one, so that an id is looked at
/// once for each dictionary; elsewhere it is views into the pages. INT96 is read in microseconds,
/// whose range is the calendar's and not just 1677 to 2262.
fn hinted(schema: &Schema, file: &File, row_group: usize) -> Schema {
    let group = file.metadata().row_group(row_group);
    let fields: Vec<Field> = schema
        .fields()
        .iter()
        .zip(file.columns())
        .map(|(field, column)| {
            let field = field.as_ref().clone();
            let Origin::File { leaf: Some(leaf), int96 } = column.origin else { return field };
            match field.data_type() {
                DataType::Binary if is_dictionary(group.column(leaf)) => {
                    let data_type =
                        DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Binary));
                    field.with_data_type(data_type)
                }
                DataType::Binary => field.with_data_type(DataType::BinaryView),
                DataType::Timestamp(..) if int96 => {
                    field.with_data_type(DataType::Timestamp(TimeUnit::Microsecond, None))
                }
                _ => field,
            }
        })
        .collect();
    Schema::new(fields)
}

fn is_dictionary(chunk: &ColumnChunkMetaData) -> bool {
    let dictionary = [Encoding::RLE_DICTIONARY, Encoding::PLAIN_DICTIONARY];
    if let Some(mask) = chunk.page_encoding_stats_mask() {
        return dictionary.iter().any(|&encoding| mask.is_only(encoding));
    }
    if let Some(statistics) = chunk.page_encoding_stats() {
        use parquet::basic::PageType;
        let mut data = statistics.iter().filter(|page| page.page_type != PageType::DICTIONARY_PAGE);
        return data.all(|page| dictionary.contains(&page.encoding));
    }
    chunk.dictionary_page_offset().is_some()
}

const CORRUPT_REMEDY: &str = "Leave the file out, or copy, download or write it again.";

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
