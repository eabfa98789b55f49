//! What is found in a row group besides its rows.

use std::collections::BTreeMap;

use crate::scan::{Role, RowIssues, Task, TimesOfDay, UnreadColumn};

/// Counts of the values of a row group, and of those with issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    pub(crate) unreadable: Vec<RowIssues>,
    pub(crate) row_issues: Vec<RowIssues>,
    pub(crate) values: [u64; Role::ALL.len()],
    pub(crate) unread_columns: Vec<UnreadColumn>,
    pub(crate) times_of_day: BTreeMap<Role, TimesOfDay>,
}

impl Findings {
    /// Returns the findings of a task so far.
    pub fn of(task: &Task) -> Self {
        Self {
            unreadable: task.unreadable(),
            row_issues: task.row_issues(),
            values: task.values(),
            unread_columns: task.unread_columns(),
            times_of_day: task.times_of_day().collect(),
        }
    }

    /// Adds those of later rows of the same row group. They are then the same as if one task had
    /// read all of the rows.
    pub fn append(&mut self, later: Self) {
        append_rows(&mut self.unreadable, later.unreadable);
        append_rows(&mut self.row_issues, later.row_issues);
        for (all, some) in self.values.iter_mut().zip(later.values) {
            *all += some;
        }
        // A column is unread only if no value could be read in any part.
        self.unread_columns.retain_mut(|unread| {
            let Some(more) = later.unread_columns.iter().find(|more| more.role == unread.role) else {
                return false;
            };
            unread.values += more.values;
            if unread.example.is_empty() {
                unread.example.clone_from(&more.example);
            }
            true
        });
        for (role, times) in later.times_of_day {
            self.times_of_day.entry(role).or_default().merge(&times);
        }
    }
}

/// Adds the rows of later parts by role; the examples are the first ones.
fn append_rows(all: &mut Vec<RowIssues>, later: Vec<RowIssues>) {
    for more in later {
        match all.iter_mut().find(|issue| issue.role == more.role) {
            Some(issue) => issue.rows += more.rows,
            None => all.push(more),
        }
    }
    all.sort();
}
