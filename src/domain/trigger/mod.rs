//! Triggers: events on *their* side, past or future, with their kinds and their freshness on a day.

pub(crate) mod event_days;
pub mod freshness;
pub mod kind;
pub mod newcomer;
pub mod same_event;
pub mod triage;
pub mod watch_questions;
pub mod watch_words;
pub mod web_link;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use freshness::{NO_DAY, UNDATED, UNDATED_WORD, day_ago, day_ago_short, freshness, is_younger};

use super::ids::{AccountId, CampaignId, ContactId, TriggerId};
use super::vocabulary::vocabulary;
use freshness::Freshness;
use kind::Kinds;

/// Highest strength of a kind or trigger.
pub const STRONGEST: u8 = 5;

vocabulary! {
    /// Whose world changed.
    #[derive(Default)]
    Scope {
        /// One person's world.
        Person = "person", "person";
        /// The company's own world.
        #[default]
        Company = "company", "company";
        /// The world of everyone in its industry.
        Industry = "industry", "industry";
        /// The world of its market: prices, rates, demand.
        Market = "market", "market";
        /// The world of its competitors or suppliers.
        Competitor = "competitor", "competitor or supplier";
        /// The world of the people it sells to.
        TheirCustomers = "their_customers", "their customers";
        /// Our own world: our event, or a seller's reason. By itself never a reason for the customer.
        Ours = "ours", "ours";
    }
}

vocabulary! {
    /// Whether something happened to the customer, or we made it happen.
    #[derive(Default)]
    Origin {
        /// The event happened.
        #[default]
        Event = "event", "it happened";
        /// We drive it: our study, our invitation.
        Activity = "activity", "we drive it";
    }
}

vocabulary! {
    /// How good the evidence is.
    #[derive(Default)]
    Confidence {
        /// A rumour or a guess.
        Low = "low", "rumour or guess";
        /// One decent source.
        #[default]
        Medium = "medium", "one decent source";
        /// Filed, announced or said by them.
        High = "high", "filed or said by them";
    }
}

/// Status of a trigger after triage.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "detail")]
pub enum Status {
    /// Nobody has looked at it yet.
    #[default]
    Inbox,
    /// The trigger is kept and counts.
    Kept,
    /// The trigger is rejected, with the reason.
    Rejected(String),
    /// The trigger is snoozed and returns on this day.
    Snoozed(NaiveDate),
    /// The trigger was merged into this one, because both report the same event.
    Merged(TriggerId),
}

/// Something that happened or will happen, seen from the customer's side.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Trigger {
    /// Id; nil until stored.
    pub id: TriggerId,
    /// Key of the trigger's [`Kind`](kind::Kind), such as `leadership_change`.
    pub kind: String,
    /// What happened, in one line.
    pub headline: String,
    /// Further text, in the words of the source.
    pub summary: String,
    /// Who reports the event: a paper, a filing, a person.
    pub source: String,
    /// Web page of the report.
    pub url: Option<String>,
    /// Day on which the event happened or became known; [`UNDATED`] if nobody has said.
    #[serde(serialize_with = "write_day", deserialize_with = "read_day")]
    pub occurred_on: NaiveDate,
    /// Day on which the event takes effect, if that differs.
    pub effective_on: Option<NaiveDate>,
    pub scope: Scope,
    pub origin: Origin,
    /// Strength, 1–5; 0 for a seller's reason.
    pub strength: u8,
    /// How good the evidence is.
    pub confidence: Confidence,
    pub status: Status,
    /// The accounts that it touches, in the order in which they were linked.
    pub accounts: Vec<AccountId>,
    /// The person the trigger is about, for [`Scope::Person`].
    pub contact: Option<ContactId>,
    /// The campaign that is based on it.
    pub campaign: Option<CampaignId>,
    /// The company as the source names it; an unmatched trigger is matched by it later.
    pub company: Option<String>,
    /// CIK of the company as the source gives it.
    pub cik: Option<u64>,
    /// Ticker of the company as the source gives it.
    pub ticker: Option<String>,
    /// Id of the report at its source; a trigger with the same id is never added twice.
    pub external: Option<String>,
    /// What the event means for the prospect, as far as known.
    pub impact: String,
}

