//! The items of an answer, and what it states about other ids.

use serde_json::Value;

use super::super::answer::Answer;

/// Fields of an answer besides `items`. All are optional: protobuf's JSON omits empty fields.
const FIELDS: &[&str] =
    &["kind", "etag", "pageInfo", "nextPageToken", "prevPageToken", "eventId", "visitorId"];

/// Parses the items of an answer. Those without an id are skipped, and make it partial.
pub(super) fn answers(body: &Value) -> Option<Answer<'_>> {
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
    let (mut readable, mut bad) = (0, None);
    for video in items {
        let Some(id) = video.get("id").and_then(Value::as_str) else {
            bad = bad.or(Some(video));
            continue;
        };
        readable += 1;
        let views = video.get("statistics").and_then(|each| each.get("viewCount"));
        match views.filter(|views| !views.is_null()) {
            Some(views) => answer.counts.push((id, views)),
            None => answer.uncounted.push(id),
        }
    }
    if readable == 0 && bad.is_some() {
        return None;
    }
    if let Some(video) = bad {
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
