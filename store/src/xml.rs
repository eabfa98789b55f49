//! XML documents as trees.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::error::{Reason, Result, StoreError};

/// The maximum depth of elements; listings and errors have four levels.
const MAX_LEVELS: usize = 16;

/// An element.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Its name, without the prefix of a namespace.
    pub(crate) name: String,
    /// Its text, without that of its children.
    pub(crate) text: String,
    /// Whether its text is percent-encoded, by the attribute `Encoded`.
    pub(crate) is_encoded: bool,
    pub(crate) children: Vec<Element>,
}

impl Element {
    /// Returns the first child of a name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Returns the text of the first child of a name, unless it is empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str()).filter(|text| !text.is_empty())
    }

    /// Returns the children of a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }
}

/// Parses a document. Returns its root.
///
/// # Errors
///
/// [`Reason::Malformed`] if it is not XML in UTF-8, is cut short, or is deeper than any reply.
pub(crate) fn parse(document: &[u8]) -> Result<Element> {
    let text = std::str::from_utf8(document).map_err(|_| malformed("it is not UTF-8"))?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut open: Vec<Element> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|error| malformed(&error.to_string()))?;
        let closed = match event {
            Event::Start(start) => {
                open.push(element(&start));
                if open.len() > MAX_LEVELS {
                    return Err(malformed("its elements lie too deep in each other"));
                }
                None
            }
            Event::Empty(start) => Some(element(&start)),
            Event::End(_) => open.pop(),
            Event::Text(part) => {
                add(&mut open, &part.xml10_content());
                None
            }
            Event::CData(part) => {
                add(&mut open, &part.xml10_content());
                None
            }
            Event::GeneralRef(name) => {
                let wrong = || malformed("it names an entity that is not known");
                let char = name.resolve_char_ref().map_err(|_| wrong())?;
                match char {
                    Some(char) => add(&mut open, char.encode_utf8(&mut [0; 4])),
                    None => add(&mut open, resolve_predefined_entity(&name).ok_or_else(wrong)?),
                }
                None
            }
            Event::Eof => return Err(malformed("it ends too early")),
            _ => None,
        };
        match (closed, open.last_mut()) {
            (Some(closed), Some(parent)) => parent.children.push(closed),
            (Some(root), None) => return Ok(root),
            (None, _) => {}
        }
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let name = start.local_name();
    let is_encoded = start.attributes().flatten().any(|attribute| {
        attribute.key.local_name().as_ref() == "Encoded" && attribute.value.as_ref() == "true"
    });
    Element { name: name.as_ref().to_owned(), is_encoded, ..Element::default() }
}

fn add(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn malformed(found: &str) -> StoreError {
    StoreError::new(Reason::Malformed, "the server's reply cannot be read")
        .expected("an XML document")
        .found(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_as_written() {
        let root = parse(
            b"\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<d:A xmlns:d='x'><B> a&amp;b&#43;&#xfc;<![CDATA[<]]> </B><C/>\
              <B Encoded=\"true\">%01</B></d:A>",
        )
        .unwrap();
        assert_eq!(root.name, "A");
        assert_eq!(root.text("B"), Some(" a&b+\u{fc}< "));
        assert_eq!(root.text("C"), None);
        assert_eq!(root.all("B").map(|it| it.is_encoded).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn documents_that_are_not_whole_are_refused() {
        let deep = "<a>".repeat(100);
        for document in ["", "<a>", "<a></b>", "<a>&x;</a>", "text", "{}", &deep] {
            assert_eq!(parse(document.as_bytes()).unwrap_err().reason, Reason::Malformed, "{document}");
        }
        assert!(parse(b"<a>\xff</a>").is_err());
    }
}
