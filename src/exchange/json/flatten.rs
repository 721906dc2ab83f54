//! Flattens an object to named cells: nested members are named by their path, lists are joined.

use super::member_names::{MemberNames, words};
use super::value::Node;
use crate::exchange::presets::key;

/// Most cells of one object.
const CELLS: usize = 2_000;
/// Deepest nesting of members that is read.
const DEPTH: usize = 6;

/// Cells as (column, value), each column once.
pub(super) type Cells = Vec<(String, String)>;

/// Returns the cells of an object; for any other value, one cell.
pub(super) fn cells(object: &Node) -> Cells {
    let mut flat = Flattener { words: words(), cells: Vec::new() };
    match object {
        Node::Object(members) => flat.members(members, "", 0),
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_) => flat.put("value", object, 0),
    }
    flat.cells
}

struct Flattener {
    words: &'static MemberNames,
    cells: Cells,
}

impl Flattener {
    fn members(&mut self, members: &[(String, Node)], path: &str, depth: usize) {
        // What stands in the object itself comes before what is wrapped: of two of one name, the first counts.
        let wraps =
            |name: &String, node: &Node| matches!(node, Node::Object(_)) && self.words.transparent.contains(&key(name));
        let (wrapped, plain): (Vec<_>, Vec<_>) = members.iter().partition(|(name, node)| wraps(name, node));
        for (name, node) in plain {
            self.put(&join_path(path, name), node, depth);
        }
        for (name, node) in wrapped {
            if let Node::Object(inner) = node {
                let mut wrapped = Flattener { words: self.words, cells: Vec::new() };
                wrapped.members(inner, path, depth + 1);
                for (column, cell) in wrapped.cells {
                    self.put_unwrapped(column, cell, &join_path(path, name));
                }
            }
        }
    }

    /// Adds a cell from a wrapper object without the wrapper's name, or with its whole path if that column has another
    /// value.
    fn put_unwrapped(&mut self, column: String, cell: String, path: &str) {
        match self.cells.iter_mut().find(|(name, _)| *name == column) {
            Some((_, known)) if known.is_empty() => *known = cell,
            Some((_, known)) if *known == cell => {}
            // Two values under one name are both kept: which of them is meant, the columns decide.
            Some(_) => self.cells.push((join_path(path, &column), cell)),
            None => self.cells.push((column, cell)),
        }
    }

    fn put(&mut self, path: &str, node: &Node, depth: usize) {
        if self.cells.len() >= CELLS || depth > DEPTH {
            return;
        }
        match node {
            Node::Object(members) => match told_by_type(members).or_else(|| value_with_its_past(members)) {
                Some(text) => self.cell(path, text),
                None => self.members(members, path, depth + 1),
            },
            Node::List(list) => self.list(path, list, depth),
            Node::Null => self.cell(path, String::new()),
            Node::Bool(_) | Node::Number(_) | Node::Text(_) => self.cell(path, node.said().unwrap_or_default()),
        }
    }

    fn cell(&mut self, path: &str, text: String) {
        let column = self.words.column(path);
        match self.cells.iter_mut().find(|(name, _)| *name == column) {
            Some((_, cell)) if cell.is_empty() => *cell = text,
            Some((_, cell)) if text.is_empty() || *cell == text => {}
            Some((_, cell)) => {
                cell.push_str("; ");
                cell.push_str(&text);
            }
            None => self.cells.push((column, text)),
        }
    }

    fn list(&mut self, path: &str, list: &[Node], depth: usize) {
        if list.is_empty() {
            self.cell(path, String::new());
        }
        let numbers = self.words.phones.contains(&key(path.rsplit('.').next().unwrap_or(path)));
        for one in list {
            match one {
                Node::Object(members) => match self.told(members) {
                    Some(text) => {
                        let line = ["type", "label"].iter().find_map(|name| one.says(name)).filter(|_| numbers);
                        // Headers of these names tell the presets which number is the direct one; the label alone would
                        // be lost.
                        let column = match line.map(|line| line.to_lowercase()).as_deref() {
                            Some("work" | "business" | "office" | "main") => "work phone",
                            Some("mobile" | "cell") => "mobile phone",
                            Some("home") => "home phone",
                            Some(_) | None => path,
                        };
                        self.cell(column, text);
                        self.beside(path, members, depth);
                    }
                    None => self.members(members, path, depth + 1),
                },
                Node::List(inner) => self.list(path, inner, depth + 1),
                Node::Null => {}
                Node::Bool(_) | Node::Number(_) | Node::Text(_) => self.cell(path, one.said().unwrap_or_default()),
            }
        }
    }

