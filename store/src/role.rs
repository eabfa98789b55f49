//! Keys of a role, from AWS's security token service.
//!
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>

use std::fmt;

use crate::access::AwsKeys;
use crate::encoding::encode_query;
use crate::error::{Reason, Result, StoreError};
use crate::location::{aws_domain, split_endpoint};
use crate::moment::Moment;
use crate::request::Request;
use crate::secret::Secret;
use crate::sign::aws::{Service, Target, VALID, signed_query};
use crate::xml::{Element, parse};

/// The only version of the service.
const VERSION: &str = "2011-06-15";

/// A role of an AWS account, which gives temporary keys to callers that it trusts.
///
/// ```
/// use daytally_store::{AwsKeys, Moment, Role, Secret, sts_endpoint};
///
/// let arn = "arn:aws:iam::123456789012:role/views".into();
/// let role = Role { arn, session: "daytally".into(), external_id: None, seconds: None };
/// let keys = AwsKeys { id: "AKIDEXAMPLE".into(), secret: Secret::new("key"), session: None };
/// let endpoint = sts_endpoint("eu-west-1");
/// let request = role.assume(&endpoint, "eu-west-1", &keys, Moment::from_unix(1_700_000_000))?;
/// assert!(request.url.starts_with("https://sts.eu-west-1.amazonaws.com/?Action=AssumeRole&"));
/// let reply = b"<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId>
///   <SecretAccessKey>key</SecretAccessKey><SessionToken>token</SessionToken></Credentials>
///   </AssumeRoleResult></AssumeRoleResponse>";
/// assert_eq!(Role::keys(200, reply)?.id, "ASIA");
/// # Ok::<(), daytally_store::StoreError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name, such as `arn:aws:iam::123456789012:role/views`.
    pub arn: String,
    /// The name of the session, which AWS's logs show.
    pub session: String,
    /// What the owner of the role requires besides the keys.
    pub external_id: Option<String>,
    /// For how many seconds the keys should be valid; by default an hour.
    pub seconds: Option<u64>,
}

/// A POST request of a form, whose content type is `application/x-www-form-urlencoded`. `Debug` prints no
/// body.
#[derive(Clone, PartialEq, Eq)]
pub struct Form {
    /// The URL, without any secret.
    pub url: String,
    /// The body.
    pub body: Secret,
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Returns the endpoint of the service in a region.
pub fn sts_endpoint(region: &str) -> String {
    format!("https://sts.{region}.{}", aws_domain(region))
}

impl Role {
    /// Returns the request for the role's keys, signed by other keys.
    ///
    /// # Errors
    ///
    /// [`Reason::Invalid`] for an endpoint that is not valid.
    pub fn assume(&self, endpoint: &str, region: &str, keys: &AwsKeys, now: Moment) -> Result<Request> {
        let (origin, path) = place(endpoint)?;
        let host = origin.split_once("://").map_or("", |(_, host)| host);
        let target = Target { host, path: &path, region, service: Service::Sts };
        let query = signed_query(target, &self.pairs("AssumeRole"), keys, now, VALID);
        Ok(Request { url: format!("{origin}{path}?{query}"), headers: Vec::new() })
    }

    /// Returns the request for the role's keys with the token of a web identity.
    ///
    /// # Errors
    ///
    /// [`Reason::Invalid`] for an endpoint that is not valid.
    pub fn assume_by_token(&self, endpoint: &str, token: &Secret) -> Result<Form> {
        let (origin, path) = place(endpoint)?;
        let mut pairs = self.pairs("AssumeRoleWithWebIdentity");
        pairs.push(("WebIdentityToken", token.reveal().to_owned()));
        Ok(Form { url: format!("{origin}{path}"), body: Secret::new(encode_query(&pairs)) })
    }

    fn pairs(&self, action: &str) -> Vec<(&'static str, String)> {
        let mut pairs = vec![
            ("Action", action.to_owned()),
            ("Version", VERSION.to_owned()),
            ("RoleArn", self.arn.clone()),
            ("RoleSessionName", self.session.clone()),
        ];
        pairs.extend(self.external_id.clone().map(|id| ("ExternalId", id)));
        pairs.extend(self.seconds.map(|seconds| ("DurationSeconds", seconds.to_string())));
        pairs
    }

