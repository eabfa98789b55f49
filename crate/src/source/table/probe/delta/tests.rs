//! Logs of hosts that cannot be listed.

use std::collections::BTreeMap;

use super::*;

const HINTED: &str = "00000000000000000010.checkpoint.parquet";
const HINT_10: &str = r#"{"version":10,"size":9}"#;

/// The files of a host, and its answer for others.
struct Host<'a> {
    files: BTreeMap<String, &'a str>,
    absent: Found<'a>,
}

fn host<'a>(hint: Option<&'a str>, checkpoint: &str, commits: impl IntoIterator<Item = u64>) -> Host<'a> {
    let mut files: BTreeMap<String, &str> = commits.into_iter().map(|at| (commit_name(at), "{}")).collect();
    files.extend(hint.map(|hint| (HINT.to_owned(), hint)));
    files.insert(checkpoint.to_owned(), "PAR1");
    Host { files, absent: Found::Missing }
}

impl Host<'_> {
    fn probe(&self, version: Option<u64>) -> Result<Vec<String>> {
        self.with_note(version).map(|(names, _)| names)
    }

    fn with_note(&self, version: Option<u64>) -> Result<(Vec<String>, Option<String>)> {
        let mut probe = LogProbe::new("t/", version);
        loop {
            let needs = probe.needs();
            if needs.is_empty() {
                let note = probe.note();
                return Ok((probe.finish()?, note));
            }
            for name in needs {
                let found = self.files.get(&name).map_or(self.absent, |text| Found::There(text.as_bytes()));
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
        let mut commits: Vec<String> = names.extract_if(.., |name| !name.contains("checkpoint")).collect();
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
fn a_checkpoint_without_commits_is_the_newest_version_unless_there_are_traces_of_others() {
    let mut alone = host(Some(HINT_10), HINTED, []);
    for absent in [Found::Missing, Found::Denied] {
        alone.absent = absent;
        let (names, note) = alone.with_note(None).unwrap();
        assert_eq!(names, [HINTED]);
        let note = note.unwrap();
        assert!(note.starts_with("t/: ") && note.contains("version 10"), "{note}");
    }
    assert_eq!(alone.with_note(Some(10)).unwrap(), (vec![HINTED.to_owned()], None));
    assert!(alone.error(Some(11)).contains("version 11"));
    assert!(alone.error(Some(9)).contains("version 9"));
    assert_eq!(host(Some(HINT_10), HINTED, 10..=12).with_note(None).unwrap().1, None);
    for later in ["00000000000000000018.json", "00000000000000000050.json"] {
        let mut host = host(Some(HINT_10), HINTED, []);
        host.files.insert(later.to_owned(), "{}");
        assert!(host.error(None).contains("newest version"), "{later}");
    }
    let mut newer = host(Some(HINT_10), HINTED, []);
    newer.files.insert("00000000000000000200.checkpoint.parquet".to_owned(), "PAR1");
    assert!(newer.error(None).contains("newest version"));
}

#[test]
fn a_checkpoint_that_no_hint_names_is_not_found() {
    for (hint, found) in [(None, "found neither"), (Some("version 10"), "not its JSON")] {
        let error = host(hint, HINTED, [10, 11]).error(None);
        assert!(error.starts_with("t/: no Delta table was found"), "{error}");
        assert!(error.contains("_last_checkpoint must be there"), "{error}");
        assert!(error.contains(found), "{error}");
    }
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
            // The host denies an existing file.
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
