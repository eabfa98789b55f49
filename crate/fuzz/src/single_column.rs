//! A file with one column of arbitrary page bytes; all lengths and offsets around them are valid.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{BrotliLevel, Compression, Encoding, GzipLevel, ZstdLevel};
use parquet::column::page::{CompressedPage, Page, PageReader, PageWriter};
use parquet::errors::Result;
use parquet::file::metadata::{
    ColumnChunkMetaData, ColumnChunkMetaDataBuilder, FileMetaData, PageEncodingStats, ParquetMetaDataBuilder,
    ParquetMetaDataReader, ParquetMetaDataWriter, RowGroupMetaData,
};
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{ColumnDescPtr, SchemaDescriptor};

/// Bytes at the start of an input that describe the rest.
const HEADER: usize = 16;

/// The types of a column, as in Parquet schemas.
const TYPES: [&str; 27] = [
    "binary NAME (STRING)",
    "binary NAME",
    "int32 NAME (DATE)",
    "int32 NAME",
    "int64 NAME",
    "int64 NAME (TIMESTAMP(MICROS,true))",
    "int64 NAME (TIMESTAMP(NANOS,false))",
    "int64 NAME (TIMESTAMP(MILLIS,true))",
    "int96 NAME",
    "float NAME",
    "double NAME",
    "fixed_len_byte_array(2) NAME (FLOAT16)",
    "fixed_len_byte_array(11) NAME",
    "fixed_len_byte_array(16) NAME (DECIMAL(38,0))",
    "fixed_len_byte_array(32) NAME (DECIMAL(76,0))",
    "fixed_len_byte_array(5) NAME (DECIMAL(10,0))",
    "binary NAME (DECIMAL(20,0))",
    "int32 NAME (DECIMAL(9,0))",
    "int64 NAME (DECIMAL(18,0))",
    "int32 NAME (INTEGER(8,true))",
    "int32 NAME (INTEGER(16,false))",
    "int32 NAME (INTEGER(32,false))",
    "int64 NAME (INTEGER(64,false))",
    "binary NAME (ENUM)",
    "boolean NAME",
    "int32 NAME (UNKNOWN)",
    "binary NAME (JSON)",
];
const ENCODINGS: [Encoding; 9] = [
    Encoding::PLAIN,
    Encoding::RLE_DICTIONARY,
    Encoding::PLAIN_DICTIONARY,
    Encoding::DELTA_BINARY_PACKED,
    Encoding::DELTA_LENGTH_BYTE_ARRAY,
    Encoding::DELTA_BYTE_ARRAY,
    Encoding::BYTE_STREAM_SPLIT,
    Encoding::RLE,
    #[expect(deprecated, reason = "files may name it")]
    Encoding::BIT_PACKED,
];
const ROLES: [&str; 5] = ["channel_id", "video_id", "created_date", "date", "viewCount"];
const KEYS: [&str; 5] =
    ["channel_id=UC", "video_id=v", "created_date=2023-01-01", "date=2023-01-02", "viewCount=7"];

/// The other columns if they are in the file, with their value in plain encoding.
const CONSTANTS: [(&str, &[u8]); 5] = [
    ("binary channel_id (STRING)", b"\x02\0\0\0UC"),
    ("binary video_id (STRING)", b"\x01\0\0\0v"),
    ("int32 created_date (DATE)", b"\x9b\x4b\0\0"),
    ("int32 date (DATE)", b"\x9c\x4b\0\0"),
    ("int64 viewCount", b"\x07\0\0\0\0\0\0\0"),
];

type Sink = TrackedWrite<Vec<u8>>;

/// Where the values of the other roles are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// In the path, which is faster to read.
    InPath,
    /// In columns of the file, which is then complete without its path.
    InFile,
}

/// Parts of a page header, one bit each.
const V2: u8 = 1;
const OPTIONAL: u8 = 2;
const DICTIONARY: u8 = 4;
const TWO_PAGES: u8 = 8;
const ENCODING_STATISTICS: u8 = 16;

