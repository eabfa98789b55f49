//! The stores of the page: requests to object stores and http folders, and what their replies mean.
//!
//! This is a separate WebAssembly module, which a worker loads when such a place is opened. It does
//! no I/O: the worker's script sends the requests. It signs them in the query, because a page
//! without https has no WebCrypto.

#![cfg(target_arch = "wasm32")]
// Exports of wasm-bindgen must be public, in modules that nothing else can see.
#![allow(unreachable_pub)]

mod failure;
mod pages;
mod place;
