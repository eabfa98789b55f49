//! Selects the panics that end the fuzzing.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

use daytally::{Error, ErrorCode};

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Passes only panics of this crate to libFuzzer's hook, which ends the process.
///
/// The scan catches panics of decoders and turns them into errors of the file.
pub fn only_our_own() {
    let of_libfuzzer = take_hook();
    set_hook(Box::new(move |panic| {
        if !daytally::scan::is_decoding() && !QUIET.get() {
            of_libfuzzer(panic);
        }
    }));
}

/// Runs code that prepares an input and may panic.
pub fn quietly<T>(prepare: impl FnOnce() -> Option<T>) -> Option<T> {
    QUIET.set(true);
    let prepared = catch_unwind(AssertUnwindSafe(prepare));
    QUIET.set(false);
    prepared.ok().flatten()
}

/// Checks that an error is one that invalid input may cause, not an internal one.
pub fn expected(error: &Error) {
    assert_ne!(error.code(), ErrorCode::Internal, "{error}");
    assert!(!error.to_string().is_empty());
}
