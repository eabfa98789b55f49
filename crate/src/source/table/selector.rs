//! The files of a listing that count.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::commits::{Commits, Marker};
use super::entry::folders_above;
use super::kind::{is_visible, tables};
use super::names::{has_extension, hidden};
use super::selected::{Selected, possible_table};
use super::sink_log::{SinkLog, Version, needed, sink_of};
use super::table_files::TableFiles;
use super::table_use::TableUse;
use super::{Entry, Member, Reach, ReadTable, SkipReason, Skipped, TableKind};
use crate::error::{Error, ErrorCode, Result};
use crate::warning::{Warning, WarningCode};

/// What to do with tables, sinks and commits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum TableRule {
    /// Their log decides which files count; a table whose log cannot be read is refused.
    #[default]
    ByLog,
    /// Every Parquet file counts, whatever a log lists.
    AsFiles,
}

/// Whether the folders above the given paths are in the listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldersAbove {
    /// Those that mark a table or a sink are.
    Listed,
    /// They cannot be seen, as those of a file in a browser.
    OutOfReach,
}

/// Bytes of an entry that the selector needs, half-open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The entry's position in the listing.
    pub entry: usize,
    /// The bytes; for a log, all of them.
    pub range: Range<u64>,
}

/// The maximum number of bytes of a log that are read.
const MAX_LOG_BYTES: u64 = 256 << 20;
const MAGIC: [&[u8]; 2] = [b"PAR1", b"PARE"];
/// The maximum size of a file that is read whole for its first and last bytes, because a request to
/// a store takes as long for a few bytes.
pub(super) const MAX_WHOLE_BYTES: u64 = 16 << 10;

/// Decides which files of a listing count, without I/O.
///
/// [`push`](Self::push) what [`needs`](Self::needs) lists until it needs nothing, then call
/// [`finish`](Self::finish).
///
/// ```
/// use daytally::source::table::{Entry, FileSelector, FoldersAbove, Reach, TableRule};
///
/// let entry = |path: &str, bytes| Entry {
///     path: path.into(), shown: None, outside: "views/".len(), bytes: Some(bytes), reach: Reach::InFolder,
/// };
/// let listing = vec![entry("views/_SUCCESS", 0), entry("views/part-0.parquet", 900), entry("views/000000_0", 90_000)];
/// let mut selector = FileSelector::new(listing, FoldersAbove::Listed, TableRule::ByLog)?;
/// while let [need, ..] = selector.needs().as_slice() {
///     selector.push(need.entry, b"PAR1")?;
/// }
/// let selected = selector.finish()?;
/// assert_eq!(selected.files, [1, 2]);
/// # Ok::<(), daytally::Error>(())
/// ```
#[derive(Debug)]
pub struct FileSelector {
    entries: Vec<Entry>,
    above: FoldersAbove,
    rule: TableRule,
    tables: Vec<TableUse>,
    /// The logs of sinks, by their folders.
    sinks: BTreeMap<String, SinkLog>,
    commits: Commits,
    /// Logs that remain to be read, in order.
    logs: Vec<(usize, Log)>,
    /// Files whose first or last bytes decide whether they are Parquet.
    sniffed: BTreeMap<usize, Sniff>,
    skipped: Vec<Option<(SkipReason, String)>>,
    vectors: Vec<bool>,
    /// The tables that were read.
    read: Arc<[ReadTable]>,
    members: Vec<Member>,
    is_settled: bool,
}

