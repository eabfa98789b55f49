//! What a reply without data means.

use crate::error::{Reason, StoreError};
use crate::location::StoreKind;
use crate::xml::{Element, parse};

/// A reply whose status is not 200 or 206.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reply<'a> {
    /// The status.
    pub status: u16,
    /// The header `x-amz-bucket-region`.
    pub region: Option<&'a str>,
    /// The header `x-ms-error-code`.
    pub error_code: Option<&'a str>,
    /// The header `Date`: the server's time.
    pub date: Option<&'a str>,
    /// The seconds in the header `Retry-After`.
    pub retry_after: Option<u64>,
    /// The body.
    pub body: &'a [u8],
}

/// What to do after a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Send the request again, later. The server may state after how many seconds.
    Retry {
        /// The seconds.
        after: Option<u64>,
        /// The failure, if no retry is left.
        error: StoreError,
    },
    /// Send the request again, signed for the region of the bucket.
    Region(String),
    /// There is no such object. A store may reply so too if the object may not be read.
    Missing(StoreError),
    /// Nothing helps.
    Failed(StoreError),
}

/// What a server states about a failure.
struct Facts {
    code: String,
    message: String,
    region: Option<String>,
    server_time: Option<String>,
    request_time: Option<String>,
}

impl Facts {
    fn of(reply: &Reply<'_>) -> Self {
        let root = parse(reply.body).ok();
        // Some stores put the error into a list.
        let error = root.as_ref().map(|root| root.child("Error").unwrap_or(root));
        let text = |name: &str| error.and_then(|error: &Element| error.text(name)).map(str::to_owned);
        Self {
            code: reply.error_code.map(str::to_owned).or_else(|| text("Code")).unwrap_or_default(),
            message: text("Message").unwrap_or_default(),
            region: reply.region.map(str::to_owned).or_else(|| text("Region")).filter(|it| is_region(it)),
            server_time: text("ServerTime").or_else(|| reply.date.map(str::to_owned)),
            request_time: text("RequestTime"),
        }
    }

    /// Returns the status and the server's code, the only parts of a reply that are shown: a message may
    /// repeat the request.
    fn found(&self, status: u16) -> String {
        let is_code = |code: &&str| code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        match Some(self.code.as_str()).filter(|code| !code.is_empty()).filter(is_code) {
            Some(code) => format!("status {status}, {code}"),
            None => format!("status {status}"),
        }
    }

    /// Returns whether the time of the request was not near that of the server.
    fn is_skewed(&self) -> bool {
        let message = self.message.to_ascii_lowercase();
        self.code == "RequestTimeTooSkewed"
            || message.starts_with("request has expired")
            || message.contains("not yet valid")
            || message.contains("not valid yet")
            || message.contains("not valid in the specified time frame")
    }
}

