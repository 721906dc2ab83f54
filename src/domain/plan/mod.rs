//! The call plan: its fields, and what it still lacks.

pub(super) mod finding;
pub mod meeting;
pub mod recurrence;
pub(super) mod speech;

use serde::{Deserialize, Serialize};

use super::call::parse_minutes;
use super::campaign::Membership;
use super::check::{Finding, Severity};
use super::ids::{AccountId, CampaignId, ContactId, PlanId, TriggerId};
use super::trigger::Trigger;
use super::vocabulary::vocabulary;

/// A call plan: what the rep prepared before the call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// Nil until stored.
    pub id: PlanId,
    /// Whom to call.
    pub contact_id: ContactId,
    /// Where they work.
    pub account_id: AccountId,
    /// The reasons, best first.
    pub triggers: Vec<TriggerId>,
    /// Why to call without a trigger; a plan has a live trigger or says this.
    pub no_trigger_because: String,
    /// What the trigger means for them.
    pub impact: String,
    /// Why now and not in six to nine months.
    pub why_not_later: String,
    /// What the call is for.
    pub purpose: String,
    /// What they keep even if they never buy.
    pub value: String,
    /// Their goal that it serves.
    pub their_goal: String,
    /// What to ask.
    pub questions: String,
    /// Minutes asked of them.
    pub minutes: Option<u16>,
    /// The next step hoped for.
    pub next_step: String,
    /// What will be said first.
    pub opener: String,
    /// Key of the template the opener was drafted from.
    pub template: Option<String>,
    /// The campaign it belongs to.
    pub campaign: Option<CampaignId>,
}

vocabulary! {
    /// The fields of a plan that a person types, in the order of the form.
    PlanField {
        /// The opener.
        Opener = "opener", "opener";
        /// What it means for them.
        Impact = "impact", "impact on them";
        /// Why now.
        WhyNotLater = "why_not_later", "why not later";
        /// What the call is for.
        Purpose = "purpose", "purpose";
        /// What they keep.
        Value = "value", "value to them";
        /// Their goal.
        TheirGoal = "their_goal", "their goal";
        /// What to ask.
        Questions = "questions", "questions";
        /// Minutes asked.
        Minutes = "minutes", "minutes asked";
        /// Next step hoped for.
        NextStep = "next_step", "next step";
        /// Why without a trigger.
        NoTriggerBecause = "no_trigger_because", "why no trigger";
    }
}

/// Something the plan still lacks: a required field, a live trigger, or a check without errors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The field to go to.
    pub field: PlanField,
    /// One sentence: what is missing.
    pub says: String,
}

/// The fields a plan lacks something in: a set that lists can keep in one number, one bit a field in the order of the
/// form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MissingFields(pub u16);

impl MissingFields {
    /// The fields of what is missing.
    pub fn of(missing: &[Missing]) -> MissingFields {
        MissingFields(missing.iter().fold(0, |bits, one| bits | MissingFields::bit(one.field)))
    }

    /// The fields, in the order of the form.
    pub fn fields(self) -> impl Iterator<Item = PlanField> {
        PlanField::ALL.iter().copied().filter(move |field| self.0 & MissingFields::bit(*field) != 0)
    }

    fn bit(field: PlanField) -> u16 {
        PlanField::ALL.iter().position(|one| *one == field).map_or(0, |place| 1 << place)
    }
}

impl Serialize for MissingFields {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.fields().map(PlanField::key))
    }
}

