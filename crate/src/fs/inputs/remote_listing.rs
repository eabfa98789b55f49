//! The listing of a URL and of the folders above it.

use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::inputs::listing::{Listing, is_partition};
use crate::fs::inputs::place::Place;
use crate::fs::inputs::probed::{Probed, metadata_of, probe};
use crate::fs::remote::{Remote, RemoteFile, RemotePlace};
use crate::source::KeySearch;
use crate::source::table::{
    FolderUse, ProbedTable, Reach, ReadTable, TableKind, TableRule, folder_use, is_commit_marker,
    is_iceberg_metadata,
};

impl Listing {
    /// Adds what a URL names. Returns its path, without a `/` at the end. `version` is that of a
    /// table.
    pub(super) fn remote(
        &mut self,
        remote: &Arc<dyn Remote>,
        url: &str,
        rule: TableRule,
        version: Option<u64>,
    ) -> Result<String> {
        let walks = |name: &str| matches!(folder_use(name), FolderUse::Walk | FolderUse::ListFiles);
        match remote.find(url, &walks)? {
            RemotePlace::File(file) => {
                if let Some((folder, name)) = metadata_of(&file.path).filter(|_| rule == TableRule::ByLog) {
                    self.metadata(remote, folder, name);
                    return Ok(folder.trim_end_matches('/').to_owned());
                }
                self.remote_above(remote, &file.path, Commits::InFolder)?;
                let path = file.path.clone();
                let keys = (path.clone(), KeySearch::Given);
                self.remote_file(remote, file, Reach::Given, 0, keys);
                Ok(path)
            }
            RemotePlace::Folder(folder, mut files) => {
                let folder_path = folder.trim_end_matches('/').to_owned();
                self.remote_above(remote, &folder_path, Commits::OfPartition)?;
                files.sort_by(|a, b| a.path.cmp(&b.path));
                let name = folder_path.rsplit('/').next().unwrap_or_default();
                let mut noted = None;
                for file in files {
                    let Some(inside) = file.path.strip_prefix(&folder) else { continue };
                    let keyed = format!("{name}/{inside}");
                    match outer_use(inside) {
                        Outer::Skip => {}
                        Outer::Note(length) => {
                            let note = file.path[..folder.len() + length].to_owned();
                            if noted.as_ref() != Some(&note) {
                                let note_file = RemoteFile { path: note.clone(), facts: None };
                                let keys = (format!("{name}/{}", &inside[..length - 1]), KeySearch::InFolder);
                                self.remote_file(remote, note_file, Reach::InFolder, folder.len(), keys);
                                noted = Some(note);
                            }
                        }
                        Outer::File => {
                            let keys = (keyed, KeySearch::InFolder);
                            self.remote_file(remote, file, Reach::InFolder, folder.len(), keys);
                        }
                    }
                }
                Ok(folder_path)
            }
            RemotePlace::Unlisted(_, refused) if rule == TableRule::AsFiles => Err(refused),
            RemotePlace::Unlisted(folder, refused) => {
                self.probe(remote, &folder, version, refused)?;
                Ok(folder.trim_end_matches('/').to_owned())
            }
        }
    }

    pub(super) fn remote_file(
        &mut self,
        remote: &Arc<dyn Remote>,
        file: RemoteFile,
        reach: Reach,
        outside: usize,
        keys: (String, KeySearch),
    ) {
        let RemoteFile { path, facts } = file;
        let bytes = facts.as_ref().map(|facts| facts.bytes);
        let place = Place::Remote { remote: remote.clone(), path: path.as_str().into(), facts };
        self.push(reach, path.clone(), outside, bytes, path, place, keys);
    }

