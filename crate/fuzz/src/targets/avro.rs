//! Arbitrary bytes as the list of manifests of an Iceberg table, and as each manifest that it lists.

use crate::expected;
use daytally::Result;
use daytally::source::table::{LogNeed, Snapshot, TableKind, TableLog, TableRoot};

/// Metadata of which a snapshot has a list of manifests, with two partition specs.
const METADATA: &str = r#"{"format-version":2,"location":"s3://bucket/table","current-snapshot-id":1,
    "snapshots":[{"snapshot-id":1,"manifest-list":"s3://bucket/table/metadata/list.avro"}],
    "current-schema-id":0,"schemas":[{"schema-id":0,"fields":[
        {"id":1,"name":"channel_id","type":"string"},{"id":2,"name":"date","type":"date"}]}],
    "partition-specs":[{"spec-id":0,"fields":[]},{"spec-id":1,"fields":[
        {"source-id":1,"field-id":1000,"name":"channel_id","transform":"identity"}]}]}"#;
/// How many of the manifests are read.
const MANIFESTS: usize = 4;

/// Checks an input.
pub fn run(input: &[u8]) {
    if let Err(error) = read(METADATA.as_bytes(), input) {
        expected(&error);
    }
}

/// Reads a table whose metadata is `metadata`, and all of whose other files are `other`.
pub(super) fn read(metadata: &[u8], other: &[u8]) -> Result<Option<Snapshot>> {
    let folder = "table/".to_owned();
    let root = TableRoot { path: folder.clone(), shown: folder, kind: TableKind::Iceberg };
    let mut log = TableLog::new(&root, Some("/data/table/".to_owned()), None)?.with_delete_files();
    let mut manifests = 0;
    while let Some(need) = log.need() {
        match need {
            LogNeed::List(_) => log.list(vec!["v1.metadata.json".to_owned()])?,
            LogNeed::Bytes(path) | LogNeed::Rows(path) => {
                manifests += 1;
                if manifests > MANIFESTS {
                    return Ok(None);
                }
                let is_metadata = path == "metadata/v1.metadata.json";
                for piece in (if is_metadata { metadata } else { other }).chunks(777) {
                    log.push(piece)?;
                }
                log.end()?;
            }
        }
    }
    log.finish().map(Some)
}
