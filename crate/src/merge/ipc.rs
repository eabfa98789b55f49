//! State as Arrow IPC streams, the only form in which it leaves a worker.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::Schema;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorCode, Result};
use crate::merge::schema::{StateBatch, schema};

/// The key under which a stream's schema carries what is not in its rows.
const COUNTERS: &str = "daytally.counters";

pub(super) fn encode(batches: &[StateBatch], counters: &impl Serialize) -> Result<Vec<u8>> {
    let counters = serde_json::to_string(counters).map_err(|error| internal(&error))?;
    let metadata = HashMap::from([(COUNTERS.to_owned(), counters)]);
    let schema = Arc::new(Schema::clone(&schema()).with_metadata(metadata));
    let mut writer = StreamWriter::try_new(Vec::new(), &schema)?;
    for batch in batches {
        writer.write(&batch.batch().clone().with_schema(schema.clone())?)?;
    }
    Ok(writer.into_inner()?)
}

pub(super) fn decode<C: DeserializeOwned>(bytes: &[u8]) -> Result<(Vec<StateBatch>, C)> {
    let reader = StreamReader::try_new(Cursor::new(bytes), None).map_err(|error| broken(&error))?;
    let metadata = reader.schema().metadata().get(COUNTERS).cloned().unwrap_or_default();
    let counters = serde_json::from_str(&metadata).map_err(|error| broken(&error))?;
    let batches = reader
        .map(|batch| {
            let batch = batch.map_err(|error| broken(&error))?;
            let columns = batch.columns().to_vec();
            StateBatch::new(RecordBatch::try_new(schema(), columns).map_err(|error| broken(&error))?)
        })
        .collect::<Result<_>>()?;
    Ok((batches, counters))
}

fn broken(error: &dyn std::error::Error) -> Error {
    Error::new(ErrorCode::Corrupt, "a partial cannot be read back")
        .found(error.to_string())
        .remedy("Run again.")
}

fn internal(error: &dyn std::error::Error) -> Error {
    Error::new(ErrorCode::Internal, error.to_string())
}
