//! Providers that are called over HTTP, without the I/O.
//!
//! A [`Service`] builds the [`Request`] for a batch of ids and parses the [`Reply`]. The page or
//! the command line sends them.

mod answer;
mod cost;
mod counts;
mod excerpt;
mod http;
mod options;
mod options_json;
mod request;
mod url;
mod youtube;

use std::num::NonZeroUsize;
use std::time::Duration;

pub use cost::Cost;
pub use http::HttpService;
pub(super) use options::wrong;
pub use options::{ServiceName, ServiceOptions};
pub use request::{Method, Request};
pub use youtube::{YouTube, YouTubeMethod};

use super::Batch;
use crate::error::{Error, ErrorCode, Result};

/// The limits and costs of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The maximum number of ids per call.
    pub batch_limit: NonZeroUsize,
    /// Units of the daily quota per call, including failed ones.
    pub units_per_call: u64,
    /// Units per day, unless the user was granted more; `None` without a quota.
    pub daily_units: Option<u64>,
}

impl Terms {
    /// Returns how many ids a call has: the wanted number, or else the maximum.
    ///
    /// # Errors
    ///
    /// [`Provider`](crate::ErrorCode::Provider) if the wanted number exceeds the maximum.
    pub fn batch_size(&self, wanted: Option<NonZeroUsize>) -> Result<NonZeroUsize> {
        let limit = self.batch_limit;
        match wanted.filter(|&wanted| wanted > limit) {
            None => Ok(wanted.unwrap_or(limit)),
            Some(wanted) => Err(too_many(wanted.get(), limit.get())),
        }
    }
}

/// The reply to a request.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    /// The status, such as 200.
    pub status: u16,
    /// How long to wait, if the provider states it.
    pub retry_after: Option<Duration>,
    /// The Content-Encoding header, if it is known.
    pub encoding: Option<&'a str>,
    /// The content.
    pub body: &'a [u8],
}

/// The meaning of a reply for its batch, and for later ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The known ids have their views; the others have none.
    Answered,
    /// The known ids have their views; another call may answer the others.
    Partial {
        /// Why it is not complete, as a clause.
        reason: String,
        /// The wait that the provider requests.
        after: Option<Duration>,
    },
    /// The answer lists other ids than those of the batch, and none of these.
    Foreign {
        /// Which ids were requested and which came, as a clause.
        reason: String,
        /// The wait that the provider requests.
        after: Option<Duration>,
    },
    /// The answer is not in the provider's format.
    Unreadable {
        /// What came instead, as a clause.
        reason: String,
        /// Whether fewer ids may be answered better, for example if one value is not JSON.
        apart: bool,
    },
    /// It may be answered later, after the given wait.
    Again {
        /// The failure, as a clause.
        reason: String,
        /// The wait that the provider requests.
        after: Option<Duration>,
    },
    /// These ids are never answered together; some of them may be.
    Apart {
        /// The failure, as a clause.
        reason: String,
    },
    /// Nothing is answered until there is quota again.
    QuotaUsed {
        /// The failure, as a clause.
        reason: String,
    },
    /// Nothing will be answered until the user fixes something, such as a key.
    Refused {
        /// The failure, as a clause.
        reason: String,
    },
}

impl Verdict {
    /// Returns the failure, if there is one.
    pub(super) fn reason(&self) -> Option<&str> {
        match self {
            Self::Answered | Self::Partial { .. } => None,
            Self::Foreign { reason, .. }
            | Self::Unreadable { reason, .. }
            | Self::Again { reason, .. }
            | Self::Apart { reason }
            | Self::QuotaUsed { reason }
            | Self::Refused { reason } => Some(reason),
        }
    }
}

/// A provider that is called over HTTP.
pub trait Service {
    /// Returns its limits and costs.
    fn terms(&self) -> Terms;

    /// Returns the request for the ids of a batch.
    fn request(&self, batch: &Batch) -> Request;

    /// Records the answers of a reply, and returns its meaning, without any part of the key.
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

/// Returns the error for a batch over a provider's limit.
pub(super) fn too_many(requested: usize, limit: usize) -> Error {
    Error::new(
        ErrorCode::Provider,
        format!("Too many ({requested}) videos in the list. Expected up to {limit}"),
    )
}

/// Returns whether the same call may be answered later: too early, too often, or a server failure.
fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 409 | 425 | 429 | 500..=599)
}
