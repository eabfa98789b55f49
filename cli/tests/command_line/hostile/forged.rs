//! Writes files with forged footers and page headers.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::file::metadata::{
    FileMetaData, ParquetMetaData, ParquetMetaDataBuilder, ParquetMetaDataReader, ParquetMetaDataWriter,
    RowGroupMetaData,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

/// The schema of the five columns, whose pages have no levels.
pub(crate) const COLUMNS: &str = "required binary channel_id (UTF8); required binary video_id (UTF8);
    required int32 created_date (DATE); required int32 date (DATE); required int64 viewCount;";
pub(crate) const VIDEO: usize = 1;
/// 2023-01-01.
pub(crate) const NEW_YEAR: i32 = 19_358;

/// A row with a count of 1: the video, its upload day and the day.
pub(crate) type Row = (Vec<u8>, i32, i32);

/// Writes rows in one row group, followed by 32-bit columns from `more`.
pub(crate) fn write(path: &Path, more: &str, rows: &[Row]) {
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    write_so(path, more, rows, properties);
}

/// Writes the same with writer properties.
pub(crate) fn write_so(path: &Path, more: &str, rows: &[Row], properties: WriterProperties) {
    let schema = parse_message_type(&format!("message views {{ {COLUMNS} {more} }}")).unwrap();
    let file = File::create(path).unwrap();
    let mut writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut index = 0;
    while let Some(mut column) = group.next_column().unwrap() {
        let days = |day: fn(&Row) -> i32| rows.iter().map(day).collect::<Vec<_>>();
        match column.untyped() {
            ColumnWriter::ByteArrayColumnWriter(it) => {
                let id =
                    |row: &Row| ByteArray::from(if index == VIDEO { row.0.clone() } else { b"UCx".to_vec() });
                it.write_batch(&rows.iter().map(id).collect::<Vec<_>>(), None, None).unwrap()
            }
            ColumnWriter::Int32ColumnWriter(it) => {
                let days = if index == 2 { days(|row| row.1) } else { days(|row| row.2) };
                it.write_batch(&days, None, None).unwrap()
            }
            ColumnWriter::Int64ColumnWriter(it) => it.write_batch(&vec![1; rows.len()], None, None).unwrap(),
            _ => panic!("unexpected column type"),
        };
        column.close().unwrap();
        index += 1;
    }
    group.close().unwrap();
    writer.close().unwrap();
}

