//! Handles answers of the store thread, and keeps drafts.

use crate::clock::Moment;
use crate::domain::account::Account;
use crate::domain::call::Running;
use crate::domain::edit::Clash;
use crate::domain::ids::{AccountId, TriggerId};
use crate::domain::import::feed::FetchReport;
use crate::domain::query::{PastChange, TriggerDetail};
use crate::tui::message::answer::{Answer, ChangedRow, FailedTask, InboxAnswer, OpenedBook, Saved};
use crate::tui::message::effect::{Effect, Notice};
use crate::tui::message::prompt::{ClashOf, Question};
use crate::tui::message::route::{Route, Subject};
use crate::tui::screen::begin::welcome::WelcomeScreen;

use super::screens::OpenScreen;
use super::tour::Tour;
use super::{App, DRAFT_AFTER, LeftBehind, Overlay, ctx_of};

impl App {
    pub(super) fn tick(&mut self, now: Moment) -> Vec<Effect> {
        self.now = now;
        match self.typed_at {
            Some(since) if now.millis() - since.millis() >= DRAFT_AFTER => self.keep_drafts(),
            Some(_) | None => Vec::new(),
        }
    }

    pub(super) fn answer(&mut self, answer: &Answer) -> Vec<Effect> {
        let typed_at = self.typed_at;
        let mut effects = self.own_answer(answer);
        effects.extend(self.settle_prompt(answer));
        if let Some(tour) = &mut self.tour {
            tour.note_answer(answer);
        }
        let ctx = ctx_of(self.now, self.room(), &self.rules, self.book.as_ref(), self.unread.as_deref());
        for screen in self.tabs.iter_mut().chain(self.stack.iter_mut().map(|open| &mut open.screen)) {
            effects.extend(screen.show(answer, &ctx));
        }
        if let Answer::Failed { doing: FailedTask::SavingForm | FailedTask::Changing, .. }
        | Answer::Meanwhile(_)
        | Answer::Saved(_) = answer
        {
            // A form that is being saved keeps no draft, and its draft ends with it: what it holds, or what was typed into it
            // since, is to be kept now.
            self.note_unsaved(typed_at);
        }
        self.hold_questions(effects)
    }

    fn welcome(&mut self, screen: WelcomeScreen) {
        self.stack = vec![OpenScreen::unrouted(screen)];
    }

    /// What an answer is to the app itself, before the screens see it.
    fn own_answer(&mut self, answer: &Answer) -> Vec<Effect> {
        match answer {
            Answer::Opened(opened) => return self.opened(opened),
            Answer::NoBook(path, offer) => self.welcome(WelcomeScreen::no_book(path.clone(), offer.clone())),
            Answer::Unusable(says, offer) => self.welcome(WelcomeScreen::unusable(says.clone(), offer.clone())),
            Answer::Trouble(says) => return vec![Effect::complain(says.clone())],
            Answer::Changed => return self.with_front(|screen, ctx| screen.ask(ctx)),
            Answer::DraftKept(_)
            | Answer::DraftAside { .. }
            | Answer::OpenElsewhere { .. }
            | Answer::OpenHere { .. }
            | Answer::Beside { .. }
            | Answer::Unkept { .. }
            | Answer::Draft(..) => return self.typed_answer(answer),
            Answer::GoBack { .. }
            | Answer::FileThere(..)
            | Answer::Meanwhile(ChangedRow::Value { .. })
            | Answer::OldChange(_) => return self.asked_back(answer),
            Answer::ShortOfRoom(is_short) => return self.note_room(*is_short),
            Answer::Undone(says) | Answer::Fetching(says) | Answer::Opening(says) => return say(says),
            Answer::Saved(saved) => return self.on_saved(saved),
            Answer::Failed { doing, says } => return self.failed(*doing, says),
            Answer::Imported(_) | Answer::Merged(_) => self.importing = false,
            Answer::Fetched(report) => return self.fetched(report),
            Answer::Trigger(id, file) => return self.open_form(*id, file.as_deref()),
            Answer::AccountForm(id, account) => return self.open_account_form(*id, account.as_deref()),
            Answer::CallStart(errand, at, whom, start) => return self.on_call_start((*errand, *at, *whom), start),
            Answer::Inbox(InboxAnswer::Measured(measured)) => self.rules.measured.clone_from(measured),
            Answer::Inbox(InboxAnswer::RejectReasons(reasons)) => self.rules.reject_reasons.clone_from(reasons),
            Answer::Inbox(InboxAnswer::Suggested(..)) | Answer::Hits(..) | Answer::Found(..) => {
                return self.answer_question(answer);
            }
            Answer::Inbox(InboxAnswer::Matched(..) | InboxAnswer::Kinds(_) | InboxAnswer::Quiet(_))
            | Answer::Today(..)
            | Answer::Accounts(..)
            | Answer::Account(..)
            | Answer::Person(..)
            | Answer::Erasure(..)
            | Answer::Triggers(..)
            | Answer::Calls(..)
            | Answer::Call(..)
            | Answer::Overridden(_)
            | Answer::Twins(_)
            | Answer::Plan(..)
            | Answer::LogStart(..)
            | Answer::AmendStart(..)
            | Answer::Scored(_)
            | Answer::Progress(_)
            | Answer::Feeds(..)
            | Answer::Who(_)
            | Answer::Backups(_)
            | Answer::Profile(_)
            | Answer::Campaign(_)
            | Answer::Sheet(..)
            | Answer::Review(_)
            | Answer::Importing(_)
            | Answer::Asked { .. }
            | Answer::Meanwhile(_) => {}
        }
        Vec::new()
    }

