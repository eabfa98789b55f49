//! Values from the bytes of an input.

use arbitrary::{Arbitrary, Unstructured};

/// Returns the value that all of the bytes stand for, as libFuzzer's macro does; `None` if they are
/// too few or stand for none.
pub fn decoded<'a, T: Arbitrary<'a>>(bytes: &'a [u8]) -> Option<T> {
    if bytes.len() < T::size_hint(0).0 {
        return None;
    }
    T::arbitrary_take_rest(Unstructured::new(bytes)).ok()
}
