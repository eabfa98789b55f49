//! What a reader of the results must know before using them.

use serde::{Deserialize, Serialize};

use crate::order::order_of;

/// The stable name of a kind of warning; the message around it may change, these do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WarningCode {
    /// All files of a table, a streaming sink or commits were read, regardless of the log.
    TableAsFiles,
    /// A table's log cannot be listed, so that a newer version may be there.
    UnlistedTable,
    /// Files of equal lengths and equal footers may be copies, whose rows count more than once.
    SuspectedCopies,
    /// Files that could not be read were skipped.
    SkippedFiles,
    /// More than 1 % of a column's values could not be read.
    UnreadableValues,
    /// The newest date is far after the next newest.
    NewestDateApart,
    /// Dates or upload days lie in the future.
    FutureDates,
    /// Upload days lie before the first upload to YouTube.
    EarlyUploadDays,
    /// Instants look like midnights of a zone that is not UTC.
    MidnightsElsewhere,
    /// The browser's rules of time zones are older than those of this version.
    OutdatedTimeZones,
    /// Data begins the day before the upload day, as if the two were days of different zones.
    DayBeforeUpload,
    /// The counts are lifetime counts, or may be, whose sums mean nothing.
    LifetimeCounts,
    /// The end date is after the last date in the data.
    EndDateAfterData,
    /// The end date is before the first day on which a video is expected.
    NoVideoExpected,
    /// No row has a date.
    NoDates,
    /// Counts that are compared come from different providers, one of which makes them up.
    MixedProviders,
    /// The output's folder holds results of an earlier run, which this run did not write.
    StaleOutputs,
}

/// A warning about a whole result, shown above it in every build.
///
/// The order of codes is the order in which warnings are shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Warning {
    /// The stable name of its kind.
    pub code: WarningCode,
    /// What is wrong and what to do, in sentences.
    pub message: String,
    /// The paths of the files it is about; empty if it is about all data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

impl Warning {
    /// Makes a warning about all data.
    pub fn new(code: WarningCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), files: Vec::new() }
    }

    /// Names the files that it is about.
    #[must_use]
    pub fn about(mut self, files: impl IntoIterator<Item = String>) -> Self {
        self.files = files.into_iter().collect();
        self
    }

    /// Adds others and puts all of them in order, each once.
    pub fn append(all: &mut Vec<Self>, others: impl IntoIterator<Item = Self>) {
        all.extend(others);
        let order = order_of(all.len(), &|a, b| all[a].cmp(&all[b]));
        let mut sorted: Vec<Self> = order.into_iter().map(|at| all[at as usize].clone()).collect();
        sorted.dedup();
        *all = sorted;
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_in_order_and_each_is_there_once() {
        let skipped = Warning::new(WarningCode::SkippedFiles, "x").about(["b".to_owned()]);
        let lifetime = Warning::new(WarningCode::LifetimeCounts, "y");
        let mut all = vec![lifetime.clone()];
        Warning::append(&mut all, [skipped.clone(), lifetime.clone(), skipped.clone()]);
        assert_eq!(all, [skipped.clone(), lifetime]);
        let json = serde_json::to_string(&skipped).unwrap();
        assert_eq!(json, r#"{"code":"skipped_files","message":"x","files":["b"]}"#);
    }
}
