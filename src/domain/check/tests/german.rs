//! Tests of the check on good and bad German openers.

use chrono::NaiveDate;

use crate::domain::check::{Evidence, Playbook, TriggerFact, check};
use crate::domain::trigger::Confidence;

fn german() -> &'static Playbook {
    Playbook::of_language("de").unwrap()
}

fn names(text: &str, evidence: &Evidence) -> Vec<String> {
    check(text, evidence, german(), 150).into_iter().map(|finding| finding.rule).collect()
}

/// Returns evidence of a supplier's recall last Tuesday.
fn recall(confidence: Confidence) -> Evidence {
    Evidence {
        company: vec!["Nordmilch Feinkost GmbH".into(), "Nordmilch".into()],
        person: vec!["Anke Lund".into()],
        facts: vec![TriggerFact {
            newcomer: None,
            text: "Joghurtlieferant Melka ruft drei Chargen zurück; 48 Filialen betroffen".into(),
            on: NaiveDate::from_ymd_opt(2026, 3, 10).unwrap(),
            effective: None,
            live: true,
            weak: false,
            sensitive: true,
            confidence,
        }],
        backing: vec!["Zwei Werke ohne zweiten Lieferanten bis Mai".into()],
        spoken_before: false,
        today: NaiveDate::from_ymd_opt(2026, 3, 12),
    }
}

const GOOD: &[&str] = &[
    "Frau Lund, am Dienstag hat Melka drei Chargen zurückgerufen. Damit stehen Ihre beiden Werke bis Mai ohne zweiten Lieferanten da. Ich möchte Ihnen zeigen, wie zwei andere Molkereien das überbrückt haben. Lohnen sich dafür zehn Minuten, oder ist das kein Thema?",
    "Guten Tag Frau Lund, hier ist Tom Berg von Acme. Melka hat letzte Woche drei Chargen zurückgerufen, und in 48 Filialen steht Ihre Ware. Bis Mai fehlt Ihnen der zweite Lieferant. Soll ich Ihnen nennen, wer noch liefern kann?",
];

const GOOD_ANYWHERE: &[&str] = &[
    "Herr Yilmaz, seit dem 1. März gilt die neue Verpackungsabgabe. Sie zahlen sie je Tonne Kunststoff, also mit jeder Palette. Die Frist für die Anmeldung endet am 15. April. Haben Sie das geregelt, oder hilft Ihnen eine Übersicht?",
    "Ihr Mietvertrag in Linz läuft im Juni aus, das steht im Jahresbericht vom Februar. Danach verlängert er sich um fünf Jahre, und Ihre Kosten steigen um ein Drittel. Ich rufe an, um Ihnen zwei freie Hallen zu nennen. Wäre das nützlich?",
    "Frau Weber, Sie haben am Montag das Werk in Brünn übernommen. Ihre Planer arbeiten jetzt mit zwei Lagerlisten, und die Inventur ist schon im Mai. Darf ich Ihnen zeigen, wie ein Nachbar das gelöst hat?",
];

const BAD: &[(&str, &str)] = &[
    ("Guten Tag, ich wollte nur mal nachfragen, ob Sie mein Angebot gesehen haben.", "check_in"),
    ("Hallo Frau Weber, gibt es schon etwas Neues?", "check_in"),
    ("Wir sind führender Anbieter von Logistiksoftware und helfen Unternehmen wie Ihrem, Kosten zu sparen.", "pitch"),
    ("Mir fehlen noch zwei Abschlüsse bis zu meinem Quartalsziel, da habe ich an Sie gedacht.", "seller_reason"),
    ("Entschuldigen Sie die Störung, ich weiß, Sie haben viel zu tun.", "apology"),
    ("Störe ich gerade?", "bad_time"),
    ("Guten Tag Herr Maier, ich hoffe, es geht Ihnen gut.", "pleasantry"),
    ("Ich bin auf Ihr Profil gestoßen und bin beeindruckt von Ihrem Unternehmen.", "vague_praise"),
    ("Sie haben gestern unser Whitepaper heruntergeladen.", "only_our_activity"),
    ("Das Angebot gilt nur bis heute, letzte Chance.", "pressure"),
    ("Ihr Team ist offensichtlich überfordert, das hätten Sie längst regeln müssen.", "condescension"),
    ("Unsere ganzheitliche Lösung hebt Synergien entlang der Wertschöpfungskette.", "jargon"),
    ("Hallo Herr [Name], am Dienstag wurde Ihr Werk in Essen geschlossen.", "gap"),
    ("Glückwunsch zum Stellenabbau letzte Woche, spannende Zeiten!", "wrong_tone"),
    ("Rufen Sie Unternehmen an? Wir bieten Schulungen für Teams.", "no_their_fact"),
    ("Ihr Werk in Essen wurde am Montag geschlossen. Passt Ihnen Dienstag oder Mittwoch besser?", "hard_to_decline"),
    ("Ihr Werk in Essen wurde am Montag geschlossen.", "no_ask"),
];

