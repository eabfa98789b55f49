//! The settings of AWS's own tools.

mod client;
mod config_file;
mod endpoint;
pub(super) mod keys;
mod metadata;
mod process;
mod role;
#[cfg(test)]
mod service;
pub(super) mod settings;
mod sign_on;
