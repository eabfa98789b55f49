//! The files of a table, from the texts that the reader of its log wrote.

use std::sync::Arc;

use daytally::Error;
use daytally::source::table::{DeletionVector, TableColumns};
use daytally::source::{StoredColumn, placed_columns};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::failure::{Result, out_of_order};
use crate::json::{self, value_of};

/// Returns the columns of a table in a file that stores some columns, for `placeColumns` of the first
/// module. `columns` and `values` are those of the reader.
#[wasm_bindgen(js_name = placedColumns)]
pub fn placed(columns: &str, values: &str, path: &str, stored: Vec<String>) -> Result<Vec<String>> {
    let columns = TableColumns::read(&value_of(columns)?).ok_or_else(|| out_of_order("columns"))?;
    let values = json::values(values)?;
    let stored: Option<Vec<StoredColumn>> = stored.iter().map(|text| StoredColumn::parse(text)).collect();
    let stored = stored.ok_or_else(|| out_of_order("storedColumns"))?;
    let placed = placed_columns(Arc::new(columns), values.into(), stored, &lower_case);
    let placed = placed.map_err(|error| error.in_file(path))?;
    Ok(placed.iter().flat_map(|column| column.to_texts()).collect())
}

/// Returns the range `[start, end]` of a deletion vector in its file. `rows` is the number of rows
/// of the data file.
#[wasm_bindgen(js_name = vectorRange)]
pub fn vector_range(vector: &str, path: &str, rows: f64) -> Result<Vec<f64>> {
    let range = read(vector)?.range(rows as u64).map_err(|error| error.in_file(path))?;
    Ok(vec![range.start as f64, range.end as f64])
}

/// Returns the deleted rows of a data file of `rows` rows, for `deleteRows` of the first module.
#[wasm_bindgen(js_name = deletedRows, unchecked_return_type = "Uint8Array")]
pub fn deleted_rows(vector: &str, path: &str, bytes: &[u8], rows: f64) -> Result<Vec<u8>> {
    let deleted = read(vector)?.decode(bytes, rows as u64);
    Ok(deleted.map_err(|error: Error| error.in_file(path))?.to_bytes())
}

#[wasm_bindgen]
extern "C" {
    type Text;
    #[wasm_bindgen(method, js_name = toLowerCase)]
    fn to_lower_case(this: &Text) -> String;
}

fn lower_case(text: &str) -> String {
    JsValue::from_str(text).unchecked_into::<Text>().to_lower_case()
}

fn read(vector: &str) -> Result<DeletionVector> {
    DeletionVector::read(&value_of(vector)?).ok_or_else(|| out_of_order("part").into())
}
