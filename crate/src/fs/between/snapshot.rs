//! The counts of one day.

use std::path::Path;

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::fold::Counters;
use crate::fs::Watch;
use crate::fs::between::{DayRead, DaySources};
use crate::fs::remote::shown;
use crate::fs::run::batches::Batches;
use crate::fs::run::reading::Reading;
use crate::report::{Diagnostics, ResultKind, Share};

/// The counts of a day.
pub(super) struct Snapshot {
    pub(super) day: Day,
    pub(super) shares: Vec<Share>,
    pub(super) sources: DaySources,
}

impl Snapshot {
    /// Reads the counts of an input, which must be of one day.
    pub(super) fn read(reading: &mut Reading, path: &Path, watch: &Watch) -> Result<Self> {
        let totals = reading.scan_good_files(watch)?;
        let sources = DaySources::of(reading.files()?.into_iter());
        let mut counters = Counters::default();
        totals.iter().for_each(|totals| counters.merge(totals.counters().clone()));
        let day = only_day(&counters).map_err(|error| error.in_file(shown(path)))?;
        Ok(Self { day, shares: totals.into_iter().map(Share::new).collect(), sources })
    }

    /// Returns its counts, as batches of monthly views in the results' order.
    pub(super) fn batches<'a>(&'a self, watch: &'a Watch) -> Batches<'a> {
        Batches::of_shares(&self.shares, ResultKind::Monthly, Some(watch))
    }

    /// Returns what was read, for the user.
    pub(super) fn day_read(&self, reading: &Reading, path: &Path) -> Result<DayRead> {
        let mut diagnostics = Diagnostics::default();
        for share in &self.shares {
            diagnostics.add(share.diagnostics()?);
        }
        let diagnostics = diagnostics.concluded(reading.facts());
        let path = shown(path);
        let (day, files) = (self.day.to_string(), reading.plan.files.len());
        let input = reading.dataset.input().clone();
        let (rows, sources) = (reading.plan.rows, self.sources.clone());
        Ok(DayRead { path, day, files, rows, sources, diagnostics, input })
    }
}

/// Returns the day of every row, if no (channel, video) has two.
fn only_day(counters: &Counters) -> Result<Day> {
    let refused = |what: &str| Error::new(ErrorCode::InvalidOption, what).expected("counts of one day");
    let days = counters.first_day.and_then(Day::new).zip(counters.last_day.and_then(Day::new));
    let Some((first, last)) = days else {
        return Err(refused("the input has no day")
            .found(format!("{} rows, none with a date", counters.rows))
            .remedy("Name a file such as `daytally snapshot` writes."));
    };
    if first != last {
        return Err(refused("the input has more than one day")
            .found(format!("counts from {first} to {last}"))
            .remedy("Name a file with the rows of one day, such as `daytally snapshot` writes."));
    }
    if counters.null_date_rows > 0 {
        return Err(refused("the input has rows without a date")
            .found(format!("{} of {} rows without a date", counters.null_date_rows, counters.rows))
            .remedy("Leave these rows out, or give them the day of their counts."));
    }
    let repeats: u64 = counters.repeats.values().sum();
    if repeats > 0 {
        return Err(Error::new(ErrorCode::InvalidOption, "the input repeats a channel's video")
            .expected("one row for each channel and video")
            .found(format!("{repeats} more of {first}"))
            .remedy("Leave one row for each, with the count that holds."));
    }
    Ok(first)
}
