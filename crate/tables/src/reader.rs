//! The tables among some entries.

use std::collections::{BTreeSet, VecDeque};

use daytally::source::table::{
    Entry, LogNeed, Member, Reach, ReadTable, Skipped, TableKind, TableLog, TableRoot, TableSelection,
    TableUse, path_below, readable_versions, table_roots,
};
use daytally::{Error, ErrorCode};
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure::{Result, out_of_order};

/// What a log needs next.
#[derive(Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum NeedKind {
    /// The names of a folder's files.
    List,
    /// The bytes of a file.
    Bytes,
    /// The rows of a checkpoint as lines of JSON.
    Rows,
}

/// A file or folder of a log that is needed.
#[derive(Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct TableNeed {
    /// What is needed of it.
    kind: NeedKind,
    /// The table's folder.
    root: String,
    /// The path below that.
    path: String,
}

/// What logs decide about the entries.
#[derive(Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SelectedByLogs {
    /// The positions of the files to read, in order.
    files: Vec<usize>,
    /// What is skipped.
    skipped: Vec<Skipped>,
    /// The tables.
    tables: Vec<TableUse>,
    /// The positions of the entries that are in none of them.
    others: Vec<usize>,
}

/// What a table's log states about one of the files to read.
#[derive(Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FilePart {
    /// The position of the table.
    table: usize,
    /// The file's size.
    bytes: u64,
    /// The values of its partition columns, for `placedColumns`.
    values: String,
    /// How many rows are deleted.
    deleted: u64,
    /// The deletion vector, for `deletedRows`, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    vector: Option<String>,
    /// The path of its file below the table's folder; absent for an inline vector.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    vector_path: Option<String>,
}

/// Reads the logs of the tables among some entries, and selects the files that count.
#[wasm_bindgen]
pub struct TableReader {
    entries: Vec<Entry>,
    logs: VecDeque<(TableRoot, TableLog)>,
    read: Vec<ReadTable>,
    versions: Vec<u64>,
    members: Vec<Member>,
}

#[wasm_bindgen]
impl TableReader {
    /// Finds the tables among entries. A version must be that of the only table.
    #[wasm_bindgen(constructor)]
    pub fn new(entries: Vec<Ts<Entry>>, version: Option<f64>) -> Result<Self> {
        let entries: Vec<Entry> =
            entries.into_iter().map(|entry| entry.to_rust()).collect::<std::result::Result<_, _>>()?;
        let roots = table_roots(&entries);
        let shown: BTreeSet<&str> = roots.iter().map(|root| root.shown.as_str()).collect();
        if version.is_some() && shown.len() != 1 {
            let first: Vec<&str> = shown.into_iter().take(5).collect();
            return Err(Error::new(ErrorCode::InvalidOption, "tableVersion is of one table")
                .expected("one table")
                .found(if first.is_empty() { "none".to_owned() } else { first.join(", ") })
                .remedy("Give one table, or leave tableVersion out.")
                .into());
        }
        let version = version.map(|version| version as u64);
        let delta = roots.into_iter().filter(|root| root.kind == TableKind::Delta);
        let logs = delta.map(|root| Ok((root.clone(), TableLog::new(&root, None, version)?)));
        let logs = logs.collect::<daytally::Result<_>>()?;
        Ok(Self { entries, logs, read: Vec::new(), versions: Vec::new(), members: Vec::new() })
    }

    /// Returns what the logs need next; nothing once all are read.
    #[wasm_bindgen(js_name = logNeed)]
    pub fn log_need(&mut self) -> Result<Option<Ts<TableNeed>>> {
        while let Some((root, log)) = self.logs.front() {
            let Some(need) = log.need() else {
                let Some((TableRoot { path, shown, .. }, log)) = self.logs.pop_front() else { break };
                self.read.push(ReadTable { path, shown, snapshot: log.finish()? });
                continue;
            };
            let (kind, path) = match need {
                LogNeed::List(path) => (NeedKind::List, path),
                LogNeed::Bytes(path) => (NeedKind::Bytes, path),
                LogNeed::Rows(path) => (NeedKind::Rows, path),
            };
            return Ok(Some(TableNeed { kind, root: root.path.clone(), path }.into_ts()?));
        }
        Ok(None)
    }

