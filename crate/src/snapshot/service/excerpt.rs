//! Excerpts of replies for messages.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The maximum number of characters of an answer that are shown.
const MAX_SHOWN: usize = 200;
/// The maximum number of characters of a single value that are shown.
const MAX_VALUE: usize = 40;
/// The maximum number of bytes that are shown of an answer that is not text.
const MAX_BYTES: usize = 16;
/// Shorter words of a header may be ordinary words.
const MIN_SECRET: usize = 6;

/// Texts that no message may show, in any encoding.
#[derive(Clone, Default)]
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    /// Hides a key, however short.
    pub(super) fn key(key: &str) -> Self {
        let mut secrets = Self::default();
        secrets.add(key);
        secrets
    }

    /// Hides the long words of headers and the long values of a URL's query.
    pub(super) fn of(headers: &[(String, String)], url: &str) -> Self {
        let mut secrets = Self::default();
        let words = headers.iter().flat_map(|(_, value)| value.split_whitespace());
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let values = query.split(['&', '=', '#']);
        for secret in words.chain(values).filter(|word| word.len() >= MIN_SECRET) {
            secrets.add(secret);
            // As in Basic authentication: a user and a password.
            if let Some(plain) = decoded(secret) {
                plain.split(':').chain([plain.as_str()]).for_each(|part| {
                    if part.len() >= MIN_SECRET {
                        secrets.add(part);
                    }
                });
            }
        }
        secrets
    }

    fn add(&mut self, secret: &str) {
        if secret.is_empty() {
            return;
        }
        let percent = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
        // In a longer text, the secret may begin at each of three positions in a group.
        let base64 = [STANDARD, URL_SAFE]
            .into_iter()
            .flat_map(|alphabet| (0..3).map(move |at| encoded(secret, at, alphabet)))
            .filter(|form| form.len() >= MIN_SECRET);
        self.0.extend([secret.to_owned(), percent].into_iter().chain(base64));
        self.0.sort_by_key(|form| std::cmp::Reverse(form.len()));
        self.0.dedup();
    }

    fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), "…"))
    }

    /// Returns the beginning of a text as one line, without secrets and without characters that
    /// change how the rest of the message looks.
    pub(super) fn show(&self, text: &str) -> String {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        cut(&self.hide(&line), MAX_SHOWN)
    }

    /// Returns an excerpt of a value of an answer.
    pub(super) fn show_value(&self, text: &str) -> String {
        cut(&self.hide(text), MAX_VALUE)
    }

    /// Returns the beginning of a body; the bytes of one that is not text.
    pub(super) fn show_body(&self, body: &[u8]) -> String {
        // The piece may end within a character.
        let piece = &body[..body.len().min(64 * 1024)];
        match std::str::from_utf8(piece) {
            _ if body.is_empty() => "nothing".to_owned(),
            Ok(text) => self.show(text),
            Err(error) if error.valid_up_to() >= MAX_SHOWN || error.error_len().is_none() => {
                self.show(&String::from_utf8_lossy(piece))
            }
            Err(_) if piece.contains(&0) || piece.first().is_some_and(|byte| *byte < b' ') => {
                let bytes: Vec<String> =
                    piece.iter().take(MAX_BYTES).map(|byte| format!("{byte:02x}")).collect();
                format!("bytes that are not text, beginning with {}", bytes.join(" "))
            }
            Err(_) => self.show(&String::from_utf8_lossy(piece)),
        }
    }
}

/// Cuts a text to a maximum length, and escapes characters that are not printable.
fn cut(text: &str, max: usize) -> String {
    let mut shown = String::new();
    for (at, character) in text.chars().enumerate() {
        if at == max {
            shown.push('…');
            break;
        }
        if character.is_control() || is_bidirectional(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Returns whether a character changes the direction of the text around it.
fn is_bidirectional(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Returns the base64 digits that a text alone determines if it follows `before` bytes of a group
/// (<https://www.rfc-editor.org/rfc/rfc4648#section-4>).
fn encoded(text: &str, before: usize, alphabet: &[u8; 64]) -> String {
    let bits = |at: usize| usize::from(text.as_bytes()[at / 8] >> (7 - at % 8) & 1);
    let skipped = (6 - before * 8 % 6) % 6;
    let digits = (text.len() * 8).saturating_sub(skipped) / 6;
    (0..digits)
        .map(|digit| {
            let start = skipped + digit * 6;
            let index = (start..start + 6).fold(0, |index, at| index << 1 | bits(at));
            char::from(alphabet[index])
        })
        .collect()
}

/// Decodes base64 text; `None` if it is not base64, or not text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0_u32, 0);
    for &digit in text.trim_end_matches('=').as_bytes() {
        let known = STANDARD.iter().position(|each| *each == digit);
        let value = known.or_else(|| URL_SAFE.iter().position(|each| *each == digit))?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    let decoded = String::from_utf8(bytes).ok()?;
    (!decoded.chars().any(char::is_control)).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_form_of_a_secret_is_shown() {
        let headers = vec![("Authorization".to_owned(), "Basic dXNlcjpoZWxsby13b3JsZA==".to_owned())];
        let secrets = Secrets::of(&headers, "http://a/?token=s%3Ecret-token&x=1");
        for text in [
            "Basic dXNlcjpoZWxsby13b3JsZA==",
            "hello-world",
            "hello%2Dworld",
            // `printf 'Authorization: Basic dXNlcjpoZWxsby13b3JsZA==' | base64`, and with one and two
            // bytes before it.
            "QXV0aG9yaXphdGlvbjogQmFzaWMgZFhObGNqcG9aV3hzYnkxM2IzSnNaQT09",
            "eEF1dGhvcml6YXRpb246IEJhc2ljIGRYTmxjanBvWld4c2J5MTNiM0pzWkE9PQ==",
            "eHhBdXRob3JpemF0aW9uOiBCYXNpYyBkWE5sY2pwb1pXeHNieTEzYjNKc1pBPT0=",
            "s%3Ecret-token",
        ] {
            let shown = secrets.show(&format!("<{text}>"));
            assert!(shown.contains('…'), "{shown}");
            for secret in ["dXNlcjpoZWxsby13b3JsZA", "ZFhObGNqcG9aV3hzYnkxM2IzSnNa", "hello", "cret-token"] {
                assert!(!shown.contains(secret), "{shown}");
            }
        }
        assert_eq!(Secrets::key("k").show("a key: k"), "a …ey: …");
        assert_eq!(Secrets::key("").show("nothing hidden"), "nothing hidden");
    }

    #[test]
    fn what_is_shown_is_one_plain_line() {
        let secrets = Secrets::default();
        assert_eq!(secrets.show("a\n\tb\u{1b}[2J\u{202e}c"), "a b\\u{1b}[2J\\u{202e}c");
        assert_eq!(secrets.show(&"é".repeat(300)).chars().count(), 201);
        assert_eq!(
            secrets.show_body(&[0x1f, 0x8b, 8, 0]),
            "bytes that are not text, beginning with 1f 8b 08 00"
        );
        assert_eq!(secrets.show_body(b"caf\xe9"), "caf\u{fffd}");
        assert_eq!(secrets.show_body(b""), "nothing");
    }
}
