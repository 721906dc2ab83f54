//! The form of a company, a person or a trigger: new or changed.

mod account;
mod draw;
mod person;
mod reading;
mod trigger;
mod typing;

use std::hash::{DefaultHasher, Hash, Hasher};

use ratatui::layout::{Position, Rect};

use crate::domain::account::Contact;
use crate::domain::capture::CapturedText;
use crate::domain::draft::{Draft, contact_key, pasted_key};
use crate::domain::edit::Edit;
use crate::domain::ids::AccountId;
use crate::domain::trigger::{Status, Trigger};
use crate::tui::message::action::Action;
use crate::tui::message::answer::{Answer, ChangedRow, FailedTask, InboxAnswer, Saved};
use crate::tui::message::command::{AccountCommand, DraftCommand, TriggerCommand};
use crate::tui::message::effect::{Effect, Side};
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::{InboxQuery, Query};
use crate::tui::message::route::{Route, Subject};
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::{Field, Form, FormDraft, TextKey};
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Screen, all_taken, ask_about, capture, is_back, rest_is_unsaved};
use crate::tui::context::{Ctx, FormSketch, Offer};

use account::{account_fields, set_account};
use draw::draw_form;
use person::{contact_fields, set_contact};
use reading::Fault;
use trigger::{TriggerExtras, set_trigger, trigger_fields};

/// A form and what it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct EditScreen {
    subject: Subject,
    form: Form,
    touched: bool,
    saving: bool,
    fault: Option<String>,
    /// Fields that were changed elsewhere too.
    clashes: Vec<&'static str>,
    /// The draft that waits for it was asked for and has come.
    loaded: bool,
    /// What a trigger's form knows beside its text.
    aside: TriggerExtras,
    /// What it was filled from.
    clip: Option<Clip>,
}

/// A text that a new trigger's form was filled from.
#[derive(Debug, Clone, PartialEq)]
struct Clip {
    clipping: CapturedText,
    /// It was typed into the box, whose draft ends with this form.
    boxed: bool,
}

impl EditScreen {
    /// The form of a subject; a nil id is a new one.
    pub fn new(subject: Subject) -> EditScreen {
        EditScreen {
            form: opened(&subject),
            subject,
            touched: false,
            saving: false,
            fault: None,
            clashes: Vec::new(),
            loaded: false,
            aside: TriggerExtras::default(),
            clip: None,
        }
    }

    /// The form of a new trigger, filled from a text: every field that was read is a suggestion until it is saved. `boxed`
    /// where the text was typed into the box.
    pub fn clipped(clipping: CapturedText, boxed: bool) -> EditScreen {
        if let Some(person) = clipping.person.clone() {
            let aside = TriggerExtras::of_person(&clipping, &person);
            let mut form = EditScreen::new(Subject::Contact(Box::new(person.contact), person.company));
            (form.aside, form.touched, form.clip) = (aside, true, Some(Clip { clipping, boxed }));
            return form;
        }
        let aside = TriggerExtras::of(&clipping);
        let trigger = Trigger { status: Status::Kept, ..clipping.trigger.clone() };
        let mut form = EditScreen::new(Subject::Trigger(Box::new(trigger)));
        (form.aside, form.touched) = (aside, true);
        form.clip = Some(Clip { clipping, boxed });
        // Read from its beginning, a long headline is easier to judge.
        form.form.fields.iter_mut().take(1).for_each(|headline| headline.text.set_caret(0));
        form
    }

    fn is_new(&self) -> bool {
        match &self.subject {
            Subject::Account(account) => account.id.is_nil(),
            Subject::Contact(contact, _) => contact.id.is_nil(),
            Subject::Trigger(trigger) => trigger.id.is_nil(),
        }
    }

