//! Signals that end a run.

use std::sync::Arc;

use daytally::error::{Error, ErrorCode, Result};
use daytally::fs::Watch;

/// What a shell adds to the number of a signal.
const SHELL: u8 = 128;

/// Lets the first signal end the run in order, so that nothing incomplete is left, and the second
/// end the process.
#[cfg(unix)]
pub(crate) fn cancel_on_signal(watch: Arc<Watch>) -> Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).map_err(unhandled)?;
    let wait = move || {
        for signal in signals.forever() {
            let status = SHELL + u8::try_from(signal).unwrap_or_default();
            if watch.is_cancelled() {
                std::process::exit(status.into());
            }
            received::set(status);
            watch.cancel();
        }
    };
    std::thread::Builder::new().spawn(wait).map(drop).map_err(unhandled)
}

/// Lets the first interrupt end the run in order, so that nothing incomplete is left, and the
/// second end the process.
#[cfg(not(unix))]
pub(crate) fn cancel_on_signal(watch: Arc<Watch>) -> Result<()> {
    const INTERRUPT: u8 = 2;
    let handler = move || {
        if watch.is_cancelled() {
            std::process::exit((SHELL + INTERRUPT).into());
        }
        received::set(SHELL + INTERRUPT);
        watch.cancel();
    };
    ctrlc::set_handler(handler).map_err(unhandled)
}

/// Returns the exit status of the signal that was received, if there was one.
pub(crate) fn status() -> Option<u8> {
    received::get()
}

fn unhandled(error: impl std::fmt::Display) -> Error {
    Error::new(ErrorCode::Internal, format!("interrupts cannot be handled ({error})"))
}

mod received {
    use std::sync::atomic::{AtomicU8, Ordering};

    static STATUS: AtomicU8 = AtomicU8::new(0);

    pub(super) fn set(status: u8) {
        STATUS.store(status, Ordering::Relaxed);
    }

    pub(super) fn get() -> Option<u8> {
        Some(STATUS.load(Ordering::Relaxed)).filter(|status| *status > 0)
    }
}
