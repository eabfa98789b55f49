//! Files that property tests write, and the rows that are read from them.

use std::fmt::Debug;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, BinaryArray, Date32Array, Int64Array, RecordBatch};
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::calendar::Day;
use crate::error::Result;
use crate::scan::{Columns, Findings, Ids, Mapping, Plan, Roles, ScanOptions, Step, Task};
use crate::source::{File, FooterDecoder};

pub(in crate::scan) type Id = Option<Vec<u8>>;
/// Channel, video, upload day, date, views.
pub(in crate::scan) type Row = (Id, Id, Option<i32>, Option<i32>, Option<i64>);

/// How a file is written.
#[derive(Clone, Debug)]
pub(in crate::scan) struct Layout {
    pub(in crate::scan) page_rows: usize,
    /// Makes pages of some columns shorter than those of others.
    pub(in crate::scan) page_bytes: usize,
    pub(in crate::scan) part_rows: u64,
    pub(in crate::scan) codec: Compression,
    pub(in crate::scan) version: WriterVersion,
    pub(in crate::scan) dictionary_bytes: usize,
    /// Whether the footer has the number of nulls.
    pub(in crate::scan) statistics: bool,
}

pub(in crate::scan) fn layout() -> impl Strategy<Value = Layout> {
    let codecs = vec![
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::LZ4_RAW,
        #[cfg(feature = "gzip")]
        Compression::GZIP(Default::default()),
        #[cfg(feature = "zstd")]
        Compression::ZSTD(Default::default()),
    ];
    let versions = vec![WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0];
    // Without a dictionary, with one that fills up, and with one for all values.
    let dictionaries = vec![0_usize, 60, 1 << 20];
    (
        1_usize..200,
        50_usize..2_000,
        1_u64..400,
        prop::sample::select(codecs),
        prop::sample::select(versions),
        prop::sample::select(dictionaries),
        any::<bool>(),
    )
        .prop_map(|(page_rows, page_bytes, part_rows, codec, version, dictionary_bytes, statistics)| {
            Layout { page_rows, page_bytes, part_rows, codec, version, dictionary_bytes, statistics }
        })
}

/// Rows with repeated ids, some of them long and some not UTF-8, days outside the calendar, and this
/// many nulls in ten thousand values.
pub(in crate::scan) fn rows(nulls: u32) -> impl Strategy<Value = Vec<Row>> {
    fn value<T: Debug>(nulls: u32, of: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
        (0..10_000_u32, of).prop_map(move |(number, value)| (number >= nulls).then_some(value))
    }
    let id = move |ids: u8| {
        let text = (0..ids).prop_map(|id| match id {
            0 => b"an id of more than twelve bytes".to_vec(),
            id => format!("id-{id}").into_bytes(),
        });
        let text = prop_oneof![2_999 => text, 1 => Just(vec![b'x', 0xff, b'y'])];
        value(nulls, text)
    };
    let date = prop_oneof![4_999 => 0..900, 1 => Just(i32::MAX)];
    let row = (id(4), id(40), value(nulls, 0..50), value(nulls, date), value(nulls, any::<i64>()));
    prop::collection::vec(row, 1..2_000)
}

pub(in crate::scan) fn file_of(rows: &[Row], layout: &Layout) -> Bytes {
    let ids = |id: fn(&Row) -> &Id| -> ArrayRef {
        Arc::new(rows.iter().map(|row| id(row).as_deref()).collect::<BinaryArray>())
    };
    let days = |day: fn(&Row) -> Option<i32>| -> ArrayRef {
        Arc::new(rows.iter().map(day).collect::<Date32Array>())
    };
    let batch = RecordBatch::try_from_iter([
        ("channel_id", ids(|row| &row.0)),
        ("video_id", ids(|row| &row.1)),
        ("created_date", days(|row| row.2)),
        ("date", days(|row| row.3)),
        ("viewCount", Arc::new(rows.iter().map(|row| row.4).collect::<Int64Array>()) as _),
    ])
    .unwrap();
    let properties = WriterProperties::builder()
        .set_writer_version(layout.version)
        .set_compression(layout.codec)
        .set_dictionary_enabled(layout.dictionary_bytes > 0)
        .set_dictionary_page_size_limit(layout.dictionary_bytes.max(1))
        .set_data_page_row_count_limit(layout.page_rows)
        .set_data_page_size_limit(layout.page_bytes)
        .set_write_batch_size(layout.page_rows.min(5))
        .set_statistics_enabled(if layout.statistics {
            EnabledStatistics::Chunk
        } else {
            EnabledStatistics::None
        })
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes.into()
}

