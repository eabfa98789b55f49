//! The meaning that a schema gives to a column's values.

use parquet::basic::{ConvertedType, LogicalType, TimeUnit};

use crate::source::thrift::{MAX_DEPTH, Thrift};

/// A `LogicalType`.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Annotation {
    /// A known one, with its content.
    Known(LogicalType),
    /// A known one whose content is not valid.
    Broken,
    /// One that is newer than this reader.
    Unknown,
}

/// Parses the union; `Some(None)` if it is empty.
pub(super) fn read(thrift: &mut Thrift<'_>) -> Option<Option<Annotation>> {
    let mut annotation = None;
    thrift.fields(MAX_DEPTH, &mut |thrift, field, kind| {
        if kind != Thrift::STRUCT {
            annotation = Some(Annotation::Broken);
            return Some(false);
        }
        let content = Content::read(thrift)?;
        annotation = Some(match field {
            ..=0 | 9 | 20.. => Annotation::Unknown,
            _ => content.logical_type(field).map_or(Annotation::Broken, Annotation::Known),
        });
        Some(true)
    })?;
    Some(annotation)
}

/// The content of the structures in the union, each of which has at most two fields.
#[derive(Default)]
struct Content {
    integers: [Option<i64>; 2],
    booleans: [Option<bool>; 2],
    byte: Option<i8>,
    unit: Option<i64>,
}

impl Content {
    fn read(thrift: &mut Thrift<'_>) -> Option<Self> {
        let mut content = Self::default();
        thrift.fields(MAX_DEPTH, &mut |thrift, field, kind| {
            let place = usize::try_from(field - 1).ok().filter(|&place| place < 2);
            match (place, kind) {
                (Some(place), Thrift::I32) => content.integers[place] = Some(thrift.integer()?),
                (Some(place), Thrift::TRUE | Thrift::FALSE) => {
                    content.booleans[place] = Some(kind == Thrift::TRUE);
                }
                (Some(0), Thrift::BYTE) => content.byte = Some(thrift.byte()?.cast_signed()),
                (Some(1), Thrift::STRUCT) => {
                    thrift.fields(MAX_DEPTH, &mut |_, unit, _| {
                        content.unit = Some(unit);
                        Some(false)
                    })?;
                }
                _ => return Some(false),
            }
            Some(true)
        })?;
        Some(content)
    }

    fn logical_type(&self, field: i64) -> Option<LogicalType> {
        let number = |place: usize| i32::try_from(self.integers[place]?).ok();
        let unit = || match self.unit? {
            1 => Some(TimeUnit::MILLIS),
            2 => Some(TimeUnit::MICROS),
            3 => Some(TimeUnit::NANOS),
            _ => None,
        };
        Some(match field {
            1 => LogicalType::String,
            2 => LogicalType::Map,
            3 => LogicalType::List,
            4 => LogicalType::Enum,
            5 => LogicalType::decimal(number(0)?, number(1)?),
            6 => LogicalType::Date,
            7 => LogicalType::time(self.booleans[0]?, unit()?),
            8 => LogicalType::timestamp(self.booleans[0]?, unit()?),
            10 => match self.byte? {
                bits @ (8 | 16 | 32 | 64) => LogicalType::integer(bits, self.booleans[1]?),
                _ => return None,
            },
            11 => LogicalType::Unknown,
            12 => LogicalType::Json,
            13 => LogicalType::Bson,
            14 => LogicalType::Uuid,
            15 => LogicalType::Float16,
            16 => LogicalType::variant(None),
            17 => LogicalType::geometry(None),
            18 => LogicalType::geography(None, None),
            19 => LogicalType::File,
            _ => return None,
        })
    }
}

/// Returns the older annotation of a number; `NONE` if the format has no such number.
pub(super) fn converted_type(number: Option<i32>) -> ConvertedType {
    const ALL: [ConvertedType; 22] = [
        ConvertedType::UTF8,
        ConvertedType::MAP,
        ConvertedType::MAP_KEY_VALUE,
        ConvertedType::LIST,
        ConvertedType::ENUM,
        ConvertedType::DECIMAL,
        ConvertedType::DATE,
        ConvertedType::TIME_MILLIS,
        ConvertedType::TIME_MICROS,
        ConvertedType::TIMESTAMP_MILLIS,
        ConvertedType::TIMESTAMP_MICROS,
        ConvertedType::UINT_8,
        ConvertedType::UINT_16,
        ConvertedType::UINT_32,
        ConvertedType::UINT_64,
        ConvertedType::INT_8,
        ConvertedType::INT_16,
        ConvertedType::INT_32,
        ConvertedType::INT_64,
        ConvertedType::JSON,
        ConvertedType::BSON,
        ConvertedType::INTERVAL,
    ];
    let number = number.and_then(|number| usize::try_from(number).ok());
    number.and_then(|number| ALL.get(number).copied()).unwrap_or(ConvertedType::NONE)
}
