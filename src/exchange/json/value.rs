//! One parsed value of a document, with members in the order of the file.

use std::fmt;

use encoding_rs::WINDOWS_1252;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value; numbers keep the form in which they are written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Node>),
    // No map: the order of the file is the order of the columns, and a name may stand twice.
    Object(Vec<(String, Node)>),
}

/// A parsed value, and what had to be repaired before.
pub(super) struct ParsedValue {
    pub(super) node: Node,
    pub(super) mended: Option<&'static str>,
}

/// Parses one value. Faults that can only mean one thing are repaired: bytes of another encoding, lone surrogates,
/// control characters, and `NaN` as some programs write it.
///
/// # Errors
/// A sentence that says why it cannot be parsed; `line` is the line on which the value begins.
pub(super) fn read(text: &[u8], line: u64) -> Result<ParsedValue, String> {
    // Unchanged first: repairing costs a copy, and hardly any entry needs it.
    let wrong = match serde_json::from_slice(text) {
        Ok(node) => return Ok(ParsedValue { node, mended: None }),
        Err(error) => error,
    };
    let (mended, what) = mend_text(text);
    if let (Some(what), Ok(node)) = (what, serde_json::from_slice(&mended)) {
        return Ok(ParsedValue { node, mended: Some(what) });
    }
    Err(in_words(&wrong, line))
}

/// Returns a parser error in words, with the line of the file.
fn in_words(error: &serde_json::Error, line: u64) -> String {
    let says = error.to_string();
    // The parser counts lines from the start of the piece; the line of the file comes from `line`.
    let says = says.split(" at line ").next().unwrap_or("").to_owned();
    let at = line + u64::try_from(error.line()).unwrap_or(1).saturating_sub(1);
    let says = match says.as_str() {
        "recursion limit exceeded" => "it is nested too deep to be a person or company".to_owned(),
        "trailing comma" => "a comma before a closing bracket: take it out".to_owned(),
        "key must be a string" => "a name without double quotes".to_owned(),
        other => other.to_owned(),
    };
    format!("no JSON on line {at}, column {}: {says}", error.column())
}

fn mend_text(text: &[u8]) -> (Vec<u8>, Option<&'static str>) {
    let mut what = None;
    let text = match std::str::from_utf8(text) {
        Ok(text) => text.to_owned(),
        Err(_other_encoding) => {
            what = Some("not UTF-8 like the rest, read as Windows-1252");
            WINDOWS_1252.decode_without_bom_handling(text).0.into_owned()
        }
    };
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut quoted) = (text.as_str(), false);
    while let Some(c) = rest.chars().next() {
        let (taken, instead) = if quoted { in_quotes(rest, c) } else { replace_outside_quotes(rest, c) };
        what = instead.map_or(what, |(_, why)| Some(why));
        out.push_str(instead.map_or(rest.get(..taken).unwrap_or(""), |(text, _)| text));
        quoted ^= c == '"';
        rest = rest.get(taken..).unwrap_or("");
    }
    (out.into_bytes(), what)
}

type Replacement = Option<(&'static str, &'static str)>;

fn replace_outside_quotes(rest: &str, c: char) -> (usize, Replacement) {
    // Python's json writes these unless it is told not to, and no reader of JSON takes them.
    const NOTHING: [&str; 3] = ["NaN", "-Infinity", "Infinity"];
    match NOTHING.iter().find(|word| rest.starts_with(**word)) {
        Some(word) => (word.len(), Some(("null", "NaN or Infinity, which JSON does not have, read as nothing"))),
        None => (c.len_utf8(), None),
    }
}

fn in_quotes(rest: &str, c: char) -> (usize, Replacement) {
    const HALF: Replacement = Some(("\\ufffd", "half a character was replaced by �"));
    // Line ends inside a text are not allowed unescaped (RFC 8259, 7); hand-made files have them.
    if c.is_control() && c < ' ' {
        return (1, Some((" ", "a control character was removed")));
    }
    if c != '\\' {
        return (c.len_utf8(), None);
    }
    let unit = |at: usize| {
        let digits = rest.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    match (unit(0), unit(6)) {
        (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => (12, None),
        // JavaScript cuts texts between the halves of a character, which `serde_json` refuses.
        (Some(0xD800..=0xDFFF), _) => (6, HALF),
        (Some(_), _) => (6, None),
        (None, _) => (1 + rest.chars().nth(1).map_or(0, char::len_utf8), None),
    }
}

impl Node {
    /// Returns a member of an object; `None` for other values.
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        match self {
            Node::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, node)| node),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_) => None,
        }
    }

    /// Returns a single value as text; `None` for lists, objects and blanks.
    pub(super) fn said(&self) -> Option<String> {
        match self {
            Node::Text(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
            Node::Number(number) => Some(number.clone()),
            Node::Bool(yes) => Some(yes.to_string()),
            Node::Null | Node::List(_) | Node::Object(_) => None,
        }
    }

    /// Returns a member's value as text.
    pub(super) fn says(&self, name: &str) -> Option<String> {
        self.get(name)?.said()
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Node, D::Error> {
        from.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Node, E> {
        Ok(Node::Bool(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(one) = all.next_element()? {
            list.push(one);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<Node, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = all.next_entry()? {
            members.push(member);
        }
        Ok(Node::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mend(text: &[u8]) -> (Node, Option<&'static str>) {
        let ParsedValue { node, mended } = read(text, 1).unwrap();
        (node, mended)
    }

    #[test]
    fn what_can_only_mean_one_thing_is_mended_with_a_word() {
        let (node, why) = mend(br#"{"n": NaN, "t": "NaN \ud83d half, \ud83d\ude00 whole"}"#);
        assert_eq!(node.get("n"), Some(&Node::Null));
        assert_eq!(node.says("t").unwrap(), "NaN \u{FFFD} half, 😀 whole");
        assert!(why.is_some());
        assert_eq!(mend(b"{\"t\": \"a\tb\"}").0.says("t").unwrap(), "a b");
        assert_eq!(mend(b"{\"t\": \"M\xFCller\"}").0.says("t").unwrap(), "Müller");
        assert_eq!(
            mend(br#"{"t": "\\ud83d"}"#),
            (Node::Object(vec![("t".into(), Node::Text("\\ud83d".into()))]), None)
        );
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let wrong = |text: &str| read(text.as_bytes(), 7).err().unwrap();
        assert_eq!(wrong("{\"a\": 1,}"), "no JSON on line 7, column 9: a comma before a closing bracket: take it out");
        assert!(wrong(&"[".repeat(10_000)).contains("nested too deep"));
        assert!(wrong("{\n 'a': 1}").starts_with("no JSON on line 8, column 2"));
    }
}
