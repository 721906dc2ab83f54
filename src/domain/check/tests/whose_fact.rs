//! Tests of whose a fact is, and when it was: a new role of somebody else, one that is to come, days said in words.

use chrono::NaiveDate;

use crate::domain::check::*;
use crate::domain::trigger::Confidence;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();

/// Returns evidence of a new leader, known since the eleventh, for Javier Ruiz.
fn evidence(newcomer: Option<&str>, effective: Option<NaiveDate>) -> Evidence {
    Evidence {
        company: vec!["Brandt Cold Chain".into()],
        person: vec!["Javier Ruiz".into(), "Javier".into()],
        facts: vec![TriggerFact {
            text: "A new head of operations. Two depots run on two plans, and the audit of both plans is in January"
                .into(),
            on: NaiveDate::from_ymd_opt(2026, 11, 11).unwrap(),
            effective,
            newcomer: newcomer.map(str::to_owned),
            live: true,
            weak: false,
            sensitive: false,
            confidence: Confidence::High,
        }],
        backing: vec!["a table of how two depots merged their plans".into()],
        spoken_before: false,
        today: Some(TODAY),
    }
}

fn rules(text: &str, evidence: &Evidence) -> Vec<String> {
    check(text, evidence, Playbook::builtin(), 150).into_iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_new_role_of_somebody_else_or_to_come_is_not_said_as_theirs() {
    let december = NaiveDate::from_ymd_opt(2026, 12, 1);
    for (text, newcomer, effective, found) in [
        ("You took over today.", Some("Paul Green"), None, Some("somebody_else")),
        ("You've had the new role since the eleventh of November.", Some("Paul Green"), None, Some("somebody_else")),
        ("Congratulations on the new role.", Some("Paul Green"), None, Some("somebody_else")),
        ("You were appointed head of operations on the eleventh.", Some("Paul Green"), None, Some("somebody_else")),
        ("Paul Green took over on the eleventh of November.", Some("Paul Green"), None, None),
        ("Your new head of operations, Paul Green, starts tomorrow.", Some("Paul Green"), december, None),
        ("You took over on the eleventh of November.", Some("J. Ruiz"), None, None),
        ("You took over on the eleventh of November.", None, None, None),
        ("You took over on the eleventh of November.", Some("Javier Ruiz"), december, Some("not_yet")),
        ("You take over on the first of December.", Some("Javier Ruiz"), december, None),
    ] {
        let text =
            format!("Javier, it's Marit from Tidewell. {text} Two depots run on two plans. Worth ten minutes, or not?");
        let found_rules = rules(&text, &evidence(newcomer, effective));
        let whose = found_rules.iter().find(|rule| ["somebody_else", "not_yet"].contains(&rule.as_str()));
        assert_eq!(whose.map(String::as_str), found, "{text}");
    }
}

#[test]
fn a_day_said_in_words_dates_the_fact_wherever_it_stands() {
    for (day, dated) in [
        ("since the eleventh of November", true),
        ("on the eleventh of November", true),
        ("since November eleventh", true),
        ("since 11 November", true),
        ("on the 11th", true),
        ("for a while", false),
    ] {
        let text = format!(
            "Javier, Marit here, from Tidewell. You've had the new role {day}. It is early for lists. I know that. \
             Two depots run on two plans until both plans meet the audit of depots. Would a table help, or is it covered?"
        );
        let found = rules(&text, &evidence(None, None));
        assert_eq!(!found.contains(&"not_dated".to_owned()), dated, "{day}: {found:?}");
    }
}
