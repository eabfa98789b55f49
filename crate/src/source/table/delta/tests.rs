//! Logs made by hand, and what a reader must make of them.

use std::collections::BTreeMap;

use super::*;
use crate::error::{ErrorCode, Result};
use crate::source::table::{LogNeed, Snapshot, TableType};

const PROTOCOL: &str = r#"{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}"#;

/// A table's log: the text of each file by its name, for checkpoints that of their lines.
#[derive(Clone, Default)]
struct Files(BTreeMap<String, String>);

impl Files {
    fn with(mut self, name: &str, lines: &[&str]) -> Self {
        self.0.insert(name.to_owned(), lines.join("\n"));
        self
    }

    fn commit(self, version: u64, lines: &[&str]) -> Self {
        self.with(&log_file::commit_name(version), lines)
    }

    /// Creates a log whose first version has these actions besides its protocol and schema.
    fn new(lines: &[&str]) -> Self {
        let metadata = metadata(r#"[{"name":"id","type":"string"}]"#, "[]", "{}");
        Self::default().commit(0, &[&[PROTOCOL, &metadata], lines].concat())
    }

    fn read(&self, version: Option<u64>) -> Result<Snapshot> {
        let mut log = DeltaLog::new("t/", Some("/data/t/".to_owned()), version);
        while let Some(need) = log.need() {
            match need {
                LogNeed::List(folder) => {
                    assert_eq!(folder, "_delta_log");
                    log.list(self.0.keys().cloned().collect())?;
                }
                LogNeed::Bytes(path) | LogNeed::Rows(path) => {
                    let name = path.strip_prefix("_delta_log/").unwrap();
                    // In pieces, none of which ends with a line.
                    for piece in self.0[name].as_bytes().chunks(7) {
                        log.push(piece)?;
                    }
                    log.end()?;
                }
            }
        }
        log.finish()
    }

    fn paths(&self, version: Option<u64>) -> Vec<String> {
        let files = self.read(version).unwrap().files.into_iter();
        let vector = |vector: Option<std::sync::Arc<crate::source::table::DeletionVector>>| {
            vector.map_or(String::new(), |vector| format!(" {}", vector.unique_id()))
        };
        files.map(|file| format!("{}{}", file.path, vector(file.deletion_vector))).collect()
    }

    fn error(&self) -> String {
        self.read(None).unwrap_err().to_string()
    }
}

fn metadata(fields: &str, partitions: &str, configuration: &str) -> String {
    let schema = serde_json::to_string(&format!(r#"{{"type":"struct","fields":{fields}}}"#)).unwrap();
    format!(
        r#"{{"metaData":{{"schemaString":{schema},"partitionColumns":{partitions},"configuration":{configuration}}}}}"#
    )
}

fn add(path: &str) -> String {
    format!(r#"{{"add":{{"path":"{path}","partitionValues":{{}},"size":9,"dataChange":true}}}}"#)
}

fn with_vector(action: &str, path: &str, vector: &str) -> String {
    format!(
        r#"{{"{action}":{{"path":"{path}","partitionValues":{{}},"size":9,"deletionVector":
        {{"storageType":"i","pathOrInlineDv":"{vector}","sizeInBytes":4,"cardinality":1}}}}}}"#
    )
    .replace('\n', " ")
}