/// A column chunk from the bytes of the fuzzer.
///
/// The first 16 bytes are the type, encoding, flags, codec and role, the number of values of the pages
/// and of the dictionary, the lengths of the dictionary and the levels, the number of nulls, and the
/// size that a compressed page claims. The bytes of the dictionary and of the data pages follow.
#[derive(Clone, Debug)]
pub struct SingleColumn<'a> {
    header: [u8; HEADER],
    dictionary: &'a [u8],
    data: &'a [u8],
}

impl<'a> SingleColumn<'a> {
    /// Parses an input; returns `None` if it is too short.
    pub fn read(input: &'a [u8]) -> Option<Self> {
        let (header, rest) = input.split_first_chunk()?;
        let long = usize::from(u16::from_le_bytes([header[8], header[9]]));
        let (dictionary, data) =
            rest.split_at(if header[2] & DICTIONARY == 0 { 0 } else { long.min(rest.len()) });
        Some(Self { header: *header, dictionary, data })
    }

    /// Returns the path of the file, with the values of all other roles.
    pub fn path(&self) -> String {
        let keys = (0..).zip(KEYS).filter(|&(role, _)| role != self.role());
        let keys: Vec<&str> = keys.map(|(_, key)| key).collect();
        format!("{}/part-0.parquet", keys.join("/"))
    }

    /// Returns the bytes of the file.
    ///
    /// # Errors
    /// Returns an error if the type and the repetition do not fit together.
    pub fn file(&self, others: Others) -> Result<Bytes> {
        let repetition = if self.is(OPTIONAL) { "optional" } else { "required" };
        let column = TYPES[usize::from(self.header[0]) % TYPES.len()].replace("NAME", ROLES[self.role()]);
        let fields: String = (0..ROLES.len())
            .map(|role| match others {
                _ if role == self.role() => format!("{repetition} {column};"),
                Others::InPath => String::new(),
                Others::InFile => format!("required {};", CONSTANTS[role].0),
            })
            .collect();
        let schema = Arc::new(parse_message_type(&format!("message m {{ {fields} }}"))?);
        let columns = Arc::new(SchemaDescriptor::new(schema));
        let pages = self.pages();
        let data = pages.iter().filter(|page| page.is_data_page());
        let rows: u32 = data.map(Page::num_values).sum();
        let mut file = TrackedWrite::new(b"PAR1".to_vec());
        let mut chunks = Vec::new();
        for (number, column) in columns.columns().iter().enumerate() {
            let ours = columns.num_columns() == 1 || number == self.role();
            let chunk = if ours {
                self.chunk(column, &pages, &mut file)?
            } else {
                constant(column, CONSTANTS[number].1, rows, &mut file)?
            };
            chunks.push(chunk);
        }
        let bytes: i64 = chunks.iter().map(ColumnChunkMetaData::uncompressed_size).sum();
        let group = RowGroupMetaData::builder(columns.clone())
            .set_num_rows(rows.into())
            .set_total_byte_size(bytes)
            .set_column_metadata(chunks)
            .build()?;
        let metadata = FileMetaData::new(2, rows.into(), None, None, columns, None);
        let metadata = ParquetMetaDataBuilder::new(metadata).set_row_groups(vec![group]).build();
        let mut bytes = file.into_inner()?;
        ParquetMetaDataWriter::new(&mut bytes, &metadata).finish()?;
        Ok(bytes.into())
    }

    fn chunk(&self, column: &ColumnDescPtr, pages: &[Page], file: &mut Sink) -> Result<ColumnChunkMetaData> {
        let sized = pages.iter().map(|page| (page.clone(), self.claimed(page))).collect();
        let chunk = written(column, sized, file)?.set_compression(self.codec());
        let encodings = pages.iter().map(|page| PageEncodingStats {
            page_type: page.page_type(),
            encoding: page.encoding(),
            count: 1,
        });
        match self.is(ENCODING_STATISTICS) {
            true => chunk.set_page_encoding_stats(encodings.collect()).build(),
            false => chunk.build(),
        }
    }

