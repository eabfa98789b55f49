//! Where a result is written, and in which format.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};

use daytally::error::{Error, ErrorCode};
use daytally::export::Format;
use daytally::fs::Target;

use crate::store::Stores;

/// How many rows a terminal shows.
const FIRST_ROWS: usize = 20;

#[derive(Debug, clap::Args)]
pub(crate) struct OutFile {
    /// File to write, or - for standard output [default: a terminal shows the first rows, a pipe gets
    /// CSV]
    ///
    /// The extension selects the format: .parquet, .csv, .spreadsheet.csv (with an apostrophe before
    /// what would be a formula), .arrow (IPC file), .arrows (IPC stream), .jsonl, .csv.gz or .csv.zst.
    /// An existing file is replaced only when the new one is complete. Named pipes are written to at
    /// once.
    #[arg(short, long, value_name = "OUT", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Format of the output [default: by the extension; CSV on standard output]
    #[arg(short, long, value_name = "FORMAT", value_parser = format(), help_heading = "Output")]
    format: Option<Format>,
}

impl OutFile {
    /// Returns where to write.
    pub(crate) fn target(&self) -> Result<Target, Error> {
        let format = self.format;
        let terminal = io::stdout().is_terminal();
        match &self.output {
            Some(path) if !is_stdout(path) => {
                refuse_store(path)?;
                Ok(Target::Path { path: path.clone(), format })
            }
            None if terminal && format.is_none() => Ok(Target::FirstRows(FIRST_ROWS)),
            Some(_) | None => {
                let format = format.unwrap_or(Format::Csv);
                if terminal && !format.is_text() {
                    let what = format!("a terminal cannot show {format}");
                    let remedy = "Name a file with -o, or send the standard output to a file or a program.";
                    return Err(Error::new(ErrorCode::InvalidOption, what).remedy(remedy));
                }
                Ok(Target::Stdout(format))
            }
        }
    }
}

/// Refuses a URL of a store, where nothing is written.
pub(crate) fn refuse_store(path: &Path) -> Result<(), Error> {
    if !path.to_str().is_some_and(Stores::is_url) {
        return Ok(());
    }
    Err(Error::new(ErrorCode::InvalidOption, "results are not written to object stores or http servers")
        .expected("a path on a disk")
        .remedy("Write to a disk, and copy the result, as with aws s3 cp."))
}

/// Returns whether a path names the standard output, which may be a file that must not be replaced.
fn is_stdout(path: &Path) -> bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|name| path == Path::new(name))
}

/// Returns a parser of formats that lists them.
pub(crate) fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::extension)).try_map(|name| name.parse::<Format>())
}
