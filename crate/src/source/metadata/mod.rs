//! A lenient parser of a footer's metadata: see `docs/design/files/footers.md`.
//!
//! A field of an unexpected kind is skipped, and fields that no result needs are not parsed.

mod annotation;
mod chunk;
mod column_orders;
mod element;
mod key_values;
mod refused;
mod row_group;
mod schema;
mod statistics;

use std::collections::BTreeMap;
use std::sync::Arc;

use parquet::file::metadata::{FileMetaData, ParquetMetaData, RowGroupMetaData};

use crate::source::legacy_calendar::LegacyCalendar;
use crate::source::metadata::key_values::KeyValues;
use crate::source::metadata::refused::broken;
use crate::source::thrift::{MAX_DEPTH, Thrift};

pub(super) use refused::Refused;

/// The fields of `FileMetaData` in the format's `parquet.thrift`.
const VERSION: i64 = 1;
const SCHEMA: i64 = 2;
const ROWS: i64 = 3;
const ROW_GROUPS: i64 = 4;
const KEY_VALUES: i64 = 5;
const CREATED_BY: i64 = 6;
const COLUMN_ORDERS: i64 = 7;
const ENCRYPTION_ALGORITHM: i64 = 8;

/// The content of a footer.
#[derive(Debug)]
pub(super) struct Metadata {
    pub(super) parquet: ParquetMetaData,
    /// Leaf columns that cannot be read, by number, and what they are.
    pub(super) unreadable: BTreeMap<usize, String>,
    /// Whether old days are in the calendar of Spark 2.
    pub(super) calendar: LegacyCalendar,
    /// Daytally's keys, such as the provider of the counts.
    pub(super) own_keys: BTreeMap<String, String>,
}

/// Parses a footer, without its length and magic.
///
/// # Errors
///
/// The reason why it has no metadata.
pub(super) fn read(footer: &[u8]) -> Result<Metadata, Refused> {
    let fields = Fields::find(footer).ok_or_else(|| broken("bytes that are not a Thrift structure"))?;
    if fields.of(ENCRYPTION_ALGORITHM).is_some() {
        return Err(Refused::Encrypted);
    }
    let value =
        |field, kind| fields.of(field).filter(|value| value.0 == kind).map(|(_, bytes)| Thrift::new(bytes));
    let list = |field, what: &str| value(field, Thrift::LIST).ok_or_else(|| broken(&format!("no {what}")));
    let integer = |field, kind| value(field, kind).and_then(|mut value| value.integer());
    let mut unreadable = BTreeMap::new();
    let schema = schema::read(&mut list(SCHEMA, "schema")?, &mut unreadable)?;
    let schema = Arc::new(schema);
    let row_groups: Vec<RowGroupMetaData> =
        row_group::read_all(&mut list(ROW_GROUPS, "row groups")?, &schema, &mut unreadable)?;
    let rows = integer(ROWS, Thrift::I64).ok_or_else(|| broken("no number of rows"))?;
    let version = integer(VERSION, Thrift::I32).unwrap_or(1);
    let created_by = value(CREATED_BY, Thrift::BINARY).and_then(|mut text| text.bytes());
    let orders = value(COLUMN_ORDERS, Thrift::LIST)
        .and_then(|mut orders| column_orders::read(&mut orders))
        .filter(|orders| orders.len() == schema.num_columns());
    let key_values = value(KEY_VALUES, Thrift::LIST).and_then(|mut list| key_values::read(&mut list));
    let file = FileMetaData::new(
        i32::try_from(version).unwrap_or(1),
        rows,
        created_by.map(|text| String::from_utf8_lossy(text).into_owned()),
        None,
        schema,
        orders,
    );
    let KeyValues { calendar, own } = key_values.unwrap_or_default();
    Ok(Metadata { parquet: ParquetMetaData::new(file, row_groups), unreadable, calendar, own_keys: own })
}

/// The values of the outermost structure's fields, which may be in any order.
struct Fields<'a>([Option<(u8, &'a [u8])>; 10]);

impl<'a> Fields<'a> {
    fn find(footer: &'a [u8]) -> Option<Self> {
        let mut thrift = Thrift::new(footer);
        let mut fields = [None; 10];
        thrift.fields(MAX_DEPTH, &mut |thrift, field, kind| {
            let known = usize::try_from(field).ok().and_then(|field| fields.get_mut(field));
            if let Some(known) = known {
                *known = Some((kind, thrift.rest()));
            }
            Some(false)
        })?;
        Some(Self(fields))
    }

    fn of(&self, field: i64) -> Option<(u8, &'a [u8])> {
        *self.0.get(usize::try_from(field).ok()?)?
    }
}
