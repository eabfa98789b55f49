//! The tables among a listing, read by their logs.

use std::collections::BTreeSet;

use crate::error::{Error, ErrorCode, Result};
use crate::fs::inputs::parquet_file::{Parquet, open};
use crate::fs::inputs::place::{Place, Places};
use crate::fs::inputs::probed::Probed;
use crate::scan::{CheckpointRows, LinesStep};
use crate::source::table::{Entry, LogNeed, ReadTable, TableKind, TableLog, TableRoot, table_roots};

/// How many bytes of a log are read at once.
const PIECE: u64 = 4 << 20;

/// Reads the Delta and Iceberg tables in or above the given paths. Those in `probed` cannot be listed.
///
/// A folder that is a table of both is read as a Delta table: writers of Delta add the metadata of
/// Iceberg for other readers.
///
/// # Errors
///
/// Why a log cannot be read; [`InvalidOption`](ErrorCode::InvalidOption) for a version unless there
/// is exactly one table.
pub(super) fn read_tables(
    entries: &[Entry],
    probed: &[Probed],
    version: Option<u64>,
    places: Places<'_>,
) -> Result<Vec<ReadTable>> {
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
    let read = |root| read_table(root, probed, version, places);
    of_kind(&roots, TableKind::Delta).chain(iceberg).map(read).collect()
}

fn of_kind(roots: &[TableRoot], kind: TableKind) -> impl Iterator<Item = &TableRoot> {
    roots.iter().filter(move |root| root.kind == kind)
}

fn read_table(
    root: &TableRoot,
    probed: &[Probed],
    version: Option<u64>,
    places: Places<'_>,
) -> Result<ReadTable> {
    let place = |below: &str| places.at(&format!("{}{below}", root.path));
    let mut log = TableLog::new(root, Some(root.path.clone()), version)?.with_delete_files();
    while let Some(need) = log.need() {
        match need {
            LogNeed::List(path) => {
                let shown = format!("{}{path}/", root.shown);
                let names = match probed.iter().find(|probed| probed.is_in(&root.path)) {
                    Some(probed) => Ok(probed.names.clone()),
                    None => place(&format!("{path}/")).names(),
                };
                log.list(names.map_err(|error| error.in_file(shown))?)?;
            }
            LogNeed::Bytes(path) => {
                let shown = format!("{}{path}", root.shown);
                let file = open(&place(&path), &shown)?;
                let mut start = 0;
                loop {
                    let piece = file.read(&(start..start + PIECE));
                    let piece = piece.map_err(|error| error.in_file(shown.as_str()))?;
                    if piece.is_empty() {
                        break;
                    }
                    log.push(&piece)?;
                    start += piece.len() as u64;
                }
                log.end()?;
            }
            LogNeed::Rows(path) => {
                let shown = format!("{}{path}", root.shown);
                rows(&place(&path), &shown, &mut |lines| log.push(lines))?;
                log.end()?;
            }
        }
    }
    Ok(ReadTable { path: root.path.clone(), shown: root.shown.clone(), snapshot: log.finish()? })
}

/// Passes the rows of a checkpoint as lines to `take`.
fn rows(place: &Place, shown: &str, take: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
    let parquet = Parquet::open(place, shown, None)?;
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
