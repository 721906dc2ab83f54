//! How long one check of an opener takes: it runs on every key while the opener is written, so 60 words have 2 ms.

use chrono::NaiveDate;
use divan::{Bencher, black_box};
use whynow::domain::check::{Evidence, Playbook, TriggerFact, check_with_marks};
use whynow::domain::plan::speech::DEFAULT_WPM;
use whynow::domain::trigger::Confidence;

fn main() {
    divan::main();
}

/// Sixty words.
const OPENER: &str = "Ane, your yoghurt supplier Melka recalled three lots on Tuesday, and 48 of the shops carry your \
    label. That leaves your two plants without a second source until May, and the other cultures are allotted next week. \
    I have notes on how two other dairies covered such a gap. Are they worth ten minutes before you reorder, or not for \
    you?";

fn evidence() -> Evidence {
    let fact = |text: &str, day| TriggerFact {
        newcomer: None,
        text: text.into(),
        on: NaiveDate::from_ymd_opt(2026, 3, day).expect("a day of March"),
        effective: NaiveDate::from_ymd_opt(2026, 5, 1),
        live: true,
        weak: false,
        sensitive: true,
        confidence: Confidence::High,
    };
    Evidence {
        company: vec!["Norvik Foods AS".into(), "Norvik".into()],
        person: vec!["Ane Lund".into()],
        facts: vec![
            fact("Yoghurt supplier Melka recalls 3 lots over listeria; 48 shops are affected", 10),
            fact("Norvik Foods says in its annual report that two plants share one supplier", 2),
        ],
        backing: vec!["Two plants run without a second supplier until May; cultures are allotted next week".into()],
        spoken_before: false,
        today: NaiveDate::from_ymd_opt(2026, 3, 12),
    }
}

#[divan::bench(args = ["en", "de"])]
fn sixty_words(bencher: Bencher, language: &str) {
    let (evidence, playbook) = (evidence(), Playbook::of_language(language).expect("both ship"));
    bencher.bench_local(|| check_with_marks(black_box(OPENER), &evidence, playbook, DEFAULT_WPM));
}

#[divan::bench]
fn sixty_words_alone(bencher: Bencher) {
    let (evidence, playbook) = (Evidence::default(), Playbook::builtin());
    bencher.bench_local(|| check_with_marks(black_box(OPENER), &evidence, playbook, DEFAULT_WPM));
}
