//! Ids of channels and videos as codes.

pub(super) mod interner;
pub(super) mod video_id;
