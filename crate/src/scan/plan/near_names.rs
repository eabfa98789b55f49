//! Names of columns that a user may have meant.

use crate::scan::Role;
use crate::source::matched_name;

/// How many names are suggested.
const MAX_SUGGESTED: usize = 3;
/// The maximum number of changed letters of a suggested name.
const MAX_CHANGES: usize = 2;
/// Names longer than this are not compared.
const MAX_LETTERS: usize = 64;

/// Returns the columns whose names nearly equal a wanted one, nearest first.
fn near_names<'a>(wanted: &[&str], names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted: Vec<Vec<char>> = wanted.iter().map(|name| letters(name)).collect();
    let mut near: Vec<(usize, &str)> = Vec::new();
    for name in names {
        let found = letters(name);
        // The last part of a struct leaf's name is compared too.
        let own = letters(name.rsplit('.').next().unwrap_or(name));
        let distances = wanted.iter().flat_map(|wanted| [changes(wanted, &found), changes(wanted, &own)]);
        let limit = MAX_CHANGES.min(found.len() / 3);
        if let Some(distance) = distances.min().filter(|&distance| distance <= limit) {
            near.push((distance, name));
        }
    }
    near.sort_unstable();
    near.into_iter().map(|(_, name)| name).take(MAX_SUGGESTED).collect()
}

/// Returns a sentence that suggests columns for a role, or for a name given by hand; empty if no
/// name is near.
pub(super) fn did_you_mean<'a>(
    role: Role,
    by_hand: Option<&str>,
    names: impl Iterator<Item = &'a str>,
) -> String {
    let mut wanted = vec![role.name()];
    wanted.extend(role.other_names());
    let near = match by_hand {
        Some(name) => near_names(&[name], names),
        None => near_names(&wanted, names),
    };
    let quoted: Vec<String> = near.iter().map(|name| format!("{name:?}")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        several => format!(" Did you mean {}?", several.join(" or ")),
    }
}

/// Returns the letters and digits of a name in lower case.
fn letters(name: &str) -> Vec<char> {
    let name = matched_name(name).chars().take(MAX_LETTERS);
    name.filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the number of letters to insert, delete, replace, or swap with the next one.
fn changes(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for (i, &left) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &right) in b.iter().enumerate() {
            let replaced = rows[i][j] + usize::from(left != right);
            let mut least = replaced.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && left == b[j - 1] && a[i - 1] == right {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_suggested() {
        let names = ["vidoe_id", "channel", "comment_count", "snippet.videoid", "x"];
        let suggested = did_you_mean(Role::VideoId, None, names.into_iter());
        assert_eq!(suggested, r#" Did you mean "snippet.videoid" or "vidoe_id"?"#);
        assert_eq!(did_you_mean(Role::ViewCount, None, names.into_iter()), "");
        let by_hand = did_you_mean(Role::Date, Some("comment_cuont"), names.into_iter());
        assert_eq!(by_hand, r#" Did you mean "comment_count"?"#);
    }
}
