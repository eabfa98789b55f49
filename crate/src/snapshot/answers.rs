//! The answers for one stream.

use std::sync::{Arc, LazyLock};

use arrow::array::{Int64Builder, RecordBatch, StringBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};

use crate::error::{Error, ErrorCode, Result};

static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
    Arc::new(Schema::new(vec![
        Field::new("video_id", DataType::Utf8, false),
        Field::new("views", DataType::Int64, true),
    ]))
});

/// Returns the columns of a stream's answers: `video_id` (text) and `views` (int64, null if
/// unanswered).
pub fn answers_schema() -> SchemaRef {
    Arc::clone(&SCHEMA)
}

/// The answers of one stream that were not taken yet, in the order of its ids.
#[derive(Debug, Default)]
pub(super) struct Answers {
    ids: StringBuilder,
    views: Int64Builder,
}

impl Answers {
    pub(super) fn push(&mut self, id: &str, views: Option<i64>) -> Result<()> {
        let bytes = self.ids.values_slice().len() + id.len();
        if i32::try_from(bytes).is_err() {
            return Err(Error::new(ErrorCode::Internal, "answers of 2 GiB were not taken"));
        }
        self.ids.append_value(id);
        self.views.append_option(views);
        Ok(())
    }

    pub(super) fn take(&mut self) -> Result<RecordBatch> {
        let columns = vec![Arc::new(self.ids.finish()) as _, Arc::new(self.views.finish()) as _];
        Ok(RecordBatch::try_new(answers_schema(), columns)?)
    }
}
