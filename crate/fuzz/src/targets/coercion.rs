//! Values of every type that a role accepts, written to a file and read as the type of the role.

use std::sync::Arc;

use crate::{InMemory, decoded, read_footer};
use arbitrary::Arbitrary;
use arrow::array::{
    Array, ArrayRef, BinaryArray, Date32Array, Decimal128Array, Decimal256Array, Float32Array, Float64Array,
    Int8Array, Int16Array, Int32Array, Int64Array, RecordBatch, TimestampMicrosecondArray,
    TimestampMillisecondArray, TimestampNanosecondArray, UInt8Array, UInt16Array, UInt32Array, UInt64Array,
};
use arrow::datatypes::i256;
use bytes::Bytes;
use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use daytally::Day;
use daytally::scan::{Columns, Role, Roles, Step, Task};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;

#[derive(Arbitrary, Debug)]
struct Input {
    dictionary: bool,
    in_zone: bool,
    values: Values,
}

#[derive(Arbitrary, Debug)]
enum Values {
    Int8(Vec<Option<i8>>),
    Int16(Vec<Option<i16>>),
    Int32(Vec<Option<i32>>),
    Int64(Vec<Option<i64>>),
    UInt8(Vec<Option<u8>>),
    UInt16(Vec<Option<u16>>),
    UInt32(Vec<Option<u32>>),
    UInt64(Vec<Option<u64>>),
    Float32(Vec<Option<f32>>),
    Float64(Vec<Option<f64>>),
    Whole64(Vec<Option<i64>>),
    Decimal128(Vec<Option<i128>>),
    Decimal256(Vec<Option<(bool, i128)>>),
    CountText(Vec<Option<Text>>),
    Days(Vec<Option<i32>>),
    Millis(Vec<Option<i64>>, bool),
    Micros(Vec<Option<i64>>, bool),
    Nanos(Vec<Option<i64>>, bool),
    DayText(Vec<Option<Text>>),
    Moments(Vec<Moment>),
    Ids(Vec<Option<Vec<u8>>>),
}

#[derive(Arbitrary, Debug)]
enum Text {
    Bytes(Vec<u8>),
    Number(i128),
    Padded(u8, i64),
}

/// An instant and a way to write it.
#[derive(Arbitrary, Debug)]
struct Moment {
    day: u32,
    second: u32,
    fraction: Option<u32>,
    seconds: bool,
    separator: Separator,
    /// Minutes east of UTC, and a way to write them.
    offset: Option<(i16, Offset)>,
    space: bool,
}

#[derive(Arbitrary, Debug, PartialEq)]
enum Separator {
    None,
    Upper,
    Lower,
    Space,
}

#[derive(Arbitrary, Debug)]
enum Offset {
    Zulu,
    Hours,
    Together,
    Apart,
}

impl Text {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes.clone(),
            Self::Number(number) => number.to_string().into(),
            Self::Padded(space, number) => {
                let space = " \t\n\r".chars().nth(usize::from(space % 4)).unwrap_or(' ');
                format!("{space}{number:+}{space}").into()
            }
        }
    }
}

impl Moment {
    /// Returns its text and its day in UTC.
    fn text(&self) -> (String, Option<i32>) {
        let days = Day::MIN.number() + (self.day % 3_652_059) as i32;
        let date = NaiveDate::from_num_days_from_ce_opt(days + 719_163).unwrap_or_default();
        let date_text = format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
        let padded = |text: String| if self.space { format!(" {text}\n") } else { text };
        let separator = match self.separator {
            Separator::None => return (padded(date_text), Some(days)),
            Separator::Upper => 'T',
            Separator::Lower => 't',
            Separator::Space => ' ',
        };
        let second = self.second % 86_400;
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        let mut text = format!("{date_text}{separator}{hour:02}:{minute:02}");
        let mut moment = date.and_hms_opt(hour, minute, 0).unwrap_or_default();
        if self.seconds {
            text += &format!(":{second:02}");
            moment += TimeDelta::seconds(second.into());
            text += &self.fraction.map(|fraction| format!(".{fraction}")).unwrap_or_default();
        }
        // A lower-case t is not accepted.
        let is_read = self.separator != Separator::Lower;
        let Some((minutes, form)) = &self.offset else {
            return (padded(text), Some(days).filter(|_| is_read));
        };
        let mut minutes = i64::from(*minutes) % (18 * 60 + 1);
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        match form {
            Offset::Zulu => {
                text.push('Z');
                minutes = 0;
            }
            Offset::Hours => {
                text += &format!("{sign}{hours:02}");
                minutes = if sign == '-' { -hours * 60 } else { hours * 60 };
            }
            Offset::Together => text += &format!("{sign}{hours:02}{rest:02}"),
            Offset::Apart => text += &format!("{sign}{hours:02}:{rest:02}"),
        }
        let moment: NaiveDateTime = moment - TimeDelta::minutes(minutes);
        let day = moment.date().num_days_from_ce() - 719_163;
        (padded(text), Day::new(day).map(Day::number).filter(|_| is_read))
    }
}

