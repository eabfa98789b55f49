//! Parses the body of an answer, which may be JSON, nearly JSON, or something else.

use serde_json::Value;

use super::counts::count;
use super::excerpt::Secrets;
use super::{Reply, Verdict};
use crate::snapshot::Batch;
use crate::snapshot::json::quoted;

/// How many ids a reason shows: of the requested ones, and of those in the answer.
const SHOWN_IDS: usize = 3;

/// The content of an answer.
#[derive(Default)]
pub(super) struct Answer<'a> {
    /// Ids with the value of each count.
    pub(super) counts: Vec<(&'a str, &'a Value)>,
    /// Ids that it lists without a count.
    pub(super) uncounted: Vec<&'a str>,
    /// Ids that the provider states it does not have.
    pub(super) absent: Vec<&'a str>,
    /// Why it does not answer every id, if it states a reason.
    pub(super) partial: Option<String>,
}

/// Parses the body of a successful reply, and records its counts in a batch. `read` returns `None`
/// if the body is not an answer of the provider; `expected` describes its format.
pub(super) fn take(
    reply: Reply<'_>,
    batch: &mut Batch,
    secrets: &Secrets,
    expected: &str,
    read: impl for<'a> FnOnce(&'a Value) -> Option<Answer<'a>>,
) -> Verdict {
    let (body, apart) = match parse(reply.body) {
        Ok(body) => (Some(body), false),
        Err(apart) => (None, apart),
    };
    let Some(answer) = body.as_ref().and_then(read) else {
        return Verdict::Unreadable { reason: unreadable(reply, secrets, expected), apart };
    };
    let listed: Vec<&str> = answer.counts.iter().map(|(id, _)| *id).collect();
    let listed = [listed, answer.uncounted, answer.absent.clone()].concat();
    if !listed.is_empty() && !listed.iter().any(|id| batch.holds(id)) {
        return Verdict::Foreign { reason: foreign(batch, &listed, secrets), after: reply.retry_after };
    }
    for (id, value) in answer.counts {
        match count(value) {
            Some(views) => batch.answer(id, views),
            None => {
                let value = match value {
                    Value::String(text) if is_bare(text) => text.clone(),
                    value => value.to_string(),
                };
                let value = secrets.show_value(&value);
                batch.reject(id, format!("the count is not a whole number: {value}"));
            }
        }
    }
    answer.absent.into_iter().for_each(|id| batch.mark_absent(id));
    match answer.partial {
        None => Verdict::Answered,
        Some(reason) => Verdict::Partial { reason: secrets.show(&reason), after: reply.retry_after },
    }
}

/// Describes an answer whose ids were not requested.
fn foreign(batch: &Batch, listed: &[&str], secrets: &Secrets) -> String {
    let shown = |ids: &mut dyn Iterator<Item = &str>| {
        let first: Vec<_> = ids.take(SHOWN_IDS).map(|id| secrets.show_value(&quoted(id))).collect();
        first.join(", ")
    };
    let (requested, found) = (shown(&mut batch.ids()), shown(&mut listed.iter().copied()));
    format!(
        "none of the {} requested ids is in the answer: requested {requested}{}; found {found}{}",
        batch.len(),
        more(batch.len()),
        more(listed.len()),
    )
}

/// Returns what follows the first ids of a list if it has more.
fn more(ids: usize) -> &'static str {
    if ids > SHOWN_IDS { ", …" } else { "" }
}

fn unreadable(reply: Reply<'_>, secrets: &Secrets, expected: &str) -> String {
    let Reply { status, encoding, body, .. } = reply;
    let status = if status == 200 { String::new() } else { format!(" of status {status}") };
    let encoding = match encoding {
        Some(encoding) if !encoding.eq_ignore_ascii_case("identity") => {
            format!(" with Content-Encoding {}", secrets.show_value(encoding))
        }
        _ => String::new(),
    };
    format!("the answer{status}{encoding} is not {expected}: {}", secrets.show_body(body))
}

/// Parses a body as JSON, without a byte-order mark. Numbers that JSON does not have, such as
/// Python's NaN, become text. If the body is not JSON, returns whether fewer ids may be answered
/// better.
fn parse(body: &[u8]) -> Result<Value, bool> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    serde_json::from_slice(body).or_else(|error| {
        let looks = body.trim_ascii_start().first().is_some_and(|first| matches!(first, b'[' | b'{'));
        let apart = looks && !error.is_eof();
        if !apart {
            return Err(false);
        }
        serde_json::from_slice(&quoted_words(body)).map_err(|_| apart)
    })
}

/// Quotes bare words, such as `NaN` and `-Infinity`, except those of JSON.
fn quoted_words(body: &[u8]) -> Vec<u8> {
    let mut quoted = Vec::with_capacity(body.len() + 16);
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        let word = body[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if byte == b'"' {
            let end = end_of_text(body, at);
            quoted.extend_from_slice(&body[at..end]);
            at = end;
        } else if word > 0 && !after_digit(&quoted) {
            let signed = quoted.last() == Some(&b'-');
            let text = &body[at..at + word];
            if matches!(text, b"true" | b"false" | b"null") && !signed {
                quoted.extend_from_slice(text);
            } else {
                if signed {
                    quoted.pop();
                }
                quoted.push(b'"');
                if signed {
                    quoted.push(b'-');
                }
                quoted.extend_from_slice(text);
                quoted.push(b'"');
            }
            at += word;
        } else {
            quoted.push(byte);
            at += 1;
        }
    }
    quoted
}

/// Returns whether the next characters may be the exponent of a number.
fn after_digit(before: &[u8]) -> bool {
    before.last().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'.')
}

/// Returns the position after the end of a string that begins at a quote.
fn end_of_text(body: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = body.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    body.len()
}

/// Returns whether a string is most likely a word that `quoted_words` quoted.
fn is_bare(text: &str) -> bool {
    matches!(text.trim_start_matches('-'), "NaN" | "nan" | "Infinity" | "inf" | "None" | "undefined")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_words_do_not_spoil_the_rest() {
        let body = br#"[{"a": NaN, "b": -Infinity, "c": 1e3, "d": "NaN \" x", "e": true, "f": None}]"#;
        let read = parse(body).unwrap();
        let expected = serde_json::json!([{
            "a": "NaN", "b": "-Infinity", "c": 1e3, "d": "NaN \" x", "e": true, "f": "None"
        }]);
        assert_eq!(read, expected);
        assert_eq!(parse(b"\xef\xbb\xbf []").unwrap(), serde_json::json!([]));
    }

    #[test]
    fn reports_what_may_be_better_in_parts() {
        for (body, apart) in [
            (&b"[{\"a\": 1,234}]"[..], true),
            (b"[{\"a\": \xff}]", true),
            (b"[{\"a\": 1", false),
            (b"<html>", false),
            (b"", false),
            (b"\x1f\x8b\x08", false),
        ] {
            assert_eq!(parse(body), Err(apart), "{}", String::from_utf8_lossy(body));
        }
        assert_eq!(parse("[".repeat(200_000).as_bytes()), Err(true));
    }
}
