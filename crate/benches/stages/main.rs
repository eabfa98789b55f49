//! The stages of a run, one by one, over small made-up data.
//!
//! `cargo bench` measures them; `cargo test --bench stages` runs each once and checks that it does
//! what it is measured for.
#![allow(missing_docs, clippy::unwrap_used)]

#[cfg(not(target_arch = "wasm32"))]
mod data;
#[cfg(not(target_arch = "wasm32"))]
mod export;
#[cfg(not(target_arch = "wasm32"))]
mod fold;
#[cfg(not(target_arch = "wasm32"))]
mod merge;
#[cfg(not(target_arch = "wasm32"))]
mod report;
#[cfg(not(target_arch = "wasm32"))]
mod scan;

#[cfg(not(target_arch = "wasm32"))]
criterion::criterion_group!(stages, scan::bench, fold::bench, merge::bench, report::bench, export::bench);
#[cfg(not(target_arch = "wasm32"))]
criterion::criterion_main!(stages);

#[cfg(target_arch = "wasm32")]
fn main() {}
