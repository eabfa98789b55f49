//! Whether a plain footer belongs to a file with encrypted columns.
//!
//! parquet without its `encryption` feature drops what the footer says of it, and would then take
//! encrypted pages for broken ones; that feature brings a cryptography library for one sentence.
//! So the footer's outermost Thrift structure is walked for the field that names the algorithm.

/// `encryption_algorithm` of `FileMetaData`, in the format's `parquet.thrift`.
const ENCRYPTION_ALGORITHM: i64 = 8;
/// Nested structures are no deeper than this in a footer.
const DEEPEST: u32 = 32;

/// Whether the footer, without length and magic, names an encryption algorithm.
pub(super) fn names_encryption(footer: &[u8]) -> bool {
    Walk { rest: footer }.finds(ENCRYPTION_ALGORITHM).unwrap_or(false)
}

/// A walk over Thrift's compact protocol; `None` at anything unexpected.
struct Walk<'a> {
    rest: &'a [u8],
}

impl Walk<'_> {
    fn finds(&mut self, wanted: i64) -> Option<bool> {
        let mut field = 0;
        loop {
            let Some((id, kind)) = self.field(field)? else { return Some(false) };
            if id == wanted {
                return Some(true);
            }
            field = id;
            self.skip(kind, DEEPEST)?;
        }
    }

    /// The next field's number and kind, or `Some(None)` at the structure's end.
    fn field(&mut self, before: i64) -> Option<Option<(i64, u8)>> {
        let header = self.byte()?;
        if header == 0 {
            return Some(None);
        }
        let id = match header >> 4 {
            0 => {
                let zigzag = self.varint()?;
                (zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed()
            }
            delta => before + i64::from(delta),
        };
        Some(Some((id, header & 15)))
    }

    fn skip(&mut self, kind: u8, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match kind {
            1 | 2 => Some(()),
            3 => self.take(1),
            4..=6 => self.varint().map(|_| ()),
            7 => self.take(8),
            8 => {
                let length = self.varint()?;
                self.take(length)
            }
            9 | 10 => {
                let header = self.byte()?;
                let length = if header >> 4 == 15 { self.varint()? } else { u64::from(header >> 4) };
                (0..length).try_for_each(|_| self.element(header & 15, depth))
            }
            11 => {
                let length = self.varint()?;
                let kinds = if length == 0 { 0 } else { self.byte()? };
                (0..length).try_for_each(|_| {
                    self.element(kinds >> 4, depth)?;
                    self.element(kinds & 15, depth)
                })
            }
            12 => {
                let mut field = 0;
                while let Some((id, kind)) = self.field(field)? {
                    field = id;
                    self.skip(kind, depth)?;
                }
                Some(())
            }
            _ => None,
        }
    }

    /// In lists and maps a boolean takes a byte.
    fn element(&mut self, kind: u8, depth: u32) -> Option<()> {
        if kind == 1 || kind == 2 { self.take(1) } else { self.skip(kind, depth) }
    }

    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    fn take(&mut self, length: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(length).ok()?..)?;
        Some(())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Some(value);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_outermost_structure_counts() {
        // Field 1: a structure with a field 8; then the end, or a field 8 of an empty structure.
        let inner = [0x1c, 0x85, 0x02, 0x00];
        assert!(!names_encryption(&[&inner[..], &[0]].concat()));
        assert!(names_encryption(&[&inner[..], &[0x7c, 0, 0]].concat()));
        assert!(!names_encryption(&[0x19, 0xf5]));
        assert!(!names_encryption(&[0x1c; 100]));
    }
}
