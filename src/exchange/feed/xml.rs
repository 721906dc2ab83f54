//! Parses XML into the entries of a feed. Nothing is expanded, followed or trusted: no DTD, no entities defined by the
//! file.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::domain::text::clean_line;
use crate::exchange::html_text;

/// Longest reason why a feed was left, in characters: it may hold the name of an element.
const WHY: usize = 400;
/// Deepest nesting of elements; feeds need about a dozen.
const DEPTH_CAP: usize = 100;
/// Most bytes of text kept for one element.
const TEXT_CAP: usize = 256 * 1024;
/// Most elements kept for one entry.
const FIELD_CAP: usize = 2_000;

/// The entries of a document, and what is outside of them.
#[derive(Debug, Default)]
pub(crate) struct XmlDocument {
    /// Local name of the root element, lower case.
    pub(crate) root: String,
    /// Attributes of the root element, such as namespace and version, by which the format is recognised.
    pub(crate) root_attributes: Vec<(String, String)>,
    /// Elements outside the entries.
    pub(crate) head: XmlEntry,
    /// Entries of the document: its `item` and `entry` elements.
    pub(crate) entries: Vec<XmlEntry>,
    /// Why reading stopped before the end of the document; `None` if it was read completely.
    pub(crate) broken: Option<String>,
}

/// The elements of one entry by their path within it: `title`, `author/name`, `xbrlfiling/ciknumber`.
#[derive(Debug, Default)]
pub(crate) struct XmlEntry {
    /// Line of the file on which the entry begins, from 1.
    pub(crate) line: u64,
    fields: Vec<XmlElement>,
    attributes: Vec<(String, String)>,
}

/// One element of an entry.
#[derive(Debug, Default)]
pub(crate) struct XmlElement {
    path: String,
    /// True if the element's name has a prefix, which usually means a vocabulary other than the feed's own.
    prefixed: bool,
    /// Text of the element; for a direct child of the entry, including the text of all nested elements.
    pub(crate) text: String,
    attributes: Vec<(String, String)>,
}

impl XmlElement {
    /// Returns true if the text is base64-encoded binary data, as Atom allows.
    fn is_coded(&self) -> bool {
        let text = ["text", "html", "xhtml", "xml", "application/xhtml"];
        let coded = |kind: &str| kind.contains('/') && !text.iter().any(|known| kind.contains(known));
        self.attribute("mode") == Some("base64") || self.attribute("type").is_some_and(coded)
    }

    /// Returns the value of the attribute with this local name.
    pub(in crate::exchange) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl XmlEntry {
    /// Returns the value of the attribute with this local name, unless it is blank.
    pub(in crate::exchange) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
        found.filter(|value| !value.is_empty())
    }

    /// Returns all elements at this path.
    pub(in crate::exchange) fn all(&self, path: &str) -> impl Iterator<Item = &XmlElement> {
        self.fields.iter().filter(move |field| field.path == path)
    }

    /// Returns the text of the first element with text at one of these paths, tried in order; elements without a prefix
    /// come before others. Base64 data is skipped.
    pub(in crate::exchange) fn first(&self, paths: &[&str]) -> Option<&str> {
        let at = |path: &&str, prefixed: bool| {
            let fields = self.fields.iter().filter(move |field| field.prefixed == prefixed && !field.is_coded());
            let found = fields.filter(|field| field.path == **path).map(|field| field.text.trim());
            found.into_iter().find(|text| !text.is_empty())
        };
        paths.iter().find_map(|path| at(path, false).or_else(|| at(path, true)))
    }
}

/// Parses a document up to its first error; entries before the error are kept.
pub(super) fn read(xml: &str) -> XmlDocument {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    // Hand-made feeds close elements in the wrong order or not at all. Strict reading would lose every entry behind the
    // first fault; what is open is closed by name instead.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    // "R&D" stands in thousands of titles as it is typed.
    config.allow_dangling_amp = true;
    let mut walk = XmlCursor { xml, ..XmlCursor::default() };
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = match reader.read_event() {
            Ok(Event::Eof) => {
                walk.end(at);
                break;
            }
            Ok(event) => event,
            Err(error) => {
                let line = walk.line_of(at);
                walk.document.broken = Some(clean_line(&format!("line {line}: {error}"), WHY));
                break;
            }
        };
        if let Err(reason) = walk.take(&event, at) {
            let line = walk.line_of(at);
            walk.document.broken = Some(clean_line(&format!("line {line}: {reason}"), WHY));
            break;
        }
    }
    walk.document
}

/// State of the parser.
#[derive(Default)]
struct XmlCursor<'x> {
    xml: &'x str,
    document: XmlDocument,
    /// Local names of the open elements, outermost first.
    open: Vec<String>,
    /// Depth at which the current entry began; `None` outside of entries.
    entry_at: Option<usize>,
    entry: XmlEntry,
    /// For each open element, the index of its field in the entry or head; `None` beyond the cap.
    filling: Vec<Option<usize>>,
    counted_to: usize,
    line: u64,
}

