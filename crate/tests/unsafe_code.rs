//! Lists all unsafe code of the crate.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The number of uses per file. Clippy requires a SAFETY comment for each.
const KNOWN: &[(&str, usize)] =
    &[("src/fold/memory/ahead.rs", 2), ("src/scan/pages/values/byte_arrays.rs", 4)];

fn count(path: &Path, root: &Path, found: &mut BTreeMap<String, usize>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            count(&entry.unwrap().path(), root, found);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        let text = fs::read_to_string(path).unwrap();
        let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
        let words = code.flat_map(|line| line.split(|each: char| !each.is_alphanumeric() && each != '_'));
        // Also counts attributes that allow the lint.
        let times = words.filter(|&word| word == "unsafe" || word == concat!("unsafe", "_code")).count();
        if times > 0 {
            found.insert(path.strip_prefix(root).unwrap().display().to_string(), times);
        }
    }
}

#[test]
fn unsafe_code_is_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeMap::new();
    for folder in ["src", "tests", "benches", "examples"] {
        count(&root.join(folder), root, &mut found);
    }
    found.remove("tests/unsafe_code.rs");
    let known: BTreeMap<String, usize> =
        KNOWN.iter().map(|&(file, times)| (file.to_owned(), times)).collect();
    assert_eq!(found, known);
}
