//! What the values of a column chunk become.

use arrow::datatypes::DataType;
use parquet::basic::Type;
use parquet::file::metadata::ColumnChunkMetaData;

use crate::scan::pages::values::codec;

/// What values become.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Numbers of 32 bits.
    I32,
    /// Numbers of 64 bits.
    I64,
    /// Codes of a dictionary of binary.
    Ids,
    /// Views of binary.
    Views,
}

impl Kind {
    /// Returns what the values of a chunk become; `None` if they are not read here.
    pub(super) fn of(chunk: &ColumnChunkMetaData, data_type: &DataType) -> Option<Self> {
        let column = chunk.column_descr();
        let is_flat =
            column.max_rep_level() == 0 && column.max_def_level() <= 1 && column.path().parts().len() == 1;
        let nulls = chunk.statistics().and_then(|known| known.null_count_opt()).unwrap_or_default();
        if !is_flat || nulls > 0 || !codec::is_known(chunk.compression()) {
            return None;
        }
        match (column.physical_type(), data_type) {
            (Type::INT32, DataType::Int32 | DataType::Date32) => Some(Self::I32),
            (Type::INT64, DataType::Int64 | DataType::UInt64 | DataType::Timestamp(..)) => Some(Self::I64),
            (Type::BYTE_ARRAY, DataType::BinaryView) => Some(Self::Views),
            (Type::BYTE_ARRAY, DataType::Dictionary(..)) => Some(Self::Ids),
            _ => None,
        }
    }
}
