//! The imports between the modules of a package.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

type Module = Vec<String>;

/// What a module names, as paths of identifiers.
#[derive(Default)]
struct Names {
    paths: Vec<Vec<String>>,
    /// Names that it exports for another module, and their paths.
    exports: BTreeMap<String, Vec<String>>,
    /// Modules that are compiled for tests alone.
    tests: Vec<String>,
}

/// The modules that each module imports, without its tests.
pub(crate) struct Imports(BTreeMap<Module, BTreeSet<Module>>);

impl Imports {
    /// Reads the files below `src`. The modules in each of `ones` count as one.
    pub(crate) fn read(src: &Path, ones: &[&str]) -> Self {
        let mut modules = BTreeMap::new();
        read_folder(src, &[], &mut modules);
        let tests = modules.iter().flat_map(|(module, names): (&Module, &Names)| {
            names.tests.iter().map(|test| [&module[..], std::slice::from_ref(test)].concat())
        });
        let tests: Vec<Module> = tests.collect();
        modules.retain(|module, _| !tests.iter().any(|test| module.starts_with(test)));
        let one = |module: Module| {
            let name = module.join("::");
            let whole = ones.iter().find(|&&one| name.starts_with(one));
            whole.map_or(module, |one| one.split("::").map(String::from).collect())
        };
        let mut imports: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
        for (module, names) in &modules {
            let from = one(module.clone());
            let found = names.paths.iter().filter_map(|path| resolve(&modules, module, path)).map(one);
            let found: Vec<_> = found.filter(|to| *to != from).collect();
            imports.entry(from).or_default().extend(found);
        }
        Self(imports)
    }

    /// Returns the number of imports.
    pub(crate) fn len(&self) -> usize {
        self.0.values().map(BTreeSet::len).sum()
    }

    /// Returns a cycle of imports between modules, or between folders of modules, if there is one.
    pub(crate) fn circle(&self) -> Option<String> {
        let deepest = self.0.keys().map(Vec::len).max().unwrap_or_default();
        (1..=deepest).find_map(|depth| self.up_to(depth).circle_of_modules())
    }

    /// Returns the imports between folders of a depth, each of which counts as one module.
    fn up_to(&self, depth: usize) -> Self {
        let folder = |module: &Module| module[..depth.min(module.len())].to_vec();
        let mut imports: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
        for (from, to) in &self.0 {
            let from = folder(from);
            let to: Vec<_> = to.iter().map(folder).filter(|to| *to != from).collect();
            imports.entry(from).or_default().extend(to);
        }
        Self(imports)
    }

    fn circle_of_modules(&self) -> Option<String> {
        let mut done = BTreeSet::new();
        self.0.keys().find_map(|module| self.circle_through(module, &mut Vec::new(), &mut done))
    }

    fn circle_through<'a>(
        &'a self,
        module: &'a Module,
        above: &mut Vec<&'a Module>,
        done: &mut BTreeSet<&'a Module>,
    ) -> Option<String> {
        if let Some(start) = above.iter().position(|&other| other == module) {
            let circle = above[start..].iter().chain([&module]);
            return Some(circle.map(|module| module.join("::")).collect::<Vec<_>>().join(" -> "));
        }
        if done.contains(module) {
            return None;
        }
        above.push(module);
        let found = self.0[module].iter().find_map(|next| self.circle_through(next, above, done));
        above.pop();
        done.insert(module);
        found
    }
}

fn read_folder(folder: &Path, module: &[String], modules: &mut BTreeMap<Module, Names>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let inner = [module, std::slice::from_ref(&name)].concat();
        if path.is_dir() {
            read_folder(&path, &inner, modules);
        } else {
            let is_own = ["mod", "lib", "main"].contains(&name.as_str());
            let names = Names::of(&fs::read_to_string(&path).unwrap());
            modules.insert(if is_own { module.to_vec() } else { inner }, names);
        }
    }
}

