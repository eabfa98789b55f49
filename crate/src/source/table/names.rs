//! The meaning of file and folder names.

/// The extensions of Parquet files.
const EXTENSIONS: [&str; 3] = [".parquet", ".parq", ".pq"];

pub(super) const DELTA_LOG: &str = "_delta_log";
pub(super) const HUDI: &str = ".hoodie";
pub(super) const SINK_LOG: &str = "_spark_metadata";

/// What a host does with a folder that it finds in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderUse {
    /// Lists its files and folders.
    Walk,
    /// Lists its files, which are the log of a streaming sink.
    ListFiles,
    /// Records that it exists, and does not look inside.
    Note,
    /// Skips it: its name hides it.
    Skip,
}

/// Returns what a host does with a folder of a name, as Spark does: names that begin with `_` or
/// `.` are hidden, except those like `_key=value`.
///
/// ```
/// use daytally::source::table::{FolderUse, folder_use};
///
/// assert_eq!(folder_use("date=2023-01-02"), FolderUse::Walk);
/// assert_eq!(folder_use("_date=2023-01-02"), FolderUse::Walk);
/// assert_eq!(folder_use("_temporary"), FolderUse::Skip);
/// assert_eq!(folder_use("_delta_log"), FolderUse::Note);
/// ```
pub fn folder_use(name: &str) -> FolderUse {
    match name {
        DELTA_LOG | HUDI => FolderUse::Note,
        SINK_LOG => FolderUse::ListFiles,
        _ if is_hidden_folder(name) => FolderUse::Skip,
        _ => FolderUse::Walk,
    }
}

pub(super) fn is_hidden_folder(name: &str) -> bool {
    is_hidden(name) && !(name.starts_with('_') && name.contains('='))
}

fn is_hidden(name: &str) -> bool {
    name.starts_with(['_', '.'])
}

/// Returns whether a name has a Parquet extension, in any case.
pub(super) fn has_extension(name: &str) -> bool {
    EXTENSIONS.iter().any(|extension| {
        let start = name.len().checked_sub(extension.len());
        start.and_then(|start| name.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(extension))
    })
}

/// Returns whether a file's name is one that Spark, Databricks or Delta Lake gives
/// (`part-…-c000…`). The file may then belong to a table whose log decides whether it counts.
///
/// ```
/// use daytally::source::table::is_from_table_writer;
///
/// assert!(is_from_table_writer("part-00000-9d1b29e5-c46b-4c8d-9dfb-bd5d9f4ba2f5-c000.snappy.parquet"));
/// assert!(!is_from_table_writer("part-0.parquet"));
/// ```
pub fn is_from_table_writer(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("part-") else { return false };
    let Some((number, rest)) = rest.split_once('-') else { return false };
    let is_task =
        |part: &str| part.strip_prefix('c').is_some_and(|digits| digits.len() >= 3 && all_digits(digits));
    all_digits(number) && rest.split(['-', '.']).any(is_task)
}

/// Returns whether a file in a folder `metadata` is one of an Iceberg table: its metadata, or its
/// version hint, snapshots and manifests if the metadata is missing.
///
/// ```
/// use daytally::source::table::is_iceberg_metadata;
///
/// assert!(is_iceberg_metadata("00001-9d1b29e5.metadata.json"));
/// assert!(is_iceberg_metadata("snap-3821550127947089009-1-9d1b29e5.avro"));
/// assert!(!is_iceberg_metadata("notes.json"));
/// ```
pub fn is_iceberg_metadata(name: &str) -> bool {
    // The format defines only the extension of manifests.
    let extensions = [".metadata.json", ".metadata.json.gz", ".avro"];
    name == "version-hint.text" || extensions.iter().any(|extension| name.ends_with(extension))
}

/// Returns whether a file marks a folder as a partition of a Hudi table.
pub(super) fn is_hudi_partition_mark(name: &str) -> bool {
    name.starts_with(".hoodie_partition_metadata")
}

pub(super) fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns why names inside of a given folder hide a file, if they do.
pub(super) fn hidden(inside: &str) -> Option<&'static str> {
    let (folders, name) = inside.rsplit_once('/').unwrap_or(("", inside));
    if folders.split('/').any(is_hidden_folder) {
        return Some("a folder above it is hidden by its name");
    }
    match name {
        "_SUCCESS" => Some("it marks a finished Spark job"),
        "_metadata" | "_common_metadata" => Some("it repeats footers, which are read themselves"),
        ".DS_Store" => Some("it belongs to the system"),
        _ if name.ends_with(".crc") && is_hidden(name) => Some("it is the checksum of another file"),
        _ if is_hidden(name) => Some("its name begins with _ or ."),
        _ => None,
    }
}
