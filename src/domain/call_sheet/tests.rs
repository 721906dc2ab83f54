//! Tests of the sheet's content and length.

use chrono::{DateTime, NaiveDate, NaiveTime};
use proptest::prelude::*;
use uuid::Uuid;

use super::questions::{questions, templates};
use super::*;
use crate::domain::account::profile::FitResult;
use crate::domain::account::{Account, Contact, Hours, Phone};
use crate::domain::call::filter::CallFlags;
use crate::domain::call::{Outcome, Promise, Reach, Verdict, VerdictSource, Whose};
use crate::domain::ids::{AccountId, CallId, ContactId, PromiseId, RepId, TriggerId};
use crate::domain::opener::{DayStyle, Introduction};
use crate::domain::plan::Plan;
use crate::domain::query::{CallRow, PlanDetail, PromiseRow, TriggerDetail, TriggerRow};
use crate::domain::reason::guard::{Guard, Standing, Weight};
use crate::domain::reason::{Touches, reason};
use crate::domain::trigger::freshness::Freshness;
use crate::domain::trigger::kind::Kinds;
use crate::domain::trigger::{Confidence, FreshnessState, Origin, Scope, Status, Trigger};
use crate::domain::way_forward::{DecisionFacts, PersonInDecision, Stage};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 12).unwrap()
}

fn trigger(kind: &str, headline: &str, value: f64) -> TriggerDetail {
    let occurred_on = NaiveDate::from_ymd_opt(2026, 3, 6).unwrap();
    let id = TriggerId(Uuid::from_u128(1));
    let row = TriggerRow {
        id,
        kind: kind.into(),
        kind_label: "recall".into(),
        headline: headline.into(),
        scope: Scope::Competitor,
        origin: Origin::Event,
        strength: 4,
        confidence: Confidence::High,
        occurred_on,
        freshness: Freshness { value, state: FreshnessState::Peak, age: Some(6) },
        status: Status::Kept,
        source: "Dairy News".into(),
        company: String::new(),
        accounts: 1,
        fit: None,
        people: 0,
        points: 0.0,
        same_as: None,
    };
    let trigger = Trigger {
        id,
        kind: kind.into(),
        headline: headline.into(),
        occurred_on,
        scope: row.scope,
        ..Trigger::default()
    };
    TriggerDetail { trigger, row, accounts: Vec::new() }
}

fn call(contact: u128, name: &str, source: VerdictSource, words: &str) -> CallRow {
    CallRow {
        id: CallId::default(),
        at: DateTime::parse_from_rfc3339("2026-03-02T10:00:00+01:00").unwrap(),
        rep: "Ida Moe".into(),
        contact_id: ContactId(Uuid::from_u128(contact)),
        contact: name.into(),
        account_id: AccountId::default(),
        account: "Norvik Foods".into(),
        reach: Reach::Connected,
        outcome: Some(Outcome::UsefulNoStep),
        verdict: Some(Verdict::WellSpent),
        source: Some(source),
        seconds: Some(240),
        words: words.into(),
        trigger: String::new(),
        reason_by: None,
        amended: false,
        reviewed: false,
        rep_id: RepId::default(),
        flags: CallFlags::default(),
    }
}

fn owed(whose: Whose, what: &str, by: Option<NaiveDate>) -> PromiseRow {
    let promise = Promise {
        time: None,
        zone: None,
        first_on: None,
        first_time: None,
        id: PromiseId::default(),
        call_id: CallId::default(),
        contact_id: ContactId::default(),
        account_id: AccountId::default(),
        what: what.into(),
        by,
        whose,
        done_on: None,
    };
    PromiseRow {
        promise,
        contact: "Ane Lund".into(),
        title: String::new(),
        account: "Norvik Foods".into(),
        zone: None,
        opens: None,
        phone: None,
    }
}

fn empty() -> CallSheetSource {
    let contact = Contact { id: ContactId(Uuid::from_u128(5)), name: "Ane Lund".into(), ..Contact::default() };
    let plan = PlanDetail {
        rep: Introduction::default(),
        plan: Plan::default(),
        saved: false,
        contact,
        account: Account { name: "Norvik Foods".into(), ..Account::default() },
        triggers: Vec::new(),
        reason: reason(&[], crate::domain::account::profile::Fit::In, Touches::default()),
        fit: FitResult::default(),
        guards: Vec::new(),
        standing: Standing::default(),
        calls: Vec::new(),
        versions: Vec::new(),
        draft: None,
        campaign: None,
        decision: DecisionFacts {
            stage: Stage::NotTalked,
            people: Vec::new(),
            effective: Vec::new(),
            days: DayStyle::DayFirst,
        },
    };
    CallSheetSource { plan, calls: Vec::new(), promises: Vec::new() }
}

