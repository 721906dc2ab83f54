//! Parses the date in a cell: one day, a span, several days, or none and why. Nonsense never becomes a day.

use chrono::{DateTime, Datelike, Days, NaiveDate};

use crate::domain::dates::{DateWords, DayScan, FoundDay, NumberOrder, TokenKind, Tokens, is_real_year, scan};

/// Longer cells are no dates: prose that mentions a day is not read for one.
pub(in crate::exchange) const LONGEST: usize = 200;

/// The day found in a cell, and what kind of date the cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ParsedDay {
    /// The day, or the first day of a span or list; `None` if there is no complete day.
    pub(crate) first: Option<NaiveDate>,
    pub(crate) sort: ParsedDayKind,
}

/// What a cell holds: one day, a span, several days, or none and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParsedDayKind {
    /// One day and nothing else.
    Day,
    /// One day within other words.
    Among,
    /// A span with a first and a last day.
    Span,
    /// A list of days.
    Several,
    /// A month, quarter or year without a day.
    NoDay,
    /// A date that does not exist in the calendar.
    NoSuchDay,
    /// A placeholder that programs write for an empty date: 1900-01-01, 9999-12-31.
    Placeholder,
    /// Text without a date.
    Words,
}

impl ParsedDay {
    /// Returns a remark about the row, if the date needs one.
    pub(crate) fn remark(&self) -> Option<&'static str> {
        match self.sort {
            ParsedDayKind::Day => None,
            ParsedDayKind::Among => Some("there are other words beside the day; the day was taken"),
            ParsedDayKind::Span => Some("a span of days; its first day was taken"),
            ParsedDayKind::Several => Some("several days; the first was taken"),
            ParsedDayKind::NoDay => Some("a date names no day, only a month, a quarter or a year; it stays text"),
            ParsedDayKind::NoSuchDay => Some("a date is not a day of the calendar; it stays text"),
            ParsedDayKind::Placeholder => Some("a date is a placeholder for “no date”; it stays text"),
            ParsedDayKind::Words => Some("a date cannot be read; it stays text"),
        }
    }

    fn unclear(sort: ParsedDayKind) -> ParsedDay {
        ParsedDay { first: None, sort }
    }

    fn one(found: Option<NaiveDate>, sort: ParsedDayKind) -> ParsedDay {
        match found {
            None => ParsedDay::unclear(ParsedDayKind::NoSuchDay),
            Some(day) if is_placeholder(day) => ParsedDay::unclear(ParsedDayKind::Placeholder),
            Some(day) => ParsedDay { first: Some(day), sort },
        }
    }

    fn span(first: Option<NaiveDate>, last: Option<NaiveDate>) -> ParsedDay {
        match (first, last) {
            (Some(first), Some(last)) if is_placeholder(first) || is_placeholder(last) => {
                ParsedDay::unclear(ParsedDayKind::Placeholder)
            }
            (Some(first), Some(last)) if first <= last => ParsedDay { first: Some(first), sort: ParsedDayKind::Span },
            _ => ParsedDay::unclear(ParsedDayKind::NoSuchDay),
        }
    }
}

/// Parses everything that a cell says about days.
pub(crate) fn days(cell: &str, order: NumberOrder) -> ParsedDay {
    let cell = cell.trim();
    if cell.len() > LONGEST {
        return ParsedDay::unclear(ParsedDayKind::Words);
    }
    // These three are not among the tokens: a number of five, ten or thirteen digits is no part of a day, and the plain
    // form is what most exports write.
    if let Some(day) = plain_iso(cell).or_else(|| serial(cell)).or_else(|| epoch(cell)) {
        return ParsedDay::one(Some(day), ParsedDayKind::Day);
    }
    let tokens = Tokens::of(cell.trim_start_matches('\''), DateWords::all());
    let scan = scan(&tokens);
    match scan.found.as_slice() {
        [] => ParsedDay::unclear(none_found(&tokens)),
        [found] => parse_one(&tokens, &scan, found, order),
        [first, last] if scan.left.iter().all(|at| parts_of_span(&tokens, *at)) && is_span(&tokens, first, last) => {
            ParsedDay::span(first.date(order), last.date(order))
        }
        [first, ..] => ParsedDay::one(first.date(order), ParsedDayKind::Several),
    }
}

