//! The formats of a result.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode, Result};

/// A format in which a result can be written.
///
/// ```
/// use daytally::export::Format;
///
/// assert_eq!(Format::of_path("out/monthly.CSV")?, Format::Csv);
/// assert_eq!("arrows".parse(), Ok(Format::ArrowStream));
/// assert_eq!(Format::Parquet.to_string(), "parquet");
/// # Ok::<(), daytally::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum Format {
    /// Parquet, `.parquet`.
    #[serde(rename = "parquet")]
    Parquet,
    /// Comma-separated values as in RFC 4180, `.csv`.
    #[serde(rename = "csv")]
    Csv,
    /// CSV for spreadsheets, `.spreadsheet.csv`: with a byte order mark, and an apostrophe before
    /// each text that a spreadsheet would take for a formula. Ids can begin with `-`.
    #[serde(rename = "spreadsheet.csv")]
    SpreadsheetCsv,
    /// The Arrow IPC file format, `.arrow`.
    #[serde(rename = "arrow")]
    ArrowFile,
    /// The Arrow IPC streaming format, `.arrows`.
    #[serde(rename = "arrows")]
    ArrowStream,
    /// JSON Lines, `.jsonl`: an object for each row, whole numbers with all their digits, days as
    /// `YYYY-MM-DD`, lists as arrays.
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(rename = "jsonl")]
    JsonLines,
    /// CSV compressed with gzip, `.csv.gz`.
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(rename = "csv.gz")]
    CsvGzip,
    /// CSV compressed with Zstandard, `.csv.zst`.
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(rename = "csv.zst")]
    CsvZstd,
}

impl Format {
    /// Every format, the default first.
    #[cfg(target_arch = "wasm32")]
    pub const ALL: [Self; 5] =
        [Self::Parquet, Self::Csv, Self::SpreadsheetCsv, Self::ArrowFile, Self::ArrowStream];
    /// Every format, the default first.
    #[cfg(not(target_arch = "wasm32"))]
    pub const ALL: [Self; 8] = [
        Self::Parquet,
        Self::Csv,
        Self::SpreadsheetCsv,
        Self::ArrowFile,
        Self::ArrowStream,
        Self::JsonLines,
        Self::CsvGzip,
        Self::CsvZstd,
    ];
    /// The formats that can be read back unchanged.
    #[cfg(not(target_arch = "wasm32"))]
    pub const EXACT: [Self; 7] = [
        Self::Parquet,
        Self::Csv,
        Self::ArrowFile,
        Self::ArrowStream,
        Self::JsonLines,
        Self::CsvGzip,
        Self::CsvZstd,
    ];

    /// Returns the file extension of this format, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::SpreadsheetCsv => "spreadsheet.csv",
            Self::ArrowFile => "arrow",
            Self::ArrowStream => "arrows",
            #[cfg(not(target_arch = "wasm32"))]
            Self::JsonLines => "jsonl",
            #[cfg(not(target_arch = "wasm32"))]
            Self::CsvGzip => "csv.gz",
            #[cfg(not(target_arch = "wasm32"))]
            Self::CsvZstd => "csv.zst",
        }
    }

    /// Returns whether the format is text, which a terminal can show.
    pub fn is_text(self) -> bool {
        match self {
            Self::Csv | Self::SpreadsheetCsv => true,
            #[cfg(not(target_arch = "wasm32"))]
            Self::JsonLines => true,
            _ => false,
        }
    }

    /// Returns the format of a file extension, in any case.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) for another extension; the error lists
    /// the known ones.
    pub fn of_path(path: &str) -> Result<Self> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let extensions = name.char_indices().filter(|&(_, letter)| letter == '.');
        let extensions = extensions.map(|(dot, _)| name[dot + 1..].to_ascii_lowercase());
        // The longest first, because one extension ends with another.
        extensions.clone().find_map(|extension| Self::of_extension(&extension)).ok_or_else(|| {
            let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
            Error::new(ErrorCode::InvalidOption, "the extension of an output selects its format")
                .in_file(path)
                .expected(listed("."))
                .found(
                    extension.map_or_else(|| "no extension".to_owned(), |extension| format!(".{extension}")),
                )
        })
    }

    fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == extension)
    }
}

/// Returns the extensions of all formats as a list in a sentence.
fn listed(prefix: &str) -> String {
    let all = Format::ALL.map(|format| format!("{prefix}{format}"));
    match all.split_last() {
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::of_extension(text).ok_or_else(|| {
            Error::new(ErrorCode::InvalidOption, "there is no such format")
                .expected(listed(""))
                .found(format!("{text:?}"))
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.extension())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_name_formats() {
        for format in Format::ALL {
            let path = format!("a.b/c d.{format}");
            assert_eq!(Format::of_path(&path), Ok(format));
            assert_eq!(format.extension().parse(), Ok(format));
        }
    }

    #[test]
    fn other_extensions_are_refused_with_the_known() {
        for path in ["out", "out.parquet/x", "out.json", "out.parquet.gz", "out.csv.", "out.gz", "out.", ""] {
            let error = Format::of_path(path).unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidOption);
            for extension in [".parquet", ".csv, ", ".spreadsheet.csv", ".arrow, ", ".arrows", ".jsonl"] {
                assert!(error.to_string().contains(extension), "{error}");
            }
        }
    }
}
