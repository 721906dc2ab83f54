//! Days and times of day among the tokens of a text.

use chrono::NaiveDate;

use super::clock::{FoundTime, compact_time, time_at};
use super::order::NumberOrder;
use super::tokens::{TokenKind, Tokens};

/// Separators between the numbers of a date.
const PARTS: [char; 3] = ['/', '-', '.'];

/// A year as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WrittenYear {
    /// Two digits, of whichever century.
    Short(u32),
    /// Four.
    Whole(u32),
}

impl WrittenYear {
    fn from_digits((year, length): (u32, usize)) -> Option<WrittenYear> {
        match length {
            2 => Some(WrittenYear::Short(year)),
            4 => Some(WrittenYear::Whole(year)),
            _ => None,
        }
    }

    /// Two digits from `last` on are of the last century.
    pub(crate) fn with_last_century_from(self, last: u32) -> Option<i32> {
        let year = match self {
            WrittenYear::Short(year) if year < last => 2000 + year,
            WrittenYear::Short(year) => 1900 + year,
            // Four digits are what they say: year 1 is not 2001.
            WrittenYear::Whole(year) => year,
        };
        i32::try_from(year).ok()
    }
}

/// The numbers of a date, with or without a known order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayNumbers {
    /// Which is which is plain.
    Plain { year: WrittenYear, month: u32, day: u32 },
    /// Two numbers before the year, and the mark between them.
    Open { first: u32, second: u32, year: WrittenYear, mark: char },
}

/// A day found among the tokens of a cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FoundDay {
    /// Its first token, and the first behind it.
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) numbers: DayNumbers,
    /// The day of the month on which a span begins that ends here: `March 1-15, 2024`.
    pub(crate) since: Option<u32>,
}

/// The days and times of day of a text, and what else stands there.
#[derive(Debug, Default)]
pub(crate) struct DayScan {
    pub(crate) found: Vec<FoundDay>,
    pub(crate) times: Vec<FoundTime>,
    /// Numbers and words that belong to no day and no time of day, by their place.
    pub(crate) left: Vec<usize>,
}

