//! The meaning of the API's errors.

use serde_json::Value;

use super::super::excerpt::Secrets;
use super::super::{Reply, Verdict, is_passing};

/// Reasons in its errors: <https://developers.google.com/youtube/v3/docs/errors>.
const QUOTA: &[&str] = &["quotaExceeded", "dailyLimitExceeded"];
const TOO_OFTEN: &[&str] =
    &["rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "backendError"];
const KEY: &[&str] =
    &["keyInvalid", "keyExpired", "API_KEY_INVALID", "API_KEY_SERVICE_BLOCKED", "accessNotConfigured"];
const NOT_FOUND: &[&str] = &["videoNotFound", "notFound"];
/// Reasons for keys that are restricted to other callers, and the remedy
/// (<https://cloud.google.com/docs/authentication/api-keys#securing>).
pub(super) const RESTRICTED: &[(&str, &str)] = &[
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

/// Returns the meaning of an error.
pub(super) fn refusal(reply: Reply<'_>, secrets: &Secrets) -> Verdict {
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
    let shown = message.map_or_else(|| secrets.show_body(body), |message| secrets.show(message));
    let named = reasons.first().map(|reason| format!(" ({})", secrets.show(reason)));
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
