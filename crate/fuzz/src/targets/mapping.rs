//! Column names and the roles of the columns.

use std::collections::{BTreeMap, BTreeSet};

use crate::decoded;
use arbitrary::Arbitrary;
use daytally::scan::{Mapping, Plan, Role, Roles, ScanOptions};
use daytally::source::{ColumnSummary, FileSummary, Kind, RowGroupSummary, matched_name};

#[derive(Arbitrary, Debug)]
struct Input {
    files: Vec<(String, Vec<Column>, Vec<u32>)>,
    by_hand: Vec<(u8, Name)>,
    omitted: Vec<u8>,
}

#[derive(Arbitrary, Debug)]
struct Column {
    name: Name,
    kind: u8,
    days: Option<(u16, u16)>,
}

#[derive(Arbitrary, Debug)]
enum Name {
    Known { role: u8, name: u8, upper: bool },
    Any(String),
}

impl Name {
    fn text(&self) -> String {
        match self {
            Self::Any(name) => name.clone(),
            &Self::Known { role: number, name, upper } => {
                let role = role(number);
                let others = role.other_names();
                let name =
                    [role.name()].iter().chain(others).nth(usize::from(name) % (others.len() + 1)).copied();
                let name = name.unwrap_or_default().to_owned();
                if upper { name.to_ascii_uppercase() } else { name }
            }
        }
    }
}

fn role(number: u8) -> Role {
    Role::ALL[usize::from(number) % Role::ALL.len()]
}

fn kind(number: u8) -> Kind {
    [Kind::Text, Kind::Time, Kind::Whole, Kind::Float, Kind::Null, Kind::Other][usize::from(number) % 6]
}

/// Checks the value that is decoded from bytes.
pub fn run(bytes: &[u8]) {
    if let Some(input) = decoded(bytes) {
        check(input);
    }
}

fn check(input: Input) {
    let files: Vec<FileSummary> =
        (0..).zip(&input.files).map(|(number, file)| summary(number, file)).collect();
    let by_hand: BTreeMap<Role, String> =
        input.by_hand.iter().map(|(number, name)| (role(*number), name.text())).collect();
    let omit_roles: Vec<Role> = input.omitted.iter().map(|&number| role(number)).collect();
    let mut options = ScanOptions::default();
    options.columns.clone_from(&by_hand);
    options.omit_roles = omit_roles;
    let roles = options.roles();
    let plan = Plan::new(&files, &options, roles);

    let names: BTreeSet<String> =
        files.iter().flat_map(|file| &file.columns).map(|column| column.name.clone()).collect();
    assert!(plan.columns.iter().all(|name| names.contains(name)));
    let mapping = Mapping::find(&names, &by_hand, &options.date_formats, roles);
    assert_eq!((&plan.roles, plan.questions.len()), (&mapping.choices, mapping.questions.len()));
    for role in Role::ALL {
        let chosen = mapping.choices.iter().filter(|choice| choice.role == role).count();
        let questions = mapping.questions.iter().filter(|question| question.role == role).count();
        assert_eq!(chosen + questions, usize::from(roles.contains(role)), "{role}");
        let Some(column) = mapping.column(role) else { continue };
        match by_hand.get(&role) {
            Some(named) => assert_eq!(matched_name(column), matched_name(named)),
            None if names.contains(role.name()) => assert_eq!(column, role.name()),
            None => {
                let known = |name: &str| {
                    let name = matched_name(name);
                    name.eq_ignore_ascii_case(role.name())
                        || role.other_names().iter().any(|other| name.eq_ignore_ascii_case(other))
                };
                assert!(names.contains(column) && known(column));
                // Next to a default name with blanks, aliases do not count.
                let is_default = |name: &str| matched_name(name) == role.name();
                let is_candidate =
                    |name: &&String| if is_default(column) { is_default(name) } else { known(name) };
                assert_eq!(names.iter().filter(is_candidate).count(), 1, "{column:?} was guessed");
            }
        }
    }
    // Every file is planned or reported.
    assert_eq!(plan.files.len() + plan.problems.len(), files.len());
    assert!(plan.problems.iter().all(|problem| problem.code != "internal"));
    let paths: Vec<&str> = plan.files.iter().map(|&file| files[file as usize].path.as_str()).collect();
    assert!(paths.is_sorted());
    assert_eq!(plan.rows, plan.tasks.iter().map(|task| task.rows).sum::<u64>());
    assert_eq!(plan.mapping().is_ok(), mapping.questions.is_empty());
    assert!(Roles::ALL.covers(roles));
}

fn summary(number: u32, (path, columns, rows): &(String, Vec<Column>, Vec<u32>)) -> FileSummary {
    let day = |day: u16| daytally::Day::new(day.into()).map(|day| day.to_string());
    let columns: Vec<ColumnSummary> = columns
        .iter()
        .map(|column| ColumnSummary {
            name: column.name.text(),
            type_label: String::new(),
            source: "file".into(),
            kind: kind(column.kind),
            value: None,
            first_day: column.days.and_then(|days| day(days.0.min(days.1))),
            last_day: column.days.and_then(|days| day(days.0.max(days.1))),
        })
        .collect();
    let row_groups: Vec<RowGroupSummary> = rows
        .iter()
        .map(|&rows| RowGroupSummary { rows: rows.into(), column_bytes: vec![rows.into(); columns.len()] })
        .collect();
    let rows = row_groups.iter().map(|group| group.rows).sum();
    FileSummary {
        file: number,
        path: path.clone(),
        bytes: 0,
        rows,
        deleted_rows: 0,
        footer: String::new(),
        columns,
        row_groups,
    }
}
