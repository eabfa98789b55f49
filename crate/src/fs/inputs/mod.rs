//! The files of a command line's paths.

mod delete_files;
mod deletions;
mod input;
mod listing;
mod parquet_file;
mod place;
mod probed;
mod range;
mod record;
mod remote_listing;
mod repeats;
mod table_part;
mod tables;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::Failures;
use crate::fs::inputs::delete_files::Loaded;
use crate::fs::inputs::listing::{Listing, slashed, special};
use crate::fs::inputs::place::Places;
use crate::fs::inputs::repeats::skip_repeats;
use crate::fs::inputs::tables::read_tables;
use crate::fs::remote::Remote;
use crate::source::KeySearch;
use crate::source::table::{
    Entry, FileSelector, FoldersAbove, Member, ReadTable, Selected, SkipReason, Skipped, TableRule, TableUse,
};
use crate::warning::{Warning, WarningCode};

pub use deletions::Deletions;
pub use input::{Input, Links};
pub use place::Place;
pub use record::InputRecord;
pub use table_part::TablePart;

/// The files of some paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// The files to read, by paths in byte order.
    pub files: Vec<Input>,
    /// The tables among them, and what is skipped.
    pub record: InputRecord,
    /// The warnings.
    pub warnings: Vec<Warning>,
}

impl Inputs {
    /// Finds the files of the given paths, sorted by path in byte order.
    ///
    /// A file given by name is taken whatever its name. In a folder, every file counts that begins
    /// or ends like a Parquet file, except names that begin with `_` or `.`, and folders with such
    /// names (but not `_key=value`). Logs of Delta and Iceberg tables, streaming sinks and commits
    /// decide which files count, and other tables are refused. [`TableRule::AsFiles`] ignores both.
    ///
    /// With a `version`, there must be exactly one table, and that version of it is read. With a
    /// `remote`, paths that it reads are URLs.
    ///
    /// # Errors
    ///
    /// All errors together: [`Table`](crate::ErrorCode::Table) for a table,
    /// [`NoInput`](crate::ErrorCode::NoInput) for a folder without files to read,
    /// [`Io`](crate::ErrorCode::Io) for a path that cannot be read.
    pub fn find(
        given: &[PathBuf],
        links: Links,
        rule: TableRule,
        version: Option<u64>,
        remote: Option<&Arc<dyn Remote>>,
    ) -> Result<Self, Failures> {
        let mut listing = Listing::default();
        let mut errors = Vec::new();
        let mut shown = Vec::new();
        for path in given {
            match add(path, links, remote, (rule, version), &mut listing) {
                Ok(path) => shown.push(path),
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors.into_iter().collect());
        }
        let places = Places { remote };
        let read: Arc<[ReadTable]> = match rule {
            TableRule::ByLog => read_tables(&listing.entries, &listing.probed, version, places)?.into(),
            TableRule::AsFiles => Arc::default(),
        };
        let notes = listing.probed.iter().filter_map(|probed| probed.note.clone());
        let unlisted: Vec<_> = notes.map(|note| Warning::new(WarningCode::UnlistedTable, note)).collect();
        listing.probed_files(&read)?;
        let Listing { entries, inputs, mut skipped, .. } = listing;
        let selected = select(entries, &inputs, rule, read.clone())?;
        let Selected { files, skipped: by_rules, mut tables, mut warnings, members, .. } = selected;
        warnings.extend(unlisted);
        let loaded = load_deletes(&read, &members, &mut tables, places)?;
        skipped.extend(by_rules);
        let input = |place: usize| {
            let mut input = inputs[place].clone();
            if let Ok(at) = members.binary_search_by_key(&place, |member| member.entry) {
                // The folders of a table's file are not columns.
                input.keys = (String::new(), KeySearch::Given);
                input.table = TablePart::new(&read, members[at]);
                let rows = loaded.get(members[at].table).and_then(|loaded| loaded.get(&members[at].file));
                input.deletions = Deletions::new(&read, members[at], rows, places)
                    .map_err(|error| error.in_file(input.shown.as_str()))?;
            }
            Ok(input)
        };
        let mut files: Vec<Input> = files.into_iter().map(input).collect::<Result<_>>()?;
        files.sort_by(|a, b| a.shown.as_bytes().cmp(b.shown.as_bytes()));
        for shown in &shown {
            check(shown, &files, &skipped, &tables)?;
        }
        skip_repeats(&mut files, &mut skipped);
        Ok(Self { files, record: InputRecord::new(tables, skipped), warnings })
    }
}

