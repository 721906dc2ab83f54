//! Translates the dispositions of diallers and CRMs to reach and outcome. The words are in `assets/dispositions.toml`.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::call::{Outcome, Reach};
use crate::domain::fold::words;

use crate::exchange::presets::key;

/// A disposition: the reach, and the outcome if the word tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Disposition {
    pub(crate) reach: Reach,
    pub(crate) outcome: Option<Outcome>,
}

/// Returns the meaning of a disposition; `None` if it says nothing about the reach.
pub(super) fn end_named(word: &str) -> Option<Disposition> {
    let of = |reach| Disposition { reach, outcome: None };
    let reach = Reach::ALL.iter().find(|reach| key(reach.key()) == key(word)).map(|reach| of(*reach));
    let outcome = || Outcome::ALL.iter().find(|outcome| key(outcome.key()) == key(word));
    let came = || outcome().map(|outcome| Disposition { reach: Reach::Connected, outcome: Some(*outcome) });
    // Our own keys first: an export of whynow must come back as what it was, whatever the table calls the word.
    reach.or_else(came).or_else(|| dispositions().names.get(&key(word)).copied()).or_else(|| end_in_words(word))
}

/// Returns what the words of a disposition say that no table has: "Answered - Not Interested", "Call connected". Words that
/// say nothing of whom it reached ("completed") have no meaning here.
fn end_in_words(said: &str) -> Option<Disposition> {
    let said = format!(" {} ", words(said).join(" "));
    let says = |phrases: &[String]| phrases.iter().any(|phrase| said.contains(&format!(" {phrase} ")));
    let known = dispositions();
    let outcome = known.outcome_words.iter().find(|known| says(&known.phrases)).map(|known| known.outcome);
    let reach = known.reach_words.iter().find(|known| says(&known.phrases)).map(|known| known.reach);
    match (reach, outcome) {
        // Only somebody who was reached refuses, books or hangs up; a machine does not.
        (Some(Reach::Connected) | None, Some(_)) => Some(Disposition { reach: Reach::Connected, outcome }),
        (Some(reach), _) => Some(Disposition { reach, outcome: None }),
        (None, None) => None,
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DispositionFile {
    ends: Vec<DispositionNames>,
    reach_words: Vec<ReachWords>,
    outcome_words: Vec<OutcomeWords>,
}

/// Folded words that say whom a call reached.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReachWords {
    reach: Reach,
    phrases: Vec<String>,
}

/// Folded words that say how a call ended that reached them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomeWords {
    outcome: Outcome,
    phrases: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DispositionNames {
    reach: Reach,
    #[serde(default)]
    outcome: Option<Outcome>,
    names: Vec<String>,
}

/// The table, by the form in which words are compared.
struct Dispositions {
    names: HashMap<String, Disposition>,
    reach_words: Vec<ReachWords>,
    outcome_words: Vec<OutcomeWords>,
}

fn dispositions() -> &'static Dispositions {
    static KNOWN: OnceLock<Dispositions> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let book: DispositionFile = toml::from_str(include_str!("../../../assets/dispositions.toml"))
            .expect("the shipped dispositions.toml is read by a test");
        let named = |one: DispositionNames| {
            let end = Disposition { reach: one.reach, outcome: one.outcome };
            one.names.into_iter().map(move |name| (key(&name), end)).collect::<Vec<_>>()
        };
        let names = book.ends.into_iter().flat_map(named).collect();
        Dispositions { names, reach_words: book.reach_words, outcome_words: book.outcome_words }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_systems_mean_what_they_say_there() {
        let end = |reach, outcome| Some(Disposition { reach, outcome });
        for (word, expected) in [
            ("Left voicemail", end(Reach::Voicemail, None)),
            ("b2cf5968-551e-4856-9783-52b3da59a7d0", end(Reach::Voicemail, None)),
            ("vm-left", end(Reach::Voicemail, None)),
            ("No Answer", end(Reach::NoAnswer, None)),
            ("Don't call again", end(Reach::Connected, Some(Outcome::DoNotCall))),
            ("Meeting Booked", end(Reach::Connected, Some(Outcome::NextStepAgreed))),
            ("no_answer", end(Reach::NoAnswer, None)),
            ("useful_no_step", end(Reach::Connected, Some(Outcome::UsefulNoStep))),
            ("Call connected", end(Reach::Connected, None)),
            ("Connected - Positive", end(Reach::Connected, None)),
            ("Answered - Not Interested", end(Reach::Connected, Some(Outcome::Declined))),
            ("Answered: Call Back", end(Reach::Connected, Some(Outcome::Callback))),
            ("No Answer - Left VM", end(Reach::Voicemail, None)),
            ("Navigated dial tree - no answer", end(Reach::NoAnswer, None)),
            ("Not connected", end(Reach::NoAnswer, None)),
            ("Call failed", end(Reach::NoAnswer, None)),
            ("Spoke with receptionist", end(Reach::Gatekeeper, None)),
            ("Number not in service", end(Reach::WrongNumber, None)),
            ("Booked demo!", end(Reach::Connected, Some(Outcome::NextStepAgreed))),
            ("ANSWERED", end(Reach::Connected, None)),
            ("CONGESTION", end(Reach::NoAnswer, None)),
            // A task that was done says nothing of the call.
            ("Completed", None),
            ("Follow up", None),
            ("Open", None),
            ("", None),
        ] {
            assert_eq!(end_named(word), expected, "{word}");
        }
    }

    #[test]
    fn no_word_means_two_ends() {
        let book: DispositionFile = toml::from_str(include_str!("../../../assets/dispositions.toml")).unwrap();
        let mut seen = std::collections::HashSet::new();
        for name in book.ends.iter().flat_map(|one| &one.names) {
            assert!(seen.insert(key(name)), "{name} stands twice");
        }
    }
}
