//! The log of a Delta table, from its files to a version.

use std::collections::VecDeque;
use std::sync::Arc;

use super::action::{Action, Sidecar, Values};
use super::checksum::Checksum;
use super::log_file::{LogFile, commit_name};
use super::log_path::is_outside;
use super::replay::Replay;
use super::segment::Segment;
use super::{protocol::ColumnMapping, schema};
use crate::error::{Error, ErrorCode, Result};
use crate::order::ordered;
use crate::source::table::log_need::LogNeed;
use crate::source::table::names::DELTA_LOG;
use crate::source::table::{Snapshot, TableColumn, TableColumns, TableFile, TableKind};

/// The maximum length of a line.
const MAX_LINE: usize = 64 << 20;
/// The maximum number of sidecars of a checkpoint.
const MAX_SIDECARS: usize = 100_000;
/// The maximum size of a version's totals.
const MAX_CHECKSUM: usize = 256 << 20;

/// Replays the log of a Delta table without I/O: see [`TableLog`](crate::source::table::TableLog).
#[derive(Debug)]
pub struct DeltaLog {
    /// The table's folder in errors, with a trailing `/`.
    shown: String,
    wanted: Option<u64>,
    /// The version, once the log was listed.
    version: Option<u64>,
    steps: VecDeque<Step>,
    replay: Replay,
    /// The beginning of a line that continues in the next piece.
    rest: Vec<u8>,
    /// The lines of the current file so far.
    lines: usize,
    sidecars: Vec<Sidecar>,
    checksum: Option<(String, Checksum)>,
}

#[derive(Debug)]
struct Step {
    need: LogNeed,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    List,
    /// A file of the checkpoint of a version, and whether it must state that version.
    Checkpoint(u64, bool),
    Sidecar,
    Commit,
    Checksum,
}

impl DeltaLog {
    /// Creates the log of the table in the folder `shown`, which errors name.
    ///
    /// `root` is that folder as an absolute path with a trailing `/`, if it has one: logs may name
    /// files in it by their absolute paths. `version` is `None` for the newest one.
    pub fn new(shown: &str, root: Option<String>, version: Option<u64>) -> Self {
        Self {
            shown: shown.to_owned(),
            wanted: version,
            version: None,
            steps: [Step { need: LogNeed::List(DELTA_LOG.to_owned()), what: What::List }].into(),
            replay: Replay::new(root),
            rest: Vec::new(),
            lines: 0,
            sidecars: Vec::new(),
            checksum: None,
        }
    }

    /// Returns what is needed next; nothing once the version is complete.
    pub fn need(&self) -> Option<LogNeed> {
        self.steps.front().map(|step| step.need.clone())
    }

