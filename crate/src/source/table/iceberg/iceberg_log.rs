//! The metadata of an Iceberg table, from its files to a snapshot.

use std::collections::VecDeque;

use super::avro::Container;
use super::manifest::{ListedFile, Manifest, corrupt, is_read};
use super::metadata::{MAX_BYTES, Metadata, too_large};
use super::metadata_file::{HINT, choose, is_compressed};
use super::table::{Finished, Table};
use crate::error::{Error, ErrorCode, Result};
use crate::source::table::log_need::LogNeed;
use crate::source::table::{ListedSnapshot, Snapshot, TableKind, TableLocation};

const FOLDER: &str = "metadata";
/// The maximum number of manifests of a snapshot.
const MAX_MANIFESTS: usize = 1_000_000;

/// Reads the metadata of an Iceberg table without I/O: see
/// [`TableLog`](crate::source::table::TableLog).
#[derive(Debug)]
pub struct IcebergLog {
    /// The table's folder in errors, with a trailing `/`.
    shown: String,
    /// The same, absolute, if it is known.
    folder: Option<String>,
    wanted: Option<u64>,
    steps: VecDeque<Step>,
    /// The names in the folder of the metadata.
    names: Vec<String>,
    /// The bytes of the needed file so far, if it is not an Avro file.
    bytes: Vec<u8>,
    container: Container,
    /// How many bytes the needed file has so far.
    length: u64,
    metadata_file: String,
    read: Option<Read>,
}

/// What was read from the metadata.
#[derive(Debug)]
struct Read {
    metadata: Metadata,
    snapshot: u64,
    /// When it was committed, in milliseconds since 1970.
    committed: Option<i64>,
    table: Table,
}

#[derive(Debug)]
enum Step {
    List,
    Hint,
    /// The file of the metadata.
    Metadata,
    /// The list of manifests, by its path below the table's folder.
    Manifests(String),
    Manifest(Manifest, String),
}

impl IcebergLog {
    /// Creates the log of the table in the folder `shown`, which errors name.
    ///
    /// `folder` is that folder as an absolute path with a trailing `/`, if it has one. `snapshot`
    /// is `None` for the current one.
    pub fn new(shown: &str, folder: Option<String>, snapshot: Option<u64>) -> Self {
        Self {
            shown: shown.to_owned(),
            folder,
            wanted: snapshot,
            steps: [Step::List].into(),
            names: Vec::new(),
            bytes: Vec::new(),
            container: Container::default(),
            length: 0,
            metadata_file: String::new(),
            read: None,
        }
    }

    /// Returns what is needed next; nothing once the snapshot is complete.
    pub fn need(&self) -> Option<LogNeed> {
        self.steps.front().map(|step| match step {
            Step::List => LogNeed::List(FOLDER.to_owned()),
            _ => LogNeed::Bytes(self.path(step)),
        })
    }

    /// Returns the path of a step's file below the table's folder.
    fn path(&self, step: &Step) -> String {
        match step {
            Step::List => format!("{FOLDER}/"),
            Step::Hint => format!("{FOLDER}/{HINT}"),
            Step::Metadata => format!("{FOLDER}/{}", self.metadata_file),
            Step::Manifests(path) | Step::Manifest(_, path) => path.clone(),
        }
    }

    /// Takes the names of the files in the folder of the metadata.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) if it has no metadata,
    /// [`Table`](crate::ErrorCode::Table) if it is unknown which metadata is current.
    pub fn list(&mut self, names: Vec<String>) -> Result<()> {
        self.steps.clear();
        self.names = names;
        if self.names.iter().any(|name| name == HINT) {
            self.steps.push_back(Step::Hint);
            return Ok(());
        }
        self.choose(None)
    }

    fn choose(&mut self, hint: Option<&str>) -> Result<()> {
        let names = std::mem::take(&mut self.names);
        let chosen = choose(&names, hint);
        self.metadata_file = chosen.map_err(|error| error.in_file(format!("{}{FOLDER}/", self.shown)))?;
        self.steps.push_back(Step::Metadata);
        Ok(())
    }