fn parse_one(tokens: &Tokens, scan: &DayScan, found: &FoundDay, order: NumberOrder) -> ParsedDay {
    let last = found.date(order);
    if let Some(since) = found.since {
        return ParsedDay::span(last.and_then(|last| last.with_day(since)), last);
    }
    if let Some(first) = last.and_then(|last| first_day_of_span(tokens, found, last, order)) {
        return ParsedDay::span(Some(first), last);
    }
    let numbers = scan.left.iter().any(|at| tokens.0.get(*at).is_some_and(|token| token.kind == TokenKind::Number));
    match (scan.left.is_empty(), numbers) {
        (true, _) => ParsedDay::one(last, ParsedDayKind::Day),
        // "12/03/2024 5" may be anything; a note in words beside a day is a note.
        (false, true) if glued_to_number(tokens, found) => ParsedDay::unclear(ParsedDayKind::Words),
        (false, _) => ParsedDay::one(last, ParsedDayKind::Among),
    }
}

/// Returns true if a number directly adjoins the date, as part of something longer: `10.12.20.24`.
fn glued_to_number(tokens: &Tokens, found: &FoundDay) -> bool {
    let before = found.from.checked_sub(1).and_then(|at| tokens.0.get(at));
    tokens.0.get(found.to).is_some_and(|token| token.glued)
        || before.is_some_and(|token| token.kind == TokenKind::Number)
}

/// Returns the first day of a span that takes month or year from its last day: `1.-15. 3. 2024`, `3/1-3/15/2024`, `1 to
/// 15 March 2024`, `March 28 - April 3, 2024`.
fn first_day_of_span(tokens: &Tokens, found: &FoundDay, last: NaiveDate, order: NumberOrder) -> Option<NaiveDate> {
    let mut at = found.from.checked_sub(1)?;
    if !(tokens.mark(at, &['-']).is_some() || tokens.meaning(at).until) {
        return None;
    }
    at = at.checked_sub(1)?;
    if tokens.mark(at, &['.']).is_some() {
        at = at.checked_sub(1)?;
    }
    if let Some(name) = tokens.month(at) {
        let (day, _) = tokens.number(at.checked_sub(1)?, 2)?;
        return (at == 1).then(|| NaiveDate::from_ymd_opt(last.year(), name, day))?;
    }
    let (second, _) = tokens.number(at, 2)?;
    if at == 0 {
        return last.with_day(second);
    }
    if let Some(name) = tokens.month(at - 1) {
        return (at == 1).then(|| NaiveDate::from_ymd_opt(last.year(), name, second))?;
    }
    let mark = tokens.mark(at - 1, &['/', '.', '-'])?;
    let (first, _) = tokens.number(at.checked_sub(2)?, 2)?;
    let (month, day) = if order.day_first(mark) { (second, first) } else { (first, second) };
    (at == 2).then(|| NaiveDate::from_ymd_opt(last.year(), month, day))?
}

/// Returns true if only a dash or a word for "until" is between two days.
fn is_span(tokens: &Tokens, first: &FoundDay, last: &FoundDay) -> bool {
    let between = (first.to..last.from)
        .filter(|at| tokens.mark(*at, &['-', '/', '~', '…', '→', '>']).is_some() || tokens.meaning(*at).until);
    between.count() > 0
}

/// Returns true for words that belong to a span: "from", "until".
fn parts_of_span(tokens: &Tokens, at: usize) -> bool {
    let meaning = tokens.meaning(at);
    meaning.until || meaning.from
}

fn none_found(tokens: &Tokens) -> ParsedDayKind {
    let year =
        |at: usize| tokens.number(at, 4).is_some_and(|(year, length)| length == 4 && (1900..2200).contains(&year));
    let named = |at: usize| tokens.month(at).is_some();
    if (0..tokens.0.len()).any(|at| year(at) || (named(at) && tokens.0.len() > 1)) {
        return if tokens.0.len() > 4 && (0..tokens.len()).all(|at| tokens.word(at).is_none()) {
            ParsedDayKind::Words
        } else {
            ParsedDayKind::NoDay
        };
    }
    let zeros = tokens.0.iter().filter(|token| token.kind == TokenKind::Number);
    let zeros = zeros.map(|token| token.text.bytes().all(|b| b == b'0')).collect::<Vec<_>>();
    if zeros.len() >= 3 && zeros.iter().all(|zero| *zero) { ParsedDayKind::Placeholder } else { ParsedDayKind::Words }
}

/// Parses `2026-04-07`, the most common format, without splitting the cell into words.
fn plain_iso(cell: &str) -> Option<NaiveDate> {
    let bytes = cell.as_bytes();
    let dashes = bytes.len() == 10 && bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    dashes.then(|| cell.parse().ok())?
}