    /// Returns the value of the one member by which an entry of a list is represented, if there is such a member.
    fn told(&self, members: &[(String, Node)]) -> Option<String> {
        let says = |wanted: &String| {
            let found = members.iter().find(|(name, _)| key(name) == *wanted);
            found.and_then(|(_, node)| node.said())
        };
        self.words.told_by.iter().find_map(says)
    }

    /// Adds members of a list entry whose path has a meaning of its own.
    fn beside(&mut self, path: &str, members: &[(String, Node)], depth: usize) {
        for (name, node) in members {
            let path = join_path(path, name);
            // Only what the table of names renames: a bare "label" or "primary" beside the value would be a column that
            // says nothing.
            if self.words.column(&path) != path {
                self.put(&path, node, depth + 1);
            }
        }
    }
}

fn join_path(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// Returns the value that stands with its history, as HubSpot's first API writes each property:
/// `{"value": "Ane", "versions": [...]}`.
fn value_with_its_past(members: &[(String, Node)]) -> Option<String> {
    const PAST: [&str; 8] = [
        "versions",
        "timestamp",
        "source",
        "sourceid",
        "sourcelabel",
        "sourcevid",
        "sourcemetadata",
        "updatedbyuserid",
    ];
    let spare = |name: &str| name == "value" || PAST.contains(&key(name).replace(' ', "").as_str());
    let (_, value) = members.iter().find(|(name, _)| name == "value")?;
    members.iter().all(|(name, _)| spare(name)).then(|| value.said().unwrap_or_default())
}

/// Returns the value that Notion wraps in its type: `{"type": "email", "email": "ane@norvik.dk"}`.
fn told_by_type(members: &[(String, Node)]) -> Option<String> {
    let of = |name: &str| members.iter().find(|(key, _)| key == name).map(|(_, node)| node);
    let Node::Text(kind) = of("type")? else { return None };
    Some(match of(kind)? {
        Node::List(list) => {
            let part = |one: &Node| one.says("plain_text").or_else(|| one.says("name"));
            let between = if matches!(kind.as_str(), "title" | "rich_text") { "" } else { "; " };
            list.iter().filter_map(part).collect::<Vec<_>>().join(between)
        }
        Node::Object(inner) => {
            let inner = Node::Object(inner.clone());
            ["name", "start", "string", "number"].iter().find_map(|name| inner.says(name)).unwrap_or_default()
        }
        single => single.said().unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(text: &str) -> String {
        let cells = cells(&serde_json::from_str(text).unwrap());
        cells.iter().map(|(name, cell)| format!("{name}={cell}")).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn members_of_members_have_their_path_and_lists_are_joined() {
        assert_eq!(
            flat(r#"{"name":"Acme","owner":{"name":"Ane"},"tags":["a","b"],"n":1.5}"#),
            "name=Acme | owner.name=Ane | tags=a; b | n=1.5"
        );
        assert_eq!(
            flat(r#"{"id":"1","properties":{"firstname":"Ane","id":"9"}}"#),
            "id=1 | firstname=Ane | properties.id=9"
        );
    }

    #[test]
    fn an_entry_of_a_list_is_told_by_its_value() {
        let phones = r#"{"phone":[{"value":"1","label":"work"},{"value":"2","label":"mobile"},{"value":"3"}]}"#;
        assert_eq!(flat(phones), "work phone=1 | mobile phone=2 | phone=3");
        assert_eq!(flat(r#"{"emails":[{"email":"a@x.com"},{"email":"b@x.com"}]}"#), "email=a@x.com; b@x.com");
        let person = r#"{"organizations":[{"name":"Acme","title":"COO"}]}"#;
        assert_eq!(flat(person), "organizations=Acme | company=Acme | job title=COO");
    }

    #[test]
    fn what_notion_wraps_is_unwrapped() {
        let page = r#"{"properties":{"Name":{"id":"t","type":"title","title":[{"plain_text":"Ac"},{"plain_text":"me"}]},
            "Site":{"type":"url","url":"https://acme.com"},"Stage":{"type":"select","select":{"name":"Lead"}}}}"#;
        assert_eq!(flat(page), "Name=Acme | Site=https://acme.com | Stage=Lead");
    }
}
