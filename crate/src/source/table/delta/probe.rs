//! The names of a log that cannot be listed, such as that of a URL.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::log_file::{LogFile, commit_name};
use crate::error::{Error, ErrorCode, Result};
use crate::source::table::stored::json::{self, Found as Read, needed, number, part, text};

/// How many commits are requested at once.
const AT_ONCE: u64 = 8;
/// The maximum number of commits after a checkpoint.
const MAX_COMMITS: u64 = 20_000;
/// The name of the newest checkpoint.
const HINT: &str = "_last_checkpoint";

/// The answer to a request for a file of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// The file is there; its first bytes, or all bytes of `_last_checkpoint`.
    There(&'a [u8]),
    /// There is no such file.
    Missing,
    /// The host denies access, as some do for files that are not there.
    Denied,
}

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

/// Finds the files of a log by their names, without I/O, for a host that cannot list the log's folder.
///
/// Request the names that [`needs`](Self::needs) returns, and pass each answer to
/// [`found`](Self::found), until nothing is needed. [`finish`](Self::finish) returns the names for
/// [`TableLog::list`](crate::source::table::TableLog::list).
///
/// It reads the hint of the newest checkpoint, and the commits after it until one is missing. The hint
/// may be stale: without its checkpoint the log is read from its beginning. If commits around the
/// checkpoint are missing, a newer version may exist that cannot be found, and the log is refused.
#[derive(Debug)]
pub struct LogProbe {
    /// The table's folder in errors.
    shown: String,
    wanted: Option<u64>,
    stage: Stage,
    /// Names to request.
    needs: BTreeSet<String>,
    /// The names that are there.
    names: Vec<String>,
    /// The answers to the current requests, by version.
    commits: BTreeMap<u64, bool>,
    /// The version of the hint's checkpoint.
    checkpoint: Option<u64>,
    has_hint: bool,
    is_denied: bool,
    /// The names of the hint's checkpoint.
    waiting: VecDeque<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Hint,
    /// The files of the hint's checkpoint.
    Checkpoint,
    /// Commits from this version on.
    Commits(u64),
    /// A file that cannot be there, because a host denied one.
    Control(u64),
    Checksum,
    Done,
}

impl LogProbe {
    /// Starts with the log of the table in the folder `shown`, up to a version, or the newest one.
    pub fn new(shown: &str, version: Option<u64>) -> Self {
        Self {
            shown: shown.to_owned(),
            wanted: version,
            stage: Stage::Hint,
            needs: [HINT.to_owned()].into(),
            names: Vec::new(),
            commits: BTreeMap::new(),
            checkpoint: None,
            has_hint: false,
            is_denied: false,
            waiting: VecDeque::new(),
        }
    }

    /// Returns the names to request, below the log's folder; none once all are known.
    pub fn needs(&self) -> Vec<String> {
        self.needs.iter().cloned().collect()
    }

