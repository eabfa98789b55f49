//! The providers of the counts of two days.

use arrow::datatypes::{Schema, SchemaRef};
use serde::Serialize;

use crate::snapshot::CountSource;
use crate::source::File;
use crate::warning::{Warning, WarningCode};

/// The metadata keys of the providers of either day, if they differ.
const EARLIER_KEY: &str = "daytally.earlierProvider";
const LATER_KEY: &str = "daytally.laterProvider";

/// The providers stated in the files of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DaySources {
    /// Each provider once, in byte order.
    pub providers: Vec<CountSource>,
    /// The number of files that state no provider.
    pub files_without_provider: usize,
}

impl DaySources {
    /// Reads the providers in the footers of some files.
    pub(super) fn of<'a>(files: impl Iterator<Item = &'a File>) -> Self {
        let mut sources = Self::default();
        for file in files {
            match CountSource::stated(|key| file.own_key(key)) {
                Some(source) => sources.providers.push(source),
                None => sources.files_without_provider += 1,
            }
        }
        sources.providers.sort();
        sources.providers.dedup();
        sources
    }

    /// Returns the provider of all counts, if there is one and every file states it.
    pub fn only(&self) -> Option<&CountSource> {
        match self.providers.as_slice() {
            [only] if self.files_without_provider == 0 => Some(only),
            _ => None,
        }
    }

    fn is_any_simulated(&self) -> bool {
        self.providers.iter().any(CountSource::is_simulated)
    }

    fn is_all_simulated(&self) -> bool {
        self.only().is_some_and(CountSource::is_simulated)
    }

    /// Returns the names of the providers, for a sentence.
    pub fn names(&self) -> String {
        let unstated = match (self.files_without_provider, self.providers.is_empty()) {
            (0, _) => None,
            (_, true) => Some("a provider that the data does not state".to_owned()),
            (1, false) => Some("1 file that states no provider".to_owned()),
            (files, false) => Some(format!("{files} files that state no provider")),
        };
        let names = self.providers.iter().map(ToString::to_string).chain(unstated);
        names.collect::<Vec<_>>().join(" and ")
    }
}

/// Returns a warning about made-up counts that are compared with others.
pub(super) fn mixed([earlier, later]: [&DaySources; 2]) -> Option<Warning> {
    let is_mixed = earlier.is_any_simulated() || later.is_any_simulated();
    if !is_mixed || (earlier.is_all_simulated() && later.is_all_simulated()) {
        return None;
    }
    let message = format!(
        "The earlier counts are from {}, the later ones from {}. The simulator makes counts up, so the views \
         between them are not real.",
        earlier.names(),
        later.names()
    );
    Some(Warning::new(WarningCode::MixedProviders, message))
}

/// Returns a schema whose metadata names the provider of both days, or those of either.
pub(super) fn annotated(schema: &SchemaRef, [earlier, later]: [&DaySources; 2]) -> SchemaRef {
    if let Some(only) = earlier.only().filter(|&only| later.only() == Some(only)) {
        return only.annotate(schema);
    }
    let mut metadata = schema.metadata().clone();
    for (key, sources) in [(EARLIER_KEY, earlier), (LATER_KEY, later)] {
        if !sources.providers.is_empty() {
            metadata.insert(key.to_owned(), sources.names());
        }
    }
    Schema::new_with_metadata(schema.fields().clone(), metadata).into()
}
