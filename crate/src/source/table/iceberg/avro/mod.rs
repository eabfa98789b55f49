//! Files of Avro: a decoder for the manifests of tables.
//!
//! It decodes the fields that a caller wants, and skips the others by the schema of the file. The
//! memory that it takes is proportional to the size of a block, whatever a file claims.

mod codec;
mod container;
mod datum;
mod schema;

pub(super) use container::{Container, Facts};
pub(super) use datum::{Row, Value};

#[cfg(test)]
#[cfg(feature = "gzip")]
mod tests;
