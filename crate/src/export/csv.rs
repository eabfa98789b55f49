//! Comma-separated values as in RFC 4180.
//!
//! Null is an empty field and empty text is `""`, so that the two stay apart. Days are
//! `YYYY-MM-DD`, a list of days is one field with `;` between them, and lines end in CRLF.

use std::io::Write;

use arrow::array::{Array, RecordBatch};
use arrow::datatypes::SchemaRef;

use crate::error::Result;

use super::cells::{Cells, push_day};

const SEPARATOR: u8 = b',';
const LIST_SEPARATOR: u8 = b';';
const LINE_END: &[u8] = b"\r\n";
/// Without it a spreadsheet assumes the encoding of its own locale.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// Precedes a text that a spreadsheet would take for a formula.
const GUARD: char = '\'';
/// Characters at which a spreadsheet splits a text into cells if it expects another list separator,
/// as in much of Europe. Quotes within a line do not prevent that.
const CUTS: [char; 6] = [',', ';', '|', '\t', '\r', '\n'];
/// The characters that a formula begins with, also in full width, and those that are skipped before
/// it: <https://owasp.org/www-community/attacks/CSV_Injection>.
const FORMULA: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

// The csv crate quotes empty text nowhere or everywhere, so it does not distinguish it from null.
pub(super) struct CsvWriter<W> {
    sink: W,
    lines: Vec<u8>,
    /// Whether formulas are guarded.
    guarded: bool,
}

