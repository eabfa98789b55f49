//! Any row as JSON.

use arrow::array::{Array, AsArray, RecordBatch, make_array};
use arrow::datatypes::{
    DataType, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use serde::ser::{Error, Serialize, SerializeMap, Serializer};

/// A row of a batch: an object of its columns, in their order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JsonRow<'a> {
    /// The batch.
    pub(crate) batch: &'a RecordBatch,
    /// The number of the row.
    pub(crate) row: usize,
}

impl Serialize for JsonRow<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let schema = self.batch.schema_ref();
        let columns = schema.fields().iter().zip(self.batch.columns());
        to.collect_map(columns.map(|(field, column)| (field.name(), Cell(column, self.row))))
    }
}

/// One value. Whole numbers have all their digits. Bytes are text, or else `0x` and their digits. A
/// map is a list of pairs. Other types become text.
struct Cell<'a>(&'a dyn Array, usize);

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let &Self(array, row) = self;
        if array.is_null(row) {
            return to.serialize_none();
        }
        match array.data_type() {
            DataType::Null => to.serialize_none(),
            DataType::Boolean => to.serialize_bool(array.as_boolean().value(row)),
            DataType::Int8 => to.serialize_i8(array.as_primitive::<Int8Type>().value(row)),
            DataType::Int16 => to.serialize_i16(array.as_primitive::<Int16Type>().value(row)),
            DataType::Int32 => to.serialize_i32(array.as_primitive::<Int32Type>().value(row)),
            DataType::Int64 => to.serialize_i64(array.as_primitive::<Int64Type>().value(row)),
            DataType::UInt8 => to.serialize_u8(array.as_primitive::<UInt8Type>().value(row)),
            DataType::UInt16 => to.serialize_u16(array.as_primitive::<UInt16Type>().value(row)),
            DataType::UInt32 => to.serialize_u32(array.as_primitive::<UInt32Type>().value(row)),
            DataType::UInt64 => to.serialize_u64(array.as_primitive::<UInt64Type>().value(row)),
            DataType::Float16 => float(array.as_primitive::<Float16Type>().value(row).to_f64(), to),
            DataType::Float32 => match array.as_primitive::<Float32Type>().value(row) {
                // With the digits of its own width.
                finite if finite.is_finite() => to.serialize_f32(finite),
                other => float(f64::from(other), to),
            },
            DataType::Float64 => float(array.as_primitive::<Float64Type>().value(row), to),
            DataType::Utf8 => to.serialize_str(array.as_string::<i32>().value(row)),
            DataType::LargeUtf8 => to.serialize_str(array.as_string::<i64>().value(row)),
            DataType::Utf8View => to.serialize_str(array.as_string_view().value(row)),
            DataType::Binary => bytes(array.as_binary::<i32>().value(row), to),
            DataType::LargeBinary => bytes(array.as_binary::<i64>().value(row), to),
            DataType::BinaryView => bytes(array.as_binary_view().value(row), to),
            DataType::FixedSizeBinary(_) => bytes(array.as_fixed_size_binary().value(row), to),
            DataType::Dictionary(..) => {
                // Only of this row: all keys for each row would be quadratic.
                let one = array.slice(row, 1);
                let dictionary = one.as_any_dictionary();
                Cell(dictionary.values(), dictionary.normalized_keys()[0]).serialize(to)
            }
            DataType::List(_) => list(&array.as_list::<i32>().value(row), to),
            DataType::LargeList(_) => list(&array.as_list::<i64>().value(row), to),
            DataType::FixedSizeList(..) => list(&array.as_fixed_size_list().value(row), to),
            DataType::Map(..) => list(&array.as_map().value(row), to),
            DataType::Struct(fields) => {
                let columns = array.as_struct().columns();
                let mut map = to.serialize_map(Some(fields.len()))?;
                for (field, column) in fields.iter().zip(columns) {
                    map.serialize_entry(field.name(), &Cell(column, row))?;
                }
                map.end()
            }
            DataType::Timestamp(unit, Some(_)) => {
                // Timestamps are stored in UTC, whatever their zone is called.
                let plain = array.to_data().into_builder().data_type(DataType::Timestamp(*unit, None));
                to.collect_str(&format_args!(
                    "{}Z",
                    text(&make_array(plain.build().map_err(S::Error::custom)?), row)?
                ))
            }
            _ => to.serialize_str(&text(array, row)?),
        }
    }
}

