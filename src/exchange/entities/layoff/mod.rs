//! One row of a layoff list: how many people, where, closure or not, and the headline.

pub(super) mod companies;
pub(super) mod days;

use chrono::NaiveDate;

use crate::domain::text::{NAME_CAP, TRIGGER_CAP, capital, clean_line, clean_note};

use crate::exchange::cells;
use crate::exchange::table::fields::RowFields;
use companies::{NoticeCompany, NoticeStatus};

/// Words before a number that names something and counts nobody: "Phase 2: 45 people".
const NUMBERED: [&str; 20] = [
    "phase", "site", "building", "bldg", "plant", "store", "unit", "suite", "line", "shift", "quarter", "wave",
    "round", "step", "tier", "floor", "no", "notice", "warn", "local",
];

/// One row of a layoff list.
pub(crate) struct Layoff {
    heads: Option<u64>,
    /// The head count cell, if it says more than a number.
    heads_words: Option<String>,
    /// The affected share of the staff, in words: "12 %".
    share: Option<String>,
    place: Option<String>,
    what: LayoffKind,
    /// True if an authority published the list.
    notice: bool,
    mark: NoticeStatus,
    /// Sentences of the row for the summary.
    told: Vec<String>,
}

/// Layoff, closure or relocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LayoffKind {
    Layoff,
    Closure,
    Relocation,
}

/// The day a notice takes effect, and the cell that says it.
#[derive(Debug, Clone, Default)]
pub(crate) struct EffectiveDay {
    pub(crate) day: Option<NaiveDate>,
    /// The day's cell, if it says more than the day.
    pub(crate) words: Option<String>,
}

impl Layoff {
    /// Reads a row; `named` is its company cell.
    pub(in crate::exchange) fn of(cells: &RowFields<'_>, named: Option<&NoticeCompany>, notice: bool) -> Layoff {
        // Some states head the people affected "Employees", and then no other column counts them.
        let field = if cells.columns.has("heads") { "heads" } else { "staff" };
        let counts = || cells.columns.all(cells.row, field).map(|(cell, _)| cell);
        let counted = counts().find_map(|cell| Some((cell, parse_head_count(cell)?)));
        let first = counts().find(|cell| !has_address(cell));
        let heads_words = counted.map(|(cell, _)| cell).or(first).and_then(words_beyond_a_number);
        let town = named.and_then(|named| named.below.last());
        Layoff {
            heads: counted.map(|(_, count)| count).filter(|count| *count > 0),
            heads_words,
            share: cells.get("share").and_then(share),
            place: non_empty(cells.line("place")).or_else(|| town.cloned()),
            what: layoff_kind(cells),
            notice,
            mark: named.map(|named| named.mark).unwrap_or_default(),
            told: summary_lines(cells, named),
        }
    }

    /// Returns the trigger's strength, `usual` being the default of its kind; a withdrawn notice has at most 1.
    pub(in crate::exchange) fn strength(&self, usual: u8) -> u8 {
        if self.mark == NoticeStatus::Withdrawn { usual.min(1) } else { usual }
    }

    /// Returns the headline: `Layoff notice: 119 people in Des Moines, Auburn, Puyallup`.
    pub(in crate::exchange) fn headline(&self) -> String {
        let what = match (self.what, self.notice) {
            (LayoffKind::Closure, true) => "closure notice",
            (LayoffKind::Layoff, true) => "layoff notice",
            (LayoffKind::Relocation, true) => "relocation notice",
            (LayoffKind::Closure, false) => "closure",
            (LayoffKind::Layoff, false) => "layoff",
            (LayoffKind::Relocation, false) => "relocation",
        };
        let what = match self.mark {
            NoticeStatus::New => what.to_owned(),
            NoticeStatus::Updated => format!("updated {what}"),
            NoticeStatus::Withdrawn => format!("withdrawn {what}"),
        };
        let people = match (self.heads, &self.share) {
            (Some(1), _) => ": 1 person".to_owned(),
            (Some(count), _) => format!(": {count} people"),
            (None, Some(share)) => format!(": {share} of the staff"),
            (None, None) => ", number not known".to_owned(),
        };
        let place = self.place.as_ref().map(|place| format!(" in {place}")).unwrap_or_default();
        clean_line(&format!("{}{people}{place}", capital(&what)), NAME_CAP)
    }

    /// Returns everything else that the row says, one sentence each.
    pub(in crate::exchange) fn summary(&self, effect: &EffectiveDay) -> String {
        let mut said = self.told.clone();
        if let (Some(_), Some(share)) = (self.heads, &self.share) {
            said.push(format!("{share} of the staff."));
        }
        if let Some(words) = &self.heads_words {
            said.push(format!("Number as written: {words}."));
        }
        if let Some(day) = effect.day {
            said.push(format!("Takes effect on {day}."));
        }
        if let Some(words) = &effect.words {
            said.push(format!("Dates as written: {words}."));
        }
        clean_note(&said.join(" "), TRIGGER_CAP)
    }
}

/// Returns the cell unless it only says that nothing is known.
fn non_empty(cell: Option<String>) -> Option<String> {
    cell.filter(|words| !cells::is_nothing(words))
}

