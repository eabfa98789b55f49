//! Which column plays which role, and why.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode, Result};
use crate::scan::{Role, Roles};

/// A column found for a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RoleChoice {
    /// The role.
    pub role: Role,
    /// The column's name in the files.
    pub column: String,
    /// Why it was chosen, as a clause.
    pub reason: String,
}

/// A role for which the user must name a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// The role.
    pub role: Role,
    /// The columns that could play it; empty where no name is known.
    pub candidates: Vec<String>,
    /// What is asked, as a sentence.
    pub message: String,
}

/// The columns named by hand, by role.
pub type NamedColumns = BTreeMap<Role, String>;

/// The columns found for a dataset's roles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The roles that have a column.
    pub choices: Vec<RoleChoice>,
    /// The roles that do not.
    pub questions: Vec<Question>,
}

impl Mapping {
    /// Finds columns for the roles among the names that a dataset's files have.
    ///
    /// A name given by hand wins; then the default name, spelled exactly; then the only column
    /// whose name is one of the role's known ones in any case of letters.
    ///
    /// ```
    /// use daytally::scan::{Mapping, Role, Roles};
    ///
    /// let names = ["channel", "VIDEO_ID", "day", "views"].map(String::from).into();
    /// let mapping = Mapping::find(&names, &Default::default(), Roles::MONTHLY);
    /// assert_eq!(mapping.column(Role::VideoId), Some("VIDEO_ID"));
    /// assert!(mapping.questions.is_empty());
    /// ```
    pub fn find(names: &BTreeSet<String>, by_hand: &NamedColumns, roles: Roles) -> Self {
        let mut mapping = Self::default();
        for role in roles.iter() {
            match find(role, names, by_hand) {
                Ok((column, reason)) => mapping.choices.push(RoleChoice { role, column, reason }),
                Err(question) => mapping.questions.push(question),
            }
        }
        mapping
    }

    /// The column of a role, `None` where it has none or the job does not need it.
    pub fn column(&self, role: Role) -> Option<&str> {
        self.choices.iter().find(|choice| choice.role == role).map(|choice| choice.column.as_str())
    }

    /// The mapping, if no question is open.
    ///
    /// # Errors
    /// `AmbiguousColumn` or `MissingColumn` for the first open question.
    pub fn settled(self) -> Result<Self> {
        match self.questions.first() {
            None => Ok(self),
            Some(question) => Err(question.error()),
        }
    }
}

impl Question {
    /// The question as the error of a command that cannot ask.
    pub fn error(&self) -> Error {
        let code = match self.candidates.len() {
            0 => ErrorCode::MissingColumn,
            _ => ErrorCode::AmbiguousColumn,
        };
        let remedy = format!("Name one by hand, as in --columns {}=NAME.", self.role);
        Error::new(code, self.message.clone()).remedy(remedy)
    }
}

fn find(
    role: Role,
    names: &BTreeSet<String>,
    by_hand: &NamedColumns,
) -> std::result::Result<(String, String), Question> {
    if let Some(column) = by_hand.get(&role) {
        return Ok((column.clone(), "named by hand".into()));
    }
    if names.contains(role.name()) {
        return Ok((role.name().into(), "the default name".into()));
    }
    let candidates: Vec<String> = names
        .iter()
        .filter(|name| {
            name.eq_ignore_ascii_case(role.name())
                || role.other_names().iter().any(|other| name.eq_ignore_ascii_case(other))
        })
        .cloned()
        .collect();
    let quoted = |names: &mut dyn Iterator<Item = &String>| {
        names.map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
    };
    let message = match candidates.as_slice() {
        [column] => return Ok((column.clone(), format!("a known name for {role}"))),
        [] => format!(
            "No column is known to play the role {role}; the columns are {}.",
            quoted(&mut names.iter().take(40))
        ),
        several => format!("Several columns could play the role {role}: {}.", quoted(&mut several.iter())),
    };
    Err(Question { role, candidates, message })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(names: &[&str]) -> Mapping {
        let names = names.iter().map(|&name| name.to_owned()).collect();
        Mapping::find(&names, &NamedColumns::new(), Roles::ALL)
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
    fn no_candidate_is_a_missing_column() {
        let error = find(&["x"]).settled().unwrap_err();
        assert_eq!(error.code(), ErrorCode::MissingColumn);
        assert!(error.to_string().contains("channel_id"));
    }
}