fn is_region(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

impl Verdict {
    /// Judges a reply without data. `is_signed` states whether the request was signed, and `sent` is the
    /// time of this machine as it is to be shown.
    pub fn of(kind: StoreKind, is_signed: bool, sent: &str, reply: &Reply<'_>) -> Self {
        let facts = Facts::of(reply);
        let found = facts.found(reply.status);
        let error = |reason, what: &str| StoreError::new(reason, what).found(found.clone());
        let denied = |what: &str, remedy: &str| Self::Failed(error(Reason::Denied, what).remedy(remedy));
        if facts.is_skewed() && kind == StoreKind::Http {
            return denied("the signature in the URL is not valid at this time", "Request a new URL.");
        }
        if facts.is_skewed() {
            let theirs = facts.server_time.as_deref().unwrap_or("not stated");
            let ours = facts.request_time.as_deref().unwrap_or(sent);
            let error = error(Reason::Denied, "the clock of this machine differs from the server's")
                .expected(format!("the server's time, {theirs}"))
                .found(format!("{ours} here"));
            return Self::Failed(error.remedy("Set the clock of this machine."));
        }
        match facts.code.as_str() {
            "SignatureDoesNotMatch" => denied(
                "the store refuses the signature",
                "Check the secret key: it does not belong to the id of the access key.",
            ),
            "InvalidAccessKeyId" => denied(
                "the store does not know the id of the access key",
                "Check the id, and whether the key belongs to this store.",
            ),
            "ExpiredToken" | "TokenRefreshRequired" | "ExpiredTokenException" => {
                denied("the session of the credentials has expired", "Sign in again.")
            }
            "InvalidToken" => denied("the store refuses the session token", "Sign in again."),
            "AuthenticationFailed" | "InvalidAuthenticationInfo" if kind == StoreKind::Azure => denied(
                "Azure refuses the signature",
                "Check the key of the account, or whether the shared access signature has expired.",
            ),
            "NoSuchBucket" | "ContainerNotFound" | "ContainerBeingDeleted" => {
                Self::Failed(error(Reason::NotFound, "there is no such bucket").remedy("Check its name."))
            }
            "PermanentRedirect"
            | "TemporaryRedirect"
            | "AuthorizationHeaderMalformed"
            | "AuthorizationQueryParametersError"
            | "IllegalLocationConstraintException" => match facts.region {
                Some(region) => Self::Region(region),
                None => Self::Failed(
                    error(Reason::Failed, "the bucket is in another region, which the store does not name")
                        .remedy("Give the bucket's region."),
                ),
            },
            "RequestTimeout" => Self::retry(reply, error(Reason::Failed, "the store ended the request")),
            _ => by_status(kind, is_signed, reply, &facts, &error),
        }
    }

    fn retry(reply: &Reply<'_>, error: StoreError) -> Self {
        Self::Retry { after: reply.retry_after, error }
    }
}

fn by_status(
    kind: StoreKind,
    is_signed: bool,
    reply: &Reply<'_>,
    facts: &Facts,
    error: &dyn Fn(Reason, &str) -> StoreError,
) -> Verdict {
    match reply.status {
        404 | 410 => Verdict::Missing(error(Reason::NotFound, "there is no such file")),
        // A redirect of S3 without a body.
        301 | 307 | 400 if kind == StoreKind::S3 && facts.region.is_some() => {
            Verdict::Region(facts.region.clone().unwrap_or_default())
        }
        401 | 403 | 409 => {
            let who = if is_signed { "these credentials" } else { "requests without credentials" };
            let remedy = match (kind, is_signed) {
                (StoreKind::Http, _) => "Give a URL that may be read, such as a signed one.",
                (_, false) => "Give credentials, unless the data should be public.",
                (StoreKind::S3, true) => {
                    "Listing needs the permission s3:ListBucket, reading s3:GetObject. A bucket whose \
                     requesters pay has to be read as one."
                }
                (StoreKind::Gcs, true) => {
                    "Listing needs the permission storage.objects.list, reading storage.objects.get."
                }
                (StoreKind::Azure, true) => "Reading needs the permissions to list and to read blobs.",
            };
            let what = format!("the server does not allow this to {who}");
            Verdict::Failed(error(Reason::Denied, &what).remedy(remedy))
        }
        405 | 501 => Verdict::Failed(error(Reason::Unsupported, "the server does not support the request")),
        408 | 425 | 429 | 500 | 502 | 503 | 504 => {
            Verdict::retry(reply, error(Reason::Failed, "the server is busy, or failed"))
        }
        _ => Verdict::Failed(error(Reason::Failed, "the server refuses the request")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: &str = "2026-11-23T09:00:00Z";

    fn judge(status: u16, body: &str) -> Verdict {
        let reply = Reply { status, body: body.as_bytes(), ..Reply::default() };
        Verdict::of(StoreKind::S3, true, SENT, &reply)
    }

    fn failed(verdict: Verdict) -> StoreError {
        match verdict {
            Verdict::Failed(error) => error,
            other => panic!("{other:?}"),
        }
    }

    /// Replies as AWS documents and sends them.
    #[test]
    fn refusals_of_s3_are_named() {
        for (status, code, reason, named) in [
            (403, "SignatureDoesNotMatch", Reason::Denied, "Check the secret key"),
            (403, "InvalidAccessKeyId", Reason::Denied, "does not know the id"),
            (400, "ExpiredToken", Reason::Denied, "expired"),
            (400, "InvalidToken", Reason::Denied, "session token"),
            (403, "AccessDenied", Reason::Denied, "s3:ListBucket"),
            (404, "NoSuchBucket", Reason::NotFound, "no such bucket"),
            (400, "InvalidArgument", Reason::Failed, "InvalidArgument"),
        ] {
            let body = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>hidden</Message>\
                 <AWSAccessKeyId>hidden</AWSAccessKeyId><StringToSign>hidden</StringToSign></Error>"
            );
            let error = failed(judge(status, &body));
            assert_eq!(error.reason, reason, "{code}");
            let shown = error.to_string();
            assert!(shown.contains(named) && shown.contains(code) && !shown.contains("hidden"), "{shown}");
        }
        assert!(matches!(judge(404, "<Error><Code>NoSuchKey</Code></Error>"), Verdict::Missing(_)));
    }

    #[test]
    fn both_times_of_a_skewed_clock_are_stated() {
        for body in [
            "<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the \
             current time is too large.</Message><RequestTime>20261123T080000Z</RequestTime>\
             <ServerTime>2026-11-23T10:00:00Z</ServerTime></Error>",
            "<Error><Code>AccessDenied</Code><Message>Request has expired</Message>\
             <X-Amz-Expires>300</X-Amz-Expires><Expires>2026-11-23T09:05:00Z</Expires>\
             <ServerTime>2026-11-23T10:00:00Z</ServerTime></Error>",
        ] {
            let shown = failed(judge(403, body)).to_string();
            let ours = if body.contains("RequestTime>") { "20261123T080000Z here" } else { SENT };
            assert!(shown.contains("2026-11-23T10:00:00Z") && shown.contains(ours), "{shown}");
        }
    }

    #[test]
    fn a_signed_url_that_has_expired_is_named() {
        let body = b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
        let reply = Reply { status: 403, body, ..Reply::default() };
        let shown = failed(Verdict::of(StoreKind::Http, false, SENT, &reply)).to_string();
        assert!(shown.contains("signature in the URL") && shown.contains("AccessDenied"), "{shown}");
    }

    #[test]
    fn the_region_of_a_bucket_is_found() {
        let body = "<Error><Code>AuthorizationQueryParametersError</Code><Message>Error parsing the \
            X-Amz-Credential parameter; the region 'us-east-1' is wrong; expecting 'eu-west-1'</Message>\
            <Region>eu-west-1</Region></Error>";
        assert_eq!(judge(400, body), Verdict::Region("eu-west-1".into()));
        let redirect = Reply {
            status: 301,
            region: Some("eu-central-1"),
            body: b"<Error><Code>PermanentRedirect</Code><Endpoint>b.s3.amazonaws.com</Endpoint></Error>",
            ..Reply::default()
        };
        let region = Verdict::Region("eu-central-1".into());
        assert_eq!(Verdict::of(StoreKind::S3, true, SENT, &redirect), region);
        let bare = Reply { body: b"", ..redirect };
        assert_eq!(Verdict::of(StoreKind::S3, true, SENT, &bare), region);
        let strange = Reply { region: Some("h.example/"), ..redirect };
        assert!(matches!(Verdict::of(StoreKind::S3, true, SENT, &strange), Verdict::Failed(_)));
    }

    #[test]
    fn busy_servers_are_asked_again() {
        let slow = Reply {
            status: 503,
            retry_after: Some(2),
            body: b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>",
            ..Reply::default()
        };
        let verdict = Verdict::of(StoreKind::S3, true, SENT, &slow);
        assert!(matches!(verdict, Verdict::Retry { after: Some(2), .. }), "{verdict:?}");
        for (status, body) in [(500, ""), (429, "x"), (400, "<Error><Code>RequestTimeout</Code></Error>")] {
            assert!(matches!(judge(status, body), Verdict::Retry { after: None, .. }), "{status}");
        }
    }

    #[test]
    fn refusals_of_azure_are_named() {
        let judge = |status, code| {
            let reply = Reply { status, error_code: Some(code), ..Reply::default() };
            Verdict::of(StoreKind::Azure, false, SENT, &reply)
        };
        assert!(failed(judge(403, "AuthenticationFailed")).to_string().contains("Azure refuses"));
        assert!(failed(judge(409, "PublicAccessNotPermitted")).to_string().contains("Give credentials"));
        assert_eq!(failed(judge(404, "ContainerNotFound")).reason, Reason::NotFound);
        assert!(matches!(judge(404, "BlobNotFound"), Verdict::Missing(_)));
        assert!(matches!(judge(503, "ServerBusy"), Verdict::Retry { .. }));
    }

    #[test]
    fn pages_of_other_servers_are_not_shown() {
        let reply = Reply { status: 403, body: b"<html><b>hidden</b>", ..Reply::default() };
        let shown = failed(Verdict::of(StoreKind::Http, false, SENT, &reply)).to_string();
        assert!(shown.contains("status 403") && !shown.contains("hidden"), "{shown}");
    }
}
