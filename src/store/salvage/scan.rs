//! Finds the rows of every table in the pages of a damaged book, whatever is left of its first page and its list of
//! tables.
//!
//! The list is looked for in every page. A table whose first page it names is followed from there. Pages that nothing
//! leads to any more, and those of tables that the list has lost, are told by what their rows look like.

use std::collections::HashMap;

use rusqlite::types::Value;

use super::pages::{Pages, RawRow, TablePage};
use super::shape::TableShape;
use crate::store::error::Result;

/// A table of the list: its name, its first page, and the words that made it.
pub(super) struct Listed {
    pub(super) name: String,
    root: u32,
    pub(super) sql: String,
}

/// What kind of page each one is, from page 1.
pub(super) struct Overview {
    /// Pages with rows of some table.
    with_rows: Vec<bool>,
    pub(super) tables: Vec<Listed>,
}

/// What the pages of a book hold that nobody could place.
pub(super) struct Scanned {
    /// Number of rows whose table could not be told.
    pub(super) unplaced: u64,
}

impl Overview {
    /// Looks at every page once.
    pub(super) fn survey(pages: &Pages) -> Overview {
        let mut overview = Overview { with_rows: Vec::new(), tables: Vec::new() };
        for number in 1..=pages.last() {
            let TablePage::Rows(rows) = pages.page(number) else {
                overview.with_rows.push(false);
                continue;
            };
            let listed: Vec<Listed> = rows.iter().filter_map(list_row).collect();
            // A page of the list is none of a table.
            overview.with_rows.push(listed.is_empty());
            overview.tables.extend(listed);
        }
        overview
    }
}

/// Reads a row of the list of tables; `None` for any other row, and for indexes and triggers.
fn list_row(row: &RawRow) -> Option<Listed> {
    match row.cells.as_slice() {
        [Value::Text(kind), Value::Text(name), Value::Text(_), Value::Integer(root), Value::Text(sql)] => {
            let root = u32::try_from(*root).ok()?;
            let is_part = matches!(kind.as_str(), "table" | "index" | "trigger" | "view");
            is_part.then(|| Listed {
                name: name.clone(),
                root: if kind == "table" { root } else { 0 },
                sql: sql.clone(),
            })
        }
        _ => None,
    }
}

/// Passes on every row of the tables that are `wanted`, with its table.
pub(super) fn each_row<'a>(
    pages: &Pages,
    overview: &Overview,
    shapes: &'a [TableShape],
    wanted: &dyn Fn(&str) -> bool,
    take: &mut dyn FnMut(&'a TableShape, RawRow) -> Result<()>,
) -> Result<Scanned> {
    let mut owners = Owners { pages, overview, of: HashMap::new() };
    for (table, shape) in shapes.iter().enumerate() {
        if let Some(listed) = overview.tables.iter().find(|listed| listed.root > 0 && listed.name == shape.name) {
            owners.follow(listed.root, table);
        }
    }
    for (table, shape) in shapes.iter().enumerate() {
        let is_listed = overview.tables.iter().any(|listed| listed.name == shape.name);
        if !is_listed && owners.looks_like(shape.root, shape) {
            owners.follow(shape.root, table);
        }
    }
    let mut scanned = Scanned { unplaced: 0 };
    for number in 1..=pages.last() {
        if !overview.has_rows(number) {
            continue;
        }
        let TablePage::Rows(rows) = pages.page(number) else { continue };
        let Some(shape) = owners.of.get(&number).copied().or_else(|| recognised(&rows, shapes)) else {
            scanned.unplaced += rows.len() as u64;
            continue;
        };
        let Some(shape) = shapes.get(shape).filter(|shape| wanted(&shape.name)) else { continue };
        for row in rows.into_iter().filter(|row| shape.takes(row)) {
            take(shape, row)?;
        }
    }
    Ok(scanned)
}

impl Overview {
    fn has_rows(&self, page: u32) -> bool {
        let place = page.checked_sub(1).and_then(|place| usize::try_from(place).ok());
        place.and_then(|place| self.with_rows.get(place)).copied().unwrap_or(false)
    }
}

/// The table, as a place among the shapes, that each page with rows belongs to.
struct Owners<'a> {
    pages: &'a Pages,
    overview: &'a Overview,
    of: HashMap<u32, usize>,
}

impl Owners<'_> {
    /// Notes every page with rows that a first page leads to.
    fn follow(&mut self, root: u32, table: usize) {
        let (mut waiting, mut seen) = (vec![root], std::collections::HashSet::new());
        while let Some(page) = waiting.pop() {
            // A torn branch may lead anywhere, also back to itself, and into another table, which has it then.
            if page == 0 || page > self.pages.last() || !seen.insert(page) || self.of.contains_key(&page) {
                continue;
            }
            if self.overview.has_rows(page) {
                self.of.insert(page, table);
            } else if let TablePage::Branch(children) = self.pages.page(page) {
                waiting.extend(children);
            }
        }
    }

    /// Returns true if what lies at a page, or at the first that it leads to, are rows of such a table.
    fn looks_like(&self, root: u32, shape: &TableShape) -> bool {
        let mut page = root;
        for _level in 0..8 {
            if self.of.contains_key(&page) {
                return false;
            }
            match self.pages.page(page) {
                TablePage::Rows(rows) => return !rows.is_empty() && rows.iter().all(|row| shape.is_like(row)),
                TablePage::Branch(children) => match children.first() {
                    Some(first) => page = *first,
                    None => return false,
                },
                TablePage::Other => return false,
            }
        }
        false
    }
}

/// Returns the table whose rows these are, by what they look like; `None` if that cannot be told.
fn recognised(rows: &[RawRow], shapes: &[TableShape]) -> Option<usize> {
    let like = |shape: &TableShape| {
        let many = rows.iter().filter(|row| shape.is_like(row)).count();
        let whole = rows.iter().filter(|row| row.cells.len() == shape.columns.len()).count();
        (many, whole, shape.marks())
    };
    let mut found: Vec<_> = shapes.iter().enumerate().map(|(place, shape)| (like(shape), place)).collect();
    found.sort_by_key(|(like, _)| std::cmp::Reverse(*like));
    match found.as_slice() {
        [(best, _), (second, _), ..] if best == second => None,
        [(best, place), ..] if best.0 > 0 => Some(*place),
        _ => None,
    }
}
