//! A service as the provider of a run.

use std::path::{Path, PathBuf};

use daytally::calendar::Day;
use daytally::error::{Error, ErrorCode, Result};
use daytally::fs::{FetchJob, Fetcher, Outputs};
use daytally::snapshot::CountSource;

use crate::provider::ServiceRequest;
use crate::provider::service_job::ServiceJob;

/// Fetches as a request says.
#[derive(Debug)]
pub(crate) struct ServiceFetcher(pub(crate) ServiceRequest);

impl Fetcher for ServiceFetcher {
    fn source(&self) -> CountSource {
        self.0.options.source()
    }

    fn prepare(&self, outputs: &Outputs, run_date: Option<Day>) -> Result<Box<dyn FetchJob>> {
        let ledger = self.0.ledger_path(outputs.path());
        refuse_ledger(&ledger, &outputs.paths()?)?;
        Ok(Box::new(ServiceJob::prepare(&self.0, ledger, run_date)?))
    }
}

fn refuse_ledger(ledger: &Path, outputs: &[PathBuf]) -> Result<()> {
    if outputs.iter().any(|output| output == ledger) {
        return Err(Error::new(ErrorCode::InvalidOption, "the ledger is one of the outputs")
            .in_file(ledger.display().to_string())
            .remedy("Name another file with --ledger."));
    }
    Ok(())
}
