//! Formats of dates given by hand.

use std::fmt;

use crate::calendar::Day;
use crate::error::{Error, ErrorCode, Result};
use crate::scan::columns::day_text::parse_zone;
use crate::scan::columns::instant::{Moment, trimmed};

/// A format of dates in text or numbers, parsed and checked.
///
/// The directives are those of CPython's `strptime`: `%Y %y %m %d %H %M %S %f %b %B %z`, with
/// literal text between; `%%` is a percent sign. Formats of numbers are `yyyymmdd`, `epoch_days`,
/// `epoch_s`, `epoch_ms` and `epoch_us`.
///
/// ```
/// use daytally::scan::DateFormat;
///
/// assert!(DateFormat::parse("%d/%m/%Y").is_ok());
/// let error = DateFormat::parse("%d/%Q/%Y").unwrap_err();
/// assert!(error.to_string().contains("position 4"), "{error}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateFormat {
    text: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// Eight digits.
    Digits,
    /// Days since 1970-01-01.
    Days,
    /// Units since 1970-01-01T00:00:00Z; the value is the number of units per second.
    Epoch(i64),
    Pattern(Vec<Token>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Field(Field),
    /// One or more blanks, as in CPython.
    Blanks,
    Literal(char),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Year,
    ShortYear,
    Month,
    MonthName(Names),
    Day,
    Hour,
    Minute,
    Second,
    Fraction,
    Zone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    Short,
    Full,
}

/// English names of months, whatever the locale.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The formats of numbers, by name.
const NUMBERS: [(&str, Kind); 5] = [
    ("yyyymmdd", Kind::Digits),
    ("epoch_days", Kind::Days),
    ("epoch_s", Kind::Epoch(1)),
    ("epoch_ms", Kind::Epoch(1_000)),
    ("epoch_us", Kind::Epoch(1_000_000)),
];

/// The directives, for error messages.
const DIRECTIVES: &str = "%Y %y %m %d %H %M %S %f %b %B %z with text between, or for whole numbers yyyymmdd, \
                          epoch_days, epoch_s, epoch_ms or epoch_us";

/// The maximum length of a format.
const MAX_CHARS: usize = 100;

impl DateFormat {
    /// Parses a format.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) for an unknown or repeated directive,
    /// with its position (from 1), and for a format without a year, a month or a day.
    pub fn parse(text: &str) -> Result<Self> {
        if let Some((_, kind)) = NUMBERS.iter().find(|(name, _)| *name == text.trim()) {
            return Ok(Self { text: text.trim().into(), kind: kind.clone() });
        }
        let tokens = tokens(text.trim())?;
        let has = |wanted: &[Field]| {
            tokens.iter().any(|token| matches!(token, Token::Field(field) if wanted.contains(field)))
        };
        let parts = [
            ("year", "%Y or %y", has(&[Field::Year, Field::ShortYear])),
            (
                "month",
                "%m, %b or %B",
                has(&[Field::Month, Field::MonthName(Names::Short), Field::MonthName(Names::Full)]),
            ),
            ("day", "%d", has(&[Field::Day])),
        ];
        match parts.iter().find(|(_, _, has)| !has) {
            None => Ok(Self { text: text.trim().into(), kind: Kind::Pattern(tokens) }),
            Some((part, directive, _)) => {
                Err(wrong(text, &format!("has no {part} ({directive})")).expected(DIRECTIVES))
            }
        }
    }

    /// Parses text, without the blanks at both ends.
    pub(in crate::scan) fn text(&self, text: &[u8]) -> Option<Moment> {
        let text = trimmed(text)?;
        match &self.kind {
            Kind::Pattern(tokens) => Found::default().matched(tokens, text)?.moment(),
            Kind::Digits if text.len() != 8 => None,
            _ => self.number(crate::scan::columns::counts::parse_count(text)?),
        }
    }

    /// Parses a whole number.
    pub(in crate::scan) fn number(&self, value: i64) -> Option<Moment> {
        match &self.kind {
            Kind::Digits => {
                let (year, rest) = (value.div_euclid(10_000), value.rem_euclid(10_000));
                let (month, day) = (i32::try_from(rest / 100).ok()?, i32::try_from(rest % 100).ok()?);
                Day::from_ymd(i32::try_from(year).ok()?, month, day).map(Moment::Day)
            }
            Kind::Days => Day::new(i32::try_from(value).ok()?).map(Moment::Day),
            Kind::Epoch(unit) => Some(Moment::Instant {
                seconds: value.div_euclid(*unit),
                whole: value.rem_euclid(*unit) == 0,
            }),
            Kind::Pattern(_) => self.text(value.to_string().as_bytes()),
        }
    }
}

impl fmt::Display for DateFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn wrong(text: &str, what: &str) -> Error {
    Error::new(ErrorCode::InvalidOption, format!("the date format {text:?} {what}"))
}

