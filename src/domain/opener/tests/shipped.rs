//! Every template that ships, filled with the facts of two people of the sample book, read as it will be said.

use chrono::{NaiveDate, TimeDelta};

use super::super::*;
use crate::domain::account::{Account, Contact};
use crate::domain::check::{Evidence, Playbook, check};
use crate::domain::plan::Plan;
use crate::domain::plan::speech::{DEFAULT_WPM, seconds};
use crate::domain::trigger::kind::Kinds;
use crate::domain::trigger::{Confidence, Scope, Status, Trigger};

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 3, 12).unwrap();
/// Seconds that an opener may take at 150 words a minute.
const LONGEST: f64 = 25.0;

/// Somebody to call, with a plan whose fields say what a rep would say.
struct Situation {
    rep: Introduction,
    contact: Contact,
    account: Account,
    plan: Plan,
    headlines: fn(&str) -> &'static str,
    days_ago: i64,
}

fn situations() -> [Situation; 2] {
    let named = |name: &str, title: &str| Contact {
        name: name.to_owned(),
        title: Some(title.to_owned()),
        ..Contact::default()
    };
    [
        Situation {
            rep: Introduction {
                name: "Marit Solheim".to_owned(),
                company: "Tidewell".to_owned(),
                days: DayStyle::DayFirst,
            },
            contact: named("Ane Lund", "COO"),
            account: Account { name: "Norvik Foods".to_owned(), ..Account::default() },
            plan: Plan {
                impact: "clean pallets are held back with the others".to_owned(),
                why_not_later: "Your largest customer audits you on 21 April.".to_owned(),
                value: "The one-page lot map that two dairies filled in.".to_owned(),
                no_trigger_because: "Your lease on hall two ends in June.".to_owned(),
                minutes: Some(6),
                ..Plan::default()
            },
            headlines: at_norvik,
            days_ago: 3,
        },
        Situation {
            rep: Introduction {
                name: "Daniel Okafor".to_owned(),
                company: "Tidewell".to_owned(),
                days: DayStyle::MonthFirst,
            },
            contact: named("Angela Whitlock", "VP Distribution"),
            account: Account { name: "Harbor & Finch Pharmacy Supply".to_owned(), ..Account::default() },
            plan: Plan {
                impact: "two people copy fridge readings by hand every night. That is a shift.".to_owned(),
                why_not_later: "The state board inspects you on April 2.".to_owned(),
                value: "The board's check list in plain words.".to_owned(),
                no_trigger_because: "Your fridge contract ends in June.".to_owned(),
                minutes: Some(10),
                ..Plan::default()
            },
            headlines: at_harbor_and_finch,
            days_ago: 16,
        },
    ]
}

fn at_norvik(kind: &str) -> &'static str {
    match kind {
        "regulatory_change" => "lot records become law for every dairy",
        "commodity_shift" => "raw milk rose by nine percent",
        "competitor_move" => "Fjell Dairy cut its price for own-label yoghurt",
        "vendor_exit" => "Lindal recalled three lots of its yoghurt culture",
        "their_customers_shift" => "Handelsringen audits every dairy that supplies it",
        "contract_renewal" => "Norvik's cold store contract ends in June",
        "cyber_incident" => "Norvik's ordering system was down for nine hours",
        "acquired" => "Norvik was bought by a Danish dairy group",
        "hiring_surge" => "Norvik is looking for five people in quality",
        "exec_statement" => "Norvik holds back four pallets to be sure of one",
        "lawsuit" => "Norvik is sued over two lots of strawberry yoghurt",
        "layoff" => "Norvik closes its Hamar line and forty jobs go",
        "funding" => "Norvik raised sixty million kroner for a second plant",
        "leadership_change" => "Norvik has a new head of operations",
        "product_launch" => "Norvik opens a second plant in Bergen",
        "industry_study" => "one dairy in five finds a lot within the hour",
        "champion_moved" => "Rolf Dahl left Norvik's quality team",
        "results_miss" => "Norvik sold eight percent less than planned",
        "event_or_webinar" => "a lot can be found within the hour",
        "referral" => "you have two lines on the recalled culture",
        "download" | "none" => "",
        _ => "Norvik opens a second plant in Bergen",
    }
}

