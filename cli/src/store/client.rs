//! Requests over HTTP, with retries.

use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::sleep;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use daytally::error::Error;
use daytally_store::{Bucket, Moment, Reason, Reply, Request, StoreError, StoreKind, Verdict};
use ureq::http::{HeaderMap, Response};
use ureq::{Agent, Body};

use crate::http::{config, retry_after};

/// How long a connection or a reply's first byte may take.
const FIRST_BYTE: Duration = Duration::from_secs(30);
/// How long a body may take. At 1 MB/s, the largest requests take that long.
const BODY: Duration = Duration::from_secs(300);
/// How often a request is sent, at most.
const MAX_TRIES: u32 = 6;
/// The first wait of a retry; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(200);
/// The longest wait, even if a server requests a longer one.
const MAX_WAIT: Duration = Duration::from_secs(20);
/// How many redirects are followed.
const MAX_REDIRECTS: u32 = 5;
/// The maximum size of an error's body that is read.
const MAX_ERROR: u64 = 64 * 1024;
/// How many requests are in flight at once: few enough that no known store replies with 503, and
/// enough to hide a latency of 100 ms.
pub(super) const REQUESTS: usize = 16;

/// How a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Head,
    /// Lists a folder of WebDAV.
    Propfind,
}

/// Returns a bucket's request, signed at a moment.
pub(super) type RequestAt<'a> = dyn Fn(&Bucket, Moment) -> Request + 'a;
/// Takes a reply with data: its headers, status and body.
pub(super) type TakeReply<'a, T> = dyn Fn(&HeaderMap, u16, &mut dyn Read) -> Result<T, Take> + 'a;

/// A request, and what takes its reply.
pub(super) struct Call<'a, T> {
    pub(super) bucket: &'a Bucket,
    pub(super) method: Method,
    pub(super) request: &'a RequestAt<'a>,
    /// Takes the reply; [`Take::Again`] causes a retry.
    pub(super) take: &'a TakeReply<'a, T>,
}

/// Why there is no reply with data.
#[derive(Debug)]
pub(super) enum Refused {
    /// There is no such file.
    Missing(StoreError),
    /// The file is a folder: the server redirects to the URL with a `/`.
    IsFolder,
    /// The bucket is in another region.
    Region(String),
    /// There are no credentials that could be sent.
    Other(Error),
    Failed(StoreError),
}

/// Sends requests to stores, with the system's proxy and certificates.
#[derive(Debug)]
pub(super) struct StoreClient {
    agent: Agent,
    received: AtomicU64,
}

impl StoreClient {
    pub(super) fn new() -> Self {
        let config = config(2 * REQUESTS)
            .timeout_connect(Some(FIRST_BYTE))
            .timeout_recv_response(Some(FIRST_BYTE))
            .timeout_recv_body(Some(BODY))
            // PROPFIND.
            .allow_non_standard_methods(true);
        Self { agent: config.build().into(), received: AtomicU64::default() }
    }

    /// Returns how many bytes of data were received so far.
    pub(super) fn received(&self) -> u64 {
        self.received.load(Ordering::Relaxed)
    }

    /// Sends a request until a reply is used.
    pub(super) fn send<T>(&self, call: &Call<'_, T>) -> Result<T, Refused> {
        let mut tries = 0;
        loop {
            tries += 1;
            let (after, error) = match self.try_once(call) {
                Once::Done(done) => return done,
                Once::Again(after, error) => (after, error),
            };
            if tries == MAX_TRIES {
                return Err(Refused::Failed(
                    error.remedy(format!("It was tried {tries} times; try again later.")),
                ));
            }
            let wait = FIRST_WAIT * 2u32.pow(tries - 1);
            // Requests that failed together are not sent together again.
            let wait = wait.mul_f64(0.5 + fastrand::f64() / 2.0).max(after.unwrap_or_default());
            sleep(wait.min(MAX_WAIT));
        }
    }

    fn try_once<T>(&self, &Call { bucket, method, request, take }: &Call<'_, T>) -> Once<T> {
        let kind = bucket.kind();
        let now = SystemTime::now();
        let unix = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let request = request(bucket, Moment::from_unix(unix));
        let mut reply = match self.follow(kind, method, &request) {
            Ok(reply) => reply,
            Err(done) => return done,
        };
        let status = reply.status().as_u16();
        let headers = reply.headers().clone();
        if matches!(status, 200 | 206 | 207 | 416) {
            let mut body = Counted { body: reply.body_mut().as_reader(), received: &self.received };
            return match take(&headers, status, &mut body) {
                Ok(taken) => Once::Done(Ok(taken)),
                Err(Take::Again(error)) => Once::Again(None, error),
                Err(Take::Failed(error)) => Once::Done(Err(Refused::Failed(error))),
            };
        }
        let body = reply.body_mut().with_config().limit(MAX_ERROR).read_to_vec().unwrap_or_default();
        let header = |name: &str| text(&headers, name);
        let judged = Reply {
            status,
            region: header("x-amz-bucket-region"),
            error_code: header("x-ms-error-code"),
            date: header("date"),
            retry_after: retry_after(&headers, now).map(|wait| wait.as_secs()),
            body: &body,
        };
        let sent = httpdate::fmt_http_date(now);
        match Verdict::of(kind, bucket.is_signed(), &sent, &judged) {
            Verdict::Retry { after, error } => Once::Again(after.map(Duration::from_secs), error),
            Verdict::Region(region) => Once::Done(Err(Refused::Region(region))),
            Verdict::Missing(error) => Once::Done(Err(Refused::Missing(error))),
            Verdict::Failed(error) => Once::Done(Err(Refused::Failed(error))),
        }
    }

