//! The tables of the page: the replay of their logs, and which of their files count.
//!
//! This is a separate WebAssembly module, which workers load when a table is opened. It does not
//! decode Parquet: the first module does, and the worker's script passes strings and bytes between
//! the two. It does no I/O, and throws errors as the first module does.

#![cfg(target_arch = "wasm32")]
// Exports of wasm-bindgen must be public, in modules that nothing else can see.
#![allow(unreachable_pub)]

mod failure;
mod files;
mod json;
mod probe;
mod reader;
