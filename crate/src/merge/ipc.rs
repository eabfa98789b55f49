//! State as Arrow IPC streams, the only form in which it leaves a worker's memory.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::buffer::Buffer;
use arrow::datatypes::{Schema, SchemaRef};
use arrow::ipc::reader::StreamDecoder;
use arrow::ipc::writer::StreamWriter;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorCode, Result};
use crate::merge::schema::{StateBatch, schema};
use crate::scan::decoding;
use crate::spill;

/// The key of the schema's metadata that holds the counters.
const COUNTERS: &str = "daytally.counters";

/// The maximum number of bytes that a byte of LZ4 expands to.
const MAX_EXPANDED: usize = 255;

/// Encodes batches of one schema with counters.
pub(super) fn encode(
    schema: &Schema,
    batches: impl IntoIterator<Item = RecordBatch>,
    counters: &impl Serialize,
) -> Result<Vec<u8>> {
    let batches: Vec<RecordBatch> = batches.into_iter().collect();
    let counters = serde_json::to_string(counters).map_err(|error| internal(&error))?;
    let metadata = HashMap::from([(COUNTERS.to_owned(), counters)]);
    let schema = Arc::new(schema.clone().with_metadata(metadata));
    // Room for all at once: WebAssembly keeps the memory of vectors that were outgrown.
    let room = batches.iter().map(RecordBatch::get_array_memory_size).sum();
    let mut writer = StreamWriter::try_new(Vec::with_capacity(room), &schema)?;
    for batch in batches {
        writer.write(&batch.with_schema(schema.clone())?)?;
    }
    Ok(writer.into_inner()?)
}

/// Decodes batches and their counters. The batches keep the bytes; nothing is copied.
pub(super) fn decode<C: DeserializeOwned>(bytes: Vec<u8>) -> Result<(SchemaRef, Vec<RecordBatch>, C)> {
    let (found, batches) = decoding(|| read(bytes), |why| failed(&why))?;
    let counters = found.metadata().get(COUNTERS).map(String::as_str).unwrap_or_default();
    Ok((found.clone(), batches, serde_json::from_str(counters).map_err(|error| broken(&error))?))
}

/// Returns the schema with the counters, and batches without them.
fn read(bytes: Vec<u8>) -> Result<(SchemaRef, Vec<RecordBatch>)> {
    let mut bytes = Buffer::from_vec(bytes);
    let mut decoder = StreamDecoder::new();
    let mut batches = Vec::new();
    while !bytes.is_empty() {
        batches.extend(decoder.decode(&mut bytes).map_err(|error| broken(&error))?);
    }
    decoder.finish().map_err(|error| broken(&error))?;
    let found = decoder.schema().ok_or_else(|| failed("its schema is missing"))?;
    let schema = Arc::new(Schema::new(found.fields().clone()));
    let batch = |batch: RecordBatch| RecordBatch::try_new(schema.clone(), batch.columns().to_vec());
    let batches = batches.into_iter().map(batch).collect::<std::result::Result<_, _>>();
    Ok((found, batches.map_err(|error| broken(&error))?))
}

/// Encodes one batch as it is stored: an IPC stream, compressed.
pub(super) fn pack(batch: &StateBatch) -> Result<Vec<u8>> {
    let mut writer = StreamWriter::try_new(Vec::new(), &schema())?;
    writer.write(batch.batch())?;
    Ok(lz4_flex::block::compress_prepend_size(&writer.into_inner()?))
}

/// Decodes what [`pack`] wrote.
pub(super) fn unpack(bytes: &[u8]) -> Result<StateBatch> {
    let (size, compressed) = lz4_flex::block::uncompressed_size(bytes).map_err(spill::broken)?;
    if size / MAX_EXPANDED > compressed.len() {
        return Err(spill::broken(format!("{} bytes cannot hold {size}", compressed.len())));
    }
    let bytes = lz4_flex::block::decompress(compressed, size).map_err(spill::broken)?;
    // The batch keeps these bytes; nothing is copied.
    let mut bytes = Buffer::from_vec(bytes);
    let decode = || StreamDecoder::new().decode(&mut bytes).map_err(spill::broken);
    let batch = decoding(decode, spill::broken)?;
    StateBatch::new(batch.ok_or_else(|| spill::broken("a batch is missing"))?)
}

pub(super) fn broken(error: &dyn std::error::Error) -> Error {
    failed(&error.to_string())
}

pub(super) fn failed(why: &str) -> Error {
    Error::new(ErrorCode::Corrupt, "a partial cannot be read back").found(why).remedy("Run again.")
}

fn internal(error: &dyn std::error::Error) -> Error {
    Error::new(ErrorCode::Internal, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_no_larger_than_its_bytes_can_be() {
        let error = unpack(&[0xff, 0xff, 0xff, 0xff, 0, 0]).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Io);
        assert!(error.to_string().contains("4294967295"), "{error}");
        assert!(unpack(&[1, 0]).is_err() && unpack(&[]).is_err());
    }
}
