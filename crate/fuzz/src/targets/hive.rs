//! Paths with hive keys; keys that Spark writes are read correctly.

use crate::decoded;
use arbitrary::Arbitrary;
use daytally::source::{HiveKey, KeySearch, hive_keys};

const NULL: &str = "__HIVE_DEFAULT_PARTITION__";

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    Path(&'a str),
    Keys(Vec<(&'a str, Option<&'a str>)>),
}

/// Checks the value that is decoded from bytes.
pub fn run(bytes: &[u8]) {
    if let Some(input) = decoded(bytes) {
        check(input);
    }
}

fn check(input: Input) {
    match input {
        Input::Path(path) => {
            let Ok(keys) = hive_keys(path, KeySearch::InFolder) else { return };
            assert!(keys.len() <= path.matches('/').count());
            assert!(keys.iter().all(|key| !key.name.is_empty()));
            // Text without escapes is unchanged.
            for key in keys.iter().filter(|_| !path.contains('%')) {
                let text = format!("{}={}/", key.name, key.value.as_deref().unwrap_or(NULL));
                assert!(path.contains(&text), "{text:?} of {path:?}");
            }
        }
        Input::Keys(keys) => {
            // An empty name is not a key, and Spark writes an empty value as null.
            let keys: Vec<_> =
                keys.into_iter().filter(|(name, value)| !name.is_empty() && *value != Some("")).collect();
            let folder = |(name, value): &(&str, Option<&str>)| {
                format!("{}={}/", escaped(name), value.map_or(NULL.into(), escaped))
            };
            let path = keys.iter().map(folder).collect::<String>() + "part-0.parquet";
            let read: Vec<HiveKey> = keys
                .iter()
                .map(|&(name, value)| HiveKey {
                    name: name.into(),
                    value: value.filter(|&value| value != NULL).map(Into::into),
                })
                .collect();
            match hive_keys(&path, KeySearch::InFolder) {
                // A repeated key is read once, or refused if the values differ.
                Ok(found) => assert!(
                    found.iter().all(|key| read.contains(key)) && read.iter().all(|key| found.contains(key)),
                    "{path:?}"
                ),
                Err(_) => assert!(
                    read.iter().any(|a| read.iter().any(|b| a.name == b.name && a.value != b.value)),
                    "{path:?}"
                ),
            }
        }
    }
}

/// Escapes like `ExternalCatalogUtils.escapePathName` of Spark.
fn escaped(text: &str) -> String {
    let escape = |character: char| match character {
        '\0'..='\x1f'
        | '"'
        | '#'
        | '%'
        | '\''
        | '*'
        | '/'
        | ':'
        | '='
        | '?'
        | '\\'
        | '\x7f'
        | '{'
        | '['
        | ']'
        | '^' => format!("%{:02X}", character as u32),
        other => other.to_string(),
    };
    text.chars().map(escape).collect()
}
