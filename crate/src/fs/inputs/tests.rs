use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// The first and last bytes of a Parquet file are enough here.
const PARQUET: &str = "PAR1 PAR1";

fn folder(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        write(folder.path(), file, PARQUET);
    }
    folder
}

fn write(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn find_with(folder: &Path, given: &[&str], links: Links, rule: TableRule) -> Result<Inputs, Failures> {
    let given: Vec<PathBuf> = given.iter().map(|path| folder.join(path)).collect();
    Inputs::find(&given, links, rule, None, None)
}

fn find(folder: &Path, given: &[&str]) -> Vec<String> {
    names(folder, &find_with(folder, given, Links::Skip, TableRule::ByLog).unwrap())
}

fn names(folder: &Path, found: &Inputs) -> Vec<String> {
    let prefix = format!("{}/", slashed(folder));
    found.files.iter().map(|input| input.shown.strip_prefix(&prefix).unwrap().to_owned()).collect()
}

fn skipped(folder: &Path, found: &Inputs) -> Vec<String> {
    let prefix = format!("{}/", slashed(folder));
    let line = |it: &Skipped| format!("{}: {}", it.path, it.why).replace(&prefix, "");
    let mut lines: Vec<String> = found.record.skipped.iter().map(line).collect();
    lines.sort();
    lines
}

fn refused(folder: &Path, given: &[&str]) -> String {
    let failures = find_with(folder, given, Links::Skip, TableRule::ByLog).unwrap_err();
    let prefix = format!("{}/", slashed(&fs::canonicalize(folder).unwrap()));
    failures.to_string().replace(&prefix, "").replace(&format!("{}/", slashed(folder)), "")
}

#[test]
fn folders_are_walked_as_spark_leaves_them() {
    let folder = folder(&[
        "in/_SUCCESS",
        "in/_metadata",
        "in/.part-0.parquet.crc",
        "in/.hidden.parquet",
        "in/_part.parquet",
        "in/_temporary/0/part-0.parquet",
        "in/part-1.snappy.parquet",
        "in/part-0.PQ",
        "in/000000_0",
        "in/b.parquet.gz",
        "in/_date=2023-01-02/a.parq",
        "in/date=2023-01-01/b.parquet",
    ]);
    write(folder.path(), "in/notes.txt", "text");
    write(folder.path(), "in/encrypted", "PARE");
    write(folder.path(), "in/tail", "text PAR1");
    write(folder.path(), "in/bad.parquet", "text");
    write(folder.path(), "in/empty.parquet", "");
    let expected = [
        "in/000000_0",
        "in/_date=2023-01-02/a.parq",
        "in/b.parquet.gz",
        "in/bad.parquet",
        "in/date=2023-01-01/b.parquet",
        "in/encrypted",
        "in/part-0.PQ",
        "in/part-1.snappy.parquet",
        "in/tail",
    ];
    assert_eq!(find(folder.path(), &["in"]), expected);
    assert_eq!(find(folder.path(), &["in/"]), expected);
    let found = find_with(folder.path(), &["in"], Links::Skip, TableRule::ByLog).unwrap();
    let why =
        ["in/empty.parquet: it is empty", "in/notes.txt: it neither begins nor ends as a Parquet file does"];
    assert_eq!(skipped(folder.path(), &found), why);
    assert_eq!(found.record.skipped_counts[&SkipReason::Hidden], 5);
}

#[test]
fn files_are_taken_whatever_their_name() {
    let folder = folder(&["_b", "a", ".c.txt"]);
    assert_eq!(find(folder.path(), &["a", "_b", ".c.txt"]), [".c.txt", "_b", "a"]);
}

#[test]
fn a_folder_of_nothing_to_read_lists_what_was_skipped() {
    let folder = folder(&["in/_hidden.parquet"]);
    write(folder.path(), "in/notes.txt", "text");
    let error = refused(folder.path(), &["in"]);
    assert!(error.contains("in/notes.txt (it neither begins nor ends"), "{error}");
    assert!(error.contains("1 hidden by their names"), "{error}");
}

#[test]
fn tables_are_refused_wherever_they_are() {
    for (shown, found, mark) in [
        ("table/metadata/v1.metadata.json: ", "no format-version", "table/metadata/v1.metadata.json"),
        ("table/metadata/: ", "has no metadata", "table/metadata/snap-1-1-9d1b29e5.avro"),
        ("table/: ", "--as-files", "table/.hoodie/hoodie.properties"),
    ] {
        let folder = folder(&["table/date=2023-01-01/part-0.parquet", "plain/a.parquet"]);
        write(folder.path(), mark, "{}");
        for given in ["table", "", "table/date=2023-01-01", "table/date=2023-01-01/part-0.parquet"] {
            let error = refused(folder.path(), &[given]);
            assert!(error.starts_with(shown) && error.contains(found), "{given:?}: {error}");
        }
        assert_eq!(find(folder.path(), &["plain"]), ["plain/a.parquet"]);
        let found = find_with(folder.path(), &["table"], Links::Skip, TableRule::AsFiles).unwrap();
        assert_eq!(names(folder.path(), &found), ["table/date=2023-01-01/part-0.parquet"]);
        assert!(found.record.tables[0].as_files);
    }
}

/// Writes a Delta table of two versions: the first with two files, the second with one of them and a
/// new one; a file of an unfinished commit, and one whose rows were changed.
fn delta(folder: &Path) {
    let add =
        |path: &str| format!(r#"{{"add":{{"path":"{path}","partitionValues":{{"day":"7"}},"size":9}}}}"#);
    let schema =
        r#""schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"day\",\"type\":\"long\"}]}""#;
    let first = [
        r#"{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}"#.to_owned(),
        format!(r#"{{"metaData":{{{schema},"partitionColumns":["day"]}}}}"#),
        add("day=1/a%2520b.parquet"),
        add("old.parquet"),
    ];
    write(folder, "table/_delta_log/00000000000000000000.json", &first.join("\n"));
    let second = [add("day=2/c.parquet"), r#"{"remove":{"path":"old.parquet"}}"#.to_owned()];
    write(folder, "table/_delta_log/00000000000000000001.json", &second.join("\n"));
    for file in
        ["day=1/a%20b.parquet", "old.parquet", "day=2/c.parquet", "day=2/d.parquet", "_change_data/e.parquet"]
    {
        write(folder, &format!("table/{file}"), PARQUET);
    }
}

#[test]
fn the_log_of_a_delta_table_decides() {
    let folder = folder(&["plain.parquet"]);
    delta(folder.path());
    let all = ["table/day=1/a%20b.parquet", "table/day=2/c.parquet"];
    for (given, expected) in [
        ("table", &all[..]),
        ("", &["plain.parquet", all[0], all[1]]),
        ("table/day=2", &all[1..]),
        ("table/day=1/a%20b.parquet", &all[..1]),
    ] {
        let found = find_with(folder.path(), &[given], Links::Skip, TableRule::ByLog).unwrap();
        assert_eq!(names(folder.path(), &found), expected, "{given:?}");
        let [table] = found.record.tables.as_slice() else { panic!("one table") };
        assert_eq!((&*table.format, table.version, table.as_files), ("Delta", Some(1), false));
        let counts = table.counts.unwrap();
        assert_eq!(counts.files, expected.iter().filter(|path| **path != "plain.parquet").count() as u64);
        let in_table = |input: &&Input| input.shown.contains("table/");
        for input in found.files.iter().filter(in_table) {
            let part = input.table.as_ref().unwrap();
            assert_eq!(*part.values, [Some("7".to_owned())], "the folder's name has no meaning");
            assert_eq!(input.keys.0, "");
        }
    }
    let whole = find_with(folder.path(), &["table"], Links::Skip, TableRule::ByLog).unwrap();
    assert_eq!(whole.record.tables[0].counts.unwrap().files_left_out, 2);
    assert_eq!(
        skipped(folder.path(), &whole),
        [
            "table/day=2/d.parquet: version 1 of the Delta table does not list it",
            "table/old.parquet: version 1 of the Delta table does not list it",
        ]
    );
    for given in
        ["table/old.parquet", "table/_change_data", "table/_change_data/e.parquet", "table/_delta_log"]
    {
        let error = find_with(folder.path(), &[given], Links::Skip, TableRule::ByLog).unwrap_err();
        assert!(error.has(ErrorCode::NoInput), "{given}: {error}");
    }
    let given = ["table", "plain.parquet"].map(|path| folder.path().join(path));
    let first = Inputs::find(&given, Links::Skip, TableRule::ByLog, Some(0), None).unwrap();
    assert_eq!(
        names(folder.path(), &first),
        ["plain.parquet", "table/day=1/a%20b.parquet", "table/old.parquet"]
    );
    let none = Inputs::find(&given[1..], Links::Skip, TableRule::ByLog, Some(0), None).unwrap_err();
    assert!(none.to_string().contains("--table-version is of one table"), "{none}");
}

#[test]
fn a_file_of_a_delta_table_must_be_as_it_was_written() {
    let folder = folder(&[]);
    delta(folder.path());
    write(folder.path(), "table/day=2/c.parquet", "PAR1  PAR1");
    let changed = refused(folder.path(), &["table"]);
    assert!(
        changed.starts_with("table/day=2/c.parquet: ") && changed.contains("found 10 bytes"),
        "{changed}"
    );
    fs::remove_file(folder.path().join("table/day=2/c.parquet")).unwrap();
    let missing = refused(folder.path(), &["table/day=2"]);
    assert!(missing.starts_with("table/day=2/c.parquet: ") && missing.contains("VACUUM"), "{missing}");
    assert_eq!(find(folder.path(), &["table/day=1"]), ["table/day=1/a%20b.parquet"]);
    fs::remove_file(folder.path().join("table/_delta_log/00000000000000000000.json")).unwrap();
    assert!(refused(folder.path(), &["table"]).contains("version 0 is missing"));
}

#[test]
#[cfg(unix)]
fn a_link_into_a_table_is_refused() {
    use std::os::unix::fs::symlink;

    let folder = folder(&["table/part-0.parquet", "in/a.parquet"]);
    write(folder.path(), "table/.hoodie/hoodie.properties", "{}");
    symlink(folder.path().join("table/part-0.parquet"), folder.path().join("latest.parquet")).unwrap();
    symlink(folder.path().join("table"), folder.path().join("in/more")).unwrap();
    assert!(refused(folder.path(), &["latest.parquet"]).contains("a Hudi table"));
    assert_eq!(find(folder.path(), &["in"]), ["in/a.parquet"]);
    let followed = find_with(folder.path(), &["in"], Links::Follow, TableRule::ByLog).unwrap_err();
    assert!(followed.has(ErrorCode::Table), "{followed}");
}

#[test]
fn a_sink_is_read_by_its_log() {
    let folder = folder(&["sink/date=1/a.parquet", "sink/date=1/orphan.parquet", "sink/date=2/b.parquet"]);
    let line = |path: &str| format!("{{\"path\":\"file:///gone/sink/{path}\",\"action\":\"add\"}}\n");
    let log = format!("v1\n{}{}", line("date=1/a.parquet"), line("date=2/b.parquet"));
    write(folder.path(), "sink/_spark_metadata/0", &log);
    let all = ["sink/date=1/a.parquet", "sink/date=2/b.parquet"];
    assert_eq!(find(folder.path(), &["sink"]), all);
    assert_eq!(find(folder.path(), &["sink/date=1"]), all[..1]);
    assert_eq!(find(folder.path(), &["sink/date=2/b.parquet"]), all[1..]);
    let error = refused(folder.path(), &["sink/date=1/orphan.parquet"]);
    assert!(error.contains("_spark_metadata/) does not list it"), "{error}");
    fs::remove_file(folder.path().join("sink/date=2/b.parquet")).unwrap();
    let error = refused(folder.path(), &["sink"]);
    assert!(
        error.starts_with("sink/date=2/b.parquet: a file that the streaming sink's log lists"),
        "{error}"
    );
    assert_eq!(find(folder.path(), &["sink/date=1"]), all[..1]);
}

#[test]
fn an_empty_log_of_a_sink_lists_no_file() {
    let folder = folder(&["sink/part-0.parquet", "sink/part-1.parquet"]);
    fs::create_dir(folder.path().join("sink/_spark_metadata")).unwrap();
    for given in ["sink", "sink/part-0.parquet"] {
        let error = refused(folder.path(), &[given]);
        assert!(error.contains("(_spark_metadata/) does not list it"), "{error}");
    }
    let as_files = find_with(folder.path(), &["sink"], Links::Skip, TableRule::AsFiles).unwrap();
    assert_eq!(as_files.files.len(), 2);
}

#[test]
fn a_commit_removes_a_file_that_was_given_by_name() {
    let folder = folder(&["in/part-0.parquet", "in/part-1.parquet"]);
    let commit = r#"{"added":[],"removed":["part-0.parquet"]}"#;
    write(folder.path(), "in/_committed_7", commit);
    let error = refused(folder.path(), &["in/part-0.parquet"]);
    assert!(error.contains("a Databricks commit removed it"), "{error}");
    assert_eq!(find(folder.path(), &["in/part-1.parquet"]), ["in/part-1.parquet"]);
    write(folder.path(), "in/_committed_7", r#"{"added":null,"removed":null}"#);
    assert_eq!(find(folder.path(), &["in"]).len(), 2);
}

#[test]
fn commits_above_a_partition_decide_about_its_files() {
    let uncommitted = "in/date=1/hour=2/part-0-tid-8-x.parquet";
    let folder = folder(&[uncommitted, "in/date=1/hour=2/part-0-tid-9-x.parquet"]);
    write(folder.path(), "in/_started_8", "");
    for given in ["in", "in/date=1", "in/date=1/hour=2"] {
        assert_eq!(find(folder.path(), &[given]), ["in/date=1/hour=2/part-0-tid-9-x.parquet"], "{given}");
    }
    assert!(refused(folder.path(), &[uncommitted]).contains("was not committed"));
}

#[test]
fn a_file_that_two_paths_lead_to_is_read_once() {
    let folder = folder(&["in/date=2023-01-01/a.parquet", "in/b.parquet"]);
    fs::hard_link(folder.path().join("in/b.parquet"), folder.path().join("in/c.parquet")).unwrap();
    let given = ["in", "in/.", "in/date=2023-01-01/a.parquet"];
    let found = find_with(folder.path(), &given, Links::Skip, TableRule::ByLog).unwrap();
    assert_eq!(found.files.len(), 2);
    assert_eq!(found.record.skipped_counts[&SkipReason::SameFile], 5);
    let names = names(folder.path(), &found);
    assert_eq!(names, ["in/./b.parquet", "in/./date=2023-01-01/a.parquet"]);
}

#[test]
fn keys_are_those_below_what_was_given() {
    let folder = folder(&["a=1/raw/b=2/part.parquet"]);
    let keys = |given: &str| {
        let found = find_with(folder.path(), &[given], Links::Skip, TableRule::ByLog).unwrap();
        let keys = crate::source::hive_keys(&found.files[0].keys.0, found.files[0].keys.1).unwrap();
        keys.into_iter().map(|key| key.name).collect::<Vec<_>>()
    };
    assert_eq!(keys("a=1"), ["b"]);
    assert_eq!(keys("a=1/raw/b=2"), ["b"]);
    assert_eq!(keys("a=1/raw/b=2/."), ["b"]);
    assert_eq!(keys("a=1/raw/b=2/part.parquet"), ["b"]);
    let folder = self::folder(&["a=1/raw/part.parquet"]);
    let keys = |given: &str| {
        let found = find_with(folder.path(), &[given], Links::Skip, TableRule::ByLog).unwrap();
        crate::source::hive_keys(&found.files[0].keys.0, found.files[0].keys.1).unwrap().len()
    };
    assert_eq!((keys("a=1"), keys("a=1/raw"), keys("a=1/raw/part.parquet")), (1, 0, 0));
}

#[test]
#[cfg(unix)]
fn links_are_followed_only_by_name() {
    let folder = folder(&["real.parquet", "in/a.parquet"]);
    let link = folder.path().join("in/link.parquet");
    std::os::unix::fs::symlink(folder.path().join("real.parquet"), link).unwrap();
    assert_eq!(find(folder.path(), &["in"]), ["in/a.parquet"]);
    assert_eq!(find(folder.path(), &["in/link.parquet"]), ["in/link.parquet"]);
}

#[test]
#[cfg(unix)]
fn links_and_special_files_are_reported() {
    use std::os::unix::{fs::symlink, net::UnixListener};

    let folder = folder(&["outside/b.parquet", "in/a.parquet", "in/deep/c.parquet"]);
    let at = |path: &str| folder.path().join(path);
    symlink(at("outside"), at("in/more")).unwrap();
    symlink(at("in"), at("in/deep/round")).unwrap();
    symlink(at("in/a.parquet"), at("in/same.parquet")).unwrap();
    symlink(at("nothing"), at("in/broken")).unwrap();
    symlink(at("nothing"), at("in/_broken")).unwrap();
    let _socket = UnixListener::bind(at("in/socket.parquet")).unwrap();
    let found = |links: Links| {
        let found = find_with(folder.path(), &["in"], links, TableRule::ByLog).unwrap();
        (names(folder.path(), &found), skipped(folder.path(), &found))
    };
    let (files, reported) = found(Links::Skip);
    assert_eq!(files, ["in/a.parquet", "in/deep/c.parquet"]);
    let link = "it is a symbolic link; give it by name, or use --follow-links";
    assert_eq!(
        reported,
        [
            format!("in/broken: {link}"),
            format!("in/deep/round: {link}"),
            format!("in/more: {link}"),
            format!("in/same.parquet: {link}"),
            "in/socket.parquet: it is a socket".to_owned(),
        ]
    );
    let (files, reported) = found(Links::Follow);
    assert_eq!(files, ["in/a.parquet", "in/deep/c.parquet", "in/more/b.parquet"]);
    assert_eq!(
        reported,
        [
            "in/broken: it is a symbolic link that leads nowhere",
            "in/deep/round: it is a link to a folder that holds it",
            "in/same.parquet: it is the same file as in/a.parquet",
            "in/socket.parquet: it is a socket",
        ]
    );
    let error = refused(folder.path(), &["in/socket.parquet"]);
    assert!(error.contains("socket"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_key_that_is_not_utf_8_is_refused() {
    use std::os::unix::ffi::OsStrExt;

    let folder = folder(&[]);
    let key = Path::new("in").join(std::ffi::OsStr::from_bytes(b"channel_id=caf\xe9"));
    fs::create_dir_all(folder.path().join(&key)).unwrap();
    fs::write(folder.path().join(&key).join("part-0.parquet"), PARQUET).unwrap();
    for given in [Path::new("in"), &key, &key.join("part-0.parquet")] {
        let found = Inputs::find(&[folder.path().join(given)], Links::Skip, TableRule::ByLog, None, None);
        let error = found.unwrap_err().to_string();
        assert!(error.contains("a hive folder cannot be read") && error.contains("xE9"), "{error}");
    }
}

#[test]
fn every_bad_path_is_reported() {
    let folder = folder(&[]);
    let given = ["absent", "missing"];
    let failures = find_with(folder.path(), &given, Links::Skip, TableRule::ByLog).unwrap_err();
    assert_eq!(failures.problems().len(), 2);
    assert!(failures.has(ErrorCode::Io));
    assert!(failures.to_string().contains("absent"), "{failures}");
}

#[test]
fn notes_count_what_is_many() {
    let folder = folder(&["in/a.parquet"]);
    for number in 0..8 {
        write(folder.path(), &format!("in/{number}.txt"), "text");
    }
    let notes = find_with(folder.path(), &["in"], Links::Skip, TableRule::ByLog).unwrap().record.notes();
    assert_eq!(notes.len(), 5);
    assert!(notes[4].contains("and 3 more were skipped: it neither begins"), "{}", notes[4]);
}
