//! Values that could not be read as those of their role.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode};
use crate::scan::{Plan, Role};

/// Puts an unreadable value in quotes, with controls and quotes in it as escapes. A backslash stays:
/// bytes that are not UTF-8 are escapes such as `\xff` already.
///
/// ```
/// use daytally::scan::quoted_example;
///
/// assert_eq!(quoted_example(r"\xffUC\xfe"), r#""\xffUC\xfe""#);
/// assert_eq!(quoted_example("a \"b\"\n"), r#""a \"b\"\n""#);
/// ```
pub fn quoted_example(example: &str) -> String {
    let quoted = example.split('\\').map(|part| format!("{part:?}"));
    let parts: Vec<String> = quoted.map(|part| part[1..part.len() - 1].to_owned()).collect();
    format!("\"{}\"", parts.join("\\"))
}

/// The row groups of a file in which no value of a role can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct UnreadColumn {
    /// The file's path.
    pub file: String,
    /// The role.
    pub role: Role,
    /// The column's name in the file.
    pub column: String,
    /// How many row groups have no readable value.
    pub row_groups: u64,
    /// How many values in them are not null, and cannot be read.
    pub values: u64,
    /// One of those values, shortened; empty if all are null.
    pub example: String,
}

impl UnreadColumn {
    /// Adds others to a list by file and role, which stays in that order.
    pub(crate) fn merge(known: &mut Vec<Self>, others: Vec<Self>) {
        for other in others {
            let order = |unread: &Self| unread.file.cmp(&other.file).then(unread.role.cmp(&other.role));
            match known.binary_search_by(order) {
                Ok(at) => {
                    let known = &mut known[at];
                    known.row_groups += other.row_groups;
                    known.values += other.values;
                    // The same example, whatever the order.
                    if known.example.is_empty()
                        || (!other.example.is_empty() && other.example < known.example)
                    {
                        known.example = other.example;
                    }
                }
                Err(at) => known.insert(at, other),
            }
        }
    }

    fn error(&self, date_format: Option<&str>) -> Error {
        let role = self.role;
        let expected = match date_format {
            Some(format) => format!("the date format {format:?}"),
            None => role.accepted_values().to_owned(),
        };
        let (command_line, page) = match (role.is_date(), date_format) {
            (true, None) => (
                format!(
                    "Give the format with --date-format {role}=FORMAT, such as {role}=%d/%m/%Y, or name another \
                     column with --columns {role}=NAME."
                ),
                "Choose its date format, such as %d/%m/%Y, or another column (in the npm package by the \
                 options dateFormats and columns).",
            ),
            (true, Some(_)) => (
                format!("Give another format with --date-format {role}=FORMAT."),
                "Choose another date format (in the npm package by the option dateFormats).",
            ),
            _ => (
                format!("Name another column with --columns {role}=NAME."),
                "Choose another column (in the npm package by the option columns).",
            ),
        };
        Error::new(
            ErrorCode::UnreadableValues,
            format!("none of the {} values can be read as {role}", self.values),
        )
        .in_file(self.file.as_str())
        .in_column(self.column.as_str())
        .expected(expected)
        .found(quoted_example(&self.example))
        .remedy_by_host(command_line, page)
    }
}

/// Returns an error for each file and role with values, none of which can be read, if the run needs
/// them.
///
/// `found` is what the scan counted in the plan's row groups, in any order.
pub fn unread_columns(plan: &Plan, paths: &dyn Fn(u32) -> String, found: Vec<UnreadColumn>) -> Vec<Error> {
    let mut merged = Vec::new();
    UnreadColumn::merge(&mut merged, found);
    let candidates: Vec<&UnreadColumn> = merged.iter().filter(|unread| unread.values > 0).collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    let mut row_groups: HashMap<u32, u64> = HashMap::new();
    for task in &plan.tasks {
        *row_groups.entry(task.file).or_default() += 1;
    }
    let row_groups: HashMap<String, u64> =
        row_groups.into_iter().map(|(file, row_groups)| (paths(file), row_groups)).collect();
    let is_all = |unread: &&&UnreadColumn| row_groups.get(&unread.file) == Some(&unread.row_groups);
    let format = |role: Role| plan.roles.iter().find(|choice| choice.role == role)?.date_format.as_deref();
    candidates.iter().filter(is_all).map(|unread| unread.error(format(unread.role))).collect()
}
