//! The parts of Thrift's compact protocol that are needed; parquet's implementation is private.

/// The maximum depth of nested structures in a footer.
pub(crate) const MAX_DEPTH: u32 = 32;

/// A parser of a structure; every method returns `None` for unexpected bytes.
pub(crate) struct Thrift<'a> {
    rest: &'a [u8],
}

impl<'a> Thrift<'a> {
    /// The kind of a true boolean field.
    pub(crate) const TRUE: u8 = 1;
    /// The kind of a false boolean field.
    pub(crate) const FALSE: u8 = 2;
    /// The kind of an 8-bit field.
    pub(crate) const BYTE: u8 = 3;
    /// The kind of a 32-bit field.
    pub(crate) const I32: u8 = 5;
    /// The kind of a 64-bit field.
    pub(crate) const I64: u8 = 6;
    /// The kind of a field of bytes, or of text.
    pub(crate) const BINARY: u8 = 8;
    /// The kind of a list field.
    pub(crate) const LIST: u8 = 9;
    /// The kind of a structure field.
    pub(crate) const STRUCT: u8 = 12;

    /// Creates a parser at the start of a structure.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Returns the bytes that were not parsed yet.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Writes a 32-bit value.
    pub(crate) fn write_i32(value: i32, to: &mut Vec<u8>) {
        let mut zigzag = ((value << 1) ^ (value >> 31)).cast_unsigned();
        while zigzag >= 128 {
            to.push((zigzag & 127) as u8 | 128);
            zigzag >>= 7;
        }
        to.push(zigzag as u8);
    }

    /// Parses a 32-bit integer; other readers may truncate a longer one.
    pub(crate) fn i32(&mut self) -> Option<i32> {
        i32::try_from(self.integer()?).ok()
    }

    /// Parses an integer of any width.
    pub(crate) fn integer(&mut self) -> Option<i64> {
        let zigzag = self.varint()?;
        Some((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed())
    }

    /// Parses the next field's number and kind, or `Some(None)` at the structure's end.
    pub(crate) fn field(&mut self, before: i64) -> Option<Option<(i64, u8)>> {
        let header = self.byte()?;
        if header == 0 {
            return Some(None);
        }
        let id = match header >> 4 {
            // As in the format; other readers may see another number for larger values.
            0 => i16::try_from(self.integer()?).ok()?.into(),
            delta => before.checked_add(delta.into())?,
        };
        Some(Some((id, header & 15)))
    }

    /// Parses a structure; `each` gets a field's number and kind, and returns whether it parsed the
    /// field's value.
    pub(crate) fn fields(
        &mut self,
        depth: u32,
        each: &mut dyn FnMut(&mut Self, i64, u8) -> Option<bool>,
    ) -> Option<()> {
        let mut field = 0;
        while let Some((id, kind)) = self.field(field)? {
            field = id;
            if !each(self, id, kind)? {
                self.skip(kind, depth)?;
            }
        }
        Some(())
    }

    /// Parses a list; `each` parses an element, if the elements are of the kind.
    pub(crate) fn elements(
        &mut self,
        kind: u8,
        depth: u32,
        each: &mut dyn FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        let (length, found) = self.list()?;
        (0..length).try_for_each(|_| if found == kind { each(self) } else { self.element(found, depth) })
    }

    /// Parses bytes with a preceding length.
    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.varint()?).ok()?;
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }

    /// Parses the number of a list's elements, and their kind.
    pub(crate) fn list(&mut self) -> Option<(u64, u8)> {
        let header = self.byte()?;
        let length = if header >> 4 == 15 { self.varint()? } else { u64::from(header >> 4) };
        Some((length, header & 15))
    }

    /// Skips a value of a kind.
    pub(crate) fn skip(&mut self, kind: u8, depth: u32) -> Option<()> {
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
                let (length, kind) = self.list()?;
                (0..length).try_for_each(|_| self.element(kind, depth))
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
            13 => self.take(16),
            _ => None,
        }
    }

    /// Skips an element; in lists and maps a boolean takes a byte.
    fn element(&mut self, kind: u8, depth: u32) -> Option<()> {
        if kind == 1 || kind == 2 { self.take(1) } else { self.skip(kind, depth) }
    }

    /// Parses one byte.
    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    fn take(&mut self, length: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(length).ok()?..)?;
        Some(())
    }

    /// Parses an unsigned number, in seven bits of each byte.
    pub(crate) fn varint(&mut self) -> Option<u64> {
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
    fn an_integer_is_read_as_it_was_written() {
        for value in [0, -1, 1, 63, 64, -64, -65, 8191, 8192, i32::MAX, i32::MIN] {
            let mut bytes = Vec::new();
            Thrift::write_i32(value, &mut bytes);
            let mut thrift = Thrift::new(&bytes);
            assert_eq!(thrift.integer(), Some(i64::from(value)));
            assert!(thrift.rest().is_empty());
        }
    }

    #[test]
    fn a_field_beyond_16_bits_is_none() {
        let mut thrift = Thrift::new(&[5, 0xfe, 0xff, 3, 0x15]);
        assert_eq!(thrift.field(0), Some(Some((i64::from(i16::MAX), 5))));
        assert_eq!(Thrift::new(&[5, 0x84, 0x80, 8]).field(0), None);
        assert_eq!(thrift.field(i64::MAX), None);
    }
}
