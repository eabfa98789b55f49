//! Files that are read over a network.

use std::fmt;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::Path;

use bytes::Bytes;

use crate::error::{Error, ErrorCode, Result};

/// A reader of files in object stores and on HTTP servers, which the program implements.
///
/// A path is the URL of a file or of a folder, which ends in `/`, without a query and without any secret.
/// Its names are not percent-encoded. Errors name the path as their file.
pub trait Remote: fmt::Debug + Send + Sync {
    /// Returns whether it reads a path, which is a given path or one that it returned.
    fn reads(&self, path: &str) -> bool;

    /// Finds what a given URL names. `walks` decides by its name whether a folder needs to be listed.
    ///
    /// # Errors
    ///
    /// [`NoInput`](crate::ErrorCode::NoInput) if there is nothing, and why it cannot be listed.
    fn find(&self, url: &str, walks: &dyn Fn(&str) -> bool) -> Result<RemotePlace>;

    /// Returns the names in a folder, those of folders with a `/` at their ends; none if it is not there or
    /// may not be listed.
    ///
    /// # Errors
    ///
    /// Why the store does not answer.
    fn names(&self, folder: &str) -> Result<Vec<String>>;

    /// Returns the size and the version of a file.
    ///
    /// # Errors
    ///
    /// [`MissingFile`](crate::ErrorCode::MissingFile) if it is not there, and why it cannot be read.
    fn facts(&self, path: &str) -> Result<RemoteFacts>;

    /// Returns at most the first `max` bytes of a file that may not be there.
    ///
    /// # Errors
    ///
    /// Why the store does not answer.
    fn peek(&self, path: &str, max: u64) -> Result<Peeked> {
        match self.facts(path) {
            Ok(RemoteFacts { bytes: 0, .. }) => Ok(Peeked::There(Bytes::new())),
            Ok(facts) => self.read(path, &facts, &(0..max.min(facts.bytes))).map(Peeked::There),
            Err(error) if error.code() == ErrorCode::MissingFile => Ok(Peeked::Missing),
            Err(error) => Err(error),
        }
    }

    /// Reads a half-open range of a file, which is not empty and lies in it.
    ///
    /// # Errors
    ///
    /// [`Io`](crate::ErrorCode::Io) if the file has another size or version than `facts` states, or cannot
    /// be read.
    fn read(&self, path: &str, facts: &RemoteFacts, range: &Range<u64>) -> Result<Bytes>;

    /// Returns how many bytes were received so far: listings, parts of files, and repeated replies.
    fn received(&self) -> u64 {
        0
    }

    /// Returns and removes notes for the user, such as that requests are not signed.
    fn take_notes(&self) -> Vec<String> {
        Vec::new()
    }

    /// Returns the maximum number of requests in flight.
    fn requests(&self) -> NonZeroUsize;
}

/// What a URL names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemotePlace {
    /// One file.
    File(RemoteFile),
    /// A folder, whose path ends in `/`, every file in it and in its folders, and the folders that were
    /// not walked.
    Folder(String, Vec<RemoteFile>),
    /// A folder, whose path ends in `/`, that the server does not list, and why. A table in it may be found
    /// by the names of its log.
    Unlisted(String, Error),
}

/// The answer to a request for a file that may not be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peeked {
    /// It is there, with its first bytes.
    There(Bytes),
    /// There is no such file.
    Missing,
    /// The store denies access, as some do for files that are not there.
    Denied,
}

/// A file of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteFile {
    /// Its path. That of a folder ends in `/`.
    pub path: String,
    /// Its size and version; `None` for a folder.
    pub facts: Option<RemoteFacts>,
}

/// What shows whether a file was replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteFacts {
    /// Its size in bytes.
    pub bytes: u64,
    /// Its ETag, or else the time of its last change, if the server states one.
    pub version: Option<String>,
}

/// Returns a given path to be shown: of an http URL without its query, which may be a signature.
pub(in crate::fs) fn shown(path: &Path) -> String {
    let shown = path.display().to_string();
    let is_http = |url: &str| {
        let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
        ["http", "https"].iter().any(|http| scheme.eq_ignore_ascii_case(http))
    };
    match shown.split_once('?') {
        Some((url, _)) if is_http(url) => url.to_owned(),
        _ => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_not_shown() {
        assert_eq!(shown(Path::new("HTTPS://h/a?sig=hidden?")), "HTTPS://h/a");
        for path in ["a?b", "s3://b/a?b", "https://h/a"] {
            assert_eq!(shown(Path::new(path)), path);
        }
    }
}
