//! A call to make.

use std::fmt;

/// How a provider is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The ids are in the address.
    Get,
    /// The ids are in the body.
    Post,
}

impl Method {
    /// Returns the word of HTTP.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A call to make. Keys are in `headers` alone, which are never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// How it is called.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// What is sent, as JSON.
    pub body: Option<String>,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &names)
            .field("body", &self.body)
            .finish()
    }
}
