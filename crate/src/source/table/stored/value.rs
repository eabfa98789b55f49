//! A value of JSON.

/// The maximum depth of lists and objects.
const MAX_DEPTH: usize = 127;

/// A value of JSON, as the logs and the metadata of tables have it.
///
/// ```
/// use daytally::source::table::Json;
///
/// let json = Json::parse(br#"{"version": 12, "parts": ["a"]}"#)?;
/// assert_eq!(json.get("version").and_then(Json::as_u64), Some(12));
/// assert_eq!(json.get("parts").and_then(Json::as_list).map(<[Json]>::len), Some(1));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// The literal `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number as it is written: it may be larger than any integer here, and is never rounded.
    Number(Box<str>),
    /// A string, without escapes.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// The members of an object, in their order. Of several with one name, the last counts.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Parses UTF-8 text that is one value.
    ///
    /// # Errors
    ///
    /// What is wrong with the text, and where.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(bytes).map_err(|_| "text that is not UTF-8")?;
        let mut parser = Parser { text, at: 0 };
        let value = parser.value(MAX_DEPTH)?;
        parser.skip_space();
        if parser.at == text.len() { Ok(value) } else { Err(parser.not("the end")) }
    }

    /// Returns a member of an object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Returns whether it is null.
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// Returns it if it is true or false.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Boolean(value) = self { Some(*value) } else { None }
    }

    /// Returns it if it is a whole number that is not negative, without a fraction or an exponent.
    pub fn as_u64(&self) -> Option<u64> {
        if let Self::Number(number) = self { number.parse().ok() } else { None }
    }

    /// Returns it if it is a whole number, without a fraction or an exponent.
    pub fn as_i64(&self) -> Option<i64> {
        if let Self::Number(number) = self { number.parse().ok() } else { None }
    }

    /// Returns it if it is text.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// Returns it if it is a list.
    pub fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    /// Returns the members if it is an object.
    pub fn as_object(&self) -> Option<&[(String, Self)]> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    /// Parses the value that follows.
    fn value(&mut self, depth: usize) -> Result<Json, String> {
        self.skip_space();
        match self.peek() {
            Some(b'{') => {
                let mut members = Vec::new();
                self.separated(b'}', depth, &mut |parser, depth| {
                    parser.skip_space();
                    let name = parser.string()?;
                    parser.skip_space();
                    parser.needed(b':')?;
                    members.push((name, parser.value(depth)?));
                    Ok(())
                })?;
                Ok(Json::Object(members))
            }
            Some(b'[') => {
                let mut list = Vec::new();
                self.separated(b']', depth, &mut |parser, depth| {
                    list.push(parser.value(depth)?);
                    Ok(())
                })?;
                Ok(Json::List(list))
            }
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.literal(),
        }
    }

    /// Parses the items of a list or an object up to its `end`; `depth` is the depth that is left.
    fn separated(
        &mut self,
        end: u8,
        depth: usize,
        one: &mut dyn FnMut(&mut Self, usize) -> Result<(), String>,
    ) -> Result<(), String> {
        let depth = depth.checked_sub(1).ok_or("lists and objects that are too deep")?;
        self.at += 1;
        self.skip_space();
        if self.skip(end) {
            return Ok(());
        }
        loop {
            one(self, depth)?;
            self.skip_space();
            if self.skip(end) {
                return Ok(());
            }
            self.needed(b',')?;
        }
    }

    fn literal(&mut self) -> Result<Json, String> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let known = [("null", Json::Null), ("true", Json::Boolean(true)), ("false", Json::Boolean(false))];
        let found = known.into_iter().find(|(name, _)| rest.starts_with(name));
        let (name, value) = found.ok_or_else(|| self.not("a value"))?;
        self.at += name.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<Json, String> {
        let start = self.at;
        self.skip(b'-');
        if !self.skip(b'0') {
            self.digits()?;
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _ = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        Ok(Json::Number(self.text.get(start..self.at).unwrap_or_default().into()))
    }

    fn digits(&mut self) -> Result<(), String> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += digits;
        if digits > 0 { Ok(()) } else { Err(self.not("a digit")) }
    }

    fn string(&mut self) -> Result<String, String> {
        self.needed(b'"')?;
        let mut found = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let is_end = |byte: &u8| *byte < b' ' || *byte == b'"' || *byte == b'\\';
            let length = rest.bytes().position(|byte| is_end(&byte)).unwrap_or(rest.len());
            found.push_str(rest.get(..length).unwrap_or_default());
            self.at += length;
            if self.skip(b'"') {
                return Ok(found);
            }
            if !self.skip(b'\\') {
                return Err(self.not("the end of a text"));
            }
            found.push(self.escaped()?);
        }
    }

    /// Parses what follows a backslash.
    fn escaped(&mut self) -> Result<char, String> {
        let letter = self.peek().ok_or_else(|| self.not("an escape"))?;
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.hex()?;
                if (0xd800..0xdc00).contains(&code) && self.skip(b'\\') {
                    self.needed(b'u')?;
                    // A code that is not the second half of a surrogate pair becomes an invalid
                    // character.
                    let low = self.hex()?.wrapping_sub(0xdc00);
                    code = if low < 0x400 { 0x10000 + ((code - 0xd800) << 10 | low) } else { u32::MAX };
                }
                char::from_u32(code).ok_or_else(|| self.not("an escaped character"))?
            }
            _ => return Err(self.not("an escape")),
        })
    }

    /// Parses four hexadecimal digits.
    fn hex(&mut self) -> Result<u32, String> {
        let digits = self.text.get(self.at..self.at + 4).filter(|digits| !digits.starts_with('+'));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.not("four hexadecimal digits"))?;
        self.at += 4;
        Ok(code)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips a byte if it follows, and returns whether it does.
    fn skip(&mut self, byte: u8) -> bool {
        let follows = self.peek() == Some(byte);
        self.at += usize::from(follows);
        follows
    }

    fn needed(&mut self, byte: u8) -> Result<(), String> {
        if self.skip(byte) { Ok(()) } else { Err(self.not(&char::from(byte).to_string())) }
    }

    fn not(&self, expected: &str) -> String {
        format!("JSON without {expected} at byte {}", self.at)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(json: &Json, expected: &serde_json::Value) -> bool {
        use serde_json::Value;

        match (json, expected) {
            (Json::Null, Value::Null) => true,
            (Json::Boolean(value), Value::Bool(expected)) => value == expected,
            // serde_json reads other numbers as floating-point numbers.
            (Json::Number(number), Value::Number(expected)) => {
                json.as_u64() == expected.as_u64() && json.as_i64() == expected.as_i64()
                    || number.starts_with("-0")
            }
            (Json::Text(text), Value::String(expected)) => text == expected,
            (Json::List(list), Value::Array(expected)) => {
                list.len() == expected.len() && list.iter().zip(expected).all(|(a, b)| same(a, b))
            }
            (Json::Object(members), Value::Object(expected)) => {
                members.iter().all(|(name, _)| expected.contains_key(name))
                    && expected.iter().all(|(name, value)| same(json.get(name).unwrap(), value))
            }
            _ => false,
        }
    }

    /// Compares the result with that of serde_json.
    fn check(text: &[u8]) {
        let shown = String::from_utf8_lossy(text);
        match (Json::parse(text), serde_json::from_slice::<serde_json::Value>(text)) {
            (Ok(json), Ok(expected)) => assert!(same(&json, &expected), "{shown}: {json:?}"),
            // Some numbers are too large for serde_json.
            (Ok(_), Err(error)) => assert!(error.to_string().contains("out of range"), "{shown}: {error}"),
            (Err(found), expected) => assert!(expected.is_err(), "{shown}: {found}"),
        }
    }

    #[test]
    fn texts_are_those_of_the_grammar() {
        for text in [
            "",
            " ",
            "nul",
            "nulla",
            "true",
            " false\n",
            "[]",
            "[ ]",
            "[,]",
            "[1,]",
            "[1 2]",
            "{}",
            "{,}",
            "{\"a\":1,}",
            "{\"a\" : [ {\"b\":null} , \"\" ]\t}",
            "{\"a\":1,\"a\":2}",
            "{a:1}",
            "{\"a\"}",
            "[",
            "0",
            "-0",
            "-",
            "01",
            "1.",
            ".5",
            "1.5",
            "1e",
            "1e+",
            "1E-7",
            "+1",
            "1e400",
            "9223372036854775807",
            "-9223372036854775808",
            "18446744073709551615",
            "18446744073709551616",
            "\"",
            "\"a",
            "\"\\",
            "\"\\q\"",
            "\"\\u00e9\\/\\b\\f\\n\\r\\t\\\"\\\\\"",
            "\"\\u12\"",
            "\"\\u+123\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\ud83d\\u0041\"",
            "\"\\ude00\"",
            "\"\\ud83dx\"",
            "\"\\u00é\"",
            "\"é日\u{10ffff}\"",
            "\"\t\"",
            "1 1",
            "\u{feff}1",
        ] {
            check(text.as_bytes());
        }
        check(b"\"\xff\"");
        for depth in [127, 128, 129] {
            check(format!("{}{}", "[".repeat(depth), "]".repeat(depth)).as_bytes());
        }
        assert_eq!(Json::parse(b"{\"a\":1,\"a\":2}").unwrap().get("a").and_then(Json::as_u64), Some(2));
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_by_serde_json(text in r#"([\[\]{},:"\\ -]|null|true|-?[0-9]{1,20}|[.eE+]|\\u[0-9a-f]{4}|"a":|"(\\[nu/]|[b-dé]){0,3}"){0,12}"#) {
            check(text.as_bytes());
        }
    }
}
