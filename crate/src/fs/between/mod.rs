//! Views between two days, from paths to a file.

mod outcome;
mod snapshot;
mod sources;

use std::path::{Path, PathBuf};
use std::time::Instant;

use arrow::array::RecordBatch;

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::export::{Format, TableWriter};
use crate::fs::io::output::OutputFile;
use crate::fs::remote::shown;
use crate::fs::run::first_rows::FirstRows;
use crate::fs::run::reading::Reading;
use crate::fs::threads::for_each;
use crate::fs::{Dataset, Failures, Options, Outputs, Target, Watch};
use crate::report::{Filter, LeftOut, ResultKind, Share, ViewsBetween};
use crate::scan::Roles;

use snapshot::Snapshot;
use sources::{annotated, mixed};

pub use outcome::{BetweenOutcome, DayRead};
pub use sources::DaySources;

/// A request for the views between two days.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Between {
    /// The file or folder of the earlier day.
    pub earlier: PathBuf,
    /// The file or folder of the later day.
    pub later: PathBuf,
    /// Where the views are written.
    pub target: Target,
    /// How the files of both are read.
    pub options: Options,
}

impl Between {
    /// Creates a request with default options.
    pub fn new(earlier: PathBuf, later: PathBuf, target: Target) -> Self {
        Self { earlier, later, target, options: Options::new() }
    }

    /// Reads both days, and writes the file with the views between them.
    ///
    /// # Errors
    ///
    /// The errors of preparing and executing a [`Run`](crate::fs::Run);
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) for an input of no day or of several,
    /// with rows without a date or with a (channel, video) twice, and if the first day is not the
    /// earlier; [`SumOverflow`](crate::ErrorCode::SumOverflow) for a difference outside int64. The
    /// output is then unchanged.
    pub fn execute(&self, watch: &Watch) -> Result<BetweenOutcome, Failures> {
        let begun = Instant::now();
        let [earlier, later] = [&self.earlier, &self.later].map(|input| self.prepare(input));
        let notes = self.options.remote.iter().flat_map(|remote| remote.take_notes());
        notes.for_each(|note| watch.note(format!("note: {note}")));
        let readings = [earlier?, later?];
        for note in readings.iter().flat_map(|reading| reading.dataset.input().notes()) {
            watch.note(format!("note: {note}"));
        }
        for skipped in readings.iter().flat_map(Reading::skipped) {
            watch.note(format!("note: skipped: {}", skipped.message));
        }
        let file = self.target.open()?;
        let [mut earlier_reading, mut later_reading] = readings;
        let earlier = Snapshot::read(&mut earlier_reading, &self.earlier, watch)?;
        let later = Snapshot::read(&mut later_reading, &self.later, watch)?;
        self.refuse_order(earlier.day, later.day)?;
        self.count(&earlier, &later)?;
        let Wrote { rows, left_out, first_rows } = match (&file, &self.target) {
            (Some(file), _) => self.write(file, &earlier, &later, watch)?,
            (None, Target::FirstRows(max)) => first_rows_of(*max, &earlier, &later, watch)?,
            (None, _) => return Err(Error::new(ErrorCode::Internal, "the target is not open").into()),
        };
        Ok(BetweenOutcome {
            warnings: mixed([&earlier.sources, &later.sources]).into_iter().collect(),
            earlier: earlier.day_read(&earlier_reading, &self.earlier)?,
            later: later.day_read(&later_reading, &self.later)?,
            left_out,
            path: self.target.shown(),
            rows,
            bytes: file.map_or(Ok(0), OutputFile::replace)?,
            first_rows,
            threads: self.options.threads.get(),
            spilled_bytes: earlier_reading.spilled_bytes() + later_reading.spilled_bytes(),
            seconds: begun.elapsed().as_secs_f64(),
        })
    }

    /// Opens the files of a day, whose counts are its monthly views: each of them has one month.
    fn prepare(&self, input: &Path) -> Result<Reading, Failures> {
        let mut options = self.options.clone();
        // The state of both is in memory at once.
        options.memory = options.memory.map(|memory| memory / 2);
        options.check()?;
        let inputs = options.inputs(&[input.to_owned()])?;
        let outputs = Outputs::One { result: ResultKind::Monthly, target: self.target.clone() };
        outputs.refuse_inputs(&inputs.files)?;
        Reading::new(Dataset::read(inputs, &options)?, options, Roles::MONTHLY)
    }

    fn refuse_order(&self, earlier: Day, later: Day) -> Result<()> {
        if earlier < later {
            return Ok(());
        }
        let what =
            if earlier == later { "both inputs are of the same day" } else { "the later day is first" };
        let remedy = if earlier == later {
            "Name the files of two days, the earlier first."
        } else {
            "Name the two inputs the other way round."
        };
        Err(Error::new(ErrorCode::InvalidOption, what)
            .expected("an earlier and a later day")
            .found(format!("{earlier} in {}, {later} in {}", shown(&self.earlier), shown(&self.later)))
            .remedy(remedy))
    }

    /// Counts the rows of both, a share per thread, which later steps need.
    fn count(&self, earlier: &Snapshot, later: &Snapshot) -> Result<()> {
        let shares = earlier.shares.iter().chain(&later.shares).collect();
        let count = |share: &Share| share.rows(ResultKind::Monthly, &Filter::default()).map(|_| ());
        for_each(self.options.threads, shares, count)?.into_iter().collect()
    }

    fn write(&self, file: &OutputFile, earlier: &Snapshot, later: &Snapshot, watch: &Watch) -> Result<Wrote> {
        let mut between = views(earlier, later, watch);
        let format = self.target.format()?.unwrap_or(Format::Csv);
        let located = |error| file.located(error);
        let schema = annotated(between.schema(), [&earlier.sources, &later.sources]);
        let mut writer = TableWriter::new(format, file.sink()?, &schema).map_err(located)?;
        let mut rows = 0;
        for batch in between.by_ref() {
            let batch = batch?;
            rows += batch.num_rows() as u64;
            writer.write(&batch).map_err(located)?;
        }
        let sink = writer.finish().map_err(located)?;
        sink.into_inner().map_err(|error| located(error.into_error().into()))?;
        Ok(Wrote { rows, left_out: between.left_out(), first_rows: Vec::new() })
    }
}

/// What was written, or else the first rows.
struct Wrote {
    rows: u64,
    left_out: LeftOut,
    first_rows: Vec<RecordBatch>,
}

fn views<'a>(
    earlier: &'a Snapshot,
    later: &'a Snapshot,
    watch: &'a Watch,
) -> ViewsBetween<impl Iterator<Item = Result<RecordBatch>>, impl Iterator<Item = Result<RecordBatch>>> {
    ViewsBetween::new(earlier.batches(watch), later.batches(watch), [earlier.day, later.day])
}

fn first_rows_of(max: usize, earlier: &Snapshot, later: &Snapshot, watch: &Watch) -> Result<Wrote> {
    let mut between = views(earlier, later, watch);
    let mut first = FirstRows::new(max, between.schema());
    let mut rows = 0;
    for batch in between.by_ref() {
        let batch = batch?;
        rows += batch.num_rows() as u64;
        first.add(&batch);
    }
    Ok(Wrote { rows, left_out: between.left_out(), first_rows: first.into_batches() })
}
