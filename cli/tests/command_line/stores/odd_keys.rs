//! A folder whose file names must be percent-encoded in URLs.

use std::fs;
use std::path::{Path, PathBuf};

use crate::line::succeeded;

/// Makes a folder `views` of three files. Returns their paths and its monthly views.
pub(crate) fn odd_views(folder: &Path) -> ([PathBuf; 3], String) {
    succeeded(folder, "generate --rows 60000 --files 3 -o made");
    let mut made: Vec<_> =
        fs::read_dir(folder.join("made")).unwrap().map(|entry| entry.unwrap().path()).collect();
    made.sort();
    let files = ["100% a+b&ü.parquet", "x=%20/a b.parquet", "plain.parquet"]
        .map(|key| folder.join("views").join(key));
    for (path, path_to) in made.iter().zip(&files) {
        fs::create_dir_all(path_to.parent().unwrap()).unwrap();
        fs::rename(path, path_to).unwrap();
    }
    (files, succeeded(folder, "monthly views -o -"))
}

/// Calls `put` with the key and the bytes of each file below a folder.
pub(crate) fn each_file(folder: &Path, key: &str, put: &dyn Fn(&str, &[u8])) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let key = format!("{key}{}", entry.file_name().to_str().unwrap());
        match entry.path().is_dir() {
            true => each_file(&entry.path(), &format!("{key}/"), put),
            false => put(&key, &fs::read(entry.path()).unwrap()),
        }
    }
}
