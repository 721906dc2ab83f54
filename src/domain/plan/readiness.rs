//! What keeps a plan from being ready: an empty required field, no live trigger, an error of the check, or a campaign's
//! impact line that is no impact.

use serde::{Deserialize, Serialize};

use super::finding::{Finding, Severity};
use super::{Plan, PlanField};

/// Something that the plan still lacks: a required field, a live trigger, or a check without errors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Field to complete.
    pub field: PlanField,
    /// What is missing, in one sentence.
    pub says: String,
}

/// The set of fields in which a plan lacks something, stored as bits in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MissingFields(pub u16);

impl MissingFields {
    /// Returns the fields of these missing things.
    pub fn of(missing: &[Missing]) -> MissingFields {
        // The bits follow the order of the form, and stored plans hold them: a new field goes to the end of
        // `PlanField`.
        MissingFields(missing.iter().fold(0, |bits, one| bits | MissingFields::bit(one.field)))
    }

    /// Returns the fields of the set, in the order of the form.
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

/// The place of a plan's account in a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Membership {
    pub account: String,
    /// The reason that all accounts of the campaign share.
    pub shared_reason: String,
    /// What the change means for this account; empty if nobody wrote it yet.
    pub impact: String,
}

impl Membership {
    /// Returns the sentence that keeps a plan with this impact from being ready; `None` if nothing does.
    pub fn missing_sentence(&self, impact: &str) -> Option<String> {
        let impact = if impact.trim().is_empty() { &self.impact } else { impact };
        // The shared reason pasted as an impact is what a hundred accounts would hear word for word.
        let own = !same_line(impact, "") && !same_line(impact, &self.shared_reason);
        let known = !same_line(&self.impact, "") && !same_line(&self.impact, &self.shared_reason);
        (!own || !known).then(|| {
            format!("What does this change mean for {}? The campaign's own line is not an impact.", self.account)
        })
    }

    /// Returns the membership as it will be once a plan with this impact is saved.
    pub fn once_saved(&self, impact: &str) -> Membership {
        let taught = self.taught_by(impact);
        Membership { impact: taught.unwrap_or_else(|| self.impact.clone()), ..self.clone() }
    }

    /// Returns the account's new impact line when a plan with this impact is saved: the plan's own text if the line is
    /// empty, else `None`.
    pub fn taught_by(&self, impact: &str) -> Option<String> {
        let own = !same_line(impact, "") && !same_line(impact, &self.shared_reason);
        (own && same_line(&self.impact, "")).then(|| impact.trim().to_owned())
    }
}

impl Plan {
    /// Returns what the plan still lacks; empty if it is ready. `live_trigger` says whether one of its triggers is live
    /// today, `member` is the account's place in the plan's campaign.
    pub fn missing(&self, findings: &[Finding], live_trigger: bool, member: Option<&Membership>) -> Vec<Missing> {
        let mut missing = Vec::new();
        // There is no field for the person; the form opens at its first.
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
}

/// Returns true if two lines differ only in spacing and case.
fn same_line(a: &str, b: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(a) == words(b)
}

#[cfg(test)]
mod tests {
    use super::super::tests::ready;
    use super::*;
    use crate::domain::ids::ContactId;

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
        use crate::domain::plan::PlanField::{Impact, NoTriggerBecause, Opener, Purpose, Value, WhyNotLater};
        let found = fields(&Plan::default().missing(&[], false, None));
        assert_eq!(found, [Opener, NoTriggerBecause, Opener, Impact, WhyNotLater, Purpose, Value]);
    }

    #[test]
    fn the_shared_reason_is_no_impact() {
        let shared = "Axle weights change in May.";
        let own = "40 of their 60 lorries are over.";
        for (line, plan, ready) in [
            ("", "", false),
            ("", own, false),
            ("", shared, false),
            (own, own, true),
            (own, "", true),
            (own, "  axle weights\nchange in may. ", false),
            (shared, shared, false),
            (shared, own, false),
        ] {
            let member =
                Membership { account: "Norvik".to_owned(), shared_reason: shared.to_owned(), impact: line.to_owned() };
            let lacks = member.missing_sentence(plan);
            assert_eq!(lacks.is_none(), ready, "{line:?} {plan:?}");
            if let Some(says) = lacks {
                let expected =
                    "What does this change mean for Norvik? The campaign's own line is not an impact.".to_owned();
                assert_eq!(says, expected);
            }
        }
    }

    #[test]
    fn a_plan_teaches_the_campaign_where_nobody_wrote_a_line() {
        let member = |line: &str| Membership {
            shared_reason: "It is law.".to_owned(),
            impact: line.to_owned(),
            ..Membership::default()
        };
        for (line, plan, taught) in [
            ("", " Nine halls. ", Some("Nine halls.")),
            ("", "it is  law.", None),
            ("", "", None),
            ("Two halls.", "Nine halls.", None),
        ] {
            assert_eq!(member(line).taught_by(plan).as_deref(), taught, "{line:?} {plan:?}");
        }
    }
}