impl Plan {
    /// What the plan still lacks; empty is ready. `live_trigger` says whether one of its triggers is live today, `member`
    /// what the plan's campaign says of the account.
    pub fn missing(&self, findings: &[Finding], live_trigger: bool, member: Option<&Membership>) -> Vec<Missing> {
        let mut missing = Vec::new();
        if self.contact_id.is_nil() {
            missing.push(Missing { field: PlanField::Opener, says: "Nobody to call is chosen.".to_owned() });
        }
        if !live_trigger && self.no_trigger_because.trim().is_empty() {
            let says = "No live trigger: choose one, or say why to call without.".to_owned();
            missing.push(Missing { field: PlanField::NoTriggerBecause, says });
        }
        let no_impact = member.and_then(|member| member.missing_sentence(&self.impact));
        for field in PlanField::ALL.iter().copied().filter(|field| field.is_required()) {
            match &no_impact {
                Some(says) if field == PlanField::Impact => missing.push(Missing { field, says: says.clone() }),
                Some(_) | None if self.field(field).trim().is_empty() => {
                    missing.push(Missing { field, says: field.lack().to_owned() });
                }
                Some(_) | None => {}
            }
        }
        if !self.opener.trim().is_empty() {
            let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
            missing.extend(errors.map(|error| Missing { field: PlanField::Opener, says: error.says.clone() }));
        }
        missing
    }

    /// Stands on this trigger first; further ones stay. Without one it stands on none.
    pub fn stand_on(&mut self, trigger: Option<TriggerId>) {
        let Some(trigger) = trigger else {
            self.triggers.clear();
            return;
        };
        match self.triggers.iter().position(|id| *id == trigger) {
            Some(at) => self.triggers.swap(0, at),
            None if self.triggers.is_empty() => self.triggers.push(trigger),
            None => self.triggers[0] = trigger,
        }
    }

    /// The text of a field, as the form shows it.
    pub fn field(&self, field: PlanField) -> String {
        match field {
            PlanField::Opener => self.opener.clone(),
            PlanField::Impact => self.impact.clone(),
            PlanField::WhyNotLater => self.why_not_later.clone(),
            PlanField::Purpose => self.purpose.clone(),
            PlanField::Value => self.value.clone(),
            PlanField::TheirGoal => self.their_goal.clone(),
            PlanField::Questions => self.questions.clone(),
            PlanField::Minutes => self.minutes.map_or_else(String::new, |minutes| minutes.to_string()),
            PlanField::NextStep => self.next_step.clone(),
            PlanField::NoTriggerBecause => self.no_trigger_because.clone(),
        }
    }

    /// Takes the text of a field from the form. Minutes that are no number become none.
    pub fn set(&mut self, field: PlanField, text: String) {
        match field {
            PlanField::Opener => self.opener = text,
            PlanField::Impact => self.impact = text,
            PlanField::WhyNotLater => self.why_not_later = text,
            PlanField::Purpose => self.purpose = text,
            PlanField::Value => self.value = text,
            PlanField::TheirGoal => self.their_goal = text,
            PlanField::Questions => self.questions = text,
            PlanField::Minutes => {
                self.minutes = parse_minutes(&text).and_then(|seconds| u16::try_from(seconds.div_ceil(60)).ok());
            }
            PlanField::NextStep => self.next_step = text,
            PlanField::NoTriggerBecause => self.no_trigger_because = text,
        }
    }

    /// What to say when they ask "why now?": the trigger, its date, the cost of waiting. Gaps stay visible.
    pub fn why_now_line(&self, trigger: Option<&Trigger>) -> String {
        let what = match trigger {
            Some(trigger) => {
                format!("{} ({})", sentence(&trigger.headline, "[what happened]"), trigger.day_in_words())
            }
            None => sentence(&self.impact, "[what changed for them]"),
        };
        format!("{what}. {}.", sentence(&self.why_not_later, "[what waiting costs them]"))
    }
}

/// One line without its full stop, or the gap.
fn sentence(text: &str, gap: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_end_matches('.');
    if line.is_empty() { gap.to_owned() } else { line.to_owned() }
}