    /// Key of its draft. A new trigger's form is told by the account it was begun at, or by the text it was filled from.
    fn key(&self) -> String {
        match &self.subject {
            Subject::Account(account) => format!("account:{}", account.id),
            Subject::Contact(contact, _) => match &self.clip {
                Some(clip) => pasted_key(mark_of(&clip.clipping.text)),
                None => contact_key(contact.account_id, contact.id),
            },
            Subject::Trigger(trigger) => match (&self.clip, trigger.accounts.first()) {
                (Some(clip), _) => format!("trigger:pasted:{:016x}", mark_of(&clip.clipping.text)),
                (None, Some(account)) if trigger.id.is_nil() => format!("trigger:new:{account}"),
                (None, _) => format!("trigger:{}", trigger.id),
            },
        }
    }

    /// Keys of the drafts that end when it is saved.
    fn drafts(&self) -> Vec<String> {
        let boxed = self.clip.as_ref().is_some_and(|clip| clip.boxed);
        [self.key()].into_iter().chain(boxed.then(|| capture::KEY.to_string())).collect()
    }

    fn save(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if self.saving {
            return Vec::new();
        }
        if let Some(why) = ctx.read_only {
            return vec![Effect::complain(format!("Nothing can be saved: {why}. Your text stays here."))];
        }
        match self.request(ctx) {
            Ok(request) => {
                self.saving = true;
                self.fault = None;
                vec![request]
            }
            Err((field, fault)) => {
                self.form.go_to(field);
                self.fault = Some(fault);
                Vec::new()
            }
        }
    }

    fn request(&self, ctx: &Ctx) -> Result<Effect, Fault> {
        Ok(match &self.subject {
            Subject::Account(account) => {
                AccountCommand::Save(Box::new(self.edit(account.as_ref(), set_account)?)).into()
            }
            Subject::Contact(contact, _) => {
                let set =
                    |contact: &mut Contact, field: &str, text: &str| set_contact(contact, field, text, &self.aside);
                let edit = Box::new(self.edit(contact.as_ref(), set)?);
                if edit.typed.account_id.is_nil() {
                    return Ok(AccountCommand::SaveContactAtNew(edit, self.form.get("works").trim().to_owned()).into());
                }
                AccountCommand::SaveContact(edit).into()
            }
            Subject::Trigger(trigger) => {
                let set = |trigger: &mut Trigger, field: &str, text: &str| {
                    set_trigger(trigger, field, text, &self.aside, ctx)
                };
                let mut edit = self.edit(trigger.as_ref(), set)?;
                if self.is_new() && edit.typed.accounts.is_empty() {
                    // Of no account yet: from the inbox somebody can link it.
                    edit.typed.status = Status::Inbox;
                }
                TriggerCommand::Save(Box::new(edit)).into()
            }
        })
    }

    /// The row as it was read and as the form says it, or the first field that cannot be read. A field that nobody changed
    /// keeps its value, also where its text does not say all of it.
    fn edit<T: Clone>(&self, row: &T, set: impl Fn(&mut T, &str, &str) -> Result<(), Fault>) -> Result<Edit<T>, Fault> {
        let (mut read, mut typed) = (row.clone(), row.clone());
        let opened = opened(&self.subject);
        for field in &self.form.fields {
            if field.is_changed() && field.read != opened.get(field.name) {
                // The draft is older than the row. What cannot be read any more is nothing to compare with.
                set(&mut read, field.name, &field.read).unwrap_or_default();
            }
            if field.is_changed() || self.is_new() {
                set(&mut typed, field.name, field.text.as_str())?;
            }
        }
        Ok(Edit { read, typed, drafts: self.drafts() })
    }

    /// What was typed and not saved comes back, where nothing newer was typed by now.
    fn restore(&mut self, draft: &Draft, ctx: &Ctx) -> Vec<Effect> {
        let Ok(kept) = serde_json::from_str::<FormDraft>(&draft.body) else { return Vec::new() };
        if !self.form.restore_changes(&kept) {
            return Vec::new();
        }
        self.touched = true;
        self.aside.restore(&kept.extra);
        let fields = &self.form.fields;
        self.aside.read.retain(|name| !fields.iter().any(|field| field.name == *name && field.is_changed()));
        vec![is_back(draft, "Ctrl-S saves it", ctx)]
    }
}