#[derive(Clone, Debug)]
enum Log {
    Sink(String),
    Commit { folder: String, id: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sniff {
    First,
    Last,
    Parquet,
}

impl FileSelector {
    /// Starts with a listing.
    ///
    /// # Errors
    ///
    /// [`Table`](crate::ErrorCode::Table) for a table whose log cannot be read,
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for a sink's log with a gap.
    pub fn new(entries: Vec<Entry>, above: FoldersAbove, rule: TableRule) -> Result<Self> {
        let files = TableFiles::none(entries.len());
        Self::begin(entries, above, rule, Arc::default(), files)
    }

    /// Starts with a listing and the tables in it that were read. Of those, the files of the version
    /// count that are in the given paths; other tables are refused.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new); [`MissingFile`](crate::ErrorCode::MissingFile) for a file of a table
    /// that is not there, or has another size.
    pub fn with_tables(
        entries: Vec<Entry>,
        above: FoldersAbove,
        rule: TableRule,
        read: Arc<[ReadTable]>,
    ) -> Result<Self> {
        let files = TableFiles::new(&entries, &read)?;
        Self::begin(entries, above, rule, read, files)
    }

    // This is separate from `with_tables` to keep the code that finds the files of tables out of
    // the browser's first module, which calls only `new`.
    fn begin(
        entries: Vec<Entry>,
        above: FoldersAbove,
        rule: TableRule,
        read: Arc<[ReadTable]>,
        files: TableFiles,
    ) -> Result<Self> {
        let TableFiles { members, skipped, vectors, uses: tables } = files;
        let mut selector = Self {
            above,
            rule,
            tables,
            sinks: BTreeMap::new(),
            commits: Commits::default(),
            logs: Vec::new(),
            sniffed: BTreeMap::new(),
            skipped,
            vectors,
            read,
            members,
            is_settled: false,
            entries,
        };
        selector.find_tables()?;
        selector.find_logs()?;
        if selector.logs.is_empty() {
            selector.settle()?;
        }
        Ok(selector)
    }

    fn find_tables(&mut self) -> Result<()> {
        let mut found = tables(&self.entries);
        found.retain(|&(root, ..)| self.read.iter().all(|table| table.path != root));
        if self.rule == TableRule::ByLog
            && let Some(&(_, kind, shown)) = found.first()
        {
            // The tables are in the order of their folders.
            let twice = found.windows(2).filter(|pair| pair[0].0 == pair[1].0).count();
            return Err(kind.refused(shown, found.len() - twice));
        }
        let iceberg: Vec<String> = found
            .iter()
            .filter(|(_, kind, _)| *kind == TableKind::Iceberg)
            .map(|(root, ..)| format!("{root}metadata/"))
            .collect();
        let as_files = found.iter().map(|(_, kind, shown)| TableUse::as_files(shown, kind.name()));
        self.tables.splice(0..0, as_files);
        for (place, entry) in self.entries.iter().enumerate() {
            let is_metadata = iceberg.iter().any(|folder| entry.path.starts_with(folder));
            if entry.reach == Reach::InFolder && is_metadata {
                let why = "it describes an Iceberg table and holds none of its rows".to_owned();
                self.skipped[place] = Some((SkipReason::TableMetadata, why));
            }
        }
        Ok(())
    }

    /// Finds the logs of sinks and commits, and which of their files have to be read.
    fn find_logs(&mut self) -> Result<()> {
        let mut sinks: BTreeMap<&str, (BTreeMap<Version, usize>, &str)> = BTreeMap::new();
        let mut commits = Vec::new();
        for (place, entry) in self.entries.iter().enumerate() {
            let folder = entry.folder();
            if folder.ends_with("/_spark_metadata/") || folder == "_spark_metadata/" {
                if !is_visible(entry, sink_of(folder)) {
                    continue;
                }
                let (versions, _) = sinks
                    .entry(folder)
                    .or_insert_with(|| (BTreeMap::new(), shown_folder(entry, sink_of(folder))));
                versions.extend(Version::of_name(entry.name()).map(|version| (version, place)));
            } else if is_visible(entry, folder) {
                match Marker::of_name(entry.name()) {
                    Some(Marker::Started(id)) => self.commits.start(folder, id),
                    Some(Marker::Committed(id)) => {
                        let log = Log::Commit { folder: folder.to_owned(), id: id.to_owned() };
                        commits.push((place, log));
                    }
                    None => continue,
                }
                let shown = shown_folder(entry, folder);
                if self.tables.iter().all(|known| known.path != shown) {
                    self.tables.push(TableUse {
                        as_files: self.rule == TableRule::AsFiles,
                        ..TableUse::as_files(shown, "Databricks commits")
                    });
                }
            }
        }
        for (log, (versions, shown)) in &sinks {
            let place = |version: &Version| versions.get(version).copied();
            let known = versions.keys().copied().collect();
            let read = if self.rule == TableRule::ByLog {
                needed(&known).map_err(|error| error.in_file(format!("{shown}_spark_metadata/")))?
            } else {
                Vec::new()
            };
            self.tables.push(TableUse {
                version: read.last().map(|version| version.number),
                as_files: self.rule == TableRule::AsFiles,
                ..TableUse::as_files(shown, "streaming sink")
            });
            if self.rule == TableRule::ByLog {
                self.sinks.insert(sink_of(log).to_owned(), SinkLog::default());
                let sink = Log::Sink(sink_of(log).to_owned());
                self.logs.extend(read.iter().filter_map(place).map(|place| (place, sink.clone())));
            }
        }
        if self.rule == TableRule::ByLog {
            self.logs.extend(commits);
            self.logs.reverse();
        }
        Ok(())
    }

    /// Returns what has to be pushed next; nothing once the decision is made.
    pub fn needs(&self) -> Vec<Need> {
        let size = |place: usize| self.entries[place].bytes.unwrap_or_default();
        if !self.is_settled {
            let logs = self.logs.last().map(|&(entry, _)| Need { entry, range: 0..size(entry) });
            return logs.into_iter().collect();
        }
        self.sniffed
            .iter()
            .filter_map(|(&entry, sniff)| {
                let range = match sniff {
                    Sniff::First if size(entry) <= MAX_WHOLE_BYTES => 0..size(entry),
                    Sniff::First => 0..4,
                    Sniff::Last => size(entry).saturating_sub(4)..size(entry),
                    Sniff::Parquet => return None,
                };
                Some(Need { entry, range })
            })
            .collect()
    }

    /// Takes the bytes of an entry that it needs.
    ///
    /// # Errors
    ///
    /// Why a log cannot be read, with its file; [`Corrupt`](crate::ErrorCode::Corrupt) for a file
    /// that a sink's log lists and that does not exist.
    pub fn push(&mut self, entry: usize, bytes: &[u8]) -> Result<()> {
        if self.is_settled {
            self.sniff(entry, bytes);
            return Ok(());
        }
        let Some((place, log)) = self.logs.pop_if(|(place, _)| *place == entry) else {
            return Err(Error::new(ErrorCode::Internal, format!("no log is needed of entry {entry}")));
        };
        let file = &self.entries[place];
        let added = match &log {
            _ if bytes.len() as u64 > MAX_LOG_BYTES => {
                Err(Error::new(ErrorCode::OverLimit, "the log is too large")
                    .expected(format!("at most {MAX_LOG_BYTES} bytes"))
                    .found(format!("{} bytes", bytes.len())))
            }
            Log::Sink(sink) => self.sinks.entry(sink.clone()).or_default().add(bytes),
            Log::Commit { folder, id } => self.commits.commit(folder, id, bytes),
        };
        added.map_err(|error| error.in_file(file.shown()))?;
        if self.logs.is_empty() {
            self.settle()?;
        }
        Ok(())
    }

    fn sniff(&mut self, entry: usize, bytes: &[u8]) {
        let Some(sniff) = self.sniffed.get_mut(&entry) else { return };
        let is_small = self.entries[entry].bytes.is_some_and(|size| size <= MAX_WHOLE_BYTES);
        if MAGIC.iter().any(|magic| bytes.starts_with(magic) || bytes.ends_with(magic)) {
            *sniff = Sniff::Parquet;
        } else if *sniff == Sniff::First && !is_small {
            *sniff = Sniff::Last;
        } else {
            self.sniffed.remove(&entry);
            let why = "it neither begins nor ends as a Parquet file does".to_owned();
            self.skipped[entry] = Some((SkipReason::NotParquet, why));
        }
    }

    /// Decides by names and logs.
    fn settle(&mut self) -> Result<()> {
        let listed = self.listed()?;
        for (place, entry) in self.entries.iter().enumerate() {
            let is_settled = self.skipped[place].is_some() || self.vectors[place];
            if entry.reach == Reach::Above || is_settled {
                continue;
            }
            if self.members.binary_search_by_key(&place, |member| member.entry).is_ok() {
                continue;
            }
            if entry.path.ends_with('/') {
                let why = "its name hides it".to_owned();
                self.skipped[place] = Some((SkipReason::Hidden, why));
                continue;
            }
            if entry.reach == Reach::InFolder
                && let Some(why) = hidden(entry.inside())
            {
                self.skipped[place] = Some((SkipReason::Hidden, why.to_owned()));
                continue;
            }
            let sink = folders_above(&entry.path).find_map(|folder| listed.get_key_value(folder));
            if let Some((folder, files)) = sink
                && !files.contains(&entry.path[folder.len()..])
            {
                let why = "the log of the streaming sink (_spark_metadata/) does not list it".to_owned();
                self.skipped[place] = Some((SkipReason::NotListed, why));
                continue;
            }
            if let Some(reason) = self.commits.skip(&entry.path).filter(|_| self.rule == TableRule::ByLog) {
                let why = match reason {
                    SkipReason::Removed => "a Databricks commit removed it",
                    _ => "its Databricks transaction was not committed",
                };
                self.skipped[place] = Some((reason, why.to_owned()));
                continue;
            }
            if entry.bytes == Some(0) {
                self.skipped[place] = Some((SkipReason::Empty, "it is empty".to_owned()));
                continue;
            }
            let is_known = sink.is_some() || entry.reach == Reach::Given || has_extension(entry.name());
            if !is_known && entry.bytes.is_some() {
                self.sniffed.insert(place, Sniff::First);
            }
        }
        self.is_settled = true;
        Ok(())
    }

    /// Returns the files that the logs of sinks list, by the sinks' folders; each must exist.
    fn listed(&self) -> Result<BTreeMap<String, BTreeSet<String>>> {
        if self.sinks.is_empty() {
            return Ok(BTreeMap::new());
        }
        let paths: HashSet<&str> = self.entries.iter().map(|entry| &*entry.path).collect();
        let scopes: BTreeSet<&str> =
            self.entries.iter().filter(|entry| entry.reach != Reach::Above).map(Entry::scope).collect();
        let mut listed = BTreeMap::new();
        for (folder, log) in &self.sinks {
            let name = folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            let files = log.files(name, |file| paths.contains(&*format!("{folder}{file}")));
            let is_given = |path: &str| scopes.iter().any(|scope| path.starts_with(scope));
            let missing = files
                .iter()
                .map(|file| format!("{folder}{file}"))
                .find(|path| is_given(path) && !paths.contains(path.as_str()));
            if let Some(missing) = missing {
                return Err(Error::new(
                    ErrorCode::MissingFile,
                    "a file that the streaming sink's log lists is missing",
                )
                .in_file(missing)
                .expected("every file that _spark_metadata/ lists as added and not deleted")
                .remedy_by_host(
                    "Copy the whole folder again, or read the files that are there with --as-files.",
                    "Copy the whole folder again, or read the files that are there with the option asFiles.",
                ));
            }
            listed.insert(folder.clone(), files);
        }
        Ok(listed)
    }

    /// Returns the decision.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) while something is still needed.
    pub fn finish(self) -> Result<Selected> {
        if !self.needs().is_empty() {
            return Err(Error::new(ErrorCode::Internal, "the files were not all looked at"));
        }
        let Self { entries, above, rule, mut skipped, vectors, tables, members, .. } = self;
        let read_as_files = tables.iter().filter(|table| table.as_files);
        let warning = |table: &TableUse| Warning::new(WarningCode::TableAsFiles, table.to_string());
        let warnings = read_as_files.map(warning).collect();
        let mut selected = Selected { tables, warnings, members, ..Selected::default() };
        for (place, entry) in entries.iter().enumerate() {
            match skipped[place].take() {
                Some((reason, why)) => selected.skipped.push(Skipped::new(entry.shown(), reason, why)),
                None if entry.reach == Reach::Above || vectors[place] => {}
                None => selected.files.push(place),
            }
        }
        if (above, rule) == (FoldersAbove::OutOfReach, TableRule::ByLog) && selected.tables.is_empty() {
            let files = selected.files.iter().map(|&place| &entries[place]);
            selected.notes.extend(possible_table(files));
        }
        Ok(selected)
    }
}

/// Returns a folder of an entry's path as the user knows it.
fn shown_folder<'a>(entry: &'a Entry, folder: &'a str) -> &'a str {
    let cut = entry.path.len() - folder.len();
    let shown = entry.shown();
    shown.len().checked_sub(cut).and_then(|end| shown.get(..end)).unwrap_or(folder)
}
