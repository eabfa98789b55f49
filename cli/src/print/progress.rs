//! The progress of a run, on standard error.

use std::io::{self, Write};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use daytally::fs::{Remote, Watch};

use crate::print::fetch_progress::{Calls, duration};
use crate::print::plain::plain_line;
use crate::print::traffic::Traffic;
use crate::print::voice::{Progress, Voice, report};
use crate::text::grouped;

const INTERVAL: Duration = Duration::from_millis(200);
/// How often a plain line is printed.
const PLAIN_INTERVAL: Duration = Duration::from_secs(10);
/// How long rows are read before the time left is estimated.
const SETTLED: Duration = Duration::from_secs(2);
/// Clears the line.
const CLEAR: &str = "\r\x1b[K";

/// Shows a run's progress and notes during `work`, and what comes from a network.
pub(crate) fn with_progress<T>(
    watch: &Watch,
    voice: Voice,
    remote: Option<&dyn Remote>,
    work: impl FnOnce() -> T,
) -> T {
    thread::scope(|scope| {
        let (done, is_done) = channel::<()>();
        // If no thread can be started, the work reports that itself if it needs one.
        let started = thread::Builder::new().spawn_scoped(scope, move || {
            let (mut calls, begun, mut shown) = (Calls::default(), Instant::now(), Instant::now());
            let mut traffic = Traffic::default();
            while is_done.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                print_notes(watch, voice);
                let now = Instant::now();
                let line = match watch.fetch_progress() {
                    Some(fetch) if fetch.settled < fetch.all => calls.line(now, fetch),
                    Some(_) => "writing results".to_owned(),
                    None => {
                        let received = remote.map_or(0, Remote::received);
                        line(watch.rows(), watch.planned(), now - begun) + &traffic.text(now, received)
                    }
                };
                match voice.progress {
                    Progress::Line => show(&line),
                    Progress::Plain if now - shown >= PLAIN_INTERVAL => {
                        shown = now;
                        report(&line);
                    }
                    Progress::Plain | Progress::None => {}
                }
            }
            print_notes(watch, voice);
            if voice.progress == Progress::Line {
                show("");
            }
        });
        let made = work();
        drop(done);
        if started.is_err() {
            print_notes(watch, voice);
        }
        made
    })
}

fn show(line: &str) {
    let mut stderr = io::stderr().lock();
    let _ = write!(stderr, "{CLEAR}{line}").and_then(|()| stderr.flush());
}

fn print_notes(watch: &Watch, voice: Voice) {
    let clear = if voice.progress == Progress::Line { CLEAR } else { "" };
    for note in watch.take_notes() {
        if !voice.quiet {
            report(&format!("{clear}{}", plain_line(&note)));
        }
    }
}

fn line(rows: u64, planned: u64, elapsed: Duration) -> String {
    match planned {
        0 => "reading footers".to_owned(),
        _ if rows >= planned => "writing results".to_owned(),
        _ => {
            let percent = rows.saturating_mul(100) / planned;
            let mut line = format!("{percent}% of {} rows", grouped(planned));
            if rows > 0 && elapsed >= SETTLED {
                let left = elapsed.as_secs_f64() * (planned - rows) as f64 / rows as f64;
                line += &format!(", {} left", duration(left));
            }
            line
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_what_goes_on() {
        let at = |rows, planned, seconds| line(rows, planned, Duration::from_secs(seconds));
        assert_eq!(at(0, 0, 9), "reading footers");
        assert_eq!(at(0, 2_000, 9), "0% of 2,000 rows");
        assert_eq!(at(500, 2_000, 1), "25% of 2,000 rows");
        assert_eq!(at(500, 2_000, 20), "25% of 2,000 rows, 60 s left");
        assert_eq!(at(500, 2_000_000, 20), "0% of 2,000,000 rows, 23 h left");
        assert_eq!(at(200, 200, 9), "writing results");
    }
}
