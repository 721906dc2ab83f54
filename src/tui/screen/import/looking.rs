//! Leaves a file that is looked at.

use crate::tui::context::Offer;
use crate::tui::message::command::Command;
use crate::tui::message::effect::Effect;

use super::{ImportScreen, ImportStage};

impl ImportScreen {
    /// Esc leaves a file that is looked at; elsewhere it means what it means everywhere.
    pub(super) fn may_stop_looking(&self) -> Offer {
        match &self.stage {
            ImportStage::Looking | ImportStage::Running { dry_run: true, .. } => Offer::Yes,
            ImportStage::Choosing
            | ImportStage::Columns(_)
            | ImportStage::Running { dry_run: false, .. }
            | ImportStage::Preview(_)
            | ImportStage::Done(_)
            | ImportStage::Shared(_) => Offer::No,
        }
    }

    pub(super) fn stop_looking(&mut self) -> Vec<Effect> {
        let stop = match &self.stage {
            ImportStage::Running { .. } => Command::CancelImport,
            ImportStage::Choosing
            | ImportStage::Looking
            | ImportStage::Columns(_)
            | ImportStage::Preview(_)
            | ImportStage::Done(_)
            | ImportStage::Shared(_) => Command::StopLooking,
        };
        self.stage = ImportStage::Choosing;
        vec![stop.into(), Effect::say("Stopped looking at it; nothing of it was kept.")]
    }
}
