//! Lists of stored batches as they are sent: the position of each batch, while its bytes stay in
//! the store.

use std::sync::{Arc, LazyLock};

use arrow::array::{Array, AsArray, BinaryArray, RecordBatch, UInt32Array, UInt64Array};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, UInt32Type, UInt64Type};

use crate::error::Result;
use crate::merge::batch::Stored;
use crate::merge::keys;
use crate::spill::{Store, broken};

/// Arrow lists have offsets of 32 bits.
const MAX_ROWS: usize = i32::MAX as usize;

static DIRECTORY: LazyLock<SchemaRef> = LazyLock::new(|| {
    let number = |name: &str| Field::new(name, DataType::UInt64, false);
    Arc::new(Schema::new(vec![
        Field::new("list", DataType::UInt32, false),
        number("place_start"),
        number("place_end"),
        number("rows_start"),
        number("rows_end"),
        Field::new("channel_id", DataType::Binary, true),
        Field::new("video_id", DataType::Binary, true),
    ]))
});

pub(super) fn schema() -> SchemaRef {
    DIRECTORY.clone()
}

/// Returns a row for each batch, with the number of its list.
pub(super) fn encode<'a>(batches: impl IntoIterator<Item = (u32, &'a Stored)>) -> Result<RecordBatch> {
    let (lists, batches): (Vec<u32>, Vec<&Stored>) = batches.into_iter().unzip();
    let numbers = |number: fn(&Stored) -> u64| -> Arc<dyn Array> {
        Arc::new(batches.iter().map(|&batch| number(batch)).collect::<UInt64Array>())
    };
    let columns: Vec<Arc<dyn Array>> = vec![
        Arc::new(UInt32Array::from(lists)),
        numbers(|batch| batch.place.start),
        numbers(|batch| batch.place.end),
        numbers(|batch| batch.rows.start as u64),
        numbers(|batch| batch.rows.end as u64),
        Arc::new(BinaryArray::from_iter(batches.iter().map(|batch| batch.first.0.as_ref()))),
        Arc::new(BinaryArray::from_iter(batches.iter().map(|batch| batch.first.1.as_ref()))),
    ];
    Ok(RecordBatch::try_new(schema(), columns)?)
}

/// Reads what [`encode`] wrote, of batches in a store.
pub(super) fn decode(directory: &RecordBatch, store: &Arc<dyn Store>) -> Result<Vec<(u32, Stored)>> {
    if directory.schema().fields() != DIRECTORY.fields() {
        return Err(broken("a directory has other columns"));
    }
    let number = |column: usize| directory.column(column).as_primitive::<UInt64Type>().values();
    let lists = directory.column(0).as_primitive::<UInt32Type>().values();
    let keys = keys::of_columns(directory.column(5).as_binary(), directory.column(6).as_binary());
    let index = |number: u64| usize::try_from(number).map_err(broken);
    keys.enumerate()
        .map(|(row, first)| {
            let place = number(1)[row]..number(2)[row];
            let rows = index(number(3)[row])?..index(number(4)[row])?;
            if place.end < place.start || rows.end < rows.start || rows.end > MAX_ROWS {
                return Err(broken(format!("a batch of the rows {rows:?} at {place:?}")));
            }
            let stored = Stored { store: store.clone(), place, rows, first };
            Ok((lists[row], stored))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use bytes::Bytes;

    use super::*;
    use crate::error::ErrorCode;

    #[derive(Debug)]
    struct Nothing;

    impl Store for Nothing {
        fn append(&self, _: &[u8]) -> Result<u64> {
            Err(broken("nothing"))
        }
        fn read(&self, _: Range<u64>) -> Result<Bytes> {
            Err(broken("nothing"))
        }
    }

    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "that is what is refused")]
    fn a_batch_ends_after_it_begins() {
        let store: Arc<dyn Store> = Arc::new(Nothing);
        let decoded = |place: Range<u64>, rows: Range<usize>| {
            let stored = Stored { store: store.clone(), place, rows, first: (None, None) };
            decode(&encode([(0, &stored)]).unwrap(), &store)
        };
        assert_eq!(decoded(0..9, 1..2).unwrap().len(), 1);
        for (place, rows) in [(9..8, 0..1), (0..9, 2..1), (0..9, 0..MAX_ROWS + 1)] {
            assert_eq!(decoded(place, rows).unwrap_err().code(), ErrorCode::Io);
        }
    }
}
