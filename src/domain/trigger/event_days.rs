//! Finds the days in a text: when an event happened, and when it takes effect.

use chrono::{Datelike, Days as Span, Months, NaiveDate, TimeDelta};

use crate::domain::dates;
use crate::domain::dates::{
    DateWords, DayNumbers, FoundDay, Leaning, NamedDay, NumberOrder, TokenKind, Tokens, WrittenYear, is_real_year,
    named_day_at, resolve,
};

/// Words near a day that mark it as the day of effect.
const EFFECT: &[&str] = &[
    "effective",
    "starting",
    "beginning",
    "begins",
    "starts",
    "deadline",
    "force",
    "expires",
    "ends",
    "due",
    "effect",
    "applies",
];

/// Words that do so only directly before the day: "closes by 3 May", but not "recalled after a find on 3 May".
const JUST_BEFORE: &[&str] = &["from", "by", "until", "before", "after", "close"];

/// Words near a day that is neither, such as the deadline of a job posting.
const NEITHER: &[&str] = &["apply", "applications", "submit", "applicants"];

/// Most words between such a word and its day.
const NEAR: usize = 3;

/// The days of an event in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::domain) struct EventDays {
    pub(in crate::domain) occurred: Option<NaiveDate>,
    /// The day on which the event takes effect.
    pub(in crate::domain) effective: Option<NaiveDate>,
}

/// Finds the days of an event. The first day that is not in the future is when it happened; the first that is in the
/// future, or marked by a word such as "effective", is when it takes effect.
pub(in crate::domain) fn days_of(text: &str, today: NaiveDate) -> EventDays {
    let tokens = Tokens::of(text, DateWords::english());
    let mut found = EventDays::default();
    let mut at = 0;
    while at < tokens.len() {
        let Some((day, to)) = day_at(&tokens, at, today) else {
            at += 1;
            continue;
        };
        let before = words_before(&tokens, at);
        let near = |words: &[&str]| before.iter().any(|word| words.contains(word));
        // Near ones count in any order: "effective as of 3 May", "takes effect on 3 May".
        let announced = near(EFFECT) || before.first().is_some_and(|word| JUST_BEFORE.contains(word));
        if !near(NEITHER) {
            let slot = if announced || day > today { &mut found.effective } else { &mut found.occurred };
            // The first of each stays: later days in a text are background.
            slot.get_or_insert(day);
        }
        at = to;
    }
    found
}

/// Returns the day of effect that a headline of this day says, if that lies ahead of it.
pub(crate) fn effective_day(headline: &str, on: NaiveDate) -> Option<NaiveDate> {
    days_of(headline, on).effective.filter(|day| *day > on)
}

/// The last words and numbers before a token, the nearest first.
fn words_before(tokens: &Tokens, at: usize) -> Vec<&str> {
    let before = tokens.0.iter().take(at).rev();
    let spoken = before.filter(|token| !matches!(token.kind, TokenKind::Mark(_)));
    spoken.map(|token| token.text.as_str()).take(NEAR).collect()
}

/// A day in a cell of a list: lists of US agencies write the month first.
pub(in crate::domain) fn day_of_cell(cell: &str, today: NaiveDate) -> Option<NaiveDate> {
    let tokens = Tokens::of(cell, DateWords::english());
    let whole = |(day, to): (NaiveDate, usize)| (to == tokens.len()).then_some(day);
    // Only where the day cannot be read as it stands: 3/4 between slashes is left open elsewhere, and here the source
    // settles it.
    let official = || {
        let found = dates::day_at(&tokens, 0).filter(|found| found.to == tokens.len())?;
        found.date(NumberOrder::MonthFirst).filter(|day| is_real_year(day.year()))
    };
    day_at(&tokens, 0, today).and_then(whole).or_else(official)
}

/// A day that begins at this token, and the first token behind it.
fn day_at(tokens: &Tokens, at: usize, today: NaiveDate) -> Option<(NaiveDate, usize)> {
    if !begins_a_word(tokens, at) {
        return None;
    }
    let (day, to) = day_with_year(tokens, at)
        .or_else(|| day_of_month(tokens, at, today))
        .or_else(|| month_alone(tokens, at))
        .or_else(|| relative(tokens, at, today))?;
    is_real_year(day.year()).then_some((day, to))
}

/// A day stands by itself: `2026/03/12` in the address of a page is none, and neither is the end of a number.
fn begins_a_word(tokens: &Tokens, at: usize) -> bool {
    let opens = |mark: char| matches!(mark, '(' | '[' | '"' | '“' | '‘' | '\'' | ',' | ';' | ':' | '-');
    match at.checked_sub(1).and_then(|before| tokens.get(before)).map(|before| before.kind) {
        Some(TokenKind::Mark(mark)) => opens(mark) || tokens.get(at).is_some_and(|token| !token.glued),
        Some(TokenKind::Number | TokenKind::Word(_)) => tokens.get(at).is_some_and(|token| !token.glued),
        None => true,
    }
}

/// A day with its year, of a span the first; of a named month only with all four digits, for "May 3, 40 people" names no
/// year.
fn day_with_year(tokens: &Tokens, at: usize) -> Option<(NaiveDate, usize)> {
    let found = dates::day_at(tokens, at)?;
    let people = matches!(found.numbers, DayNumbers::Plain { year: WrittenYear::Short(_), .. });
    let last = resolve(&FoundDay { since: None, ..found }).filter(|_| !people)?;
    let first = found.since.map_or(Some(last), |since| last.with_day(since))?;
    Some((first, found.to))
}

/// `3 March`, `March 3rd`: of the year that is nearest to today.
fn day_of_month(tokens: &Tokens, at: usize, today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let named = named_day_at(tokens, at, DateWords::english())?;
    let ahead = NamedDay { year: None, ..named }.date(today, Leaning::Ahead)?;
    Some((nearest_year(ahead, today), named.to))
}

/// `January 2027`: its first day.
fn month_alone(tokens: &Tokens, at: usize) -> Option<(NaiveDate, usize)> {
    let month = DateWords::english().month_cut_short(tokens.word(at)?)?;
    let year_at = at + 1 + usize::from(tokens.mark(at + 1, &['.', ',']).is_some());
    let (year, 4) = tokens.number(year_at, 4)? else { return None };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, 1).map(|day| (day, year_at + 1))
}

/// `yesterday`, `today`, `3 weeks ago`.
fn relative(tokens: &Tokens, at: usize, today: NaiveDate) -> Option<(NaiveDate, usize)> {
    if let Some(days) = tokens.meaning(at).from_today.filter(|days| *days <= 0) {
        return today.checked_add_signed(TimeDelta::days(days)).map(|day| (day, at + 1));
    }
    let (some, _) = tokens.number(at, 3).filter(|(some, _)| *some < 400)?;
    let days = match (tokens.word(at + 1)?.trim_end_matches('s'), tokens.word(at + 2)?) {
        ("day", "ago") => 1,
        ("week", "ago") => 7,
        _ => return None,
    };
    today.checked_sub_days(Span::new(u64::from(some) * days)).map(|day| (day, at + 3))
}

/// Returns the day of the year nearest to today: news of 28 December read in January is from last year.
fn nearest_year(ahead: NaiveDate, today: NaiveDate) -> NaiveDate {
    let past = ahead.checked_sub_months(Months::new(12)).unwrap_or(ahead);
    if ahead.year() > past.year() && (ahead - today).num_days() > (today - past).num_days() { past } else { ahead }
}
