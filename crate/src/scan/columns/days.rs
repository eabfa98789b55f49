//! Civil days from dates, timestamps of every unit, text, and numbers with a format.

use arrow::array::{Array, ArrayRef, AsArray, Date32Array, Int32Array, PrimitiveArray};
use arrow::datatypes::{
    ArrowTimestampType, DataType, Date32Type, Int32Type, TimeUnit, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::scan::columns::counts::read_counts;
use crate::scan::columns::date_format::DateFormat;
use crate::scan::columns::day_text::parse_day_text;
use crate::scan::columns::ids::same;
use crate::scan::columns::instant::{Moment, Zone, civil_day};
use crate::scan::columns::tally::Tally;
use crate::scan::columns::times_of_day::{TimesMet, TimesOfDay};
use crate::source::units_per_second;

/// Whether a timestamp is an instant, or a wall-clock time of an unnamed zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    Instant,
    Wall,
}

/// Reads one date column of one row group.
#[derive(Debug)]
pub(super) struct DayReader {
    zone: Zone,
    clock: Clock,
    /// The format of text and numbers; without one, text is parsed in the usual forms.
    format: Option<DateFormat>,
    times: TimesMet,
    last: Option<(ArrayRef, Date32Array)>,
}

impl DayReader {
    pub(super) fn new(zone: Zone, clock: Clock, format: Option<DateFormat>) -> Self {
        Self { zone, clock, format, times: TimesMet::default(), last: None }
    }

    /// Returns the times of day of the instants that were read; `None` if there were none.
    pub(super) fn times_of_day(&self) -> Option<TimesOfDay> {
        self.times.found()
    }

    /// Returns the days of an array. `are_valid` if none of its dates is outside the calendar.
    pub(super) fn read(
        &mut self,
        array: &ArrayRef,
        are_valid: bool,
        tally: &mut Tally,
    ) -> Result<Date32Array> {
        match array.data_type() {
            DataType::Date32 if are_valid => Ok(array.as_primitive().clone()),
            DataType::Date32 => Ok(in_bounds(array.as_primitive(), tally)),
            DataType::Timestamp(TimeUnit::Second, _) => {
                Ok(self.timestamps(array.as_primitive::<TimestampSecondType>(), tally))
            }
            DataType::Timestamp(TimeUnit::Millisecond, _) => {
                Ok(self.timestamps(array.as_primitive::<TimestampMillisecondType>(), tally))
            }
            DataType::Timestamp(TimeUnit::Microsecond, _) => {
                Ok(self.timestamps(array.as_primitive::<TimestampMicrosecondType>(), tally))
            }
            DataType::Timestamp(TimeUnit::Nanosecond, _) => {
                Ok(self.timestamps(array.as_primitive::<TimestampNanosecondType>(), tally))
            }
            DataType::BinaryView => Ok(self.texts(array.as_binary_view().iter(), tally)),
            DataType::FixedSizeBinary(_) => Ok(self.texts(array.as_fixed_size_binary().iter(), tally)),
            DataType::Dictionary(..) => self.dictionary(array, tally),
            DataType::Null => Ok(Date32Array::new_null(array.len())),
            _ => self.numbers(array, tally),
        }
    }

    fn timestamps<T: ArrowTimestampType>(
        &mut self,
        values: &PrimitiveArray<T>,
        tally: &mut Tally,
    ) -> Date32Array {
        let per_second = units_per_second(T::UNIT);
        let Self { zone, clock, times, .. } = self;
        let mut day = |value: i64| {
            let seconds = value.div_euclid(per_second);
            if *clock == Clock::Wall {
                return civil_day(seconds);
            }
            if !times.many {
                times.add(seconds, value.rem_euclid(per_second) == 0);
            }
            zone.day(seconds)
        };
        values
            .iter()
            .map(|value| {
                let day = value.and_then(&mut day);
                if let (Some(value), None) = (value, day) {
                    tally.add(1, || format!("{value} ({:?}s since 1970)", T::UNIT).to_lowercase());
                }
                day.map(Day::number)
            })
            .collect()
    }

    /// Reads whole numbers, by the given format.
    fn numbers(&mut self, array: &ArrayRef, tally: &mut Tally) -> Result<Date32Array> {
        let Some(format) = self.format.clone() else {
            let found = array.data_type();
            return Err(Error::new(ErrorCode::Internal, format!("a date column was read as {found}")));
        };
        let numbers = read_counts(array, tally)?;
        Ok(numbers
            .iter()
            .map(|value| {
                let day = value.and_then(|value| self.day(format.number(value)?));
                if let (Some(value), None) = (value, day) {
                    tally.add(1, || value.to_string());
                }
                day.map(Day::number)
            })
            .collect())
    }

