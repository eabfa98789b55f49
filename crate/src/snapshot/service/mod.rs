//! Providers that are asked over HTTP, without the asking.
//!
//! A [`Service`] says what to call for a batch of ids, and reads what came back. It does no I/O:
//! the page or the command line carries a [`Request`] there and a [`Reply`] back.

mod answer;
mod cost;
mod counts;
mod excerpt;
mod http;
mod options;
mod request;
mod youtube;

use std::num::NonZeroUsize;
use std::time::Duration;

pub use cost::Cost;
pub use http::HttpService;
pub use options::{ServiceName, ServiceOptions};
pub use request::{Method, Request};
pub use youtube::{YouTube, YouTubeMethod};

use super::Batch;
use crate::error::{Error, ErrorCode, Result};

/// What a provider takes and what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The most ids of one call.
    pub batch_limit: NonZeroUsize,
    /// Units of the daily quota that a call costs, also one that fails.
    pub units_per_call: u64,
    /// Units that there are in a day unless somebody has been given more; `None` without a quota.
    pub daily_units: Option<u64>,
}

impl Terms {
    /// Returns how many ids a call holds where somebody wants so many, or says nothing of it.
    ///
    /// # Errors
    ///
    /// [`Provider`](crate::ErrorCode::Provider) where it would refuse them.
    pub fn batch_size(&self, wanted: Option<NonZeroUsize>) -> Result<NonZeroUsize> {
        let limit = self.batch_limit;
        match wanted.filter(|&wanted| wanted > limit) {
            None => Ok(wanted.unwrap_or(limit)),
            Some(wanted) => Err(too_many(wanted.get(), limit.get())),
        }
    }
}

/// What came back for a request.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    /// The status, such as 200.
    pub status: u16,
    /// How long to wait, if the provider said so.
    pub retry_after: Option<Duration>,
    /// The header Content-Encoding, as far as it is known.
    pub encoding: Option<&'a str>,
    /// The content.
    pub body: &'a [u8],
}

/// What a reply means for its batch, and for those after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The ids that it knows have their views; the others have none.
    Answered,
    /// The ids that it knows have their views; others may be answered by another call.
    Partial {
        /// Why it is not complete, as a clause.
        reason: String,
        /// What the provider asks for.
        after: Option<Duration>,
    },
    /// The answer is not one of the provider's.
    Unreadable {
        /// What came instead, as a clause.
        reason: String,
        /// Whether fewer ids may be answered better, as when one value is not JSON.
        apart: bool,
    },
    /// It may be answered another time, no sooner than after so long.
    Again {
        /// What went wrong, as a clause.
        reason: String,
        /// What the provider asks for.
        after: Option<Duration>,
    },
    /// These ids are never answered together; maybe some of them are.
    Apart {
        /// What went wrong, as a clause.
        reason: String,
    },
    /// Nothing is answered until there is quota again.
    QuotaUsed {
        /// What went wrong, as a clause.
        reason: String,
    },
    /// Nothing will be answered before somebody mends something, such as a key.
    Refused {
        /// What went wrong, as a clause.
        reason: String,
    },
}

impl Verdict {
    /// Returns what went wrong, if anything did.
    pub(super) fn reason(&self) -> Option<&str> {
        match self {
            Self::Answered | Self::Partial { .. } => None,
            Self::Unreadable { reason, .. }
            | Self::Again { reason, .. }
            | Self::Apart { reason }
            | Self::QuotaUsed { reason }
            | Self::Refused { reason } => Some(reason),
        }
    }
}

/// A provider that is asked over HTTP.
pub trait Service {
    /// Returns what it takes and costs.
    fn terms(&self) -> Terms;

    /// Returns what to call for the ids of a batch.
    fn request(&self, batch: &Batch) -> Request;

    /// Notes what a reply answers, and says what it means. What it says goes into no log unseen: it
    /// holds nothing of the key.
    fn read(&self, reply: Reply<'_>, batch: &mut Batch) -> Verdict;
}

impl<S: Service + ?Sized> Service for Box<S> {
    fn terms(&self) -> Terms {
        (**self).terms()
    }

    fn request(&self, batch: &Batch) -> Request {
        (**self).request(batch)
    }

    fn read(&self, reply: Reply<'_>, batch: &mut Batch) -> Verdict {
        (**self).read(reply, batch)
    }
}

/// Returns what the contract says of a batch over a provider's limit.
pub(super) fn too_many(asked: usize, limit: usize) -> Error {
    Error::new(ErrorCode::Provider, format!("Too many ({asked}) videos in the list. Expected up to {limit}"))
}

/// Statuses after which the same call may be answered: too early, too often, or a failure of theirs.
fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 409 | 425 | 429 | 500..=599)
}

/// Returns a text as JSON has it.
pub(super) fn quoted(text: &str) -> String {
    // Texts of Rust are always JSON's.
    serde_json::to_string(text).unwrap_or_default()
}
