//! The YouTube Data API.

use std::num::NonZeroUsize;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::answer::{Answer, take};
use super::excerpt::Secrets;
use super::{Method, Reply, Request, Service, Terms, Verdict, is_passing};
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

    fn refusal(&self, reply: Reply<'_>) -> Verdict {
        let Reply { status, retry_after, body, .. } = reply;
        let read: Value = serde_json::from_slice(body).unwrap_or_default();
        let error = &read["error"];
        let reasons: Vec<&str> = [&error["details"], &error["errors"]]
            .into_iter()
            .filter_map(Value::as_array)
            .flatten()
            .filter_map(|each| each["reason"].as_str())
            .filter(|reason| !reason.is_empty())
            .collect();
        let is = |known: &[&str]| reasons.iter().any(|reason| known.contains(reason));
        let message = error["message"].as_str();
        let shown =
            message.map_or_else(|| self.secrets.show_body(body), |message| self.secrets.show(message));
        let named = reasons.first().map(|reason| format!(" ({})", self.secrets.show(reason)));
        let mut reason = format!("status {status}{}: {shown}", named.unwrap_or_default());
        if is(QUOTA) || (is(TOO_OFTEN) && is_daily(error)) {
            Verdict::QuotaUsed { reason }
        } else if let Some((_, remedy)) = RESTRICTED.iter().find(|(name, _)| is(&[name])) {
            reason = format!("{}. {remedy}", reason.trim_end_matches('.'));
            Verdict::Refused { reason }
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

/// Reasons in its errors: <https://developers.google.com/youtube/v3/docs/errors>.
const QUOTA: &[&str] = &["quotaExceeded", "dailyLimitExceeded"];
const TOO_OFTEN: &[&str] =
    &["rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "backendError"];
const KEY: &[&str] =
    &["keyInvalid", "keyExpired", "API_KEY_INVALID", "API_KEY_SERVICE_BLOCKED", "accessNotConfigured"];
const NOT_FOUND: &[&str] = &["videoNotFound", "notFound"];
/// Reasons for keys that are restricted to other callers, and the remedy
/// (<https://cloud.google.com/docs/authentication/api-keys#securing>).
const RESTRICTED: &[(&str, &str)] = &[
    (
        "API_KEY_HTTP_REFERRER_BLOCKED",
        "The key is restricted to websites. In the page, add the page's origin to the key's websites; on a \
         command line, use a key that is restricted by IP address or to the YouTube Data API only",
    ),
    (
        "API_KEY_IP_ADDRESS_BLOCKED",
        "The key is restricted to IP addresses. Add this machine's address to the key, or use another key",
    ),
    (
        "API_KEY_ANDROID_APP_BLOCKED",
        "The key is restricted to Android apps. Use a key that is restricted to the YouTube Data API only",
    ),
    (
        "API_KEY_IOS_APP_BLOCKED",
        "The key is restricted to iOS apps. Use a key that is restricted to the YouTube Data API only",
    ),
];

/// Returns whether an exceeded limit is a daily one. Google's errors name it in the metadata of
/// their details, or else in the message.
fn is_daily(error: &Value) -> bool {
    let details = error["details"].as_array().into_iter().flatten();
    let limits: Vec<&Value> = details.map(|detail| &detail["metadata"]).filter(|it| it.is_object()).collect();
    let text = |metadata: &Value, name: &str| metadata[name].as_str().unwrap_or_default().to_owned();
    let named: Vec<String> =
        limits.iter().flat_map(|limit| [text(limit, "quota_limit"), text(limit, "quota_unit")]).collect();
    if named.iter().any(|name| !name.is_empty()) {
        return named.iter().any(|name| name.contains("PerDay") || name.starts_with("1/d"));
    }
    let message = error["message"].as_str().unwrap_or_default().to_lowercase();
    message.contains("per day") || message.contains("daily")
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
            Some(status) if !(200..300).contains(&status) => self.refusal(Reply { status, ..reply }),
            _ => take(reply, batch, &self.secrets, FORM, answers),
        }
    }
}

/// Returns the status of an error in a body, if there is one.
fn status_of_error(body: &[u8]) -> Option<u16> {
    let read: Value = serde_json::from_slice(body).ok()?;
    u16::try_from(read.get("error")?.get("code")?.as_u64()?).ok()
}

/// Fields of an answer besides `items`. All are optional: protobuf's JSON omits empty fields.
const FIELDS: &[&str] =
    &["kind", "etag", "pageInfo", "nextPageToken", "prevPageToken", "eventId", "visitorId"];

/// Parses the items of an answer. Those without an id are skipped, and make it partial.
fn answers(body: &Value) -> Option<Answer<'_>> {
    let fields = body.as_object()?;
    if fields.get("error").is_some_and(|error| !error.is_null()) {
        return None;
    }
    let mut answer = Answer::default();
    for (name, value) in fields {
        if name != "items" && !FIELDS.contains(&name.as_str()) {
            failures(name, value, &mut answer);
        }
    }
    let items = match body.get("items") {
        Some(Value::Array(items)) => items.as_slice(),
        Some(Value::Null) | None => {
            let is_ours = body["kind"].as_str().is_some_and(|kind| kind.starts_with("youtube#"));
            let known = fields.keys().all(|name| FIELDS.contains(&name.as_str()) || name == "items");
            return (is_ours || known || answer.partial.is_some()).then_some(answer);
        }
        Some(_) => return None,
    };
    let (mut readable, mut odd) = (0, None);
    for video in items {
        let Some(id) = video.get("id").and_then(Value::as_str) else {
            odd = odd.or(Some(video));
            continue;
        };
        readable += 1;
        let views = video.get("statistics").and_then(|each| each.get("viewCount"));
        match views.filter(|views| !views.is_null()) {
            Some(views) => answer.counts.push((id, views)),
            None => answer.uncounted.push(id),
        }
    }
    if readable == 0 && odd.is_some() {
        return None;
    }
    if let Some(video) = odd {
        answer.partial.get_or_insert_with(|| format!("an item has no id that is text: {video}"));
    }
    let found = body["pageInfo"]["totalResults"].as_u64();
    if let Some(found) = found.filter(|&found| found > items.len() as u64) {
        let items = items.len();
        answer.partial.get_or_insert_with(|| format!("it has {items} of {found} items"));
    }
    Some(answer)
}

