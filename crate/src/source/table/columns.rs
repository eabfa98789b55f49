//! The columns of a table, as its log describes them.

use std::collections::BTreeMap;

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
    /// The names that columns have in files without ids, by their ids.
    #[serde(skip)]
    pub names: Option<BTreeMap<i32, Vec<String>>>,
    /// Whether a partition column is read from the files that have it, and not from the log.
    #[serde(skip)]
    pub files_first: bool,
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
    /// Its position among a file's values in the log, if it is a partition column or has a default.
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

impl TableColumns {
    /// Returns the names of a column in files without ids.
    pub(crate) fn mapped_names(&self, column: &TableColumn) -> &[String] {
        let names = self.names.as_ref().zip(column.id).and_then(|(names, id)| names.get(&id));
        names.map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns whether a column has a name in files without ids.
    pub(crate) fn is_mapped(&self, column: &TableColumn, name: &str) -> bool {
        self.mapped_names(column).iter().any(|mapped| mapped == name)
    }
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
