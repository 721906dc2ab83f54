//! The first run: no book yet. Three ways to begin; or a book that cannot be used, why, and the backup to go back to.

use ratatui::layout::Position;

use crate::tui::message::action::Action;
use crate::tui::message::answer::{Answer, BackupOffer};
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
    /// The backup that can take the place of the book.
    offer: Option<BackupOffer>,
    selected: usize,
    import_next: bool,
}

/// What can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WelcomeChoice {
    /// Go back to the backup of this number.
    Restore(u32),
    Sample,
    Import,
    Empty,
    Quit,
}

impl WelcomeScreen {
    /// There is no book at this path yet, or none any more.
    pub fn no_book(path: String, offer: Option<BackupOffer>) -> WelcomeScreen {
        WelcomeScreen { path, fault: None, offer, selected: 0, import_next: false }
    }

    /// The book cannot be used.
    pub fn unusable(says: String, offer: Option<BackupOffer>) -> WelcomeScreen {
        WelcomeScreen { path: String::new(), fault: Some(says), offer, selected: 0, import_next: false }
    }

    fn choices(&self) -> Vec<WelcomeChoice> {
        let restore = self.offer.iter().map(|offer| WelcomeChoice::Restore(offer.number));
        let rest: &[WelcomeChoice] = match self.fault {
            Some(_) => &[WelcomeChoice::Sample, WelcomeChoice::Quit],
            None => &[WelcomeChoice::Sample, WelcomeChoice::Import, WelcomeChoice::Empty],
        };
        restore.chain(rest.iter().copied()).collect()
    }

    /// A choice, and what it means.
    fn words(&self, choice: WelcomeChoice) -> (String, String) {
        let (title, about) = match choice {
            WelcomeChoice::Restore(_) => {
                let (made, about) =
                    self.offer.as_ref().map_or(("", ""), |offer| (offer.made.as_str(), offer.about.as_str()));
                return (format!("Go back to the backup of {made}"), about.to_owned());
            }
            WelcomeChoice::Sample => ("Look around in a sample book", "fictional people; Ctrl-N there: the tour"),
            WelcomeChoice::Import => ("Begin with a file", "a CSV of your CRM, with a preview"),
            WelcomeChoice::Empty => ("Begin empty", "write the first account yourself"),
            WelcomeChoice::Quit => ("Quit", "the file stays as it is"),
        };
        (title.to_owned(), about.to_owned())
    }

    fn step(&mut self, by: isize) -> Vec<Effect> {
        self.selected = self.selected.saturating_add_signed(by).min(self.choices().len() - 1);
        Vec::new()
    }

    fn choose(&mut self) -> Vec<Effect> {
        let Some(choice) = self.choices().get(self.selected).copied() else { return Vec::new() };
        match choice {
            WelcomeChoice::Restore(number) => vec![Command::Restore(number).into()],
            WelcomeChoice::Sample => vec![Command::OpenSample { tour: false }.into()],
            WelcomeChoice::Quit => vec![Effect::Terminal(TerminalRequest::Quit)],
            WelcomeChoice::Import => {
                self.import_next = true;
                vec![Command::Open { create: true }.into()]
            }
            WelcomeChoice::Empty => vec![Command::Open { create: true }.into()],
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
        // The name last, so that it is asked in front; the import comes up once it is given or skipped.
        let next = [self.import_next.then_some(Route::Import), opened.asks_who.then_some(Route::Who)];
        [Effect::Close].into_iter().chain(next.into_iter().flatten().map(Effect::Go)).collect()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let area = layout::middle(ctx.area, ctx.area.width.saturating_sub(6).min(76), 16);
        let mut y = area.y;
        let says = match &self.fault {
            Some(fault) if self.offer.is_some() => {
                format!("{fault}\n\nIf you go back to a backup, this file is kept aside.")
            }
            Some(fault) => fault.clone(),
            None if self.offer.is_some() => {
                format!("There is no book any more at {}, but backups of one that stood there.", self.path)
            }
            None => format!(
                "whynow: whom to call, and why now.\n\nAn interruption is only an interruption when it wastes the person's time. This program keeps one book of accounts, of what happened to them, and of whether they said the time was well spent.\n\nThere is no book yet at {}",
                self.path
            ),
        };
        y += brush.paragraph(area, &says, if self.fault.is_some() { Role::Bad } else { Role::Text }) + 1;
        for (place, choice) in self.choices().into_iter().enumerate() {
            let (title, about) = self.words(choice);
            let selected = place == self.selected;
            let sign = if selected { "> " } else { "  " };
            let line = ratatui::layout::Rect { y, height: 1, ..area };
            brush.spans(
                line.x,
                y,
                line.width,
                &[(sign, Role::Key), (&title, Role::Strong), ("  ", Role::Text), (&about, Role::Dim)],
            );
            if selected {
                brush.mark_selected(line);
            }
            y += 1;
        }
        None
    }
}
