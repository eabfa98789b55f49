//! Lists of stored batches as they travel: where each batch is, while its bytes stay in the store.

use std::sync::{Arc, LazyLock};

use arrow::array::{Array, AsArray, BinaryArray, RecordBatch, UInt32Array, UInt64Array};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, UInt32Type, UInt64Type};

use crate::error::Result;
use crate::merge::batch::Stored;
use crate::merge::keys;
use crate::spill::{Store, broken};

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

/// A row for each batch, with the number of its list.
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
            let stored = Stored {
                store: store.clone(),
                place: number(1)[row]..number(2)[row],
                rows: index(number(3)[row])?..index(number(4)[row])?,
                first,
            };
            Ok((lists[row], stored))
        })
        .collect()
}
