//! Spilled state that is read again, unchanged or with changed bytes.

use std::sync::Arc;

use crate::{Changed, Layer, Memory, Row, decoded, expected, fold};
use arbitrary::Arbitrary;
use daytally::Result;
use daytally::fold::Fold;
use daytally::merge::{Partial, Runs, Spill, Splitters, Totals};
use daytally::report::{Filter, ResultKind, Share};
use daytally::spill::{Budget, Store};

#[derive(Arbitrary, Debug)]
struct Input {
    folds: Vec<Vec<Row>>,
    layer: Layer,
    changes: Vec<(u16, u8)>,
}

/// Checks the value that is decoded from bytes.
pub fn run(bytes: &[u8]) {
    if let Some(input) = decoded(bytes) {
        check(input);
    }
}

fn check(input: Input) {
    let changed = input.changes.iter().any(|change| change.1 != 0);
    match spilled(&input) {
        Ok(texts) if !changed => assert_eq!(texts, resident(&input).expect("nothing is stored")),
        Ok(_) => {}
        Err(error) => {
            assert!(changed, "{error}");
            expected(&error);
        }
    }
}

fn spilled(input: &Input) -> Result<Vec<Option<String>>> {
    let store: Arc<dyn Store> =
        Arc::new(Changed { layer: input.layer, store: Memory::default(), changes: input.changes.clone() });
    let spill = Spill::new(store.clone(), Budget::new(0, 0));
    let mut runs = Runs::default();
    for rows in &input.folds {
        runs.add(fold(rows), 1, &spill)?;
    }
    let runs = Runs::decode(runs.encode()?, &store)?;
    let (merged, sample) = Runs::merge(vec![runs], &spill)?;
    let splitters = Splitters::new(&[sample], 2)?;
    let mut ranges = vec![Vec::new(); 2];
    for totals in merged {
        for (range, share) in ranges.iter_mut().zip(totals.cut(&splitters)?) {
            range.push(Totals::decode(share.encode()?, Some(&store))?);
        }
    }
    let mut texts = Vec::new();
    for shares in ranges {
        texts.extend(text(Totals::join(shares, Some(&spill))?)?);
    }
    Ok(joined(texts))
}

fn resident(input: &Input) -> Result<Vec<Option<String>>> {
    let folds = input.folds.iter().map(|rows| Partial::from_fold(fold(rows)));
    let merged = Partial::merge(folds.collect::<Result<_>>()?)?;
    let nothing = Partial::from_fold(Fold::new())?;
    Ok(joined(text(Totals::new(Partial::merge(vec![merged, nothing])?)?)?))
}

/// Returns the rows of consecutive result parts, by result.
fn joined(texts: Vec<(ResultKind, Option<String>)>) -> Vec<Option<String>> {
    let rows = |kind| texts.iter().filter(move |text| text.0 == kind).map(|text| text.1.as_deref());
    KINDS.into_iter().map(|kind| rows(kind).collect()).collect()
}

const KINDS: [ResultKind; 3] = [ResultKind::Monthly, ResultKind::GapsRanges, ResultKind::Snapshot];

/// Each result, or `None` if a sum does not fit in 64 bits.
fn text(totals: Totals) -> Result<Vec<(ResultKind, Option<String>)>> {
    let mut share = Share::new(totals);
    share.set_end_date(daytally::Day::new(19_300), true);
    share.diagnostics()?;
    let mut texts = Vec::new();
    for kind in KINDS {
        let all = match share.rows(kind, &Filter::default()) {
            Err(error) if error.code() == daytally::ErrorCode::SumOverflow => {
                texts.push((kind, None));
                continue;
            }
            rows => share.window(kind, &Filter::default(), 0, rows?)?,
        };
        let rows = (0..all.num_rows()).map(|row| format!("{:?}\n", all.slice(row, 1).columns()));
        texts.push((kind, Some(rows.collect())));
    }
    Ok(texts)
}
