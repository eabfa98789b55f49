//! The command `generate`.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use daytally::error::{Error, ErrorCode};
use daytally::export::Format;
use daytally::fs::{Failures, Generate, Watch, available_threads};
use daytally::sample::{Layout, Shape};

use crate::args::generate::{GenerateArgs, LayoutName};
use crate::print::plain::plain_line;
use crate::print::progress::with_progress;
use crate::print::voice::report;
use crate::signals::cancel_on_signal;

pub(super) fn generate(args: &GenerateArgs) -> Result<(), Failures> {
    let begun = Instant::now();
    refuse_other_formats(&args.output)?;
    let layout = match args.layout {
        LayoutName::Clustered => Layout::Clustered,
        LayoutName::Daily => Layout::Daily,
    };
    let (rows, seed) = (args.rows, args.seed);
    let shape = Shape { rows, layout, avg_days: args.avg_days.get(), seed, row_group: args.row_group.get() };
    let threads = args.threads.unwrap_or_else(available_threads);
    let order = Generate { shape, files: args.files, path: args.output.clone(), threads };
    let watch = Arc::new(Watch::default());
    cancel_on_signal(Arc::clone(&watch))?;
    let voice = args.messages.voice(false);
    let bytes = with_progress(&watch, voice, None, || order.execute(&watch))?;
    let (path, seconds) = (args.output.display(), begun.elapsed().as_secs_f64());
    if !voice.quiet {
        report(&plain_line(&format!("Wrote {path}: {rows} rows, {bytes} bytes, in {seconds:.1} s.")));
    }
    Ok(())
}

/// Refuses an extension that promises another format.
fn refuse_other_formats(path: &Path) -> Result<(), Error> {
    match Format::of_path(&path.to_string_lossy()) {
        Ok(format) if format != Format::Parquet => {
            Err(Error::new(ErrorCode::InvalidOption, "generate writes only Parquet")
                .in_file(path.display().to_string())
                .expected("the extension .parquet, or none")
                .found(format!(".{format}")))
        }
        _ => Ok(()),
    }
}
