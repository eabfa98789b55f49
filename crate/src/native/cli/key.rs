//! The key of the YouTube Data API.

use std::io::{self, IsTerminal};

use crate::error::{Error, ErrorCode, Result};

const VARIABLE: &str = "DAYTALLY_YOUTUBE_KEY";

/// Returns the key of the environment, or else the one that the user types at a hidden prompt.
pub(super) fn youtube_key() -> Result<String> {
    match std::env::var(VARIABLE) {
        Ok(key) if !key.trim().is_empty() => return Ok(key),
        _ if !io::stdin().is_terminal() => {}
        _ => {
            let typed = rpassword::prompt_password("Key of the YouTube Data API (not shown): ");
            let typed = typed.map_err(|error| no_key().found(error.to_string()))?;
            if !typed.trim().is_empty() {
                return Ok(typed);
            }
        }
    }
    Err(no_key())
}

fn no_key() -> Error {
    Error::new(ErrorCode::InvalidOption, "the YouTube Data API needs a key")
        .remedy(format!("Set the environment variable {VARIABLE}, or type the key at the prompt."))
}