/// Checks the value that is decoded from bytes.
pub fn run(bytes: &[u8]) {
    if let Some(input) = decoded(bytes) {
        check(input);
    }
}

fn check(input: Input) {
    let (role, array) = input.values.column();
    let Some(file) = written(role, &array, input.dictionary) else { return };
    let utc = read(role, file.clone(), None);
    let counted = match role {
        Role::ViewCount => {
            let counts: Vec<Option<i64>> =
                utc.iter().flat_map(|each| each.view_count.iter().flatten()).collect();
            assert_eq!(counts, input.values.counts());
            counts.len()
        }
        Role::Date => {
            let days = days(&utc);
            if let Some(expected) = input.values.days() {
                assert_eq!(days, expected);
            }
            assert!(days.iter().flatten().all(|&day| Day::new(day).is_some()));
            days.len()
        }
        _ => {
            let ids = utc.iter().flat_map(|each| {
                (0..each.rows).map(|row| each.video_id.as_ref()?.value(row).map(<[u8]>::to_vec))
            });
            let ids: Vec<Option<Vec<u8>>> = ids.collect();
            assert_eq!(ids, input.values.ids());
            ids.len()
        }
    };
    assert_eq!(counted, array.len());
    if input.in_zone && role == Role::Date {
        // No zone is more than a day from UTC.
        let there = days(&read(role, file, Some("Pacific/Kiritimati")));
        for (&there, &utc) in there.iter().zip(&days(&utc)) {
            let apart = there.zip(utc).map_or(0, |(there, utc)| there - utc);
            assert!((-1..=1).contains(&apart), "{there:?} {utc:?}");
        }
    }
}

fn days(read: &[Columns]) -> Vec<Option<i32>> {
    read.iter().flat_map(|each| each.date.iter().flatten()).collect()
}

fn written(role: Role, array: &ArrayRef, dictionary: bool) -> Option<Bytes> {
    let batch = RecordBatch::try_from_iter_with_nullable([(role.name(), array.clone(), true)]).ok()?;
    let properties = WriterProperties::builder().set_dictionary_enabled(dictionary).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).ok()?;
    writer.write(&batch).ok()?;
    Some(writer.into_inner().ok()?.into())
}

/// Reads a valid file; every error is a finding.
fn read(role: Role, file: Bytes, zone: Option<&str>) -> Vec<Columns> {
    let all = InMemory::whole(file.clone());
    let value = |role| if matches!(role, Role::CreatedDate | Role::Date) { "2023-01-01" } else { "1" };
    let others = Role::ALL.into_iter().filter(|&other| other != role);
    let keys = others.map(|role| format!("{role}={}/", value(role)));
    let path = keys.collect::<String>() + "part-0.parquet";
    let (file_of, plan) = read_footer(&path, &all).expect("a footer that was just written");
    let mapping = plan.mapping().expect("every role has its column");
    let roles = Role::ALL.into_iter().filter(|&other| other != role).fold(Roles::ALL, Roles::without);
    let mut read = Vec::new();
    for task in &plan.tasks {
        let mut task =
            Task::open(&file_of, task.row_group as usize, &mapping, roles, zone, None).expect("a row group");
        loop {
            match task.step().expect("pages that were just written") {
                Step::Needs(ranges) => {
                    for range in ranges {
                        let part = file.slice(range.start as usize..range.end as usize);
                        task.push(range.start, part).expect("bytes");
                    }
                }
                Step::Rows(columns) => read.push(columns),
                Step::Finished => break,
            }
        }
    }
    read
}

