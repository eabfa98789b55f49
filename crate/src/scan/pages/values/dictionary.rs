//! The dictionary of a column chunk.

use std::sync::Arc;

use arrow::array::ArrayRef;

use crate::scan::pages::values::byte_arrays::{self, Views};
use crate::scan::pages::values::kind::Kind;
use crate::scan::pages::values::page::Page;

/// The distinct values of a chunk.
#[derive(Debug)]
pub(super) enum Dictionary {
    I32(Vec<i32>),
    I64(Vec<i64>),
    /// Ids, to which codes refer.
    Ids(ArrayRef),
    /// Ids, which are copied to each row.
    Views(Views),
}

impl Dictionary {
    /// Reads the values of a page.
    pub(super) fn read(page: &Page, kind: Kind) -> Option<Self> {
        let (bytes, count) = (page.bytes.get(..page.end)?, page.left);
        // Each value takes some bytes, so that the page bounds the memory.
        Some(match kind {
            Kind::I32 => Self::I32(numbers(bytes, count, i32::from_le_bytes)?),
            Kind::I64 => Self::I64(numbers(bytes, count, i64::from_le_bytes)?),
            Kind::Ids => Self::Ids(Arc::new(byte_arrays::binary(bytes, count)?)),
            Kind::Views => Self::Views(Views::read(&page.bytes, 0, page.end, count)?.0),
        })
    }
}

/// Returns little-endian numbers.
fn numbers<const N: usize, T>(bytes: &[u8], count: usize, number: fn([u8; N]) -> T) -> Option<Vec<T>> {
    let bytes = bytes.get(..count.checked_mul(N)?)?;
    Some(bytes.as_chunks().0.iter().map(|&bytes| number(bytes)).collect())
}