/// Parses a spreadsheet's day number: 45631 is 5 December 2024, 45631.5 noon of that day. Only days from February 1982
/// to 2099 are accepted.
fn serial(cell: &str) -> Option<NaiveDate> {
    let (whole, part) = cell.split_once(['.', ',']).unwrap_or((cell, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    // Five digits before the mark: "45,631" is a number with a group, no day and a part of it.
    if whole.len() != 5 || !digits(whole) || !digits(part) {
        return None;
    }
    // 1982 to 2099: smaller numbers are postal codes and head counts, larger ones are ids.
    let days = whole.parse::<u64>().ok().filter(|days| (30_000..73_050).contains(days))?;
    // Excel counts a 29 February 1900, as Lotus 1-2-3 did: later days count from 30 December 1899.
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

/// Parses seconds or milliseconds since 1970, in UTC, as some systems export a day. Only days from 2001 to 2049 are
/// accepted.
fn epoch(cell: &str) -> Option<NaiveDate> {
    let digits = cell.bytes().all(|b| b.is_ascii_digit());
    let at = match cell.len() {
        13 if digits => DateTime::from_timestamp_millis(cell.parse().ok()?),
        10 if digits => DateTime::from_timestamp(cell.parse().ok()?, 0),
        _ => None,
    };
    at.map(|at| at.date_naive()).filter(|day| (2001..2050).contains(&day.year()))
}

fn is_placeholder(day: NaiveDate) -> bool {
    // 1970-01-01 is the zero of Unix time, which an empty field becomes.
    let nothing = (day.year(), day.month(), day.day());
    !is_real_year(day.year()) || matches!(nothing, (1970 | 1901, 1, 1) | (2099, 12, 31))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns kind and first day of a parsed cell as text.
    fn told(cell: &str) -> String {
        let said = days(cell, NumberOrder::MonthFirst);
        let shown = |day: Option<NaiveDate>| day.map_or("-".to_owned(), |day| day.to_string());
        format!("{:?} {}", said.sort, shown(said.first))
    }

    #[test]
    fn a_span_gives_its_first_day_and_nonsense_none() {
        for (cell, expected) in [
            ("06-15-20 thru 06-30-20", "Span 2020-06-15"),
            ("3/1/2024 - 3/15/2024", "Span 2024-03-01"),
            ("3/1/2024-3/15/2024", "Span 2024-03-01"),
            ("3/1-3/15/2024", "Span 2024-03-01"),
            ("March 1-15, 2024", "Span 2024-03-01"),
            ("March 28 - April 3, 2024", "Span 2024-03-28"),
            ("1.-15. 3. 2024", "Span 2024-03-01"),
            ("od 1. března 2024 do 15. března 2024", "Span 2024-03-01"),
            ("vom 01.03.2024 bis 15.03.2024", "Span 2024-03-01"),
            ("2024-03-01/2024-03-15", "Span 2024-03-01"),
            ("12/28/2023 to 1/4/2024", "Span 2023-12-28"),
            ("3/15/2024 - 3/1/2024", "NoSuchDay -"),
            ("3/15/2024, 4/1/2024; 5/1/2024", "Several 2024-03-15"),
            ("3/15/2024 (amended 4/1/2024)", "Several 2024-03-15"),
            ("beginning 3/15/2024", "Among 2024-03-15"),
            ("Q3 2024", "NoDay -"),
            ("2024", "NoDay -"),
            ("March 2024", "NoDay -"),
            ("03/2024", "NoDay -"),
            ("TBD", "Words -"),
            ("ongoing", "Words -"),
            ("today", "Words -"),
            ("now", "Words -"),
            ("Feb 30, 2024", "NoSuchDay -"),
            ("2024-02-30", "NoSuchDay -"),
            ("31/31/2024", "NoSuchDay -"),
            ("0000-00-00", "NoSuchDay -"),
            ("00/00/0000", "NoSuchDay -"),
            ("1900-01-01", "Placeholder -"),
            ("1/0/1900", "NoSuchDay -"),
            ("9999-12-31", "Placeholder -"),
            ("12/31/2099", "Placeholder -"),
            ("0001-01-01", "Placeholder -"),
            ("01/01/0001", "Placeholder -"),
            ("0001-01-01T00:00:00Z", "Placeholder -"),
            ("1 January 0001", "Placeholder -"),
            ("3024-03-15", "Placeholder -"),
            ("1970-01-01T00:00:00Z", "Placeholder -"),
            ("10.12.20.24", "Words -"),
            ("12345", "Words -"),
            ("1,234.50", "Words -"),
            ("+1 415 555 0100", "Words -"),
        ] {
            assert_eq!(told(cell), expected, "{cell}");
        }
    }
}
