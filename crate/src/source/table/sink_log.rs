//! The log of a streaming sink: `_spark_metadata/`, as Spark's file sink writes it.
//!
//! A version `N` lists the files of one batch, a version `N.compact` those of all batches up to
//! it. Each is a line `v1` and then a JSON object per line with `path` and `action`.

use std::collections::{BTreeSet, HashSet};

use serde::Deserialize;

use super::entry::folder_of;
use super::names::all_digits;
use crate::error::{Error, ErrorCode, Result};

/// A version of a sink's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub(super) number: u64,
    pub(super) is_compact: bool,
}

impl Version {
    /// Returns the version of a file of the log; `None` for other files, such as checksums.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let (digits, is_compact) = match name.strip_suffix(".compact") {
            Some(digits) => (digits, true),
            None => (name, false),
        };
        let number = all_digits(digits).then(|| digits.parse().ok()).flatten()?;
        Some(Self { number, is_compact })
    }
}

/// Returns the versions that form the log: the newest compact one and those after it.
///
/// # Errors
///
/// [`Corrupt`](crate::ErrorCode::Corrupt) if one between them is missing.
pub(super) fn needed(versions: &BTreeSet<Version>) -> Result<Vec<Version>> {
    let compact = versions.iter().rev().find(|version| version.is_compact).copied();
    let after = |version: &&Version| compact.is_none_or(|compact| version.number > compact.number);
    let later: Vec<Version> = versions.iter().filter(after).copied().collect();
    let first = compact.map_or(0, |compact| compact.number + 1);
    for (expected, version) in (first..).zip(&later) {
        if version.number != expected {
            return Err(Error::new(ErrorCode::Corrupt, "the log of the streaming sink has a gap")
                .expected(format!("version {expected}"))
                .found(format!("version {}", version.number))
                .remedy_by_host(
                    "Copy the whole folder again, or read all files with --as-files.",
                    "Copy the whole folder again, or read all files with the option asFiles.",
                ));
        }
    }
    Ok(compact.into_iter().chain(later).collect())
}

#[derive(Deserialize)]
struct Line {
    path: String,
    #[serde(default, rename = "isDir")]
    is_dir: bool,
    action: String,
}

/// The files that a sink's log lists.
#[derive(Debug, Default)]
pub(super) struct SinkLog {
    added: Vec<Vec<String>>,
    deleted: HashSet<Vec<String>>,
}

impl SinkLog {
    /// Adds the lines of a version.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](crate::ErrorCode::Unsupported) for another version of the format,
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for a line that is not a file.
    pub(super) fn add(&mut self, text: &[u8]) -> Result<()> {
        let text = std::str::from_utf8(text).map_err(|_| corrupt(1, "bytes that are not UTF-8"))?;
        let mut lines = text.lines().enumerate();
        match lines.next() {
            Some((_, "v1")) => {}
            Some((_, version)) => {
                return Err(Error::new(
                    ErrorCode::Unsupported,
                    "the log of the streaming sink has another version",
                )
                .expected("v1 as the first line")
                .found(format!("{:?}", short(version)))
                .remedy_by_host(
                    "Write the data again as plain Parquet, or read all files with --as-files.",
                    "Write the data again as plain Parquet, or read all files with the option asFiles.",
                ));
            }
            None => return Err(corrupt(1, "an empty file")),
        }
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let line: Line =
                serde_json::from_str(line).map_err(|error| corrupt(number + 1, &error.to_string()))?;
            let names = names_of(&line.path);
            match line.action.as_str() {
                _ if line.is_dir => {}
                "add" => self.added.push(names),
                "delete" => _ = self.deleted.insert(names),
                other => return Err(corrupt(number + 1, &format!("the action {:?}", short(other)))),
            }
        }
        Ok(())
    }

    /// Returns the listed files by their paths below the sink's folder, whose name is `sink`. The
    /// sink may have been moved since its log was written. Its folder is therefore the one above
    /// all listed files below which most of them `exist`.
    pub(super) fn files(&self, sink: &str, exists: impl Fn(&str) -> bool) -> BTreeSet<String> {
        let listed: Vec<&Vec<String>> =
            self.added.iter().filter(|names| !self.deleted.contains(*names)).collect();
        let Some((first, others)) = listed.split_first() else { return BTreeSet::new() };
        let shared = others.iter().fold(first.len().saturating_sub(1), |shared, names| {
            let same = first.iter().zip(names.iter()).take(shared).take_while(|(a, b)| a == b).count();
            same.min(names.len().saturating_sub(1))
        });
        let keys = first[..shared].iter().rev().take_while(|name| name.contains('=')).count();
        let below = |root: usize| listed.iter().map(move |names| names[root..].join("/"));
        let score = |root: &usize| {
            let found = below(*root).filter(|path| exists(path)).count();
            let is_named = *root > 0 && first[*root - 1] == sink;
            (found, is_named, *root == shared - keys)
        };
        let root = (0..=shared).max_by_key(score).unwrap_or(shared);
        below(root).collect()
    }
}

/// Returns the names in a path or URI of a log, without escapes.
fn names_of(path: &str) -> Vec<String> {
    let path = match path.split_once("://") {
        // The authority follows, which may be empty.
        Some((_, rest)) => rest.split_once('/').map_or(rest, |(_, path)| path),
        None => path.split_once(":/").map_or(path, |(_, path)| path),
    };
    path.split('/').filter(|name| !name.is_empty()).map(unescaped).collect()
}

fn unescaped(name: &str) -> String {
    percent_decoded(name).unwrap_or_else(|| name.to_owned())
}

fn percent_decoded(name: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = std::str::from_utf8(after.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &after[2..];
    }
    String::from_utf8(bytes).ok()
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn corrupt(line: usize, found: &str) -> Error {
    Error::new(ErrorCode::Corrupt, format!("line {line} of the streaming sink's log cannot be read"))
        .expected("a JSON object with a path and the action add or delete")
        .found(found)
        .remedy_by_host(
            "Copy the folder again, or read all files with --as-files.",
            "Copy the folder again, or read all files with the option asFiles.",
        )
}

/// Returns the name of the folder that holds a sink's log, from the log's folder with a trailing
/// `/`.
pub(super) fn sink_of(log: &str) -> &str {
    folder_of(&log[..log.len() - 1])
}
