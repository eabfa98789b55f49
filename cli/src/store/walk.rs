//! Http folders, by their indexes.

use std::collections::VecDeque;
use std::io::Read;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use daytally::fs::{RemoteFacts, RemoteFile, RemotePlace};
use daytally_store::{Bucket, Location, MAX_DEPTH, MAX_ENTRIES, Reason, StoreError, read_index, read_webdav};

use ureq::http::HeaderMap;

use crate::store::client::{Method, REQUESTS, Refused, Take};
use crate::store::root::Root;
use crate::store::stores::{Stores, refused_error, whole};

impl Stores {
    /// Finds what an http URL names.
    pub(super) fn find_http(
        &self,
        location: &Location,
        walks: &dyn Fn(&str) -> bool,
    ) -> Result<RemotePlace, Refused> {
        let mut path = format!("{}/{}", location.origin, location.key);
        let mut location = location.clone();
        if !location.is_folder() {
            // URLs that differ in their queries may be different files.
            let path = if location.query.is_some() { self.numbered(&path) } else { path.clone() };
            let root = self.add(path.clone(), &location).map_err(Refused::Other)?;
            match self.facts_of(&root, "") {
                Ok(facts) => return Ok(RemotePlace::File(RemoteFile { path, facts: Some(facts) })),
                Err(Refused::IsFolder) => {}
                Err(other) => return Err(other),
            }
            location.path.push('/');
        }
        if !path.ends_with('/') {
            path.push('/');
        }
        let root = self.add(path.clone(), &location).map_err(Refused::Other)?;
        let names = match self.index(&root, "") {
            Ok(names) => names,
            Err(refused) if is_unlisted(&refused) => {
                let error = refused_error(refused, &path);
                return Ok(RemotePlace::Unlisted(path, error));
            }
            Err(refused) => return Err(refused),
        };
        let mut files = self.walk(&root, names, walks)?;
        // Servers hide this folder of Hudi tables from their indexes.
        if self.index(&root, ".hoodie/").is_ok() {
            files.push(RemoteFile { path: format!("{path}.hoodie/"), facts: None });
        }
        Ok(RemotePlace::Folder(path, self.with_facts(files)?))
    }

    /// Returns a path that no other URL has.
    fn numbered(&self, path: &str) -> String {
        let mut numbered = path.to_owned();
        let mut number = 1;
        while self.has_root(&numbered) {
            number += 1;
            numbered = format!("{path}#{number}");
        }
        numbered
    }

    /// Returns every file below a folder, without its size; `names` are those in the folder itself.
    fn walk(
        &self,
        root: &Root,
        names: Vec<String>,
        walks: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<RemoteFile>, Refused> {
        let mut files = Vec::new();
        let mut folders = VecDeque::new();
        let mut next = Some((String::new(), names, 0));
        while let Some((folder, names, depth)) = next {
            for name in names {
                let key = format!("{folder}{name}");
                match name.strip_suffix('/') {
                    Some(plain) if walks(plain) => {
                        if depth == MAX_DEPTH {
                            let what = format!("the folder has more than {MAX_DEPTH} levels of folders");
                            return Err(Refused::Failed(StoreError::new(Reason::OverLimit, what)));
                        }
                        folders.push_back((key, depth + 1));
                    }
                    _ => files.push(RemoteFile { path: format!("{}{key}", root.path), facts: None }),
                }
            }
            if files.len() + folders.len() > MAX_ENTRIES {
                let what = format!("the folder has more than {MAX_ENTRIES} files");
                return Err(Refused::Failed(StoreError::new(Reason::OverLimit, what)));
            }
            next = match folders.pop_front() {
                Some((folder, depth)) => Some((folder.clone(), self.index(root, &folder)?, depth)),
                None => None,
            };
        }
        Ok(files)
    }

    /// Returns the names in a folder, those of folders with a `/` at their ends.
    pub(super) fn index(&self, root: &Root, folder: &str) -> Result<Vec<String>, Refused> {
        let bucket = root.bucket().map_err(Refused::Failed)?;
        let (origin, path) = bucket.place(folder);
        let page = self.send(root, Method::Get, &|bucket, now| bucket.get(folder, now), &whole);
        let read = page.and_then(|page| read_index(&origin, &path, &page).map_err(Refused::Failed));
        let listed = match read {
            Err(Refused::Failed(error)) if may_be_webdav(&error) => {
                let request = |bucket: &Bucket, now| {
                    let mut request = bucket.get(folder, now);
                    request.headers.push(("Depth", "1".to_owned()));
                    request
                };
                let page = self.send(root, Method::Propfind, &request, &listing);
                // The first error says more, unless there is a listing.
                let page = page.map_err(|_| Refused::Failed(error))?;
                read_webdav(&origin, &path, &page).map_err(Refused::Failed)?
            }
            read => read?,
        };
        Ok(listed.into_iter().map(|listed| listed.key).collect())
    }

    /// Adds the sizes and versions of files. Several are requested at once.
    fn with_facts(&self, files: Vec<RemoteFile>) -> Result<Vec<RemoteFile>, Refused> {
        let next = AtomicUsize::new(0);
        let found: Mutex<Vec<(usize, Result<RemoteFacts, Refused>)>> = Mutex::default();
        thread::scope(|scope| {
            let work = || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(file) = files.get(at) else { return };
                    if !file.path.ends_with('/') {
                        let facts = self.root(&file.path).map_err(Refused::Other);
                        let facts = facts.and_then(|(root, key)| self.facts_of(&root, &key));
                        if let Ok(mut found) = found.lock() {
                            found.push((at, facts));
                        }
                    }
                }
            };
            for _ in 1..REQUESTS.min(files.len()) {
                // Without a further thread, the others request all of them.
                let _ = thread::Builder::new().spawn_scoped(scope, work);
            }
            work();
        });
        let mut files = files;
        for (at, facts) in found.into_inner().unwrap_or_default() {
            files[at].facts = Some(facts?);
        }
        Ok(files)
    }
}

/// Returns whether a folder may be there that the server does not list.
fn is_unlisted(refused: &Refused) -> bool {
    match refused {
        Refused::Missing(_) => true,
        Refused::Failed(error) => {
            matches!(
                error.reason,
                Reason::NotFound | Reason::Denied | Reason::Malformed | Reason::Unsupported
            )
        }
        _ => false,
    }
}

/// Returns whether a folder without an index may be one of WebDAV.
fn may_be_webdav(error: &StoreError) -> bool {
    matches!(error.reason, Reason::Malformed | Reason::Denied | Reason::Unsupported)
}

/// Reads the listing of a WebDAV folder, and refuses another reply.
fn listing(headers: &HeaderMap, status: u16, body: &mut dyn Read) -> Result<Vec<u8>, Take> {
    if status != 207 {
        let error = StoreError::new(Reason::Malformed, "the server does not list the folder");
        return Err(Take::Failed(error.found(format!("status {status}"))));
    }
    whole(headers, status, body)
}
