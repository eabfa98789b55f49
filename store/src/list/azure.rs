//! Pages of Azure's List Blobs.
//!
//! <https://learn.microsoft.com/rest/api/storageservices/list-blobs>

use crate::encoding::decode;
use crate::error::{Reason, Result, StoreError};
use crate::list::listed::{Listed, Page};
use crate::xml::{Element, parse};

/// Returns the query of a page.
pub(super) fn query(next: Option<&str>) -> Vec<(&'static str, String)> {
    let mut query = vec![("restype", "container".to_owned()), ("comp", "list".to_owned())];
    query.extend(next.map(|next| ("marker", next.to_owned())));
    query
}

/// Parses a page.
pub(super) fn page(body: &[u8]) -> Result<Page> {
    let root = parse(body)?;
    let blobs = root.child("Blobs").filter(|_| root.name == "EnumerationResults");
    let blobs = blobs.ok_or_else(|| malformed("elements EnumerationResults and Blobs", "others"))?;
    let mut found = Vec::new();
    for blob in blobs.all("Blob") {
        let properties = blob.child("Properties");
        let property = |name| properties.and_then(|properties| properties.text(name));
        // Folders of accounts that have them.
        if property("ResourceType") == Some("directory") {
            continue;
        }
        let bytes = property("Content-Length").and_then(|size| size.trim().parse().ok());
        let bytes = bytes.ok_or_else(|| malformed("a size for each blob", "another"))?;
        let etag = property("Etag").map(|etag| etag.trim_matches('"').to_owned());
        let modified = property("Last-Modified").map(str::to_owned);
        found.push(Listed { key: name(blob)?, bytes: Some(bytes), etag, modified });
    }
    for folder in blobs.all("BlobPrefix") {
        found.push(Listed { key: name(folder)?, bytes: None, etag: None, modified: None });
    }
    let next = root.child("NextMarker").ok_or_else(|| malformed("an element NextMarker", "none"))?;
    Ok(Page { found, next: Some(next.text.clone()).filter(|next| !next.is_empty()) })
}

fn name(of: &Element) -> Result<String> {
    let name = of.child("Name").filter(|name| !name.text.is_empty());
    let name = name.ok_or_else(|| malformed("a name for each blob", "none"))?;
    if name.is_encoded { decode(&name.text) } else { Ok(name.text.clone()) }
}

fn malformed(expected: &str, found: &str) -> StoreError {
    StoreError::new(Reason::Malformed, "the server's reply is not a listing of Azure")
        .expected(expected)
        .found(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Azure documents it.
    #[test]
    fn a_page_is_read() {
        let page = page(
            b"\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults \
              ServiceEndpoint=\"https://myaccount.blob.core.windows.net/\" ContainerName=\"mycontainer\">\
              <Prefix>v</Prefix><Blobs><Blob><Name>v/a b+%.parquet</Name><Properties>\
              <Last-Modified>Wed, 09 Sep 2009 09:20:02 GMT</Last-Modified><Etag>0x8CBFF45D8A29A19</Etag>\
              <Content-Length>100</Content-Length></Properties></Blob>\
              <Blob><Name>v/day=1</Name><Properties><Content-Length>0</Content-Length>\
              <ResourceType>directory</ResourceType></Properties></Blob>\
              <BlobPrefix><Name Encoded=\"true\">v%EF%BF%BE/</Name></BlobPrefix></Blobs>\
              <NextMarker>2!72!x--</NextMarker></EnumerationResults>",
        )
        .unwrap();
        let blob = Listed {
            key: "v/a b+%.parquet".into(),
            bytes: Some(100),
            etag: Some("0x8CBFF45D8A29A19".into()),
            modified: Some("Wed, 09 Sep 2009 09:20:02 GMT".into()),
        };
        let folder = Listed { key: "v\u{FFFE}/".into(), bytes: None, etag: None, modified: None };
        assert_eq!(page.found, [blob, folder]);
        assert_eq!(page.next.as_deref(), Some("2!72!x--"));
    }

    #[test]
    fn the_last_page_has_no_marker() {
        let page = page(b"<EnumerationResults><Blobs/><NextMarker/></EnumerationResults>").unwrap();
        assert_eq!((page.found.len(), page.next), (0, None));
        for body in ["<EnumerationResults/>", "<EnumerationResults><Blobs/></EnumerationResults>"] {
            assert_eq!(super::page(body.as_bytes()).unwrap_err().reason, Reason::Malformed, "{body}");
        }
    }
}
