//! The app: which screen is in front, what lies over it, and what every message changes. No handles, no disk.

use ratatui::layout::{Position, Rect};

use crate::clock::Moment;
use crate::domain::guard::Override;
use crate::domain::ids::ContactId;
use crate::domain::rows::Draft;

use super::action::Action;
use super::editor::Move;
use super::effect::{Effect, Notice, Place, Request, Wish};
use super::form::Stroke;
use super::keymap::{Keymap, Layer};
use super::layout::{self, Room};
use super::msg::{Answer, Doing, Msg, Opened, Saved};
use super::screen::account::AccountScreen;
use super::screen::accounts::AccountsScreen;
use super::screen::ask::Ask;
use super::screen::call::CallScreen;
use super::screen::calls::CallsScreen;
use super::screen::edit::EditScreen;
use super::screen::help::help;
use super::screen::import::ImportScreen;
use super::screen::log::LogScreen;
use super::screen::palette::{Entry, Palette};
use super::screen::plan::PlanScreen;
use super::screen::review::ReviewScreen;
use super::screen::today::TodayScreen;
use super::screen::triggers::TriggersScreen;
use super::screen::welcome::WelcomeScreen;
use super::screen::{Ctx, Offer, Rules, Screen};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Milliseconds of quiet typing after which a draft is kept; the promise is two seconds.
pub const DRAFT_AFTER: i64 = 1_000;
/// The tabs in the order of their digits.
pub const TABS: [&str; 5] = ["Today", "Accounts", "Triggers", "Calls", "Review"];

/// What lies over the front screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// A question.
    Ask(Ask),
    /// Help or the palette.
    Palette(Palette),
}

/// A call that runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Clocked {
    /// Whom.
    pub contact: ContactId,
    /// Their name.
    pub name: String,
    /// Since when.
    pub since: Moment,
    /// Guards lifted for it.
    pub overrides: Vec<Override>,
}

/// The whole state of the screen.
#[derive(Debug)]
pub struct App {
    now: Moment,
    size: (u16, u16),
    rules: Rules,
    keymap: Keymap,
    tabs: [Box<dyn Screen>; 5],
    tab: usize,
    stack: Vec<Box<dyn Screen>>,
    overlay: Option<Overlay>,
    notice: Option<Notice>,
    book: Option<Opened>,
    call: Option<Clocked>,
    importing: bool,
    typed_at: Option<Moment>,
    kept: Vec<(String, String)>,
    kept_at: Option<Moment>,
}

impl App {
    /// The app before the book is open.
    pub fn new(rules: Rules, keymap: Keymap, now: Moment, size: (u16, u16)) -> App {
        App {
            now,
            size,
            rules,
            keymap,
            tabs: [
                Box::new(TodayScreen::default()),
                Box::new(AccountsScreen::default()),
                Box::new(TriggersScreen::default()),
                Box::new(CallsScreen::default()),
                Box::new(ReviewScreen::default()),
            ],
            tab: 0,
            stack: Vec::new(),
            overlay: None,
            notice: None,
            book: None,
            call: None,
            importing: false,
            typed_at: None,
            kept: Vec::new(),
            kept_at: None,
        }
    }

