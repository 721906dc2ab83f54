//! Days among the words of a cell.

use chrono::NaiveDate;

use super::month_names::{is_around, is_inside, is_until, month};
use super::order::NumberOrder;
use super::tokens::{TokenKind, Tokens};

/// Marks between the numbers of a day.
const PARTS: [char; 3] = ['/', '-', '.'];

/// The numbers of a date, with or without a known order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayNumbers {
    /// Which is which is plain.
    Plain { year: u32, month: u32, day: u32 },
    /// Two numbers before the year, and the mark between them.
    Open { first: u32, second: u32, year: u32, mark: char },
}

/// A day among the tokens.
#[derive(Debug, Clone, Copy)]
pub(in crate::exchange) struct FoundDay {
    /// Its first token, and the first behind it.
    pub(in crate::exchange) from: usize,
    pub(in crate::exchange) to: usize,
    pub(in crate::exchange) numbers: DayNumbers,
    /// The day of the month on which a span begins that ends here: `March 1-15, 2024`.
    pub(in crate::exchange) since: Option<u32>,
}

/// The days of a cell, and what else stands there.
#[derive(Debug, Default)]
pub(in crate::exchange) struct DayScan {
    pub(in crate::exchange) found: Vec<FoundDay>,
    /// Numbers and words that belong to no day and no time of day, by their place.
    pub(in crate::exchange) left: Vec<usize>,
}

impl FoundDay {
    /// The day, where there is one of these numbers.
    pub(in crate::exchange) fn date(&self, order: NumberOrder) -> Option<NaiveDate> {
        match self.numbers {
            DayNumbers::Plain { year, month, day } => NaiveDate::from_ymd_opt(full_year(year)?, month, day),
            DayNumbers::Open { first, second, year, mark } => {
                let of = |month, day| NaiveDate::from_ymd_opt(full_year(year)?, month, day);
                let (first, then) = if order.day_first(mark) {
                    ((second, first), (first, second))
                } else {
                    ((first, second), (second, first))
                };
                // A day beyond 12 in the month's place can only mean the other order.
                of(first.0, first.1).or_else(|| of(then.0, then.1))
            }
        }
    }
}

/// Looks through a cell.
pub(crate) fn scan(tokens: &Tokens) -> DayScan {
    let mut scan = DayScan::default();
    let mut at = 0;
    while let Some(token) = tokens.0.get(at) {
        if let Some(found) = day_at(tokens, at) {
            at = found.to;
            scan.found.push(found);
        } else if let Some(to) = time_at(tokens, at) {
            at = to;
        } else {
            let says_more = match token.sort {
                TokenKind::Number => true,
                TokenKind::Word => !is_around(&token.text),
                TokenKind::Mark(_) => false,
            };
            if says_more {
                scan.left.push(at);
            }
            at += 1;
        }
    }
    scan
}

fn day_at(tokens: &Tokens, at: usize) -> Option<FoundDay> {
    let readers = [year_first, compact, three_numbers, year_and_name, day_and_name, name_and_day];
    readers.iter().find_map(|read| read(tokens, at))
}

fn numeric_day(from: usize, to: usize, year: u32, month: u32, day: u32) -> Option<FoundDay> {
    Some(FoundDay { from, to, numbers: DayNumbers::Plain { year, month, day }, since: None })
}

/// `2026-04-07`, `2026/4/7`, `2026. 4. 7`, `2026年4月7日`.
fn year_first(tokens: &Tokens, at: usize) -> Option<FoundDay> {
    let (year, 4) = tokens.number(at, 4)? else { return None };
    let mark = tokens.mark(at + 1, &PARTS)?;
    let (month, _) = tokens.number(at + 2, 2)?;
    tokens.mark(at + 3, &[mark])?;
    let (day, _) = tokens.number(at + 4, 2)?;
    let goes_on = tokens.mark(at + 5, &[mark]).is_some() && tokens.glued_number(at + 6);
    if goes_on { None } else { numeric_day(at, at + 5, year, month, day) }
}

