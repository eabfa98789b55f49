//! Sizes that no honest file has, through the binary: a sentence or the right rows, in bounded memory.
#![cfg(not(target_arch = "wasm32"))]
// Clippy takes only functions marked as tests for tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[allow(dead_code)]
mod forged;
mod watched;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use parquet::basic::{Compression, Encoding};
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use daytally::Day;
use forged::{
    BYTE_STREAM_SPLIT, DELTA_BYTE_ARRAY, DELTA_LENGTH_BYTE_ARRAY, DICTIONARY, NEW_YEAR, PLAIN, PageKind, Row,
    VIDEO, page, replace_chunk, tell, tell_rows, write, write_nulls, write_so, zstd,
};
use watched::{Watched, watch};

/// What a run may take whose file is small, in MiB; an unoptimised build has no more than another.
const FEW_MIB: u64 = 64;
const MIB: usize = 1 << 20;

fn run(folder: &Path, line: &str, most_seconds: u64) -> Watched {
    let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
    let ran = watch(daytally.current_dir(folder).args(line.split_whitespace()), most_seconds);
    println!("{line}: {} MiB, {:.2} s\n{}", ran.peak, ran.seconds, ran.stderr.trim_end());
    assert!(ran.status.is_some_and(|status| status < 3), "{line} was ended by a signal");
    assert!(!ran.stderr.contains("panicked"), "{line}: {}", ran.stderr);
    ran
}

/// Runs what must fail, with a sentence that holds all of these, and leave nothing behind.
fn refuse(folder: &Path, line: &str, holds: &[&str]) -> Watched {
    let ran = run(folder, line, 120);
    assert_eq!(ran.status, Some(1), "{line}: {}", ran.stderr);
    for text in holds {
        assert!(ran.stderr.contains(text), "{line}: {:?} is not in {:?}", text, ran.stderr);
    }
    assert!(ran.peak < FEW_MIB, "{line}: {} MiB", ran.peak);
    let left: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with("out")), "{left:?}");
    ran
}

fn succeed(folder: &Path, line: &str, most_seconds: u64) -> Watched {
    let ran = run(folder, line, most_seconds);
    assert_eq!(ran.status, Some(0), "{line}: {}", ran.stderr);
    ran
}

fn rows(videos: &[&str]) -> Vec<Row> {
    videos.iter().map(|id| (id.as_bytes().to_vec(), NEW_YEAR, NEW_YEAR)).collect()
}

fn with(folder: &Path, column: usize, compression: Compression, pages: &[u8], data_page: usize) {
    write(&folder.join("a.parquet"), "", &rows(&["v1", "v2", "v3"]));
    replace_chunk(&folder.join("a.parquet"), column, compression, pages, data_page);
}

#[test]
fn rows_that_only_the_footer_has() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    for claimed in [1_i64 << 40, i64::MAX] {
        write(&path, "", &rows(&["v"]));
        tell(&path, |_, groups| {
            let claim = |group: parquet::file::metadata::RowGroupMetaData| {
                group.into_builder().set_num_rows(claimed).build().unwrap()
            };
            groups.into_iter().map(claim).collect()
        });
        for line in ["monthly a.parquet -o out.csv", "inspect a.parquet --rows 1", "all a.parquet -o out"] {
            refuse(folder.path(), line, &["a.parquet, row group 0", &format!("{claimed} rows"), "Copy or"]);
        }
    }
    // As many as its pages could have, and do not.
    write(&path, "", &rows(&["v"]));
    tell(&path, |_, groups| {
        groups.into_iter().map(|it| it.into_builder().set_num_rows(1 << 31).build().unwrap()).collect()
    });
    refuse(
        folder.path(),
        "monthly a.parquet -o out.csv",
        &["a.parquet, row group 0", "2147483647 more rows"],
    );
}

