//! A company's own service.

use std::num::NonZeroUsize;

use serde_json::Value;

use super::answer::{Answer, take};
use super::excerpt::Secrets;
use super::{Method, Reply, Request, Service, Terms, Verdict, is_passing};
use crate::snapshot::Batch;
use crate::snapshot::json::quoted;

const LIMIT: usize = 50;
const FORM: &str = "a list of {\"video_id\", \"views\"}";

/// A service that accepts `{"video_ids": ["…"]}` by POST and answers `[{"video_id": "…", "views":
/// 1}]`, in any order. An id that is omitted, or whose views are null, is unanswered.
#[derive(Clone)]
pub struct HttpService {
    url: String,
    headers: Vec<(String, String)>,
    secrets: Secrets,
    batch_limit: NonZeroUsize,
}

impl HttpService {
    /// Creates a service at a URL, called with these additional headers.
    pub fn new(url: impl Into<String>, headers: Vec<(String, String)>) -> Self {
        let batch_limit = NonZeroUsize::MIN.saturating_add(LIMIT - 1);
        let url = url.into();
        let secrets = Secrets::of(&headers, &url);
        Self { url, headers, secrets, batch_limit }
    }

    /// Returns the same service with another maximum number of ids per call.
    #[must_use]
    pub fn with_batch_limit(mut self, limit: NonZeroUsize) -> Self {
        self.batch_limit = limit;
        self
    }
}

impl Service for HttpService {
    fn terms(&self) -> Terms {
        Terms { batch_limit: self.batch_limit, units_per_call: 1, daily_units: None }
    }

    fn request(&self, batch: &Batch) -> Request {
        let ids = batch.ids().map(quoted).collect::<Vec<_>>().join(",");
        let mut headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        headers.extend(self.headers.iter().cloned());
        Request {
            method: Method::Post,
            url: self.url.clone(),
            headers,
            body: Some(format!("{{\"video_ids\":[{ids}]}}")),
        }
    }

    fn read(&self, reply: Reply<'_>, batch: &mut Batch) -> Verdict {
        let Reply { status, retry_after, body, .. } = reply;
        let reason = || format!("status {status}: {}", self.secrets.show_body(body));
        match status {
            200..=299 => take(reply, batch, &self.secrets, FORM, answers),
            400 | 413 | 414 | 422 => Verdict::Apart { reason: reason() },
            _ if is_passing(status) => {
                Verdict::Again { reason: format!("status {status}"), after: retry_after }
            }
            _ => Verdict::Refused { reason: reason() },
        }
    }
}

