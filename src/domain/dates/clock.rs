//! Times of day among the tokens of a text, by the clock of 24 hours and that of 12.

use chrono::{FixedOffset, NaiveTime};

use super::scan::FoundDay;
use super::tokens::{TokenKind, Tokens};
use super::words::ClockWord;

/// A time of day among the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FoundTime {
    /// The first token behind it and its zone.
    pub(crate) to: usize,
    /// Nothing where the clock has no such time.
    pub(crate) time: Option<NaiveTime>,
    /// The distance from Greenwich, where it is said in numbers or as UTC.
    pub(crate) zone: Option<FixedOffset>,
}

/// Half of the day, by a clock of 12 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DayHalf {
    Morning,
    Afternoon,
}

/// A time of day with its zone that begins at a token: `9:12`, `09:12:33.5 AM`, `1:07 p.m.`, `14h30`, `9 pm`, `noon`,
/// `17:08:44 EST`, `T10:00:00-05:00`. Two numbers with a point between them are one only before "Uhr" or "a.m.".
pub(crate) fn time_at(tokens: &Tokens, at: usize) -> Option<FoundTime> {
    if let Some((time, to)) = named_hour(tokens, at) {
        return Some(FoundTime { to, time: Some(time), zone: None });
    }
    // ISO 8601 puts a T between day and time.
    let at = at + usize::from(tokens.word(at) == Some("t"));
    let read = ReadClock::begin_at(tokens, at)?;
    let half = half_of_day(tokens, read.to, read.hour);
    let says_clock = tokens.is_clock(read.to, ClockWord::Hour);
    // A point alone tells nothing: "9.10" is a day, a price or a chapter unless a word says that it is a clock.
    let told = read.colon || read.hours || half.is_some() || says_clock;
    let bare = read.to == at + 1 && half.is_none() && !says_clock;
    // "13 pm" is no time, but exports write "14:30 PM".
    if !told || bare || half.is_some() && read.hour > 12 && !read.colon {
        return None;
    }
    let (half, to) = half.map_or((None, read.to), |(half, to)| (Some(half), to));
    let (zone, to) = zone_at(tokens, to);
    Some(FoundTime { to, time: read.time(half), zone })
}

/// The time of day that a text is and nothing else: as [`time_at`], also `9.10`.
pub(crate) fn time_in_full(tokens: &Tokens) -> Option<FoundTime> {
    let found = time_at(tokens, 0).or_else(|| {
        let read = ReadClock::begin_at(tokens, 0).filter(|read| read.to == 3)?;
        Some(FoundTime { to: read.to, time: read.time(None), zone: None })
    });
    found.filter(|found| found.to == tokens.len())
}

/// The time of day in a day written without marks: `20260407T0912`, `20260407091233`.
pub(super) fn compact_time(tokens: &Tokens, day: &FoundDay) -> Option<FoundTime> {
    let digits = match tokens.get(day.from)?.text.get(8..)? {
        "" => tokens.get(day.from + 2).filter(|_| day.to > day.from + 1)?.text.as_str(),
        rest => rest,
    };
    let part = |from: usize| digits.get(from..from + 2).and_then(|part| part.parse().ok());
    let time = NaiveTime::from_hms_opt(part(0)?, part(2).unwrap_or(0), part(4).unwrap_or(0));
    let (zone, to) = zone_at(tokens, day.to);
    Some(FoundTime { to, time, zone })
}

/// `noon`, `midnight`.
fn named_hour(tokens: &Tokens, at: usize) -> Option<(NaiveTime, usize)> {
    let hour = match tokens.meaning(at).clock? {
        ClockWord::Noon => 12,
        ClockWord::Midnight => 0,
        ClockWord::Morning | ClockWord::Afternoon | ClockWord::Hour => return None,
    };
    Some((NaiveTime::from_hms_opt(hour, 0, 0)?, at + 1))
}

/// The numbers of a clock, before it is known whether they are one.
struct ReadClock {
    hour: u32,
    minute: u32,
    second: u32,
    /// A colon stands behind the hour.
    colon: bool,
    /// An "h" stands behind the hour.
    hours: bool,
    /// The first token behind the numbers.
    to: usize,
}

