//! Converts old days of Spark 2 to the Gregorian calendar.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, PrimitiveArray};
use arrow::datatypes::{
    ArrowTimestampType, DataType, Date32Type, TimeUnit, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampSecondType,
};

use crate::scan::columns::instant::Zone;
use crate::source::{Column, LegacyCalendar, Origin, gregorian_day, units_per_second};

/// 1900-01-01. For earlier days, Spark's old calendar uses the present standard time of a zone, but
/// the time zone database uses its local mean time.
const STANDARD_BEFORE: i64 = -25_567 * 86_400;

/// Converts the Julian days and instants of a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Julian {
    zone: Zone,
    /// Seconds east of UTC that the zone has in the old calendar.
    standard: i64,
}

impl Julian {
    /// Returns the conversion of a column, if its old days are Julian.
    pub(super) fn of(column: &Column, calendar: &LegacyCalendar) -> Option<Self> {
        let Origin::File { int96, .. } = column.origin else { return None };
        // Spark never writes a timestamp without a zone in the old calendar.
        if !calendar.applies(int96) || is_wall(column) {
            return None;
        }
        Zone::new(calendar.zone()).or_else(|_| Zone::new(None)).ok().map(Self::new)
    }

    fn new(zone: Zone) -> Self {
        Self { zone, standard: zone.standard() }
    }

    /// Returns the same dates or timestamps in the Gregorian calendar; any other array as it is.
    pub(super) fn gregorian(self, array: &ArrayRef) -> ArrayRef {
        match array.data_type() {
            DataType::Date32 => {
                let moved = |day: i32| i32::try_from(gregorian_day(day.into())).unwrap_or(day);
                mapped(array.as_primitive::<Date32Type>(), &moved)
            }
            DataType::Timestamp(TimeUnit::Second, _) => self.timestamps::<TimestampSecondType>(array),
            DataType::Timestamp(TimeUnit::Millisecond, _) => {
                self.timestamps::<TimestampMillisecondType>(array)
            }
            DataType::Timestamp(TimeUnit::Microsecond, _) => {
                self.timestamps::<TimestampMicrosecondType>(array)
            }
            // Nanoseconds begin in 1677.
            _ => array.clone(),
        }
    }

    /// Returns instants that show the same date and time of day in the Gregorian calendar in the zone.
    fn timestamps<T: ArrowTimestampType>(self, array: &ArrayRef) -> ArrayRef {
        let per_second = units_per_second(T::UNIT);
        let moved = |value: i64| {
            let seconds = value.div_euclid(per_second);
            if seconds >= STANDARD_BEFORE {
                return value;
            }
            let day = (seconds + self.standard).div_euclid(86_400);
            let by = (gregorian_day(day) - day) * 86_400;
            let by = by + self.standard - self.zone.offset(seconds + by);
            value.checked_add(by * per_second).unwrap_or(value)
        };
        mapped(array.as_primitive::<T>(), &moved)
    }
}

/// Whether a column holds timestamps without a zone.
pub(super) fn is_wall(column: &Column) -> bool {
    matches!(column.data_type, DataType::Timestamp(_, None))
        && !matches!(column.origin, Origin::File { int96: true, .. })
}

fn mapped<T: ArrowPrimitiveType>(
    values: &PrimitiveArray<T>,
    moved: &dyn Fn(T::Native) -> T::Native,
) -> ArrayRef
where
    T::Native: PartialEq,
{
    if values.values().iter().all(|&value| moved(value) == value) {
        return Arc::new(values.clone());
    }
    Arc::new(values.unary::<_, T>(moved).with_data_type(values.data_type().clone()))
}

#[cfg(test)]
mod tests {
    use arrow::array::{Date32Array, TimestampMicrosecondArray};

    use super::*;

    #[test]
    fn old_days_move_and_others_stay() {
        let julian = Julian::new(Zone::new(None).unwrap());
        let days: ArrayRef = Arc::new(Date32Array::from(vec![Some(-719_164), None, Some(0), Some(-141_427)]));
        let moved = julian.gregorian(&days);
        let expected = Date32Array::from(vec![Some(-719_162), None, Some(0), Some(-141_427)]);
        assert_eq!(moved.as_primitive::<Date32Type>(), &expected);
    }

    #[test]
    fn a_timestamp_moves_by_the_day_of_its_zone() {
        // One hour before 0001-01-01 of the Julian calendar in UTC, which is that day in Kolkata.
        let micros = (-719_164 * 24 - 1) * 3_600_000_000_i64;
        let array: ArrayRef = Arc::new(TimestampMicrosecondArray::from(vec![micros]).with_timezone("UTC"));
        let moved = |zone: Option<&str>| {
            let moved = Julian::new(Zone::new(zone).unwrap()).gregorian(&array);
            assert_eq!(moved.data_type(), array.data_type());
            moved.as_primitive::<TimestampMicrosecondType>().value(0) - micros
        };
        // The zone's standard time is 5:30 and its mean local time 5:53:28.
        assert_eq!(moved(Some("Asia/Kolkata")), (2 * 86_400 + 19_800 - 21_208) * 1_000_000);
        // No day of the year 0 is valid.
        assert_eq!(moved(None), 0);
    }
}
