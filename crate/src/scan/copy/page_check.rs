//! Compares the pages of a column chunk with the checksums in their headers.

use std::vec::IntoIter;

use crc32fast::Hasher;

use crate::error::{Error, ErrorCode, Result};
use crate::scan::Checksum;
use crate::scan::guard::CORRUPT_REMEDY;

/// Compares pages with their checksums while their bytes pass.
#[derive(Debug)]
pub struct PageCheck {
    current: Option<Checksum>,
    later: IntoIter<Checksum>,
    hasher: Hasher,
}

impl PageCheck {
    /// Creates a check of these checksums, in order.
    pub fn new(checksums: Vec<Checksum>) -> Self {
        let mut later = checksums.into_iter();
        Self { current: later.next(), later, hasher: Hasher::new() }
    }

    /// Takes the bytes that begin at `start`, the end of the previous ones.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) if a page ends in them that has another checksum.
    pub fn take(&mut self, start: u64, bytes: &[u8]) -> Result<()> {
        let end = start + bytes.len() as u64;
        let at = |place: u64| usize::try_from(place.clamp(start, end) - start).unwrap_or(bytes.len());
        while let Some(Checksum { range, crc32 }) = self.current.clone().filter(|sum| sum.range.start < end) {
            self.hasher.update(&bytes[at(range.start)..at(range.end)]);
            if range.end > end {
                break;
            }
            if std::mem::take(&mut self.hasher).finalize() != crc32 {
                return Err(Error::new(
                    ErrorCode::Corrupt,
                    "a page's bytes do not have the checksum of its header",
                )
                .remedy(CORRUPT_REMEDY));
            }
            self.current = self.later.next();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    #[test]
    fn a_page_is_checked_however_its_bytes_come() {
        let bytes: Vec<u8> = (0..100).collect();
        let sum = |range: Range<u64>| {
            let crc32 = crc32fast::hash(&bytes[range.start as usize..range.end as usize]);
            Checksum { range, crc32 }
        };
        let good = vec![sum(3..20), sum(20..20), sum(25..90)];
        let mut bad = good.clone();
        bad[2].crc32 ^= 1;
        for size in 1..=100 {
            let check = |sums: &[Checksum]| {
                let mut check = PageCheck::new(sums.to_vec());
                let parts = (0..).step_by(size).zip(bytes.chunks(size));
                parts.map(|(start, part)| check.take(start, part)).collect::<Result<Vec<()>, _>>()
            };
            assert!(check(&good).is_ok(), "{size}");
            assert!(check(&bad).is_err(), "{size}");
        }
    }
}
