mod shipped;

use chrono::NaiveDate;

use super::*;
use crate::domain::account::{Account, Contact};
use crate::domain::check::{Evidence, Finding, Playbook, Severity, TriggerFact, check};
use crate::domain::ids::ContactId;
use crate::domain::plan::Plan;
use crate::domain::plan::speech::{DEFAULT_WPM, seconds, spoken_words};
use crate::domain::trigger::{Confidence, Origin, Scope, Status};

/// A complete plan with its person, account and trigger, for the tests.
struct Desk {
    rep: Introduction,
    contact: Contact,
    account: Account,
    plan: Plan,
    trigger: Option<Trigger>,
    kinds: Kinds,
}

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 19).unwrap();
const TUESDAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 17).unwrap();

impl Desk {
    fn for_template(template: &Template) -> Desk {
        let kind = template.kinds.first().cloned().unwrap_or_else(|| "other".to_owned());
        let trigger = Trigger {
            kind: kind.clone(),
            headline: "Norvik Foods opens a second plant in Bergen".to_owned(),
            source: "Peter Osei".to_owned(),
            occurred_on: TUESDAY,
            effective_on: NaiveDate::from_ymd_opt(2027, 1, 1),
            scope: template.scopes.first().copied().unwrap_or_default(),
            origin: template.origin.unwrap_or_default(),
            strength: 4,
            status: Status::Kept,
            ..Trigger::default()
        };
        Desk {
            rep: Introduction {
                name: "Marit Solheim".to_owned(),
                company: "Tidewell".to_owned(),
                days: DayStyle::DayFirst,
            },
            contact: Contact { name: "Ane Lund".to_owned(), title: Some("COO".to_owned()), ..Contact::default() },
            account: Account { name: "Norvik Foods".to_owned(), ..Account::default() },
            plan: Plan {
                impact: "your planners work from two stock lists until Easter".to_owned(),
                why_not_later: "the budget for it closes on 15 December".to_owned(),
                purpose: "to compare how two dairies merged theirs".to_owned(),
                value: "a page of notes from two dairies that merged theirs".to_owned(),
                no_trigger_because: "your lease in Bergen ends in June.".to_owned(),
                minutes: Some(10),
                ..Plan::default()
            },
            trigger: (kind != NO_TRIGGER).then_some(trigger),
            kinds: Kinds(vec![]),
        }
    }

    fn known(&self) -> DraftContext<'_> {
        let kind = self.trigger.as_ref().and_then(|trigger| self.kinds.0.iter().find(|kind| kind.key == trigger.kind));
        DraftContext {
            rep: &self.rep,
            contact: &self.contact,
            account: &self.account,
            trigger: self.trigger.as_ref(),
            kind,
            plan: &self.plan,
            today: TODAY,
        }
    }

    fn evidence(&self) -> Evidence {
        let fact = |trigger: &Trigger| TriggerFact {
            newcomer: None,
            text: trigger.headline.clone(),
            on: trigger.occurred_on,
            effective: trigger.effective_on,
            live: true,
            weak: false,
            sensitive: true,
            confidence: trigger.confidence,
        };
        Evidence {
            company: vec![self.account.name.clone()],
            person: vec![self.contact.name.clone()],
            facts: self.trigger.iter().map(fact).collect(),
            backing: vec![self.plan.impact.clone(), self.plan.value.clone(), self.plan.why_not_later.clone()],
            spoken_before: false,
            today: Some(TODAY),
        }
    }
}

fn findings(text: &str, evidence: &Evidence) -> Vec<Finding> {
    check(text, evidence, Playbook::builtin(), DEFAULT_WPM)
}

fn template(text: &str) -> Template {
    Template { key: "own".into(), title: "Own".into(), scopes: vec![], origin: None, kinds: vec![], text: text.into() }
}

#[test]
fn every_file_of_the_folder_ships() {
    let mut files: Vec<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/openers"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap().replace(".toml", ""))
        .collect();
    files.sort();
    assert_eq!(templates().iter().map(|template| template.key.clone()).collect::<Vec<_>>(), files);
    assert!(files.len() >= 12);
}

