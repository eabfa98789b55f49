//! Files that appear only when they are complete.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempDir};

use crate::error::{Error, ErrorCode, Result};

/// Hidden, so that readers of the folder skip it.
const PREFIX: &str = ".daytally-";
const BUFFER_BYTES: usize = 256 * 1024;

/// A file that is written beside its final path.
///
/// If it is dropped before [`OutputFile::replace`], it leaves nothing behind.
#[derive(Debug)]
pub(in crate::native) struct OutputFile {
    written: Written,
    path: PathBuf,
}

/// Where the bytes are until the file is complete.
#[derive(Debug)]
enum Written {
    /// A file without a name, of which nothing is left if the process ends.
    #[cfg(target_os = "linux")]
    Unnamed(File),
    /// A hidden file, if the system has no files without a name.
    Named(NamedTempFile),
}

impl OutputFile {
    pub(in crate::native) fn create(path: &Path) -> Result<Self> {
        refuse_nowhere(path)?;
        if path.is_dir() {
            return Err(located(Error::new(ErrorCode::InvalidOption, "the output is a folder"), path)
                .expected("the name of a file, new or to be replaced"));
        }
        // A link stays, and the file that it names is replaced.
        let path =
            if path.is_symlink() { fs::canonicalize(path).map_err(|e| at(path, e))? } else { path.into() };
        if path.exists() && !path.is_file() {
            return Err(located(
                Error::new(ErrorCode::InvalidOption, "the output is not a regular file"),
                &path,
            )
            .expected("the name of a file, new or to be replaced"));
        }
        let written = Written::create(parent(&path), &path).map_err(|error| at(&path, error))?;
        Ok(Self { written, path })
    }

    /// Creates a file for a folder that does not exist yet; it is written beside that folder.
    fn create_for(path: PathBuf, folder: &Path) -> Result<Self> {
        let written = Written::create(parent(folder), &path).map_err(|error| at(&path, error))?;
        Ok(Self { written, path })
    }

    /// Returns where to write; a new handle each time.
    pub(in crate::native) fn sink(&self) -> Result<BufWriter<File>> {
        let file = self.written.file().try_clone().map_err(|error| at(&self.path, error))?;
        Ok(BufWriter::with_capacity(BUFFER_BYTES, file))
    }

    /// Returns a function that syncs the bytes written so far to disk, from any thread.
    pub(in crate::native) fn sync(&self) -> Result<impl Fn() -> Result<()> + Send + use<>> {
        let file = self.written.file().try_clone().map_err(|error| at(&self.path, error))?;
        let path = self.path.clone();
        Ok(move || file.sync_data().map_err(|error| at(&path, error)))
    }

    /// Adds the name of the file to an error of a sink.
    pub(in crate::native) fn located(&self, error: Error) -> Error {
        located(error, &self.path)
    }

    /// Moves the file to its final path. Returns its size in bytes.
    pub(in crate::native) fn replace(self) -> Result<u64> {
        let Self { written, path } = self;
        written.take_place(&path).map_err(|error| at(&path, error))
    }
}

impl Written {
    /// Creates a file in a folder, with the permissions of the one at `path`, if there is one.
    fn create(folder: &Path, path: &Path) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Some(file) = unnamed::create(folder, path)? {
            return Ok(Self::Unnamed(file));
        }
        let mut builder = hidden();
        if let Some(permissions) = permissions(path, 0o666) {
            builder.permissions(permissions);
        }
        builder.tempfile_in(folder).map(Self::Named)
    }

    fn file(&self) -> &File {
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(file) => file,
            Self::Named(file) => file.as_file(),
        }
    }

    fn take_place(self, path: &Path) -> io::Result<u64> {
        self.file().sync_all()?;
        let bytes = self.file().metadata()?.len();
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(file) => unnamed::persist(&file, path)?,
            Self::Named(file) => _ = file.persist(path).map_err(|error| error.error)?,
        }
        sync_folder(parent(path))?;
        Ok(bytes)
    }
}

fn hidden() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(".tmp");
    builder
}

#[cfg(target_os = "linux")]
mod unnamed {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::os::fd::AsRawFd;
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    use std::path::{Path, PathBuf};

    use rustix::fs::{AtFlags, CWD, OFlags, linkat};

    use super::{hidden, parent, permissions};

    /// Creates a file without a name, if the file system has such files and can name one later.
    pub(in crate::native) fn create(folder: &Path, path: &Path) -> io::Result<Option<File>> {
        let mode = permissions(path, 0o666).map_or(0o666, |permissions| permissions.mode() & 0o7777);
        let flags = OFlags::TMPFILE.bits().cast_signed();
        let opened = OpenOptions::new().read(true).write(true).mode(mode).custom_flags(flags).open(folder);
        match opened {
            Ok(file) if place(&file).exists() => Ok(Some(file)),
            // There is no such file here; if something else is wrong, creating a named file reports
            // it.
            _ => Ok(None),
        }
    }

    /// Gives it a hidden name, and then at once its final one, which may exist.
    pub(in crate::native) fn persist(file: &File, path: &Path) -> io::Result<()> {
        let link = |name: &Path| Ok(linkat(CWD, place(file), CWD, name, AtFlags::SYMLINK_FOLLOW)?);
        let linked = hidden().make_in(parent(path), link)?;
        linked.persist(path).map_err(|error| error.error)?;
        Ok(())
    }

