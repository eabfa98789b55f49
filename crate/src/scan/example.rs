//! Rows with data issues, found by reading a row group again.

use arrow::array::{Array, Date32Array};

use crate::error::{Error, ErrorCode, Result};
use crate::scan::columns::tally::Tally;
use crate::scan::task::Decoded;
use crate::scan::{Columns, Ids, Role, Task};

/// The maximum number of examples.
const MAX_EXAMPLES: usize = 3;

/// A row with a data issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its number in its row group, from 0, with deleted rows counted.
    pub row: u64,
    /// Its number among those that are not deleted.
    pub kept: u64,
    /// The value that could not be read, shortened, or an empty text.
    pub value: String,
}

impl Task {
    /// Returns the first few rows whose value of a role is unreadable. If `unreadable` is false,
    /// returns those whose value is null, or whose upload day is after the date.
    ///
    /// # Errors
    ///
    /// As [`step`](Self::step); [`Internal`](crate::ErrorCode::Internal) if not all needed bytes
    /// were pushed.
    pub fn examples(mut self, role: Role, unreadable: bool) -> Result<Vec<Example>> {
        let mut found = Vec::new();
        let mut first = 0;
        loop {
            let (batch, rows) = match self.decode()? {
                Decoded::Rows(batch, rows) => (batch, rows),
                Decoded::Finished => return Ok(found),
                Decoded::Needs(_) => {
                    return Err(Error::new(
                        ErrorCode::Internal,
                        "a row group did not receive all bytes that it requested",
                    ));
                }
            };
            self.tally(role);
            let columns = self.columns(batch.as_ref(), rows)?;
            let any = !unreadable || self.tally(role).rows > 0;
            for row in 0..rows {
                if !any || !has_issue(role, unreadable, &columns, row) {
                    continue;
                }
                let mut value = String::new();
                if unreadable {
                    // Reading the row alone shows whether a null was one in the file.
                    self.read(batch.as_ref().map(|batch| batch.slice(row, 1)).as_ref(), 1)?;
                    let Some(example) = self.tally(role).example else { continue };
                    value = example;
                }
                let kept = first + row as u64;
                found.push(Example { row: self.kept.position(kept), kept, value });
                if found.len() == MAX_EXAMPLES {
                    return Ok(found);
                }
            }
            first += rows as u64;
        }
    }

    /// Returns the unreadable values of a role since the last call.
    fn tally(&mut self, role: Role) -> Tally {
        let reader = self.readers.iter_mut().find(|reader| reader.role == role);
        reader.map(|reader| std::mem::take(&mut reader.tally)).unwrap_or_default()
    }
}

/// Returns whether a row has the issue; an unreadable value is null by now.
fn has_issue(role: Role, unreadable: bool, columns: &Columns, row: usize) -> bool {
    let Columns { channel_id, video_id, created_date, date, view_count, .. } = columns;
    let no_id = |ids: &Option<Ids>| ids.as_ref().is_some_and(|ids| ids.value(row).is_none());
    let no_day = |days: &Option<Date32Array>| days.as_ref().is_some_and(|days| days.is_null(row));
    match role {
        Role::ChannelId => no_id(channel_id),
        Role::VideoId => no_id(video_id),
        Role::CreatedDate if unreadable => no_day(created_date),
        Role::CreatedDate => created_date.as_ref().zip(date.as_ref()).is_some_and(|(created, date)| {
            created.is_valid(row) && date.is_valid(row) && date.value(row) < created.value(row)
        }),
        Role::Date => no_day(date),
        Role::ViewCount => view_count.as_ref().is_some_and(|counts| counts.is_null(row)),
    }
}
