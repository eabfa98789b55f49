//! The threads that make calls.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::Builder;
use std::time::Duration;

use daytally::error::{Error, ErrorCode, Result};
use daytally::snapshot::CallId;
use daytally::snapshot::service::Request;

use crate::provider::http_client::{Answer, Failure, HttpClient};

type Call = (CallId, Request);
/// The answer of a call, or why it has none.
pub(super) type Made = (CallId, Result<Answer, Failure>);

/// As many threads as calls were ever in flight. When it is dropped, each ends after its current
/// call, without being waited for.
pub(super) struct CallPool {
    client: HttpClient,
    calls: Sender<Call>,
    next: Arc<Mutex<Receiver<Call>>>,
    make: Sender<Made>,
    made: Receiver<Made>,
    threads: usize,
    busy: usize,
}

impl CallPool {
    pub(super) fn new(client: HttpClient) -> Self {
        let (calls, next) = channel();
        let (make, made) = channel();
        let next = Arc::new(Mutex::new(next));
        Self { client, calls, next, make, made, threads: 0, busy: 0 }
    }

    /// Starts a call.
    pub(super) fn begin(&mut self, id: CallId, request: Request) -> Result<()> {
        self.busy += 1;
        if self.busy > self.threads {
            self.spawn()?;
        }
        self.calls.send((id, request)).map_err(|_| Error::new(ErrorCode::Internal, "no thread makes calls"))
    }

    /// Returns how many calls are in flight.
    pub(super) fn busy(&self) -> usize {
        self.busy
    }

    /// Returns the outcome of a call, if there is one within the given time.
    pub(super) fn wait(&mut self, longest: Duration) -> Option<Made> {
        let made = self.made.recv_timeout(longest).ok();
        self.busy -= usize::from(made.is_some());
        made
    }

    fn spawn(&mut self) -> Result<()> {
        let (next, make, client) = (Arc::clone(&self.next), self.make.clone(), self.client.clone());
        let work = move || {
            loop {
                // The thread that waits for a call holds the lock, and the others wait for the
                // lock.
                let call = next.lock().ok().and_then(|next| next.recv().ok());
                let Some((id, request)) = call else { return };
                let answer = catch_unwind(AssertUnwindSafe(|| client.send(request)));
                let answer = answer.unwrap_or_else(|_| Err(Failure::None("the call broke".to_owned())));
                if make.send((id, answer)).is_err() {
                    return;
                }
            }
        };
        let hired = Builder::new().spawn(work);
        hired.map_err(|error| {
            Error::new(ErrorCode::Io, format!("no thread can be started for another call ({error})"))
                .remedy("Lower --concurrency.")
        })?;
        self.threads += 1;
        Ok(())
    }
}