    /// Takes the next piece of the needed file.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for content that cannot be read,
    /// [`Unsupported`](crate::ErrorCode::Unsupported) for a file of the table that is not read,
    /// [`OverLimit`](crate::ErrorCode::OverLimit) for too much of it, with the file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        self.length += bytes.len() as u64;
        self.take(bytes).map_err(|error| self.located(error))
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        match (self.steps.front(), &mut self.read) {
            (Some(Step::Hint | Step::Metadata), _) => {
                self.bytes.extend_from_slice(bytes);
                if self.bytes.len() > MAX_BYTES {
                    return Err(too_large());
                }
                Ok(())
            }
            (Some(Step::Manifests(_)), Some(Read { table, .. })) => {
                let mut found = Vec::new();
                self.container.push(bytes, &is_read, &mut |row, _| {
                    let manifest = Manifest::new(row)?;
                    let path = table.below(&manifest.path)?;
                    found.push(Step::Manifest(manifest, path));
                    Ok(())
                })?;
                self.steps.extend(found);
                if self.steps.len() > MAX_MANIFESTS {
                    return Err(Error::new(ErrorCode::OverLimit, "the Iceberg table has too many manifests")
                        .expected(format!("at most {MAX_MANIFESTS}"))
                        .remedy("Join them, for example with CALL system.rewrite_manifests in Spark."));
                }
                Ok(())
            }
            (Some(Step::Manifest(manifest, _)), Some(Read { table, metadata, .. })) => {
                let metadata: &Metadata = metadata;
                self.container.push(bytes, &is_read, &mut |row, facts| match ListedFile::new(
                    row,
                    facts,
                    manifest,
                    |id| metadata.spec(id),
                )? {
                    Some(file) => table.add(file, metadata),
                    None => Ok(()),
                })
            }
            _ => Err(Error::new(ErrorCode::Internal, "no file of the log is needed")),
        }
    }

    /// Ends the needed file.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for an incomplete file, and as [`push`](Self::push),
    /// with the file.
    pub fn end(&mut self) -> Result<()> {
        let ended = self.ended().map_err(|error| self.located(error));
        self.length = 0;
        self.container = Container::default();
        ended
    }

    fn ended(&mut self) -> Result<()> {
        let bytes = std::mem::take(&mut self.bytes);
        match self.steps.front() {
            Some(Step::Hint) => {
                self.steps.pop_front();
                return self.choose(std::str::from_utf8(&bytes).ok().map(str::trim));
            }
            Some(Step::Metadata) => self.open(&bytes)?,
            Some(Step::Manifests(_)) => self.container.end()?,
            Some(Step::Manifest(manifest, _)) => {
                self.container.end()?;
                if let Some(stated) = manifest.bytes.filter(|&stated| stated != self.length) {
                    return Err(corrupt(&format!(
                        "{} bytes instead of {stated}, as in the list",
                        self.length
                    )));
                }
            }
            Some(Step::List) | None => {}
        }
        self.steps.pop_front();
        Ok(())
    }

    /// Takes the metadata.
    fn open(&mut self, bytes: &[u8]) -> Result<()> {
        let metadata = Metadata::parse(bytes, is_compressed(&self.metadata_file))?;
        let location = TableLocation::new(&metadata.location, self.folder.as_deref());
        let chosen = metadata.choose(self.wanted)?;
        let (snapshot, stored) = (chosen.id, chosen.snapshot);
        let table = Table::new(&metadata, &chosen.fields, location)?;
        match stored.manifest_list {
            Some(list) => self.steps.push_back(Step::Manifests(table.below(&list)?)),
            None => {
                for path in stored.manifests {
                    let below = table.below(&path)?;
                    self.steps.push_back(Step::Manifest(Manifest::of_snapshot(path), below));
                }
            }
        }
        let committed = stored.timestamp_ms;
        self.read = Some(Read { metadata, snapshot, committed, table });
        Ok(())
    }

    fn located(&self, error: Error) -> Error {
        let path = self.steps.front().map_or_else(|| format!("{FOLDER}/"), |step| self.path(step));
        error.in_file(format!("{}{path}", self.shown))
    }

    /// Returns the snapshots that can be read by their ids, in the order in which they were added;
    /// none before the metadata was read.
    pub fn snapshots(&self) -> Vec<ListedSnapshot> {
        self.read.as_ref().map(|read| read.metadata.listed()).unwrap_or_default()
    }

    /// Returns the snapshot.
    ///
    /// # Errors
    ///
    /// [`Internal`](crate::ErrorCode::Internal) while something is still needed,
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for a file that is listed twice.
    pub fn finish(self) -> Result<Snapshot> {
        let Some(Read { snapshot, committed, table, .. }) = self.read.filter(|_| self.steps.is_empty())
        else {
            return Err(Error::new(ErrorCode::Internal, "the metadata was not read whole"));
        };
        let metadata_file = format!("{FOLDER}/{}", self.metadata_file);
        let file = format!("{}{metadata_file}", self.shown);
        let Finished { columns, files, deletes, location } =
            table.finish().map_err(|error| error.in_file(file))?;
        Ok(Snapshot {
            kind: TableKind::Iceberg,
            version: snapshot,
            committed,
            metadata: Some(metadata_file),
            columns,
            files,
            deletes,
            location: Some(location),
        })
    }
}