vocabulary! {
    /// State of a trigger's freshness on one day.
    FreshnessState {
        /// Before the trigger's onset: better to wait.
        TooEarly = "too_early", "too early";
        /// At the trigger's peak.
        Peak = "peak", "peak";
        /// The trigger is past its peak, but still a reason.
        Fading = "fading", "fading";
        /// The trigger has expired.
        Stale = "stale", "stale";
    }
}

impl Trigger {
    /// Returns the freshness on a day, by the figures of its kind.
    pub fn freshness(&self, kinds: &Kinds, on: NaiveDate) -> Freshness {
        freshness(kinds.get_or_other(&self.kind), self.occurred_on, self.effective_on, on)
    }

    /// Returns the day to name: the day of effect if that is later, else the day it happened. "11 Mar 2026".
    pub fn day_in_words(&self) -> String {
        if self.is_undated() {
            return "no day known".to_owned();
        }
        // What they have to act by is what to name; the day of the announcement is history.
        let (word, day) = match self.effective_on.filter(|day| *day > self.occurred_on) {
            Some(day) => ("from ", day),
            None => ("", self.occurred_on),
        };
        format!("{word}{}", day.format("%-d %b %Y"))
    }

    /// Returns true if the trigger can be a reason for the customer: not of our own scope, and with a strength.
    pub fn is_theirs(&self) -> bool {
        self.scope != Scope::Ours && self.strength > 0
    }

    /// Returns true if it counts on a day: kept, a reason for the customer, and not expired. Weak kinds are live too;
    /// whether one is enough to call is decided by [`super::reason::reason`].
    pub fn is_live(&self, kinds: &Kinds, on: NaiveDate) -> bool {
        self.status == Status::Kept && self.is_theirs() && self.freshness(kinds, on).value > 0.0
    }
}

fn write_day<S: Serializer>(day: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
    freshness::said_day(*day).serialize(to)
}

fn read_day<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or(UNDATED))
}

impl Status {
    /// Returns the stable key, used in the book, exports and on the command line.
    pub fn key(&self) -> &'static str {
        match self {
            Status::Inbox => "inbox",
            Status::Kept => "kept",
            Status::Rejected(_) => "rejected",
            Status::Snoozed(_) => "snoozed",
            Status::Merged(_) => "merged",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::kind::Kind;
    use super::*;

    /// Returns the day on which these tests take place.
    fn day_0() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
    }

    #[test]
    fn a_call_stands_on_nothing_that_came_up_after_it() {
        let call = chrono::DateTime::parse_from_rfc3339("2026-03-02T10:00:00+01:00").unwrap();
        let entered = |minutes: i64| {
            let at = (call + chrono::TimeDelta::minutes(minutes)).timestamp_millis();
            uuid::Builder::from_unix_timestamp_millis(u64::try_from(at).unwrap(), &[0; 10]).into_uuid()
        };
        for (id, occurred, younger) in [
            (entered(-1), day(0), false),
            (entered(0), day(0), false),
            (entered(1), day(0), true),
            (entered(1), day(1), true),
            (entered(1), day(-1), false),
            (entered(-1), day(20), false),
            (uuid::Uuid::from_u128(7), day(0), false),
            (uuid::Uuid::from_u128(7), day(1), true),
        ] {
            let trigger = Trigger { id: TriggerId(id), occurred_on: occurred, ..Trigger::default() };
            assert_eq!(is_younger(trigger.id, trigger.occurred_on, call), younger, "{id} {occurred}");
        }
    }

    fn day(offset: i64) -> NaiveDate {
        day_0() + chrono::TimeDelta::days(offset)
    }

