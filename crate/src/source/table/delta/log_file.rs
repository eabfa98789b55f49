//! The meaning of the names in `_delta_log/`.

use crate::source::table::names::all_digits;

/// A file of the log, by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::source::table) enum LogFile {
    /// The actions of a version, as lines of JSON.
    Commit(u64),
    /// A checkpoint in one Parquet file.
    Whole(u64),
    /// A part of a checkpoint in several Parquet files.
    Part {
        version: u64,
        /// Its number, from 1.
        part: u32,
        parts: u32,
    },
    /// A checkpoint of the second form, which may name sidecars.
    Second { version: u64, is_json: bool },
    /// The totals of a version.
    Checksum(u64),
}

impl LogFile {
    /// Parses a name; `None` for other files, such as the hint and compacted commits.
    pub(in crate::source::table) fn of_name(name: &str) -> Option<Self> {
        let (version, rest) = name.split_once('.')?;
        let version = number(version, 20)?;
        if rest == "json" {
            return Some(Self::Commit(version));
        }
        if rest == "crc" {
            return Some(Self::Checksum(version));
        }
        let rest = rest.strip_prefix("checkpoint.")?;
        if rest == "parquet" {
            return Some(Self::Whole(version));
        }
        let (middle, extension) = rest.rsplit_once('.')?;
        if let Some((part, parts)) = middle.split_once('.') {
            let part = u32::try_from(number(part, 10)?).ok()?;
            let parts = u32::try_from(number(parts, 10)?).ok()?;
            let is_part = extension == "parquet" && (1..=parts).contains(&part);
            return is_part.then_some(Self::Part { version, part, parts });
        }
        let is_json = match extension {
            "json" => true,
            "parquet" => false,
            _ => return None,
        };
        Some(Self::Second { version, is_json })
    }
}

fn number(digits: &str, length: usize) -> Option<u64> {
    (digits.len() == length && all_digits(digits)).then(|| digits.parse().ok()).flatten()
}

/// Returns the name of the commit of a version.
pub(in crate::source::table) fn commit_name(version: u64) -> String {
    format!("{version:020}.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_fixed_numbers_of_digits() {
        let of = |rest: &str| LogFile::of_name(&format!("00000000000000000012.{rest}"));
        assert_eq!(of("json"), Some(LogFile::Commit(12)));
        assert_eq!(of("crc"), Some(LogFile::Checksum(12)));
        assert_eq!(of("checkpoint.parquet"), Some(LogFile::Whole(12)));
        let part = LogFile::Part { version: 12, part: 2, parts: 3 };
        assert_eq!(of("checkpoint.0000000002.0000000003.parquet"), Some(part));
        assert_eq!(of("checkpoint.0000000004.0000000003.parquet"), None);
        let second = |is_json| Some(LogFile::Second { version: 12, is_json });
        assert_eq!(of("checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json"), second(true));
        assert_eq!(of("checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.parquet"), second(false));
        for name in
            ["_last_checkpoint", "12.json", ".00000000000000000012.json.crc", "0012.checkpoint.parquet"]
        {
            assert_eq!(LogFile::of_name(name), None);
        }
        assert_eq!(of("00000000000000000014.compacted.json"), None);
        assert_eq!(of("json.tmp"), None);
    }
}
