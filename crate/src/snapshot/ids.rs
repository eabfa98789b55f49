//! The ids of one stream that are not yet in a batch.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock};

use arrow::array::{Array, AsArray, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};

use crate::error::{Error, ErrorCode, Result};

static SCHEMA: LazyLock<SchemaRef> =
    LazyLock::new(|| Arc::new(Schema::new(vec![Field::new("video_id", DataType::Utf8, false)])));

/// Returns the columns of a stream's ids: `video_id` (text), distinct, not null, ascending by
/// bytes.
pub fn ids_schema() -> SchemaRef {
    Arc::clone(&SCHEMA)
}

/// A queue of ascending ids.
#[derive(Debug, Default)]
pub(super) struct Ids {
    chunks: VecDeque<StringArray>,
    next: usize,
    last: Option<String>,
    ended: bool,
}

impl Ids {
    /// Appends a table of ids; one without rows ends the stream.
    pub(super) fn push(&mut self, table: &RecordBatch) -> Result<()> {
        let ids = table
            .column_by_name("video_id")
            .and_then(|column| column.as_string_opt::<i32>())
            .ok_or_else(|| broken("a table of ids lacks the text column video_id"))?;
        if ids.is_empty() {
            self.ended = true;
            return Ok(());
        }
        if self.ended {
            return Err(broken("ids were pushed to a stream that had ended"));
        }
        self.check(ids)?;
        self.last = Some(ids.value(ids.len() - 1).to_owned());
        self.chunks.push_back(ids.clone());
        Ok(())
    }

    /// Returns the smallest remaining id.
    pub(super) fn head(&self) -> Option<&str> {
        self.chunks.front().map(|chunk| chunk.value(self.next))
    }

    /// Drops the smallest id.
    pub(super) fn skip(&mut self) {
        self.next += 1;
        if self.chunks.front().is_some_and(|chunk| chunk.len() <= self.next) {
            self.chunks.pop_front();
            self.next = 0;
        }
    }

    /// Returns whether the next id is not known and not known to be absent.
    pub(super) fn is_dry(&self) -> bool {
        self.chunks.is_empty() && !self.ended
    }

    pub(super) fn is_over(&self) -> bool {
        self.chunks.is_empty() && self.ended
    }

    fn check(&self, ids: &StringArray) -> Result<()> {
        if ids.null_count() > 0 {
            return Err(broken("a table of ids holds a null"));
        }
        let mut last = self.last.as_deref();
        for index in 0..ids.len() {
            let id = ids.value(index);
            if last.is_some_and(|last| last >= id) {
                return Err(broken("the ids of a stream do not ascend"));
            }
            last = Some(id);
        }
        Ok(())
    }
}

fn broken(what: &str) -> Error {
    Error::new(ErrorCode::Internal, what)
}
