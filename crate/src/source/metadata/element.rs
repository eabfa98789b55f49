//! One element of a schema, as it is stored.

use parquet::basic::Repetition;

use crate::source::metadata::annotation::{self, Annotation};
use crate::source::thrift::{MAX_DEPTH, Thrift};

/// The fields of `SchemaElement` that are needed.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) physical: Option<i32>,
    pub(super) length: Option<i32>,
    pub(super) repetition: i32,
    pub(super) name: String,
    pub(super) children: i32,
    pub(super) converted: Option<i32>,
    pub(super) scale: Option<i32>,
    pub(super) precision: Option<i32>,
    pub(super) id: Option<i32>,
    pub(super) logical: Option<Annotation>,
}

impl Element {
    pub(super) fn read(thrift: &mut Thrift<'_>) -> Option<Self> {
        let mut element = Self::default();
        let mut has_name = false;
        thrift.fields(MAX_DEPTH, &mut |thrift, field, kind| {
            match (field, kind) {
                (1..=3 | 5..=9, Thrift::I32) => {
                    // A longer number is truncated, as in other readers.
                    let value = thrift.integer()? as i32;
                    match field {
                        1 => element.physical = Some(value),
                        2 => element.length = Some(value),
                        3 => element.repetition = value,
                        5 => element.children = value,
                        6 => element.converted = Some(value),
                        7 => element.scale = Some(value),
                        8 => element.precision = Some(value),
                        _ => element.id = Some(value),
                    }
                }
                (4, Thrift::BINARY) => {
                    element.name = String::from_utf8_lossy(thrift.bytes()?).into_owned();
                    has_name = true;
                }
                (10, Thrift::STRUCT) => element.logical = annotation::read(thrift)?,
                _ => return Some(false),
            }
            Some(true)
        })?;
        has_name.then_some(element)
    }

    /// Returns the repetition; a missing one counts as `REQUIRED`, the first in the format.
    pub(super) fn repetition(&self) -> Option<Repetition> {
        match self.repetition {
            0 => Some(Repetition::REQUIRED),
            1 => Some(Repetition::OPTIONAL),
            2 => Some(Repetition::REPEATED),
            _ => None,
        }
    }
}
