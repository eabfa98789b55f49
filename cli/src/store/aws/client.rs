//! Requests to the services of AWS that give keys.

use std::time::Duration;

use ureq::http::Response;
use ureq::{Agent, Body, Error};

use crate::http::config;

/// How long a service may take.
const LIMIT: Duration = Duration::from_secs(30);
/// The maximum size of a reply.
const MAX_REPLY: u64 = 64 * 1024;

pub(super) fn agent() -> Agent {
    config(1).timeout_global(Some(LIMIT)).build().into()
}

/// Reads the body of a reply.
pub(super) fn body(reply: &mut Response<Body>) -> Result<Vec<u8>, Error> {
    reply.body_mut().with_config().limit(MAX_REPLY).read_to_vec()
}