#[test]
fn every_template_filled_with_what_is_known_is_ready_to_say() {
    for template in templates() {
        let desk = Desk::for_template(template);
        let drafted = draft(template, &desk.known());
        assert_eq!((drafted.fault.as_deref(), drafted.gaps.len()), (None, 0), "{}: {}", template.key, drafted.text);
        let found: Vec<String> =
            findings(&drafted.text, &desk.evidence()).into_iter().map(|finding| finding.rule).collect();
        let harmless = ["fact_not_in_plan", "unsupported_number", "unsupported_name"];
        let left: Vec<&String> = found.iter().filter(|rule| !harmless.contains(&rule.as_str())).collect();
        assert!(left.is_empty(), "{}: {left:?}\n{}", template.key, drafted.text);
        assert!(drafted.text.split_whitespace().count() <= 75, "{}", template.key);
    }
}

#[test]
fn a_missing_impact_is_a_gap_that_the_check_reports() {
    for template in templates() {
        let mut desk = Desk::for_template(template);
        desk.plan.impact.clear();
        let drafted = draft(template, &desk.known());
        assert_eq!(drafted.gaps, ["what it means for them"], "{}", template.key);
        assert!(drafted.text.contains("[what it means for them]"), "{}", drafted.text);
        let found = findings(&drafted.text, &desk.evidence());
        assert!(
            found.iter().any(|finding| finding.rule == "gap" && finding.severity == Severity::Error),
            "{}",
            template.key
        );
    }
}

#[test]
fn nothing_is_invented_for_an_empty_plan() {
    let nobody = (Contact::default(), Account::default(), Plan::default(), Introduction::default());
    let known = DraftContext {
        rep: &nobody.3,
        contact: &nobody.0,
        account: &nobody.1,
        trigger: None,
        kind: None,
        plan: &nobody.2,
        today: TODAY,
    };
    let drafted = draft(
        &template(
            "{{ contact.called }}, {{ trigger.headline|sentence }} {{ trigger.date|when }}: {{ plan.minutes }} minutes",
        ),
        &known,
    );
    assert_eq!(drafted.text, "[their name], [what happened]. [when it happened]: [how many] minutes");
    assert_eq!(drafted.gaps, ["their name", "what happened", "when it happened", "how many"]);
}

#[test]
fn a_template_may_ask_whether_something_is_known() {
    let desk = Desk::for_template(&template("x"));
    let drafted = draft(
        &template("{% if contact.goal %}{{ contact.goal }}{% else %}Hello{% endif %} {{ contact.called }}"),
        &desk.known(),
    );
    assert_eq!((drafted.text.as_str(), drafted.gaps.len()), ("Hello Ane", 0));
}

#[test]
fn a_rumour_is_drafted_as_one() {
    let general = templates().iter().find(|template| template.key == "company_news").unwrap();
    let mut desk = Desk::for_template(general);
    desk.trigger.as_mut().unwrap().confidence = Confidence::Low;
    let drafted = draft(general, &desk.known());
    assert!(drafted.text.contains("If the report is right"), "{}", drafted.text);
    assert!(!findings(&drafted.text, &desk.evidence()).iter().any(|finding| finding.rule == "too_sure"));
}

#[test]
fn a_wrong_template_is_refused_with_place_and_choice() {
    let text = |text: &str| format!("title = \"x\"\ntext = \"\"\"\n{text}\"\"\"\n");
    for (toml, says) in [
        (
            text("Hi\n{{ contact.nmae }}"),
            "template own, line 2: there is no field `contact.nmae`; the fields are rep.name, ",
        ),
        (text("{% if trigger.nope %}x{% endif %}"), "template own, line 1: there is no field `trigger.nope`"),
        (text("a\nb {{ plan.impact"), "template own, line 2: "),
        (text("{{ plan.impact|shout }}"), "template own, line 1: "),
        ("title = \"x\"\ntext = \"y\"\ncolour = 1\n".to_owned(), "template own, line 3: unknown field `colour`"),
        ("title = \"x\"\n".to_owned(), "template own, line 1: missing field `text`"),
        ("title = \"x\"\ntext = \" \"\n".to_owned(), "template own: `text` is empty"),
        (
            "title = \"x\"\ntext = \"y\"\nscopes = [\"planet\"]\n".to_owned(),
            "template own, line 3: unknown variant `planet`",
        ),
    ] {
        let fault = parse_template("own", &toml).unwrap_err();
        assert!(fault.starts_with(says), "{fault}");
        assert!(!fault.contains('\n'), "{fault}");
    }
    let drafted = draft(&template("{{ contact.title|when }}"), &Desk::for_template(&template("x")).known());
    assert_eq!(
        drafted.fault.as_deref(),
        Some("template own, line 1: `when` and `day` need a date: trigger.date or trigger.effective")
    );
    assert_eq!(drafted.text, "");
}