#[test]
fn a_footer_that_says_another_number_of_rows_than_its_row_groups() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    for claimed in [0, 1, i64::MAX] {
        write(&path, "", &rows(&["v1", "v2", "v3"]));
        tell_rows(&path, claimed);
        succeed(folder.path(), "monthly a.parquet -o out.csv", 60);
        let months = fs::read_to_string(folder.path().join("out.csv")).unwrap();
        assert_eq!(months.lines().count(), 4, "{claimed}");
    }
}

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
            let told = [
                "a.parquet, row group 0, column \"video_id\"",
                "268435456 bytes",
                "2147483647",
                "--max-page",
            ];
            refuse(folder.path(), "monthly a.parquet -o out.csv", &told);
            refuse(folder.path(), "inspect a.parquet --rows 3", &told);
        }
        // 4 GB do not fit into a header's number; as one that is negative, it is no size.
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
        // Its own size in front, as Snappy has it.
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

/// A header whose size is hidden from who reads a field by its kind, or as 64 bits.
#[test]
fn a_page_whose_header_says_two_sizes() {
    // 2^31 - 1 as zigzag, in a field of 64 bits; and -2^33 + 2^31 - 1, of which 32 bits are the same.
    let sizes: [&[u8]; 2] = [&[0x16, 0xfe, 0xff, 0xff, 0xff, 0x0f], &[0x15, 0x81, 0x80, 0x80, 0x80, 0x30]];
    // Nothing before it, or a page of no bytes and 2^32 values, of which 32 bits are none.
    let before: [&[u8]; 2] = [
        &[],
        &[
            0x15, 0, 0x15, 0, 0x15, 0, 0x2c, 0x15, 0x80, 0x80, 0x80, 0x80, 0x20, 0x15, 0, 0x15, 6, 0x15, 6,
            0, 0,
        ],
    ];
    for (size, before) in sizes.into_iter().flat_map(|size| before.map(|before| (size, before))) {
        let folder = tempfile::tempdir().unwrap();
        // A data page; its size; 7 bytes; 3 values, plain, levels by runs; Snappy that says 2^31 - 1.
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
fn lengths_that_no_page_has() {
    // Blocks of 128 in 4 miniblocks, so many lengths, and the first is 1.
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
            // An empty window, one metablock that is not compressed, and the end.
            (Compression::BROTLI(Default::default()), brotli(&body)),
        ];
        for (codec, compressed) in codecs {
            for kind in [PageKind::Data, PageKind::DataV2] {
                for encoding in [DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY] {
                    let folder = tempfile::tempdir().unwrap();
                    let pages = page(kind, i32::try_from(body.len()).unwrap(), 3, encoding, &compressed);
                    with(folder.path(), VIDEO, codec, &pages, 0);
                    let told = ["row group 0, column \"video_id\"", "more lengths than values", found];
                    refuse(folder.path(), "monthly a.parquet -o out.csv", &told);
                }
            }
        }
    }
}

/// A footer of a version and a schema, whose elements have a name and so many children.
fn only_a_schema(children: &[i32]) -> Vec<u8> {
    let mut footer = vec![0x15, 2, 0x19, 0xfc];
    varint(children.len() as u64, &mut footer);
    for &count in children {
        footer.extend([0x48, 1, b'a', 0x15]);
        varint(u64::from(count.cast_unsigned()) << 1, &mut footer);
        footer.push(0);
    }
    footer.extend([0x16, 0, 0]);
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    [b"PAR1", &footer[..], &length, b"PAR1"].concat()
}

fn varint(mut value: u64, to: &mut Vec<u8>) {
    while value >= 128 {
        to.push((value & 127) as u8 | 128);
        value >>= 7;
    }
    to.push(value as u8);
}

#[test]
fn a_schema_that_is_deep_or_claims_children() {
    let folder = tempfile::tempdir().unwrap();
    let deep = |levels| only_a_schema(&[vec![1; levels], vec![0]].concat());
    for (bytes, told) in [
        (deep(1_000), "found a schema of more than 100 levels"),
        (deep(80_000), "found a schema of more than 100 levels"),
        (only_a_schema(&[i32::MAX]), "an element of 2147483647 children, behind which 0 follow"),
    ] {
        fs::write(folder.path().join("a.parquet"), bytes).unwrap();
        for line in ["monthly a.parquet -o out.csv", "inspect a.parquet"] {
            refuse(folder.path(), line, &["a.parquet", told]);
        }
    }
}

const FIXED: &str = "required binary video_id (UTF8);";

