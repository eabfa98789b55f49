use std::sync::Arc;

use arrow::array::{Array, ArrayRef, BinaryArray, Date32Array, Int64Array, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::{WriterProperties, WriterVersion};
use proptest::prelude::*;

use super::*;
use crate::scan::{Columns, Findings, Mapping, Plan, Roles, ScanOptions, Step, Task};
use crate::source::FooterDecoder;

type Id = Option<Vec<u8>>;
/// Channel, video, upload day, date, views.
type Row = (Id, Id, Option<i32>, Option<i32>, Option<i64>);

/// How a file is written.
#[derive(Clone, Debug)]
struct Layout {
    page_rows: usize,
    /// Makes pages of some columns shorter than those of others.
    page_bytes: usize,
    part_rows: u64,
    codec: Compression,
    version: WriterVersion,
    dictionary_bytes: usize,
}

fn layout() -> impl Strategy<Value = Layout> {
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
    )
        .prop_map(|(page_rows, page_bytes, part_rows, codec, version, dictionary_bytes)| Layout {
            page_rows,
            page_bytes,
            part_rows,
            codec,
            version,
            dictionary_bytes,
        })
}

/// Rows with repeated ids, some nulls, and some ids that are not UTF-8.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let id = |ids: u8| {
        (0..ids).prop_map(|id| match id {
            0 => None,
            1 => Some(vec![b'x', 0xff, b'y']),
            id => Some(format!("id-{id}").into_bytes()),
        })
    };
    let row = (id(4), id(40), prop::option::weighted(0.9, 0..50), prop::option::weighted(0.9, 0..900), {
        prop::option::weighted(0.9, any::<i64>())
    });
    prop::collection::vec(row, 1..2_000)
}

fn file_of(rows: &[Row], layout: &Layout) -> Bytes {
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
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes.into()
}

fn slice(bytes: &Bytes, range: &Range<u64>) -> Bytes {
    bytes.slice(range.start as usize..range.end as usize)
}

fn opened(bytes: &Bytes) -> (File, Mapping) {
    let mut footer = FooterDecoder::new("views.parquet", bytes.len() as u64);
    while let Some(range) = footer.needs().first().cloned() {
        footer.push(range.start, slice(bytes, &range)).unwrap();
    }
    let file = footer.finish().unwrap();
    let plan = Plan::new(&[file.summary(0)], &ScanOptions::default(), Roles::ALL);
    let mapping = plan.mapping().unwrap();
    (file, mapping)
}

fn pages(file: &File, mapping: &Mapping, part_rows: u64, bytes: &Bytes) -> Option<RowGroupPages> {
    let leaves: Vec<usize> = (0..5).collect();
    assert!(mapping.choices.len() == 5);
    RowGroupPages::find(file, 0, &leaves, part_rows, &|range| Ok(slice(bytes, &range)))
}

fn add_rows(columns: &Columns, rows: &mut Vec<Row>) {
    let id = |ids: &Option<crate::scan::Ids>, row| ids.as_ref().unwrap().value(row).map(<[u8]>::to_vec);
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
fn read(mut task: Task, bytes: &Bytes, rows: &mut Vec<Row>) -> Result<(Findings, u64)> {
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
            Step::Finished => return Ok((Findings::of(&task), needed)),
        }
    }
}

fn read_whole(file: &File, mapping: &Mapping, bytes: &Bytes) -> Result<(Vec<Row>, Findings, u64)> {
    let mut rows = Vec::new();
    let task = Task::open(file, 0, mapping, Roles::ALL, None, None)?;
    let (findings, needed) = read(task, bytes, &mut rows)?;
    Ok((rows, findings, needed))
}

fn read_parts(
    file: &File,
    mapping: &Mapping,
    pages: &RowGroupPages,
    bytes: &Bytes,
) -> Result<(Vec<Row>, Findings, u64)> {
    let mut rows = Vec::new();
    let mut all: Option<(Findings, u64)> = None;
    for part in pages.parts() {
        let before = rows.len() as u64;
        let task = Task::part(file, pages, mapping, Roles::ALL, None, part.clone())?;
        let (findings, needed) = read(task, bytes, &mut rows)?;
        assert_eq!(before..rows.len() as u64, *part);
        all = Some(match all {
            None => (findings, needed),
            Some((mut before, sum)) => {
                before.append(findings);
                (before, sum + needed)
            }
        });
    }
    let (findings, needed) = all.unwrap();
    Ok((rows, findings, needed))
}

