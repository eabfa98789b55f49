//! Invalid and hostile pages, through the binary: an error or the correct rows, in bounded memory.

use std::fs;
use std::io::Write;

use parquet::basic::{Compression, Encoding};
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use crate::hostile::command::{refuse, succeed};
use crate::hostile::forged::{
    BYTE_STREAM_SPLIT, DELTA_BYTE_ARRAY, DELTA_LENGTH_BYTE_ARRAY, DICTIONARY, NEW_YEAR, PLAIN, PageKind, Row,
    VIDEO, page, replace_chunk, with, write, write_nulls, write_so, zstd,
};

const MIB: usize = 1 << 20;

#[test]
fn pages_that_claim_gigabytes() {
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(Default::default()),
        Compression::BROTLI(Default::default()),
        Compression::ZSTD(Default::default()),
        Compression::LZ4,
        Compression::LZ4_RAW,
    ];
    for codec in codecs {
        for kind in [PageKind::Data, PageKind::DataV2, PageKind::Dictionary] {
            let folder = tempfile::tempdir().unwrap();
            let mut pages = page(kind, i32::MAX, 3, PLAIN, &[7; 100]);
            let data_page = if kind == PageKind::Dictionary { pages.len() } else { 0 };
            if data_page > 0 {
                pages.extend(page(PageKind::Data, 3, 3, DICTIONARY, &[1, 6, 0]));
            }
            with(folder.path(), VIDEO, codec, &pages, data_page);
            let mentions = [
                "a.parquet, row group 0, column \"video_id\"",
                "268435456 bytes",
                "2147483647",
                "--max-page",
            ];
            refuse(folder.path(), "monthly a.parquet -o out.csv", &mentions);
            refuse(folder.path(), "inspect a.parquet --rows 3", &mentions);
        }
        // 4 GB do not fit in a header's field; as a negative number it is not a valid size.
        let folder = tempfile::tempdir().unwrap();
        with(folder.path(), VIDEO, codec, &page(PageKind::Data, -1, 3, PLAIN, &[7; 100]), 0);
        refuse(folder.path(), "monthly a.parquet -o out.csv", &["a.parquet, row group 0"]);
    }
}

#[test]
fn pages_with_more_than_they_claim() {
    let many = 1 << 30;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..many / MIB {
        gzip.write_all(&[0; MIB]).unwrap();
    }
    let bombs = [
        (Compression::GZIP(Default::default()), gzip.finish().unwrap()),
        (Compression::ZSTD(Default::default()), zstd(&[(b"", many)])),
        (Compression::LZ4_RAW, lz4_flex::block::compress(&vec![0; 256 * MIB])),
        // Snappy starts with the uncompressed size.
        (Compression::SNAPPY, vec![0xff, 0xff, 0xff, 0xff, 0x07, 0x00, 0x61]),
    ];
    for (codec, body) in bombs {
        for kind in [PageKind::Data, PageKind::DataV2, PageKind::Dictionary] {
            let folder = tempfile::tempdir().unwrap();
            let mut pages = page(kind, 1000, 3, PLAIN, &body);
            let data_page = if kind == PageKind::Dictionary { pages.len() } else { 0 };
            if data_page > 0 {
                pages.extend(page(PageKind::Data, 3, 3, DICTIONARY, &[1, 6, 0]));
            }
            with(folder.path(), VIDEO, codec, &pages, data_page);
            refuse(folder.path(), "monthly a.parquet -o out.csv", &["a.parquet, row group 0"]);
        }
    }
}

#[test]
fn a_dictionary_of_more_values_than_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let mut pages = page(PageKind::Dictionary, 8, i32::MAX, PLAIN, &[0; 8]);
    let data_page = pages.len();
    pages.extend(page(PageKind::Data, 3, 3, DICTIONARY, &[1, 6, 0]));
    with(folder.path(), VIDEO, Compression::UNCOMPRESSED, &pages, data_page);
    refuse(
        folder.path(),
        "monthly a.parquet -o out.csv",
        &["2147483647 values in 8 bytes", "Leave the file out"],
    );
}

