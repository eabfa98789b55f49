//! What a file says, as a terminal may be told it.

/// Text of lines, in which no control character but a line's end is left: each stands there as an
/// escape such as `\u{1b}`, so that a name or an id can't write over what was said before.
pub(super) fn plain(text: &str) -> String {
    escaped(text, |character| character.is_control() && character != '\n')
}

/// The same for a sentence, which is one line.
pub(super) fn plain_line(text: &str) -> String {
    escaped(text, char::is_control)
}

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if is_escaped(character) {
            plain.extend(character.escape_default());
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_is_left() {
        assert_eq!(plain("a\u{1b}[2Jb\r\n\u{9b}é"), "a\\u{1b}[2Jb\\r\n\\u{9b}é");
        assert_eq!(plain_line("a\nerror: b\0"), "a\\nerror: b\\u{0}");
    }
}
