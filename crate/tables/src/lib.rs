//! The tables of the page: the replay of their logs, and which of their files count.
//!
//! This is a module of WebAssembly of its own, which workers load when a table is opened. It decodes
//! no Parquet: the first module does, and exchanges texts and bytes with this one by the worker's
//! script. It does no I/O, and throws errors as the first module does.

#![cfg(target_arch = "wasm32")]
// Exports of wasm-bindgen must be public, in modules that nothing else can see.
#![allow(unreachable_pub)]

mod failure;
mod files;
mod json;
mod probe;
mod reader;
