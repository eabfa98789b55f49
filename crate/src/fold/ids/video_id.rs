//! Ids of videos in sixteen bytes.

use crate::fold::memory::growth::Growth;

/// The maximum length of an id that its key holds whole. A YouTube id has 11 bytes.
const INLINE: usize = 12;

/// An id as Arrow's view of it: its length in four bytes, then the id itself if it has at most 12,
/// padded with zeros. A longer id has its first four bytes there, then an offset into the bytes of
/// all long ids.
///
/// Two short ids are equal if and only if their keys are. The length distinguishes short from long.
/// The layout is Arrow's [variable-size binary
/// view](https://arrow.apache.org/docs/format/Columnar.html#variable-size-binary-view-layout), so
/// that views from Parquet's decoder need no conversion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::fold) struct VideoKey([u8; 16]);

impl VideoKey {
    /// Returns the key of an id of at most 12 bytes, or `None` for a longer one.
    pub(in crate::fold) fn short(id: &[u8]) -> Option<Self> {
        let mut key = [0; 16];
        key[4..].get_mut(..id.len())?.copy_from_slice(id);
        // At most 12.
        key[0] = id.len() as u8;
        Some(Self(key))
    }

    /// Returns the key of a longer id, whose bytes begin at `offset`.
    fn long(id: &[u8], offset: usize) -> Self {
        let mut key = [0; 16];
        key[..4].copy_from_slice(&u32::try_from(id.len()).unwrap_or(u32::MAX).to_le_bytes());
        key[4..8].copy_from_slice(&id[..4]);
        key[8..].copy_from_slice(&(offset as u64).to_le_bytes());
        Self(key)
    }

    /// Returns the key in one word.
    #[inline]
    pub(in crate::fold) fn word(self) -> u128 {
        u128::from_le_bytes(self.0)
    }

    /// Returns the upper half of the word.
    #[inline]
    pub(in crate::fold) fn upper(self) -> u64 {
        (self.word() >> 64) as u64
    }

    fn len(self) -> usize {
        // A length of 32 bits fits.
        self.word() as u32 as usize
    }

    fn offset(self) -> usize {
        // An offset into an allocation fits.
        self.upper() as usize
    }
}

/// Returns whether a view contains its whole id.
#[inline]
pub(in crate::fold) fn is_short(view: u128) -> bool {
    view as u32 as usize <= INLINE
}

/// The bytes of ids that do not fit into their keys.
#[derive(Debug, Default)]
pub(in crate::fold) struct LongIds {
    bytes: Vec<u8>,
}

impl LongIds {
    /// Returns the key of a new id.
    pub(in crate::fold) fn add(&mut self, id: &[u8]) -> VideoKey {
        VideoKey::short(id).unwrap_or_else(|| {
            let offset = self.bytes.len();
            self.bytes.extend_from_slice(id);
            VideoKey::long(id, offset)
        })
    }

    /// Returns the id of a key.
    pub(in crate::fold) fn id<'a>(&'a self, key: &'a VideoKey) -> &'a [u8] {
        let len = key.len();
        if len <= INLINE { &key.0[4..4 + len] } else { &self.bytes[key.offset()..key.offset() + len] }
    }

    /// Returns whether a key is that of the given long id.
    pub(in crate::fold) fn is(&self, key: VideoKey, id: &[u8]) -> bool {
        key.len() == id.len() && self.id(&key) == id
    }

    /// Counts the memory after up to `more` ids are added, if they are as long as the known ones.
    pub(in crate::fold) fn grow(&self, more: usize, growth: &mut Growth) {
        let length = if self.bytes.is_empty() { 0 } else { 64 };
        growth.add(self.bytes.len(), self.bytes.capacity(), more * length, 1);
    }

    pub(in crate::fold) fn memory(&self) -> usize {
        self.bytes.capacity()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use arrow::array::BinaryViewArray;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Ids of every length around the limit, of few letters and with zeros: equal if and only
        /// if their keys are.
        #[test]
        fn keys_never_collide(
            a in prop::collection::vec(0u8..3, 0..20),
            b in prop::collection::vec(0u8..3, 0..20),
        ) {
            let mut long = LongIds::default();
            let (key_a, key_b) = (long.add(&a), long.add(&b));
            prop_assert_eq!(long.id(&key_a), &a[..]);
            prop_assert_eq!(long.id(&key_b), &b[..]);
            prop_assert_eq!(long.is(key_a, &b), a == b);
            match (VideoKey::short(&a), VideoKey::short(&b)) {
                (Some(short_a), Some(short_b)) => prop_assert_eq!(short_a == short_b, a == b),
                (None, None) => {}
                _ => prop_assert_ne!(key_a.word() as u32, key_b.word() as u32),
            }
        }

        /// The keys of short ids are the views that Arrow makes of them.
        #[test]
        fn keys_are_views(id in prop::collection::vec(any::<u8>(), 0..20)) {
            let view = BinaryViewArray::from_iter_values([&id]).views()[0];
            prop_assert_eq!(is_short(view), id.len() <= INLINE);
            prop_assert_eq!(VideoKey::short(&id).map(VideoKey::word), is_short(view).then_some(view));
        }
    }
}
