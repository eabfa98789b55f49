//! Decodes values from the bytes of an input.

use arbitrary::{Arbitrary, Unstructured};

/// Decodes a value from all of the bytes, like libFuzzer's macro; `None` if they are too few or not
/// valid.
pub fn decoded<'a, T: Arbitrary<'a>>(bytes: &'a [u8]) -> Option<T> {
    if bytes.len() < T::size_hint(0).0 {
        return None;
    }
    T::arbitrary_take_rest(Unstructured::new(bytes)).ok()
}
