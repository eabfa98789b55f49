//! Refusals of a store that SeaweedFS does not have: other regions, expired sessions, wrong clocks, SlowDown.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Output;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::line::{succeeded, text};
use crate::stores::http::{lines, without_credentials};

/// A reply: its status, its headers and its body.
type Reply = (u16, String, Vec<u8>);
/// The first and the last byte of a requested range.
type Bytes = Option<(usize, usize)>;

/// Serves what `answer` makes of the target and the range of each request. Returns the server's URL.
fn serve(answer: impl Fn(&str, Bytes) -> Reply + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            thread::spawn(move || reply(&stream, &*answer));
        }
    });
    url
}

fn reply(mut stream: &TcpStream, answer: &dyn Fn(&str, Bytes) -> Reply) -> Option<()> {
    let mut head = BufReader::new(stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
    let line = head.next()?;
    let range = head.filter_map(|header| {
        let header = header.to_ascii_lowercase();
        let (start, last) = header.strip_prefix("range: bytes=")?.split_once('-')?;
        Some((start.parse().ok()?, last.parse().ok()?))
    });
    let (status, headers, body) = answer(line.split(' ').nth(1)?, range.last());
    let head = format!(
        "HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).ok()
}

fn refusal(status: u16, code: &str, more: &str) -> Reply {
    (status, String::new(), format!("<Error><Code>{code}</Code>{more}</Error>").into_bytes())
}

/// Runs the monthly views of `s3://views/v/` with the keys of a session.
fn monthly(folder: &Path, endpoint: &str) -> Output {
    let mut daytally = without_credentials(folder);
    daytally.env("AWS_ACCESS_KEY_ID", "AKHIDDEN").env("AWS_SECRET_ACCESS_KEY", "hidden");
    daytally.env("AWS_SESSION_TOKEN", "hidden-session");
    daytally.args(["monthly", "s3://views/v/", "-o", "-", "--endpoint-url", endpoint]);
    daytally.output().unwrap()
}

#[test]
fn a_refusal_is_one_error() {
    let folder = tempfile::tempdir().unwrap();
    let times = "<RequestTime>20300101T000000Z</RequestTime><ServerTime>2026-11-29</ServerTime>";
    for (status, code, more, named) in [
        (400, "ExpiredToken", "", "the session of the credentials has expired"),
        (403, "RequestTimeTooSkewed", times, "the clock of this machine differs"),
        (403, "RequestTimeTooSkewed", times, "2026-11-29"),
        (301, "PermanentRedirect", "", "in another region, which the store does not name"),
        (404, "NoSuchBucket", "", "there is no such bucket"),
    ] {
        let url = serve(move |_, _| refusal(status, code, more));
        let output = monthly(folder.path(), &url);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert_eq!(stderr.lines().filter(|line| line.starts_with("error: ")).count(), 1, "{stderr}");
        assert!(stderr.contains(named), "{named}: {stderr}");
        assert!(!stderr.contains("hidden") && !stderr.contains("Signature="), "{stderr}");
    }
}

/// The region is that of the reply; each object is refused once by SlowDown, and listings are slow.
#[test]
fn the_region_is_found_and_slow_down_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    succeeded(folder.path(), "generate --rows 60000 --files 3 -o v");
    let expected = succeeded(folder.path(), "monthly v -o -");
    let files = fs::read_dir(folder.path().join("v")).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<(String, Vec<u8>)> = files
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap()))
        .collect();
    let refused = Mutex::new(HashSet::new());
    let url = serve(move |target, range| {
        if !target.contains("%2Feu-central-1%2F") {
            return refusal(400, "AuthorizationHeaderMalformed", "<Region>eu-central-1</Region>");
        }
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        if refused.lock().unwrap().insert(path.to_owned()) {
            return refusal(503, "SlowDown", "");
        }
        if query.contains("list-type=2") {
            thread::sleep(Duration::from_millis(300));
            let contents = |(name, bytes): &(String, Vec<u8>)| {
                let (size, time) = (bytes.len(), "2024-01-02T03:04:05.000Z");
                format!(
                    "<Contents><Key>v/{name}</Key><LastModified>{time}</LastModified><ETag>\"e\"</ETag>\
                     <Size>{size}</Size></Contents>"
                )
            };
            let listed = if query.contains("prefix=v%2F") { &files[..] } else { &[] };
            let contents: String = listed.iter().map(contents).collect();
            let body =
                format!("<ListBucketResult><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>");
            return (200, String::new(), body.into_bytes());
        }
        let object = files.iter().find(|(name, _)| path.ends_with(&format!("/v/{name}")));
        let (Some((_, bytes)), Some((start, last))) = (object, range) else {
            return refusal(404, "NoSuchKey", "");
        };
        let last = last.min(bytes.len() - 1);
        let headers = format!("ETag: \"e\"\r\nContent-Range: bytes {start}-{last}/{}\r\n", bytes.len());
        (206, headers, bytes[start..=last].to_vec())
    });
    let output = monthly(folder.path(), &url);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(lines(&output) == expected);
}
