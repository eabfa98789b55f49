//! The columns of a table, as its log describes them.

use arrow::datatypes::DataType;
use serde::{Serialize, Serializer};

use super::Json;
use super::stored::json::part;
use crate::source::{code_of_type, type_of_code};

/// The columns of a table, and how they are found in its files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableColumns {
    /// The top-level columns in the table's order.
    pub columns: Vec<TableColumn>,
    /// Whether the files' columns are found by their ids, and not by their names.
    pub by_id: bool,
    /// The names that columns have in files without ids, by their ids, ascending.
    pub names: Option<Vec<(i32, Vec<String>)>>,
    /// Whether a partition column is read from the files that have it, and not from the log.
    pub files_first: bool,
}

/// A column of a table, or a field of one of its structs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum TableType {
    /// One value for each row; text and binary are binary.
    Value {
        /// Its type as Arrow reads it.
        #[serde(serialize_with = "write_type")]
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
    /// Reads columns that another WebAssembly module serialized as JSON; `None` for other JSON.
    pub fn read(json: &Json) -> Option<Self> {
        let name = |json: &Json| {
            let [id, names] = json.as_list()? else { return None };
            Some((id_of(id)?, texts(names)?))
        };
        let names = match part(json, "names") {
            Some(names) => Some(names.as_list()?.iter().map(name).collect::<Option<_>>()?),
            None => None,
        };
        Some(Self {
            columns: columns(json.get("columns")?)?,
            by_id: json.get("by_id")?.as_bool()?,
            names,
            files_first: json.get("files_first")?.as_bool()?,
        })
    }

    /// Returns the names of a column in files without ids.
    pub(crate) fn mapped_names(&self, column: &TableColumn) -> &[String] {
        let names = self.names.as_ref().zip(column.id).and_then(|(names, id)| {
            let place = names.binary_search_by_key(&id, |(known, _)| *known).ok()?;
            names.get(place)
        });
        names.map(|(_, names)| names.as_slice()).unwrap_or_default()
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

fn columns(json: &Json) -> Option<Vec<TableColumn>> {
    json.as_list()?.iter().map(column).collect()
}

fn column(json: &Json) -> Option<TableColumn> {
    let text = |name: &str| Some(json.get(name)?.as_str()?.to_owned());
    let partition = part(json, "partition").and_then(Json::as_u64);
    Some(TableColumn {
        name: text("name")?,
        stored: text("stored")?,
        id: part(json, "id").and_then(id_of),
        values: table_type(json.get("values")?)?,
        partition: partition.and_then(|place| usize::try_from(place).ok()),
    })
}

fn table_type(json: &Json) -> Option<TableType> {
    let (variant, of) = json.as_object()?.first()?;
    let inner = |of: &Json| table_type(of).map(Box::new);
    Some(match variant.as_str() {
        "Value" => TableType::Value {
            data_type: type_of_code(of.get("data_type")?.as_str()?)?,
            label: of.get("label")?.as_str()?.to_owned(),
        },
        "Struct" => TableType::Struct(columns(of)?),
        "List" => TableType::List(inner(of)?),
        "Map" => {
            let [key, value] = of.as_list()? else { return None };
            TableType::Map(inner(key)?, inner(value)?)
        }
        "Other" => TableType::Other(of.as_str()?.to_owned()),
        _ => return None,
    })
}

fn id_of(json: &Json) -> Option<i32> {
    i32::try_from(json.as_i64()?).ok()
}

fn texts(json: &Json) -> Option<Vec<String>> {
    json.as_list()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_all() {
        let value = |label: &str| TableType::Value {
            data_type: type_of_code("c9,2").unwrap(),
            label: label.to_owned(),
        };
        let column = |name: &str, id, values, partition| TableColumn {
            name: name.to_owned(),
            stored: format!("{name}\u{1}\""),
            id,
            values,
            partition,
        };
        let map = TableType::Map(
            Box::new(value("key")),
            Box::new(TableType::List(Box::new(TableType::Other("variant".to_owned())))),
        );
        let nested = TableType::Struct(vec![column("b", Some(-3), map, None)]);
        let columns = vec![column("a", None, nested, None), column("é", Some(i32::MAX), value(""), Some(7))];
        let names = Some(vec![(4, vec!["x".to_owned(), "y".to_owned()]), (-1, Vec::new())]);
        for (names, by_id) in [(names, true), (None, false)] {
            let columns = TableColumns { columns: columns.clone(), by_id, names, files_first: !by_id };
            let json = Json::parse(&serde_json::to_vec(&columns).unwrap()).unwrap();
            assert_eq!(TableColumns::read(&json), Some(columns));
        }
    }
}
