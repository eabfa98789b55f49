//! The command line, run as a process.
//!
//! All of its tests are one program, because linking takes longer than most of them.
// Clippy allows these only in functions that are marked as tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

// The cases and their checks are shared with the library's tests, which use other parts.
#[allow(dead_code)]
#[path = "../../../crate/tests/fixtures/case.rs"]
mod case;
#[path = "../../../crate/tests/fixtures/effort.rs"]
mod effort;
mod fixtures;
mod line;
#[cfg(target_os = "linux")]
mod memory;
#[path = "../../../crate/tests/fixtures/table.rs"]
mod table;
mod watched;

mod commands {
    mod between;
    mod generate;
    mod iceberg;
    mod inputs;
    #[cfg(unix)]
    mod manual;
    mod outages;
    #[cfg(unix)]
    mod signals;
    mod tables;
    #[cfg(unix)]
    mod terminal;
    #[cfg(unix)]
    mod today;
}

mod hostile {
    mod command;
    mod decoders;
    mod forged;
    mod pages;
    mod sizes;
}

mod outputs {
    mod bad_files;
    mod copying;
    #[cfg(target_os = "linux")]
    mod disk_faults;
    mod results;
    #[cfg(target_os = "linux")]
    mod streams;
}

mod real_files {
    mod corpora;
    mod footers;
    mod same;
    mod tables;
}

mod stores {
    #[cfg(unix)]
    mod apache;
    mod azure;
    mod http;
    mod http_server;
    mod odd_keys;
    mod refusals;
    mod s3;
    mod server_process;
    mod unlisted;
}
