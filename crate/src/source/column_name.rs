//! Matching of column names.

/// Returns a column's name without the blanks and byte-order marks at its ends, which are ignored
/// when names are matched.
///
/// ```
/// use daytally::source::matched_name;
///
/// assert_eq!(matched_name("\u{feff}video_id\u{a0} "), "video_id");
/// ```
pub fn matched_name(name: &str) -> &str {
    name.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}')
}

/// Returns the position of a column in a list: the last one with exactly this name, or else the
/// only one whose name differs only by blanks and byte-order marks at its ends.
pub fn column_index<T>(columns: &[T], name_of: impl Fn(&T) -> &str, name: &str) -> Option<usize> {
    if let Some(at) = columns.iter().rposition(|column| name_of(column) == name) {
        return Some(at);
    }
    let wanted = matched_name(name);
    let mut same = (0..).zip(columns).filter(|(_, column)| matched_name(name_of(column)) == wanted);
    let (at, _) = same.next()?;
    same.next().is_none().then_some(at)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn the_very_name_wins_over_one_with_blanks() {
        let find = |names: &[&str], name| column_index(names, |name| name, name);
        assert_eq!(find(&["a ", "a", "b"], "a"), Some(1));
        assert_eq!(find(&["b", "\u{feff}a"], "a"), Some(1));
        assert_eq!(find(&["b", "a"], " a\u{a0}"), Some(1));
        assert_eq!(find(&["a ", " a"], "a"), None);
        assert_eq!(find(&["a", "a"], "a"), Some(1));
        assert_eq!(find(&["b"], "a"), None);
    }
}
