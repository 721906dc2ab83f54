//! Accounts without a reason to call, and the questions whose answer would be one.

use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Scope;
use crate::domain::account::Account;
use crate::domain::text::fold;

/// Most questions shown for an account.
const SHOWN: usize = 6;

/// A question, with what is known of an account filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WatchQuestion {
    /// Scope of the trigger that the answer would be.
    pub scope: Scope,
    /// Key of the kind of that trigger.
    pub kind: String,
    pub text: String,
}

/// An account in the profile without a reason to call.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoReasonRow {
    pub account: Account,
    /// Day of the last call.
    pub last_touch: Option<NaiveDate>,
    /// What to watch at the account.
    pub questions: Vec<WatchQuestion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WatchQuestionTemplate {
    scope: Scope,
    kind: String,
    #[serde(default)]
    industry: Vec<String>,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WatchQuestionFile {
    question: Vec<WatchQuestionTemplate>,
}

/// Returns the questions for an account: those for its own industry first, then one for each remaining scope. Only
/// known values are filled in; a question that needs others is left out.
pub fn questions(account: &Account) -> Vec<WatchQuestion> {
    let industry =
        fold(&[account.industry.as_deref(), account.sub_industry.as_deref()].map(Option::unwrap_or_default).join(" "));
    let fits = |template: &&WatchQuestionTemplate| template.industry.iter().any(|word| industry.contains(&fold(word)));
    let own = templates().iter().filter(fits);
    let general = templates().iter().filter(|template| template.industry.is_empty());
    let mut found: Vec<WatchQuestion> = Vec::new();
    // Their own industry first: of two questions about the same thing the closer one stays.
    for template in own.chain(general) {
        let known = found.iter().any(|question| (question.scope, &question.kind) == (template.scope, &template.kind));
        if let (Some(text), false) = (fill_blanks(&template.text, account), known) {
            found.push(WatchQuestion { scope: template.scope, kind: template.kind.clone(), text });
        }
    }
    found.truncate(SHOWN);
    found
}

/// Returns the text with every placeholder filled; `None` if the account lacks a value.
fn fill_blanks(text: &str, account: &Account) -> Option<String> {
    let known = |value: &Option<String>| value.clone().filter(|value| !value.trim().is_empty());
    let blanks = [
        ("{name}", Some(account.name.clone()).filter(|name| !name.is_empty())),
        ("{industry}", known(&account.industry)),
        ("{country}", known(&account.country)),
        ("{city}", known(&account.city)),
    ];
    let mut filled = text.to_owned();
    for (blank, value) in blanks {
        if text.contains(blank) {
            filled = filled.replace(blank, &value?);
        }
    }
    Some(filled)
}

fn templates() -> &'static [WatchQuestionTemplate] {
    static TEMPLATES: OnceLock<Vec<WatchQuestionTemplate>> = OnceLock::new();
    TEMPLATES.get_or_init(|| {
        let file: WatchQuestionFile = toml::from_str(include_str!("../../../assets/watch_questions.toml"))
            .expect("the shipped watch_questions.toml is read by a test");
        file.question
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::trigger::kind::Kinds;

    fn account(name: &str, industry: &str, country: &str, city: &str) -> Account {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Account {
            name: name.into(),
            industry: some(industry),
            country: some(country),
            city: some(city),
            ..Account::default()
        }
    }

    #[test]
    fn every_shipped_question_names_a_shipped_kind() {
        for template in templates() {
            assert!(Kinds::builtin().get(&template.kind).is_some(), "{}", template.kind);
            assert!(template.text.ends_with('?'), "{}", template.text);
        }
    }

    #[test]
    fn only_what_is_known_is_filled_in() {
        for (asked, some_of_them) in [
            (
                account("Norvik Foods", "Food processing", "Norway", "Bergen"),
                "energy and packaging prices move in Norway",
            ),
            (account("Norvik Foods", "", "", ""), "customers of Norvik Foods"),
            (account("Granite Bank", "Banking", "", ""), "central bank's rate mean for the margin of Granite Bank"),
        ] {
            let found = questions(&asked);
            assert!(found.iter().any(|question| question.text.contains(some_of_them)), "{found:#?}");
            for question in &found {
                assert!(!question.text.contains(['{', '}']), "{}", question.text);
            }
            assert!(found.len() <= SHOWN);
        }
        let bare = questions(&account("Norvik Foods", "", "", ""));
        assert!(bare.iter().all(|question| !question.text.contains(" in  ")), "{bare:#?}");
    }
}