/// Returns a value in Arrow's format; a timestamp or day outside the calendar as its number.
fn text<E: Error>(array: &dyn Array, row: usize) -> Result<String, E> {
    let formatter = ArrayFormatter::try_new(array, &FormatOptions::new()).map_err(E::custom)?;
    let error = match formatter.value(row).try_to_string() {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let number = match array.data_type() {
        DataType::Timestamp(..) | DataType::Date64 | DataType::Time64(_) => DataType::Int64,
        DataType::Date32 | DataType::Time32(_) => DataType::Int32,
        _ => return Err(E::custom(error)),
    };
    let numbers = array.to_data().into_builder().data_type(number);
    text(&make_array(numbers.build().map_err(E::custom)?), row)
}

fn list<S: Serializer>(values: &dyn Array, to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq((0..values.len()).map(|row| Cell(values, row)))
}

fn float<S: Serializer>(value: f64, to: S) -> Result<S::Ok, S::Error> {
    if value.is_finite() { to.serialize_f64(value) } else { to.collect_str(&value) }
}

fn bytes<S: Serializer>(value: &[u8], to: S) -> Result<S::Ok, S::Error> {
    if let Ok(text) = std::str::from_utf8(value) {
        return to.serialize_str(text);
    }
    let digits: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
    to.collect_str(&format_args!("0x{digits}"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{
        ArrayRef, BinaryArray, Decimal128Array, Float64Array, Int64Array, ListBuilder, MapBuilder,
        StringBuilder, StringDictionaryBuilder, TimestampMicrosecondArray, UInt32Builder,
    };
    use arrow::datatypes::Int32Type;

    use super::*;

    #[test]
    fn every_value_is_printed_as_it_is() {
        let mut list = ListBuilder::new(UInt32Builder::new());
        list.append_value([Some(1), None]);
        let mut map = MapBuilder::new(None, UInt32Builder::new(), StringBuilder::new());
        map.keys().append_value(7);
        map.values().append_value("seven");
        map.append(true).unwrap();
        let mut dictionary = StringDictionaryBuilder::<Int32Type>::new();
        dictionary.append_value("word");
        let decimal = Decimal128Array::from(vec![12_345]).with_precision_and_scale(9, 2).unwrap();
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("whole", Arc::new(Int64Array::from(vec![i64::MIN]))),
            ("nothing", Arc::new(Int64Array::from(vec![None]))),
            ("float", Arc::new(Float64Array::from(vec![f64::NAN]))),
            ("text", Arc::new(BinaryArray::from_vec(vec!["é".as_bytes()]))),
            ("bytes", Arc::new(BinaryArray::from_vec(vec![&[0xff, 0x01]]))),
            ("decimal", Arc::new(decimal)),
            ("moment", Arc::new(TimestampMicrosecondArray::from(vec![1_500_000]))),
            (
                "instant",
                Arc::new(TimestampMicrosecondArray::from(vec![1_500_000]).with_timezone("Asia/Kolkata")),
            ),
            ("list", Arc::new(list.finish())),
            ("map", Arc::new(map.finish())),
            ("dictionary", Arc::new(dictionary.finish())),
        ];
        let batch = RecordBatch::try_from_iter_with_nullable(
            columns.into_iter().map(|(name, column)| (name, column, true)),
        );
        let text = serde_json::to_string(&JsonRow { batch: &batch.unwrap(), row: 0 }).unwrap();
        let expected = r#"{"whole":-9223372036854775808,"nothing":null,"float":"NaN","text":"é","bytes":"0xff01","decimal":"123.45","moment":"1970-01-01T00:00:01.500","instant":"1970-01-01T00:00:01.500Z","list":[1,null],"map":[{"key":7,"value":"seven"}],"dictionary":"word"}"#;
        assert_eq!(text, expected);
    }
}