impl Names {
    fn of(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code: String = lines.map(|line| line.to_owned() + "\n").collect();
        let mut names = Self::default();
        let mut rest = code.as_str();
        while let Some(line_end) = rest.find('\n') {
            let line = rest[..line_end].trim_start();
            if line.starts_with("#[cfg(test") || line.starts_with("#[cfg(all(test") {
                let mut below = rest[line_end + 1..].lines();
                let next = below.find(|line| !line.trim_start().starts_with("#[")).unwrap_or_default();
                // Tests are at the end of a file, or have a file of their own.
                let Some(module) = next.trim_start().strip_prefix("mod ").and_then(|it| it.strip_suffix(';'))
                else {
                    break;
                };
                names.tests.push(module.to_owned());
            }
            let is_public = line.starts_with("pub");
            let word = if is_public { line.split_once(' ').map_or("", |(_, rest)| rest) } else { line };
            let Some(first) = word.strip_prefix("use ") else {
                names.paths.extend(paths(line));
                rest = &rest[line_end + 1..];
                continue;
            };
            let start = rest.len() - rest.trim_start().len() + line.len() - first.len();
            let length = rest[start..].find(';').unwrap_or(rest.len() - start);
            for path in expand(&rest[start..start + length]) {
                let (path, name) =
                    path.split_once(" as ").unwrap_or((&path, path.rsplit("::").next().unwrap_or("")));
                let segments: Vec<String> = path.split("::").map(|part| part.trim().to_owned()).collect();
                if is_public {
                    names.exports.insert(name.trim().to_owned(), segments);
                } else {
                    names.paths.push(segments);
                }
            }
            rest = &rest[(start + length + 1).min(rest.len())..];
        }
        names
    }
}

/// Returns the paths of several identifiers in a line of code.
fn paths(line: &str) -> Vec<Vec<String>> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    let words = line.split(|letter| !is_part(letter)).filter(|word| word.contains("::"));
    words.map(|word| word.split("::").map(String::from).collect()).collect()
}

/// Expands the braces of an import into its paths.
fn expand(import: &str) -> Vec<String> {
    let import = import.trim();
    let Some((before, inner)) = import.split_once('{') else { return vec![import.to_owned()] };
    let inner = inner.trim_end().strip_suffix('}').unwrap_or(inner);
    let mut depth = 0;
    let parts = inner.split(|letter| {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        letter == ',' && depth == 0
    });
    let parts = parts.filter(|part| !part.trim().is_empty());
    parts.flat_map(expand).map(|part| format!("{}{part}", before.trim())).collect()
}

/// Returns the module that a path in a module leads to, by way of what modules export.
fn resolve(modules: &BTreeMap<Module, Names>, from: &Module, path: &[String]) -> Option<Module> {
    let mut at = from.clone();
    let mut path = path;
    match path.first()?.as_str() {
        "crate" => {
            at.clear();
            path = &path[1..];
        }
        "self" => path = &path[1..],
        "super" => {
            while path.first().is_some_and(|part| part == "super") {
                at.pop();
                path = &path[1..];
            }
        }
        first => {
            let inner = [&at[..], &[first.to_owned()]].concat();
            if !modules.contains_key(&inner) && !modules[&at].exports.contains_key(first) {
                return None;
            }
        }
    }
    while let Some((part, rest)) = path.split_first() {
        let inner = [&at[..], std::slice::from_ref(part)].concat();
        if modules.contains_key(&inner) {
            at = inner;
        } else if let Some(export) = modules.get(&at).and_then(|names| names.exports.get(part)) {
            // A name of another crate is exported by this module.
            return Some(resolve(modules, &at, export).unwrap_or(at));
        } else {
            break;
        }
        path = rest;
    }
    modules.contains_key(&at).then_some(at)
}

#[test]
fn folders_that_import_each_other_are_a_circle() {
    let module = |name: &str| -> Module { name.split("::").map(String::from).collect() };
    let imports = |pairs: [(&str, &str); 2]| {
        let ends = pairs.iter().flat_map(|(from, to)| [*from, *to]);
        let mut imports: BTreeMap<_, BTreeSet<_>> =
            ends.map(|name| (module(name), BTreeSet::new())).collect();
        for (from, to) in pairs {
            imports.get_mut(&module(from)).unwrap().insert(module(to));
        }
        Imports(imports)
    };
    let circle = imports([("a::b::one", "a::c::one"), ("a::c::two", "a::b::two")]).circle();
    assert_eq!(circle.as_deref(), Some("a::b -> a::c -> a::b"));
    assert_eq!(imports([("a::b::one", "a::c::one"), ("a::c::two", "a::d")]).circle(), None);
}
