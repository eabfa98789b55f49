//! Files of Avro made by hand, and broken ones.

#![allow(clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.

use super::*;
use crate::error::{ErrorCode, Result};

/// Returns a number in zigzag form.
fn long(value: i64) -> Vec<u8> {
    let mut rest = ((value << 1) ^ (value >> 63)).cast_unsigned();
    let mut bytes = Vec::new();
    while rest >= 0x80 {
        bytes.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    bytes.push(rest as u8);
    bytes
}

fn text(text: &[u8]) -> Vec<u8> {
    [long(text.len() as i64), text.to_vec()].concat()
}

const SYNC: [u8; 16] = *b"0123456789abcdef";

fn file(schema: &str, codec: &str, blocks: &[(i64, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = b"Obj\x01".to_vec();
    bytes.extend(long(2));
    for (name, value) in [("avro.schema", schema), ("avro.codec", codec)] {
        bytes.extend([text(name.as_bytes()), text(value.as_bytes())].concat());
    }
    bytes.extend(long(0));
    bytes.extend(SYNC);
    for (count, block) in blocks {
        bytes.extend([long(*count), text(block), SYNC.to_vec()].concat());
    }
    bytes
}

const SCHEMA: &str = r#"{"type":"record","name":"r","fields":[
    {"name":"skipped","type":{"type":"map","values":["null","double"]},"field-id":1},
    {"name":"name","type":"string","field-id":2},
    {"name":"renamed","type":["null","long"],"field-id":3,"default":null},
    {"name":"list","type":{"type":"array","items":"int"}},
    {"name":"inner","type":{"type":"record","name":"in","fields":[
        {"name":"fixed","type":{"type":"fixed","name":"f","size":2},"field-id":5},
        {"name":"again","type":"f","field-id":6},
        {"name":"flag","type":"boolean","field-id":7}]},"field-id":4}]}"#;

/// A record of the schema.
fn record(name: &str, value: Option<i64>) -> Vec<u8> {
    let map = [long(-1), long(99), text(b"k"), long(1), 2.5_f64.to_le_bytes().to_vec(), long(0)].concat();
    let value = value.map_or(long(0), |value| [long(1), long(value)].concat());
    let list = [long(2), long(7), long(-8), long(0)].concat();
    [map, text(name.as_bytes()), value, list, b"abcd\x01".to_vec()].concat()
}

/// Reads records as text, in pieces of some size.
fn read(bytes: &[u8], piece: usize) -> Result<Vec<String>> {
    let mut container = Container::default();
    let mut found = Vec::new();
    for piece in bytes.chunks(piece) {
        container.push(piece, &|id, name| id != Some(1) && name != "again", &mut |row, _| {
            assert_eq!(row.get(1, "skipped"), &Value::Null);
            assert_eq!(row.get(9, "list"), &Value::List(vec![Value::Whole(7), Value::Whole(-8)]));
            let inner = row.row(4, "other").unwrap();
            assert_eq!(inner.get(7, ""), &Value::Boolean(true));
            assert_eq!((inner.text(5, ""), inner.text(8, "")), (Some("ab"), None));
            found.push(format!("{} {:?}", row.text(2, "").unwrap(), row.whole(3, "v")));
            Ok(())
        })?;
    }
    container.end().map(|()| found)
}

fn two_blocks(codec: &str, compressed: impl Fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let first = [record("a", Some(-1)), record("é", None)].concat();
    file(SCHEMA, codec, &[(2, compressed(first)), (1, compressed(record("c", Some(i64::MIN))))])
}

#[test]
fn wanted_fields_are_read_in_pieces_of_any_size() {
    let expected = ["a Some(-1)", "é None", "c Some(-9223372036854775808)"];
    let plain = two_blocks("null", |block| block);
    for piece in [1, 7, plain.len()] {
        assert_eq!(read(&plain, piece).unwrap(), expected);
    }
    let deflated = two_blocks("deflate", |block| {
        let mut bytes = Vec::new();
        let level = flate2::Compression::default();
        std::io::Read::read_to_end(&mut flate2::read::DeflateEncoder::new(&*block, level), &mut bytes)
            .unwrap();
        bytes
    });
    assert_eq!(read(&deflated, 11).unwrap(), expected);
    let snappy = two_blocks("snappy", |block| {
        let compressed = snap::raw::Encoder::new().compress_vec(&block).unwrap();
        [compressed, crc32fast::hash(&block).to_be_bytes().to_vec()].concat()
    });
    assert_eq!(read(&snappy, 11).unwrap(), expected);
}

#[test]
fn cut_and_changed_files_are_errors() {
    let plain = two_blocks("null", |block| block);
    let header = plain.windows(16).position(|bytes| bytes == SYNC).unwrap() + 16;
    let first = header + plain[header..].windows(16).position(|bytes| bytes == SYNC).unwrap() + 16;
    for end in (0..plain.len()).filter(|end| ![header, first].contains(end)) {
        assert_eq!(read(&plain[..end], 64).unwrap_err().code(), ErrorCode::Corrupt, "{end}");
    }
    let broken = |schema: &str, count: i64, block: &[u8]| {
        read(&file(schema, "null", &[(count, block.to_vec())]), 99).unwrap_err().to_string()
    };
    assert!(broken(SCHEMA, 2, &record("a", None)).contains("end within a value"));
    assert!(broken(SCHEMA, 1, &[record("a", None), vec![0]].concat()).contains("other records"));
    assert!(broken(SCHEMA, -1, &[]).contains("other records"));
    assert!(
        broken(r#"{"type":"record","name":"a","fields":[{"name":"x","type":"a"}]}"#, 1, &[])
            .contains("unknown type")
    );
    assert!(broken(r#""long""#, 1, &[2]).contains("not records"));
    let nested = format!("{}\"int\"{}", "[".repeat(40), "]".repeat(40));
    assert!(broken(&nested, 1, &[]).contains("too deep"));
    let unknown = read(&file(SCHEMA, "bzip2", &[]), 99).unwrap_err();
    assert_eq!(unknown.code(), ErrorCode::Unsupported);
    assert!(unknown.to_string().contains("bzip2"), "{unknown}");
}

#[test]
fn bombs_are_errors_before_they_take_memory_or_time() {
    let broken = |schema: &str, codec: &str, count: i64, block: Vec<u8>| {
        let bytes = file(schema, codec, &[(count, block)]);
        let pushed = Container::default().push(&bytes, &|_, _| true, &mut |_, _| Ok(()));
        pushed.unwrap_err().to_string()
    };
    let nulls =
        r#"{"type":"record","name":"r","fields":[{"name":"l","type":{"type":"array","items":"null"}}]}"#;
    assert!(broken(nulls, "null", 1, [long(i64::MAX), long(0)].concat()).contains("more values"));
    let nothing = r#"{"type":"record","name":"r","fields":[]}"#;
    assert!(broken(nothing, "null", i64::MAX, vec![]).contains("more values"));
    // Each name doubles what the one before it holds, all without bytes.
    let mut doubling = r#"{"type":"record","name":"n0","fields":[]}"#.to_owned();
    for depth in 1..28 {
        let field = |name: &str, of: &str| format!(r#"{{"name":"{name}","type":{of}}}"#);
        let before = format!("\"n{}\"", depth - 1);
        let fields = [field("a", &doubling), field("b", &before)].join(",");
        doubling = format!(r#"{{"type":"record","name":"n{depth}","fields":[{fields}]}}"#);
    }
    assert!(broken(&doubling, "null", 1, vec![]).contains("more values"));
    let huge = [&[0xff, 0xff, 0xff, 0xff, 0x0f][..], &[0; 8]].concat();
    assert!(broken(SCHEMA, "snappy", 1, huge).contains("more than"));
    let mut zeros = Vec::new();
    let source = std::io::Read::take(std::io::repeat(0), 129 << 20);
    std::io::Read::read_to_end(
        &mut flate2::read::DeflateEncoder::new(source, flate2::Compression::fast()),
        &mut zeros,
    )
    .unwrap();
    assert!(broken(SCHEMA, "deflate", 1, zeros).contains("more than"));
}
