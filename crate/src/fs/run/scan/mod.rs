//! Reads every row group of a plan once, on several threads.

mod fold;
mod pieces;
mod spec;

pub(super) use spec::{NoTap, Scan, Tap};