impl ReadClock {
    fn begin_at(tokens: &Tokens, at: usize) -> Option<ReadClock> {
        // 24:00 looks like a time, and is then refused as one: `time` is nothing, and whoever reads the cell says so.
        let (hour, _) = tokens.number(at, 2).filter(|(hour, _)| *hour < 25)?;
        let mark = tokens.mark(at + 1, &[':', '.']);
        let hours = tokens.word(at + 1) == Some("h");
        let minute = tokens.number(at + 2, 2).filter(|(minute, length)| *minute < 60 && *length == 2);
        let mut read = ReadClock { hour, minute: 0, second: 0, colon: mark == Some(':'), hours, to: at + 1 };
        if let Some((minute, _)) = minute.filter(|_| mark.is_some() || hours) {
            (read.minute, read.to) = (minute, at + 3);
            read.over_seconds(tokens);
        } else if hours {
            read.to = at + 2;
        }
        Some(read)
    }

    /// Over seconds and their parts: `:33.5`. Parts of a second are read over.
    fn over_seconds(&mut self, tokens: &Tokens) {
        let first = self.to;
        while tokens.mark(self.to, &[':', '.', ',']).is_some() && tokens.glued_number(self.to + 1) {
            if self.to == first {
                self.second = tokens.number(self.to + 1, 2).map_or(0, |(second, _)| second);
            }
            self.to += 2;
        }
    }

    fn time(&self, half: Option<DayHalf>) -> Option<NaiveTime> {
        // Twelve is the first hour of its half: 12 a.m. is midnight, and 12 p.m. noon.
        let hour = match (self.hour, half) {
            (12, Some(DayHalf::Morning)) => 0,
            (1..=11, Some(DayHalf::Afternoon)) => self.hour + 12,
            (hour, _) => hour,
        };
        NaiveTime::from_hms_opt(hour, self.minute, self.second)
    }
}

/// `am`, `p.m.`, `odp.` and the like, behind twelve also `noon`; and the first token behind it.
fn half_of_day(tokens: &Tokens, at: usize, hour: u32) -> Option<(DayHalf, usize)> {
    let behind_point = |at: usize| at + usize::from(tokens.mark(at, &['.']).is_some());
    let whole = match tokens.meaning(at).clock {
        Some(ClockWord::Morning) => Some(DayHalf::Morning),
        Some(ClockWord::Afternoon) => Some(DayHalf::Afternoon),
        Some(ClockWord::Noon) if hour == 12 => Some(DayHalf::Afternoon),
        Some(ClockWord::Midnight) if hour == 12 => Some(DayHalf::Morning),
        Some(ClockWord::Noon | ClockWord::Midnight | ClockWord::Hour) | None => None,
    };
    if let Some(half) = whole {
        return Some((half, behind_point(at + 1)));
    }
    let half = match tokens.word(at)? {
        "a" => DayHalf::Morning,
        "p" => DayHalf::Afternoon,
        _ => return None,
    };
    let m = behind_point(at + 1);
    (tokens.word(m) == Some("m")).then(|| (half, behind_point(m + 1)))
}

