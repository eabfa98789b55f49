//! The keys of an AWS account.

use daytally::error::{Error, ErrorCode, Result};
use daytally_store::{AwsKeys, Secret};

use crate::store::aws::config_file::{ConfigFiles, Section};
use crate::store::aws::endpoint::Endpoints;
use crate::store::aws::metadata::{from_container, from_instance};
use crate::store::aws::process::from_process;
use crate::store::aws::role::RoleService;
use crate::store::aws::sign_on::SignOn;

/// The keys, if there are any, and what the user should know about them.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) keys: Option<AwsKeys>,
    pub(super) note: Option<String>,
}

/// Where keys are searched.
pub(super) struct Search<'a> {
    pub(super) files: &'a ConfigFiles,
    pub(super) env: &'a dyn Fn(&str) -> Option<String>,
    pub(super) endpoints: &'a Endpoints<'a>,
    /// The region of the service that gives keys of roles.
    pub(super) region: &'a str,
}

impl Search<'_> {
    /// Finds the keys as AWS's tools do. A profile that was given by an option takes precedence
    /// over the environment.
    pub(super) fn keys(&self, is_given: bool, name: &str) -> Result<Found> {
        let found = |keys| Ok(Found { keys: Some(keys), note: None });
        if !is_given {
            if let Some(keys) = self.in_environment() {
                return found(keys);
            }
            // A role that the profile's keys assume takes precedence.
            let profile = self.files.profile(name);
            let has = |setting: &str| profile.is_some_and(|profile| profile.contains_key(setting));
            let is_assumed = has("role_arn") && (has("source_profile") || has("credential_source"));
            if let Some(file) = (self.env)("AWS_WEB_IDENTITY_TOKEN_FILE").filter(|_| !is_assumed) {
                return found(self.roles().by_token_of_environment(&file)?);
            }
        }
        if let Some(keys) = self.in_profile(name, &mut Vec::new())? {
            return found(keys);
        }
        if is_given {
            return Err(without_keys(name));
        }
        if let Some(keys) = from_container(self.env)? {
            return found(keys);
        }
        let is_off = (self.env)("AWS_EC2_METADATA_DISABLED");
        let is_off = is_off.is_some_and(|off| off.eq_ignore_ascii_case("true"));
        if let Some(keys) = if is_off { None } else { from_instance() } {
            return found(keys);
        }
        let metadata = if is_off { "" } else { ", and no instance metadata answered within a second" };
        let note = format!(
            "no credentials of AWS are in the environment or in the profile {name:?}{metadata}; requests are not \
             signed, which only public data allows"
        );
        Ok(Found { keys: None, note: Some(note) })
    }

    fn in_environment(&self) -> Option<AwsKeys> {
        let [id, secret, session] =
            ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"].map(self.env);
        Some(AwsKeys { id: id?, secret: Secret::new(secret?), session: session.map(Secret::new) })
    }

    /// Finds the keys of a profile. `above` has the profiles that need them.
    fn in_profile(&self, name: &str, above: &mut Vec<String>) -> Result<Option<AwsKeys>> {
        let Some(profile) = self.files.profile(name) else { return Ok(None) };
        let get = |setting: &str| profile.get(setting).filter(|value| !value.is_empty());
        // A role is assumed with the other keys of the profile, which may read something else.
        if get("role_arn").is_some() {
            return self.of_role(name, profile, above).map(Some);
        }
        if let Some(keys) = written_in(profile) {
            return Ok(Some(keys));
        }
        if let Some(sign_on) = SignOn::of(name, profile, self.files)? {
            return sign_on.keys(self.env, self.endpoints.of("sso")).map(Some);
        }
        if get("login_session").is_some() {
            return Err(missing("a login (login_session)", name));
        }
        get("credential_process").map(|command| from_process(command)).transpose()
    }

    fn of_role(&self, name: &str, profile: &Section, above: &mut Vec<String>) -> Result<AwsKeys> {
        let get = |setting: &str| profile.get(setting).map(String::as_str).filter(|value| !value.is_empty());
        if get("mfa_serial").is_some() {
            return Err(missing("a role that needs a code of a device (mfa_serial)", name));
        }
        if let Some(file) = get("web_identity_token_file") {
            return self.roles().by_token(profile, file);
        }
        let source = match (get("source_profile"), get("credential_source")) {
            (Some(source), None) if source == name => written_in(profile),
            (Some(source), None) => {
                if self.files.profile(source).is_none() || above.iter().any(|each| each == source) {
                    let what = format!("the profile {name:?} has a source_profile that cannot be used");
                    return Err(Error::new(ErrorCode::InvalidOption, what)
                        .expected("a profile of AWS that does not need this one")
                        .found(format!("{source:?}")));
                }
                above.push(name.to_owned());
                self.in_profile(source, above)?
            }
            (None, Some("Environment")) => self.in_environment(),
            (None, Some("EcsContainer")) => from_container(self.env)?,
            (None, Some("Ec2InstanceMetadata")) => from_instance(),
            _ => {
                let what = format!("the profile {name:?} does not state whose keys assume its role");
                return Err(Error::new(ErrorCode::InvalidOption, what).expected(
                    "source_profile, or credential_source: Environment, EcsContainer or Ec2InstanceMetadata",
                ));
            }
        };
        let source = source.ok_or_else(|| without_keys(get("source_profile").unwrap_or(name)))?;
        self.roles().by_keys(profile, &source)
    }

    fn roles(&self) -> RoleService<'_> {
        RoleService { env: self.env, endpoint: self.endpoints.of("sts"), region: self.region }
    }
}

/// Returns the keys that are written in a profile.
fn written_in(profile: &Section) -> Option<AwsKeys> {
    let get = |name: &str| profile.get(name).filter(|value| !value.is_empty()).cloned();
    Some(AwsKeys {
        id: get("aws_access_key_id")?,
        secret: Secret::new(get("aws_secret_access_key")?),
        session: get("aws_session_token").map(Secret::new),
    })
}

fn without_keys(name: &str) -> Error {
    Error::new(ErrorCode::InvalidOption, format!("the profile {name:?} has no credentials"))
        .expected("aws_access_key_id and aws_secret_access_key, role_arn, sso_session, or credential_process")
}

/// Names a way to get keys that is not supported, and one around it.
fn missing(what: &str, profile: &str) -> Error {
    let option = if profile == "default" { String::new() } else { format!(" --profile {profile}") };
    Error::new(ErrorCode::InvalidOption, format!("the credentials of AWS are {what}, which is not supported"))
        .expected("keys, a role, a single sign-on, a credential_process, or instance metadata")
        .remedy(format!(
            "Run: eval \"$(aws configure export-credentials{option} --format env)\". Public data is read with \
             --no-sign-request."
        ))
}
