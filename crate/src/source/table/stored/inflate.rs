//! Decompression of deflate, as RFC 1951 defines it.

/// The maximum length of a code.
const MAX_LENGTH: usize = 15;
/// The symbol that ends a block; those after it are lengths.
const END: u16 = 256;
/// The order in which the lengths of the code length codes are stored.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Decompresses data. Returns at most `max` bytes, and how many bytes of the input it took.
///
/// flate2 has three times the code, and its speed is not needed: no rows are decompressed here.
///
/// # Errors
///
/// What is wrong with the data, such as more than `max` bytes.
pub(in crate::source::table) fn inflate(bytes: &[u8], max: usize) -> Result<(Vec<u8>, usize), String> {
    let mut bits = Bits { bytes, at: 0, buffer: 0, count: 0 };
    let mut found = Vec::new();
    loop {
        let is_last = bits.take(1)? == 1;
        match bits.take(2)? {
            0 => bits.stored(&mut found, max)?,
            1 => {
                let literals: Vec<u8> = [(144, 8), (112, 9), (24, 7), (8, 8)]
                    .iter()
                    .flat_map(|&(n, length)| vec![length; n])
                    .collect();
                block(&mut bits, &Codes::new(&literals)?, &Codes::new(&[5; 32])?, &mut found, max)?;
            }
            2 => {
                let (literals, distances) = codes(&mut bits)?;
                block(&mut bits, &literals, &distances, &mut found, max)?;
            }
            _ => return Err("an unknown kind of block".to_owned()),
        }
        if is_last {
            return Ok((found, bits.position()));
        }
    }
}

/// Reads the codes of a block: of literals and lengths, and of distances.
fn codes(bits: &mut Bits<'_>) -> Result<(Codes, Codes), String> {
    let literals = bits.take(5)? + 257;
    let distances = bits.take(5)? + 1;
    let mut lengths = [0; 19];
    for &place in ORDER.iter().take(bits.take(4)? + 4) {
        lengths[place] = bits.take(3)? as u8;
    }
    let of_lengths = Codes::new(&lengths)?;
    let mut lengths: Vec<u8> = Vec::new();
    while lengths.len() < literals + distances {
        let (length, times) = match of_lengths.next(bits)? {
            length @ 0..16 => (length as u8, 1),
            16 => (*lengths.last().ok_or("a repetition of nothing")?, 3 + bits.take(2)?),
            17 => (0, 3 + bits.take(3)?),
            _ => (0, 11 + bits.take(7)?),
        };
        lengths.extend(std::iter::repeat_n(length, times));
    }
    if lengths.len() > literals + distances {
        return Err("lengths of too many codes".to_owned());
    }
    let (literals, distances) = lengths.split_at(literals);
    Ok((Codes::new(literals)?, Codes::new(distances)?))
}

/// Reads the symbols of a block.
fn block(
    bits: &mut Bits<'_>,
    literals: &Codes,
    distances: &Codes,
    found: &mut Vec<u8>,
    max: usize,
) -> Result<(), String> {
    loop {
        let symbol = literals.next(bits)?;
        if symbol == END {
            return Ok(());
        }
        let (length, distance) = match symbol.checked_sub(END + 1).map(usize::from) {
            None => {
                found.push(symbol as u8);
                (0, 0)
            }
            Some(length) => (length_of(length, bits)?, distance_of(distances.next(bits)?.into(), bits)?),
        };
        if found.len() + length > max {
            return Err(too_long(max));
        }
        let start = found.len().checked_sub(distance).ok_or("a distance to before the beginning")?;
        // The copy may overlap what it appends.
        for at in start..start + length {
            found.push(found[at]);
        }
    }
}

fn length_of(symbol: usize, bits: &mut Bits<'_>) -> Result<usize, String> {
    Ok(match symbol {
        0..4 => 3 + symbol,
        4..28 => {
            let more = symbol / 4 - 1;
            3 + ((4 + symbol % 4) << more) + bits.take(more)?
        }
        28 => 258,
        _ => return Err("an unknown length".to_owned()),
    })
}

fn distance_of(symbol: usize, bits: &mut Bits<'_>) -> Result<usize, String> {
    Ok(match symbol {
        0..2 => 1 + symbol,
        2..30 => {
            let more = symbol / 2 - 1;
            1 + ((2 + symbol % 2) << more) + bits.take(more)?
        }
        _ => return Err("an unknown distance".to_owned()),
    })
}

/// Codes of symbols.
struct Codes {
    /// The length of the longest code.
    longest: usize,
    /// For each value of the next `longest` bits, a symbol and the length of its code in the lowest
    /// four bits; 0 if no code matches.
    symbols: Vec<u16>,
}

