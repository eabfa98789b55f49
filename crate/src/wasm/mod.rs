//! The crate for JavaScript: thin wrappers, each method synchronous and without I/O.
//!
//! This is the only place that names wasm-bindgen, js-sys and web-sys. Errors are thrown as plain
//! objects with the fields of [`Problem`](crate::scan::Problem).

// Exports of wasm-bindgen must be public, in modules that nothing else can see.
#![allow(unreachable_pub)]

mod engine;
mod exporter;
mod failure;
mod file_selector;
#[cfg(test)]
mod fixtures;
mod functions;
mod ledger;
mod ranges;
mod snapshot_job;
mod spill_file;
mod table;
mod types;
