//! The YouTube Data API.

mod items;
mod refusal;
#[cfg(test)]
mod tests;

use std::num::NonZeroUsize;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use self::items::answers;
use self::refusal::refusal;
use super::answer::take;
use super::excerpt::Secrets;
use super::{Method, Reply, Request, Service, Terms, Verdict};
use crate::snapshot::Batch;

/// The maximum number of ids of `videos.list`:
/// <https://developers.google.com/youtube/v3/docs/videos/list>.
const LIMIT: usize = 50;
/// The daily quota of a project: <https://developers.google.com/youtube/v3/getting-started#quota>.
const DAILY_UNITS: u64 = 10_000;
/// The characters that an id keeps in a URL, so that one with a comma is still one id
/// (<https://www.rfc-editor.org/rfc/rfc3986#section-2.3>).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
const FORM: &str = "the API's";
const BASE: &str = "https://www.googleapis.com/youtube/v3";

/// The method to call; both cost one unit per call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub enum YouTubeMethod {
    /// `videos.list` with `part=statistics`.
    List,
    /// `videos:batchGetStats`, which has a daily quota of its own. A call that partly fails answers
    /// the rest.
    BatchGetStats,
}

/// The YouTube Data API, called with a key.
///
/// Deleted and private videos are absent from its answers, and so is a hidden count; none of them
/// is zero.
#[derive(Clone)]
pub struct YouTube {
    key: String,
    secrets: Secrets,
    method: YouTubeMethod,
    base: String,
    batch_limit: NonZeroUsize,
}

impl YouTube {
    /// Creates the API with a key and one of its methods.
    pub fn new(key: impl Into<String>, method: YouTubeMethod) -> Self {
        let batch_limit = NonZeroUsize::MIN.saturating_add(LIMIT - 1);
        let key = key.into();
        let secrets = Secrets::key(&key);
        Self { key, secrets, method, base: BASE.to_owned(), batch_limit }
    }

    /// Returns the same API at another URL, without a `/` at its end.
    #[must_use]
    pub fn at(mut self, base: impl Into<String>) -> Self {
        self.base = base.into();
        self
    }

    /// Returns the same API with another maximum number of ids per call.
    #[must_use]
    pub fn with_batch_limit(mut self, limit: NonZeroUsize) -> Self {
        self.batch_limit = limit;
        self
    }
}

impl Service for YouTube {
    fn terms(&self) -> Terms {
        Terms { batch_limit: self.batch_limit, units_per_call: 1, daily_units: Some(DAILY_UNITS) }
    }

    fn request(&self, batch: &Batch) -> Request {
        let method = match self.method {
            YouTubeMethod::List => "videos",
            YouTubeMethod::BatchGetStats => "videos:batchGetStats",
        };
        let ids =
            batch.ids().map(|id| utf8_percent_encode(id, ESCAPED).to_string()).collect::<Vec<_>>().join(",");
        Request {
            method: Method::Get,
            url: format!("{}/{method}?part=statistics&id={ids}", self.base),
            // Not in the URL, which ends up in logs.
            headers: vec![("X-Goog-Api-Key".to_owned(), self.key.clone())],
            body: None,
        }
    }

    fn read(&self, reply: Reply<'_>, batch: &mut Batch) -> Verdict {
        let Reply { status, body, .. } = reply;
        // An error in a successful reply is that error.
        let status = if status == 200 { status_of_error(body) } else { Some(status) };
        match status {
            Some(status) if !(200..300).contains(&status) => {
                refusal(Reply { status, ..reply }, &self.secrets)
            }
            _ => take(reply, batch, &self.secrets, FORM, answers),
        }
    }
}

/// Returns the status of an error in a body, if there is one.
fn status_of_error(body: &[u8]) -> Option<u16> {
    let read: Value = serde_json::from_slice(body).ok()?;
    u16::try_from(read.get("error")?.get("code")?.as_u64()?).ok()
}
