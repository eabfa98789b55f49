//! Tests that a URL and a folder on a disk give the same files.

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;

use super::*;
use crate::fs::{RemoteFacts, RemoteFile, RemotePlace};

const ROOT: &str = "s3://bucket/";

/// A store whose objects are the files of a folder.
#[derive(Debug)]
struct FolderStore(PathBuf);

impl FolderStore {
    fn objects(&self) -> BTreeMap<String, u64> {
        fn add(folder: &Path, key: &str, objects: &mut BTreeMap<String, u64>) {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
                let key = format!("{key}{}", entry.file_name().to_str().unwrap());
                match entry.metadata().unwrap() {
                    metadata if metadata.is_dir() => add(&entry.path(), &format!("{key}/"), objects),
                    metadata => _ = objects.insert(key, metadata.len()),
                }
            }
        }
        let mut objects = BTreeMap::new();
        add(&self.0, "", &mut objects);
        objects
    }
}

impl Remote for FolderStore {
    fn reads(&self, path: &str) -> bool {
        path.starts_with(ROOT)
    }

    fn find(&self, url: &str, _: &dyn Fn(&str) -> bool) -> Result<RemotePlace> {
        let objects = self.objects();
        let key = url.strip_prefix(ROOT).unwrap();
        let file = |key: &str, bytes| RemoteFile {
            path: format!("{ROOT}{key}"),
            facts: Some(RemoteFacts { bytes, version: None }),
        };
        if let Some(&bytes) = objects.get(key) {
            return Ok(RemotePlace::File(file(key, bytes)));
        }
        let folder = format!("{}/", key.trim_end_matches('/'));
        let below = objects.iter().filter(|(key, _)| key.starts_with(&folder));
        let files: Vec<_> = below.map(|(key, &bytes)| file(key, bytes)).collect();
        if files.is_empty() {
            return Err(Error::new(ErrorCode::NoInput, "nothing").in_file(url));
        }
        Ok(RemotePlace::Folder(format!("{ROOT}{folder}"), files))
    }

    fn names(&self, folder: &str) -> Result<Vec<String>> {
        let folder = folder.strip_prefix(ROOT).unwrap();
        let objects = self.objects();
        let below = objects.keys().filter_map(|key| key.strip_prefix(folder));
        let names: BTreeSet<String> =
            below.map(|below| below.split_inclusive('/').next().unwrap_or_default().to_owned()).collect();
        Ok(names.into_iter().collect())
    }

    fn facts(&self, path: &str) -> Result<RemoteFacts> {
        let bytes = self.objects().get(path.strip_prefix(ROOT).unwrap()).copied();
        let missing = || Error::new(ErrorCode::MissingFile, "there is no such file").in_file(path);
        Ok(RemoteFacts { bytes: bytes.ok_or_else(missing)?, version: None })
    }

    fn read(&self, path: &str, _: &RemoteFacts, range: &Range<u64>) -> Result<Bytes> {
        let bytes = fs::read(self.0.join(path.strip_prefix(ROOT).unwrap())).unwrap();
        Ok(Bytes::from(bytes).slice(range.start as usize..range.end as usize))
    }

    fn requests(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }
}

/// What was found, or the error, with paths below the bucket or the folder.
fn outcome(found: Result<Inputs, Failures>, root: &str) -> String {
    match found {
        Ok(found) => {
            let lines = found.files.iter().map(|input| {
                // On a disk, the folders above the given one are part of a given file's path.
                let keys = input.keys.0.rsplit('/').take(2).collect::<Vec<_>>();
                format!("{} {keys:?} {:?}", input.shown, input.keys.1)
            });
            let skipped = found.record.skipped.iter().map(ToString::to_string);
            let tables = found.record.tables.iter().map(ToString::to_string);
            lines.chain(skipped).chain(tables).collect::<Vec<_>>().join("\n").replace(root, "")
        }
        Err(failures) => failures.to_string().replace(root, ""),
    }
}

#[test]
fn a_store_is_listed_as_a_disk() {
    let folder = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    let log = r#"{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
{"metaData":{"id":"t","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[]}","partitionColumns":["date"],"configuration":{}}}
{"add":{"path":"date=1/a.parquet","partitionValues":{"date":"1"},"size":9,"modificationTime":0,"dataChange":true}}"#;
    let sink = "v1\n{\"path\":\"s3://bucket/sink/a.parquet\",\"size\":9,\"isDir\":false,\"modificationTime\":1,\
                \"blockReplication\":1,\"blockSize\":1,\"action\":\"add\"}";
    for (path, text) in [
        ("plain/_SUCCESS", ""),
        ("plain/part-1.parquet", "PAR1 PAR1"),
        ("plain/date=2023-01-01/100% a+b&ü.parquet", "PAR1 PAR1"),
        ("plain/_hidden/x.parquet", "PAR1 PAR1"),
        ("plain/.hidden.parquet", "PAR1 PAR1"),
        ("plain/notes.txt", "text"),
        ("plain/tail", "text PAR1"),
        ("plain/empty.parquet", ""),
        ("only/_hidden.parquet", "PAR1 PAR1"),
        ("table/_delta_log/00000000000000000000.json", log),
        ("table/date=1/a.parquet", "PAR1 PAR1"),
        ("table/date=1/removed.parquet", "PAR1 PAR1"),
        ("iceberg/metadata/v1.metadata.json", "{}"),
        ("iceberg/data/a.parquet", "PAR1 PAR1"),
        ("hudi/.hoodie/hoodie.properties", ""),
        ("hudi/day=1/a.parquet", "PAR1 PAR1"),
        ("sink/_spark_metadata/0", sink),
        ("sink/a.parquet", "PAR1 PAR1"),
        ("sink/b.parquet", "PAR1 PAR1"),
        ("databricks/day=1/_started_7", ""),
        ("databricks/day=1/part-0-tid-7-x.parquet", "PAR1 PAR1"),
        ("databricks/day=1/part-0-tid-8-x.parquet", "PAR1 PAR1"),
    ] {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let remote: Arc<dyn Remote> = Arc::new(FolderStore(root.clone()));
    let disk_root = format!("{}/", slashed(&root));
    let mut differing = BTreeSet::new();
    for given in [
        "plain",
        "plain/",
        "plain/date=2023-01-01",
        "plain/tail",
        "plain/.hidden.parquet",
        "only",
        "table",
        "table/date=1",
        "table/date=1/removed.parquet",
        "iceberg",
        "iceberg/data",
        "hudi",
        "hudi/day=1",
        "hudi/day=1/a.parquet",
        "sink",
        "sink/b.parquet",
        "databricks",
        "databricks/day=1",
        "databricks/day=1/part-0-tid-7-x.parquet",
    ] {
        for rule in [TableRule::ByLog, TableRule::AsFiles] {
            let find = |path: PathBuf, remote| Inputs::find(&[path], Links::Skip, rule, None, remote);
            let on_disk = outcome(find(root.join(given), None), &disk_root);
            let in_store = outcome(find(format!("{ROOT}{given}").into(), Some(&remote)), ROOT);
            assert_eq!(in_store, on_disk, "{given}, {rule:?}");
            differing.insert(on_disk);
        }
    }
    assert!(differing.len() > 20, "{differing:#?}");
}
