//! Encodes rows as the column chunks of a row group.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int64Array, StringArray};
use arrow::buffer::{Buffer, OffsetBuffer};
use arrow::datatypes::SchemaRef;
use parquet::arrow::arrow_writer::{ArrowRowGroupWriterFactory, compute_leaves};

use crate::error::{Error, ErrorCode, Result};
use crate::export::of_parquet;
use crate::report::ResultKind;
use crate::sample::views::file::{RowGroup, begin};
use crate::sample::views::videos::Videos;
use crate::sample::views::walk::{Rows, Walk};

/// How many rows are converted to arrays at once.
const BATCH_ROWS: usize = 16_384;

/// Encodes row groups; several threads may share it.
#[derive(Debug)]
pub struct Encoder {
    videos: Videos,
    schema: SchemaRef,
    factory: ArrowRowGroupWriterFactory,
}

impl Encoder {
    /// Returns an encoder of a walk's rows.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if the library refuses the columns.
    pub fn of(walk: &Walk) -> Result<Self> {
        let (_, factory) = begin(std::io::sink())?;
        Ok(Self { videos: walk.videos(), schema: ResultKind::Combined.schema(), factory })
    }

    /// Encodes rows as one row group.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) if the library refuses them.
    pub fn encode(&self, rows: &Rows) -> Result<RowGroup> {
        let mut writers = self.factory.create_column_writers(0).map_err(of_parquet)?;
        for (videos, days) in rows.videos.chunks(BATCH_ROWS).zip(rows.days.chunks(BATCH_ROWS)) {
            let columns = self.columns(videos, days)?;
            for ((writer, column), field) in writers.iter_mut().zip(&columns).zip(self.schema.fields()) {
                for leaf in compute_leaves(field, column).map_err(of_parquet)? {
                    writer.write(&leaf).map_err(of_parquet)?;
                }
            }
        }
        let chunks = writers.into_iter().map(|writer| writer.close().map_err(of_parquet));
        chunks.collect::<Result<_>>().map(RowGroup)
    }

    fn columns(&self, videos: &[u32], days: &[i32]) -> Result<[ArrayRef; 5]> {
        let it = &self.videos;
        let views = videos.iter().zip(days).map(|(&video, &day)| it.views(video, day));
        Ok([
            Arc::new(texts(videos, |video| it.channel_id(video))?),
            Arc::new(texts(videos, |video| it.id(video))?),
            Arc::new(Date32Array::from_iter_values(videos.iter().map(|&video| it.created(video)))),
            Arc::new(Date32Array::from_iter_values(days.iter().copied())),
            Arc::new(Int64Array::from_iter_values(views)),
        ])
    }
}

/// Returns a string of the same length for each video.
fn texts<const LENGTH: usize>(videos: &[u32], text: impl Fn(u32) -> [u8; LENGTH]) -> Result<StringArray> {
    let mut bytes = Vec::with_capacity(videos.len() * LENGTH);
    let mut last = None;
    for &video in videos {
        let text = match last {
            Some((same, text)) if same == video => text,
            _ => text(video),
        };
        bytes.extend_from_slice(&text);
        last = Some((video, text));
    }
    let offsets = OffsetBuffer::from_lengths(std::iter::repeat_n(LENGTH, videos.len()));
    StringArray::try_new(offsets, Buffer::from_vec(bytes), None)
        .map_err(|error| Error::new(ErrorCode::Internal, format!("ids are not text ({error})")))
}
