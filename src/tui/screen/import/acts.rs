//! What each key does, by the stage of the import.

use crate::domain::import::options::Target;
use crate::tui::context::Offer;
use crate::tui::message::action::Action;
use crate::tui::message::effect::Effect;
use crate::tui::screen::{Act, ActTable, NOTHING_TYPED, Screen};
use crate::tui::widgets::form::TextKey;

use super::{ImportScreen, ImportStage};
/// What is done on the list of columns.
const ON_COLUMNS: &[Act<ImportScreen>] = &[
    Act::Moves(|screen, movement, _| screen.on_columns(|columns, _| columns.go(movement))),
    Act::always(Action::Open, |screen, _| screen.see_what_would_happen()),
    Act::always(Action::Edit, |screen, _| screen.on_columns(|columns, _| columns.choose())),
    Act::always(Action::LeaveColumn, |screen, _| {
        screen.on_columns(|columns, how| columns.becomes(Target::Ignore, how))
    }),
    Act::always(Action::NoteColumn, |screen, _| screen.on_columns(|columns, how| columns.becomes(Target::Note, how))),
    Act::always(Action::KeepPreset, |screen, _| screen.name_preset()),
    Act::always(Action::NextPane, |screen, _| screen.turn(1)),
    Act::always(Action::PreviousPane, |screen, _| screen.turn(-1)),
    Act::always(Action::Back, |screen, _| screen.leave_columns()),
];

/// What is done once a file is in: nothing can be typed there any more, so that a letter is a key.
const ONCE_IN: &[Act<ImportScreen>] = &[
    Act::Moves(|screen, movement, _| screen.scroll(movement)),
    Act::alike(&[Action::Open, Action::Back], |_, _| vec![Effect::Close]),
];

/// What is done in a box over that list.
const IN_A_BOX: &[Act<ImportScreen>] = &[Act::always(Action::Back, |screen, _| screen.leave_columns())];

impl ActTable for ImportScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::always(Action::NextPane, |screen, _| screen.tab()),
        Act::always(Action::PreviousPane, |screen, _| screen.turn(-1)),
        Act::offered(Action::Columns, |screen, _| screen.may_show_columns(), |screen, _| screen.show_columns()),
        Act::offered(Action::Back, |screen, _| screen.may_stop_looking(), |screen, _| screen.stop_looking()),
        Act::undo_text(),
        Act::redo_text(),
        Act::offered(
            Action::Discard,
            |screen, _| Offer::yes_if(screen.touched, NOTHING_TYPED),
            |screen, _| screen.discard(),
        ),
        Act::always(Action::Save, |screen, ctx| screen.stroke(&TextKey::Enter, ctx)),
    ];

    fn acts(&self) -> &'static [Act<Self>] {
        match &self.stage {
            ImportStage::Columns(columns) if columns.is_typing() => IN_A_BOX,
            ImportStage::Columns(_) => ON_COLUMNS,
            _ if self.is_in() => ONCE_IN,
            ImportStage::Choosing
            | ImportStage::Looking
            | ImportStage::Running { .. }
            | ImportStage::Preview(_)
            | ImportStage::Done(_)
            | ImportStage::Shared(_) => Self::ACTS,
        }
    }
}
