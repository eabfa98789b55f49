//! One role's column of one row group.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, make_array};
use arrow::buffer::NullBuffer;

use crate::error::{Error, ErrorCode, Result};
use crate::scan::columns::counts::read_counts;
use crate::scan::columns::date_format::DateFormat;
use crate::scan::columns::days::{Clock, DayReader};
use crate::scan::columns::ids::{IdReader, constant};
use crate::scan::columns::instant::Zone;
use crate::scan::columns::julian::{Julian, is_wall};
use crate::scan::columns::tally::Tally;
use crate::scan::columns::times_of_day::TimesOfDay;
use crate::scan::pages::sizes::BATCH_ROWS;
use crate::scan::{Columns, Role};
use crate::source::{Column, File, LegacyCalendar, Origin};

/// Reads the column of one role, batch by batch.
#[derive(Debug)]
pub(in crate::scan) struct Reader {
    pub(in crate::scan) role: Role,
    pub(in crate::scan) column: String,
    values: Values,
    kind: Kind,
    /// Converts old days, if the file stores them in another calendar.
    julian: Option<Julian>,
    pub(in crate::scan) tally: Tally,
}

#[derive(Debug)]
enum Values {
    /// A column of the decoded batch.
    Batch(Place),
    /// The value in the path, the same for every row.
    Path(Option<String>, Option<ArrayRef>),
}

/// The position of a column in a decoded batch.
#[derive(Debug)]
struct Place {
    /// The number of the top-level column.
    column: usize,
    /// The fields of structs that lead to it.
    within: Vec<String>,
}

#[derive(Debug)]
enum Kind {
    Id(IdReader),
    Day(DayReader),
    Count,
}

impl Reader {
    /// Creates a reader. `roots` maps leaves to the top-level columns of a decoded batch.
    pub(in crate::scan) fn new(
        role: Role,
        column: &Column,
        roots: &Roots,
        zone: Zone,
        format: Option<DateFormat>,
        calendar: &LegacyCalendar,
    ) -> Self {
        let values = match &column.origin {
            Origin::Path(value) | Origin::Log(value) => Values::Path(value.clone(), None),
            Origin::File { leaf, within, .. } => {
                let column = leaf.and_then(|leaf| roots.place(leaf)).unwrap_or_default();
                Values::Batch(Place { column, within: within.clone() })
            }
        };
        let kind = match role {
            Role::ChannelId | Role::VideoId => Kind::Id(IdReader::default()),
            Role::ViewCount => Kind::Count,
            Role::CreatedDate | Role::Date => {
                let clock = if is_wall(column) { Clock::Wall } else { Clock::Instant };
                Kind::Day(DayReader::new(zone, clock, format))
            }
        };
        let julian = Julian::of(column, calendar).filter(|_| matches!(kind, Kind::Day(_)));
        Self { role, column: column.name.clone(), values, kind, julian, tally: Tally::default() }
    }

    /// Reads the next rows of the role's column into `columns`. `are_checked` if the decoder returns
    /// no day outside the calendar, and only views of ASCII.
    pub(in crate::scan) fn read(
        &mut self,
        batch: Option<&RecordBatch>,
        are_checked: bool,
        columns: &mut Columns,
    ) -> Result<()> {
        let array = self.array(batch, columns.rows)?;
        let array = &self.julian.map_or_else(|| array.clone(), |julian| julian.gregorian(&array));
        let tally = &mut self.tally;
        tally.values += (array.len() - array.logical_null_count()) as u64;
        let are_days = are_checked && self.julian.is_none();
        match (&mut self.kind, self.role) {
            (Kind::Id(ids), Role::ChannelId) => {
                columns.channel_id = Some(ids.read(array, are_checked, tally)?)
            }
            (Kind::Id(ids), _) => columns.video_id = Some(ids.read(array, are_checked, tally)?),
            (Kind::Day(days), Role::CreatedDate) => {
                columns.created_date = Some(days.read(array, are_days, tally)?)
            }
            (Kind::Day(days), _) => columns.date = Some(days.read(array, are_days, tally)?),
            (Kind::Count, _) => columns.view_count = Some(read_counts(array, tally)?),
        }
        Ok(())
    }

    /// Returns the times of day of the column's instants; `None` if it has none.
    pub(in crate::scan) fn times_of_day(&self) -> Option<TimesOfDay> {
        match &self.kind {
            Kind::Day(days) => days.times_of_day(),
            _ => None,
        }
    }

    fn array(&mut self, batch: Option<&RecordBatch>, rows: usize) -> Result<ArrayRef> {
        Ok(match (&mut self.values, batch) {
            (Values::Batch(place), Some(batch)) => place.array(batch)?,
            (Values::Batch(_), None) => constant(None, rows),
            (Values::Path(_, Some(known)), _) if known.len() >= rows => known.slice(0, rows),
            (Values::Path(value, known), _) => {
                let array = constant(value.as_deref(), rows.max(BATCH_ROWS));
                let sliced = array.slice(0, rows);
                *known = Some(array);
                sliced
            }
        })
    }
}

impl Place {
    /// Returns the column; a row is null if a struct around it is.
    fn array(&self, batch: &RecordBatch) -> Result<ArrayRef> {
        let mut array = batch.column(self.column).clone();
        for name in &self.within {
            let field = array.as_struct_opt().and_then(|fields| Some((fields.column_by_name(name)?, fields)));
            let Some((child, around)) = field else {
                return Err(Error::new(ErrorCode::Internal, "a struct was read without its field"));
            };
            array = match around.nulls() {
                None => child.clone(),
                Some(_) => {
                    let nulls = NullBuffer::union(around.nulls(), child.nulls());
                    make_array(child.to_data().into_builder().nulls(nulls).build()?)
                }
            };
        }
        Ok(array)
    }
}

/// The top-level columns of some leaves, in the order of a decoded batch.
#[derive(Debug)]
pub(in crate::scan) struct Roots {
    /// The numbers in the file of each leaf and of its top-level column.
    of_leaves: Vec<(usize, usize)>,
}

impl Roots {
    /// Finds the top-level columns of some leaves of a file.
    pub(in crate::scan) fn new(file: &File, leaves: &[usize]) -> Self {
        let descriptor = file.metadata().file_metadata().schema_descr();
        let root = |&leaf: &usize| (leaf, descriptor.get_column_root_idx(leaf));
        Self { of_leaves: leaves.iter().map(root).collect() }
    }

    /// Returns the position in a decoded batch of the top-level column that a leaf belongs to.
    fn place(&self, leaf: usize) -> Option<usize> {
        let (_, root) = *self.of_leaves.iter().find(|(known, _)| *known == leaf)?;
        let mut before: Vec<usize> =
            self.of_leaves.iter().map(|&(_, other)| other).filter(|&other| other < root).collect();
        before.sort_unstable();
        before.dedup();
        Some(before.len())
    }
}
