//! The YouTube Data API.

use std::num::NonZeroUsize;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::counts::count;
use super::{Answers, Method, Reply, Request, Service, Terms, Verdict, excerpt, is_passing, take_answers};
use crate::snapshot::Batch;

/// What `videos.list` takes: <https://developers.google.com/youtube/v3/docs/videos/list>.
const LIMIT: usize = 50;
/// What a project has in a day: <https://developers.google.com/youtube/v3/getting-started#quota>.
const DAILY_UNITS: u64 = 10_000;
/// What an id keeps in an address, so that one that holds a comma is still one id
/// (<https://www.rfc-editor.org/rfc/rfc3986#section-2.3>).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
const BASE: &str = "https://www.googleapis.com/youtube/v3";

/// Which of its methods is called; both cost a unit for each call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub enum YouTubeMethod {
    /// `videos.list` with `part=statistics`.
    List,
    /// `videos:batchGetStats`, whose daily bucket is its own. A call that partly fails answers the rest.
    BatchGetStats,
}

/// The YouTube Data API, asked with a key.
///
/// Deleted and private videos are absent from its answers, and so is the count of a video that
/// hides it; none of them is zero.
#[derive(Clone)]
pub struct YouTube {
    key: String,
    method: YouTubeMethod,
    base: String,
    batch_limit: NonZeroUsize,
}

impl YouTube {
    /// The API with a key, by one of its methods.
    pub fn new(key: impl Into<String>, method: YouTubeMethod) -> Self {
        let batch_limit = NonZeroUsize::MIN.saturating_add(LIMIT - 1);
        Self { key: key.into(), method, base: BASE.to_owned(), batch_limit }
    }

    /// The same API at another address, without a `/` at its end.
    #[must_use]
    pub fn at(mut self, base: impl Into<String>) -> Self {
        self.base = base.into();
        self
    }

    /// The same API with another number of ids in one call, at most.
    #[must_use]
    pub fn with_batch_limit(mut self, limit: NonZeroUsize) -> Self {
        self.batch_limit = limit;
        self
    }

    fn refusal(&self, reply: Reply<'_>) -> Verdict {
        let Reply { status, retry_after, body } = reply;
        let read: Value = serde_json::from_slice(body).unwrap_or_default();
        let error = &read["error"];
        let reasons: Vec<&str> = [&error["errors"], &error["details"]]
            .into_iter()
            .filter_map(Value::as_array)
            .flatten()
            .filter_map(|each| each["reason"].as_str())
            .collect();
        let is = |known: &[&str]| reasons.iter().any(|reason| known.contains(reason));
        let told = error["message"].as_str().map_or_else(|| String::from_utf8_lossy(body), Into::into);
        // A key has no place in a sentence, whoever wrote it.
        let shown = |text: &str| excerpt(&text.replace(&self.key, "…"));
        let told = shown(&told);
        let named = reasons.iter().find(|reason| !reason.is_empty());
        let named = named.map(|reason| format!(" ({})", shown(reason)));
        let reason = format!("status {status}{}: {told}", named.unwrap_or_default());
        if is(QUOTA) {
            Verdict::QuotaUsed { reason }
        } else if is(TOO_OFTEN) || is_passing(status) {
            Verdict::Again { reason, after: retry_after }
        } else if is(KEY) {
            Verdict::Refused { reason }
        } else if matches!(status, 400 | 413 | 414) || (status == 404 && is(NOT_FOUND)) {
            Verdict::Apart { reason }
        } else {
            Verdict::Refused { reason }
        }
    }
}

/// Reasons of its errors: <https://developers.google.com/youtube/v3/docs/errors>.
const QUOTA: &[&str] = &["quotaExceeded", "dailyLimitExceeded"];
const TOO_OFTEN: &[&str] =
    &["rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "backendError"];
const KEY: &[&str] =
    &["keyInvalid", "keyExpired", "API_KEY_INVALID", "API_KEY_SERVICE_BLOCKED", "accessNotConfigured"];
const NOT_FOUND: &[&str] = &["videoNotFound", "notFound"];

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
            // Not in the address, which ends up in logs.
            headers: vec![("X-Goog-Api-Key".to_owned(), self.key.clone())],
            body: None,
        }
    }

    fn read(&self, reply: Reply<'_>, batch: &mut Batch) -> Verdict {
        if reply.status != 200 {
            return self.refusal(reply);
        }
        take_answers(reply, batch, answers, || "the answer is not that of the API".to_owned())
    }
}