fn remove(path: &str) -> String {
    format!(r#"{{"remove":{{"path":"{path}","deletionTimestamp":1}}}}"#)
}

#[test]
fn a_version_has_the_files_that_were_added_and_not_removed() {
    let log = Files::new(&[&add("a"), &add("b%20c")])
        .commit(1, &[&remove("b%20c"), &add("d")])
        .commit(2, &[&remove("a"), "{\"txn\":{\"appId\":\"x\",\"version\":1}}", ""]);
    assert_eq!(log.read(Some(0)).unwrap().committed, None);
    assert_eq!(log.paths(Some(0)), ["a", "b c"]);
    assert_eq!(log.paths(Some(1)), ["a", "d"]);
    assert_eq!(log.paths(None), ["d"]);
    let later = log.read(Some(3)).unwrap_err();
    assert_eq!(later.code(), ErrorCode::InvalidOption);
    assert!(later.to_string().contains("at most 2"), "{later}");
}

#[test]
fn a_version_has_the_time_of_its_last_commit() {
    let log = Files::new(&[&add("a"), r#"{"commitInfo":{"timestamp":7,"inCommitTimestamp":5}}"#])
        .commit(1, &[&add("b"), r#"{"commitInfo":{"timestamp":"of another kind"}}"#])
        .commit(2, &[&add("c"), r#"{"commitInfo":{"timestamp":9}}"#]);
    for (version, time) in [(0, Some(5)), (1, None), (2, Some(9))] {
        assert_eq!(log.read(Some(version)).unwrap().committed, time, "version {version}");
    }
}

#[test]
fn a_file_is_known_by_its_path_and_its_vector() {
    let log = Files::new(&[&add("a")]).commit(1, &[&with_vector("add", "a", "v1"), &remove("a")]);
    assert_eq!(log.paths(None), ["a iv1"]);
    let log = log.commit(2, &[&with_vector("remove", "a", "v1"), &with_vector("add", "a", "v2")]);
    assert_eq!(log.paths(None), ["a iv2"]);
    // Its rows would count twice.
    let twice = log.clone().commit(3, &[&add("a")]).error();
    assert!(twice.contains("lists a file twice") && twice.contains("\"a\""), "{twice}");
    let both = log.commit(3, &[&with_vector("remove", "a", "v2"), &with_vector("add", "a", "v2")]).error();
    assert!(both.contains("both adds and removes"), "{both}");
    // Old writers store an empty vector for none.
    let empty = with_vector("add", "a", "").replace("\"i\"", "null");
    assert_eq!(Files::new(&[&empty]).paths(None), ["a"]);
    let part = with_vector("add", "a", "v").replace("\"cardinality\":1", "\"x\":1");
    assert!(Files::new(&[&part]).error().contains("incomplete"));
}

#[test]
fn the_newest_complete_checkpoint_counts_whatever_the_hint_says() {
    let schema = metadata(r#"[{"name":"id","type":"string"}]"#, "[]", "{}");
    let state = [PROTOCOL, &schema, &add("old")];
    let log = Files::default()
        .with("_last_checkpoint", &[r#"{"version":2,"size":9}"#])
        .with("00000000000000000002.checkpoint.parquet", &state)
        .with("00000000000000000004.checkpoint.0000000001.0000000002.parquet", &state[..2])
        .with("00000000000000000004.checkpoint.0000000002.0000000002.parquet", &[&add("a"), &remove("old")])
        .with("00000000000000000006.checkpoint.0000000001.0000000002.parquet", &[&add("half")])
        .commit(5, &[&add("b")])
        .commit(6, &[&add("c")]);
    assert_eq!(log.paths(None), ["a", "b", "c"]);
    assert_eq!(readable_versions(&log.0.keys().cloned().collect::<Vec<_>>()), [2, 4, 5, 6]);
    assert_eq!(log.paths(Some(4)), ["a"]);
    assert_eq!(log.paths(Some(2)), ["old"]);
    for (version, missing) in [(3, "version 3 is missing"), (1, "version 0 is missing")] {
        let error = log.read(Some(version)).unwrap_err().to_string();
        assert!(error.contains(missing) && error.starts_with("t/_delta_log/: "), "{error}");
    }
}

#[test]
fn a_checkpoint_of_the_second_form_names_its_sidecars() {
    let schema = metadata(r#"[{"name":"id","type":"string"}]"#, "[]", "{}");
    let name = "00000000000000000003.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json";
    let stated = r#"{"checkpointMetadata":{"version":3}}"#;
    let sidecar = |path: &str| format!(r#"{{"sidecar":{{"path":"{path}","sizeInBytes":1}}}}"#);
    let log = |lines: &[&str]| {
        Files::default()
            .with(name, lines)
            .with("_sidecars/1.parquet", &[&add("a")])
            .with("_sidecars/2.parquet", &[&add("b")])
            .with("_sidecars/3.parquet", &[&sidecar("1.parquet")])
            .commit(4, &[&remove("a"), &add("c")])
    };
    let (one, two) = (sidecar("1.parquet"), sidecar("2.parquet"));
    assert_eq!(log(&[stated, &one, PROTOCOL, &schema, &two]).paths(None), ["b", "c"]);
    for (lines, found) in [
        (vec![one.as_str(), PROTOCOL, &schema], "no checkpointMetadata of version 3"),
        (vec![r#"{"checkpointMetadata":{"version":2}}"#, PROTOCOL, &schema], "a checkpoint of version 2"),
        (vec![stated, &one, &one, PROTOCOL, &schema], "the sidecar \"1.parquet\""),
        (vec![stated, &sidecar("../1.parquet"), PROTOCOL, &schema], "the sidecar \"../1.parquet\""),
        (vec![stated, &sidecar("3.parquet"), PROTOCOL, &schema], "a sidecar that is not in a checkpoint"),
        (vec![stated, &one], "no protocol"),
    ] {
        let error = log(&lines).error();
        assert!(error.contains(found), "{error}");
    }
}

#[test]
fn broken_logs_are_errors_that_name_the_file() {
    for (log, found) in [
        (Files::default(), "has no version"),
        (Files::new(&[]).commit(2, &[&add("a")]), "version 1 is missing"),
        (Files::default().commit(0, &[PROTOCOL, &add("a")]), "no metaData"),
        (Files::default().commit(0, &[&metadata("[]", "[]", "{}"), &add("a")]), "no protocol"),
        (
            Files::new(&[]).commit(1, &[""]),
            "00000000000000000001.json: the log of the Delta table cannot be read",
        ),
        (Files::new(&[]).commit(1, &[&add("a"), "{\"add\":{\"path\":\"b"]), "in line 2"),
        (Files::new(&[&add("../a")]), "outside of its folder"),
        (Files::new(&[&add("file:/data/other/a")]), "outside of its folder"),
        (
            Files::new(&[&add("a")]).with("00000000000000000000.crc", &[r#"{"numFiles":2}"#]),
            "expected 2 files, found 1",
        ),
        (
            Files::new(&[&add("a")]).with("00000000000000000000.crc", &[r#"{"tableSizeBytes":8}"#]),
            "expected 8 bytes",
        ),
    ] {
        let error = log.error();
        assert!(error.starts_with("t/_delta_log/") && error.contains(found), "{error}");
    }
    let absolute =
        Files::new(&[&add("file:///data/t/x/a"), &add("/away")]).commit(1, &[&remove("file:/away")]);
    let absolute = absolute.with("00000000000000000001.crc", &[r#"{"numFiles":1,"tableSizeBytes":9}"#]);
    assert_eq!(absolute.paths(None), ["x/a"]);
    assert_eq!(Files::new(&[&add("a")]).with("00000000000000000000.crc", &["{"]).paths(None), ["a"]);
}

#[test]
fn columns_and_partition_values_are_those_of_the_log() {
    let mapped = |name: &str, id: u32, of: &str| {
        format!(
            r#"{{"name":"{name}","type":{of},"metadata":{{"delta.columnMapping.id":{id},
            "delta.columnMapping.physicalName":"col-{id}"}}}}"#
        )
        .replace('\n', " ")
    };
    let nested = format!(r#"{{"type":"struct","fields":[{}]}}"#, mapped("views", 3, "\"decimal(9,2)\""));
    let fields = format!("[{},{}]", mapped("a b", 1, "\"date\""), mapped("s", 2, &nested));
    let mode = |mode: &str| {
        let metadata =
            metadata(&fields, r#"["a b"]"#, &format!(r#"{{"delta.columnMapping.mode":"{mode}"}}"#));
        let value = |path: &str, value: &str| {
            format!(r#"{{"add":{{"path":"{path}","partitionValues":{{"col-1":{value}}},"size":9}}}}"#)
        };
        let protocol = r#"{"protocol":{"minReaderVersion":2,"minWriterVersion":5}}"#;
        let adds = [value("a%20b=2000-01-01/x", "\"2023-01-02\""), value("y", "\"\""), value("z", "null")];
        Files::default().commit(0, &[protocol, &metadata, &adds[0], &adds[1], &adds[2]])
    };
    let snapshot = mode("name").read(None).unwrap();
    let values: Vec<Option<&str>> = snapshot.files.iter().map(|file| file.values[0].as_deref()).collect();
    assert_eq!(values, [Some("2023-01-02"), None, None]);
    let [date, nested] = snapshot.columns.columns.as_slice() else { panic!("two columns") };
    assert_eq!((&*date.name, &*date.stored, date.id, date.partition), ("a b", "col-1", Some(1), Some(0)));
    let TableType::Struct(nested) = &nested.values else { panic!("a struct") };
    assert_eq!((&*nested[0].stored, nested[0].values.label()), ("col-3", "decimal(9,2)"));
    assert!(!snapshot.columns.by_id && mode("id").read(None).unwrap().columns.by_id);
    // Without a mapping, the values have other names.
    assert!(mode("none").error().contains("lacks a file's value"));
}
