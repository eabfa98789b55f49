//! Files of made-up data, written by several threads.

use std::io::BufWriter;
use std::mem;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::error::{Error, ErrorCode, Result};
use crate::fs::Watch;
use crate::fs::io::output::OutputFile;
use crate::fs::io::output_folder::NewFolder;
use crate::fs::io::output_sink::OutputSink;
use crate::fs::threads::on_each;
use crate::sample::{DataFile, Encoder, RowGroup, Rows, Shape, Walk};

/// The data to generate, and where.
#[derive(Clone, Debug)]
pub struct Generate {
    /// The rows.
    pub shape: Shape,
    /// The number of files; with several, the path is that of a new folder.
    pub files: NonZeroUsize,
    /// The file or the folder.
    pub path: PathBuf,
    /// The number of encoding threads; the data does not depend on it.
    pub threads: NonZeroUsize,
}

impl Generate {
    /// Writes the data. Returns its size in bytes.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption) for an impossible shape or place;
    /// [`Io`](crate::ErrorCode::Io); [`Cancelled`](crate::ErrorCode::Cancelled). Nothing is then
    /// left behind.
    pub fn execute(&self, watch: &Watch) -> Result<u64> {
        watch.plan(self.shape.rows);
        let place = Place::create(self)?;
        let walk = Walk::new(&self.shape)?;
        let encoder = Encoder::of(&walk)?;
        let source = Mutex::new(Source {
            walk,
            shape: self.shape,
            files: self.files.get() as u64,
            file: 0,
            at: 0,
            next: 0,
        });
        let line = Line { sink: Mutex::new(Sink::new(place)), moved: Condvar::new() };
        let ended = on_each(self.threads, || {
            let alarm = Alarm(&line);
            work(&source, &encoder, &line, watch)?;
            mem::forget(alarm);
            Ok::<_, Error>(())
        })?;
        ended.into_iter().collect::<Result<()>>()?;
        line.sink.into_inner().unwrap_or_else(PoisonError::into_inner).finish()
    }
}

fn work(source: &Mutex<Source>, encoder: &Encoder, line: &Line, watch: &Watch) -> Result<()> {
    loop {
        watch.check()?;
        let next = source.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some(piece) = next else { return Ok(()) };
        let group = encoder.encode(&piece.rows)?;
        if !line.append(&piece, group)? {
            return Ok(());
        }
        watch.add_rows(piece.rows.len() as u64);
    }
}

/// Wakes the threads that wait for one that failed or panicked.
struct Alarm<'a>(&'a Line);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        self.0.lock().failed = true;
        self.0.moved.notify_all();
    }
}

/// The rows of one row group.
struct Piece {
    number: u64,
    rows: Rows,
    file: u64,
    ends_file: bool,
}

/// Where the threads take their work from.
struct Source {
    walk: Walk,
    shape: Shape,
    files: u64,
    file: u64,
    /// Rows taken so far.
    at: u64,
    next: u64,
}

impl Source {
    fn next(&mut self) -> Option<Piece> {
        let Self { shape: Shape { rows, row_group, .. }, files, at, .. } = *self;
        // The first row after a file, so that the files differ by at most one row.
        let end = |file: u64| (u128::from(rows) * u128::from(file + 1) / u128::from(files)) as u64;
        while end(self.file) <= at && self.file + 1 < files {
            self.file += 1;
        }
        let file = self.file;
        let max = usize::try_from(end(file) - at).unwrap_or(usize::MAX).min(row_group);
        let rows = self.walk.next(max)?;
        self.at += rows.len() as u64;
        self.next += 1;
        Some(Piece { number: self.next - 1, ends_file: self.at == end(file), file, rows })
    }
}

/// Where the threads put their row groups, in the order of the rows.
struct Line {
    sink: Mutex<Sink>,
    moved: Condvar,
}

impl Line {
    fn lock(&self) -> MutexGuard<'_, Sink> {
        self.sink.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns whether to continue; another thread's failure ends all.
    fn append(&self, piece: &Piece, group: RowGroup) -> Result<bool> {
        let waits = |sink: &mut Sink| sink.next != piece.number && !sink.failed;
        let waited = self.moved.wait_while(self.lock(), waits);
        let mut sink = waited.unwrap_or_else(PoisonError::into_inner);
        if sink.failed {
            return Ok(false);
        }
        sink.append(piece, group)?;
        sink.next += 1;
        self.moved.notify_all();
        Ok(true)
    }
}

struct Sink {
    place: Place,
    open: Option<(OutputFile, DataFile<BufWriter<OutputSink>>)>,
    bytes: u64,
    next: u64,
    failed: bool,
}

impl Sink {
    fn new(place: Place) -> Self {
        Self { place, open: None, bytes: 0, next: 0, failed: false }
    }

    fn append(&mut self, piece: &Piece, group: RowGroup) -> Result<()> {
        let (output, mut data) = match self.open.take() {
            Some(open) => open,
            None => self.place.begin(piece.file)?,
        };
        data.append(group).map_err(|error| output.located(error))?;
        if piece.ends_file {
            data.finish().map_err(|error| output.located(error))?;
            self.bytes += output.replace()?;
        } else {
            self.open = Some((output, data));
        }
        Ok(())
    }

    fn finish(mut self) -> Result<u64> {
        if self.next == 0 {
            let (output, data) = self.place.begin(0)?;
            data.finish().map_err(|error| output.located(error))?;
            self.bytes = output.replace()?;
        }
        if let Place::Folder(folder) = self.place {
            folder.appear()?;
        }
        Ok(self.bytes)
    }
}

enum Place {
    File(PathBuf),
    Folder(NewFolder),
}

impl Place {
    fn create(order: &Generate) -> Result<Self> {
        let path: &Path = &order.path;
        if order.files.get() == 1 {
            return Ok(Self::File(path.into()));
        }
        if order.files.get() as u64 > order.shape.rows {
            return Err(Error::new(ErrorCode::InvalidOption, "there are more files than rows")
                .expected(format!("at most {} files", order.shape.rows))
                .found(order.files.to_string()));
        }
        if path.exists() {
            return Err(Error::new(ErrorCode::InvalidOption, "several files need a folder of their own")
                .in_file(path.display().to_string())
                .expected("the name of a new folder")
                .found("an existing file or folder")
                .remedy("Choose another name, or move it away."));
        }
        NewFolder::create(path).map(Self::Folder)
    }

    fn begin(&self, file: u64) -> Result<(OutputFile, DataFile<BufWriter<OutputSink>>)> {
        let output = match self {
            Self::File(path) => OutputFile::create(path)?,
            Self::Folder(folder) => folder.file(&format!("part-{file:05}.parquet"))?,
        };
        let data = output.sink().and_then(DataFile::new).map_err(|error| output.located(error))?;
        Ok((output, data))
    }
}
