//! A store in a file of the page.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::ranges::whole;
use crate::error::{Error, ErrorCode, Result};
use crate::spill::{Store, broken};

#[wasm_bindgen(typescript_custom_section)]
const INTERFACE: &str = r#"
/** A file that a worker spills to, or reads what another one has spilled from. */
export interface SpillFile {
  /** Writes at the end and gives the offset at which the bytes begin. Throws an Error. */
  append(bytes: Uint8Array): number;
  /** Fills `into` from `start` on. Throws an Error. */
  read(start: number, into: Uint8Array): void;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// A file of the page, in its private file system.
    #[wasm_bindgen(typescript_type = "SpillFile")]
    #[derive(Clone, Debug)]
    pub type SpillFile;

    #[wasm_bindgen(method, catch)]
    fn append(this: &SpillFile, bytes: &[u8]) -> std::result::Result<f64, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn read(this: &SpillFile, start: f64, into: &mut [u8]) -> std::result::Result<(), JsValue>;
}

impl SpillFile {
    pub(super) fn store(self) -> Arc<dyn Store> {
        Arc::new(self)
    }
}

impl Store for SpillFile {
    fn append(&self, bytes: &[u8]) -> Result<u64> {
        self.append(bytes).map(whole).map_err(|thrown| failed(&thrown))
    }

    fn read(&self, range: Range<u64>) -> Result<Bytes> {
        let mut bytes = vec![0; usize::try_from(range.end - range.start).map_err(broken)?];
        self.read(range.start as f64, &mut bytes).map_err(|thrown| failed(&thrown))?;
        Ok(bytes.into())
    }
}

/// Converts an exception. The page describes problems of its disk in whole sentences.
fn failed(thrown: &JsValue) -> Error {
    let message = js_sys::Reflect::get(thrown, &"message".into()).ok().and_then(|text| text.as_string());
    Error::new(ErrorCode::Io, message.unwrap_or_else(|| format!("{thrown:?}")))
}