fn answers(body: &Value) -> Answers<'_> {
    let mut found = Vec::new();
    for video in body.get("items")?.as_array()? {
        let id = video.get("id")?.as_str()?;
        if let Some(views) = video.get("statistics").and_then(|each| each.get("viewCount")) {
            found.push((id, count(views)?));
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn youtube() -> YouTube {
        YouTube::new("secret", YouTubeMethod::List).at("http://localhost/v3")
    }

    fn read(status: u16, body: &str) -> (Verdict, Vec<String>) {
        let mut batch = Batch::of(&["a".into(), "b".into(), "c".into()]);
        let retry_after = Some(Duration::from_secs(7));
        let verdict = youtube().read(Reply { status, retry_after, body: body.as_bytes() }, &mut batch);
        (verdict, batch.unanswered().map(str::to_owned).collect())
    }

    fn failure(status: u16, reason: &str) -> Verdict {
        let body = format!(
            r#"{{"error": {{"code": {status}, "message": "No: secret.", "errors": [{{"reason": "{reason}"}}]}}}}"#
        );
        read(status, &body).0
    }

    #[test]
    fn asks_for_statistics_and_keeps_the_key_out_of_the_address() {
        let request = youtube().request(&Batch::of(&["-a_1".into(), "b,é&".into()]));
        assert_eq!(request.url, "http://localhost/v3/videos?part=statistics&id=-a_1,b%2C%C3%A9%26");
        assert_eq!(request.headers, [("X-Goog-Api-Key".to_owned(), "secret".to_owned())]);
        assert!(!format!("{request:?}").contains("secret"));
        let stats = YouTube::new("secret", YouTubeMethod::BatchGetStats).request(&Batch::of(&["a".into()]));
        assert!(stats.url.ends_with("/youtube/v3/videos:batchGetStats?part=statistics&id=a"));
    }

    #[test]
    fn what_is_hidden_or_gone_is_not_zero() {
        let body = r#"{"kind": "youtube#videoListResponse", "items": [
            {"id": "c", "statistics": {"viewCount": "9007199254740993", "likeCount": "1"}},
            {"id": "a", "statistics": {"likeCount": "5"}}, {"id": "zz", "statistics": {"viewCount": "1"}}]}"#;
        assert_eq!(read(200, body), (Verdict::Answered, vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(read(200, r#"{"items": []}"#).0, Verdict::Answered);
    }

    #[test]
    fn tells_quota_key_and_passing_failures_apart() {
        assert!(matches!(failure(403, "quotaExceeded"), Verdict::QuotaUsed { .. }));
        assert!(matches!(failure(429, "dailyLimitExceeded"), Verdict::QuotaUsed { .. }));
        for (status, reason) in [(403, "rateLimitExceeded"), (429, ""), (500, "backendError"), (503, "")] {
            let verdict = failure(status, reason);
            assert!(matches!(&verdict, Verdict::Again { after: Some(_), .. }), "{verdict:?}");
        }
        for (status, reason) in [(400, "keyInvalid"), (400, "API_KEY_INVALID"), (401, ""), (403, "forbidden")]
        {
            let verdict = failure(status, reason);
            assert!(matches!(&verdict, Verdict::Refused { .. }), "{verdict:?}");
            assert!(!format!("{verdict:?}").contains("secret"));
        }
        assert!(!format!("{:?}", failure(400, "secret")).contains("secret"));
        assert!(failure(400, &"long ".repeat(1_000)).reason().unwrap().len() < 1_000);
        assert!(matches!(failure(400, "invalidFilters"), Verdict::Apart { .. }));
        assert!(matches!(failure(404, "videoNotFound"), Verdict::Apart { .. }));
        assert!(matches!(read(404, "<html>").0, Verdict::Refused { .. }));
        for body in [
            "",
            "{\"items\": [{\"id\": \"a\"",
            "[]",
            "{\"items\": [{\"id\": \"a\", \"statistics\": {\"viewCount\": \"many\"}}]}",
        ] {
            assert!(matches!(read(200, body).0, Verdict::Again { .. }), "{body}");
        }
    }
}
