//! Parses companies as layoff notices name them: with a place below the name, and words about the notice beside it.

use crate::domain::dates::DateWords;
use crate::domain::text::{NAME_CAP, clean_line};

/// Whether a notice is new, an update or a withdrawal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum NoticeStatus {
    #[default]
    New,
    /// The notice changes an earlier one.
    Updated,
    /// The notice withdraws an earlier one.
    Withdrawn,
}

/// The parts of a company cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct NoticeCompany {
    pub(crate) name: String,
    /// The place, from the lines below the name; the last one is the town.
    pub(crate) below: Vec<String>,
    pub(crate) mark: NoticeStatus,
}

/// Words that mark a notice as an update or a withdrawal, lower case.
const UPDATED: [&str; 14] = [
    "updated",
    "update",
    "udated",
    "revised",
    "revision",
    "amended",
    "amendment",
    "supplemental",
    "supplement",
    "correction",
    "errata",
    "second",
    "additional",
    "addendum",
];
const WITHDRAWN: [&str; 8] = [
    "cancelled",
    "canceled",
    "rescinded",
    "retracted",
    "withdrawn",
    "warn cancelled",
    "warn retracted",
    "warn rescinded",
];
/// Update words that may also end a company's own name.
const AMBIGUOUS: [&str; 7] = ["supplement", "second", "additional", "correction", "addendum", "errata", "revision"];
/// Words that may stand behind one of them, lower case; beside these a month and the ending of a day.
const BEHIND: [&str; 10] = ["notice", "warn", "to", "of", "and", "the", "dated", "rev", "supplemental", "notices"];

/// Splits a cell into the company's name from its first line and the place below it; for a notice, words about updates
/// are removed.
pub(crate) fn parse_company(cell: &str, notice: bool) -> NoticeCompany {
    let mut lines = cell.lines().map(|line| clean_line(line, NAME_CAP)).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let below: Vec<String> = lines.filter(|line| line != "N/A").collect();
    if !notice {
        return NoticeCompany { name: first, below, mark: NoticeStatus::New };
    }
    let (name, mark) = strip_notice_words(&first);
    // Of the lines below only a withdrawal counts: "Second Avenue" there is a street and no second notice.
    let below_says = below.iter().map(|line| strip_notice_words(line).1).find(|mark| *mark == NoticeStatus::Withdrawn);
    NoticeCompany { name, below, mark: below_says.unwrap_or(mark) }
}

/// Removes words about the notice from a name; the name is unchanged if nothing would remain.
fn strip_notice_words(line: &str) -> (String, NoticeStatus) {
    let mut mark = NoticeStatus::New;
    let mut name = without_stars(line);
    while let Some((rest, said)) = leading(name).or_else(|| split_bracketed_mark(name)).or_else(|| trailing(name)) {
        name = without_stars(rest);
        // "Rescinded" stands, whatever else is said of updates beside it.
        mark = if mark == NoticeStatus::Withdrawn { mark } else { said };
    }
    name = strip_ordinal(name).unwrap_or(name);
    if name.chars().any(char::is_alphanumeric) { (name.to_owned(), mark) } else { (line.to_owned(), mark) }
}

fn without_stars(text: &str) -> &str {
    text.trim_matches(['*', ' '])
        .trim_start_matches([':', '-', '–', ' '])
        .trim_end_matches(['-', '–', ',', ':', '(', ' '])
}

/// Returns the status that a text begins with, and its length in bytes.
fn mark_of(lower: &str) -> Option<(usize, NoticeStatus)> {
    let begins =
        |word: &&&str| lower.strip_prefix(**word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()));
    let withdrawn = WITHDRAWN.iter().find(begins).map(|word| (word.len(), NoticeStatus::Withdrawn));
    withdrawn.or_else(|| UPDATED.iter().find(begins).map(|word| (word.len(), NoticeStatus::Updated)))
}

/// Parses `UPDATED Acme`, `Correction to Acme`. "Update" or "Second" may also begin a company's name.
fn leading(name: &str) -> Option<(&str, NoticeStatus)> {
    const OPENINGS: [&str; 6] = ["updated", "udated", "revised", "amended", "correction to", "errata to"];
    // ASCII alone keeps its length in lower case: a place in `lower` is the same place in `name`.
    let lower = name.to_ascii_lowercase();
    let word = OPENINGS.iter().find(|word| lower.starts_with(**word))?;
    let rest = name.get(word.len()..).filter(|rest| !rest.starts_with(char::is_alphanumeric))?;
    let rest = rest.trim_start_matches(['*', ':', ' ', '-', '–']);
    (!rest.is_empty()).then_some((rest, NoticeStatus::Updated))
}

/// Parses `Acme (Updated Notice)`, `Acme (Update to 7/1/15 notice)`.
fn split_bracketed_mark(name: &str) -> Option<(&str, NoticeStatus)> {
    let (before, inside) = name.strip_suffix(')')?.rsplit_once('(')?;
    let (_, mark) = mark_of(inside.trim().to_ascii_lowercase().as_str())?;
    (!before.trim().is_empty()).then_some((before, mark))
}

