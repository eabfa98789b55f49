//! The names of the metadata of a table whose folder cannot be listed.

use super::found::Found;
use crate::source::table::iceberg::metadata_file::{EXTENSIONS, HINT};

/// The maximum number of versions that are requested after the one that the hint names.
const MAX_LATER: u64 = 1000;
/// The maximum length of a hint in bytes.
const MAX_HINT: usize = 100;

/// Finds the current metadata of a table without a catalog, by names below `metadata/`: the version
/// that the hint names, and those that follow it without a gap.
#[derive(Debug)]
pub(super) struct MetadataProbe {
    /// Names to request.
    needs: Vec<String>,
    /// The names that exist.
    names: Vec<String>,
    /// The number that the hint states, and how many versions after it were found.
    number: Option<(u64, u64)>,
}

impl MetadataProbe {
    pub(super) fn new() -> Self {
        Self { needs: vec![HINT.to_owned()], names: Vec::new(), number: None }
    }

    /// Returns the names to request; none once all are known.
    pub(super) fn needs(&self) -> Vec<String> {
        self.needs.clone()
    }

    /// Takes the answer to a request.
    pub(super) fn found(&mut self, name: &str, found: Found<'_>) {
        let Some(place) = self.needs.iter().position(|needed| needed == name) else { return };
        self.needs.remove(place);
        let Found::There(bytes) = found else { return };
        self.names.push(name.to_owned());
        if name == HINT {
            self.take_hint(bytes);
            return;
        }
        self.needs.clear();
        if let Some((number, later)) = self.number.filter(|&(_, later)| later < MAX_LATER) {
            self.number = Some((number, later + 1));
            self.request(&format!("v{}", number.saturating_add(later + 1)));
        }
    }

    fn take_hint(&mut self, bytes: &[u8]) {
        let text = bytes.trim_ascii();
        let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-".contains(byte);
        let text = std::str::from_utf8(text).ok().filter(|text| {
            // Some hosts answer every request with a page.
            (1..=MAX_HINT).contains(&text.len()) && text.as_bytes().iter().all(is_of_name)
        });
        let Some(text) = text else {
            self.names.clear();
            return;
        };
        self.number = text.parse().ok().map(|number| (number, 0));
        let stem = self.number.map_or_else(|| text.to_owned(), |(number, _)| format!("v{number}"));
        self.request(&stem);
    }

    fn request(&mut self, stem: &str) {
        self.needs.extend(EXTENSIONS.iter().map(|extension| format!("{stem}{extension}")));
    }

    /// Returns whether no table was found.
    pub(super) fn is_without_table(&self) -> bool {
        self.needs.is_empty() && self.names.is_empty()
    }

    /// Returns the names that exist; none without a hint.
    pub(super) fn finish(self) -> Vec<String> {
        self.names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probe(files: &[(&str, &str)]) -> Vec<String> {
        let mut probe = MetadataProbe::new();
        while let Some(name) = probe.needs.first().cloned() {
            let file = files.iter().find(|(known, _)| *known == name);
            probe.found(&name, file.map_or(Found::Missing, |(_, text)| Found::There(text.as_bytes())));
        }
        probe.finish()
    }

    #[test]
    fn metadata_after_the_hint_is_found() {
        let files = [("version-hint.text", "2\n"), ("v2.metadata.json", "{}"), ("v3.gz.metadata.json", "x")];
        assert_eq!(probe(&files), ["version-hint.text", "v2.metadata.json", "v3.gz.metadata.json"]);
        let files = [("version-hint.text", "00001-a"), ("00001-a.metadata.json", "{}")];
        assert_eq!(probe(&files), ["version-hint.text", "00001-a.metadata.json"]);
    }

    #[test]
    fn without_a_hint_there_is_nothing() {
        assert!(probe(&[("v1.metadata.json", "{}")]).is_empty());
        assert!(probe(&[("version-hint.text", "<html>"), ("v1.metadata.json", "{}")]).is_empty());
    }
}
