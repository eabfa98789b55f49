//! A column of a file: top-level, in a struct, or in the file's path.

use arrow::datatypes::{DataType, TimeUnit};
use serde::{Deserialize, Serialize};

/// Where a column's values are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the file; `leaf` is its number among the leaf columns, `None` if it is a list, a map or a
    /// struct.
    File {
        /// The number of the leaf column.
        leaf: Option<usize>,
        /// For a leaf of a struct, the names of the fields that lead to it, below the top-level
        /// column.
        within: Vec<String>,
        /// Whether it is stored as INT96, the old timestamp of Impala and Spark.
        int96: bool,
    },
    /// In the file's path, the same for every row.
    Path(Option<String>),
    /// In the log of the file's table, the same for every row; null if the file lacks the column.
    Log(Option<String>),
}

/// A column of a file: a top-level one, a leaf of a struct, or a Hive key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name; for a leaf of a struct its dotted path, such as `snippet.channelId`.
    pub name: String,
    /// Its type as Arrow reads it; text and binary are both `Binary` here.
    pub data_type: DataType,
    /// A description of its type.
    pub label: String,
    /// Where its values are stored.
    pub origin: Origin,
}

/// The kind of a column's values, as far as its type shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Text, or binary that may hold text.
    Text,
    /// DATE, TIMESTAMP or INT96.
    Time,
    /// Integers, and decimals of scale 0.
    Whole,
    /// Floating point, and decimals of another scale.
    Float,
    /// Nothing but nulls.
    Null,
    /// Anything else, including nested columns.
    Other,
}

impl Column {
    /// Returns the place of its values: `file`, `path` for a Hive key, or `log` for a column of a
    /// table that the file does not have.
    pub(super) fn source(&self) -> &'static str {
        match self.origin {
            Origin::File { .. } => "file",
            Origin::Path(_) => "path",
            Origin::Log(_) => "log",
        }
    }

    /// Returns the value of every row, if it is not in the file and not null.
    pub(super) fn value(&self) -> Option<&str> {
        match &self.origin {
            Origin::File { .. } => None,
            Origin::Path(value) | Origin::Log(value) => value.as_deref(),
        }
    }

    /// Returns the kind of its values.
    pub fn kind(&self) -> Kind {
        if matches!(self.origin, Origin::File { leaf: None, .. }) {
            return Kind::Other;
        }
        match &self.data_type {
            DataType::Binary | DataType::FixedSizeBinary(_) => Kind::Text,
            DataType::Date32 | DataType::Timestamp(..) => Kind::Time,
            DataType::Decimal32(_, 0)
            | DataType::Decimal64(_, 0)
            | DataType::Decimal128(_, 0)
            | DataType::Decimal256(_, 0) => Kind::Whole,
            DataType::Float16 | DataType::Float32 | DataType::Float64 => Kind::Float,
            DataType::Decimal32(..)
            | DataType::Decimal64(..)
            | DataType::Decimal128(..)
            | DataType::Decimal256(..) => Kind::Float,
            DataType::Null => Kind::Null,
            other if other.is_integer() => Kind::Whole,
            _ => Kind::Other,
        }
    }
}

/// Returns the number of units in a second.
pub fn units_per_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    }
}

/// Returns a type's name in messages, such as `text` or `timestamp(us, UTC)`.
pub(super) fn label(data_type: &DataType, int96: bool) -> String {
    match data_type {
        _ if int96 => "timestamp(int96)".into(),
        DataType::Utf8 => "text".into(),
        DataType::Binary => "binary".into(),
        DataType::Date32 => "date".into(),
        DataType::Timestamp(unit, zone) => {
            let unit = match unit {
                TimeUnit::Second => "s",
                TimeUnit::Millisecond => "ms",
                TimeUnit::Microsecond => "us",
                TimeUnit::Nanosecond => "ns",
            };
            match zone {
                Some(_) => format!("timestamp({unit}, UTC)"),
                None => format!("timestamp({unit})"),
            }
        }
        DataType::Decimal32(p, s)
        | DataType::Decimal64(p, s)
        | DataType::Decimal128(p, s)
        | DataType::Decimal256(p, s) => format!("decimal({p},{s})"),
        DataType::List(_) | DataType::LargeList(_) => "list".into(),
        DataType::Struct(_) => "struct".into(),
        DataType::Map(..) => "map".into(),
        other => other.to_string().to_lowercase(),
    }
}
