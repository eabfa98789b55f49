//! A command that may take so long and no longer, and what it took.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

/// A command that has ended.
pub(crate) struct Watched {
    /// Its status; none where a signal ended it.
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The peak of resident memory, in MiB, if the kernel reports it; 0 elsewhere.
    pub(crate) peak: u64,
    pub(crate) seconds: f64,
}

/// Runs a command to its end; one that takes longer than so many seconds is ended, and fails the test.
pub(crate) fn watch(command: &mut Command, most_seconds: u64) -> Watched {
    let begun = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut err = child.stderr.take().unwrap();
    let stdout = thread::spawn(move || text(&mut out));
    let stderr = thread::spawn(move || text(&mut err));
    let proc = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let status = loop {
        // Gone from the text once the process has ended and only waits to be noticed.
        let told = fs::read_to_string(&proc).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(peak);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > Duration::from_secs(most_seconds) {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{command:?} took more than {most_seconds} s");
        }
        sleep(Duration::from_millis(2));
    };
    Watched {
        status: status.code(),
        stdout: stdout.join().unwrap(),
        stderr: stderr.join().unwrap(),
        peak: peak / 1024,
        seconds: begun.elapsed().as_secs_f64(),
    }
}

fn text(from: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}
