//! The answer to a request for a file of a log.

/// The answer to a request for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// The file exists; its first bytes, or all bytes of `_last_checkpoint` and
    /// `version-hint.text`.
    There(&'a [u8]),
    /// There is no such file.
    Missing,
    /// The host denies access, as some do for files that are not there.
    Denied,
}
