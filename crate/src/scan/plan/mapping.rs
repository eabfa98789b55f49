//! Which column plays which role, and why.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode, Result};
use crate::scan::plan::near_names::did_you_mean;
use crate::scan::{DateFormat, Role, Roles};
use crate::source::{Column, File, matched_name};

/// A column found for a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RoleChoice {
    /// The role.
    pub role: Role,
    /// The column's name in the files.
    pub column: String,
    /// The reason for the choice, as a clause.
    pub reason: String,
    /// The format of its dates, if one was given by hand; see [`DateFormat`](crate::scan::DateFormat).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub date_format: Option<String>,
    /// Whether the column of the files is used and not the Hive key of that name, because none of
    /// the key's values can be read as the role.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub in_file: bool,
}

/// A role for which the user must name a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// The role.
    pub role: Role,
    /// The columns that could play it; empty if no name is known.
    pub candidates: Vec<String>,
    /// The question, as a sentence.
    pub message: String,
}

/// The columns named by hand, by role.
pub type NamedColumns = BTreeMap<Role, String>;
/// The formats of dates given by hand, by role.
pub type DateFormats = BTreeMap<Role, String>;

/// The columns found for a dataset's roles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The roles that have a column.
    pub choices: Vec<RoleChoice>,
    /// The roles that have none.
    pub questions: Vec<Question>,
}

impl Mapping {
    /// Finds columns for the roles among the column names of a dataset's files.
    ///
    /// A name given by hand wins; then the default name, spelled exactly; then the only column
    /// whose name is one of the role's known ones, in any case. Blanks and byte-order marks at the
    /// ends of names are ignored.
    ///
    /// ```
    /// use daytally::scan::{Mapping, Role, Roles};
    ///
    /// let names = ["channel", "VIDEO_ID", "day", "views"].map(String::from).into();
    /// let mapping = Mapping::find(&names, &Default::default(), &Default::default(), Roles::MONTHLY);
    /// assert_eq!(mapping.column(Role::VideoId), Some("VIDEO_ID"));
    /// assert!(mapping.questions.is_empty());
    /// ```
    pub fn find(
        names: &BTreeSet<String>,
        by_hand: &NamedColumns,
        formats: &DateFormats,
        roles: Roles,
    ) -> Self {
        let mut mapping = Self::default();
        for role in roles.iter() {
            match find(role, names, by_hand) {
                Ok((column, reason)) => {
                    let date_format = formats.get(&role).cloned();
                    mapping.choices.push(RoleChoice { role, column, reason, date_format, in_file: false });
                }
                Err(question) => mapping.questions.push(question),
            }
        }
        mapping
    }

    /// Returns the column of a role; `None` if it has none or the job does not need it.
    pub fn column(&self, role: Role) -> Option<&str> {
        self.choices.iter().find(|choice| choice.role == role).map(|choice| choice.column.as_str())
    }

    /// Returns the format of a role's dates, if one was given.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) for a format that is not valid.
    pub(in crate::scan) fn date_format(&self, role: Role) -> Result<Option<DateFormat>> {
        let choice = self.choices.iter().find(|choice| choice.role == role);
        choice.and_then(|choice| choice.date_format.as_deref()).map(DateFormat::parse).transpose()
    }

    /// Returns the column of a file that plays a role.
    pub fn column_of<'a>(&self, file: &'a File, role: Role) -> Option<&'a Column> {
        let choice = self.choices.iter().find(|choice| choice.role == role)?;
        file.column_from(&choice.column, choice.in_file)
    }

    /// Returns the mapping, if no question is open.
    ///
    /// # Errors
    ///
    /// [`AmbiguousColumn`](crate::ErrorCode::AmbiguousColumn) or
    /// [`MissingColumn`](crate::ErrorCode::MissingColumn) for the first open question.
    pub fn settled(self) -> Result<Self> {
        match self.questions.first() {
            None => Ok(self),
            Some(question) => Err(question.error()),
        }
    }
}

impl Question {
    /// Returns the question as the error of a command that cannot ask the user.
    pub fn error(&self) -> Error {
        let code = match self.candidates.len() {
            0 => ErrorCode::MissingColumn,
            _ => ErrorCode::AmbiguousColumn,
        };
        Error::new(code, self.message.clone()).remedy_by_host(
            format!("Name one by hand, as in --columns {}=NAME.", self.role),
            "Choose one by hand (in the npm package by the option columns).",
        )
    }
}

