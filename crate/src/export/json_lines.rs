//! JSON Lines: an object for each row, <https://jsonlines.org>.
//!
//! Null is `null`. Whole numbers have all their digits, days are `YYYY-MM-DD`, and a list of days is
//! an array.

use std::io::Write;

use arrow::array::{Array, RecordBatch};
use arrow::datatypes::SchemaRef;

use crate::error::{Error, ErrorCode, Result};

use super::cells::{Cells, push_day};

pub(super) struct JsonLinesWriter<W> {
    sink: W,
    lines: Vec<u8>,
    /// What comes before each value: a brace or comma, the name, and a colon.
    heads: Vec<Vec<u8>>,
}

impl<W: Write> JsonLinesWriter<W> {
    pub(super) fn new(sink: W, schema: &SchemaRef) -> Result<Self> {
        let head = |(index, name): (usize, &String)| {
            let mut head = vec![if index == 0 { b'{' } else { b',' }];
            push_text(&mut head, name)?;
            head.push(b':');
            Ok(head)
        };
        let names = schema.fields().iter().map(|field| field.name());
        Ok(Self { sink, lines: Vec::new(), heads: names.enumerate().map(head).collect::<Result<_>>()? })
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let columns = Cells::of(batch, "JSON Lines")?;
        self.lines.clear();
        for row in 0..batch.num_rows() {
            for (head, column) in self.heads.iter().zip(&columns) {
                self.lines.extend_from_slice(head);
                push_value(&mut self.lines, column, row)?;
            }
            self.lines.extend_from_slice(b"}\n");
        }
        Ok(self.sink.write_all(&self.lines)?)
    }

    pub(super) fn sink(&mut self) -> &mut W {
        &mut self.sink
    }

    pub(super) fn finish(mut self) -> Result<W> {
        self.sink.flush()?;
        Ok(self.sink)
    }
}

fn push_value(line: &mut Vec<u8>, column: &Cells<'_>, row: usize) -> Result<()> {
    match column {
        Cells::Text(texts) if texts.is_valid(row) => push_text(line, texts.value(row))?,
        Cells::Whole(numbers) if numbers.is_valid(row) => write!(line, "{}", numbers.value(row))?,
        Cells::Day(days) if days.is_valid(row) => push_quoted(line, days.value(row))?,
        Cells::Days(lists) if lists.is_valid(row) => {
            line.push(b'[');
            for (index, &day) in lists.days(row).iter().enumerate() {
                if index > 0 {
                    line.push(b',');
                }
                push_quoted(line, day)?;
            }
            line.push(b']');
        }
        _ => line.extend_from_slice(b"null"),
    }
    Ok(())
}

fn push_quoted(line: &mut Vec<u8>, day: i32) -> Result<()> {
    line.push(b'"');
    push_day(line, day)?;
    line.push(b'"');
    Ok(())
}

fn push_text(line: &mut Vec<u8>, text: &str) -> Result<()> {
    serde_json::to_writer(line, text).map_err(|error| Error::new(ErrorCode::Internal, error.to_string()))
}
