//! Keys that cut the order of the results into ranges of about equal size.

use std::io::Cursor;
use std::sync::Arc;

use arrow::array::{AsArray, BinaryArray, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;

use crate::error::{Error, ErrorCode, Result};
use crate::merge::ipc::{broken, failed};
use crate::order::order_of;
use crate::scan::decoding;

/// The place of a series in the order: its channel and its video, nulls first.
pub(crate) type Key = (Option<Vec<u8>>, Option<Vec<u8>>);

pub(crate) fn encode(keys: &[Key]) -> Result<Vec<u8>> {
    let schema = Arc::new(Schema::new(vec![
        Field::new("channel_id", DataType::Binary, true),
        Field::new("video_id", DataType::Binary, true),
    ]));
    let channels = BinaryArray::from_iter(keys.iter().map(|key| key.0.as_ref()));
    let videos = BinaryArray::from_iter(keys.iter().map(|key| key.1.as_ref()));
    let batch = RecordBatch::try_new(schema.clone(), vec![Arc::new(channels), Arc::new(videos)])?;
    let mut writer = StreamWriter::try_new(Vec::new(), &schema)?;
    writer.write(&batch)?;
    Ok(writer.into_inner()?)
}

fn decode(bytes: &[u8]) -> Result<Vec<Key>> {
    decoding(|| read(bytes), |why| failed(&why))
}

fn read(bytes: &[u8]) -> Result<Vec<Key>> {
    let mut keys = Vec::new();
    for batch in StreamReader::try_new(Cursor::new(bytes), None).map_err(|error| broken(&error))? {
        let batch = batch.map_err(|error| broken(&error))?;
        let column = |index: usize| {
            let column = batch.columns().get(index).and_then(|column| column.as_binary_opt::<i32>());
            column.ok_or_else(|| Error::new(ErrorCode::Corrupt, "a sample cannot be read back"))
        };
        keys.extend(of_columns(column(0)?, column(1)?));
    }
    Ok(keys)
}

/// Returns the key of each row.
pub(super) fn of_columns(channels: &BinaryArray, videos: &BinaryArray) -> impl Iterator<Item = Key> {
    let owned = |id: Option<&[u8]>| id.map(<[u8]>::to_vec);
    channels.iter().zip(videos).map(move |(channel, video)| (owned(channel), owned(video)))
}

/// The keys at which the order of the results is cut into ranges.
#[derive(Clone, Debug)]
pub struct Splitters {
    pub(crate) keys: Vec<Key>,
    pub(super) parts: usize,
}

impl Splitters {
    /// Chooses them from the samples of all workers. The same samples give the same ranges in each.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for samples that no worker wrote.
    pub fn new(samples: &[Vec<u8>], parts: usize) -> Result<Self> {
        let mut keys = Vec::new();
        for sample in samples {
            keys.extend(decode(sample)?);
        }
        let order = order_of(keys.len(), &|a, b| keys[a].cmp(&keys[b]));
        let parts = parts.max(1);
        let chosen = if keys.is_empty() { 1 } else { parts };
        let keys = (1..chosen).map(|part| keys[order[part * keys.len() / parts] as usize].clone()).collect();
        Ok(Self { keys, parts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_that_no_worker_wrote_is_refused() {
        let sample = encode(&[(None, Some(b"a".to_vec()))]).unwrap();
        assert!(Splitters::new(std::slice::from_ref(&sample), 2).is_ok());
        for length in [0, 1, sample.len() / 2] {
            let error = Splitters::new(&[sample[..length].to_vec()], 2).unwrap_err();
            assert_eq!(error.code(), ErrorCode::Corrupt, "{error}");
        }
    }
}
