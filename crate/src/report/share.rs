//! All results of one worker's totals.

use std::borrow::Cow;
use std::sync::OnceLock;

use arrow::array::RecordBatch;

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::merge::{Recent, Series, Totals};
use crate::report::calendar::calendar;
use crate::report::counted::{CountOf, Counted};
use crate::report::gaps;
use crate::report::gaps::expected::Expected;
use crate::report::index::{Index, Window};
use crate::report::snapshot::Answers;
use crate::report::{
    ChannelQuery, Channels, Coverage, DayCounts, Diagnostics, Filter, Heat, HeatGrid, Overview, ResultKind,
    SortPass, VideoDays, monthly,
};
use crate::scan::UnreadColumn;

/// The results of one range of the order. The rows of the next range follow them.
///
/// Indexes are made when a result is first read. Another end date reads the state again, not the
/// data.
#[derive(Debug)]
pub struct Share {
    totals: Totals,
    expected: Expected,
    end_date_given: bool,
    coverage: Option<Coverage>,
    counted: OnceLock<Result<Counted>>,
    snapshot: OnceLock<Result<Index>>,
    filtered: Recent<(ResultKind, Filter), Index>,
    answers: OnceLock<Result<Answers>>,
}

impl Share {
    /// Returns the results of a range of the merged state, without an end date and without answers.
    pub fn new(totals: Totals) -> Self {
        Self {
            totals,
            expected: Expected::default(),
            end_date_given: false,
            coverage: None,
            counted: OnceLock::new(),
            snapshot: OnceLock::new(),
            filtered: Recent::default(),
            answers: OnceLock::new(),
        }
    }

    /// Returns the newest date in this share.
    ///
    /// The newest date of the whole data is the maximum of all shares.
    pub fn last_day(&self) -> Option<Day> {
        self.totals.counters().last_day.and_then(Day::new)
    }

    /// Sets the day up to which data should be complete, inclusive, and whether the user gave it.
    ///
    /// Removes the coverage, which depends on the day.
    pub fn set_end_date(&mut self, end_date: Option<Day>, given: bool) {
        self.expected = Expected::until(end_date);
        self.end_date_given = given;
        self.coverage = None;
        self.counted = OnceLock::new();
        self.filtered = Recent::default();
    }

    /// Returns this share's counts of videos by day, for the current end date.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if spilled state cannot be read.
    pub fn day_counts(&self) -> Result<&DayCounts> {
        Ok(&self.counted()?.days)
    }

    /// Sets the coverage of all shares together. If outages are excluded, no video lacks data on
    /// those days from now on.
    pub fn set_coverage(&mut self, coverage: Coverage) {
        if coverage.outages_excluded && !coverage.outages.is_empty() {
            self.expected = self.expected.without(&coverage.outages);
            self.counted = OnceLock::new();
            self.filtered = Recent::default();
        }
        self.coverage = Some(coverage);
    }

    /// Returns this share's part of the diagnostics, for the current end date.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if spilled state cannot be read.
    pub fn diagnostics(&self) -> Result<Diagnostics> {
        let alone;
        let counted = match self.counted.get() {
            Some(counted) => counted.as_ref().map_err(Error::clone)?,
            // A snapshot alone does not need the gaps to be counted.
            None => {
                alone = Counted::new(&self.totals, &self.expected, CountOf::Issues)?;
                &alone
            }
        };
        let coverage = self.coverage.clone();
        Ok(counted.diagnostics(&self.totals, &self.expected, self.end_date_given, coverage))
    }

    /// Returns this share's part of the overview. It reads the state again.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if spilled state cannot be read.
    pub fn overview(&self) -> Result<Overview> {
        Overview::new(&self.totals, &self.expected)
    }

    /// Returns this share's channels that a query asks for, and those at its ends. It reads the state
    /// again.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if spilled state cannot be read.
    pub fn channels(&self, query: &ChannelQuery) -> Result<Channels> {
        Channels::new(&self.totals, &self.expected, query)
    }

    /// Returns this share's part of a heat map. It reads the state again.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if spilled state cannot be read.
    pub fn heat(&self, grid: &HeatGrid) -> Result<Heat> {
        Heat::new(&self.totals, &self.expected, grid)
    }

    /// Returns the days of a video, for each of its channels in this share.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if spilled state cannot be read.
    pub fn calendar(&self, video_id: &str) -> Result<Vec<VideoDays>> {
        calendar(&self.totals, video_id)
    }

    /// Returns by file and role the row groups in which no value can be read. One share of a run
    /// has all of them.
    pub fn unread_columns(&self) -> &[UnreadColumn] {
        &self.totals.counters().unread_columns
    }

    /// Returns how many (channel, video) it has.
    pub fn series(&self) -> usize {
        self.totals.series()
    }

    /// Returns how many rows of a result a filter takes in this share.
    ///
    /// # Errors
    ///
    /// [`SumOverflow`](crate::ErrorCode::SumOverflow) for monthly views whose sum lies outside
    /// int64; [`Internal`](crate::ErrorCode::Internal) for results that a share does not have
    /// (`Unanswered`, `Combined`); [`Io`](crate::ErrorCode::Io) if spilled state cannot be read.
    pub fn rows(&self, kind: ResultKind, filter: &Filter) -> Result<u64> {
        Ok(self.index(kind, filter)?.rows())
    }

    /// Returns the maximum number of missing days of one video and upload day.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if spilled state cannot be read.
    pub fn max_missing_days(&self) -> Result<u64> {
        Ok(self.counted()?.max_missing)
    }