    fn role(&self) -> usize {
        usize::from(self.header[3] & 0x0f) % ROLES.len()
    }

    fn is(&self, flag: u8) -> bool {
        self.header[2] & flag != 0
    }

    fn number(&self, at: usize) -> u32 {
        u16::from_le_bytes([self.header[at], self.header[at + 1]]).into()
    }

    /// The upper half of a byte. Most inputs have no codec, because compressed streams are rarely valid.
    fn codec(&self) -> Compression {
        match self.header[3] >> 4 {
            1 => Compression::SNAPPY,
            2 => Compression::GZIP(GzipLevel::default()),
            3 => Compression::LZ4_RAW,
            4 => Compression::ZSTD(ZstdLevel::default()),
            5 => Compression::BROTLI(BrotliLevel::default()),
            6 => Compression::LZ4,
            7 => Compression::LZO,
            _ => Compression::UNCOMPRESSED,
        }
    }

    /// Returns the uncompressed size that a page claims.
    fn claimed(&self, page: &Page) -> usize {
        match self.codec() {
            Compression::UNCOMPRESSED => page.buffer().len(),
            _ => self.number(14) as usize,
        }
    }

    fn pages(&self) -> Vec<Page> {
        let mut pages = Vec::new();
        if self.is(DICTIONARY) {
            pages.push(Page::DictionaryPage {
                buf: Bytes::copy_from_slice(self.dictionary),
                num_values: self.number(6),
                encoding: Encoding::PLAIN,
                is_sorted: false,
            });
        }
        if self.is(TWO_PAGES) {
            let (first, second) = self.data.split_at(self.data.len() / 2);
            pages.extend([self.data_page(first), self.data_page(second)]);
        } else {
            pages.push(self.data_page(self.data));
        }
        pages
    }

    fn data_page(&self, bytes: &[u8]) -> Page {
        let (buf, num_values) = (Bytes::copy_from_slice(bytes), self.number(4));
        let encoding = ENCODINGS[usize::from(self.header[1]) % ENCODINGS.len()];
        if !self.is(V2) {
            let levels = Encoding::RLE;
            return Page::DataPage {
                buf,
                num_values,
                encoding,
                def_level_encoding: levels,
                rep_level_encoding: levels,
                statistics: None,
            };
        }
        Page::DataPageV2 {
            def_levels_byte_len: if self.is(OPTIONAL) { self.number(10) } else { 0 },
            rep_levels_byte_len: 0,
            num_nulls: self.number(12),
            num_rows: num_values,
            is_compressed: self.codec() != Compression::UNCOMPRESSED,
            statistics: None,
            encoding,
            num_values,
            buf,
        }
    }

    /// Returns an input that reproduces a column chunk of a file as far as possible: its dictionary and
    /// its first data page, without compression.
    pub fn of_file(file: &[u8], column: usize) -> Option<Vec<u8>> {
        let file = Bytes::copy_from_slice(file);
        let metadata = ParquetMetaDataReader::new().parse_and_finish(&file).ok()?;
        let group = metadata.row_groups().first()?;
        let leaf = column % group.num_columns().max(1);
        let chunk = group.columns().get(leaf)?;
        let rows = usize::try_from(group.num_rows()).ok()?;
        let mut header = [0; HEADER];
        let (kind, role) = kind_and_role(chunk)?;
        header[0] = kind;
        header[3] = role;
        if chunk.column_descr().self_type().is_optional() {
            header[2] |= OPTIONAL;
        }
        let mut dictionary = Bytes::new();
        let mut reader = SerializedPageReader::new(Arc::new(file.clone()), chunk, rows, None).ok()?;
        while let Some(page) = reader.get_next_page().ok()? {
            let values = u16::try_from(page.num_values()).ok()?.to_le_bytes();
            if let Page::DictionaryPage { buf, .. } = page {
                header[2] |= DICTIONARY;
                header[6..8].copy_from_slice(&values);
                header[8..10].copy_from_slice(&u16::try_from(buf.len()).ok()?.to_le_bytes());
                dictionary = buf;
                continue;
            }
            let encoding = ENCODINGS.iter().position(|&encoding| encoding == page.encoding())?;
            header[1] = encoding as u8;
            header[4..6].copy_from_slice(&values);
            if let Page::DataPageV2 { def_levels_byte_len, num_nulls, .. } = page {
                header[2] |= V2;
                header[10..12].copy_from_slice(&(def_levels_byte_len as u16).to_le_bytes());
                header[12..14].copy_from_slice(&(num_nulls as u16).to_le_bytes());
            }
            return Some([&header[..], &dictionary, page.buffer()].concat());
        }
        None
    }
}

