//! A request for a run.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use crate::calendar::Day;
use crate::fs::{Fetcher, Options, Outputs};
use crate::report::ResultKind;
use crate::snapshot::CountSource;

/// The provider of a snapshot's counts.
#[derive(Clone, Debug)]
pub enum CountProvider {
    /// Counts that are made up from the ids.
    Simulator,
    /// Counts that the program fetches.
    Fetcher(Arc<dyn Fetcher>),
}

impl CountProvider {
    /// Returns the provider, as results state it.
    pub(in crate::fs) fn source(&self) -> CountSource {
        match self {
            Self::Simulator => CountSource::simulator(),
            Self::Fetcher(fetcher) => fetcher.source(),
        }
    }
}

/// A request for a run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// Files and folders.
    pub inputs: Vec<PathBuf>,
    /// What to write.
    pub outputs: Outputs,
    /// How files are read and analysed; of the columns, a run reads those that its outputs need.
    pub options: Options,
    /// The day of the snapshot's counts; today if `None`.
    pub run_date: Option<Day>,
    /// How many ids the simulator gets per call; its maximum if `None`.
    pub batch_size: Option<NonZeroUsize>,
    /// The provider of the snapshot's counts, without which there is no snapshot.
    pub provider: Option<CountProvider>,
}

impl Request {
    /// Creates a request with default options.
    pub fn new(inputs: Vec<PathBuf>, outputs: Outputs) -> Self {
        let options = Options::new();
        Self { inputs, outputs, options, run_date: None, batch_size: None, provider: None }
    }

    /// Returns the provider of the snapshot's counts, if there is a snapshot.
    pub(super) fn source(&self) -> Option<CountSource> {
        self.provider.as_ref().filter(|_| self.outputs.needs_provider()).map(CountProvider::source)
    }

    /// Returns the results that are not written because no provider is chosen.
    pub(super) fn not_fetched(&self) -> Vec<ResultKind> {
        match (&self.outputs, &self.provider) {
            (Outputs::Folder { .. }, None) => {
                ResultKind::ALL.into_iter().filter(|kind| kind.needs_provider()).collect()
            }
            _ => Vec::new(),
        }
    }
}