/// A zone and the first token behind it: `Z`, `UTC`, `GMT+0100`, `-05:00`, `(Central European Time)`.
fn zone_at(tokens: &Tokens, mut at: usize) -> (Option<FixedOffset>, usize) {
    let mut zone = None;
    // Zones are written in capitals; a word in small letters is the next word of the sentence.
    let is_word = |token: &super::tokens::Token| matches!(token.kind, TokenKind::Word(_)) && token.capitals;
    if tokens.is_clock(at, ClockWord::Hour) || tokens.get(at).is_some_and(is_word) {
        let utc = matches!(tokens.word(at), Some("z" | "utc" | "gmt"));
        // Other letters name several zones: CST is Chicago, Shanghai and Havana.
        zone = FixedOffset::east_opt(0).filter(|_| utc);
        at += 1;
    }
    let hours = tokens.number(at + 1, 4).filter(|(_, length)| matches!(length, 2 | 4));
    let sign = tokens.mark(at, &['+', '-']).filter(|_| tokens.glued_number(at + 1));
    // "10:00-15/3" is no zone but the next day.
    if let (Some(sign), Some((hours, length))) = (sign, hours)
        && tokens.mark(at + 2, &['/', '.', '-']).is_none()
    {
        at += 2;
        let mut minutes = if length == 4 { hours / 100 * 60 + hours % 100 } else { hours * 60 };
        if tokens.mark(at, &[':']).is_some() && tokens.glued_number(at + 1) {
            minutes += tokens.number(at + 1, 2).map_or(0, |(minutes, _)| minutes);
            at += 2;
        }
        let east = i32::try_from(minutes * 60).unwrap_or(i32::MAX);
        zone = FixedOffset::east_opt(if sign == '-' { -east } else { east });
    }
    // JavaScript's dates end so: "GMT+0100 (Central European Standard Time)"; the offset before has said it already.
    if tokens.mark(at, &['(', '[']).is_some()
        && let Some(end) = (at..tokens.len()).find(|end| tokens.mark(*end, &[')', ']']).is_some())
        && (at + 1..end).all(|inner| tokens.word(inner).is_some() || tokens.mark(inner, &['/']).is_some())
    {
        at = end + 1;
    }
    (zone, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dates::DateWords;

    fn told(found: Option<FoundTime>) -> Option<String> {
        let found = found?;
        let zone = found.zone.map_or(String::new(), |zone| format!(" {zone}"));
        Some(format!("{}{zone}", found.time.map_or("none".to_owned(), |time| time.format("%H:%M:%S").to_string())))
    }

    #[test]
    fn a_time_of_day_is_read_by_either_clock() {
        for (text, expected) in [
            ("9:12", Some("09:12:00")),
            ("09:12:33.5", Some("09:12:33")),
            ("1:07 p.m.", Some("13:07:00")),
            ("1:07 pm", Some("13:07:00")),
            ("1:07PM", Some("13:07:00")),
            ("1:07 P. M.", Some("13:07:00")),
            ("3 p.m.", Some("15:00:00")),
            ("3pm", Some("15:00:00")),
            ("9 am", Some("09:00:00")),
            ("9.30 am", Some("09:30:00")),
            ("12 am", Some("00:00:00")),
            ("12:05 a.m.", Some("00:05:00")),
            ("12:30 pm", Some("12:30:00")),
            ("14:30 PM", Some("14:30:00")),
            ("noon", Some("12:00:00")),
            ("12 noon", Some("12:00:00")),
            ("12:00 midnight", Some("00:00:00")),
            ("11 noon", None),
            ("midnight", Some("00:00:00")),
            ("14h30", Some("14:30:00")),
            ("14h", Some("14:00:00")),
            ("9 Uhr", Some("09:00:00")),
            ("10.30 Uhr", Some("10:30:00")),
            ("2:15 odp.", Some("14:15:00")),
            ("T10:00:00-05:00", Some("10:00:00 -05:00")),
            ("17:08:44 UTC", Some("17:08:44 +00:00")),
            ("09:12:00 GMT+0100 (Central European Standard Time)", Some("09:12:00 +01:00")),
            ("1:07 p.m. Z", Some("13:07:00 +00:00")),
            ("17:08:44 EST", Some("17:08:44")),
            ("24:00", Some("none")),
            ("9.10", Some("09:10:00")),
            ("13 pm", None),
            ("25:00", None),
            ("9:60", None),
            ("9:5", None),
            ("9", None),
            ("9:12 9:13", None),
            ("h", None),
            ("pm", None),
            ("", None),
        ] {
            let found = time_in_full(&Tokens::of(text, DateWords::all()));
            assert_eq!(told(found).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn two_numbers_with_a_point_are_no_time_of_day_inside_a_text() {
        let at = |text: &str| time_at(&Tokens::of(text, DateWords::all()), 0);
        assert_eq!(at("9.10 and more"), None);
        assert!(at("9.10 Uhr and more").is_some());
    }
}
