//! Triggers about the same event: finds them, chooses the one that stays, and merges the others into it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Status, Trigger, UNDATED};
use crate::domain::ids::TriggerId;
use crate::domain::text::{NAME_CAP, TRIGGER_CAP, clean_line, clean_note, fold};

/// Most days between two reports of one event: papers are a few days behind filings.
pub const DAYS_APART: i64 = 5;
/// Smallest percentage of words that two headlines of one event share; below it, two events of one kind in one week are
/// likelier. A default, not measured.
pub const ALIKE: u8 = 40;

/// Words that headlines share without being about one event.
const IDLE: &[&str] = &[
    "a", "an", "and", "as", "at", "be", "by", "for", "from", "has", "have", "in", "is", "it", "its", "new", "of", "on",
    "or", "over", "said", "says", "that", "the", "their", "to", "was", "will", "with", "inc", "corp", "co", "ltd",
    "plc", "group",
];

/// Another trigger about the same event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameEvent {
    pub id: TriggerId,
    pub headline: String,
    /// Who reports the other trigger.
    pub source: String,
    /// Percentage of the headlines' words that both have.
    pub percent: u8,
    /// Days between the two.
    pub days: u8,
}

/// Returns the percentage of words that two headlines share: twice the shared words over all (Dice's coefficient).
/// Case, accents, punctuation and the most frequent words do not count; a word also matches its plural.
pub fn likeness(a: &str, b: &str) -> u8 {
    let (a, b) = (words(a), words(b));
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let shared = a.intersection(&b).count();
    u8::try_from(200 * shared / (a.len() + b.len())).unwrap_or(100)
}

fn words(headline: &str) -> BTreeSet<String> {
    fold(headline)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && !IDLE.contains(word))
        // Not of short words: "gas" and "us" are no plurals.
        .map(|word| word.strip_suffix('s').filter(|stem| stem.chars().count() > 2).unwrap_or(word).to_owned())
        .collect()
}

/// Compares two triggers of the same account; returns the match if they report one event: one kind, a few days apart,
/// similar headlines. `None` if one was merged or rejected, or if one source gives them different ids.
pub fn same_event(one: &Trigger, other: &Trigger) -> Option<SameEvent> {
    let out = |trigger: &Trigger| matches!(trigger.status, Status::Merged(_) | Status::Rejected(_));
    let days = (one.occurred_on - other.occurred_on).num_days().abs();
    if one.id == other.id || out(one) || out(other) || one.kind != other.kind || days > DAYS_APART {
        return None;
    }
    // A source that numbers its notices has told them apart: two filings in one week are two filings, however alike
    // their titles.
    let numbered = one.source == other.source && one.external.is_some() && other.external.is_some();
    // One page is one event, even where two feeds put other headlines over it.
    let linked = one.url.is_some() && one.url == other.url;
    let percent = if linked { 100 } else { likeness(&one.headline, &other.headline) };
    (percent >= ALIKE && !numbered).then(|| SameEvent {
        id: other.id,
        headline: other.headline.clone(),
        source: other.source.clone(),
        percent,
        days: u8::try_from(days).unwrap_or(u8::MAX),
    })
}

impl SameEvent {
    /// Describes the match: "same as “Norvik recalls 3 lots” (Dairy Post): 67 % of the words, 2 days apart".
    pub fn words(&self) -> String {
        let by = if self.source.is_empty() { String::new() } else { format!(" ({})", self.source) };
        let apart = match self.days {
            0 => "the same day".to_owned(),
            1 => "1 day apart".to_owned(),
            days => format!("{days} days apart"),
        };
        format!("“{}”{by}: {} % of the words, {apart}", self.headline, self.percent)
    }
}

/// Returns how well a trigger is sourced; larger is better.
fn sourcing(trigger: &Trigger) -> impl Ord + use<> {
    // Last: what somebody looked at decides only between equals, for its state goes to the one that stays anyway.
    let kept = trigger.status == Status::Kept;
    (
        trigger.confidence,
        trigger.external.is_some(),
        trigger.url.is_some(),
        !trigger.source.is_empty(),
        trigger.effective_on.is_some(),
        kept,
    )
}

