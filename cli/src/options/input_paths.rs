//! The paths of the input: arguments, patterns and lists of files.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use glob::{MatchOptions, glob_with};

use daytally::error::{Error, ErrorCode, Result};

use crate::store::Stores;

#[derive(Debug, clap::Args)]
pub(crate) struct InputPaths {
    /// Parquet files, folders of them, patterns such as 'views/2023-*.parquet', and URLs
    ///
    /// URLs: s3://BUCKET/KEY, gs://BUCKET/KEY, az://CONTAINER/KEY,
    /// abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/KEY, and http or https. A URL that ends in / is a
    /// folder.
    #[arg(required_unless_present_any = ["files_from", "files0_from"], value_name = "INPUT")]
    given: Vec<PathBuf>,
    /// Read the paths of inputs from a file, one per line; - is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "files0_from", help_heading = "Input")]
    files_from: Option<PathBuf>,
    /// Read them from a file in which each path ends with a NUL byte, as find -print0 writes
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    files0_from: Option<PathBuf>,
}

impl InputPaths {
    /// Returns all paths: arguments with their patterns expanded, then those of a list.
    pub(crate) fn paths(&self) -> Result<Vec<PathBuf>> {
        let mut paths = Vec::new();
        for path in &self.given {
            paths.extend(expanded(path)?);
        }
        for (list, end) in [(&self.files_from, b'\n'), (&self.files0_from, b'\0')] {
            if let Some(list) = list {
                paths.extend(listed(list, end)?);
            }
        }
        if paths.is_empty() {
            let list = self.files_from.as_ref().or(self.files0_from.as_ref());
            let shown = list.map(|list| list.display().to_string()).unwrap_or_default();
            return Err(Error::new(ErrorCode::NoInput, "the list of files is empty").in_file(shown));
        }
        paths.iter().try_for_each(|path| refuse_url(path))?;
        Ok(paths)
    }
}

/// Returns the paths that a pattern matches, in byte order; a path that exists is not a pattern.
fn expanded(path: &Path) -> Result<Vec<PathBuf>> {
    let is_pattern = |text: &&str| text.contains(['*', '?', '[']) && !path.exists();
    let Some(pattern) = path.to_str().filter(is_pattern).filter(|_| scheme(path).is_none()) else {
        return Ok(vec![path.to_owned()]);
    };
    let wrong = |what: String| Error::new(ErrorCode::InvalidOption, what).in_file(pattern);
    let options = MatchOptions { require_literal_leading_dot: true, ..MatchOptions::new() };
    let found =
        glob_with(pattern, options).map_err(|error| wrong(format!("the pattern is not valid ({error})")))?;
    let paths =
        found.map(|path| path.map_err(|error| Error::from(std::io::Error::from(error)).in_file(pattern)));
    let mut paths = paths.collect::<Result<Vec<PathBuf>>>()?;
    paths.sort();
    if paths.is_empty() {
        let error = Error::new(ErrorCode::NoInput, "no file or folder matches the pattern").in_file(pattern);
        return Err(error.remedy("* and ? match within a name, ** matches folders."));
    }
    Ok(paths)
}

/// Returns the paths in a list, as they are.
fn listed(list: &Path, end: u8) -> Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    let read = if list == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        File::open(list).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(|error| Error::from(error).in_file(list.display().to_string()))?;
    let lines = bytes.split(|&byte| byte == end);
    let lines = lines.map(|line| if end == b'\n' { line.strip_suffix(b"\r").unwrap_or(line) } else { line });
    lines.filter(|line| !line.is_empty()).map(|line| path_of(line).map(PathBuf::from)).collect()
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> Result<OsString> {
    use std::os::unix::ffi::OsStrExt;
    Ok(std::ffi::OsStr::from_bytes(bytes).to_owned())
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> Result<OsString> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Error::new(ErrorCode::InvalidOption, "a path in the list of files is not UTF-8")
            .found(String::from_utf8_lossy(bytes))
    })?;
    Ok(text.into())
}

/// Returns the scheme of a URL; a letter before a colon is a drive.
fn scheme(path: &Path) -> Option<&str> {
    let (scheme, _) = path.to_str()?.split_once("://")?;
    let is_scheme = scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_scheme.then_some(scheme)
}

/// Refuses a URL that is not read, with a hint.
pub(crate) fn refuse_url(path: &Path) -> Result<()> {
    let Some(scheme) = scheme(path).filter(|_| fs::symlink_metadata(path).is_err()) else { return Ok(()) };
    if path.to_str().is_some_and(Stores::is_url) {
        return Ok(());
    }
    let remedy = match scheme.to_ascii_lowercase().as_str() {
        "file" => "Give the path alone, without file://.",
        _ => {
            "Copy or mount the files, or use daytally-spark, which reads what Spark does; daytally spark \
              prints its command."
        }
    };
    let error = Error::new(ErrorCode::InvalidOption, format!("URLs of {scheme}:// are not read"));
    Err(error.expected("a path, or a URL of s3, gs, az, abfss, http or https").remedy(remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_files_and_folders_that_are_not_hidden() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.parquet", "a.parquet", ".c.parquet", "[x].parquet", "x.csv"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir_all(folder.path().join("day=1")).unwrap();
        fs::write(folder.path().join("day=1/d.parquet"), "").unwrap();
        let names = |pattern: &str| -> Result<Vec<String>> {
            let paths = expanded(&folder.path().join(pattern))?;
            let name = |path: &PathBuf| path.strip_prefix(folder.path()).unwrap().display().to_string();
            Ok(paths.iter().map(name).collect())
        };
        assert_eq!(names("[ab].parquet").unwrap(), ["a.parquet", "b.parquet"]);
        assert_eq!(names("[x].parquet").unwrap(), ["[x].parquet"], "it exists");
        assert_eq!(names("d*").unwrap(), ["day=1"]);
        assert_eq!(
            names("**/*.parquet").unwrap(),
            ["[x].parquet", "a.parquet", "b.parquet", "day=1/d.parquet"]
        );
        assert_eq!(names("no*").unwrap_err().code(), ErrorCode::NoInput);
        assert_eq!(names("[a").unwrap_err().code(), ErrorCode::InvalidOption);
    }

    #[test]
    fn urls_are_refused_with_a_way_to_read_them() {
        for (url, named) in
            [("hdfs://host/*.parquet", "daytally-spark"), ("file:///tmp/a.parquet", "without file://")]
        {
            let paths = expanded(Path::new(url)).unwrap();
            let error = refuse_url(&paths[0]).unwrap_err();
            assert!(error.to_string().contains(named), "{error}");
        }
        for url in
            ["https://views.example/a.parquet?x=*", "s3://bucket/[x]", "abfss://c@a.dfs.core.windows.net/"]
        {
            refuse_url(&expanded(Path::new(url)).unwrap()[0]).unwrap();
        }
        refuse_url(Path::new("C://views")).unwrap();
        refuse_url(Path::new("views/a.parquet")).unwrap();
    }
}
