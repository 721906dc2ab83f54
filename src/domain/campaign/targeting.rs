//! Selects the accounts of a campaign: the filter, its preview, and why accounts are left out.

use serde::{Deserialize, Serialize};

use super::super::account::Account;
use super::super::ids::{AccountId, CampaignId, TriggerId};
use super::super::text::thousands;
use super::super::vocabulary::vocabulary;
use crate::domain::account::place_names::same_place;
use crate::domain::account::profile::{Fit, has_words};
use crate::domain::draft::Draft;

/// Most accounts of a campaign; more cannot be prepared one by one.
///
/// A choice of this program. That small campaigns do better is public: those of up to 50 got 2.76 times the replies of
/// larger ones (a vendor's correlation over e-mails, not a law).
pub const MOST_ACCOUNTS: usize = 500;

/// Filter for the accounts that a change touches. Every criterion that is set must hold; of several words one is
/// enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TargetFilter {
    /// Words that occur in the industry or sub-industry.
    pub industry: Vec<String>,
    pub place: Vec<String>,
    pub from: Option<u64>,
    pub until: Option<u64>,
    pub tags: Vec<String>,
    /// Accepted fits: in, or in and edge.
    pub fits: Vec<Fit>,
}

vocabulary! {
    /// The criteria of the filter that a person types, in the order of the form.
    TargetField {
        /// Words of the account's industry.
        Industry = "industry", "industry";
        /// Country or region of the account.
        Place = "place", "place";
        /// Range of the account's head count.
        Staff = "staff", "staff";
        /// Tags of the account.
        Tags = "tags", "tags";
        /// Accepted fits with the profile.
        Fits = "fits", "fit";
    }
}

vocabulary! {
    /// Why an account that the filter found is left out.
    ExclusionReason {
        /// Taken out by hand.
        TakenOut = "taken_out", "taken out by hand";
        /// The account does not fit the profile.
        OutOfProfile = "out_of_profile", "outside the profile";
        /// The account's fit is unknown, because data is missing.
        UnknownFit = "unknown_fit", "fit not known";
        /// The account is on the edge of the profile, and the filter only accepts those within.
        OnTheEdge = "on_the_edge", "on the edge of the profile";
        /// The filter asks for a size, and the account's is unknown.
        SizeNotKnown = "size_not_known", "size not known";
        /// Nobody at the account may be called.
        Blocked = "blocked", "do not call";
        /// The account is archived.
        Archived = "archived", "archived";
        /// The account rests until a day.
        Resting = "resting", "resting";
        /// The account had too many touches lately.
        TouchedLately = "touched_lately", "touched lately";
    }
}

/// An account that the filter found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TargetCandidate {
    pub account_id: AccountId,
    pub name: String,
    /// Industry, in the words of its source.
    pub industry: String,
    /// City, and region or country.
    pub place: String,
    pub employees: Option<u64>,
    /// Whether the account fits the profile.
    pub fit: Fit,
    /// Why the account is left out; `None` if it is included.
    pub left: Option<Exclusion>,
    /// True if a person included or excluded it, not the filter.
    pub by_hand: bool,
}

/// An excluded account, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    pub account_id: AccountId,
    pub name: String,
    pub why: ExclusionReason,
    /// The particulars, in one sentence: "resting until 4 May: their year-end".
    pub says: String,
}

/// How a campaign's accounts were selected; stored, so that one can see later who was left out and why.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TargetSelection {
    pub pick: TargetFilter,
    /// Accounts included by hand.
    pub put_in: Vec<AccountId>,
    /// Accounts taken out by hand.
    pub taken_out: Vec<AccountId>,
    /// Accounts that were left out, and why.
    pub left: Vec<Exclusion>,
    /// True if the filter found more accounts than were examined.
    pub at_least: bool,
}

/// Preview of a filter before the campaign starts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TargetPreview {
    /// Accounts that would be included, best reason first; at most one more than [`MOST_ACCOUNTS`].
    pub accounts: Vec<TargetCandidate>,
    /// Number of accounts that would be included.
    pub count: usize,
    /// Accounts that are left out, and why.
    pub left: Vec<TargetCandidate>,
    /// True if there are more accounts than were examined, so that the counts are minimums.
    pub at_least: bool,
}

