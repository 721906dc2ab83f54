//! The app: which screen is in front, what lies over it, and what every message changes. No handles, no disk.

mod dead_keys;
mod drafts;
mod elsewhere;
mod keys;
mod leaving;
mod navigation;
mod on_answer;
mod screens;
pub mod tabs;
pub(in crate::tui) mod tour;

use chrono::{DateTime, Utc};
use ratatui::layout::{Position, Rect};

use crate::clock::Moment;
use crate::domain::call::Running;
use crate::domain::ids::{AccountId, ContactId, TriggerId};
use crate::domain::trigger::Status;

use super::context::{Ctx, ScreenRules};
use super::message::answer::OpenedBook;
use super::message::command::{Command, DraftCommand, TriggerCommand};
use super::message::effect::{Effect, Notice, TerminalRequest};
use super::message::keymap::{Keymap, Layer};
use super::message::msg::Msg;
use super::message::prompt::Question;
use super::message::route::Errand;
use super::overlay::palette::Palette;
use super::overlay::prompt::Prompt;
use super::screen::Screen;
use super::widgets::form::TextKey;
use super::widgets::layout;
use super::widgets::layout::Room;
use dead_keys::UnplacedText;
pub use elsewhere::LeftBehind;
use leaving::Left;
use screens::{OpenScreen, TABS};
use tour::Tour;

/// Milliseconds of quiet typing after which a draft is kept; the promise is two seconds.
pub const DRAFT_AFTER: i64 = 1_000;

/// A box over the front screen: palette, question or help.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// A question.
    Ask(Prompt),
    /// Help or the palette.
    Palette(Palette),
}

/// The whole state of the screen.
#[derive(Debug)]
pub struct App {
    now: Moment,
    opened_at: Moment,
    size: (u16, u16),
    rules: ScreenRules,
    keymap: Keymap,
    tabs: Vec<Box<dyn Screen>>,
    tab: usize,
    stack: Vec<OpenScreen>,
    overlay: Option<Overlay>,
    /// Questions that came while another was open.
    held: Vec<Question>,
    /// Drafts of the questions that lead to the next one.
    led_here: Vec<String>,
    /// Questions whose answers are on their way to the book.
    answered: Vec<Prompt>,
    /// Keys of the forms that this window has open.
    claimed: Vec<String>,
    /// Those of them that another window has open, since when.
    elsewhere: Vec<(String, DateTime<Utc>)>,
    /// Texts that the book did not take.
    left_behind: Vec<LeftBehind>,
    notice: Option<Notice>,
    book: Option<OpenedBook>,
    call: Option<Running>,
    importing: bool,
    /// A trigger on its way to its form.
    opening: Option<TriggerId>,
    /// The account whose form opens once it is read.
    opening_account: Option<AccountId>,
    /// The errand that waits for guards and cautions.
    beginning: Option<(Errand, AccountId, Option<ContactId>)>,
    /// Why the last query has no answer.
    unread: Option<String>,
    typed_at: Option<Moment>,
    kept: Vec<(String, String)>,
    kept_at: Option<Moment>,
    /// Forms and questions that were left while their text was on its way: they come back where it can be kept nowhere.
    leaving: Vec<Left>,
    /// Keys of the texts that are on their way.
    keeping: Vec<String>,
    /// The form whose text can be kept nowhere, once that was said: the next Esc leaves it all the same.
    warned: Option<String>,
    /// The disk with the book is almost full.
    is_short_of_room: bool,
    /// When a key last did nothing.
    dead_since: Option<Moment>,
    /// Text that the paste box may take.
    unplaced: Option<UnplacedText>,
    tour: Option<Tour>,
}