/// Parses the list of an answer. Elements without an id are skipped, and make it partial.
fn answers(body: &Value) -> Option<Answer<'_>> {
    let elements = body.as_array()?;
    let mut answer = Answer::default();
    let (mut readable, mut bad) = (0, None);
    for element in elements {
        match element.get("video_id").and_then(Value::as_str) {
            Some(id) => {
                readable += 1;
                match element.get("views").filter(|views| !views.is_null()) {
                    Some(views) => answer.counts.push((id, views)),
                    None => answer.uncounted.push(id),
                }
            }
            None => bad = bad.or(Some(element)),
        }
    }
    if readable == 0 && bad.is_some() {
        return None;
    }
    answer.partial = bad.map(|element| format!("an element has no \"video_id\" that is text: {element}"));
    Some(answer)
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    fn service() -> HttpService {
        HttpService::new("https://example.org/views", vec![("Authorization".into(), "secret".into())])
    }

    fn read(status: u16, body: &str) -> (Verdict, Vec<String>) {
        let mut batch = Batch::of(&["a".into(), "b\"é".into(), "c".into()]);
        let verdict = service()
            .read(Reply { status, retry_after: None, encoding: None, body: body.as_bytes() }, &mut batch);
        (verdict, batch.unanswered().map(str::to_owned).collect())
    }

    #[test]
    fn asks_by_post() {
        let request = service().request(&Batch::of(&["a".into(), "b\"é".into()]));
        assert_eq!(request.method.as_str(), "POST");
        assert_eq!(request.body.as_deref(), Some(r#"{"video_ids":["a","b\"é"]}"#));
        assert!(request.headers.contains(&("Authorization".into(), "secret".into())));
        assert!(!format!("{request:?}").contains("secret"));
    }

    #[test]
    fn joins_what_is_answered_by_id() {
        let body = r#"[{"video_id": "c", "views": "9007199254740993"}, {"video_id": "zz", "views": 1},
            {"video_id": "a", "views": null}, {"video_id": "b\"é", "views": 2, "more": []}]"#;
        assert_eq!(read(200, body), (Verdict::Answered, vec!["a".to_owned()]));
    }

    #[test]
    fn an_answer_of_other_ids_alone_is_foreign() {
        for body in [
            r#"[{"video_id": "A", "views": 1}, {"video_id": "B", "views": 2}]"#,
            r#"[{"video_id": "A", "views": null}, {"video_id": "B", "views": "n/a"}, 5]"#,
        ] {
            let (verdict, unanswered) = read(200, body);
            let reason = "none of the 3 requested ids is in the answer: \
                          requested \"a\", \"b\\\"é\", \"c\"; found \"A\", \"B\"";
            // Those with a count come first in the list of what was found.
            let Verdict::Foreign { reason: shown, .. } = verdict else { panic!("{verdict:?}") };
            assert_eq!(shown.replace("\"B\", \"A\"", "\"A\", \"B\""), reason);
            assert_eq!(unanswered.len(), 3);
        }
        // A video that is gone is left out, and one without a count is an answer.
        for body in ["[]", r#"[{"video_id": "zz", "views": 1}, {"video_id": "a", "views": null}]"#] {
            assert_eq!(read(200, body).0, Verdict::Answered, "{body}");
        }
    }

    #[test]
    fn one_bad_count_costs_no_good_one() {
        for (views, shown) in [
            ("NaN", "NaN"),
            ("12.5", "12.5"),
            (r#""1,234""#, r#""1,234""#),
            ("true", "true"),
            (r#""""#, r#""""#),
            ("9223372036854775808", "9223372036854775808"),
            (r#"{"a": 1}"#, r#"{"a":1}"#),
        ] {
            let body = format!(
                r#"[{{"video_id": "a", "views": 12.0}}, {{"video_id": "b\"é", "views": {views}}},
                {{"video_id": "c", "views": "9007199254740993"}}]"#
            );
            let mut batch = Batch::of(&["a".into(), "b\"é".into(), "c".into()]);
            let reply = Reply { status: 200, retry_after: None, encoding: None, body: body.as_bytes() };
            assert_eq!(service().read(reply, &mut batch), Verdict::Answered, "{body}");
            let counts: Vec<_> = batch.settled(true).collect();
            assert_eq!(counts, [("a", Some(12)), ("c", Some(9_007_199_254_740_993))], "{body}");
            let reason = batch.failures().next().unwrap().1.unwrap();
            assert_eq!(reason, format!("the count is not a whole number: {shown}"));
        }
    }

    #[test]
    fn an_element_without_an_id_makes_an_answer_partial() {
        let (verdict, unanswered) =
            read(200, r#"[{"video_id": 5, "views": 1}, {"video_id": "a", "views": 2}]"#);
        assert!(matches!(&verdict, Verdict::Partial { reason, .. } if reason.contains('5')), "{verdict:?}");
        assert_eq!(unanswered, ["b\"é", "c"]);
    }

    #[test]
    fn says_what_came_instead_of_an_answer() {
        let mut batch = Batch::of(&["a".into()]);
        let (retry_after, encoding) = (None, Some("gzip"));
        let reply = Reply { status: 200, retry_after, encoding, body: &[0x1f, 0x8b, 8, 0] };
        let verdict = service().read(reply, &mut batch);
        let Verdict::Unreadable { reason, apart: false } = verdict else { panic!("{verdict:?}") };
        assert!(reason.contains("Content-Encoding gzip") && reason.contains("1f 8b 08 00"), "{reason}");
        let read = |body: &[u8]| {
            let reply = Reply { status: 200, retry_after: None, encoding: None, body };
            service().read(reply, &mut Batch::of(&["a".into()]))
        };
        assert_eq!(read(b"\xef\xbb\xbf[]"), Verdict::Answered);
        assert!(read("[".repeat(200_000).as_bytes()).reason().unwrap().len() < 400);
    }

    #[test]
    fn repeats_no_secret() {
        for status in [200, 400, 401] {
            let (verdict, _) = read(status, "Who is <secret>?");
            assert!(verdict.reason().unwrap().contains("Who is <…>?"), "{verdict:?}");
        }
    }

    #[test]
    fn distinguishes_failures() {
        for (status, body) in [(503, ""), (429, "slow down"), (409, "")] {
            assert!(matches!(read(status, body).0, Verdict::Again { .. }), "{status} {body}");
        }
        for (status, body) in [
            (200, "[{\"video_id\": \"a\""),
            (200, "{}"),
            (204, ""),
            (200, "<html>Sign in</html>"),
            (200, r#"[{"id": "a", "views": 1}]"#),
            (200, r#"{"error": {"code": 401}}"#),
            (200, "[1, 2]"),
        ] {
            assert!(matches!(read(status, body).0, Verdict::Unreadable { .. }), "{status} {body}");
        }
        assert!(matches!(read(413, "").0, Verdict::Apart { .. }));
        for status in [301, 401, 403, 404, 405] {
            assert!(matches!(read(status, "no").0, Verdict::Refused { .. }), "{status}");
        }
    }
}