    /// Asks what an answer asks; a page that was met torn is told first.
    fn asked_back(&mut self, answer: &Answer) -> Vec<Effect> {
        let torn = if let Answer::GoBack { torn, .. } = answer { torn.as_ref() } else { None };
        let failed = torn.map(|(doing, says)| self.failed(*doing, says)).unwrap_or_default();
        failed.into_iter().chain(self.question_of(answer).map(Effect::Prompt)).collect()
    }

    /// Notes whether the disk with the book is almost full: the header says so as long as it is.
    fn note_room(&mut self, is_short: bool) -> Vec<Effect> {
        self.is_short_of_room = is_short;
        vec![if is_short {
            Effect::complain(
                "The disk with the book is almost full. Free 2 MB on it, or the next change may not be saved.",
            )
        } else {
            Effect::say("There is room on the disk again.")
        }]
    }

    /// What an answer about typed text is: that it was kept, where it lies, who else has it open.
    fn typed_answer(&mut self, answer: &Answer) -> Vec<Effect> {
        if let Answer::DraftAside { key, title, path, why } = answer {
            self.let_go(key);
            let (key, title) = (Some(key.clone()), title.clone());
            return self.note_aside(LeftBehind { key, title, path: path.clone(), why: why.clone() });
        }
        if let Answer::DraftKept(Some(key)) = answer {
            self.note_kept(key);
            self.let_go(key);
        }
        if let Answer::OpenElsewhere { key, since, path } = answer {
            self.let_go(key);
            return self.note_elsewhere(key, *since, path.as_deref());
        }
        if let Answer::OpenHere { key, with } = answer {
            return self.open_here(key, *with);
        }
        if let Answer::Beside { draft, path, kept } = answer {
            return self.on_beside(draft, path, kept.as_ref());
        }
        if let Answer::Unkept { key, says } = answer {
            return self.on_unkept(key, says);
        }
        if let Answer::Draft(key, draft) = answer {
            // Whatever was kept from here before may be gone: typing the same again must reach the disk.
            self.kept.retain(|(kept, _)| kept != key);
            return draft.as_ref().map(|draft| self.restore_prompt(draft)).unwrap_or_default();
        }
        self.kept_at = Some(self.now);
        Vec::new()
    }

    fn fetched(&mut self, report: &FetchReport) -> Vec<Effect> {
        self.importing = false;
        vec![Effect::Say(Notice { says: report.sentence(), bad: !report.failed.is_empty() })]
    }

    /// Opens the form of the account that was read for it.
    fn open_account_form(&mut self, id: AccountId, account: Option<&Account>) -> Vec<Effect> {
        if self.opening_account != Some(id) {
            return Vec::new();
        }
        self.opening_account = None;
        match account {
            Some(account) => vec![Effect::Go(Route::Edit(Subject::Account(Box::new(account.clone()))))],
            None => vec![Effect::complain("This account is not in the book any more.")],
        }
    }

    /// Opens the form of the trigger that was read for it; others are read for lists.
    fn open_form(&mut self, id: TriggerId, file: Option<&TriggerDetail>) -> Vec<Effect> {
        if self.opening != Some(id) {
            return Vec::new();
        }
        self.opening = None;
        match file {
            Some(file) => vec![Effect::Go(Route::Edit(Subject::Trigger(Box::new(file.trigger.clone()))))],
            None => vec![Effect::complain("This trigger is not in the book any more.")],
        }
    }