    /// Takes a message; returns what the store thread and the terminal must do.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let effects = match msg {
            Msg::Start => vec![Request::Open { create: false }.into()],
            Msg::Tick(now) => self.tick(now),
            Msg::Key(event) => self.key(&event),
            Msg::Paste(text) => self.typed(&Stroke::Paste(text)),
            Msg::Click { column, row } => self.click(Position { x: column, y: row }),
            Msg::Wheel(by) => self.wheel(by),
            Msg::Resize(width, height) => {
                self.size = (width, height);
                Vec::new()
            }
            Msg::Edited(text) => self.edited(&text),
            Msg::EditorFailed(says) => vec![Effect::complain(says)],
            Msg::Closing => self.leave_all(),
            Msg::Book(answer) => self.answer(&answer),
        };
        self.settle(effects)
    }

    /// Carries out the app's own effects until only others are left.
    fn settle(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut out = Vec::new();
        let mut queue: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            let more = match effect {
                Effect::Go(place) => self.go(place),
                Effect::Close => self.close(),
                Effect::Ask(ask) => {
                    self.overlay = Some(Overlay::Ask(*ask));
                    Vec::new()
                }
                Effect::Say(notice) => {
                    self.notice = Some(notice);
                    Vec::new()
                }
                Effect::StartClock { contact, name, overrides } => self.start_clock(contact, name, overrides),
                Effect::Book(request) => {
                    self.importing |= matches!(request, Request::Import { .. });
                    out.push(Effect::Book(request));
                    Vec::new()
                }
                Effect::Terminal(wish) => {
                    if let Wish::Copy(text) = &wish {
                        self.notice = Some(copied(text));
                    }
                    out.push(Effect::Terminal(wish));
                    Vec::new()
                }
            };
            for effect in more.into_iter().rev() {
                queue.push_front(effect);
            }
        }
        out
    }

    // What the view reads.

    /// The time of the last message.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// The screen in front.
    pub fn front(&self) -> &dyn Screen {
        self.stack.last().unwrap_or(&self.tabs[self.tab]).as_ref()
    }

    /// The tab in front, and whether something lies on it.
    pub fn place(&self) -> (usize, bool) {
        (self.tab, !self.stack.is_empty())
    }

    /// What lies over the front screen.
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    /// The line for the person.
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// The book, once it is open.
    pub fn book(&self) -> Option<&Opened> {
        self.book.as_ref()
    }

    /// The call that runs.
    pub fn call(&self) -> Option<&Clocked> {
        self.call.as_ref()
    }

    /// When typed text last reached the disk.
    pub fn kept_at(&self) -> Option<Moment> {
        self.kept_at
    }

    /// Text was typed that is not on disk yet.
    pub fn unkept(&self) -> bool {
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
        ctx_of(self.now, self.size, &self.rules, self.book.as_ref())
    }

    // Keys.

    fn key(&mut self, event: &KeyEvent) -> Vec<Effect> {
        self.notice = None;
        let action = self.keymap.resolve(self.layer(), event);
        if action == Some(Action::Interrupt) {
            return self.interrupt();
        }
        if self.overlay.is_some() {
            return self.overlay_key(event, action);
        }
        match action {
            Some(action) => self.run(action),
            None => stroke_of(event).map(|stroke| self.typed(&stroke)).unwrap_or_default(),
        }
    }

    fn typed(&mut self, stroke: &Stroke) -> Vec<Effect> {
        match self.overlay.as_mut() {
            Some(Overlay::Ask(ask)) => return ask.stroke(stroke),
            Some(Overlay::Palette(palette)) => {
                palette.stroke(stroke);
                return Vec::new();
            }
            None => {}
        }
        if self.front().layer() == Layer::Nav {
            let paste = matches!(stroke, Stroke::Paste(_));
            return if paste {
                vec![Effect::say("Nothing here takes text: / filters, n writes something new.")]
            } else {
                Vec::new()
            };
        }
        let effects = self.with_front(|screen, ctx| screen.stroke(stroke, ctx));
        self.note_typing();
        effects
    }

    fn note_typing(&mut self) {
        if self.typed_at.is_none() && self.front().sketch().is_some() {
            self.typed_at = Some(self.now);
        }
    }

    fn overlay_key(&mut self, event: &KeyEvent, action: Option<Action>) -> Vec<Effect> {
        let Some(mut overlay) = self.overlay.take() else { return Vec::new() };
        let stroke = stroke_of(event);
        let by = match (event.code, action) {
            (KeyCode::Up, _) | (_, Some(Action::PreviousPane)) => -1,
            (KeyCode::Down, _) | (_, Some(Action::NextPane)) => 1,
            _other => 0,
        };
        if action == Some(Action::Back) {
            return Vec::new();
        }
        let effects = match (&mut overlay, stroke) {
            (Overlay::Ask(ask), _) if by != 0 => {
                ask.go(if by > 0 { Action::Down } else { Action::Up });
                Vec::new()
            }
            (Overlay::Palette(palette), _) if by != 0 => {
                palette.go(by);
                Vec::new()
            }
            (Overlay::Ask(ask), Some(Stroke::Enter)) => {
                let ctx = ctx_of(self.now, self.size, &self.rules, self.book.as_ref());
                match ask.answer(&ctx) {
                    Some(effects) => return effects,
                    None => Vec::new(),
                }
            }
            (Overlay::Palette(palette), Some(Stroke::Enter)) => return self.chosen(palette.chosen().cloned()),
            (Overlay::Ask(ask), Some(stroke)) => ask.stroke(&stroke),
            (Overlay::Palette(palette), Some(stroke)) => {
                palette.stroke(&stroke);
                Vec::new()
            }
            (_, None) => Vec::new(),
        };
        self.overlay = Some(overlay);
        effects
    }

    fn chosen(&mut self, entry: Option<Entry>) -> Vec<Effect> {
        match entry {
            None => Vec::new(),
            Some(Entry { off: Some(why), .. }) => vec![Effect::complain(why)],
            Some(entry) => self.run(entry.action),
        }
    }

    /// Carries out an action: the app's own, or the front screen's.
    fn run(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::GoToday => vec![Effect::Go(Place::Today)],
            Action::GoAccounts => vec![Effect::Go(Place::Accounts)],
            Action::GoTriggers => vec![Effect::Go(Place::Triggers)],
            Action::GoCalls => vec![Effect::Go(Place::Calls)],
            Action::GoReview => vec![Effect::Go(Place::Review)],
            Action::Import => self.open_import(),
            Action::Undo => self.change(Request::Undo),
            Action::Redo => self.change(Request::Redo),
            Action::Help => {
                let palette = help(self.layer(), &self.entries(false), &self.keymap);
                self.over(palette)
            }
            Action::Palette => {
                let palette = Palette::new("All commands", self.entries(false));
                self.over(palette)
            }
            Action::Menu => {
                let palette = Palette::new("What can be done here", self.entries(true));
                self.over(palette)
            }
            Action::NextRecord => self.walk(1),
            Action::PreviousRecord => self.walk(-1),
            Action::Suspend => {
                let mut effects = self.keep_drafts();
                effects.push(Effect::Terminal(Wish::Suspend));
                effects
            }
            Action::Quit => self.quit(),
            Action::Interrupt => self.interrupt(),
            Action::Back => self.back(),
            Action::Editor => self.open_editor(),
            Action::Call if self.call.is_some() => self.hang_up(),
            _screens_own => self.screens_own(action),
        }
    }

    fn screens_own(&mut self, action: Action) -> Vec<Effect> {
        match self.front().offers(action, &self.ctx()) {
            Offer::Yes => {
                let effects = self.with_front(|screen, ctx| screen.act(action, ctx));
                self.note_typing();
                effects
            }
            Offer::Off(why) => vec![Effect::complain(format!("{}: {why}", action.short()))],
            Offer::No => Vec::new(),
        }
    }

    fn over(&mut self, palette: Palette) -> Vec<Effect> {
        self.overlay = Some(Overlay::Palette(palette));
        Vec::new()
    }

    /// Every command with its keys here and why it is off; `own` leaves out what works everywhere.
    fn entries(&self, own: bool) -> Vec<Entry> {
        let (layer, ctx) = (self.front().layer(), self.ctx());
        Action::ALL
            .iter()
            .filter_map(|action| {
                let offer = match everywhere(*action) {
                    true if own => return None,
                    true => Offer::Yes,
                    false => self.front().offers(*action, &ctx),
                };
                let off = match offer {
                    Offer::Yes => None,
                    Offer::Off(why) => Some(why),
                    Offer::No if own => return None,
                    Offer::No => Some("not on this screen".to_string()),
                };
                let keys = self.keymap.keys(layer, *action).into_iter().take(2).collect::<Vec<_>>().join(" ");
                Some(Entry { action: *action, keys, off })
            })
            .collect()
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.front().offers(Action::Back, &self.ctx()) == Offer::Yes {
            return self.with_front(|screen, ctx| screen.act(Action::Back, ctx));
        }
        if self.stack.is_empty() {
            vec![Effect::say("This is the top. q quits; what you typed is kept.")]
        } else {
            vec![Effect::Close]
        }
    }

    fn quit(&mut self) -> Vec<Effect> {
        if self.stack.len() > usize::from(self.book.is_none()) {
            return vec![Effect::Close];
        }
        self.leave_all()
    }

    fn interrupt(&mut self) -> Vec<Effect> {
        if self.importing {
            return vec![Request::CancelImport.into(), Effect::say("Cancelling; nothing of it stays.")];
        }
        self.leave_all()
    }

    fn leave_all(&mut self) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        effects.push(Effect::Terminal(Wish::Quit));
        effects
    }

    fn change(&mut self, request: Request) -> Vec<Effect> {
        match self.book.as_ref().map(|book| &book.read_only) {
            Some(None) => vec![request.into()],
            Some(Some(why)) => vec![Effect::complain(format!("The book can only be read: {why}"))],
            None => Vec::new(),
        }
    }

    fn open_import(&self) -> Vec<Effect> {
        if self.book.is_none() { Vec::new() } else { vec![Effect::Go(Place::Import)] }
    }

    fn open_editor(&mut self) -> Vec<Effect> {
        match self.front().text() {
            Some(text) => {
                let mut effects = self.keep_drafts();
                effects.push(Effect::Terminal(Wish::Edit(text)));
                effects
            }
            None => vec![Effect::complain("editor: nothing here takes text; open a plan or a form first")],
        }
    }

    fn edited(&mut self, text: &str) -> Vec<Effect> {
        let text = text.strip_suffix('\n').unwrap_or(text).to_string();
        let effects = self.with_front(|screen, ctx| {
            // Everything is replaced: to the end, then back over what stood there.
            let mut effects = Vec::new();
            while screen.text().is_some_and(|now| !now.is_empty()) {
                let before = screen.text();
                effects.extend(screen.stroke(&Stroke::Move(Move::Right), ctx));
                effects.extend(screen.stroke(&Stroke::Delete, ctx));
                effects.extend(screen.stroke(&Stroke::Backspace, ctx));
                if screen.text() == before {
                    break;
                }
            }
            effects.extend(screen.stroke(&Stroke::Paste(text.clone()), ctx));
            effects
        });
        self.note_typing();
        effects
    }

    // Calls.

    fn start_clock(&mut self, contact: ContactId, name: String, overrides: Vec<Override>) -> Vec<Effect> {
        let says = format!("The clock runs for {name}. c again (F4 in a form) when you hang up.");
        self.call = Some(Clocked { contact, name, since: self.now, overrides });
        vec![Effect::say(says)]
    }

    fn hang_up(&mut self) -> Vec<Effect> {
        let Some(call) = self.call.take() else { return Vec::new() };
        let seconds = u32::try_from((self.now.millis() - call.since.millis()) / 1000).unwrap_or(0);
        vec![Effect::Go(Place::Log { contact: call.contact, seconds: Some(seconds), overrides: call.overrides })]
    }

    // Places.

    fn go(&mut self, place: Place) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        let tab = match &place {
            Place::Today => Some(0),
            Place::Accounts => Some(1),
            Place::Triggers => Some(2),
            Place::Calls => Some(3),
            Place::Review => Some(4),
            Place::Account(_)
            | Place::Plan(_)
            | Place::Log { .. }
            | Place::Call(_)
            | Place::Amend(_)
            | Place::Edit(_)
            | Place::Import => None,
        };
        if self.book.is_none() {
            return Vec::new();
        }
        match tab {
            Some(tab) => {
                self.stack.clear();
                self.tab = tab;
            }
            None => self.stack.extend(detail(place)),
        }
        effects.extend(self.with_front(|screen, ctx| screen.ask(ctx)));
        effects
    }

    fn close(&mut self) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        self.stack.pop();
        effects.extend(self.with_front(|screen, ctx| screen.ask(ctx)));
        effects
    }

    fn walk(&mut self, by: isize) -> Vec<Effect> {
        let Some(walk) = self.front().walk() else {
            return vec![Effect::complain("next and previous walk along accounts, plans and calls: open one first")];
        };
        let mut effects = self.keep_drafts();
        let (size, now) = (self.size, self.now);
        let below = self.stack.len().saturating_sub(1);
        for level in (0..=below).rev() {
            let screen = if level == 0 { self.tabs[self.tab].as_mut() } else { self.stack[level - 1].as_mut() };
            let (place, asked) = screen.step(by, walk, &ctx_of(now, size, &self.rules, self.book.as_ref()));
            effects.extend(asked);
            if let Some(place) = place {
                self.stack.pop();
                effects.push(Effect::Go(place));
                return effects;
            }
        }
        effects.push(Effect::say(if by > 0 { "That was the last one." } else { "That was the first one." }));
        effects
    }

    fn with_front<T>(&mut self, f: impl FnOnce(&mut dyn Screen, &Ctx) -> T) -> T {
        let ctx = ctx_of(self.now, self.size, &self.rules, self.book.as_ref());
        f(self.stack.last_mut().unwrap_or(&mut self.tabs[self.tab]).as_mut(), &ctx)
    }

    // The mouse.

    fn click(&mut self, at: Position) -> Vec<Effect> {
        self.notice = None;
        if self.overlay.take().is_some() {
            return Vec::new();
        }
        if at.y == 0 && self.stack.is_empty() {
            return super::view::tab_at(self, at.x).map(|tab| Effect::Go(tab_place(tab))).into_iter().collect();
        }
        self.with_front(|screen, ctx| screen.click(at, ctx))
    }

    fn wheel(&mut self, by: i16) -> Vec<Effect> {
        let action = if by > 0 { Action::Down } else { Action::Up };
        let mut effects = Vec::new();
        for _ in 0..by.unsigned_abs().min(10) {
            effects = if self.overlay.is_none() && self.front().layer() == Layer::Nav {
                self.screens_own(action)
            } else {
                Vec::new()
            };
        }
        effects
    }

    // Drafts.

    fn tick(&mut self, now: Moment) -> Vec<Effect> {
        self.now = now;
        match self.typed_at {
            Some(since) if now.millis() - since.millis() >= DRAFT_AFTER => self.keep_drafts(),
            _not_yet => Vec::new(),
        }
    }

    /// Sends every text that differs from what was last kept.
    fn keep_drafts(&mut self) -> Vec<Effect> {
        if self.typed_at.take().is_none() {
            return Vec::new();
        }
        let sketches: Vec<_> = self.stack.iter().filter_map(|screen| screen.sketch()).collect();
        let mut effects = Vec::new();
        for sketch in sketches {
            if self.kept.iter().any(|(key, body)| *key == sketch.key && *body == sketch.body) {
                continue;
            }
            self.kept.retain(|(key, _)| *key != sketch.key);
            self.kept.push((sketch.key.clone(), sketch.body.clone()));
            let draft =
                Draft { key: sketch.key, title: sketch.title, body: sketch.body, at: self.now.utc(), held_by: None };
            effects.push(Request::SaveDraft(draft).into());
        }
        effects
    }

    // Answers.

    fn answer(&mut self, answer: &Answer) -> Vec<Effect> {
        let mut effects = match answer {
            Answer::Opened(opened) => self.opened(opened),
            Answer::NoBook(path) => {
                self.stack = vec![Box::new(WelcomeScreen::no_book(path.clone()))];
                Vec::new()
            }
            Answer::Unusable(says) => {
                self.stack = vec![Box::new(WelcomeScreen::unusable(says.clone()))];
                Vec::new()
            }
            Answer::Changed => self.with_front(|screen, ctx| screen.ask(ctx)),
            Answer::DraftKept => {
                self.kept_at = Some(self.now);
                Vec::new()
            }
            Answer::Undone(says) => vec![Effect::say(says.clone())],
            Answer::Saved(saved) => self.saved(saved),
            Answer::Failed { doing, says } => self.failed(*doing, says),
            Answer::Imported(_) => {
                self.importing = false;
                Vec::new()
            }
            Answer::Found(text, accounts) => {
                if let Some(Overlay::Ask(ask)) = self.overlay.as_mut()
                    && ask.looking_for().is_some_and(|wanted| wanted == text || wanted.is_empty())
                {
                    ask.found(accounts);
                }
                Vec::new()
            }
            _for_screens => Vec::new(),
        };
        let ctx = ctx_of(self.now, self.size, &self.rules, self.book.as_ref());
        for screen in self.tabs.iter_mut().chain(self.stack.iter_mut()) {
            effects.extend(screen.show(answer, &ctx));
        }
        effects
    }

    fn opened(&mut self, opened: &Opened) -> Vec<Effect> {
        if let Some(wpm) = opened.wpm {
            self.rules.wpm = wpm;
        }
        self.book = Some(opened.clone());
        // With a welcome in front its closing asks; without one, the first tab does.
        if self.stack.is_empty() { self.with_front(|screen, ctx| screen.ask(ctx)) } else { Vec::new() }
    }

    fn saved(&mut self, saved: &Saved) -> Vec<Effect> {
        self.kept_at = Some(self.now);
        match saved {
            Saved::Other(says) if !says.is_empty() => vec![Effect::say(says.clone())],
            Saved::Other(_) | Saved::Plan(_) | Saved::Call { .. } | Saved::Form { .. } => {
                self.typed_at = None;
                self.kept.clear();
                Vec::new()
            }
        }
    }

    fn failed(&mut self, doing: Doing, says: &str) -> Vec<Effect> {
        match doing {
            Doing::KeepingDraft => {
                self.kept.clear();
                self.typed_at = Some(self.now);
            }
            Doing::Importing => self.importing = false,
            Doing::Reading | Doing::SavingForm | Doing::Changing => {}
        }
        vec![Effect::complain(says)]
    }
}

