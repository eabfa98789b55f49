//! Columns of a file as it stores them, and as its table shows them.
//!
//! Both can be converted to strings, with which two WebAssembly modules exchange them.

use arrow::datatypes::{DataType, Fields};

use crate::source::{Column, Origin, code_of_type, type_of_code};

/// A column of a file, with what a table needs to find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredColumn {
    /// Its name, or the dotted path of a struct's leaf.
    pub name: String,
    /// Its id in the schema, if it has one.
    pub id: Option<i32>,
    /// Whether it is not in a struct.
    pub is_top: bool,
    /// Whether it has values of its own, which can be read.
    pub is_leaf: bool,
}

impl StoredColumn {
    /// Returns the column as a string.
    pub fn to_text(&self) -> String {
        let Self { name, id, is_top, is_leaf } = self;
        let id = id.map(|id| id.to_string()).unwrap_or_default();
        format!("{}{}{id}:{name}", u8::from(*is_top), u8::from(*is_leaf))
    }

    /// Parses the result of [`to_text`](Self::to_text).
    pub fn parse(text: &str) -> Option<Self> {
        let (flags, name) = text.split_once(':')?;
        let (flags, id) = flags.split_at_checked(2)?;
        let id = if id.is_empty() { None } else { Some(id.parse().ok()?) };
        Some(Self {
            name: name.to_owned(),
            id,
            is_top: flags.starts_with('1'),
            is_leaf: flags.ends_with('1'),
        })
    }
}

/// A column of a table in one of its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlacedColumn {
    /// The file's column of this position, by its name in the table.
    Stored(String, usize),
    /// A column that the file lacks; every row has the same value.
    Absent(Column),
}

impl PlacedColumn {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Stored(name, _) => name,
            Self::Absent(column) => &column.name,
        }
    }

    /// Returns four strings: the name, the position or else the code of the type, the description
    /// of the type, and the value, which is empty for null.
    pub fn to_texts(&self) -> [String; 4] {
        match self {
            Self::Stored(name, place) => [name.clone(), place.to_string(), String::new(), String::new()],
            Self::Absent(Column { name, data_type, label, origin }) => {
                let code = match origin {
                    Origin::Log(_) => code_of_type(data_type),
                    _ => String::new(),
                };
                let value = match origin {
                    Origin::Log(value) => value.clone().unwrap_or_default(),
                    _ => String::new(),
                };
                [name.clone(), code, label.clone(), value]
            }
        }
    }

    /// Parses the result of [`to_texts`](Self::to_texts). A column without a type code has no
    /// values that can be read.
    pub fn parse([name, place, label, value]: [String; 4]) -> Self {
        if let Ok(place) = place.parse() {
            return Self::Stored(name, place);
        }
        Self::Absent(match type_of_code(&place) {
            Some(data_type) => Column {
                name,
                data_type,
                label,
                origin: Origin::Log(Some(value).filter(|it| !it.is_empty())),
            },
            None => {
                let origin = Origin::File { leaf: None, within: Vec::new(), int96: false };
                Column { name, data_type: DataType::Struct(Fields::empty()), label, origin }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::datatypes::TimeUnit;

    #[test]
    fn texts_keep_all() {
        for (name, id, is_top, is_leaf) in [("a:b", Some(-7), true, false), ("", None, false, true)] {
            let column = StoredColumn { name: name.to_owned(), id, is_top, is_leaf };
            assert_eq!(StoredColumn::parse(&column.to_text()), Some(column));
        }
        let absent = |data_type: DataType, origin: Origin| {
            let column = Column { name: "a".to_owned(), data_type, label: "b".to_owned(), origin };
            PlacedColumn::Absent(column)
        };
        let mut columns = vec![
            PlacedColumn::Stored("12".to_owned(), 3),
            absent(
                DataType::Struct(Fields::empty()),
                Origin::File { leaf: None, within: Vec::new(), int96: false },
            ),
        ];
        for data_type in [
            DataType::Binary,
            DataType::Boolean,
            DataType::Int8,
            DataType::Int16,
            DataType::Int32,
            DataType::Int64,
            DataType::Float32,
            DataType::Float64,
            DataType::Date32,
            DataType::Null,
            DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            DataType::Timestamp(TimeUnit::Nanosecond, None),
            DataType::Decimal128(38, 2),
        ] {
            columns.push(absent(data_type.clone(), Origin::Log(None)));
            columns.push(absent(data_type, Origin::Log(Some("2023-01-02".to_owned()))));
        }
        for column in columns {
            assert_eq!(PlacedColumn::parse(column.to_texts()), column);
        }
    }
}
