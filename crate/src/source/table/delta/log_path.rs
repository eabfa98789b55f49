//! The paths of data files in a log.

use percent_encoding::percent_decode_str;

use crate::error::{Error, ErrorCode, Result};
use crate::source::table::DeletionVector;

/// Returns the path of a data file without escapes: below the table's folder, or absolute if it is
/// outside of it. Escapes are decoded once. Names of folders such as `date=2023-01-02` have no
/// meaning.
///
/// `root` is the table's folder, absolute, with a trailing `/`.
///
/// # Errors
///
/// [`Corrupt`](ErrorCode::Corrupt) for a path that is empty or not UTF-8.
pub(super) fn data_path(stored: &str, root: Option<&str>) -> Result<String> {
    let broken = || {
        Error::new(ErrorCode::Corrupt, "the path of a data file in the log is not valid")
            .expected("a path in UTF-8, with escapes such as %20")
            .found(format!("\"{stored}\""))
    };
    let decoded = percent_decode_str(stored).decode_utf8().map_err(|_| broken())?;
    let (absolute, path) = match decoded.strip_prefix("file:") {
        // `file:/a`, `file:///a` and `/a` are one path.
        Some(rest) => (
            true,
            rest.strip_prefix("//").map_or(rest, |rest| rest.strip_prefix("localhost").unwrap_or(rest)),
        ),
        None => (decoded.starts_with('/'), &*decoded),
    };
    if has_scheme(path) {
        return Ok(path.to_owned());
    }
    let names: Vec<&str> = path.split('/').filter(|name| !matches!(*name, "" | ".")).collect();
    if names.is_empty() || path.contains('\0') {
        return Err(broken());
    }
    let path = names.join("/");
    if !absolute {
        return Ok(path);
    }
    let path = format!("/{path}");
    Ok(match root.and_then(|root| path.strip_prefix(root)) {
        Some(below) if !below.is_empty() => below.to_owned(),
        _ => path,
    })
}

/// Returns the path of a vector's file below the table's folder without escapes, as in
/// [`TableFile::path`](crate::source::table::TableFile::path); `None` for an inline vector.
///
/// `root` is the table's folder, absolute, with a trailing `/`.
///
/// # Errors
///
/// [`Corrupt`](ErrorCode::Corrupt) for a path that is not valid,
/// [`Unsupported`](ErrorCode::Unsupported) for one outside of the table's folder; without the data file.
pub fn vector_path(vector: &DeletionVector, root: Option<&str>) -> Result<Option<String>> {
    let Some(stored) = vector.file()? else { return Ok(None) };
    if vector.storage == 'f' {
        // In a table of Iceberg nothing is escaped.
        return Ok(Some(stored));
    }
    let path = data_path(&stored, root)?;
    if !is_outside(&path) {
        return Ok(Some(path));
    }
    Err(Error::new(ErrorCode::Unsupported, "the file's deletion vector is outside of its table's folder")
        .expected("a path below the folder of the table")
        .found(format!("\"{stored}\""))
        .remedy("Make a deep clone, or export the table to Parquet."))
}

/// Returns whether a path leads out of the table's folder.
pub(super) fn is_outside(path: &str) -> bool {
    path.starts_with('/') || has_scheme(path) || path.split('/').any(|name| name == "..")
}

fn has_scheme(path: &str) -> bool {
    path.split_once(':').is_some_and(|(scheme, rest)| {
        rest.starts_with('/')
            && scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded_once() {
        let path = |stored: &str| data_path(stored, Some("/data/t/")).unwrap();
        assert_eq!(path("x=A%252FA/part%200.parquet"), "x=A%2FA/part 0.parquet");
        assert_eq!(path("a/./b//c+d%2Bé%E6%97%A5"), "a/b/c+d+é日");
        assert_eq!(path("100%/a"), "100%/a", "a broken escape stays");
        assert_eq!(path("t=2021-09-08 11:11:11/a"), "t=2021-09-08 11:11:11/a");
        assert!(data_path("%ff", None).is_err() && data_path("a%00b", None).is_err());
        assert!(data_path("./", None).is_err());
    }

    #[test]
    fn one_absolute_path_has_many_forms() {
        let path = |stored: &str| data_path(stored, Some("/data/t/")).unwrap();
        for stored in ["/some/where", "file:/some/where", "file:///some/where", "file://localhost/some/where"]
        {
            assert_eq!(path(stored), "/some/where");
            assert!(is_outside(&path(stored)));
        }
        assert_eq!(path("file:///data/t/a/b%20c"), "a/b c");
        assert_eq!(path("s3://bucket/data/t/a"), "s3://bucket/data/t/a");
        assert!(is_outside("s3://bucket/a") && is_outside("a/../../b") && is_outside("/data/t2/a"));
        assert!(!is_outside("a/..b/c"));
    }
}
