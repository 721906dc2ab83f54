//! Days and times of day as people and programs write them: one table of words, one cutting into tokens, and the readers
//! that stand on them; and how far a day is, in words.
//!
//! Readers differ by rule: a file may write any day with its year, a rep types "fri" and means the next one, and in
//! running text "may" is a month only where it looks like one. How a word is spelt they all know from one table.

mod clock;
mod length;
mod order;
mod scan;
mod tokens;
mod typed_day;
mod typed_moment;
pub mod wording;
mod words;

pub(crate) use clock::time_in_full;
pub use length::parse_minutes;
pub(crate) use order::NumberOrder;
pub(crate) use scan::{DayNumbers, DayScan, FoundDay, WrittenYear, day_at, scan};
pub(crate) use tokens::{TokenKind, Tokens};
pub use typed_day::{Leaning, parse_day, parse_past_day};
pub(in crate::domain) use typed_day::{NamedDay, named_day_at, resolve};
pub use typed_moment::{MOMENT_HINT, moment_typed, parse_time};
pub(crate) use words::{DateWords, LanguageWords, WordMeaning};

/// True of the years of real days: 1900 and before is what programs write for nothing, and 2100 what they write for ever.
pub(crate) fn is_real_year(year: i32) -> bool {
    (1901..2100).contains(&year)
}
