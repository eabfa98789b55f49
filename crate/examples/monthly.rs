//! Prints the sum of all views by month: `monthly INPUT...`
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;

use daytally::arrow::{array::AsArray, datatypes::Int64Type};
use daytally::{Dataset, Failures, Options, ResultKind};

fn main() -> Result<(), Failures> {
    let data = Dataset::open(std::env::args().skip(1))?;
    for (month, views) in views_by_month(&data)? {
        println!("{month} {views}");
    }
    Ok(())
}

pub(crate) fn views_by_month(data: &Dataset) -> Result<BTreeMap<String, i128>, Failures> {
    let results = data.analyze(&Options::new().results([ResultKind::Monthly]))?;
    let mut sums = BTreeMap::new();
    for batch in results.batches(ResultKind::Monthly) {
        let batch = batch?;
        let months = batch["month"].as_string::<i32>().iter();
        let views = batch["aggViewCount"].as_primitive::<Int64Type>().iter();
        for (month, views) in months.zip(views) {
            *sums.entry(month.unwrap_or("no date").to_owned()).or_default() += i128::from(views.unwrap_or(0));
        }
    }
    Ok(sums)
}
