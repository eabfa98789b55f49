//! The files of tables that were read, among the entries of a listing.

use super::entry::folders_above;
use super::names::hidden;
use super::table_use::{TableCounts, TableUse, time};
use super::{Entry, Member, Reach, ReadTable, SkipReason, Skipped, TableFile, TableKind};
use crate::error::{Error, ErrorCode, Result};
use crate::order::ordered;

/// Which entries are files of tables, and which are left out by their logs.
#[derive(Debug, Default)]
pub(super) struct TableFiles {
    /// The entries that are read, in order.
    pub(super) members: Vec<Member>,
    /// Why an entry is skipped, by its position.
    pub(super) skipped: Vec<Option<(SkipReason, String)>>,
    /// Whether an entry has deletion vectors, by its position: then it is neither read as rows nor
    /// skipped.
    pub(super) vectors: Vec<bool>,
    pub(super) uses: Vec<TableUse>,
}

impl TableFiles {
    /// Creates it for `entries` entries, none of which belongs to a table.
    pub(super) fn none(entries: usize) -> Self {
        let skipped = std::iter::repeat_with(|| None).take(entries).collect();
        Self { skipped, vectors: vec![false; entries], ..Self::default() }
    }

    /// Finds the files of tables in the given paths.
    ///
    /// # Errors
    ///
    /// [`MissingFile`](ErrorCode::MissingFile) for a file that is not there or has another size.
    pub(super) fn new(entries: &[Entry], read: &[ReadTable]) -> Result<Self> {
        let mut found = Self::none(entries.len());
        if read.is_empty() {
            return Ok(found);
        }
        let roots = read.iter().enumerate().map(|(table, each)| (each.path.as_str(), table)).collect();
        let roots = Folders::new(roots);
        let mut counts = vec![TableCounts::default(); read.len()];
        let mut seen: Vec<Vec<bool>> =
            read.iter().map(|table| vec![false; table.snapshot.files.len()]).collect();
        let delete_files: Vec<Vec<&str>> = read.iter().map(delete_files).collect();
        for (place, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.reach != Reach::Above) {
            let Some((root, table)) = folders_above(&entry.path).find_map(|root| roots.get(root)) else {
                continue;
            };
            let ReadTable { snapshot, .. } = &read[table];
            let below = entry.path.get(root.len()..).unwrap_or_default();
            if let Ok(file) = snapshot.files.binary_search_by(|file| file.path.as_str().cmp(below)) {
                let listed = &snapshot.files[file];
                check_size(entry, listed)?;
                found.members.push(Member { entry: place, table, file });
                if !std::mem::replace(&mut seen[table][file], true) {
                    counts[table].files += 1;
                    let vector = listed.deletion_vector.as_ref();
                    counts[table].rows_deleted += vector.map_or(0, |vector| vector.cardinality);
                }
            } else if let Some(why) = hidden(below).filter(|_| !below.ends_with('/')) {
                found.skipped[place] = Some((SkipReason::Hidden, why.to_owned()));
            } else if below.ends_with('/') {
                // The log's folder, which is hidden as elsewhere.
            } else if snapshot.kind == TableKind::Iceberg && below.starts_with("metadata/") {
                let why = "it describes an Iceberg table and holds none of its rows".to_owned();
                found.skipped[place] = Some((SkipReason::TableMetadata, why));
            } else if is_deletion_vector(below) || delete_files[table].binary_search(&below).is_ok() {
                found.vectors[place] = true;
            } else {
                counts[table].files_left_out += 1;
                let (version, kind) = (snapshot.version, snapshot.kind);
                let why = format!("{} {version} of the {kind} table does not list it", kind.version());
                found.skipped[place] = Some((SkipReason::NotListed, why));
            }
        }
        let scopes = Scopes::new(entries);
        for (table, seen) in read.iter().zip(&seen) {
            let files = table.snapshot.files.iter().zip(seen);
            for (file, _) in files.filter(|(_, is_seen)| !**is_seen) {
                if let Some(shown) = scopes.shown(&format!("{}{}", table.path, file.path)) {
                    return Err(missing(shown, "nothing", file));
                }
            }
        }
        found.uses = read
            .iter()
            .zip(counts)
            .map(|(table, counts)| {
                let is_iceberg = table.snapshot.kind == TableKind::Iceberg;
                let version = table.snapshot.version;
                TableUse {
                    path: table.shown.clone(),
                    format: table.snapshot.kind.name().to_owned(),
                    version: (!is_iceberg).then_some(version),
                    snapshot: is_iceberg.then(|| version.to_string()),
                    committed: table.snapshot.committed.and_then(time),
                    metadata: table.snapshot.metadata.clone(),
                    as_files: false,
                    counts: Some(counts),
                }
            })
            .collect();
        Ok(found)
    }
}

