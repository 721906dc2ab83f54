//! Moments as people type them: a day and a time of day, or how long ago.

use chrono::{DateTime, Days, FixedOffset, LocalResult, NaiveDate, NaiveTime, TimeDelta, TimeZone};

use super::clock::{FoundTime, time_in_full};
use super::length;
use super::tokens::Tokens;
use super::typed_day::{Leaning, day_of, is_weekday_alone};
use super::words::DateWords;
use crate::domain::text::clean_line;

/// Furthest that "… ago" and "in …" reach with hours and minutes, in seconds: a week. Beyond that somebody means a day.
const FURTHEST: f64 = 7.0 * 86_400.0;

/// How a moment may be typed, for a hint or at the end of a refusal.
pub const MOMENT_HINT: &str = "Try 14:30, 3 p.m., \"yesterday 9:10\", \"mon 14:00\" or \"2 h ago\".";

/// A moment from `9:10`, `9.10`, `3 p.m.`, `yesterday 4pm`, `4pm yesterday`, `mon 14:00`, `14.3. 9:10`,
/// `2026-03-14 09:10`, `now`, `in 2 h`, `90 min ago`, or an instant of RFC 3339, seen from `now` on the clock of `zone`. A
/// time of day alone is of today. Which way a weekday or a day without a year leans is for the caller to say, and so is
/// whether a moment may lie ahead.
///
/// # Errors
/// One sentence: what is wrong with the text, and how it may be typed.
pub fn moment_typed<Tz: TimeZone>(
    text: &str,
    now: DateTime<FixedOffset>,
    zone: &Tz,
    leaning: Leaning,
) -> Result<DateTime<FixedOffset>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(format!("Nothing was typed. {MOMENT_HINT}"));
    }
    // Before the tokens: an instant with its offset is exact, and scripts hand on what another command printed.
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at);
    }
    if let Some(at) = by_length(text, now) {
        return Ok(at.with_timezone(zone).fixed_offset());
    }
    let (today, shown) = (now.with_timezone(zone).date_naive(), clean_line(text, 60));
    let tokens = Tokens::of(text, DateWords::all());
    let typed = TypedMoment::read(&tokens, today, leaning).ok_or_else(|| refusal(&shown, &tokens, today, leaning))?;
    let time = typed.clock.time.ok_or_else(|| format!("No clock shows \"{shown}\". {MOMENT_HINT}"))?;
    let on_clock = |day: NaiveDate| match typed.clock.zone {
        Some(named) => instant(day.and_time(time), &named),
        None => instant(day.and_time(time), zone),
    };
    let at = on_clock(typed.day)?;
    if typed.by_weekday && leaning == Leaning::Past && at > now {
        // "Fri 18:00" on a Friday afternoon was last week.
        return typed.day.checked_sub_days(Days::new(7)).map_or(Ok(at), on_clock);
    }
    Ok(at)
}

/// A time of day alone: `9:10`, `3 p.m.`, `at noon`.
pub fn parse_time(text: &str) -> Option<NaiveTime> {
    time_of(&Tokens::of(text, DateWords::all()))?.time
}

/// A day and a time of day.
struct TypedMoment {
    day: NaiveDate,
    /// The day is named by its weekday alone.
    by_weekday: bool,
    clock: FoundTime,
}

impl TypedMoment {
    /// The time of day stands behind the day or before it; "9.10" alone is one, before another it is a day.
    fn read(tokens: &Tokens, today: NaiveDate, leaning: Leaning) -> Option<TypedMoment> {
        // The whole text first: "9.10" alone is ten past nine, and would be a day in October to the split below.
        if let Some(clock) = time_of(tokens) {
            return Some(TypedMoment { day: today, by_weekday: false, clock });
        }
        (1..tokens.len()).find_map(|at| {
            let (first, last) = (tokens.part(0..at), tokens.part(at..tokens.len()));
            let (day, clock) = match (time_of(&last), time_of(&first)) {
                (Some(clock), _) => (first, clock),
                // Only where the last part is no time: "9.10 14:30" is a day and a time, not a time and something.
                (None, Some(clock)) => (last, clock),
                (None, None) => return None,
            };
            let by_weekday = is_weekday_alone(&day);
            day_of(&day, today, leaning).map(|day| TypedMoment { day, by_weekday, clock })
        })
    }
}

