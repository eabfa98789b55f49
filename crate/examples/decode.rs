//! A lower bound for a scan: decodes the same five columns with the Arrow reader and drops them.
//!
//! `decode FILE THREADS` prints the rows and the seconds as JSON. Threads share the row groups as in
//! a run, and the types are those of a scan: ids by dictionary if all pages of the row group have
//! them so, and views into the pages otherwise.
// An example for a bench may panic on the first error.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[cfg(unix)]
fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(path), Some(threads)) = (arguments.next(), arguments.next()) else {
        panic!("usage: decode FILE THREADS");
    };
    let start = std::time::Instant::now();
    let rows = decode::file(&path, threads.parse().expect("a number of threads"));
    println!("{{\"rows\":{rows},\"seconds\":{}}}", start.elapsed().as_secs_f64());
}

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
mod decode {
    use std::fs::File;
    use std::hint::black_box;
    use std::os::unix::fs::FileExt;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use arrow::datatypes::{DataType, Field, Schema};
    use daytally::source::FooterDecoder;
    use parquet::DecodeResult;
    use parquet::arrow::ProjectionMask;
    use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
    use parquet::arrow::push_decoder::ParquetPushDecoderBuilder;
    use parquet::basic::Encoding;
    use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};

    const COLUMNS: [&str; 5] = ["channel_id", "video_id", "created_date", "date", "viewCount"];
    /// The batch size of a scan.
    const BATCH_ROWS: usize = 16_384;

    pub(crate) fn file(path: &str, threads: usize) -> usize {
        let file = File::open(path).expect("the file opens");
        let metadata = footer(&file, path);
        let next = AtomicUsize::new(0);
        let work = || {
            let mut rows = 0;
            loop {
                let row_group = next.fetch_add(1, Ordering::Relaxed);
                if row_group >= metadata.num_row_groups() {
                    return rows;
                }
                rows += self::row_group(&file, &metadata, row_group);
            }
        };
        thread::scope(|scope| {
            let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            running.into_iter().map(|thread| thread.join().expect("a thread ends")).sum()
        })
    }

    /// Reads a footer, with text as binary.
    fn footer(file: &File, path: &str) -> Arc<ParquetMetaData> {
        let length = file.metadata().expect("the file has a size").len();
        let mut footer = FooterDecoder::new(path, length);
        while let Some(range) = footer.needs().first().cloned() {
            let mut bytes = vec![0; (range.end - range.start) as usize];
            file.read_exact_at(&mut bytes, range.start).expect("a range is read");
            footer.push(range.start, bytes.into()).expect("a range is taken");
        }
        footer.finish().expect("the footer is read").metadata().clone()
    }

    /// Returns the reader of a row group, with the types that a scan asks for.
    fn typed(metadata: &Arc<ParquetMetaData>, row_group: usize) -> ArrowReaderMetadata {
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let plain = ArrowReaderMetadata::try_new(metadata.clone(), options.clone()).expect("a schema");
        let chunks = metadata.row_group(row_group).columns();
        let field = |(field, chunk): (&Arc<Field>, &ColumnChunkMetaData)| match field.data_type() {
            DataType::Binary if is_dictionary(chunk) => {
                let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Binary));
                field.as_ref().clone().with_data_type(dictionary)
            }
            DataType::Binary => field.as_ref().clone().with_data_type(DataType::BinaryView),
            _ => field.as_ref().clone(),
        };
        let fields: Vec<Field> = plain.schema().fields().iter().zip(chunks).map(field).collect();
        let options = options.with_schema(Arc::new(Schema::new(fields)));
        ArrowReaderMetadata::try_new(metadata.clone(), options).expect("the types fit")
    }

    fn is_dictionary(chunk: &ColumnChunkMetaData) -> bool {
        chunk.page_encoding_stats_mask().map_or(chunk.dictionary_page_offset().is_some(), |mask| {
            mask.is_only(Encoding::RLE_DICTIONARY) || mask.is_only(Encoding::PLAIN_DICTIONARY)
        })
    }

    fn row_group(file: &File, metadata: &Arc<ParquetMetaData>, row_group: usize) -> usize {
        let schema = metadata.file_metadata().schema_descr();
        let mut decoder = ParquetPushDecoderBuilder::new_with_metadata(typed(metadata, row_group))
            .with_row_groups(vec![row_group])
            .with_projection(ProjectionMask::columns(schema, COLUMNS))
            .with_batch_size(BATCH_ROWS)
            .build()
            .expect("the columns are there");
        let mut rows = 0;
        loop {
            match decoder.try_decode().expect("pages decode") {
                DecodeResult::NeedsData(ranges) => {
                    for range in ranges {
                        let mut bytes = vec![0; (range.end - range.start) as usize];
                        file.read_exact_at(&mut bytes, range.start).expect("a range is read");
                        decoder.push_range(range, bytes.into()).expect("a range is taken");
                    }
                }
                DecodeResult::Data(batch) => rows += black_box(batch).num_rows(),
                DecodeResult::Finished => return rows,
            }
        }
    }
}
