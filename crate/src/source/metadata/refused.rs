//! Why a footer has no metadata.

/// Why a footer has no metadata.
#[derive(Debug)]
pub(in crate::source) enum Refused {
    /// The file is encrypted, or some of its columns are.
    Encrypted,
    /// A description of what was found instead of metadata.
    Broken(String),
}

impl From<String> for Refused {
    fn from(found: String) -> Self {
        Self::Broken(found)
    }
}

/// Returns the reason for a footer that has something other than metadata.
pub(super) fn broken(found: &str) -> Refused {
    Refused::Broken(found.to_owned())
}
