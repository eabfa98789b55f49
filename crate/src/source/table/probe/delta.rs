//! The names of a log of a Delta table that cannot be listed.

use super::found::Found;
use crate::error::{Error, ErrorCode, Result};
use crate::source::table::delta::log_file::{LogFile, commit_name};
use crate::source::table::stored::json::{self, Found as Read, needed, number, part, text};

/// How many commits are requested at once.
const AT_ONCE: u64 = 8;
/// How many commits are requested after a checkpoint that stands alone, and how many checkpoints at the
/// usual distance.
const LATER_COMMITS: u64 = 40;
const LATER_CHECKPOINTS: u64 = 20;
/// The usual number of commits between checkpoints.
const INTERVAL: u64 = 10;
/// The maximum number of commits after a checkpoint.
const MAX_COMMITS: u64 = 20_000;
/// The file that names the newest checkpoint.
const HINT: &str = "_last_checkpoint";

/// What `_last_checkpoint` states.
struct Hint {
    version: u64,
    parts: Option<u64>,
    /// The path of a checkpoint of the second form.
    second: Option<String>,
}

impl Hint {
    fn parse(bytes: &[u8]) -> Read<Self> {
        let json = json::parse(bytes)?;
        let path = |second| needed(text(second, "path"), "path").map(str::to_owned);
        Ok(Self {
            version: needed(number(&json, "version"), "version")?,
            parts: number(&json, "parts")?,
            second: part(&json, "v2Checkpoint").map(path).transpose()?,
        })
    }
}

/// Finds the files of a Delta table's log by their names.
///
/// It reads the hint of the newest checkpoint, and the commits after it until one is missing. The hint
/// may be stale: without its checkpoint the log is read from its beginning. A checkpoint without any
/// commit is the newest version if no later one is found near it, and [`note`](Self::note) says so.
#[derive(Debug)]
pub(super) struct LogProbe {
    /// The table's folder in errors.
    shown: String,
    wanted: Option<u64>,
    stage: Stage,
    /// Names to request.
    needs: Vec<String>,
    /// The names that exist.
    names: Vec<String>,
    /// The commits that were requested, by version, ascending, and whether each exists.
    commits: Vec<(u64, bool)>,
    /// The version of the hint's checkpoint.
    checkpoint: Option<u64>,
    hint: HintFound,
    is_denied: bool,
    /// Whether the checkpoint is the newest version as far as names can show.
    is_alone: bool,
    /// The names of the hint's checkpoint.
    waiting: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HintFound {
    No,
    Unreadable,
    Yes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Hint,
    /// The files of the hint's checkpoint.
    Checkpoint,
    /// Commits from this version on.
    Commits(u64),
    /// Files that exist only if versions after a checkpoint that stands alone were cleaned up.
    Later,
    /// A file that cannot exist. It is requested because the host denied access to another one.
    Control(u64),
    Checksum,
    Done,
}

impl LogProbe {
    /// Starts with the log of the table in the folder `shown`, up to a version, or the newest one.
    pub(super) fn new(shown: &str, version: Option<u64>) -> Self {
        Self {
            shown: shown.to_owned(),
            wanted: version,
            stage: Stage::Hint,
            needs: vec![HINT.to_owned()],
            names: Vec::new(),
            commits: Vec::new(),
            checkpoint: None,
            hint: HintFound::No,
            is_denied: false,
            is_alone: false,
            waiting: Vec::new(),
        }
    }

    /// Returns the names to request, below the log's folder; none once all are known.
    pub(super) fn needs(&self) -> Vec<String> {
        self.needs.clone()
    }

