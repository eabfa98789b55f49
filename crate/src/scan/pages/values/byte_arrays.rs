//! Byte arrays, each with its length before it.

use std::sync::Arc;

use arrow::array::{ArrayRef, BinaryArray, BinaryViewArray, DictionaryArray, Int32Array};
use arrow::buffer::{Buffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::Int32Type;

use crate::scan::pages::values::hybrid::Codes;

/// The length of a length.
const LENGTH: usize = size_of::<u32>();
/// The maximum length of a value that a view contains.
const MAX_INLINE: usize = 12;
/// The bits of a view that has a value of each length.
const INLINE: [u128; MAX_INLINE + 1] = {
    let mut masks = [u128::MAX; MAX_INLINE + 1];
    let mut length = 0;
    while length < MAX_INLINE {
        masks[length] = (1 << (32 + 8 * length)) - 1;
        length += 1;
    }
    masks
};

/// The upper bits of the bytes that a view contains; set in text that is not ASCII.
const HIGH_BITS: u128 = 0x8080_8080_8080_8080_8080_8080_0000_0000;

/// Views of values in a page, all of them ASCII.
#[derive(Debug)]
pub(super) struct Views {
    /// Each has its value, or refers to bytes of `page`.
    views: Vec<u128>,
    page: Buffer,
}

impl Views {
    /// Reads the values of a page from `at` on, and returns where the value after them begins. At
    /// least 16 bytes must follow `end`.
    pub(super) fn read(page: &Buffer, mut at: usize, end: usize, count: usize) -> Option<(Self, usize)> {
        // Each value takes some bytes, so that the page bounds the memory.
        if count > end.checked_sub(at)? {
            return None;
        }
        let bytes = page.as_slice();
        let mut views = Vec::with_capacity(count);
        let mut upper = 0;
        for _ in 0..count {
            // A view begins with the length and the first bytes, as the value does.
            let word = u128::from_le_bytes(*bytes.get(at..)?.first_chunk()?);
            let length = word as u32 as usize;
            let value = at + LENGTH;
            at = value.checked_add(length)?;
            if at > end {
                return None;
            }
            views.push(if let Some(mask) = INLINE.get(length) {
                upper |= word & mask & HIGH_BITS;
                word & mask
            } else if bytes.get(value..at)?.is_ascii() {
                // The length, four bytes, the number of the buffer, and the position in it.
                word & u128::from(u64::MAX) | u128::from(u32::try_from(value).ok()?) << 96
            } else {
                return None;
            });
        }
        (upper == 0).then(|| (Self { views, page: page.clone() }, at))
    }

    /// Returns the values at codes.
    pub(super) fn at_codes(&self, codes: &Codes) -> Option<Self> {
        Some(Self { views: codes.look_up(&self.views)?, page: self.page.clone() })
    }

    #[expect(unsafe_code)]
    pub(super) fn array(self) -> ArrayRef {
        let views = ScalarBuffer::from(self.views);
        // SAFETY: `read` alone makes views. One of up to 12 bytes has its value and zeros; a longer
        // one has the value's first bytes and its place, from which `read` got them out of the same
        // page. The values are binary, so that any bytes are valid.
        Arc::new(unsafe { BinaryViewArray::new_unchecked(views, [self.page].into(), None) })
    }
}

/// Returns the values of a dictionary.
pub(super) fn binary(bytes: &[u8], count: usize) -> Option<BinaryArray> {
    let mut offsets = vec![0_i32];
    let mut values = Vec::new();
    let mut rest = bytes;
    for _ in 0..count {
        let (length, after) = rest.split_first_chunk::<LENGTH>()?;
        let (value, after) = after.split_at_checked(u32::from_le_bytes(*length).try_into().ok()?)?;
        values.extend_from_slice(value);
        offsets.push(values.len().try_into().ok()?);
        rest = after;
    }
    let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
    BinaryArray::try_new(offsets, Buffer::from(values), None).ok()
}

/// Returns codes with their dictionary; `None` if there is no value at a code.
#[expect(unsafe_code)]
pub(super) fn at_codes(codes: Codes, dictionary: &ArrayRef) -> Option<ArrayRef> {
    let (codes, max) = codes.into_parts();
    if max as usize >= dictionary.len() {
        return None;
    }
    let codes = Int32Array::from(codes);
    // SAFETY: no code is greater than `max`, which is less than the length of the dictionary. Arrow
    // would check each code again, in a loop that takes as long as reading them.
    let array = unsafe { DictionaryArray::<Int32Type>::new_unchecked(codes, dictionary.clone()) };
    Some(Arc::new(array))
}
