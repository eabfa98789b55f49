//! The tables among a listing, read by their logs.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

use bytes::Bytes;

use crate::error::{Error, ErrorCode, Result};
use crate::scan::{CheckpointRows, LinesStep};
use crate::source::FooterDecoder;
use crate::source::table::{Entry, LogNeed, ReadTable, TableKind, TableLog, TableRoot, table_roots};

/// How many bytes of a log are read at once.
const PIECE: usize = 1 << 20;

/// Reads the Delta tables in or above the given paths.
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
    roots.iter().filter(|root| root.kind == TableKind::Delta).map(|root| read_table(root, version)).collect()
}

fn read_table(root: &TableRoot, version: Option<u64>) -> Result<ReadTable> {
    let folder = Path::new(&root.path);
    let mut log = TableLog::new(root, Some(root.path.clone()), version)?;
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
                rows(open(&folder.join(path), &shown)?, &shown, &mut |lines| log.push(lines))?;
                log.end()?;
            }
        }
    }
    Ok(ReadTable { path: root.path.clone(), shown: root.shown.clone(), snapshot: log.finish()? })
}

fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

/// Opens a file of the log, which its other files name.
fn open(path: &Path, shown: &str) -> Result<File> {
    File::open(path).map_err(|error| {
        let error = match error.kind() {
            ErrorKind::NotFound => {
                Error::new(ErrorCode::MissingFile, "a file of the Delta table's log is missing")
                    .remedy("Copy the whole table again.")
            }
            _ => error.into(),
        };
        error.in_file(shown)
    })
}

/// Passes the rows of a checkpoint as lines to `take`.
fn rows(mut disk: File, shown: &str, take: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
    let failed = |error: std::io::Error| Error::from(error).in_file(shown);
    let bytes = disk.metadata().map_err(failed)?.len();
    let mut read = |range: &Range<u64>| {
        let mut bytes = Vec::new();
        disk.seek(SeekFrom::Start(range.start)).map_err(failed)?;
        let length = range.end.saturating_sub(range.start);
        (&mut disk).take(length).read_to_end(&mut bytes).map_err(failed)?;
        // Fewer bytes are an error of the decoder.
        Ok::<_, Error>(Bytes::from(bytes))
    };
    let mut footer = FooterDecoder::new(shown, bytes);
    while let Some(range) = footer.needs().first().cloned() {
        footer.push(range.start, read(&range)?)?;
    }
    let file = footer.finish()?;
    for row_group in 0..file.metadata().num_row_groups() {
        let mut rows = CheckpointRows::open(&file, row_group)?;
        loop {
            match rows.step().map_err(|error| error.in_file(shown))? {
                LinesStep::Needs(ranges) => {
                    for range in ranges {
                        rows.push(range.start, read(&range)?)?;
                    }
                }
                LinesStep::Lines(lines) => take(&lines)?,
                LinesStep::Finished => break,
            }
        }
    }
    Ok(())
}
