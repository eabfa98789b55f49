//! The keys of a footer that change the meaning of its values, or state their source.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::source::legacy_calendar::LegacyCalendar;
use crate::source::thrift::{MAX_DEPTH, Thrift};

/// The prefix of the keys that Daytally writes.
const OWN: &str = "daytally.";
/// The key under which Spark writes its schema, with the metadata of each column.
const SPARK_SCHEMA: &[u8] = b"org.apache.spark.sql.parquet.row.metadata";

/// The facts in the keys of a footer.
#[derive(Debug, Default)]
pub(super) struct KeyValues {
    pub(super) calendar: LegacyCalendar,
    /// Daytally's keys of the file or of one of its columns.
    pub(super) own: BTreeMap<String, String>,
}

/// Parses the list of keys and values, which may be any bytes.
pub(super) fn read(thrift: &mut Thrift<'_>) -> Option<KeyValues> {
    let mut found = KeyValues::default();
    thrift.elements(Thrift::STRUCT, MAX_DEPTH, &mut |thrift| {
        let (mut key, mut value) = (&b""[..], None);
        thrift.fields(MAX_DEPTH, &mut |thrift, field, kind| {
            match (field, kind) {
                (1, Thrift::BINARY) => key = thrift.bytes()?,
                (2, Thrift::BINARY) => value = Some(thrift.bytes()?),
                _ => return Some(false),
            }
            Some(true)
        })?;
        let value = value.unwrap_or_default();
        found.calendar.take(key, value);
        if key == SPARK_SCHEMA {
            found.own.extend(of_columns(value));
        } else if let Ok(key) = std::str::from_utf8(key)
            && key.starts_with(OWN)
        {
            found.own.insert(key.to_owned(), String::from_utf8_lossy(value).into_owned());
        }
        Some(())
    })?;
    Some(found)
}

/// Returns Daytally's keys in the metadata of the columns of Spark's schema.
fn of_columns(schema: &[u8]) -> Vec<(String, String)> {
    let schema: Value = serde_json::from_slice(schema).unwrap_or_default();
    let columns = schema["fields"].as_array().into_iter().flatten();
    let metadata = columns.filter_map(|column| column["metadata"].as_object()).flatten();
    let own = metadata.filter(|(key, _)| key.starts_with(OWN));
    own.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}
