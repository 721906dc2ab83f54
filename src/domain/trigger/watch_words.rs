//! Watch words: an item that contains them becomes a trigger of their kind, for one account or for an industry.

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Serialize;

use super::kind::Kinds;
use super::{Scope, Trigger};
use crate::domain::ids::{AccountId, WatchId};
use crate::domain::matching::text_words;

/// A word or phrase to watch for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WatchWord {
    /// Id; nil until stored.
    pub id: WatchId,
    /// The words, in the order in which they must occur; case, accents and punctuation do not matter.
    pub words: String,
    /// The account or industry that an item with the words concerns.
    pub whom: WatchTarget,
    /// Key of the kind that an item with the words becomes.
    pub kind: String,
}

/// The account or industry that an item with the words concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WatchTarget {
    /// One account, by id and name.
    Account(AccountId, String),
    /// All accounts of an industry, for which a campaign can be started.
    Industry(String),
}

/// Finds watch words in texts, in one pass for each text.
#[derive(Debug, Default)]
pub struct WatchWordFinder {
    all: Vec<WatchWord>,
    /// The automaton, and the watch word that each of its patterns belongs to.
    found_by: Option<(AhoCorasick, Vec<usize>)>,
}

impl WatchWordFinder {
    /// Builds a finder for these words; those without a letter or digit find nothing.
    pub fn new(all: Vec<WatchWord>) -> WatchWordFinder {
        let spaced = all.iter().map(|watch| pad_words(&watch.words)).enumerate();
        let (which, patterns): (Vec<usize>, Vec<String>) = spaced.filter(|(_, words)| !words.trim().is_empty()).unzip();
        // The search for overlapping places, below, panics with any other kind of match.
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns).ok();
        let found_by = automaton.filter(|_| !patterns.is_empty()).map(|automaton| (automaton, which));
        WatchWordFinder { all, found_by }
    }

    /// Completes a trigger from the watch words it contains; returns true if there are any. It gets the kind of the
    /// first ones, is linked to their accounts, and names their industries in its impact.
    pub fn mark(&self, trigger: &mut Trigger, kinds: &Kinds) -> bool {
        let found = self.found(&format!("{}\n{}", trigger.headline, trigger.summary));
        let Some(first) = found.first() else { return false };
        let kind = kinds.get_or_other(&first.kind);
        trigger.kind.clone_from(&kind.key);
        trigger.strength = kind.strength;
        trigger.origin = kind.origin;
        // Looked at before the watched accounts are linked below: the words alone do not say that the item is about the
        // account.
        let named = !trigger.accounts.is_empty() || trigger.company.is_some();
        trigger.scope = match (kind.scope, &first.whom) {
            (Scope::Person | Scope::Company, WatchTarget::Industry(_)) => Scope::Industry,
            (Scope::Person | Scope::Company, WatchTarget::Account(..)) if !named => Scope::Market,
            (scope, _) => scope,
        };
        for watch in found {
            let says = match &watch.whom {
                WatchTarget::Account(account, _) => {
                    if !trigger.accounts.contains(account) {
                        trigger.accounts.push(*account);
                    }
                    format!("It says “{}”, which you watch for.", watch.words)
                }
                WatchTarget::Industry(industry) => format!("Touches {industry}: it says “{}”.", watch.words),
            };
            if !trigger.impact.contains(&says) {
                let gap = if trigger.impact.is_empty() { "" } else { "\n" };
                trigger.impact.push_str(&format!("{gap}{says}"));
            }
        }
        true
    }

    /// Returns the watch words in a text, in the order in which they were added.
    fn found(&self, text: &str) -> Vec<&WatchWord> {
        let Some((automaton, which)) = &self.found_by else { return Vec::new() };
        let mut numbers: Vec<usize> = automaton
            // Overlapping, because the blank between two watched words belongs to both.
            .find_overlapping_iter(&pad_words(text))
            .filter_map(|found| which.get(found.pattern().as_usize()).copied())
            .collect();
        // The order of the list, not of the text: the kind of the first word that was written down wins, whatever a
        // headline puts first.
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().filter_map(|number| self.all.get(number)).collect()
    }
}

/// Returns the folded words with a blank before and after each, so that only whole words are found.
fn pad_words(text: &str) -> String {
    format!(" {} ", text_words(text).join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watch(words: &str, whom: WatchTarget, kind: &str) -> WatchWord {
        WatchWord { id: WatchId::default(), words: words.into(), whom, kind: kind.into() }
    }

    fn marked(headline: &str, all: Vec<WatchWord>) -> (bool, Trigger) {
        let mut trigger = Trigger { headline: headline.into(), kind: "other".into(), ..Trigger::default() };
        let any = WatchWordFinder::new(all).mark(&mut trigger, Kinds::builtin());
        (any, trigger)
    }

    #[test]
    fn whole_words_in_their_order_are_found_whatever_their_case_and_accents() {
        let food = || WatchTarget::Industry("Food".into());
        for (words, headline, found) in [
            ("salmon tariff", "New SALMON-tariff from May", true),
            ("salmon tariff", "Tariff on salmon", false),
            ("cafe", "Café chains grow", true),
            ("plan", "A plant opens", false),
            ("R&D credit", "The R & D credit ends", true),
            ("  ,", "anything , at all", false),
        ] {
            assert_eq!(marked(headline, vec![watch(words, food(), "tariff_shift")]).0, found, "{words} in {headline}");
        }
    }

    #[test]
    fn an_industry_is_named_and_nothing_is_linked() {
        let (_, trigger) =
            marked("Tariff on salmon", vec![watch("tariff", WatchTarget::Industry("Food".into()), "layoff")]);
        assert_eq!((trigger.kind.as_str(), trigger.scope), ("layoff", Scope::Industry));
        assert_eq!((trigger.accounts.len(), trigger.company), (0, None));
        assert_eq!(trigger.impact, "Touches Food: it says “tariff”.");
    }

    #[test]
    fn an_account_is_linked_and_the_first_words_give_the_kind() {
        let account = AccountId(uuid::Uuid::from_u128(7));
        let norvik = || WatchTarget::Account(account, "Norvik".into());
        let all = vec![
            watch("salmon", norvik(), "regulatory_change"),
            watch("tariff", norvik(), "layoff"),
            watch("tariff", WatchTarget::Industry("Food".into()), "layoff"),
        ];
        let (_, trigger) = marked("Tariff on salmon", all);
        assert_eq!((trigger.kind.as_str(), trigger.accounts.as_slice()), ("regulatory_change", [account].as_slice()));
        assert_eq!(trigger.impact.lines().count(), 3);
    }
}