    fn place(file: &File) -> PathBuf {
        format!("/proc/self/fd/{}", file.as_raw_fd()).into()
    }
}

/// A folder of outputs; a new one appears only when all of them are complete.
#[derive(Debug)]
pub(in crate::native) struct OutputFolder {
    path: PathBuf,
    is_new: bool,
}

impl OutputFolder {
    pub(in crate::native) fn create(path: &Path) -> Result<Self> {
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

    pub(in crate::native) fn file(&self, name: &str) -> Result<OutputFile> {
        let path = self.path.join(name);
        if self.is_new { OutputFile::create_for(path, &self.path) } else { OutputFile::create(&path) }
    }

    /// Returns the path of a file in the folder.
    pub(in crate::native) fn path_of(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Moves every file to its final path. Returns their sizes in bytes.
    pub(in crate::native) fn replace(self, files: Vec<OutputFile>) -> Result<Vec<u64>> {
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
        for OutputFile { written, path } in files {
            let staged = folder.staging.path().join(path.file_name().unwrap_or_default());
            bytes.push(written.take_place(&staged).map_err(|error| at(&path, error))?);
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
        let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        bytes.push(file.replace().map_err(|error| match &names[..] {
            [] => error,
            replaced => error.remedy(format!("Already replaced: {}.", replaced.join(", "))),
        })?);
        names.push(name);
    }
    Ok(bytes)
}

/// Refuses a path in a folder that does not exist.
fn refuse_nowhere(path: &Path) -> Result<()> {
    if parent(path).is_dir() {
        return Ok(());
    }
    Err(located(Error::new(ErrorCode::Io, "the output's folder is not there"), path)
        .expected("a place in a folder that exists")
        .remedy("Make the folder, or name another one."))
}

/// A new folder with a hidden name until all of its files are complete.
#[derive(Debug)]
pub(in crate::native) struct NewFolder {
    path: PathBuf,
    staging: TempDir,
}

impl NewFolder {
    pub(in crate::native) fn create(path: &Path) -> Result<Self> {
        let mut builder = hidden();
        if let Some(permissions) = permissions(path, 0o777) {
            builder.permissions(permissions);
        }
        let staging = builder.tempdir_in(parent(path)).map_err(|error| at(path, error))?;
        Ok(Self { path: path.into(), staging })
    }

    pub(in crate::native) fn file(&self, name: &str) -> Result<OutputFile> {
        OutputFile::create(&self.staging.path().join(name))
    }

    pub(in crate::native) fn appear(self) -> Result<()> {
        let Self { path, staging } = self;
        let appeared = || {
            fs::rename(staging.path(), &path)?;
            // It has a new name and must not be deleted.
            let _ = staging.keep();
            sync_folder(parent(&path))
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

/// Writes a small file.
pub(in crate::native) fn write_text(file: &OutputFile, text: &str) -> Result<()> {
    let mut sink = file.sink()?;
    let written = sink.write_all(text.as_bytes()).and_then(|()| sink.flush());
    written.map_err(|error| file.located(error.into()))
}

pub(in crate::native) fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn at(path: &Path, error: io::Error) -> Error {
    located(error.into(), path)
}

fn located(error: Error, path: &Path) -> Error {
    error.in_file(path.display().to_string())
}

/// Returns the permissions of the replaced file, or else `mode` limited by the user's mask.
#[cfg(unix)]
fn permissions(path: &Path, mode: u32) -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    let existing = fs::metadata(path).map(|metadata| metadata.permissions());
    Some(existing.unwrap_or_else(|_| fs::Permissions::from_mode(mode)))
}

#[cfg(not(unix))]
fn permissions(_: &Path, _: u32) -> Option<fs::Permissions> {
    None
}

/// Makes a rename survive a power cut.
#[cfg(unix)]
pub(in crate::native) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(in crate::native) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_only_when_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "old").unwrap();

        let file = OutputFile::create(&path).unwrap();
        write_text(&file, "half").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        drop(file);
        assert_eq!(names(folder.path()), ["out.csv"]);

        let file = OutputFile::create(&path).unwrap();
        write_text(&file, "new!").unwrap();
        assert_eq!(file.replace().unwrap(), 4);
        assert_eq!(fs::read(&path).unwrap(), b"new!");
        assert_eq!(names(folder.path()), ["out.csv"]);
    }

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
    fn what_was_replaced_before_a_failure_is_told() {
        let parent = tempfile::tempdir().unwrap();
        let folder = OutputFolder::create(parent.path()).unwrap();
        let files = ["a.json", "b.json"].map(|name| folder.file(name).unwrap());
        fs::create_dir(parent.path().join("b.json")).unwrap();
        let error = folder.replace(files.into()).unwrap_err().to_string();
        assert!(error.contains("b.json") && error.contains("Already replaced: a.json."), "{error}");
    }

    #[test]
    #[cfg(unix)]
    fn a_link_keeps_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real.csv"), folder.path().join("link.csv"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let file = OutputFile::create(&link).unwrap();
        write_text(&file, "new").unwrap();
        file.replace().unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"new");
    }

    #[test]
    fn impossible_places_are_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        assert!(OutputFile::create(folder.path()).is_err());
        assert!(OutputFile::create(&folder.path().join("absent/out.csv")).is_err());
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(OutputFolder::create(&folder.path().join("file")).is_err());
    }
}
