//! The stores of a run.

use std::env;
use std::io::Read;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use daytally::error::{Error, ErrorCode, Result};
use daytally::fs::{Peeked, Remote, RemoteFacts, RemotePlace};
use daytally_store::{Access, Bucket, Location, Reason, StoreError, StoreKind};
use ureq::http::HeaderMap;

use crate::store::aws::settings::AwsSettings;
use crate::store::azure::AzureSettings;
use crate::store::choice::StoreChoice;
use crate::store::client::{
    Call, Method, REQUESTS, Refused, RequestAt, StoreClient, Take, TakeReply, content_length, text,
};
use crate::store::gcs::gcs_access;
use crate::store::root::{Root, error_of};
use crate::store::spool::Spool;

/// The maximum size of a page of a listing.
const MAX_LISTING: u64 = 64 * 1024 * 1024;
/// How many regions of a bucket are tried.
const MAX_REGIONS: u32 = 3;

/// The stores of a run. Credentials are searched when the first URL of a store is read.
#[derive(Debug)]
pub(crate) struct Stores {
    choice: StoreChoice,
    client: StoreClient,
    aws: Mutex<Option<AwsSettings>>,
    roots: Mutex<Vec<Arc<Root>>>,
    notes: Mutex<Vec<String>>,
    spool: Spool,
}

impl Stores {
    pub(crate) fn new(choice: StoreChoice) -> Self {
        Self {
            choice,
            client: StoreClient::new(),
            aws: Mutex::default(),
            roots: Mutex::default(),
            notes: Mutex::default(),
            spool: Spool::default(),
        }
    }

    /// Returns whether text is a URL that is read.
    pub(crate) fn is_url(text: &str) -> bool {
        Location::is_url(text)
    }

    /// Sends a request about a root, again if its bucket is in another region.
    pub(super) fn send<T>(
        &self,
        root: &Root,
        method: Method,
        request: &RequestAt<'_>,
        take: &TakeReply<'_, T>,
    ) -> Result<T, Refused> {
        for _ in 0..MAX_REGIONS {
            let bucket = root.bucket().map_err(Refused::Failed)?;
            match self.client.send(&Call { bucket: &bucket, method, request, take }) {
                Err(Refused::Region(region)) => {
                    if !root.set_region(&bucket, &region).map_err(Refused::Failed)? {
                        break;
                    }
                }
                done => return done,
            }
        }
        let what = "the store refuses requests for the region that it names";
        Err(Refused::Failed(StoreError::new(Reason::Failed, what)))
    }

    /// Returns the root of a path, and the key below it.
    pub(super) fn root(&self, path: &str) -> Result<(Arc<Root>, String)> {
        let find = |roots: &[Arc<Root>]| {
            let is_in = |root: &&Arc<Root>| match root.path.ends_with('/') {
                true => path.starts_with(&root.path),
                false => path == root.path,
            };
            let above = roots.iter().filter(is_in);
            above.max_by_key(|root| root.path.len()).cloned()
        };
        let known = self.roots.lock().map_err(|_| poisoned())?;
        if let Some(root) = find(&known) {
            let key = path[root.path.len()..].to_owned();
            return Ok((root, key));
        }
        drop(known);
        let start = path.find("://").map_or(0, |at| at + 3);
        let end = path[start..].find('/').map_or(path.len(), |at| start + at);
        let root = path[..end].to_owned() + "/";
        let location = Location::parse(&root).map_err(|error| error_of(error, path))?;
        Ok((self.add(root.clone(), &location)?, path.get(root.len()..).unwrap_or_default().to_owned()))
    }

    /// Returns whether a root has exactly this path.
    pub(super) fn has_root(&self, path: &str) -> bool {
        self.roots.lock().is_ok_and(|roots| roots.iter().any(|root| root.path == path))
    }

    /// Adds the root of a location.
    pub(super) fn add(&self, path: String, location: &Location) -> Result<Arc<Root>> {
        let root = Arc::new(self.make(path, location)?);
        self.roots.lock().map_err(|_| poisoned())?.push(root.clone());
        Ok(root)
    }

    fn make(&self, path: String, location: &Location) -> Result<Root> {
        let env = |name: &str| env::var(name).ok();
        let StoreChoice { endpoint, unsigned, requester_pays, .. } = &self.choice;
        let shown = path.clone();
        let container = location.container.clone();
        let made = match location.kind {
            StoreKind::S3 => {
                let AwsSettings { region, endpoint, keys, .. } = self.aws()?;
                let signed = |keys| Access::Aws { keys, requester_pays: *requester_pays };
                let access = keys.map_or(Access::Unsigned, signed);
                Root::s3(path, container, region, endpoint, access)
            }
            StoreKind::Gcs => {
                let (access, note) = gcs_access(*unsigned, &env);
                self.note(note);
                Bucket::gcs(&container, endpoint.as_deref(), access).map(|bucket| Root::new(path, bucket))
            }
            StoreKind::Azure => {
                let found = AzureSettings::find(&location.origin, endpoint.as_deref(), *unsigned, &env)?;
                self.note(found.note);
                let bucket = Bucket::azure(&container, &found.endpoint, found.access);
                bucket.map(|bucket| Root::new(path, bucket))
            }
            StoreKind::Http => Ok(Root::http(path, location)),
        };
        made.map_err(|error| error_of(error, &shown))
    }

