//! An entry that a host found in or above the given paths.

use serde::{Deserialize, Serialize};

/// How a host found an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum Reach {
    /// The user gave the file itself, so its name does not matter.
    Given,
    /// It is in a folder that the user gave.
    InFolder,
    /// It is above the given path, and only its name or its log matters.
    Above,
}

/// A file or a folder that a host found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Its path, with `/` between folders; a folder's path ends in `/`. Only folders whose names
    /// matter are listed: see [`FolderUse`](super::FolderUse).
    pub path: String,
    /// Its path as the user knows it, if that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub shown: Option<String>,
    /// How many bytes of `path` are outside of the given path: folder names there hide nothing.
    pub outside: usize,
    /// Its size, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub bytes: Option<u64>,
    /// How the host found it.
    pub reach: Reach,
}

impl Entry {
    /// Returns its path as the user knows it.
    pub fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.path)
    }

    /// Returns its name without folders; empty for a folder.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit_once('/').map_or(&*self.path, |(_, name)| name)
    }

    /// Returns the folders of its path with a trailing `/`, or an empty text.
    pub(super) fn folder(&self) -> &str {
        folder_of(&self.path)
    }

    /// Returns the given part of its path: the folder with its `/`, or all of it.
    pub(super) fn scope(&self) -> &str {
        match self.reach {
            Reach::InFolder => self.path.get(..self.outside).unwrap_or_default(),
            Reach::Given | Reach::Above => &self.path,
        }
    }

    /// Returns the part of its path inside of the given one.
    pub(super) fn inside(&self) -> &str {
        self.path.get(self.outside..).unwrap_or_default()
    }
}

/// Returns the folders of a path with a trailing `/`, or an empty text.
pub(super) fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |at| path.get(..=at).unwrap_or_default())
}

/// Returns the folders that contain a path, innermost first, each with a trailing `/`; the last is
/// empty.
pub(super) fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(folder_of(path));
    std::iter::from_fn(move || {
        let folder = rest?;
        rest = (!folder.is_empty()).then(|| folder_of(folder.strip_suffix('/').unwrap_or_default()));
        Some(folder)
    })
}
