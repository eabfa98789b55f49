//! The file format of Avro: a schema, then blocks of records.

use super::codec::{Codec, MAX_STORED};
use super::datum::{Reader, Row};
use super::schema::{Schema, Wanted};
use crate::error::{Error, ErrorCode, Result};
use crate::source::table::ByKey;

const MAGIC: &[u8] = b"Obj\x01";
/// The maximum size of the header, which comes before the blocks.
const MAX_HEADER: usize = 16 << 20;
/// The maximum length of a number.
const MAX_NUMBER: usize = 10;

/// The metadata of a file, by name.
pub(in super::super) type Facts = ByKey<Vec<u8>>;
/// Takes a record of a file with this metadata.
pub(in super::super) type TakeRow<'a> = dyn FnMut(Row<'_>, &Facts) -> Result<()> + 'a;

/// A file of Avro that arrives in pieces.
#[derive(Debug, Default)]
pub(in super::super) struct Container {
    header: Option<Header>,
    /// The bytes that were not read yet.
    rest: Vec<u8>,
}

#[derive(Debug)]
struct Header {
    schema: Schema,
    codec: Codec,
    metadata: Facts,
    sync: [u8; 16],
}

impl Container {
    /// Takes the next piece, and passes each record of it to `take`, with the wanted fields.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt), [`Unsupported`](ErrorCode::Unsupported) for an unknown
    /// compression, and the errors of `take`.
    pub(in super::super) fn push(
        &mut self,
        bytes: &[u8],
        wanted: Wanted<'_>,
        take: &mut TakeRow<'_>,
    ) -> Result<()> {
        self.rest.extend_from_slice(bytes);
        if self.header.is_none() {
            self.begin(wanted)?;
        }
        let Some(header) = &self.header else { return Ok(()) };
        let mut at = 0;
        while let Some(length) = header.block(&self.rest[at..], take)? {
            at += length;
        }
        self.rest.drain(..at);
        Ok(())
    }

    /// Reads the header, once all of it has arrived.
    fn begin(&mut self, wanted: Wanted<'_>) -> Result<()> {
        let magic = &self.rest[..MAGIC.len().min(self.rest.len())];
        if !MAGIC.starts_with(magic) {
            return Err(corrupt("other bytes at the beginning"));
        }
        let mut reader = Reader::new(self.rest.get(MAGIC.len()..).unwrap_or_default());
        let mut metadata = Facts::default();
        let read = reader.blocks(|reader| {
            let length = reader.length()?;
            let name = reader.take(length)?;
            let length = reader.length()?;
            metadata.insert(name.into(), reader.take(length)?.to_vec());
            Ok(())
        });
        let sync = read.and_then(|()| reader.take(16).map(<[u8]>::to_vec));
        let Ok(Ok(sync)) = sync.map(<[u8; 16]>::try_from) else {
            // The rest of it is in the next piece.
            let is_small = self.rest.len() <= MAX_HEADER;
            return if is_small { Ok(()) } else { Err(corrupt("no records near the beginning")) };
        };
        let schema = metadata.get(b"avro.schema").ok_or_else(|| corrupt("no schema"))?;
        let schema = Schema::parse(schema, wanted).map_err(|found| corrupt(&found))?;
        let name = metadata.get(b"avro.codec").map_or(&b"null"[..], Vec::as_slice);
        let codec = Codec::of_name(name).ok_or_else(|| {
            let name = std::str::from_utf8(name).unwrap_or("other bytes than UTF-8");
            Error::new(ErrorCode::Unsupported, "the file of Avro has a compression that is not read here")
                .expected("null, deflate or snappy, and zstandard on the command line")
                .found(name)
                .remedy(
                    "Set the table's property write.avro.compression-codec to gzip and rewrite its manifests, \
                     for example with CALL system.rewrite_manifests in Spark.",
                )
        })?;
        let length = self.rest.len() - reader.bytes.len();
        self.rest.drain(..length);
        self.header = Some(Header { schema, codec, metadata, sync });
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) if it is not complete.
    pub(in super::super) fn end(&self) -> Result<()> {
        match &self.header {
            Some(_) if self.rest.is_empty() => Ok(()),
            _ => Err(corrupt("an end within the file")),
        }
    }
}

impl Header {
    /// Passes the records of the first block to `take`. Returns its length, or `None` if it is not
    /// complete.
    fn block(&self, bytes: &[u8], take: &mut TakeRow<'_>) -> Result<Option<usize>> {
        let mut reader = Reader::new(bytes);
        let (count, length) = match (reader.long(), reader.length()) {
            (Ok(count), Ok(length)) => (count, length),
            _ if bytes.len() < 2 * MAX_NUMBER => return Ok(None),
            _ => return Err(corrupt("a block without a size")),
        };
        if length > MAX_STORED {
            return Err(corrupt(&format!("a block of {length} bytes, more than {MAX_STORED}")));
        }
        let (Ok(stored), Ok(sync)) = (reader.take(length), reader.take(16)) else { return Ok(None) };
        let length = bytes.len() - reader.bytes.len();
        if sync != self.sync {
            return Err(corrupt("a block without the mark at its end"));
        }
        let block = self.codec.decompress(stored).map_err(|found| corrupt(&found))?;
        let mut records = Reader::new(&block);
        for _ in 0..count {
            let value = records.value(&self.schema, true).map_err(|found| corrupt(&found))?;
            let row = Row::new(&self.schema, &value).ok_or_else(|| corrupt("values that are not records"))?;
            take(row, &self.metadata)?;
        }
        if count < 0 || !records.bytes.is_empty() {
            return Err(corrupt("a block with other records than it states"));
        }
        Ok(Some(length))
    }
}

fn corrupt(found: &str) -> Error {
    Error::new(ErrorCode::Corrupt, "the file of Avro cannot be read")
        .expected("a complete file with a schema and blocks of records")
        .found(found)
        .remedy("Copy the whole table again.")
}
