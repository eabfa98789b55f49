//! A server of a folder, with ranges, indexes and faults.

use std::fs;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What the server does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Nothing,
    /// Every third request is refused with status 503.
    Busy,
    /// Every third body with a range is cut short.
    Cut,
    /// Ranges are ignored, as by Python's server.
    NoRanges,
    /// Every reply states another version.
    Changing,
    /// Folders have no index.
    Unlisted,
    /// Folders have no index, and access to what is not there is denied.
    Denied,
}

/// A server on a port of its own, as long as the process lives.
#[derive(Debug)]
pub(crate) struct HttpServer {
    pub(crate) url: String,
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    root: PathBuf,
    fault: Fault,
    requests: AtomicUsize,
    /// The bytes of bodies with data.
    sent: AtomicUsize,
    lines: Mutex<Vec<String>>,
}

impl HttpServer {
    pub(crate) fn start(root: &Path, fault: Fault) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (requests, sent) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let state = State { root: root.to_owned(), fault, requests, sent, lines: Mutex::default() };
        let state = Arc::new(state);
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                thread::spawn(move || while serve(&stream, &state).is_some() {});
            }
        });
        Self { url, state }
    }

    /// Returns how many bytes of files were sent.
    pub(crate) fn sent(&self) -> usize {
        self.state.sent.load(Ordering::Relaxed)
    }

    /// Returns the lines of all requests.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.state.lines.lock().unwrap().clone()
    }
}

/// Answers a request. Returns whether the connection stays.
fn serve(stream: &TcpStream, state: &State) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line).ok()? == 0 {
        return None;
    }
    let mut range = None;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        if header.trim().is_empty() {
            break;
        }
        if let Some(value) = header.to_ascii_lowercase().strip_prefix("range: bytes=") {
            let (start, last) = value.trim().split_once('-')?;
            range = Some((start.parse::<u64>().ok()?, last.parse::<u64>().ok()?));
        }
    }
    state.lines.lock().unwrap().push(line.trim().to_owned());
    let number = state.requests.fetch_add(1, Ordering::Relaxed);
    let mut words = line.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let path = decode(target.split('?').next()?);
    let disk = state.root.join(path.trim_start_matches('/'));
    let absent = if state.fault == Fault::Denied { "403 Forbidden" } else { "404 Not Found" };
    let is_fault = number % 3 == 2;
    if state.fault == Fault::Busy && is_fault {
        return reply(stream, "503 Slow Down", "Retry-After: 0\r\n", b"", method);
    }
    if disk.is_dir() {
        if !path.ends_with('/') {
            let location = format!("Location: {}/\r\n", encode(&path));
            return reply(stream, "301 Moved", &location, b"", method);
        }
        if matches!(state.fault, Fault::Unlisted | Fault::Denied) {
            return reply(stream, absent, "", b"", method);
        }
        let page = index(&disk);
        return reply(stream, "200 OK", "Content-Type: text/html\r\n", page.as_bytes(), method);
    }
    let Ok(mut file) = fs::File::open(&disk) else {
        return reply(stream, absent, "", b"", method);
    };
    let bytes = file.metadata().unwrap().len();
    let version = if state.fault == Fault::Changing { number } else { 0 };
    let etag = format!("ETag: \"{bytes}-{version}\"\r\n");
    match range.filter(|_| state.fault != Fault::NoRanges) {
        Some((start, _)) if start >= bytes => {
            let headers = format!("{etag}Content-Range: bytes */{bytes}\r\n");
            reply(stream, "416 Range Not Satisfiable", &headers, b"", method)
        }
        Some((start, last)) => {
            let last = last.min(bytes - 1);
            let mut body = vec![0; usize::try_from(last - start + 1).unwrap()];
            file.seek(SeekFrom::Start(start)).unwrap();
            file.read_exact(&mut body).unwrap();
            state.sent.fetch_add(body.len(), Ordering::Relaxed);
            let headers = format!("{etag}Content-Range: bytes {start}-{last}/{bytes}\r\n");
            if state.fault == Fault::Cut && is_fault && body.len() > 1 {
                let head = format!(
                    "HTTP/1.1 206 Partial Content\r\n{headers}Content-Length: {}\r\n\r\n",
                    body.len()
                );
                (&mut &*stream).write_all(head.as_bytes()).ok()?;
                (&mut &*stream).write_all(&body[..body.len() / 2]).ok()?;
                return None;
            }
            reply(stream, "206 Partial Content", &headers, &body, method)
        }
        None => reply(stream, "200 OK", &etag, &fs::read(&disk).unwrap(), method),
    }
}

fn reply(mut stream: &TcpStream, status: &str, headers: &str, body: &[u8], method: &str) -> Option<()> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).ok()?;
    if method == "HEAD" { Some(()) } else { stream.write_all(body).ok() }
}

/// Returns the index of a folder as nginx writes it.
fn index(folder: &Path) -> String {
    let mut page =
        "<html>\r\n<head><title>Index of /</title></head>\r\n<body>\r\n<h1>Index of /</h1><hr><pre>\
                    <a href=\"../\">../</a>\r\n"
            .to_owned();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let slash = if entry.path().is_dir() { "/" } else { "" };
        let name = encode(entry.file_name().to_str().unwrap()).replace(':', "%3A");
        page += &format!("<a href=\"{name}{slash}\">x</a> 23-Nov-2026 09:00 1\r\n");
    }
    page + "</pre><hr></body>\r\n</html>\r\n"
}

/// Encodes what is not a letter, a digit or one of `/-._~`.
pub(crate) fn encode(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let encoded = name.bytes().map(|byte| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    encoded.collect()
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        match byte {
            b'%' => {
                let digits = std::str::from_utf8(&after[..2]).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = &after[2..];
            }
            byte => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}
