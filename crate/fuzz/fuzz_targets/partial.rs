#![no_main]

use daytally_fuzz::targets::partial::{self, ROWS, encoded};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(init: daytally_fuzz::only_our_own(), |input: &[u8]| partial::run(input));

// Sometimes encodes rows, so that the fuzzer can mutate valid state.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    if size > 1 && data[0] == ROWS && seed % 3 == 0 {
        let kind = 1 + (seed / 3 % 5) as u8;
        if let Ok(bytes) = encoded(&data[1..size], kind)
            && bytes.len() < max_size
        {
            data[0] = kind;
            data[1..=bytes.len()].copy_from_slice(&bytes);
            return bytes.len() + 1;
        }
    }
    fuzzer_mutate(data, size, max_size)
}
