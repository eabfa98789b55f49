//! A lower bound for a scan: decodes the same five columns with the Arrow reader and drops them.
//!
//! `decode FILE THREADS` prints the rows and the seconds as JSON. Threads share the row groups as in
//! a run; the reader chooses the types.
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
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use parquet::DecodeResult;
    use parquet::arrow::ProjectionMask;
    use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
    use parquet::arrow::push_decoder::ParquetPushDecoderBuilder;

    const COLUMNS: [&str; 5] = ["channel_id", "video_id", "created_date", "date", "viewCount"];
    /// The batch size of a scan.
    const BATCH_ROWS: usize = 16_384;

    pub(crate) fn file(path: &str, threads: usize) -> usize {
        let file = File::open(path).expect("the file opens");
        let metadata =
            ArrowReaderMetadata::load(&file, ArrowReaderOptions::default()).expect("the footer is read");
        let next = AtomicUsize::new(0);
        let work = || {
            let mut rows = 0;
            loop {
                let row_group = next.fetch_add(1, Ordering::Relaxed);
                if row_group >= metadata.metadata().num_row_groups() {
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

    fn row_group(file: &File, metadata: &ArrowReaderMetadata, row_group: usize) -> usize {
        let schema = metadata.metadata().file_metadata().schema_descr();
        let mut decoder = ParquetPushDecoderBuilder::new_with_metadata(metadata.clone())
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
