//! Arbitrary bytes as the pages of a column chunk of any type and encoding, in an otherwise valid file.

use crate::{InMemory, Others, SingleColumn, expected, keep, read_file};

/// Checks an input.
pub fn run(input: &[u8]) {
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
