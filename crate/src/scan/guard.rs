//! Decoders that panic on a broken file.

#[cfg(not(target_arch = "wasm32"))]
mod caught {
    use std::any::Any;
    use std::cell::Cell;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use parquet::errors::{ParquetError, Result};

    thread_local! {
        static DECODING: Cell<bool> = const { Cell::new(false) };
    }

    /// Whether this thread is in a decoder, so that what it panics with becomes an error.
    pub fn is_decoding() -> bool {
        DECODING.get()
    }

    /// Runs a decoder. It is given bytes and nothing else, so that its panic is the file's failure;
    /// it must not be used afterwards.
    pub(in crate::scan) fn decoding<T>(decode: impl FnOnce() -> Result<T>) -> Result<T> {
        DECODING.set(true);
        let decoded = catch_unwind(AssertUnwindSafe(decode));
        DECODING.set(false);
        decoded.unwrap_or_else(|panic| Err(ParquetError::General(reason(&*panic))))
    }

    fn reason(panic: &(dyn Any + Send)) -> String {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        format!("its decoder gave up: {}", text.unwrap_or("it does not say why"))
    }
}

/// A panic ends the worker in the page, which tells the file then.
#[cfg(target_arch = "wasm32")]
mod caught {
    use parquet::errors::Result;

    pub(in crate::scan) fn decoding<T>(decode: impl FnOnce() -> Result<T>) -> Result<T> {
        decode()
    }
}

pub(super) use caught::decoding;
#[cfg(not(target_arch = "wasm32"))]
pub use caught::is_decoding;
