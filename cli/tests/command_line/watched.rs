//! Runs a command with a time limit and measures it.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

/// The result of a command.
pub(crate) struct Watched {
    /// The exit code; `None` if a signal ended the command.
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// Peak resident memory in MiB on Linux; 0 elsewhere.
    pub(crate) peak: u64,
    pub(crate) seconds: f64,
}

/// Runs a command until it exits; kills it and fails the test after `max_seconds`.
pub(crate) fn watch(command: &mut Command, max_seconds: u64) -> Watched {
    let start = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut err = child.stderr.take().unwrap();
    let stdout = thread::spawn(move || text(&mut out));
    let stderr = thread::spawn(move || text(&mut err));
    let proc = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let status = loop {
        // The line disappears when the process has ended but is not yet reaped.
        let proc_status = fs::read_to_string(&proc).unwrap_or_default();
        let line = proc_status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(peak);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > Duration::from_secs(max_seconds) {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{command:?} took more than {max_seconds} s");
        }
        sleep(Duration::from_millis(2));
    };
    Watched {
        status: status.code(),
        stdout: stdout.join().unwrap(),
        stderr: stderr.join().unwrap(),
        peak: peak / 1024,
        seconds: start.elapsed().as_secs_f64(),
    }
}

fn text(from: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}
