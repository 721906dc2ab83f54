//! What the log form keeps in its draft, and how it comes back. A call is kept whole, of an amendment only what changed.

use std::collections::BTreeMap;

use crate::domain::call::Call;
use crate::domain::query::LogStart;
use crate::tui::context::Ctx;
use crate::tui::message::effect::Effect;
use crate::tui::screen::is_back;
use crate::tui::widgets::form::FormDraft;

use super::choices::{pack, unpack};
use super::stood_on::planned;
use super::{Amended, LogScreen};

impl LogScreen {
    /// Takes the initial values once, later those of another time.
    pub(super) fn begin(&mut self, start: &LogStart, ctx: &Ctx) -> Vec<Effect> {
        if self.start.is_some() {
            if self.amends.is_none() {
                self.take_that_time(start);
            }
            return Vec::new();
        }
        self.start = Some(Box::new(start.clone()));
        self.opened = Some(ctx.now);
        if self.amends.is_none() {
            self.picked.reason = planned(start);
        }
        let Some(draft) = &start.draft else { return Vec::new() };
        let Ok(kept) = serde_json::from_str::<FormDraft>(&draft.body) else { return Vec::new() };
        if !self.restore(&kept) {
            return Vec::new();
        }
        self.focus = kept.extra.get("focus").and_then(|f| f.parse().ok()).unwrap_or(0);
        self.touched = true;
        let mut effects = vec![is_back(draft, "Enter saves it", ctx)];
        effects.extend(self.ask_for_that_time(ctx));
        effects
    }

    fn restore(&mut self, kept: &FormDraft) -> bool {
        let Some(amended) = &mut self.amends else {
            self.form.restore(kept);
            self.chose_reason = kept.extra.contains_key("chose");
            let typed = kept.extra.get("overrides").and_then(|typed| serde_json::from_str(typed).ok());
            self.overrides = typed.unwrap_or_else(|| std::mem::take(&mut self.overrides));
            self.picked = unpack(&kept.extra, self.picked);
            return true;
        };
        let mut any = self.form.restore_changes(kept);
        let (mut now, mut before) = (pack(&self.picked), pack(&amended.picked));
        for (name, was) in &kept.read {
            if let Some(said) = kept.extra.get(name) {
                now.insert(name.clone(), said.clone());
                before.insert(name.clone(), was.clone());
                any = true;
            }
        }
        self.picked = unpack(&now, self.picked);
        amended.picked = unpack(&before, amended.picked);
        any
    }

    /// What its draft keeps.
    pub(super) fn kept(&self) -> FormDraft {
        let mut kept = match &self.amends {
            Some(amended) => self.kept_changes(amended),
            None => FormDraft { extra: pack(&self.picked), ..self.form.keep() },
        };
        if self.chose_reason {
            kept.extra.insert("chose".into(), "reason".into());
        }
        if !self.overrides.is_empty() {
            let overrides = serde_json::to_string(&self.overrides).unwrap_or_default();
            kept.extra.insert("overrides".into(), overrides);
        }
        kept.extra.insert("focus".into(), self.focus.to_string());
        if let Some(start) = &self.start {
            kept.extra.insert("call".into(), start.call.id.to_string());
        }
        kept
    }

    fn kept_changes(&self, amended: &Amended) -> FormDraft {
        let mut kept = self.form.keep_changes();
        let (now, before) = (pack(&self.picked), pack(&amended.picked));
        let said = |picked: &BTreeMap<String, String>, name: &String| picked.get(name).cloned().unwrap_or_default();
        for name in now.keys().chain(before.keys()).filter(|name| now.get(*name) != before.get(*name)) {
            kept.extra.insert(name.clone(), said(&now, name));
            kept.read.insert(name.clone(), said(&before, name));
        }
        kept
    }

    /// The amended call as it was read: where a draft is older than what the form was opened with, its fields say so.
    pub(super) fn as_read(&self, amended: &Amended, ctx: &Ctx) -> Call {
        let mut then = LogScreen::amend(amended.call.clone());
        then.start.clone_from(&self.start);
        then.picked = amended.picked;
        for (field, mine) in then.form.fields.iter_mut().zip(&self.form.fields) {
            field.text.replace(&mine.read);
        }
        then.call(ctx).unwrap_or_else(|_unreadable| amended.call.clone())
    }
}
