//! Values that could not be read as their role's type.

/// The unreadable values of one column, counted while it is read.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) rows: u64,
    pub(super) example: Option<String>,
}

/// How much of an unreadable value is kept as an example.
const EXAMPLE_CHARS: usize = 80;

impl Tally {
    pub(super) fn add(&mut self, rows: u64, example: impl FnOnce() -> String) {
        if rows > 0 {
            self.rows += rows;
            self.example.get_or_insert_with(|| example().chars().take(EXAMPLE_CHARS).collect());
        }
    }

    pub(super) fn add_bytes(&mut self, bytes: &[u8]) {
        self.add(1, || bytes.utf8_chunks().map(chunk_text).collect());
    }
}

fn chunk_text(chunk: std::str::Utf8Chunk<'_>) -> String {
    let invalid: String = chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")).collect();
    chunk.valid().to_owned() + &invalid
}