#[test]
fn what_is_known_is_text_and_never_a_template() {
    let mut desk = Desk::for_template(&template("x"));
    desk.contact.name = "{{ plan.impact }} \u{1b}[31m<b>".to_owned();
    let drafted = draft(&template("{{ contact.name }}"), &desk.known());
    assert_eq!(drafted.text, "{{ plan.impact }} [31m<b>");
}

#[test]
fn the_most_telling_template_comes_first() {
    let first = |kind: &str, scope: Scope, origin: Origin| {
        let trigger = Trigger { kind: kind.into(), scope, origin, strength: 3, ..Trigger::default() };
        suitable(templates(), Some(&trigger), &Kinds(vec![])).first().map(|template| template.key.clone()).unwrap()
    };
    for (kind, scope, origin, key) in [
        ("leadership_change", Scope::Person, Origin::Event, "new_leader"),
        ("layoff", Scope::Company, Origin::Event, "layoff_or_restructuring"),
        ("regulatory_change", Scope::Industry, Origin::Event, "change_in_rules"),
        ("tariff_shift", Scope::Market, Origin::Event, "change_in_market"),
        ("competitor_move", Scope::Competitor, Origin::Event, "change_at_competitor"),
        ("vendor_exit", Scope::Competitor, Origin::Event, "supplier_change"),
        ("their_customers_shift", Scope::TheirCustomers, Origin::Event, "their_customers"),
        ("industry_study", Scope::Industry, Origin::Activity, "our_study"),
        ("referral", Scope::Person, Origin::Event, "told_to_call"),
        ("a_kind_of_our_own", Scope::Company, Origin::Event, "company_news"),
        ("a_kind_of_our_own", Scope::Person, Origin::Event, "any_reason"),
    ] {
        assert_eq!(first(kind, scope, origin), key, "{kind}");
    }
    let without: Vec<&str> =
        suitable(templates(), None, &Kinds(vec![])).into_iter().map(|template| template.key.as_str()).collect();
    assert_eq!(without, ["no_trigger"]);
}

#[test]
fn seconds_follow_the_words_that_are_said() {
    assert_eq!(spoken_words("$2.5M by Q3"), 8);
    assert!((seconds("one two three four five", 150) - 2.0).abs() < 1e-9);
    assert!((seconds("one two three four five", 0) - 2.0).abs() < 1e-9, "nobody timed the rep");
    assert!((seconds("one two three four five", 100) - 3.0).abs() < 1e-9);
}

#[test]
fn what_happened_to_somebody_else_there_is_not_said_as_theirs() {
    let whom = ContactId(uuid::Uuid::from_u128(7));
    let linked = Some(whom);
    for (headline, contact, took_over) in [
        ("Norvik Foods appoints Per Dahl as head of operations", None, false),
        ("Norvik Foods appoints Per Dahl as head of operations", linked, false),
        ("Norvik Foods names Ane Lund's new boss: Per Dahl becomes CEO", None, false),
        ("Norvik Foods names Ane Lund's new boss: Per Dahl becomes CEO", linked, false),
        ("Per Dahl succeeds Ane Lund as COO", linked, false),
        ("Per Dahl, under Ane Lund until now, takes over as head of sales", None, false),
        ("Norvik Foods appoints Ane Lund as head of operations", None, true),
        ("Ane Lund named head of operations", None, true),
        ("A new head of operations", linked, true),
        ("A new head of operations", None, false),
    ] {
        for template in templates().iter().filter(|template| template.key.starts_with("new_leader")) {
            let mut desk = Desk::for_template(template);
            desk.contact.id = whom;
            let trigger = desk.trigger.as_mut().unwrap();
            (trigger.headline, trigger.contact, trigger.effective_on) = (headline.into(), contact, None);
            let text = draft(template, &desk.known()).text;
            let said = text.contains("You took over on Tuesday") || text.contains("You've had the new role since");
            assert_eq!(said, took_over, "{headline}: {text}");
            assert!(took_over || !text.contains("the new role"), "{text}");
        }
    }
}