    /// Takes the answer to a request.
    ///
    /// # Errors
    ///
    /// [`NoInput`](ErrorCode::NoInput) if there is no log, [`Corrupt`](ErrorCode::Corrupt) for one whose
    /// newest version cannot be found, [`Io`](ErrorCode::Io) if the host denies access.
    pub(super) fn found(&mut self, name: &str, found: Found<'_>) -> Result<()> {
        let Some(place) = self.needs.iter().position(|needed| needed == name) else { return Ok(()) };
        self.needs.remove(place);
        self.is_denied |= found == Found::Denied;
        match (self.stage, found) {
            (Stage::Hint, Found::There(bytes)) => self.take_hint(bytes),
            (Stage::Checkpoint | Stage::Checksum, Found::There(_)) => self.names.push(name.to_owned()),
            // The hint is stale.
            (Stage::Checkpoint, _) => self.checkpoint = None,
            (Stage::Commits(_), found) => {
                if let Some(LogFile::Commit(version)) = LogFile::of_name(name) {
                    self.take_commit(name, version, found)?;
                }
            }
            (Stage::Later, Found::There(_)) => {
                return Err(self.cleaned_up(self.checkpoint.unwrap_or(0).saturating_add(1)));
            }
            // The host does not deny missing files, so the file that it denied exists.
            (Stage::Control(_), Found::Missing) => return Err(self.denied()),
            (Stage::Control(_), Found::There(_)) => return Err(self.no_log(true)),
            _ => {}
        }
        if self.needs.is_empty() { self.next() } else { Ok(()) }
    }

    fn take_hint(&mut self, bytes: &[u8]) {
        let Ok(Hint { version, parts, second }) = Hint::parse(bytes) else {
            self.hint = HintFound::Unreadable;
            return;
        };
        self.hint = HintFound::Yes;
        // An older version needs an older checkpoint, or the whole log.
        if self.wanted.is_some_and(|wanted| wanted < version) {
            return;
        }
        let name = |rest: String| format!("{version:020}.checkpoint.{rest}");
        self.waiting = match (second, parts) {
            (Some(path), _) => path.rsplit('/').next().map(str::to_owned).into_iter().collect(),
            (None, Some(parts)) if (1..=10_000).contains(&parts) => {
                (1..=parts).map(|part| name(format!("{part:010}.{parts:010}.parquet"))).collect()
            }
            (None, _) => vec![name("parquet".to_owned())],
        };
        self.checkpoint = Some(version);
    }

    fn take_commit(&mut self, name: &str, version: u64, found: Found<'_>) -> Result<()> {
        if let Found::There(bytes) = found {
            // Some hosts answer every request with an HTML page.
            if bytes.trim_ascii_start().first() != Some(&b'{') {
                return Err(self.no_log(true));
            }
            self.names.push(name.to_owned());
        }
        let place = self.commits.partition_point(|&(known, _)| known < version);
        self.commits.insert(place, (version, matches!(found, Found::There(_))));
        Ok(())
    }

    fn next(&mut self) -> Result<()> {
        match self.stage {
            Stage::Hint => {
                self.stage = Stage::Checkpoint;
                self.needs = std::mem::take(&mut self.waiting);
                if self.needs.is_empty() { self.begin_commits() } else { Ok(()) }
            }
            Stage::Checkpoint => self.begin_commits(),
            Stage::Commits(_) => self.after_commits(),
            Stage::Later => self.control(self.checkpoint.unwrap_or(0)),
            Stage::Control(newest) => self.checksum(newest),
            Stage::Checksum | Stage::Done => {
                self.stage = Stage::Done;
                Ok(())
            }
        }
    }

    fn begin_commits(&mut self) -> Result<()> {
        if self.checkpoint.is_none() {
            // Parts of an incomplete checkpoint are of no use.
            self.names.clear();
        }
        // The checkpoint's own commit shows that the log was not cleaned up after it.
        self.request_commits(self.checkpoint.unwrap_or(0))
    }

    fn request_commits(&mut self, first: u64) -> Result<()> {
        let end = first.saturating_add(AT_ONCE);
        let end = self.wanted.map_or(end, |wanted| end.min(wanted.saturating_add(1)));
        self.stage = Stage::Commits(first);
        self.needs.extend((first..end).map(commit_name));
        if self.needs.is_empty() { self.after_commits() } else { Ok(()) }
    }