/// Where a file is damaged, and by which bits.
pub(in crate::scan) fn damage() -> impl Strategy<Value = Vec<(Index, u8)>> {
    prop::collection::vec((any::<Index>(), 1_u8..), 1..4)
}

/// Returns a file whose pages are damaged; its footer is not.
pub(in crate::scan) fn damaged(file: &File, bytes: &Bytes, damage: &[(Index, u8)]) -> Bytes {
    let chunks = file.metadata().row_group(0).columns().iter().map(ColumnChunkMetaData::byte_range);
    let end = chunks.map(|(start, length)| start + length).max().unwrap() as usize;
    let mut bytes = bytes.to_vec();
    for (at, flip) in damage {
        bytes[4 + at.index(end - 4)] ^= flip;
    }
    bytes.into()
}

pub(in crate::scan) fn slice(bytes: &Bytes, range: &Range<u64>) -> Bytes {
    bytes.slice(range.start as usize..range.end as usize)
}

pub(in crate::scan) fn opened(bytes: &Bytes) -> (File, Mapping) {
    let mut footer = FooterDecoder::new("views.parquet", bytes.len() as u64);
    while let Some(range) = footer.needs().first().cloned() {
        footer.push(range.start, slice(bytes, &range)).unwrap();
    }
    let file = footer.finish().unwrap();
    let plan = Plan::new(&[file.summary(0)], &ScanOptions::default(), Roles::ALL);
    let mapping = plan.mapping().unwrap();
    (file, mapping)
}

pub(in crate::scan) fn add_rows(columns: &Columns, rows: &mut Vec<Row>) {
    let id = |ids: &Option<Ids>, row| ids.as_ref().unwrap().value(row).map(<[u8]>::to_vec);
    let day = |days: &Option<Date32Array>, row| {
        let days = days.as_ref().unwrap();
        days.is_valid(row).then(|| days.value(row))
    };
    let views = columns.view_count.as_ref().unwrap();
    rows.extend((0..columns.rows).map(|row| {
        (
            id(&columns.channel_id, row),
            id(&columns.video_id, row),
            day(&columns.created_date, row),
            day(&columns.date, row),
            views.is_valid(row).then(|| views.value(row)),
        )
    }));
}

/// Reads a task; returns its findings and how many bytes it needed.
pub(in crate::scan) fn read(task: &mut Task, bytes: &Bytes, rows: &mut Vec<Row>) -> Result<(Findings, u64)> {
    let mut needed = 0;
    loop {
        match task.step()? {
            Step::Needs(ranges) => {
                for range in ranges {
                    needed += range.end - range.start;
                    task.push(range.start, slice(bytes, &range))?;
                }
            }
            Step::Rows(columns) => add_rows(&columns, rows),
            Step::Finished => return Ok((Findings::of(task), needed)),
        }
    }
}

/// Returns rows as they are read: ids that are not UTF-8 and days outside the calendar are null.
pub(in crate::scan) fn as_read(rows: &[Row]) -> Vec<Row> {
    let id = |id: &Id| id.clone().filter(|id| std::str::from_utf8(id).is_ok());
    let day = |day: Option<i32>| day.filter(|&day| Day::new(day).is_some());
    rows.iter().map(|row| (id(&row.0), id(&row.1), day(row.2), day(row.3), row.4)).collect()
}
