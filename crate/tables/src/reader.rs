//! The tables among some entries.

use std::collections::VecDeque;

use daytally::source::table::{
    DeletedRows, DeletionVector, Entry, ListedSnapshot, LogNeed, Member, Reach, ReadTable, Skipped,
    TableKind, TableLog, TableRoot, TableSelection, TableUse, readable_versions, table_roots, vector_path,
};
use daytally::source::{DeleteReader, NeededFile, StoredColumn};
use daytally::{Error, ErrorCode};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure::{Result, out_of_order};
use crate::json::{self, to_js};

/// What a log needs next.
#[derive(Serialize, Tsify)]
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
#[derive(Serialize, Tsify)]
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
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SelectedByLogs {
    /// The positions of the files to read, in order.
    files: Vec<usize>,
    /// What is skipped.
    skipped: Vec<Skipped>,
    /// The positions of the entries that are in none of them.
    others: Vec<usize>,
}

/// What a table's log states about one of the files to read.
#[derive(Serialize, Tsify)]
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
    /// The last deleted row that a delete file names.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    last_deleted: Option<u64>,
    /// The deletion vector, for `deletedRows`, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    vector: Option<String>,
    /// The path of its file below the table's folder; absent for an inline vector.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    vector_path: Option<String>,
}

/// A file that deletes rows, or of which rows are deleted.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DeleteNeed {
    /// The table's folder.
    root: String,
    /// The path below that.
    path: String,
    /// The file's size.
    bytes: u64,
    /// The deletion vector of the file, if that is needed, and not its columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    vector: Option<String>,
    /// The path of the vector's file below the table's folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    vector_path: Option<String>,
}

/// Reads the logs of the tables among some entries, and selects the files that count.
#[wasm_bindgen]
#[derive(Default)]
pub struct TableReader {
    entries: Vec<Entry>,
    logs: VecDeque<(TableRoot, TableLog)>,
    read: Vec<ReadTable>,
    /// Whether there is one table, of which the versions are wanted.
    is_only: bool,
    versions: Vec<u64>,
    snapshots: Vec<ListedSnapshot>,
    members: Vec<Member>,
    uses: Vec<TableUse>,
    deletes: DeleteReader,
    /// The rows that delete files delete, by the numbers of table and file, ascending.
    deleted: Vec<((usize, usize), DeletedRows)>,
}

