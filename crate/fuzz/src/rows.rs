//! Rows, their folded state, and the results of it.

use arbitrary::Arbitrary;
use arrow::array::{BinaryViewArray, Date32Array, Int64Array};
use daytally::fold::Fold;
use daytally::merge::{Partial, Totals};
use daytally::report::{Filter, ResultKind, Share};
use daytally::scan::{Columns, Ids};
use daytally::{Day, Result};

use crate::expected;

/// The number of rows that are read from a result.
const WINDOW: u64 = 20;

/// A row with few possible values, so that rows repeat.
#[derive(Arbitrary, Clone, Debug)]
pub struct Row {
    channel: u8,
    video: u8,
    created: u8,
    date: u16,
    views: Views,
}

#[derive(Arbitrary, Clone, Debug)]
enum Views {
    Null,
    Few(i8),
    Any(i64),
}

impl Row {
    fn id(number: u8, prefix: &str) -> Option<String> {
        match number {
            0 => None,
            1 => Some(String::new()),
            // Ids of more than 12 bytes are stored differently.
            few if few < 128 => Some(format!("{prefix}{}", few % 8)),
            many => Some(format!("{prefix}, of which the id is long: {many}")),
        }
    }

    fn created(&self) -> Option<i32> {
        match self.created {
            0 => None,
            1 => Some(Day::MIN.number()),
            2 => Some(Day::MAX.number()),
            few => Some(19_000 + i32::from(few)),
        }
    }

    fn date(&self) -> Option<i32> {
        match self.date {
            0 => None,
            1 => Some(Day::MIN.number()),
            2 => Some(Day::MAX.number()),
            few => Some(19_000 + i32::from(few % 512)),
        }
    }

    fn views(&self) -> Option<i64> {
        match self.views {
            Views::Null => None,
            Views::Few(views) => Some(views.into()),
            Views::Any(views) => Some(views),
        }
    }
}

/// Folds rows.
pub fn fold(rows: &[Row]) -> Fold {
    let ids = |id: &dyn Fn(&Row) -> Option<String>| {
        Some(Ids::Plain(rows.iter().map(|row| id(row).map(String::into_bytes)).collect::<BinaryViewArray>()))
    };
    let mut fold = Fold::new();
    fold.update(&Columns {
        rows: rows.len(),
        channel_id: ids(&|row| Row::id(row.channel, "UC")),
        video_id: ids(&|row| Row::id(row.video, "video ")),
        created_date: Some(rows.iter().map(Row::created).collect::<Date32Array>()),
        date: Some(rows.iter().map(Row::date).collect::<Date32Array>()),
        view_count: Some(rows.iter().map(Row::views).collect::<Int64Array>()),
    });
    fold
}

/// Derives all results of a fold with several workers, and encodes the state between them.
///
/// # Errors
/// Returns an error if a sum does not fit in 64 bits.
pub fn results(fold: Fold, workers: usize) -> Result<()> {
    results_of(Partial::split_fold(fold, workers)?)
}

/// Derives all results of partials, and encodes them before.
pub(crate) fn results_of(parts: Vec<Partial>) -> Result<()> {
    for part in parts {
        let sent = Partial::decode(part.encode()?)?;
        assert!(sent == part, "a partial differs after decoding");
        derive_all(Totals::new(sent)?)?;
    }
    Ok(())
}

/// Derives all results of totals.
fn derive_all(totals: Totals) -> Result<()> {
    let again = Totals::decode(totals.encode()?, None)?;
    assert_eq!(again.series(), totals.series());
    let mut share = Share::new(again);
    let last = share.last_day();
    share.set_end_date(last, false);
    share.diagnostics()?;
    share.overview()?;
    let everything = Filter::default();
    for kind in [ResultKind::Monthly, ResultKind::GapsRanges, ResultKind::GapsDates, ResultKind::Snapshot] {
        let window = share.rows(kind, &everything).and_then(|rows| {
            let window = share.window(kind, &everything, 0, WINDOW)?;
            assert_eq!(window.num_rows() as u64, rows.min(WINDOW), "{kind:?}");
            Ok(())
        });
        if let Err(error) = window {
            expected(&error);
        }
    }
    Ok(())
}
