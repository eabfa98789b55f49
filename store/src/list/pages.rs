//! The pages of a listing.

use std::collections::HashSet;

use crate::encoding::check_key;
use crate::error::{Reason, Result, StoreError};
use crate::list::listed::{Listed, Page};
use crate::list::{azure, s3};

/// The maximum number of objects in a listing; a larger one would fill memory.
pub const MAX_ENTRIES: usize = 1_000_000;
/// The maximum number of pages of a listing. A store fills a page with a thousand objects or more.
pub const MAX_PAGES: usize = 10_000;

/// The listing of everything whose key begins with a prefix, page by page.
///
/// [`need`](Self::need) returns the query of the next request, and [`push`](Self::push) takes its
/// reply, until nothing is needed.
#[derive(Debug)]
pub struct Listing {
    dialect: Dialect,
    prefix: String,
    /// Whether folders are listed instead of what is in them.
    by_folder: bool,
    next: Option<String>,
    seen: HashSet<String>,
    pages: usize,
    entries: usize,
    is_done: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    S3,
    Azure,
}

impl Listing {
    /// Lists a bucket of S3 or of Google Cloud Storage, by ListObjectsV2.
    pub fn s3(prefix: &str) -> Self {
        Self::new(Dialect::S3, prefix)
    }

    /// Lists a container of Azure.
    pub fn azure(prefix: &str) -> Self {
        Self::new(Dialect::Azure, prefix)
    }

    /// Lists only what is directly in the prefix, which should end in `/`: objects and folders.
    #[must_use]
    pub fn by_folder(mut self) -> Self {
        self.by_folder = true;
        self
    }

    fn new(dialect: Dialect, prefix: &str) -> Self {
        let (prefix, seen) = (prefix.to_owned(), HashSet::new());
        let (by_folder, is_done) = (false, false);
        Self { dialect, prefix, by_folder, next: None, seen, pages: 0, entries: 0, is_done }
    }

    /// Returns the query of the next request, or `None` if the listing is complete.
    pub fn need(&self) -> Option<Vec<(&'static str, String)>> {
        if self.is_done {
            return None;
        }
        let next = self.next.as_deref();
        let mut query = match self.dialect {
            Dialect::S3 => s3::query(next),
            Dialect::Azure => azure::query(next),
        };
        if !self.prefix.is_empty() {
            query.push(("prefix", self.prefix.clone()));
        }
        if self.by_folder {
            query.push(("delimiter", "/".to_owned()));
        }
        Some(query)
    }

    /// Takes the body of the reply. Returns what the page lists.
    ///
    /// # Errors
    ///
    /// [`Reason::Malformed`] for a reply that is not a page of this listing, such as a repeated page;
    /// [`Reason::OverLimit`] for more than [`MAX_ENTRIES`] objects or [`MAX_PAGES`] pages;
    /// [`Reason::Invalid`] for a key that a URL cannot express.
    pub fn push(&mut self, body: &[u8]) -> Result<Vec<Listed>> {
        let Page { found, next } = match self.dialect {
            Dialect::S3 => s3::page(body)?,
            Dialect::Azure => azure::page(body)?,
        };
        self.pages += 1;
        self.entries += found.len();
        if self.entries > MAX_ENTRIES {
            return Err(over(MAX_ENTRIES, "objects"));
        }
        for Listed { key, bytes, .. } in &found {
            if !key.starts_with(&self.prefix) {
                return Err(malformed("it lists an object outside of the folder")
                    .expected(format!("keys that begin with {:?}", self.prefix))
                    .found(format!("{key:?}")));
            }
            if key.ends_with('/') && bytes.is_some_and(|bytes| bytes > 0) {
                return Err(StoreError::new(Reason::Invalid, "an object with data has the name of a folder")
                    .found(format!("{key:?}"))
                    .remedy("Rename the object, or remove it."));
            }
            check_key(key)?;
        }
        match &next {
            None => self.is_done = true,
            Some(token) if !self.seen.insert(token.clone()) => {
                return Err(malformed("it leads back to an earlier page"));
            }
            Some(_) if self.pages == MAX_PAGES => return Err(over(MAX_PAGES, "pages")),
            Some(_) => {}
        }
        self.next = next;
        // An object of no bytes that ends in / stands for an empty folder.
        let is_marker = |listed: &Listed| listed.key.ends_with('/') && listed.bytes.is_some();
        Ok(found.into_iter().filter(|listed| !is_marker(listed)).collect())
    }
}

fn malformed(what: &str) -> StoreError {
    StoreError::new(Reason::Malformed, format!("the server's listing cannot be used: {what}"))
}

fn over(max: usize, of: &str) -> StoreError {
    StoreError::new(Reason::OverLimit, format!("the listing has more than {max} {of}"))
        .remedy("Give a folder further down.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(keys: &[&str], next: Option<&str>) -> Vec<u8> {
        let keys: String =
            keys.iter().map(|key| format!("<Contents><Key>{key}</Key><Size>0</Size></Contents>")).collect();
        let next = next.map_or("<IsTruncated>false</IsTruncated>".to_owned(), |next| {
            format!("<IsTruncated>true</IsTruncated><NextContinuationToken>{next}</NextContinuationToken>")
        });
        format!("<ListBucketResult>{next}{keys}</ListBucketResult>").into_bytes()
    }

    #[test]
    fn pages_follow_their_tokens() {
        let mut listing = Listing::s3("v/");
        let query = listing.need().unwrap();
        assert!(query.contains(&("prefix", "v/".to_owned())));
        assert!(!query.iter().any(|(name, _)| *name == "continuation-token"));
        assert_eq!(listing.push(&page(&["v/", "v/a"], Some("t+/="))).unwrap().len(), 1, "a marker");
        assert!(listing.need().unwrap().contains(&("continuation-token", "t+/=".to_owned())));
        listing.push(&page(&["v/b"], None)).unwrap();
        assert_eq!(listing.need(), None);
    }

    #[test]
    fn circles_and_strangers_are_refused() {
        let mut listing = Listing::s3("v/");
        listing.push(&page(&[], Some("a"))).unwrap();
        listing.push(&page(&[], Some("b"))).unwrap();
        assert_eq!(listing.push(&page(&[], Some("a"))).unwrap_err().reason, Reason::Malformed);
        let error = Listing::s3("v/").push(&page(&["w/x"], None)).unwrap_err();
        assert!(error.to_string().contains("outside of the folder"), "{error}");
        let error = Listing::s3("v/").push(&page(&["v/../x"], None)).unwrap_err();
        assert_eq!(error.reason, Reason::Invalid);
    }

    #[test]
    fn pages_without_an_end_reach_a_limit() {
        let mut listing = Listing::s3("");
        let last = (0..).find_map(|number: u32| listing.push(&page(&[], Some(&number.to_string()))).err());
        assert_eq!(
            last.unwrap().to_string(),
            "the listing has more than 10000 pages. Give a folder further down."
        );
    }
}