/// What the logs of tables decide about a listing, without the rest of it.
#[derive(Debug)]
pub struct TableSelection {
    /// The files of tables that are read, in the listing's order.
    pub members: Vec<Member>,
    /// What is in tables and skipped, in the listing's order.
    pub skipped: Vec<Skipped>,
    /// The tables.
    pub uses: Vec<TableUse>,
    /// The positions of the entries that are in none of the tables.
    pub others: Vec<usize>,
}

impl TableSelection {
    /// Selects the files of the tables that were read among a listing. For the others, use a
    /// [`FileSelector`](super::FileSelector).
    ///
    /// # Errors
    ///
    /// [`MissingFile`](ErrorCode::MissingFile) for a file that is not there or has another size.
    pub fn new(entries: &[Entry], read: &[ReadTable]) -> Result<Self> {
        let TableFiles { members, mut skipped, vectors, uses } = TableFiles::new(entries, read)?;
        let mut found = Self { members, skipped: Vec::new(), uses, others: Vec::new() };
        for (place, entry) in entries.iter().enumerate() {
            let skip = |(reason, why): (SkipReason, String)| Skipped::new(entry.shown(), reason, why);
            let is_member = || found.members.binary_search_by_key(&place, |member| member.entry).is_ok();
            if let Some(why) = skipped[place].take() {
                found.skipped.push(skip(why));
            } else if !folders_above(&entry.path).any(|folder| read.iter().any(|table| table.path == folder))
            {
                found.others.push(place);
            } else if !vectors[place] && !is_member() {
                found.skipped.push(skip((SkipReason::Hidden, "its name hides it".to_owned())));
            }
        }
        Ok(found)
    }
}

/// Values by path.
struct Folders<'a, T>(Vec<(&'a str, T)>);

impl<'a, T: Copy> Folders<'a, T> {
    /// Creates it. If several values have one path, the first counts.
    fn new(folders: Vec<(&'a str, T)>) -> Self {
        let mut folders = ordered(folders, &|(a, _): &(&str, T), (b, _)| a.cmp(b));
        folders.dedup_by(|(later, _), (path, _)| later == path);
        Self(folders)
    }

    fn get(&self, path: &str) -> Option<(&'a str, T)> {
        let place = self.0.binary_search_by(|(known, _)| (*known).cmp(path)).ok()?;
        self.0.get(place).copied()
    }
}

/// The given paths, as in entries, and as the user knows them.
struct Scopes<'a>(Folders<'a, &'a str>);

impl<'a> Scopes<'a> {
    fn new(entries: &'a [Entry]) -> Self {
        let shown = |entry: &'a Entry| {
            let scope = entry.scope();
            let shown = entry.shown();
            let length = shown.len().saturating_sub(entry.path.len() - scope.len());
            (scope, shown.get(..length).unwrap_or_default())
        };
        let given = entries.iter().filter(|entry| entry.reach != Reach::Above);
        Self(Folders::new(given.map(shown).collect()))
    }

    /// Returns a path as the user knows it, if it is in a given one.
    fn shown(&self, path: &str) -> Option<String> {
        let given = |folder: &str| Some(format!("{}{}", self.0.get(folder)?.1, path.get(folder.len()..)?));
        given(path).or_else(|| folders_above(path).find_map(given))
    }
}

fn check_size(entry: &Entry, listed: &TableFile) -> Result<()> {
    match entry.bytes {
        Some(bytes) if bytes != listed.bytes => {
            Err(missing(entry.shown().to_owned(), &format!("{bytes} bytes"), listed))
        }
        _ => Ok(()),
    }
}

fn missing(shown: String, found: &str, listed: &TableFile) -> Error {
    Error::new(ErrorCode::MissingFile, "a file that the table's log lists is missing or was changed")
        .in_file(shown)
        .expected(format!("a file of {} bytes, as in the log", listed.bytes))
        .found(found)
        .remedy(
            "Copy the whole table again. If VACUUM or the expiry of snapshots removed the file, its version \
             cannot be read any more; read a newer one.",
        )
}

/// Returns the paths of a table's files with deleted rows, below its folder, sorted.
fn delete_files(table: &ReadTable) -> Vec<&str> {
    let ReadTable { snapshot, .. } = table;
    let vectors = snapshot.files.iter().filter_map(|file| file.deletion_vector.as_ref());
    let vectors = vectors.filter(|vector| vector.storage == 'f').map(|vector| &*vector.path_or_inline);
    let files = snapshot.deletes.iter().map(|delete| &*delete.path).chain(vectors).collect();
    ordered(files, &|a: &&str, b| a.cmp(b))
}

/// Returns whether a file has deletion vectors, by its name.
fn is_deletion_vector(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.starts_with("deletion_vector_") && name.ends_with(".bin")
}