#[wasm_bindgen]
impl TableReader {
    /// Finds the tables among entries. A version must be that of the only table.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Entry[]")] entries: &JsValue,
        version: Option<u64>,
    ) -> Result<Self> {
        let entries = json::entries(entries)?;
        let roots = table_roots(&entries);
        let mut shown: Vec<&str> = roots.iter().map(|root| root.shown.as_str()).collect();
        // One folder may be a table of two formats.
        shown.dedup();
        if version.is_some() && shown.len() != 1 {
            let first: Vec<&str> = shown.into_iter().take(5).collect();
            return Err(Error::new(ErrorCode::InvalidOption, "tableVersion is of one table")
                .expected("one table")
                .found(if first.is_empty() { "none".to_owned() } else { first.join(", ") })
                .remedy("Give one table, or leave tableVersion out.")
                .into());
        }
        let mut logs = VecDeque::new();
        for root in roots {
            let is_delta = logs.back().is_some_and(|(known, _): &(TableRoot, _)| known.path == root.path);
            match root.kind {
                // Writers of Delta add the metadata of Iceberg for other readers.
                TableKind::Iceberg if is_delta => {}
                TableKind::Delta | TableKind::Iceberg => {
                    let log = TableLog::new(&root, None, version)?.with_delete_files();
                    logs.push_back((root, log));
                }
                TableKind::Hudi => {}
            }
        }
        Ok(Self { entries, is_only: logs.len() == 1, logs, ..Self::default() })
    }

    /// Returns what the logs need next; nothing once all are read.
    #[wasm_bindgen(js_name = logNeed, unchecked_return_type = "TableNeed | undefined")]
    pub fn log_need(&mut self) -> Result<JsValue> {
        while let Some((root, log)) = self.logs.front() {
            let Some(need) = log.need() else {
                let Some((TableRoot { path, shown, .. }, log)) = self.logs.pop_front() else { break };
                if self.is_only {
                    self.snapshots = log.snapshots();
                }
                self.read.push(ReadTable { path, shown, snapshot: log.finish()? });
                continue;
            };
            let (kind, path) = match need {
                LogNeed::List(path) => (NeedKind::List, path),
                LogNeed::Bytes(path) => (NeedKind::Bytes, path),
                LogNeed::Rows(path) => (NeedKind::Rows, path),
            };
            return to_js(&TableNeed { kind, root: root.path.clone(), path });
        }
        Ok(JsValue::UNDEFINED)
    }

    /// Takes the names of the files in the needed folder.
    #[wasm_bindgen(js_name = logNames)]
    pub fn log_names(&mut self, names: Vec<String>) -> Result<()> {
        if self.is_only && self.logs.front().is_some_and(|(root, _)| root.kind == TableKind::Delta) {
            self.versions = readable_versions(&names);
        }
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

    /// Returns the versions that can be read of the only table, ascending, if it is one of Delta whose
    /// log was listed.
    pub fn versions(&self) -> Vec<f64> {
        self.versions.iter().map(|&version| version as f64).collect()
    }

    /// Returns the snapshots that can be read of the only table, the oldest first, if it is one of
    /// Iceberg whose log was read.
    #[wasm_bindgen(unchecked_return_type = "ListedSnapshot[]")]
    pub fn snapshots(&self) -> Result<JsValue> {
        to_js(&self.snapshots)
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
    #[wasm_bindgen(unchecked_return_type = "SelectedByLogs")]
    pub fn select(&mut self) -> Result<JsValue> {
        let TableSelection { members, skipped, uses, others } =
            TableSelection::new(&self.entries, &self.read)?;
        let files = members.iter().map(|member| member.entry).collect();
        self.deletes = DeleteReader::new(&self.read, &members);
        (self.members, self.uses) = (members, uses);
        to_js(&SelectedByLogs { files, skipped, others })
    }

    /// Returns the next file that deletes rows, or of which rows are deleted by their values; nothing
    /// once all are read.
    #[wasm_bindgen(js_name = deleteNeed, unchecked_return_type = "DeleteNeed | undefined")]
    pub fn delete_need(&mut self) -> Result<JsValue> {
        let Some((table, NeededFile { path, bytes, with_vector })) = self.deletes.need(&self.read) else {
            self.deleted = self.deletes.finish();
            return Ok(JsValue::UNDEFINED);
        };
        let vector = with_vector.and_then(|file| file.deletion_vector.as_deref());
        let (root, path) = (table.path.clone(), path.to_owned());
        let vector_path = vector.map(|vector| path_of(vector, table, &path)).transpose()?.flatten();
        let vector = vector.map(serde_json::to_string).transpose()?;
        to_js(&DeleteNeed { root, path, bytes, vector, vector_path })
    }

    /// Takes the columns that the needed file stores. Returns those to read, ascending.
    #[wasm_bindgen(js_name = deleteColumns)]
    pub fn delete_columns(&mut self, stored: Vec<String>) -> Result<Vec<u32>> {
        let stored: Option<Vec<StoredColumn>> = stored.iter().map(|text| StoredColumn::parse(text)).collect();
        let stored = stored.ok_or_else(|| out_of_order("storedColumns"))?;
        self.deletes.place(&self.read, stored).map_err(|error| self.of_delete(error).into())
    }

    /// Takes values of those columns.
    #[wasm_bindgen(js_name = deletePush)]
    pub fn delete_push(&mut self, values: &[u8]) -> Result<()> {
        self.deletes.push(&self.read, values).map_err(|error| self.of_delete(error).into())
    }

    /// Ends the needed file of `rows` rows, with the bytes of its deletion vector.
    #[wasm_bindgen(js_name = deleteEnd)]
    pub fn delete_end(&mut self, rows: f64, vector: &[u8]) -> Result<()> {
        self.deletes.end(&self.read, rows as u64, vector).map_err(|error| self.of_delete(error).into())
    }

    /// Returns the tables, once all deletes are read.
    #[wasm_bindgen(unchecked_return_type = "TableUse[]")]
    pub fn tables(&mut self) -> Result<JsValue> {
        for ((table, file), rows) in &self.deleted {
            let Some(table) = self.read.get(*table) else { continue };
            TableUse::add_deleted(&mut self.uses, table, *file, rows);
        }
        to_js(&self.uses)
    }

    /// Returns the rows of an entry that delete files delete, for `deleteRows` of the first module.
    #[wasm_bindgen(js_name = deletedRows, unchecked_return_type = "Uint8Array")]
    pub fn deleted_rows(&self, entry: usize) -> Vec<u8> {
        let rows = self.member(entry).and_then(|member| self.rows(member));
        rows.map(DeletedRows::to_bytes).unwrap_or_default()
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
    #[wasm_bindgen(unchecked_return_type = "FilePart | undefined")]
    pub fn part(&self, entry: usize) -> Result<JsValue> {
        let Some(member) = self.member(entry) else { return Ok(JsValue::UNDEFINED) };
        let table = member.table;
        let of = self.read.get(table).ok_or_else(|| out_of_order("finish"))?;
        let file = of.snapshot.files.get(member.file).ok_or_else(|| out_of_order("finish"))?;
        let rows = self.rows(member);
        // Deletes by values are among the rows together with those of a vector.
        let vector = file.deletion_vector.as_deref().filter(|_| rows.is_none());
        let vector_path = vector.map(|vector| path_of(vector, of, &file.path)).transpose()?.flatten();
        let of_vector = vector.map_or(0, |vector| vector.cardinality);
        to_js(&FilePart {
            table,
            bytes: file.bytes,
            values: serde_json::to_string(&*file.values)?,
            deleted: rows.map_or(of_vector, DeletedRows::len),
            last_deleted: rows.and_then(DeletedRows::last),
            vector: vector.map(serde_json::to_string).transpose()?,
            vector_path,
        })
    }
}

impl TableReader {
    fn member(&self, entry: usize) -> Option<Member> {
        let at = self.members.binary_search_by_key(&entry, |member| member.entry).ok()?;
        self.members.get(at).copied()
    }

    /// Returns the rows of a file that delete files delete.
    fn rows(&self, member: Member) -> Option<&DeletedRows> {
        let file = (member.table, member.file);
        let at = self.deleted.binary_search_by_key(&file, |(known, _)| *known).ok()?;
        self.deleted.get(at).map(|(_, rows)| rows)
    }

    /// Names the file that is needed.
    fn of_delete(&self, error: Error) -> Error {
        match self.deletes.need(&self.read) {
            Some((table, NeededFile { path, .. })) => error.in_file(format!("{}{path}", table.shown)),
            None => error,
        }
    }

    fn log(&mut self) -> Result<&mut TableLog> {
        let (_, log) = self.logs.front_mut().ok_or_else(|| out_of_order("logNeed"))?;
        Ok(log)
    }
}

/// Returns the path of the file of a data file's vector below its table's folder; `None` for an inline
/// vector.
fn path_of(vector: &DeletionVector, table: &ReadTable, file: &str) -> Result<Option<String>> {
    Ok(vector_path(vector, None).map_err(|error| error.in_file(format!("{}{file}", table.shown)))?)
}
