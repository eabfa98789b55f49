//! A run and its stages. A stage is a type that has only what its calls need.

use std::mem::take;
use std::ops::Range;

use super::combined::RowGroup;
use super::copied::Copied;
use super::footers::Files;
use super::merging::{Cut, Merged, Split};
use super::scanning::Scanning;
use crate::report::{Share, SortPass};
use crate::scan::{Mapping, Roles, Task};
use crate::spill::Budget;
use crate::wasm::failure::{Failure, Result, out_of_order};

/// A run: its settings, its stage, and the rows that are read again.
pub(super) struct Run {
    pub(super) settings: Settings,
    pub(super) stage: Stage,
    pub(super) combined: Option<RowGroup>,
    pub(super) copied: Option<Copied>,
    pub(super) pass: Option<SortPass>,
    /// A row group in which the views of a video are summed.
    pub(super) daily: Option<Task>,
}

/// The settings of a run, the same in every stage.
pub(super) struct Settings {
    pub(super) mapping: Mapping,
    pub(super) roles: Roles,
    pub(super) timezone: Option<String>,
    pub(super) budget: Budget,
    pub(super) workers: usize,
}

impl Settings {
    /// Opens a row group, or a half-open range of its rows.
    pub(super) fn open(
        &self,
        files: &Files,
        file: u32,
        row_group: usize,
        rows: Option<Range<u64>>,
    ) -> Result<Task> {
        let file = files.whole(file)?;
        Ok(Task::open(&file, row_group, &self.mapping, self.roles, self.timezone.as_deref(), rows)?)
    }
}

/// The stage of a run. Each step takes the state of its stage and returns that of the next.
#[derive(Default)]
pub(super) enum Stage {
    Scanning(Box<Scanning>),
    Split(Split),
    Merged(Merged),
    Cut(Cut),
    Joined(Box<Share>),
    /// A step took the state and failed.
    #[default]
    Failed,
}

/// Takes the state of a stage, which ends; another stage stays as it is.
macro_rules! end {
    ($stage:ident, $of:expr) => {
        match take($of) {
            Stage::$stage(state) => Ok(state),
            other => {
                *$of = other;
                Err($of.is_not(stringify!($stage)))
            }
        }
    };
}

impl Stage {
    pub(super) fn scanning(&self) -> Result<&Scanning> {
        if let Self::Scanning(scanning) = self { Ok(scanning) } else { Err(self.is_not("Scanning")) }
    }

    pub(super) fn scanning_mut(&mut self) -> Result<&mut Scanning> {
        if let Self::Scanning(scanning) = self { Ok(scanning) } else { Err(self.is_not("Scanning")) }
    }

    pub(super) fn end_scanning(&mut self) -> Result<Box<Scanning>> {
        end!(Scanning, self)
    }

    pub(super) fn end_split(&mut self) -> Result<Split> {
        end!(Split, self)
    }

    pub(super) fn merged(&self) -> Result<&Merged> {
        if let Self::Merged(merged) = self { Ok(merged) } else { Err(self.is_not("Merged")) }
    }

    pub(super) fn end_merged(&mut self) -> Result<Merged> {
        end!(Merged, self)
    }

    pub(super) fn end_cut(&mut self) -> Result<Cut> {
        end!(Cut, self)
    }

    pub(super) fn share(&self) -> Result<&Share> {
        if let Self::Joined(share) = self { Ok(share) } else { Err(self.is_not("Joined")) }
    }

    pub(super) fn share_mut(&mut self) -> Result<&mut Share> {
        if let Self::Joined(share) = self { Ok(share) } else { Err(self.is_not("Joined")) }
    }

    /// Returns the memory of the state, in bytes.
    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        match self {
            Self::Scanning(scanning) => scanning.fold.memory(),
            Self::Merged(merged) => merged.memory(),
            Self::Joined(share) => share.memory(),
            Self::Split(split) => split.memory(),
            Self::Cut(cut) => cut.memory(),
            Self::Failed => 0,
        }
    }

    fn is_not(&self, expected: &str) -> Failure {
        let found = match self {
            Self::Scanning(_) => "Scanning",
            Self::Split(_) => "Split",
            Self::Merged(_) => "Merged",
            Self::Cut(_) => "Cut",
            Self::Joined(_) => "Joined",
            Self::Failed => "Failed",
        };
        out_of_order(expected).found(found).into()
    }
}
