//! A company's own service.

use std::num::NonZeroUsize;

use serde_json::Value;

use super::counts::count;
use super::{
    Answers, Method, Reply, Request, Service, Terms, Verdict, excerpt, is_passing, quoted, take_answers,
};
use crate::snapshot::Batch;

const LIMIT: usize = 50;
/// Shorter words of a header are words of any sentence.
const LEAST_SECRET: usize = 6;

/// A service that takes `{"video_ids": ["…"]}` by POST and answers `[{"video_id": "…", "views": 1}]`,
/// in any order. An id that is left out, or whose views are null, is unanswered.
#[derive(Clone)]
pub struct HttpService {
    url: String,
    headers: Vec<(String, String)>,
    batch_limit: NonZeroUsize,
}

impl HttpService {
    /// A service at an address, which is called with these headers besides its own.
    pub fn new(url: impl Into<String>, headers: Vec<(String, String)>) -> Self {
        let batch_limit = NonZeroUsize::MIN.saturating_add(LIMIT - 1);
        Self { url: url.into(), headers, batch_limit }
    }

    /// The same service with another number of ids in one call, at most.
    #[must_use]
    pub fn with_batch_limit(mut self, limit: NonZeroUsize) -> Self {
        self.batch_limit = limit;
        self
    }

    /// What the service said, without what its headers hold: a service may repeat a token.
    fn without_secrets(&self, said: &str) -> String {
        let words = self.headers.iter().flat_map(|(_, value)| value.split_whitespace());
        let secrets = words.filter(|word| word.len() >= LEAST_SECRET);
        secrets.fold(said.to_owned(), |said, secret| said.replace(secret, "…"))
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
        let Reply { status, retry_after, body } = reply;
        let said = || excerpt(&self.without_secrets(&String::from_utf8_lossy(body)));
        match status {
            200..=299 => take_answers(reply, batch, answers, || {
                format!("the answer is not a list of {{\"video_id\", \"views\"}}: {}", said())
            }),
            400 | 413 | 414 | 422 => Verdict::Apart { reason: format!("status {status}: {}", said()) },
            _ if is_passing(status) => {
                Verdict::Again { reason: format!("status {status}"), after: retry_after }
            }
            _ => Verdict::Refused { reason: format!("status {status}: {}", said()) },
        }
    }
}

fn answers(body: &Value) -> Answers<'_> {
    let mut found = Vec::new();
    for answer in body.as_array()? {
        let id = answer.get("video_id")?.as_str()?;
        match answer.get("views") {
            None | Some(Value::Null) => {}
            Some(views) => found.push((id, count(views)?)),
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service() -> HttpService {
        HttpService::new("https://example.org/views", vec![("Authorization".into(), "secret".into())])
    }

    fn read(status: u16, body: &str) -> (Verdict, Vec<String>) {
        let mut batch = Batch::of(&["a".into(), "b\"é".into(), "c".into()]);
        let verdict = service().read(Reply { status, retry_after: None, body: body.as_bytes() }, &mut batch);
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
    fn repeats_no_secret() {
        for status in [200, 400, 401] {
            let (verdict, _) = read(status, "Who is <secret>?");
            assert!(verdict.reason().unwrap().contains("Who is <…>?"), "{verdict:?}");
        }
    }

    #[test]
    fn tells_failures_apart() {
        for (status, body) in [(200, "[{\"video_id\": \"a\""), (200, "{}"), (503, ""), (429, "slow down")] {
            assert!(matches!(read(status, body).0, Verdict::Again { .. }), "{status} {body}");
        }
        assert!(matches!(read(413, "").0, Verdict::Apart { .. }));
        for status in [301, 401, 403, 404, 405] {
            assert!(matches!(read(status, "no").0, Verdict::Refused { .. }), "{status}");
        }
    }
}
