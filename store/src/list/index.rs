//! Indexes of http folders, as nginx, Apache and CPython's `http.server` write them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::encoding::{check_key, decode};
use crate::error::{Reason, Result, StoreError};
use crate::list::listed::Listed;
use crate::list::pages::MAX_ENTRIES;

/// The maximum number of levels of folders that are listed below the given one.
pub const MAX_DEPTH: usize = 64;

/// Parses the index of a folder. Returns the names of its files, and of its folders with a `/`.
///
/// `origin` and `path` are those of the folder's URL; the encoded path ends in `/`. Links that leave the
/// folder are skipped. Other pages than indexes are refused, because they may list a part of the files.
///
/// # Errors
///
/// [`Reason::Malformed`] for a page that is not an index; [`Reason::OverLimit`] for too many names.
pub fn read_index(origin: &str, path: &str, body: &[u8]) -> Result<Vec<Listed>> {
    let text = String::from_utf8_lossy(body);
    let start = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let found = if start.starts_with('[') { json(start)? } else { html(origin, path, start)? };
    check_count(found.len())?;
    found.iter().try_for_each(|listed| check_key(listed.key.trim_end_matches('/')))?;
    Ok(found)
}

/// Refuses a folder of too many names.
pub(super) fn check_count(names: usize) -> Result<()> {
    if names <= MAX_ENTRIES {
        return Ok(());
    }
    let what = format!("the index of the folder has more than {MAX_ENTRIES} names");
    Err(StoreError::new(Reason::OverLimit, what).remedy("Give a folder further down."))
}

/// Parses the index of nginx with `autoindex_format json`.
fn json(text: &str) -> Result<Vec<Listed>> {
    let entries: Vec<Value> = serde_json::from_str(text).map_err(|_| not_an_index("another JSON text"))?;
    let entry = |entry: &Value| {
        let text = |name| entry.get(name).and_then(Value::as_str);
        let name = text("name").filter(|name| !name.is_empty() && !name.contains('/'));
        let (Some(name), Some(kind)) = (name, text("type")) else {
            return Err(not_an_index("an entry without name or type"));
        };
        Ok(match kind {
            "directory" => Some(Listed { key: format!("{name}/"), bytes: None, etag: None, modified: None }),
            "file" => {
                let bytes = entry.get("size").and_then(Value::as_u64);
                Some(Listed { key: name.to_owned(), bytes, etag: None, modified: None })
            }
            _ => None,
        })
    };
    entries.iter().filter_map(|each| entry(each).transpose()).collect()
}

/// Parses an index of HTML.
fn html(origin: &str, path: &str, text: &str) -> Result<Vec<Listed>> {
    let lower = text.to_ascii_lowercase();
    let has_title = |begin: &str| {
        ["<title>", "<h1>"].iter().any(|tag| {
            let after = lower.split_once(tag).map_or("", |(_, after)| after);
            after.trim_start().starts_with(begin)
        })
    };
    if !has_title("index of") && !has_title("directory listing for") {
        return Err(not_an_index("another page"));
    }
    if !lower.trim_end().ends_with("</html>") {
        return Err(not_an_index("a page that is cut short"));
    }
    let mut names = BTreeSet::new();
    for link in links(text, &lower) {
        names.extend(name_below(origin, path, &link)?);
    }
    Ok(names.into_iter().map(|key| Listed { key, bytes: None, etag: None, modified: None }).collect())
}

/// Returns the targets of all links.
fn links(text: &str, lower: &str) -> Vec<String> {
    let mut links = Vec::new();
    let mut at = 0;
    while let Some(start) = lower[at..].find("<a ").map(|found| at + found) {
        let end = text[start..].find('>').map_or(text.len(), |found| start + found);
        let tag = &text[start..end];
        if let Some(href) = lower[start..end].find("href=") {
            let value = &tag[href + 5..];
            let quoted = value.strip_prefix(['"', '\'']);
            let quote = value.chars().next().unwrap_or('"');
            // A link may contain > only between quotes.
            let rest = quoted.map_or(value, |_| &text[start + href + 6..]);
            let value = match quoted {
                Some(_) => rest.split(quote).next(),
                None => rest.split_ascii_whitespace().next(),
            };
            links.extend(value.map(unescape));
        }
        at = end;
    }
    links
}

