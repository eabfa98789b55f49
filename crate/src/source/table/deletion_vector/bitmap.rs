//! The stored form of deleted rows: the portable form of 64-bit Roaring bitmaps, after a magic
//! number.

use super::DeletedRows;
use super::container::{Container, WORDS};

/// The magic number of portable bitmaps. 1681511376, of a form that was never written, is refused.
const MAGIC: u32 = 1_681_511_377;
const WITHOUT_RUNS: u32 = 12_346;
const WITH_RUNS: u16 = 12_347;
/// A bitmap with runs has offsets if it has at least this many containers.
const WITH_OFFSETS: usize = 4;
/// The maximum number of positions in an array.
const MAX_ARRAY: usize = 4_096;

type Found<T> = Result<T, String>;

/// Decodes the deleted rows of a file of `rows` rows, or returns what is wrong. The memory that it
/// takes is proportional to the number of bytes, whatever they claim.
pub(super) fn decode(bytes: &[u8], rows: u64) -> Found<DeletedRows> {
    let mut reader = Reader(bytes);
    let magic = reader.u32()?;
    if magic != MAGIC {
        return Err(format!("the magic number {magic} instead of {MAGIC}"));
    }
    let mut deleted = DeletedRows::default();
    let mut previous = None;
    for _ in 0..reader.u64()? {
        let key = reader.u32()?;
        if previous.is_some_and(|previous| previous >= key) {
            return Err("bitmaps that are not in order".to_owned());
        }
        previous = Some(key);
        bitmap(&mut reader, key, rows, &mut deleted)?;
    }
    match reader.0.len() {
        0 => Ok(deleted),
        left => Err(format!("{left} bytes after the bitmap")),
    }
}

/// Reads a 32-bit bitmap; `key` is the upper half of all of its positions.
fn bitmap(reader: &mut Reader<'_>, key: u32, rows: u64, deleted: &mut DeletedRows) -> Found<()> {
    let cookie = reader.u32()?;
    let (count, with_runs) = match (cookie, cookie as u16) {
        (WITHOUT_RUNS, _) => (reader.u32()? as usize, &[][..]),
        (_, WITH_RUNS) => {
            let count = (cookie >> 16) as usize + 1;
            (count, reader.take(count.div_ceil(8))?)
        }
        _ => return Err(format!("the cookie {cookie} of a bitmap")),
    };
    if count > 1 << 16 {
        return Err(format!("a bitmap of {count} containers"));
    }
    let has_runs =
        |number: usize| with_runs.get(number / 8).is_some_and(|byte| byte >> (number % 8) & 1 == 1);
    let (headers, _) = reader.take(count * 4)?.as_chunks::<4>();
    if with_runs.is_empty() || count >= WITH_OFFSETS {
        reader.take(count * 4)?;
    }
    let mut previous = None;
    for (number, &[a, b, c, d]) in headers.iter().enumerate() {
        let (upper, members) = (u16::from_le_bytes([a, b]), usize::from(u16::from_le_bytes([c, d])) + 1);
        if previous.is_some_and(|previous| previous >= upper) {
            return Err("containers that are not in order".to_owned());
        }
        previous = Some(upper);
        let container = if has_runs(number) {
            runs(reader)?
        } else if members <= MAX_ARRAY {
            array(reader, members)?
        } else {
            bitset(reader)?
        };
        if container.len() != members as u64 {
            return Err(format!("a container of {} rows instead of {members}", container.len()));
        }
        let chunk = u64::from(key) << 16 | u64::from(upper);
        let last = container.last().map_or(0, |last| chunk << 16 | u64::from(last));
        if last >= rows {
            return Err(format!("the deleted row {last} of a file of {rows} rows"));
        }
        deleted.push(chunk, container);
    }
    Ok(())
}

fn runs(reader: &mut Reader<'_>) -> Found<Container> {
    let count = usize::from(reader.u16()?);
    let (stored, _) = reader.take(count * 4)?.as_chunks::<4>();
    let mut runs: Vec<(u16, u16)> = Vec::with_capacity(count);
    for &[a, b, c, d] in stored {
        let first = u16::from_le_bytes([a, b]);
        let last = first.checked_add(u16::from_le_bytes([c, d]));
        let last = last.ok_or("a run beyond its container")?;
        if runs.last().is_some_and(|&(_, previous)| previous >= first) {
            return Err("runs that are not in order".to_owned());
        }
        runs.push((first, last));
    }
    Ok(Container::Runs(runs.into()))
}

fn array(reader: &mut Reader<'_>, members: usize) -> Found<Container> {
    let (stored, _) = reader.take(members * 2)?.as_chunks::<2>();
    let positions: Box<[u16]> = stored.iter().map(|&two| u16::from_le_bytes(two)).collect();
    if !positions.is_sorted_by(|a, b| a < b) {
        return Err("positions that are not in order".to_owned());
    }
    Ok(Container::Array(positions))
}

fn bitset(reader: &mut Reader<'_>) -> Found<Container> {
    let (stored, _) = reader.take(WORDS * 8)?.as_chunks::<8>();
    let words: Box<[u64]> = stored.iter().map(|&eight| u64::from_le_bytes(eight)).collect();
    words.try_into().map(Container::Bitset).map_err(|_| "too few words".to_owned())
}

/// Bytes that are read from the beginning.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Found<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or("an end within the bitmap")?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Found<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk().ok_or("an end within the bitmap")?;
        self.0 = rest;
        Ok(*taken)
    }

    fn u16(&mut self) -> Found<u16> {
        self.array().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Found<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Found<u64> {
        self.array().map(u64::from_le_bytes)
    }
}
