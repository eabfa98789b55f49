//! Turns panics of decoders on broken files into errors.

/// The remedy for a file that is damaged.
pub(in crate::scan) const CORRUPT_REMEDY: &str = "Leave the file out, or copy, download or write it again.";

#[cfg(not(target_arch = "wasm32"))]
mod caught {
    use std::any::Any;
    use std::cell::Cell;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    thread_local! {
        static DECODING: Cell<bool> = const { Cell::new(false) };
    }

    /// Returns whether this thread is in a decoder, so that a panic becomes an error.
    pub fn is_decoding() -> bool {
        DECODING.get()
    }

    /// Runs a decoder; `failed` makes an error from a panic. Because the decoder gets only bytes,
    /// they are to blame. It must not be used afterwards.
    pub(crate) fn decoding<T, E>(
        decode: impl FnOnce() -> Result<T, E>,
        failed: impl FnOnce(String) -> E,
    ) -> Result<T, E> {
        DECODING.set(true);
        let decoded = catch_unwind(AssertUnwindSafe(decode));
        DECODING.set(false);
        decoded.unwrap_or_else(|panic| Err(failed(reason(&*panic))))
    }

    fn reason(panic: &(dyn Any + Send)) -> String {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        format!("its decoder gave up: {}", text.unwrap_or("it does not say why"))
    }
}

/// In the page, a panic ends the worker, and the page names the file.
#[cfg(target_arch = "wasm32")]
mod caught {
    pub(crate) fn decoding<T, E>(
        decode: impl FnOnce() -> Result<T, E>,
        _: impl FnOnce(String) -> E,
    ) -> Result<T, E> {
        decode()
    }
}

pub(crate) use caught::decoding;
#[cfg(not(target_arch = "wasm32"))]
pub use caught::is_decoding;