impl PlanField {
    /// Its name on the form.
    pub fn label(self) -> &'static str {
        self.words()
    }

    /// What a rep reads in the empty field.
    pub fn hint(self) -> &'static str {
        match self {
            PlanField::Opener => "What will you say first? Their news before your name for it.",
            PlanField::Impact => "What does this mean for them?",
            PlanField::WhyNotLater => "What does it cost them to wait six to nine months?",
            PlanField::Purpose => "What is this call for, in one line you could tell them?",
            PlanField::Value => "What do they keep even if they never buy?",
            PlanField::TheirGoal => "Which of their goals does this serve, in their words?",
            PlanField::Questions => "What do you need to ask that you cannot look up?",
            PlanField::Minutes => "How many minutes do you ask of them?",
            PlanField::NextStep => "What would a good next step be for them?",
            PlanField::NoTriggerBecause => "Nothing happened to them: why is it worth their time anyway?",
        }
    }

    /// True if the field holds more than one line.
    pub fn multiline(self) -> bool {
        match self {
            PlanField::Opener
            | PlanField::Impact
            | PlanField::WhyNotLater
            | PlanField::Value
            | PlanField::Questions
            | PlanField::NoTriggerBecause => true,
            PlanField::Purpose | PlanField::TheirGoal | PlanField::Minutes | PlanField::NextStep => false,
        }
    }

    /// True if a plan is not ready without it. Why without a trigger is asked only where no trigger is live.
    pub fn is_required(self) -> bool {
        match self {
            PlanField::Opener | PlanField::Impact | PlanField::WhyNotLater | PlanField::Purpose | PlanField::Value => {
                true
            }
            PlanField::TheirGoal
            | PlanField::Questions
            | PlanField::Minutes
            | PlanField::NextStep
            | PlanField::NoTriggerBecause => false,
        }
    }

    /// The sentence for the empty field.
    fn lack(self) -> &'static str {
        match self {
            PlanField::Opener => "No opener yet.",
            PlanField::Impact => "It does not say what this means for them.",
            PlanField::WhyNotLater => "It does not say why now and not in six months.",
            PlanField::Purpose => "It does not say what the call is for.",
            PlanField::Value => "It does not say what they keep even if they never buy.",
            PlanField::TheirGoal => "It does not name which of their goals it serves.",
            PlanField::Questions => "It holds no question.",
            PlanField::Minutes => "It does not say how many minutes to ask for.",
            PlanField::NextStep => "It names no next step.",
            PlanField::NoTriggerBecause => "It does not say why to call without a trigger.",
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;

    fn ready() -> Plan {
        Plan {
            contact_id: ContactId(Uuid::from_u128(1)),
            impact: "Two plants share the line.".to_owned(),
            why_not_later: "The order cut-off is on Thursday.".to_owned(),
            purpose: "Agree which plant to look at first.".to_owned(),
            value: "How two dairies re-routed in 48 hours.".to_owned(),
            opener: "Ane, your supplier recalled three lots on Tuesday.".to_owned(),
            ..Plan::default()
        }
    }

    fn finding(severity: Severity) -> Finding {
        let (rule, says) = ("check_in".to_owned(), "\"checking in\" is no reason.".to_owned());
        Finding { rule, severity, place: 0..1, says, advice: String::new() }
    }

    fn fields(missing: &[Missing]) -> Vec<PlanField> {
        missing.iter().map(|missing| missing.field).collect()
    }

    #[test]
    fn a_plan_is_ready_when_nothing_required_is_missing() {
        assert_eq!(ready().missing(&[], true, None), []);
        assert_eq!(ready().missing(&[finding(Severity::Warning)], true, None), []);
    }

    #[test]
    fn each_required_thing_is_missed_by_itself() {
        for field in PlanField::ALL.iter().copied() {
            let mut plan = ready();
            plan.set(field, " \n".to_owned());
            let expected = if field.is_required() { vec![field] } else { vec![] };
            assert_eq!(fields(&plan.missing(&[], true, None)), expected, "{field:?}");
        }
        let nobody = Plan { contact_id: ContactId::default(), ..ready() };
        assert_eq!(nobody.missing(&[], true, None)[0].says, "Nobody to call is chosen.");
    }

    #[test]
    fn without_a_live_trigger_the_plan_says_why_to_call() {
        assert_eq!(fields(&ready().missing(&[], false, None)), [PlanField::NoTriggerBecause]);
        let explained = Plan { no_trigger_because: "They asked for the study.".to_owned(), ..ready() };
        assert_eq!(explained.missing(&[], false, None), []);
    }

    #[test]
    fn an_error_of_the_check_keeps_the_plan_from_being_ready() {
        let missing = ready().missing(&[finding(Severity::Error)], true, None);
        assert_eq!((missing[0].field, missing[0].says.as_str()), (PlanField::Opener, "\"checking in\" is no reason."));
        // An empty opener is one thing to mend, not one and every rule it breaks.
        let silent = Plan { opener: String::new(), ..ready() };
        assert_eq!(silent.missing(&[finding(Severity::Error)], true, None).len(), 1);
    }

    #[test]
    fn in_a_campaign_the_shared_reason_is_no_impact() {
        let member = |impact: &str| Membership {
            account: "Norvik".to_owned(),
            shared_reason: "It becomes law.".to_owned(),
            impact: impact.to_owned(),
        };
        let says = "What does this change mean for Norvik? The campaign's own line is not an impact.";
        let shared = Plan { impact: "It becomes law.".to_owned(), ..ready() };
        for (plan, line, lacks) in [
            (ready(), "Nine halls.", None),
            (ready(), "", Some(says)),
            (shared, "Nine halls.", Some(says)),
            (
                Plan { impact: String::new(), ..ready() },
                "Nine halls.",
                Some("It does not say what this means for them."),
            ),
        ] {
            let found = plan.missing(&[], true, Some(&member(line)));
            assert_eq!(found.first().map(|missing| missing.says.as_str()), lacks, "{line:?}");
            assert!(found.iter().all(|missing| missing.field == PlanField::Impact));
        }
    }

    #[test]
    fn an_empty_plan_lacks_everything_in_the_order_of_the_form() {
        use PlanField::{Impact, NoTriggerBecause, Opener, Purpose, Value, WhyNotLater};
        let found = fields(&Plan::default().missing(&[], false, None));
        assert_eq!(found, [Opener, NoTriggerBecause, Opener, Impact, WhyNotLater, Purpose, Value]);
    }

    #[test]
    fn every_field_gives_back_what_was_set() {
        let mut plan = Plan::default();
        for field in PlanField::ALL.iter().copied() {
            plan.set(field, "12".to_owned());
            assert_eq!(plan.field(field), "12", "{field:?}");
            assert!(!field.hint().is_empty() && !field.label().is_empty());
            assert_eq!(PlanField::from_key(field.key()), Some(field));
        }
    }

    #[test]
    fn minutes_are_whole_and_rounded_up() {
        let mut plan = Plan::default();
        for (text, minutes) in [("3", Some(3)), ("3 min", Some(3)), ("90s", Some(2)), ("soon", None), ("", None)] {
            plan.set(PlanField::Minutes, text.to_owned());
            assert_eq!(plan.minutes, minutes, "{text}");
        }
    }

    #[test]
    fn why_now_names_the_trigger_its_date_and_the_cost_of_waiting() {
        let trigger = Trigger {
            headline: "Supplier recalled three lots.".to_owned(),
            occurred_on: NaiveDate::from_ymd_opt(2026, 3, 11).unwrap(),
            ..Trigger::default()
        };
        let dated = Trigger { effective_on: NaiveDate::from_ymd_opt(2026, 5, 1), ..trigger.clone() };
        for (plan, trigger, line) in [
            (ready(), Some(&trigger), "Supplier recalled three lots (11 Mar 2026). The order cut-off is on Thursday."),
            (
                ready(),
                Some(&dated),
                "Supplier recalled three lots (from 1 May 2026). The order cut-off is on Thursday.",
            ),
            (ready(), None, "Two plants share the line. The order cut-off is on Thursday."),
            (Plan::default(), Some(&trigger), "Supplier recalled three lots (11 Mar 2026). [what waiting costs them]."),
            (Plan::default(), None, "[what changed for them]. [what waiting costs them]."),
        ] {
            assert_eq!(plan.why_now_line(trigger), line);
        }
    }
}
