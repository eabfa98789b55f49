//! One role's column of one row group.

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::DataType;

use crate::error::Result;
use crate::scan::counts::read_counts;
use crate::scan::days::{Clock, DayReader};
use crate::scan::decoder::BATCH_ROWS;
use crate::scan::ids::{IdReader, constant};
use crate::scan::instant::Zone;
use crate::scan::unreadable::Tally;
use crate::scan::{Columns, Role};
use crate::source::{Column, Origin};

/// Reads the column of one role, batch by batch.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) role: Role,
    pub(super) column: String,
    values: Values,
    kind: Kind,
    pub(super) tally: Tally,
}

#[derive(Debug)]
enum Values {
    /// A column of the decoded batch.
    Batch(usize),
    /// The path's value, the same for every row.
    Path(Option<String>, Option<ArrayRef>),
}

#[derive(Debug)]
enum Kind {
    Id(IdReader),
    Day(DayReader),
    Count,
}

impl Reader {
    pub(super) fn new(role: Role, column: &Column, leaves: &[usize], zone: Zone) -> Self {
        let values = match &column.origin {
            Origin::Path(value) => Values::Path(value.clone(), None),
            Origin::File { leaf, .. } => {
                Values::Batch(leaves.iter().position(|known| Some(*known) == *leaf).unwrap_or_default())
            }
        };
        let kind = match role {
            Role::ChannelId | Role::VideoId => Kind::Id(IdReader::default()),
            Role::ViewCount => Kind::Count,
            Role::CreatedDate | Role::Date => {
                let wall = column.data_type.is_temporal()
                    && matches!(column.data_type, DataType::Timestamp(_, None))
                    && !matches!(column.origin, Origin::File { int96: true, .. });
                let clock = if wall { Clock::Wall } else { Clock::Instant };
                Kind::Day(DayReader::new(zone, clock))
            }
        };
        Self { role, column: column.name.clone(), values, kind, tally: Tally::default() }
    }

    /// Reads the next rows of its column into its place.
    pub(super) fn read(&mut self, batch: Option<&RecordBatch>, columns: &mut Columns) -> Result<()> {
        let array = &self.array(batch, columns.rows);
        let tally = &mut self.tally;
        match (&mut self.kind, self.role) {
            (Kind::Id(ids), Role::ChannelId) => columns.channel_id = Some(ids.read(array, tally)?),
            (Kind::Id(ids), _) => columns.video_id = Some(ids.read(array, tally)?),
            (Kind::Day(days), Role::CreatedDate) => columns.created_date = Some(days.read(array, tally)?),
            (Kind::Day(days), _) => columns.date = Some(days.read(array, tally)?),
            (Kind::Count, _) => columns.view_count = Some(read_counts(array, tally)?),
        }
        Ok(())
    }

    fn array(&mut self, batch: Option<&RecordBatch>, rows: usize) -> ArrayRef {
        match (&mut self.values, batch) {
            (Values::Batch(index), Some(batch)) => batch.column(*index).clone(),
            (Values::Batch(_), None) => constant(None, rows),
            (Values::Path(_, Some(known)), _) if known.len() >= rows => known.slice(0, rows),
            (Values::Path(value, known), _) => {
                let array = constant(value.as_deref(), rows.max(BATCH_ROWS));
                let sliced = array.slice(0, rows);
                *known = Some(array);
                sliced
            }
        }
    }
}