impl App {
    /// The app before the book is open.
    pub fn new(rules: ScreenRules, keymap: Keymap, now: Moment, size: (u16, u16)) -> App {
        App {
            now,
            opened_at: now,
            size,
            rules,
            keymap,
            tabs: TABS.iter().map(|tab| (tab.make)()).collect(),
            tab: 0,
            stack: Vec::new(),
            overlay: None,
            held: Vec::new(),
            led_here: Vec::new(),
            answered: Vec::new(),
            claimed: Vec::new(),
            elsewhere: Vec::new(),
            left_behind: Vec::new(),
            notice: None,
            book: None,
            call: None,
            importing: false,
            opening: None,
            opening_account: None,
            beginning: None,
            unread: None,
            typed_at: None,
            kept: Vec::new(),
            kept_at: None,
            leaving: Vec::new(),
            keeping: Vec::new(),
            warned: None,
            is_short_of_room: false,
            dead_since: None,
            unplaced: None,
            tour: None,
        }
    }

    /// Takes a message; returns what the store thread and the terminal must do.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let effects = match msg {
            Msg::Start => vec![Command::Open { create: false }.into()],
            Msg::StartTour => vec![Command::OpenSample { tour: true }.into()],
            Msg::Tick(now) => self.tick(now),
            Msg::Key(event) => self.key(&event),
            Msg::Paste(text) => self.typed(&TextKey::Paste(text)),
            Msg::Burst(text) => self.burst(text),
            Msg::Click { column, row } => self.click(Position { x: column, y: row }),
            Msg::Wheel(by) => self.wheel(by),
            Msg::Resize(width, height) => {
                self.size = (width, height);
                Vec::new()
            }
            Msg::Edited(text) => self.edited(&text),
            Msg::OutsideFailed(says) => vec![Effect::complain(says)],
            Msg::Closing => self.leave_all(),
            Msg::Book(answer) => self.answer(&answer),
        };
        let mut effects = self.settle(effects);
        let asked = self.ask_held();
        effects.extend(self.settle(asked));
        self.note_tour_call();
        effects
    }

    /// Carries out the app's own effects until only others are left.
    fn settle(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut out = Vec::new();
        let mut queue: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            let more = match effect {
                Effect::Go(place) => self.go(place),
                Effect::Close => self.close(),
                Effect::Prompt(question) => self.open_prompt(question),
                Effect::Say(notice) => {
                    self.notice = Some(notice);
                    Vec::new()
                }
                Effect::Begin(errand, account, contact) => self.begin(errand, account, contact),
                Effect::StartClock { contact, name, overrides, asked } => {
                    self.start_clock(Running { contact, name, since: self.now.0, overrides, asked })
                }
                Effect::Overridden(overrides) => self.with_front(|screen, ctx| screen.take_overrides(&overrides, ctx)),
                Effect::Settle(key, side) => self.settle_clashes(&key, side),
                Effect::Called(contact, says) => self.next_call(contact, says),
                Effect::EditTrigger(id) => self.read_for_form(id),
                Effect::EditAccount(id) => self.read_account_for_form(id),
                Effect::Ask(query) => {
                    self.unread = None;
                    out.push(Effect::Ask(query));
                    Vec::new()
                }
                Effect::Do(command) => {
                    self.note_command(&command);
                    out.push(Effect::Do(command));
                    Vec::new()
                }
                Effect::Terminal(wish) => {
                    if let TerminalRequest::Copy(text) = &wish {
                        self.notice = Some(copied_notice(text));
                    }
                    if let TerminalRequest::OpenLink(address) = &wish {
                        self.notice = Some(Notice { says: format!("Opening {address}"), bad: false });
                    }
                    out.push(Effect::Terminal(wish));
                    Vec::new()
                }
            };
            // What follows from an effect comes before what was asked for after it: a screen is closed, then the next opens.
            for effect in more.into_iter().rev() {
                queue.push_front(effect);
            }
        }
        out
    }

    fn note_command(&mut self, command: &Command) {
        let command = command.deed();
        if let Command::Draft(DraftCommand::Discard(key)) = command {
            self.kept.retain(|(kept, _)| kept != key);
        }
        if let Command::Draft(DraftCommand::Beside { path, .. }) = command {
            self.left_behind.retain(|left| left.path != path.display().to_string());
        }
        self.importing |= matches!(command, Command::Import(_) | Command::Fetch(_));
        if let Command::Trigger(TriggerCommand::SetStatus(_, Status::Rejected(why))) = command {
            self.rules.offer_reason(why);
        }
        if let Some(tour) = &mut self.tour {
            tour.note_command(command);
        }
        self.screens_mut().for_each(|screen| screen.sent(command));
    }

    // What the view reads.

    /// The time of the last message.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// The screen in front.
    pub fn front(&self) -> &dyn Screen {
        self.stack.last().map_or(&self.tabs[self.tab], |open| &open.screen).as_ref()
    }

    /// The tab in front, and whether something lies on it.
    pub fn place(&self) -> (usize, bool) {
        (self.tab, !self.stack.is_empty())
    }

    /// A box over the front screen: palette, question or help.
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    /// The line for the person.
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// The book, once it is open.
    pub fn book(&self) -> Option<&OpenedBook> {
        self.book.as_ref()
    }

    /// The call that runs.
    pub fn call(&self) -> Option<&Running> {
        self.call.as_ref()
    }

    /// When typed text last reached the disk.
    pub fn kept_at(&self) -> Option<Moment> {
        self.kept_at
    }

    /// The disk with the book is almost full.
    pub fn is_short_of_room(&self) -> bool {
        self.is_short_of_room
    }

    /// Text was typed that is not on disk yet.
    pub fn has_unsaved_text(&self) -> bool {
        self.typed_at.is_some()
    }

    /// The keys.
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// Milliseconds until the app wants a [`Msg::Tick`]: a draft is due, or the minute turns.
    pub fn next_tick(&self, now: Moment) -> i64 {
        let minute = 60_000 - now.millis().rem_euclid(60_000);
        match self.typed_at {
            Some(since) => (since.millis() + DRAFT_AFTER - now.millis()).clamp(1, minute),
            None => minute,
        }
    }

    /// The layer in which the next key is read.
    pub fn layer(&self) -> Layer {
        if self.overlay.is_some() { Layer::Text } else { self.front().layer() }
    }

    /// What screens may look at.
    pub fn ctx(&self) -> Ctx<'_> {
        ctx_of(self.now, self.room(), &self.rules, self.book.as_ref(), self.unread.as_deref())
    }

    /// Columns and rows that are left to the screens: the tour takes some.
    fn room(&self) -> (u16, u16) {
        let (width, height) = self.size;
        (width, height.saturating_sub(if self.tour.is_some() { tour::rows(width) } else { 0 }))
    }

    /// Does something with the front screen.
    fn with_front<T>(&mut self, f: impl FnOnce(&mut dyn Screen, &Ctx) -> T) -> T {
        let ctx = ctx_of(self.now, self.room(), &self.rules, self.book.as_ref(), self.unread.as_deref());
        f(self.stack.last_mut().map_or(&mut self.tabs[self.tab], |open| &mut open.screen).as_mut(), &ctx)
    }

    /// Every screen, whether it is seen or not.
    fn screens_mut(&mut self) -> impl Iterator<Item = &mut Box<dyn Screen>> {
        self.tabs.iter_mut().chain(self.stack.iter_mut().map(|open| &mut open.screen))
    }
}

fn ctx_of<'a>(
    now: Moment,
    size: (u16, u16),
    rules: &'a ScreenRules,
    book: Option<&'a OpenedBook>,
    unread: Option<&'a str>,
) -> Ctx<'a> {
    let area = layout::frame(Rect { x: 0, y: 0, width: size.0, height: size.1 }).body;
    let room = layout::room(size.0, size.1);
    let room = if room == Room::TooSmall { Room::Narrow } else { room };
    Ctx { now, area, room, rules, read_only: book.and_then(|book| book.read_only.as_deref()), unread }
}

fn copied_notice(text: &str) -> Notice {
    let start: String = text.chars().take(40).collect();
    Notice { says: format!("Sent to the terminal's clipboard: {start}"), bad: false }
}
