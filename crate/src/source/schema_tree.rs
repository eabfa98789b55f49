//! The tree of a footer's schema, before parquet builds it.
//!
//! parquet goes down it by recursion, and makes room for as many children as an element claims: a
//! footer of some kilobytes may use up the stack, and one of 44 bytes ask for 17 GB. Either ends the
//! process, which nothing catches.

use crate::source::thrift::Thrift;

/// `schema` of `FileMetaData` and `num_children` of `SchemaElement`, in the format's `parquet.thrift`.
const SCHEMA: i64 = 2;
const CHILDREN: i64 = 5;
/// Nested structures are no deeper than this in a footer.
const DEEPEST: u32 = 32;
/// Groups within groups; lists and maps take two or three levels each.
const MOST_LEVELS: usize = 100;

/// Walks over the schema of a footer, without length and magic.
///
/// # Errors
/// What was found where an element has more children than follow, where it is too deep, or where no
/// schema can be read.
pub(super) fn check(footer: &[u8]) -> Result<(), String> {
    let unreadable = || "a schema that cannot be read".to_owned();
    let mut elements = elements(footer).ok_or_else(unreadable)?;
    // For each level, the children that are still to come.
    let mut open: Vec<u64> = Vec::new();
    while elements.left > 0 {
        let children = elements.next().ok_or_else(unreadable)?;
        if children > elements.left {
            return Err(format!("an element of {children} children, behind which {} follow", elements.left));
        }
        if let Some(left) = open.last_mut() {
            *left -= 1;
        }
        if children > 0 {
            open.push(children);
        }
        if open.len() > MOST_LEVELS {
            return Err(format!("a schema of more than {MOST_LEVELS} levels"));
        }
        while open.pop_if(|left| *left == 0).is_some() {}
    }
    Ok(())
}

/// The elements of a schema that are still to be walked over.
struct Elements<'a> {
    thrift: Thrift<'a>,
    left: u64,
}

fn elements(footer: &[u8]) -> Option<Elements<'_>> {
    let mut thrift = Thrift::new(footer);
    let mut before = 0;
    while let Some((field, kind)) = thrift.field(before)? {
        if field == SCHEMA && kind == Thrift::LIST {
            let (left, of) = thrift.list()?;
            return (of == Thrift::STRUCT && i32::try_from(left).is_ok())
                .then_some(Elements { thrift, left });
        }
        if field >= SCHEMA {
            return None;
        }
        before = field;
        thrift.skip(kind, DEEPEST)?;
    }
    None
}

impl Elements<'_> {
    /// The children of the next one.
    fn next(&mut self) -> Option<u64> {
        self.left -= 1;
        let (mut before, mut children) = (0, 0_i32);
        while let Some((field, kind)) = self.thrift.field(before)? {
            match (field, kind) {
                (CHILDREN, Thrift::I32) if before < CHILDREN => children = self.thrift.i32()?,
                (CHILDREN, _) => return None,
                _ => self.thrift.skip(kind, DEEPEST)?,
            }
            before = field;
        }
        u64::try_from(children).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A version, and a schema of elements that have a name and so many children.
    fn footer(children: &[i32]) -> Vec<u8> {
        let mut bytes = vec![0x15, 2, 0x19, 0xfc];
        let mut length = children.len();
        while length >= 128 {
            bytes.push((length & 127) as u8 | 128);
            length >>= 7;
        }
        bytes.push(length as u8);
        for &count in children {
            bytes.extend([0x48, 1, b'a', 0x15]);
            Thrift::write_i32(count, &mut bytes);
            bytes.push(0);
        }
        [bytes, vec![0x16, 0, 0]].concat()
    }

    fn deep(levels: usize) -> Vec<u8> {
        footer(&[vec![1; levels], vec![0]].concat())
    }

    #[test]
    fn trees_are_taken_as_deep_as_is_allowed() {
        check(&footer(&[3, 0, 2, 0, 0, 0])).unwrap();
        check(&deep(MOST_LEVELS)).unwrap();
        assert!(check(&deep(MOST_LEVELS + 1)).unwrap_err().contains("100 levels"));
        // Many beside each other are not deep.
        check(&footer(&[vec![500], [1, 0].repeat(500)].concat())).unwrap();
    }

    #[test]
    fn children_that_are_not_there_are_refused() {
        for children in [vec![i32::MAX], vec![2, 0], vec![-1, 0], vec![1, 1]] {
            assert!(check(&footer(&children)).is_err(), "{children:?}");
        }
        assert!(check(&[0]).is_err());
        assert!(check(&footer(&[1, 0])[..8]).is_err());
    }
}
