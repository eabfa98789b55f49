//! The files `config` and `credentials` of AWS's tools.
//!
//! <https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html>

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use daytally::error::{Error, Result};

/// A section: its settings, and nested settings under names such as `s3.endpoint_url`.
pub(super) type Section = BTreeMap<String, String>;

/// The sections of both files.
#[derive(Debug, Default)]
pub(super) struct ConfigFiles {
    profiles: BTreeMap<String, Section>,
    services: BTreeMap<String, Section>,
    sessions: BTreeMap<String, Section>,
}

impl ConfigFiles {
    /// Reads the files that exist.
    pub(super) fn read(env: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let home = home(env);
        let path = |name: &str, file: &str| {
            let given = env(name).map(PathBuf::from);
            given.or_else(|| home.as_ref().map(|home| home.join(".aws").join(file)))
        };
        let mut files = Self::default();
        if let Some(path) = path("AWS_CONFIG_FILE", "config") {
            files.add(&text(&path)?, "profile ");
        }
        if let Some(path) = path("AWS_SHARED_CREDENTIALS_FILE", "credentials") {
            files.add(&text(&path)?, "");
        }
        Ok(files)
    }

    /// Returns a profile.
    pub(super) fn profile(&self, name: &str) -> Option<&Section> {
        self.profiles.get(name)
    }

    /// Returns a section of endpoints by service.
    pub(super) fn services(&self, name: &str) -> Option<&Section> {
        self.services.get(name)
    }

    /// Returns a session of a single sign-on.
    pub(super) fn session(&self, name: &str) -> Option<&Section> {
        self.sessions.get(name)
    }

    /// Adds a file, in which the names of profiles begin with `prefix`. Its settings replace earlier ones.
    fn add(&mut self, text: &str, prefix: &str) {
        let mut section: Option<&mut Section> = None;
        let mut above = String::new();
        for line in text.lines() {
            let plain = line.split(" #").next().unwrap_or_default().split(" ;").next().unwrap_or_default();
            let trimmed = plain.trim();
            if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = trimmed.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
                let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
                section = if let Some(service) = name.strip_prefix("services ") {
                    Some(self.services.entry(service.to_owned()).or_default())
                } else if let Some(session) = name.strip_prefix("sso-session ") {
                    Some(self.sessions.entry(session.to_owned()).or_default())
                } else if name == "default" {
                    Some(self.profiles.entry(name).or_default())
                } else {
                    let profile = name.strip_prefix(prefix);
                    profile.map(|profile| self.profiles.entry(profile.to_owned()).or_default())
                };
                above.clear();
                continue;
            }
            let (Some(section), Some((name, value))) = (section.as_deref_mut(), trimmed.split_once('='))
            else {
                continue;
            };
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().to_owned());
            if line.starts_with([' ', '\t']) && !above.is_empty() {
                section.insert(format!("{above}.{name}"), value);
                continue;
            }
            above = if value.is_empty() { name.clone() } else { String::new() };
            section.insert(name, value);
        }
    }
}

/// Returns the user's own folder.
pub(super) fn home(env: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
    env("HOME").or_else(|| env("USERPROFILE")).map(PathBuf::from)
}

fn text(path: &Path) -> Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(|error| Error::from(error).in_file(path.display().to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_read_as_aws_writes_them() {
        let mut files = ConfigFiles::default();
        files.add(
            "# comment\n[default]\nregion = eu-west-1 # here\n\n[profile work]\nREGION=us-east-2\ns3 =\n  \
             addressing_style = path\n[services local]\ns3 =\n  endpoint_url = http://localhost:9000\n\
             [sso-session x]\nsso_region = us-east-1\n",
            "profile ",
        );
        files.add("[work]\naws_access_key_id=AK\naws_secret_access_key = a/b+c==\n[profile x]\n", "");
        assert_eq!(files.profile("default").unwrap()["region"], "eu-west-1");
        let work = files.profile("work").unwrap();
        assert_eq!(work["region"], "us-east-2");
        assert_eq!(work["s3.addressing_style"], "path");
        assert_eq!(work["aws_secret_access_key"], "a/b+c==");
        assert_eq!(files.services("local").unwrap()["s3.endpoint_url"], "http://localhost:9000");
        assert_eq!(files.session("x").unwrap()["sso_region"], "us-east-1");
        assert!(files.profile("x").is_none() && files.profile("sso-session x").is_none());
    }
}
