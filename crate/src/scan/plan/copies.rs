//! Files that may be copies of one another.

use std::collections::BTreeMap;

use crate::source::FileSummary;
use crate::warning::{Warning, WarningCode};

/// How many groups of copies, and how many files of each, a warning lists.
const MAX_LISTED: usize = 5;

/// Warns of files with equal lengths and equal footers: if they are copies, their rows count more
/// than once. Files without rows are left out, because they add nothing.
pub(super) fn suspected_copies(files: &[&FileSummary]) -> Option<Warning> {
    let mut alike: BTreeMap<(u64, &str), Vec<&str>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.rows > 0 && !file.footer.is_empty()) {
        alike.entry((file.bytes, &file.footer)).or_default().push(&file.path);
    }
    let mut groups: Vec<Vec<&str>> = alike.into_values().filter(|paths| paths.len() > 1).collect();
    if groups.is_empty() {
        return None;
    }
    groups.iter_mut().for_each(|paths| paths.sort_unstable());
    groups.sort_unstable();
    let count: usize = groups.iter().map(Vec::len).sum();
    let listed: Vec<String> = groups.iter().take(MAX_LISTED).map(|paths| list(paths)).collect();
    let more = groups.len() - listed.len();
    let message = format!(
        "{count} files may be copies of each other: {}{} have equal lengths and equal footers. If they are \
         copies, their rows count more than once: remove the copies.",
        listed.join("; "),
        if more > 0 { format!("; and {more} more groups") } else { String::new() },
    );
    let paths = groups.into_iter().flatten().map(str::to_owned);
    Some(Warning::new(WarningCode::SuspectedCopies, message).about(paths))
}

/// Returns at most a few paths as text.
fn list(paths: &[&str]) -> String {
    let shown = paths.len().min(MAX_LISTED);
    let (last, others) = (paths[shown - 1], paths[..shown - 1].join(", "));
    match paths.len() - shown {
        0 => format!("{others} and {last}"),
        more => format!("{others}, {last} and {more} more"),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn file(path: &str, bytes: u64, rows: u64, footer: &str) -> FileSummary {
        FileSummary {
            file: 0,
            path: path.into(),
            bytes,
            rows,
            deleted_rows: 0,
            columns: Vec::new(),
            row_groups: Vec::new(),
            footer: footer.into(),
        }
    }

    #[test]
    fn only_files_of_equal_length_and_footer_are_suspected() {
        let files = [
            file("b", 9, 1, "x"),
            file("a", 9, 1, "x"),
            file("c", 8, 1, "x"),
            file("d", 9, 1, "y"),
            file("e", 9, 0, "z"),
            file("f", 9, 0, "z"),
        ];
        let warning = suspected_copies(&files.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(warning.files, ["a", "b"]);
        assert!(warning.message.starts_with("2 files may be copies of each other: a and b have"));
        assert!(suspected_copies(&files.iter().skip(1).collect::<Vec<_>>()).is_none());
    }

    #[test]
    fn many_copies_are_counted() {
        let files: Vec<FileSummary> = (0..8).map(|number| file(&format!("p{number}"), 9, 1, "x")).collect();
        let warning = suspected_copies(&files.iter().collect::<Vec<_>>()).unwrap();
        assert!(warning.message.contains(": p0, p1, p2, p3, p4 and 3 more have"), "{}", warning.message);
    }
}
