//! The features of a table, which a reader must support.

use super::action::{Metadata, Protocol};
use crate::error::{Error, ErrorCode, Result};

/// The reader features that are supported, or that change nothing for this reader.
const FEATURES: [&str; 13] = [
    "columnMapping",
    "deletionVectors",
    "timestampNtz",
    "timestampWithoutTimezone",
    "typeWidening",
    "typeWidening-preview",
    "v2Checkpoint",
    "vacuumProtocolCheck",
    // Columns of these types cannot take a role.
    "variantType",
    "variantType-preview",
    "variantShredding",
    "variantShredding-preview",
    "geospatial",
];
/// The features of tables whose folder lacks the newest commits.
const BY_CATALOG: [&str; 3] = ["catalogManaged", "catalogOwned", "catalogOwned-preview"];
const READER_VERSION: u64 = 3;

/// How the columns of the files are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnMapping {
    /// By the names in the schema.
    None,
    /// By the physical names in the schema.
    Name,
    /// By the ids in the schema.
    Id,
}

impl Protocol {
    /// Refuses what this build does not read.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](ErrorCode::Unsupported), which names the feature.
    pub(super) fn check(&self) -> Result<()> {
        let version = self.min_reader_version;
        if !(1..=READER_VERSION).contains(&version) {
            let what = format!("the Delta table needs a reader of version {version}");
            return Err(Error::new(ErrorCode::Unsupported, what)
                .expected(format!("a version from 1 to {READER_VERSION}"))
                .remedy(EXPORT));
        }
        let Some(unknown) = self.features().find(|feature| !FEATURES.contains(feature)) else {
            return Ok(());
        };
        let what = format!("the Delta table needs the reader feature \"{unknown}\", which is not read");
        let error = Error::new(ErrorCode::Unsupported, what);
        Err(if BY_CATALOG.contains(&unknown) {
            error.remedy("Its catalog holds the newest commits, so read it there, and export it to Parquet.")
        } else {
            error.remedy(format!(
                "Drop the feature with ALTER TABLE t DROP FEATURE \"{unknown}\", or export the table to Parquet."
            ))
        })
    }

    fn features(&self) -> impl Iterator<Item = &str> {
        let listed = self.min_reader_version == READER_VERSION;
        self.reader_features.iter().map(String::as_str).filter(move |_| listed)
    }

    /// Returns how the columns of the files are found.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](ErrorCode::Unsupported) for an unknown mode.
    pub(super) fn column_mapping(&self, metadata: &Metadata) -> Result<ColumnMapping> {
        let is_on = self.min_reader_version == 2 || self.features().any(|feature| feature == "columnMapping");
        let mode = metadata.mapping_mode.as_deref().filter(|_| is_on);
        match mode.unwrap_or("none") {
            "none" => Ok(ColumnMapping::None),
            "name" => Ok(ColumnMapping::Name),
            "id" => Ok(ColumnMapping::Id),
            other => {
                Err(Error::new(ErrorCode::Unsupported, "the Delta table maps columns in an unknown way")
                    .expected("delta.columnMapping.mode none, name or id")
                    .found(format!("\"{other}\""))
                    .remedy(EXPORT))
            }
        }
    }
}

impl Metadata {
    /// Refuses data files that are not Parquet.
    pub(super) fn check_format(&self) -> Result<()> {
        match self.provider.as_deref().unwrap_or("parquet") {
            "parquet" => Ok(()),
            other => Err(Error::new(ErrorCode::Unsupported, "the Delta table's files are not Parquet")
                .found(format!("the format \"{other}\""))
                .remedy(EXPORT)),
        }
    }
}

const EXPORT: &str = "Export the table to Parquet, for example with Spark.";

#[cfg(test)]
mod tests {
    use super::*;

    fn protocol(version: u64, features: &[&str]) -> Protocol {
        let features = features.iter().map(|&feature| feature.to_owned()).collect();
        Protocol { min_reader_version: version, reader_features: features }
    }

    #[test]
    fn an_unknown_feature_is_refused_by_name() {
        protocol(3, &FEATURES).check().unwrap();
        for (feature, remedy) in [("adaptiveMetadata-preview", "DROP FEATURE"), ("catalogManaged", "catalog")]
        {
            let error = protocol(3, &["deletionVectors", feature]).check().unwrap_err();
            assert_eq!(error.code(), ErrorCode::Unsupported);
            assert!(error.to_string().contains(&format!("{feature:?}")), "{error}");
            assert!(error.to_string().contains(remedy), "{error}");
        }
        assert!(protocol(4, &[]).check().is_err() && protocol(0, &[]).check().is_err());
    }

    #[test]
    fn columns_are_mapped_only_by_a_reader_that_must() {
        let mode = |version, features: &[&str], mode: &str| {
            let metadata = Metadata {
                provider: None,
                schema_string: String::new(),
                partition_columns: Vec::new(),
                mapping_mode: Some(mode.to_owned()),
            };
            protocol(version, features).column_mapping(&metadata)
        };
        assert_eq!(mode(1, &[], "name"), Ok(ColumnMapping::None));
        assert_eq!(mode(2, &[], "name"), Ok(ColumnMapping::Name));
        assert_eq!(mode(3, &[], "id"), Ok(ColumnMapping::None));
        assert_eq!(mode(3, &["columnMapping"], "id"), Ok(ColumnMapping::Id));
        assert!(mode(2, &[], "place").is_err());
    }
}
