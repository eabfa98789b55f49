//! Layers import downwards only, and no module or folder imports itself by way of others.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

mod imports;

use std::fs;
use std::path::{Path, PathBuf};

use imports::Imports;

/// A layer, and those that it may import besides itself.
type Layer = (&'static str, &'static [&'static str]);

/// The layers of the library.
const LAYERS: &[Layer] = &[
    ("error", &[]),
    ("calendar", &["error"]),
    ("order", &[]),
    ("warning", &["order"]),
    ("time_zone", &[]),
    ("source", &["error", "calendar", "order", "warning"]),
    ("scan", &["error", "calendar", "order", "warning", "time_zone", "source"]),
    ("fold", &["error", "calendar", "order", "scan"]),
    ("spill", &["error"]),
    ("merge", &["error", "calendar", "order", "scan", "fold", "spill"]),
    ("report", &["error", "calendar", "order", "warning", "time_zone", "scan", "fold", "merge"]),
    ("snapshot", &["error", "calendar", "time_zone"]),
    ("export", &["error", "calendar"]),
    ("spark", &[]),
    ("sample", &["error", "calendar", "report", "export"]),
    (
        "fs",
        &[
            "error",
            "calendar",
            "warning",
            "time_zone",
            "source",
            "scan",
            "fold",
            "spill",
            "merge",
            "report",
            "snapshot",
            "export",
            "sample",
            "spark",
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

/// The layers of the command line.
const COMMAND_LINE: &[Layer] = &[
    ("text", &[]),
    ("signals", &[]),
    ("http", &[]),
    ("print", &["text"]),
    ("provider", &["http", "text"]),
    ("store", &["http"]),
    ("options", &["print", "provider", "store"]),
    ("args", &["options"]),
    ("commands", &["args", "options", "print", "signals", "text"]),
];

/// The layers of the crate of object stores.
const STORE: &[Layer] = &[
    ("error", &[]),
    ("secret", &[]),
    ("moment", &[]),
    ("encoding", &["error"]),
    ("xml", &["error"]),
    ("location", &["encoding", "error", "secret"]),
    ("access", &["secret"]),
    ("request", &[]),
    ("sign", &["access", "encoding", "error", "moment", "secret"]),
    ("bucket", &["access", "encoding", "error", "location", "moment", "request", "secret", "sign"]),
    ("role", &["access", "encoding", "error", "location", "moment", "request", "secret", "sign", "xml"]),
    ("list", &["encoding", "error", "xml"]),
    ("reply", &["error", "location", "xml"]),
];

/// Crates that only some layers of the library may import.
const CRATES: &[(&str, &[&str])] = &[
    ("parquet::", &["source", "scan", "export", "sample"]),
    ("chrono_tz", &["time_zone"]),
    ("jiff_", &["time_zone"]),
    ("wasm_bindgen", &["time_zone", "wasm"]),
    ("js_sys", &["time_zone", "wasm"]),
    ("web_sys", &["wasm"]),
    ("std::fs", &["fs"]),
    ("std::thread", &["fs"]),
    ("clap", &[]),
    ("ureq", &[]),
    ("tempfile", &["fs"]),
    ("rustix", &["fs"]),
];

/// Crates that only some layers of the command line may import.
const COMMAND_LINE_CRATES: &[(&str, &[&str])] = &[
    ("clap", &["print", "options", "args", "commands"]),
    ("ureq", &["http", "provider", "options", "store"]),
    ("daytally_store", &["store"]),
    ("std::thread", &["print", "provider", "signals", "store"]),
];

/// What the crate of object stores does not do, on any host.
const STORE_CRATES: &[(&str, &[&str])] = &[
    ("std::env", &[]),
    ("std::fs", &[]),
    ("std::net", &[]),
    ("std::thread", &[]),
    ("std::time", &[]),
    ("hmac_sha256", &["sign"]),
    ("quick_xml", &["xml"]),
];

/// Modules whose files each implement a part of the same types, so that they name each other.
const ONE_MODULE: &[&str] = &["wasm::engine"];

/// Returns the folder of a package.
fn package(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

fn sources(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            sources(&entry.unwrap().path(), found);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        found.push(path.to_owned());
    }
}

/// Reads the source files of a layer without their comments.
fn code(package: &Path, layer: &str) -> Vec<(PathBuf, String)> {
    let src = package.join("src");
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

/// Checks that each module of a package's root is a layer, which imports only those below it.
fn check_layers(package: &Path, root: &str, layers: &[Layer]) {
    let text = fs::read_to_string(package.join("src").join(root)).unwrap();
    let modules = text.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "));
    for module in modules {
        let module = module.trim_end_matches(';');
        assert!(layers.iter().any(|(layer, _)| *layer == module), "{module} is in no layer");
    }
    for (layer, below) in layers {
        for (file, code) in code(package, layer) {
            for (other, _) in layers.iter().filter(|(other, _)| other != layer && !below.contains(other)) {
                let import = format!("crate::{other}");
                let names = code.split(import.as_str()).skip(1);
                let imports = names.filter(|rest| rest.starts_with("::") || rest.starts_with(';')).count();
                assert_eq!(imports, 0, "{} imports {other}", file.display());
            }
        }
    }
}

fn check_crates(package: &Path, layers: &[Layer], crates: &[(&str, &[&str])]) {
    for (layer, _) in layers {
        for (file, code) in code(package, layer) {
            for (name, allowed) in crates.iter().filter(|(_, allowed)| !allowed.contains(layer)) {
                assert!(!code.contains(name), "{} names {name}, which is for {allowed:?}", file.display());
            }
        }
    }
}

#[test]
fn layers_import_downwards_only() {
    check_layers(&package("crate"), "lib.rs", LAYERS);
    check_layers(&package("cli"), "main.rs", COMMAND_LINE);
    check_layers(&package("store"), "lib.rs", STORE);
    let manifest = fs::read_to_string(package("crate").join("Cargo.toml")).unwrap();
    assert!(!manifest.contains("daytally-cli"), "the library does not depend on the command line");
}

#[test]
fn restricted_crates_are_imported_only_where_allowed() {
    check_crates(&package("crate"), LAYERS, CRATES);
    check_crates(&package("cli"), COMMAND_LINE, COMMAND_LINE_CRATES);
    check_crates(&package("store"), STORE, STORE_CRATES);
}

#[test]
fn no_module_or_folder_imports_itself_by_way_of_others() {
    for name in ["crate", "cli", "store"] {
        let imports = Imports::read(&package(name).join("src"), ONE_MODULE);
        assert!(imports.len() > 20, "{} imports", imports.len());
        assert_eq!(imports.circle(), None);
    }
}
