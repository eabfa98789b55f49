//! Functions that need no engine.

use std::collections::HashMap;

use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::wasm_bindgen;

use super::failure::Result;
use super::ranges::whole;
use super::types::PlannedRun;
use crate::error::{Error, ErrorCode};
use crate::report::{
    ChannelQuery, Channels, Coverage, DayCounts, Diagnostics, Heat, Overview, ResultKind, RunFacts,
};
use crate::scan::{Plan, Problem, Role, ScanOptions, UnreadColumn, ValueCheck, unread_columns};
use crate::snapshot::service::{Cost, ServiceOptions};
use crate::source::FileSummary;
use crate::spark::submit_line;

/// Prepares an instance; called automatically.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// Returns the crate's version.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").into()
}

/// Returns a small Parquet file made at run time, to try the page with.
#[wasm_bindgen(js_name = sampleFile, unchecked_return_type = "Uint8Array")]
pub fn sample_file() -> Result<Vec<u8>> {
    Ok(crate::sample::sample_file()?)
}

/// Plans a run over the files of a dataset.
#[wasm_bindgen(js_name = planScan)]
pub fn plan_scan(files: Vec<Ts<FileSummary>>, options: Ts<ScanOptions>) -> Result<Ts<PlannedRun>> {
    let files: Vec<FileSummary> =
        files.into_iter().map(|file| file.to_rust()).collect::<std::result::Result<_, _>>()?;
    let options: ScanOptions = options.to_rust()?;
    options.check()?;
    let roles = options.roles();
    let plan = Plan::new(&files, &options, roles);
    let kinds = ResultKind::ALL.into_iter().filter(|kind| roles.covers(kind.roles())).collect();
    Ok(PlannedRun { plan, kinds }.into_ts()?)
}

/// Returns an error for each file with a column that a run needs and of whose values none can be
/// read. `paths` are those of the plan's files, in order.
#[wasm_bindgen(js_name = unreadFiles)]
pub fn unread_files(
    plan: Ts<Plan>,
    paths: Vec<String>,
    unread: Vec<Ts<UnreadColumn>>,
) -> Result<Vec<Ts<Problem>>> {
    let plan: Plan = plan.to_rust()?;
    let unread = unread.into_iter().map(|unread| unread.to_rust()).collect::<std::result::Result<_, _>>()?;
    let numbers: HashMap<u32, String> = plan.files.iter().copied().zip(paths).collect();
    let path = |file: u32| numbers.get(&file).cloned().unwrap_or_default();
    let errors = unread_columns(&plan, &path, unread);
    let problems = errors.iter().map(|error| Problem::from(error).into_ts());
    Ok(problems.collect::<std::result::Result<_, _>>()?)
}

/// Checks some values of a column, as text, against a role, and finds date formats that fit.
#[wasm_bindgen(js_name = checkValues)]
pub fn check_values(role: Ts<Role>, values: Vec<String>, format: Option<String>) -> Result<Ts<ValueCheck>> {
    Ok(crate::scan::check_values(role.to_rust()?, &values, format.as_deref())?.into_ts()?)
}

/// Returns the `spark-submit` line of a job, from the arguments of its command.
#[wasm_bindgen(js_name = sparkLine)]
pub fn spark_line(words: Vec<String>) -> String {
    submit_line(&words)
}

/// Adds up the diagnostics of all workers' shares, and makes the run's warnings.
#[wasm_bindgen(js_name = totalDiagnostics)]
pub fn total_diagnostics(shares: Vec<Ts<Diagnostics>>, facts: Ts<RunFacts>) -> Result<Ts<Diagnostics>> {
    let mut total = Diagnostics::default();
    for share in shares {
        total.add(share.to_rust()?);
    }
    Ok(total.concluded(facts.to_rust()?).into_ts()?)
}

/// Returns the coverage of all workers' shares together, with the outages by the rule or by a fixed
/// share; undefined without any date in the data.
#[wasm_bindgen]
pub fn coverage(shares: Vec<Ts<DayCounts>>, outage_share: Option<f64>) -> Result<Option<Ts<Coverage>>> {
    if let Some(share) = outage_share.filter(|share| !(*share > 0.0 && *share <= 1.0)) {
        return Err(Error::new(ErrorCode::InvalidOption, "the share of an outage is not valid")
            .expected("a number above 0 and up to 1")
            .found(share.to_string())
            .into());
    }
    let coverage = total_counts(shares)?.coverage(outage_share);
    Ok(coverage.map(|coverage| coverage.into_ts()).transpose()?)
}

/// Adds up the overviews of all workers' shares, and the counts of videos by day.
#[wasm_bindgen(js_name = totalOverview)]
pub fn total_overview(shares: Vec<Ts<Overview>>, counts: Vec<Ts<DayCounts>>) -> Result<Ts<Overview>> {
    let mut total = Overview::default();
    for share in shares {
        total.add(&share.to_rust()?);
    }
    total.set_days(&total_counts(counts)?);
    Ok(total.into_ts()?)
}

/// Merges the channels of all workers' shares.
#[wasm_bindgen(js_name = totalChannels)]
pub fn total_channels(shares: Vec<Ts<Channels>>, query: Ts<ChannelQuery>) -> Result<Ts<Channels>> {
    let shares = shares.into_iter().map(|share| share.to_rust()).collect::<std::result::Result<_, _>>()?;
    Ok(Channels::merge(shares, &query.to_rust()?).into_ts()?)
}

/// Adds up the heat maps of all workers' shares.
#[wasm_bindgen(js_name = totalHeat)]
pub fn total_heat(shares: Vec<Ts<Heat>>) -> Result<Ts<Heat>> {
    let mut total = Heat::default();
    for share in shares {
        total.add(&share.to_rust()?);
    }
    Ok(total.into_ts()?)
}

fn total_counts(shares: Vec<Ts<DayCounts>>) -> Result<DayCounts> {
    let mut total = DayCounts::default();
    for share in shares {
        total.add(&share.to_rust()?);
    }
    Ok(total)
}

/// Returns the cost of fetching `videos` videos from a service.
#[wasm_bindgen(js_name = snapshotCost)]
pub fn snapshot_cost(options: &str, videos: f64) -> Result<Ts<Cost>> {
    let options = ServiceOptions::from_json(options)?;
    Ok(options.cost(whole(videos))?.into_ts()?)
}

/// Returns the name of the private file for a service's ledger.
#[wasm_bindgen(js_name = ledgerName)]
pub fn ledger_name(options: &str) -> Result<String> {
    Ok(ServiceOptions::from_json(options)?.ledger_name())
}
