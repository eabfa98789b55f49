//! The command `generate`.

use std::sync::Arc;
use std::time::Instant;

use daytally::fs::{Failures, Generate, Watch, available_threads};
use daytally::sample::{Layout, Shape};

use crate::args::generate::{GenerateArgs, LayoutName};
use crate::print::plain::plain_line;
use crate::print::report;
use crate::print::progress::{cancel_on_interrupt, with_progress};

pub(super) fn generate(args: &GenerateArgs) -> Result<(), Failures> {
    let begun = Instant::now();
    let layout = match args.layout {
        LayoutName::Clustered => Layout::Clustered,
        LayoutName::Daily => Layout::Daily,
    };
    let (rows, seed) = (args.rows, args.seed);
    let shape = Shape { rows, layout, avg_days: args.avg_days.get(), seed, row_group: args.row_group.get() };
    let threads = args.threads.unwrap_or_else(available_threads);
    let order = Generate { shape, files: args.files, path: args.output.clone(), threads };
    let watch = Arc::new(Watch::default());
    cancel_on_interrupt(Arc::clone(&watch))?;
    let bytes = with_progress(&watch, || order.execute(&watch))?;
    let (path, seconds) = (args.output.display(), begun.elapsed().as_secs_f64());
    report(&plain_line(&format!("Wrote {path}: {rows} rows, {bytes} bytes, in {seconds:.1} s.")));
    Ok(())
}
