//! Formats values for the screens: one wording each for age, points, fit, guards and verdicts.

use chrono::NaiveDate;

pub use crate::domain::dates::wording::{age, due_short, relative_day, relative_day_short};
pub use crate::domain::text::thousands;

use super::theme::Role;
use crate::domain::account::profile::Fit;
use crate::domain::call::{Verdict, VerdictSource};
use crate::domain::plan::state::PlanState;
use crate::domain::query::{CallRow, Total};
use crate::domain::reason::guard::{Guard, Weight};
use crate::domain::trigger::freshness::Freshness;
use crate::domain::trigger::{FreshnessState, NO_DAY, UNDATED};

/// `Fri 14 Mar`, with the year where it is another one.
pub fn day(day: NaiveDate, today: NaiveDate) -> String {
    let same_year = day.format("%Y").to_string() == today.format("%Y").to_string();
    day.format(if same_year { "%a %-d %b" } else { "%-d %b %Y" }).to_string()
}

/// Their words in quotation marks, once.
pub fn in_quotes(words: &str) -> String {
    if words.starts_with(['"', '“']) { words.to_string() } else { format!("\"{words}\"") }
}

/// `Marit S.`: a rep in a narrow column.
pub fn short_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or("");
    match words.next_back().and_then(|last| last.chars().next()) {
        Some(initial) => format!("{first} {initial}."),
        None => first.to_owned(),
    }
}

/// `M. Solheim`: a person in a narrow column, known by the surname; one word stays as it is.
pub fn surname(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or("");
    let rest = words.collect::<Vec<_>>().join(" ");
    match first.chars().next() {
        Some(initial) if !rest.is_empty() => format!("{initial}. {rest}"),
        _alone => first.to_owned(),
    }
}

/// Whole points.
pub fn points(points: f64) -> String {
    format!("{points:.0}")
}

/// What an addend gives or takes, in whole points; a part of one with its tenth.
pub fn addend(points: f64) -> String {
    if points != 0.0 && points.abs() < 0.5 { format!("{points:+.1}") } else { format!("{points:+.0}") }
}

/// The word for a fit and its role.
pub fn fit(fit: Fit) -> (&'static str, Role) {
    match fit {
        Fit::In => ("in", Role::Good),
        Fit::Edge => ("edge", Role::Text),
        Fit::Unknown => ("unknown", Role::Dim),
        Fit::Out => ("out", Role::Warn),
    }
}

/// The same in the room of four columns.
pub fn fit_short(fit: Fit) -> (&'static str, Role) {
    match fit {
        Fit::Unknown => ("?", Role::Dim),
        Fit::In | Fit::Edge | Fit::Out => self::fit(fit),
    }
}

/// The word for a freshness and its role.
pub fn freshness(freshness: &Freshness) -> (String, Role) {
    let role = match freshness.state {
        FreshnessState::TooEarly => Role::Warn,
        FreshnessState::Peak => Role::Good,
        FreshnessState::Fading => Role::Text,
        FreshnessState::Stale => Role::Dim,
    };
    (freshness.state.words().to_string(), role)
}

/// The age of a trigger: `2d`, `5w`; "no day" where nobody has said when it happened.
pub fn age_of(freshness: &Freshness) -> String {
    freshness.age.map_or_else(|| NO_DAY.to_owned(), age)
}

/// The age that a trigger had on the day of a call: `12d old`.
pub fn age_at_call(occurred_on: NaiveDate, day: NaiveDate) -> String {
    if occurred_on == UNDATED { NO_DAY.to_owned() } else { format!("{} old", age((day - occurred_on).num_days())) }
}

/// The heaviest guard in one or two words: `blocked: do not call`, `swarm`; empty where none speaks.
pub fn guard(guards: &[Guard]) -> (String, Role) {
    let heaviest = guards.iter().max_by_key(|guard| guard.weight);
    match heaviest {
        None => (String::new(), Role::Text),
        Some(guard) if guard.weight == Weight::Block => (format!("stop: {}", rule_words(&guard.rule)), Role::Bad),
        Some(guard) => (format!("! {}", rule_words(&guard.rule)), Role::Warn),
    }
}

