//! Sample values of columns, for users who choose one.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use crate::scan::{first_rows, first_values, values_at};
use crate::wasm::failure::Result;
use crate::wasm::ranges::flat;

#[wasm_bindgen]
impl Engine {
    /// Returns the byte range `[start, end]` of a column in a row group; none if it is in the path.
    #[wasm_bindgen(js_name = valuesAt)]
    pub fn values_at(&self, file: u32, row_group: usize, column: &str) -> Result<Vec<f64>> {
        let range = values_at(&*self.files.whole(file)?, row_group, column)?;
        Ok(flat(range.as_slice()))
    }

    /// Returns the first few distinct values of a column in a row group, from its first bytes.
    /// Throws if these are too few.
    #[wasm_bindgen(js_name = firstValues)]
    pub fn first_values(
        &self,
        file: u32,
        row_group: usize,
        column: &str,
        bytes: Vec<u8>,
    ) -> Result<Vec<String>> {
        Ok(first_values(&*self.files.whole(file)?, row_group, column, bytes.into())?)
    }

    /// Returns the values of a column in the first rows of a row group, from its first bytes; some
    /// are undefined for nulls. Throws if the bytes are too few.
    #[wasm_bindgen(js_name = firstRows, unchecked_return_type = "(string | undefined)[]")]
    pub fn first_rows(
        &self,
        file: u32,
        row_group: usize,
        column: &str,
        bytes: Vec<u8>,
        rows: u32,
    ) -> Result<Vec<JsValue>> {
        let found = first_rows(&*self.files.whole(file)?, row_group, column, &bytes.into(), rows.into())?;
        Ok(found.iter().map(|value| value.as_deref().map_or(JsValue::UNDEFINED, JsValue::from_str)).collect())
    }
}
