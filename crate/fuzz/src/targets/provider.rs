//! Provider replies: no reply causes a panic, reveals a key, or gives an id another number than it
//! contains; and a valid reply is parsed correctly.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use crate::decoded;
use arbitrary::Arbitrary;
use arrow::array::{Array, AsArray, RecordBatch, StringArray};
use arrow::datatypes::Int64Type;
use daytally::snapshot::service::{HttpService, Reply, Service, Verdict, YouTube, YouTubeMethod};
use daytally::snapshot::{Batch, SnapshotJob, ids_schema};
use serde_json::{Value, json};

const KEY: &str = "AIzaSy-secret-key";

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    provider: Provider,
    retry_after: Option<u16>,
    reply: Content<'a>,
}

#[derive(Arbitrary, Clone, Copy, Debug, PartialEq)]
enum Provider {
    List,
    BatchGetStats,
    Http,
}

#[derive(Arbitrary, Debug)]
enum Content<'a> {
    Bytes(u16, &'a [u8]),
    Failure { status: u16, reasons: Vec<u8>, message: &'a str, in_details: bool },
    Views(Vec<(&'a str, Option<i64>)>, bool),
}

impl Provider {
    fn service(self) -> Box<dyn Service> {
        match self {
            Self::List => Box::new(YouTube::new(KEY, YouTubeMethod::List)),
            Self::BatchGetStats => Box::new(YouTube::new(KEY, YouTubeMethod::BatchGetStats)),
            Self::Http => {
                let headers = vec![("Authorization".into(), format!("Bearer {KEY}"))];
                Box::new(HttpService::new("https://example.org/views", headers))
            }
        }
    }

    /// A valid reply, with counts as numbers or as text.
    fn body(self, views: &BTreeMap<&str, Option<i64>>, as_text: bool) -> Value {
        let count = |views: i64| if as_text { json!(views.to_string()) } else { json!(views) };
        match self {
            Self::Http => {
                let answer =
                    |(id, views): (&&str, &Option<i64>)| json!({"video_id": id, "views": views.map(count)});
                views.iter().map(answer).collect()
            }
            _ => {
                let item = |(id, views): (&&str, &Option<i64>)| {
                    let statistics =
                        views.map_or(json!({"likeCount": "1"}), |views| json!({"viewCount": count(views)}));
                    json!({"id": id, "statistics": statistics})
                };
                json!({"items": views.iter().map(item).collect::<Vec<_>>()})
            }
        }
    }
}

/// Checks the value that is decoded from bytes.
pub fn run(bytes: &[u8]) {
    if let Some(input) = decoded(bytes) {
        check(input);
    }
}

fn check(input: Input) {
    let service = input.provider.service();
    match &input.reply {
        Content::Bytes(status, body) => {
            any(&*service, *status, input.retry_after, body);
        }
        Content::Failure { status, reasons, message, in_details } => {
            const REASONS: [&str; 8] = [
                "quotaExceeded",
                "dailyLimitExceeded",
                "rateLimitExceeded",
                "keyInvalid",
                "videoNotFound",
                "notFound",
                "",
                KEY,
            ];
            let reasons: Vec<Value> =
                reasons.iter().map(|&reason| json!({"reason": REASONS[usize::from(reason % 8)]})).collect();
            let list = if *in_details { "details" } else { "errors" };
            let body =
                json!({"error": {"code": status, "message": format!("{message} {KEY}"), list: reasons}});
            any(&*service, *status, input.retry_after, body.to_string().as_bytes());
        }
        Content::Views(views, as_text) => {
            let views: BTreeMap<&str, Option<i64>> = views.iter().copied().take(50).collect();
            let Some((_, batch)) = batch(&views.keys().copied().collect()) else { return };
            let body = input.provider.body(&views, *as_text).to_string();
            let (verdict, answers) = settled(&*service, batch, 200, None, body.as_bytes());
            assert_eq!(verdict, Verdict::Answered, "{body}");
            let known: BTreeMap<&str, Option<i64>> =
                answers.iter().map(|(id, views)| (id.as_str(), Some(*views))).collect();
            assert_eq!(known, views.into_iter().filter(|(_, views)| views.is_some()).collect());
        }
    }
}

/// Checks an arbitrary reply.
fn any(service: &dyn Service, status: u16, retry_after: Option<u16>, body: &[u8]) {
    let requested: BTreeSet<&str> = ["", "a", "b\"é", "dQw4w9WgXcQ"].into();
    let Some((_, batch)) = batch(&requested) else { return };
    let (verdict, answers) = settled(service, batch, status, retry_after, body);
    let reason = match &verdict {
        Verdict::Answered => "",
        Verdict::Partial { reason, .. }
        | Verdict::Foreign { reason, .. }
        | Verdict::Unreadable { reason, .. }
        | Verdict::Again { reason, .. }
        | Verdict::Apart { reason }
        | Verdict::QuotaUsed { reason }
        | Verdict::Refused { reason } => reason,
    };
    assert!(!reason.contains(KEY), "{reason}");
    assert!(reason.chars().count() < 2_000, "{} characters", reason.chars().count());
    assert_eq!(reason.is_empty(), verdict == Verdict::Answered);
    assert!(answers.keys().all(|id| requested.contains(id.as_str())));
    if !matches!(verdict, Verdict::Answered | Verdict::Partial { .. }) {
        assert!(answers.is_empty(), "{verdict:?} {answers:?}");
    } else if !answers.is_empty() {
        // Every number in the answers must occur in the reply.
        let text = String::from_utf8_lossy(body);
        let spelt = |pair: &[u8]| pair[0].is_ascii_digit() && matches!(pair[1], b'e' | b'E' | b'.');
        let by_exponent = body.windows(2).any(spelt);
        for views in answers.values() {
            assert!(
                text.contains(&views.unsigned_abs().to_string()) || text.contains('\\') || by_exponent,
                "{views} of {text}"
            );
        }
    }
}

fn batch(ids: &BTreeSet<&str>) -> Option<(SnapshotJob, (SnapshotJob, Batch))> {
    let mut job = SnapshotJob::new(1, NonZeroUsize::new(50)?);
    let table = |ids: &[&str]| {
        RecordBatch::try_new(ids_schema(), vec![Arc::new(StringArray::from_iter_values(ids))]).expect("ids")
    };
    let ids: Vec<&str> = ids.iter().copied().collect();
    if ids.is_empty() {
        return None;
    }
    job.push_ids(0, &table(&ids)).expect("ids that ascend");
    job.push_ids(0, &table(&[])).expect("the end");
    let batch = job.next_batch().expect("a batch")?;
    assert!(batch.ids().eq(ids.iter().copied()));
    Some((SnapshotJob::new(0, NonZeroUsize::MIN), (job, batch)))
}

/// Returns what a service makes of a reply, and the answers of the job afterwards.
fn settled(
    service: &dyn Service,
    (mut job, mut batch): (SnapshotJob, Batch),
    status: u16,
    retry_after: Option<u16>,
    body: &[u8],
) -> (Verdict, BTreeMap<String, i64>) {
    let request = service.request(&batch);
    assert!(!request.url.contains(KEY) || batch.ids().any(|id| id.contains(KEY)));
    let retry_after = retry_after.map(|seconds| Duration::from_secs(seconds.into()));
    let verdict = service.read(Reply { status, retry_after, encoding: None, body }, &mut batch);
    job.settle(batch).expect("a batch of its own");
    let answers = job.take_answers(0).expect("answers");
    let ids = answers.column(0).as_string::<i32>();
    let views = answers.column(1).as_primitive::<Int64Type>();
    let known = (0..ids.len())
        .filter(|&row| views.is_valid(row))
        .map(|row| (ids.value(row).to_owned(), views.value(row)));
    (verdict, known.collect())
}
