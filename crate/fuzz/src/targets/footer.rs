//! Arbitrary bytes as a footer, followed by its length and the magic, in a file of any size.

use crate::{InMemory, expected, keep, read_file, read_footer};

/// Checks an input.
pub fn run(input: &[u8]) {
    // A seed is a whole file; its mutations are treated as files or as footers.
    if input.starts_with(b"PAR1") {
        let bytes = InMemory::whole(input.to_vec().into());
        if let Err(error) = read_file("views.parquet", &bytes, None) {
            expected(&error);
        }
        return;
    }
    let Some((&size, footer)) = input.split_first() else { return };
    let length = u32::try_from(footer.len()).unwrap_or(u32::MAX);
    let end = [footer, &length.to_le_bytes(), b"PAR1"].concat();
    let size = end.len() as u64 + (1 << (size % 20));
    keep(|| Some([vec![0; size as usize - end.len()], end.clone()].concat()));
    if let Err(error) = read_footer("date=2023-01-02/views.parquet", &InMemory { size, end: end.into() }) {
        expected(&error);
    }
}