/// The time of day that tokens are, with small words before it: `at 9:10`, `um 14 Uhr`.
fn time_of(tokens: &Tokens) -> Option<FoundTime> {
    let is_small = |at: &usize| tokens.meaning(*at).around && tokens.meaning(*at).weekday.is_none();
    let small = (0..tokens.len()).take_while(is_small).count();
    time_in_full(&tokens.part(small..tokens.len())).or_else(|| time_in_full(tokens))
}

/// `now`, `2h ago`, `an hour ago`, `in 90 min`.
fn by_length(text: &str, now: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
    let text = text.to_lowercase();
    if text == "now" {
        return Some(now);
    }
    let (length, ahead) = match (text.strip_suffix(" ago"), text.strip_prefix("in ")) {
        (Some(length), None) => (length, false),
        (None, Some(length)) => (length, true),
        (Some(_), Some(_)) | (None, None) => return None,
    };
    let length = length.trim();
    let one = ["an ", "a ", "one "].iter().find_map(|one| length.strip_prefix(one)).map(|unit| format!("1 {unit}"));
    let length = one.unwrap_or_else(|| length.to_owned());
    // A number alone counts in days elsewhere, and in minutes here: better asked than guessed.
    let seconds = length::by_units(&length).filter(|_| length.contains(char::is_alphabetic))?;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be within a week")]
    let seconds = (0.0..=FURTHEST).contains(&seconds).then_some(seconds as i64)?;
    let far = TimeDelta::seconds(seconds);
    if ahead { now.checked_add_signed(far) } else { now.checked_sub_signed(far) }
}

fn instant<Tz: TimeZone>(wall: chrono::NaiveDateTime, zone: &Tz) -> Result<DateTime<FixedOffset>, String> {
    match zone.from_local_datetime(&wall) {
        // When clocks go back an hour comes twice: the first of the two.
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Ok(at.fixed_offset()),
        LocalResult::None => {
            Err(format!("There is no {} here: the clocks go forward then.", wall.format("%H:%M on %-d %b %Y")))
        }
    }
}

