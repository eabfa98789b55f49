//! The files that a run writes.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorCode, Result};
use crate::export::Format;
use crate::fs::{Input, Place, Target};
use crate::report::ResultKind;
use crate::scan::Roles;

/// The name of the file of diagnostics in a folder of results.
pub(in crate::fs) const DIAGNOSTICS: &str = "diagnostics.json";

/// Where the results are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outputs {
    /// One result.
    One {
        /// The result.
        result: ResultKind,
        /// Where it is written.
        target: Target,
    },
    /// Several results and `diagnostics.json` into a folder.
    Folder {
        /// The results.
        results: Vec<ResultKind>,
        /// The folder, new or not.
        path: PathBuf,
        /// The format of each.
        format: Format,
    },
}

impl Outputs {
    /// Returns the path of the file or folder, if there is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::One { target, .. } => target.path(),
            Self::Folder { path, .. } => Some(path),
        }
    }

    /// Returns the paths of all files that are written.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) if the extension of the file is not of a
    /// format.
    pub fn paths(&self) -> Result<Vec<PathBuf>> {
        match self {
            Self::One { target, .. } => {
                target.format()?;
                Ok(target.path().map(Path::to_owned).into_iter().collect())
            }
            Self::Folder { results, path, format } => {
                let names = results.iter().map(|kind| format!("{}.{format}", kind.file_stem()));
                Ok(names.chain([DIAGNOSTICS.to_owned()]).map(|name| path.join(name)).collect())
            }
        }
    }

    /// Refuses outputs that are inputs.
    pub(in crate::fs) fn refuse_inputs(&self, inputs: &[Input]) -> Result<()> {
        let outputs = self.paths()?;
        let places: HashMap<PathBuf, &PathBuf> =
            outputs.iter().filter_map(|output| Some((fs::canonicalize(output).ok()?, output))).collect();
        if places.is_empty() {
            return Ok(());
        }
        let lost = |input: &Input| match &input.place {
            Place::Disk(path) => places.get(&fs::canonicalize(path).ok()?).copied(),
            Place::Remote { .. } => None,
        };
        match inputs.iter().find_map(lost) {
            None => Ok(()),
            Some(output) => Err(Error::new(ErrorCode::InvalidOption, "the output is one of the inputs")
                .in_file(output.display().to_string())
                .remedy("Write to another file, so that no input is lost.")),
        }
    }

    /// Returns the results that are written.
    pub fn results(&self) -> &[ResultKind] {
        match self {
            Self::One { result, .. } => std::slice::from_ref(result),
            Self::Folder { results, .. } => results,
        }
    }

    /// Returns the columns that they need.
    pub fn roles(&self) -> Roles {
        match self {
            Self::Folder { .. } => Roles::ALL,
            Self::One { result, .. } => match result {
                ResultKind::Monthly => Roles::MONTHLY,
                ResultKind::GapsList | ResultKind::GapsDates | ResultKind::GapsRanges => Roles::GAPS,
                ResultKind::Snapshot | ResultKind::Unanswered => Roles::SNAPSHOT,
                ResultKind::Combined => Roles::ALL,
            },
        }
    }

    /// Returns the error of results that need a provider if none is chosen.
    pub fn no_provider() -> Error {
        Error::new(ErrorCode::InvalidOption, "no provider is chosen for the snapshot's counts")
            .expected("--provider simulator, youtube or http")
            .remedy("The simulator makes up counts from the ids; youtube and http return real ones.")
    }

    /// Returns whether rows leave the process while others are still read, so that reading cannot start
    /// again.
    pub(in crate::fs) fn has_sent_rows(&self) -> bool {
        match self {
            Self::One { result: ResultKind::Combined, target } => target.is_stream(),
            _ => false,
        }
    }

    /// Returns whether a provider must be called.
    pub fn needs_provider(&self) -> bool {
        self.results().iter().any(|kind| kind.needs_provider())
    }
}
