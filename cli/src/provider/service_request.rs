//! A request to fetch from a service.

use std::fmt;
use std::path::{Path, PathBuf};

use daytally::snapshot::service::ServiceOptions;

/// A service, and how to call it.
#[derive(Clone)]
pub(crate) struct ServiceRequest {
    /// The service and its limits.
    pub(crate) options: ServiceOptions,
    /// The file of the answers so far; the output's name with `.ledger` if `None`.
    pub(crate) ledger: Option<PathBuf>,
    /// What to do when the service's quota is used up.
    pub(crate) on_quota: OnQuota,
    /// Whether no call is made, and the results come from the ledger.
    pub(crate) offline: bool,
}

/// What to do when the daily quota of a service is used up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OnQuota {
    /// Waits until there is quota again.
    #[default]
    Wait,
    /// Ends with an error; the ledger keeps what was answered.
    Stop,
}

impl ServiceRequest {
    /// Returns the path of the ledger: beside the output, because a new folder appears only when it
    /// is complete; in the working folder if there is no output.
    pub(super) fn ledger_path(&self, output: Option<&Path>) -> PathBuf {
        let output = output.unwrap_or(Path::new(""));
        self.ledger.clone().unwrap_or_else(|| match output.file_name() {
            Some(name) => {
                let mut name = name.to_owned();
                name.push(".ledger");
                output.with_file_name(name)
            }
            // The output is `.`, which exists.
            None => output.join("snapshot.ledger"),
        })
    }
}

/// Does not show the options, which hold a key.
impl fmt::Debug for ServiceRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceRequest")
            .field("provider", &self.options.provider)
            .field("ledger", &self.ledger)
            .field("on_quota", &self.on_quota)
            .field("offline", &self.offline)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daytally::snapshot::service::ServiceName;

    #[test]
    fn a_ledger_is_beside_its_output() {
        let key = Some("secret".to_owned());
        let options = ServiceOptions { key, ..ServiceOptions::new(ServiceName::Youtube) };
        let mut request =
            ServiceRequest { options, ledger: None, on_quota: OnQuota::default(), offline: false };
        assert!(!format!("{request:?}").contains("secret"));

        let path = |output: &str| request.ledger_path(Some(Path::new(output)));
        assert_eq!(path("a/out.csv"), Path::new("a/out.csv.ledger"));
        assert_eq!(path("a/out/"), Path::new("a/out.ledger"));
        assert_eq!(path("."), Path::new("./snapshot.ledger"));
        assert_eq!(request.ledger_path(None), Path::new("snapshot.ledger"));
        request.ledger = Some("b".into());
        assert_eq!(request.ledger_path(Some(Path::new("a/out.csv"))), Path::new("b"));
    }
}
