//! Parses days as layoff notices write them: within other words, several in a cell, a month without a day. Never
//! guesses: if the first day of a cell cannot be read, the cell has none.

use chrono::NaiveDate;

use crate::domain::dates::{DateWords, NumberOrder, TokenKind, Tokens, is_real_year};
use crate::exchange::dates;

/// Characters of a cell that are searched.
const SEARCHED: usize = 400;
/// How far behind the name of a month its year is looked for, in bytes.
const YEAR_WITHIN: usize = 40;

/// The day found in a cell of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoticeDay {
    /// No day: a blank cell, or words without a number such as "to be determined".
    Nothing,
    /// The first day in the cell.
    Day(NaiveDate),
    /// A month without a day, as its first day.
    Month(NaiveDate),
    /// Numbers, but no day that can be trusted.
    Unclear,
}

impl NoticeDay {
    /// Returns the day; for a month, its first day.
    pub(in crate::exchange) fn day(self) -> Option<NaiveDate> {
        match self {
            NoticeDay::Day(day) | NoticeDay::Month(day) => Some(day),
            NoticeDay::Nothing | NoticeDay::Unclear => None,
        }
    }
}

/// Finds the first day in a cell.
pub(crate) fn read(cell: &str, order: NumberOrder) -> NoticeDay {
    let cell = cell.trim();
    if !cell.bytes().any(|byte| byte.is_ascii_digit()) {
        return NoticeDay::Nothing;
    }
    match NoticeTokens::of(cell).first(order) {
        NoticeDay::Unclear if is_short(cell) => dates::day(cell, order).map_or(NoticeDay::Unclear, NoticeDay::Day),
        said => said,
    }
}

/// Returns true if a cell can only be one day; then every format is accepted, `7-Feb-22` too.
fn is_short(cell: &str) -> bool {
    let mut numbers = cell.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let (first, more) = (numbers.next(), numbers.count());
    more <= 2 && first.is_some() && !cell.contains('/')
}

/// Returns the first numeric date as written, from which the order of day and month is decided.
pub(crate) fn numbers(cell: &str) -> Option<String> {
    let tokens = NoticeTokens::of(cell);
    (0..tokens.0.len()).find_map(|at| match tokens.numbers_at(at) {
        Some(DayShape::Full(written)) => Some(written),
        Some(DayShape::Month(..) | DayShape::Broken) | None => None,
    })
}

/// The tokens of a cell. Only English months count: agencies of the United States write among words, where "out" and
/// "set" are no months of Portugal.
struct NoticeTokens(Tokens);

/// What the numbers at one position may be.
enum DayShape {
    /// Three complete numbers with separators between them.
    Full(String),
    /// A month and a year.
    Month(u32, i32),
    /// Numbers like a date that are none: a year of five digits, or no year at all.
    Broken,
}

impl NoticeTokens {
    fn of(cell: &str) -> NoticeTokens {
        let end = cell.char_indices().nth(SEARCHED).map_or(cell.len(), |(end, _)| end);
        NoticeTokens(Tokens::of(cell.get(..end).unwrap_or_default(), DateWords::english()))
    }

    fn first(&self, order: NumberOrder) -> NoticeDay {
        for at in 0..self.0.len() {
            match self.numbers_at(at) {
                Some(DayShape::Full(written)) => {
                    return dates::day(&written, order).map_or(NoticeDay::Unclear, NoticeDay::Day);
                }
                Some(DayShape::Month(month, year)) => return first_of(month, year),
                Some(DayShape::Broken) => return NoticeDay::Unclear,
                None => {}
            }
            if let Some(said) = self.month_at(at) {
                return said;
            }
        }
        NoticeDay::Unclear
    }

    /// The digits of a number; nothing of one so long that it is no part of a day.
    fn digits(&self, at: usize) -> Option<&str> {
        let token = self.0.get(at).filter(|token| token.kind == TokenKind::Number && token.text.len() <= 6)?;
        Some(&token.text)
    }

    /// A mark between the numbers of a day; only a stroke may have blanks around it.
    fn mark(&self, at: usize) -> Option<char> {
        let mark = self.0.mark(at, &['/', '-', '.'])?;
        let tight = |at: usize| self.0.get(at).is_none_or(|token| token.glued);
        (mark == '/' || tight(at) && tight(at + 1)).then_some(mark)
    }

