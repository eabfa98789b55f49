//! Keys that a program prints.
//!
//! <https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html>

use std::process::{Command, Stdio};

use daytally::error::{Error, ErrorCode, Result};
use daytally_store::{AwsKeys, Secret};
use serde_json::Value;

/// Runs a command of `credential_process`. What it prints is never shown.
pub(super) fn from_process(command: &str) -> Result<AwsKeys> {
    let failed = |found: String| {
        Error::new(ErrorCode::Io, "the credential_process of the profile failed")
            .expected("status 0 and the keys as JSON, version 1")
            .found(found)
    };
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut shell = Command::new(shell);
    let output = shell.args([flag, command]).stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        return Err(failed(output.status.to_string()));
    }
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    keys_of(&printed, "SessionToken").ok_or_else(|| failed("another output".to_owned()))
}

/// Returns the keys in a JSON object.
pub(super) fn keys_of(printed: &Value, session: &str) -> Option<AwsKeys> {
    let text = |name| printed.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    Some(AwsKeys {
        id: text("AccessKeyId")?.to_owned(),
        secret: Secret::new(text("SecretAccessKey")?),
        session: text(session).map(Secret::new),
    })
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_that_the_program_prints() {
        let json = r#"{"Version":1,"AccessKeyId":"AK","SecretAccessKey":"hidden","SessionToken":"t"}"#;
        let keys = from_process(&format!("echo '{json}'")).unwrap();
        assert_eq!((keys.id.as_str(), keys.secret.reveal()), ("AK", "hidden"));
        assert_eq!(keys.session, Some(Secret::new("t")));
        for command in ["echo hidden", "echo hidden; exit 3"] {
            let error = from_process(command).unwrap_err().to_string();
            assert!(!error.contains("hidden") && error.contains("credential_process"), "{error}");
        }
    }
}
