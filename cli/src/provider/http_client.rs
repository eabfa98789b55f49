//! HTTP calls.

use std::time::{Duration, SystemTime};

use ureq::http::{
    self, HeaderMap,
    header::{CONTENT_ENCODING, RETRY_AFTER},
};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Error};

use daytally::snapshot::service::{Reply, Request};

/// The time limit of a call, from the first byte sent to the last one received.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The maximum size of a reply, larger than any answer.
const MAX_BYTES: u64 = 16 * 1024 * 1024;
/// The maximum number of idle connections; no more are open than calls are in flight.
const IDLE: usize = 1024;

/// The reply to a call.
#[derive(Debug)]
pub(super) struct Answer {
    status: u16,
    retry_after: Option<Duration>,
    encoding: Option<String>,
    body: Vec<u8>,
}

/// Why a call has no answer, as a clause.
#[derive(Debug)]
pub(super) enum Failure {
    /// There was no reply, for example because the network failed.
    None(String),
    /// The reply cannot be an answer, for example because it is too long.
    Misfit(String),
}

impl Answer {
    pub(super) fn reply(&self) -> Reply<'_> {
        let Self { status, retry_after, ref encoding, ref body } = *self;
        Reply { status, retry_after, encoding: encoding.as_deref(), body }
    }
}

/// Sends requests to a provider, with the system's proxy and certificates.
#[derive(Clone, Debug)]
pub(super) struct HttpClient {
    agent: Agent,
}

impl HttpClient {
    pub(super) fn new() -> Self {
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let config = Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(false)
            // Another host might receive the key.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(IDLE)
            .max_idle_connections_per_host(IDLE)
            .user_agent(concat!("daytally/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls);
        Self { agent: config.build().into() }
    }

    /// Makes a call.
    pub(super) fn send(&self, request: Request) -> Result<Answer, Failure> {
        let Request { method, url, headers, body } = request;
        let mut call = http::Request::builder().method(method.as_str()).uri(url);
        for (name, value) in headers {
            call = call.header(name, value);
        }
        let sent = match body {
            Some(body) => call.body(body).map_err(Error::from).and_then(|call| self.agent.run(call)),
            None => call.body(()).map_err(Error::from).and_then(|call| self.agent.run(call)),
        };
        let mut response = sent.map_err(failure)?;
        let body = response.body_mut().with_config().limit(MAX_BYTES).read_to_vec().map_err(failure)?;
        Ok(Answer {
            status: response.status().as_u16(),
            retry_after: retry_after(response.headers(), SystemTime::now()),
            encoding: response
                .headers()
                .get(CONTENT_ENCODING)
                .map(|it| String::from_utf8_lossy(it.as_bytes()).into()),
            body,
        })
    }
}

/// Distinguishes a call without a reply from one whose reply cannot be an answer.
fn failure(error: Error) -> Failure {
    let misfit =
        matches!(error, Error::BodyExceedsLimit(_) | Error::LargeResponseHeader(..) | Error::Protocol(_));
    let reason = clause(error);
    if misfit { Failure::Misfit(reason) } else { Failure::None(reason) }
}

/// Returns why there is no answer, without the URL, which may hold a secret.
fn clause(error: Error) -> String {
    match error {
        Error::BadUri(_) | Error::Http(_) => "the URL or a header is not valid".into(),
        Error::HostNotFound => "the provider's host was not found".into(),
        Error::ConnectionFailed => "the provider could not be connected".into(),
        Error::Timeout(_) => format!("there was no answer within {} seconds", TIMEOUT.as_secs()),
        Error::BodyExceedsLimit(max) => format!("the answer is longer than {max} bytes"),
        Error::Io(error) => format!("the connection failed ({error})"),
        error => format!("the call failed ({error})"),
    }
}

/// Returns the wait that the provider requests: seconds, or an HTTP date
/// (<https://www.rfc-editor.org/rfc/rfc9110#field.retry-after>).
fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    match value.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        // More seconds than fit a number.
        Err(_) if is_whole(value) => Some(Duration::MAX),
        Err(_) => httpdate::parse_http_date(value).ok()?.duration_since(now).ok(),
    }
}

fn is_whole(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_is_seconds_or_a_moment() {
        let now = httpdate::parse_http_date("Mon, 23 Nov 2026 04:00:00 GMT").unwrap();
        let wait = |value: &str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, value.parse().unwrap())]);
            retry_after(&headers, now).map(|wait| wait.as_secs())
        };
        assert_eq!(wait("120"), Some(120));
        assert_eq!(wait(" 0 "), Some(0));
        assert_eq!(wait("99999999999999999999999"), Some(u64::MAX));
        assert_eq!(wait("Mon, 23 Nov 2026 04:01:30 GMT"), Some(90));
        assert_eq!(wait("Mon, 23 Nov 2026 03:59:00 GMT"), None);
        for none in ["-1", "soon", "1.5", ""] {
            assert_eq!(wait(none), None, "{none}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
