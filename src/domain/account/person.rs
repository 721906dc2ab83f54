//! What is known of a person beside how to reach them: their part in the decision, and whether they are still there.

use chrono::NaiveDate;

use super::Contact;

/// The usual parts in a decision; a rep may write another word.
///
/// Source: the roles that books on selling to companies name, each as what the person does.
pub const ROLES: &[&str] = &["decides", "signs", "uses", "advises", "blocks", "opens doors"];

/// The parts without which nothing is decided.
pub const NEEDED_ROLES: &[&str] = &["decides", "signs", "uses"];

impl Contact {
    /// True if they are no longer there on a day.
    pub fn has_left(&self, on: NaiveDate) -> bool {
        self.left_on.is_some_and(|left| left <= on) || (self.left_on.is_none() && self.moved_to.is_some())
    }

    /// Where they went and when, for a guard, a list and their page: "left on 3 Mar 2026, now at Norvik Foods".
    pub fn left_says(&self, on: NaiveDate) -> Option<String> {
        if !self.has_left(on) {
            return None;
        }
        let day = self.left_on.map(|left| format!(" on {}", left.format("%-d %b %Y"))).unwrap_or_default();
        let now_at = self.moved_to.as_ref().map(|place| format!(", now at {place}")).unwrap_or_default();
        Some(format!("left{day}{now_at}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_has_left_from_their_last_day_on_or_once_they_are_known_to_be_elsewhere() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-03-11");
        for (left_on, moved_to, says) in [
            (None, None, None),
            (Some("2026-03-12"), None, None),
            (Some("2026-03-11"), None, Some("left on 11 Mar 2026")),
            (Some("2026-03-02"), Some("Norvik Foods"), Some("left on 2 Mar 2026, now at Norvik Foods")),
            (None, Some("Norvik Foods"), Some("left, now at Norvik Foods")),
        ] {
            let contact =
                Contact { left_on: left_on.map(day), moved_to: moved_to.map(str::to_owned), ..Contact::default() };
            assert_eq!(contact.left_says(today).as_deref(), says);
        }
    }

    #[test]
    fn the_parts_that_a_decision_needs_are_usual_ones() {
        assert!(NEEDED_ROLES.iter().all(|role| ROLES.contains(role)));
    }
}