fn at_harbor_and_finch(kind: &str) -> &'static str {
    match kind {
        "regulatory_change" => "the state requires fridge records for every wholesaler",
        "commodity_shift" => "diesel is up by eleven percent",
        "competitor_move" => "Bay Pharmacy Supply opened a warehouse in Towson",
        "vendor_exit" => "the maker of your fridge monitors stops its support",
        "their_customers_shift" => "two hospital chains moved to one buying group",
        "contract_renewal" => "the carrier contract is up for renewal in May",
        "cyber_incident" => "your order line was out for a day",
        "acquired" => "Harbor & Finch was bought by a family fund",
        "hiring_surge" => "you are hiring eight people for the night shift",
        "exec_statement" => "every order is to leave on the day it comes in",
        "lawsuit" => "Harbor & Finch is sued over one lot of insulin pens",
        "layoff" => "the Dover branch closes with sixty jobs",
        "funding" => "Harbor & Finch raised forty million dollars",
        "leadership_change" => "Harbor & Finch named a director of pharmacy operations",
        "product_launch" => "Harbor & Finch opens a cold room in Richmond",
        "industry_study" => "one pharmacy in six lost stock to a warm fridge",
        "champion_moved" => "your head of compliance left for a hospital chain",
        "results_miss" => "your margin fell to three percent",
        "event_or_webinar" => "one fridge alarm in nine is missed at night",
        "referral" => "you are looking at fridge records",
        "download" | "none" => "",
        _ => "Harbor & Finch opens a cold room in Richmond",
    }
}

impl Situation {
    fn trigger(&self, template: &Template) -> Option<Trigger> {
        let scope = template.scopes.first().copied();
        let kind = template.kinds.first().map_or_else(
            || match scope {
                Some(Scope::Industry) => "regulatory_change",
                Some(Scope::Market) => "commodity_shift",
                Some(Scope::Competitor) => "competitor_move",
                Some(Scope::TheirCustomers) => "their_customers_shift",
                Some(Scope::Person | Scope::Company | Scope::Ours) | None => "product_launch",
            },
            String::as_str,
        );
        (kind != NO_TRIGGER).then(|| Trigger {
            kind: kind.to_owned(),
            headline: (self.headlines)(kind).to_owned(),
            source: "Rolf Dahl".to_owned(),
            occurred_on: TODAY - TimeDelta::days(self.days_ago),
            effective_on: (template.text.contains("effective")).then(|| TODAY + TimeDelta::days(68)),
            scope: scope.unwrap_or_default(),
            strength: 4,
            confidence: Confidence::High,
            status: Status::Kept,
            ..Trigger::default()
        })
    }

    fn drafted(&self, template: &Template) -> (OpenerDraft, Evidence) {
        let trigger = self.trigger(template);
        let known = DraftContext {
            rep: &self.rep,
            contact: &self.contact,
            account: &self.account,
            trigger: trigger.as_ref(),
            kind: None,
            plan: &self.plan,
            today: TODAY,
        };
        let drafted = draft(template, &known);
        let plan = Plan { opener: drafted.text.clone(), ..self.plan.clone() };
        let triggers = trigger.iter().filter(|trigger| !trigger.headline.is_empty());
        (drafted, Evidence::gather(&plan, &self.contact, &self.account, triggers, Kinds::builtin(), TODAY))
    }
}

/// The shipped templates as their files stand.
fn shipped() -> Vec<Template> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/openers");
    let read = |key: &str| {
        let toml = std::fs::read_to_string(format!("{folder}/{key}.toml")).unwrap();
        parse_template(key, &toml).unwrap()
    };
    templates().iter().map(|template| read(&template.key)).collect()
}

