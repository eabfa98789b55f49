//! Any bytes as the pages of a column chunk of any type and encoding, in a file that is right otherwise.
#![no_main]

use daytally_fuzz::{InMemory, Others, SingleColumn, expected, keep, only_our_own, quietly, read_file};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(init: only_our_own(), |input: &[u8]| check(input));

fn check(input: &[u8]) {
    let read = if input.starts_with(b"PAR1") {
        read_file("views.parquet", &InMemory::whole(input.to_vec().into()), None)
    } else {
        let Some(column) = SingleColumn::read(input) else { return };
        keep(|| column.file(Others::InFile).ok().map(Into::into));
        let Ok(file) = column.file(Others::InPath) else { return };
        read_file(&column.path(), &InMemory::whole(file), Some("Asia/Kolkata"))
    };
    if let Err(error) = read {
        expected(&error);
    }
}

// A seed is a whole file: sometimes one of its columns is taken out of it, to be mutated by itself.
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
