//! Reads one row of a layoff list as published by agencies of US states.

use chrono::NaiveDate;

use crate::domain::text::{NAME_CAP, TRIGGER_CAP, clean_line, clean_note};
use crate::domain::trigger::event_days::day_of_cell;
use crate::domain::trigger::{Confidence, Trigger};

/// Most words of a company's name in a list; more words are a sentence with commas.
const LONGEST_NAME: usize = 6;

/// A row with a company, days and a head count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LayoffRow {
    pub(super) company: String,
    days: Vec<NaiveDate>,
    count: Option<u32>,
    rest: Vec<String>,
}

/// Parses a single line with cells as a row; `None` unless it has a company and a day among three or more cells.
pub(super) fn row_of(text: &str, today: NaiveDate) -> Option<LayoffRow> {
    let line = text.trim();
    // Pasted from a spreadsheet or a page it has tabs, and then commas belong to the names.
    let cells: Vec<String> = if line.contains('\t') { split_plain(line, '\t') } else { split_quoted(line) };
    if cells.len() < 3 || line.lines().count() > 1 {
        return None;
    }
    let mut row = LayoffRow { company: String::new(), days: Vec::new(), count: None, rest: Vec::new() };
    for cell in cells {
        if let Some(day) = day_of_cell(&cell, today) {
            row.days.push(day);
        } else if let (Some(count), None) = (parse_count(&cell), row.count) {
            row.count = Some(count);
        } else if row.company.is_empty() && cell.chars().any(char::is_alphabetic) {
            row.company = clean_line(&cell, NAME_CAP);
        } else if !cell.is_empty() {
            row.rest.push(cell);
        }
    }
    let named = (1..=LONGEST_NAME).contains(&row.company.split_whitespace().count());
    // All three, or a sentence with two commas in it would be a row.
    (named && !row.days.is_empty() && row.count.is_some()).then_some(row)
}

fn split_plain(line: &str, mark: char) -> Vec<String> {
    line.split(mark).map(|cell| cell.trim().to_owned()).collect()
}

/// Splits a line at commas; a comma within quotation marks belongs to its cell, and one before "Inc." to the name.
fn split_quoted(line: &str) -> Vec<String> {
    let mut cells: Vec<String> = vec![String::new()];
    let mut inside = false;
    for letter in line.chars() {
        match letter {
            '"' => inside = !inside,
            ',' | ';' if !inside => cells.push(String::new()),
            other => cells.last_mut().expect("it begins with one cell").push(other),
        }
    }
    let mut joined: Vec<String> = Vec::new();
    for cell in cells {
        let cell = cell.trim();
        let form =
            matches!(cell.trim_end_matches('.').to_lowercase().as_str(), "inc" | "llc" | "ltd" | "corp" | "co" | "lp");
        match joined.last_mut().filter(|_| form) {
            Some(name) => {
                name.push_str(", ");
                name.push_str(cell);
            }
            None => joined.push(cell.to_owned()),
        }
    }
    joined
}

fn parse_count(cell: &str) -> Option<u32> {
    let digits = cell.replace(',', "");
    (!digits.is_empty() && digits.len() <= 6 && digits.chars().all(|c| c.is_ascii_digit()))
        .then(|| digits.parse().ok())?
}

impl LayoffRow {
    /// Returns the headline: "Plymouth Assembly: 85 people affected".
    pub(super) fn headline(&self) -> String {
        let count = self.count.map_or(String::new(), |count| format!(": {count} people affected"));
        clean_line(&format!("{}{count}", self.company), NAME_CAP)
    }

    /// Sets the days of the trigger: the earlier one is that of the notice, the later one the day of effect.
    pub(super) fn fill(&self, trigger: &mut Trigger, read: &mut Vec<&'static str>) {
        let (first, last) = (self.days.iter().min(), self.days.iter().max());
        if let Some(first) = first {
            trigger.occurred_on = *first;
            read.push("on");
        }
        trigger.effective_on = last.filter(|last| Some(*last) != first).copied();
        trigger.summary = clean_note(&self.rest.join(", "), TRIGGER_CAP);
        if self.rest.iter().any(|cell| cell.to_lowercase().contains("warn")) {
            "WARN notice".clone_into(&mut trigger.source);
            trigger.confidence = Confidence::High;
        }
    }
}
