//! Runs every seed through its target once, without a fuzzer.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::panic::{set_hook, take_hook};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use daytally_fuzz::only_our_own;
use daytally_fuzz::targets::TARGETS;

/// Max time per input: six times the fuzzer's, because other checks run beside this one.
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn no_seed_is_a_finding() {
    let Some(folder) = std::env::var_os("DAYTALLY_SEEDS").map(PathBuf::from) else {
        eprintln!("skipped: DAYTALLY_SEEDS names no folder; `npm run test:all -- --only fuzz` writes one");
        return;
    };
    // Like in libFuzzer, a panic of this crate ends the process even if it would be caught.
    let default = take_hook();
    set_hook(Box::new(move |panic| {
        default(panic);
        std::process::abort();
    }));
    only_our_own();
    for (name, run) in TARGETS {
        let seeds = seeds(&folder.join(name));
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for seed in &seeds {
            let bytes = std::fs::read(seed).expect("a seed can be read");
            eprintln!("{}", seed.display());
            let began = Instant::now();
            run(&bytes);
            let seconds = began.elapsed();
            assert!(seconds < LIMIT, "{} takes {seconds:?}", seed.display());
        }
    }
}

fn seeds(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.expect("a folder of seeds can be listed").path()).collect()
}
