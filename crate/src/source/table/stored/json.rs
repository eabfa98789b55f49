//! Parts of JSON values, each of which must have a certain type if it exists.
//!
//! Logs and metadata are read as JSON values. Deserializing them into types would take a third of
//! the browser's module for tables.

use super::Json;

/// A part, or what is wrong with it.
pub(in crate::source::table) type Found<T> = Result<T, String>;

/// Parses a JSON text.
pub(in crate::source::table) fn parse(text: &[u8]) -> Found<Json> {
    Json::parse(text)
}

/// Returns a part of an object; `None` if it is null or not there.
pub(in crate::source::table) fn part<'a>(of: &'a Json, name: &str) -> Option<&'a Json> {
    of.get(name).filter(|part| !part.is_null())
}

/// Returns a part that is text.
pub(in crate::source::table) fn text<'a>(of: &'a Json, name: &str) -> Found<Option<&'a str>> {
    part(of, name).map(|part| part.as_str().ok_or_else(|| other(name, "text"))).transpose()
}

/// Returns a part that is a whole number, not negative.
pub(in crate::source::table) fn number(of: &Json, name: &str) -> Found<Option<u64>> {
    part(of, name).map(|part| part.as_u64().ok_or_else(|| other(name, "a whole number"))).transpose()
}

/// Returns a part that is a whole number.
pub(in crate::source::table) fn integer(of: &Json, name: &str) -> Found<Option<i64>> {
    part(of, name).map(|part| part.as_i64().ok_or_else(|| other(name, "a whole number"))).transpose()
}

/// Returns a part that is a whole number of 32 bits, as ids are.
pub(in crate::source::table) fn id(of: &Json, name: &str) -> Found<Option<i32>> {
    let id = integer(of, name)?.map(i32::try_from);
    id.transpose().map_err(|_| other(name, "an id"))
}

/// Returns a part that is a list.
pub(in crate::source::table) fn list<'a>(of: &'a Json, name: &str) -> Found<Option<&'a [Json]>> {
    part(of, name).map(|part| part.as_list().ok_or_else(|| other(name, "a list"))).transpose()
}

/// Returns a part that is a list of strings.
pub(in crate::source::table) fn texts(of: &Json, name: &str) -> Found<Option<Vec<String>>> {
    let Some(list) = list(of, name)? else { return Ok(None) };
    let text = |each: &Json| each.as_str().map(str::to_owned).ok_or_else(|| other(name, "a list of texts"));
    list.iter().map(text).collect::<Found<_>>().map(Some)
}

/// Returns a part that must be there.
pub(in crate::source::table) fn needed<T>(part: Found<Option<T>>, name: &str) -> Found<T> {
    part?.ok_or_else(|| format!("no {name}"))
}

/// Returns what is wrong with a part of another type.
pub(in crate::source::table) fn other(name: &str, expected: &str) -> String {
    format!("{name} that is not {expected}")
}