/// Returns whether the site closes, moves or neither, by every column that may say so.
fn layoff_kind(cells: &RowFields<'_>) -> LayoffKind {
    let columns = ["closure", "kind", "reason"].iter().flat_map(|field| cells.columns.all(cells.row, field));
    // A short note such as "Store closure" says it too; a long one may only mention it.
    let notes = cells.columns.all(cells.row, "summary").filter(|(cell, _)| cell.chars().count() <= 60);
    let columns = columns.chain(notes);
    let mut what = LayoffKind::Layoff;
    for (cell, header) in columns {
        let lower = cell.trim().to_lowercase();
        // A column that asks "Layoff or closing?" answers yes to either; only one that asks about closing alone says
        // which.
        let asks = header.to_lowercase().contains("closing") && !header.to_lowercase().contains("layoff");
        // Some states code the type of a notice: "CL" is a closing.
        let codes = lower.split(|c: char| !c.is_alphanumeric()).any(|word| word == "cl");
        if lower.contains("clos") || lower.contains("shut down") || codes || (asks && lower.starts_with("yes")) {
            return LayoffKind::Closure;
        }
        if lower.starts_with("relocat") {
            what = LayoffKind::Relocation;
        }
    }
    what
}

/// Returns the lines that go into the summary unchanged.
fn summary_lines(cells: &RowFields<'_>, named: Option<&NoticeCompany>) -> Vec<String> {
    let mut told = Vec::new();
    for field in ["duration", "reason", "summary"] {
        let words = cells.columns.all(cells.row, field).map(|(cell, _)| clean_note(cell, TRIGGER_CAP));
        told.extend(words.filter(|words| non_empty(Some(words.clone())).is_some()).map(|words| sentence(&words)));
    }
    if let Some((_, above)) = named.and_then(|named| named.below.split_last())
        && !above.is_empty()
    {
        told.push(format!("Site: {}.", above.join(", ")));
    }
    for field in ["industry", "stage"] {
        let Some(words) = non_empty(cells.line(field)) else { continue };
        let label = if field == "stage" { "Stage" } else { "Industry" };
        told.push(format!("{label}: {words}."));
    }
    let mut seen = std::collections::HashSet::new();
    told.retain(|words| seen.insert(words.clone()));
    told
}

fn sentence(words: &str) -> String {
    let ended = words.ends_with(['.', '!', '?']);
    if ended { words.to_owned() } else { format!("{words}.") }
}

/// Parses a head count: `119`, `50-75` (the lower end), `140 (36 remote)`, `up to 300`. `None` for words alone, and for
/// a date that a spreadsheet made of a range.
fn parse_head_count(cell: &str) -> Option<u64> {
    if let Some((count, _)) = cells::head_count(cell) {
        return Some(count);
    }
    // A spreadsheet made a day of "3-17": a head count that is one would be 1,900 people.
    if has_address(cell) || cell.matches(':').count() >= 2 || days::numbers(cell).is_some() {
        return None;
    }
    let words: Vec<&str> =
        cell.split(|c: char| !c.is_alphanumeric() && c != ',').filter(|word| !word.is_empty()).collect();
    let named = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        before.is_some_and(|word| NUMBERED.contains(&word.to_lowercase().as_str()))
    };
    let count =
        |(at, word): (usize, &&str)| (!named(at)).then(|| word.trim_matches(',').replace(',', "").parse().ok())?;
    let first: u64 = words.iter().enumerate().find_map(count)?;
    (first < 1_000_000).then_some(first)
}

/// Returns true if a cell holds a web address, whose numbers count nobody: ".../2020/20200430_a.pdf".
fn has_address(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    lower.contains("://") || lower.contains("www.") || [".pdf", ".htm", ".doc"].iter().any(|end| lower.contains(end))
}

/// Returns the cell if it is more than one number.
fn words_beyond_a_number(cell: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\'');
    let words = clean_line(cell, 160);
    (!words.chars().all(plain)).then_some(words).and_then(|words| non_empty(Some(words)))
}

/// Parses the affected share of the staff: `12%`, `0.12`, `100`.
fn share(cell: &str) -> Option<String> {
    let number = cell.trim().trim_end_matches('%').trim();
    let value = cells::number(number).filter(|value| *value > 0.0 && *value <= 100.0)?;
    // A spreadsheet's percentage is a fraction once it is saved as text.
    let percent = if !cell.contains('%') && value <= 1.0 { value * 100.0 } else { value };
    let rounded = (percent * 10.0).round() / 10.0;
    Some(format!("{rounded} %"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_counted_in_words_too() {
        let table = [
            ("119", Some(119)),
            ("1,604", Some(1604)),
            ("50-75", Some(50)),
            ("60-70 in Maryland", Some(60)),
            ("140 (36 remote)", Some(140)),
            ("up to 703", Some(703)),
            ("approx. 150", Some(150)),
            ("18; 87", Some(18)),
            ("200 +/-", Some(200)),
            ("74 fulltime and 184 parttime", Some(74)),
            ("Phase 2: 45 people", Some(45)),
            ("1,200, of whom 30 remote", Some(1200)),
            ("https://x.example/NOTICES4/2020/20200430_a.pdf", None),
            ("www.x.example/12", None),
            ("see NOTICE4.pdf", None),
            ("Q4", None),
            ("?", None),
            ("TBD", None),
            ("All", None),
            ("1900-03-17 00:00:00", None),
            ("3/16/26", None),
        ];
        for (cell, expected) in table {
            assert_eq!(parse_head_count(cell), expected, "{cell}");
        }
    }

    #[test]
    fn a_part_of_the_staff_is_read_as_percent_or_as_a_fraction() {
        for (cell, expected) in
            [("12%", Some("12 %")), ("0.125", Some("12.5 %")), ("1", Some("100 %")), ("Unknown", None)]
        {
            assert_eq!(share(cell).as_deref(), expected, "{cell}");
        }
    }
}