/// Parses `Acme-Revised (9/15/21)`, `Acme Update 11-18-21`, `Acme - WARN CANCELLED`, `Acme WARN notice 04/2021`.
fn trailing(name: &str) -> Option<(&str, NoticeStatus)> {
    // ASCII alone, so that places in `lower` are places in `name`.
    let lower = name.to_ascii_lowercase();
    for (at, _) in lower.char_indices().filter(|(at, c)| *at > 0 && c.is_ascii_alphabetic()) {
        let (before, from) = lower.split_at_checked(at)?;
        if before.ends_with(char::is_alphanumeric) {
            continue;
        }
        let found = mark_of(from)
            .or_else(|| from.starts_with("warn notice").then_some(("warn notice".len(), NoticeStatus::New)));
        let Some((length, mark)) = found else { continue };
        let behind = from.get(length..).unwrap_or_default();
        // "Acme Supplement" may be a name; "Acme - Supplement" is none.
        let told = before.trim_end().ends_with(['-', '–', '*', '(']) || behind.contains(|c: char| c.is_ascii_digit());
        if AMBIGUOUS.iter().any(|word| from.starts_with(word)) && !told {
            continue;
        }
        let mut words = behind.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        let is_date = |word: &str| {
            let meaning = DateWords::english().meaning(word);
            meaning.month.is_some() || meaning.day_ending
        };
        if words.all(|word| BEHIND.contains(&word) || is_date(word)) {
            return name.get(..at).map(|name| (name, mark));
        }
    }
    None
}

/// Removes the ordinal from `Acme 5th Notice`.
fn strip_ordinal(name: &str) -> Option<&str> {
    let (rest, last) = name.rsplit_once(' ')?;
    let (rest, number) = rest.rsplit_once(' ').filter(|_| last.eq_ignore_ascii_case("notice"))?;
    let ordinal = number.starts_with(|c: char| c.is_ascii_digit()) && number.ends_with(['t', 'h', 'd']);
    ordinal.then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_about_the_notice_are_no_part_of_the_name() {
        let table = [
            ("*UPDATED* Schneider Electric 5th Notice", "Schneider Electric", NoticeStatus::Updated),
            ("UPDATED Starry, Inc.", "Starry, Inc.", NoticeStatus::Updated),
            ("*UPDATED:  New England Sainai Hospital", "New England Sainai Hospital", NoticeStatus::Updated),
            ("RBS Securities Inc.(Updated Notice)", "RBS Securities Inc.", NoticeStatus::Updated),
            ("Quest Diagnostics Inc. (Update to 7/1/15 notice)", "Quest Diagnostics Inc.", NoticeStatus::Updated),
            (
                "DFA Dairy Brands Ice Cream, LLC-Revised (9/15/21)",
                "DFA Dairy Brands Ice Cream, LLC",
                NoticeStatus::Updated,
            ),
            ("Allison Transmission, Inc.Revised (5/21/20)", "Allison Transmission, Inc.", NoticeStatus::Updated),
            ("Zillow Group Update 11-18-21", "Zillow Group", NoticeStatus::Updated),
            ("Katerra Inc. Update Supplemental2", "Katerra Inc.", NoticeStatus::Updated),
            ("iQor Holdings US LLC (Update, 33 jobs saved)", "iQor Holdings US LLC", NoticeStatus::Updated),
            ("* Correction to Marriott Resort Hospitality", "Marriott Resort Hospitality", NoticeStatus::Updated),
            ("* Princeville Resort updated March 24, 2020", "Princeville Resort", NoticeStatus::Updated),
            (
                "Pacific Architects and Engineers (PAE)Updated 10/4/2021",
                "Pacific Architects and Engineers (PAE)",
                NoticeStatus::Updated,
            ),
            ("MAXIMUS, Inc. - WARN CANCELLED", "MAXIMUS, Inc.", NoticeStatus::Withdrawn),
            ("Bird Vinyl Products - rescinded", "Bird Vinyl Products", NoticeStatus::Withdrawn),
            ("ABM Industry Groups, LLC WARN notice 04/2021", "ABM Industry Groups, LLC", NoticeStatus::New),
            ("Santander*", "Santander", NoticeStatus::New),
            ("Second Samuel Transport", "Second Samuel Transport", NoticeStatus::New),
            ("Update Systems Ltd", "Update Systems Ltd", NoticeStatus::New),
            ("Vital Supplement", "Vital Supplement", NoticeStatus::New),
            ("NCR (Additional)", "NCR", NoticeStatus::Updated),
            ("HM Host (Starbucks)", "HM Host (Starbucks)", NoticeStatus::New),
            ("***", "***", NoticeStatus::New),
        ];
        for (cell, name, mark) in table {
            let read = parse_company(cell, true);
            assert_eq!((read.name.as_str(), read.mark), (name, mark), "{cell}");
        }
    }

    #[test]
    fn the_first_line_is_the_name_and_the_others_say_where() {
        let read = parse_company("Zillow Group, Inc.\n400 N. Ashley Drive, Floor 19\n\nTAMPA, FL, 33602", true);
        assert_eq!(read.name, "Zillow Group, Inc.");
        assert_eq!(read.below, ["400 N. Ashley Drive, Floor 19", "TAMPA, FL, 33602"]);
        let taken_back = parse_company(
            "MH Employment Services LLC\nShelborne Hotel - WARN RETRACTED\n\nMIAMI BEACH, FL, 33139",
            true,
        );
        assert_eq!(
            (taken_back.name.as_str(), taken_back.mark),
            ("MH Employment Services LLC", NoticeStatus::Withdrawn)
        );
    }
}
