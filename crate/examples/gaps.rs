//! Writes the gaps of all videos up to a day: `gaps END-DATE OUTPUT INPUT...`
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use daytally::{Dataset, Day, Failures, Options, ResultKind};

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let (Some(end_date), Some(output)) = (words.next(), words.next()) else {
        return Err("usage: gaps END-DATE OUTPUT INPUT...".into());
    };
    let data = Dataset::open(words)?;
    println!("{} rows to read", data.plan().rows);
    println!("{} gaps", write_gaps(&data, end_date.parse()?, output.as_ref())?);
    Ok(())
}

pub(crate) fn write_gaps(data: &Dataset, end_date: Day, output: &Path) -> Result<u64, Failures> {
    let options = Options::new().results([ResultKind::GapsRanges]).end_date(end_date).memory(1 << 30);
    let results = data.analyze(&options)?;
    for warning in &results.diagnostics().warnings {
        eprintln!("{}", warning.message);
    }
    Ok(results.write(ResultKind::GapsRanges, output)?.rows)
}
