//! Chooses three questions for the call: the plan's own first, then those that fit the promise, the trigger and the
//! last verdict.

use std::sync::OnceLock;

use serde::Deserialize;

use super::page::CallSheetSource;
use crate::domain::call::{Verdict, Whose};
use crate::domain::query::TriggerDetail;
use crate::domain::trigger::Scope;

/// Number of questions on a sheet.
const THREE: usize = 3;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionFile {
    question: Vec<SheetQuestion>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SheetQuestion {
    about: QuestionTopic,
    #[serde(default)]
    pub(super) kind: Vec<String>,
    #[serde(default)]
    scope: Vec<Scope>,
    verdict: Option<Verdict>,
    whose: Option<Whose>,
    pub(super) text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum QuestionTopic {
    Promise,
    Trigger,
    Verdict,
    Any,
}

/// Returns the three questions, at most one on each subject and none twice.
pub(super) fn questions(file: &CallSheetSource) -> Vec<String> {
    let mut asked: Vec<String> = split_questions(&file.plan.plan.questions);
    for about in [QuestionTopic::Promise, QuestionTopic::Trigger, QuestionTopic::Verdict] {
        asked.extend(templates().iter().filter(|template| template.about == about).find_map(|one| one.filled(file)));
    }
    asked.extend(
        templates().iter().filter(|template| template.about == QuestionTopic::Any).filter_map(|one| one.filled(file)),
    );
    // The plan's own stand first and are never cut for a template's.
    asked.truncate(THREE);
    asked
}

/// Splits a line of the plan into questions; a line without a question mark is one question.
fn split_questions(text: &str) -> Vec<String> {
    let sentences = text.lines().flat_map(|line| line.split_inclusive('?'));
    let sentences = sentences.map(|sentence| sentence.trim().trim_start_matches(['-', '*', '•']).trim().to_owned());
    sentences.filter(|sentence| sentence.chars().any(char::is_alphanumeric)).collect()
}

impl SheetQuestion {
    /// Returns the question filled in for this call; `None` if it does not fit.
    fn filled(&self, file: &CallSheetSource) -> Option<String> {
        match self.about {
            QuestionTopic::Promise => {
                let owed = file.promises.iter().find(|row| Some(row.promise.whose) == self.whose)?;
                Some(self.text.replace("{what}", owed.promise.what.trim().trim_end_matches(['.', '?'])))
            }
            QuestionTopic::Trigger => {
                let live = stands_on(file)?;
                let kinds = self.kind.is_empty() || self.kind.contains(&live.trigger.kind);
                let scopes = self.scope.is_empty() || self.scope.contains(&live.trigger.scope);
                let text = self.text.replace("{headline}", live.trigger.headline.trim_end_matches('.'));
                (kinds && scopes).then(|| text.replace("{name}", &file.plan.account.name))
            }
            QuestionTopic::Verdict => {
                let last = file.plan.calls.iter().find_map(|call| call.verdict)?;
                (Some(last) == self.verdict).then(|| self.text.clone())
            }
            QuestionTopic::Any => Some(self.text.clone()),
        }
    }
}

/// Returns the trigger that the call stands on, if it is live.
pub(super) fn stands_on(file: &CallSheetSource) -> Option<&TriggerDetail> {
    let id = file.plan.stands_on()?;
    file.plan.triggers.iter().find(|one| one.trigger.id == id && one.row.freshness.value > 0.0)
}

pub(super) fn templates() -> &'static [SheetQuestion] {
    static TEMPLATES: OnceLock<Vec<SheetQuestion>> = OnceLock::new();
    TEMPLATES.get_or_init(|| {
        let table: QuestionFile = toml::from_str(include_str!("../../../assets/sheet_questions.toml"))
            .expect("the shipped sheet_questions.toml is read by a test");
        table.question
    })
}