#[test]
fn values_of_any_width() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    for width in [i32::MAX, 257 << 20] {
        write_nulls(&path, FIXED, &format!("optional fixed_len_byte_array({width}) video_id;"), 20_000);
        let told = ["column \"video_id\"", "a value is too large", &format!("found {width}")];
        refuse(folder.path(), "monthly a.parquet -o out.csv", &told);
    }
    // 16,384 of them would take 1 GiB.
    write_nulls(&path, FIXED, "optional fixed_len_byte_array(65536) video_id;", 20_000);
    let ran = succeed(folder.path(), "monthly a.parquet -o out.csv --threads 1", 60);
    assert!(ran.peak < 600, "{} MiB", ran.peak);
    assert_eq!(
        fs::read_to_string(folder.path().join("out.csv")).unwrap().lines().nth(1),
        Some("x,,2023-01,20000")
    );
}

#[test]
fn a_row_with_all_values_of_a_page_of_lists() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write_nulls(&path, "required int64 viewCount;", "repeated int64 counts;", 1);
    // Levels by runs of any length.
    let pages = page(PageKind::Data, 8, i32::MAX, PLAIN, &[0; 8]);
    replace_chunk(&path, 4, Compression::UNCOMPRESSED, &pages, 0);
    let told = ["column \"counts\"", "a page of lists is too large", "found 17179869176"];
    refuse(folder.path(), "inspect a.parquet --rows 1", &told);
}

#[test]
fn a_dictionary_beside_other_pages() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, "", &vec![(b"v".to_vec(), NEW_YEAR, NEW_YEAR); 300]);
    let length = u32::try_from(MIB).unwrap().to_le_bytes();
    let mut pages = page(PageKind::Dictionary, 4 + MIB as i32, 1, PLAIN, &zstd(&[(&length, MIB)]));
    let data_page = pages.len();
    // 299 times the one of the dictionary, and then another value.
    pages.extend(page(PageKind::Data, 4, 299, DICTIONARY, &zstd(&[(&[1, 0xd6, 4, 0], 0)])));
    pages.extend(page(PageKind::Data, 5, 1, PLAIN, &zstd(&[(&[1, 0, 0, 0, b'v'], 0)])));
    replace_chunk(&path, VIDEO, Compression::ZSTD(Default::default()), &pages, data_page);
    // By its footer all pages have the dictionary, as they had.
    let told = ["column \"video_id\"", "a dictionary beside other pages is too large", "found 314572800"];
    refuse(folder.path(), "monthly a.parquet -o out.csv", &told);
    let ran = succeed(folder.path(), "monthly a.parquet -o out.csv --max-page 301MiB --threads 1", 60);
    assert!(ran.peak < 1_500, "{} MiB", ran.peak);
    let months = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    let ends: Vec<_> = months.lines().skip(1).filter_map(|line| line.get(line.len() - 13..)).collect();
    assert_eq!(ends, ["a,2023-01,299", "x,v,2023-01,1"]);
}

#[test]
fn streams_that_are_cut_off() {
    for kind in [PageKind::Data, PageKind::DataV2] {
        for (bytes, codec) in [(7, Compression::UNCOMPRESSED), (23, Compression::LZ4_RAW)] {
            let folder = tempfile::tempdir().unwrap();
            let body = match codec {
                Compression::UNCOMPRESSED => vec![1; bytes],
                _ => lz4_flex::block::compress(&vec![1; bytes]),
            };
            let pages = page(kind, bytes as i32, 3, BYTE_STREAM_SPLIT, &body);
            with(folder.path(), 4, codec, &pages, 0);
            let told = [
                "column \"viewCount\"",
                "a multiple of 8",
                &format!("a page of {bytes} bytes in BYTE_STREAM_SPLIT"),
            ];
            refuse(folder.path(), "monthly a.parquet -o out.csv", &told);
        }
    }
}

#[test]
fn a_name_that_two_columns_have() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("a.parquet"), "required int32 date (DATE);", &rows(&["v"]));
    let told = ["a.parquet, column \"date\"", "not the only one of its name", "found 2 of them"];
    refuse(folder.path(), "monthly a.parquet -o out.csv", &told);
    // Where a folder has it too, that is the column.
    fs::create_dir(folder.path().join("date=2023-02-03")).unwrap();
    fs::rename(folder.path().join("a.parquet"), folder.path().join("date=2023-02-03/a.parquet")).unwrap();
    succeed(folder.path(), "monthly date=2023-02-03 -o out.csv", 60);
    let months = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    assert_eq!(months.lines().nth(1), Some("UCx,v,2023-02,1"));
}