/// The fields as they are before anything is typed.
fn opened(subject: &Subject) -> Form {
    Form::new(match subject {
        Subject::Account(account) => account_fields(account),
        Subject::Contact(contact, account) => contact_fields(contact, account),
        Subject::Trigger(trigger) => trigger_fields(trigger),
    })
}

/// A number that tells one pasted text from another.
fn mark_of(text: &str) -> u64 {
    // Not promised to give the same numbers for ever: a draft of another build may not be found by its text.
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

impl ActTable for EditScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::always(Action::Save, Self::save),
        Act::offered(Action::TakeAll, |screen, _| screen.may_take_all(), |screen, _| screen.take_all()),
        Act::always(Action::NextPane, |screen, ctx| screen.step(1, ctx)),
        Act::always(Action::PreviousPane, |screen, ctx| screen.step(-1, ctx)),
        Act::undo_text(),
        Act::redo_text(),
        Act::editor(),
        Act::offered(
            Action::Discard,
            |screen, _| Offer::yes_if(screen.touched, "nothing was typed"),
            |screen, _| screen.discard(),
        ),
    ];
}

impl Screen for EditScreen {
    fn title(&self) -> String {
        let verb = if self.is_new() { "New" } else { "Edit" };
        match &self.subject {
            Subject::Account(_) => format!("{verb} account"),
            Subject::Contact(_, account) if account.is_empty() => format!("{verb} person"),
            Subject::Contact(_, account) => format!("{verb} person > {account}"),
            Subject::Trigger(_) => format!("{verb} trigger"),
        }
    }

    fn layer(&self) -> Layer {
        Layer::Text
    }

    fn hints(&self) -> Vec<Action> {
        let take = (!self.aside.read.is_empty()).then_some(Action::TakeAll);
        [Action::Save]
            .into_iter()
            .chain(take)
            .chain([Action::NextPane, Action::Editor, Action::Discard, Action::Back])
            .collect()
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        let hints = self.aside.hints.iter().map(|hints| InboxQuery::Match(Box::new(hints.clone())).into());
        hints.chain((!self.loaded).then(|| Query::Draft(self.key()).into())).collect()
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        if let Some(by) = self.form.step_of(stroke) {
            return self.step(by, ctx);
        }
        let before = self.kind(ctx);
        if !self.form.stroke(stroke, usize::from(ctx.area.width.saturating_sub(24))) {
            return Vec::new();
        }
        self.typed(before, ctx)
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Inbox(InboxAnswer::Matched(hints, found)) = answer
            && self.aside.hints.as_ref() == Some(&**hints)
        {
            self.aside.hints = None;
            self.aside.take(&mut self.form, found);
        }
        if let (Answer::Found(_, accounts), Subject::Trigger(_) | Subject::Contact(..)) = (answer, &self.subject) {
            self.aside.found(accounts);
        }
        if let Answer::Failed { doing: FailedTask::SavingForm, .. } = answer {
            self.saving = false;
        }
        if let Answer::Draft(key, draft) = answer
            && !self.loaded
            && *key == self.key()
        {
            self.loaded = true;
            return draft.as_ref().map(|draft| self.restore(draft, ctx)).unwrap_or_default();
        }
        if let Answer::Meanwhile(row) = answer
            && self.saving
        {
            return self.meet(row);
        }
        let Answer::Saved(Saved::Form { account, says, .. }) = answer else { return Vec::new() };
        if self.saving { self.on_saved(*account, says) } else { Vec::new() }
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let inner = brush.pane(ctx.area, &self.title(), true);
        let fields = Rect { height: inner.height.saturating_sub(2), ..inner };
        for (y, line) in (fields.bottom()..inner.bottom()).zip(self.beside(ctx)) {
            brush.text(inner.x + 1, y, inner.width.saturating_sub(2), &line, Role::Dim);
        }
        draw_form(&self.form, fields, brush, self.fault.as_deref(), &self.aside.read)
    }

