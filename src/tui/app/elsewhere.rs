//! Text that is not in the book, and forms that another window has open.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, Utc};

use crate::domain::draft::Draft;
use crate::domain::edit::Clash;
use crate::tui::context::Offer;
use crate::tui::message::action::Action;
use crate::tui::message::answer::TextOf;
use crate::tui::message::command::DraftCommand;
use crate::tui::message::effect::Effect;
use crate::tui::message::prompt::{ClashOf, Question};
use crate::tui::widgets::form::{FormDraft, TextKey};

use super::{App, Overlay};

/// A text that the book did not take, as it is told at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftBehind {
    /// Key of its form, where the book may take the text yet; none of what was laid beside another window's.
    pub key: Option<String>,
    /// What it was typed into, for people.
    pub title: String,
    /// The file that it is in.
    pub path: String,
    pub why: String,
}

/// What changes what a form holds, or saves it.
const WRITES: &[Action] = &[
    Action::Save,
    Action::StartCampaign,
    Action::Mark,
    Action::LeaveColumn,
    Action::NoteColumn,
    Action::KeepPreset,
    Action::Discard,
    Action::Template,
    Action::Reason,
    Action::TakeAll,
    Action::UndoText,
    Action::RedoText,
    Action::Editor,
];

/// What a draft keeps beside what was typed and chosen.
const NOT_TYPED: &[&str] = &["focus", "place", "call"];

impl App {
    /// Returns what the other windows must know: which forms were opened and left since it was asked last.
    pub fn claims(&mut self) -> Vec<DraftCommand> {
        let asked = match &self.overlay {
            Some(Overlay::Ask(prompt)) => prompt.key(),
            Some(Overlay::Palette(_)) | None => None,
        };
        let open: Vec<String> = self.stack.iter().filter_map(|open| open.screen.claim()).chain(asked).collect();
        if open == self.claimed {
            return Vec::new();
        }
        let before = std::mem::replace(&mut self.claimed, open);
        self.elsewhere.retain(|(key, _)| self.claimed.contains(key));
        let left = before.iter().filter(|key| !self.claimed.contains(key)).cloned().map(DraftCommand::Release);
        let opened = self.claimed.iter().filter(|key| !before.contains(key)).cloned();
        left.chain(opened.map(|key| DraftCommand::Claim { key, take_over: false })).collect()
    }

    /// Notes that a form is open in another window.
    pub(super) fn note_elsewhere(&mut self, key: &str, since: DateTime<Utc>, path: Option<&str>) -> Vec<Effect> {
        self.elsewhere.retain(|(known, _)| known != key);
        self.elsewhere.push((key.to_owned(), since));
        // It was typed before this window knew.
        let beside = path.map_or_else(String::new, |path| format!(" What you typed since is in {path}."));
        if let Some(path) = path {
            let why = "Another window took the form over.".to_owned();
            let title = "What you typed last".to_owned();
            self.note_aside(LeftBehind { key: None, title, path: path.to_owned(), why });
        }
        // A form that only shows what the other window typed has nothing of its own to keep.
        let is_typed = path.is_none() && self.typed_at.is_some();
        let unkept = self.sketches().find(|sketch| is_typed && sketch.key == key);
        let keeps = unkept.map(|sketch| self.keep_sketch(sketch)).into_iter().flatten();
        keeps.chain([Effect::complain(format!("{}{beside}", self.elsewhere_says(since)))]).collect()
    }

    /// Notes where text is that the book did not take; says so once for each form.
    pub(super) fn note_aside(&mut self, left: LeftBehind) -> Vec<Effect> {
        self.kept_at = Some(self.now);
        if self.left_behind.iter().any(|known| known.path == left.path) {
            return Vec::new();
        }
        let says = format!("{} What you type is kept in {} instead.", left.why, left.path);
        self.left_behind.push(left);
        vec![Effect::complain(says)]
    }

    /// Notes that the text of a form is in the book, or is wanted no more.
    pub(super) fn note_kept(&mut self, key: &str) {
        self.left_behind.retain(|left| left.key.as_deref() != Some(key));
    }

    /// Returns the texts that the book did not take.
    pub fn left_behind(&self) -> &[LeftBehind] {
        &self.left_behind
    }

    /// Returns what is typed on the screen now, by what it was typed into.
    pub fn unkept(&self) -> Vec<(String, String)> {
        self.sketches().map(|sketch| (sketch.title, sketch.body)).collect()
    }