    fn aws(&self) -> Result<AwsSettings> {
        let mut aws = self.aws.lock().map_err(|_| poisoned())?;
        if let Some(found) = &*aws {
            return Ok(found.clone());
        }
        let found = AwsSettings::find(&self.choice, &|name| env::var(name).ok())?;
        self.note(found.note.clone());
        Ok(aws.insert(found).clone())
    }

    fn note(&self, note: Option<String>) {
        if let (Some(note), Ok(mut notes)) = (note, self.notes.lock())
            && !notes.contains(&note)
        {
            notes.push(note);
        }
    }

    /// Returns the size and the version of an object.
    pub(super) fn facts_of(&self, root: &Root, key: &str) -> Result<RemoteFacts, Refused> {
        let bucket = root.bucket().map_err(Refused::Failed)?;
        // A signed query is valid only for GET.
        if bucket.kind() == StoreKind::Http && !bucket.is_signed() {
            let head =
                self.send(root, Method::Head, &|bucket, now| bucket.get(key, now), &|headers, _, _| {
                    Ok(content_length(headers).map(|bytes| RemoteFacts { bytes, version: version(headers) }))
                });
            match head {
                Ok(Some(facts)) => return Ok(facts),
                Err(Refused::IsFolder) => return Err(Refused::IsFolder),
                Err(Refused::Missing(error)) => return Err(Refused::Missing(error)),
                // The server may not know HEAD.
                Ok(None) | Err(_) => {}
            }
        }
        let request = |bucket: &Bucket, now| bucket.get(key, now).range(&(0..1));
        self.send(root, Method::Get, &request, &|headers, status, body| {
            if status == 206 {
                // The connection is used again once its reply is read.
                let _ = std::io::copy(&mut body.take(1), &mut std::io::sink());
            }
            let total = || text(headers, "content-range")?.rsplit('/').next()?.trim().parse().ok();
            let bytes = if status == 200 { content_length(headers) } else { total() };
            let bytes = bytes.ok_or_else(|| {
                Take::Failed(StoreError::new(Reason::Malformed, "the server does not state the file's size"))
            })?;
            Ok(RemoteFacts { bytes, version: version(headers) })
        })
    }

    fn range(
        &self,
        root: &Root,
        key: &str,
        path: &str,
        facts: &RemoteFacts,
        range: &Range<u64>,
    ) -> Result<Bytes, Refused> {
        let unreadable =
            |_| Refused::Failed(StoreError::new(Reason::Failed, "a temporary file cannot be read"));
        if let Some(spooled) = self.spool.get(path) {
            return spooled.read(range).map(Bytes::from).map_err(unreadable);
        }
        let length = range.end - range.start;
        let request = |bucket: &Bucket, now| bucket.get(key, now).range(range);
        self.send(root, Method::Get, &request, &|headers, status, body| {
            let is_same = match (&facts.version, version(headers)) {
                (Some(known), Some(found)) => *known == found,
                _ => true,
            };
            if !is_same || status == 416 {
                return Err(Take::Failed(changed()));
            }
            if status == 200 {
                // This server does not send ranges.
                if text(headers, "content-length").is_some_and(|bytes| bytes != facts.bytes.to_string()) {
                    return Err(Take::Failed(changed()));
                }
                let spooled = self.spool.put(path, body, facts.bytes).map_err(|_| cut())?;
                let read = spooled.read(range).map(Bytes::from);
                return read.map_err(|_| Take::Failed(changed()));
            }
            let expected = format!("bytes {}-{}/{}", range.start, range.end - 1, facts.bytes);
            match text(headers, "content-range") {
                Some(found) if found.eq_ignore_ascii_case(&expected) => {}
                Some(found) if found.rsplit('/').next() != expected.rsplit('/').next() => {
                    return Err(Take::Failed(changed()));
                }
                found => {
                    let error = StoreError::new(Reason::Malformed, "the server sends another range");
                    let error = error.expected(expected.clone());
                    return Err(Take::Failed(error.found(format!("{:?}", found.unwrap_or_default()))));
                }
            }
            let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
            body.take(length).read_to_end(&mut bytes).map_err(|_| cut())?;
            if bytes.len() as u64 == length { Ok(bytes.into()) } else { Err(cut()) }
        })
    }
}

impl Remote for Stores {
    fn reads(&self, path: &str) -> bool {
        Self::is_url(path)
    }

