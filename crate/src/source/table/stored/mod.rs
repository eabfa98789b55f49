//! What the logs of tables are written in: JSON, and the checksums of their binary files.

mod crc32;
pub(super) mod json;

pub(super) use crc32::crc32;
