//! The order by which the minimum and maximum of each column were found.

use parquet::basic::{ColumnOrder, SortOrder};

use crate::source::thrift::{MAX_DEPTH, Thrift};

/// Parses the list of unions; an unknown order gives no information about its column.
pub(super) fn read(thrift: &mut Thrift<'_>) -> Option<Vec<ColumnOrder>> {
    let mut orders = Vec::new();
    thrift.elements(Thrift::STRUCT, MAX_DEPTH, &mut |thrift| {
        let mut order = ColumnOrder::UNKNOWN;
        thrift.fields(MAX_DEPTH, &mut |_, field, _| {
            order = match field {
                // The sort order of a type is not used here.
                1 => ColumnOrder::TYPE_DEFINED_ORDER(SortOrder::SIGNED),
                2 => ColumnOrder::IEEE_754_TOTAL_ORDER,
                3 => ColumnOrder::INT96_TIMESTAMP_ORDER,
                _ => ColumnOrder::UNKNOWN,
            };
            Some(false)
        })?;
        orders.push(order);
        Some(())
    })?;
    Some(orders)
}
