//! Pseudo-random numbers, the same for the same seed on every machine (SplitMix64).

const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Returns SplitMix64's output, a bijection of 64-bit numbers.
pub(super) fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Returns the number at a position of a seed's sequence.
pub(super) fn at(seed: u64, place: u64) -> u64 {
    mix(seed.wrapping_add(place.wrapping_add(1).wrapping_mul(GAMMA)))
}

/// Returns a number below `bound`, different for each salt.
pub(super) fn below(seed: u64, salt: u64, bound: u64) -> u64 {
    at(seed, salt) % bound
}

/// Returns the letter of base64url for the lowest six bits.
pub(super) fn letter(bits: u64) -> u8 {
    LETTERS[(bits & 63) as usize]
}