#[test]
fn a_role_that_begins_later_is_said_as_coming() {
    let on = |day| NaiveDate::from_ymd_opt(2026, 12, day);
    for (headline, effective, said) in [
        (
            "Ane Lund becomes COO on 1 December",
            None,
            ["You take over on the first of December", "role from the first of"],
        ),
        ("Ane Lund named COO", on(1), ["You take over on the first of December", "role from the first of"]),
        ("Ane Lund becomes COO on 16 November", None, ["You took over on Tuesday", "role since the seventeenth of"]),
        ("Ane Lund named COO", TUESDAY.pred_opt(), ["You took over on Monday", "role since the sixteenth of"]),
    ] {
        for (key, said) in ["new_leader", "new_leader_first_list"].into_iter().zip(said) {
            let template = templates().iter().find(|template| template.key == key).unwrap();
            let mut desk = Desk::for_template(template);
            let trigger = desk.trigger.as_mut().unwrap();
            (trigger.headline, trigger.effective_on) = (headline.into(), effective);
            let text = draft(template, &desk.known()).text;
            assert!(text.contains(said), "{headline}: {text}");
        }
    }
}

#[test]
fn a_company_that_ends_with_a_point_ends_no_sentence_twice() {
    for template in templates() {
        let mut desk = Desk::for_template(template);
        desk.rep.company = "Kolečko s.r.o.".to_owned();
        let text = draft(template, &desk.known()).text;
        assert!(!text.contains(".."), "{text}");
    }
}

#[test]
fn a_click_is_drafted_only_by_a_template_that_asks_what_was_behind_it() {
    let trigger = Trigger { kind: "download".into(), scope: Scope::Person, strength: 1, ..Trigger::default() };
    let suiting = suitable(templates(), Some(&trigger), Kinds::builtin());
    assert_eq!(suiting.iter().map(|template| template.key.as_str()).collect::<Vec<_>>(), ["behind_the_click"]);
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

proptest::proptest! {
    #[test]
    fn a_draft_says_nothing_that_neither_the_template_nor_the_book_says(
        (name, company, headline) in ("[A-Za-z]{0,8}( [A-Za-z]{1,8})?", "[A-Za-z0-9 ]{0,16}", "[A-Za-z0-9 ]{0,30}"),
        (impact, later, purpose, value) in ("[a-z0-9 ]{0,30}", "[a-z0-9 ]{0,30}", "[a-z0-9 ]{0,20}", "[a-z0-9 ]{0,20}"),
        (ago, ahead, minutes) in (0_i64..400, proptest::option::of(1_i64..400), proptest::option::of(1_u16..60)),
        rumour in proptest::bool::ANY,
        which in 0_usize..templates().len(),
    ) {
        let chosen = &templates()[which];
        let mut desk = Desk::for_template(chosen);
        desk.contact = Contact { name: name.clone(), ..Contact::default() };
        desk.account.name.clone_from(&company);
        desk.plan = Plan {
            impact: impact.clone(),
            why_not_later: later.clone(),
            purpose: purpose.clone(),
            value: value.clone(),
            minutes,
            ..Plan::default()
        };
        let mut said = vec![name, company, headline.clone(), impact, later, purpose, value];
        said.extend(minutes.map(slot::number));
        said.extend(["Marit Solheim".to_owned(), "Tidewell".to_owned()]);
        if let Some(trigger) = &mut desk.trigger {
            trigger.headline = headline;
            trigger.occurred_on = TODAY - chrono::TimeDelta::days(ago);
            trigger.effective_on = ahead.map(|days| TODAY + chrono::TimeDelta::days(days));
            trigger.confidence = if rumour { Confidence::Low } else { Confidence::High };
            said.push(trigger.source.clone());
            for date in [Some(trigger.occurred_on), trigger.effective_on].into_iter().flatten() {
                said.extend([dates::date_phrase(date, TODAY, DayStyle::DayFirst), dates::day(date, TODAY, DayStyle::DayFirst), date.to_string()]);
            }
        }
        if rumour {
            said.push("If the report is right".to_owned());
        }
        said.push(chosen.text.clone());
        said.extend(fields::FIELDS.iter().map(|field| field.gap.to_owned()));
        let known: std::collections::HashSet<String> = said.iter().flat_map(|text| words(text).collect::<Vec<_>>()).collect();
        let drafted = draft(chosen, &desk.known());
        proptest::prop_assert!(drafted.fault.is_none());
        for word in words(&drafted.text) {
            proptest::prop_assert!(known.contains(&word), "{word:?} of {:?} is invented", drafted.text);
        }
    }
}
