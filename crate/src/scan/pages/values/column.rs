//! The values of one column chunk.

use std::collections::VecDeque;

use arrow::array::{ArrayData, ArrayRef, AsArray, make_array};
use arrow::buffer::{Buffer, MutableBuffer};
use arrow::datatypes::{DataType, Date32Type};
use bytes::{Buf, Bytes};
use parquet::basic::Compression;
use parquet::file::metadata::ColumnChunkMetaData;

use crate::calendar::Day;
use crate::scan::pages::header::{DICTIONARY_PAGE, PageHeader};
use crate::scan::pages::sizes::BATCH_ROWS;
use crate::scan::pages::values::byte_arrays::{self, Views};
use crate::scan::pages::values::dictionary::Dictionary;
use crate::scan::pages::values::kind::Kind;
use crate::scan::pages::values::page::{Page, Values};

/// Reads the values of a chunk, in order, as arrays without nulls.
#[derive(Debug)]
pub(in crate::scan) struct ColumnValues {
    data_type: DataType,
    kind: Kind,
    codec: Compression,
    /// Whether values may be null, so that pages have definition levels.
    has_levels: bool,
    /// The bytes of the next pages, in order.
    pages: VecDeque<Bytes>,
    /// Whether a page was read.
    has_begun: bool,
    dictionary: Option<Dictionary>,
    page: Page,
}

impl ColumnValues {
    /// Opens a chunk whose values are decoded to an Arrow type. `pages` are the bytes of its
    /// dictionary, if it has one, and of neighbouring pages.
    pub(in crate::scan) fn open(
        chunk: &ColumnChunkMetaData,
        data_type: &DataType,
        pages: VecDeque<Bytes>,
    ) -> Option<Self> {
        Some(Self {
            data_type: data_type.clone(),
            kind: Kind::of(chunk, data_type)?,
            codec: chunk.compression(),
            has_levels: chunk.column_descr().max_def_level() > 0,
            pages,
            has_begun: false,
            dictionary: None,
            page: Page::none(),
        })
    }

    /// Returns whether a chunk looks usual, by its footer.
    pub(in crate::scan) fn are_usual(chunk: &ColumnChunkMetaData, data_type: &DataType) -> bool {
        Kind::of(chunk, data_type).is_some()
    }

    /// Returns how many values the current page still has, at least one.
    pub(in crate::scan) fn left(&mut self) -> Option<usize> {
        while self.page.left == 0 {
            let bytes = self.pages.front_mut()?;
            if bytes.is_empty() {
                self.pages.pop_front();
                continue;
            }
            let is_first = !std::mem::replace(&mut self.has_begun, true);
            bytes.advance(self.page.read(bytes, self.codec, self.has_levels)?);
            if let Values::Dictionary = self.page.values {
                if !is_first {
                    return None;
                }
                let dictionary = Dictionary::read(&self.page, self.kind)?;
                if let Dictionary::I32(numbers) = &dictionary
                    && !self.are_valid(numbers)
                {
                    return None;
                }
                self.dictionary = Some(dictionary);
                self.page.left = 0;
            }
        }
        Some(self.page.left)
    }

    /// Returns whether the pages that follow have so many values, and nothing is after them.
    /// Parquet's decoder reads a page's header there, and refuses other bytes.
    pub(in crate::scan) fn have(&self, values: u64) -> bool {
        let mut count = 0;
        for pages in &self.pages {
            let mut rest = &pages[..];
            while !rest.is_empty() {
                let Some(header) = PageHeader::read(rest) else { return false };
                let Some(next) = rest.get(header.length..).and_then(|page| page.get(header.compressed..))
                else {
                    return false;
                };
                rest = next;
                count += if header.kind == DICTIONARY_PAGE { 0 } else { header.values.cast_unsigned() };
            }
        }
        count == values
    }

    /// Skips some values.
    pub(in crate::scan) fn skip(&mut self, mut count: u64) -> Option<()> {
        while count > 0 {
            let some = self.left()?.min(BATCH_ROWS).min(usize::try_from(count).unwrap_or(BATCH_ROWS));
            self.next_values(some)?;
            count -= some as u64;
        }
        Some(())
    }

    /// Returns the next values, as many as are left in the page or fewer. Days are within
    /// [`Day::MIN`]`..=`[`Day::MAX`].
    pub(in crate::scan) fn take(&mut self, count: usize) -> Option<ArrayRef> {
        let array = self.next_values(count)?;
        let is_plain = matches!(self.page.values, Values::Plain);
        let numbers = array.as_primitive_opt::<Date32Type>().filter(|_| is_plain);
        numbers.is_none_or(|days| self.are_valid(days.values())).then_some(array)
    }

    /// Returns whether numbers are no days outside the calendar.
    fn are_valid(&self, numbers: &[i32]) -> bool {
        let (min, max) = (Day::MIN.number(), Day::MAX.number());
        // Looks at all of them: a search that can stop early is not vectorised.
        let are_days = || numbers.iter().fold(true, |all, day| all & (min..=max).contains(day));
        self.data_type != DataType::Date32 || are_days()
    }

    fn next_values(&mut self, count: usize) -> Option<ArrayRef> {
        let page = &mut self.page;
        page.left = page.left.checked_sub(count)?;
        match &mut page.values {
            Values::Dictionary => None,
            Values::Plain => match self.kind {
                Kind::I32 => page.numbers::<4>(count, &self.data_type),
                Kind::I64 => page.numbers::<8>(count, &self.data_type),
                Kind::Views => {
                    let (views, next) = Views::read(&page.bytes, page.at, page.end, count)?;
                    page.at = next;
                    Some(views.array())
                }
                Kind::Ids => None,
            },
            Values::Codes(hybrid) => match self.dictionary.as_ref()? {
                Dictionary::I32(numbers) => {
                    let values = hybrid.look_up(&page.bytes, count, numbers)?;
                    array(&self.data_type, count, values.into())
                }
                Dictionary::I64(numbers) => {
                    let codes = hybrid.codes(&page.bytes, count)?;
                    array(&self.data_type, count, codes.look_up(numbers)?.into())
                }
                Dictionary::Views(views) => Some(views.at_codes(&hybrid.codes(&page.bytes, count)?)?.array()),
                Dictionary::Ids(values) => byte_arrays::at_codes(hybrid.codes(&page.bytes, count)?, values),
            },
        }
    }
}

impl Page {
    /// Returns the next numbers of `N` bytes, without a copy if they are aligned.
    fn numbers<const N: usize>(&mut self, count: usize, data_type: &DataType) -> Option<ArrayRef> {
        let length = count.checked_mul(N)?;
        let end = self.at.checked_add(length).filter(|&end| end <= self.end)?;
        let mut values = self.bytes.slice_with_length(self.at, length);
        self.at = end;
        if values.as_ptr().align_offset(N) > 0 {
            let mut copy = MutableBuffer::new(length);
            copy.extend_from_slice(&values);
            values = copy.into();
        }
        array(data_type, count, values)
    }
}

/// Returns an array of numbers.
fn array(data_type: &DataType, count: usize, values: Buffer) -> Option<ArrayRef> {
    let data = ArrayData::builder(data_type.clone()).len(count).add_buffer(values).build();
    Some(make_array(data.ok()?))
}
