//! The columns of a table, as its log describes them.

use arrow::datatypes::DataType;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::source::{code_of_type, type_of_code};

/// The columns of a table, and how they are found in its files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableColumns {
    /// The top-level columns in the table's order.
    pub columns: Vec<TableColumn>,
    /// Whether the files' columns are found by their ids, and not by their names.
    pub by_id: bool,
}

/// A column of a table, or a field of one of its structs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableColumn {
    /// The name that users know.
    pub name: String,
    /// Its name in the files.
    pub stored: String,
    /// Its id in the files, if they have one.
    pub id: Option<i32>,
    /// The type of its values.
    pub values: TableType,
    /// Its position among a file's values in the log, if it is a partition column.
    pub partition: Option<usize>,
}

/// The type of a table's column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableType {
    /// One value for each row; text and binary are binary.
    Value {
        /// Its type as Arrow reads it.
        #[serde(serialize_with = "write_type", deserialize_with = "read_type")]
        data_type: DataType,
        /// A description, such as `text`.
        label: String,
    },
    /// A struct.
    Struct(Vec<TableColumn>),
    /// A list.
    List(Box<TableType>),
    /// A map.
    Map(Box<TableType>, Box<TableType>),
    /// A type that cannot take a role, by its name.
    Other(String),
}

impl TableType {
    /// Returns a description of the type.
    pub fn label(&self) -> &str {
        match self {
            Self::Value { label, .. } | Self::Other(label) => label,
            Self::Struct(_) => "struct",
            Self::List(_) => "list",
            Self::Map(..) => "map",
        }
    }
}

fn write_type<S: Serializer>(data_type: &DataType, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&code_of_type(data_type))
}

fn read_type<'de, D: Deserializer<'de>>(from: D) -> Result<DataType, D::Error> {
    let code = String::deserialize(from)?;
    type_of_code(&code).ok_or_else(|| serde::de::Error::custom("an unknown type"))
}
