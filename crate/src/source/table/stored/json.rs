//! Parts of JSON values, each of which must have a certain type if it is there.
//!
//! Logs and metadata are read as values, and not by a derived type for each object: such types are a
//! third of the page's module of tables.

use serde_json::Value;

/// A part, or what is wrong with it.
pub(in crate::source::table) type Found<T> = Result<T, String>;

/// Parses a text.
pub(in crate::source::table) fn parse(text: &[u8]) -> Found<Value> {
    serde_json::from_slice(text).map_err(|error| error.to_string())
}

/// Returns a part of an object; `None` if it is null or not there.
pub(in crate::source::table) fn part<'a>(of: &'a Value, name: &str) -> Option<&'a Value> {
    of.get(name).filter(|part| !part.is_null())
}

/// Returns a part that is text.
pub(in crate::source::table) fn text<'a>(of: &'a Value, name: &str) -> Found<Option<&'a str>> {
    part(of, name).map(|part| part.as_str().ok_or_else(|| other(name, "text"))).transpose()
}

/// Returns a part that is a whole number, not negative.
pub(in crate::source::table) fn number(of: &Value, name: &str) -> Found<Option<u64>> {
    part(of, name).map(|part| part.as_u64().ok_or_else(|| other(name, "a whole number"))).transpose()
}

/// Returns a part that is a whole number.
pub(in crate::source::table) fn integer(of: &Value, name: &str) -> Found<Option<i64>> {
    part(of, name).map(|part| part.as_i64().ok_or_else(|| other(name, "a whole number"))).transpose()
}

/// Returns a part that is a whole number of 32 bits, as ids are.
pub(in crate::source::table) fn id(of: &Value, name: &str) -> Found<Option<i32>> {
    let id = integer(of, name)?.map(i32::try_from);
    id.transpose().map_err(|_| other(name, "an id"))
}

/// Returns a part that is a list.
pub(in crate::source::table) fn list<'a>(of: &'a Value, name: &str) -> Found<Option<&'a [Value]>> {
    let list = |part: &'a Value| part.as_array().map(Vec::as_slice).ok_or_else(|| other(name, "a list"));
    part(of, name).map(list).transpose()
}

/// Returns a part that is a list of texts.
pub(in crate::source::table) fn texts(of: &Value, name: &str) -> Found<Option<Vec<String>>> {
    let Some(list) = list(of, name)? else { return Ok(None) };
    let text = |each: &Value| each.as_str().map(str::to_owned).ok_or_else(|| other(name, "a list of texts"));
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
