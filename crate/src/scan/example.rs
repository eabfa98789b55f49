//! Odd rows, found by reading a row group again.

use arrow::array::{Array, Date32Array};

use crate::error::{Error, ErrorCode, Result};
use crate::scan::task::Decoded;
use crate::scan::unreadable::Tally;
use crate::scan::{Columns, Ids, Role, Task};

/// How many odd rows are enough.
const MOST: usize = 3;

/// An odd row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its number in its row group, from 0.
    pub row: u64,
    /// The value that could not be read, shortened; else empty.
    pub value: String,
}

impl Task {
    /// The first few rows whose value of a role is unreadable, or else is null, or of the upload
    /// day is after the row's date.
    ///
    /// # Errors
    /// As [`step`](Self::step); `Internal` where it was not handed all bytes that it needs.
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
                        "a row group was not given all bytes that it asked for",
                    ));
                }
            };
            self.tally(role);
            let columns = self.columns(batch.as_ref(), rows)?;
            let any = !unreadable || self.tally(role).rows > 0;
            for row in 0..rows {
                if !any || !is_odd(role, unreadable, &columns, row) {
                    continue;
                }
                let mut value = String::new();
                if unreadable {
                    // Read alone, a null tells whether it was one in the file.
                    self.read(batch.as_ref().map(|batch| batch.slice(row, 1)).as_ref(), 1)?;
                    let Some(example) = self.tally(role).example else { continue };
                    value = example;
                }
                found.push(Example { row: first + row as u64, value });
                if found.len() == MOST {
                    return Ok(found);
                }
            }
            first += rows as u64;
        }
    }

    /// What could not be read of a role since this was last asked.
    fn tally(&mut self, role: Role) -> Tally {
        let reader = self.readers.iter_mut().find(|reader| reader.role == role);
        reader.map(|reader| std::mem::take(&mut reader.tally)).unwrap_or_default()
    }
}

/// Whether a row is odd; an unreadable value is null by now.
fn is_odd(role: Role, unreadable: bool, columns: &Columns, row: usize) -> bool {
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