fn full() -> CallSheetSource {
    let mut file = empty();
    let contact = &mut file.plan.contact;
    contact.title = Some("COO".into());
    contact.phones = vec![Phone { raw: "+47 55 01 02 03".into(), label: "mobile".into() }];
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    contact.hours = Some(Hours { from: hour(8), until: hour(10) });
    contact.goal = Some("no line stands still".into());
    file.plan.saved = true;
    file.plan.plan = Plan {
        purpose: "Agree which plant to look at first.".into(),
        value: "How two dairies re-routed in 48 hours.".into(),
        why_not_later: "The order cut-off is on Thursday.".into(),
        opener: "Ane, your supplier recalled three lots on Tuesday.".into(),
        questions: "Which plant buys most from them?\n".into(),
        minutes: Some(10),
        ..Plan::default()
    };
    file.plan.triggers = vec![trigger("recall", "Supplier recalls 3 lots", 0.9)];
    file.plan.guards =
        vec![Guard { rule: "swarm".into(), weight: Weight::Warn, says: "Three touches in 14 days.".into() }];
    file.plan.calls = vec![call(5, "Ane Lund", VerdictSource::SaidWhenAsked, "Good use of ten minutes")];
    file.calls = vec![
        call(5, "Ane Lund", VerdictSource::SaidWhenAsked, "Good use of ten minutes"),
        call(6, "Rolf Dahl", VerdictSource::RepInferred, ""),
    ];
    file.promises = vec![
        owed(Whose::Ours, "send the lot map.", NaiveDate::from_ymd_opt(2026, 3, 10)),
        owed(Whose::Theirs, "name the plant", None),
    ];
    file
}

#[test]
fn the_sheet_says_whom_why_now_what_was_said_by_whom_and_what_is_owed() {
    let found = sheet(&full(), today()).markdown();
    for part in [
        "# Ane Lund, Norvik Foods\n\nThursday, 12 Mar 2026\n",
        "- **Role:** COO\n- **Phone:** +47 55 01 02 03 (mobile)\n",
        "They prefer 8:00 to 10:00.",
        "- **They want:** no line stands still",
        "- Supplier recalls 3 lots (recall, competitor or supplier; 6 days ago; peak)",
        "- **Purpose:** Agree which plant to look at first.",
        "- **They keep:** How two dairies",
        "- **Why not in six months:** The order cut-off",
        "> Ane, your supplier recalled three lots on Tuesday.",
        "- 2 Mar 2026 (10 days ago): reached, useful, no step; well spent (they said so, when asked): “Good use of ten minutes”",
        "with Rolf Dahl: reached, useful, no step; well spent (the rep's guess)",
        "- **We owe:** send the lot map, was due 10 Mar 2026, 2 days ago",
        "- **They owe:** name the plant",
        "- Three touches in 14 days.",
        "1. Which plant buys most from them?\n2. We owe you this: send the lot map. Is it still what you need?\n3. What did it cost",
    ] {
        assert!(found.contains(part), "{part}\n---\n{found}");
    }
    assert_eq!(found.matches("Good use of ten minutes").count(), 1, "a call stands once");
}

#[test]
fn what_is_not_known_is_not_invented() {
    let found = sheet(&empty(), today()).markdown();
    for part in ["no number known", "Nothing that happened to them is live today.", "Nothing is planned yet."] {
        assert!(found.contains(part), "{part}\n---\n{found}");
    }
    for part in ["## Say first", "## Before", "## Promised", "## Careful"] {
        assert!(!found.contains(part), "{part}\n---\n{found}");
    }
    assert_eq!(questions(&empty()).len(), 3);
}

#[test]
fn a_question_fits_the_promise_the_trigger_and_the_last_verdict() {
    let mut file = full();
    file.plan.plan.questions = String::new();
    let asked = questions(&file);
    assert!(asked[0].starts_with("We owe you this: send the lot map. Is"), "{asked:?}");
    assert!(asked[1].contains("must not happen a second time"), "{asked:?}");
    assert_eq!(asked[2], "What of our last talk did you use, and what not?");
    file.promises.clear();
    file.plan.calls[0].verdict = Some(Verdict::Wasted);
    assert!(questions(&file)[1].contains("What should I have known before?"));
    file.plan.triggers = vec![trigger("recall", "Old", 0.0)];
    assert!(!questions(&file)[0].contains("a second time"), "a stale trigger asks nothing");
    file.plan.plan.questions = "- One? Two?\nThree\n4?".into();
    assert_eq!(questions(&file), ["One?", "Two?", "Three"]);
}

#[test]
fn every_shipped_question_names_shipped_kinds_and_asks() {
    for template in templates() {
        assert!(template.kind.iter().all(|kind| Kinds::builtin().get(kind).is_some()), "{:?}", template.kind);
        assert!(template.text.ends_with('?'), "{}", template.text);
    }
}