/// Returns the index of the best-sourced trigger, the first if equal.
pub fn best_sourced(triggers: &[Trigger]) -> usize {
    let better = |best: usize, at: usize| match (triggers.get(best), triggers.get(at)) {
        (Some(standing), Some(next)) if sourcing(next) > sourcing(standing) => at,
        _ => best,
    };
    (0..triggers.len()).fold(0, better)
}

/// Returns the trigger that stays, completed from the others: all accounts and sources, the earliest days, the higher
/// confidence, and values that it lacks itself.
#[must_use]
pub fn merge_triggers(stays: &Trigger, others: &[Trigger]) -> Trigger {
    let mut all = stays.clone();
    for other in others {
        for account in &other.accounts {
            if !all.accounts.contains(account) {
                all.accounts.push(*account);
            }
        }
        // The earliest: reports come after the event, never before it.
        let days = [all.occurred_on, other.occurred_on];
        all.occurred_on = days.into_iter().filter(|day| *day != UNDATED).min().unwrap_or(UNDATED);
        all.effective_on = [all.effective_on, other.effective_on].into_iter().flatten().min();
        all.confidence = all.confidence.max(other.confidence);
        if other.status == Status::Kept {
            all.status = Status::Kept;
        }
        all.source = both_sources(&all.source, &other.source);
        all.url = all.url.take().or_else(|| other.url.clone());
        // After the link was settled above: one that was taken over is not cited again.
        let cited = citation(other, &all);
        note(&mut all.summary, &cited);
        take(&mut all.impact, &other.impact);
        all.contact = all.contact.or(other.contact);
        all.campaign = all.campaign.or(other.campaign);
        all.company = all.company.take().or_else(|| other.company.clone());
        all.cik = all.cik.or(other.cik);
        all.ticker = all.ticker.take().or_else(|| other.ticker.clone());
    }
    all
}

/// Joins sources, each once: "SEC 8-K; Dairy Post".
fn both_sources(one: &str, other: &str) -> String {
    let mut named: Vec<&str> = Vec::new();
    for source in one.split("; ").chain(other.split("; ")).map(str::trim).filter(|source| !source.is_empty()) {
        if !named.contains(&source) {
            named.push(source);
        }
    }
    clean_line(&named.join("; "), NAME_CAP)
}

