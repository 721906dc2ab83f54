//! The tour: five deeds on the sample book. It watches what is done, and has no screens of its own.

use crate::domain::trigger::Status;
use crate::tui::context::{Offer, ScreenRules};
use crate::tui::message::action::Action;
use crate::tui::message::answer::{Answer, Saved};
use crate::tui::message::command::{CallCommand, Command, TriggerCommand};
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::Layer;
use crate::tui::message::route::Route;

use super::App;

/// Columns under which a hint takes two rows.
const WIDE: u16 = 90;

/// Rows over the footer that the tour takes.
pub(in crate::tui) fn rows(width: u16) -> u16 {
    if width < WIDE { 3 } else { 2 }
}

/// A deed of the tour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    /// A trigger is kept.
    Keep,
    /// A plan is saved.
    Plan,
    /// The call clock runs.
    Call,
    /// A call is logged.
    Log,
    /// A promise is kept.
    Promise,
}

impl Deed {
    const ALL: [Deed; 5] = [Deed::Keep, Deed::Plan, Deed::Call, Deed::Log, Deed::Promise];

    fn words(self) -> &'static str {
        match self {
            Deed::Keep => "keep a trigger",
            Deed::Plan => "plan a call",
            Deed::Call => "call",
            Deed::Log => "log it",
            Deed::Promise => "a promise",
        }
    }
}

/// How far the tour is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::tui) struct Tour {
    /// Index of the deed that is next; behind the last one the tour is over.
    next: usize,
    /// A deed that the book was told to do and has not answered.
    waits: Option<Deed>,
}

impl Tour {
    fn deed(&self) -> Option<Deed> {
        Deed::ALL.get(self.next).copied()
    }

    fn done(&mut self, deed: Deed) {
        if self.deed() == Some(deed) {
            self.next += 1;
        }
        self.waits = self.waits.filter(|waits| *waits != deed);
    }

    /// Notes a command that goes to the book.
    pub(super) fn note_command(&mut self, command: &Command) {
        let keeps = if let Command::Trigger(TriggerCommand::SetStatus(_, status)) = command {
            *status == Status::Kept
        } else if let Command::Trigger(TriggerCommand::Save(edit)) = command {
            edit.typed.status == Status::Kept
        } else {
            false
        };
        if keeps {
            self.waits = Some(Deed::Keep);
        } else if matches!(command, Command::Call(CallCommand::KeepPromise(_))) {
            self.waits = Some(Deed::Promise);
        }
    }

    /// Notes what the book answers: a deed counts once it is on disk.
    pub(super) fn note_answer(&mut self, answer: &Answer) {
        if let Answer::Saved(Saved::Plan(..)) = answer {
            self.done(Deed::Plan);
        } else if let Answer::Saved(Saved::Call { .. }) = answer {
            // Logged without the clock: that call was made all the same.
            self.done(Deed::Call);
            self.done(Deed::Log);
        } else if let Answer::Failed { .. } = answer {
            self.waits = None;
        } else if let (Answer::Changed, Some(deed)) = (answer, self.waits) {
            self.done(deed);
        }
    }
}

impl App {
    /// Begins the tour on a sample book of its own; in it, leaves out the deed that is next.
    pub(super) fn go_on_tour(&mut self) -> Vec<Effect> {
        // The question of a new book keeps the name first.
        if self.tour.is_none() && self.front().offers(Action::Tour, &self.ctx()) == Offer::Yes {
            return self.with_front(|screen, ctx| screen.act(Action::Tour, ctx));
        }
        if let Some(tour) = &mut self.tour {
            tour.next += 1;
            return if tour.next > Deed::ALL.len() { self.end_tour() } else { Vec::new() };
        }
        if self.call.is_some() {
            return vec![Effect::complain("A call goes on: the tour waits until it is logged.")];
        }
        if self.importing {
            return vec![Effect::complain("An import goes on: the tour waits until it is done.")];
        }
        let mut effects = self.keep_drafts();
        effects.push(Command::OpenSample { tour: true }.into());
        effects
    }

