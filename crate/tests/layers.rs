//! Layers import downwards only.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer, and the layers that it may import besides itself.
const LAYERS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("calendar", &[]),
    ("order", &[]),
    ("warning", &["order"]),
    ("source", &["error", "calendar", "warning"]),
    ("scan", &["error", "calendar", "order", "warning", "source"]),
    ("fold", &["error", "calendar", "order", "scan"]),
    ("spill", &["error"]),
    ("merge", &["error", "calendar", "order", "scan", "fold", "spill"]),
    ("report", &["error", "calendar", "order", "warning", "scan", "fold", "merge"]),
    ("snapshot", &["error", "calendar"]),
    ("export", &["error", "calendar"]),
    ("spark", &[]),
    ("sample", &["error", "calendar", "report", "export"]),
    (
        "fs",
        &[
            "error", "calendar", "warning", "source", "scan", "fold", "spill", "merge", "report", "snapshot",
            "export", "sample", "spark",
        ],
    ),
    (
        "wasm",
        &[
            "error", "calendar", "warning", "source", "scan", "fold", "spill", "merge", "report", "snapshot",
            "export", "sample", "spark",
        ],
    ),
];

/// Crates that only some layers may import.
const CRATES: &[(&str, &[&str])] = &[
    ("parquet::", &["source", "scan", "export", "sample"]),
    ("wasm_bindgen", &["wasm"]),
    ("js_sys", &["wasm"]),
    ("web_sys", &["wasm"]),
    ("std::fs", &["fs"]),
    ("std::thread", &["fs"]),
    ("clap", &[]),
    ("ureq", &[]),
    ("tempfile", &["fs"]),
    ("rustix", &["fs"]),
];

fn sources(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            sources(&entry.unwrap().path(), found);
        }
    } else if path.extension().is_some_and(|ending| ending == "rs") {
        found.push(path.to_owned());
    }
}

/// Reads the source files of a layer without their comments.
fn code(layer: &str) -> Vec<(PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src.join(layer), &mut files);
    sources(&src.join(layer).with_extension("rs"), &mut files);
    let files = files.into_iter().filter(|file| file.exists());
    let code: Vec<(PathBuf, String)> = files
        .map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            (file, lines.collect::<Vec<_>>().join("\n"))
        })
        .collect();
    assert!(!code.is_empty(), "no file of the layer {layer}");
    code
}

#[test]
fn every_module_is_a_layer() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let modules = lib.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "));
    for module in modules {
        let module = module.trim_end_matches(';');
        assert!(LAYERS.iter().any(|(layer, _)| *layer == module), "{module} is in no layer");
    }
}

#[test]
fn layers_import_downwards_only() {
    for (layer, below) in LAYERS {
        for (file, code) in code(layer) {
            for (other, _) in LAYERS.iter().filter(|(other, _)| other != layer && !below.contains(other)) {
                let import = format!("crate::{other}::");
                assert!(!code.contains(&import), "{} imports {other}", file.display());
            }
        }
    }
}

#[test]
fn restricted_crates_are_imported_only_where_allowed() {
    for (layer, _) in LAYERS {
        for (file, code) in code(layer) {
            for (name, layers) in CRATES.iter().filter(|(_, layers)| !layers.contains(layer)) {
                assert!(!code.contains(name), "{} names {name}, which is for {layers:?}", file.display());
            }
        }
    }
}
