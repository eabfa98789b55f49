//! Listings of WebDAV folders.
//!
//! <https://www.rfc-editor.org/rfc/rfc4918#section-9.1>

use std::collections::BTreeSet;

use crate::encoding::check_key;
use crate::error::{Reason, Result, StoreError};
use crate::list::index::{check_count, name_below};
use crate::list::listed::Listed;
use crate::xml::{Element, parse};

/// Parses a reply to `PROPFIND` with `Depth: 1`. Returns the names of a folder's files, and of its folders
/// with a `/`.
///
/// `origin` and `path` are those of the folder's URL; the encoded path ends in `/`.
///
/// # Errors
///
/// [`Reason::Malformed`] for any other reply, and if it lacks the properties of a file;
/// [`Reason::OverLimit`] for too many names.
pub fn read_webdav(origin: &str, path: &str, body: &[u8]) -> Result<Vec<Listed>> {
    let root = parse(body)?;
    if root.name != "multistatus" {
        return Err(malformed("an element multistatus", &format!("{:?}", root.name)));
    }
    let mut names = BTreeSet::new();
    for response in root.all("response") {
        let href = response.text("href").ok_or_else(|| malformed("a href for each file", "none"))?;
        let Some(name) = name_below(origin, path, href)? else { continue };
        let properties = response.all("propstat").filter(|it| is_ok(it)).find_map(|it| it.child("prop"));
        let properties = properties
            .ok_or_else(|| malformed("the properties of each file", &format!("none of {name:?}")))?;
        let kind = properties.child("resourcetype");
        let is_folder = name.ends_with('/') || kind.is_some_and(|kind| kind.child("collection").is_some());
        let plain = name.trim_end_matches('/');
        check_key(plain)?;
        names.insert(if is_folder { format!("{plain}/") } else { plain.to_owned() });
    }
    check_count(names.len())?;
    Ok(names.into_iter().map(|key| Listed { key, bytes: None, etag: None, modified: None }).collect())
}

fn is_ok(properties: &Element) -> bool {
    properties.text("status").is_some_and(|status| status.split(' ').nth(1) == Some("200"))
}

fn malformed(expected: &str, found: &str) -> StoreError {
    StoreError::new(Reason::Malformed, "the listing of the WebDAV server cannot be read")
        .expected(expected)
        .found(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(responses: &str) -> Result<Vec<String>> {
        let body =
            format!("<?xml version=\"1.0\"?><D:multistatus xmlns:D=\"DAV:\">{responses}</D:multistatus>");
        let listed = read_webdav("http://h:8000", "/v%20s/", body.as_bytes())?;
        Ok(listed.into_iter().map(|listed| listed.key).collect())
    }

    fn response(href: &str, kind: &str) -> String {
        format!(
            "<D:response><D:href>{href}</D:href><D:propstat><D:prop><D:resourcetype>{kind}</D:resourcetype>\
             </D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
        )
    }

    #[test]
    fn files_and_folders_are_below_the_folder() {
        let folder = "<D:collection xmlns:D=\"DAV:\"/>";
        let all = [
            response("/v%20s/", folder),
            response("/v%20s/100%25%20a+b&amp;%c3%bc.parquet", ""),
            response("http://h:8000/v%20s/_delta_log/", folder),
            response("/v%20s/day=1", folder),
            response("/other/x.parquet", ""),
            response("/v%20s/day=1/deeper.parquet", ""),
        ];
        assert_eq!(keys(&all.concat()).unwrap(), ["100% a+b&ü.parquet", "_delta_log/", "day=1/"]);
    }

    #[test]
    fn what_is_not_described_is_an_error() {
        let denied =
            "<D:response><D:href>/v%20s/a</D:href><D:status>HTTP/1.1 403 Forbidden</D:status></D:response>";
        for responses in [denied.to_owned(), "<D:response/>".to_owned(), response("/v%20s/a%2Fb", "")] {
            assert_eq!(keys(&responses).unwrap_err().reason, Reason::Malformed, "{responses}");
        }
        assert!(read_webdav("http://h", "/", b"<html></html>").is_err());
    }
}