    /// Sends a request once. Redirects of plain servers are followed.
    fn follow<T>(
        &self,
        kind: StoreKind,
        method: Method,
        request: &Request,
    ) -> Result<Response<Body>, Once<T>> {
        let mut url = request.url.clone();
        for _ in 0..=MAX_REDIRECTS {
            let name = match method {
                Method::Get => "GET",
                Method::Head => "HEAD",
                Method::Propfind => "PROPFIND",
            };
            let mut call = ureq::http::Request::builder().method(name).uri(&url);
            for (name, value) in &request.headers {
                call = call.header(*name, value);
            }
            let call = call.body(()).map_err(ureq::Error::from);
            let reply = call.and_then(|call| self.agent.run(call)).map_err(|error| {
                let error = StoreError::new(Reason::Failed, clause(error));
                Once::Again(None, error)
            })?;
            let is_redirect = matches!(reply.status().as_u16(), 301 | 302 | 303 | 307 | 308);
            if kind != StoreKind::Http || !is_redirect {
                return Ok(reply);
            }
            let failed = |what: &str| Once::Done(Err(Refused::Failed(StoreError::new(Reason::Failed, what))));
            let target = text(reply.headers(), "location").and_then(|location| resolve(&url, location));
            let target = target.ok_or_else(|| failed("the server redirects to a URL that is not valid"))?;
            if plain(&target) == format!("{}/", plain(&url)) {
                return Err(Once::Done(Err(Refused::IsFolder)));
            }
            if url.starts_with("https:") && !target.starts_with("https:") {
                return Err(failed("the server redirects to a URL that is not encrypted"));
            }
            url = target;
        }
        let error = StoreError::new(Reason::Failed, "the server redirects too often");
        Err(Once::Done(Err(Refused::Failed(error))))
    }
}

/// A body whose bytes are counted as they come.
struct Counted<'a, R> {
    body: R,
    received: &'a AtomicU64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.body.read(into)?;
        self.received.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// The outcome of one attempt.
enum Once<T> {
    Done(Result<T, Refused>),
    Again(Option<Duration>, StoreError),
}

/// Why a reply with data is not used.
#[derive(Debug)]
pub(super) enum Take {
    /// The body was cut short: a retry may help.
    Again(StoreError),
    Failed(StoreError),
}

/// Returns a header.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Returns the stated length of the body.
pub(super) fn content_length(headers: &HeaderMap) -> Option<u64> {
    text(headers, "content-length").and_then(|length| length.trim().parse().ok())
}

fn plain(url: &str) -> &str {
    url.split('?').next().unwrap_or_default()
}

/// Returns the target of a redirect.
fn resolve(url: &str, location: &str) -> Option<String> {
    let location = location.split('#').next().unwrap_or_default();
    if location.starts_with("http://") || location.starts_with("https://") {
        return Some(location.to_owned());
    }
    let (scheme, rest) = url.split_once("://")?;
    if let Some(rest) = location.strip_prefix("//") {
        return Some(format!("{scheme}://{rest}"));
    }
    let authority = rest.split(['/', '?']).next()?;
    match location.starts_with('/') {
        true => Some(format!("{scheme}://{authority}{location}")),
        false => {
            let folder = plain(url).rfind('/').filter(|&at| at > scheme.len() + 2)?;
            Some(format!("{}/{location}", &url[..folder]))
        }
    }
}

/// Returns why there is no reply, without the URL.
fn clause(error: ureq::Error) -> String {
    match error {
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => "the URL is not valid".into(),
        ureq::Error::HostNotFound => "the server's host was not found".into(),
        ureq::Error::ConnectionFailed => "the server could not be connected".into(),
        ureq::Error::Timeout(_) => "the server did not answer in time".into(),
        ureq::Error::Io(error) => format!("the connection failed ({error})"),
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => "the server's certificate was refused".into(),
        _ => "the request failed".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_are_resolved() {
        for (location, expected) in [
            ("https://o/x?y#z", "https://o/x?y"),
            ("//o/x", "http://o/x"),
            ("/x y", "http://h:1/x y"),
            ("v/", "http://h:1/a/v/"),
        ] {
            assert_eq!(resolve("http://h:1/a/b?q=/", location).as_deref(), Some(expected));
        }
    }
}