/// `20260407`, `20260407T0912`, `20260407091233`, at the start of a cell.
fn compact(tokens: &Tokens, at: usize) -> Option<FoundDay> {
    let token = tokens.0.get(at).filter(|token| at == 0 && token.sort == TokenKind::Number)?;
    if !matches!(token.text.len(), 8 | 12 | 14) {
        return None;
    }
    let part = |from: usize, to: usize| token.text.get(from..to)?.parse::<u32>().ok();
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let timed = tokens.word(1) == Some("t") && tokens.glued_number(2);
    let time = part(8, 10).is_none_or(|hour| hour < 24) && part(10, 12).is_none_or(|minute| minute < 60);
    if !(1900..2200).contains(&year) || !(1..=12).contains(&month) || !time {
        return None;
    }
    numeric_day(at, if timed { 3 } else { 1 }, year, month, day)
}

/// `4/7/2026`, `07-04-26`, `7. 4. 2026`, `7.4.'26`.
fn three_numbers(tokens: &Tokens, at: usize) -> Option<FoundDay> {
    let (first, _) = tokens.number(at, 2)?;
    let mark = tokens.mark(at + 1, &PARTS)?;
    let (second, _) = tokens.number(at + 2, 2)?;
    tokens.mark(at + 3, &[mark])?;
    let year_at = at + 4 + usize::from(tokens.mark(at + 4, &['\'', '’']).is_some());
    let (year, length) = tokens.number(year_at, 4)?;
    let before = at.checked_sub(2).is_some_and(|_| tokens.mark(at - 1, &[mark]).is_some() && tokens.glued_number(at))
        && at.checked_sub(2).is_some_and(|before| tokens.number(before, 99).is_some());
    let behind = tokens.mark(year_at + 1, &[mark]).is_some() && tokens.glued_number(year_at + 2);
    let clock = length == 2 && tokens.mark(year_at + 1, &[':']).is_some();
    if before || behind || clock || !matches!(length, 2 | 4) {
        return None;
    }
    Some(FoundDay { from: at, to: year_at + 1, numbers: DayNumbers::Open { first, second, year, mark }, since: None })
}

/// `2024 March 15`, `2024-Mar-15`, `2024. március 15.`
fn year_and_name(tokens: &Tokens, at: usize) -> Option<FoundDay> {
    let (year, 4) = tokens.number(at, 4)? else { return None };
    let name = skip(tokens, at + 1, &PARTS);
    let month = month(tokens.word(name)?)?;
    let day_at = skip(tokens, name + 1, &['-', '/', '.', ',']);
    let (day, _) = tokens.number(day_at, 2).filter(|_| tokens.mark(day_at + 1, &[':']).is_none())?;
    numeric_day(at, behind_day(tokens, day_at + 1), year, month, day)
}

/// `15 Mar 2024`, `7-Feb-22`, `15. března 2024`, `15 de marzo de 2024`, `1er mars 2024`, `15th of March, 2024`.
fn day_and_name(tokens: &Tokens, at: usize) -> Option<FoundDay> {
    let (day, _) = tokens.number(at, 2)?;
    let name = skip(tokens, at + 1, &['-', '/', '.', ',']);
    let month = month(tokens.word(name)?)?;
    let (year, year_at) = year_at(tokens, name + 1)?;
    numeric_day(at, year_at + 1, year, month, day)
}

/// `Mar 15, 2024`, `March 5th, 2024`, `Mar-15-24`, `March 1-15, 2024`.
fn name_and_day(tokens: &Tokens, at: usize) -> Option<FoundDay> {
    let month = month(tokens.word(at)?)?;
    let day_at = skip(tokens, at + 1, &['-', '/', '.']);
    let (day, _) = tokens.number(day_at, 2)?;
    let behind = behind_day(tokens, day_at + 1);
    let until = tokens.mark(behind, &['-']).is_some() || tokens.word(behind).is_some_and(is_until);
    if until
        && let Some((last, _)) = tokens.number(behind + 1, 2)
        && let Some((year, year_at)) = year_at(tokens, behind_day(tokens, behind + 2)).filter(|(year, _)| *year > 99)
    {
        let found = numeric_day(at, year_at + 1, year, month, last)?;
        return Some(FoundDay { since: Some(day), ..found });
    }
    let (year, year_at) = year_at(tokens, behind)?;
    numeric_day(at, year_at + 1, year, month, day)
}

