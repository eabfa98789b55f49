//! The file of a folder's diagnostics.

use serde::Serialize;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::InputRecord;
use crate::report::{Diagnostics, ResultKind};

/// A result that a run wrote into its folder.
#[derive(Debug, Serialize)]
pub(super) struct Listed<'a> {
    pub(super) result: ResultKind,
    pub(super) file: &'a str,
    pub(super) rows: u64,
}

/// Returns the diagnostics, the input record and the results that were written as JSON.
pub(super) fn json(diagnostics: &Diagnostics, input: &InputRecord, outputs: &[Listed<'_>]) -> Result<String> {
    #[derive(Serialize)]
    struct Report<'a> {
        #[serde(flatten)]
        diagnostics: &'a Diagnostics,
        input: &'a InputRecord,
        outputs: &'a [Listed<'a>],
    }
    let text = serde_json::to_string_pretty(&Report { diagnostics, input, outputs })
        .map_err(|error| Error::new(ErrorCode::Internal, error.to_string()))?;
    Ok(text + "\n")
}
