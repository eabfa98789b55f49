//! Column chunks.

use parquet::basic::{CompressionCodec, Encoding, EncodingMask};
use parquet::file::metadata::{ColumnChunkMetaData, ColumnChunkMetaDataBuilder, LevelHistogram};
use parquet::schema::types::ColumnDescPtr;

use crate::source::metadata::refused::{Refused, broken};
use crate::source::metadata::statistics;
use crate::source::thrift::{MAX_DEPTH, Thrift};

/// The codecs by their number in the format; nothing here decompresses LZO.
const CODECS: [Option<CompressionCodec>; 8] = [
    Some(CompressionCodec::UNCOMPRESSED),
    Some(CompressionCodec::SNAPPY),
    if cfg!(feature = "gzip") { Some(CompressionCodec::GZIP) } else { None },
    None,
    if cfg!(feature = "brotli") { Some(CompressionCodec::BROTLI) } else { None },
    Some(CompressionCodec::LZ4),
    if cfg!(feature = "zstd") { Some(CompressionCodec::ZSTD) } else { None },
    Some(CompressionCodec::LZ4_RAW),
];
/// The first position of a page, after the file's magic.
const FIRST_PAGE: i64 = 4;

/// Parses a `ColumnChunk`; `unreadable` gets what prevents the column from being read.
///
/// # Errors
///
/// [`Encrypted`](crate::ErrorCode::Encrypted), or what is missing.
pub(super) fn read(
    thrift: &mut Thrift<'_>,
    column: &ColumnDescPtr,
    unreadable: &mut dyn FnMut(String),
) -> Result<ColumnChunkMetaData, Refused> {
    let mut builder = Some(ColumnChunkMetaData::builder(column.clone()));
    let (mut missing, mut is_encrypted) = (Some("metadata"), false);
    let walked = thrift.fields(MAX_DEPTH, &mut |thrift, field, kind| {
        match (field, kind) {
            (1, Thrift::BINARY) => {
                let path = String::from_utf8_lossy(thrift.bytes()?).into_owned();
                builder = builder.take().map(|builder| builder.set_file_path(path));
            }
            (3, Thrift::STRUCT) => {
                let (known, lacks) = read_metadata(thrift, builder.take()?, column, unreadable)?;
                (builder, missing) = (Some(known), lacks);
            }
            (8 | 9, _) => {
                is_encrypted = true;
                return Some(false);
            }
            _ => return Some(false),
        }
        Some(true)
    });
    let located = |found: &str| broken(&format!("a chunk of column {} with {found}", column.path()));
    if is_encrypted {
        return Err(Refused::Encrypted);
    }
    let builder = walked.and(builder).ok_or_else(|| located("fields that cannot be read"))?;
    if let Some(missing) = missing {
        return Err(located(&format!("no {missing}")));
    }
    builder.build().map_err(|error| located(&error.to_string()))
}

