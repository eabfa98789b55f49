//! A call to a service, and what a fetch needs next.

use crate::snapshot::pace::Millis;
use crate::snapshot::service::Request;

/// The number of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub u64);

/// What a fetch job needs next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Make this call, and pass its reply.
    Call(CallId, Request),
    /// More ids; see [`SnapshotJob::needs`](crate::snapshot::SnapshotJob::needs).
    Ids,
    /// The reply of a call in flight.
    Reply,
    /// Nothing before this time.
    At(Millis),
    /// Nothing before this time, because the day's quota is used up, or before [`Fetch::resume`](super::Fetch::resume).
    Quota(Millis),
    /// The user has to fix something, and then call [`Fetch::resume`](super::Fetch::resume).
    Stopped(String),
    /// Nothing: every id is answered or known to be unanswered.
    Done,
}

/// A call that is in flight or waits.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) id: CallId,
    /// The time from which it may be made.
    pub(super) from: Millis,
    pub(super) batch: u64,
    pub(super) places: Vec<usize>,
    pub(super) failures: u32,
    /// Whether an earlier partial answer omitted its ids.
    pub(super) requested_again: bool,
}