/// Replaces the references that servers write in links.
fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let reference = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        let char = reference.and_then(|(name, _)| match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => {
                let number = name.strip_prefix('#')?;
                let hex = number.strip_prefix(['x', 'X']);
                let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
                code.and_then(char::from_u32)
            }
        });
        rest = match (char, reference) {
            (Some(char), Some((_, after))) => {
                plain.push(char);
                after
            }
            _ => {
                plain.push('&');
                after
            }
        };
    }
    plain + rest
}

/// Returns the name of a link's target, if that is directly in the folder.
pub(super) fn name_below(origin: &str, path: &str, link: &str) -> Result<Option<String>> {
    let link = link.trim();
    let link = link.split('#').next().unwrap_or_default();
    let (link, query) = link.split_once('?').map_or((link, None), |(link, query)| (link, Some(query)));
    let scheme = origin.split_once("://").map_or("", |(scheme, _)| scheme);
    let target = if let Some(target) = link.strip_prefix(origin) {
        target.to_owned()
    } else if link.starts_with("//") {
        let absolute = format!("{scheme}:{link}");
        match absolute.strip_prefix(origin) {
            Some(target) => target.to_owned(),
            None => return Ok(None),
        }
    } else if link.split('/').next().is_some_and(|first| first.contains(':')) {
        // Another scheme.
        return Ok(None);
    } else if link.starts_with('/') {
        link.to_owned()
    } else {
        format!("{path}{}", link.strip_prefix("./").unwrap_or(link))
    };
    // Servers encode the folder differently.
    let depth = path.matches('/').count();
    let Some((split, _)) = target.match_indices('/').nth(depth.saturating_sub(1)) else { return Ok(None) };
    let (folder, raw) = target.split_at(split + 1);
    let is_below = decode(folder)? == decode(path)?;
    let name = raw.strip_suffix('/').unwrap_or(raw);
    if !is_below || name.contains('/') || name == "." || name == ".." {
        return Ok(None);
    }
    if name.is_empty() {
        // Apache's links that sort the index.
        return match query {
            None => Ok(None),
            Some(query) if query.starts_with("C=") || query.starts_with("N=") => Ok(None),
            Some(_) => Err(not_an_index("a page with links to other views of it")),
        };
    }
    if query.is_some() {
        return Err(not_an_index("a page with a link that has a query"));
    }
    let decoded = decode(name)?;
    if decoded.contains('/') || decoded.is_empty() {
        return Err(not_an_index("a name with an encoded /"));
    }
    Ok(Some(if raw.ends_with('/') { format!("{decoded}/") } else { decoded }))
}