#[test]
fn the_sheet_ends_with_their_way_forward_for_the_trigger_that_it_stands_on() {
    let mut file = full();
    let person =
        |name: &str, part: &str| PersonInDecision { name: name.into(), part: Some(part.into()), barred: false };
    file.plan.decision.people = vec![person("Ane Lund", "decides"), person("Siri Moen", "uses")];
    let found = sheet(&file, today()).markdown();
    let way = found.split("## Their way forward\n\n").nth(1).unwrap_or_default();
    assert_eq!(
        way,
        "- **To decide:** What would you rather not decide until all the facts are in?\n\
         - **Who else:** Who has to be in the room when that is decided?\n\
         - **Their parts:** Ane Lund (decides), Siri Moen (uses). Nobody known who signs.\n\
         - **What others did:** Would it help to hear what others wish they had done sooner?\n\
         - **What next:** If you looked into this, what would your own first step be, with us or without us?\n",
        "{found}"
    );
    file.plan.triggers = vec![trigger("recall", "Old", 0.0)];
    file.plan.decision.stage = Stage::NotNow;
    let found = sheet(&file, today()).markdown();
    for part in ["**To decide:** What would have to change", "**What next:** When will you look at this again"] {
        assert!(found.contains(part), "a stale trigger asks nothing: {part}\n---\n{found}");
    }
}

#[test]
fn the_way_forward_asks_nothing_that_the_sheet_asks_above() {
    let above: Vec<&str> = templates().iter().map(|template| template.text.as_str()).collect();
    let below = include_str!("../../../assets/way_forward.toml");
    assert!(above.iter().all(|text| !below.contains(text)), "{above:#?}");
}

#[test]
fn what_a_short_section_leaves_goes_to_a_long_one() {
    let mut file = full();
    let quote = "word ".repeat(60);
    file.plan.plan.impact = "impact ".repeat(90);
    file.plan.triggers = vec![trigger("recall", &"headline ".repeat(60), 0.9); 3];
    file.plan.calls = vec![call(5, "Ane Lund", VerdictSource::SaidWhenAsked, &quote)];
    let made = sheet(&file, today());
    let words = |name: &str| {
        let section = made.sections.iter().find(|section| section.name == name).unwrap();
        section.lines.iter().map(|line| line.text.split_whitespace().count()).sum::<usize>()
    };
    let (why, plan, whole_way) = (words("Why now"), words("The plan"), words("Their way forward"));
    assert!(why > 55 && plan > 75, "{why} words why now, {plan} of the plan");
    assert!(whole_way >= 40 && made.words() <= MOST_WORDS, "{whole_way}, {}", made.words());
    assert!(made.words() > MOST_WORDS - 60, "room is left unused: {}", made.words());
}

#[test]
fn nothing_that_anybody_wrote_becomes_markup() {
    let mut file = full();
    file.plan.contact.name = "# <script>alert(1)</script>".into();
    file.plan.plan.opener = "line one\n\n# heading\n[a](javascript:x)\u{1b}[31m".into();
    let found = sheet(&file, today()).markdown();
    assert!(
        found.contains("\\# &lt;script&gt;") && !found.contains("\u{1b}") && !found.contains("\n# heading"),
        "{found}"
    );
    assert!(found.contains("\\[a\\](javascript:x)"), "{found}");
}

fn long() -> impl Strategy<Value = String> {
    let words = prop::collection::vec("[a-z*#]{1,90}", 0..120).prop_map(|words| words.join(" "));
    prop_oneof![
        Just(String::new()),
        words,
        Just("w ".repeat(1_200)),
        Just("x".repeat(10_000)),
        Just("- 1. # > \n".repeat(300))
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn a_sheet_never_has_more_than_500_words(texts in prop::collection::vec(long(), 16), many in 0_usize..12) {
        let mut file = full();
        let mut texts = texts.into_iter();
        let mut next = || texts.next().unwrap_or_default();
        file.plan.contact.title = Some(next());
        file.plan.contact.goal = Some(next());
        file.plan.account.name = next();
        let plan = &mut file.plan.plan;
        for field in [&mut plan.purpose, &mut plan.value, &mut plan.impact, &mut plan.why_not_later, &mut plan.opener,
            &mut plan.questions, &mut plan.their_goal, &mut plan.next_step] {
            *field = next();
        }
        let (headline, words, what) = (next(), next(), next());
        file.plan.triggers = vec![trigger("other", &headline, 0.5); many];
        file.plan.calls = vec![call(5, "Ane Lund", VerdictSource::SaidUnprompted, &words); many];
        file.promises = vec![owed(Whose::Ours, &what, None); many];
        file.plan.decision.people = vec![PersonInDecision { name: next(), part: Some(next()), barred: false }; many];
        file.plan.guards = vec![Guard { rule: "x".into(), weight: Weight::Block, says: words.clone() }; many];
        let made = sheet(&file, today());
        prop_assert!(made.words() <= MOST_WORDS, "{}", made.words());
        prop_assert!(made.markdown().len() < 60_000);
    }
}
