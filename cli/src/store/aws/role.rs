//! Keys of roles, from AWS's security token service.
//!
//! <https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html>

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use daytally::error::{Error, ErrorCode, Result};
use daytally_store::{AwsKeys, Moment, Reason, Role, Secret, StoreError, sts_endpoint};
use ureq::Body;
use ureq::http::Response;

use crate::store::aws::client::{agent, body};
use crate::store::aws::config_file::Section;

/// The service that gives keys of roles.
pub(super) struct RoleService<'a> {
    pub(super) env: &'a dyn Fn(&str) -> Option<String>,
    pub(super) endpoint: Option<String>,
    pub(super) region: &'a str,
}

impl RoleService<'_> {
    /// Returns the keys of a profile's role, which other keys may assume.
    pub(super) fn by_keys(&self, profile: &Section, keys: &AwsKeys) -> Result<AwsKeys> {
        let role = role_of(profile, self.env);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let request = role.assume(&self.endpoint(), self.region, keys, Moment::from_unix(now));
        let request = request.map_err(|error| failed(&role, error))?;
        received(&role, agent().get(&request.url).call())
    }

    /// Returns the keys of a profile's role, with the token in a file.
    pub(super) fn by_token(&self, profile: &Section, file: &str) -> Result<AwsKeys> {
        self.with_token(&role_of(profile, self.env), file)
    }

    /// Returns the keys of the role that the environment names, with the token in a file.
    pub(super) fn by_token_of_environment(&self, file: &str) -> Result<AwsKeys> {
        let arn = (self.env)("AWS_ROLE_ARN").ok_or_else(|| {
            Error::new(ErrorCode::InvalidOption, "AWS_WEB_IDENTITY_TOKEN_FILE is set, but no role")
                .expected("the role's name in AWS_ROLE_ARN")
        })?;
        let session = session_name(None, self.env);
        self.with_token(&Role { arn, session, external_id: None, seconds: None }, file)
    }

    fn with_token(&self, role: &Role, file: &str) -> Result<AwsKeys> {
        let token = fs::read_to_string(file).map_err(|error| Error::from(error).in_file(file))?;
        let form = role.assume_by_token(&self.endpoint(), &Secret::new(token.trim()));
        let form = form.map_err(|error| failed(role, error))?;
        let post = agent().post(&form.url).header("Content-Type", "application/x-www-form-urlencoded");
        received(role, post.send(form.body.reveal()))
    }

    fn endpoint(&self) -> String {
        self.endpoint.clone().unwrap_or_else(|| sts_endpoint(self.region))
    }
}

fn role_of(profile: &Section, env: &dyn Fn(&str) -> Option<String>) -> Role {
    let get = |name: &str| profile.get(name).filter(|value| !value.is_empty()).cloned();
    Role {
        arn: get("role_arn").unwrap_or_default(),
        session: session_name(get("role_session_name"), env),
        external_id: get("external_id"),
        seconds: get("duration_seconds").and_then(|seconds| seconds.parse().ok()),
    }
}

fn session_name(given: Option<String>, env: &dyn Fn(&str) -> Option<String>) -> String {
    given.or_else(|| env("AWS_ROLE_SESSION_NAME")).unwrap_or_else(|| "daytally".to_owned())
}

/// Reads the keys in a reply.
fn received(role: &Role, reply: std::result::Result<Response<Body>, ureq::Error>) -> Result<AwsKeys> {
    let unanswered = || StoreError::new(Reason::Failed, "AWS's service for roles cannot be reached");
    let mut reply = reply.map_err(|_| failed(role, unanswered()))?;
    let status = reply.status().as_u16();
    let body = body(&mut reply).map_err(|_| failed(role, unanswered()))?;
    Role::keys(status, &body).map_err(|error| failed(role, error))
}

