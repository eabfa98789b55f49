//! A deletion vector as a table's log names it.

use std::ops::Range;

use serde::Serialize;

use super::DeletedRows;
use super::bitmap;
use super::z85;
use crate::error::{Error, ErrorCode, Result};
use crate::source::table::Json;
use crate::source::table::stored::crc32;

/// The numbers before and after a bitmap in a file: its size and its checksum.
const AROUND: u32 = 8;
/// Where the first bitmap of a file begins, after the version.
const FIRST: u32 = 1;
/// The maximum size of the bitmap of 65,536 rows, with headers: 32,768 runs of 4 bytes.
const CONTAINER_BYTES: u64 = 132_000;

/// A deletion vector as a table's log names it: where it is and what it must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeletionVector {
    /// `u` for a file below the table's folder, `p` for a file by its path, `i` for an inline
    /// vector. `f` for a file of an Iceberg table, by its path below the table's folder.
    pub storage: char,
    /// The file's name in Z85 after an optional folder, the path, or the vector in Z85.
    pub path_or_inline: String,
    /// Where it begins in its file.
    pub offset: Option<u32>,
    /// The size of its bitmap.
    pub size_in_bytes: u32,
    /// How many rows it deletes.
    pub cardinality: u64,
}

impl DeletionVector {
    /// Reads a vector that another WebAssembly module serialized as JSON; `None` for other JSON.
    pub fn read(json: &Json) -> Option<Self> {
        let small = |number: &Json| u32::try_from(number.as_u64()?).ok();
        Some(Self {
            storage: json.get("storage")?.as_str()?.chars().next()?,
            path_or_inline: json.get("path_or_inline")?.as_str()?.to_owned(),
            offset: json.get("offset").and_then(small),
            size_in_bytes: json.get("size_in_bytes").and_then(small)?,
            cardinality: json.get("cardinality")?.as_u64()?,
        })
    }

    /// Returns the id of the vector in a log. A vector without an offset has another id than one
    /// with the offset 0.
    pub fn unique_id(&self) -> String {
        let Self { storage, path_or_inline, offset, .. } = self;
        match offset {
            Some(offset) => format!("{storage}{path_or_inline}@{offset}"),
            None => format!("{storage}{path_or_inline}"),
        }
    }

    /// Returns the path of its file: below the table's folder for `u`, as the log has it for `p`.
    /// Returns `None` for an inline vector.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) for a name that is not valid Z85,
    /// [`Unsupported`](crate::ErrorCode::Unsupported) for an unknown storage type.
    pub fn file(&self) -> Result<Option<String>> {
        match self.storage {
            'i' => Ok(None),
            'p' | 'f' => Ok(Some(self.path_or_inline.clone())),
            'u' => self.named().map(Some).ok_or_else(|| {
                self.broken()
                    .expected("a file name of 20 Z85 characters after an optional folder")
                    .found(format!("\"{}\"", self.path_or_inline))
            }),
            other => {
                Err(Error::new(ErrorCode::Unsupported, "the deletion vector has an unknown storage type")
                    .expected("u, p or i")
                    .found(format!("\"{other}\""))
                    .remedy(PURGE))
            }
        }
    }

    fn named(&self) -> Option<String> {
        let (folder, name) =
            self.path_or_inline.split_at_checked(self.path_or_inline.len().checked_sub(20)?)?;
        let id: [u8; 16] = z85::decode(name)?.try_into().ok()?;
        let slash = if folder.is_empty() { "" } else { "/" };
        let mut path = format!("{folder}{slash}deletion_vector_");
        for (at, byte) in id.into_iter().enumerate() {
            let dash = if matches!(at, 4 | 6 | 8 | 10) { "-" } else { "" };
            path += &format!("{dash}{byte:02x}");
        }
        Some(path + ".bin")
    }

