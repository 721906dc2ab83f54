//! Chooses one question on each subject: what happened to them and how far the rep is with them pick it.

use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Change, DecisionFacts, Stage};
use crate::domain::opener::{say_day, say_within};
use crate::domain::trigger::Scope;
use crate::domain::vocabulary::vocabulary;

/// Most spoken words of a company's name inside a question.
const NAME: usize = 6;

vocabulary! {
    /// What a question of the way forward is about.
    WaySubject {
        /// What they have to decide next.
        Decide = "decide", "To decide";
        /// Who else on their side belongs in it.
        WhoElse = "who_else", "Who else";
        /// What others in their place did.
        Others = "others", "What others did";
        /// What comes next for them.
        WhatNext = "what_next", "What next";
    }
}

/// A question that can be asked as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WayQuestion {
    pub about: WaySubject,
    pub text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WayFile {
    pub(super) question: Vec<WayTemplate>,
    pub(super) part: Vec<PartWords>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WayTemplate {
    pub(super) about: WaySubject,
    #[serde(default)]
    pub(super) kind: Vec<String>,
    #[serde(default)]
    scope: Vec<Scope>,
    #[serde(default)]
    stage: Vec<Stage>,
    pub(super) text: String,
}

/// A usual part in a decision, and how it is also called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartWords {
    pub(super) is: String,
    also: Vec<String>,
}

/// Returns the first question on each subject that fits and can be filled in.
pub(super) fn questions(
    facts: &DecisionFacts,
    company: &str,
    change: Option<Change<'_>>,
    today: NaiveDate,
) -> Vec<WayQuestion> {
    let ahead = change.and_then(|change| facts.effective.iter().find(|(id, _)| *id == change.id));
    let day = ahead.filter(|(_, day)| *day > today).map(|(_, day)| say_day(*day, today, facts.days));
    let fill = [("{name}", say_within(company, NAME)), ("{day}", day)];
    let first = |about: &WaySubject| {
        let fitting = way_file().question.iter().filter(|template| template.about == *about);
        let mut fitting = fitting.filter(|template| template.fits(facts.stage, change));
        let text = fitting.find_map(|template| fill_placeholders(&template.text, &fill))?;
        Some(WayQuestion { about: *about, text })
    };
    WaySubject::ALL.iter().filter_map(first).collect()
}

/// Returns how a usual part in a decision is also called.
pub(super) fn known_words(role: &str) -> &'static [String] {
    way_file().part.iter().find(|part| part.is == role).map_or(&[], |part| &part.also)
}

impl WayTemplate {
    fn fits(&self, stage: Stage, change: Option<Change<'_>>) -> bool {
        let kind =
            self.kind.is_empty() || change.is_some_and(|change| self.kind.iter().any(|kind| kind == change.kind));
        let scope = self.scope.is_empty() || change.is_some_and(|change| self.scope.contains(&change.scope));
        let stage = self.stage.is_empty() || self.stage.contains(&stage);
        kind && scope && stage
    }
}

/// Returns the text with every placeholder filled; `None` if one has nothing that can be said there.
fn fill_placeholders(text: &str, fill: &[(&str, Option<String>)]) -> Option<String> {
    let mut said = text.to_owned();
    for (place, words) in fill {
        if said.contains(place) {
            said = said.replace(place, words.as_deref()?);
        }
    }
    Some(said)
}

pub(super) fn way_file() -> &'static WayFile {
    static FILE: OnceLock<WayFile> = OnceLock::new();
    FILE.get_or_init(|| {
        toml::from_str(include_str!("../../../assets/way_forward.toml"))
            .expect("the shipped way_forward.toml is read by a test")
    })
}
