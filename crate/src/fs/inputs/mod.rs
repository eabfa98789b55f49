//! The files of a command line's paths.

mod delete_files;
mod deletions;
mod input;
mod listing;
mod parquet_file;
mod range;
mod record;
mod repeats;
mod table_part;
mod tables;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::Failures;
use crate::fs::inputs::delete_files::Loaded;
use crate::fs::inputs::listing::{Listing, slashed, special};
use crate::fs::inputs::range::read_range;
use crate::fs::inputs::repeats::skip_repeats;
use crate::fs::inputs::tables::read_tables;
use crate::source::KeySearch;
use crate::source::table::{
    Entry, FileSelector, FoldersAbove, Member, ReadTable, Selected, SkipReason, Skipped, TableRule, TableUse,
};
use crate::warning::Warning;

pub use deletions::Deletions;
pub use input::{Input, Links};
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
    /// With a `version`, there must be exactly one table, of which it is read.
    ///
    /// # Errors
    ///
    /// [`Table`](crate::ErrorCode::Table) for a table, [`NoInput`](crate::ErrorCode::NoInput) for a
    /// folder without files to read, [`Io`](crate::ErrorCode::Io) for a path that cannot be read;
    /// all of them.
    pub fn find(
        given: &[PathBuf],
        links: Links,
        rule: TableRule,
        version: Option<u64>,
    ) -> Result<Self, Failures> {
        let mut listing = Listing::default();
        let mut errors = Vec::new();
        for path in given {
            let shown = slashed(path);
            if let Err(error) = add(path, &shown, links, &mut listing) {
                errors.push(error.in_file(shown));
            }
        }
        if !errors.is_empty() {
            return Err(errors.into_iter().collect());
        }
        let Listing { entries, inputs, mut skipped, .. } = listing;
        let read: Arc<[ReadTable]> = match rule {
            TableRule::ByLog => read_tables(&entries, version)?.into(),
            TableRule::AsFiles => Arc::default(),
        };
        let selected = select(entries, &inputs, rule, read.clone())?;
        let Selected { files, skipped: by_rules, mut tables, warnings, members, .. } = selected;
        let loaded = load_deletes(&read, &members, &mut tables)?;
        skipped.extend(by_rules);
        let input = |place: usize| {
            let mut input = inputs[place].clone();
            if let Ok(at) = members.binary_search_by_key(&place, |member| member.entry) {
                // A folder's name is no column of a table.
                input.keys = (String::new(), KeySearch::Given);
                input.table = TablePart::new(&read, members[at]);
                let rows = loaded.get(members[at].table).and_then(|loaded| loaded.get(&members[at].file));
                input.deletions = Deletions::new(&read, members[at], rows)
                    .map_err(|error| error.in_file(input.shown.as_str()))?;
            }
            Ok(input)
        };
        let mut files: Vec<Input> = files.into_iter().map(input).collect::<Result<_>>()?;
        files.sort_by(|a, b| a.shown.as_bytes().cmp(b.shown.as_bytes()));
        for path in given {
            check(path, &files, &skipped, &tables)?;
        }
        skip_repeats(&mut files, &mut skipped);
        Ok(Self { files, record: InputRecord::new(tables, skipped), warnings })
    }
}

/// Loads the rows that delete files delete from the selected files of each table, and counts them.
fn load_deletes(read: &[ReadTable], members: &[Member], tables: &mut [TableUse]) -> Result<Vec<Loaded>> {
    let mut load = |(number, table): (usize, &ReadTable)| {
        if table.snapshot.deletes.is_empty() {
            return Ok(Loaded::new());
        }
        let selected: BTreeSet<usize> =
            members.iter().filter(|member| member.table == number).map(|member| member.file).collect();
        let loaded = delete_files::load(table, &selected.into_iter().collect::<Vec<_>>())?;
        let rows = loaded.iter().map(|(&file, rows)| {
            let vector = table.snapshot.files[file].deletion_vector.as_ref();
            rows.len().saturating_sub(vector.map_or(0, |vector| vector.cardinality))
        });
        let rows = rows.fold(0, u64::saturating_add);
        for known in tables.iter_mut().filter(|known| known.path == table.shown) {
            if let Some(counts) = &mut known.counts {
                counts.rows_deleted += rows;
            }
        }
        Ok(loaded)
    };
    read.iter().enumerate().map(&mut load).collect()
}

fn add(path: &Path, shown: &str, links: Links, listing: &mut Listing) -> Result<()> {
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
            let bytes = File::open(&input.disk)
                .and_then(|file| read_range(&file, &need.range))
                .map_err(|error| Error::from(error).in_file(input.shown.as_str()))?;
            selector.push(need.entry, &bytes)?;
        }
    }
}

/// Refuses a path of which nothing is read, and lists what was skipped.
fn check(path: &Path, files: &[Input], skipped: &[Skipped], tables: &[TableUse]) -> Result<()> {
    let shown = slashed(path);
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
mod tests;