/// A header with two sizes; readers that check the field type, or read 64 bits, see another one.
#[test]
fn a_page_header_with_two_sizes() {
    // 2^31 - 1 in zigzag form as a 64-bit field, and -2^33 + 2^31 - 1 with the same lower 32 bits.
    let sizes: [&[u8]; 2] = [&[0x16, 0xfe, 0xff, 0xff, 0xff, 0x0f], &[0x15, 0x81, 0x80, 0x80, 0x80, 0x30]];
    // No page before it, or one with no bytes and 2^32 values, whose lower 32 bits are 0.
    let before: [&[u8]; 2] = [
        &[],
        &[
            0x15, 0, 0x15, 0, 0x15, 0, 0x2c, 0x15, 0x80, 0x80, 0x80, 0x80, 0x20, 0x15, 0, 0x15, 6, 0x15, 6,
            0, 0,
        ],
    ];
    for (size, before) in sizes.into_iter().flat_map(|size| before.map(|before| (size, before))) {
        let folder = tempfile::tempdir().unwrap();
        // A data page; its size; 7 bytes; 3 plain values with RLE levels; Snappy that claims 2^31 - 1.
        let pages = [
            before,
            &[0x15, 0],
            size,
            &[0x15, 14, 0x2c, 0x15, 6, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0],
            &[0xff, 0xff, 0xff, 0xff, 0x07, 0x00, 0x61],
        ];
        with(folder.path(), VIDEO, Compression::SNAPPY, &pages.concat(), 0);
        for line in ["monthly a.parquet -o out.csv", "inspect a.parquet --rows 3"] {
            refuse(
                folder.path(),
                line,
                &["a.parquet, row group 0, column \"video_id\"", "pages of 3 values"],
            );
        }
    }
}

#[test]
fn more_lengths_than_values() {
    // Blocks of 128 in 4 miniblocks, the number of lengths, and 1 as the first length.
    let claims: [(&[u8], &str); 3] = [
        (&[0x80, 1, 4, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 2], "found 1099511627776"),
        (&[0x80, 1, 4, 0x80, 0x80, 0x80, 0x20, 2], "found 67108864"),
        (&[0x80, 1, 4, 4, 2], "found 4"),
    ];
    for (claim, found) in claims {
        let body = [claim, &[0; 40]].concat();
        let codecs = [
            (Compression::UNCOMPRESSED, body.clone()),
            (Compression::ZSTD(Default::default()), zstd(&[(&body, 0)])),
            (Compression::LZ4_RAW, lz4_flex::block::compress(&body)),
            // An empty window, one uncompressed metablock, and the end.
            (Compression::BROTLI(Default::default()), brotli(&body)),
        ];
        for (codec, compressed) in codecs {
            for kind in [PageKind::Data, PageKind::DataV2] {
                for encoding in [DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY] {
                    let folder = tempfile::tempdir().unwrap();
                    let pages = page(kind, i32::try_from(body.len()).unwrap(), 3, encoding, &compressed);
                    with(folder.path(), VIDEO, codec, &pages, 0);
                    let mentions = ["row group 0, column \"video_id\"", "more lengths than values", found];
                    refuse(folder.path(), "monthly a.parquet -o out.csv", &mentions);
                }
            }
        }
    }
}

#[test]
fn a_row_with_all_values_of_a_page_of_lists() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write_nulls(&path, "required int64 viewCount;", "repeated int64 counts;", 1);
    // RLE levels with runs of any length.
    let pages = page(PageKind::Data, 8, i32::MAX, PLAIN, &[0; 8]);
    replace_chunk(&path, 4, Compression::UNCOMPRESSED, &pages, 0);
    let mentions = ["column \"counts\"", "a page of lists is too large", "found 17179869176"];
    refuse(folder.path(), "inspect a.parquet --rows 1", &mentions);
}

#[test]
fn a_dictionary_with_other_pages() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, "", &vec![(b"v".to_vec(), NEW_YEAR, NEW_YEAR); 300]);
    let length = u32::try_from(MIB).unwrap().to_le_bytes();
    let mut pages = page(PageKind::Dictionary, 4 + MIB as i32, 1, PLAIN, &zstd(&[(&length, MIB)]));
    let data_page = pages.len();
    // The dictionary's value 299 times, followed by another value.
    pages.extend(page(PageKind::Data, 4, 299, DICTIONARY, &zstd(&[(&[1, 0xd6, 4, 0], 0)])));
    pages.extend(page(PageKind::Data, 5, 1, PLAIN, &zstd(&[(&[1, 0, 0, 0, b'v'], 0)])));
    replace_chunk(&path, VIDEO, Compression::ZSTD(Default::default()), &pages, data_page);
    // The footer still claims that all pages use the dictionary.
    let mentions = ["column \"video_id\"", "a dictionary beside other pages is too large", "found 314572800"];
    refuse(folder.path(), "monthly a.parquet -o out.csv", &mentions);
    let ran = succeed(folder.path(), "monthly a.parquet -o out.csv --max-page 301MiB --threads 1", 60);
    assert!(ran.peak < 1_500, "{} MiB", ran.peak);
    let months = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    let ends: Vec<_> = months.lines().skip(1).filter_map(|line| line.get(line.len() - 13..)).collect();
    assert_eq!(ends, ["a,2023-01,299", "x,v,2023-01,1"]);
}

