//! The values of a column chunk, from the bytes of its pages.
//!
//! They are read here if nothing about them is unusual. Every method returns `None` otherwise, and
//! Parquet's decoder reads them instead or says what is wrong: see
//! `docs/design/engine/values.md`.

mod byte_arrays;
mod codec;
pub(in crate::scan) mod column;
mod dictionary;
mod hybrid;
mod kind;
mod page;