impl XmlCursor<'_> {
    fn take(&mut self, event: &Event<'_>, at: usize) -> Result<(), &'static str> {
        match event {
            Event::Start(start) => self.enter(start, at)?,
            Event::Empty(start) => {
                self.enter(start, at)?;
                self.leave();
            }
            Event::End(end) => self.close(&element(end.name().as_ref())),
            Event::Text(text) => self.text(text),
            Event::CData(text) => self.text(text.as_ref()),
            Event::GeneralRef(reference) => match html_text::character_reference(reference) {
                Some(c) => self.text(c.encode_utf8(&mut [0; 4])),
                // Entities that a file defines itself are never expanded: that is how a kilobyte becomes a gigabyte.
                None => self.text(&format!("&{};", reference.as_ref())),
            },
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn enter(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), &'static str> {
        if self.open.len() >= DEPTH_CAP {
            return Err("elements are nested deeper than any feed needs");
        }
        let name = element(start.name().as_ref());
        if self.open.is_empty() && self.document.root.is_empty() {
            self.document.root.clone_from(&name);
            self.document.root_attributes = attributes(start);
        }
        // Atom may hand out one entry as a document of its own.
        let may_be = if self.open.is_empty() { name == "entry" } else { matches!(name.as_str(), "item" | "entry") };
        let opens_entry = self.entry_at.is_none() && may_be;
        self.open.push(name);
        if opens_entry {
            self.entry_at = Some(self.open.len());
            self.entry = XmlEntry { line: self.line_of(at), fields: Vec::new(), attributes: attributes(start) };
            self.filling.push(None);
        } else {
            let path = self.open.get(self.base()..).unwrap_or_default().join("/");
            let prefixed = start.name().as_ref().contains(':');
            let field = XmlElement { path, prefixed, text: String::new(), attributes: attributes(start) };
            let fields = self.fields();
            // Beyond the cap elements are still opened and closed, or the end of the entry would be missed.
            let index = (fields.len() < FIELD_CAP).then(|| {
                fields.push(field);
                fields.len() - 1
            });
            self.filling.push(index);
        }
        Ok(())
    }

    /// Closes the innermost element of this name and everything open within it; an end tag without a start tag is
    /// ignored.
    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open == name) else { return };
        while self.open.len() > at {
            self.leave();
        }
    }

    /// Handles the end of the file: if elements are open, the file was cut off, and an incomplete entry is dropped.
    fn end(&mut self, at: usize) {
        if let Some(open) = self.open.last() {
            let inside = open.clone();
            let line = self.line_of(at);
            self.document.broken = Some(clean_line(&format!("line {line}: the file ends inside <{inside}>"), WHY));
        }
    }

    fn leave(&mut self) {
        if self.entry_at == Some(self.open.len()) {
            self.entry_at = None;
            self.document.entries.push(std::mem::take(&mut self.entry));
        }
        self.open.pop();
        self.filling.pop();
    }

    /// Appends text to the innermost element, and to the entry's direct child that contains it.
    fn text(&mut self, text: &str) {
        if self.open.iter().any(|name| matches!(name.as_str(), "script" | "style")) {
            return;
        }
        let child = self.base();
        let (inner, outer) = (self.filling.last().copied().flatten(), self.filling.get(child).copied().flatten());
        let inside_entry = self.entry_at.is_some();
        let fields = self.fields();
        for index in [inner, outer.filter(|outer| inside_entry && Some(*outer) != inner)].into_iter().flatten() {
            if let Some(field) = fields.get_mut(index) {
                // An item may hold a whole article with pictures in it as letters; a headline and its summary need none
                // of that.
                let room = TEXT_CAP.saturating_sub(field.text.len());
                field.text.push_str(text.get(..text.floor_char_boundary(room)).unwrap_or_default());
            }
        }
    }

    fn fields(&mut self) -> &mut Vec<XmlElement> {
        if self.entry_at.is_some() { &mut self.entry.fields } else { &mut self.document.head.fields }
    }

    /// Returns how many open elements a path leaves out: those up to the entry, or the root.
    fn base(&self) -> usize {
        self.entry_at.unwrap_or(1)
    }

    fn line_of(&mut self, at: usize) -> u64 {
        let between = self.xml.as_bytes().get(self.counted_to..at).unwrap_or_default();
        self.line += between.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.counted_to = self.counted_to.max(at);
        self.line + 1
    }
}

/// Returns the name of an element in lower case, without its prefix, unless the prefix is of a vocabulary whose titles,
/// texts and links are not the entry's own.
fn element(name: &str) -> String {
    const FOREIGN: [&str; 12] =
        ["media", "itunes", "podcast", "googleplay", "yt", "georss", "gd", "slash", "thr", "psc", "source", "image"];
    match name.split_once(':') {
        Some((prefix, _)) if FOREIGN.contains(&prefix.to_ascii_lowercase().as_str()) => name.to_ascii_lowercase(),
        _ => local(name),
    }
}

/// Returns a name without its prefix, in lower case.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

/// Returns at most 40 attributes that can be parsed; a feed needs few, a crafted file may have thousands.
fn attributes(start: &BytesStart<'_>) -> Vec<(String, String)> {
    let mut attributes = start.attributes();
    let readable = attributes.with_checks(false).take(40).flatten();
    readable.map(|attribute| (local(attribute.key.as_ref()), html_text::text_of(&attribute.value))).collect()
}