/// Why a text is no moment.
fn refusal(text: &str, tokens: &Tokens, today: NaiveDate, leaning: Leaning) -> String {
    if let Some(day) = day_of(tokens, today, leaning).or_else(|| day_of(tokens, today, Leaning::Ahead)) {
        if leaning == Leaning::Past && day > today {
            return format!("\"{text}\" is still ahead. {MOMENT_HINT}");
        }
        return format!("\"{text}\" says a day and no time of day. Try \"{text} 14:30\".");
    }
    if let (1, Some((number, _))) = (tokens.len(), tokens.number(0, 2)) {
        return format!("\"{number}\" may be an hour or a day. Try {number}:00 or \"{number} am\".");
    }
    let swapped = |at: usize| {
        let (first, second) = (tokens.number(at, 2)?.0, tokens.number(at + 2, 2)?.0);
        let day = (1..=12).contains(&first) && (1..=12).contains(&second) && first != second;
        tokens.mark(at + 1, &['/', '-']).filter(|_| day)
    };
    if (0..tokens.len()).any(|at| swapped(at).is_some()) {
        return format!("Which is the day and which the month in \"{text}\"? Try \"3 apr 14:30\" or 2026-04-03 14:30.");
    }
    format!("\"{text}\" is not a time. {MOMENT_HINT}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::time_zone::tz;

    /// Friday afternoon, a winter's day in Oslo.
    fn now() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-03-13T16:00:00+01:00").unwrap()
    }

    fn told(text: &str, leaning: Leaning) -> Result<String, String> {
        moment_typed(text, now(), &tz("Europe/Oslo"), leaning).map(|at| at.format("%Y-%m-%d %H:%M%:z").to_string())
    }

    #[test]
    fn a_moment_is_read_as_typed() {
        for (text, at) in [
            ("9:10", "2026-03-13 09:10+01:00"),
            ("9.10", "2026-03-13 09:10+01:00"),
            ("3 p.m.", "2026-03-13 15:00+01:00"),
            ("3pm", "2026-03-13 15:00+01:00"),
            ("1:07 p.m.", "2026-03-13 13:07+01:00"),
            ("noon", "2026-03-13 12:00+01:00"),
            ("17:30", "2026-03-13 17:30+01:00"),
            ("14 Uhr", "2026-03-13 14:00+01:00"),
            ("now", "2026-03-13 16:00+01:00"),
            ("today 9:10", "2026-03-13 09:10+01:00"),
            ("yesterday 4pm", "2026-03-12 16:00+01:00"),
            ("Yesterday at 9:05", "2026-03-12 09:05+01:00"),
            ("4pm yesterday", "2026-03-12 16:00+01:00"),
            ("mon 14:00", "2026-03-09 14:00+01:00"),
            ("on Monday at 2 p.m.", "2026-03-09 14:00+01:00"),
            ("fri 14:00", "2026-03-13 14:00+01:00"),
            ("fri 18:00", "2026-03-06 18:00+01:00"),
            ("next mon 14:00", "2026-03-16 14:00+01:00"),
            ("12 mar 9.10", "2026-03-12 09:10+01:00"),
            ("14.3. 9.10", "2025-03-14 09:10+01:00"),
            ("9.10 14:00", "2025-10-09 14:00+02:00"),
            ("2026-03-02 10:00", "2026-03-02 10:00+01:00"),
            ("2026-03-02T10:00", "2026-03-02 10:00+01:00"),
            ("2026-03-02T10:00:00+09:00", "2026-03-02 10:00+09:00"),
            ("2026-03-02 10:00 UTC", "2026-03-02 10:00+00:00"),
            ("2 Jul 2025 10:00", "2025-07-02 10:00+02:00"),
            ("2h ago", "2026-03-13 14:00+01:00"),
            ("90 min ago", "2026-03-13 14:30+01:00"),
            ("1h30 ago", "2026-03-13 14:30+01:00"),
            ("an hour ago", "2026-03-13 15:00+01:00"),
            ("in 2 h", "2026-03-13 18:00+01:00"),
            ("2 days ago 9:10", "2026-03-11 09:10+01:00"),
        ] {
            assert_eq!(told(text, Leaning::Past).as_deref(), Ok(at), "{text:?}");
        }
    }

    #[test]
    fn what_is_to_come_leans_ahead() {
        for (text, at) in [
            ("mon 14:00", "2026-03-16 14:00+01:00"),
            ("fri 18:00", "2026-03-20 18:00+01:00"),
            ("14.3. 9.10", "2026-03-14 09:10+01:00"),
            ("12 mar 9:10", "2027-03-12 09:10+01:00"),
            ("tomorrow 3 pm", "2026-03-14 15:00+01:00"),
            ("1 jul 10:00", "2026-07-01 10:00+02:00"),
            ("25.10.2026 2:30", "2026-10-25 02:30+02:00"),
        ] {
            assert_eq!(told(text, Leaning::Ahead).as_deref(), Ok(at), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused_in_a_sentence() {
        for (text, says) in [
            ("", "Nothing was typed. Try 14:30"),
            ("soonish", "\"soonish\" is not a time. Try 14:30"),
            ("25:00", "\"25:00\" is not a time. Try 14:30"),
            ("13 pm", "\"13 pm\" is not a time. Try 14:30"),
            ("24:00", "No clock shows \"24:00\". Try 14:30"),
            ("9", "\"9\" may be an hour or a day. Try 9:00 or \"9 am\"."),
            ("yesterday", "\"yesterday\" says a day and no time of day. Try \"yesterday 14:30\"."),
            ("tomorrow", "\"tomorrow\" is still ahead. Try 14:30"),
            ("2 days ago", "\"2 days ago\" says a day and no time of day. Try \"2 days ago 14:30\"."),
            ("3/4 10:00", "Which is the day and which the month in \"3/4 10:00\"? Try \"3 apr 14:30\""),
            ("31 apr 10:00", "\"31 apr 10:00\" is not a time. Try 14:30"),
            ("0001-01-01 10:00", "\"0001-01-01 10:00\" is not a time. Try 14:30"),
            ("10 ago", "\"10 ago\" says a day and no time of day."),
            ("29 Mar 2026 02:30", "There is no 02:30 on 29 Mar 2026 here: the clocks go forward then."),
        ] {
            let refused = told(text, Leaning::Past).unwrap_err();
            assert!(refused.starts_with(says), "{text:?}: {refused}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "\\PC*|((in|ago|yesterday|mon|at|pm|[0-9]{1,4}|h|:|\\.|mar) ?){1,6}") {
            for leaning in [Leaning::Ahead, Leaning::Past] {
                let said = moment_typed(&text, now(), &tz("Europe/Oslo"), leaning);
                prop_assert!(said.is_ok() || said.is_err_and(|says| says.ends_with(['.', '"'])));
            }
        }
    }
}