    /// What an answer asks instead of being carried out.
    fn question_of(&self, answer: &Answer) -> Option<Question> {
        if let Answer::FileThere(what, path) = answer {
            return Some(Question::ReplaceFile { what: *what, path: path.clone() });
        }
        if let Answer::Meanwhile(ChangedRow::Value { label, stands, typed, again }) = answer {
            let (theirs, mine) = (stands.clone(), typed.clone());
            let clash = Clash { name: label, label: (*label).to_owned(), theirs, mine };
            return Some(Question::Clashes(ClashOf::Change(again.clone()), vec![clash]));
        }
        if let Answer::GoBack { offer, torn } = answer {
            let torn = torn.as_ref().map(|(_, says)| says.clone());
            return Some(Question::GoBack { offer: offer.clone(), torn });
        }
        if let Answer::OldChange(change) = answer { Some(self.ask_about(change)) } else { None }
    }

    /// Asks before a change is taken back that somebody made before this window was opened.
    fn ask_about(&self, change: &PastChange) -> Question {
        Question::UndoOld { change: change.clone(), at: self.hour_of(change.at) }
    }

    /// What is found for a question that is being answered, where it is still the question. An Enter that came before it is
    /// carried out now.
    fn answer_question(&mut self, answer: &Answer) -> Vec<Effect> {
        let Some(Overlay::Ask(mut ask)) = self.overlay.take_if(|overlay| matches!(overlay, Overlay::Ask(_))) else {
            return Vec::new();
        };
        if let Answer::Inbox(InboxAnswer::Suggested(id, suggestions)) = answer {
            ask.suggested(*id, suggestions);
        }
        if let Answer::Hits(text, hits) = answer
            && ask.looking_for() == Some(text)
        {
            ask.hit(hits);
        }
        if let Answer::Found(text, found) = answer
            && ask.looking_for() == Some(text)
        {
            ask.found(found);
        }
        match ask.is_due().then(|| ask.answer(&self.ctx())).flatten() {
            Some(effects) => self.follow_answer(ask, effects),
            None => {
                self.overlay = Some(Overlay::Ask(ask));
                Vec::new()
            }
        }
    }

    pub(super) fn opened(&mut self, opened: &OpenedBook) -> Vec<Effect> {
        if opened.tour {
            self.start_anew();
            self.tour = Some(Tour::default());
        }
        if let Some(wpm) = opened.wpm {
            self.rules.wpm = wpm;
        }
        if let Some(why) = &opened.read_only {
            self.notice = Some(Notice { says: format!("This book can only be read: {why}"), bad: true });
        }
        if !opened.warnings.is_empty() {
            self.notice = Some(Notice { says: opened.warnings.join(" "), bad: true });
        }
        if let Some(running) = opened.running.clone().filter(|_| self.call.is_none()) {
            let since = running.since.with_timezone(self.now.0.offset());
            let says = format!(
                "The clock still runs for {}, since {}. c (F4 in a form) when you hang up.",
                running.name,
                since.format("%H:%M")
            );
            self.notice = Some(Notice { says, bad: false });
            self.call = Some(Running { since, ..running });
        }
        self.book = Some(opened.clone());
        // With a welcome in front its closing asks; without one, the first tab does.
        if !self.stack.is_empty() {
            return Vec::new();
        }
        let mut effects = self.with_front(|screen, ctx| screen.ask(ctx));
        effects.extend(opened.asks_who.then_some(Effect::Go(Route::Who)));
        effects
    }

    pub(super) fn on_saved(&mut self, saved: &Saved) -> Vec<Effect> {
        self.kept_at = Some(self.now);
        match saved {
            Saved::Other(says) | Saved::Who(says) if !says.is_empty() => vec![Effect::say(says.clone())],
            Saved::Other(_)
            | Saved::Who(_)
            | Saved::Plan(..)
            | Saved::Call { .. }
            | Saved::Amended(_)
            | Saved::Form { .. }
            | Saved::Review(_) => {
                self.typed_at = None;
                self.kept.clear();
                Vec::new()
            }
        }
    }

    pub(super) fn failed(&mut self, doing: FailedTask, says: &str) -> Vec<Effect> {
        match doing {
            FailedTask::KeepingDraft => {
                self.kept.clear();
                self.typed_at = Some(self.now);
            }
            FailedTask::Importing => self.importing = false,
            // A form that could not be read must not open by itself later, when its trigger is read for a list.
            FailedTask::Reading => {
                (self.opening, self.opening_account, self.beginning) = (None, None, None);
                self.unread = Some(format!("This could not be read: {says}\n\nR reads again, Esc goes back."));
            }
            FailedTask::SavingForm | FailedTask::WritingFile | FailedTask::Changing => {}
        }
        vec![Effect::complain(says)]
    }
}

fn say(words: &str) -> Vec<Effect> {
    vec![Effect::say(words.to_owned())]
}