fn not_an_index(found: &str) -> StoreError {
    StoreError::new(Reason::Malformed, "the folder cannot be listed")
        .expected("an index of nginx, Apache or Python's http.server")
        .found(found)
        .remedy("Give the URLs of its files, or let the server list the folder.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(body: &str) -> Result<Vec<String>> {
        let listed = read_index("http://h:8000", "/v%20s/", body.as_bytes())?;
        Ok(listed.into_iter().map(|listed| listed.key).collect())
    }

    const NAMES: [&str; 5] =
        ["100% a+b&ü.parquet", "_delta_log/", "a:b#c?.parquet", "day=1/", "it's.parquet"];

    /// As nginx 1.22 writes it.
    #[test]
    fn an_index_of_nginx_is_read() {
        let body = "<html>\r\n<head><title>Index of /v s/</title></head>\r\n<body>\r\n\
            <h1>Index of /v s/</h1><hr><pre><a href=\"../\">../</a>\r\n\
            <a href=\"_delta_log/\">_delta_log/</a>    23-Nov-2026 09:00       -\r\n\
            <a href=\"day%3D1/\">day=1/</a>    23-Nov-2026 09:00       -\r\n\
            <a href=\"100%25%20a%2Bb%26%C3%BC.parquet\">100% a+b&amp;ü.parquet</a>  23-Nov-2026 09:00  12\r\n\
            <a href=\"./a%3Ab%23c%3F.parquet\">a:b#c?.parquet</a>  23-Nov-2026 09:00  12\r\n\
            <a href=\"it's.parquet\">it's.parquet</a>  23-Nov-2026 09:00  12\r\n\
            </pre><hr></body>\r\n</html>\r\n";
        assert_eq!(keys(body).unwrap(), NAMES);
    }

    /// As nginx writes it with `autoindex_format json`.
    #[test]
    fn an_index_in_json_is_read() {
        let body = r#"[
            { "name":"100% a+b&ü.parquet", "type":"file", "mtime":"Mon, 23 Nov 2026 09:00:00 GMT", "size":12 },
            { "name":"day=1", "type":"directory", "mtime":"Mon, 23 Nov 2026 09:00:00 GMT" },
            { "name":"pipe", "type":"other", "mtime":"Mon, 23 Nov 2026 09:00:00 GMT" } ]"#;
        let listed = read_index("http://h", "/", body.as_bytes()).unwrap();
        assert_eq!((listed[0].key.as_str(), listed[0].bytes), (NAMES[0], Some(12)));
        assert_eq!((listed[1].key.as_str(), listed.len()), ("day=1/", 2));
        assert!(
            keys("[1]").is_err()
                && keys("[").is_err()
                && keys("[{\"name\":\"a/b\",\"type\":\"file\"}]").is_err()
        );
    }

    /// As Apache 2.4 writes it with `IndexOptions FancyIndexing HTMLTable`.
    #[test]
    fn an_index_of_apache_is_read() {
        let body = "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\n<html>\n <head>\n  \
            <title>Index of /v s</title>\n </head>\n <body>\n<h1>Index of /v s</h1>\n  <table>\n   \
            <tr><th><a href=\"?C=N;O=D\">Name</a></th><th><a href=\"?C=M;O=A\">Last modified</a></th></tr>\n\
            <tr><td><a href=\"/\">Parent Directory</a></td></tr>\n\
            <tr><td><a href=\"100%25%20a+b&amp;%c3%bc.parquet\">100% a+b&amp;ü.par..&gt;</a></td></tr>\n\
            <tr><td><a href=\"_delta_log/\">_delta_log/</a></td></tr>\n\
            <tr><td><a href=\"./a:b%23c%3f.parquet\">a:b#c?.parquet</a></td></tr>\n\
            <tr><td><a href=\"day=1/\">day=1/</a></td></tr>\n\
            <tr><td><a href=\"it's.parquet\">it's.parquet</a></td></tr>\n\
            </table>\n<address>Apache/2.4.57 (Debian) Server at h Port 80</address>\n</body></html>\n";
        assert_eq!(keys(body).unwrap(), NAMES);
    }

    /// As CPython 3.11 writes it.
    #[test]
    fn an_index_of_python_is_read() {
        let body = "<!DOCTYPE HTML>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
            <title>Directory listing for /v s/</title>\n</head>\n<body>\n\
            <h1>Directory listing for /v s/</h1>\n<hr>\n<ul>\n\
            <li><a href=\"100%25%20a%2Bb%26%C3%BC.parquet\">100% a+b&amp;ü.parquet</a></li>\n\
            <li><a href=\"_delta_log/\">_delta_log/</a></li>\n\
            <li><a href=\"a%3Ab%23c%3F.parquet\">a:b#c?.parquet</a></li>\n\
            <li><a href=\"day%3D1/\">day=1/</a></li>\n<li><a href=\"it%27s.parquet\">it's.parquet</a></li>\n\
            </ul>\n<hr>\n</body>\n</html>\n";
        assert_eq!(keys(body).unwrap(), NAMES);
    }

    #[test]
    fn links_out_of_the_folder_are_skipped() {
        let page =
            |link: &str| format!("<html><title>Index of /v s/</title><a class=x href={link}>x</a></html>");
        for link in [
            "\"../x.parquet\"",
            "\"/x.parquet\"",
            "\"/v%20s2/x.parquet\"",
            "\"http://other/v%20s/x.parquet\"",
            "\"http://h:8000.other/v%20s/x.parquet\"",
            "\"//other/v%20s/x.parquet\"",
            "\"javascript:x\"",
            "\"sub/x.parquet\"",
            "\"..\"",
            "\"#x\"",
            "\"\"",
        ] {
            assert_eq!(keys(&page(link)).unwrap(), Vec::<String>::new(), "{link}");
        }
        for link in ["'x.parquet'", "x.parquet", "\"/v%20s/x.parquet\"", "\"http://h:8000/v%20s/x.parquet\""]
        {
            assert_eq!(keys(&page(link)).unwrap(), ["x.parquet"], "{link}");
        }
        for link in ["\"?page=2\"", "\"x.parquet?v=1\"", "\"x%2fy\""] {
            assert_eq!(keys(&page(link)).unwrap_err().reason, Reason::Malformed, "{link}");
        }
    }

    #[test]
    fn other_pages_are_refused() {
        for body in [
            "<html><title>My files</title><a href=\"a.parquet\">a</a></html>",
            "<html><title>Index of /</title><a href=\"a.parquet\">a</a>",
            "",
            "{}",
        ] {
            assert_eq!(keys(body).unwrap_err().reason, Reason::Malformed, "{body}");
        }
    }
}