#[test]
fn good_german_openers_are_left_alone() {
    for text in GOOD {
        assert_eq!(check(text, &recall(Confidence::High), german(), 150), [], "{text}");
    }
    for text in GOOD_ANYWHERE {
        assert_eq!(check(text, &Evidence::default(), german(), 150), [], "{text}");
    }
}

#[test]
fn bad_german_openers_are_told_what_is_wrong() {
    for (text, rule) in BAD {
        let found = names(text, &Evidence::default());
        assert!(found.iter().any(|name| name == rule), "{rule} is missing in {found:?}: {text}");
    }
}

#[test]
fn german_claims_are_held_against_the_evidence() {
    let known = recall(Confidence::High);
    for (text, rule) in [
        ("Am Dienstag hat Melka fünf Chargen zurückgerufen.", "unsupported_number"),
        ("Melka hat am 3. März drei Chargen zurückgerufen.", "date_differs"),
        ("Am Dienstag hat Melka drei Chargen zurückgerufen, sagte mir Herr Osterkamp.", "unsupported_name"),
        ("Am Dienstag hat Melka drei Chargen zurückgerufen: „das war die schlimmste Woche“.", "unsupported_quote"),
    ] {
        let found = names(text, &known);
        assert!(found.iter().any(|name| name == rule), "{rule} is missing in {found:?}: {text}");
    }
    let sure = "Am Dienstag hat Melka drei Chargen zurückgerufen.";
    assert!(names(sure, &recall(Confidence::Low)).iter().any(|name| name == "too_sure"));
    assert!(!names(sure, &known).iter().any(|name| name.starts_with("unsupported")), "{:?}", names(sure, &known));
}

#[test]
fn findings_speak_the_language_of_the_pack() {
    let found = check("Störe ich gerade?", &Evidence::default(), german(), 150);
    let said = found.iter().find(|finding| finding.rule == "bad_time").map(|finding| finding.says.as_str());
    assert_eq!(said, Some("„Störe ich gerade“ lädt sie ein zu sagen: ja, ungünstig."));
}

#[test]
fn both_packs_have_the_same_rules_and_every_sentence_is_there() {
    for name in Playbook::builtin().rules.keys() {
        let rule = german().rules.get(name).unwrap_or_else(|| panic!("the German pack has no rule {name}"));
        assert!(
            rule.severity.is_some() && rule.says.is_some() && rule.advice.is_some() && rule.mark.is_some(),
            "{name}"
        );
    }
    assert_eq!(german().rules.len(), Playbook::builtin().rules.len());
}

#[test]
fn a_teams_own_lines_extend_the_pack_of_their_language() {
    let own = german().extension("[[rule]]\nname = \"jargon\"\nphrases = [\"größtmöglich*\"]\n").unwrap();
    let playbook = german().clone().overlay(own);
    let found = check("Das hat größtmöglichen Nutzen.", &Evidence::default(), &playbook, 150);
    assert!(found.iter().any(|finding| finding.rule == "jargon"), "{found:?}");
}
