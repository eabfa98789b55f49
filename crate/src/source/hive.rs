//! Hive folders: columns that are written in a file's path.

/// The folder name that stands for a null, as Hive and Spark write it.
const NULL_PARTITION: &str = "__HIVE_DEFAULT_PARTITION__";

/// One `key=value` folder of a file's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HiveKey {
    /// The column's name.
    pub name: String,
    /// The value that every row of the file has, `None` for a null.
    pub value: Option<String>,
}

/// The hive keys of a path, outermost first; the file's own name is never one.
///
/// Escapes such as `%2F` are undone as Spark does: each is one character of Latin-1.
///
/// ```
/// let keys = daytally::source::hive_keys("views/date=2023-01-02/channel=a%2Fb/part-0.parquet");
/// assert_eq!(keys.len(), 2);
/// assert_eq!(keys[1].name, "channel");
/// assert_eq!(keys[1].value.as_deref(), Some("a/b"));
/// ```
pub fn hive_keys(path: &str) -> Vec<HiveKey> {
    let Some((folders, _file)) = path.rsplit_once('/') else { return Vec::new() };
    folders
        .split('/')
        .filter_map(|folder| folder.split_once('='))
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, value)| HiveKey {
            name: decoded(name),
            value: (value != NULL_PARTITION).then(|| decoded(value)),
        })
        .collect()
}

/// Text with its escapes undone, each of them one character below U+0100, as Spark does; a library
/// would read them as bytes of UTF-8.
fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        decoded.push_str(before);
        let escape = after.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                decoded.push(char::from(byte));
                rest = &after[2..];
            }
            None => {
                decoded.push('%');
                rest = after;
            }
        }
    }
    decoded + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_folders_are_keys() {
        assert_eq!(hive_keys("a=b.parquet"), []);
        assert_eq!(hive_keys("=x/part.parquet"), []);
        let keys = hive_keys("k=v=w/x=__HIVE_DEFAULT_PARTITION__/part.parquet");
        assert_eq!(keys[0], HiveKey { name: "k".into(), value: Some("v=w".into()) });
        assert_eq!(keys[1], HiveKey { name: "x".into(), value: None });
        let keys = hive_keys("k=100%25%2f%/x=%C3%A9é/part.parquet");
        assert_eq!(keys[0].value.as_deref(), Some("100%/%"));
        assert_eq!(keys[1].value.as_deref(), Some("Ã©é"));
    }
}