impl Values {
    fn column(&self) -> (Role, ArrayRef) {
        let text = |texts: &[Option<Text>]| -> ArrayRef {
            Arc::new(texts.iter().map(|text| text.as_ref().map(Text::bytes)).collect::<BinaryArray>())
        };
        macro_rules! array {
            ($type:ty, $values:expr) => {
                Arc::new($values.iter().copied().collect::<$type>())
            };
        }
        match self {
            Self::Int8(values) => (Role::ViewCount, array!(Int8Array, values)),
            Self::Int16(values) => (Role::ViewCount, array!(Int16Array, values)),
            Self::Int32(values) => (Role::ViewCount, array!(Int32Array, values)),
            Self::Int64(values) => (Role::ViewCount, array!(Int64Array, values)),
            Self::UInt8(values) => (Role::ViewCount, array!(UInt8Array, values)),
            Self::UInt16(values) => (Role::ViewCount, array!(UInt16Array, values)),
            Self::UInt32(values) => (Role::ViewCount, array!(UInt32Array, values)),
            Self::UInt64(values) => (Role::ViewCount, array!(UInt64Array, values)),
            Self::Float32(values) => (Role::ViewCount, array!(Float32Array, values)),
            Self::Float64(values) => (Role::ViewCount, array!(Float64Array, values)),
            Self::Whole64(values) => {
                let floats = values.iter().map(|value| value.map(|value| value as f64));
                (Role::ViewCount, Arc::new(floats.collect::<Float64Array>()))
            }
            Self::Decimal128(values) => {
                let values = values.iter().map(|value| value.map(|value| value % 10_i128.pow(38)));
                let array = values.collect::<Decimal128Array>().with_precision_and_scale(38, 0);
                (Role::ViewCount, Arc::new(array.expect("digits")))
            }
            Self::Decimal256(values) => {
                let array = values.iter().map(|value| value.map(wide)).collect::<Decimal256Array>();
                (Role::ViewCount, Arc::new(array.with_precision_and_scale(76, 0).expect("digits")))
            }
            Self::CountText(texts) => (Role::ViewCount, text(texts)),
            Self::Days(values) => (Role::Date, array!(Date32Array, values)),
            Self::Millis(values, utc) => {
                let array = values.iter().copied().collect::<TimestampMillisecondArray>();
                (Role::Date, if *utc { Arc::new(array.with_timezone("UTC")) } else { Arc::new(array) })
            }
            Self::Micros(values, utc) => {
                let array = values.iter().copied().collect::<TimestampMicrosecondArray>();
                (Role::Date, if *utc { Arc::new(array.with_timezone("UTC")) } else { Arc::new(array) })
            }
            Self::Nanos(values, utc) => {
                let array = values.iter().copied().collect::<TimestampNanosecondArray>();
                (Role::Date, if *utc { Arc::new(array.with_timezone("UTC")) } else { Arc::new(array) })
            }
            Self::DayText(texts) => (Role::Date, text(texts)),
            Self::Moments(moments) => {
                let texts = moments.iter().map(|moment| Some(moment.text().0));
                (Role::Date, Arc::new(texts.collect::<BinaryArray>()))
            }
            Self::Ids(ids) => (Role::VideoId, Arc::new(ids.iter().cloned().collect::<BinaryArray>())),
        }
    }

