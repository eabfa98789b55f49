//! The merged state of a run, from which its results are read.

use std::num::NonZeroUsize;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::{Duration, Instant};

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::fs::run::batches::Batches;
use crate::fs::run::result_file::ResultFile;
use crate::fs::threads::{for_each, no_thread};
use crate::fs::{FetchCost, FetchJob, Fetched, Figures, Outages, Streams, Watch};
use crate::merge::Totals;
use crate::report::{DayCounts, Diagnostics, Filter, ResultKind, Share};
use crate::snapshot::{Progress, Provider, SnapshotJob};

/// How many rows are made at once if only the first rows are wanted.
const FIRST_ROWS: u64 = 2_048;
/// The maximum number of batches that wait to be written.
const MAX_WAITING: usize = 4;

/// Shares in the results' order, and the provider's answers.
#[derive(Debug)]
pub(super) struct Analysis {
    shares: Vec<Share>,
    snapshot: Option<SnapshotJob>,
    fetched: Option<Fetched>,
    ready: Duration,
}

impl Analysis {
    /// Creates it for the given end date, or else for the newest date in the data.
    pub(super) fn new(totals: Vec<Totals>, end_date: Option<Day>) -> Self {
        let mut shares: Vec<Share> = totals.into_iter().map(Share::new).collect();
        let end = end_date.or_else(|| shares.iter().filter_map(Share::last_day).max());
        for share in &mut shares {
            share.set_end_date(end, end_date.is_some());
        }
        Self { shares, snapshot: None, fetched: None, ready: Duration::ZERO }
    }

    /// Finds outages, stopped videos and completeness; excludes the outages from the gaps if
    /// requested.
    pub(super) fn cover(&mut self, outages: Outages, threads: NonZeroUsize, watch: &Watch) -> Result<()> {
        let count = |share: &Share| watch.check().and_then(|()| share.day_counts().cloned());
        let mut counts = DayCounts::default();
        for part in for_each(threads, self.shares.iter().collect(), count)? {
            counts.add(&part?);
        }
        let Some(mut coverage) = counts.coverage(outages.share) else { return Ok(()) };
        coverage.outages_excluded = outages.excluded;
        self.shares.iter_mut().for_each(|share| share.set_coverage(coverage.clone()));
        Ok(())
    }

    /// Fetches the count of every video from a provider.
    pub(super) fn fetch_from(
        &mut self,
        provider: &mut dyn Provider,
        batch_size: Option<NonZeroUsize>,
        run_date: Day,
        watch: &Watch,
    ) -> Result<()> {
        let batch_size = batch_size.unwrap_or(provider.batch_limit());
        let mut job = SnapshotJob::new(self.shares.len(), batch_size);
        let mut streams = Streams::new(&mut self.shares, run_date);
        loop {
            watch.check()?;
            streams.push(&mut job)?;
            let progress = job.advance(provider)?;
            streams.take(&mut job)?;
            if progress.done {
                self.snapshot = Some(job);
                return Ok(());
            }
        }
    }

    /// Discards the answers of a provider.
    pub(super) fn forget_answers(&mut self) {
        self.snapshot = None;
        self.shares.iter_mut().for_each(Share::forget_answers);
    }

    /// Fetches the count of every video by a job of the host.
    pub(super) fn fetch(&mut self, job: &mut dyn FetchJob, run_date: Day, watch: &Watch) -> Result<()> {
        self.fetched = Some(job.fetch(&mut Streams::new(&mut self.shares, run_date), watch)?);
        Ok(())
    }

    /// Returns the cost of fetching by a job of the host.
    pub(super) fn cost(&mut self, job: &dyn FetchJob, run_date: Day, watch: &Watch) -> Result<FetchCost> {
        job.cost(&mut Streams::new(&mut self.shares, run_date), watch)
    }

    /// Returns the outcome of the host's job, if there was one.
    pub(super) fn fetched(&self) -> Option<&Fetched> {
        self.fetched.as_ref()
    }

    /// Returns the progress of the provider.
    pub(super) fn progress(&self) -> Option<Progress> {
        self.job().map(SnapshotJob::progress)
    }

    fn unanswered(&self) -> usize {
        self.job().map_or(0, SnapshotJob::unanswered_rows)
    }

    /// Returns the amounts of its state and of the answers.
    pub(super) fn figures(&self) -> Figures {
        let progress = self.progress();
        let fetched = self.fetched();
        let calls = fetched.map(|fetched| fetched.progress.calls);
        Figures {
            series: self.series(),
            requested: progress.map_or(0, |progress| progress.requested),
            calls: calls.or(progress.map(|progress| progress.calls)).unwrap_or_default(),
            failures: fetched.map_or(0, |fetched| fetched.progress.failures),
            units: fetched.map_or(0, |fetched| fetched.units),
            known: fetched.map_or(0, |fetched| fetched.progress.known),
            answered: progress.map_or(0, |progress| progress.settled) - self.unanswered() as u64,
            unanswered: self.unanswered(),
            state_bytes: self.memory(),
            ready_seconds: self.ready.as_secs_f64(),
            ..Figures::default()
        }
    }

    fn job(&self) -> Option<&SnapshotJob> {
        self.snapshot.as_ref().or(self.fetched.as_ref().map(|fetched| &fetched.job))
    }