    fn numbers_at(&self, at: usize) -> Option<DayShape> {
        let first = self.digits(at)?;
        let mark = self.mark(at + 1)?;
        let second = self.digits(at + 2)?;
        let slashed = mark == '/';
        if slashed && second.len() == 4 {
            let month = first.parse().ok().filter(|month| (1..=12).contains(month));
            let month = month.zip(second.parse().ok());
            return Some(month.map_or(DayShape::Broken, |(month, year)| DayShape::Month(month, year)));
        }
        let Some(third) = self.mark(at + 3).and_then(|_| self.digits(at + 4)) else {
            return slashed.then_some(DayShape::Broken);
        };
        let ended = !self.0.get(at + 5).is_some_and(|next| next.glued && next.kind == TokenKind::Mark('/'));
        // A year such as 0001 is what a program writes for "none".
        let year = matches!(third.len(), 2 | 4) && !(third.len() == 4 && third.starts_with('0'));
        let fits = (first.len() <= 2 && year) || (first.len() == 4 && third.len() <= 2);
        let whole = ended && fits && matches!(second.len(), 1 | 2);
        // Marks may differ in the cell, "6/7-2024"; written out with one they are read by the rules of any file.
        let written = format!("{first}{mark}{second}{mark}{third}");
        (whole || slashed).then_some(if whole { DayShape::Full(written) } else { DayShape::Broken })
    }

    /// The English month that a word names; of a name cut short three or four letters count: "Sept".
    fn month(&self, at: usize) -> Option<u32> {
        let word = self.0.word(at)?;
        let short = matches!(word.len(), 3 | 4).then(|| DateWords::english().month_cut_short(word));
        self.0.month(at).or_else(|| short.flatten())
    }

    /// Parses a month's name at this position, with the day beside it and the next year after it. If an earlier month
    /// of the year comes between, the year belongs to that one and this month is in the year before.
    fn month_at(&self, at: usize) -> Option<NoticeDay> {
        let month = self.month(at)?;
        let end = self.0.get(at)?.place.end;
        let near = |place: &usize| self.0.get(*place).is_some_and(|token| token.place.start < end + YEAR_WITHIN);
        let (year_at, year) = (at + 1..self.0.len())
            .take_while(near)
            .find_map(|place| Some((place, self.digits(place)?.parse::<i32>().ok().filter(|year| *year > 999)?)))?;
        let last = (at + 1..year_at).rev().find_map(|between| self.month(between));
        let year = if last.is_some_and(|last| last < month) { year - 1 } else { year };
        match self.day_before(at).or_else(|| self.day_behind(at + 1, year_at)) {
            Some(day) => {
                let day = dates::day(&format!("{year:04}-{month:02}-{day:02}"), NumberOrder::MonthFirst);
                Some(day.map_or(NoticeDay::Unclear, NoticeDay::Day))
            }
            None => Some(first_of(month, year)),
        }
    }

    /// `16-` or `16 ` before a month; not the last of several, `7/16` or `7,16`.
    fn day_before(&self, at: usize) -> Option<u32> {
        let at = at - usize::from(at > 0 && self.0.mark(at - 1, &['-']).is_some());
        let at = at.checked_sub(1)?;
        let several = at.checked_sub(1).and_then(|before| self.0.mark(before, &['/', ','])).is_some();
        self.digits(at)?.parse().ok().filter(|day| !(several && self.0.glued_number(at)) && (1..=31).contains(day))
    }

    /// The number right behind a month, before its year.
    fn day_behind(&self, mut at: usize, year_at: usize) -> Option<u32> {
        while self.0.mark(at, &[',', '.']).is_some() {
            at += 1;
        }
        self.digits(at)?.parse().ok().filter(|day| at < year_at && (1..=31).contains(day))
    }
}