impl Codes {
    /// Creates the codes of symbols from their lengths; a length of 0 means no code.
    fn new(lengths: &[u8]) -> Result<Self, String> {
        let mut counts = [0_usize; MAX_LENGTH + 1];
        lengths.iter().for_each(|&length| counts[usize::from(length)] += 1);
        counts[0] = 0;
        let longest = counts.iter().rposition(|&count| count > 0).unwrap_or_default();
        // The first code of each length, and how many codes are not used.
        let mut next = [0_usize; MAX_LENGTH + 1];
        let mut left = 1;
        for length in 1..=longest {
            next[length] = (next[length - 1] + counts[length - 1]) << 1;
            left = (left * 2_usize).checked_sub(counts[length]).ok_or("codes that begin like others")?;
        }
        // A single code has one bit, so the other value of that bit is not used.
        if left > 0 && counts.iter().sum::<usize>() > 1 {
            return Err("codes that are not complete".to_owned());
        }
        let mut symbols = vec![0; 1 << longest];
        for (symbol, &length) in (0_u16..).zip(lengths).filter(|(_, length)| **length > 0) {
            let code = &mut next[usize::from(length)];
            // Codes are stored most significant bit first.
            let first = (*code as u16).reverse_bits() >> (16 - length);
            *code += 1;
            for place in symbols.iter_mut().skip(first.into()).step_by(1 << length) {
                *place = symbol << 4 | u16::from(length);
            }
        }
        Ok(Self { longest, symbols })
    }

    /// Reads a symbol.
    fn next(&self, bits: &mut Bits<'_>) -> Result<u16, String> {
        bits.fill();
        let entry = self.symbols[(bits.buffer & ((1 << self.longest) - 1)) as usize];
        if entry == 0 {
            return Err("a code without a symbol".to_owned());
        }
        bits.take(usize::from(entry & 15))?;
        Ok(entry >> 4)
    }
}

/// Reads bits, the least significant bit of each byte first.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The bits that were read from `bytes` and not taken yet, and their number.
    buffer: u64,
    count: usize,
}

impl Bits<'_> {
    /// Fills the buffer to at least 32 bits, unless the input ends.
    fn fill(&mut self) {
        while self.count < 32
            && let Some(&byte) = self.bytes.get(self.at)
        {
            self.buffer |= u64::from(byte) << self.count;
            self.count += 8;
            self.at += 1;
        }
    }

    /// Reads up to 16 bits as a number.
    fn take(&mut self, count: usize) -> Result<usize, String> {
        self.fill();
        self.count = self.count.checked_sub(count).ok_or("an end within the data")?;
        let taken = self.buffer & ((1 << count) - 1);
        self.buffer >>= count;
        Ok(taken as usize)
    }

    /// Returns how many bytes were taken, including one that was taken in part.
    fn position(&self) -> usize {
        self.at - self.count / 8
    }

    /// Reads a block that is not compressed.
    fn stored(&mut self, found: &mut Vec<u8>, max: usize) -> Result<(), String> {
        (self.at, self.buffer, self.count) = (self.position(), 0, 0);
        let (length, inverse) = (self.take(16)?, self.take(16)?);
        let at = self.position();
        let bytes = self.bytes.get(at..at + length).filter(|_| length ^ inverse == 0xffff);
        let bytes = bytes.ok_or("a block whose length is not valid")?;
        if found.len() + length > max {
            return Err(too_long(max));
        }
        found.extend_from_slice(bytes);
        (self.at, self.buffer, self.count) = (at + length, 0, 0);
        Ok(())
    }
}

fn too_long(max: usize) -> String {
    format!("more than {max} bytes")
}

#[cfg(test)]
#[cfg(all(feature = "gzip", not(target_arch = "wasm32")))]
mod tests {
    use std::io::{Read, Write};

    use flate2::{Compression, bufread::DeflateDecoder, write::DeflateEncoder};
    use proptest::prelude::*;

    use super::*;

    fn deflate(bytes: &[u8], level: u32) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(level));
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn expected(bytes: &[u8]) -> Option<Vec<u8>> {
        let mut found = Vec::new();
        DeflateDecoder::new(bytes).read_to_end(&mut found).ok().map(|_| found)
    }

    #[test]
    fn all_kinds_of_blocks_are_read() {
        let words: Vec<u8> = (0..300_000_u32)
            .flat_map(|at| (at % 7919 * (at % 7919) % 1009).to_string().into_bytes())
            .collect();
        let noise: Vec<u8> =
            (0..200_000_u64).map(|at| (at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8).collect();
        for text in [&b""[..], b"a", &[7; 100_000], &words, &noise] {
            for level in [0, 1, 6, 9] {
                let mut bytes = deflate(text, level);
                let length = bytes.len();
                bytes.extend([1, 2, 3]);
                assert_eq!(inflate(&bytes, text.len()).unwrap(), (text.to_vec(), length), "level {level}");
                if let Some(less) = text.len().checked_sub(1) {
                    assert!(inflate(&bytes, less).unwrap_err().contains("more than"));
                    assert!(inflate(&bytes[..length - 1], text.len()).is_err());
                }
            }
        }
        // CPython's zlib wrote it with the fixed codes.
        let fixed = [0x2b, 0xcb, 0x4c, 0x2d, 0x2f, 0x2e, 0x03, 0x11, 0x00];
        assert_eq!(inflate(&fixed, 99).unwrap().0, b"viewsviews");
    }

    proptest! {
        #[test]
        fn other_bytes_are_read_as_by_flate2_or_refused(
            text in prop::collection::vec(0..4_u8, 0..300),
            level in 0..10_u32,
            flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8), 0..3),
        ) {
            let mut bytes = deflate(&text, level);
            for (place, bit) in flips {
                let place = place.index(bytes.len());
                bytes[place] ^= 1_u8 << bit;
            }
            // flate2 reads some data that is refused here.
            if let Ok((found, _)) = inflate(&bytes, 1 << 20) {
                prop_assert_eq!(Some(found), expected(&bytes));
            }
        }
    }
}