    /// Ends the tour and goes back to the rep's own book, or to where there is none yet.
    pub(super) fn end_tour(&mut self) -> Vec<Effect> {
        if self.tour.take().is_none() {
            return vec![Effect::say("No tour goes on.")];
        }
        self.start_anew();
        vec![Command::LeaveSample.into(), Effect::say("The tour is over; whynow tour shows it again.")]
    }

    /// Forgets what belongs to the book that was open: another one comes.
    pub(super) fn start_anew(&mut self) {
        let rules = ScreenRules { measured: Vec::new(), ..self.rules.clone() };
        *self = App::new(rules, self.keymap.clone(), self.now, self.size);
    }

    /// Notes that a clock runs, however it was started.
    pub(super) fn note_tour_call(&mut self) {
        if let (Some(tour), true) = (&mut self.tour, self.call.is_some()) {
            tour.done(Deed::Call);
        }
    }

    /// What the tour says now: where it is, and what to press and why; `None` without one.
    pub(in crate::tui) fn tour_line(&self) -> Option<(String, String)> {
        let tour = self.tour.as_ref()?;
        let key = |action| self.keymap.key(self.layer(), action).unwrap_or_default();
        let (skips, ends) = (key(Action::Tour), key(Action::EndTour));
        Some(match tour.deed() {
            Some(deed) => {
                let head = format!("Tour {} of {}: {}", tour.next + 1, Deed::ALL.len(), deed.words());
                (format!("{head}  ({skips} skips, {ends} ends)"), self.hint(deed))
            }
            None => {
                let says =
                    "That is a day: keep, plan, call, log, keep your promise. Look around; nothing here is real.";
                (format!("The tour is over  ({ends} goes to your own book)"), says.into())
            }
        })
    }

    fn hint(&self, deed: Deed) -> String {
        let nav = |action| self.keymap.key(Layer::Nav, action).unwrap_or_default();
        let text = |action| self.keymap.key(Layer::Text, action).unwrap_or_default();
        let here = |route: Route| self.stack.is_empty() && super::screens::TABS[self.tab].route == route;
        let in_a_form = self.layer() == Layer::Text;
        let clock = if in_a_form { text(Action::Call) } else { nav(Action::Call) };
        match deed {
            Deed::Keep if here(Route::Triggers) => {
                format!("{} keeps the one under >: only what is kept is a reason to call.", nav(Action::Keep))
            }
            Deed::Keep if in_a_form => "Esc leaves this form; what you typed is kept.".into(),
            Deed::Keep => {
                format!("{} shows what happened to your accounts and nobody has read yet.", nav(Action::GoTriggers))
            }
            Deed::Plan if in_a_form => format!(
                "{} drafts the opener from what is known; {} saves the plan, ready or not.",
                text(Action::Template),
                text(Action::Save)
            ),
            Deed::Plan if here(Route::Today) => format!(
                "{} goes down to a row with points; {} plans that call: why now, for them.",
                nav(Action::Down),
                nav(Action::Plan)
            ),
            Deed::Plan => format!("{} shows whom to call, and why now.", nav(Action::GoToday)),
            Deed::Call => {
                format!("{clock} starts the clock. What speaks against the call is said first; Enter goes on.")
            }
            Deed::Log if self.call.is_some() => format!("{clock} hangs up when you are done, and opens the log."),
            Deed::Log if in_a_form => {
                "r reached, y well spent, i they said so; Enter saves. Did it do them good, by whose word?".into()
            }
            Deed::Log => format!("{} logs a call: whether they said their time was well spent.", nav(Action::Log)),
            Deed::Promise if here(Route::Today) => format!(
                "{} goes up to what you promised; {} on one says it is kept.",
                nav(Action::Top),
                nav(Action::Done)
            ),
            Deed::Promise if in_a_form => "Esc leaves this form; what you typed is kept.".into(),
            Deed::Promise => format!("{} shows what you promised, before anybody new.", nav(Action::GoToday)),
        }
    }
}
