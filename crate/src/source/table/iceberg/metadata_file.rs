//! Chooses the current one among the files of a table's metadata, by their names.

use crate::error::{Error, ErrorCode, Result};
use crate::order::ordered;
use crate::source::table::names::all_digits;

/// The file with the number of the current metadata, which tables without a catalog have.
pub(in crate::source::table) const HINT: &str = "version-hint.text";
/// The extensions of metadata files.
pub(in crate::source::table) const EXTENSIONS: [&str; 3] =
    [".gz.metadata.json", ".metadata.json.gz", ".metadata.json"];

/// Chooses the file of the current metadata among the names in the folder, as a catalog would. `hint`
/// is the content of [`HINT`], if there is one.
///
/// The hint may be behind: then the file that follows without a gap is the current one. Without it,
/// the highest number is.
///
/// # Errors
///
/// [`Corrupt`](ErrorCode::Corrupt) if no file is there, [`Table`](ErrorCode::Table) if two have the
/// highest number.
pub(super) fn choose(names: &[String], hint: Option<&str>) -> Result<String> {
    let numbered: Vec<(u64, &String)> =
        names.iter().filter_map(|name| Some((number_of(name)?, name))).collect();
    let numbered = ordered(numbered, &|a: &(u64, &String), b| a.cmp(b));
    let has = |number: u64| numbered.binary_search_by_key(&number, |(known, _)| *known).is_ok();
    let hinted = hint.and_then(|hint| {
        let named = names.iter().find(|name| stem(name) == Some(hint));
        let number = named.and_then(|name| number_of(name)).or_else(|| hint.parse().ok())?;
        has(number).then_some(number)
    });
    let number = match hinted {
        Some(hinted) => (hinted..).take_while(|&number| has(number)).last(),
        None => numbered.last().map(|(number, _)| *number),
    };
    let found: Vec<&str> =
        numbered.iter().filter(|(known, _)| Some(*known) == number).map(|(_, name)| name.as_str()).collect();
    match found.as_slice() {
        [] => Err(Error::new(ErrorCode::Corrupt, "the Iceberg table has no metadata")
            .expected("a file such as v1.metadata.json or 00000-….metadata.json")
            .remedy("Copy the whole table again.")),
        [one] => Ok((*one).to_owned()),
        several => {
            let what = "two files of metadata have the highest number, and only the catalog of the Iceberg \
                        table knows which one is current";
            Err(Error::new(ErrorCode::Table, what)
                .expected("one file with the highest number")
                .found(several.join(" and "))
                .remedy("Copy the table without the file that its catalog does not name."))
        }
    }
}

/// Returns whether a file is compressed, by its name.
pub(super) fn is_compressed(name: &str) -> bool {
    name.ends_with(".gz.metadata.json") || name.ends_with(".metadata.json.gz")
}

/// Returns the name without its extensions.
fn stem(name: &str) -> Option<&str> {
    EXTENSIONS.iter().find_map(|extension| name.strip_suffix(extension))
}

/// Returns the number in a name: `v3.metadata.json`, or `00003-….metadata.json`.
fn number_of(name: &str) -> Option<u64> {
    let stem = stem(name)?;
    let digits = match stem.strip_prefix('v') {
        Some(digits) => digits,
        None => stem.split_once('-')?.0,
    };
    all_digits(digits).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(names: &[&str], hint: Option<&str>) -> Result<String> {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        choose(&names, hint)
    }

    #[test]
    fn the_highest_number_is_current() {
        let names =
            ["00009-a.metadata.json", "00010-b.gz.metadata.json", "snap-99-1-c.avro", "notes.metadata.json"];
        assert_eq!(chosen(&names, None).unwrap(), "00010-b.gz.metadata.json");
        assert_eq!(
            chosen(&["v9.metadata.json", "v10.metadata.json.gz"], None).unwrap(),
            "v10.metadata.json.gz"
        );
        assert_eq!(chosen(&["snap-1-1-a.avro"], None).unwrap_err().code(), ErrorCode::Corrupt);
    }

    #[test]
    fn a_hint_may_be_behind_and_not_ahead() {
        let names = ["v1.metadata.json", "v2.metadata.json", "v3.metadata.json", "v5.metadata.json"];
        assert_eq!(chosen(&names, Some("2")).unwrap(), "v3.metadata.json");
        assert_eq!(chosen(&names, Some("9")).unwrap(), "v5.metadata.json", "a hint without a file");
        assert_eq!(chosen(&names, Some("none")).unwrap(), "v5.metadata.json");
        assert_eq!(
            chosen(&["00001-a.metadata.json", "00002-b.metadata.json"], Some("00001-a")).unwrap(),
            "00002-b.metadata.json"
        );
    }

    #[test]
    fn two_files_of_one_number_are_refused() {
        let error = chosen(&["00002-b.metadata.json", "00002-a.metadata.json"], None).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Table);
        assert!(error.to_string().contains("00002-a.metadata.json and 00002-b.metadata.json"), "{error}");
        assert!(chosen(&["v2.metadata.json", "v2.gz.metadata.json"], None).is_err());
    }
}
