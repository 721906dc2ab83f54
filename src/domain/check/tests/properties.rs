//! Property tests: whatever the text and the evidence, the check never panics, and every place is on character
//! boundaries.

use chrono::NaiveDate;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_oneof, proptest};

use crate::domain::check::{Evidence, Playbook, TriggerFact, check_with_marks};
use crate::domain::trigger::Confidence;

/// Generates any text: arbitrary Unicode, and what openers are made of.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("you"),
        Just("we"),
        Just("I'd"),
        Just("on Tuesday"),
        Just("3 March"),
        Just("Mr."),
        Just("Ané"),
        Just("“"),
        Just("”"),
        Just("("),
        Just(")"),
        Just("€5M"),
        Just("?"),
        Just("!"),
        Just(". "),
        Just(", or "),
        Just("{{"),
        Just("}}"),
        Just("555-0134"),
        Just("forty-eight"),
        Just("4 %"),
        Just("日本"),
        Just("👩\u{200d}🚀"),
        Just("ß"),
        Just("12th"),
        Just("the 31st"),
        Just("30 February"),
        Just("1,2,3.4"),
        Just("\n"),
        Just("’s"),
        Just("heute"),
    ];
    prop_oneof![
        "\\PC{0,120}",
        "[a-zA-Z ,.?!'\"\\[\\]{}<>%$0-9\n“”’()-]{0,200}",
        proptest::collection::vec(word, 0..40).prop_map(|words| words.join(" ")),
    ]
}

fn day() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        (1990i32..2100, 1u32..13, 1u32..29).prop_filter_map("a day", |(y, m, d)| NaiveDate::from_ymd_opt(y, m, d)),
        Just(NaiveDate::MIN),
        Just(NaiveDate::MAX),
    ]
}

fn evidence() -> impl Strategy<Value = Evidence> {
    let fact = (text(), day(), proptest::option::of(day()), any::<[bool; 3]>()).prop_map(
        |(text, on, effective, [live, weak, sensitive])| TriggerFact {
            newcomer: None,
            text,
            on,
            effective,
            live,
            weak,
            sensitive,
            confidence: if weak { Confidence::Low } else { Confidence::High },
        },
    );
    let texts = || proptest::collection::vec(text(), 0..3);
    let facts = proptest::collection::vec(fact, 0..3);
    (texts(), texts(), facts, texts(), any::<bool>(), proptest::option::of(day())).prop_map(
        |(company, person, facts, backing, spoken_before, today)| Evidence {
            company,
            person,
            facts,
            backing,
            spoken_before,
            today,
        },
    )
}

proptest! {
    #[test]
    fn anything_is_checked_without_a_panic(text in text(), evidence in evidence(), wpm in any::<u16>()) {
        for language in ["en", "de"] {
            let playbook = Playbook::of_language(language).expect("both ship");
            let (findings, marks) = check_with_marks(&text, &evidence, playbook, wpm);
            prop_assert!(marks.len() == 11);
            for finding in findings {
                prop_assert!(text.get(finding.place.clone()).is_some(), "{:?}", finding);
            }
        }
    }
}