/// The initial values of a campaign on a trigger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CampaignSeed {
    pub trigger: TriggerId,
    pub headline: String,
    /// First wording of the shared reason.
    pub shared_reason: String,
    /// Initial filter: the industries of the accounts that the trigger is linked to.
    pub pick: TargetFilter,
    /// A running campaign on the same trigger.
    pub running: Option<CampaignId>,
    /// A draft that was typed and not started.
    pub draft: Option<Draft>,
}

/// The choices made before a campaign starts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CampaignStart {
    /// Name of the campaign.
    pub name: String,
    /// The trigger behind the campaign.
    pub trigger: TriggerId,
    /// The reason that all its accounts share.
    pub shared_reason: String,
    pub pick: TargetFilter,
    /// Accounts included by hand.
    pub put_in: Vec<AccountId>,
    /// Accounts taken out by hand.
    pub taken_out: Vec<AccountId>,
}

impl Default for TargetFilter {
    fn default() -> Self {
        TargetFilter {
            industry: Vec::new(),
            place: Vec::new(),
            from: None,
            until: None,
            tags: Vec::new(),
            fits: vec![Fit::In, Fit::Edge],
        }
    }
}

impl TargetFilter {
    /// Parses the filter from the typed texts; returns one sentence for each criterion that cannot be read and stays as
    /// it was.
    pub fn read(&self, typed: &dyn Fn(TargetField) -> String) -> (TargetFilter, Vec<(TargetField, String)>) {
        let mut pick = self.clone();
        let mut faults = Vec::new();
        for field in TargetField::ALL.iter().copied() {
            if let Err(says) = pick.set(field, &typed(field)) {
                faults.push((field, says));
            }
        }
        (pick, faults)
    }

    fn set(&mut self, field: TargetField, text: &str) -> Result<(), String> {
        match field {
            TargetField::Industry => self.industry = words(text),
            TargetField::Place => self.place = words(text),
            TargetField::Tags => self.tags = words(text),
            TargetField::Staff => (self.from, self.until) = span(text)?,
            TargetField::Fits => self.fits = fits(text)?,
        }
        Ok(())
    }

    /// Returns a criterion as the form shows it.
    pub fn field(&self, field: TargetField) -> String {
        match field {
            TargetField::Industry => self.industry.join(", "),
            TargetField::Place => self.place.join(", "),
            TargetField::Tags => self.tags.join(", "),
            TargetField::Staff => match (self.from, self.until) {
                (None, None) => String::new(),
                (Some(from), None) => format!("{from}+"),
                (None, Some(until)) => format!("up to {until}"),
                (Some(from), Some(until)) => format!("{from} to {until}"),
            },
            TargetField::Fits => self.fits.iter().map(|fit| fit.words()).collect::<Vec<_>>().join(", "),
        }
    }

    /// Returns true if the change touches this account: industry, place and tags match, and the size if it is known.
    pub fn finds(&self, account: &Account) -> bool {
        let trade: Vec<&str> =
            [&account.industry, &account.sub_industry].into_iter().filter_map(Option::as_deref).collect();
        let places: Vec<&str> = [&account.country, &account.region].into_iter().filter_map(Option::as_deref).collect();
        let any =
            |wanted: &[String], said: &dyn Fn(&str) -> bool| wanted.is_empty() || wanted.iter().any(|word| said(word));
        any(&self.industry, &|word| trade.iter().any(|said| has_words(said, word)))
            && any(&self.place, &|word| places.iter().any(|said| same_place(said, word)))
            && any(&self.tags, &|word| account.tags.iter().any(|said| has_words(said, word)))
            // Not known is found, and then left out with its reason: it is a gap that somebody can fill, and one that
            // is not shown is never filled.
            && account.employees.is_none_or(|head| self.holds(head))
    }

    fn holds(&self, head: u64) -> bool {
        self.from.is_none_or(|from| from <= head) && self.until.is_none_or(|until| head <= until)
    }

