//! Reads objects of a list, or JSON Lines, as rows of a table, as a stream.

use std::collections::VecDeque;
use std::io;

use super::flatten;
use super::flatten::Cells;
use super::member_names::words;
use super::stream::{Piece, Pieces};
use super::value;
use super::value::{Node, ParsedValue};
use crate::exchange::notes::Notes;
use crate::exchange::table::csv_rows::{Row, RowSource};

/// Objects that are read ahead to determine the columns.
const AHEAD: usize = 200;

/// Rows made of objects; the columns are the names that the first objects have.
pub(super) struct Objects {
    pieces: Pieces,
    /// Paths of the lists whose entries are rows; if empty, every piece is a row.
    paths: Vec<String>,
    notes: Notes,
    header: Vec<String>,
    ahead: VecDeque<(u64, Result<Cells, String>)>,
}

impl Objects {
    /// Reads the first objects, and the columns from them. `told` is the header of a list of lists.
    ///
    /// # Errors
    /// When the document cannot be read any further.
    pub(super) fn new(
        pieces: Pieces,
        paths: Vec<String>,
        told: Option<Vec<String>>,
        notes: Notes,
    ) -> io::Result<Objects> {
        let mut objects = Objects { pieces, paths, notes, header: told.unwrap_or_default(), ahead: VecDeque::new() };
        // Objects leave out what they have nothing for: the columns are those of the first two hundred together, not of
        // the first alone.
        while objects.ahead.len() < AHEAD
            && let Some((line, cells)) = objects.read()?
        {
            let new: Vec<String> = cells
                .iter()
                .flatten()
                .map(|(name, _)| name)
                .filter(|name| !objects.header.contains(name))
                .cloned()
                .collect();
            objects.header.extend(new);
            objects.ahead.push_back((line, cells));
        }
        Ok(objects)
    }

    /// Returns the names of the columns.
    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    fn read(&mut self) -> io::Result<Option<(u64, Result<Cells, String>)>> {
        while let Some(piece) = self.pieces.next().map_err(super::stream::StreamError::into_io)? {
            if !self.paths.is_empty() && !self.paths.contains(&piece.path) {
                let list = crate::domain::text::clean_line(&piece.path, 60);
                self.notes.count(&format!("entries of “{list}” were skipped: they are something else"), piece.line);
                continue;
            }
            let line = piece.line;
            if let Some(cells) = self.cells(piece).transpose() {
                return Ok(Some((line, cells)));
            }
        }
        Ok(None)
    }

    /// Returns the cells of one entry; `None` for a list that is the header itself.
    fn cells(&mut self, piece: Piece) -> Result<Option<Cells>, String> {
        let ParsedValue { node, mended } = value::read(&piece.text?, piece.line)?;
        if let Some(why) = mended {
            self.notes.count(why, piece.line);
        }
        match node {
            Node::Object(_) => {
                let mut cells = flatten::cells(&node);
                // In a map of objects the member's name is often the id or the ticker.
                if let Some(name) = piece.name.filter(|_| !cells.iter().any(|(column, _)| column == "key")) {
                    cells.push(("key".to_owned(), name));
                }
                Ok(Some(cells))
            }
            // A list of lists without a header beside it begins with one, as a table does.
            Node::List(list) if self.header.is_empty() => {
                self.header = list.iter().map(|one| one.said().unwrap_or_default()).collect();
                Ok(None)
            }
            Node::List(list) => {
                let cells = self.header.iter().zip(&list);
                Ok(Some(cells.map(|(name, one)| (name.clone(), one.said().unwrap_or_default())).collect()))
            }
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) => {
                Err("an object with names belongs here, as {\"name\": \"Acme\"}".to_owned())
            }
        }
    }

    fn row(&self, line: u64, cells: Result<Cells, String>) -> Row {
        let empty = |cells: &Cells| cells.iter().all(|(_, cell)| cell.trim().is_empty());
        let cells = match cells {
            Ok(cells) if empty(&cells) => Err("an object with nothing in it".to_owned()),
            other => other,
        };
        let cells = match cells {
            Ok(cells) => cells,
            Err(fault) => {
                let mut row = Row::of(line, []);
                row.fault = Some(fault);
                return row;
            }
        };
        for (name, cell) in &cells {
            if !cell.is_empty() && !self.header.contains(name) {
                let name = crate::domain::text::clean_line(name, 60);
                self.notes.count(&format!("“{name}”, which none of the first {AHEAD} entries has, was left out"), line);
            }
        }
        let cell =
            |name: &String| cells.iter().find(|(column, _)| column == name).map_or("", |(_, cell)| cell.as_str());
        Row::of(line, self.header.iter().map(cell))
    }
}

impl RowSource for Objects {
    fn next_row(&mut self) -> io::Result<Option<Row>> {
        let next = match self.ahead.pop_front() {
            Some(next) => Some(next),
            None => self.read()?,
        };
        Ok(next.map(|(line, cells)| self.row(line, cells)))
    }
}

/// Returns the header beside a list of lists: `{"fields": ["cik", "name"], "data": [[320193, "Apple"]]}`.
pub(super) fn told_header(members: &[(String, Node)]) -> Option<Vec<String>> {
    let (_, node) = members.iter().find(|(name, _)| words().headers.contains(&crate::exchange::presets::key(name)))?;
    let Node::List(names) = node else { return None };
    names.iter().map(Node::said).collect()
}
