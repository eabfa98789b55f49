//! The files that a command line's paths stand for.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use serde::Serialize;

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

/// What is done with a symbolic link in a folder; one that is named by hand is followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// It is passed over, and told.
    #[default]
    Tell,
    /// What it leads to is read, once.
    Follow,
}

/// Something in a folder that might have been read, and was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PassedOver {
    /// Its path, as an input's.
    pub path: String,
    /// What it is, as a clause.
    pub what: String,
}

impl fmt::Display for PassedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was not read: it is {}.", self.path, self.what)
    }
}

/// The files of some paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// What is read, by paths in byte order.
    pub files: Vec<Input>,
    /// What is not, in the order in which the folders were walked.
    pub passed_over: Vec<PassedOver>,
}

impl Input {
    /// The files of the given paths, by their paths in byte order.
    ///
    /// A file is taken whatever its name. A folder stands for the files in it and in its folders
    /// that end in `.parquet`, `.parq` or `.pq`; names that begin with `_` or `.` are left out,
    /// but for folders like `_key=value`. Symbolic links in it, and what is neither file nor folder,
    /// are told.
    ///
    /// # Errors
    ///
    /// `no_input` for a folder without such files, `io` for a path that cannot be read; all of them.
    pub fn find(given: &[PathBuf], links: Links) -> Result<Inputs, Failures> {
        let mut found = Inputs::default();
        let mut errors = Vec::new();
        for path in given {
            let shown = shown(path);
            if let Err(error) = Self::at(path, &shown, links, &mut found) {
                errors.push(error.in_file(shown));
            }
        }
        if !errors.is_empty() {
            return Err(errors.into_iter().collect());
        }
        found.files.sort_by(|a, b| a.shown.as_bytes().cmp(b.shown.as_bytes()));
        if links == Links::Follow {
            found.pass_over_repeats();
        }
        Ok(found)
    }

    fn at(path: &Path, shown: &str, links: Links, found: &mut Inputs) -> Result<()> {
        let metadata = fs::metadata(path)?;
        if metadata.is_dir() {
            let before = (found.files.len(), found.passed_over.len());
            Walk { links, found, within: Vec::new() }.folder(path, shown.trim_end_matches('/'))?;
            if found.files.len() > before.0 {
                return Ok(());
            }
            let error = Error::new(ErrorCode::NoInput, "the folder has no file to read")
                .expected("files that end in .parquet, .parq or .pq and do not begin with _ or .")
                .remedy("Name files by hand if their names end otherwise.");
            return Err(match &found.passed_over[before.1..] {
                [] => error,
                [first, ..] => error.found(format!("{}, which is {}", first.path, first.what)),
            });
        }
        if !metadata.is_file() {
            let what = format!("it is {}", special(metadata.file_type()));
            return Err(Error::new(ErrorCode::Io, what).expected("a file or a folder"));
        }
        found.files.push(Self { disk: path.to_owned(), shown: shown.to_owned() });
        Ok(())
    }
}

impl Inputs {
    /// A file that two paths lead to is read once, or its rows would count twice.
    fn pass_over_repeats(&mut self) {
        let mut known: HashMap<PathBuf, String> = HashMap::new();
        let mut repeats = Vec::new();
        self.files.retain(|input| {
            let Ok(place) = fs::canonicalize(&input.disk) else { return true };
            let Some(first) = known.get(&place) else {
                known.insert(place, input.shown.clone());
                return true;
            };
            repeats.push(PassedOver { path: input.shown.clone(), what: format!("the same file as {first}") });
            false
        });
        self.passed_over.extend(repeats);
    }
}

