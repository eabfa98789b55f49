//! The paths in a table's metadata, which begin with the location where it was written.

use crate::error::{Error, ErrorCode, Result};

/// Where a table was written, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableLocation {
    /// The table's location in its metadata.
    location: Place,
    /// The folder where it is, if it is absolute.
    folder: Option<Place>,
}

/// A URI or a path.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    /// The scheme, empty for a path.
    scheme: String,
    authority: String,
    /// The path without a slash at its end.
    path: String,
}

impl Place {
    /// Parses a URI or a path. Nothing in it is escaped.
    fn new(text: &str) -> Self {
        let is_scheme = |scheme: &str| {
            scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
                && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
        };
        let (scheme, rest) = match text.split_once(':') {
            Some((scheme, rest)) if rest.starts_with('/') && is_scheme(scheme) => {
                (scheme.to_ascii_lowercase(), rest)
            }
            _ => (String::new(), text),
        };
        let (authority, path) = match rest.strip_prefix("//").filter(|_| !scheme.is_empty()) {
            Some(rest) => rest.find('/').and_then(|end| rest.split_at_checked(end)).unwrap_or((rest, "")),
            None => ("", rest),
        };
        let scheme = match scheme.as_str() {
            // Names of one protocol.
            "s3a" | "s3n" => "s3".to_owned(),
            "abfss" | "wasb" | "wasbs" => "abfs".to_owned(),
            "file" => String::new(),
            _ => scheme,
        };
        let authority = if scheme.is_empty() { "" } else { authority };
        Self { scheme, authority: authority.to_owned(), path: path.trim_end_matches('/').to_owned() }
    }

    /// Returns the part of a place below this one, without a slash at its beginning.
    fn below<'a>(&self, inner: &'a Self) -> Option<&'a str> {
        // A path without a scheme is in the writer's default file system.
        let is_same = (&self.scheme, &self.authority) == (&inner.scheme, &inner.authority)
            || self.scheme.is_empty()
            || inner.scheme.is_empty();
        let rest = inner.path.strip_prefix(self.path.as_str()).filter(|_| is_same)?;
        rest.strip_prefix('/').map(|rest| rest.trim_start_matches('/')).filter(|rest| !rest.is_empty())
    }
}

impl TableLocation {
    /// Creates it from the table's location, and the folder where it is, if that is absolute.
    pub fn new(location: &str, folder: Option<&str>) -> Self {
        Self { location: Place::new(location), folder: folder.map(Place::new) }
    }

    /// Returns a path of the metadata below the table's folder.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](crate::ErrorCode::Unsupported) for a path outside of it.
    pub fn below(&self, stored: &str) -> Result<String> {
        let place = Place::new(stored);
        let below = self.location.below(&place);
        let below = below.or_else(|| self.folder.as_ref()?.below(&place));
        let is_inside =
            |below: &&str| below.split('/').all(|name| name != ".." && name != "." && !name.is_empty());
        below.filter(is_inside).map(str::to_owned).ok_or_else(|| {
            let Place { scheme, authority, path } = &self.location;
            let prefix = if scheme.is_empty() { String::new() } else { format!("{scheme}://{authority}") };
            Error::new(ErrorCode::Unsupported, "the Iceberg table has a file outside of its folder")
                .expected(format!("a path below its location {prefix}{path}/"))
                .found(format!("\"{stored}\""))
                .remedy("Rewrite the table into one folder, or export it to Parquet.")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_moved_with_their_table() {
        let below =
            |location: &str, stored: &str| TableLocation::new(location, Some("/here/t/")).below(stored);
        for (location, stored) in [
            ("s3a://b/w/t", "s3://b/w/t/data/a%20b=1/x"),
            ("s3://b/w/t/", "s3a://b/w/t//data/a%20b=1/x"),
            ("/w/t", "hdfs://host:1/w/t/data/a%20b=1/x"),
            ("file:///w/t", "/w/t/data/a%20b=1/x"),
            ("file:/w/t", "file:///w/t/data/a%20b=1/x"),
            ("data/t", "data/t/data/a%20b=1/x"),
            ("s3://b/w/t", "/here/t/data/a%20b=1/x"),
        ] {
            assert_eq!(below(location, stored).unwrap(), "data/a%20b=1/x", "{location} {stored}");
        }
        for (location, stored) in [
            ("s3://b/w/t", "s3://b/w/t2/data/x"),
            ("s3://b/w/t", "s3://c/w/t/data/x"),
            ("s3://b/w/t", "gs://b/w/t/data/x"),
            ("s3://b/w/t", "s3://b/w/t/../u/x"),
            ("s3://b/w/t", "s3://b/w/t"),
        ] {
            let error = below(location, stored).unwrap_err().to_string();
            assert!(error.contains("s3://b/w/t/") && error.contains(stored), "{error}");
        }
    }
}