#[test]
fn every_template_passes_the_check_in_two_situations_and_is_said_in_twenty_five_seconds() {
    let mut wrong = Vec::new();
    for template in shipped() {
        for situation in situations() {
            let (drafted, evidence) = situation.drafted(&template);
            let found = check(&drafted.text, &evidence, Playbook::builtin(), DEFAULT_WPM);
            let rules: Vec<String> = found
                .iter()
                .map(|finding| format!("{} at {:?}", finding.rule, drafted.text.get(finding.place.clone())))
                .collect();
            let seconds = seconds(&drafted.text, DEFAULT_WPM);
            if !rules.is_empty() || seconds > LONGEST || !drafted.gaps.is_empty() || drafted.fault.is_some() {
                wrong.push(format!(
                    "{} ({seconds:.0} s) {rules:?} {:?} {:?}\n{}",
                    template.key, drafted.gaps, drafted.fault, drafted.text
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), 2 * shipped().len(), wrong.join("\n\n"));
}

#[test]
fn who_calls_comes_first_and_no_template_has_a_sign_that_nobody_says() {
    for template in shipped() {
        let first = template.text.lines().next().unwrap_or_default();
        assert!(first.contains("{{ contact.called }}"), "{}", template.key);
        assert!(first.contains("{{ rep.name }}") && first.contains("{{ rep.company }}"), "{}", template.key);
        let words = own_words(&template.text);
        assert!(!words.contains([':', ';', '(', '"', '–', '—', '!']), "{}: {words}", template.key);
        assert!(template.text.trim_end().ends_with('?'), "{} does not end with its ask", template.key);
        assert!(template.text.contains("{{ plan.value|clause }}"), "{} leaves them nothing", template.key);
        let because =
            ["{{ trigger.date|when", "{{ trigger.date|day", "{{ trigger.effective", "no_trigger", "why_not_later"];
        assert!(because.iter().any(|part| template.text.contains(part)), "{} has no date", template.key);
    }
}

#[test]
fn no_template_checks_in_frightens_flatters_or_knows_how_they_feel() {
    let never = [
        "check",
        "touch base",
        "follow",
        "circle back",
        "news of your house",
        "worr",
        "afraid",
        "fear",
        "risk",
        "miss out",
        "too late",
        "competitors are",
        "congrat",
        "impress",
        "great",
        "amazing",
        "love",
        "proud",
        "excit",
        "happy",
        "stress",
        "feel",
        "must be",
        "you need",
        "you want",
        "you think",
        "interested",
        "busy",
        "sorry",
        "bother",
        "hope you",
        "just ",
        "quick",
    ];
    for template in shipped() {
        let words = own_words(&template.text);
        let found: Vec<&&str> = never.iter().filter(|word| words.to_lowercase().contains(**word)).collect();
        assert!(found.is_empty(), "{}: {found:?} in {words}", template.key);
    }
}

#[test]
fn the_commonest_kinds_have_two_spoken_variants() {
    for kind in [
        "leadership_change",
        "exec_statement",
        "hiring_surge",
        "regulatory_change",
        "acquired",
        "funding",
        "layoff",
        "product_launch",
        "their_customers_shift",
        "commodity_shift",
    ] {
        let shipped_kind = Kinds::builtin().get(kind).unwrap();
        let trigger = Trigger {
            kind: kind.to_owned(),
            scope: shipped_kind.scope,
            strength: shipped_kind.strength,
            ..Trigger::default()
        };
        let suiting = suitable(templates(), Some(&trigger), Kinds::builtin());
        let own = suiting.iter().take_while(|template| template.key != "any_reason" && template.key != "company_news");
        assert!(own.count() >= 2, "{kind}: {:?}", suiting.iter().map(|one| &one.key).collect::<Vec<_>>());
    }
}

#[test]
fn days_are_said_as_people_of_the_place_say_them() {
    let [british, american] = situations();
    let rules = shipped().into_iter().find(|template| template.key == "change_in_rules").unwrap();
    for (situation, said) in [(british, "the nineteenth of May"), (american, "May nineteenth")] {
        let (drafted, _) = situation.drafted(&rules);
        assert!(drafted.text.contains(said), "{}", drafted.text);
    }
}

#[test]
fn whoever_calls_introduces_themselves_as_people_of_the_place_do() {
    let [british, american] = situations();
    let greeting = |situation: &Situation, key: &str| {
        let template = shipped().into_iter().find(|template| template.key == key).unwrap();
        situation.drafted(&template).0.text.split('.').next().unwrap().to_owned()
    };
    assert_eq!(greeting(&british, "new_leader"), "Ane, it's Marit Solheim from Tidewell");
    assert_eq!(greeting(&american, "new_leader"), "Angela, this is Daniel Okafor with Tidewell");
    assert_eq!(greeting(&american, "new_leader_first_list"), "Angela, Daniel Okafor here, from Tidewell");
}

#[test]
fn what_cannot_be_said_in_its_place_stays_a_gap_and_says_why() {
    let [mut norvik, _] = situations();
    norvik.headlines = |_| "Benchmark of fleets: one load in forty is disputed";
    norvik.plan.value = "A binder with everything that three dairies wrote down about it in one winter.".to_owned();
    norvik.plan.impact = "She has to show the board which nights were lost.".to_owned();
    let template = shipped().into_iter().find(|template| template.key == "new_place_or_product").unwrap();
    let (drafted, _) = norvik.drafted(&template);
    assert_eq!(drafted.gaps, ["what happened", "what it means for them", "what they keep even if they never buy"]);
    assert_eq!(
        drafted.unsaid,
        [
            "the headline holds \":\", which nobody says",
            "impact on them speaks of them (\"She\") and not to them",
            "value to them is too long to say there (14 words, at most 10)",
        ]
    );
}

#[test]
fn a_draft_of_somebody_without_a_name_says_where_they_give_one() {
    let [mut norvik, _] = situations();
    norvik.rep.name.clear();
    let template = shipped().into_iter().find(|template| template.key == "new_place_or_product").unwrap();
    let (drafted, _) = norvik.drafted(&template);
    assert_eq!(drafted.gaps, ["your name"]);
    assert_eq!(drafted.unsaid, ["`rep` and `company` in the settings say who calls"]);
}

/// The words that a template brings itself, without its tags.
fn own_words(text: &str) -> String {
    let (mut words, mut rest) = (String::new(), text);
    while let Some((before, tag)) = rest.split_once('{') {
        words.push_str(before);
        rest = tag.split_once('}').map_or("", |(_, after)| after.trim_start_matches('}'));
    }
    words + rest
}
