//! Checks the peak memory of a fixed job against budgets.json.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

fn daytally(folder: &Path, line: &str) -> Command {
    let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
    daytally.current_dir(folder).args(line.split(' ')).stdout(Stdio::null());
    daytally
}

/// Runs a command and returns its peak resident memory in KiB, as the kernel records it.
fn peak(command: &mut Command) -> u64 {
    let mut child = command.spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        // The line disappears when the process has ended but is not yet reaped.
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(peak);
        if let Some(ended) = child.try_wait().unwrap() {
            assert!(ended.success());
            return peak;
        }
        sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_fixed_job_stays_within_its_budget() {
    let budgets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../budgets.json");
    let budgets: serde_json::Value = serde_json::from_slice(&fs::read(budgets).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for layout in ["clustered", "daily"] {
        let make =
            format!("generate --rows 2000000 --row-group 250000 --layout {layout} -o {layout}.parquet");
        assert!(daytally(folder.path(), &make).status().unwrap().success());
        let line = format!(
            "all {layout}.parquet -o {layout} --threads 2 --provider simulator --run-date 2023-04-19"
        );
        let found = peak(&mut daytally(folder.path(), &line)) / 1024;
        let budget = budgets["memory"][layout].as_u64().unwrap();
        println!("{layout}: {found} of {budget} MiB");
        assert!(found > 5, "{layout}: the peak of {found} MiB was not seen");
        assert!(found <= budget, "{layout}: {found} MiB, more than {budget} (budgets.json)");
    }
}
