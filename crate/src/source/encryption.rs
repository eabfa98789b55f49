//! Whether a plain footer belongs to a file with encrypted columns.
//!
//! parquet without its `encryption` feature drops what the footer says of it, and would then take
//! encrypted pages for broken ones; that feature brings a cryptography library for one sentence.
//! So the footer's outermost Thrift structure is walked for the field that names the algorithm.

use crate::source::thrift::Thrift;

/// `encryption_algorithm` of `FileMetaData`, in the format's `parquet.thrift`.
const ENCRYPTION_ALGORITHM: i64 = 8;
/// Nested structures are no deeper than this in a footer.
const DEEPEST: u32 = 32;

/// Whether the footer, without length and magic, names an encryption algorithm.
pub(super) fn names_encryption(footer: &[u8]) -> bool {
    finds(Thrift::new(footer), ENCRYPTION_ALGORITHM).unwrap_or(false)
}

fn finds(mut footer: Thrift<'_>, wanted: i64) -> Option<bool> {
    let mut before = 0;
    while let Some((field, kind)) = footer.field(before)? {
        if field == wanted {
            return Some(true);
        }
        before = field;
        footer.skip(kind, DEEPEST)?;
    }
    Some(false)
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
