//! Encodes one column of a row group of a Parquet file.

use std::io;
use std::mem::take;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, ListArray, PrimitiveArray, StringArray};
use arrow::datatypes::{DataType, Date32Type, Int64Type as CountType};
use bytes::Bytes;
use parquet::column::page::{CompressedPage, PageWriteSpec, PageWriter};
use parquet::column::writer::{ColumnCloseResult, ColumnWriterImpl};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

/// Encodes a column of a row group, page by page, in memory.
pub(super) struct Column {
    descriptor: ColumnDescPtr,
    writer: Writer,
    pages: Pages,
}

/// The writers of the physical types that results have.
enum Writer {
    Text(ColumnWriterImpl<'static, ByteArrayType>),
    Day(ColumnWriterImpl<'static, Int32Type>),
    Days(ColumnWriterImpl<'static, Int32Type>),
    Count(ColumnWriterImpl<'static, Int64Type>),
}

impl Column {
    /// Returns whether columns of a type can be written.
    pub(super) fn takes(data_type: &DataType) -> bool {
        match data_type {
            DataType::Utf8 | DataType::Date32 | DataType::Int64 => true,
            DataType::List(item) => *item.data_type() == DataType::Date32,
            _ => false,
        }
    }

    pub(super) fn new(
        data_type: &DataType,
        descriptor: ColumnDescPtr,
        properties: WriterPropertiesPtr,
    ) -> Self {
        let pages = Pages::default();
        let (to, into) = (descriptor.clone(), Box::new(pages.clone()));
        let writer = match data_type {
            DataType::Utf8 => Writer::Text(ColumnWriterImpl::new(to, properties, into)),
            DataType::Int64 => Writer::Count(ColumnWriterImpl::new(to, properties, into)),
            DataType::List(_) => Writer::Days(ColumnWriterImpl::new(to, properties, into)),
            _ => Writer::Day(ColumnWriterImpl::new(to, properties, into)),
        };
        Self { descriptor, writer, pages }
    }

    /// Appends rows. Returns how many bytes their values have.
    pub(super) fn write(&mut self, array: &ArrayRef) -> Result<usize> {
        let max = self.descriptor.max_def_level();
        let bytes = match &mut self.writer {
            Writer::Text(writer) => {
                let texts = array.as_string_opt().ok_or_else(|| unexpected(array))?;
                writer.write_batch(&values_of_texts(texts), levels(texts, max).as_deref(), None)?;
                let ends = texts.value_offsets();
                usize::try_from(ends[texts.len()] - ends[0]).unwrap_or_default()
            }
            Writer::Day(writer) => {
                let days = array.as_primitive_opt::<Date32Type>().ok_or_else(|| unexpected(array))?;
                writer.write_batch(&values_of_numbers(days), levels(days, max).as_deref(), None)?;
                size_of_val(&**days.values())
            }
            Writer::Count(writer) => {
                let counts = array.as_primitive_opt::<CountType>().ok_or_else(|| unexpected(array))?;
                writer.write_batch(&values_of_numbers(counts), levels(counts, max).as_deref(), None)?;
                size_of_val(&**counts.values())
            }
            Writer::Days(writer) => {
                let lists = array.as_list_opt().ok_or_else(|| unexpected(array))?;
                let flat = Flat::of(lists, max).ok_or_else(|| unexpected(array))?;
                writer.write_batch(&flat.days, Some(&flat.definition), Some(&flat.repetition))?;
                size_of_val(&flat.days[..])
            }
        };
        Ok(bytes)
    }

    /// Ends the column. Returns its pages and its part of the footer.
    pub(super) fn close(self) -> Result<(Bytes, ColumnCloseResult)> {
        let close = match self.writer {
            Writer::Text(writer) => writer.close()?,
            Writer::Day(writer) | Writer::Days(writer) => writer.close()?,
            Writer::Count(writer) => writer.close()?,
        };
        Ok((self.pages.take(), close))
    }
}

/// The pages of a column, shared by the column and its writer.
#[derive(Clone)]
struct Pages(Arc<Mutex<TrackedWrite<Vec<u8>>>>);

impl Default for Pages {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(TrackedWrite::new(Vec::new()))))
    }
}

impl Pages {
    fn with<T>(&self, work: impl FnOnce(&mut TrackedWrite<Vec<u8>>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn take(&self) -> Bytes {
        self.with(|sink| take(sink.inner_mut())).into()
    }
}

impl PageWriter for Pages {
    fn write_page(&mut self, page: CompressedPage) -> Result<PageWriteSpec> {
        self.with(|sink| SerializedPageWriter::new(sink).write_page(page))
    }

    fn close(&mut self) -> Result<()> {
        Ok(self.with(io::Write::flush)?)
    }
}

/// Returns for each row whether it has a value; `None` for a column without nulls.
fn levels(array: &dyn Array, max: i16) -> Option<Vec<i16>> {
    (max > 0).then(|| match array.nulls() {
        Some(nulls) => nulls.iter().map(i16::from).collect(),
        None => vec![max; array.len()],
    })
}

fn values_of_numbers<T: ArrowPrimitiveType>(array: &PrimitiveArray<T>) -> Vec<T::Native> {
    match array.null_count() {
        0 => array.values().to_vec(),
        _ => array.iter().flatten().collect(),
    }
}

fn values_of_texts(array: &StringArray) -> Vec<ByteArray> {
    // One allocation for all values. Results are sorted by id, so neighbours are often equal.
    let mut bytes = Vec::new();
    let mut ranges: Vec<Range<usize>> = Vec::with_capacity(array.len() - array.null_count());
    for text in array.iter().flatten() {
        let range = match ranges.last() {
            Some(last) if bytes[last.clone()] == *text.as_bytes() => last.clone(),
            _ => bytes.len()..bytes.len() + text.len(),
        };
        if range.end > bytes.len() {
            bytes.extend_from_slice(text.as_bytes());
        }
        ranges.push(range);
    }
    let bytes = Bytes::from(bytes);
    ranges.into_iter().map(|range| bytes.slice(range).into()).collect()
}

/// Lists in Parquet's form: values with levels.
struct Flat {
    days: Vec<i32>,
    /// The depth to which a value, or a null, is present.
    definition: Vec<i16>,
    /// 0 if a row begins, 1 if its list continues.
    repetition: Vec<i16>,
}

impl Flat {
    fn of(lists: &ListArray, max: i16) -> Option<Self> {
        let items = lists.values().as_primitive_opt::<Date32Type>()?;
        let (mut days, mut definition, mut repetition) = (Vec::new(), Vec::new(), Vec::new());
        let DataType::List(item) = lists.data_type() else { return None };
        // The items have the deepest level, then the list, then a null.
        let empty = max - 1 - i16::from(item.is_nullable());
        for (row, ends) in lists.value_offsets().windows(2).enumerate() {
            let range = usize::try_from(ends[0]).ok()?..usize::try_from(ends[1]).ok()?;
            repetition.push(0);
            if lists.is_null(row) || range.is_empty() {
                definition.push(if lists.is_null(row) { 0 } else { empty });
                continue;
            }
            repetition.extend(range.clone().skip(1).map(|_| 1));
            for index in range {
                let valid = items.is_valid(index);
                definition.push(if valid { max } else { max - 1 });
                if valid {
                    days.push(items.value(index));
                }
            }
        }
        Some(Self { days, definition, repetition })
    }
}

fn unexpected(array: &ArrayRef) -> ParquetError {
    ParquetError::General(format!("a batch has a column of {} in place of another", array.data_type()))
}