    /// Returns the day that a moment falls on.
    fn day(&mut self, moment: Moment) -> Option<Day> {
        match moment {
            Moment::Day(day) => Some(day),
            Moment::Instant { seconds, whole } => {
                if !self.times.many {
                    self.times.add(seconds, whole);
                }
                self.zone.day(seconds)
            }
        }
    }

    fn text(&mut self, text: &[u8]) -> Option<Day> {
        let moment = match &self.format {
            None => parse_day_text(text),
            Some(format) => format.text(text),
        };
        self.day(moment?)
    }

    fn texts<'a>(
        &mut self,
        values: impl Iterator<Item = Option<&'a [u8]>>,
        tally: &mut Tally,
    ) -> Date32Array {
        values
            .map(|value| {
                let day = value.and_then(|text| self.text(text));
                if let (Some(text), None) = (value, day) {
                    tally.add_bytes(text);
                }
                day.map(Day::number)
            })
            .collect()
    }

    fn dictionary(&mut self, array: &ArrayRef, tally: &mut Tally) -> Result<Date32Array> {
        let array = array.as_dictionary::<Int32Type>();
        let Some(texts) = array.values().as_binary_opt::<i32>() else {
            let found = array.values().data_type();
            return Err(Error::new(
                ErrorCode::Internal,
                format!("a dictionary of dates was read as {found}"),
            ));
        };
        let days = match self.last.take() {
            Some((source, days)) if same(&source, array.values()) => days,
            _ => self.texts(texts.iter(), &mut Tally::default()),
        };
        let keys: &Int32Array = array.keys();
        let column = keys
            .iter()
            .map(|key| {
                let key = usize::try_from(key?).ok()?;
                if days.is_valid(key) {
                    return Some(days.value(key));
                }
                if texts.is_valid(key) {
                    tally.add_bytes(texts.value(key));
                }
                None
            })
            .collect();
        self.last = Some((array.values().clone(), days));
        Ok(column)
    }
}

fn in_bounds(days: &PrimitiveArray<Date32Type>, tally: &mut Tally) -> Date32Array {
    let (min, max) = (Day::MIN.number(), Day::MAX.number());
    // Counts all of them: a search that can stop early is not vectorised.
    let outside = days.values().iter().filter(|day| !(min..=max).contains(*day)).count();
    if outside == 0 {
        return days.clone();
    }
    days.iter()
        .map(|day| {
            let kept = day.filter(|day| (min..=max).contains(day));
            if let (Some(day), None) = (day, kept) {
                tally.add(1, || format!("{day} (days since 1970-01-01)"));
            }
            kept
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use arrow::array::{FixedSizeBinaryArray, TimestampMicrosecondArray, TimestampNanosecondArray};

    #[test]
    fn time_before_1970_falls_on_the_day_it_lies_in() {
        let mut reader = DayReader::new(Zone::new(None).unwrap(), Clock::Instant, None);
        let array: ArrayRef = Arc::new(TimestampNanosecondArray::from(vec![-1, 0, -86_400_000_000_001]));
        let days = reader.read(&array, false, &mut Tally::default()).unwrap();
        assert_eq!(days.values(), &[-1, 0, -2]);
    }

    #[test]
    fn days_outside_the_calendar_are_counted() {
        let mut reader = DayReader::new(Zone::new(Some("Asia/Kolkata")).unwrap(), Clock::Instant, None);
        let mut tally = Tally::default();
        let array: ArrayRef = Arc::new(TimestampMicrosecondArray::from(vec![i64::MAX, i64::MIN]));
        assert_eq!(reader.read(&array, false, &mut tally).unwrap().null_count(), 2);
        let array: ArrayRef = Arc::new(Date32Array::from(vec![i32::MAX, 0, i32::MIN]));
        assert_eq!(reader.read(&array, false, &mut tally).unwrap().null_count(), 2);
        assert_eq!(tally.rows, 4);
    }

    #[test]
    fn text_of_one_length_is_read() {
        let mut reader = DayReader::new(Zone::new(None).unwrap(), Clock::Instant, None);
        let mut tally = Tally::default();
        let texts = ["1970-01-02", "not a date"];
        let array: ArrayRef = Arc::new(FixedSizeBinaryArray::try_from_iter(texts.into_iter()).unwrap());
        let days = reader.read(&array, false, &mut tally).unwrap();
        assert_eq!((days.value(0), days.null_count(), tally.rows), (1, 1, 1));
    }
}