    fn after_commits(&mut self) -> Result<()> {
        let first = self.checkpoint.unwrap_or(0);
        let newest = self.commits.iter().rev().find(|(_, is_there)| *is_there).map(|&(version, _)| version);
        let requested = self.commits.last().map_or(first, |&(version, _)| version);
        if newest == Some(requested) && self.wanted != Some(requested) {
            if requested - first > MAX_COMMITS {
                return Err(Error::new(ErrorCode::OverLimit, "the log of the Delta table is too long")
                    .expected(format!("a checkpoint within {MAX_COMMITS} commits"))
                    .in_file(self.log())
                    .remedy("Write a checkpoint of the table."));
            }
            return self.request_commits(requested + 1);
        }
        match (newest, self.checkpoint) {
            (Some(newest), _) => self.control(newest),
            (None, Some(checkpoint)) if self.wanted == Some(checkpoint) => self.control(checkpoint),
            (None, Some(checkpoint)) if self.wanted.is_none() => {
                self.is_alone = true;
                self.stage = Stage::Later;
                let commits = (AT_ONCE..=LATER_COMMITS).map(|by| commit_name(checkpoint.saturating_add(by)));
                let checkpoints = (1..=LATER_CHECKPOINTS).map(|by| checkpoint.saturating_add(by * INTERVAL));
                self.needs.extend(commits);
                self.needs.extend(checkpoints.map(|version| format!("{version:020}.checkpoint.parquet")));
                Ok(())
            }
            _ if self.hint == HintFound::Yes => Err(self.cleaned_up(first)),
            _ => Err(self.no_log(false)),
        }
    }

    /// Checks that a host that denied access to a file does so for all missing files.
    fn control(&mut self, newest: u64) -> Result<()> {
        if self.is_denied {
            self.stage = Stage::Control(newest);
            self.needs.push(commit_name(u64::MAX));
            return Ok(());
        }
        self.checksum(newest)
    }

    fn checksum(&mut self, newest: u64) -> Result<()> {
        self.stage = Stage::Checksum;
        self.needs.push(format!("{newest:020}.crc"));
        Ok(())
    }

    /// Returns what cannot be known of the log without listing it, in sentences; nothing if its newest
    /// version is certain.
    pub(super) fn note(&self) -> Option<String> {
        let version = self.checkpoint.filter(|_| self.is_alone)?;
        Some(format!(
            "{}: its log has no commit beside the checkpoint of version {version}, which _last_checkpoint \
             names. Without listing the log, a much newer version would not be found. To be certain, open the \
             table's folder.",
            self.shown
        ))
    }

    /// Returns the names that exist.
    ///
    /// # Errors
    ///
    /// [`Internal`](ErrorCode::Internal) while something is needed.
    pub(super) fn finish(self) -> Result<Vec<String>> {
        if self.stage == Stage::Done {
            return Ok(self.names);
        }
        Err(Error::new(ErrorCode::Internal, "the log was not probed whole"))
    }

    fn log(&self) -> String {
        format!("{}_delta_log/", self.shown)
    }

    fn no_log(&self, answers_all: bool) -> Error {
        let found = match (answers_all, self.is_denied, self.hint) {
            (true, ..) => "other content at the names of its files",
            (_, true, _) => "a host that denies access",
            (.., HintFound::Unreadable) => "a _last_checkpoint that is not its JSON, and no first commit",
            _ => "neither",
        };
        let error = Error::new(ErrorCode::NoInput, "no Delta table was found at this URL of a folder");
        let expected = format!("_delta_log/{}, or a checkpoint that _last_checkpoint names", commit_name(0));
        let error = error.in_file(self.shown.as_str()).expected(expected).found(found);
        error.remedy(
            "The server does not list the folder. Of a Delta table whose first commits were cleaned up, \
             _last_checkpoint must be there. Of an Iceberg table, give the URL of its newest metadata.json. Of \
             other folders, give the URL of each file.",
        )
    }

    fn cleaned_up(&self, first: u64) -> Error {
        let what = match self.wanted {
            Some(wanted) => format!("version {wanted} of the Delta table cannot be found by names"),
            None => "the newest version of the Delta table cannot be found by names".to_owned(),
        };
        Error::new(ErrorCode::Corrupt, what)
            .expected(commit_name(first))
            .found("a log that was cleaned up")
            .in_file(self.log())
            .remedy("Open the table's folder, which can be listed, or read its newest version after a write.")
    }

    fn denied(&self) -> Error {
        Error::new(ErrorCode::Io, "the host denies access to a file of the Delta table's log")
            .expected("access to every commit")
            .in_file(self.log())
            .remedy("Allow reading all files of the table.")
    }
}

#[cfg(test)]
mod tests;
