//! Results of an earlier run that remain in the folder of a later one.

use std::path::Path;

use crate::export::Format;
use crate::report::ResultKind;
use crate::warning::{Warning, WarningCode};

/// Returns a warning about the results in a folder that a run does not replace; `None` without any.
/// `written` are the names of the files that it writes.
pub(super) fn stale_outputs(folder: &Path, written: &[String]) -> Option<Warning> {
    let name = |kind: ResultKind, format| format!("{}.{format}", kind.file_stem());
    let all = ResultKind::ALL.into_iter().flat_map(|kind| Format::ALL.map(|format| name(kind, format)));
    let stale: Vec<String> = all
        .filter(|name| !written.contains(name) && folder.join(name).is_file())
        .map(|name| folder.join(name).display().to_string())
        .collect();
    let (files, are, them) = match stale.len() {
        0 => return None,
        1 => ("1 file in the output folder is".to_owned(), "it is", "it"),
        more => (format!("{more} files in the output folder are"), "they are", "them"),
    };
    let message = format!(
        "{files} of an earlier run: {are} not a result of this run, which did not write {them}. Delete \
         {them}, or write to another folder."
    );
    Some(Warning::new(WarningCode::StaleOutputs, message).about(stale))
}
