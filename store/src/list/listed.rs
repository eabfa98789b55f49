//! What a listing has found.

/// An object or a folder of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The object's key, not encoded. A folder ends in `/`. In the index of an http folder, it is the
    /// name alone.
    pub key: String,
    /// The object's size, if the listing states it.
    pub bytes: Option<u64>,
    /// The object's ETag without quotes, if the listing states it.
    pub etag: Option<String>,
    /// When the object was changed, as the store writes it, if the listing states it.
    pub modified: Option<String>,
}

/// A page of a listing.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) found: Vec<Listed>,
    /// What requests the next page; `None` if this is the last.
    pub(super) next: Option<String>,
}