/// A guard's rule in the room of a column; its full sentence stands beside the person.
pub fn rule_words(rule: &str) -> String {
    match rule {
        "do_not_call" => "never".into(),
        "outside_permitted_hours" => "hours".into(),
        "outside_preferred_hours" => "not their hours".into(),
        "outside_consumer_hours" => "consumer hours".into(),
        "profile_out" => "no fit".into(),
        other => other.replace('_', " "),
    }
}

/// `ready 16s`, `2 missing`, `no plan`.
pub fn plan(plan: Option<PlanState>) -> (String, Role) {
    match plan {
        None => ("no plan".into(), Role::Dim),
        Some(state) if state.missing == 0 => (format!("ready {}s", state.seconds), Role::Good),
        Some(state) => (format!("{} missing", state.missing), Role::Text),
    }
}

/// `WELL SPENT`, `well spent?` for a guess, `not asked`, or how far the call reached.
pub fn verdict(row: &CallRow) -> (String, Role) {
    let Some(verdict) = row.verdict else { return (row.reach.words().to_string(), Role::Dim) };
    let guess = row.source == Some(VerdictSource::RepInferred);
    let role = match verdict {
        Verdict::NotAsked => Role::Dim,
        Verdict::WellSpent | Verdict::Partly | Verdict::Wasted if guess => Role::Dim,
        Verdict::WellSpent => Role::Good,
        Verdict::Partly => Role::Text,
        Verdict::Wasted => Role::Warn,
    };
    let words = match verdict {
        Verdict::NotAsked => "not asked".to_string(),
        Verdict::WellSpent | Verdict::Partly | Verdict::Wasted if guess => format!("{}? (guess)", verdict.words()),
        Verdict::WellSpent | Verdict::Partly | Verdict::Wasted => verdict.words().to_uppercase(),
    };
    (words, role)
}

/// `4:30`.
pub fn minutes(seconds: Option<u32>) -> String {
    seconds.map_or_else(String::new, |s| format!("{}:{:02}", s / 60, s % 60))
}

/// `1 account`, `1,204 accounts`.
pub fn total_phrase(total: Total, one: &str, many: &str) -> String {
    format!("{} {}", self::total(total), if total.n == 1 && !total.at_least { one } else { many })
}

/// `$188M`, `$365.8B`, from millions.
pub fn money(millions: f64) -> String {
    if millions >= 1_000.0 { format!("${:.1}B", millions / 1_000.0) } else { format!("${millions:.0}M") }
}

/// `1,204` or `2,000+`.
pub fn total(total: Total) -> String {
    format!("{}{}", thousands(total.n as u64), if total.at_least { "+" } else { "" })
}

/// `2k`, `1.2M`, for head counts in a narrow column.
pub fn short_number(number: Option<u64>) -> String {
    match number {
        None => String::new(),
        Some(n) if n < 1_000 => n.to_string(),
        // Where rounding would add a column ("10.0k", "1000k"), the next unit begins.
        Some(n) if n < 9_950 => format!("{}.{}k", (n + 50) / 1_000, (n + 50) % 1_000 / 100),
        Some(n) if n < 999_500 => format!("{}k", (n + 500) / 1_000),
        Some(n) => format!("{}.{}M", (n + 50_000) / 1_000_000, (n + 50_000) % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(thousands(1_204_000), "1,204,000");
        assert_eq!(thousands(12), "12");
        assert_eq!(short_number(Some(2_340_000)), "2.3M");
        assert_eq!(short_number(Some(1_180)), "1.2k");
        assert_eq!(minutes(Some(270)), "4:30");
    }

    #[test]
    fn a_rep_is_a_first_name_and_a_letter() {
        let shown = ["Marit Solheim", "Ana de la Cruz", "Bo", ""].map(short_name);
        assert_eq!(shown, ["Marit S.", "Ana C.", "Bo", ""]);
    }
}