    /// Returns why the filter itself leaves out an account that it finds; `None` if it does not.
    pub fn leaves(&self, fit: Fit, employees: Option<u64>) -> Option<ExclusionReason> {
        match fit {
            // Whatever the filter asks for: who cannot be served is not called.
            Fit::Out => return Some(ExclusionReason::OutOfProfile),
            Fit::Unknown => return Some(ExclusionReason::UnknownFit),
            Fit::Edge if !self.fits.contains(&Fit::Edge) => return Some(ExclusionReason::OnTheEdge),
            Fit::Edge | Fit::In => {}
        }
        let sized = self.from.is_some() || self.until.is_some();
        (sized && employees.is_none()).then_some(ExclusionReason::SizeNotKnown)
    }
}

impl TargetPreview {
    /// Returns how many accounts are left out for each reason, in the order of the reasons, without zeros.
    pub fn reasons(&self) -> Vec<(ExclusionReason, usize)> {
        let count = |why: ExclusionReason| {
            self.left.iter().filter(|one| one.left.as_ref().is_some_and(|left| left.why == why)).count()
        };
        ExclusionReason::ALL.iter().map(|why| (*why, count(*why))).filter(|(_, n)| *n > 0).collect()
    }
}

/// Returns a sentence if there are too many accounts for a campaign, else `None`.
pub fn too_many(count: usize, at_least: bool) -> Option<String> {
    let count_words = if at_least { format!("at least {}", thousands(count)) } else { thousands(count) };
    (count > MOST_ACCOUNTS || at_least).then(|| {
        format!(
            "That would be {count_words} accounts. A campaign holds {MOST_ACCOUNTS} at most: each needs its own line, and \
             answers fall as campaigns grow. Narrow the industry, the place or the size."
        )
    })
}

