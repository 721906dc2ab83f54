//! Tests of the way forward: the stage, the parts, and the questions that ship.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::questions::{WayTemplate, way_file};
use super::*;
use crate::domain::account::Contact;
use crate::domain::account::person::{NEEDED_ROLES, ROLES};
use crate::domain::call::Outcome;
use crate::domain::check::{Evidence, Playbook, check};
use crate::domain::opener::say_within;
use crate::domain::plan::speech::spoken_words;
use crate::domain::trigger::kind::Kinds;

/// Most spoken words of a question: more is a speech.
const MOST: usize = 20;

/// Rules of the check that hold for any sentence of a call: what nobody wants to hear, in an opener or later.
const ANY_TIME: [&str; 14] = [
    "gap",
    "several_asks",
    "check_in",
    "seller_reason",
    "pitch",
    "false_familiarity",
    "pleasantry",
    "bad_time",
    "apology",
    "pressure",
    "only_our_activity",
    "vague_praise",
    "condescension",
    "jargon",
];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 12).unwrap()
}

fn facts(stage: Stage) -> DecisionFacts {
    DecisionFacts { stage, people: Vec::new(), effective: Vec::new(), days: DayStyle::DayFirst }
}

fn change(kind: &str, scope: Scope) -> Change<'_> {
    Change { id: TriggerId::default(), kind, scope }
}

fn person(name: &str, part: &str) -> PersonInDecision {
    PersonInDecision {
        name: name.to_owned(),
        part: Some(part.to_owned()).filter(|part| !part.is_empty()),
        barred: false,
    }
}

/// The question on a subject, for a company whose name can be said.
fn question_on(facts: &DecisionFacts, change: Option<Change<'_>>, about: WaySubject) -> String {
    let way = facts.way_forward("Norvik Foods", change, today());
    way.questions.into_iter().find(|question| question.about == about).unwrap().text
}

#[test]
fn the_stage_is_what_they_said_last_and_whether_a_promise_is_open() {
    let no = [Outcome::NotNow, Outcome::NotAFit, Outcome::Declined, Outcome::DoNotCall, Outcome::HungUp];
    let open_end = [Outcome::UsefulNoStep, Outcome::Referred, Outcome::Callback];
    let mut cases = vec![
        (None, false, Stage::NotTalked),
        (None, true, Stage::StepOpen),
        (Some(None), false, Stage::Talked),
        (Some(None), true, Stage::StepOpen),
        (Some(Some(Outcome::NextStepAgreed)), false, Stage::Moving),
        (Some(Some(Outcome::NextStepAgreed)), true, Stage::StepOpen),
    ];
    cases.extend(no.into_iter().flat_map(|no| [false, true].map(|open| (Some(Some(no)), open, Stage::NotNow))));
    cases.extend(open_end.map(|end| (Some(Some(end)), false, Stage::Talked)));
    cases.extend(open_end.map(|end| (Some(Some(end)), true, Stage::StepOpen)));
    for (last, open, stage) in cases {
        assert_eq!(Stage::from_last_talk(last, open), stage, "{last:?}, a promise open: {open}");
    }
}

#[test]
fn every_kind_and_every_stage_has_a_question_on_each_subject() {
    let own = Kinds::builtin().0.iter().map(|kind| Some((kind.key.as_str(), kind.scope)));
    let teams = Scope::ALL.iter().map(|scope| Some(("a_kind_of_the_team", *scope)));
    for kind in own.chain(teams).chain([None]) {
        for stage in Stage::ALL {
            for company in ["Norvik Foods", "Norvik Foods A/S (Bergen)", ""] {
                let change = kind.map(|(kind, scope)| change(kind, scope));
                let way = facts(*stage).way_forward(company, change, today());
                let about: Vec<WaySubject> = way.questions.iter().map(|question| question.about).collect();
                assert_eq!(about, WaySubject::ALL, "{kind:?}, {stage:?}, {company:?}");
                let whole = way.questions.iter().all(|question| !question.text.contains(['{', '}']));
                assert!(whole, "{:?}", way.questions);
            }
        }
    }
}