/// Returns the other trigger's headline as a line of the summary; `None` if the one that stays has it too.
fn citation(other: &Trigger, stays: &Trigger) -> String {
    let url = other.url.as_ref().filter(|url| stays.url.as_ref() != Some(*url));
    let headline = Some(other.headline.as_str()).filter(|headline| *headline != stays.headline);
    if url.is_none() && headline.is_none() {
        return String::new();
    }
    let parts = [Some(other.source.as_str()).filter(|source| !source.is_empty()), headline, url.map(String::as_str)];
    format!("Also: {}", parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

fn take(own: &mut String, other: &str) {
    if own.is_empty() {
        other.clone_into(own);
    }
}

fn note(own: &mut String, line: &str) {
    if line.is_empty() || own.lines().any(|known| known == line) {
        return;
    }
    let joined = if own.is_empty() { line.to_owned() } else { format!("{own}\n{line}") };
    *own = clean_note(&joined, TRIGGER_CAP);
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::ids::AccountId;
    use crate::domain::trigger::Confidence;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 2).unwrap().checked_add_days(Days::new(n)).unwrap()
    }

    fn told(id: u128, headline: &str, source: &str, on: u64) -> Trigger {
        Trigger {
            id: TriggerId(Uuid::from_u128(id)),
            kind: "recall".into(),
            headline: headline.into(),
            source: source.into(),
            occurred_on: day(on),
            ..Trigger::default()
        }
    }

    #[test]
    fn headlines_are_alike_by_the_words_they_share() {
        for (a, b, percent) in [
            ("Norvik recalls 3 lots of yoghurt", "Norvik recalls 3 lots of yoghurt", 100),
            ("Norvik recalls 3 lots of yoghurt", "NORVIK: yoghurt recall, 3 lots", 100),
            ("Norvik recalls yoghurt after listeria", "Listeria: Norvik Foods recalls yoghurt lots", 72),
            ("Norvik recalls yoghurt", "Norvik opens a plant", 33),
            ("Norvik recalls yoghurt", "Halden opens plant", 0),
            ("the of and", "the of and", 0),
            ("", "Norvik", 0),
            ("Ærø Mejeri tilbakekaller ost", "AERO MEJERI TILBAKEKALLER OST", 100),
        ] {
            assert_eq!(likeness(a, b), percent, "{a} / {b}");
            assert_eq!(likeness(b, a), percent, "{b} / {a}");
        }
    }

    #[test]
    fn one_event_is_one_kind_in_a_few_days_under_like_headlines() {
        let first = told(1, "Norvik recalls 3 lots of yoghurt", "Dairy Post", 0);
        let near = told(2, "Yoghurt recall at Norvik: 3 lots", "Wire", 3);
        let found = same_event(&first, &near).unwrap();
        assert_eq!((found.percent, found.days), (100, 3));
        assert_eq!(found.words(), "“Yoghurt recall at Norvik: 3 lots” (Wire): 100 % of the words, 3 days apart");
        for (other, why) in [
            (told(3, "Yoghurt recall at Norvik: 3 lots", "Wire", 6), "six days"),
            (Trigger { kind: "outage".into(), ..near.clone() }, "another kind"),
            (Trigger { status: Status::Rejected("old".into()), ..near.clone() }, "rejected"),
            (Trigger { status: Status::Merged(first.id), ..near.clone() }, "merged already"),
            (Trigger { headline: "Plant opened".into(), ..near.clone() }, "other words"),
            (Trigger { id: first.id, ..near.clone() }, "itself"),
        ] {
            assert_eq!(same_event(&first, &other), None, "{why}");
        }
        let numbered = |trigger: &Trigger, n: &str| Trigger {
            external: Some(n.into()),
            source: "SEC 8-K".into(),
            ..trigger.clone()
        };
        assert_eq!(same_event(&numbered(&first, "1"), &numbered(&near, "2")), None, "two filings are two events");
    }

    #[test]
    fn the_better_sourced_one_stays() {
        let rumour = Trigger { confidence: Confidence::Low, ..told(1, "a", "x", 0) };
        let filed = Trigger { confidence: Confidence::High, ..told(2, "a", "y", 0) };
        let linked = Trigger { url: Some("https://x.example".into()), ..rumour.clone() };
        assert_eq!(best_sourced(&[rumour.clone(), filed.clone(), linked.clone()]), 1);
        assert_eq!(best_sourced(&[rumour.clone(), linked]), 1);
        assert_eq!(best_sourced(&[rumour.clone(), rumour]), 0, "among equals the first");
    }

    fn any_trigger() -> impl Strategy<Value = Trigger> {
        let confidence = prop_oneof![Just(Confidence::Low), Just(Confidence::Medium), Just(Confidence::High)];
        let accounts = prop::collection::vec(0..6_u128, 0..4);
        (1..99_u128, "[a-d]{1,3}", "(|A|B|A; C)", 0..9_u64, prop::option::of(0..9_u64), confidence, accounts).prop_map(
            |(id, headline, source, on, effective, confidence, accounts)| Trigger {
                effective_on: effective.map(day),
                confidence,
                accounts: accounts.into_iter().map(|n| AccountId(Uuid::from_u128(n))).collect(),
                ..told(id, &headline, &source, on)
            },
        )
    }

    proptest! {
        #[test]
        fn nothing_known_is_lost_by_a_merge(stays in any_trigger(), others in prop::collection::vec(any_trigger(), 0..4)) {
            let all = merge_triggers(&stays, &others);
            prop_assert_eq!(all.id, stays.id);
            for one in others.iter().chain([&stays]) {
                prop_assert!(one.accounts.iter().all(|account| all.accounts.contains(account)));
                prop_assert!(all.occurred_on <= one.occurred_on);
                prop_assert!(all.confidence >= one.confidence);
                prop_assert!(one.effective_on.is_none_or(|day| all.effective_on.is_some_and(|first| first <= day)));
                for source in one.source.split("; ").filter(|source| !source.is_empty()) {
                    prop_assert!(all.source.split("; ").any(|known| known == source));
                }
                prop_assert!(all.headline == one.headline || all.summary.contains(&one.headline));
            }
            prop_assert_eq!(merge_triggers(&all, &others), all, "a second merge adds nothing");
        }

        #[test]
        fn likeness_has_no_direction(a in "\\PC{0,40}", b in "\\PC{0,40}") {
            prop_assert_eq!(likeness(&a, &b), likeness(&b, &a));
            prop_assert!(likeness(&a, &b) <= 100);
        }
    }
}
