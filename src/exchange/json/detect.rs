//! Detects the shape of a JSON document from its first bytes.

use std::io::Cursor;

use super::flatten;
use super::member_names::{ListKind, words};
use super::stream::{Pieces, StreamMode};
use super::value;
use super::value::Node;
use crate::domain::import::options::ReadOptions;
use crate::domain::query::ImportKind;
use crate::exchange::bytes::DecodedText;
use crate::exchange::presets::FieldColumns;

/// Shape of a JSON document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum DocumentShape {
    /// JSON Lines: one object a line.
    Lines,
    /// One object, or several one after the other.
    Values,
    /// One object whose members are the rows.
    Members,
    /// Lists of objects at these paths, or a list of lists with a header beside it.
    Lists(Vec<ListHead>),
    /// A JSON Feed with this title.
    Feed(String),
    /// The SEC's submissions file: the filings of one company.
    Submissions,
    /// Hits of the SEC's full-text search.
    Hits,
    /// Any other document, with the names of its members.
    Unknown(Vec<String>),
}

/// A list found in the head of the document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ListHead {
    /// Names of the members that lead to the list, joined by points.
    pub(super) path: String,
    /// First entry of the list.
    pub(super) first: Node,
}

/// Detects the shape of a document from its head.
pub(super) fn shape(text: &DecodedText, kind: ImportKind) -> DocumentShape {
    if first_byte(&text.head) == Some(b'{') {
        // Lines are values too, one after the other; but read as lines, a broken one is rejected alone.
        if are_lines(text) {
            return DocumentShape::Lines;
        }
        let mut values = Pieces::new(Cursor::new(text.head.clone()), StreamMode::Values);
        let whole = matches!(values.next(), Ok(Some(_)));
        if whole && matches!(values.next(), Ok(Some(_)) | Err(_)) && !text.head.trim_ascii_end().ends_with(b"]") {
            return DocumentShape::Values;
        }
    }
    let members = members(&text.head);
    if let Some(known) = known_by_members(&members, &text.head) {
        return known;
    }
    let lists = lists(&text.head);
    if is_row(&members, kind) && !lists.iter().any(|list| is_wanted(&list.path, kind)) {
        return DocumentShape::Values;
    }
    if !lists.is_empty() {
        return DocumentShape::Lists(lists);
    }
    let objects = members.iter().filter(|(_, node)| matches!(node, Node::Object(_))).count();
    if objects > 0 && objects == members.len() && members.len() > 1 {
        return DocumentShape::Members;
    }
    DocumentShape::Unknown(members.into_iter().map(|(name, _)| name).collect())
}

/// Returns true if a list at this path holds what the import asks for, judged by the list's name.
pub(super) fn is_wanted(path: &str, kind: ImportKind) -> bool {
    path.is_empty() || words().sort(path).is_some_and(|sort| sort == ListKind::Rows || sort.is(kind))
}

fn first_byte(head: &[u8]) -> Option<u8> {
    head.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

/// Returns true if the first lines with text, three at most, all open an object and one of them can be parsed.
fn are_lines(text: &DecodedText) -> bool {
    let mut lines: Vec<&[u8]> = text.head.split(|byte| *byte == b'\n').collect();
    // The head may end inside the last line.
    if !text.whole {
        lines.pop();
    }
    let is_object = |line: &&[u8]| matches!(value::read(line, 1).map(|read| read.node), Ok(Node::Object(_)));
    let lines: Vec<&[u8]> = lines.into_iter().filter(|line| !line.trim_ascii().is_empty()).take(3).collect();
    let opens = lines.iter().all(|line| line.trim_ascii_start().starts_with(b"{"));
    lines.len() > 1 && opens && lines.iter().any(is_object)
}

/// Returns the members at the top level as far as the head contains them; a member that is cut off has no value.
fn members(head: &[u8]) -> Vec<(String, Node)> {
    let mut pieces = Pieces::new(Cursor::new(head.to_vec()), StreamMode::Members);
    let mut found = Vec::new();
    while let Ok(Some(piece)) = pieces.next() {
        let node = piece.text.ok().and_then(|text| value::read(&text, 1).ok()).map_or(Node::Null, |read| read.node);
        found.extend(piece.name.map(|name| (name, node)));
    }
    found
}

fn known_by_members(members: &[(String, Node)], head: &[u8]) -> Option<DocumentShape> {
    let start = String::from_utf8_lossy(head);
    // A member that the head cuts off has no value, but its name stands in the text.
    let has = |name: &str| members.iter().any(|(key, _)| key == name) || start.contains(&format!("\"{name}\""));
    let says = |name: &str| members.iter().find(|(key, _)| key == name).and_then(|(_, node)| node.said());
    if says("version").is_some_and(|version| version.contains("jsonfeed.org")) || (has("home_page_url") && has("items"))
    {
        return Some(DocumentShape::Feed(says("title").unwrap_or_else(|| "feed".to_owned())));
    }
    if has("accessionNumber") && has("filingDate") && has("form") {
        return Some(DocumentShape::Submissions);
    }
    (has("hits") && has("adsh") && has("display_names")).then_some(DocumentShape::Hits)
}

/// Returns every list of objects or of lists in the head, with its first entry.
fn lists(head: &[u8]) -> Vec<ListHead> {
    let mut pieces = Pieces::new(Cursor::new(head.to_vec()), StreamMode::Lists);
    let mut found: Vec<ListHead> = Vec::new();
    while let Ok(Some(piece)) = pieces.next() {
        if found.iter().any(|seen| seen.path == piece.path) {
            continue;
        }
        let first = piece.text.ok().and_then(|text| value::read(&text, 1).ok()).map_or(Node::Null, |read| read.node);
        if matches!(first, Node::Object(_) | Node::List(_)) || piece.path.is_empty() {
            found.push(ListHead { path: piece.path, first });
        }
    }
    // An entry that the head cuts off is in a list all the same.
    if let Some(path) = pieces.open_list().filter(|path| !found.iter().any(|seen| seen.path == *path)) {
        found.push(ListHead { path: path.to_owned(), first: Node::Null });
    }
    found
}

/// Returns true if the top-level object is itself a row.
fn is_row(members: &[(String, Node)], kind: ImportKind) -> bool {
    // Lists are left out: an account with its contacts inside would look like a row of contacts.
    let single = members.iter().filter(|(_, node)| !matches!(node, Node::List(_))).cloned().collect();
    let header: Vec<String> = flatten::cells(&Node::Object(single)).into_iter().map(|(name, _)| name).collect();
    FieldColumns::of(kind, &header, &ReadOptions::default()).missing(kind).is_empty()
}
