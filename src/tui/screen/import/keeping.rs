//! What the import screen keeps of a file that is not imported yet: its path, what its rows are, how it is read.

use crate::domain::draft::Draft;
use crate::tui::context::{Ctx, FormSketch};
use crate::tui::message::command::DraftCommand;
use crate::tui::message::effect::Effect;
use crate::tui::screen::{Screen, is_back};
use crate::tui::widgets::form::FormDraft;

use super::{ImportScreen, ImportStage};

/// Key of its draft. It ends with the import.
pub(super) const KEY: &str = "import";

impl ImportScreen {
    pub(super) fn kept_sketch(&self) -> Option<FormSketch> {
        let naming = match &self.stage {
            ImportStage::Columns(columns) => columns.preset_name(),
            ImportStage::Choosing
            | ImportStage::Looking
            | ImportStage::Running { .. }
            | ImportStage::Preview(_)
            | ImportStage::Done(_)
            | ImportStage::Shared(_) => None,
        };
        if !self.touched && naming.is_none() {
            return None;
        }
        let mut kept = self.form.keep();
        kept.extra.insert("kind".into(), serde_json::to_string(&self.kind).ok()?);
        kept.extra.insert("how".into(), serde_json::to_string(&self.how).ok()?);
        kept.extra.insert("preset".into(), naming.unwrap_or(&self.preset_name).to_owned());
        let body = serde_json::to_string(&kept).ok()?;
        Some(FormSketch { key: KEY.into(), title: self.title(), body })
    }

    /// What was typed and chosen comes back, where nothing newer was typed by now.
    pub(super) fn restore(&mut self, draft: &Draft, ctx: &Ctx) -> Vec<Effect> {
        let Ok(kept) = serde_json::from_str::<FormDraft>(&draft.body) else { return Vec::new() };
        if self.touched || kept.fields.get("path").is_none_or(|path| path.trim().is_empty()) {
            return Vec::new();
        }
        self.form.restore(&kept);
        // `null` reads as nothing said.
        let said = |name: &str| kept.extra.get(name).map_or("null", String::as_str);
        self.kind = serde_json::from_str(said("kind")).unwrap_or_default();
        self.how = serde_json::from_str(said("how")).unwrap_or_default();
        self.preset_name = kept.extra.get("preset").cloned().unwrap_or_default();
        self.touched = true;
        vec![is_back(draft, "Enter looks at the file", ctx)]
    }

    /// Asks for the name under which it is kept how the file is read; one that was begun stands there again.
    pub(super) fn name_preset(&mut self) -> Vec<Effect> {
        let typed = std::mem::take(&mut self.preset_name);
        self.on_columns(|columns, _| columns.name_preset(&typed))
    }

    /// The file is imported: nothing of it waits any more.
    pub(super) fn end_draft(&mut self) -> Vec<Effect> {
        self.touched = false;
        vec![DraftCommand::Discard(KEY.into()).into()]
    }

    pub(super) fn discard(&mut self) -> Vec<Effect> {
        *self = ImportScreen { restored: true, ..ImportScreen::default() };
        vec![DraftCommand::Discard(KEY.into()).into(), Effect::say("Forgotten.")]
    }
}
