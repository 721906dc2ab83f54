//! The hand-written texts of the sample book, `assets/demo/*.toml`, with days relative to today.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use chrono::{Datelike, Duration, NaiveDate, Weekday};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::domain::account::profile::ProfileRule;
use crate::domain::call::asked::CautionRule;
use crate::domain::call::{AskAnswer, Outcome, Reach, Verdict, VerdictSource, Whose};
use crate::domain::reason::guard::Override;
use crate::domain::review::Criterion;
use crate::domain::trigger::{Confidence, Origin, Scope};

/// All hand-written texts.
pub(super) struct SampleTexts {
    pub(super) book: BookText,
    pub(super) accounts: Vec<AccountText>,
    pub(super) triggers: Vec<TriggerText>,
    pub(super) plans: Vec<PlanText>,
    pub(super) calls: Vec<CallText>,
    pub(super) scatter: ScatterText,
}

impl SampleTexts {
    /// Reads the built-in files and fills in the dates of sentences.
    pub(super) fn read(today: NaiveDate) -> Result<SampleTexts> {
        let accounts: AccountsFile = file("accounts", include_str!("../../../assets/demo/accounts.toml"), today)?;
        let triggers: TriggersFile = file("triggers", include_str!("../../../assets/demo/triggers.toml"), today)?;
        let plans: PlansFile = file("plans", include_str!("../../../assets/demo/plans.toml"), today)?;
        let calls: CallsFile = file("calls", include_str!("../../../assets/demo/calls.toml"), today)?;
        Ok(SampleTexts {
            book: file("book", include_str!("../../../assets/demo/book.toml"), today)?,
            accounts: accounts.account,
            triggers: triggers.trigger,
            plans: plans.plan,
            calls: calls.call,
            scatter: file("scatter", include_str!("../../../assets/demo/scatter.toml"), today)?,
        })
    }
}

fn file<T: DeserializeOwned>(name: &str, text: &str, today: NaiveDate) -> Result<T> {
    toml::from_str(&fill_dates(text, today))
        .with_context(|| format!("The sample book's {name}.toml is not as it should be"))
}

/// Replaces `{date -12}` by a date ("3 March") and `{weekday 2}` by a weekday ("Tuesday"); a future weekend becomes
/// Monday.
fn fill_dates(text: &str, today: NaiveDate) -> String {
    let mut pieces = text.split('{');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('}').and_then(|(inside, rest)| Some((date_words(inside, today)?, rest))) {
            Some((day, rest)) => out.extend([day.as_str(), rest]),
            None => out.extend(["{", piece]),
        }
    }
    out
}

fn date_words(inside: &str, today: NaiveDate) -> Option<String> {
    let (form, days) = inside.split_once(' ')?;
    let day = today + Duration::days(days.parse().ok()?);
    match form {
        "date" => Some(day.format("%-d %B").to_string()),
        "weekday" if day > today => Some(day_of_work(day, 1).format("%A").to_string()),
        "weekday" => Some(day.format("%A").to_string()),
        _ => None,
    }
}