/// Parses a `ColumnMetaData`. Names what it lacks.
fn read_metadata(
    thrift: &mut Thrift<'_>,
    mut builder: ColumnChunkMetaDataBuilder,
    column: &ColumnDescPtr,
    unreadable: &mut dyn FnMut(String),
) -> Option<(ColumnChunkMetaDataBuilder, Option<&'static str>)> {
    let mut codec = None;
    let [mut values, mut uncompressed, mut compressed, mut data_at, mut dictionary_at] = [None; 5];
    let mut encodings = EncodingMask::default();
    let (mut page_encodings, mut known_statistics) = (None, None);
    let (mut text_bytes, mut levels) = (None, None);
    thrift.fields(MAX_DEPTH, &mut |thrift, field, kind| {
        match (field, kind) {
            (2, Thrift::LIST) => {
                thrift.elements(Thrift::I32, MAX_DEPTH, &mut |thrift| {
                    // An unknown encoding is reported when its pages are read.
                    if let Some(known) = encoding(thrift.integer()?) {
                        encodings.insert(known);
                    }
                    Some(())
                })?;
            }
            (4, Thrift::I32) => codec = Some(thrift.integer()?),
            (5, Thrift::I64) => values = Some(thrift.integer()?),
            (6, Thrift::I64) => uncompressed = Some(thrift.integer()?),
            (7, Thrift::I64) => compressed = Some(thrift.integer()?),
            (9, Thrift::I64) => data_at = Some(thrift.integer()?),
            (11, Thrift::I64) => dictionary_at = Some(thrift.integer()?),
            (12, Thrift::STRUCT) => known_statistics = statistics::read(thrift, column.physical_type())?,
            (13, Thrift::LIST) => page_encodings = encodings_of_pages(thrift)?,
            (16, Thrift::STRUCT) => (text_bytes, levels) = sizes(thrift)?,
            _ => return Some(false),
        }
        Some(true)
    })?;
    let missing = [
        (codec, "codec"),
        (values, "number of values"),
        (uncompressed, "uncompressed size"),
        (compressed, "compressed size"),
        (data_at, "offset of its data"),
    ];
    let missing = missing.into_iter().find(|(value, _)| value.is_none()).map(|(_, what)| what);
    let codec = codec.unwrap_or_default();
    let known = usize::try_from(codec).ok().and_then(|codec| *CODECS.get(codec)?);
    if known.is_none() {
        unreadable(match codec {
            2 => left_out("gzip"),
            3 => "compressed by LZO".to_owned(),
            4 => left_out("brotli"),
            6 => left_out("zstd"),
            _ => format!("compressed by the unknown codec {codec}"),
        });
    }
    let data_at = data_at.unwrap_or_default();
    builder = builder
        .set_compression_codec(known.unwrap_or(CompressionCodec::UNCOMPRESSED))
        .set_num_values(values.unwrap_or_default())
        .set_total_uncompressed_size(uncompressed.unwrap_or_default())
        .set_total_compressed_size(compressed.unwrap_or_default())
        .set_data_page_offset(data_at)
        .set_dictionary_page_offset(dictionary_at.filter(|&at| is_dictionary(at, data_at)))
        .set_encodings_mask(encodings)
        .set_unencoded_byte_array_data_bytes(text_bytes)
        .set_definition_level_histogram(levels);
    if let Some(mask) = page_encodings {
        builder = builder.set_page_encoding_stats_mask(mask);
    }
    if let Some(known) = known_statistics {
        builder = builder.set_statistics(known);
    }
    Some((builder, missing))
}

fn left_out(feature: &str) -> String {
    format!("compressed by {feature}, a feature of the crate that is off")
}

/// Returns whether a dictionary can be at an offset: some writers put 0, or the data's end, for
/// none.
fn is_dictionary(at: i64, data_at: i64) -> bool {
    at >= FIRST_PAGE && (at <= data_at || data_at < FIRST_PAGE)
}

fn encoding(number: i64) -> Option<Encoding> {
    Encoding::VARIANTS.iter().copied().find(|&known| i64::from(known as i32) == number)
}

/// Parses the encodings of data pages; `Some(None)` if one is not known.
fn encodings_of_pages(thrift: &mut Thrift<'_>) -> Option<Option<EncodingMask>> {
    let mut mask = Some(EncodingMask::default());
    thrift.elements(Thrift::STRUCT, MAX_DEPTH, &mut |thrift| {
        let (mut page, mut found) = (None, None);
        thrift.fields(MAX_DEPTH, &mut |thrift, field, kind| {
            match (field, kind) {
                (1, Thrift::I32) => page = Some(thrift.integer()?),
                (2, Thrift::I32) => found = Some(thrift.integer()?),
                _ => return Some(false),
            }
            Some(true)
        })?;
        if matches!(page, Some(0 | 3)) {
            mask = mask.take().zip(found.and_then(encoding)).map(|(mut mask, found)| {
                mask.insert(found);
                mask
            });
        }
        Some(())
    })?;
    Some(mask)
}

/// Parses the bytes of a column's text before encoding, and the histogram of its definition levels.
fn sizes(thrift: &mut Thrift<'_>) -> Option<(Option<i64>, Option<LevelHistogram>)> {
    let (mut bytes, mut levels) = (None, None);
    thrift.fields(MAX_DEPTH, &mut |thrift, field, kind| {
        match (field, kind) {
            (1, Thrift::I64) => bytes = Some(thrift.integer()?),
            (3, Thrift::LIST) => {
                let mut counts = Vec::new();
                thrift.elements(Thrift::I64, MAX_DEPTH, &mut |thrift| {
                    counts.push(thrift.integer()?);
                    Some(())
                })?;
                levels = Some(LevelHistogram::from(counts));
            }
            _ => return Some(false),
        }
        Some(true)
    })?;
    Some((bytes, levels))
}
