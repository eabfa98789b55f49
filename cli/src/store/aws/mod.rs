//! The settings of AWS's own tools.

mod config_file;
pub(super) mod keys;
mod metadata;
mod process;
pub(super) mod settings;