    /// Returns the keys in a reply of either request.
    ///
    /// # Errors
    ///
    /// [`Reason::Denied`] if the service refuses, and [`Reason::Malformed`] for another reply.
    pub fn keys(status: u16, reply: &[u8]) -> Result<AwsKeys> {
        let root = parse(reply);
        if status != 200 {
            let code = root.ok().and_then(|root| root.child("Error")?.text("Code").map(str::to_owned));
            // A message may repeat the request.
            let code =
                code.filter(|code| code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            let found = code.map_or(format!("status {status}"), |code| format!("status {status}, {code}"));
            return Err(StoreError::new(Reason::Denied, "AWS gives no keys of the role").found(found));
        }
        let root = root?;
        let result = root.children.iter().find(|child| child.name.ends_with("Result"));
        let keys = result.and_then(|result| keys_in(result.child("Credentials")?));
        keys.ok_or_else(|| {
            StoreError::new(Reason::Malformed, "AWS's reply has no keys of the role")
                .expected("an element Credentials with its three texts")
        })
    }
}

fn keys_in(credentials: &Element) -> Option<AwsKeys> {
    let text = |name| credentials.text(name).map(str::to_owned);
    Some(AwsKeys {
        id: text("AccessKeyId")?,
        secret: Secret::new(text("SecretAccessKey")?),
        session: Some(Secret::new(text("SessionToken")?)),
    })
}

/// Returns the origin and the path of an endpoint.
fn place(endpoint: &str) -> Result<(String, String)> {
    let (origin, path) = split_endpoint(endpoint)?;
    Ok((origin, if path.is_empty() { "/".to_owned() } else { path }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role() -> Role {
        Role {
            arn: "arn:aws:iam::123456789012:role/read views".into(),
            session: "daytally".into(),
            external_id: Some("a/b+c".into()),
            seconds: Some(900),
        }
    }

    /// By botocore 1.44.8's `SigV4QueryAuth` for the same keys and time.
    #[test]
    fn signatures_are_those_of_botocore() {
        for (session, signature) in [
            (None, "b8fe8d0e5f02a93b31d4ee67fa250a8e74c71a5d92f04ddb9380e8ae99deea09"),
            (Some("se/ss+ion=="), "c3c07804f4ed0b71ac3ba05a021a256eaabdab7d3c48e0d0bbf28a8cbcfa85d1"),
        ] {
            let keys = AwsKeys {
                id: "AKIAIOSFODNN7EXAMPLE".into(),
                secret: Secret::new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
                session: session.map(Secret::new),
            };
            let now = Moment::from_unix(1_700_000_000);
            let request = role().assume(&sts_endpoint("eu-west-1"), "eu-west-1", &keys, now).unwrap();
            assert!(request.url.starts_with("https://sts.eu-west-1.amazonaws.com/?Action=AssumeRole&"));
            assert!(request.url.ends_with(&format!("&X-Amz-Signature={signature}")), "{}", request.url);
        }
    }

    #[test]
    fn tokens_are_in_the_body_alone() {
        let form = role().assume_by_token("http://h:1/sts/", &Secret::new("hid/den")).unwrap();
        assert_eq!(form.url, "http://h:1/sts");
        let body = form.body.reveal();
        assert!(body.starts_with("Action=AssumeRoleWithWebIdentity&DurationSeconds=900&"), "{body}");
        assert!(body.ends_with("&WebIdentityToken=hid%2Fden"), "{body}");
        assert!(!format!("{form:?}").contains("hid"));
    }

    #[test]
    fn replies_without_keys_are_errors() {
        let denied =
            b"<ErrorResponse xmlns='x'><Error><Code>AccessDenied</Code><Message>hidden</Message></Error>\
            </ErrorResponse>";
        let error = Role::keys(403, denied).unwrap_err();
        assert_eq!(error.to_string(), "AWS gives no keys of the role; found status 403, AccessDenied");
        for (status, reply) in [(500, "busy"), (200, "{}"), (200, "<a><bResult><Credentials/></bResult></a>")]
        {
            assert!(Role::keys(status, reply.as_bytes()).is_err(), "{reply}");
        }
    }
}
