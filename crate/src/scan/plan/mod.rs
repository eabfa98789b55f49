//! The files, columns and row groups that a run will read.

mod copies;
mod keys;
pub(super) mod mapping;
mod near_names;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode, Location, Result};
use crate::order::order_of;
use crate::scan::plan::copies::suspected_copies;
use crate::scan::plan::keys::Keys;
use crate::scan::plan::mapping::{DateFormats, NamedColumns, Question, RoleChoice};
use crate::scan::plan::near_names::did_you_mean;
use crate::scan::{DateFormat, Mapping, Role, Roles};
use crate::source::{ColumnSummary, FileSummary, Kind, column_index};
use crate::warning::Warning;

/// The user's options for a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ScanOptions {
    /// Columns named by hand, by role.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Partial<Record<Role, string>>"))]
    pub columns: NamedColumns,
    /// Formats of dates by role, for text in other forms than `YYYY-MM-DD` and for numbers.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Partial<Record<Role, string>>", optional))]
    pub date_formats: DateFormats,
    /// The zone in which an instant becomes a civil day, such as `Asia/Kolkata`; UTC if `None`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub timezone: Option<String>,
    /// Roles to omit; results that need them are not available.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub omit_roles: Vec<Role>,
}

impl ScanOptions {
    /// Checks the formats of dates.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) for a format that is not valid, and for
    /// one of a role that is not a date.
    pub fn check(&self) -> Result<()> {
        for (role, format) in &self.date_formats {
            DateFormat::parse(format)?;
            if !role.is_date() {
                return Err(Error::new(ErrorCode::InvalidOption, format!("{role} has no date format"))
                    .expected("created_date or date"));
            }
        }
        Ok(())
    }

    /// Returns the roles that are read: all that are not omitted.
    pub fn roles(&self) -> Roles {
        self.omit_roles.iter().fold(Roles::ALL, |roles, &role| roles.without(role))
    }
}

/// A skipped file, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The stable name of the kind of failure, such as `missing_column`.
    pub code: String,
    /// What is wrong and what to do, in sentences.
    pub message: String,
    /// The location.
    pub location: Location,
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        Self {
            code: error.code().as_str().into(),
            message: error.to_string(),
            location: error.location().clone(),
        }
    }
}

/// A row group to read: the unit of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RowGroupTask {
    /// The file's number.
    pub file: u32,
    /// The row group's number in it.
    pub row_group: u32,
    /// How many rows it has, deleted ones included.
    pub rows: u64,
    /// The compressed size of its needed columns, in bytes.
    pub bytes: u64,
}

/// What a run will read, decided from footers alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The column of each needed role.
    pub roles: Vec<RoleChoice>,
    /// The roles for which the user must name a column before anything can run.
    pub questions: Vec<Question>,
    /// The skipped files, and why.
    pub problems: Vec<Problem>,
    /// The numbers of the files to read, by path in byte order.
    pub files: Vec<u32>,
    /// The row groups of those files in that order, without empty ones.
    pub tasks: Vec<RowGroupTask>,
    /// How many rows those have, without deleted ones.
    pub rows: u64,
    /// How many bytes are read.
    pub bytes: u64,
    /// The first day with data, if the statistics of every file have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_day: Option<String>,
    /// The last day with data, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_day: Option<String>,
    /// Warnings that follow from footers.
    pub warnings: Vec<Warning>,
    /// The names of all columns of all files.
    pub columns: Vec<String>,
}

