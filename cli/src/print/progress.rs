//! The progress of a run, on standard error if that is a terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use daytally::error::{Error, ErrorCode};
use daytally::fs::Watch;

use crate::print::fetch_progress::Lately;
use crate::print::plain::plain_line;

const INTERVAL: Duration = Duration::from_millis(200);
/// Clears the line.
const CLEAR: &str = "\r\x1b[K";

/// Shows a run's progress during `work`, and clears it at the end. Notes of the run are shown on
/// any standard error.
pub(crate) fn with_progress<T>(watch: &Watch, work: impl FnOnce() -> T) -> T {
    let terminal = io::stderr().is_terminal();
    thread::scope(|scope| {
        let (done, is_done) = channel::<()>();
        // If no thread can be started, the work reports that itself if it needs one.
        let started = thread::Builder::new().spawn_scoped(scope, move || {
            let mut lately = Lately::default();
            while is_done.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                print_notes(watch, terminal);
                if terminal {
                    show(&match watch.fetch_progress() {
                        Some(fetch) if fetch.settled < fetch.all => lately.line(Instant::now(), fetch),
                        Some(_) => "writing results".to_owned(),
                        None => line(watch.rows(), watch.planned()),
                    });
                }
            }
            print_notes(watch, terminal);
            if terminal {
                show("");
            }
        });
        let made = work();
        drop(done);
        if started.is_err() {
            print_notes(watch, terminal);
        }
        made
    })
}

fn show(line: &str) {
    let mut stderr = io::stderr().lock();
    let _ = write!(stderr, "{CLEAR}{line}").and_then(|()| stderr.flush());
}

fn print_notes(watch: &Watch, terminal: bool) {
    let clear = if terminal { CLEAR } else { "" };
    for note in watch.take_notes() {
        let _ = writeln!(io::stderr().lock(), "{clear}{}", plain_line(&note));
    }
}

/// Lets the first interrupt end the run in order, so that nothing incomplete is left, and the
/// second end the process.
pub(crate) fn cancel_on_interrupt(watch: Arc<Watch>) -> Result<(), Error> {
    let handler = move || {
        if watch.is_cancelled() {
            std::process::exit(1);
        }
        watch.cancel();
    };
    ctrlc::set_handler(handler)
        .map_err(|error| Error::new(ErrorCode::Internal, format!("interrupts cannot be handled ({error})")))
}

fn line(rows: u64, planned: u64) -> String {
    match planned {
        0 => "reading footers".to_owned(),
        _ if rows >= planned => "writing results".to_owned(),
        _ => {
            let percent = rows.saturating_mul(100) / planned;
            format!("{percent}% of {planned} rows")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn the_line_says_what_goes_on() {
        assert_eq!(line(0, 0), "reading footers");
        assert_eq!(line(50, 200), "25% of 200 rows");
        assert_eq!(line(200, 200), "writing results");
    }
}