fn find(
    role: Role,
    names: &BTreeSet<String>,
    by_hand: &NamedColumns,
) -> std::result::Result<(String, String), Question> {
    if let Some(column) = by_hand.get(&role) {
        let named = || "named by hand".to_owned();
        return match same_name(names, column).as_slice() {
            _ if names.contains(column) => Ok((column.clone(), named())),
            [only] => Ok(((*only).clone(), named())),
            // Each file reports what it lacks.
            _ => Ok((column.clone(), named())),
        };
    }
    if names.contains(role.name()) {
        return Ok((role.name().into(), "the default name".into()));
    }
    let mut candidates: Vec<String> = same_name(names, role.name()).into_iter().cloned().collect();
    if let [column] = candidates.as_slice() {
        return Ok((column.clone(), "the default name".into()));
    }
    if candidates.is_empty() {
        candidates = names.iter().filter(|name| role.knows(name)).cloned().collect();
    }
    let quoted = |names: &mut dyn Iterator<Item = &String>| {
        names.map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
    };
    let message = match candidates.as_slice() {
        [column] => return Ok((column.clone(), format!("a known name for {role}"))),
        [] => format!(
            "No column is known to play the role {role}; the columns are {}.{}",
            quoted(&mut names.iter().take(40)),
            did_you_mean(role, None, names.iter().map(String::as_str))
        ),
        several => format!("Several columns could play the role {role}: {}.", quoted(&mut several.iter())),
    };
    Err(Question { role, candidates, message })
}

/// Returns the names that equal one except for blanks and byte-order marks at the ends.
fn same_name<'a>(names: &'a BTreeSet<String>, name: &str) -> Vec<&'a String> {
    names.iter().filter(|known| matched_name(known) == matched_name(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(names: &[&str]) -> Mapping {
        let names = names.iter().map(|&name| name.to_owned()).collect();
        Mapping::find(&names, &NamedColumns::new(), &DateFormats::new(), Roles::ALL)
    }

    #[test]
    fn the_default_name_wins_over_others() {
        let mapping = find(&["video", "video_id", "VIDEOID", "channel_id", "created_date", "date", "views"]);
        assert_eq!(mapping.column(Role::VideoId), Some("video_id"));
        assert_eq!(mapping.column(Role::ViewCount), Some("views"));
        assert!(mapping.settled().is_ok());
    }

    #[test]
    fn two_candidates_are_a_question() {
        let mapping = find(&["video", "content", "channel_id", "created_date", "date", "viewCount"]);
        assert_eq!(mapping.questions[0].candidates, ["content", "video"]);
        assert_eq!(mapping.settled().unwrap_err().code(), ErrorCode::AmbiguousColumn);
    }

    #[test]
    fn blanks_and_marks_at_the_ends_do_not_count() {
        let mapping =
            find(&["\u{feff}channel_id", "Video ", " created_date", "Date\u{a0}", "statistics.viewcount"]);
        assert_eq!(mapping.column(Role::ChannelId), Some("\u{feff}channel_id"));
        assert_eq!(mapping.column(Role::VideoId), Some("Video "));
        assert_eq!(mapping.column(Role::CreatedDate), Some(" created_date"));
        assert_eq!(mapping.column(Role::Date), Some("Date\u{a0}"));
        assert_eq!(mapping.column(Role::ViewCount), Some("statistics.viewcount"));
        let mapping = find(&["video_id ", " video_id"]);
        assert_eq!(
            mapping.questions.iter().find(|each| each.role == Role::VideoId).unwrap().candidates.len(),
            2
        );
        let mapping = find(&["video_id ", "video_id", "videoId"]);
        assert_eq!(mapping.column(Role::VideoId), Some("video_id"));
    }

    #[test]
    fn a_missing_column_suggests_what_was_meant() {
        let error = find(&["Chanel_id", "\u{feff}v"]).settled().unwrap_err().to_string();
        assert!(error.contains(r#"Did you mean "Chanel_id"?"#), "{error}");
        assert!(error.contains(r"\u{feff}v"), "{error}");
    }

    #[test]
    fn no_candidate_is_a_missing_column() {
        let error = find(&["x"]).settled().unwrap_err();
        assert_eq!(error.code(), ErrorCode::MissingColumn);
        assert!(error.to_string().contains("channel_id"));
    }
}
