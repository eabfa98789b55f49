//! The default run date is today in the user's zone, according to the system's `date`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Zones by name, with a colon, as rules and as a file. The two rules never have the same day.
const ZONES: [&str; 8] = [
    "UTC",
    "Pacific/Kiritimati",
    "America/Los_Angeles",
    "Asia/Kolkata",
    ":Asia/Kolkata",
    "<+14>-14",
    "<-12>12",
    "/usr/share/zoneinfo/Pacific/Kiritimati",
];

fn system(zone: &str) -> String {
    let output = Command::new("date").arg("+%F").env("TZ", zone).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn run_date(zone: &str, folder: &Path) -> String {
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/sample/input");
    let out = folder.join("snapshot.csv");
    let mut daytally = Command::new(env!("CARGO_BIN_EXE_daytally"));
    let output = daytally
        .args(["snapshot", "--provider", "simulator"])
        .arg(input)
        .arg("-o")
        .arg(&out)
        .env("TZ", zone)
        .output()
        .unwrap();
    assert!(output.status.success(), "{zone}: {}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(out).unwrap();
    let dates: BTreeSet<&str> = text.lines().skip(1).map(|line| line.split(',').nth(3).unwrap()).collect();
    assert_eq!(dates.len(), 1, "{zone}");
    dates.first().unwrap().to_string()
}

#[test]
#[allow(clippy::print_stdout)]
fn the_run_date_is_today_in_the_users_zone() {
    let folder = tempfile::tempdir().unwrap();
    let known = Path::new("/usr/share/zoneinfo").is_dir();
    let mut days = BTreeSet::new();
    for zone in ZONES {
        if zone.contains('/') && !known {
            println!("skipped {zone}: this system has no table of zones, so that its `date` knows none");
            continue;
        }
        let before = system(zone);
        let found = run_date(zone, folder.path());
        assert!(before == found || system(zone) == found, "{zone}: it is {before}, not {found}");
        days.insert(found);
    }
    // The zones never all have the same day.
    assert!(days.len() > 1);
}
