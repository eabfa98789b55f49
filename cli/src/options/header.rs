//! HTTP headers given as options.

use std::str::FromStr;

use ureq::http::{HeaderName, HeaderValue};

use daytally::error::{Error, ErrorCode, Result};

/// Headers that depend on a call's body and connection.
const OWN: &[&str] = &["Content-Length", "Content-Type", "Transfer-Encoding", "Connection"];

/// `Name: value`, or `Name: env:VARIABLE`, which takes the value of the environment variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    name: String,
    value: String,
}

impl FromStr for Header {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once(':').ok_or("expected a header as 'Name: value'")?;
        let (name, value) = (name.trim(), value.trim());
        HeaderName::from_str(name).map_err(|_| format!("{name:?} is not a valid header name"))?;
        if OWN.iter().any(|own| name.eq_ignore_ascii_case(own)) {
            return Err(format!("daytally sets {name} itself"));
        }
        HeaderValue::from_str(value).map_err(|_| format!("the value of {name} is not valid in a header"))?;
        Ok(Self { name: name.into(), value: value.into() })
    }
}

impl Header {
    /// Returns its name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns whether the command itself has a value that others should not read.
    pub(super) fn may_be_secret(&self) -> bool {
        let name = self.name.to_lowercase();
        let secret = ["auth", "cookie", "key", "password", "secret", "token"];
        self.is_typed() && secret.iter().any(|word| name.contains(word))
    }

    /// Returns whether the value is in the command itself.
    pub(super) fn is_typed(&self) -> bool {
        !self.value.starts_with("env:")
    }

    /// Returns its name and its value.
    pub(super) fn value(&self) -> Result<(String, String)> {
        let Self { name, value } = self;
        let Some(variable) = value.strip_prefix("env:") else { return Ok((name.clone(), value.clone())) };
        let wrong = |what: String| Error::new(ErrorCode::InvalidOption, what);
        let value = std::env::var(variable).map_err(|_| {
            wrong(format!("the header {name} takes its value from {variable}, which is not set"))
        })?;
        let value = value.trim();
        HeaderValue::from_str(value)
            .map_err(|_| wrong(format!("the value of {variable} is not valid in the header {name}")))?;
        Ok((name.clone(), value.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_there_or_in_the_environment() {
        let header: Header = "X-Team : a: b".parse().unwrap();
        assert_eq!(header.value().unwrap(), ("X-Team".into(), "a: b".into()));
        let header: Header = "Authorization: env:CARGO_PKG_NAME".parse().unwrap();
        assert_eq!(header.value().unwrap(), ("Authorization".into(), env!("CARGO_PKG_NAME").into()));
        let header: Header = "Authorization: env:NO_SUCH_TOKEN".parse().unwrap();
        assert!(header.value().unwrap_err().to_string().contains("NO_SUCH_TOKEN"));
    }

    #[test]
    fn what_is_no_header_is_refused() {
        for text in ["Authorization", "a b: c", ": c", "a: b\nc"] {
            assert!(text.parse::<Header>().is_err(), "{text}");
        }
    }
}