    /// Takes the names of the files in the needed folder.
    #[wasm_bindgen(js_name = logNames)]
    pub fn log_names(&mut self, names: Vec<String>) -> Result<()> {
        self.versions = readable_versions(&names);
        Ok(self.log()?.list(names)?)
    }

    /// Takes a piece of the needed file.
    #[wasm_bindgen(js_name = logPush)]
    pub fn log_push(&mut self, bytes: &[u8]) -> Result<()> {
        Ok(self.log()?.push(bytes)?)
    }

    /// Ends the needed file.
    #[wasm_bindgen(js_name = logEnd)]
    pub fn log_end(&mut self) -> Result<()> {
        Ok(self.log()?.end()?)
    }

    /// Returns the versions that can be read of the table whose log was listed last, ascending.
    pub fn versions(&self) -> Vec<f64> {
        self.versions.iter().map(|&version| version as f64).collect()
    }

    /// Adds the files of a table, whose folder cannot be listed, to the entries. Returns their paths
    /// below the folder.
    #[wasm_bindgen(js_name = addFiles)]
    pub fn add_files(&mut self, root: &str) -> Vec<String> {
        let Some(table) = self.read.iter().find(|table| table.path == root) else { return Vec::new() };
        let paths: Vec<String> = table.snapshot.files.iter().map(|file| file.path.clone()).collect();
        self.entries.extend(paths.iter().map(|path| Entry {
            path: format!("{root}{path}"),
            shown: None,
            outside: root.len(),
            bytes: None,
            reach: Reach::InFolder,
        }));
        paths
    }

    /// Selects the files of the tables, once all logs are read.
    pub fn select(&mut self) -> Result<Ts<SelectedByLogs>> {
        let TableSelection { members, skipped, uses, others } =
            TableSelection::new(&self.entries, &self.read)?;
        let files = members.iter().map(|member| member.entry).collect();
        self.members = members;
        Ok(SelectedByLogs { files, skipped, tables: uses, others }.into_ts()?)
    }

    /// Returns the folder of a table.
    pub fn root(&self, table: usize) -> String {
        self.read.get(table).map(|table| table.path.clone()).unwrap_or_default()
    }

    /// Returns the columns of a table, for `placedColumns`.
    pub fn columns(&self, table: usize) -> Result<String> {
        let table = self.read.get(table).ok_or_else(|| out_of_order("finish"))?;
        Ok(serde_json::to_string(&*table.snapshot.columns)?)
    }

    /// Returns what a log states about an entry that is read; nothing if it is of no table.
    pub fn part(&self, entry: usize) -> Result<Option<Ts<FilePart>>> {
        let Ok(at) = self.members.binary_search_by_key(&entry, |member| member.entry) else {
            return Ok(None);
        };
        let Member { table, file, .. } = self.members[at];
        let ReadTable { shown, snapshot, .. } = self.read.get(table).ok_or_else(|| out_of_order("finish"))?;
        let file = snapshot.files.get(file).ok_or_else(|| out_of_order("finish"))?;
        let vector = file.deletion_vector.as_deref();
        let path = match vector.map(daytally::source::table::DeletionVector::file) {
            Some(stored) => {
                let located = |error: Error| error.in_file(format!("{shown}{}", file.path));
                match stored.map_err(located)? {
                    Some(stored) => {
                        let below = path_below(&stored, None).map_err(located)?;
                        Some(below.ok_or_else(|| located(outside(&stored)))?)
                    }
                    None => None,
                }
            }
            None => None,
        };
        let part = FilePart {
            table,
            bytes: file.bytes,
            values: serde_json::to_string(&*file.values)?,
            deleted: vector.map_or(0, |vector| vector.cardinality),
            vector: vector.map(serde_json::to_string).transpose()?,
            vector_path: path,
        };
        Ok(Some(part.into_ts()?))
    }
}

impl TableReader {
    fn log(&mut self) -> Result<&mut TableLog> {
        let (_, log) = self.logs.front_mut().ok_or_else(|| out_of_order("logNeed"))?;
        Ok(log)
    }
}

fn outside(found: &str) -> Error {
    Error::new(ErrorCode::Unsupported, "the file's deletion vector is outside of its table's folder")
        .expected("a path below the folder of the table")
        .found(format!("{found:?}"))
        .remedy("Make a deep clone, or export the table to Parquet.")
}