    /// Counts the rows of the results, a share per thread, and stores the time since `begun`.
    pub(super) fn get_ready(
        &mut self,
        kinds: impl Iterator<Item = ResultKind>,
        begun: Instant,
        threads: NonZeroUsize,
    ) -> Result<()> {
        let counted = |kind| match kind {
            ResultKind::Unanswered => None,
            ResultKind::Combined => Some(ResultKind::Snapshot),
            kind => Some(kind),
        };
        let kinds: Vec<ResultKind> = kinds.filter_map(counted).collect();
        // Writing needs the same counts, and does not count again.
        let count = |share: &Share| {
            kinds.iter().try_for_each(|&kind| share.rows(kind, &Filter::default()).map(|_| ()))
        };
        let ready = for_each(threads, self.shares.iter().collect(), count)?;
        ready.into_iter().collect::<Result<()>>()?;
        self.ready = begun.elapsed();
        Ok(())
    }

    /// Refuses gaps of more than `max` missing days.
    pub(super) fn refuse_gap_days(&self, max: u64) -> Result<()> {
        let (mut days, mut videos, mut longest) = (0, 0, 0);
        for share in &self.shares {
            days += share.rows(ResultKind::GapsDates, &Filter::default())?;
            videos += share.rows(ResultKind::GapsList, &Filter::default())?;
            longest = longest.max(share.max_missing_days()?);
        }
        if days <= max {
            return Ok(());
        }
        let bytes = days.saturating_mul(size_of::<i32>() as u64);
        Err(Error::new(ErrorCode::OverLimit, "the gaps would have too many days")
            .expected(format!("at most {max} missing days"))
            .found(format!(
                "{days} in {videos} lists, up to {longest} in one: {days} rows of dates, or {bytes} bytes of \
                 lists before they are encoded"
            ))
            .remedy(format!(
                "Correct the upload days, give another --end-date, have them by gaps --form ranges, or allow \
                 them by --max-gap-days {days}."
            )))
    }

    /// Writes every row of a result; of the combined result, those after the input's. With a spare
    /// thread, it makes rows while others are written.
    pub(super) fn write(&self, file: &mut ResultFile, spare_thread: bool, watch: &Watch) -> Result<()> {
        if file.wants_first_rows() && file.kind() != ResultKind::Unanswered {
            return self.write_first_rows(file, watch);
        }
        let mut rows = self.batches(file.kind(), Some(watch));
        if !spare_thread {
            return rows.try_for_each(|batch| file.write(&batch?));
        }
        thread::scope(|scope| {
            let (made, batches) = sync_channel(MAX_WAITING);
            // If a batch cannot be sent, writing has failed and reports it.
            let make = move || rows.try_for_each(|batch| made.send(batch?).map_err(|_| unwanted()));
            let making = thread::Builder::new().spawn_scoped(scope, make).map_err(no_thread)?;
            let written = batches.into_iter().try_for_each(|batch| file.write(&batch));
            let made = making.join().map_err(|_| Error::new(ErrorCode::Internal, "a thread panicked"))?;
            written.and(made)
        })
    }

    /// Writes the first rows of a result, and counts the others.
    fn write_first_rows(&self, file: &mut ResultFile, watch: &Watch) -> Result<()> {
        let kind = match file.kind() {
            ResultKind::Combined => ResultKind::Snapshot,
            kind => kind,
        };
        for share in &self.shares {
            let rows = share.rows(kind, &Filter::default())?;
            let mut start = 0;
            while start < rows && !file.has_enough() {
                watch.check()?;
                let window = share.window(kind, &Filter::default(), start, FIRST_ROWS)?;
                start += window.num_rows().max(1) as u64;
                file.write(&window)?;
            }
            file.skip(rows.saturating_sub(start));
        }
        Ok(())
    }

    /// Returns the rows of a result, in order; of the combined result, those after the input's.
    pub(super) fn batches<'a>(&'a self, kind: ResultKind, watch: Option<&'a Watch>) -> Batches<'a> {
        match (kind, self.job()) {
            (ResultKind::Unanswered, Some(job)) => Batches::unanswered(job, watch),
            (ResultKind::Unanswered, None) => {
                Batches::refused(Error::new(ErrorCode::Internal, "no counts were fetched"))
            }
            (ResultKind::Combined, _) => Batches::of_shares(&self.shares, ResultKind::Snapshot, watch),
            (kind, _) => Batches::of_shares(&self.shares, kind, watch),
        }
    }

    /// Returns the shares.
    pub(super) fn shares(&self) -> &[Share] {
        &self.shares
    }

    pub(super) fn diagnostics(&self) -> Result<Diagnostics> {
        let mut all = Diagnostics::default();
        for share in &self.shares {
            all.add(share.diagnostics()?);
        }
        Ok(all)
    }

    /// Returns how many distinct (channel, video) there are.
    fn series(&self) -> usize {
        self.shares.iter().map(Share::series).sum()
    }

    /// Returns the memory of the state, in bytes.
    fn memory(&self) -> usize {
        self.shares.iter().map(Share::memory).sum()
    }
}

fn unwanted() -> Error {
    Error::new(ErrorCode::Cancelled, "another part of the run failed")
}
