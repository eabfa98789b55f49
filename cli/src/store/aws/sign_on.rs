//! Keys of a single sign-on, by the session that `aws sso login` has left.
//!
//! <https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html>

use std::fs;
use std::path::PathBuf;

use chrono::{NaiveDateTime, Utc};
use daytally::error::{Error, ErrorCode, Result};
use daytally_store::{AwsKeys, Secret};
use serde_json::Value;

use crate::store::aws::client::{agent, body};
use crate::store::aws::config_file::{ConfigFiles, Section, home};

/// The account and the role of a profile, and the sign-on that gives their keys.
#[derive(Debug)]
pub(super) struct SignOn<'a> {
    name: &'a str,
    start_url: &'a str,
    region: &'a str,
    account: &'a str,
    role: &'a str,
}

impl<'a> SignOn<'a> {
    /// Returns the sign-on of a profile, if it has one.
    pub(super) fn of(name: &'a str, profile: &'a Section, files: &'a ConfigFiles) -> Result<Option<Self>> {
        let get = |section: &'a Section, setting: &str| {
            section.get(setting).map(String::as_str).filter(|value| !value.is_empty())
        };
        let incomplete = |setting: &str| {
            let what = format!("the single sign-on of the profile {name:?} is not complete");
            Error::new(ErrorCode::InvalidOption, what).expected(setting)
        };
        let section = match get(profile, "sso_session") {
            Some(session) => {
                files.session(session).ok_or_else(|| incomplete(&format!("[sso-session {session}]")))?
            }
            None if get(profile, "sso_start_url").is_some() => profile,
            None => return Ok(None),
        };
        let need = |section, setting: &str| get(section, setting).ok_or_else(|| incomplete(setting));
        Ok(Some(Self {
            name,
            start_url: need(section, "sso_start_url")?,
            region: need(section, "sso_region")?,
            account: need(profile, "sso_account_id")?,
            role: need(profile, "sso_role_name")?,
        }))
    }

    /// Requests the keys.
    pub(super) fn keys(
        &self,
        env: &dyn Fn(&str) -> Option<String>,
        endpoint: Option<String>,
    ) -> Result<AwsKeys> {
        let home = home(env).unwrap_or_default();
        let token = self.token(home.join(".aws/sso/cache")).ok_or_else(|| self.signed_out("no session"))?;
        let endpoint =
            endpoint.unwrap_or_else(|| format!("https://portal.sso.{}.amazonaws.com", self.region));
        let request = agent()
            .get(format!("{}/federation/credentials", endpoint.trim_end_matches('/')))
            .query("account_id", self.account)
            .query("role_name", self.role)
            .header("x-amz-sso_bearer_token", token.reveal());
        let unread = |found: &str| {
            Error::new(
                ErrorCode::Io,
                format!("the single sign-on of the profile {:?} gives no keys", self.name),
            )
            .found(found)
            .remedy("Check the account, the role and the region of the profile.")
        };
        let mut reply = request.call().map_err(|_| unread("no reply"))?;
        match reply.status().as_u16() {
            200 => {}
            401 => return Err(self.signed_out("a session that the service refuses")),
            status => return Err(unread(&format!("status {status}"))),
        }
        let body = body(&mut reply).unwrap_or_default();
        let reply: Value = serde_json::from_slice(&body).unwrap_or_default();
        let text = |name: &str| reply["roleCredentials"][name].as_str().filter(|text| !text.is_empty());
        match ["accessKeyId", "secretAccessKey", "sessionToken"].map(text) {
            [Some(id), Some(secret), Some(session)] => Ok(AwsKeys {
                id: id.to_owned(),
                secret: Secret::new(secret),
                session: Some(Secret::new(session)),
            }),
            _ => Err(unread("a reply without keys")),
        }
    }

    /// Returns the token that is valid the longest, if one is valid now.
    ///
    /// AWS's tools name its file by a hash. Here each file is read, because they are few.
    fn token(&self, cache: PathBuf) -> Option<Secret> {
        let valid = fs::read_dir(cache).ok()?.flatten().filter_map(|entry| {
            let file: Value = serde_json::from_slice(&fs::read(entry.path()).ok()?).ok()?;
            let until = file["expiresAt"].as_str()?.get(..19)?;
            let until = NaiveDateTime::parse_from_str(until, "%Y-%m-%dT%H:%M:%S").ok()?;
            let is_own = file["startUrl"].as_str()?.trim_end_matches(['#', '/'])
                == self.start_url.trim_end_matches(['#', '/']);
            let token = file["accessToken"].as_str()?;
            (is_own && until > Utc::now().naive_utc()).then(|| (until, Secret::new(token)))
        });
        valid.max_by_key(|(until, _)| *until).map(|(_, token)| token)
    }

    fn signed_out(&self, found: &str) -> Error {
        Error::new(ErrorCode::Io, format!("the profile {:?} is not signed on", self.name))
            .expected("a session that has not expired")
            .found(found)
            .remedy(format!("Run: aws sso login --profile {}", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::aws::service::Service;
    use crate::store::aws::settings::find;
    use crate::store::choice::StoreChoice;

    #[test]
    fn keys_are_given_for_a_session_that_is_valid() {
        let home = tempfile::tempdir().unwrap();
        let cache = home.path().join(".aws/sso/cache");
        fs::create_dir_all(&cache).unwrap();
        let config = "[default]\nsso_session=work\nsso_account_id=123\nsso_role_name=read views\n\
            [sso-session work]\nsso_start_url=https://work.example/start\nsso_region=eu-west-1\n";
        fs::write(home.path().join(".aws/config"), config).unwrap();
        let file = |name: &str, url: &str, token: &str, until: &str| {
            let json = serde_json::json!({ "startUrl": url, "accessToken": token, "expiresAt": until });
            fs::write(cache.join(name), json.to_string()).unwrap();
        };
        let home = home.path().to_str().unwrap();
        file("a.json", "https://other.example/start", "hidden-other", "2999-01-01T00:00:00Z");
        file("b.json", "https://work.example/start", "hidden-old", "2020-01-01T00:00:00Z");
        fs::write(cache.join("c.json"), "{").unwrap();
        let error = find(&[("HOME", home)], &StoreChoice::default()).unwrap_err().to_string();
        assert!(error.contains("aws sso login --profile default") && !error.contains("hidden"), "{error}");

        file("d.json", "https://work.example/start/#/", "hidden-new", "2999-01-01T00:00:00UTC");
        let keys = r#"{"roleCredentials":{"accessKeyId":"ASIA","secretAccessKey":"s","sessionToken":"t","expiration":1}}"#;
        let service = Service::start(200, keys);
        let found = find(&[("HOME", home), ("AWS_ENDPOINT_URL_SSO", &service.url)], &StoreChoice::default());
        assert_eq!(found.unwrap().keys.unwrap().id, "ASIA");
        let request = service.request();
        assert!(
            request.starts_with("GET /federation/credentials?account_id=123&role_name=read%20views "),
            "{request}"
        );
        assert!(request.contains("x-amz-sso_bearer_token: hidden-new\r\n"), "{request}");

        for (status, part) in [(401, "aws sso login"), (403, "status 403")] {
            let service = Service::start(status, "{}");
            let pairs = [("HOME", home), ("AWS_ENDPOINT_URL_SSO", &service.url)];
            let error = find(&pairs, &StoreChoice::default()).unwrap_err().to_string();
            assert!(error.contains(part) && !error.contains("hidden"), "{error}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join(".aws")).unwrap();
        let home_text = home.path().to_str().unwrap();
        for (settings, part) in [
            ("sso_session=absent", "[sso-session absent]"),
            ("sso_start_url=https://x", "sso_region"),
            ("sso_start_url=https://x\nsso_region=r", "sso_account_id"),
        ] {
            fs::write(home.path().join(".aws/config"), format!("[default]\n{settings}\n")).unwrap();
            let error = find(&[("HOME", home_text)], &StoreChoice::default()).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
