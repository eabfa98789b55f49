//! Columns and formats of dates given by hand.

use std::str::FromStr;

use daytally::scan::{DateFormat, NamedColumns, Role};

/// `role=name,…` as given; a comma is part of a name unless another `word=` follows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ColumnNames(pub(super) NamedColumns);

impl FromStr for ColumnNames {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut columns = NamedColumns::new();
        for part in parts(text) {
            let (role, name) =
                part.split_once('=').ok_or_else(|| format!("expected role=name, found {part:?}"))?;
            let role = Role::from_name(role).ok_or_else(|| {
                let roles = Role::ALL.map(Role::name).join(", ");
                format!("there is no role {role:?}; the roles are {roles}")
            })?;
            if name.is_empty() {
                return Err(format!("the column for {role} has no name"));
            }
            if columns.insert(role, name.to_owned()).is_some() {
                return Err(format!("the column for {role} is named twice"));
            }
        }
        Ok(Self(columns))
    }
}

fn parts(text: &str) -> Vec<&str> {
    let mut starts = vec![0];
    for (comma, _) in text.match_indices(',') {
        let word = text[comma + 1..].split_once('=').map(|(word, _)| word);
        let is_word = |word: &str| word.chars().all(|letter| letter.is_ascii_alphabetic() || letter == '_');
        if word.is_some_and(is_word) {
            starts.push(comma + 1);
        }
    }
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([text.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &text[start..end]).collect()
}

/// `role=FORMAT` as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RoleFormat(pub(super) Role, pub(super) DateFormat);

impl FromStr for RoleFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = || format!("expected role=FORMAT, such as date=%d/%m/%Y, found {text:?}");
        let (role, format) = text.split_once('=').ok_or_else(found)?;
        let known = Role::from_name(role).filter(|role| role.is_date());
        let role = known
            .ok_or_else(|| format!("{role:?} is not a role with dates; those are created_date and date"))?;
        let format = DateFormat::parse(format).map_err(|error| error.to_string())?;
        Ok(Self(role, format))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Result<Vec<(&'static str, String)>, String> {
        let ColumnNames(columns) = text.parse()?;
        Ok(columns.into_iter().map(|(role, name)| (role.name(), name)).collect())
    }

    #[test]
    fn names_may_hold_anything() {
        let named = names("video_id=clip,date=Seen At, or not,viewCount=a=b").unwrap();
        let expected = [("video_id", "clip"), ("date", "Seen At, or not"), ("viewCount", "a=b")];
        assert_eq!(named, expected.map(|(role, name)| (role, name.to_owned())));
    }

    #[test]
    fn mistakes_are_errors() {
        for (text, mentions) in [
            ("", "role=name"),
            ("clip", "role=name"),
            ("vidoe_id=clip", "viewCount"),
            ("date=day,vidoe_id=clip", "vidoe_id"),
            ("date=", "no name"),
            ("date=a,date=b", "twice"),
        ] {
            let error = names(text).unwrap_err();
            assert!(error.contains(mentions), "{text}: {error}");
        }
    }
}
