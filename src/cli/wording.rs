//! Phrases that several commands share.

use chrono::NaiveDate;

use crate::domain::plan::state::PlanState;
use crate::domain::reason::guard::{Guard, Weight};

/// "today", "yesterday", "12 days ago", "in 3 days".
pub(super) fn relative_day(day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        0 => "today".into(),
        -1 => "yesterday".into(),
        1 => "tomorrow".into(),
        ahead if ahead > 0 => format!("in {ahead} days"),
        past => format!("{} days ago", -past),
    }
}

/// "due today", "2 days overdue", "due in 3 days".
pub(super) fn due_phrase(by: Option<NaiveDate>, today: NaiveDate) -> String {
    let Some(by) = by else { return "no day set".into() };
    match (by - today).num_days() {
        0 => "due today".into(),
        -1 => "1 day overdue".into(),
        late if late < 0 => format!("{} days overdue", -late),
        _ => format!("due {}", relative_day(by, today)),
    }
}

/// "plan ready, 24 s", "plan lacks impact on them, purpose", "no plan".
pub(super) fn plan(state: Option<PlanState>) -> String {
    state.map_or_else(|| "no plan".into(), |state| state.says())
}

/// "stop: They asked not to be called.", "careful: 3 touches …".
pub(super) fn guard(guard: &Guard) -> String {
    let weight = match guard.weight {
        Weight::Block => "stop",
        Weight::Warn => "careful",
    };
    format!("{weight}: {}", guard.says)
}

/// The parts that say something, with a comma between them.
pub(super) fn join_parts<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_said_as_people_say_them() {
        let today = day("2026-03-12");
        let cases = [
            ("2026-03-12", "today", "due today"),
            ("2026-03-11", "yesterday", "1 day overdue"),
            ("2026-03-13", "tomorrow", "due tomorrow"),
            ("2026-03-02", "10 days ago", "10 days overdue"),
            ("2026-03-16", "in 4 days", "due in 4 days"),
        ];
        for (then, said, owed) in cases {
            assert_eq!(relative_day(day(then), today), said);
            assert_eq!(due_phrase(Some(day(then)), today), owed);
        }
        assert_eq!(due_phrase(None, today), "no day set");
    }
}
