#![allow(clippy::panic, clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.

use std::time::Duration;

use super::refusal::RESTRICTED;
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
fn requests_statistics_and_keeps_the_key_out_of_the_url() {
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
    for (status, reason) in [(400, "keyInvalid"), (400, "API_KEY_INVALID"), (401, ""), (403, "forbidden")] {
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
    let key = r#"{"error": {"code": 400, "message": "Bad.", "details": [{"reason": "API_KEY_INVALID"}]}}"#;
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
