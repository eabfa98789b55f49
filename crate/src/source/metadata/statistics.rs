//! Statistics of a column chunk, of the types whose statistics are used here.

use parquet::basic::Type as PhysicalType;
use parquet::data_type::ByteArray;
use parquet::file::statistics::{Statistics, ValueStatistics};

use crate::source::thrift::{MAX_DEPTH, Thrift};

/// Parses a `Statistics`; `Some(None)` if it is not usable. Invalid values count as absent: a
/// negative number of nulls, a minimum of another length than its type's.
pub(super) fn read(thrift: &mut Thrift<'_>, of: PhysicalType) -> Option<Option<Statistics>> {
    let [mut old_max, mut old_min, mut max, mut min] = [None; 4];
    let [mut nulls, mut distinct] = [None; 2];
    let (mut max_is_exact, mut min_is_exact) = (false, false);
    thrift.fields(MAX_DEPTH, &mut |thrift, field, kind| {
        match (field, kind) {
            (1, Thrift::BINARY) => old_max = Some(thrift.bytes()?),
            (2, Thrift::BINARY) => old_min = Some(thrift.bytes()?),
            (3, Thrift::I64) => nulls = Some(thrift.integer()?),
            (4, Thrift::I64) => distinct = Some(thrift.integer()?),
            (5, Thrift::BINARY) => max = Some(thrift.bytes()?),
            (6, Thrift::BINARY) => min = Some(thrift.bytes()?),
            (7, Thrift::TRUE | Thrift::FALSE) => max_is_exact = kind == Thrift::TRUE,
            (8, Thrift::TRUE | Thrift::FALSE) => min_is_exact = kind == Thrift::TRUE,
            _ => return Some(false),
        }
        Some(true)
    })?;
    let count = |number: Option<i64>| number.and_then(|number| u64::try_from(number).ok());
    let (nulls, distinct) = (count(nulls), count(distinct));
    let is_old = min.is_none() && max.is_none();
    let (min, max) = if is_old { (old_min, old_max) } else { (min, max) };
    Some(match of {
        PhysicalType::INT32 => {
            let value = |bytes: Option<&[u8]>| bytes?.try_into().ok().map(i32::from_le_bytes);
            Some(Statistics::int32(value(min), value(max), distinct, nulls, is_old))
        }
        PhysicalType::INT64 => {
            let value = |bytes: Option<&[u8]>| bytes?.try_into().ok().map(i64::from_le_bytes);
            Some(Statistics::int64(value(min), value(max), distinct, nulls, is_old))
        }
        PhysicalType::BYTE_ARRAY => {
            let (min, max) = (min.map(ByteArray::from), max.map(ByteArray::from));
            let statistics = ValueStatistics::new(min, max, distinct, nulls, is_old)
                .with_max_is_exact(max_is_exact)
                .with_min_is_exact(min_is_exact);
            Some(Statistics::ByteArray(statistics))
        }
        _ => None,
    })
}
