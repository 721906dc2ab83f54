//! Converts filings with the SEC to triggers. `assets/edgar_8k.toml` gives kind and strength for each item of an 8-K.

use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::domain::text::{NAME_CAP, TRIGGER_CAP, clean_line, clean_note};
use crate::domain::trigger::kind::Kinds;
use crate::domain::trigger::{Confidence, Trigger};

/// A filing as a feed or list of the SEC reports it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filing {
    /// Form type: `8-K`, `8-K/A`, `10-Q`.
    pub form: String,
    /// Name of the company as the SEC writes it.
    pub company: String,
    /// Central Index Key of the company.
    pub cik: Option<u64>,
    /// Accession number, unique to the filing.
    pub accession: String,
    /// Day on which the filing was filed.
    pub filed_on: NaiveDate,
    pub url: Option<String>,
    /// Item codes such as `5.02`.
    pub items: Vec<String>,
}

/// Kind, strength and words of one 8-K item.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FilingItem {
    #[serde(alias = "form")]
    code: String,
    kind: String,
    strength: u8,
    words: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemFile {
    item: Vec<FilingItem>,
    form: Vec<FilingItem>,
}

impl Filing {
    /// Returns the trigger: kind and strength of its strongest item, all items in the summary.
    pub fn trigger(&self) -> Trigger {
        let known: Vec<&FilingItem> = table().item.iter().filter(|item| self.items.contains(&item.code)).collect();
        // Reversed, because `max_by_key` returns the last of equals: the first item of the table wins.
        let strongest = known.iter().rev().max_by_key(|item| item.strength).copied();
        let base = self.form.strip_suffix("/A").unwrap_or(&self.form);
        let (kind, strength, headline) = match (strongest, table().form.iter().find(|form| form.code == base)) {
            (Some(item), _) => {
                (item.kind.as_str(), item.strength, format!("{} ({} item {})", item.words, self.form, item.code))
            }
            (None, Some(form)) => (form.kind.as_str(), form.strength, format!("{} ({})", form.words, self.form)),
            // A form nobody listed is kept as what it is: an inbox that hides filings cannot be trusted.
            (None, None) => ("other", 1, format!("Filed form {} with the SEC", self.form)),
        };
        let scope = Kinds::builtin().get_or_other(kind).scope;
        Trigger {
            kind: kind.to_owned(),
            headline: clean_line(&headline, NAME_CAP),
            summary: clean_note(&self.summary(&known), TRIGGER_CAP),
            source: format!("SEC {base}"),
            url: self.url.clone(),
            occurred_on: self.filed_on,
            scope,
            strength,
            confidence: Confidence::High,
            company: Some(clean_line(&self.company, NAME_CAP)).filter(|name| !name.is_empty()),
            cik: self.cik,
            // The accession number is the same in the feeds and lists of the SEC: a filing that comes by both comes in
            // once.
            external: Some(clean_line(&self.accession, NAME_CAP)).filter(|number| !number.is_empty()),
            ..Trigger::default()
        }
    }

    /// Returns every item with its words, one a line; then whether the filing corrects an earlier one.
    fn summary(&self, known: &[&FilingItem]) -> String {
        let words = |code: &String| known.iter().find(|item| item.code == *code).map_or("", |item| item.words.as_str());
        let mut lines: Vec<String> =
            self.items.iter().map(|code| format!("Item {code} {}", words(code)).trim().to_owned()).collect();
        if self.form.ends_with("/A") {
            lines.push("Amends an earlier filing.".to_owned());
        }
        lines.join("\n")
    }
}

