//! Ids as text columns.

use std::sync::Arc;

use arrow::array::{ArrayRef, BinaryBuilder, StringArray};

use crate::error::{Error, ErrorCode, Result};
use crate::merge::Series;

/// The two id columns that most results begin with.
#[derive(Debug, Default)]
pub(super) struct IdColumns {
    channels: BinaryBuilder,
    videos: BinaryBuilder,
}

impl IdColumns {
    pub(super) fn push(&mut self, series: &Series<'_>) {
        self.channels.append_option(series.channel);
        self.videos.append_option(series.video);
    }

    /// The columns, followed by others.
    pub(super) fn finish(mut self, others: Vec<ArrayRef>) -> Result<Vec<ArrayRef>> {
        let mut columns = vec![text(&mut self.channels)?, text(&mut self.videos)?];
        columns.extend(others);
        Ok(columns)
    }
}

/// Ids were found to be UTF-8 when they were read; this asks once more, by the library.
pub(super) fn text(builder: &mut BinaryBuilder) -> Result<ArrayRef> {
    let text = StringArray::try_from_binary(builder.finish())
        .map_err(|error| Error::new(ErrorCode::Internal, format!("an id is no text ({error})")))?;
    Ok(Arc::new(text))
}
