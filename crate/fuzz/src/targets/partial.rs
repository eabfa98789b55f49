//! State from another worker: arbitrary bytes as a partial, totals, runs or a sample of keys; and
//! encoded state is decoded to the same value.

use std::sync::Arc;

use crate::{Memory, Row, expected, fold, results};
use arbitrary::{Arbitrary, Unstructured};
use daytally::merge::{Partial, Runs, Spill, Splitters, Totals};
use daytally::spill::{Budget, Store};
use daytally::{Error, Result};

// The first byte selects what the others are.

/// Rows from `arbitrary`.
pub const ROWS: u8 = 0;
const PARTIAL: u8 = 1;
const TOTALS: u8 = 2;
const STORED_TOTALS: u8 = 3;
const RUNS: u8 = 4;
const SAMPLE: u8 = 5;

/// Checks an input.
pub fn run(input: &[u8]) {
    let Some((&kind, bytes)) = input.split_first() else { return };
    let store: Arc<dyn Store> = Arc::new(Memory::holding(vec![0; 256]));
    let read = match kind {
        ROWS => rows(bytes).and_then(|(rows, workers)| results(fold(&rows), workers)),
        PARTIAL => Partial::decode(bytes.to_vec()).and_then(|partial| {
            assert!(Partial::decode(partial.encode()?)? == partial);
            let merged = Partial::merge(vec![partial.clone(), Partial::default()])?;
            assert!(merged == partial);
            Totals::new(merged).map(|_| ())
        }),
        TOTALS => Totals::decode(bytes.to_vec(), None).and_then(|totals| {
            let again = Totals::decode(totals.encode()?, None)?;
            assert_eq!((again.series(), again.counters()), (totals.series(), totals.counters()));
            totals.sample().map(|_| ())
        }),
        STORED_TOTALS => Totals::decode(bytes.to_vec(), Some(&store)).and_then(|totals| {
            Totals::decode(totals.encode()?, Some(&store))?;
            totals.sample().map(|_| ())
        }),
        RUNS => Runs::decode(bytes.to_vec(), &store).and_then(|runs| {
            Runs::decode(runs.encode()?, &store)?;
            Runs::merge(vec![runs], &Spill::new(Arc::new(Memory::default()), Budget::new(0, 0))).map(|_| ())
        }),
        SAMPLE => Splitters::new(&[bytes.to_vec()], 3).map(|_| ()),
        _ => Ok(()),
    };
    if let Err(error) = read {
        // Arrow may refuse invalid bytes.
        expected(&error);
    }
}

fn rows(bytes: &[u8]) -> Result<(Vec<Row>, usize)> {
    let mut bytes = Unstructured::new(bytes);
    let workers = bytes.int_in_range(1..=3).unwrap_or(1);
    let rows = Vec::arbitrary(&mut bytes).unwrap_or_default();
    Ok((rows, workers))
}

/// Encodes rows as one of the other kinds.
///
/// # Errors
/// Returns an error if the rows cannot be encoded.
pub fn encoded(bytes: &[u8], kind: u8) -> std::result::Result<Vec<u8>, Error> {
    let (rows, workers) = rows(bytes)?;
    let spill = || Spill::new(Arc::new(Memory::default()), Budget::new(0, 0));
    let runs = |spill: &Spill| -> Result<Runs> {
        let mut runs = Runs::default();
        runs.add(fold(&rows), workers, spill)?;
        Ok(runs)
    };
    let partial = || Partial::from_fold(fold(&rows));
    match kind {
        PARTIAL => partial()?.encode(),
        TOTALS => Totals::new(partial()?)?.encode(),
        STORED_TOTALS => Runs::merge(vec![runs(&spill())?], &spill())?.0.remove(0).encode(),
        RUNS => runs(&spill())?.encode(),
        _ => Totals::new(partial()?)?.sample(),
    }
}
