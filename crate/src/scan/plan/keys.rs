//! The Hive keys of a dataset, and the roles that they can play.

use std::collections::{BTreeMap, BTreeSet};

use crate::scan::columns::counts::parse_count;
use crate::scan::columns::day_text::parse_day_text;
use crate::scan::plan::mapping::DateFormats;
use crate::scan::{DateFormat, Role};
use crate::source::FileSummary;

/// The values of each Hive key of a dataset, without nulls, and the formats of dates.
pub(super) struct Keys<'a> {
    values: BTreeMap<&'a str, BTreeSet<&'a str>>,
    formats: BTreeMap<Role, DateFormat>,
}

impl<'a> Keys<'a> {
    /// Collects the keys of some files. A format that is not valid is refused elsewhere.
    pub(super) fn of(files: &'a [FileSummary], formats: &DateFormats) -> Self {
        let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for column in files.iter().flat_map(|file| &file.columns).filter(|column| column.is_key()) {
            values.entry(&column.name).or_default().extend(column.value.as_deref());
        }
        let parsed = |(&role, format): (&Role, &String)| Some((role, DateFormat::parse(format).ok()?));
        Self { values, formats: formats.iter().filter_map(parsed).collect() }
    }

    /// Returns whether there is a key of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Returns whether at least one value of a key can be read as a role.
    pub(super) fn can_play(&self, name: &str, role: Role) -> bool {
        let can_read = |value: &&str| match role {
            Role::ChannelId | Role::VideoId => true,
            Role::CreatedDate | Role::Date => match self.formats.get(&role) {
                Some(format) => format.text(value.as_bytes()).is_some(),
                None => parse_day_text(value.as_bytes()).is_some(),
            },
            Role::ViewCount => parse_count(value).is_some(),
        };
        self.values.get(name).is_some_and(|values| values.iter().any(can_read))
    }

    /// Returns whether a key is offered for the role that its name suggests: `day=18` is not a
    /// date.
    pub(super) fn is_offered(&self, name: &str) -> bool {
        let known = Role::ALL.into_iter().filter(|role| role.knows(name)).collect::<Vec<_>>();
        known.is_empty() || known.into_iter().any(|role| self.can_play(name, role))
    }

    /// Returns a description of the keys whose names suggest a role, but none of whose values can
    /// be read as it, with an example.
    pub(super) fn refused(&self, role: Role) -> Option<String> {
        let (name, values) =
            self.values.iter().find(|(name, _)| role.knows(name) && !self.can_play(name, role))?;
        Some(match values.first() {
            Some(value) => {
                format!(
                    "The hive key {name:?} is not one: none of its values can be read, such as {value:?}."
                )
            }
            None => format!("The hive key {name:?} has no value."),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{ColumnSummary, Kind};

    fn files(keys: &[(&str, Option<&str>)]) -> Vec<FileSummary> {
        let file = |&(name, value): &(&str, Option<&str>)| FileSummary {
            file: 0,
            path: String::new(),
            bytes: 0,
            rows: 0,
            deleted_rows: 0,
            footer: String::new(),
            columns: vec![ColumnSummary {
                name: name.into(),
                type_label: String::new(),
                source: "path".into(),
                kind: Kind::Text,
                value: value.map(str::to_owned),
                first_day: None,
                last_day: None,
            }],
            row_groups: Vec::new(),
        };
        keys.iter().map(file).collect()
    }

    #[test]
    fn a_key_plays_a_role_that_one_of_its_values_can_be_read_as() {
        let files = files(&[
            ("day", Some("18")),
            ("date", Some("soon")),
            ("date", Some("2023-01-02")),
            ("views", Some("x")),
            ("channel", None),
            ("video", Some("v")),
        ]);
        let keys = Keys::of(&files, &DateFormats::new());
        assert!(!keys.can_play("day", Role::Date) && !keys.is_offered("day"));
        assert!(keys.can_play("date", Role::Date) && keys.is_offered("date"));
        assert!(!keys.is_offered("views"));
        assert!(!keys.can_play("channel", Role::ChannelId));
        assert!(keys.can_play("video", Role::VideoId) && !keys.has("absent"));
        assert!(
            keys.refused(Role::Date)
                .is_some_and(|text| text.contains(r#""day""#) && text.contains(r#""18""#))
        );
        assert!(keys.refused(Role::VideoId).is_none());
    }
}
