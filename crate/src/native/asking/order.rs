//! A request to fetch from a service.

use std::fmt;
use std::path::PathBuf;

use crate::native::Outputs;
use crate::snapshot::service::ServiceOptions;

/// A service, and how to call it.
#[derive(Clone)]
pub struct ServiceRequest {
    /// The service and its limits.
    pub options: ServiceOptions,
    /// The file of the answers so far; the output's name with `.ledger` if `None`.
    pub ledger: Option<PathBuf>,
    /// What to do when the service's quota is used up.
    pub on_quota: OnQuota,
    /// Whether no call is made, and the results come from the ledger.
    pub from_ledger: bool,
}

/// What to do when the daily quota of a service is used up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnQuota {
    /// Waits until there is quota again.
    #[default]
    Wait,
    /// Ends with an error; the ledger keeps what was answered.
    Stop,
}

impl ServiceRequest {
    /// Creates a request with default options.
    pub fn new(options: ServiceOptions) -> Self {
        Self { options, ledger: None, on_quota: OnQuota::default(), from_ledger: false }
    }

    /// Returns the path of the ledger: beside the output, because a new folder appears only when it
    /// is complete.
    pub(in crate::native) fn ledger_path(&self, outputs: &Outputs) -> PathBuf {
        let (Outputs::File { path, .. } | Outputs::Folder { path, .. }) = outputs;
        self.ledger.clone().unwrap_or_else(|| match path.file_name() {
            Some(name) => {
                let mut name = name.to_owned();
                name.push(".ledger");
                path.with_file_name(name)
            }
            // The output is `.`, which exists.
            None => path.join("snapshot.ledger"),
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
            .field("from_ledger", &self.from_ledger)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::export::Format;
    use crate::report::ResultKind;
    use crate::snapshot::service::ServiceName;

    #[test]
    fn a_ledger_is_beside_its_output() {
        let key = Some("secret".to_owned());
        let options = ServiceOptions { key, ..ServiceOptions::new(ServiceName::Youtube) };
        let mut request = ServiceRequest::new(options);
        assert!(!format!("{request:?}").contains("secret"));

        let file = Outputs::File { result: ResultKind::Snapshot, path: "a/out.csv".into() };
        let folder =
            |path: &str| Outputs::Folder { results: Vec::new(), path: path.into(), format: Format::Csv };
        assert_eq!(request.ledger_path(&file), Path::new("a/out.csv.ledger"));
        assert_eq!(request.ledger_path(&folder("a/out/")), Path::new("a/out.ledger"));
        assert_eq!(request.ledger_path(&folder(".")), Path::new("./snapshot.ledger"));
        request.ledger = Some("b".into());
        assert_eq!(request.ledger_path(&file), Path::new("b"));
    }
}