/// Words in the names of fields that list failures.
const FAILURES: &[&str] = &["fail", "error", "partial", "missing", "unavailable", "unreachable"];

/// Records what a field of an answer states about ids without a count. Calls of `batchGetStats`
/// fail in parts, with a summary
/// (<https://developers.google.com/youtube/v3/docs/videos/batchGetStats>).
fn failures<'a>(name: &str, value: &'a Value, answer: &mut Answer<'a>) {
    let name = name.to_lowercase();
    let is_failure = FAILURES.iter().any(|word| name.contains(word));
    match value {
        Value::Object(fields) if !is_failure => {
            fields.iter().for_each(|(name, value)| failures(name, value, answer));
        }
        _ if !is_failure => {}
        Value::Array(each) => {
            for failure in each {
                failed(failure, answer);
            }
        }
        Value::Null | Value::Bool(false) => {}
        Value::Number(number) if number.as_f64() == Some(0.0) => {}
        Value::String(text) if text.is_empty() || text == "0" => {}
        Value::Object(fields) if fields.is_empty() => {}
        value => {
            answer.partial.get_or_insert_with(|| format!("{name}: {value}"));
        }
    }
}

/// Records one failure: of a video that does not exist, or of one that another call may answer.
fn failed<'a>(failure: &'a Value, answer: &mut Answer<'a>) {
    let id = ["id", "videoId", "video_id"].iter().find_map(|name| failure.get(name)?.as_str());
    let text = failure.to_string();
    let gone = ["notFound", "NOT_FOUND", "videoNotFound"].iter().any(|word| text.contains(word))
        || failure["code"] == 404
        || failure["error"]["code"] == 404;
    match id.filter(|_| gone) {
        Some(id) => answer.absent.push(id),
        None => {
            answer.partial.get_or_insert(text);
        }
    }
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn youtube() -> YouTube {
        YouTube::new("secret", YouTubeMethod::List).at("http://localhost/v3")
    }

    fn read(status: u16, body: &str) -> (Verdict, Vec<String>) {
        let mut batch = Batch::of(&["a".into(), "b".into(), "c".into()]);
        let retry_after = Some(Duration::from_secs(7));
        let verdict =
            youtube().read(Reply { status, retry_after, encoding: None, body: body.as_bytes() }, &mut batch);
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
        // Protobuf's JSON omits an empty list.
        for none in [r#"{"items": []}"#, "{}", r#"{"kind": "youtube#videoListResponse", "etag": "x"}"#] {
            assert_eq!(read(200, none).0, Verdict::Answered, "{none}");
        }
    }

    #[test]
    fn distinguishes_quota_key_and_passing_failures_apart() {
        assert!(matches!(failure(403, "quotaExceeded"), Verdict::QuotaUsed { .. }));
        assert!(matches!(failure(429, "dailyLimitExceeded"), Verdict::QuotaUsed { .. }));
        for (status, reason) in
            [(403, "rateLimitExceeded"), (429, ""), (500, "backendError"), (503, ""), (409, "aborted")]
        {
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
            r#"{"items": {}}"#,
            r#"{"items": [{"video": "a"}]}"#,
            r#"{"message": "hello"}"#,
            r#"{"error": "no"}"#,
            "<html>",
        ] {
            assert!(matches!(read(200, body).0, Verdict::Unreadable { .. }), "{body}");
        }
    }

    #[test]
    fn an_error_in_a_200_is_that_error() {
        let quota = r#"{"error": {"code": 403, "message": "No.", "errors": [{"reason": "quotaExceeded"}]}}"#;
        assert!(matches!(read(200, quota).0, Verdict::QuotaUsed { .. }));
        let backend = r#"{"error": {"code": 503, "message": "Later."}}"#;
        assert!(matches!(read(200, backend).0, Verdict::Again { .. }));
        let key =
            r#"{"error": {"code": 400, "message": "Bad.", "details": [{"reason": "API_KEY_INVALID"}]}}"#;
        assert!(matches!(read(200, key).0, Verdict::Refused { .. }));
    }

    fn limit(status: u16, limit: &str, message: &str) -> Verdict {
        let metadata = format!(r#"{{"quota_metric": "youtube.googleapis.com/default", {limit}}}"#);
        let error = format!(
            r#"{{"error": {{"code": {status}, "message": "{message}", "status": "RESOURCE_EXHAUSTED",
            "errors": [{{"reason": "rateLimitExceeded"}}],
            "details": [{{"reason": "RATE_LIMIT_EXCEEDED", "metadata": {metadata}}}]}}}}"#
        );
        read(status, &error).0
    }

    #[test]
    fn a_limit_of_a_day_is_the_quota_and_one_of_a_minute_passes() {
        let none = r#""consumer": "projects/1""#;
        for (named, message) in [
            (r#""quota_limit": "defaultPerDayPerProject""#, "Quota exceeded."),
            (r#""quota_unit": "1/d/{project}""#, "Quota exceeded."),
            (none, "Quota exceeded for quota metric 'Queries' and limit 'Queries per day'."),
        ] {
            for status in [429, 403] {
                assert!(matches!(limit(status, named, message), Verdict::QuotaUsed { .. }), "{named}");
            }
        }
        for (named, message) in [
            (r#""quota_limit": "defaultPerMinutePerProject""#, "Limit 'Queries per minute', not per day."),
            (r#""quota_unit": "1/min/{project}""#, "Quota exceeded."),
            (none, "Quota exceeded for limit 'Queries per minute'."),
        ] {
            assert!(matches!(limit(429, named, message), Verdict::Again { .. }), "{named}");
        }
    }

    #[test]
    fn what_kind_of_key_is_needed_is_reported() {
        for (reason, kind) in RESTRICTED {
            let body = format!(
                r#"{{"error": {{"code": 403, "message": "Requests from referer <empty> are blocked.",
                "errors": [{{"reason": "forbidden"}}], "status": "PERMISSION_DENIED",
                "details": [{{"reason": "{reason}"}}]}}}}"#
            );
            let Verdict::Refused { reason: found } = read(403, &body).0 else { panic!("{reason}") };
            assert!(found.contains(reason) && found.contains(kind), "{found}");
        }
    }

    #[test]
    fn what_failed_is_not_absent() {
        let item = r#"{"id": "a", "statistics": {"viewCount": "5"}}"#;
        for more in [
            r#""failures": [{"id": "b", "code": 503}, {"id": "c", "code": 503}]"#,
            r#""summary": {"requested": 3, "failedCount": 2}"#,
            r#""summary": {"errors": [{"videoId": "b", "reason": "backendError"}]}"#,
            r#""pageInfo": {"totalResults": 3}"#,
        ] {
            let (verdict, _) = read(200, &format!(r#"{{"items": [{item}], {more}}}"#));
            assert!(matches!(verdict, Verdict::Partial { .. }), "{more} {verdict:?}");
        }
        for none in [
            r#""summary": {"requested": 1, "failedCount": 0, "failures": []}"#,
            r#""pageInfo": {"totalResults": 1}"#,
        ] {
            let (verdict, _) = read(200, &format!(r#"{{"items": [{item}], {none}}}"#));
            assert_eq!(verdict, Verdict::Answered, "{none}");
        }
        assert!(matches!(read(200, r#"{"failures": [{"id": "a"}]}"#).0, Verdict::Partial { .. }));

        let gone = format!(
            r#"{{"items": [{item}], "failures": [{{"id": "b", "reason": "videoNotFound"}}, {{"id": "c", "code": 500}}]}}"#
        );
        let mut batch = Batch::of(&["a".into(), "b".into(), "c".into()]);
        let reply = Reply { status: 200, retry_after: None, encoding: None, body: gone.as_bytes() };
        assert!(matches!(youtube().read(reply, &mut batch), Verdict::Partial { .. }));
        assert_eq!(batch.settled(false).collect::<Vec<_>>(), [("a", Some(5)), ("b", None)]);
        assert_eq!(batch.missing().collect::<Vec<_>>(), [2]);
    }
}
