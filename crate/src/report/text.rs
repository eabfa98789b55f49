//! Ids as text columns.

use std::sync::Arc;

use arrow::array::{ArrayRef, BinaryBuilder, RecordBatch, StringArray};

use crate::error::{Error, ErrorCode, Result};
use crate::merge::Series;
use crate::report::ResultKind;

/// The maximum size of a window, all columns together; a column of text holds at most 2 GiB.
pub(super) const WINDOW_BYTES: u64 = 16 << 20;

/// Returns the size of the ids of a series in a row.
pub(super) fn id_bytes(series: &Series<'_>) -> u64 {
    (series.channel.map_or(0, <[u8]>::len) + series.video.map_or(0, <[u8]>::len)) as u64
}

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

    /// Returns the rows of a result, which has other columns after these.
    pub(super) fn finish(mut self, kind: ResultKind, others: Vec<ArrayRef>) -> Result<RecordBatch> {
        let mut columns = vec![text(&mut self.channels)?, text(&mut self.videos)?];
        columns.extend(others);
        Ok(RecordBatch::try_new(kind.schema(), columns)?)
    }
}

/// Returns ids as text. They were UTF-8 when they were read, but spilled state may have been
/// damaged since.
///
/// # Errors
///
/// [`Corrupt`](crate::ErrorCode::Corrupt) if they are not UTF-8 any more.
pub(super) fn text(builder: &mut BinaryBuilder) -> Result<ArrayRef> {
    let text = StringArray::try_from_binary(builder.finish()).map_err(|error| {
        Error::new(ErrorCode::Corrupt, "an id cannot be read back")
            .found(error.to_string())
            .remedy("Run again.")
    })?;
    Ok(Arc::new(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_came_back_damaged_is_an_error() {
        let mut ids = BinaryBuilder::new();
        ids.append_value("日本");
        assert_eq!(text(&mut ids).unwrap().len(), 1);
        ids.append_value([b'a', 0xff]);
        assert_eq!(text(&mut ids).unwrap_err().code(), ErrorCode::Corrupt);
    }
}
