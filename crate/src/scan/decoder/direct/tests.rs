use parquet::file::metadata::{ParquetMetaDataReader, ParquetMetaDataWriter};
use parquet::file::properties::WriterVersion;
use proptest::prelude::*;

use super::*;
use crate::error::Result;
use crate::scan::written::{Row, as_read, damage, damaged, file_of, layout, opened, read, rows};
use crate::scan::{Findings, Mapping, Roles, Task};
use crate::source::File;
use crate::source::table::DeletedRowsBuilder;

/// Reads all rows, first directly or by Parquet's decoder alone. Returns whether they were decoded
/// directly to the end.
fn decoded(
    file: &File,
    mapping: &Mapping,
    bytes: &Bytes,
    direct: bool,
) -> Result<(Vec<Row>, Findings, bool)> {
    let mut task = Task::open(file, 0, mapping, Roles::ALL, None, None)?;
    if !direct {
        task.leave_direct()?;
    }
    let mut rows = Vec::new();
    let (findings, _) = read(&mut task, bytes, &mut rows)?;
    Ok((rows, findings, task.is_direct()))
}

/// Nearly all files have no null, some have a few.
fn some_rows() -> impl Strategy<Value = Vec<Row>> {
    prop_oneof![3 => rows(0), 1 => rows(2)]
}

/// Returns a file whose footer states `more` bytes for the first column than it has.
fn with_longer_chunk(bytes: &Bytes, more: i64) -> Bytes {
    let metadata = ParquetMetaDataReader::new().parse_and_finish(bytes).unwrap();
    let footer: [u8; 4] = bytes[bytes.len() - 8..][..4].try_into().unwrap();
    let end = bytes.len() - 8 - u32::from_le_bytes(footer) as usize;
    let mut metadata = metadata.into_builder();
    let mut groups = metadata.take_row_groups();
    let mut columns = groups[0].columns().to_vec();
    let length = columns[0].compressed_size() + more;
    columns[0] = columns[0].clone().into_builder().set_total_compressed_size(length).build().unwrap();
    groups[0] = groups[0].clone().into_builder().set_column_metadata(columns).build().unwrap();
    let metadata = metadata.set_row_groups(groups).build();
    let mut longer = bytes[..end].to_vec();
    ParquetMetaDataWriter::new(&mut longer, &metadata).finish().unwrap();
    longer.into()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn values_are_those_of_parquets_decoder(
        rows in some_rows(),
        layout in layout(),
        deleted in prop_oneof![Just(0_usize), 1_usize..30],
    ) {
        let bytes = file_of(&rows, &layout);
        let (file, mapping) = opened(&bytes);
        let mut builder = DeletedRowsBuilder::default();
        let is_deleted = |row: usize| deleted > 0 && row % 50 < deleted && row / 50 % 3 < 2;
        (0..rows.len()).filter(|&row| is_deleted(row)).for_each(|row| builder.add(row as u64));
        let file = file.with_deleted_rows(Arc::new(builder.finish()));
        let kept = (0..).zip(&rows).filter(|&(row, _)| !is_deleted(row));
        let kept: Vec<Row> = kept.map(|(_, row)| row.clone()).collect();
        let direct = decoded(&file, &mapping, &bytes, true).unwrap();
        let parquet = decoded(&file, &mapping, &bytes, false).unwrap();
        prop_assert_eq!(&direct.0, &as_read(&kept));
        prop_assert_eq!(&direct.0, &parquet.0);
        prop_assert_eq!(direct.1, parquet.1);
        prop_assert!(!parquet.2);

        let is_usual = |row: &Row| {
            let is_text = |id: &Option<Vec<u8>>| id.as_ref().is_some_and(|id| id.is_ascii());
            let is_day = row.3.is_some_and(|day| day < i32::MAX);
            is_text(&row.0) && is_text(&row.1) && row.2.is_some() && is_day && row.4.is_some()
        };
        let many_deleted = kept.len() < rows.len() - rows.len() / 4;
        if layout.version == WriterVersion::PARQUET_1_0 && !many_deleted && rows.iter().all(is_usual) {
            prop_assert!(direct.2);
        }
        // The values of a null and of another day cannot come from a direct decoder.
        if kept.iter().any(|row| row.3.is_none_or(|day| day == i32::MAX)) {
            prop_assert!(!direct.2);
        }
    }

    /// A damaged file fails in both ways or in neither, and its values are then the same.
    #[test]
    fn damage_is_the_same(
        rows in some_rows(),
        layout in layout(),
        damage in damage(),
    ) {
        let bytes = file_of(&rows, &layout);
        let (file, mapping) = opened(&bytes);
        let bytes = damaged(&file, &bytes, &damage);
        let direct = decoded(&file, &mapping, &bytes, true);
        let parquet = decoded(&file, &mapping, &bytes, false);
        match (direct, parquet) {
            (Ok(direct), Ok(parquet)) => {
                prop_assert_eq!(direct.0, parquet.0);
                prop_assert_eq!(direct.1, parquet.1);
            }
            // Texts may name other numbers of rows, because Parquet's decoder begins with later ones.
            (Err(direct), Err(parquet)) => prop_assert_eq!(direct.code(), parquet.code()),
            (direct, parquet) => prop_assert!(false, "{:?} {:?}", direct.err(), parquet.err()),
        }
    }

    /// Bytes after the last page are not read as if they were not there.
    #[test]
    fn a_chunk_that_is_too_long_is_refused(rows in some_rows(), layout in layout(), more in 1_i64..40) {
        let bytes = with_longer_chunk(&file_of(&rows, &layout), more);
        let (file, mapping) = opened(&bytes);
        let direct = decoded(&file, &mapping, &bytes, true).map(|(rows, ..)| rows);
        let parquet = decoded(&file, &mapping, &bytes, false).map(|(rows, ..)| rows);
        prop_assert_eq!(direct.map_err(|error| error.code()), parquet.map_err(|error| error.code()));
    }
}