/// Writes `rows` rows in which `instead` replaces the column `without` of [`COLUMNS`]; columns other
/// than these have only nulls.
pub(crate) fn write_nulls(path: &Path, without: &str, instead: &str, rows: usize) {
    assert!(COLUMNS.contains(without), "{without}");
    let columns = COLUMNS.replace(without, instead);
    let schema = parse_message_type(&format!("message views {{ {columns} }}")).unwrap();
    let mut writer =
        SerializedFileWriter::new(File::create(path).unwrap(), Arc::new(schema), Default::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let none = vec![0; rows];
    while let Some(mut column) = group.next_column().unwrap() {
        match column.untyped() {
            ColumnWriter::ByteArrayColumnWriter(it) => {
                it.write_batch(&vec![ByteArray::from("x"); rows], None, None).unwrap()
            }
            ColumnWriter::Int32ColumnWriter(it) => it.write_batch(&vec![NEW_YEAR; rows], None, None).unwrap(),
            ColumnWriter::Int64ColumnWriter(it) => {
                it.write_batch(&vec![1; rows], Some(&none), Some(&none)).unwrap()
            }
            ColumnWriter::FixedLenByteArrayColumnWriter(it) => {
                it.write_batch(&[], Some(&none), None).unwrap()
            }
            _ => panic!("unexpected column type"),
        };
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
}

pub(crate) fn rows(videos: &[&str]) -> Vec<Row> {
    videos.iter().map(|id| (id.as_bytes().to_vec(), NEW_YEAR, NEW_YEAR)).collect()
}

pub(crate) fn with(folder: &Path, column: usize, compression: Compression, pages: &[u8], data_page: usize) {
    write(&folder.join("a.parquet"), "", &rows(&["v1", "v2", "v3"]));
    replace_chunk(&folder.join("a.parquet"), column, compression, pages, data_page);
}

pub(crate) fn footer(path: &Path) -> ParquetMetaData {
    ParquetMetaDataReader::new().parse_and_finish(&File::open(path).unwrap()).unwrap()
}

/// Rewrites a file's footer; `change` gets the bytes before it and returns the row groups.
pub(crate) fn rewrite_footer(
    path: &Path,
    change: impl FnOnce(&mut Vec<u8>, Vec<RowGroupMetaData>) -> Vec<RowGroupMetaData>,
) {
    let old = footer(path);
    let mut bytes = fs::read(path).unwrap();
    let length = bytes.len() - 8;
    let footer = u32::from_le_bytes(bytes[length..length + 4].try_into().unwrap());
    bytes.truncate(length - footer as usize);
    let groups = change(&mut bytes, old.row_groups().to_vec());
    let rows = groups.iter().fold(0_i64, |sum, group| sum.saturating_add(group.num_rows()));
    let metadata = old.file_metadata();
    let file = FileMetaData::new(
        metadata.version(),
        rows,
        metadata.created_by().map(str::to_owned),
        None,
        metadata.schema_descr_ptr(),
        metadata.column_orders().cloned(),
    );
    let new = ParquetMetaDataBuilder::new(file).set_row_groups(groups).build();
    ParquetMetaDataWriter::new(&mut bytes, &new).finish().unwrap();
    fs::write(path, bytes).unwrap();
}

/// Sets the row count in the footer without changing the row groups.
pub(crate) fn claim_rows(path: &Path, rows: i64) {
    let mut bytes = fs::read(path).unwrap();
    // Field 3 of the footer, after the version and the schema; 3 rows take one byte.
    let length = bytes.len() - 8;
    let footer = length - u32::from_le_bytes(bytes[length..length + 4].try_into().unwrap()) as usize;
    let end = [0x16, 6, 0x19];
    let at = footer + bytes[footer..length].windows(3).position(|some| some == end).unwrap();
    let mut number = Vec::new();
    varint((rows << 1) as u64, &mut number);
    bytes.splice(at + 1..at + 2, number);
    let end = bytes.len() - 8;
    let length = u32::try_from(end - footer).unwrap();
    bytes[end..end + 4].copy_from_slice(&length.to_le_bytes());
    fs::write(path, bytes).unwrap();
}

/// Replaces a column chunk by the given pages.
pub(crate) fn replace_chunk(
    path: &Path,
    column: usize,
    compression: Compression,
    pages: &[u8],
    data_page: usize,
) {
    rewrite_footer(path, |bytes, groups| {
        let start = bytes.len() as i64;
        bytes.extend(pages);
        let change = |group: RowGroupMetaData| {
            let mut chunks = group.columns().to_vec();
            let dictionary = (data_page > 0).then_some(start);
            let chunk = chunks[column].clone().into_builder();
            chunks[column] = chunk
                .set_compression(compression)
                .set_dictionary_page_offset(dictionary)
                .set_data_page_offset(start + data_page as i64)
                .set_total_compressed_size(pages.len() as i64)
                .clear_statistics()
                .build()
                .unwrap();
            group.into_builder().set_column_metadata(chunks).build().unwrap()
        };
        groups.into_iter().map(change).collect()
    });
}

/// Page types with their numbers in the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageKind {
    Data = 0,
    Dictionary = 2,
    DataV2 = 3,
}

pub(crate) const PLAIN: i32 = 0;
pub(crate) const DELTA_LENGTH_BYTE_ARRAY: i32 = 6;
pub(crate) const DELTA_BYTE_ARRAY: i32 = 7;
pub(crate) const DICTIONARY: i32 = 8;
pub(crate) const BYTE_STREAM_SPLIT: i32 = 9;

/// Returns a page whose header claims a number of values and an uncompressed size.
pub(crate) fn page(kind: PageKind, claimed: i32, values: i32, encoding: i32, body: &[u8]) -> Vec<u8> {
    let mut page = Vec::new();
    let number = |page: &mut Vec<u8>, number: i32| {
        page.push(0x15);
        zigzag(page, number);
    };
    number(&mut page, kind as i32);
    number(&mut page, claimed);
    number(&mut page, i32::try_from(body.len()).unwrap());
    match kind {
        PageKind::Data => {
            // Field 5: values, their encoding, RLE levels.
            page.push(0x2c);
            [values, encoding, 3, 3].iter().for_each(|&it| number(&mut page, it));
        }
        PageKind::Dictionary => {
            page.push(0x4c);
            [values, encoding].iter().for_each(|&it| number(&mut page, it));
        }
        PageKind::DataV2 => {
            // Field 8: values, nulls, rows, encoding, no bytes of levels.
            page.push(0x5c);
            [values, 0, values, encoding, 0, 0].iter().for_each(|&it| number(&mut page, it));
        }
    }
    page.extend([0, 0]);
    page.extend(body);
    page
}

fn zigzag(to: &mut Vec<u8>, value: i32) {
    varint(((value << 1) ^ (value >> 31)).cast_unsigned().into(), to);
}

pub(crate) fn varint(mut value: u64, to: &mut Vec<u8>) {
    while value >= 128 {
        to.push((value & 127) as u8 | 128);
        value >>= 7;
    }
    to.push(value as u8);
}

/// Returns a Zstandard frame: each part is raw bytes followed by a repeated letter.
pub(crate) fn zstd(parts: &[(&[u8], usize)]) -> Vec<u8> {
    const BLOCK: usize = 128 * 1024;
    // The magic number, no size, no checksum, and a window of 1 MiB.
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50];
    let mut blocks: Vec<(u32, usize, Vec<u8>)> = Vec::new();
    for (raw, repeated) in parts {
        blocks.push((0, raw.len(), raw.to_vec()));
        let mut left = *repeated;
        while left > 0 {
            let some = left.min(BLOCK);
            blocks.push((1, some, b"a".to_vec()));
            left -= some;
        }
    }
    let last = blocks.len() - 1;
    for (index, (kind, size, bytes)) in blocks.into_iter().enumerate() {
        let header = u32::from(index == last) | kind << 1 | u32::try_from(size).unwrap() << 3;
        frame.extend(&header.to_le_bytes()[..3]);
        frame.extend(bytes);
    }
    frame
}