fn tokens(text: &str) -> Result<Vec<Token>> {
    if text.chars().count() > MAX_CHARS {
        return Err(wrong("…", "is too long").expected(format!("at most {MAX_CHARS} characters")));
    }
    let mut tokens: Vec<Token> = Vec::new();
    let mut characters = (1..).zip(text.chars());
    while let Some((at, character)) = characters.next() {
        let token = match character {
            '%' => {
                let letter = characters.next().map(|(_, letter)| letter);
                let field = match letter {
                    Some('Y') => Field::Year,
                    Some('y') => Field::ShortYear,
                    Some('m') => Field::Month,
                    Some('b') => Field::MonthName(Names::Short),
                    Some('B') => Field::MonthName(Names::Full),
                    Some('d') => Field::Day,
                    Some('H') => Field::Hour,
                    Some('M') => Field::Minute,
                    Some('S') => Field::Second,
                    Some('f') => Field::Fraction,
                    Some('z') => Field::Zone,
                    Some('%') => {
                        tokens.push(Token::Literal('%'));
                        continue;
                    }
                    other => {
                        let found = other.map_or("%".to_owned(), |letter| format!("%{letter}"));
                        let what = format!("has an unknown directive {found} at position {at}");
                        return Err(wrong(text, &what).expected(DIRECTIVES));
                    }
                };
                if tokens
                    .iter()
                    .any(|known| matches!(known, Token::Field(known) if known.part() == field.part()))
                {
                    let letter = letter.unwrap_or_default();
                    let what =
                        format!("gives the {} a second time with %{letter} at position {at}", field.part());
                    return Err(wrong(text, &what));
                }
                Token::Field(field)
            }
            blank if blank.is_whitespace() => {
                if tokens.last() == Some(&Token::Blanks) {
                    continue;
                }
                Token::Blanks
            }
            literal => Token::Literal(literal),
        };
        tokens.push(token);
    }
    Ok(tokens)
}

impl Field {
    /// Returns the part of a moment that the field sets. A format can set each part only once.
    fn part(self) -> &'static str {
        match self {
            Self::Year | Self::ShortYear => "year",
            Self::Month | Self::MonthName(_) => "month",
            Self::Day => "day",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Second => "second",
            Self::Fraction => "fraction",
            Self::Zone => "zone",
        }
    }

    /// Returns the minimum and maximum number of digits, and the smallest and largest value.
    fn range(self) -> (usize, usize, i32, i32) {
        match self {
            Self::Year => (4, 4, 1, 9999),
            Self::ShortYear => (2, 2, 0, 99),
            Self::Month => (1, 2, 1, 12),
            Self::Day => (1, 2, 1, 31),
            Self::Hour => (1, 2, 0, 23),
            Self::Minute | Self::Second => (1, 2, 0, 59),
            Self::Fraction | Self::Zone | Self::MonthName(_) => (0, 0, 0, 0),
        }
    }
}

/// The fields of a moment that were found in text.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    year: i32,
    month: i32,
    day: i32,
    seconds: i32,
    fraction: bool,
    east: Option<i64>,
}

impl Found {
    /// Matches the whole text, longer numbers first.
    fn matched(self, tokens: &[Token], text: &str) -> Option<Self> {
        let Some((token, tokens)) = tokens.split_first() else { return text.is_empty().then_some(self) };
        match *token {
            Token::Literal(wanted) => {
                let mut rest = text.chars();
                let found = rest.next()?;
                let same = found.to_lowercase().eq(wanted.to_lowercase());
                same.then(|| self.matched(tokens, rest.as_str())).flatten()
            }
            Token::Blanks => {
                let rest = text.trim_start();
                (rest.len() < text.len()).then(|| self.matched(tokens, rest)).flatten()
            }
            Token::Field(Field::MonthName(names)) => (1..).zip(MONTHS).find_map(|(number, name)| {
                let name = if names == Names::Short { &name[..3] } else { name };
                let (found, rest) = text.split_at_checked(name.len())?;
                let found = found.eq_ignore_ascii_case(name).then_some(Self { month: number, ..self })?;
                found.matched(tokens, rest)
            }),
            Token::Field(Field::Zone) => {
                let length = text.bytes().take_while(|byte| !byte.is_ascii_whitespace()).count();
                // The longest prefix that is a zone.
                (1..=length.min(6)).rev().find_map(|length| {
                    let (zone, rest) = text.split_at_checked(length)?;
                    let east = parse_zone(zone.as_bytes())?;
                    Self { east: Some(east), ..self }.matched(tokens, rest)
                })
            }
            Token::Field(Field::Fraction) => {
                let digits = text.bytes().take(9).take_while(u8::is_ascii_digit).count();
                (1..=digits).rev().find_map(|length| {
                    let (digits, rest) = text.split_at(length);
                    let fraction = digits.bytes().any(|digit| digit != b'0');
                    Self { fraction, ..self }.matched(tokens, rest)
                })
            }
            Token::Field(field) => {
                let (fewest, most, least, greatest) = field.range();
                (fewest..=most).rev().find_map(|length| {
                    let (digits, rest) = text.split_at_checked(length)?;
                    let value: i32 = digits.bytes().try_fold(0, |value, byte| {
                        byte.is_ascii_digit().then(|| value * 10 + i32::from(byte - b'0'))
                    })?;
                    let inside = (least..=greatest).contains(&value);
                    inside.then(|| self.with(field, value).matched(tokens, rest)).flatten()
                })
            }
        }
    }

    fn with(self, field: Field, value: i32) -> Self {
        match field {
            Field::Year => Self { year: value, ..self },
            // As in POSIX and CPython: 69 to 99 are in the 20th century.
            Field::ShortYear => Self { year: value + if value >= 69 { 1900 } else { 2000 }, ..self },
            Field::Month => Self { month: value, ..self },
            Field::Day => Self { day: value, ..self },
            Field::Hour => Self { seconds: self.seconds + value * 3_600, ..self },
            Field::Minute => Self { seconds: self.seconds + value * 60, ..self },
            Field::Second => Self { seconds: self.seconds + value, ..self },
            Field::MonthName(_) | Field::Fraction | Field::Zone => self,
        }
    }

    fn moment(self) -> Option<Moment> {
        let day = Day::from_ymd(self.year, self.month, self.day)?;
        Some(match self.east {
            None => Moment::Day(day),
            Some(east) => Moment::Instant {
                seconds: i64::from(day.number()) * 86_400 + i64::from(self.seconds) - east,
                whole: !self.fraction,
            },
        })
    }
}