/// Writes the pages of a chunk with the uncompressed sizes that they claim.
fn written(
    column: &ColumnDescPtr,
    pages: Vec<(Page, usize)>,
    file: &mut Sink,
) -> Result<ColumnChunkMetaDataBuilder> {
    let mut writer = SerializedPageWriter::new(file);
    let (mut encodings, mut values, mut sizes) = (Vec::new(), 0, (0, 0));
    let (mut data_at, mut dictionary_at) = (None, None);
    for (page, size) in pages {
        encodings.push(page.encoding());
        let is_data = page.is_data_page();
        let wrote = writer.write_page(CompressedPage::new(page, size))?;
        let at = wrote.offset.cast_signed();
        if is_data {
            values += i64::from(wrote.num_values);
            data_at.get_or_insert(at);
        } else {
            dictionary_at = Some(at);
        }
        sizes = (sizes.0 + wrote.compressed_size as i64, sizes.1 + wrote.uncompressed_size as i64);
    }
    Ok(ColumnChunkMetaData::builder(column.clone())
        .set_encodings(encodings)
        .set_num_values(values)
        .set_total_compressed_size(sizes.0)
        .set_total_uncompressed_size(sizes.1)
        .set_data_page_offset(data_at.unwrap_or(4))
        .set_dictionary_page_offset(dictionary_at))
}

/// Writes a chunk in which every row has the same value.
fn constant(column: &ColumnDescPtr, value: &[u8], rows: u32, file: &mut Sink) -> Result<ColumnChunkMetaData> {
    let dictionary = Page::DictionaryPage {
        buf: Bytes::copy_from_slice(value),
        num_values: 1,
        encoding: Encoding::PLAIN,
        is_sorted: false,
    };
    // One-bit indexes: a run of zeros with its length as a varint.
    let mut run = vec![1];
    let mut length = u64::from(rows) << 1;
    while length >= 128 {
        run.push(length as u8 | 128);
        length >>= 7;
    }
    run.extend([length as u8, 0]);
    let data = Page::DataPage {
        buf: run.into(),
        num_values: rows,
        encoding: Encoding::RLE_DICTIONARY,
        def_level_encoding: Encoding::RLE,
        rep_level_encoding: Encoding::RLE,
        statistics: None,
    };
    let sized = [dictionary, data].map(|page| {
        let size = page.buffer().len();
        (page, size)
    });
    written(column, sized.into(), file)?.build()
}

/// Returns the number of a column's type, and a role that fits its name or its type.
fn kind_and_role(chunk: &ColumnChunkMetaData) -> Option<(u8, u8)> {
    let column = chunk.column_descr();
    let kind = (0..).zip(TYPES).find(|(_, text)| {
        let parsed = parse_message_type(&format!("message m {{ optional {}; }}", text.replace("NAME", "c")));
        parsed.is_ok_and(|parsed| {
            let known = SchemaDescriptor::new(Arc::new(parsed)).column(0);
            known.physical_type() == column.physical_type()
                && known.type_length() == column.type_length()
                && (known.logical_type_ref() == column.logical_type_ref()
                    || known.converted_type() == column.converted_type())
        })
    })?;
    let role = (0..).zip(ROLES).find(|&(_, name)| name == column.name()).map(|(role, _)| role);
    Some((
        kind.0,
        role.unwrap_or(match kind.0 {
            0 | 1 | 12 | 23 | 26 => 1,
            2 | 5..=8 => 3,
            _ => 4,
        }),
    ))
}
