use parquet::file::properties::WriterVersion;
use proptest::prelude::*;

use super::*;
use crate::scan::written::{
    Layout, Row, as_read, damage, damaged, file_of, layout, opened, read, rows, slice,
};
use crate::scan::{Findings, Mapping, Roles, Task};

fn pages(file: &File, mapping: &Mapping, part_rows: u64, bytes: &Bytes) -> Option<RowGroupPages> {
    let leaves: Vec<usize> = (0..5).collect();
    assert!(mapping.choices.len() == 5);
    RowGroupPages::find(file, 0, &leaves, part_rows, &|range| Ok(slice(bytes, &range)))
}

fn read_whole(file: &File, mapping: &Mapping, bytes: &Bytes) -> Result<(Vec<Row>, Findings, u64)> {
    let mut rows = Vec::new();
    let mut task = Task::open(file, 0, mapping, Roles::ALL, None, None)?;
    let (findings, needed) = read(&mut task, bytes, &mut rows)?;
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
        let mut task = Task::part(file, pages, mapping, Roles::ALL, None, part.clone())?;
        let (findings, needed) = read(&mut task, bytes, &mut rows)?;
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

/// Without nulls, pages are decoded directly.
fn some_rows() -> impl Strategy<Value = Vec<Row>> {
    prop_oneof![rows(0), rows(1_000)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn parts_are_the_whole(rows in some_rows(), layout in layout()) {
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
        rows in some_rows(),
        layout in layout(),
        damage in damage(),
    ) {
        let bytes = file_of(&rows, &layout);
        let (file, mapping) = opened(&bytes);
        let bytes = damaged(&file, &bytes, &damage);
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
    statistics: true,
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
