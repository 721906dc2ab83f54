//! What the plan does for each action: while it is written, and while the saved versions cover it.

use crate::domain::plan::PlanField;
use crate::tui::context::{Ctx, Offer};
use crate::tui::message::action::Action;
use crate::tui::message::command::DraftCommand;
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::route::Errand;
use crate::tui::screen::{Act, ActTable, NOTHING_TYPED};
use crate::tui::widgets::layout::Room;

use super::{PlanPane, PlanScreen};

impl ActTable for PlanScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::always(Action::Save, Self::save),
        Act::always(Action::Template, Self::draft),
        Act::always(Action::Reason, Self::next_reason),
        Act::always(Action::Wordings, |screen, _| screen.open_wordings()),
        Act::always(Action::Timer, Self::time_me),
        Act::always(Action::Evidence, Self::turn),
        Act::always(Action::NextPane, |screen, ctx| screen.step(1, ctx)),
        Act::always(Action::PreviousPane, |screen, ctx| screen.step(-1, ctx)),
        Act::undo_text(),
        Act::redo_text(),
        Act::editor(),
        Act::offered(Action::Discard, |screen, _| Offer::yes_if(screen.touched, NOTHING_TYPED), Self::discard),
        Act::always(Action::Copy, |screen, _| screen.copy()),
        Act::always(Action::Call, |screen, _| screen.begin(Errand::Call)),
        Act::always(Action::Log, |screen, _| screen.begin(Errand::Log)),
        Act::always(Action::Sheet, |screen, _| screen.begin(Errand::Sheet)),
    ];

    fn acts(&self) -> &'static [Act<Self>] {
        match self.side {
            PlanPane::Writing | PlanPane::Evidence | PlanPane::WayForward if self.file.is_none() => &[],
            PlanPane::Writing | PlanPane::Evidence | PlanPane::WayForward => Self::ACTS,
            PlanPane::Wordings(_) => ON_WORDINGS,
        }
    }
}

/// What is done while the saved versions cover the screen.
const ON_WORDINGS: &[Act<PlanScreen>] = &[
    Act::Moves(|screen, movement, _| screen.go_to_wording(movement)),
    Act::always(Action::Open, PlanScreen::take_wording),
    Act::always(Action::Back, |screen, _| screen.bring(PlanPane::Writing)),
];

impl PlanScreen {
    /// Turns to what we know, to their way forward, and back; a wide screen shows what we know beside the plan.
    fn turn(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.bring(match self.side {
            PlanPane::Writing if ctx.room != Room::Wide => PlanPane::Evidence,
            PlanPane::Writing | PlanPane::Evidence => PlanPane::WayForward,
            PlanPane::WayForward | PlanPane::Wordings(_) => PlanPane::Writing,
        })
    }

    fn bring(&mut self, pane: PlanPane) -> Vec<Effect> {
        self.side = pane;
        Vec::new()
    }

    fn copy(&self) -> Vec<Effect> {
        vec![Effect::Terminal(TerminalRequest::Copy(self.form.get(PlanField::Opener.key()).to_string()))]
    }

    fn discard(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.touched = false;
        if let Some(mut file) = self.file.take() {
            // What is discarded must not come back with the file.
            file.draft = None;
            self.take(&file, ctx);
        }
        vec![DraftCommand::Discard(self.key()).into(), Effect::say("Back to what was saved.")]
    }

    /// Begins an errand with the person of the plan.
    fn begin(&self, errand: Errand) -> Vec<Effect> {
        self.file.iter().map(|file| Effect::Begin(errand, file.account.id, self.contact)).collect()
    }
}