/// Rows as they are read: ids that are not UTF-8 are null.
fn as_read(rows: &[Row]) -> Vec<Row> {
    let id = |id: &Id| id.clone().filter(|id| std::str::from_utf8(id).is_ok());
    rows.iter().map(|row| (id(&row.0), id(&row.1), row.2, row.3, row.4)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn parts_are_the_whole(rows in rows(), layout in layout()) {
        let bytes = file_of(&rows, &layout);
        let (file, mapping) = opened(&bytes);
        let (whole, findings, _) = read_whole(&file, &mapping, &bytes).unwrap();
        prop_assert_eq!(&whole, &as_read(&rows));
        if let Some(pages) = pages(&file, &mapping, layout.part_rows, &bytes) {
            prop_assert!(pages.parts().len() > 1);
            let parts = read_parts(&file, &mapping, &pages, &bytes).unwrap();
            prop_assert_eq!(parts.0, whole);
            prop_assert_eq!(parts.1, findings);
        }
    }

    /// A damaged file fails in both ways or in neither, and its values are then the same.
    #[test]
    fn damage_is_the_same_in_parts(
        rows in rows(),
        layout in layout(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 1..4),
    ) {
        let mut bytes = file_of(&rows, &layout).to_vec();
        let (file, mapping) = opened(&bytes.clone().into());
        let chunks = file.metadata().row_group(0).columns().iter().map(ColumnChunkMetaData::byte_range);
        let end = chunks.map(|(start, length)| start + length).max().unwrap() as usize;
        for (at, flip) in damage {
            bytes[4 + at.index(end - 4)] ^= flip;
        }
        let bytes = Bytes::from(bytes);
        if let Some(pages) = pages(&file, &mapping, layout.part_rows, &bytes) {
            let whole = read_whole(&file, &mapping, &bytes);
            let parts = read_parts(&file, &mapping, &pages, &bytes);
            match (whole, parts) {
                (Ok(whole), Ok(parts)) => {
                    prop_assert_eq!(whole.0, parts.0);
                    prop_assert_eq!(whole.1, parts.1);
                }
                (whole, parts) => prop_assert!(whole.is_err() && parts.is_err(), "{:?} {:?}", whole.err(), parts.err()),
            }
        }
    }
}

/// Rows with a video each, in pages of 100 rows.
fn plain(rows: i32, layout: &Layout) -> (Vec<Row>, Bytes) {
    let row = |day: i32| {
        (Some(b"c".to_vec()), Some(format!("{day:011}").into_bytes()), Some(0), Some(day), Some(day.into()))
    };
    let rows: Vec<Row> = (0..rows).map(row).collect();
    let bytes = file_of(&rows, layout);
    (rows, bytes)
}

const LAYOUT: Layout = Layout {
    page_rows: 100,
    page_bytes: 1 << 20,
    part_rows: 250,
    codec: Compression::SNAPPY,
    version: WriterVersion::PARQUET_1_0,
    dictionary_bytes: 0,
};

#[test]
fn a_part_needs_its_pages_alone() {
    let (rows, bytes) = plain(2_000, &LAYOUT);
    let (file, mapping) = opened(&bytes);
    let pages = pages(&file, &mapping, LAYOUT.part_rows, &bytes).unwrap();
    // Parts begin with pages, and none is shorter than half of the requested rows.
    let starts: Vec<u64> = pages.parts().iter().map(|part| part.start).collect();
    assert_eq!(starts, [0, 300, 600, 900, 1_200, 1_500, 1_800]);
    let (read, _, needed) = read_parts(&file, &mapping, &pages, &bytes).unwrap();
    assert_eq!(read, rows);
    let (_, _, whole) = read_whole(&file, &mapping, &bytes).unwrap();
    assert_eq!(needed, whole);
}

#[test]
fn one_large_page_is_not_shared() {
    let (_, bytes) = plain(2_000, &Layout { page_rows: 2_000, ..LAYOUT });
    let (file, mapping) = opened(&bytes);
    assert!(pages(&file, &mapping, LAYOUT.part_rows, &bytes).is_none());
}

#[test]
fn pages_that_contradict_the_footer_are_left_to_the_whole() {
    let (_, bytes) = plain(2_000, &LAYOUT);
    let (file, mapping) = opened(&bytes);
    let (start, _) = file.metadata().row_group(0).column(4).byte_range();
    let mut cut = bytes.to_vec();
    cut[start as usize] ^= 0xff;
    assert!(pages(&file, &mapping, LAYOUT.part_rows, &cut.into()).is_none());
}