/// Splits a text at commas and semicolons.
fn words(text: &str) -> Vec<String> {
    text.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Parses a range of head counts: `150 to 12000`, `150-12,000`, `150+`, `up to 500`; an empty text accepts any.
fn span(text: &str) -> Result<(Option<u64>, Option<u64>), String> {
    // Commas and points part thousands here; nobody counts half a person.
    let plain = text.trim().to_lowercase().replace([',', '.', ' '], "");
    let fault = || format!("\"{}\" is not a size. Try \"150 to 12000\", \"150+\" or \"up to 500\".", text.trim());
    let number = |digits: &str| digits.parse::<u64>().map_err(|_no_number| fault());
    if plain.is_empty() {
        return Ok((None, None));
    }
    // Before the split at "to", which stands in "upto" as well.
    if let Some(most) = plain.strip_prefix("upto").or_else(|| plain.strip_prefix('<')) {
        return Ok((None, Some(number(most)?)));
    }
    if let Some(least) =
        plain.strip_suffix('+').or_else(|| plain.strip_prefix("over")).or_else(|| plain.strip_prefix('>'))
    {
        return Ok((Some(number(least)?), None));
    }
    let parts = plain.split_once("to").or_else(|| plain.split_once(['-', '–']));
    match parts {
        Some((from, until)) => match (number(from)?, number(until)?) {
            (from, until) if from > until => Err(format!("{from} is more than {until}: swap them.")),
            (from, until) => Ok((Some(from), Some(until))),
        },
        None => Err(fault()),
    }
}

fn fits(text: &str) -> Result<Vec<Fit>, String> {
    let mut found = Vec::new();
    for word in text.split([',', ' ', ';']).filter(|word| !word.is_empty()) {
        match word.to_lowercase().as_str() {
            "in" => found.push(Fit::In),
            "edge" => found.push(Fit::Edge),
            "and" | "or" | "both" => {}
            _other => return Err(format!("\"{word}\" is not a fit to call on. Write \"in\" or \"in, edge\".")),
        }
    }
    // Best fit first, whatever was typed first; and equal ones side by side for `dedup`.
    found.sort_by_key(|fit| std::cmp::Reverse(*fit));
    found.dedup();
    if found.contains(&Fit::In) { Ok(found) } else { Err("Write \"in\" or \"in, edge\".".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Account {
        Account {
            name: "Norvik Foods".to_owned(),
            industry: Some("Food Processing".to_owned()),
            sub_industry: Some("Dairy".to_owned()),
            region: Some("Vestland".to_owned()),
            country: Some("Norway".to_owned()),
            employees: Some(640),
            tags: vec!["cold chain".to_owned()],
            ..Account::default()
        }
    }

    fn typed(field: TargetField, text: &str) -> TargetFilter {
        let read = |one: TargetField| if one == field { text.to_owned() } else { TargetFilter::default().field(one) };
        let (pick, faults) = TargetFilter::default().read(&read);
        assert_eq!(faults, [], "{text}");
        pick
    }

    #[test]
    fn every_part_that_says_something_must_hold_and_of_several_words_one_is_enough() {
        for (field, text, found) in [
            (TargetField::Industry, "", true),
            (TargetField::Industry, "food", true),
            (TargetField::Industry, "steel, dairy", true),
            (TargetField::Industry, "steel", false),
            (TargetField::Place, "NO", true),
            (TargetField::Place, "Denmark, vestland", true),
            (TargetField::Place, "Denmark", false),
            (TargetField::Tags, "cold", true),
            (TargetField::Tags, "automotive", false),
            (TargetField::Staff, "150 to 12,000", true),
            (TargetField::Staff, "640-640", true),
            (TargetField::Staff, "641+", false),
            (TargetField::Staff, "up to 500", false),
        ] {
            assert_eq!(typed(field, text).finds(&account()), found, "{field:?} {text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_and_the_part_stays_as_it_was() {
        let before = TargetFilter { from: Some(5), ..TargetFilter::default() };
        for (field, text) in [
            (TargetField::Staff, "many"),
            (TargetField::Staff, "12"),
            (TargetField::Staff, "900 to 100"),
            (TargetField::Fits, "out"),
            (TargetField::Fits, "edge"),
            (TargetField::Fits, " "),
        ] {
            let read = |one: TargetField| if one == field { text.to_owned() } else { before.field(one) };
            let (pick, faults) = before.read(&read);
            assert_eq!((pick, faults.len()), (before.clone(), 1), "{text}");
            assert_eq!(faults[0].0, field);
        }
    }

    #[test]
    fn what_the_form_shows_reads_back_as_the_same_filter() {
        let pick = TargetFilter {
            industry: vec!["food".to_owned(), "logistics".to_owned()],
            place: vec!["Norway".to_owned()],
            from: Some(150),
            until: None,
            tags: vec!["cold chain".to_owned()],
            fits: vec![Fit::In],
        };
        for (from, until) in [(None, None), (Some(1), None), (None, Some(9)), (Some(1), Some(9))] {
            let pick = TargetFilter { from, until, ..pick.clone() };
            assert_eq!(TargetFilter::default().read(&|field| pick.field(field)), (pick.clone(), vec![]));
        }
    }

    #[test]
    fn missing_data_is_left_out_as_unknown_and_never_as_no() {
        let sized = typed(TargetField::Staff, "100+");
        let in_only = typed(TargetField::Fits, "in");
        for (pick, fit, employees, why) in [
            (&sized, Fit::In, None, Some(ExclusionReason::SizeNotKnown)),
            (&sized, Fit::In, Some(200), None),
            (&in_only, Fit::In, None, None),
            (&in_only, Fit::Edge, None, Some(ExclusionReason::OnTheEdge)),
            (&sized, Fit::Edge, Some(200), None),
            (&sized, Fit::Unknown, None, Some(ExclusionReason::UnknownFit)),
            (&sized, Fit::Out, Some(200), Some(ExclusionReason::OutOfProfile)),
        ] {
            assert_eq!(pick.leaves(fit, employees), why, "{pick:?} {fit:?} {employees:?}");
        }
        assert!(sized.finds(&Account { employees: None, ..account() }), "it is found, and said to be of unknown size");
    }

    #[test]
    fn more_than_can_be_prepared_one_by_one_is_refused_with_the_reason() {
        for (count, at_least, refused) in [(0, false, false), (500, false, false), (501, false, true), (40, true, true)]
        {
            assert_eq!(too_many(count, at_least).is_some(), refused, "{count}");
        }
        assert!(too_many(501, false).unwrap().starts_with("That would be 501 accounts. A campaign holds 500 at most"));
    }
}