    /// Takes the answer to a request.
    ///
    /// # Errors
    ///
    /// [`NoInput`](ErrorCode::NoInput) if there is no log, [`Corrupt`](ErrorCode::Corrupt) for one whose
    /// newest version cannot be found, [`Io`](ErrorCode::Io) if the host denies access.
    pub fn found(&mut self, name: &str, found: Found<'_>) -> Result<()> {
        if !self.needs.remove(name) {
            return Ok(());
        }
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
            // It denies what is not there, too.
            (Stage::Control(_), Found::Missing) => return Err(self.denied()),
            (Stage::Control(_), Found::There(_)) => return Err(self.no_log(true)),
            _ => {}
        }
        if self.needs.is_empty() { self.next() } else { Ok(()) }
    }

    fn take_hint(&mut self, bytes: &[u8]) {
        let Ok(Hint { version, parts, second }) = Hint::parse(bytes) else { return };
        self.has_hint = true;
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
            (None, _) => [name("parquet".to_owned())].into(),
        };
        self.checkpoint = Some(version);
    }

    fn take_commit(&mut self, name: &str, version: u64, found: Found<'_>) -> Result<()> {
        if let Found::There(bytes) = found {
            // Some hosts answer every request with a page.
            if bytes.trim_ascii_start().first() != Some(&b'{') {
                return Err(self.no_log(true));
            }
            self.names.push(name.to_owned());
        }
        self.commits.insert(version, matches!(found, Found::There(_)));
        Ok(())
    }

    fn next(&mut self) -> Result<()> {
        match self.stage {
            Stage::Hint => {
                self.stage = Stage::Checkpoint;
                self.needs.extend(self.waiting.drain(..));
                if self.needs.is_empty() { self.begin_commits() } else { Ok(()) }
            }
            Stage::Checkpoint => self.begin_commits(),
            Stage::Commits(_) => self.after_commits(),
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
        let newest = self.commits.iter().rev().find(|(_, is_there)| **is_there).map(|(&version, _)| version);
        let asked = self.commits.last_key_value().map_or(first, |(&version, _)| version);
        if newest == Some(asked) && self.wanted != Some(asked) {
            if asked - first > MAX_COMMITS {
                return Err(Error::new(ErrorCode::OverLimit, "the log of the Delta table is too long")
                    .expected(format!("a checkpoint within {MAX_COMMITS} commits"))
                    .in_file(self.log())
                    .remedy("Write a checkpoint of the table."));
            }
            return self.request_commits(asked + 1);
        }
        // With neither the checkpoint's commit nor the next one, commits may be gone up to newer ones.
        let newest = newest.or(self.checkpoint.filter(|_| self.wanted == self.checkpoint));
        let Some(newest) = newest else {
            return Err(if self.has_hint { self.cleaned_up(first) } else { self.no_log(false) });
        };
        if self.is_denied {
            self.stage = Stage::Control(newest);
            self.needs.insert(commit_name(u64::MAX));
            return Ok(());
        }
        self.checksum(newest)
    }

    fn checksum(&mut self, newest: u64) -> Result<()> {
        self.stage = Stage::Checksum;
        self.needs.insert(format!("{newest:020}.crc"));
        Ok(())
    }

    /// Returns the names that are there.
    ///
    /// # Errors
    ///
    /// [`Internal`](ErrorCode::Internal) while something is needed.
    pub fn finish(self) -> Result<Vec<String>> {
        if self.stage == Stage::Done {
            return Ok(self.names);
        }
        Err(Error::new(ErrorCode::Internal, "the log was not probed whole"))
    }

    fn log(&self) -> String {
        format!("{}_delta_log/", self.shown)
    }

    fn no_log(&self, answers_all: bool) -> Error {
        let found = match (answers_all, self.is_denied) {
            (true, _) => "other content at the names of its files",
            (false, true) => "a host that denies access",
            (false, false) => "none",
        };
        let error = Error::new(ErrorCode::NoInput, "no Delta table was found at this URL of a folder");
        let expected = format!("_delta_log/{}, or a checkpoint that _last_checkpoint names", commit_name(0));
        let error = error.in_file(self.shown.as_str()).expected(expected).found(found);
        error.remedy("Give the URL of each file; other folders cannot be listed.")
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
mod tests {
    use super::*;

    const HINTED: &str = "00000000000000000010.checkpoint.parquet";
    const HINT_10: &str = r#"{"version":10,"size":9}"#;

    /// The files of a host, and its answer for others.
    struct Host<'a> {
        files: BTreeMap<String, &'a str>,
        absent: Found<'a>,
    }

    fn host<'a>(hint: Option<&'a str>, checkpoint: &str, commits: impl IntoIterator<Item = u64>) -> Host<'a> {
        let mut files: BTreeMap<String, &str> =
            commits.into_iter().map(|at| (commit_name(at), "{}")).collect();
        files.extend(hint.map(|hint| (HINT.to_owned(), hint)));
        files.insert(checkpoint.to_owned(), "PAR1");
        Host { files, absent: Found::Missing }
    }

    impl Host<'_> {
        fn probe(&self, version: Option<u64>) -> Result<Vec<String>> {
            let mut probe = LogProbe::new("t/", version);
            loop {
                let needs = probe.needs();
                if needs.is_empty() {
                    return probe.finish();
                }
                for name in needs {
                    let found =
                        self.files.get(&name).map_or(self.absent, |text| Found::There(text.as_bytes()));
                    probe.found(&name, found)?;
                }
            }
        }

        fn error(&self, version: Option<u64>) -> String {
            self.probe(version).unwrap_err().to_string()
        }

        /// Returns the checkpoint's names, and the first and the last commit.
        fn found(&self, version: Option<u64>) -> (Vec<String>, String, String) {
            let mut names = self.probe(version).unwrap();
            let mut commits: Vec<String> =
                names.extract_if(.., |name| !name.contains("checkpoint")).collect();
            commits.sort();
            (names, commits.remove(0), commits.pop().unwrap_or_default())
        }
    }

    #[test]
    fn the_commits_after_the_hint_are_found_up_to_the_newest() {
        let commits = |first, last| (commit_name(first), commit_name(last));
        for newest in [11, 17, 18, 34] {
            let (checkpoint, first, last) = host(Some(HINT_10), HINTED, 5..=newest).found(None);
            assert_eq!((checkpoint, (first, last)), (vec![HINTED.to_owned()], commits(10, newest)));
        }
        let log = host(Some(HINT_10), HINTED, 0..=40);
        assert_eq!(log.found(Some(12)).2, commit_name(12));
        // An older version is read from the beginning of the log.
        assert_eq!(log.found(Some(9)), (vec![], commit_name(0), commit_name(9)));
        let (none, first, last) = host(None, HINTED, 0..=40).found(None);
        assert_eq!((none, (first, last)), (vec![], commits(0, 40)));
        // The part of a checkpoint of the second form, and several parts.
        for (hint, names) in [
            (
                r#"{"version":10,"v2Checkpoint":{"path":"_delta_log/00000000000000000010.checkpoint.a.json"}}"#,
                vec!["00000000000000000010.checkpoint.a.json"],
            ),
            (
                r#"{"version":10,"parts":1}"#,
                vec!["00000000000000000010.checkpoint.0000000001.0000000001.parquet"],
            ),
        ] {
            assert_eq!(host(Some(hint), names[0], 10..12).found(None).0, names);
        }
    }

    #[test]
    fn a_stale_hint_gives_no_old_version() {
        // Its checkpoint is gone: the whole log counts, if it is there.
        let gone = host(Some(HINT_10), "x", 0..=12);
        assert_eq!(gone.found(None), (vec![], commit_name(0), commit_name(12)));
        assert_eq!(host(Some("not JSON"), HINTED, 0..=12).found(None).1, commit_name(0));
        for log in [host(Some(HINT_10), "x", 11..=30), host(Some(HINT_10), HINTED, 25..=30)] {
            let error = log.error(None);
            assert!(error.contains("newest version") && error.starts_with("t/_delta_log/: "), "{error}");
        }
        // The checkpoint alone is the version that was named.
        assert_eq!(host(Some(HINT_10), HINTED, []).probe(Some(10)).unwrap(), [HINTED]);
        assert!(host(Some(HINT_10), HINTED, 10..=12).error(Some(9)).contains("version 9"));
        // A hole is left for the log to name.
        let names = host(Some(HINT_10), HINTED, [10, 11, 13, 14]).probe(None).unwrap();
        assert!(names.contains(&commit_name(13)) && !names.contains(&commit_name(12)));
    }

    #[test]
    fn a_denied_file_is_missing_only_if_all_missing_ones_are_denied() {
        let mut log = host(None, "x", 0..=3);
        log.absent = Found::Denied;
        assert_eq!(log.found(None).2, commit_name(3));
        let mut probe = LogProbe::new("t/", None);
        let mut error = None;
        while let (Some(name), None) = (probe.needs().first().cloned(), &error) {
            let version = LogFile::of_name(&name);
            let answer = match version {
                Some(LogFile::Commit(0..=3)) => Found::There(b"{}"),
                // The host denies one that is there.
                Some(LogFile::Commit(4)) => Found::Denied,
                _ => Found::Missing,
            };
            error = probe.found(&name, answer).err();
        }
        assert!(error.unwrap().to_string().contains("denies access"));
    }

    #[test]
    fn a_folder_without_a_log_is_refused() {
        let empty = host(None, "x", []);
        assert!(empty.error(None).starts_with("t/: no Delta table was found"), "{}", empty.error(None));
        let page = Host { files: BTreeMap::new(), absent: Found::There(b"<!doctype html>") };
        assert!(page.error(None).contains("other content"));
        let objects = Host { files: BTreeMap::new(), absent: Found::There(b"{}") };
        assert!(objects.error(None).contains("too long"));
    }
}
