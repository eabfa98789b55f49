//! What collections take when they have grown.

/// The memory of several collections once more is in them, by what they would allocate.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Growth {
    after: usize,
    copied: usize,
}

impl Growth {
    /// A collection of `len` items that has room for `capacity`, of `size` bytes each, and takes
    /// up to `more`: it doubles when they do not fit.
    pub(super) fn add(&mut self, len: usize, capacity: usize, more: usize, size: usize) {
        let grows = len + more > capacity;
        let after = if grows { (capacity * 2).max(len + more) } else { capacity };
        self.after += after * size;
        if grows {
            self.copied = self.copied.max(capacity * size);
        }
    }

    /// Something that will take so many bytes, and is never copied.
    pub(super) fn take(&mut self, bytes: usize) {
        self.after += bytes;
    }

    /// The most that is taken at a time: everything grown, and what was copied last.
    pub(super) fn peak(self) -> usize {
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