#[test]
fn every_question_that_ships_is_asked_of_somebody() {
    let mut never: BTreeSet<&str> = way_file().question.iter().map(|template| template.text.as_str()).collect();
    let own = Kinds::builtin().0.iter().map(|kind| Some(change(&kind.key, kind.scope)));
    let teams = Scope::ALL.iter().map(|scope| Some(change("a_kind_of_the_team", *scope)));
    for change in own.chain(teams).chain([None]) {
        for stage in Stage::ALL {
            for (company, effective) in [("{name}", true), ("{name}", false), ("{}", true), ("{}", false)] {
                // What is not filled in says which question it came from.
                let chosen = chosen_questions(*stage, change, company == "{name}", effective);
                chosen.iter().for_each(|text| {
                    never.remove(text.as_str());
                });
            }
        }
    }
    assert!(never.is_empty(), "no kind and no stage leads to these: {never:#?}");
}

/// The texts of the questions that are taken, as they stand in the file.
fn chosen_questions(stage: Stage, change: Option<Change<'_>>, named: bool, dated: bool) -> Vec<String> {
    let effective = if dated { vec![(TriggerId::default(), today() + chrono::Days::new(40))] } else { Vec::new() };
    let facts = DecisionFacts { effective, ..facts(stage) };
    let company = if named { "Norvik Foods" } else { "Norvik: Foods" };
    let asked = facts.way_forward(company, change, today()).questions.into_iter();
    asked.map(|one| one.text.replace("Norvik Foods", "{name}").replace("the twenty-first of April", "{day}")).collect()
}

#[test]
fn every_question_that_ships_can_be_spoken_and_names_kinds_that_ship() {
    let evidence = Evidence::default();
    let mut seen = BTreeSet::new();
    for WayTemplate { about, kind, text, .. } in &way_file().question {
        assert!(kind.iter().all(|kind| Kinds::builtin().get(kind).is_some()), "{kind:?}");
        assert!(text.ends_with('?'), "{text} asks nothing");
        assert!(seen.insert((*about, text)), "{text} stands twice");
        let said = text.replace("{name}", "Norvik Foods").replace("{day}", "the twenty-first of April");
        assert!(spoken_words(&said) <= MOST, "{text} is a speech: {} words", spoken_words(&said));
        assert!(say_within(&said, MOST).is_some(), "{text} holds what nobody says");
        let mut found = check(&said, &evidence, Playbook::builtin(), 150);
        found.retain(|finding| ANY_TIME.contains(&finding.rule.as_str()));
        assert!(found.is_empty(), "{text}: {found:?}");
    }
    let parts: Vec<&str> = way_file().part.iter().map(|part| part.is.as_str()).collect();
    assert_eq!(parts, NEEDED_ROLES, "each needed part says how it is also called");
}

#[test]
fn what_happened_to_them_picks_what_they_decide_and_the_stage_who_else_and_what_next() {
    use WaySubject::{Decide, Others, WhatNext, WhoElse};
    let recall = Some(change("recall", Scope::Competitor));
    let rule = Some(change("regulatory_change", Scope::Industry));
    for (stage, change, about, begins) in [
        (Stage::NotTalked, recall, Decide, "What would you rather not decide until"),
        (Stage::NotNow, recall, Decide, "What would you rather not decide until"),
        (Stage::NotTalked, rule, Decide, "Which part of it can you settle now"),
        (Stage::NotTalked, None, Decide, "What are you deciding this quarter"),
        (Stage::NotNow, None, Decide, "What would have to change before this is worth"),
        (Stage::NotTalked, recall, WhoElse, "Who has to be in the room"),
        (Stage::NotTalked, None, WhoElse, "Who else at Norvik Foods would have to live"),
        (Stage::StepOpen, recall, WhoElse, "Who on your side has to hear about this"),
        (Stage::Moving, recall, WhoElse, "Who has not been asked yet"),
        (Stage::Talked, rule, Others, "Do you want to hear what took others longest"),
        (Stage::Talked, None, Others, "Would it help to hear how others in your place"),
        (Stage::StepOpen, rule, WhatNext, "Once that step is done"),
        (Stage::NotNow, rule, WhatNext, "When will you look at this again anyway"),
    ] {
        let text = question_on(&facts(stage), change, about);
        assert!(text.starts_with(begins), "{stage:?}, {change:?}, {about:?}: {text}");
    }
}

