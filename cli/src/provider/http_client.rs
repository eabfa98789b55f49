//! HTTP calls.

use std::time::{Duration, SystemTime};

use ureq::http::{self, header::CONTENT_ENCODING};
use ureq::{Agent, Error};

use daytally::snapshot::service::{Reply, Request};

use crate::http::{config, retry_after};

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
        Self { agent: config(IDLE).timeout_global(Some(TIMEOUT)).build().into() }
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
