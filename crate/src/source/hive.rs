//! Hive folders: columns in a file's path.

use crate::error::{Error, ErrorCode, Result};

/// The folder name of a null, as Hive and Spark write it.
const NULL_PARTITION: &str = "__HIVE_DEFAULT_PARTITION__";

/// One `key=value` folder of a file's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HiveKey {
    /// The column's name.
    pub name: String,
    /// The value that every row of the file has, `None` for a null.
    pub value: Option<String>,
}

/// Where to search for keys in a file's path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeySearch {
    /// The file was found in a given folder, whose name begins the path: folders without a key are
    /// skipped up to the first that has one.
    #[default]
    InFolder,
    /// The file itself was given: the search ends at the first folder without a key.
    Given,
}

/// Returns the Hive keys of a path, outermost first: upwards from the file, the first unbroken run
/// of `key=value` folders. Keys further up are not columns, and neither is the file's own name.
///
/// Escapes such as `%2F` are UTF-8 if the name's bytes are then valid UTF-8 (as pyarrow, DuckDB and
/// Polars write them), else one Latin-1 character each (as Spark reads them).
///
/// # Errors
///
/// [`AmbiguousColumn`](crate::ErrorCode::AmbiguousColumn) for a key with two values.
///
/// ```
/// use daytally::source::{KeySearch, hive_keys};
///
/// let keys = hive_keys("views/date=2023-01-02/channel=a%2Fb/part-0.parquet", KeySearch::InFolder)?;
/// assert_eq!(keys.len(), 2);
/// assert_eq!(keys[1].name, "channel");
/// assert_eq!(keys[1].value.as_deref(), Some("a/b"));
/// assert!(hive_keys("date=2023-01-02/raw/part-0.parquet", KeySearch::Given)?.is_empty());
/// # Ok::<(), daytally::Error>(())
/// ```
pub fn hive_keys(path: &str, search: KeySearch) -> Result<Vec<HiveKey>> {
    let Some((folders, _file)) = path.rsplit_once('/') else { return Ok(Vec::new()) };
    let skipped = |folder: &&str| search == KeySearch::InFolder && key_of(folder).is_none();
    let run = folders.rsplit('/').skip_while(skipped).map_while(key_of);
    let mut keys: Vec<HiveKey> = Vec::new();
    for key in run {
        match keys.iter().find(|known| known.name == key.name) {
            None => keys.push(key),
            Some(known) if known.value == key.value => {}
            Some(known) => return Err(conflict(&key, known)),
        }
    }
    keys.reverse();
    Ok(keys)
}

fn key_of(folder: &str) -> Option<HiveKey> {
    let (name, value) = folder.split_once('=').filter(|(name, _)| !name.is_empty())?;
    Some(HiveKey { name: decoded(name), value: (value != NULL_PARTITION).then(|| decoded(value)) })
}

fn conflict(outer: &HiveKey, inner: &HiveKey) -> Error {
    let folder = |key: &HiveKey| {
        format!("{:?}", format!("{}={}", key.name, key.value.as_deref().unwrap_or(NULL_PARTITION)))
    };
    Error::new(ErrorCode::AmbiguousColumn, "the folders of the path give one key two values")
        .in_column(outer.name.as_str())
        .expected("each key once")
        .found(format!("{} and {}", folder(outer), folder(inner)))
        .remedy("Rename one of the folders.")
}

/// Returns text without its escapes; a broken escape stays unchanged.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut latin = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        latin.push_str(before);
        let escape = after.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        if let Some(byte) = escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            latin.push(char::from(byte));
            rest = &after[2..];
        } else {
            bytes.push(b'%');
            latin.push('%');
            rest = after;
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).unwrap_or_else(|_| latin + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(path: &str, search: KeySearch) -> Vec<String> {
        let keys = hive_keys(path, search).unwrap();
        keys.iter().map(|key| format!("{}={}", key.name, key.value.as_deref().unwrap_or("(null)"))).collect()
    }

    #[test]
    fn only_folders_are_keys() {
        assert!(keys("a=b.parquet", KeySearch::InFolder).is_empty());
        assert!(keys("=x/part.parquet", KeySearch::InFolder).is_empty());
        let found = keys("k=v=w/x=__HIVE_DEFAULT_PARTITION__/part.parquet", KeySearch::InFolder);
        assert_eq!(found, ["k=v=w", "x=(null)"]);
    }

    #[test]
    fn the_run_of_keys_nearest_to_the_file_counts() {
        let folder = |path| keys(path, KeySearch::InFolder);
        assert_eq!(folder("env=prod/raw/date=2023-01-02/x/y/part.parquet"), ["date=2023-01-02"]);
        assert_eq!(folder("date=2023-01-02/part.parquet"), ["date=2023-01-02"]);
        let file = |path| keys(path, KeySearch::Given);
        assert_eq!(file("/data/env=prod/a=1/b=2/part.parquet"), ["env=prod", "a=1", "b=2"]);
        assert_eq!(file("/env=prod/data/a=1/part.parquet"), ["a=1"]);
        assert!(file("a=1/raw/part.parquet").is_empty());
    }

    #[test]
    fn a_key_has_one_value() {
        assert_eq!(keys("a=1/b=2/a=1/part.parquet", KeySearch::InFolder), ["b=2", "a=1"]);
        let error = hive_keys("a=1/b=2/a=3/part.parquet", KeySearch::InFolder).unwrap_err();
        assert_eq!(error.code(), ErrorCode::AmbiguousColumn);
        assert!(error.to_string().contains("\"a=1\" and \"a=3\""), "{error}");
        assert!(keys("a=1/x/a=3/part.parquet", KeySearch::InFolder) == ["a=3"]);
    }

    #[test]
    fn escapes_are_utf_8_or_latin_1() {
        let value =
            |text: &str| hive_keys(&format!("k={text}/f"), KeySearch::InFolder).unwrap().remove(0).value;
        assert_eq!(value("100%25%2f%").as_deref(), Some("100%/%"));
        assert_eq!(value("%C3%A9é").as_deref(), Some("éé"));
        assert_eq!(value("%E9é").as_deref(), Some("éé"));
        assert_eq!(value("%E6%97%A5+x").as_deref(), Some("日+x"));
        assert_eq!(value("%zz%4").as_deref(), Some("%zz%4"));
    }
}