fn failed(role: &Role, error: StoreError) -> Error {
    let StoreError { what, expected, found, .. } = error;
    let mut made = Error::new(ErrorCode::Io, format!("the role {} cannot be assumed: {what}", role.arn));
    if let Some(expected) = expected {
        made = made.expected(expected);
    }
    if let Some(found) = found {
        made = made.found(found);
    }
    made.remedy("Check the role, and whether it trusts these credentials.")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::store::aws::service::Service;
    use crate::store::aws::settings::{AwsSettings, find};
    use crate::store::choice::StoreChoice;

    const REPLY: &str = "<R><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>hidden\
        </SecretAccessKey><SessionToken>token</SessionToken></Credentials></AssumeRoleResult></R>";

    fn id(found: &AwsSettings) -> Option<&str> {
        found.keys.as_ref().map(|keys| keys.id.as_str())
    }

    #[test]
    fn roles_of_profiles_are_assumed_with_the_keys_of_their_source() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join(".aws")).unwrap();
        let config = "[default]\nrole_arn=arn:aws:iam::1:role/views\nsource_profile=base\nexternal_id=x y\n\
            region=eu-west-1\n[profile base]\naws_access_key_id=AKBASE\naws_secret_access_key=s\n\
            [profile itself]\nrole_arn=r\nsource_profile=itself\naws_access_key_id=AKSELF\n\
            aws_secret_access_key=s\n[profile round]\nrole_arn=r\nsource_profile=round2\n\
            [profile round2]\nrole_arn=r\nsource_profile=round\n[profile bare]\nrole_arn=r\n\
            [profile environment]\nrole_arn=r\ncredential_source=Environment\n";
        fs::write(home.path().join(".aws/config"), config).unwrap();
        let home = home.path().to_str().unwrap();
        let profile = |name: &str| StoreChoice { profile: Some(name.into()), ..StoreChoice::default() };

        let service = Service::start(200, REPLY);
        let pairs = [("HOME", home), ("AWS_ENDPOINT_URL_STS", &service.url)];
        let found = find(&pairs, &StoreChoice::default()).unwrap();
        assert_eq!((id(&found), found.endpoint.as_deref()), (Some("ASIA"), None));
        let request = service.request();
        // It takes precedence over a web identity of the environment.
        let service = Service::start(200, REPLY);
        let web = [("AWS_WEB_IDENTITY_TOKEN_FILE", "/none"), ("AWS_ROLE_ARN", "r")];
        let pairs = [&[("HOME", home), ("AWS_ENDPOINT_URL_STS", &service.url)][..], &web].concat();
        assert_eq!(id(&find(&pairs, &StoreChoice::default()).unwrap()), Some("ASIA"));
        assert!(service.request().starts_with("GET /?Action=AssumeRole&"));
        for part in ["GET /?Action=AssumeRole&", "&ExternalId=x%20y&", "AKBASE%2F", "%2Feu-west-1%2Fsts%2F"] {
            assert!(request.contains(part), "{part}: {request}");
        }
        for (name, key) in [("itself", "AKSELF"), ("environment", "AKENV")] {
            let service = Service::start(200, REPLY);
            let keys = [("AWS_ACCESS_KEY_ID", "AKENV"), ("AWS_SECRET_ACCESS_KEY", "s")];
            let pairs = [&[("HOME", home), ("AWS_ENDPOINT_URL", &service.url)][..], &keys].concat();
            assert_eq!(id(&find(&pairs, &profile(name)).unwrap()), Some("ASIA"));
            assert!(service.request().contains(key));
        }
        for (name, part) in [("round", "source_profile that cannot be used"), ("bare", "whose keys")] {
            let error = find(&[("HOME", home)], &profile(name)).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
        let service = Service::start(403, "<E><Error><Code>AccessDenied</Code></Error></E>");
        let pairs = [("HOME", home), ("AWS_ENDPOINT_URL_STS", &service.url)];
        let error = find(&pairs, &StoreChoice::default()).unwrap_err().to_string();
        assert!(error.contains("role/views cannot be assumed") && error.contains("AccessDenied"), "{error}");
    }

    #[test]
    fn a_web_identity_sends_its_token_in_the_body() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        fs::write(&file, "hid/den\n").unwrap();
        let file = file.to_str().unwrap();
        let service =
            Service::start(200, &REPLY.replace("AssumeRoleResult", "AssumeRoleWithWebIdentityResult"));
        let url = service.url.clone();
        let pairs = [
            ("HOME", "/none"),
            ("AWS_WEB_IDENTITY_TOKEN_FILE", file),
            ("AWS_ROLE_ARN", "arn:r"),
            ("AWS_ENDPOINT_URL_STS", &url),
        ];
        assert_eq!(id(&find(&pairs, &StoreChoice::default()).unwrap()), Some("ASIA"));
        let error = find(&pairs[..2], &StoreChoice::default()).unwrap_err().to_string();
        assert!(error.contains("AWS_ROLE_ARN"), "{error}");
        let request = service.request();
        assert!(
            request.starts_with("POST / ") && request.ends_with("&WebIdentityToken=hid%2Fden"),
            "{request}"
        );
        assert!(request.contains("RoleArn=arn%3Ar&RoleSessionName=daytally&"), "{request}");
    }
}