    /// Takes the names of the files in the log's folder.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for a log with a hole,
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) for a version that it does not have.
    // There may be hundreds of thousands of names.
    #[allow(clippy::needless_pass_by_value)]
    pub fn list(&mut self, names: Vec<String>) -> Result<()> {
        self.steps.pop_front();
        let segment = Segment::choose(&names, self.wanted);
        let Segment { version, checkpoint, commits, checksum } =
            segment.map_err(|error| error.in_file(format!("{}{DELTA_LOG}/", self.shown)))?;
        self.version = Some(version);
        for name in checkpoint {
            let at = commits.start() - 1;
            let is_second = matches!(LogFile::of_name(&name), Some(LogFile::Second { .. }));
            let path = format!("{DELTA_LOG}/{name}");
            let need = if name.ends_with(".json") { LogNeed::Bytes(path) } else { LogNeed::Rows(path) };
            self.steps.push_back(Step { need, what: What::Checkpoint(at, is_second) });
        }
        for version in commits {
            let need = LogNeed::Bytes(format!("{DELTA_LOG}/{}", commit_name(version)));
            self.steps.push_back(Step { need, what: What::Commit });
        }
        if let Some(name) = checksum {
            let need = LogNeed::Bytes(format!("{DELTA_LOG}/{name}"));
            self.steps.push_back(Step { need, what: What::Checksum });
        }
        Ok(())
    }

    /// Takes the next piece of the needed file.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for a line that is not an action,
    /// [`OverLimit`](crate::ErrorCode::OverLimit) for one that is too long, with the file.
    pub fn push(&mut self, mut bytes: &[u8]) -> Result<()> {
        if self.steps.front().is_some_and(|step| step.what == What::Checksum) {
            self.rest.extend_from_slice(bytes);
            let is_small = self.rest.len() <= MAX_CHECKSUM;
            return if is_small { Ok(()) } else { Err(self.located(too_long(MAX_CHECKSUM))) };
        }
        while let Some(end) = bytes.iter().position(|&byte| byte == b'\n') {
            let (line, after) = bytes.split_at(end);
            bytes = &after[1..];
            if self.rest.is_empty() {
                self.line(line)?;
            } else {
                self.extend(line)?;
                let line = std::mem::take(&mut self.rest);
                self.line(&line)?;
            }
        }
        self.extend(bytes)
    }

    fn extend(&mut self, bytes: &[u8]) -> Result<()> {
        if self.rest.len() + bytes.len() > MAX_LINE {
            return Err(self.located(too_long(MAX_LINE)));
        }
        self.rest.extend_from_slice(bytes);
        Ok(())
    }

    fn line(&mut self, line: &[u8]) -> Result<()> {
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        self.lines += 1;
        let taken = Action::parse(line).map_err(|found| self.unreadable(&found));
        taken.and_then(|action| self.action(action)).map_err(|error| self.located(error))
    }

    fn action(&mut self, mut action: Action) -> Result<()> {
        let what = self.steps.front().map(|step| step.what);
        if let Some(stated) = action.checkpoint_metadata.take()
            && let Some(What::Checkpoint(version, is_stated)) = what
        {
            if stated.version != version {
                return Err(self.unreadable(&format!("a checkpoint of version {}", stated.version)));
            }
            if is_stated {
                // It is stated once, in one of its lines.
                self.mark(What::Checkpoint(version, false));
            }
        }
        if let Some(sidecar) = action.sidecar.take() {
            if !matches!(what, Some(What::Checkpoint(..))) {
                return Err(self.unreadable("a sidecar that is not in a checkpoint"));
            }
            self.sidecars.push(sidecar);
            if self.sidecars.len() > MAX_SIDECARS {
                return Err(self.unreadable(&format!("more than {MAX_SIDECARS} sidecars")));
            }
        }
        self.replay.take(action)
    }

    fn mark(&mut self, what: What) {
        if let Some(step) = self.steps.front_mut() {
            step.what = what;
        }
    }

    /// Ends the needed file.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for an incomplete file, with its path.
    pub fn end(&mut self) -> Result<()> {
        let rest = std::mem::take(&mut self.rest);
        let what = self.steps.front().map(|step| step.what);
        if what == Some(What::Checksum) {
            self.checksum = Checksum::parse(&rest).map(|checksum| (self.file(), checksum));
        } else {
            self.line(&rest)?;
            self.end_lines(what).map_err(|error| self.located(error))?;
        }
        self.lines = 0;
        self.steps.pop_front();
        for sidecar in std::mem::take(&mut self.sidecars).into_iter().rev() {
            let need = LogNeed::Rows(format!("{DELTA_LOG}/_sidecars/{}", sidecar.path));
            self.steps.push_front(Step { need, what: What::Sidecar });
        }
        Ok(())
    }

    fn end_lines(&mut self, what: Option<What>) -> Result<()> {
        if self.lines == 0 && what != Some(What::Sidecar) {
            return Err(self.unreadable("an empty file"));
        }
        match what {
            Some(What::Checkpoint(version, true)) => {
                Err(self.unreadable(&format!("no checkpointMetadata of version {version}")))
            }
            Some(What::Checkpoint(..)) => {
                let names: Vec<&str> = self.sidecars.iter().map(|sidecar| sidecar.path.as_str()).collect();
                let names = ordered(names, &|a: &&str, b| a.cmp(b));
                let has_issue = |name: &&str| name.contains('/') || name.is_empty();
                let twice = names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
                match names.iter().copied().find(has_issue).or(twice) {
                    Some(name) => Err(self.unreadable(&format!("the sidecar \"{name}\""))),
                    None => self.replay.checkpoint(),
                }
            }
            Some(What::Sidecar) => self.replay.checkpoint(),
            _ => self.replay.commit(),
        }
    }

    /// Returns the path of the needed file as the user knows it.
    fn file(&self) -> String {
        match self.steps.front().map(|step| &step.need) {
            Some(LogNeed::List(path) | LogNeed::Bytes(path) | LogNeed::Rows(path)) => {
                format!("{}{path}", self.shown)
            }
            None => format!("{}{DELTA_LOG}/", self.shown),
        }
    }

    fn located(&self, error: Error) -> Error {
        error.in_file(self.file())
    }

    fn unreadable(&self, found: &str) -> Error {
        Error::new(ErrorCode::Corrupt, "the log of the Delta table cannot be read")
            .expected(format!("an action as JSON in line {}", self.lines))
            .found(found)
            .remedy("Copy the whole table again; the file may be cut off.")
    }

    /// Returns the version.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) while something is still needed,
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for a log that contradicts itself, and
    /// [`Unsupported`](crate::ErrorCode::Unsupported) for a table that is not read.
    pub fn finish(self) -> Result<Snapshot> {
        let log = format!("{}{DELTA_LOG}/", self.shown);
        self.snapshot().map_err(|error| error.in_file(log))
    }

    fn snapshot(mut self) -> Result<Snapshot> {
        let Some(version) = self.version.filter(|_| self.steps.is_empty()) else {
            return Err(Error::new(ErrorCode::Internal, "the log was not read whole"));
        };
        let lacks = |what: &str| {
            Error::new(ErrorCode::Corrupt, format!("the log of the Delta table has no {what}"))
                .expected(format!("an action {what} up to version {version}"))
                .remedy("Copy the whole table again.")
        };
        let protocol = self.replay.protocol.take().ok_or_else(|| lacks("protocol"))?;
        protocol.check()?;
        let metadata = self.replay.metadata.take().ok_or_else(|| lacks("metaData"))?;
        metadata.check_format()?;
        let mapping: ColumnMapping = protocol.column_mapping(&metadata)?;
        let columns = schema::columns(&metadata, mapping)?;
        let committed = self.replay.committed;
        let files = self.replay.files()?;
        if let Some((file, checksum)) = &self.checksum {
            checksum.check(&files).map_err(|error| error.in_file(file.as_str()))?;
        }
        if let Some((outside, _)) = files.iter().find(|(path, _)| is_outside(path)) {
            return Err(Error::new(
                ErrorCode::Unsupported,
                "the Delta table has a file outside of its folder, as a shallow clone does",
            )
            .expected("files below the folder of the table")
            .found(format!("\"{outside}\""))
            .remedy("Make a deep clone, or export the table to Parquet."));
        }
        let known: Vec<_> =
            self.replay.values.iter().map(|values| partition_values(&columns, values)).collect();
        let files = files.into_iter().map(|(path, live)| {
            let values = known[live.values].clone();
            let values = values.map_err(|error| error.found(format!("none for \"{path}\"")))?;
            let deletion_vector = live.deletion_vector;
            Ok(TableFile { path, bytes: live.bytes, values, deletion_vector, sequence: 0, partition: 0 })
        });
        let files = files.collect::<Result<Vec<_>>>()?;
        Ok(Snapshot {
            kind: TableKind::Delta,
            version,
            committed,
            metadata: None,
            columns: Arc::new(columns),
            files,
            deletes: Vec::new(),
            location: None,
        })
    }
}

/// Returns the values of a file's partition columns, in the order of their positions. An empty one
/// is null.
fn partition_values(columns: &TableColumns, values: &Values) -> Result<Arc<[Option<String>]>> {
    let at = |place| columns.columns.iter().find(|column| column.partition == Some(place));
    let value = |column: &TableColumn| match values.iter().find(|(name, _)| *name == column.stored) {
        Some((_, value)) => Ok(value.clone().filter(|value| !value.is_empty())),
        None => Err(Error::new(
            ErrorCode::Corrupt,
            "the log of the Delta table lacks a file's value of a partition column",
        )
        .expected(format!("a value of \"{}\" in partitionValues", column.name))),
    };
    (0..).map_while(at).map(value).collect()
}

fn too_long(max: usize) -> Error {
    Error::new(ErrorCode::OverLimit, "a line in the log of the Delta table is too long")
        .expected(format!("at most {max} bytes"))
}