/// Splits a title such as `8-K - Velo3D, Inc. (0001825079) (Filer)` into form, company and CIK.
pub(super) fn title_parts(title: &str) -> (Option<&str>, &str, Option<u64>) {
    let title = title.trim();
    let bare = match title.rsplit_once(" (") {
        Some((rest, role))
            if role.strip_suffix(')').is_some_and(|role| role.chars().all(|c| c.is_alphabetic() || c == ' ')) =>
        {
            rest
        }
        _ => title,
    };
    let (named, cik) = match bare.rsplit_once(" (") {
        // A CIK in a title always has its ten digits; a shorter number in brackets belongs to the name.
        Some((rest, number)) => match number.strip_suffix(')').filter(|n| n.len() == 10).and_then(|n| n.parse().ok()) {
            Some(cik) => (rest, Some(cik)),
            None => (bare, None),
        },
        None => (bare, None),
    };
    match named.split_once(" - ") {
        Some((form, company)) if cik.is_some() && is_form(form) => (Some(form), company.trim(), cik),
        _ => (None, named.trim(), cik),
    }
}

fn is_form(text: &str) -> bool {
    text.len() <= 16 && text.chars().any(|c| c.is_ascii_digit()) && !text.contains(',')
}

/// Returns the item codes (`5.02`) in a text, in order, each once.
pub(crate) fn item_codes(text: &str) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_ascii_digit() && c != '.') {
        let word = word.trim_matches('.');
        let mut digits = word.split('.');
        let shape = (digits.next().map(str::len), digits.next().map(str::len), digits.next());
        if shape == (Some(1), Some(2), None) && !codes.iter().any(|code| code == word) {
            codes.push(word.to_owned());
        }
    }
    codes
}

fn table() -> &'static ItemFile {
    static TABLE: OnceLock<ItemFile> = OnceLock::new();
    TABLE.get_or_init(|| {
        toml::from_str(include_str!("../../../assets/edgar_8k.toml"))
            .expect("the shipped edgar_8k.toml is read by a test")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filing(items: &[&str]) -> Trigger {
        let items = items.iter().map(|code| (*code).to_owned()).collect();
        let filed_on = NaiveDate::from_ymd_opt(2025, 12, 12).unwrap();
        Filing { form: "8-K".into(), company: "Acme".into(), items, filed_on, ..Filing::default() }.trigger()
    }

    #[test]
    fn every_line_of_the_table_names_a_known_kind() {
        for item in table().item.iter().chain(&table().form) {
            assert!(Kinds::builtin().get(&item.kind).is_some(), "{}: {}", item.code, item.kind);
            assert!((1..=5).contains(&item.strength), "{}", item.code);
        }
    }

    #[test]
    fn the_strongest_item_decides() {
        let trigger = filing(&["9.01", "1.01", "5.02"]);
        assert_eq!((trigger.kind.as_str(), trigger.strength), ("leadership_change", 3));
        assert_eq!(trigger.headline, "Change among directors or officers (8-K item 5.02)");
        assert_eq!(trigger.summary.lines().count(), 3);
        let weak = filing(&["7.01", "8.01", "9.01"]);
        assert_eq!(
            (weak.kind.as_str(), weak.strength, weak.headline.as_str()),
            ("other", 1, "Statement under Regulation FD (8-K item 7.01)")
        );
        assert_eq!(filing(&[]).headline, "Filed form 8-K with the SEC");
    }

    #[test]
    fn titles_are_taken_apart() {
        assert_eq!(
            title_parts("8-K - Velo3D, Inc. (0001825079) (Filer)"),
            (Some("8-K"), "Velo3D, Inc.", Some(1_825_079))
        );
        assert_eq!(title_parts("HF Sinclair Corp (0001915657) (Filer)"), (None, "HF Sinclair Corp", Some(1_915_657)));
        assert_eq!(
            title_parts("8-K/A - A - B (Holdings) (0000000009) (Filer)"),
            (Some("8-K/A"), "A - B (Holdings)", Some(9))
        );
        assert_eq!(title_parts("Acme opens a plant"), (None, "Acme opens a plant", None));
        assert_eq!(item_codes("items 5.02 and 9.01; 5.02, v1.2.03, 12.05"), ["5.02", "9.01"]);
    }
}