impl Plan {
    /// Plans a job that needs `roles` over the files of a dataset.
    ///
    /// The mapping is one for the whole dataset. A file that lacks one of its columns, or has it in
    /// a type that cannot play the role, becomes a problem.
    pub fn new(files: &[FileSummary], options: &ScanOptions, roles: Roles) -> Self {
        let keys = Keys::of(files, &options.date_formats);
        let columns = || files.iter().flat_map(|file| &file.columns);
        let names: BTreeSet<String> = columns().map(|column| column.name.clone()).collect();
        let in_files: BTreeSet<&str> =
            columns().filter(|column| !column.is_key()).map(|column| &*column.name).collect();
        // A key is not offered if none of its values can be read as its role.
        let offered = names.iter().filter(|name| in_files.contains(name.as_str()) || keys.is_offered(name));
        let offered = offered.cloned().collect();
        let mut mapping = Mapping::find(&offered, &options.columns, &options.date_formats, roles);
        for choice in &mut mapping.choices {
            choice.in_file = in_files.contains(&*choice.column)
                && keys.has(&choice.column)
                && !keys.can_play(&choice.column, choice.role);
        }
        for question in mapping.questions.iter_mut().filter(|question| question.candidates.is_empty()) {
            question.message.extend(keys.refused(question.role).map(|refused| format!(" {refused}")));
        }
        let mut plan = Self::default();
        let path = |file: usize| files[file].path.as_bytes();
        let sorted = order_of(files.len(), &|a, b| path(a).cmp(path(b)));
        let mut days = Days::default();
        for file in sorted.into_iter().map(|file| &files[file as usize]) {
            match played(file, &mapping, &keys) {
                Err(error) => plan.problems.push(Problem::from(&error)),
                Ok(columns) => {
                    plan.files.push(file.file);
                    plan.add_tasks(file, &columns);
                    let date = mapping.choices.iter().find(|choice| choice.role == Role::Date);
                    let date = date.and_then(|choice| index_of(file, choice));
                    if file.rows > 0 {
                        days.add(date.map(|index| &file.columns[index]));
                    }
                }
            }
        }
        // Columns of skipped files are not offered, unless there are no others.
        let taken: BTreeSet<u32> = plan.files.iter().copied().collect();
        let read = |file: &&FileSummary| taken.is_empty() || taken.contains(&file.file);
        let names: BTreeSet<&str> = files
            .iter()
            .filter(read)
            .flat_map(|file| &file.columns)
            .map(|column| column.name.as_str())
            .collect();
        plan.columns = names.into_iter().map(str::to_owned).collect();
        let taken: Vec<&FileSummary> = files.iter().filter(|file| taken.contains(&file.file)).collect();
        plan.warnings.extend(suspected_copies(&taken));
        (plan.first_day, plan.last_day) = days.covered();
        plan.roles = mapping.choices;
        plan.questions = mapping.questions;
        for question in plan.questions.iter_mut().filter(|question| question.candidates.is_empty()) {
            if let Some(file) = files.first() {
                question.message = format!("{}: {}", file.path, question.message);
            }
        }
        plan
    }

    fn add_tasks(&mut self, file: &FileSummary, columns: &[usize]) {
        for (row_group, group) in (0..).zip(&file.row_groups) {
            let bytes = columns.iter().map(|&column| group.column_bytes[column]).sum();
            if group.rows > 0 {
                self.tasks.push(RowGroupTask { file: file.file, row_group, rows: group.rows, bytes });
                // Footers may claim any number.
                self.rows = self.rows.saturating_add(group.rows);
                self.bytes += bytes;
            }
        }
        self.rows = self.rows.saturating_sub(file.deleted_rows);
    }

    /// Returns the mapping of the plan, if no question is open.
    ///
    /// # Errors
    ///
    /// [`AmbiguousColumn`](crate::ErrorCode::AmbiguousColumn) or
    /// [`MissingColumn`](crate::ErrorCode::MissingColumn) for the first open question.
    pub fn mapping(&self) -> Result<Mapping> {
        Mapping { choices: self.roles.clone(), questions: self.questions.clone() }.settled()
    }
}

#[derive(Default)]
struct Days {
    first: Option<String>,
    last: Option<String>,
    unknown: bool,
}

impl Days {
    fn add(&mut self, column: Option<&crate::source::ColumnSummary>) {
        let known = column.and_then(|column| column.first_day.as_ref().zip(column.last_day.as_ref()));
        let Some((first, last)) = known else {
            self.unknown = true;
            return;
        };
        self.first = Some(self.first.take().map_or_else(|| first.clone(), |day| day.min(first.clone())));
        self.last = Some(self.last.take().map_or_else(|| last.clone(), |day| day.max(last.clone())));
    }

    fn covered(self) -> (Option<String>, Option<String>) {
        if self.unknown { (None, None) } else { (self.first, self.last) }
    }
}

