//! Cautions that reps passed: stored with the call and counted for the week.

use serde::{Deserialize, Serialize};

use super::vocabulary;

vocabulary! {
    /// Rules of cautions, the weightiest first.
    CautionRule {
        /// No trigger of the account is live.
        NoReason = "no_live_reason", "no live reason";
        /// Somebody at the account was talked to on the same day.
        TalkedToday = "talked_today", "talked to today";
        /// The reason was used in a call with this person before.
        ReasonUsed = "reason_used", "reason used before";
        /// The account was touched three times in 14 days.
        FourthTouch = "fourth_touch", "fourth touch";
        /// The person's time zone is not known.
        UnknownClock = "unknown_clock", "unknown clock";
        /// The person has no open plan.
        NoPlan = "no_plan", "no plan";
    }
}

/// Number of cautions that a rep passed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PassedCautions {
    /// Number of calls begun after a caution.
    pub calls: u32,
    /// Key of each passed rule with the number of times, the highest first.
    pub rules: Vec<(String, u32)>,
}

/// Returns the words for rules of cautions, given by their keys.
pub fn rules_in_words(rules: &[String]) -> String {
    rules.iter().map(|rule| rule_words(rule)).collect::<Vec<_>>().join(", ")
}

// A rule of a later format has no words here.
fn rule_words(key: &str) -> String {
    CautionRule::from_key(key).map_or_else(|| key.replace('_', " "), |rule| rule.words().to_owned())
}

impl PassedCautions {
    /// Adds the cautions of one call.
    pub fn count(&mut self, rules: &[String]) {
        self.calls += u32::from(!rules.is_empty());
        for rule in rules {
            match self.rules.iter_mut().find(|(known, _)| known == rule) {
                Some((_, n)) => *n += 1,
                None => self.rules.push((rule.clone(), 1)),
            }
        }
        self.rules.sort_by(|(one, n), (other, m)| m.cmp(n).then_with(|| one.cmp(other)));
    }

    /// Returns the counts as a line: "3 calls: no plan 2, fourth touch 1", or "none".
    pub fn words(&self) -> String {
        let many = if self.calls == 1 { "1 call".to_owned() } else { format!("{} calls", self.calls) };
        let rules: Vec<String> = self.rules.iter().map(|(rule, n)| format!("{} {n}", rule_words(rule))).collect();
        if self.calls == 0 { "none".to_owned() } else { format!("{many}: {}", rules.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_after_a_question_are_counted_by_rule() {
        let rules = |rules: &[&str]| rules.iter().map(|rule| (*rule).to_owned()).collect::<Vec<_>>();
        let mut passed = PassedCautions::default();
        assert_eq!(passed.words(), "none");
        passed.count(&[]);
        passed.count(&rules(&["no_plan"]));
        assert_eq!(passed.words(), "1 call: no plan 1");
        passed.count(&rules(&["fourth_touch", "no_plan"]));
        passed.count(&rules(&["of_a_later_format"]));
        assert_eq!(passed.words(), "3 calls: no plan 2, fourth touch 1, of a later format 1");
        assert_eq!(rules_in_words(&rules(&["talked_today", "no_plan"])), "talked to today, no plan");
    }
}
