//! Arbitrary metadata of an Iceberg table; the files that it names have no records.

use super::avro;
use crate::expected;

/// Checks an input.
pub fn run(input: &[u8]) {
    match avro::read(input, &without_records()) {
        Ok(Some(snapshot)) => assert!(snapshot.files.is_empty() && snapshot.deletes.is_empty()),
        Ok(None) => {}
        Err(error) => expected(&error),
    }
}

/// Returns a file of Avro without records.
fn without_records() -> Vec<u8> {
    let schema = br#"{"type":"record","name":"r","fields":[]}"#;
    let length = u8::try_from(2 * schema.len()).expect("a short schema");
    [b"Obj\x01\x02\x16avro.schema".as_slice(), &[length], schema, &[0], &[7; 16]].concat()
}
