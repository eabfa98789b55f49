//! The files that a command line's paths stand for.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorCode, Result};
use crate::native::Failures;

const ENDINGS: [&str; 3] = ["parquet", "parq", "pq"];

/// A file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Where it is.
    pub disk: PathBuf,
    /// Its path as errors and hive keys know it: as given, with `/` between folders.
    pub shown: String,
}

impl Input {
    /// The files of the given paths, by their paths in byte order.
    ///
    /// A file is taken whatever its name. A folder stands for the files in it and in its folders
    /// that end in `.parquet`, `.parq` or `.pq`; names that begin with `_` or `.` are left out,
    /// but for folders like `_key=value`, and symbolic links are not followed.
    ///
    /// # Errors
    ///
    /// `no_input` for a folder without such files, `io` for a path that cannot be read; all of them.
    pub fn find(given: &[PathBuf]) -> Result<Vec<Self>, Failures> {
        let mut found = Vec::new();
        let mut errors = Vec::new();
        for path in given {
            let shown = shown(path);
            match Self::at(path, &shown) {
                Ok(inputs) => found.extend(inputs),
                Err(error) => errors.push(error.in_file(shown)),
            }
        }
        if !errors.is_empty() {
            return Err(errors.into_iter().collect());
        }
        found.sort_by(|a, b| a.shown.as_bytes().cmp(b.shown.as_bytes()));
        Ok(found)
    }

    fn at(path: &Path, shown: &str) -> Result<Vec<Self>> {
        let metadata = fs::metadata(path)?;
        if metadata.is_dir() {
            let mut found = Vec::new();
            walk(path, shown.trim_end_matches('/'), &mut found)?;
            if found.is_empty() {
                return Err(Error::new(ErrorCode::NoInput, "the folder has no file to read")
                    .expected("files that end in .parquet, .parq or .pq and do not begin with _ or .")
                    .remedy("Name files by hand if their names end otherwise."));
            }
            return Ok(found);
        }
        if !metadata.is_file() {
            return Err(Error::new(ErrorCode::Io, "it is neither a file nor a folder"));
        }
        Ok(vec![Self { disk: path.to_owned(), shown: shown.to_owned() }])
    }
}

fn walk(folder: &Path, shown: &str, found: &mut Vec<Input>) -> Result<()> {
    let located = |error: std::io::Error| Error::from(error).in_file(shown);
    for entry in fs::read_dir(folder).map_err(located)? {
        let entry = entry.map_err(located)?;
        let kind = entry.file_type().map_err(located)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let shown = format!("{shown}/{name}");
        if kind.is_dir() && (!is_hidden(&name) || name.starts_with('_') && name.contains('=')) {
            walk(&entry.path(), &shown, found)?;
        } else if kind.is_file() && !is_hidden(&name) && has_ending(&entry.path()) {
            found.push(Input { disk: entry.path(), shown });
        }
    }
    Ok(())
}

fn is_hidden(name: &str) -> bool {
    name.starts_with(['_', '.'])
}

fn has_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str);
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

fn shown(path: &Path) -> String {
    let shown = path.to_string_lossy();
    if cfg!(windows) { shown.replace('\\', "/") } else { shown.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    fn find(folder: &Path, given: &[&str]) -> Vec<String> {
        let given: Vec<PathBuf> = given.iter().map(|path| folder.join(path)).collect();
        let prefix = format!("{}/", shown(folder));
        let found = Input::find(&given).unwrap();
        found.into_iter().map(|input| input.shown.strip_prefix(&prefix).unwrap().to_owned()).collect()
    }

    #[test]
    fn folders_are_walked_as_spark_leaves_them() {
        let folder = folder(&[
            "in/_SUCCESS",
            "in/_metadata",
            "in/.part-0.parquet.crc",
            "in/.hidden.parquet",
            "in/_part.parquet",
            "in/_temporary/0/part-0.parquet",
            "in/part-1.snappy.parquet",
            "in/part-0.PQ",
            "in/notes.txt",
            "in/_date=2023-01-02/a.parq",
            "in/date=2023-01-01/b.parquet",
        ]);
        let expected = [
            "in/_date=2023-01-02/a.parq",
            "in/date=2023-01-01/b.parquet",
            "in/part-0.PQ",
            "in/part-1.snappy.parquet",
        ];
        assert_eq!(find(folder.path(), &["in"]), expected);
        assert_eq!(find(folder.path(), &["in/"]), expected);
    }

    #[test]
    fn files_are_taken_whatever_their_name() {
        let folder = folder(&["_b", "a", ".c.txt"]);
        assert_eq!(find(folder.path(), &["a", "_b", ".c.txt"]), [".c.txt", "_b", "a"]);
    }

    #[test]
    #[cfg(unix)]
    fn links_are_followed_only_by_hand() {
        let folder = folder(&["real.parquet", "in/a.parquet"]);
        let link = folder.path().join("in/link.parquet");
        std::os::unix::fs::symlink(folder.path().join("real.parquet"), link).unwrap();
        assert_eq!(find(folder.path(), &["in"]), ["in/a.parquet"]);
        assert_eq!(find(folder.path(), &["in/link.parquet"]), ["in/link.parquet"]);
    }

    #[test]
    fn every_bad_path_is_told() {
        let folder = folder(&["empty/notes.txt"]);
        let given = [folder.path().join("empty"), folder.path().join("absent")];
        let failures = Input::find(&given).unwrap_err();
        assert_eq!(failures.problems().len(), 2);
        assert!(failures.has(ErrorCode::NoInput) && failures.has(ErrorCode::Io));
        assert!(failures.to_string().contains("absent"), "{failures}");
    }
}