impl FoundDay {
    /// The day, where there is one of these numbers.
    pub(crate) fn date(&self, order: NumberOrder) -> Option<NaiveDate> {
        match self.numbers {
            DayNumbers::Plain { year, month, day } => NaiveDate::from_ymd_opt(in_files(year)?, month, day),
            DayNumbers::Open { first, second, year, mark } => {
                let of = |month, day| NaiveDate::from_ymd_opt(in_files(year)?, month, day);
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

/// Looks through a text.
pub(crate) fn scan(tokens: &Tokens) -> DayScan {
    let mut scan = DayScan::default();
    let mut at = 0;
    while let Some(token) = tokens.0.get(at) {
        if let Some(found) = day_at(tokens, at) {
            let time = if at == 0 { compact_time(tokens, &found) } else { None };
            at = time.map_or(found.to, |time| time.to);
            scan.times.extend(time);
            scan.found.push(found);
        } else if let Some(time) = time_at(tokens, at) {
            at = time.to;
            scan.times.push(time);
        } else {
            let says_more = match token.kind {
                TokenKind::Number => true,
                TokenKind::Word(meaning) => !meaning.around,
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

/// The day with its year that begins at a token.
pub(crate) fn day_at(tokens: &Tokens, at: usize) -> Option<FoundDay> {
    // What is plain comes before what is open: four digits in front settle the order of the two behind them.
    let readers = [year_first, compact, three_numbers, year_and_name, day_and_name, name_and_day];
    readers.iter().find_map(|read| read(tokens, at))
}

fn numeric_day(from: usize, to: usize, year: WrittenYear, month: u32, day: u32) -> Option<FoundDay> {
    Some(FoundDay { from, to, numbers: DayNumbers::Plain { year, month, day }, since: None })
}

/// Parses `2026-04-07`, `2026/4/7`, `2026. 4. 7`, `2026年4月7日`.
fn year_first(tokens: &Tokens, at: usize) -> Option<FoundDay> {
    let (year, 4) = tokens.number(at, 4)? else { return None };
    let mark = tokens.mark(at + 1, &PARTS)?;
    let (month, _) = tokens.number(at + 2, 2)?;
    tokens.mark(at + 3, &[mark])?;
    let (day, _) = tokens.number(at + 4, 2)?;
    // A fourth number makes it a number of something: a version, a file, an address.
    let goes_on = tokens.mark(at + 5, &[mark]).is_some() && tokens.glued_number(at + 6);
    if goes_on { None } else { numeric_day(at, at + 5, WrittenYear::Whole(year), month, day) }
}

/// Parses `20260407`, `20260407T0912`, `20260407091233` at the start of a cell.
fn compact(tokens: &Tokens, at: usize) -> Option<FoundDay> {
    let token = tokens.0.get(at).filter(|token| at == 0 && token.kind == TokenKind::Number)?;
    // Only at the start of a cell and only in these lengths: within a text eight figures are an order or a customer.
    if !matches!(token.text.len(), 8 | 12 | 14) {
        return None;
    }
    let part = |from: usize, to: usize| token.text.get(from..to)?.parse::<u32>().ok();
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let timed = tokens.word(1) == Some("t") && tokens.glued_number(2);
    let time = part(8, 10).is_none_or(|hour| hour < 24) && part(10, 12).is_none_or(|minute| minute < 60);
    // Checked here and not where the date is made: 12345678 has to be left as a number, not refused as a day that does
    // not exist.
    if !(1900..2200).contains(&year) || !(1..=12).contains(&month) || !time {
        return None;
    }
    numeric_day(at, if timed { 3 } else { 1 }, WrittenYear::Whole(year), month, day)
}

/// Parses `4/7/2026`, `07-04-26`, `7. 4. 2026`, `7.4.'26`.
fn three_numbers(tokens: &Tokens, at: usize) -> Option<FoundDay> {
    let (first, _) = tokens.number(at, 2)?;
    let mark = tokens.mark(at + 1, &PARTS)?;
    let (second, _) = tokens.number(at + 2, 2)?;
    tokens.mark(at + 3, &[mark])?;
    let year_at = at + 4 + usize::from(tokens.mark(at + 4, &['\'', '’']).is_some());
    let year = WrittenYear::from_digits(tokens.number(year_at, 4)?)?;
    // "1.2.3.2026" is no date, though its last three numbers would make one.
    let before = at.checked_sub(2).is_some_and(|_| tokens.mark(at - 1, &[mark]).is_some() && tokens.glued_number(at))
        && at.checked_sub(2).is_some_and(|before| tokens.number(before, 99).is_some());
    let behind = tokens.mark(year_at + 1, &[mark]).is_some() && tokens.glued_number(year_at + 2);
    if before || behind || is_clock(tokens, year_at, year) {
        return None;
    }
    Some(FoundDay { from: at, to: year_at + 1, numbers: DayNumbers::Open { first, second, year, mark }, since: None })
}

/// Parses `2024 March 15`, `2024-Mar-15`, `2024. március 15.`
fn year_and_name(tokens: &Tokens, at: usize) -> Option<FoundDay> {
    let (year, 4) = tokens.number(at, 4)? else { return None };
    let name = skip(tokens, at + 1, &PARTS);
    let month = tokens.month(name)?;
    let day_at = skip(tokens, name + 1, &['-', '/', '.', ',']);
    // "2024 March 15:30" has an hour there.
    let (day, _) = tokens.number(day_at, 2).filter(|_| tokens.mark(day_at + 1, &[':']).is_none())?;
    numeric_day(at, behind_day(tokens, day_at + 1), WrittenYear::Whole(year), month, day)
}

/// Parses `15 Mar 2024`, `7-Feb-22`, `15. března 2024`, `15 de marzo de 2024`, `1er mars 2024`, `15th of March, 2024`.
fn day_and_name(tokens: &Tokens, at: usize) -> Option<FoundDay> {
    let (day, _) = tokens.number(at, 2)?;
    let name = skip(tokens, at + 1, &['-', '/', '.', ',']);
    let month = tokens.month(name)?;
    let (year, year_at) = year_at(tokens, name + 1)?;
    numeric_day(at, year_at + 1, year, month, day)
}

/// Parses `Mar 15, 2024`, `March 5th, 2024`, `Mar-15-24`, `March 1-15, 2024`.
fn name_and_day(tokens: &Tokens, at: usize) -> Option<FoundDay> {
    let month = tokens.month(at)?;
    let day_at = skip(tokens, at + 1, &['-', '/', '.']);
    let (day, _) = tokens.number(day_at, 2)?;
    let behind = behind_day(tokens, day_at + 1);
    // Only before a year in full: with two digits nothing tells a span from a date between hyphens, "Mar-15-24".
    let until = tokens.mark(behind, &['-']).is_some() || tokens.meaning(behind).until;
    if until
        && let Some((last, _)) = tokens.number(behind + 1, 2)
        && let Some((year, year_at)) = year_at(tokens, behind_day(tokens, behind + 2))
        && matches!(year, WrittenYear::Whole(_))
    {
        let found = numeric_day(at, year_at + 1, year, month, last)?;
        return Some(FoundDay { since: Some(day), ..found });
    }
    let (year, year_at) = year_at(tokens, behind)?;
    numeric_day(at, year_at + 1, year, month, day)
}

/// Skips the ending of a day's number: `th`, `º`, a point. Returns the index after it.
fn behind_day(tokens: &Tokens, mut at: usize) -> usize {
    while tokens.meaning(at).inside && !tokens.meaning(at).until || tokens.mark(at, &['.']).is_some() {
        at += 1;
    }
    at
}

/// A year of four digits, or of two where no clock begins there; and its place.
pub(super) fn year_at(tokens: &Tokens, at: usize) -> Option<(WrittenYear, usize)> {
    let at = skip(tokens, at, &['-', '/', '.', ',', '\'', '’']);
    let year = WrittenYear::from_digits(tokens.number(at, 4)?)?;
    (!is_clock(tokens, at, year)).then_some((year, at))
}

/// Two digits behind a day and a month may be the hour: "15 Mar 12:30", "15 Mar 3 p.m.".
fn is_clock(tokens: &Tokens, at: usize, year: WrittenYear) -> bool {
    matches!(year, WrittenYear::Short(_)) && (tokens.mark(at + 1, &[':']).is_some() || time_at(tokens, at).is_some())
}

/// Over marks and words that may stand inside a day.
pub(super) fn skip(tokens: &Tokens, mut at: usize, marks: &[char]) -> usize {
    while tokens.mark(at, marks).is_some() || tokens.meaning(at).inside {
        at += 1;
    }
    at
}

/// In files 70 to 99 are of the last century.
fn in_files(year: WrittenYear) -> Option<i32> {
    // POSIX takes 69 to 99 for the last century, Excel 30 to 99. Files hold contracts that end after 2030, and hardly
    // anything of before 1970.
    year.with_last_century_from(70)
}