#[test]
fn truncated_streams() {
    for kind in [PageKind::Data, PageKind::DataV2] {
        for (bytes, codec) in [(7, Compression::UNCOMPRESSED), (23, Compression::LZ4_RAW)] {
            let folder = tempfile::tempdir().unwrap();
            let body = match codec {
                Compression::UNCOMPRESSED => vec![1; bytes],
                _ => lz4_flex::block::compress(&vec![1; bytes]),
            };
            let pages = page(kind, bytes as i32, 3, BYTE_STREAM_SPLIT, &body);
            with(folder.path(), 4, codec, &pages, 0);
            let mentions = [
                "column \"viewCount\"",
                "a multiple of 8",
                &format!("a page of {bytes} bytes in BYTE_STREAM_SPLIT"),
            ];
            refuse(folder.path(), "monthly a.parquet -o out.csv", &mentions);
        }
    }
}

/// Encodes bytes as an uncompressed Brotli stream.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    // WBITS 16 (one bit, 0); not the last; 4 nibbles (two bits, 0) of the length minus 1; uncompressed.
    let header = (bytes.len() as u32 - 1) << 4 | 1 << 20;
    // The remaining bits of the three bytes are zero; then the last, empty metablock.
    [&header.to_le_bytes()[..3], bytes, &[3]].concat()
}

#[test]
fn a_prefix_that_many_values_share() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let row: Row = (vec![b'v'; MIB], NEW_YEAR, NEW_YEAR);
    let video = ColumnPath::from("video_id");
    let properties = WriterProperties::builder()
        .set_column_dictionary_enabled(video.clone(), false)
        .set_column_encoding(video, Encoding::DELTA_BYTE_ARRAY)
        .set_data_page_size_limit(usize::MAX)
        .build();
    write_so(&path, "", &vec![row; 400], properties);
    assert!(fs::metadata(&path).unwrap().len() < 4 * MIB as u64);
    let mentions = ["row group 0, column \"video_id\"", "a page is too large", "--max-page"];
    refuse(folder.path(), "monthly a.parquet -o out.csv", &mentions);
    let ran = succeed(folder.path(), "monthly a.parquet -o out.csv --max-page 401MiB --threads 1", 120);
    assert!(ran.peak < 1_500, "{} MiB", ran.peak);
    let months = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    assert!(months.trim_end().ends_with(",2023-01,400"), "{}", &months[months.len() - 40..]);
}

/// Encodes three ids of `letters` letters; returns the plain size and the compressed bytes.
fn three_ids(letters: usize) -> (i32, Vec<u8>) {
    let length = u32::try_from(letters).unwrap().to_le_bytes();
    let body = zstd(&[(&length, letters), (&length, letters), (&length, letters)]);
    (i32::try_from(3 * (letters + 4)).unwrap(), body)
}

#[test]
fn valid_pages_are_read_up_to_a_limit_that_can_be_raised() {
    let codec = Compression::ZSTD(Default::default());
    for dictionary in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let (claimed, body) = three_ids(100 * MIB);
        let mut pages =
            page(if dictionary { PageKind::Dictionary } else { PageKind::Data }, claimed, 3, PLAIN, &body);
        let mut data_page = 0;
        if dictionary {
            data_page = pages.len();
            let same = zstd(&[(&[1, 6, 0], 0)]);
            pages.extend(page(PageKind::Data, 3, 3, DICTIONARY, &same));
        }
        assert!(pages.len() < 20_000, "a bomb is small: {}", pages.len());
        with(folder.path(), VIDEO, codec, &pages, data_page);
        let mentions = ["row group 0, column \"video_id\"", &format!("found {claimed}"), "--max-page"];
        refuse(folder.path(), "monthly a.parquet -o out.csv", &mentions);
        let line = "monthly a.parquet -o out.csv --threads 1 --max-page 301MiB";
        let ran = succeed(folder.path(), line, 300);
        // The page and its copies in the state, the merge and the result.
        assert!(ran.peak < 1_500, "{} MiB", ran.peak);
        let written = fs::metadata(folder.path().join("out.csv")).unwrap().len();
        assert!(written > 100 * MIB as u64 && written < 101 * MIB as u64, "{written}");
    }
}
