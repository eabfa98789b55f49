//! Where the bytes of an output go.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// An open file, or a stream that counts what is written to it.
#[derive(Debug)]
pub(in crate::fs) struct OutputSink {
    file: File,
    stream: Option<Arc<StreamState>>,
}

/// What happened to a stream.
#[derive(Debug, Default)]
pub(in crate::fs) struct StreamState {
    bytes: AtomicU64,
    closed: AtomicBool,
}

impl StreamState {
    /// Returns how many bytes were written.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Returns whether the reader has closed its end.
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }
}

impl OutputSink {
    pub(super) fn new(file: File, stream: Option<Arc<StreamState>>) -> Self {
        Self { file, stream }
    }
}

impl Write for OutputSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes);
        if let Some(stream) = &self.stream {
            match &written {
                Ok(length) => _ = stream.bytes.fetch_add(*length as u64, Ordering::Relaxed),
                Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                    stream.closed.store(true, Ordering::Relaxed);
                }
                Err(_) => {}
            }
        }
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