    /// Returns the expected counts, computed independently.
    fn counts(&self) -> Vec<Option<i64>> {
        fn exact<T: Copy + TryInto<i64>>(values: &[Option<T>]) -> Vec<Option<i64>> {
            values.iter().map(|value| (*value)?.try_into().ok()).collect()
        }
        // A 64-bit float fits in 128 bits or is too large for a count.
        let float = |value: f64| {
            let whole = value as i128;
            let same = whole as f64 == value && whole != i128::MAX && whole != i128::MIN;
            same.then(|| i64::try_from(whole).ok()).flatten()
        };
        match self {
            Self::Int8(values) => exact(values),
            Self::Int16(values) => exact(values),
            Self::Int32(values) => exact(values),
            Self::Int64(values) => exact(values),
            Self::UInt8(values) => exact(values),
            Self::UInt16(values) => exact(values),
            Self::UInt32(values) => exact(values),
            Self::UInt64(values) => exact(values),
            Self::Float32(values) => values.iter().map(|value| float((*value)?.into())).collect(),
            Self::Float64(values) => values.iter().map(|value| float((*value)?)).collect(),
            Self::Whole64(values) => values.iter().map(|value| float((*value)? as f64)).collect(),
            Self::Decimal128(values) => {
                values.iter().map(|value| i64::try_from((*value)? % 10_i128.pow(38)).ok()).collect()
            }
            Self::Decimal256(values) => {
                values.iter().map(|value| wide((*value)?).to_string().parse().ok()).collect()
            }
            Self::CountText(texts) => {
                texts.iter().map(|text| text.as_ref().and_then(|text| digits(&text.bytes()))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns the expected days in UTC, computed independently; `None` for arbitrary text.
    fn days(&self) -> Option<Vec<Option<i32>>> {
        let per_day = |values: &[Option<i64>], units: i128| {
            let day = |value: i64| i32::try_from(i128::from(value).div_euclid(units * 86_400)).ok();
            values.iter().map(|value| Day::new(day((*value)?)?).map(Day::number)).collect()
        };
        Some(match self {
            Self::Days(values) => values.iter().map(|value| Day::new((*value)?).map(Day::number)).collect(),
            Self::Millis(values, _) => per_day(values, 1_000),
            Self::Micros(values, _) => per_day(values, 1_000_000),
            Self::Nanos(values, _) => per_day(values, 1_000_000_000),
            Self::Moments(moments) => moments.iter().map(|moment| moment.text().1).collect(),
            _ => return None,
        })
    }

    fn ids(&self) -> Vec<Option<Vec<u8>>> {
        let Self::Ids(ids) = self else { return Vec::new() };
        let text = |id: &Vec<u8>| String::from_utf8(id.clone()).ok().map(String::into_bytes);
        ids.iter().map(|id| id.as_ref().and_then(text)).collect()
    }
}

/// A number of up to 76 digits.
fn wide((far, value): (bool, i128)) -> i256 {
    let value = i256::from_i128(value % 10_i128.pow(38));
    if far { value.wrapping_mul(i256::from_i128(10_i128.pow(37))) } else { value }
}

/// Writes a whole number as text, digit by digit; the exponent moves zeros.
fn digits(text: &[u8]) -> Option<i64> {
    let space = |&byte: &u8| byte <= b' ' || byte == 0x7f;
    let from = text.iter().position(|byte| !space(byte))?;
    let to = text.iter().rposition(|byte| !space(byte))? + 1;
    let text = std::str::from_utf8(&text[from..to]).ok()?;
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let size = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if ![whole, fraction, size].into_iter().all(is_number) {
        return None;
    }
    let mut digits = (whole.to_owned() + fraction).trim_start_matches('0').to_owned();
    if digits.is_empty() {
        return Some(0);
    }
    let size = size.trim_start_matches('0');
    // No text of this target has more digits.
    let size: i64 = if size.len() > 9 { 1 << 40 } else { size.parse().unwrap_or(0) };
    let shift = if exponent.starts_with('-') { -size } else { size } - fraction.len() as i64;
    for _ in shift..0 {
        digits.pop().filter(|&digit| digit == '0')?;
    }
    if shift > 40 {
        return None;
    }
    digits.extend((0..shift).map(|_| '0'));
    if digits.len() > 30 {
        return None;
    }
    let number: i128 = digits.parse().ok()?;
    i64::try_from(if negative { -number } else { number }).ok()
}