/// Over the ending of a day's number: `th`, `º`, a point.
fn behind_day(tokens: &Tokens, mut at: usize) -> usize {
    while tokens.word(at).is_some_and(|word| is_inside(word) && !is_until(word)) || tokens.mark(at, &['.']).is_some() {
        at += 1;
    }
    at
}

/// A year of four digits, or of two where no clock begins there; and its place.
fn year_at(tokens: &Tokens, at: usize) -> Option<(u32, usize)> {
    let at = skip(tokens, at, &['-', '/', '.', ',', '\'', '’']);
    let (year, length) = tokens.number(at, 4)?;
    let clock = tokens.mark(at + 1, &[':']).is_some();
    (length == 4 || (length == 2 && !clock)).then_some((year, at))
}

/// Over marks and words that may stand inside a day.
fn skip(tokens: &Tokens, mut at: usize, marks: &[char]) -> usize {
    while tokens.mark(at, marks).is_some() || tokens.word(at).is_some_and(is_inside) {
        at += 1;
    }
    at
}

/// Over a time of day with its zone: `9:12`, `09:12:33.5 AM`, `14h30`, `9 pm`, `17:08:44 EST`, `T10:00:00-05:00`.
fn time_at(tokens: &Tokens, at: usize) -> Option<usize> {
    let at = at + usize::from(tokens.word(at) == Some("t"));
    let (hour, _) = tokens.number(at, 2).filter(|(hour, _)| *hour < 25)?;
    let mut to = at + 1;
    let colon = tokens.mark(to, &[':', '.']);
    let minutes = |at: usize| tokens.number(at, 2).filter(|(minute, length)| *minute < 60 && *length == 2).is_some();
    let hours = tokens.word(to) == Some("h");
    if (colon.is_some() || hours) && minutes(to + 1) {
        to += 2;
        while tokens.mark(to, &[':', '.', ',']).is_some() && tokens.glued_number(to + 1) {
            to += 2;
        }
    } else if hours {
        to += 1;
    }
    let half = half_of_day(tokens, to);
    let told = colon == Some(':') || hours || half.is_some() || tokens.word(to) == Some("uhr");
    if !told || to == at + 1 && half.is_none() || (half.is_some() && hour > 12 && colon.is_none()) {
        return None;
    }
    Some(zone_at(tokens, half.unwrap_or(to)))
}

/// Over `am`, `p.m.`, `odp.` and the like.
fn half_of_day(tokens: &Tokens, at: usize) -> Option<usize> {
    match tokens.word(at)? {
        "am" | "pm" => Some(at + 1),
        "a" | "p" => {
            let m = at + 1 + usize::from(tokens.mark(at + 1, &['.']).is_some());
            let to = (tokens.word(m) == Some("m")).then_some(m + 1)?;
            Some(to + usize::from(tokens.mark(to, &['.']).is_some()))
        }
        _ => None,
    }
}

/// Over a zone: `Z`, `UTC`, `GMT+0100`, `-05:00`, `(Central European Time)`.
fn zone_at(tokens: &Tokens, mut at: usize) -> usize {
    if tokens.0.get(at).is_some_and(|token| token.sort == TokenKind::Word && (token.capitals || token.text == "uhr")) {
        at += 1;
    }
    let offset = tokens.number(at + 1, 4).is_some_and(|(_, length)| matches!(length, 2 | 4));
    let signed = tokens.mark(at, &['+', '-']).is_some() && tokens.glued_number(at + 1) && offset;
    if signed && tokens.mark(at + 2, &['/', '.', '-']).is_none() {
        at += 2;
        if tokens.mark(at, &[':']).is_some() && tokens.glued_number(at + 1) {
            at += 2;
        }
    }
    if tokens.mark(at, &['(', '[']).is_some()
        && let Some(end) = (at..tokens.0.len()).find(|end| tokens.mark(*end, &[')', ']']).is_some())
        && (at + 1..end).all(|inner| tokens.word(inner).is_some() || tokens.mark(inner, &['/']).is_some())
    {
        at = end + 1;
    }
    at
}

/// Two digits: 70–99 are of the last century.
fn full_year(year: u32) -> Option<i32> {
    let year = match year {
        0..70 => 2000 + year,
        70..100 => 1900 + year,
        year => year,
    };
    i32::try_from(year).ok()
}
