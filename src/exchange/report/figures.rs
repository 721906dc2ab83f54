//! Formats shares, days and counts.

use chrono::NaiveDate;

use crate::domain::scorecard::{Period, Share, TOO_FEW};

/// Formats a share as "64 %".
pub(super) fn percent(part: f64) -> String {
    format!("{:.0} %", 100.0 * part)
}

/// Formats a share as "64 %", or says that there are too few answers, or none.
pub(super) fn rate(share: &Share) -> String {
    match share.rate() {
        Some(rate) => percent(rate),
        // Nobody asked is another thing than too few who answered.
        None if share.n == 0 => "none yet".to_owned(),
        None => "too few".to_owned(),
    }
}

/// Formats the 95 % interval as "51–75 %"; `None` if there are too few answers.
pub(super) fn interval(share: &Share) -> Option<String> {
    share.rate().map(|_| format!("{:.0}–{:.0} %", 100.0 * share.low, 100.0 * share.high))
}

/// Formats counts and interval as "37 of 58 · 51–75 %", or the counts alone.
pub(super) fn count(share: &Share) -> String {
    match (interval(share), share.n) {
        (_, 0) => String::new(),
        (Some(interval), _) => format!("{} of {} · {interval}", share.hits, share.n),
        (None, _) => format!("{} of {}", share.hits, share.n),
    }
}

/// Formats a day as "14 Aug 2026".
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// Formats a period as "14 Aug – 12 Nov 2026".
pub(super) fn span(period: &Period) -> String {
    let year = if period.from.format("%Y").to_string() == period.until.format("%Y").to_string() { "" } else { " %Y" };
    format!("{} – {}", period.from.format(&format!("%-d %b{year}")), day(period.until))
}

/// Formats a number with at most one decimal: "6", "6.5".
pub(super) fn format_figure(figure: f64) -> String {
    let short = format!("{figure:.1}");
    short.strip_suffix(".0").map(str::to_owned).unwrap_or(short)
}

/// Returns the sentence that explains why small groups have no share.
pub(super) fn few_note() -> String {
    format!("With fewer than {TOO_FEW} answers no share is shown: there are too few to read one.")
}
