//! What a screen or an overlay is told, and what it answers: plain data, known to both.

use ratatui::layout::Rect;

use super::widgets::layout::Room;
use crate::clock::Moment;
use crate::domain::check::Playbook;
use crate::domain::opener::{self, Template};
use crate::domain::plan::speech::DEFAULT_WPM;
use crate::domain::scorecard::kind_strength::Strength;
use crate::domain::text::fold;
use crate::domain::trigger::kind::{Kind, Kinds};
use crate::domain::trigger::triage::{OFFERED, reject_reasons};

/// The context that every screen may read.
#[derive(Debug, Clone, Copy)]
pub struct Ctx<'a> {
    /// The time of the last message.
    pub now: Moment,
    /// Where the screen stands.
    pub area: Rect,
    /// How much room there is.
    pub room: Room,
    /// The rules that are data.
    pub rules: &'a ScreenRules,
    /// Why nothing can be written, where that is so.
    pub read_only: Option<&'a str>,
    /// Why the last query has no answer, if so.
    pub unread: Option<&'a str>,
}

impl Ctx<'_> {
    /// Returns the text in place of an answer that is awaited, or why there will be none.
    pub fn reading(&self) -> &str {
        self.unread.unwrap_or("reading the book …")
    }
}

/// The rules that are data, with the team's own on top. The built-in ones are read when first asked for, so that the first
/// frame does not wait for them.
#[derive(Debug, Clone)]
pub struct ScreenRules {
    /// The team's trigger kinds over the built-in ones.
    pub kinds: Option<Kinds>,
    /// The team's check over the built-in one.
    pub playbook: Option<Playbook>,
    /// The team's own templates; one with the key of a built-in one takes its place.
    pub templates: Vec<Template>,
    /// Words a minute.
    pub wpm: u16,
    /// Strengths that this book's calls gave a kind, by its key.
    pub measured: Vec<(String, Strength)>,
    /// Reasons to offer for a rejection, the commonest first.
    pub reject_reasons: Vec<String>,
}

impl ScreenRules {
    /// The built-in rules.
    pub fn builtin() -> ScreenRules {
        ScreenRules {
            kinds: None,
            playbook: None,
            templates: Vec::new(),
            wpm: DEFAULT_WPM,
            measured: Vec::new(),
            reject_reasons: reject_reasons(&[]),
        }
    }

    /// Trigger kinds.
    pub fn kinds(&self) -> &Kinds {
        self.kinds.as_ref().unwrap_or_else(|| Kinds::builtin())
    }

    /// The strength that a new trigger of a kind begins with.
    pub fn strength_of(&self, kind: &Kind) -> u8 {
        self.measured_of(&kind.key).map_or(kind.strength, |measured| measured.strength)
    }

    /// The strength that this book's calls gave a kind, where one was taken.
    pub fn measured_of(&self, kind: &str) -> Option<Strength> {
        self.measured.iter().find(|(key, _)| key == kind).map(|(_, measured)| *measured)
    }

    /// Where a kind's strength comes from: "default, not measured" or "measured here, n = 34".
    pub fn strength_from(&self, kind: &str) -> String {
        match self.measured_of(kind) {
            Some(measured) => format!("measured here, n = {}", measured.n),
            None => "default, not measured".into(),
        }
    }

    // The digits stay where they are while somebody works: they are learned by hand.
    /// Offers a reason that was just given too, behind the others.
    pub fn offer_reason(&mut self, given: &str) {
        let known = self.reject_reasons.iter().any(|reason| fold(reason) == fold(given));
        if !known && self.reject_reasons.len() < OFFERED {
            self.reject_reasons.push(given.to_owned());
        }
    }

    /// What an opener is checked against.
    pub fn playbook(&self) -> &Playbook {
        self.playbook.as_ref().unwrap_or_else(|| Playbook::builtin())
    }

    /// Opener templates, the team's own first.
    pub fn templates(&self) -> Vec<Template> {
        let replaced = |template: &&Template| self.templates.iter().any(|own| own.key == template.key);
        let builtin = opener::templates().iter().filter(|template| !replaced(template));
        self.templates.iter().chain(builtin).cloned().collect()
    }
}

/// Whether a screen offers an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// It does.
    Yes,
    /// It would, but not now: why.
    Off(String),
    /// Not here.
    No,
}

impl Offer {
    /// Possible where this holds; else off, and why.
    pub fn yes_if(possible: bool, why: &str) -> Offer {
        if possible { Offer::Yes } else { Offer::Off(why.to_owned()) }
    }

    /// Possible where the book can be written.
    pub fn writing(ctx: &Ctx) -> Offer {
        ctx.read_only.map_or(Offer::Yes, |why| Offer::Off(why.to_owned()))
    }

    /// There at all only where this holds.
    pub fn only_if(here: bool) -> Offer {
        if here { Offer::Yes } else { Offer::No }
    }
}

/// The list that "next" and "previous" step through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// Accounts.
    Accounts,
    /// People, for plans.
    People,
    /// Calls.
    Calls,
}

/// The unsaved text that a form keeps when it is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormSketch {
    pub key: String,
    /// What it is, for people.
    pub title: String,
    /// The fields as JSON.
    pub body: String,
}
