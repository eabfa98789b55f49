//! Values of Avro.

use super::schema::{Field, Schema};

/// A value; null if it was not wanted.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Value {
    Null,
    Boolean(bool),
    Whole(i64),
    Real(f64),
    /// Bytes, text or a fixed value.
    Bytes(Box<[u8]>),
    List(Vec<Value>),
    /// The fields of a record.
    Record(Vec<Value>),
}

/// A record with its fields.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Row<'a> {
    fields: &'a [Field],
    values: &'a [Value],
}

impl<'a> Row<'a> {
    /// Creates the view of a record of a schema.
    pub(super) fn new(schema: &'a Schema, value: &'a Value) -> Option<Self> {
        match (schema, value) {
            (Schema::Record(fields), Value::Record(values)) => Some(Self { fields, values }),
            (Schema::Union(branches), Value::Record(_)) => {
                let is_record = |schema: &&Schema| matches!(schema, Schema::Record(_));
                Self::new(branches.iter().find(is_record)?, value)
            }
            _ => None,
        }
    }

    fn position(&self, id: i32, name: &str) -> Option<usize> {
        let by_id = self.fields.iter().position(|field| field.id == Some(id));
        by_id.or_else(|| self.fields.iter().position(|field| field.id.is_none() && field.name == name))
    }

    /// Returns a field by its id, or by its name if it has no id.
    pub(in super::super) fn find(&self, id: i32, name: &str) -> Option<&'a Value> {
        self.position(id, name).and_then(|at| self.values.get(at))
    }

    /// Returns a field by its id or name; null if it is missing.
    pub(in super::super) fn get(&self, id: i32, name: &str) -> &'a Value {
        self.find(id, name).unwrap_or(&Value::Null)
    }

    /// Returns a field that is a record.
    pub(in super::super) fn row(&self, id: i32, name: &str) -> Option<Row<'a>> {
        let at = self.position(id, name)?;
        Row::new(&self.fields.get(at)?.schema, self.values.get(at)?)
    }

    /// Returns a whole number.
    pub(in super::super) fn whole(&self, id: i32, name: &str) -> Option<i64> {
        if let Value::Whole(value) = self.get(id, name) { Some(*value) } else { None }
    }

    /// Returns a string.
    pub(in super::super) fn text(&self, id: i32, name: &str) -> Option<&'a str> {
        if let Value::Bytes(bytes) = self.get(id, name) { std::str::from_utf8(bytes).ok() } else { None }
    }
}

/// Reads values from a block.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) bytes: &'a [u8],
    /// How many values may still be read. Without a limit, values that take no bytes could be
    /// endless.
    budget: u64,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, budget: 64 + 4 * bytes.len() as u64 }
    }

    /// Reads a value, which is null unless it is wanted.
    pub(super) fn value(&mut self, schema: &Schema, is_wanted: bool) -> Result<Value, String> {
        self.budget = self.budget.checked_sub(1).ok_or("more values than its bytes can hold")?;
        Ok(match schema {
            Schema::Null => Value::Null,
            Schema::Boolean => Value::Boolean(self.take(1)?[0] != 0),
            Schema::Whole => Value::Whole(self.long()?),
            Schema::Float => Value::Real(f64::from(f32::from_le_bytes(self.array()?))),
            Schema::Double => Value::Real(f64::from_le_bytes(self.array()?)),
            Schema::Bytes => {
                let length = self.length()?;
                self.bytes_value(length, is_wanted)?
            }
            Schema::Fixed(size) => self.bytes_value(*size, is_wanted)?,
            Schema::Union(branches) => {
                let branch = self.length()?;
                let schema = branches.get(branch).ok_or_else(|| format!("the branch {branch} of a union"))?;
                self.value(schema, is_wanted)?
            }
            Schema::Array(items) => {
                let mut list = Vec::new();
                self.blocks(|reader| {
                    let item = reader.value(items, is_wanted)?;
                    if is_wanted {
                        list.push(item);
                    }
                    Ok(())
                })?;
                if is_wanted { Value::List(list) } else { Value::Null }
            }
            Schema::Map(values) => {
                self.blocks(|reader| {
                    reader.value(&Schema::Bytes, false)?;
                    reader.value(values, false).map(drop)
                })?;
                Value::Null
            }
            Schema::Record(fields) => {
                let fields =
                    fields.iter().map(|field| self.value(&field.schema, is_wanted && field.is_wanted));
                let fields = fields.collect::<Result<Vec<_>, _>>()?;
                if is_wanted { Value::Record(fields) } else { Value::Null }
            }
        })
    }

    fn bytes_value(&mut self, length: usize, is_wanted: bool) -> Result<Value, String> {
        let bytes = self.take(length)?;
        Ok(if is_wanted { Value::Bytes(bytes.into()) } else { Value::Null })
    }

    /// Reads the blocks of an array or a map.
    pub(super) fn blocks(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<(), String>,
    ) -> Result<(), String> {
        loop {
            let mut count = self.long()?;
            if count == 0 {
                return Ok(());
            }
            if count < 0 {
                // The size of the block follows.
                self.long()?;
                count = count.checked_neg().ok_or("a count that is not valid")?;
            }
            for _ in 0..count {
                item(self)?;
            }
        }
    }

    /// Reads a number in zigzag form.
    pub(super) fn long(&mut self) -> Result<i64, String> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed());
            }
        }
        Err("a number that is too long".to_owned())
    }

    pub(super) fn length(&mut self) -> Result<usize, String> {
        let length = self.long()?;
        usize::try_from(length).map_err(|_| format!("the length {length}"))
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], String> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(CUT)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let (taken, rest) = self.bytes.split_first_chunk().ok_or(CUT)?;
        self.bytes = rest;
        Ok(*taken)
    }
}

const CUT: &str = "an end within a value";
