//! Keys of the machine or the container.

use std::fs;
use std::time::Duration;

use daytally::error::{Error, ErrorCode, Result};
use daytally_store::AwsKeys;
use serde_json::Value;
use ureq::Agent;

use crate::store::aws::process::keys_of;

/// How long a service of metadata may take. On other machines nothing answers at its address.
const LIMIT: Duration = Duration::from_secs(1);
const INSTANCE: &str = "http://169.254.169.254/latest";

fn agent() -> Agent {
    let config = Agent::config_builder().timeout_global(Some(LIMIT)).proxy(None).max_redirects(0);
    config.build().into()
}

/// Returns the keys of a container, if it has any.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html>
pub(super) fn from_container(env: &dyn Fn(&str) -> Option<String>) -> Result<Option<AwsKeys>> {
    let relative = env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    let full = relative.map(|path| format!("http://169.254.170.2{path}"));
    let Some(url) = full.or_else(|| env("AWS_CONTAINER_CREDENTIALS_FULL_URI")) else { return Ok(None) };
    // The token may be sent only to the machine itself, unless it is encrypted.
    let hosts = ["169.254.170.2", "169.254.170.23", "127.0.0.1", "localhost", "[fd00:ec2::23]", "[::1]"];
    let host = url.strip_prefix("http://").map(|rest| rest.split('/').next().unwrap_or_default());
    let is_local = host.is_some_and(|host| {
        hosts
            .iter()
            .any(|local| host == *local || host.strip_prefix(local).is_some_and(|rest| rest.starts_with(':')))
    });
    if !is_local && !url.starts_with("https://") {
        return Err(Error::new(
            ErrorCode::InvalidOption,
            "AWS_CONTAINER_CREDENTIALS_FULL_URI is not allowed",
        )
        .expected("https, or a host of this machine"));
    }
    let file = env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    let token = match file {
        Some(path) => Some(fs::read_to_string(&path).map_err(|error| Error::from(error).in_file(path))?),
        None => env("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
    };
    let mut request = agent().get(&url);
    if let Some(token) = token {
        request = request.header("Authorization", token.trim());
    }
    let read = request.call().ok().and_then(|mut reply| reply.body_mut().read_to_vec().ok());
    let printed: Value = read.and_then(|body| serde_json::from_slice(&body).ok()).unwrap_or_default();
    keys_of(&printed, "Token").map(Some).ok_or_else(|| {
        Error::new(ErrorCode::Io, "the container's credentials of AWS cannot be read")
            .expected("a reply within a second")
            .remedy("Public data is read with --no-sign-request.")
    })
}

/// Returns the keys of a machine, if it has any, by version 2 of its metadata.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html>
pub(super) fn from_instance() -> Option<AwsKeys> {
    let agent = agent();
    let token = agent.put(format!("{INSTANCE}/api/token"));
    let token = token.header("X-aws-ec2-metadata-token-ttl-seconds", "300").send_empty().ok()?;
    let token = token.into_body().read_to_string().ok()?;
    let get = |path: &str| {
        let path = format!("{INSTANCE}/meta-data/iam/security-credentials/{path}");
        let reply = agent.get(path).header("X-aws-ec2-metadata-token", &token).call().ok()?;
        reply.into_body().read_to_string().ok()
    };
    let role = get("")?;
    let printed: Value = serde_json::from_str(&get(role.lines().next()?.trim())?).ok()?;
    keys_of(&printed, "Token")
}
