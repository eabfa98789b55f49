//! The schema of a file of Avro.

use std::sync::Arc;

use crate::source::table::{ByKey, Json};

/// The maximum depth of a schema, and of the values that it describes.
const MAX_DEPTH: usize = 32;

/// Returns whether a caller wants a field, by its id in the table and its name. All parts of a
/// wanted field are wanted, unless it is the record of a data file.
pub(in super::super) type Wanted<'a> = &'a dyn Fn(Option<i32>, &str) -> bool;

/// A type of Avro. Logical types are read as what they annotate.
#[derive(Clone, Debug)]
pub(super) enum Schema {
    Null,
    Boolean,
    /// An int, a long or an enum.
    Whole,
    Float,
    Double,
    /// Bytes or a string.
    Bytes,
    Fixed(usize),
    Array(Arc<Schema>),
    Map(Arc<Schema>),
    Union(Arc<[Schema]>),
    Record(Arc<[Field]>),
}

/// A field of a record.
#[derive(Debug)]
pub(in super::super) struct Field {
    pub(in super::super) name: String,
    /// Its id in the table.
    pub(in super::super) id: Option<i32>,
    pub(super) schema: Schema,
    pub(super) is_wanted: bool,
}

impl Schema {
    /// Parses the schema of a file, or returns what is wrong with it.
    pub(super) fn parse(text: &[u8], wanted: Wanted<'_>) -> Result<Self, String> {
        let json = Json::parse(text)?;
        Parser { named: ByKey::default(), wanted }.schema(&json, MAX_DEPTH, false)
    }
}

struct Parser<'a> {
    named: ByKey<Schema>,
    wanted: Wanted<'a>,
}

impl Parser<'_> {
    /// Parses a type; `is_inside` if it is a part of a wanted field.
    fn schema(&mut self, json: &Json, depth: usize, is_inside: bool) -> Result<Schema, String> {
        let depth = depth.checked_sub(1).ok_or("a schema that is too deep")?;
        match json {
            Json::Text(name) => self.by_name(name),
            Json::List(branches) => {
                let branches = branches.iter().map(|branch| self.schema(branch, depth, is_inside));
                Ok(Schema::Union(branches.collect::<Result<_, _>>()?))
            }
            Json::Object(_) => {
                let of = |name: &str| json.get(name).ok_or_else(|| format!("a type without {name}"));
                let parsed = match of("type")? {
                    Json::Text(name) => match name.as_str() {
                        "array" => Schema::Array(Arc::new(self.schema(of("items")?, depth, is_inside)?)),
                        "map" => Schema::Map(Arc::new(self.schema(of("values")?, depth, is_inside)?)),
                        "enum" => Schema::Whole,
                        "fixed" => {
                            let size = of("size")?.as_u64().and_then(|size| usize::try_from(size).ok());
                            Schema::Fixed(size.ok_or("a size that is not a number")?)
                        }
                        "record" => {
                            let fields = of("fields")?.as_list().ok_or("fields that are not a list")?;
                            let fields = fields.iter().map(|field| self.field(field, depth, is_inside));
                            Schema::Record(fields.collect::<Result<_, _>>()?)
                        }
                        primitive => self.by_name(primitive)?,
                    },
                    nested => self.schema(nested, depth, is_inside)?,
                };
                if let Some(name) = json.get("name").and_then(Json::as_str) {
                    let full = json.get("namespace").and_then(Json::as_str);
                    if let Some(namespace) = full {
                        self.named.insert(format!("{namespace}.{name}").into_bytes().into(), parsed.clone());
                    }
                    self.named.insert(name.as_bytes().into(), parsed.clone());
                }
                Ok(parsed)
            }
            _ => Err("a type that is not text, a list or an object".to_owned()),
        }
    }

    fn field(&mut self, json: &Json, depth: usize, is_inside: bool) -> Result<Field, String> {
        let name = json.get("name").and_then(Json::as_str).ok_or("a field without a name")?;
        let id = json.get("field-id").and_then(Json::as_i64).and_then(|id| i32::try_from(id).ok());
        let of = json.get("type").ok_or_else(|| format!("the field \"{name}\" without a type"))?;
        let is_wanted = is_inside || (self.wanted)(id, name);
        // Only some parts of the record of a data file are wanted.
        let is_inside = is_wanted && !is_data_file(id, name);
        Ok(Field { name: name.to_owned(), id, schema: self.schema(of, depth, is_inside)?, is_wanted })
    }

    fn by_name(&self, name: &str) -> Result<Schema, String> {
        Ok(match name {
            "null" => Schema::Null,
            "boolean" => Schema::Boolean,
            "int" | "long" => Schema::Whole,
            "float" => Schema::Float,
            "double" => Schema::Double,
            "bytes" | "string" => Schema::Bytes,
            // A name is known after its type, so no type contains itself.
            _ => self
                .named
                .get(name.as_bytes())
                .cloned()
                .ok_or_else(|| format!("the unknown type \"{name}\""))?,
        })
    }
}

/// Returns whether a field is the record of a data file, of whose parts only some are wanted.
fn is_data_file(id: Option<i32>, name: &str) -> bool {
    id.map_or(name == "data_file", |id| id == 2)
}