struct Walk<'a> {
    links: Links,
    found: &'a mut Inputs,
    /// The folders on the way to this one, as they are on the disk.
    within: Vec<PathBuf>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, shown: &str) -> Result<()> {
        let located = |error: std::io::Error| Error::from(error).in_file(shown);
        // No folder holds itself but by a link; and each look goes through all folders above.
        if self.links == Links::Follow {
            let place = fs::canonicalize(folder).map_err(located)?;
            if self.within.contains(&place) {
                self.pass_over(shown.to_owned(), "a link to a folder that holds it");
                return Ok(());
            }
            self.within.push(place);
        }
        for entry in fs::read_dir(folder).map_err(located)? {
            let entry = entry.map_err(located)?;
            let kind = entry.file_type().map_err(located)?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            self.entry(&entry.path(), &name, format!("{shown}/{name}"), kind)?;
        }
        self.within.pop();
        Ok(())
    }

    fn entry(&mut self, path: &Path, name: &str, shown: String, kind: FileType) -> Result<()> {
        let is_walked = !is_hidden(name) || name.starts_with('_') && name.contains('=');
        let is_read = !is_hidden(name) && has_ending(path);
        if kind.is_symlink() {
            let target = fs::metadata(path).map(|metadata| metadata.file_type());
            if !target.as_ref().map_or(is_read, |target| if target.is_dir() { is_walked } else { is_read }) {
                return Ok(());
            }
            return match target {
                Ok(target) if self.links == Links::Follow => self.entry(path, name, shown, target),
                Err(_) if self.links == Links::Follow => {
                    self.pass_over(shown, "a symbolic link that leads nowhere");
                    Ok(())
                }
                _ => {
                    self.pass_over(shown, "a symbolic link; name it by hand, or give --follow-links");
                    Ok(())
                }
            };
        }
        if kind.is_dir() && is_walked {
            return self.folder(path, &shown);
        }
        if kind.is_file() && is_read {
            self.found.files.push(Input { disk: path.to_owned(), shown });
        } else if !kind.is_dir() && !kind.is_file() && is_read {
            self.pass_over(shown, special(kind));
        }
        Ok(())
    }

    fn pass_over(&mut self, path: String, what: &str) {
        self.found.passed_over.push(PassedOver { path, what: what.to_owned() });
    }
}

/// What is neither a file nor a folder, in words.
fn special(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    let _ = kind;
    "neither a file nor a folder"
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
        let found = Input::find(&given, Links::Tell).unwrap();
        found.files.into_iter().map(|input| input.shown.strip_prefix(&prefix).unwrap().to_owned()).collect()
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
    #[cfg(unix)]
    fn links_and_special_files_are_told() {
        use std::os::unix::{fs::symlink, net::UnixListener};

        let folder = folder(&["outside/b.parquet", "in/a.parquet", "in/deep/c.parquet"]);
        let at = |path: &str| folder.path().join(path);
        symlink(at("outside"), at("in/more")).unwrap();
        symlink(at("in"), at("in/deep/round")).unwrap();
        symlink(at("in/a.parquet"), at("in/same.parquet")).unwrap();
        symlink(at("nothing"), at("in/broken.parquet")).unwrap();
        symlink(at("nothing"), at("in/broken.txt")).unwrap();
        let _socket = UnixListener::bind(at("in/socket.parquet")).unwrap();
        let told = |links: Links| {
            let found = Input::find(&[at("in")], links).unwrap();
            let prefix = format!("{}/", shown(folder.path()));
            let name = |path: &String| path.strip_prefix(&prefix).unwrap().to_owned();
            let files: Vec<String> = found.files.iter().map(|input| name(&input.shown)).collect();
            let mut told: Vec<String> = found
                .passed_over
                .iter()
                .map(|it| format!("{}: {}", name(&it.path), it.what.replace(&prefix, "")))
                .collect();
            told.sort();
            (files, told)
        };
        let (files, passed_over) = told(Links::Tell);
        assert_eq!(files, ["in/a.parquet", "in/deep/c.parquet"]);
        let link = "a symbolic link; name it by hand, or give --follow-links";
        assert_eq!(
            passed_over,
            [
                format!("in/broken.parquet: {link}"),
                format!("in/deep/round: {link}"),
                format!("in/more: {link}"),
                format!("in/same.parquet: {link}"),
                "in/socket.parquet: a socket".to_owned(),
            ]
        );
        let (files, passed_over) = told(Links::Follow);
        assert_eq!(files, ["in/a.parquet", "in/deep/c.parquet", "in/more/b.parquet"]);
        assert_eq!(
            passed_over,
            [
                "in/broken.parquet: a symbolic link that leads nowhere",
                "in/deep/round: a link to a folder that holds it",
                "in/same.parquet: the same file as in/a.parquet",
                "in/socket.parquet: a socket",
            ]
        );
        assert!(
            Input::find(&[at("in/socket.parquet")], Links::Tell).unwrap_err().to_string().contains("socket")
        );
    }

    #[test]
    fn every_bad_path_is_told() {
        let folder = folder(&["empty/notes.txt"]);
        let given = [folder.path().join("empty"), folder.path().join("absent")];
        let failures = Input::find(&given, Links::Tell).unwrap_err();
        assert_eq!(failures.problems().len(), 2);
        assert!(failures.has(ErrorCode::NoInput) && failures.has(ErrorCode::Io));
        assert!(failures.to_string().contains("absent"), "{failures}");
    }
}