/// Returns the indexes of the columns that play the roles in a file.
fn played(file: &FileSummary, mapping: &Mapping, keys: &Keys<'_>) -> Result<Vec<usize>> {
    mapping
        .choices
        .iter()
        .map(|choice| {
            let index = index_of(file, choice).ok_or_else(|| {
                Error::new(ErrorCode::MissingColumn, format!("the column for {} is missing", choice.role))
                    .in_file(file.path.as_str())
                    .in_column(choice.column.as_str())
                    .expected(format!("a column named {:?}", choice.column))
                    .found(names(file))
                    .remedy(format!("Skip the file, or name the column by hand.{}", suggestion(file, choice)))
            })?;
            let column = &file.columns[index];
            let others = file.columns.iter().filter(|other| other.source == column.source);
            let same = others.filter(|other| other.name == column.name).count();
            if same > 1 {
                let what = format!("the column for {} is not the only one of its name", choice.role);
                return Err(Error::new(ErrorCode::AmbiguousColumn, what)
                    .in_file(file.path.as_str())
                    .in_column(choice.column.as_str())
                    .found(format!("{same} of them"))
                    .remedy("Leave the file out, or name the column by hand."));
            }
            if column.is_key() && !keys.can_play(&column.name, choice.role) {
                let what = format!("no value of the hive key can be read as {}", choice.role);
                return Err(Error::new(ErrorCode::UnreadableType, what)
                    .in_file(file.path.as_str())
                    .in_column(choice.column.as_str())
                    .found(format!("{:?}", column.value.as_deref().unwrap_or("null")))
                    .remedy("Name another column by hand."));
            }
            if choice.role.accepts(column.kind, choice.date_format.is_some()) {
                return Ok(index);
            }
            let what = format!("its type cannot be read as {}", choice.role);
            let error = Error::new(ErrorCode::UnreadableType, what)
                .in_file(file.path.as_str())
                .in_column(choice.column.as_str())
                .expected(choice.role.accepted())
                .found(column.type_label.as_str());
            Err(with_remedy(error, choice.role, file, column))
        })
        .collect()
}

/// Returns the index of a role's column. A Hive key comes after the file's own columns and wins
/// over one of the same name, unless it cannot be read as the role.
fn index_of(file: &FileSummary, choice: &RoleChoice) -> Option<usize> {
    if choice.in_file {
        return file.columns.iter().rposition(|column| !column.is_key() && column.name == choice.column);
    }
    column_index(&file.columns, |column| &column.name, &choice.column)
}

/// Adds the remedy for a column of a type that its role does not accept.
fn with_remedy(error: Error, role: Role, file: &FileSummary, column: &ColumnSummary) -> Error {
    let leaves = leaves(file, &column.name);
    let remedy = match (role.is_date(), column.kind) {
        _ if !leaves.is_empty() => {
            let leaves = leaves.join(" or ");
            return error.remedy_by_host(
                format!("Name one of its leaves by hand, as in --columns {role}={leaves}, or flatten it."),
                format!("Choose one of its leaves, {leaves}, or flatten it."),
            );
        }
        (_, Kind::Other) if is_repeated(column) => format!(
            "Name another column by hand, or flatten this one: values below a list or a map cannot be {role}."
        ),
        (true, Kind::Whole | Kind::Float) => {
            let formats = "yyyymmdd, epoch_days, epoch_s, epoch_ms or epoch_us";
            return error.remedy_by_host(
                format!(
                    "Give the format of the numbers with --date-format {role}=FORMAT ({formats}), or name another \
                     column by hand."
                ),
                format!(
                    "Choose the date format of the numbers ({formats}) or another column (in the npm package by \
                     the options dateFormats and columns)."
                ),
            );
        }
        _ => "Name another column by hand, or convert this one.".into(),
    };
    error.remedy(remedy)
}

/// The maximum number of struct leaves that an error names.
const MAX_LEAVES: usize = 5;

/// Returns the first leaves of a struct, by their dotted paths.
fn leaves<'a>(file: &'a FileSummary, name: &str) -> Vec<&'a str> {
    let names = file.columns.iter().map(|column| column.name.as_str());
    names.filter(|leaf| is_below(leaf, name)).take(MAX_LEAVES).collect()
}

/// Returns whether a dotted path leads to something below a column.
fn is_below(path: &str, column: &str) -> bool {
    path.strip_prefix(column).is_some_and(|rest| rest.starts_with('.'))
}

fn is_repeated(column: &ColumnSummary) -> bool {
    column.type_label == "list" || column.type_label == "map"
}

/// Returns columns that may have been meant in place of a missing one, or why a leaf is not one.
fn suggestion(file: &FileSummary, choice: &RoleChoice) -> String {
    let mut above = file.columns.iter().filter(|column| is_repeated(column));
    if let Some(column) = above.find(|column| is_below(&choice.column, &column.name)) {
        return format!(
            " {:?} is a {}: flatten it, as values below a list or a map cannot be {}.",
            column.name, column.type_label, choice.role
        );
    }
    let names = file.columns.iter().map(|column| column.name.as_str());
    did_you_mean(choice.role, Some(choice.column.as_str()), names)
}

fn names(file: &FileSummary) -> String {
    match file.columns.len() {
        0 => "no columns".into(),
        _ => file
            .columns
            .iter()
            .take(40)
            .map(|column| format!("{:?}", column.name))
            .collect::<Vec<_>>()
            .join(", "),
    }
}
