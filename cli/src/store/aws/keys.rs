//! The keys of an AWS account.

use daytally::error::{Error, ErrorCode, Result};
use daytally_store::{AwsKeys, Secret};

use crate::store::aws::config_file::Section;
use crate::store::aws::metadata::{from_container, from_instance};
use crate::store::aws::process::from_process;

/// The keys, if there are any, and what the user should know about them.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) keys: Option<AwsKeys>,
    pub(super) note: Option<String>,
}

/// Finds the keys as AWS's tools do. A profile that was given by an option is stronger than the environment.
pub(super) fn keys(
    is_given: bool,
    name: &str,
    profile: &Section,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<Found> {
    let found = |keys| Ok(Found { keys: Some(keys), note: None });
    if !is_given {
        let texts = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].map(env);
        if let [Some(id), Some(secret)] = texts {
            let session = env("AWS_SESSION_TOKEN").map(Secret::new);
            return found(AwsKeys { id, secret: Secret::new(secret), session });
        }
        if env("AWS_WEB_IDENTITY_TOKEN_FILE").is_some() {
            return Err(missing("a web identity (AWS_WEB_IDENTITY_TOKEN_FILE)", None));
        }
    }
    let get = |name: &str| profile.get(name).filter(|value| !value.is_empty()).cloned();
    let named = (name != "default").then_some(name);
    // A role is assumed with the other keys of the profile, which may read something else.
    if get("role_arn").is_some() {
        return Err(missing("a role to be assumed (role_arn)", named));
    }
    if let (Some(id), Some(secret)) = (get("aws_access_key_id"), get("aws_secret_access_key")) {
        let session = get("aws_session_token").map(Secret::new);
        return found(AwsKeys { id, secret: Secret::new(secret), session });
    }
    if get("sso_session").or_else(|| get("sso_start_url")).is_some() {
        return Err(missing("a single sign-on (sso_session)", named));
    }
    if get("login_session").is_some() {
        return Err(missing("a login (login_session)", named));
    }
    if let Some(command) = get("credential_process") {
        return found(from_process(&command)?);
    }
    if is_given {
        let what = format!("the profile {name:?} has no credentials");
        return Err(Error::new(ErrorCode::InvalidOption, what)
            .expected("aws_access_key_id and aws_secret_access_key, or credential_process"));
    }
    if let Some(keys) = from_container(env)? {
        return found(keys);
    }
    let is_off = env("AWS_EC2_METADATA_DISABLED").is_some_and(|off| off.eq_ignore_ascii_case("true"));
    if let Some(keys) = if is_off { None } else { from_instance() } {
        return found(keys);
    }
    let asked = if is_off { "" } else { ", and no instance metadata answered within a second" };
    let note = format!(
        "no credentials of AWS are in the environment or in the profile {name:?}{asked}; requests are not \
         signed, which only public data allows"
    );
    Ok(Found { keys: None, note: Some(note) })
}

/// Names a way to get keys that is not supported, and one around it.
fn missing(what: &str, profile: Option<&str>) -> Error {
    let option = profile.map_or(String::new(), |name| format!(" --profile {name}"));
    Error::new(ErrorCode::InvalidOption, format!("the credentials of AWS are {what}, which is not supported"))
        .expected("keys in the environment or in a profile, a credential_process, or instance metadata")
        .remedy(format!(
            "Run: eval \"$(aws configure export-credentials{option} --format env)\". Public data is read with \
             --no-sign-request."
        ))
}