    /// Adds the table in a folder that `refused` says cannot be listed.
    pub(super) fn probe(
        &mut self,
        remote: &Arc<dyn Remote>,
        folder: &str,
        version: Option<u64>,
        refused: Error,
    ) -> Result<()> {
        match probe(remote, folder, version) {
            Ok(table) => self.probed(remote, folder, table),
            // What the server replied is more helpful.
            Err(error) if error.code() == ErrorCode::NoInput => {
                return Err(refused.or_remedy(
                    "Give the URL of each file; of an Iceberg table, that of its newest metadata.json.",
                ));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Adds the table whose metadata was given by its URL.
    pub(super) fn metadata(&mut self, remote: &Arc<dyn Remote>, folder: &str, name: &str) {
        let table = ProbedTable { kind: TableKind::Iceberg, names: vec![name.to_owned()], note: None };
        self.probed(remote, folder, table);
    }

    fn probed(&mut self, remote: &Arc<dyn Remote>, folder: &str, table: ProbedTable) {
        let keys = (String::new(), KeySearch::Given);
        let mark = RemoteFile { path: format!("{folder}{}", table.mark()), facts: None };
        self.remote_file(remote, mark, Reach::InFolder, folder.len(), keys);
        self.probed.push(Probed::new(remote, folder, table));
    }

    /// Adds the existing files of the tables that were found by names, with their sizes.
    pub(super) fn probed_files(&mut self, read: &[ReadTable]) -> Result<()> {
        for probed in std::mem::take(&mut self.probed) {
            for file in probed.files(read)? {
                let keys = (String::new(), KeySearch::Given);
                self.remote_file(&probed.remote, file, Reach::InFolder, probed.folder.len(), keys);
            }
        }
        Ok(())
    }

    /// Records the marks of tables and sinks in the folders above a path, and the commits in those while
    /// they are partitions.
    fn remote_above(&mut self, remote: &Arc<dyn Remote>, path: &str, commits: Commits) -> Result<()> {
        let root = path.find("://").map_or(0, |at| at + 3);
        let mut has_commits = commits == Commits::InFolder || is_partition(Path::new(path));
        let mut rest = path;
        while let Some(at) = rest.rfind('/').filter(|&at| at > root) {
            rest = &rest[..at];
            let folder = format!("{rest}/");
            let is_new = self.first_above(&folder);
            let is_committed = has_commits && self.first_committed(&folder);
            has_commits &= is_partition(Path::new(rest));
            if !is_new && !is_committed {
                continue;
            }
            for name in remote.names(&folder)? {
                let path = format!("{folder}{name}");
                match name.as_str() {
                    "_delta_log/" | ".hoodie/" if is_new => self.mark_remote(remote, &path)?,
                    ".hoodie_partition_metadata" | ".hoodie_partition_metadata.parquet" if is_new => {
                        self.mark_remote(remote, &path)?;
                    }
                    "metadata/" if is_new => self.marks_in(remote, &path, &is_iceberg_metadata)?,
                    "_spark_metadata/" if is_new => {
                        self.mark_remote(remote, &path)?;
                        self.marks_in(remote, &path, &|name| !name.ends_with('/'))?;
                    }
                    _ if is_committed && is_commit_marker(&name) => self.mark_remote(remote, &path)?,
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn marks_in(
        &mut self,
        remote: &Arc<dyn Remote>,
        folder: &str,
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Result<()> {
        let names = remote.names(folder)?;
        let mut wanted = names.iter().filter(|name| is_wanted(name));
        wanted.try_for_each(|name| self.mark_remote(remote, &format!("{folder}{name}")))
    }

    /// Records a folder, or a file with its size: a log is read whole.
    fn mark_remote(&mut self, remote: &Arc<dyn Remote>, path: &str) -> Result<()> {
        let facts = if path.ends_with('/') { None } else { Some(remote.facts(path)?) };
        let file = RemoteFile { path: path.to_owned(), facts };
        self.remote_file(remote, file, Reach::Above, path.len(), Default::default());
        Ok(())
    }
}

/// Whether commits are searched in the folder of a path: always for a file, and for a folder if it
/// is a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Commits {
    InFolder,
    OfPartition,
}

/// What the folders of a file below the given one mean for it.
#[derive(Debug, PartialEq, Eq)]
enum Outer {
    /// One is hidden.
    Skip,
    /// The folder of this length, with its `/`, is recorded in place of its files.
    Note(usize),
    /// It counts by its own name.
    File,
}

fn outer_use(inside: &str) -> Outer {
    let mut start = 0;
    while let Some(at) = inside[start..].find('/').map(|found| start + found) {
        match folder_use(&inside[start..at]) {
            FolderUse::Skip => return Outer::Skip,
            FolderUse::Note => return Outer::Note(at + 1),
            FolderUse::ListFiles | FolderUse::Walk => {}
        }
        start = at + 1;
    }
    Outer::File
}