/// Returns the day, or if it is on a weekend the nearest workday after (`step` 1) or before (`step` −1) it.
pub(super) fn day_of_work(mut day: NaiveDate, step: i64) -> NaiveDate {
    while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
        day += Duration::days(step);
    }
    day
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountsFile {
    account: Vec<AccountText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountText {
    pub(super) name: String,
    pub(super) domain: String,
    pub(super) industry: String,
    pub(super) sub_industry: Option<String>,
    pub(super) city: String,
    pub(super) region: Option<String>,
    pub(super) country: String,
    pub(super) zone: String,
    pub(super) employees: Option<u64>,
    pub(super) revenue_musd: Option<f64>,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    pub(super) owner: String,
    #[serde(default)]
    pub(super) notes: String,
    pub(super) people: Vec<PersonText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonText {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) hours: Option<String>,
    pub(super) goal: Option<String>,
    /// Their part in the decision.
    pub(super) role: Option<String>,
    #[serde(default)]
    pub(super) notes: String,
    pub(super) do_not_call: Option<String>,
    #[serde(default = "default_true")]
    pub(super) email: bool,
}

fn default_true() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TriggersFile {
    trigger: Vec<TriggerText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TriggerText {
    pub(super) key: String,
    pub(super) kind: String,
    pub(super) headline: String,
    #[serde(default)]
    pub(super) summary: String,
    pub(super) source: String,
    pub(super) url: Option<String>,
    pub(super) days_ago: i64,
    pub(super) in_days: Option<i64>,
    pub(super) scope: Option<Scope>,
    pub(super) origin: Option<Origin>,
    pub(super) strength: Option<u8>,
    #[serde(default)]
    pub(super) confidence: Confidence,
    #[serde(default)]
    pub(super) status: SampleTray,
    pub(super) snoozed_until: Option<i64>,
    pub(super) because: Option<String>,
    #[serde(default)]
    pub(super) accounts: Vec<String>,
    pub(super) contact: Option<String>,
    pub(super) company: Option<String>,
    pub(super) ticker: Option<String>,
    #[serde(default)]
    pub(super) impact: String,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum SampleTray {
    #[default]
    Kept,
    Inbox,
    Snoozed,
    Rejected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlansFile {
    plan: Vec<PlanText>,
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
pub(super) struct PlanText {
    pub(super) with: String,
    pub(super) triggers: Vec<String>,
    pub(super) no_trigger_because: String,
    pub(super) impact: String,
    pub(super) why_not_later: String,
    pub(super) purpose: String,
    pub(super) value: String,
    pub(super) their_goal: String,
    pub(super) questions: String,
    pub(super) minutes: Option<u16>,
    pub(super) next_step: String,
    pub(super) template: Option<String>,
    pub(super) campaign: bool,
    pub(super) opener: String,
    /// Earlier versions of the opener, oldest first.
    pub(super) drafts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CallsFile {
    call: Vec<CallText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CallText {
    pub(super) with: String,
    pub(super) rep: Option<String>,
    pub(super) days_ago: i64,
    pub(super) at: String,
    pub(super) length: Option<String>,
    pub(super) asked: Option<u16>,
    pub(super) reach: Reach,
    pub(super) outcome: Option<Outcome>,
    pub(super) verdict: Option<Verdict>,
    pub(super) source: Option<VerdictSource>,
    pub(super) learned: Option<AskAnswer>,
    pub(super) way_forward: Option<AskAnswer>,
    #[serde(default)]
    pub(super) words: String,
    #[serde(default)]
    pub(super) note: String,
    pub(super) trigger: Option<String>,
    #[serde(default)]
    pub(super) campaign: bool,
    #[serde(default)]
    pub(super) opener: String,
    pub(super) next: Option<NextText>,
    #[serde(default)]
    pub(super) overrides: Vec<Override>,
    /// The cautions after which the rep went on.
    #[serde(default)]
    pub(super) passed: Vec<CautionRule>,
    /// The plan that the call was made with.
    pub(super) plan: Option<PlanText>,
    pub(super) self_review: Option<ReviewText>,
    pub(super) review: Option<ReviewText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NextText {
    pub(super) what: String,
    pub(super) due: i64,
    pub(super) whose: Whose,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReviewText {
    pub(super) by: Option<String>,
    /// Days between the call and the review.
    pub(super) after: i64,
    pub(super) scores: BTreeMap<String, u8>,
    pub(super) note: String,
    pub(super) focus: String,
}

impl ReviewText {
    /// Returns the scores in the order of the review form.
    pub(super) fn scores(&self) -> Vec<(Criterion, u8)> {
        Criterion::ALL.iter().filter_map(|c| Some((*c, *self.scores.get(c.key())?))).collect()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BookText {
    pub(super) me: String,
    /// Whom they work for, as openers say it.
    pub(super) company: String,
    pub(super) reps: Vec<String>,
    pub(super) manager: String,
    pub(super) campaign: CampaignText,
    pub(super) rules: Vec<ProfileRule>,
    pub(super) feeds: Vec<FeedText>,
    pub(super) watch: Vec<WatchText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FeedText {
    pub(super) address: String,
    pub(super) title: String,
    pub(super) outcome: String,
}

/// Watch words: for one account, else for an industry.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WatchText {
    pub(super) words: String,
    pub(super) account: Option<String>,
    #[serde(default)]
    pub(super) industry: String,
    pub(super) kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CampaignText {
    pub(super) name: String,
    pub(super) trigger: String,
    pub(super) shared_reason: String,
    pub(super) learned: String,
    pub(super) days_ago: i64,
    /// Industry words of the campaign's filter.
    pub(super) industry: Vec<String>,
    pub(super) place: Vec<String>,
    pub(super) accounts: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScatterText {
    /// Frequency of each reach, in percent of attempts.
    pub(super) reach: BTreeMap<String, u32>,
    pub(super) habit: Vec<Habit>,
    pub(super) words: BTreeMap<String, Vec<String>>,
    pub(super) notes: BTreeMap<String, Vec<String>>,
    pub(super) steps: BTreeMap<String, Vec<String>>,
}

/// Logging habits of a rep, per hundred connected calls.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Habit {
    pub(super) rep: String,
    pub(super) asked: u32,
    pub(super) unprompted: u32,
    pub(super) guessed: u32,
    pub(super) without_reason: u32,
    pub(super) well_spent: u32,
    pub(super) partly: u32,
    pub(super) long: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::check::{Evidence, Playbook, TriggerFact, check};
    use crate::domain::trigger::kind::Kinds;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_file_reads() {
        let texts = SampleTexts::read(day("2026-03-12")).unwrap();
        assert!(texts.accounts.len() >= 40, "{} accounts", texts.accounts.len());
        assert!(texts.accounts.iter().map(|account| account.people.len()).sum::<usize>() >= 90);
        assert!(texts.triggers.len() >= 60);
    }

    #[test]
    fn days_in_sentences_count_from_today() {
        let cases = [
            ("on {date -12}.", "on 28 February."),
            ("by {date 20}", "by 1 April"),
            ("{weekday -3}, {weekday 1}", "Monday, Friday"),
            ("{weekday 2} and {weekday 3}", "Monday and Monday"),
            ("plain {braces} stay {", "plain {braces} stay {"),
        ];
        for (text, expected) in cases {
            assert_eq!(fill_dates(text, day("2026-03-12")), expected, "a Thursday");
        }
    }

    /// Returns what is known when the opener of a plan is checked.
    fn evidence(texts: &SampleTexts, plan: &PlanText, today: NaiveDate) -> Evidence {
        let works_at = |account: &&AccountText| account.people.iter().any(|person| person.name == plan.with);
        let facts = texts.triggers.iter().filter(|trigger| plan.triggers.contains(&trigger.key));
        let facts = facts.map(|trigger| TriggerFact {
            newcomer: None,
            text: format!("{} {}", trigger.headline, trigger.summary),
            on: today - Duration::days(trigger.days_ago),
            effective: trigger.in_days.map(|days| today + Duration::days(days)),
            live: true,
            weak: false,
            sensitive: Kinds::builtin().get_or_other(&trigger.kind).sensitive,
            confidence: trigger.confidence,
        });
        Evidence {
            company: texts.accounts.iter().find(works_at).map(|account| account.name.clone()).into_iter().collect(),
            person: vec![plan.with.clone()],
            facts: facts.collect(),
            backing: vec![plan.impact.clone(), plan.why_not_later.clone(), plan.value.clone()],
            spoken_before: true,
            today: Some(today),
        }
    }

    #[test]
    fn openers_of_ready_plans_have_nothing_to_mend_on_any_day() {
        let mut to_mend = Vec::new();
        for today in ["2026-03-12", "2026-03-15", "2026-12-30"].map(day) {
            let texts = SampleTexts::read(today).unwrap();
            let ready: Vec<_> = texts.plans.iter().filter(|plan| plan.template.is_some()).collect();
            assert!(ready.len() >= 10);
            for plan in ready {
                let findings = check(&plan.opener, &evidence(&texts, plan, today), Playbook::builtin(), 150);
                to_mend.extend(findings.iter().map(|found| format!("{}: {}: {}", plan.with, found.rule, found.says)));
            }
        }
        assert!(to_mend.is_empty(), "{}", to_mend.join("\n"));
    }

    #[test]
    fn openers_to_coach_have_something_to_mend() {
        let today = day("2026-03-12");
        let texts = SampleTexts::read(today).unwrap();
        for (with, rule) in
            [("Fiona Wray", "check_in"), ("Katarzyna Zielińska", "several_asks"), ("Outi Lehtonen", "gap")]
        {
            let plan = texts.plans.iter().find(|plan| plan.with == with).unwrap();
            let findings = check(&plan.opener, &evidence(&texts, plan, today), Playbook::builtin(), 150);
            let rules: Vec<_> = findings.iter().map(|found| found.rule.as_str()).collect();
            assert!(rules.contains(&rule), "{with}: {rules:?}");
        }
    }
}
