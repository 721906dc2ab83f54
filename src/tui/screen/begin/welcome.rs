//! The first run: no book yet. Three ways to begin; or a book that cannot be used, and why.

use ratatui::layout::Position;

use crate::tui::message::action::Action;
use crate::tui::message::answer::Answer;
use crate::tui::message::command::Command;
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::route::Route;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::layout;
use crate::tui::widgets::theme::Role;

use crate::tui::context::Ctx;
use crate::tui::screen::{Act, ActTable, Screen};

/// The first run, or the reason why the book cannot be opened.
#[derive(Debug, Clone, PartialEq)]
pub struct WelcomeScreen {
    path: String,
    /// Why the book cannot be used; absent where there is none yet.
    fault: Option<String>,
    selected: usize,
    import_next: bool,
}

impl WelcomeScreen {
    /// There is no book at this path yet.
    pub fn no_book(path: String) -> WelcomeScreen {
        WelcomeScreen { path, fault: None, selected: 0, import_next: false }
    }

    /// The book cannot be used.
    pub fn unusable(says: String) -> WelcomeScreen {
        WelcomeScreen { path: String::new(), fault: Some(says), selected: 0, import_next: false }
    }

    fn choices(&self) -> Vec<(&'static str, &'static str)> {
        let sample = ("Look around in a sample book", "fictional people; Ctrl-N there: the tour");
        if self.fault.is_some() {
            return vec![sample, ("Quit", "the file stays as it is")];
        }
        vec![
            sample,
            ("Begin with a file", "a CSV of your CRM, with a preview"),
            ("Begin empty", "write the first account yourself"),
        ]
    }

    fn step(&mut self, by: isize) -> Vec<Effect> {
        self.selected = self.selected.saturating_add_signed(by).min(self.choices().len() - 1);
        Vec::new()
    }

    fn choose(&mut self) -> Vec<Effect> {
        match (self.selected, self.fault.is_some()) {
            (0, _) => vec![Command::OpenSample { tour: false }.into()],
            (_, true) => vec![Effect::Terminal(TerminalRequest::Quit)],
            (1, false) => {
                self.import_next = true;
                vec![Command::Open { create: true }.into()]
            }
            (_, false) => vec![Command::Open { create: true }.into()],
        }
    }
}

impl ActTable for WelcomeScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::always(Action::Down, |screen, _| screen.step(1)),
        Act::always(Action::Up, |screen, _| screen.step(-1)),
        Act::always(Action::Open, |screen, _| screen.choose()),
    ];
}

impl Screen for WelcomeScreen {
    fn title(&self) -> String {
        if self.fault.is_some() { "The book cannot be opened".into() } else { "Welcome".into() }
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Open, Action::Down, Action::Quit]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    fn show(&mut self, answer: &Answer, _ctx: &Ctx) -> Vec<Effect> {
        let Answer::Opened(opened) = answer else { return Vec::new() };
        let next = [self.import_next.then_some(Route::Import), opened.asks_who.then_some(Route::Who)];
        [Effect::Close].into_iter().chain(next.into_iter().flatten().map(Effect::Go)).collect()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let area = layout::middle(ctx.area, ctx.area.width.saturating_sub(6).min(76), 16);
        let mut y = area.y;
        let says = match &self.fault {
            Some(fault) => fault.clone(),
            None => format!(
                "whynow: whom to call, and why now.\n\nAn interruption is only an interruption when it wastes the person's time. This program keeps one book of accounts, of what happened to them, and of whether they said the time was well spent.\n\nThere is no book yet at {}",
                self.path
            ),
        };
        y += brush.paragraph(area, &says, if self.fault.is_some() { Role::Bad } else { Role::Text }) + 1;
        for (place, (title, about)) in self.choices().into_iter().enumerate() {
            let selected = place == self.selected;
            let sign = if selected { "> " } else { "  " };
            let line = ratatui::layout::Rect { y, height: 1, ..area };
            brush.spans(
                line.x,
                y,
                line.width,
                &[(sign, Role::Key), (title, Role::Strong), ("  ", Role::Text), (about, Role::Dim)],
            );
            if selected {
                brush.mark_selected(line);
            }
            y += 1;
        }
        None
    }
}