    fn shipped(key: &str) -> &'static Kind {
        Kinds::builtin().get(key).unwrap()
    }

    #[test]
    fn freshness_rises_to_the_onset_then_halves_and_ends_at_the_expiry() {
        use FreshnessState::{Fading, Peak, Stale, TooEarly};
        for (kind, age, value, state) in [
            ("leadership_change", 0, 0.50, TooEarly),
            ("leadership_change", 7, 0.75, TooEarly),
            ("leadership_change", 13, 0.964, TooEarly),
            ("leadership_change", 14, 1.00, Peak),
            ("leadership_change", 36, 0.713, Peak),
            ("leadership_change", 37, 0.702, Fading),
            ("leadership_change", 59, 0.50, Fading),
            ("leadership_change", 104, 0.25, Fading),
            ("leadership_change", 180, 0.077, Fading),
            ("leadership_change", 181, 0.0, Stale),
            ("exec_statement", 0, 1.0, Peak),
            ("exec_statement", 30, 0.5, Fading),
            ("exec_statement", 121, 0.0, Stale),
            ("rfp_or_evaluation", 5, 0.707, Peak),
            ("rfp_or_evaluation", 10, 0.5, Fading),
            ("download", 14, 0.5, Fading),
            ("download", 46, 0.0, Stale),
            ("our_reason", 1, 0.0, Stale),
        ] {
            let found = freshness(shipped(kind), day_0(), None, day(age));
            assert!((found.value - value).abs() < 0.001, "{kind} at {age}: {found:?}, expected {value}");
            assert_eq!((found.state, found.age), (state, Some(age)), "{kind} at {age}");
        }
    }

    #[test]
    fn a_day_of_effect_ahead_is_the_peak_and_the_decay_counts_from_it() {
        use FreshnessState::{Fading, Peak, Stale, TooEarly};
        // A rule announced on day 0 that takes effect on day 300: half-life 90, expiry 365.
        for (on, value, state) in [
            (0, 1.0, TooEarly),
            (90, 0.5, TooEarly),
            (119, 0.400, TooEarly),
            (120, 0.5, TooEarly),
            (209, 0.5, TooEarly),
            (210, 1.0, Peak),
            (300, 1.0, Peak),
            (345, 0.707, Peak),
            (390, 0.5, Fading),
            (665, 0.060, Fading),
            (666, 0.0, Stale),
        ] {
            let found = freshness(shipped("regulatory_change"), day_0(), Some(day(300)), day(on));
            assert!((found.value - value).abs() < 0.001, "day {on}: {found:?}, expected {value}");
            assert_eq!((found.state, found.age), (state, Some(on)), "day {on}");
        }
    }

    #[test]
    fn a_layoff_noticed_sixty_days_ahead_is_worth_all_until_its_day() {
        let found = freshness(shipped("layoff"), day_0(), Some(day(60)), day(1));
        assert_eq!((found.value, found.state), (1.0, FreshnessState::Peak));
    }

    #[test]
    fn a_day_of_effect_that_had_passed_when_it_became_known_changes_nothing() {
        let kind = shipped("leadership_change");
        for effective in [day(-20), day_0()] {
            assert_eq!(freshness(kind, day_0(), Some(effective), day(59)), freshness(kind, day_0(), None, day(59)));
        }
    }

    #[test]
    fn what_is_dated_ahead_without_a_day_of_effect_is_too_early() {
        for (on, value) in [(-91, 0.0), (-90, 0.5), (-1, 0.5), (0, 1.0)] {
            let found = freshness(shipped("product_launch"), day_0(), None, day(on));
            assert!((found.value - value).abs() < 1e-9, "day {on}: {found:?}");
            assert_eq!(found.state == FreshnessState::TooEarly, on < 0, "day {on}");
        }
    }

    #[test]
    fn a_trigger_is_live_while_kept_theirs_and_worth_something() {
        let kept = Trigger {
            kind: "leadership_change".to_owned(),
            occurred_on: day_0(),
            strength: 5,
            status: Status::Kept,
            ..Trigger::default()
        };
        let kinds = Kinds::builtin();
        for (what, trigger, on, live) in [
            ("kept", kept.clone(), day(20), true),
            ("kept, stale", kept.clone(), day(181), false),
            ("in the inbox", Trigger { status: Status::Inbox, ..kept.clone() }, day(20), false),
            ("rejected", Trigger { status: Status::Rejected("old".to_owned()), ..kept.clone() }, day(20), false),
            ("snoozed", Trigger { status: Status::Snoozed(day(30)), ..kept.clone() }, day(20), false),
            ("ours", Trigger { scope: Scope::Ours, ..kept.clone() }, day(20), false),
            ("without strength", Trigger { strength: 0, ..kept.clone() }, day(20), false),
            ("of an unknown kind", Trigger { kind: "meteor".to_owned(), ..kept }, day(20), true),
        ] {
            assert_eq!(trigger.is_live(kinds, on), live, "{what}");
        }
    }

    #[test]
    fn the_shipped_kinds_hold_the_field_notes_figures() {
        for (key, scope, strength, onset, half_life, expiry) in [
            ("exec_statement", Scope::Company, 5, 0, 30, 120),
            ("leadership_change", Scope::Person, 5, 14, 45, 180),
            ("champion_moved", Scope::Person, 5, 14, 45, 180),
            ("promotion", Scope::Person, 3, 7, 45, 150),
            ("key_person_left", Scope::Person, 3, 0, 45, 120),
            ("public_post_or_talk", Scope::Person, 3, 0, 10, 30),
            ("regulatory_change", Scope::Industry, 5, 0, 90, 365),
            ("compliance_deadline", Scope::Company, 5, 0, 60, 270),
            ("rfp_or_evaluation", Scope::Company, 5, 0, 10, 45),
            ("contract_renewal", Scope::Company, 4, 0, 30, 120),
            ("acquired", Scope::Company, 5, 14, 60, 270),
            ("merger", Scope::Company, 4, 14, 60, 270),
            ("spin_off", Scope::Company, 4, 14, 60, 270),
            ("funding", Scope::Company, 4, 14, 30, 120),
            ("ipo", Scope::Company, 4, 14, 90, 365),
            ("restructuring", Scope::Company, 4, 7, 45, 180),
            ("layoff", Scope::Company, 3, 7, 45, 150),
            ("results_miss", Scope::Company, 4, 0, 30, 100),
            ("cyber_incident", Scope::Company, 4, 3, 21, 90),
            ("lawsuit", Scope::Company, 3, 3, 45, 180),
            ("bankruptcy", Scope::Company, 2, 0, 60, 180),
            ("auditor_change", Scope::Company, 3, 0, 45, 180),
            ("hiring_surge", Scope::Company, 3, 0, 45, 150),
            ("job_posting", Scope::Company, 3, 0, 30, 90),
            ("tech_stack_change", Scope::Company, 3, 0, 45, 150),
            ("product_launch", Scope::Company, 3, 0, 45, 150),
            ("new_market", Scope::Company, 3, 0, 60, 180),
            ("strategic_partnership", Scope::Company, 3, 0, 45, 150),
            ("tariff_shift", Scope::Market, 4, 0, 45, 180),
            ("demand_shift", Scope::Market, 3, 0, 90, 365),
            ("industry_study", Scope::Industry, 3, 0, 60, 180),
            ("competitor_move", Scope::Competitor, 4, 0, 30, 120),
            ("vendor_exit", Scope::Competitor, 4, 0, 60, 270),
            ("their_customers_shift", Scope::TheirCustomers, 5, 0, 60, 240),
            ("referral", Scope::Person, 4, 0, 30, 90),
            ("site_visit", Scope::Company, 3, 0, 5, 21),
            ("event_or_webinar", Scope::Person, 2, 0, 14, 45),
            ("download", Scope::Person, 1, 0, 14, 45),
            ("newsletter_open", Scope::Person, 1, 0, 5, 14),
            ("trigger_activity", Scope::Ours, 2, 0, 14, 45),
            ("other", Scope::Company, 2, 0, 30, 90),
        ] {
            let kind = shipped(key);
            let found = (kind.scope, kind.strength, kind.onset, kind.half_life, kind.expiry);
            assert_eq!(found, (scope, strength, onset, half_life, expiry), "{key}");
        }
        assert_eq!(shipped("our_reason").strength, 0);
        assert_eq!(shipped("trigger_activity").origin, Origin::Activity);
    }

    #[test]
    fn only_downloads_and_opens_are_weak_and_bad_news_is_sensitive() {
        let keys = |wanted: fn(&Kind) -> bool| -> Vec<&str> {
            Kinds::builtin().0.iter().filter(|kind| wanted(kind)).map(|kind| kind.key.as_str()).collect()
        };
        assert_eq!(keys(|kind| kind.weak), ["download", "newsletter_open"]);
        for key in ["layoff", "cyber_incident", "outage", "lawsuit", "recall", "bankruptcy", "results_miss"] {
            assert!(keys(|kind| kind.sensitive).contains(&key), "{key}");
        }
        assert!(!shipped("funding").sensitive);
    }

    #[test]
    fn every_shipped_label_is_two_or_three_plain_words_at_most_and_is_there_once() {
        let mut labels: Vec<&str> = Kinds::builtin().0.iter().map(|kind| kind.label.as_str()).collect();
        assert!(labels.iter().all(|label| label.split_whitespace().count() <= 3), "{labels:?}");
        labels.sort_unstable();
        let all = labels.len();
        labels.dedup();
        assert_eq!(labels.len(), all);
    }

    #[test]
    fn a_faulty_file_of_kinds_is_named_by_its_line() {
        let good = "[[kind]]\nkey = \"a\"\nlabel = \"A\"\nscope = \"company\"\nstrength = 3\nonset = 0\nhalf_life = 1\nexpiry = 9\n";
        assert!(Kinds::parse(good).is_ok());
        for (what, toml, line, words) in [
            ("unknown field", good.replace("onset", "onsett"), "line 6:", "onsett"),
            ("missing field", good.replace("expiry = 9\n", ""), "line 1:", "expiry"),
            ("no TOML", good.replace("label = ", "label "), "line 3:", ""),
            ("unknown scope", good.replace("company", "planet"), "line 4:", "planet"),
            ("too strong", good.replace("= 3", "= 6"), "line 1:", "0 to 5"),
            ("negative", good.replace("onset = 0", "onset = -1"), "line 6:", ""),
            ("twice", format!("{good}{good}"), "line 9:", "twice"),
            ("key with capitals", good.replace("\"a\"", "\"Aa\""), "line 1:", "lower-case"),
            ("empty label", good.replace("\"A\"", "\" \""), "line 1:", "label"),
        ] {
            let fault = Kinds::parse(&toml).unwrap_err();
            assert!(fault.starts_with(line) && fault.contains(words) && !fault.contains('\n'), "{what}: {fault}");
        }
    }

    #[test]
    fn a_teams_kinds_replace_and_add() {
        let mut own = shipped("funding").clone();
        own.strength = 1;
        let mut new = own.clone();
        new.key = "harvest".to_owned();
        let kinds = Kinds::builtin().clone().overlay(Kinds(vec![own, new]));
        assert_eq!(kinds.0.len(), Kinds::builtin().0.len() + 1);
        assert_eq!(kinds.get("funding").unwrap().strength, 1);
        assert_eq!(kinds.get_or_other("harvest").key, "harvest");
        assert_eq!(kinds.get_or_other("meteor").key, "other");
        assert_eq!(Kinds(Vec::new()).get_or_other("meteor").key, "other");
    }

    #[test]
    fn keys_words_and_serde_agree() {
        for scope in Scope::ALL {
            assert_eq!(Scope::from_key(scope.key()), Some(*scope));
            assert_eq!(serde_json::to_string(scope).unwrap(), format!("\"{}\"", scope.key()));
        }
        for state in FreshnessState::ALL {
            assert_eq!(serde_json::to_string(state).unwrap(), format!("\"{}\"", state.key()));
        }
        assert_eq!((Scope::default(), Origin::default()), (Scope::Company, Origin::Event));
        assert_eq!(FreshnessState::TooEarly.words(), "too early");
    }

    prop_compose! {
        fn any_kind()(onset in 0..400u16, half_life in 0..400u16, expiry in 0..800u16) -> Kind {
            Kind { onset, half_life, expiry, ..shipped("other").clone() }
        }
    }

    proptest! {
        #[test]
        fn freshness_is_a_share(
            kind in any_kind(), effective in proptest::option::of(-4000..4000i64), on in -4000..4000i64
        ) {
            let found = freshness(&kind, day_0(), effective.map(day), day(on));
            prop_assert!((0.0..=1.0).contains(&found.value), "{found:?}");
            prop_assert_eq!(found.state == FreshnessState::Stale, found.value == 0.0 && found.state != FreshnessState::TooEarly);
        }

        #[test]
        fn past_its_peak_nothing_gets_fresher(kind in any_kind(), age in 0..1200i64) {
            prop_assume!(age >= i64::from(kind.onset));
            let [today, tomorrow] = [age, age + 1].map(|at| freshness(&kind, day_0(), None, day(at)).value);
            prop_assert!(tomorrow <= today);
        }

        #[test]
        fn no_date_is_too_far(kind in any_kind(), effective in any::<bool>()) {
            for (from, to) in [(NaiveDate::MIN, NaiveDate::MAX), (NaiveDate::MAX, NaiveDate::MIN)] {
                prop_assert!((0.0..=1.0).contains(&freshness(&kind, from, effective.then_some(to), to).value));
            }
        }
    }
}