fn first_of(month: u32, year: i32) -> NoticeDay {
    NaiveDate::from_ymd_opt(year, month, 1).filter(|_| is_real_year(year)).map_or(NoticeDay::Unclear, NoticeDay::Month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(cell: &str) -> String {
        match read(cell, NumberOrder::MonthFirst) {
            NoticeDay::Nothing => "nothing".to_owned(),
            NoticeDay::Unclear => "unclear".to_owned(),
            NoticeDay::Day(day) => day.to_string(),
            NoticeDay::Month(day) => format!("month {}", day.format("%Y-%m")),
        }
    }

    #[test]
    fn the_first_day_of_a_cell_is_found_among_words() {
        let table = [
            ("04-18-22\n thru\n04-29-22", "2022-04-18"),
            ("beginning 10/9/25; ending 10/31/25", "2025-10-09"),
            ("Phase 1: 1/11/23 (38 workers) ... Phase 2: 2/10/23", "2023-01-11"),
            ("12/31/19 (for 265) Not specified for 191", "2019-12-31"),
            ("3/19/20-4/1/20", "2020-03-19"),
            ("10/8/2023-10/22/2023", "2023-10-08"),
            ("Downsize 1/26/20", "2020-01-26"),
            ("Not Dated Rec'd 6/24/15", "2015-06-24"),
            ("Updated07/14/2021", "2021-07-14"),
            ("10/08/2020Updated12/21/2020", "2020-10-08"),
            ("7/21/2025beginning 9/26/2025", "2025-07-21"),
            ("4/13/2018to 5/11/2018", "2018-04-13"),
            ("6/7 /2024", "2024-06-07"),
            ("9/30/20*", "2020-09-30"),
            ("2/2/2024`", "2024-02-02"),
            ("1. 1/15/2025 ... 2. 1/22/2025", "2025-01-15"),
            ("14 day period commencing 4/15/2024", "2024-04-15"),
            ("# 12 2/13/17 through 2018", "2017-02-13"),
            ("07/07/2021 - (08/30/2021)", "2021-07-07"),
            ("Between 4/1/2024 and 9/1/2024 or the 14-day periods beginning on those dates.", "2024-04-01"),
            ("3-20-2026 /\n7-24-2026", "2026-03-20"),
            ("Will begin on November 30, 2019 and will continue to December 31, 2020", "2019-11-30"),
            ("December 15-30, 2020", "2020-12-15"),
            ("May 7,14 & 31, 2012", "2012-05-07"),
            ("June 17 - June 30, 2020", "2020-06-17"),
            ("December 25, and Feb - Jun 2021", "2020-12-25"),
            ("March13, 2020", "2020-03-13"),
            ("March, 20, 2020", "2020-03-20"),
            ("April 18. 2020", "2020-04-18"),
            ("start of layoff - March 13, 2020", "2020-03-13"),
            ("* Princeville Resort updated March 24, 2020", "2020-03-24"),
            ("16-Feb-2021 revised", "2021-02-16"),
            ("2019-07-31 00:00:00", "2019-07-31"),
            ("04/22/2022, 09/30/2022, 12/21/22", "2022-04-22"),
        ];
        for (cell, expected) in table {
            assert_eq!(day(cell), expected, "{cell}");
        }
    }

    #[test]
    fn a_month_alone_is_its_first_day_and_says_so() {
        let table = [
            ("August-November 2021", "month 2021-08"),
            ("March to May 2016", "month 2016-03"),
            ("June 2017 - March 2018", "month 2017-06"),
            ("December 2018 - March 1, 2019", "month 2018-12"),
            ("Late September 2019", "month 2019-09"),
            ("8/2017-12/2018", "month 2017-08"),
            ("October-2016", "month 2016-10"),
        ];
        for (cell, expected) in table {
            assert_eq!(day(cell), expected, "{cell}");
        }
    }

    #[test]
    fn what_is_no_day_is_never_made_one() {
        for cell in ["", "TBD", "Upon closure", "Varied", "Staggered", "N/A", "Not available"] {
            assert_eq!(day(cell), "nothing", "{cell}");
        }
        let unclear = [
            "3/29",
            "5/1820",
            "4/3020",
            "9/1//15 - 3/31/16",
            "11/31/2021",
            "2/29/15",
            "7/3/20223 - 10/16/2023",
            "04/14 -- 11 Employees ... 05/05 -- 20 Employees",
            "3rd Quarter 2015-4th Quarter 2016",
            "01/01/0001",
            "2018",
            "Several Weeks - 5 Months",
            "within 60-74 days",
            "4/8/20/20",
        ];
        for cell in unclear {
            assert_eq!(day(cell), "unclear", "{cell}");
        }
    }
}
