//! Where requests to AWS go, and who sends them.

use daytally::error::{Error, ErrorCode, Result};
use daytally_store::AwsKeys;

use crate::store::aws::config_file::{ConfigFiles, Section};
use crate::store::aws::endpoint::Endpoints;
use crate::store::aws::keys::{Found, Search};
use crate::store::choice::StoreChoice;

/// The region of a signature before the store has named another.
const FIRST_REGION: &str = "us-east-1";

/// The settings of a run.
#[derive(Clone, Debug)]
pub(in crate::store) struct AwsSettings {
    pub(in crate::store) region: String,
    pub(in crate::store) endpoint: Option<String>,
    pub(in crate::store) keys: Option<AwsKeys>,
    /// What the user should know about the keys.
    pub(in crate::store) note: Option<String>,
}

impl AwsSettings {
    /// Finds the settings as AWS's tools do: options, environment, profile.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](ErrorCode::InvalidOption) for a profile that does not exist or needs what is not
    /// supported.
    pub(in crate::store) fn find(choice: &StoreChoice, env: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let files = ConfigFiles::read(env)?;
        let env = |name: &str| env(name).filter(|value| !value.is_empty());
        let named = choice.profile.clone().or_else(|| env("AWS_PROFILE"));
        let name = named.clone().unwrap_or_else(|| "default".to_owned());
        let none = Section::new();
        let profile = match (files.profile(&name), named) {
            (Some(profile), _) => profile,
            (None, None) => &none,
            (None, Some(name)) => {
                return Err(Error::new(ErrorCode::InvalidOption, "there is no such profile of AWS")
                    .expected("a profile in ~/.aws/config or ~/.aws/credentials")
                    .found(format!("{name:?}")));
            }
        };
        let region = choice.region.clone().or_else(|| env("AWS_REGION"));
        let region = region.or_else(|| env("AWS_DEFAULT_REGION")).or_else(|| profile.get("region").cloned());
        let region = region.unwrap_or_else(|| FIRST_REGION.to_owned());
        let endpoints = Endpoints { files: &files, profile, env: &env };
        let found = match choice.unsigned {
            true => Found { keys: None, note: None },
            false => {
                let search = Search { files: &files, env: &env, endpoints: &endpoints, region: &region };
                search.keys(choice.profile.is_some(), &name)?
            }
        };
        let endpoint = choice.endpoint.clone().or_else(|| endpoints.of("s3"));
        Ok(Self { region, endpoint, keys: found.keys, note: found.note })
    }
}

/// Finds the settings in an environment of these variables.
#[cfg(test)]
pub(super) fn find(pairs: &[(&str, &str)], choice: &StoreChoice) -> Result<AwsSettings> {
    let value =
        |name: &str| pairs.iter().find(|(each, _)| *each == name).map(|(_, value)| (*value).to_owned());
    AwsSettings::find(choice, &value)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn settings_follow_options_environment_and_profile() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join(".aws")).unwrap();
        let config = "[default]\nregion=eu-west-1\naws_access_key_id=AKDEFAULT\naws_secret_access_key=s\n\
            [profile local]\nservices=local\nregion=eu-west-2\n[services local]\ns3=\n  endpoint_url=http://l:9000\n";
        fs::write(home.path().join(".aws/config"), config).unwrap();
        fs::write(
            home.path().join(".aws/credentials"),
            "[local]\naws_access_key_id=AKLOCAL\naws_secret_access_key=s\n",
        )
        .unwrap();
        let home = home.path().to_str().unwrap();
        let id = |found: &AwsSettings| found.keys.as_ref().map(|keys| keys.id.clone());
        let none = StoreChoice::default();

        let default = find(&[("HOME", home)], &none).unwrap();
        assert_eq!((default.region.as_str(), id(&default).as_deref()), ("eu-west-1", Some("AKDEFAULT")));

        let env = [("HOME", home), ("AWS_ACCESS_KEY_ID", "AKENV"), ("AWS_SECRET_ACCESS_KEY", "s")];
        let found = find(&[&env[..], &[("AWS_REGION", "r1"), ("AWS_DEFAULT_REGION", "r2")]].concat(), &none);
        let found = found.unwrap();
        assert_eq!((found.region.as_str(), id(&found).as_deref()), ("r1", Some("AKENV")));

        let local = StoreChoice { profile: Some("local".into()), ..StoreChoice::default() };
        let found = find(&env, &local).unwrap();
        assert_eq!(
            id(&found).as_deref(),
            Some("AKLOCAL"),
            "a given profile is stronger than the environment"
        );
        assert_eq!((found.region.as_str(), found.endpoint.as_deref()), ("eu-west-2", Some("http://l:9000")));

        let all = StoreChoice {
            region: Some("r3".into()),
            endpoint: Some("http://e".into()),
            unsigned: true,
            ..local
        };
        let found = find(&[("HOME", home), ("AWS_ENDPOINT_URL", "http://x")], &all).unwrap();
        assert_eq!(
            (found.region.as_str(), found.endpoint.as_deref(), id(&found)),
            ("r3", Some("http://e"), None)
        );

        let unknown = find(&[("HOME", home), ("AWS_PROFILE", "absent")], &none).unwrap_err();
        assert!(unknown.to_string().contains("\"absent\""), "{unknown}");
    }

    #[test]
    fn ways_that_are_missing_are_named() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join(".aws")).unwrap();
        let home_text = home.path().to_str().unwrap();
        for setting in ["role_arn=arn:x\nsource_profile=y\nmfa_serial=z", "login_session=x"] {
            fs::write(home.path().join(".aws/config"), format!("[default]\n{setting}\n")).unwrap();
            let error = find(&[("HOME", home_text)], &StoreChoice::default()).unwrap_err();
            assert!(error.to_string().contains("export-credentials"), "{error}");
        }
    }
}
