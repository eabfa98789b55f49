//! Signatures of AWS, version 4, in the query.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>

use std::fmt::Write as _;

use hmac_sha256::{HMAC, Hash};

use crate::access::AwsKeys;
use crate::encoding::encode_query;
use crate::moment::Moment;

/// How long a signature is valid, in seconds. A request is signed when it is sent, and checked when it
/// arrives.
pub(crate) const VALID: u64 = 300;

/// What is signed: a GET of a path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'a> {
    /// The host, with its port if that is not the usual one.
    pub(crate) host: &'a str,
    /// The encoded path.
    pub(crate) path: &'a str,
    /// The region in which the bucket is.
    pub(crate) region: &'a str,
    pub(crate) service: Service,
}

/// A service of AWS, or another one with its signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    /// Objects of buckets.
    S3,
    /// Keys of roles.
    Sts,
}

impl Service {
    fn name(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Sts => "sts",
        }
    }

    /// Returns what stands for the hash of the body, which a GET does not have.
    fn body(self) -> String {
        match self {
            Self::S3 => "UNSIGNED-PAYLOAD".to_owned(),
            Self::Sts => hex(&Hash::hash(b"")),
        }
    }
}

/// Returns the encoded query of a signed request. It is valid for `seconds` from `now` on.
pub(crate) fn signed_query(
    target: Target<'_>,
    query: &[(&str, String)],
    keys: &AwsKeys,
    now: Moment,
    seconds: u64,
) -> String {
    let Target { host, path, region, service } = target;
    let scope = format!("{}/{region}/{}/aws4_request", now.day(), service.name());
    let mut query = query.to_vec();
    query.push(("X-Amz-Algorithm", "AWS4-HMAC-SHA256".to_owned()));
    query.push(("X-Amz-Credential", format!("{}/{scope}", keys.id)));
    query.push(("X-Amz-Date", now.basic()));
    query.push(("X-Amz-Expires", seconds.to_string()));
    query.push(("X-Amz-SignedHeaders", "host".to_owned()));
    if let Some(token) = &keys.session {
        query.push(("X-Amz-Security-Token", token.reveal().to_owned()));
    }
    let query = encode_query(&query);
    let request = format!("GET\n{path}\n{query}\nhost:{host}\n\nhost\n{}", service.body());
    let text =
        format!("AWS4-HMAC-SHA256\n{}\n{scope}\n{}", now.basic(), hex(&Hash::hash(request.as_bytes())));
    let first = format!("AWS4{}", keys.secret.reveal());
    let day = HMAC::mac(now.day(), first);
    let key = [service.name(), "aws4_request"]
        .iter()
        .fold(HMAC::mac(region, day), |key, word| HMAC::mac(word, key));
    format!("{query}&X-Amz-Signature={}", hex(&HMAC::mac(text, key)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn keys(session: Option<&str>) -> AwsKeys {
        AwsKeys {
            id: "AKIAIOSFODNN7EXAMPLE".into(),
            secret: Secret::new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            session: session.map(Secret::new),
        }
    }

    /// The example in AWS's documentation of signed queries.
    #[test]
    fn the_signature_is_that_of_the_documentation() {
        let target = Target {
            host: "examplebucket.s3.amazonaws.com",
            path: "/test.txt",
            region: "us-east-1",
            service: Service::S3,
        };
        let query = signed_query(target, &[], &keys(None), Moment::from_unix(1_369_353_600), 86_400);
        assert_eq!(
            query,
            "X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
             &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
             &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
        );
    }
}
