//! The tables among a listing, read by their logs.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::inputs::parquet_file::{Parquet, open};
use crate::scan::{CheckpointRows, LinesStep};
use crate::source::table::{Entry, LogNeed, ReadTable, TableKind, TableLog, TableRoot, table_roots};

/// How many bytes of a log are read at once.
const PIECE: usize = 1 << 20;

/// Reads the Delta and Iceberg tables in or above the given paths.
///
/// A folder that is a table of both is read as a Delta table: writers of Delta add the metadata of
/// Iceberg for other readers.
///
/// # Errors
///
/// Why a log cannot be read; [`InvalidOption`](ErrorCode::InvalidOption) for a version unless there
/// is exactly one table.
pub(super) fn read_tables(entries: &[Entry], version: Option<u64>) -> Result<Vec<ReadTable>> {
    let roots = table_roots(entries);
    // One folder may be a table of two formats.
    let shown: BTreeSet<&str> = roots.iter().map(|root| root.shown.as_str()).collect();
    if version.is_some() && shown.len() != 1 {
        let shown: Vec<&str> = shown.into_iter().take(5).collect();
        let found = if shown.is_empty() { "none".to_owned() } else { shown.join(", ") };
        return Err(Error::new(ErrorCode::InvalidOption, "--table-version is of one table")
            .expected("one table")
            .found(found)
            .remedy("Give one table, or leave --table-version out."));
    }
    let delta: BTreeSet<&str> = of_kind(&roots, TableKind::Delta).map(|root| root.path.as_str()).collect();
    let iceberg = of_kind(&roots, TableKind::Iceberg).filter(|root| !delta.contains(root.path.as_str()));
    of_kind(&roots, TableKind::Delta).chain(iceberg).map(|root| read_table(root, version)).collect()
}

fn of_kind(roots: &[TableRoot], kind: TableKind) -> impl Iterator<Item = &TableRoot> {
    roots.iter().filter(move |root| root.kind == kind)
}

fn read_table(root: &TableRoot, version: Option<u64>) -> Result<ReadTable> {
    let folder = Path::new(&root.path);
    let mut log = TableLog::new(root, Some(root.path.clone()), version)?.with_delete_files();
    while let Some(need) = log.need() {
        match need {
            LogNeed::List(path) => {
                let shown = format!("{}{path}/", root.shown);
                log.list(names(&folder.join(path)).map_err(|error| Error::from(error).in_file(shown))?)?;
            }
            LogNeed::Bytes(path) => {
                let shown = format!("{}{path}", root.shown);
                let mut file = open(&folder.join(path), &shown)?;
                let mut piece = vec![0; PIECE];
                loop {
                    let failed = |error: std::io::Error| Error::from(error).in_file(shown.as_str());
                    match file.read(&mut piece).map_err(failed)? {
                        0 => break,
                        read => log.push(&piece[..read])?,
                    }
                }
                log.end()?;
            }
            LogNeed::Rows(path) => {
                let shown = format!("{}{path}", root.shown);
                rows(&folder.join(path), &shown, &mut |lines| log.push(lines))?;
                log.end()?;
            }
        }
    }
    Ok(ReadTable { path: root.path.clone(), shown: root.shown.clone(), snapshot: log.finish()? })
}

fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

/// Passes the rows of a checkpoint as lines to `take`.
fn rows(path: &Path, shown: &str, take: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
    let parquet = Parquet::open(path, shown, None)?;
    for row_group in 0..parquet.file.metadata().num_row_groups() {
        let mut rows = CheckpointRows::open(&parquet.file, row_group)?;
        loop {
            match rows.step().map_err(|error| error.in_file(shown))? {
                LinesStep::Needs(ranges) => {
                    for range in ranges {
                        rows.push(range.start, parquet.read(&range)?)?;
                    }
                }
                LinesStep::Lines(lines) => take(&lines)?,
                LinesStep::Finished => break,
            }
        }
    }
    Ok(())
}