    /// Returns the range of its bytes in its file, half-open, for a data file of `rows` rows.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) if it claims more bytes or rows than that data file
    /// can need, before they are read.
    pub fn range(&self, rows: u64) -> Result<Range<u64>> {
        let max = (rows / 65_536 + 1).saturating_mul(CONTAINER_BYTES);
        if u64::from(self.size_in_bytes) > max {
            let expected = format!("at most {max} bytes for {rows} rows");
            return Err(self.broken().expected(expected).found(format!("{} bytes", self.size_in_bytes)));
        }
        if self.cardinality > rows {
            let found = format!("{} deleted rows", self.cardinality);
            return Err(self.broken().expected(format!("at most {rows} deleted rows")).found(found));
        }
        let start = u64::from(self.offset.unwrap_or(FIRST));
        Ok(start..start + u64::from(self.size_in_bytes) + u64::from(AROUND))
    }

    /// Decodes the deleted rows of a data file of `rows` rows. `bytes` are those of
    /// [`range`](Self::range); an inline vector needs none.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) unless size, checksum, magic number, bitmap, number of
    /// rows and positions are right. A vector is never applied in part.
    pub fn decode(&self, bytes: &[u8], rows: u64) -> Result<DeletedRows> {
        self.range(rows)?;
        let size = self.size_in_bytes as usize;
        let inline;
        let bitmap = if self.storage == 'i' {
            let expected = format!("{size} bytes in Z85");
            inline = z85::decode(&self.path_or_inline)
                .ok_or_else(|| self.broken().expected(expected.as_str()).found("other text"))?;
            let found = format!("{} bytes", inline.len());
            inline.get(..size).ok_or_else(|| self.broken().expected(expected).found(found))?
        } else {
            self.checked(bytes, size)?
        };
        let deleted = bitmap::decode(bitmap, rows).map_err(|found| self.broken().found(found))?;
        if deleted.len() != self.cardinality {
            let expected = format!("{} deleted rows, as in the log", self.cardinality);
            return Err(self.broken().expected(expected).found(deleted.len().to_string()));
        }
        Ok(deleted)
    }

    /// Returns the bitmap between its size and its checksum.
    fn checked<'a>(&self, bytes: &'a [u8], size: usize) -> Result<&'a [u8]> {
        let parts = bytes.split_first_chunk().and_then(|(before, rest)| {
            let (bitmap, checksum) = rest.split_last_chunk()?;
            Some((u32::from_be_bytes(*before), bitmap, u32::from_be_bytes(*checksum)))
        });
        let (before, bitmap, checksum) = parts
            .filter(|(_, bitmap, _)| bitmap.len() == size)
            .ok_or_else(|| self.broken().found(format!("{} bytes for a bitmap of {size}", bytes.len())))?;
        if before != self.size_in_bytes {
            let expected = format!("a bitmap of {size} bytes, as in the log");
            return Err(self.broken().expected(expected).found(format!("a size of {before} bytes")));
        }
        let found = crc32(bitmap);
        if found != checksum {
            let expected = format!("the checksum {checksum:08x}");
            return Err(self.broken().expected(expected).found(format!("{found:08x}")));
        }
        Ok(bitmap)
    }

    fn broken(&self) -> Error {
        let name = match self.storage {
            'u' => self.named(),
            'p' | 'f' => Some(self.path_or_inline.clone()),
            _ => None,
        };
        let what = name.map_or_else(
            || "the inline deletion vector cannot be read".to_owned(),
            |name| format!("the deletion vector in {name} cannot be read"),
        );
        Error::new(ErrorCode::Corrupt, what).remedy(if self.storage == 'f' { REWRITE } else { PURGE })
    }
}

const REWRITE: &str = "Copy the table again, or rewrite its files where it was written, for example with \
                       CALL system.rewrite_data_files in Spark.";
const PURGE: &str = "Copy the table again, or rewrite its files where it was written, for example with \
                     REORG TABLE t APPLY (PURGE) in Spark.";
