//! The checksum of deletion vectors and of blocks of Avro.

/// The remainders of four bits.
const REMAINDERS: [u32; 16] = remainders();

const fn remainders() -> [u32; 16] {
    let mut table = [0; 16];
    let mut bits = 0;
    while bits < 16 {
        let mut remainder = bits as u32;
        let mut bit = 0;
        while bit < 4 {
            remainder = if remainder & 1 == 1 { remainder >> 1 ^ 0xedb8_8320 } else { remainder >> 1 };
            bit += 1;
        }
        table[bits] = remainder;
        bits += 1;
    }
    table
}

/// Returns the CRC-32 of bytes, as gzip has it.
///
/// crc32fast is faster, but has tables of 16 kB that cannot be compressed. Only a few bytes are
/// checked here, and the browser's module for tables does not need those tables otherwise.
pub(in crate::source::table) fn crc32(bytes: &[u8]) -> u32 {
    let four = |crc: u32| REMAINDERS[crc as usize & 15] ^ crc >> 4;
    !bytes.iter().fold(u32::MAX, |crc, &byte| four(four(crc ^ u32::from(byte))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_that_of_gzip() {
        // The check value of the catalogue of parametrised CRC algorithms.
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        for length in 0..600 {
            let bytes: Vec<u8> = (0..length).map(|at: u32| (at * 7 % 251) as u8).collect();
            assert_eq!(crc32(&bytes), crc32fast::hash(&bytes), "{length} bytes");
        }
    }
}
