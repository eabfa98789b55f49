//! Folders that appear only when all of their files are complete.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::io::folder::{folder_of, hidden, permissions, sync_folder};
use crate::fs::io::output::{OutputFile, at, located, refuse_nowhere};

/// A folder of outputs; a new one appears only when all of them are complete.
#[derive(Debug)]
pub(in crate::fs) struct OutputFolder {
    path: PathBuf,
    is_new: bool,
}

impl OutputFolder {
    pub(in crate::fs) fn create(path: &Path) -> Result<Self> {
        refuse_nowhere(path)?;
        if path.is_dir() {
            return Ok(Self { path: path.into(), is_new: false });
        }
        if path.exists() || path.is_symlink() {
            return Err(located(Error::new(ErrorCode::InvalidOption, "the output is a file"), path)
                .expected("a folder, new or not"));
        }
        Ok(Self { path: path.into(), is_new: true })
    }

    pub(in crate::fs) fn file(&self, name: &str) -> Result<OutputFile> {
        let path = self.path.join(name);
        if self.is_new { OutputFile::create_for(path, &self.path) } else { OutputFile::create(&path) }
    }

    /// Returns the path of a file in the folder.
    pub(in crate::fs) fn path_of(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Moves every file to its final path. Returns their sizes in bytes.
    pub(in crate::fs) fn replace(self, files: Vec<OutputFile>) -> Result<Vec<u64>> {
        // The slow part comes first. A process killed later would leave files of two runs, or a
        // folder without its final name.
        for file in &files {
            file.sync()?()?;
        }
        if !self.is_new {
            return replace_all(files);
        }
        let folder = NewFolder::create(&self.path)?;
        let mut bytes = Vec::with_capacity(files.len());
        for file in files {
            bytes.push(file.stage(folder.staging.path())?);
        }
        folder.appear()?;
        Ok(bytes)
    }
}

/// Moves every file to its final path in an existing folder. If one fails, the error lists those
/// already replaced.
fn replace_all(files: Vec<OutputFile>) -> Result<Vec<u64>> {
    let mut names: Vec<String> = Vec::new();
    let mut bytes = Vec::new();
    for file in files {
        let name = file.name();
        bytes.push(file.replace().map_err(|error| match &names[..] {
            [] => error,
            replaced => error.remedy(format!("Already replaced: {}.", replaced.join(", "))),
        })?);
        names.push(name);
    }
    Ok(bytes)
}

/// A new folder with a hidden name until all of its files are complete.
#[derive(Debug)]
pub(in crate::fs) struct NewFolder {
    path: PathBuf,
    staging: TempDir,
}

impl NewFolder {
    pub(in crate::fs) fn create(path: &Path) -> Result<Self> {
        let mut builder = hidden();
        if let Some(permissions) = permissions(path, 0o777) {
            builder.permissions(permissions);
        }
        let staging = builder.tempdir_in(folder_of(path)).map_err(|error| at(path, error))?;
        Ok(Self { path: path.into(), staging })
    }

    pub(in crate::fs) fn file(&self, name: &str) -> Result<OutputFile> {
        OutputFile::create(&self.staging.path().join(name))
    }

    pub(in crate::fs) fn appear(self) -> Result<()> {
        let Self { path, staging } = self;
        let appeared = || {
            fs::rename(staging.path(), &path)?;
            // It has a new name and must not be deleted.
            let _ = staging.keep();
            sync_folder(folder_of(&path))
        };
        appeared().map_err(|error: io::Error| match error.kind() {
            io::ErrorKind::DirectoryNotEmpty => located(made_meanwhile(), &path),
            _ => at(&path, error),
        })
    }
}

fn made_meanwhile() -> Error {
    Error::new(ErrorCode::Io, "the output's folder was made by another run meanwhile")
        .remedy("Run the command again to replace its files, or name another folder.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::io::folder::names;
    use crate::fs::io::output::write_text;

    #[test]
    fn a_new_folder_appears_as_a_whole() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("out");
        for run in ["first", "second"] {
            let folder = OutputFolder::create(&path).unwrap();
            let file = folder.file("a.json").unwrap();
            write_text(&file, run).unwrap();
            let before = fs::read_to_string(path.join("a.json")).ok();
            assert_eq!(before.as_deref(), (run == "second").then_some("first"));
            folder.replace(vec![file]).unwrap();
            assert_eq!(fs::read_to_string(path.join("a.json")).unwrap(), run);
            assert_eq!(names(parent.path()), ["out"]);
            assert_eq!(names(&path), ["a.json"]);
        }
        drop(OutputFolder::create(&parent.path().join("never")).unwrap());
        assert_eq!(names(parent.path()), ["out"]);
    }

    #[test]
    fn what_was_replaced_before_a_failure_is_reported() {
        let parent = tempfile::tempdir().unwrap();
        let folder = OutputFolder::create(parent.path()).unwrap();
        let files = ["a.json", "b.json"].map(|name| folder.file(name).unwrap());
        fs::create_dir(parent.path().join("b.json")).unwrap();
        let error = folder.replace(files.into()).unwrap_err().to_string();
        assert!(error.contains("b.json") && error.contains("Already replaced: a.json."), "{error}");
    }

    #[test]
    fn a_file_is_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(OutputFolder::create(&folder.path().join("file")).is_err());
    }
}