#[test]
fn a_day_ahead_is_said_as_the_rep_says_days_and_a_past_one_is_left_out() {
    let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let rule = change("regulatory_change", Scope::Industry);
    let other = TriggerId(uuid::Uuid::from_u128(9));
    for (id, day, days, says) in [
        (rule.id, on(2026, 5, 19), DayStyle::DayFirst, "before the nineteenth of May?"),
        (rule.id, on(2026, 5, 19), DayStyle::MonthFirst, "before May nineteenth?"),
        (rule.id, today(), DayStyle::DayFirst, "Which part of it"),
        (other, on(2026, 5, 19), DayStyle::DayFirst, "Which part of it"),
    ] {
        let facts = DecisionFacts { effective: vec![(id, day)], days, ..facts(Stage::NotTalked) };
        let text = question_on(&facts, Some(rule), WaySubject::Decide);
        assert!(text.contains(says), "{text}");
    }
}

#[test]
fn a_name_that_nobody_says_is_left_out() {
    for (company, says) in [
        ("Norvik Foods", "Who else at Norvik Foods would"),
        ("The Norvik Group", "Who else at the Norvik Group would"),
        ("Norvik Foods A/S (formerly Lindal)", "Who else on your side would"),
        ("The Old and Honourable Company of Dairies and Creameries", "Who else on your side would"),
        ("", "Who else on your side would"),
    ] {
        let way = facts(Stage::NotTalked).way_forward(company, None, today());
        assert!(way.questions[1].text.starts_with(says), "{company}: {}", way.questions[1].text);
    }
}

#[test]
fn the_parts_that_are_known_are_named_and_the_needed_ones_that_nobody_has() {
    let barred = PersonInDecision { barred: true, ..person("Reception", "") };
    let lists: [(Vec<PersonInDecision>, &[&str]); 8] = [
        (vec![], &["Nobody known who decides, signs or uses it."]),
        (
            vec![person("Ane Lund", ""), barred, person("Rolf Dahl", " ")],
            &["Nobody known who decides, signs or uses it. Part not known: Ane Lund, Rolf Dahl."],
        ),
        (
            vec![person("Siri Moen", "uses"), person("Ane Lund", "decides"), person("Rolf Dahl", "")],
            &["Ane Lund (decides), Siri Moen (uses).", "Nobody known who signs. Part not known: Rolf Dahl."],
        ),
        (
            vec![person("Ane Lund", "decides and signs"), person("Siri Moen", "End User")],
            &["Ane Lund (decides and signs), Siri Moen (End User)."],
        ),
        (
            vec![person("Ane Lund", "BUDGET_HOLDER"), person("Siri Moen", "the old guard")],
            &["Ane Lund (BUDGET_HOLDER), Siri Moen (the old guard).", "Nobody known who decides or uses it."],
        ),
        (
            vec![person("Ane Lund", "Economic Buyer"), person("Mo Berg", "designs"), person("Siri Moen", "uses")],
            &["Ane Lund (Economic Buyer), Siri Moen (uses), Mo Berg (designs).", "Nobody known who signs."],
        ),
        (
            ["a", "b", "c", "d", "e", "f"].map(|name| person(name, "uses")).to_vec(),
            &["a (uses), b (uses), c (uses), d (uses) and 2 more.", "Nobody known who decides or signs."],
        ),
        (
            ROLES.iter().rev().map(|role| person("X", role)).collect(),
            &["X (decides), X (signs), X (uses), X (advises) and 2 more."],
        ),
    ];
    for (people, says) in lists {
        let facts = DecisionFacts { people, ..facts(Stage::Talked) };
        assert_eq!(facts.way_forward("Norvik Foods", None, today()).who, says);
    }
}

#[test]
fn whoever_left_has_no_part_any_more() {
    let ane = Contact { name: "Ane Lund".to_owned(), role: Some("signs".to_owned()), ..Contact::default() };
    assert_eq!(PersonInDecision::from_contact(&ane, false, today()), Some(person("Ane Lund", "signs")));
    assert!(PersonInDecision::from_contact(&ane, true, today()).unwrap().barred);
    let gone = Contact { left_on: Some(today()), ..ane };
    assert_eq!(PersonInDecision::from_contact(&gone, false, today()), None);
}
