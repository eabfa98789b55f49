//! Signatures.

pub(crate) mod aws;
pub(crate) mod azure;
