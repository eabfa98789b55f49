//! The memory of the state: how it grows, and how it is loaded ahead.

pub(super) mod ahead;
pub(super) mod growth;
pub(super) mod segments;
