//! The provider that a snapshot's counts came from, as results state it.

use std::fmt;
use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use serde::Serialize;

/// The metadata key of Parquet and Arrow files that names the provider.
pub const PROVIDER_KEY: &str = "daytally.provider";
/// The metadata key of the URL at which the provider was called.
const URL_KEY: &str = "daytally.providerUrl";
const SIMULATOR: &str = "simulator";

/// The provider of a snapshot's counts, shown as its name and URL.
///
/// ```
/// use daytally::report::ResultKind;
/// use daytally::snapshot::CountSource;
///
/// let schema = CountSource::simulator().annotate(&ResultKind::Snapshot.schema());
/// assert_eq!(schema.metadata()["daytally.provider"], "simulator");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CountSource {
    /// The provider's name: `simulator`, `youtube`, `http` or `callback`.
    pub provider: String,
    /// The URL at which it was called, without a query, a user name or a password.
    #[serde(rename = "providerUrl", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl CountSource {
    /// Names a provider and the URL at which it was called; an empty one counts as no URL.
    pub fn new(provider: impl Into<String>, url: impl Into<String>) -> Self {
        let url = url.into();
        Self { provider: provider.into(), url: (!url.is_empty()).then_some(url) }
    }

    /// Names the simulator.
    pub fn simulator() -> Self {
        Self::new(SIMULATOR, "")
    }

    /// Reads the provider that a file's metadata names; `None` if it names none.
    pub fn stated<'a>(value: impl Fn(&'static str) -> Option<&'a str>) -> Option<Self> {
        Some(Self::new(value(PROVIDER_KEY)?, value(URL_KEY).unwrap_or_default()))
    }

    /// Returns whether the counts are made up.
    pub fn is_simulated(&self) -> bool {
        self.provider == SIMULATOR
    }

    /// Returns a schema whose metadata names the provider.
    pub fn annotate(&self, schema: &SchemaRef) -> SchemaRef {
        let mut metadata = schema.metadata().clone();
        metadata.insert(PROVIDER_KEY.to_owned(), self.provider.clone());
        if let Some(url) = &self.url {
            metadata.insert(URL_KEY.to_owned(), url.clone());
        }
        Arc::new(Schema::new_with_metadata(schema.fields().clone(), metadata))
    }
}

impl fmt::Display for CountSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.provider)?;
        self.url.as_ref().map_or(Ok(()), |url| write!(f, " at {url}"))
    }
}
