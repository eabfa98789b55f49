//! The encodings of tables' logs: JSON, deflate, and the checksums of their binary files; and a map
//! for what logs state by path.

mod by_key;
mod crc32;
mod inflate;
pub(super) mod json;
mod value;

pub(crate) use by_key::ByKey;
pub(super) use crc32::crc32;
pub(super) use inflate::inflate;
pub use value::Json;
