//! Escapes text from files for the terminal.

use std::io::{self, Write};

/// Ends the process as clap does for an invalid command or a request for help. Its messages contain
/// the arguments.
pub(crate) fn end(error: &clap::Error) -> ! {
    let text = error.render().to_string();
    if plain(&text) == text {
        error.exit();
    }
    // Standard error is closed; there is no other place to report that.
    let _ = write!(io::stderr(), "{}", plain(&text));
    std::process::exit(error.exit_code());
}

/// Returns text without control characters other than line ends, and without characters that change
/// the direction of writing. Each becomes an escape such as `\u{1b}`, so that a name or an id
/// cannot overwrite or reverse the text beside it.
pub(crate) fn plain(text: &str) -> String {
    escaped(text, |character| is_unseen(character) && character != '\n', char::escape_default)
}

/// Returns the same for one line.
pub(crate) fn plain_line(text: &str) -> String {
    escaped(text, is_unseen, char::escape_default)
}

/// Returns the same for JSON, where only strings have such characters: those that serde_json does
/// not escape become JSON escapes.
pub(crate) fn plain_json(text: &str) -> String {
    let unicode = |character| format!("\\u{:04x}", u32::from(character));
    escaped(text, |character| matches!(character, '\u{7f}'..='\u{9f}') || turns(character), unicode)
}

fn is_unseen(character: char) -> bool {
    character.is_control() || turns(character)
}

/// Returns whether a character changes the direction of writing.
fn turns(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escaped<Escape: ToString>(
    text: &str,
    is_escaped: impl Fn(char) -> bool,
    escape: impl Fn(char) -> Escape,
) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if is_escaped(character) {
            plain.push_str(&escape(character).to_string());
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

    #[test]
    fn no_character_turns_the_writing_round() {
        let turning = ["\u{61c}", "\u{200e}", "\u{200f}", "\u{202a}", "\u{202e}", "\u{2066}", "\u{2069}"];
        for character in turning {
            let escape = format!("a{}b", character.escape_default());
            assert_eq!(plain(&format!("a{character}b")), escape);
            assert_eq!(plain_line(&format!("a{character}b")), escape);
        }
        // Text from right to left, and joiners of other scripts, stay unchanged.
        assert_eq!(plain_line("עברית \u{200d}"), "עברית \u{200d}");
        assert_eq!(plain_json("\"\u{202e}\""), "\"\\u202e\"");
    }

    #[test]
    fn json_says_the_same_without_control_characters() {
        let original = "\u{7f}\u{9b}2J\u{1b}é\u{a0}";
        let text = plain_json(&serde_json::to_string(original).unwrap());
        assert_eq!(text, "\"\\u007f\\u009b2J\\u001bé\u{a0}\"");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), original);
    }
}
