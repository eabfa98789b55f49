//! Pages of ListObjectsV2.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>

use crate::encoding::decode;
use crate::error::{Reason, Result, StoreError};
use crate::list::listed::{Listed, Page};
use crate::xml::{Element, parse};

/// Returns the query of a page. Keys are encoded, because XML cannot express every character.
pub(super) fn query(next: Option<&str>) -> Vec<(&'static str, String)> {
    let mut query = vec![("list-type", "2".to_owned()), ("encoding-type", "url".to_owned())];
    query.extend(next.map(|next| ("continuation-token", next.to_owned())));
    query
}

/// Parses a page.
pub(super) fn page(body: &[u8]) -> Result<Page> {
    let root = parse(body)?;
    if root.name != "ListBucketResult" {
        return Err(malformed("an element ListBucketResult", &format!("{:?}", root.name)));
    }
    let is_encoded = root.text("EncodingType").is_some_and(|encoding| encoding.eq_ignore_ascii_case("url"));
    let key = |element: &Element, name: &str| {
        let key = element.text(name).ok_or_else(|| malformed("a key for each object", "none"))?;
        // As in a form: a space is a plus sign.
        if is_encoded { decode(&key.replace('+', " ")) } else { Ok(key.to_owned()) }
    };
    let mut found = Vec::new();
    for object in root.all("Contents") {
        let bytes = object.text("Size").and_then(|size| size.trim().parse().ok());
        let bytes = bytes.ok_or_else(|| malformed("a size for each object", "another"))?;
        let etag = object.text("ETag").map(|etag| etag.trim_matches('"').to_owned());
        let modified = object.text("LastModified").map(str::to_owned);
        found.push(Listed { key: key(object, "Key")?, bytes: Some(bytes), etag, modified });
    }
    for folder in root.all("CommonPrefixes") {
        found.push(Listed { key: key(folder, "Prefix")?, bytes: None, etag: None, modified: None });
    }
    let next = match (root.text("IsTruncated"), root.text("NextContinuationToken")) {
        (Some("true"), Some(next)) => Some(next.to_owned()),
        (Some("true"), None) => return Err(malformed("a token for the next page", "none")),
        (Some("false"), _) => None,
        (other, _) => return Err(malformed("true or false for IsTruncated", &format!("{other:?}"))),
    };
    Ok(Page { found, next })
}

fn malformed(expected: &str, found: &str) -> StoreError {
    StoreError::new(Reason::Malformed, "the server's reply is not a listing of S3")
        .expected(expected)
        .found(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As AWS documents it, with encoded keys.
    #[test]
    fn a_page_of_aws_is_read() {
        let page = page(
            br#"<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>quotes</Name><Prefix>E</Prefix>
<EncodingType>url</EncodingType><KeyCount>2</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>true</IsTruncated>
<NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken>
<Contents><Key>E/100%25+a%2Bb%26%C3%BC.parquet</Key><LastModified>2014-11-21T19:40:05.000Z</LastModified>
<ETag>&quot;70ee1738b6b21e2c8a43f3a5ab0eee71&quot;</ETag><Size>1111</Size><StorageClass>STANDARD</StorageClass></Contents>
<CommonPrefixes><Prefix>E/day%3D1/</Prefix></CommonPrefixes></ListBucketResult>"#,
        )
        .unwrap();
        let file = Listed {
            key: "E/100% a+b&ü.parquet".into(),
            bytes: Some(1111),
            etag: Some("70ee1738b6b21e2c8a43f3a5ab0eee71".into()),
            modified: Some("2014-11-21T19:40:05.000Z".into()),
        };
        let folder = Listed { key: "E/day=1/".into(), bytes: None, etag: None, modified: None };
        assert_eq!(page.found, [file, folder]);
        assert_eq!(page.next.as_deref(), Some("1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM="));
    }

    #[test]
    fn keys_of_servers_that_do_not_encode_stay() {
        let page = page(
            b"<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key> a+%20&amp;</Key>\
              <Size>1</Size></Contents></ListBucketResult>",
        );
        assert_eq!(page.unwrap().found[0].key, " a+%20&");
    }

    #[test]
    fn what_is_not_a_listing_is_refused() {
        for body in [
            "<html></html>",
            "<ListBucketResult></ListBucketResult>",
            "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
            "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key></Contents></ListBucketResult>",
            "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Size>1</Size></Contents></ListBucketResult>",
        ] {
            assert_eq!(page(body.as_bytes()).unwrap_err().reason, Reason::Malformed, "{body}");
        }
    }
}
