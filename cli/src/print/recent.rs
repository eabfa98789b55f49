//! Values of the last seconds, from which a rate is computed.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The shortest time that a rate is computed from, in seconds.
const MIN_SECONDS: f64 = 1.0;

/// Values with their times: those within a window, and the newest that is older.
pub(super) struct Recent<T> {
    window: Duration,
    seen: VecDeque<(Instant, T)>,
}

impl<T: Copy> Recent<T> {
    /// Starts empty.
    pub(super) fn new(window: Duration) -> Self {
        Self { window, seen: VecDeque::new() }
    }

    /// Adds a value. Returns the seconds since the oldest one that is kept, and that one; nothing
    /// in the first second.
    pub(super) fn push(&mut self, now: Instant, value: T) -> Option<(f64, T)> {
        self.seen.push_back((now, value));
        while self.seen.get(1).is_some_and(|(then, _)| now - *then >= self.window) {
            self.seen.pop_front();
        }
        let &(then, oldest) = self.seen.front()?;
        let seconds = (now - then).as_secs_f64();
        (seconds >= MIN_SECONDS).then_some((seconds, oldest))
    }
}