    /// Returns the rows `start..start + length` of those that a filter takes. There are fewer at
    /// the end, or if they would exceed some 16 MiB, but always at least one.
    ///
    /// # Errors
    ///
    /// As [`rows`](Self::rows).
    pub fn window(&self, kind: ResultKind, filter: &Filter, start: u64, length: u64) -> Result<RecordBatch> {
        let index = &*self.index(kind, filter)?;
        let rows = start..start.saturating_add(length).min(index.rows()).max(start);
        let window = Window { totals: &self.totals, index, filter, rows };
        match kind {
            ResultKind::Monthly => monthly::window(window),
            ResultKind::GapsList => gaps::list::window(window, &self.expected),
            ResultKind::GapsDates => gaps::dates::window(window, &self.expected),
            ResultKind::GapsRanges => gaps::ranges::window(window, &self.expected),
            ResultKind::Snapshot => self.answers()?.window(window),
            ResultKind::Unanswered | ResultKind::Combined => Err(elsewhere(kind)),
        }
    }

    /// Passes the rows that a filter takes to a sort pass. `first_row` is the number of the first.
    /// If the pass samples, it gets only the rows that it takes.
    ///
    /// # Errors
    ///
    /// As [`rows`](Self::rows).
    pub fn sort(&self, kind: ResultKind, filter: &Filter, first_row: u64, pass: &mut SortPass) -> Result<()> {
        let rows = self.rows(kind, filter)?;
        let mut start = pass.next_row(first_row) - first_row;
        while start < rows {
            let window = self.window(kind, filter, start, pass.rows_at_once())?;
            pass.push(&window, first_row + start)?;
            start = pass.next_row(first_row + start + window.num_rows() as u64) - first_row;
        }
        Ok(())
    }

    /// Returns the index of the rows that a filter takes, cached for the last filters.
    fn index(&self, kind: ResultKind, filter: &Filter) -> Result<Cow<'_, Index>> {
        // The whole result's index decides whether the result exists.
        let whole = self.whole_index(kind);
        if filter.is_all() || whole.is_err() {
            return whole.map(Cow::Borrowed);
        }
        let make = || {
            let answers = (kind == ResultKind::Snapshot).then(|| self.answers()).transpose()?;
            Index::new(&self.totals, filter, |number, series| {
                Ok(answers.map_or_else(
                    || self.filtered_rows(kind, series, filter),
                    |answers| answers.filtered(number, series, filter),
                ))
            })
        };
        self.filtered.get((kind, filter.clone()), make).map(Cow::Owned)
    }

    fn filtered_rows(&self, kind: ResultKind, series: &Series<'_>, filter: &Filter) -> u64 {
        match kind {
            ResultKind::Monthly => monthly::filtered(series, filter),
            ResultKind::GapsList => gaps::list::filtered(series, &self.expected, filter),
            ResultKind::GapsDates => gaps::dates::filtered(series, &self.expected, filter),
            ResultKind::GapsRanges => gaps::ranges::filtered(series, &self.expected, filter),
            ResultKind::Snapshot | ResultKind::Unanswered | ResultKind::Combined => 0,
        }
    }

    fn whole_index(&self, kind: ResultKind) -> Result<&Index> {
        match kind {
            ResultKind::Monthly => self.counted()?.monthly(),
            ResultKind::GapsList => Ok(&self.counted()?.gaps_list),
            ResultKind::GapsDates => Ok(&self.counted()?.gaps_dates),
            ResultKind::GapsRanges => Ok(&self.counted()?.gaps_ranges),
            ResultKind::Snapshot => {
                let index =
                    self.snapshot.get_or_init(|| {
                        let (answers, all) = (self.answers()?, Filter::default());
                        Index::new(&self.totals, &all, |number, series| {
                            Ok(answers.filtered(number, series, &all))
                        })
                    });
                index.as_ref().map_err(Error::clone)
            }
            ResultKind::Unanswered | ResultKind::Combined => Err(elsewhere(kind)),
        }
    }

    fn counted(&self) -> Result<&Counted> {
        let counted =
            self.counted.get_or_init(|| Counted::new(&self.totals, &self.expected, CountOf::Everything));
        counted.as_ref().map_err(Error::clone)
    }

    fn answers(&self) -> Result<&Answers> {
        self.answers.get_or_init(|| Answers::new(&self.totals)).as_ref().map_err(Error::clone)
    }

    /// Returns the distinct videos `start..start + length` of this share, ascending by bytes,
    /// without the null, in one column `video_id`. There are none past the end, and fewer if they
    /// would exceed some 16 MiB.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if an Arrow array cannot be built;
    /// [`Io`](crate::ErrorCode::Io) if spilled state cannot be read.
    pub fn video_ids(&self, start: usize, length: usize) -> Result<RecordBatch> {
        self.answers()?.ids(start, length)
    }

    /// Takes a provider's answers for the next of [`video_ids`](Self::video_ids), in their order:
    /// `video_id` and `views`, null for a video without an answer. Another run date discards
    /// earlier answers.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if they do not follow the order of the videos;
    /// [`Io`](crate::ErrorCode::Io) if spilled state cannot be read.
    pub fn answer(&mut self, answers: &RecordBatch, run_date: Day) -> Result<()> {
        self.answers()?;
        self.snapshot = OnceLock::new();
        self.filtered = Recent::default();
        match self.answers.get_mut() {
            Some(Ok(known)) => known.answer(answers, run_date),
            _ => Ok(()),
        }
    }

    /// Discards all answers, so that a new snapshot can begin.
    pub fn forget_answers(&mut self) {
        self.answers = OnceLock::new();
        self.snapshot = OnceLock::new();
        self.filtered = Recent::default();
    }

    /// Returns the memory of the state, in bytes, without spilled state.
    pub fn memory(&self) -> usize {
        self.totals.memory()
    }
}

fn elsewhere(kind: ResultKind) -> Error {
    Error::new(ErrorCode::Internal, format!("{} is not a result of the state", kind.file_stem()))
}
