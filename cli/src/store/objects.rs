//! Objects of buckets, by their listings.

use daytally::fs::{RemoteFacts, RemoteFile, RemotePlace};
use daytally_store::{Listed, Listing, Location, Reason, StoreError, StoreKind};

use crate::store::client::{Method, Refused};
use crate::store::root::Root;
use crate::store::stores::{Stores, refused_error, whole};

impl Stores {
    /// Lists everything below a key of a bucket, or only what is directly in it.
    fn list(&self, root: &Root, mut listing: Listing) -> Result<Vec<Listed>, Refused> {
        let mut found = Vec::new();
        while let Some(query) = listing.need() {
            let page = self.send(root, Method::Get, &|bucket, now| bucket.list(&query, now), &whole)?;
            found.extend(listing.push(&page).map_err(Refused::Failed)?);
        }
        Ok(found)
    }

    fn listing(&self, root: &Root, prefix: &str) -> Result<Listing, Refused> {
        let kind = root.bucket().map_err(Refused::Failed)?.kind();
        Ok(if kind == StoreKind::Azure { Listing::azure(prefix) } else { Listing::s3(prefix) })
    }

    /// Finds what a URL of a bucket names.
    pub(super) fn find_object(&self, location: &Location) -> Result<RemotePlace, Refused> {
        let path = location.shown();
        let (root, key) = self.root(&path).map_err(Refused::Other)?;
        let mut refused = None;
        if !location.is_folder() {
            match self.facts_of(&root, &key) {
                Ok(facts) if facts.bytes > 0 => {
                    return Ok(RemotePlace::File(RemoteFile { path, facts: Some(facts) }));
                }
                // An object of no bytes may stand for a folder.
                Ok(facts) => refused = Some(Ok(facts)),
                Err(error @ (Refused::Missing(_) | Refused::Failed(_))) => refused = Some(Err(error)),
                Err(other) => return Err(other),
            }
        }
        let prefix = if location.is_folder() { key } else { format!("{key}/") };
        let listing = self.listing(&root, &prefix)?;
        let folder = if path.ends_with('/') { path.clone() } else { format!("{path}/") };
        let listed = self.list(&root, listing);
        if let Err(Refused::Failed(error)) = &listed
            && error.reason == Reason::Denied
        {
            // The first error is about the same name.
            let error = match refused {
                Some(Err(first @ Refused::Failed(_))) => first,
                _ => Refused::Failed(error.clone()),
            };
            return Ok(RemotePlace::Unlisted(folder, refused_error(error, &path)));
        }
        let found = match (listed, refused) {
            (Ok(found), None) => found,
            (Ok(found), _) if !found.is_empty() => found,
            (_, Some(Ok(facts))) => {
                return Ok(RemotePlace::File(RemoteFile { path, facts: Some(facts) }));
            }
            (_, Some(Err(Refused::Failed(error)))) => return Err(Refused::Failed(error)),
            (Err(error), _) => return Err(error),
            (Ok(_), Some(Err(error))) => return Err(error),
        };
        if found.is_empty() {
            let error = StoreError::new(Reason::NotFound, "there is no object below this URL");
            return Err(Refused::Failed(error.remedy("Check the bucket's name and the folder.")));
        }
        let files = found.into_iter().map(|Listed { key, bytes, etag, .. }| {
            let facts = bytes.map(|bytes| RemoteFacts { bytes, version: etag });
            RemoteFile { path: format!("{}{key}", root.path), facts }
        });
        Ok(RemotePlace::Folder(folder, files.collect()))
    }

    /// Returns the names in a folder, those of folders with a `/` at their ends.
    pub(super) fn names_in(&self, root: &Root, key: &str) -> Result<Vec<String>, Refused> {
        let found = self.list(root, self.listing(root, key)?.by_folder())?;
        Ok(found.into_iter().filter_map(|it| it.key.strip_prefix(key).map(str::to_owned)).collect())
    }
}
