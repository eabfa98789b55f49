//! The ledger of a provider, between the page's private files and a job.

use wasm_bindgen::prelude::wasm_bindgen;

use super::failure::{Result, out_of_order};
use super::ranges::number;
use crate::calendar::Day;
use crate::error::{Error, ErrorCode};
use crate::snapshot::service::ServiceOptions;
use crate::snapshot::{Ledger as Known, LedgerReader};

/// A ledger that is parsed piece by piece, or a new one.
#[wasm_bindgen]
#[derive(Default)]
pub struct Ledger {
    reader: LedgerReader,
    known: Option<(Known, u64)>,
}

#[wasm_bindgen]
impl Ledger {
    /// Creates a ledger whose bytes will be pushed.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a ledger without answers, for a provider and the day of the snapshot.
    pub fn begin(options: &str, run_date: &str) -> Result<Self> {
        let options = ServiceOptions::from_json(options)?;
        options.service()?;
        let day = Day::parse(run_date).ok_or_else(|| {
            Error::new(ErrorCode::InvalidOption, "the snapshot's date is not a day")
                .expected("YYYY-MM-DD")
                .found(format!("{run_date:?}"))
        })?;
        let ledger = Known::new(options.header(day));
        let bytes = ledger.first_line().len() as u64;
        Ok(Self { reader: LedgerReader::default(), known: Some((ledger, bytes)) })
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        Ok(self.reader.push(bytes)?)
    }

    /// Returns the length of the whole lines that were pushed; bytes after them must be cut off.
    pub fn finish(&mut self) -> Result<f64> {
        let (ledger, bytes) = std::mem::take(&mut self.reader).finish()?;
        self.known = Some((ledger, bytes));
        Ok(number(bytes))
    }

    /// Returns its first line.
    #[wasm_bindgen(js_name = firstLine)]
    pub fn first_line(&self) -> Result<String> {
        Ok(self.known()?.first_line())
    }

    /// Returns how many ids it knows.
    pub fn size(&self) -> Result<f64> {
        Ok(number(self.known()?.len() as u64))
    }

    /// Returns the day of its snapshot, `YYYY-MM-DD`.
    #[wasm_bindgen(js_name = runDate)]
    pub fn run_date(&self) -> Result<String> {
        Ok(self.known()?.header().run_date.clone())
    }

    /// Throws unless it is of this provider.
    #[wasm_bindgen(js_name = mustBeOf)]
    pub fn must_be_of(&self, options: &str) -> Result<()> {
        let options = ServiceOptions::from_json(options)?;
        Ok(options.must_have_written(self.known()?)?)
    }

    pub(super) fn into_known(self) -> Result<Known> {
        Ok(self.known.ok_or_else(|| out_of_order("finish"))?.0)
    }

    fn known(&self) -> Result<&Known> {
        Ok(&self.known.as_ref().ok_or_else(|| out_of_order("finish"))?.0)
    }
}
