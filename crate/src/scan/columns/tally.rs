//! Counts of the values of a column while it is read.

/// The values of one column, counted while it is read.
#[derive(Debug, Default)]
pub(in crate::scan) struct Tally {
    /// Values that are not null in the file.
    pub(in crate::scan) values: u64,
    /// The values that could not be read.
    pub(in crate::scan) rows: u64,
    pub(in crate::scan) example: Option<String>,
}

/// The maximum length of an example.
const EXAMPLE_CHARS: usize = 80;

impl Tally {
    pub(in crate::scan) fn add(&mut self, rows: u64, example: impl FnOnce() -> String) {
        if rows > 0 {
            self.rows += rows;
            self.example.get_or_insert_with(|| example().chars().take(EXAMPLE_CHARS).collect());
        }
    }

    pub(in crate::scan) fn add_bytes(&mut self, bytes: &[u8]) {
        self.add(1, || bytes.utf8_chunks().map(chunk_text).collect());
    }
}

fn chunk_text(chunk: std::str::Utf8Chunk<'_>) -> String {
    let invalid: String = chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")).collect();
    chunk.valid().to_owned() + &invalid
}