fn ctx_of<'a>(now: Moment, size: (u16, u16), rules: &'a Rules, book: Option<&'a Opened>) -> Ctx<'a> {
    let area = layout::frame(Rect { x: 0, y: 0, width: size.0, height: size.1 }).body;
    let room = layout::room(size.0, size.1);
    let room = if room == Room::TooSmall { Room::Narrow } else { room };
    Ctx { now, area, room, rules, read_only: book.and_then(|book| book.read_only.as_deref()) }
}

fn detail(place: Place) -> Option<Box<dyn Screen>> {
    Some(match place {
        Place::Account(id) => Box::new(AccountScreen::new(id)),
        Place::Plan(contact) => Box::new(PlanScreen::new(contact)),
        Place::Log { contact, seconds, overrides } => Box::new(LogScreen::new(contact, seconds, overrides)),
        Place::Call(id) => Box::new(CallScreen::new(id)),
        Place::Amend(call) => Box::new(LogScreen::amend(*call)),
        Place::Edit(subject) => Box::new(EditScreen::new(subject)),
        Place::Import => Box::new(ImportScreen::default()),
        Place::Today | Place::Accounts | Place::Triggers | Place::Calls | Place::Review => return None,
    })
}

fn tab_place(tab: usize) -> Place {
    match tab {
        0 => Place::Today,
        1 => Place::Accounts,
        2 => Place::Triggers,
        3 => Place::Calls,
        _review => Place::Review,
    }
}

