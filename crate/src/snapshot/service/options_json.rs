//! The options of a service in JSON, with the names of the page.

use std::num::NonZeroUsize;

use serde_json::Value;

use super::options::wrong;
use super::{ServiceName, ServiceOptions, YouTubeMethod};
use crate::error::{Error, Result};

/// The names of the options in JSON.
const NAMES: &[&str] =
    &["provider", "url", "method", "key", "headers", "batchSize", "concurrency", "perSecond", "dailyUnits"];

impl ServiceOptions {
    /// Parses options as JSON, with the names of the page.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorCode::InvalidOption), with the name that is not an option.
    pub fn from_json(text: &str) -> Result<Self> {
        let read: Value = serde_json::from_str(text).map_err(|error| wrong(&error.to_string()))?;
        let fields = read.as_object().ok_or_else(|| wrong("the provider's options are not an object"))?;
        if let Some(name) = fields.keys().find(|name| !NAMES.contains(&name.as_str())) {
            let known = format!("one of {}", NAMES.join(", "));
            return Err(wrong(&format!("there is no provider option {name:?}")).expected(known));
        }
        let unfit = |name: &str, expected: &str| {
            let found = if is_secret(name) { "another type".to_owned() } else { read[name].to_string() };
            wrong(&format!("the provider option {name:?} is not valid")).expected(expected).found(found)
        };
        let text = |name: &str| match &read[name] {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text.clone())),
            _ => Err(unfit(name, "text")),
        };
        let provider = match text("provider")?.as_deref() {
            Some("youtube") => ServiceName::Youtube,
            Some("http") => ServiceName::Http,
            Some("callback") => ServiceName::Callback,
            _ => return Err(unfit("provider", "youtube, http or callback")),
        };
        let method = match text("method")?.as_deref() {
            None => None,
            Some("list") => Some(YouTubeMethod::List),
            Some("batchGetStats") => Some(YouTubeMethod::BatchGetStats),
            Some(_) => return Err(unfit("method", "list or batchGetStats")),
        };
        let count = |name: &str| match &read[name] {
            Value::Null => Ok(None),
            value => {
                let count = value.as_u64().filter(|&count| count > 0);
                count.map(Some).ok_or_else(|| unfit(name, "a whole number above 0"))
            }
        };
        let size = |name: &str| {
            let size = |count| NonZeroUsize::new(usize::try_from(count).unwrap_or(usize::MAX));
            Ok::<_, Error>(count(name)?.and_then(size))
        };
        let per_second = match &read["perSecond"] {
            Value::Null => None,
            value => Some(value.as_f64().ok_or_else(|| unfit("perSecond", "a number above 0"))?),
        };
        let pair = |pair: &Value| match pair.as_array()?.as_slice() {
            [name, value] => Some((name.as_str()?.to_owned(), value.as_str()?.to_owned())),
            _ => None,
        };
        let headers = match &read["headers"] {
            Value::Null => Some(Vec::new()),
            headers => headers.as_array().and_then(|each| each.iter().map(pair).collect()),
        };
        Ok(Self {
            provider,
            url: text("url")?,
            method,
            key: text("key")?,
            headers: headers.ok_or_else(|| unfit("headers", "a list of pairs of a name and a value"))?,
            batch_size: size("batchSize")?,
            concurrency: size("concurrency")?,
            per_second,
            daily_units: count("dailyUnits")?,
        })
    }
}

/// Returns whether errors must not show an option's value.
fn is_secret(name: &str) -> bool {
    matches!(name, "key" | "headers" | "url")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn options_are_read_from_json() {
        let text = r#"{"provider": "youtube", "method": "batchGetStats", "key": "k", "url": "http://a/v3",
            "headers": [["a", "b"]], "batchSize": 7, "concurrency": 2, "perSecond": 0.5, "dailyUnits": 9}"#;
        let options = ServiceOptions::from_json(text).ok().unwrap();
        assert_eq!(
            (options.provider, options.method),
            (ServiceName::Youtube, Some(YouTubeMethod::BatchGetStats))
        );
        assert_eq!((options.key.as_deref(), options.url.as_deref()), (Some("k"), Some("http://a/v3")));
        assert_eq!(options.headers, [("a".to_owned(), "b".to_owned())]);
        assert_eq!(
            options.batch_size.zip(options.concurrency),
            NonZeroUsize::new(7).zip(NonZeroUsize::new(2))
        );
        assert_eq!((options.per_second, options.daily_units), (Some(0.5), Some(9)));
        for text in [
            "{",
            "{}",
            r#"{"provider": "simulator"}"#,
            r#"{"provider": "http", "batchSize": 0}"#,
            r#"{"provider": "http", "concurrency": 1.5}"#,
            r#"{"provider": "http", "headers": [["a"]]}"#,
            r#"{"provider": "http", "headers": {"a": "b"}}"#,
            r#"{"provider": "http", "headers": [["a", 1]]}"#,
            r#"{"provider": "http", "perSecond": "2"}"#,
            r#"{"provider": "http", "dailyUnit": 5}"#,
            r#"{"provider": "http", "url": 5}"#,
            r#"{"provider": "youtube", "key": 5}"#,
            r#"["http"]"#,
            r#"{"provider": "youtube", "method": "delete"}"#,
        ] {
            assert_eq!(
                ServiceOptions::from_json(text).err().unwrap().code(),
                ErrorCode::InvalidOption,
                "{text}"
            );
        }
    }

    #[test]
    fn an_option_is_refused_by_its_name() {
        let refusal = |text: &str| ServiceOptions::from_json(text).err().unwrap().to_string();
        let unknown = refusal(r#"{"provider": "http", "dailyUnit": 5}"#);
        assert!(unknown.contains("\"dailyUnit\"") && unknown.contains("dailyUnits"), "{unknown}");
        assert!(refusal(r#"{"provider": "http", "perSecond": "2"}"#).contains("perSecond"));
        let secret = refusal(r#"{"provider": "http", "headers": [["a", "secret", "more"]]}"#);
        assert!(secret.contains("headers") && !secret.contains("secret"), "{secret}");
    }
}