/// Bytes as Brotli has them that are not worth to be compressed, by hand.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    // WBITS 16 (one bit, 0); not the last; 4 nibbles (two bits, 0) of the length less 1; uncompressed.
    let header = (bytes.len() as u32 - 1) << 4 | 1 << 20;
    // The bits that are left of its three bytes are zeros; then an empty metablock, which is the last.
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
    let told = ["row group 0, column \"video_id\"", "a page is too large", "--max-page"];
    refuse(folder.path(), "monthly a.parquet -o out.csv", &told);
    let ran = succeed(folder.path(), "monthly a.parquet -o out.csv --max-page 401MiB --threads 1", 120);
    assert!(ran.peak < 1_500, "{} MiB", ran.peak);
    let months = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    assert!(months.trim_end().ends_with(",2023-01,400"), "{}", &months[months.len() - 40..]);
}

/// Three ids of so many letters each, plainly encoded, and their compressed bytes.
fn three_ids(letters: usize) -> (i32, Vec<u8>) {
    let length = u32::try_from(letters).unwrap().to_le_bytes();
    let body = zstd(&[(&length, letters), (&length, letters), (&length, letters)]);
    (i32::try_from(3 * (letters + 4)).unwrap(), body)
}

#[test]
fn honest_pages_are_read_up_to_a_limit_that_can_be_raised() {
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
        let told = ["row group 0, column \"video_id\"", &format!("found {claimed}"), "--max-page"];
        refuse(folder.path(), "monthly a.parquet -o out.csv", &told);
        let line = "monthly a.parquet -o out.csv --threads 1 --max-page 301MiB";
        let ran = succeed(folder.path(), line, 300);
        // The page, its copies in the state, in the merge and in the result.
        assert!(ran.peak < 1_500, "{} MiB", ran.peak);
        let written = fs::metadata(folder.path().join("out.csv")).unwrap().len();
        assert!(written > 100 * MIB as u64 && written < 101 * MIB as u64, "{written}");
    }
}

#[test]
fn a_hundred_thousand_row_groups() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, "", &rows(&["v1", "v2", "v3"]));
    tell(&path, |_, groups| vec![groups[0].clone(); 100_000]);
    let ran = succeed(folder.path(), "all a.parquet -o out --run-date 2023-04-19 --format csv", 300);
    assert!(ran.peak < 700, "{} MiB", ran.peak);
    let months = fs::read_to_string(folder.path().join("out/monthly.csv")).unwrap();
    assert_eq!(months.lines().nth(1), Some("UCx,v1,2023-01,100000"));
    assert!(ran.stdout.contains("299997 rows repeating"), "{}", ran.stdout);
}

#[test]
fn fifty_thousand_columns() {
    let folder = tempfile::tempdir().unwrap();
    let more: String = (0..49_995).map(|number| format!("required int32 c{number};")).collect();
    write(&folder.path().join("a.parquet"), &more, &rows(&["v1", "v2", "v3"]));
    for line in ["monthly a.parquet -o out.csv", "all a.parquet -o out", "inspect a.parquet --rows 3"] {
        let ran = succeed(folder.path(), line, 300);
        // Each column has a decoder of its own, which `inspect` has of all of them.
        assert!(ran.peak < if line.starts_with("inspect") { 800 } else { 300 }, "{line}: {} MiB", ran.peak);
    }
    let months = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    assert_eq!(months.lines().count(), 4);
}

