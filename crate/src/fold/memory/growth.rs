//! The memory that collections need after they have grown.

/// The memory of several collections after more is added, by the way in which they allocate it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::fold) struct Growth {
    after: usize,
    copied: usize,
}

impl Growth {
    /// Counts a collection of `len` items with `capacity`, of `size` bytes each, that gets up to
    /// `more` items. It doubles if they do not fit.
    pub(in crate::fold) fn add(&mut self, len: usize, capacity: usize, more: usize, size: usize) {
        let grows = len + more > capacity;
        let after = if grows { (capacity * 2).max(len + more) } else { capacity };
        self.after += after * size;
        if grows {
            self.copied = self.copied.max(capacity * size);
        }
    }

    /// Counts something that takes `bytes` bytes and is never copied.
    pub(in crate::fold) fn take(&mut self, bytes: usize) {
        self.after += bytes;
    }

    /// Returns the peak: everything grown, and the last copy.
    pub(in crate::fold) fn peak(self) -> usize {
        self.after + self.copied
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_full_doubles() {
        let mut growth = Growth::default();
        growth.add(10, 16, 6, 8);
        assert_eq!(growth.peak(), 16 * 8);
        growth.add(100, 128, 29, 4);
        assert_eq!(growth.peak(), 16 * 8 + 256 * 4 + 128 * 4);
        growth.add(0, 0, 5, 1);
        assert_eq!(growth.peak(), 16 * 8 + 256 * 4 + 5 + 128 * 4);
        growth.take(1_000);
        assert_eq!(growth.peak(), 16 * 8 + 256 * 4 + 5 + 128 * 4 + 1_000);
    }
}
