//! Detects rows that are not data: instructions below the header, sums and remarks below the data. The words are in
//! `assets/layout.toml`.

use std::sync::OnceLock;

use serde::Deserialize;

use super::csv_rows::Row;

/// Longest instruction or remark, in characters; longer texts are data.
const LONGEST: usize = 400;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarginMarkers {
    instruction_words: Vec<String>,
    instruction_openings: Vec<String>,
    footer_openings: Vec<String>,
    tail_openings: Vec<String>,
    sums: Vec<String>,
    last_sums: Vec<String>,
}

/// What a row may be other than data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarginKind {
    /// A line about the report; the rows after it are not data either.
    Footer,
    /// A line about the report, if no data follows.
    Remark,
    /// A sum of the rows above.
    Sum,
    /// A sum if no data follows; otherwise it may be a company of that name.
    LastSum,
}

/// Returns why a row may not be data; `None` if it is data.
pub(super) fn margin(row: &Row) -> Option<MarginKind> {
    let mut filled = row.cells().map(str::trim).filter(|cell| !cell.is_empty());
    let first = filled.next()?;
    if first.len() > LONGEST {
        return None;
    }
    let mut rest = filled.peekable();
    let lower = first.to_lowercase();
    if rest.peek().is_none() {
        return margin_of_one_cell(&lower);
    }
    let name = lower.trim_end_matches([':', '.', ' ']);
    // Reports write how many they have summed behind the word: "Total (14 records)".
    let name = name.split(" (").next().unwrap_or(name);
    let listed = |words: &[String]| words.iter().any(|word| word == name);
    let margin = match (listed(&words().sums), listed(&words().last_sums)) {
        (true, _) => MarginKind::Sum,
        (false, true) => MarginKind::LastSum,
        (false, false) => return None,
    };
    // "Total" with a name or a place beside it is a company's row.
    rest.all(is_number).then_some(margin)
}

fn margin_of_one_cell(lower: &str) -> Option<MarginKind> {
    let opens = |openings: &[String]| openings.iter().any(|opening| lower.starts_with(opening.as_str()));
    if opens(&words().footer_openings) || is_count(lower) {
        Some(MarginKind::Footer)
    } else if opens(&words().tail_openings) {
        Some(MarginKind::Remark)
    } else {
        None
    }
}

/// Returns true for texts such as `500 records`.
fn is_count(lower: &str) -> bool {
    let mut words = lower.split_whitespace();
    let number = words.next().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit() || b == b','));
    let what = words.next();
    number && matches!(what, Some("records" | "rows" | "accounts" | "contacts" | "leads" | "results" | "entries"))
}

/// Returns true if at most one cell of the row is filled.
pub(super) fn is_alone(row: &Row) -> bool {
    row.cells().filter(|cell| !cell.trim().is_empty()).nth(1).is_none()
}

/// Returns true if a row directly below the header explains how to fill in the columns.
pub(super) fn is_instruction(row: &Row) -> bool {
    let filled: Vec<&str> = row.cells().map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let instructions = filled.iter().filter(|cell| is_instruction_cell(cell)).count();
    filled.len() >= 2 && instructions >= 2 && instructions * 10 >= filled.len() * 7
}

fn is_instruction_cell(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    if lower.len() > LONGEST {
        return false;
    }
    let bare = lower.trim_matches(['(', ')', '*', '[', ']', '<', '>', ' ']);
    let words = words();
    let wrapped = |open, close| lower.starts_with(open) && lower.ends_with(close) && lower.len() > 2;
    wrapped('(', ')')
        || wrapped('[', ']')
        || wrapped('<', '>')
        || words.instruction_openings.iter().any(|opening| lower.starts_with(opening.as_str()))
        || words.instruction_words.iter().any(|word| word == bare || *word == lower)
}

fn is_number(cell: &str) -> bool {
    let counted = cell.to_lowercase();
    let counted = counted.trim_end_matches("records").trim();
    counted.chars().any(|c| c.is_ascii_digit())
        && counted.chars().all(|c| c.is_ascii_digit() || "., +-%()$€£¥'\u{a0}\u{202f}".contains(c))
        || matches!(counted, "-" | "–")
}

fn words() -> &'static MarginMarkers {
    static WORDS: OnceLock<MarginMarkers> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str(include_str!("../../../assets/layout.toml")).expect("the shipped layout.toml is read by a test")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_remarks_are_told_from_companies_of_such_names() {
        for (cells, expected) in [
            (&["Grand Totals", "500 records", ""][..], Some(MarginKind::Sum)),
            (&["Total", "", "1,234"], Some(MarginKind::LastSum)),
            (&["", "Total:", "$1,234.50", "12 %"], Some(MarginKind::LastSum)),
            (&["Total", "Paris", "100000"], None),
            (&["Total SE", "", "100000"], None),
            (&["TotalEnergies", "", "1"], None),
            (&["Sum", "Berlin", ""], None),
            (&["Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.", "", ""], Some(MarginKind::Footer)),
            (&["500 records", "", ""], Some(MarginKind::Footer)),
            (&["Source: Employment Department", "", ""], Some(MarginKind::Remark)),
            (&["* amended notice", "", ""], Some(MarginKind::Remark)),
            (&["Source Foods", "", ""], None),
            (&["Note Foods Ltd", "", ""], None),
            (&["Confidential Foods", "", ""], None),
            (&["500 Startups", "", ""], None),
        ] {
            assert_eq!(margin(&Row::of(1, cells.iter().copied())), expected, "{cells:?}");
        }
    }

    #[test]
    fn a_template_s_instructions_are_told_from_a_row() {
        for (cells, expected) in [
            (&["Required", "Optional", "Optional"][..], true),
            (&["Text(255)", "Text (80)", "Number(18,0)", ""], true),
            (&["Required. Max 255 characters", "Optional. Picklist", "YYYY-MM-DD", "Optional"], true),
            (&["(text)", "(number)", "[USD]"], true),
            (&["Acme", "Optional", ""], false),
            (&["Text Ltd", "Prague", "12"], false),
            (&["Required", "", ""], false),
        ] {
            assert_eq!(is_instruction(&Row::of(1, cells.iter().copied())), expected, "{cells:?}");
        }
    }
}