#[test]
fn ids_of_a_mebibyte() {
    let folder = tempfile::tempdir().unwrap();
    let id = |number: usize| [vec![b'a'; MIB], number.to_string().into_bytes()].concat();
    let rows: Vec<Row> =
        (0..80).map(|number| (id(number % 40), NEW_YEAR, NEW_YEAR + 2 * (number / 40) as i32)).collect();
    write(&folder.path().join("a.parquet"), "", &rows);
    let line = "all a.parquet -o out --format csv --run-date 2023-04-19 --memory 48MiB --threads 2";
    let ran = succeed(folder.path(), line, 300);
    // Row groups, and windows of results, are beside the state.
    assert!(ran.peak < 1_200, "{} MiB", ran.peak);
    for (name, lines) in [("monthly", 41), ("gaps-dates", 41), ("gaps-ranges", 41), ("snapshot", 41)] {
        let path = folder.path().join("out").join(name).with_extension("csv");
        let text = fs::read_to_string(path).unwrap();
        assert_eq!(text.lines().count(), lines, "{name}");
        let ids: std::collections::BTreeSet<&str> =
            text.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
        assert_eq!(ids.len(), 40, "{name}");
        assert!(ids.iter().all(|id| id.len() > MIB), "{name}");
    }
}

#[test]
fn gaps_of_ten_thousand_years_are_forecast() {
    let folder = tempfile::tempdir().unwrap();
    let first = Day::parse("0001-01-01").unwrap().number();
    let row = |number: i32| (format!("v{number:03}").into_bytes(), first, NEW_YEAR);
    write(&folder.path().join("a.parquet"), "", &(0..300).map(row).collect::<Vec<Row>>());
    // 0001-01-01 to 9999-12-31 has 3,652,059 days, of which each video has one.
    let days = 300 * 3_652_058_u64;
    let told = [
        "the gaps would have too many days",
        "at most 1000000000 missing days",
        &format!("{days} in 300 lists, up to 3652058 in one"),
        "--max-gap-days",
    ];
    let end = "--end-date 9999-12-31";
    for line in
        ["gaps a.parquet -o out.parquet", "gaps a.parquet --form dates -o out.csv", "all a.parquet -o out"]
    {
        refuse(folder.path(), &format!("{line} {end}"), &told);
    }
    let ranges = succeed(folder.path(), &format!("gaps a.parquet --form ranges -o ranges.csv {end}"), 60);
    assert!(ranges.peak < FEW_MIB, "{} MiB", ranges.peak);
    let text = fs::read_to_string(folder.path().join("ranges.csv")).unwrap();
    assert_eq!(text.lines().count(), 601);
    let first = "UCx,v000,0001-01-01,0001-01-01,2022-12-31,738520,leading";
    assert_eq!(text.lines().nth(1), Some(first));

    // Allowed, and in windows of a few lists.
    write(&folder.path().join("a.parquet"), "", &(0..30).map(row).collect::<Vec<Row>>());
    let few = format!("--max-gap-days {} {end}", 30 * 3_652_058);
    refuse(
        folder.path(),
        &format!("gaps a.parquet -o out.arrow --max-gap-days 109561739 {end}"),
        &["109561740"],
    );
    let ran = succeed(folder.path(), &format!("gaps a.parquet -o lists.arrow {few}"), 300);
    assert!(ran.peak < 400, "{} MiB", ran.peak);
    let file = fs::File::open(folder.path().join("lists.arrow")).unwrap();
    let mut lists = 0;
    for batch in arrow::ipc::reader::FileReader::try_new(file, None).unwrap() {
        let batch = batch.unwrap();
        let column = arrow::array::AsArray::as_list::<i32>(batch.column(3));
        for list in column.iter() {
            assert_eq!(list.unwrap().len(), 3_652_058);
            lists += 1;
        }
    }
    assert_eq!(lists, 30);
}

/// 2^31 rows of one video and one day, in less than a megabyte.
#[test]
#[ignore = "it reads two thousand million rows"]
fn a_day_repeated_two_thousand_million_times() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let row = (b"v".to_vec(), NEW_YEAR, NEW_YEAR);
    write(&path, "", &vec![row; 1 << 20]);
    tell(&path, |_, groups| vec![groups[0].clone(); 1 << 11]);
    let ran = succeed(folder.path(), "all a.parquet -o out --format csv --run-date 2023-04-19", 1_200);
    let months = fs::read_to_string(folder.path().join("out/monthly.csv")).unwrap();
    assert_eq!(months.lines().nth(1), Some("UCx,v,2023-01,2147483648"));
    assert!(ran.stdout.contains("2147483647 rows repeating"), "{}", ran.stdout);
}