/// Actions that the app carries out itself, on every screen.
fn everywhere(action: Action) -> bool {
    matches!(
        action,
        Action::GoToday
            | Action::GoAccounts
            | Action::GoTriggers
            | Action::GoCalls
            | Action::GoReview
            | Action::Import
            | Action::Undo
            | Action::Redo
            | Action::Help
            | Action::Palette
            | Action::Quit
            | Action::Suspend
            | Action::Interrupt
            | Action::Back
    )
}

fn copied(text: &str) -> Notice {
    let start: String = text.chars().take(40).collect();
    Notice { says: format!("Sent to the terminal's clipboard: {start}"), bad: false }
}

fn stroke_of(event: &KeyEvent) -> Option<Stroke> {
    let control = event.modifiers.contains(KeyModifiers::CONTROL) && !event.modifiers.contains(KeyModifiers::ALT);
    let alt = event.modifiers.contains(KeyModifiers::ALT) && !event.modifiers.contains(KeyModifiers::CONTROL);
    Some(match event.code {
        KeyCode::Char('w') if control => Stroke::DeleteWord,
        KeyCode::Char('a') if control => Stroke::Move(Move::Home),
        KeyCode::Char('e') if control => Stroke::Move(Move::End),
        KeyCode::Char('b') if alt => Stroke::Move(Move::WordLeft),
        KeyCode::Char('f') if alt => Stroke::Move(Move::WordRight),
        KeyCode::Char(_) if control || alt => return None,
        KeyCode::Char(c) => Stroke::Char(c),
        KeyCode::Enter => Stroke::Enter,
        KeyCode::Backspace if control || alt => Stroke::DeleteWord,
        KeyCode::Backspace => Stroke::Backspace,
        KeyCode::Delete => Stroke::Delete,
        KeyCode::Left if control || alt => Stroke::Move(Move::WordLeft),
        KeyCode::Right if control || alt => Stroke::Move(Move::WordRight),
        KeyCode::Left => Stroke::Move(Move::Left),
        KeyCode::Right => Stroke::Move(Move::Right),
        KeyCode::Up => Stroke::Move(Move::Up),
        KeyCode::Down => Stroke::Move(Move::Down),
        KeyCode::Home => Stroke::Move(Move::Home),
        KeyCode::End => Stroke::Move(Move::End),
        _other => return None,
    })
}