impl<W: Write> CsvWriter<W> {
    /// Creates a writer; `guarded` is for spreadsheets.
    pub(super) fn new(mut sink: W, schema: &SchemaRef, guarded: bool) -> Result<Self> {
        let mut lines = Vec::new();
        if guarded {
            lines.extend_from_slice(BYTE_ORDER_MARK);
        }
        for (index, field) in schema.fields().iter().enumerate() {
            if index > 0 {
                lines.push(SEPARATOR);
            }
            push_text(&mut lines, field.name());
        }
        lines.extend_from_slice(LINE_END);
        sink.write_all(&lines)?;
        Ok(Self { sink, lines, guarded })
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let columns = Cells::of(batch, "CSV")?;
        self.lines.clear();
        for row in 0..batch.num_rows() {
            for (index, column) in columns.iter().enumerate() {
                if index > 0 {
                    self.lines.push(SEPARATOR);
                }
                push_field(&mut self.lines, column, row, self.guarded)?;
            }
            self.lines.extend_from_slice(LINE_END);
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

fn push_field(line: &mut Vec<u8>, column: &Cells<'_>, row: usize, guarded: bool) -> Result<()> {
    match column {
        Cells::Text(texts) if guarded && texts.is_valid(row) => push_guarded(line, texts.value(row)),
        Cells::Text(texts) if texts.is_valid(row) => push_text(line, texts.value(row)),
        Cells::Whole(numbers) if numbers.is_valid(row) => write!(line, "{}", numbers.value(row))?,
        Cells::Day(days) if days.is_valid(row) => push_day(line, days.value(row))?,
        Cells::Days(lists) if lists.is_valid(row) => push_days(line, lists.days(row))?,
        _ => {}
    }
    Ok(())
}

/// Appends a text for a spreadsheet: no part of it begins a formula, wherever it is split into
/// cells.
fn push_guarded(line: &mut Vec<u8>, text: &str) {
    if !text.contains(CUTS) && !text.starts_with(FORMULA) {
        push_text(line, text);
        return;
    }
    let mut guarded = String::with_capacity(text.len() + 1);
    let mut begins = true;
    for character in text.chars() {
        if begins && FORMULA.contains(&character) {
            guarded.push(GUARD);
        }
        guarded.push(character);
        begins = CUTS.contains(&character);
    }
    if guarded.contains(CUTS) {
        push_quoted(line, &guarded);
    } else {
        push_text(line, &guarded);
    }
}

fn push_text(line: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.iter().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n')) {
        push_quoted(line, text);
    } else {
        line.extend_from_slice(bytes);
    }
}

fn push_quoted(line: &mut Vec<u8>, text: &str) {
    line.push(b'"');
    for &byte in text.as_bytes() {
        if byte == b'"' {
            line.push(b'"');
        }
        line.push(byte);
    }
    line.push(b'"');
}

fn push_days(line: &mut Vec<u8>, days: &[i32]) -> Result<()> {
    if days.is_empty() {
        push_text(line, "");
    }
    for (index, &day) in days.iter().enumerate() {
        if index > 0 {
            line.push(LIST_SEPARATOR);
        }
        push_day(line, day)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{Int64Array, StringArray};
    use arrow::datatypes::{DataType, Field, Schema};

    use super::*;

    fn lines(batch: &RecordBatch, guarded: bool) -> String {
        let mut writer = CsvWriter::new(Vec::new(), &batch.schema(), guarded).unwrap();
        writer.write(batch).unwrap();
        String::from_utf8(writer.finish().unwrap()).unwrap()
    }

    #[test]
    fn null_and_empty_stay_apart() {
        let fields =
            vec![Field::new("a,\"b\"", DataType::Utf8, true), Field::new("n", DataType::Int64, true)];
        let texts = StringArray::from(vec![None, Some(""), Some(" x "), Some("-1"), Some("a\"b")]);
        let numbers = Int64Array::from(vec![Some(i64::MIN), None, Some(0), Some(i64::MAX), Some(1)]);
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(schema, vec![Arc::new(texts), Arc::new(numbers)]).unwrap();
        assert_eq!(
            lines(&batch, false),
            "\"a,\"\"b\"\"\",n\r\n\
             ,-9223372036854775808\r\n\
             \"\",\r\n \
             x ,0\r\n\
             -1,9223372036854775807\r\n\
             \"a\"\"b\",1\r\n"
        );
    }

    #[test]
    fn formulas_are_guarded_for_spreadsheets_alone() {
        let fields = vec![Field::new("id", DataType::Utf8, true), Field::new("n", DataType::Int64, true)];
        let texts =
            vec!["-a", "=1+1", "@x", "+x", "\t=1", "\r=1", "\n=1", "\0=1", "＝1", "a-", "'-", "=\"a,b\""];
        let numbers = Int64Array::from(vec![-1; texts.len()]);
        let columns: Vec<arrow::array::ArrayRef> =
            vec![Arc::new(StringArray::from(texts)), Arc::new(numbers)];
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap();
        assert_eq!(
            lines(&batch, true),
            "\u{feff}id,n\r\n'-a,-1\r\n'=1+1,-1\r\n'@x,-1\r\n'+x,-1\r\n\"'\t'=1\",-1\r\n\"'\r'=1\",-1\r\n\
             \"'\n'=1\",-1\r\n'\0=1,-1\r\n'＝1,-1\r\na-,-1\r\n'-,-1\r\n\"'=\"\"a,b\"\"\",-1\r\n"
        );
        assert!(!lines(&batch, false).contains("'-a"));
    }

    #[test]
    fn formulas_are_guarded_wherever_a_spreadsheet_cuts_a_text() {
        let fields = vec![Field::new("id", DataType::Utf8, true)];
        let texts = vec!["a;=2", "a|@b", "a;b", "a; b", "a\"b", "a,=2", ";\t-1", "a\r\n+1", ""];
        let columns: Vec<arrow::array::ArrayRef> = vec![Arc::new(StringArray::from(texts))];
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap();
        assert_eq!(
            lines(&batch, true),
            "\u{feff}id\r\n\"a;'=2\"\r\n\"a|'@b\"\r\n\"a;b\"\r\n\"a; b\"\r\n\"a\"\"b\"\r\n\"a,'=2\"\r\n\
             \";'\t'-1\"\r\n\"a\r'\n'+1\"\r\n\"\"\r\n"
        );
        assert!(lines(&batch, false).contains("\r\na;=2\r\n"));
    }

    #[test]
    fn other_types_are_refused_by_name() {
        let fields = vec![Field::new("flag", DataType::Boolean, true)];
        let batch = RecordBatch::new_empty(Arc::new(Schema::new(fields)));
        let mut writer = CsvWriter::new(Vec::new(), &batch.schema(), false).unwrap();
        let error = writer.write(&batch).unwrap_err();
        assert_eq!(error.location().column.as_deref(), Some("flag"));
    }
}
