//! Prints the number of gaps in a file, with bytes that the program itself reads: `stages INPUT`
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

use bytes::Bytes;
use daytally::fold::Fold;
use daytally::merge::{Partial, Totals};
use daytally::report::{Filter, ResultKind, Share};
use daytally::scan::{Plan, Roles, ScanOptions, Step, Task};
use daytally::source::FooterDecoder;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: stages INPUT")?;
    println!("{} gaps", count_gaps(&path)?);
    Ok(())
}

pub(crate) fn count_gaps(path: &str) -> Result<u64, Box<dyn Error>> {
    let mut input = File::open(path)?;
    let length = input.metadata()?.len();
    let mut read = |range: &Range<u64>| -> std::io::Result<Bytes> {
        let mut bytes = vec![0; usize::try_from(range.end - range.start).map_err(std::io::Error::other)?];
        input.seek(SeekFrom::Start(range.start))?;
        input.read_exact(&mut bytes)?;
        Ok(bytes.into())
    };

    let mut footer = FooterDecoder::new(path, length);
    while let Some(range) = footer.needs().first().cloned() {
        footer.push(range.start, read(&range)?)?;
    }
    let file = footer.finish()?;
    let plan = Plan::new(&[file.summary(0)], &ScanOptions::default(), Roles::GAPS);
    if let Some(problem) = plan.problems.first() {
        return Err(problem.message.as_str().into());
    }
    let mapping = plan.mapping()?;

    let mut fold = Fold::new();
    for task in &plan.tasks {
        let row_group = task.row_group as usize;
        let mut task = Task::open(&file, row_group, &mapping, Roles::GAPS, None, None)?;
        loop {
            match task.step()? {
                Step::Needs(ranges) => {
                    for range in ranges {
                        task.push(range.start, read(&range)?)?;
                    }
                }
                Step::Rows(rows) => task.count_issues(fold.update(&rows)),
                Step::Finished => {
                    fold.end(&task);
                    break;
                }
            }
        }
    }

    let mut share = Share::new(Totals::new(Partial::from_fold(fold)?)?);
    share.set_end_date(share.last_day(), false);
    Ok(share.rows(ResultKind::GapsRanges, &Filter::default())?)
}
