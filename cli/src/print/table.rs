//! Rows as an aligned table.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};

use daytally::error::Error;

use crate::print::plain::plain_line;
use crate::text::grouped;

/// The maximum width of a cell.
const MAX_WIDTH: usize = 40;
/// How many items of a list are shown.
const ITEMS: usize = 3;

/// Returns the first rows, and how many there are in all.
pub(super) fn table(first: &[RecordBatch], rows: u64) -> Result<String, Error> {
    let Some(batch) = first.first() else { return Ok(String::new()) };
    let fields = batch.schema_ref().fields();
    let mut lines: Vec<Vec<String>> = vec![fields.iter().map(|field| cut(field.name())).collect()];
    for batch in first {
        for row in 0..batch.num_rows() {
            let cells = batch.columns().iter().map(|column| cell(column, row));
            lines.push(cells.collect::<Result<_, ArrowError>>()?);
        }
    }
    let shown = lines.len() as u64 - 1;
    let width =
        |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..fields.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let aligned = line.iter().zip(&widths).zip(fields).map(|((cell, &width), field)| {
            if field.data_type().is_numeric() { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        text += aligned.collect::<Vec<_>>().join("  ").trim_end();
        text.push('\n');
    }
    let (all, noun) = (grouped(rows), if rows == 1 { "row" } else { "rows" });
    text += &match shown {
        _ if shown < rows => format!("\nThe first {shown} of {all} rows. Write all of them with -o FILE."),
        _ => format!("\n{all} {noun}."),
    };
    Ok(text)
}

/// Returns a value in a line. Of a list, it has the first items.
fn cell(column: &dyn Array, row: usize) -> Result<String, ArrowError> {
    if column.is_null(row) {
        return Ok("null".to_owned());
    }
    if let DataType::List(_) = column.data_type() {
        let list = column.as_list::<i32>().value(row);
        let items = (0..list.len().min(ITEMS)).map(|item| cell(&list, item));
        let mut text = items.collect::<Result<Vec<_>, _>>()?.join(", ");
        if list.len() > ITEMS {
            text += &format!(", … {} in all", grouped(list.len() as u64));
        }
        // Longer than other cells, because its end says how much is left.
        return Ok(text);
    }
    let formatter = ArrayFormatter::try_new(column, &FormatOptions::new())?;
    Ok(cut(&formatter.value(row).try_to_string()?))
}

/// Returns text without control characters, and no longer than a cell.
fn cut(text: &str) -> String {
    let text = plain_line(text);
    if text.chars().count() <= MAX_WIDTH {
        return text;
    }
    text.chars().take(MAX_WIDTH - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Date32Array, Date32Builder, Int64Array, ListBuilder, StringArray};

    use super::*;

    fn rows(ids: Vec<Option<&str>>) -> RecordBatch {
        let length = ids.len();
        let mut lists = ListBuilder::new(Date32Builder::new());
        for row in 0..length {
            lists.append_value((0..4 * i32::try_from(row).unwrap()).map(Some));
        }
        let columns: [(&str, ArrayRef); 4] = [
            ("video_id", Arc::new(StringArray::from(ids))),
            ("date", Arc::new(Date32Array::from(vec![19_465; length]))),
            ("viewCount", Arc::new(Int64Array::from(vec![i64::MIN; length]))),
            ("missing_dates", Arc::new(lists.finish())),
        ];
        RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true))).unwrap()
    }

    #[test]
    fn columns_are_aligned_and_rows_counted() {
        let long = "x".repeat(50);
        let batch = rows(vec![None, Some("a\u{1b}[2J"), Some(&long)]);
        let text = table(&[batch], 1_234_567).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 6, "{text}");
        let column = |name: &str| lines[0].find(name).unwrap();
        assert_eq!(lines[1].find("2023-04-18").unwrap(), column("date"), "{text}");
        assert!(lines[1].starts_with("null "), "{text}");
        assert!(lines[2].starts_with("a\\u{1b}[2J "), "{text}");
        assert!(lines[3].starts_with(&format!("{}…", "x".repeat(39))), "{text}");
        assert!(lines[2].contains("-9223372036854775808  1970-01-01, 1970-01-02, 1970-01-03, … 4 in all"));
        assert_eq!(lines[5], "The first 3 of 1,234,567 rows. Write all of them with -o FILE.");
    }

    #[test]
    fn without_rows_there_are_columns() {
        let text = table(&[rows(vec![])], 0).unwrap();
        assert_eq!(text, "video_id  date  viewCount  missing_dates\n\n0 rows.");
    }
}