/// Loads the rows that delete files delete from the selected files of each table, and counts them.
fn load_deletes(
    read: &[ReadTable],
    members: &[Member],
    tables: &mut [TableUse],
    places: Places<'_>,
) -> Result<Vec<Loaded>> {
    let mut load = |(number, table): (usize, &ReadTable)| {
        if table.snapshot.deletes.is_empty() {
            return Ok(Loaded::new());
        }
        let selected: BTreeSet<usize> =
            members.iter().filter(|member| member.table == number).map(|member| member.file).collect();
        let loaded = delete_files::load(table, &selected.into_iter().collect::<Vec<_>>(), places)?;
        for (&file, rows) in &loaded {
            TableUse::add_deleted(tables, table, file, rows);
        }
        Ok(loaded)
    };
    read.iter().enumerate().map(&mut load).collect()
}

/// Adds a given path. Returns it as the user knows it.
fn add(
    path: &Path,
    links: Links,
    remote: Option<&Arc<dyn Remote>>,
    (rule, version): (TableRule, Option<u64>),
    listing: &mut Listing,
) -> Result<String> {
    let shown = slashed(path);
    match path.to_str().and_then(|url| Some((remote.filter(|remote| remote.reads(url))?, url))) {
        Some((remote, url)) => listing.remote(remote, url, rule, version),
        None => match on_disk(path, &shown, links, listing) {
            Ok(()) => Ok(shown),
            Err(error) => Err(error.in_file(shown)),
        },
    }
}

fn on_disk(path: &Path, shown: &str, links: Links, listing: &mut Listing) -> Result<()> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return listing.folder(path, shown.trim_end_matches('/'), links);
    }
    if !metadata.is_file() {
        let what = format!("it is {}", special(metadata.file_type()));
        return Err(Error::new(ErrorCode::Io, what).expected("a file or a folder"));
    }
    listing.file(path, shown, &metadata)
}

/// Lets the selector decide, and reads what it needs.
fn select(
    entries: Vec<Entry>,
    inputs: &[Input],
    rule: TableRule,
    tables: Arc<[ReadTable]>,
) -> Result<Selected> {
    let mut selector = FileSelector::with_tables(entries, FoldersAbove::Listed, rule, tables)?;
    loop {
        let needs = selector.needs();
        if needs.is_empty() {
            return selector.finish();
        }
        for need in needs {
            let input = &inputs[need.entry];
            let opened = input.place.open(Error::from);
            let bytes = opened.and_then(|file| file.read(&need.range));
            let bytes = bytes.map_err(|error| error.in_file(input.shown.as_str()))?;
            selector.push(need.entry, &bytes)?;
        }
    }
}

/// Refuses a path if nothing of it is read, and lists what was skipped.
fn check(shown: &str, files: &[Input], skipped: &[Skipped], tables: &[TableUse]) -> Result<()> {
    let folder = format!("{}/", shown.trim_end_matches('/'));
    let is_of = |other: &str| other == shown || other.starts_with(&folder);
    if files.iter().any(|file| is_of(&file.shown)) {
        return Ok(());
    }
    if let Some(TableUse { format, version, snapshot, counts: Some(_), .. }) =
        tables.iter().find(|table| table.path == folder)
    {
        let version = version.map(|version| format!("version {version}"));
        let version = version.or_else(|| snapshot.as_ref().map(|id| format!("snapshot {id}")));
        let what = format!("{} of the {format} table has no file to read", version.unwrap_or_default());
        return Err(Error::new(ErrorCode::NoInput, what)
            .in_file(shown)
            .remedy("Give another version of it."));
    }
    let all: Vec<&Skipped> = skipped.iter().filter(|skipped| is_of(&skipped.path)).collect();
    let named = all.iter().filter(|skipped| skipped.reason != SkipReason::Hidden);
    let list: Vec<String> = named.clone().take(5).map(|it| format!("{} ({})", it.path, it.why)).collect();
    let others = named.count().saturating_sub(list.len());
    let hidden = all.iter().filter(|skipped| skipped.reason == SkipReason::Hidden).count();
    let mut found = list.join(", ");
    for (count, what) in [(others, "more"), (hidden, "hidden by their names")] {
        if count > 0 {
            found += &format!("{}{count} {what}", if found.is_empty() { "" } else { ", and " });
        }
    }
    let by_log = all.iter().any(|skipped| {
        matches!(skipped.reason, SkipReason::NotListed | SkipReason::Uncommitted | SkipReason::Removed)
    });
    let error = Error::new(ErrorCode::NoInput, "there is no file to read here")
        .in_file(shown)
        .expected("Parquet files whose names do not begin with _ or .")
        .remedy(if by_log {
            "To read every Parquet file regardless of the log, use --as-files."
        } else {
            "Give the path of a folder with Parquet files, or of the files themselves."
        });
    Err(if found.is_empty() { error.found("nothing") } else { error.found(found) })
}

#[cfg(test)]
mod remote_tests;
#[cfg(test)]
mod tests;
