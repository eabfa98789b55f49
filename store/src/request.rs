//! A request to be sent.

use std::fmt;

/// A GET request. `Debug` prints neither the query nor the headers' values, which hold signatures.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The whole URL.
    pub url: String,
    /// The headers besides `Host`.
    pub headers: Vec<(&'static str, String)>,
}

impl Request {
    /// Adds a half-open range of bytes to be read. It must not be empty.
    #[must_use]
    pub fn range(mut self, range: &std::ops::Range<u64>) -> Self {
        let last = range.end.saturating_sub(1);
        self.headers.push(("Range", format!("bytes={}-{last}", range.start)));
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.split('?').next().unwrap_or_default();
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Request").field("url", &url).field("headers", &names).finish()
    }
}