    fn settle(&mut self, side: Side, ctx: &Ctx) -> Vec<Effect> {
        let clashes = std::mem::take(&mut self.clashes);
        match side {
            Side::Mine => self.save(ctx),
            Side::Theirs => {
                self.form.give_up(&clashes);
                if self.form.fields.iter().any(Field::is_changed) {
                    return vec![rest_is_unsaved("typed", "Ctrl-S")];
                }
                self.touched = false;
                vec![all_taken()]
                    .into_iter()
                    .chain(self.drafts().into_iter().map(|key| DraftCommand::Discard(key).into()))
                    .collect()
            }
        }
    }

    fn claim(&self) -> Option<String> {
        Some(self.key())
    }

    fn sketch(&self) -> Option<FormSketch> {
        let kept = FormDraft { extra: self.aside.keep(&self.form), ..self.form.keep_changes() };
        let body = serde_json::to_string(&kept).ok()?;
        (self.touched && !self.saving).then(|| FormSketch { key: self.key(), title: self.title(), body })
    }

    fn text(&self) -> Option<String> {
        self.form.focused().map(|field| field.text.as_str().to_string())
    }
}

impl EditScreen {
    /// Takes the row as it stands, and asks about what was changed in it and here.
    fn meet(&mut self, row: &ChangedRow) -> Vec<Effect> {
        self.saving = false;
        self.subject = match (row, &self.subject) {
            (ChangedRow::Account(met), Subject::Account(_)) => Subject::Account(met.stands.clone()),
            (ChangedRow::Contact(met), Subject::Contact(_, at)) => Subject::Contact(met.stands.clone(), at.clone()),
            (ChangedRow::Trigger(met), Subject::Trigger(_)) => Subject::Trigger(met.stands.clone()),
            (
                ChangedRow::Account(_)
                | ChangedRow::Contact(_)
                | ChangedRow::Trigger(_)
                | ChangedRow::Plan(_)
                | ChangedRow::Call(_)
                | ChangedRow::Value { .. }
                | ChangedRow::Line(..)
                | ChangedRow::Who(_),
                _,
            ) => return Vec::new(),
        };
        let clashes = self.form.meet(&opened(&self.subject));
        self.clashes = clashes.iter().map(|clash| clash.name).collect();
        vec![ask_about(self.key(), clashes)]
    }

    fn step(&mut self, by: isize, ctx: &Ctx) -> Vec<Effect> {
        let before = self.before(ctx);
        self.leave_field(ctx, before);
        self.form.step(by);
        Vec::new()
    }

    /// Closes; a new account is opened.
    fn on_saved(&mut self, account: Option<AccountId>, says: &str) -> Vec<Effect> {
        self.touched = false;
        let is_new_account = self.is_new() && matches!(self.subject, Subject::Account(_));
        let opened = account.filter(|_| is_new_account).map(|id| Effect::Go(Route::Account(id)));
        // One that was kept while the form was being saved.
        let late = self.drafts().into_iter().map(|key| DraftCommand::Discard(key).into());
        [Effect::Close].into_iter().chain(opened).chain([Effect::say(says)]).chain(late).collect()
    }

    fn may_take_all(&self) -> Offer {
        Offer::yes_if(!self.aside.read.is_empty(), "nothing here is a suggestion")
    }

    fn take_all(&mut self) -> Vec<Effect> {
        self.aside.read.clear();
        Vec::new()
    }

    fn discard(&mut self) -> Vec<Effect> {
        let key = self.key();
        *self = match self.clip.take() {
            Some(clip) => EditScreen::clipped(clip.clipping, clip.boxed),
            None => EditScreen::new(self.subject.clone()),
        };
        self.loaded = true;
        vec![DraftCommand::Discard(key).into(), Effect::say("Discarded. Ctrl-Z inside a field undoes typing instead.")]
    }
}
