#![no_main]

use daytally_fuzz::targets::pages;
use daytally_fuzz::{SingleColumn, quietly};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(init: daytally_fuzz::only_our_own(), |input: &[u8]| pages::run(input));

// Seeds are whole files; sometimes one column is extracted to be mutated alone.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed)
});

fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    if data[..size].starts_with(b"PAR1") && seed % 4 != 0 {
        let column = quietly(|| SingleColumn::of_file(&data[..size], (seed / 4) as usize));
        if let Some(column) = column.filter(|column| column.len() <= max_size) {
            data[..column.len()].copy_from_slice(&column);
            return column.len();
        }
    }
    fuzzer_mutate(data, size, max_size)
}