    fn find(&self, url: &str, walks: &dyn Fn(&str) -> bool) -> Result<RemotePlace> {
        let location = Location::parse(url).map_err(|error| error_of(error, "a URL of the input"))?;
        let found = match location.kind {
            StoreKind::Http => self.find_http(&location, walks),
            _ => self.find_object(&location),
        };
        found.map_err(|refused| refused_error(refused, &location.shown()))
    }

    fn names(&self, folder: &str) -> Result<Vec<String>> {
        let (root, key) = self.root(folder)?;
        let names = match root.bucket().map_err(|error| error_of(error, folder))?.kind() {
            StoreKind::Http => self.index(&root, &key),
            _ => self.names_in(&root, &key),
        };
        match names {
            // What may not be listed decides nothing.
            Err(Refused::Missing(_) | Refused::IsFolder) => Ok(Vec::new()),
            Err(Refused::Failed(error))
                if matches!(error.reason, Reason::Denied | Reason::NotFound | Reason::Malformed) =>
            {
                Ok(Vec::new())
            }
            names => names.map_err(|refused| refused_error(refused, folder)),
        }
    }

    fn facts(&self, path: &str) -> Result<RemoteFacts> {
        let (root, key) = self.root(path)?;
        self.facts_of(&root, &key).map_err(|refused| missing_error(refused, path))
    }

    fn peek(&self, path: &str, max: u64) -> Result<Peeked> {
        let (root, key) = self.root(path)?;
        let request = |bucket: &Bucket, now| bucket.get(&key, now).range(&(0..max));
        let reply = self.send(&root, Method::Get, &request, &|_, status, body| {
            let mut bytes = Vec::new();
            // An empty file has no such range.
            if status != 416 {
                body.take(max).read_to_end(&mut bytes).map_err(|_| cut())?;
            }
            Ok(Peeked::There(bytes.into()))
        });
        match reply {
            Err(Refused::Missing(_)) => Ok(Peeked::Missing),
            Err(Refused::Failed(error)) if error.reason == Reason::Denied => Ok(Peeked::Denied),
            reply => reply.map_err(|refused| refused_error(refused, path)),
        }
    }

    fn read(&self, path: &str, facts: &RemoteFacts, range: &Range<u64>) -> Result<Bytes> {
        let (root, key) = self.root(path)?;
        self.range(&root, &key, path, facts, range).map_err(|refused| missing_error(refused, path))
    }

    fn received(&self) -> u64 {
        self.client.received()
    }

    fn take_notes(&self) -> Vec<String> {
        self.notes.lock().map(|mut notes| std::mem::take(&mut *notes)).unwrap_or_default()
    }

    fn requests(&self) -> NonZeroUsize {
        NonZeroUsize::new(REQUESTS).unwrap_or(NonZeroUsize::MIN)
    }
}

/// Reads a page of a listing.
pub(super) fn whole(headers: &HeaderMap, _: u16, body: &mut dyn Read) -> Result<Vec<u8>, Take> {
    let mut bytes = Vec::new();
    body.take(MAX_LISTING + 1).read_to_end(&mut bytes).map_err(|_| cut())?;
    if bytes.len() as u64 > MAX_LISTING {
        let what = format!("a page of the listing has more than {MAX_LISTING} bytes");
        return Err(Take::Failed(StoreError::new(Reason::OverLimit, what)));
    }
    let is_other = content_length(headers).is_some_and(|stated| stated != bytes.len() as u64);
    if is_other { Err(cut()) } else { Ok(bytes) }
}

/// Returns the version that a server states. A weak ETag counts as the strong one of the same text:
/// those of Apache are weak in the first second of a file.
fn version(headers: &HeaderMap) -> Option<String> {
    let etag = text(headers, "etag").map(|etag| etag.trim_start_matches("W/").trim_matches('"').to_owned());
    etag.or_else(|| text(headers, "last-modified").map(str::to_owned))
}

fn cut() -> Take {
    Take::Again(StoreError::new(Reason::Failed, "the server's reply was cut short"))
}

fn changed() -> StoreError {
    StoreError::new(Reason::Failed, "the file was changed while it was read")
        .remedy("Run again when no program writes to it.")
}

pub(super) fn refused_error(refused: Refused, path: &str) -> Error {
    match refused {
        Refused::Missing(error) | Refused::Failed(error) => error_of(error, path),
        Refused::Other(error) => error.in_file(path),
        Refused::IsFolder => Error::new(ErrorCode::NoInput, "the URL is that of a folder")
            .in_file(path)
            .remedy("Add a / to it."),
        Refused::Region(region) => {
            Error::new(ErrorCode::Io, format!("the bucket is in the region {region}")).in_file(path)
        }
    }
}

fn missing_error(refused: Refused, path: &str) -> Error {
    match refused {
        Refused::Missing(_) => Error::new(ErrorCode::MissingFile, "there is no such file").in_file(path),
        other => refused_error(other, path),
    }
}

fn poisoned() -> Error {
    Error::new(ErrorCode::Internal, "a thread panicked")
}
