//! The stages of a run, one by one, over small made-up data.
//!
//! `cargo bench` measures them; `cargo test --bench stages` runs each once and checks that it does
//! what it is measured for.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used)]

mod data;
mod export;
mod fold;
mod merge;
mod report;
mod scan;

use criterion::{criterion_group, criterion_main};

criterion_group!(stages, scan::bench, fold::bench, merge::bench, report::bench, export::bench);
criterion_main!(stages);