    /// The form in front is this window's now: it is opened anew with the text that was typed elsewhere. What is typed here
    /// by now stays, unless the form was taken over or the other text was chosen.
    pub(super) fn open_here(&mut self, key: &str, with: TextOf) -> Vec<Effect> {
        self.elsewhere.retain(|(known, _)| known != key);
        let says = match with {
            TextOf::Aside if self.sketches().any(|sketch| sketch.key == key) => return Vec::new(),
            TextOf::Aside | TextOf::Beside => None,
            TextOf::Taken => Some(Effect::say("Taken over: what was typed in the other window is here.")),
        };
        self.kept.retain(|(kept, _)| kept != key);
        if let Some(Overlay::Ask(prompt)) = &self.overlay
            && prompt.key().as_deref() == Some(key)
        {
            let question = prompt.question().clone();
            // What was typed here before this window knew must not be kept over the other's.
            self.overlay = None;
            return self.open_prompt(question).into_iter().chain(says).collect();
        }
        let Some(open) = self.stack.last_mut().filter(|open| open.screen.claim().as_deref() == Some(key)) else {
            return Vec::new();
        };
        open.open_anew();
        self.with_front(|screen, ctx| screen.ask(ctx)).into_iter().chain(says).collect()
    }

    /// Text was laid beside a form that is this window's now: it comes back where the form holds nothing, else both are
    /// shown.
    pub(super) fn on_beside(&mut self, draft: &Draft, path: &Path, kept: Option<&Draft>) -> Vec<Effect> {
        let (key, path) = (draft.key.clone(), path.to_owned());
        let typed = self.sketches().find(|sketch| sketch.key == key).map(|sketch| sketch.body);
        // A form that is being opened does not hold yet what the book kept of it.
        let here = typed.or_else(|| kept.map(|kept| kept.body.clone()));
        let clashes = here.as_ref().map(|here| differing(here, &draft.body)).unwrap_or_default();
        if !clashes.is_empty() {
            return vec![Effect::Prompt(Question::Clashes(ClashOf::Beside(key, path), clashes))];
        }
        vec![DraftCommand::Beside { key, path, take: here.is_none() }.into()]
    }

    /// What a key does to a form that another window has open: Enter takes it over, also where letters are keys, and nothing
    /// else changes it.
    pub(super) fn held_elsewhere(&self, stroke: Option<&TextKey>, action: Option<Action>) -> Option<Vec<Effect>> {
        let front = match &self.overlay {
            Some(Overlay::Ask(prompt)) => prompt.key(),
            Some(Overlay::Palette(_)) => None,
            None => self.front().claim(),
        };
        let (key, since) = self.elsewhere.iter().find(|(key, _)| Some(key) == front.as_ref())?;
        match (stroke, action) {
            (Some(TextKey::Enter), None) | (None, Some(Action::Open)) => {
                Some(vec![DraftCommand::Claim { key: key.clone(), take_over: true }.into()])
            }
            (_, Some(action)) if self.writes(action) => Some(vec![Effect::complain(self.elsewhere_says(*since))]),
            (_, Some(_)) | (None, None) => None,
            (Some(_), None) => Some(vec![Effect::complain(self.elsewhere_says(*since))]),
        }
    }

    /// Whether an action changes the form in front. The tour saves it only where it begins from there.
    fn writes(&self, action: Action) -> bool {
        let saves_by_tour = action == Action::Tour && self.front().offers(action, &self.ctx()) == Offer::Yes;
        WRITES.contains(&action) || saves_by_tour
    }

    fn elsewhere_says(&self, since: DateTime<Utc>) -> String {
        format!("Open in another window since {}. Enter takes it over; Esc leaves it there.", self.hour_of(since))
    }

    /// "14:03", "3 Mar 14:03" for another day.
    pub(super) fn hour_of(&self, at: DateTime<Utc>) -> String {
        let at = at.with_timezone(self.now.0.offset());
        let when = if at.date_naive() == self.now.date() { "%H:%M" } else { "%-d %b %H:%M" };
        at.format(when).to_string()
    }
}

/// What two texts of one form say differently, field by field; what is said in one of them alone is told too.
fn differing(here: &str, beside: &str) -> Vec<Clash> {
    let read = |body: &str| serde_json::from_str::<FormDraft>(body).unwrap_or_default();
    let (here, beside) = (read(here), read(beside));
    let names: BTreeSet<&String> = beside.fields.keys().chain(beside.extra.keys()).collect();
    let said = |draft: &FormDraft, name: &String| {
        draft.fields.get(name).or_else(|| draft.extra.get(name)).cloned().unwrap_or_default()
    };
    let clash = |name: &String| {
        let (theirs, mine) = (said(&here, name), said(&beside, name));
        // What was laid aside takes nothing away.
        let differs = !mine.trim().is_empty() && mine.trim() != theirs.trim();
        differs.then(|| Clash { name: "", label: name.replace('_', " "), theirs, mine })
    };
    names.into_iter().filter(|name| !NOT_TYPED.contains(&name.as_str())).filter_map(clash).collect()
}
