//! The form of a company, a person or a trigger: new or changed.

mod trigger;

use std::collections::BTreeSet;

use ratatui::layout::{Position, Rect};

use crate::domain::account::{Account, Contact, Phone};
use crate::domain::clipping::Clipping;
use crate::domain::matching;
use crate::domain::text::fold;
use crate::domain::triage::Suggestion;
use crate::domain::trigger::{Kind, Status, Trigger};
use crate::domain::zone;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, InboxRequest, Request, Subject};
use crate::tui::form::{Field, Form, Stroke};
use crate::tui::keymap::Layer;
use crate::tui::msg::{Answer, InboxAnswer, Saved};
use crate::tui::paint::Brush;
use crate::tui::theme::Role;

use super::{Ctx, Offer, Screen, Sketch};

use trigger::{Aside, Fault, follow_kind, kinds_like, read_kind, read_trigger, trigger_fields};

/// A form and what it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct EditScreen {
    subject: Subject,
    form: Form,
    touched: bool,
    saving: bool,
    fault: Option<String>,
    /// What a trigger's form knows beside its text.
    aside: Aside,
}

impl EditScreen {
    /// The form of a subject; a nil id is a new one.
    pub fn new(subject: Subject) -> EditScreen {
        let form = Form::new(match &subject {
            Subject::Account(account) => account_fields(account),
            Subject::Contact(contact, _) => contact_fields(contact),
            Subject::Trigger(trigger) => trigger_fields(trigger),
        });
        EditScreen { subject, form, touched: false, saving: false, fault: None, aside: Aside::default() }
    }

    /// The form of a new trigger, filled from a text: every field that was read is a suggestion until it is saved.
    pub fn clipped(clipping: Clipping) -> EditScreen {
        let aside = Aside::of(&clipping);
        let trigger = Trigger { status: Status::Kept, ..clipping.trigger };
        let mut form = EditScreen::new(Subject::Trigger(Box::new(trigger)));
        (form.aside, form.touched) = (aside, true);
        // Read from its beginning, a long headline is easier to judge.
        form.form.fields.iter_mut().take(1).for_each(|headline| headline.text.set_caret(0));
        form
    }

    /// The kind that the form names, where it names one.
    fn kind<'a>(&self, ctx: &Ctx<'a>) -> Option<&'a Kind> {
        self.form.filled("kind").and_then(|typed| read_kind(&typed, ctx.rules.kinds()).ok())
    }

    /// Leaves a field: a few letters become the first kind or account that they fit.
    fn leave_field(&mut self, ctx: &Ctx, before: Option<&Kind>) {
        match self.form.focused().map(|field| field.name) {
            Some("kind") => {
                let typed = self.form.get("kind").to_string();
                let named = read_kind(&typed, ctx.rules.kinds()).ok();
                let kind = named.or_else(|| kinds_like(&typed, ctx.rules.kinds()).first().copied());
                if let Some(kind) = kind.filter(|_| !typed.trim().is_empty()) {
                    self.form.set("kind", &kind.label);
                    follow_kind(&mut self.form, before, kind, ctx.rules);
                }
            }
            Some("touches") => {
                let typed = self.form.get("touches").to_string();
                let (whole, last) =
                    typed.rsplit_once(';').map_or((None, typed.as_str()), |(whole, last)| (Some(whole), last));
                if let Some(first) = self.accounts_like(last).first().filter(|_| !last.trim().is_empty()) {
                    let text = whole.map_or(first.name.clone(), |whole| format!("{whole}; {}", first.name));
                    self.form.set("touches", &text);
                }
            }
            _other => {}
        }
    }

    /// Accounts known here whose names hold the letters.
    fn accounts_like(&self, typed: &str) -> Vec<&Suggestion> {
        let typed = fold(typed.trim());
        self.aside.known.iter().filter(|known| fold(&known.name).contains(&typed)).collect()
    }

    /// What a trigger's form says under its fields: what the letters fit, where a figure comes from, what was read.
    fn beside(&self, ctx: &Ctx) -> [String; 2] {
        let Subject::Trigger(_) = &self.subject else { return [String::new(), String::new()] };
        let first = match self.form.focused().map(|field| field.name) {
            Some("kind") => {
                let near = kinds_like(self.form.get("kind"), ctx.rules.kinds());
                let labels: Vec<&str> = near.iter().take(6).map(|kind| kind.label.as_str()).collect();
                if labels.is_empty() {
                    "No kind is called that.".into()
                } else {
                    format!("Enter takes the first: {}", labels.join(" · "))
                }
            }
            Some("touches") => {
                let last = self.form.get("touches").rsplit(';').next().unwrap_or_default().to_string();
                let named = |found: &&Suggestion| match found.why.as_str() {
                    "" => found.name.clone(),
                    why => format!("{} ({why})", found.name),
                };
                let near: Vec<String> = self.accounts_like(&last).iter().take(4).map(named).collect();
                if near.is_empty() {
                    "Nothing suggested; type a name. Left empty it waits in the inbox.".into()
                } else {
                    format!("Enter takes the first: {}", near.join(" · "))
                }
            }
            _other => self.strength_line(ctx),
        };
        let read = if self.aside.read.is_empty() {
            String::new()
        } else {
            "? was read from the text; Ctrl-G or saving takes it.".into()
        };
        [first, read]
    }

    fn strength_line(&self, ctx: &Ctx) -> String {
        let Some(kind) = self.kind(ctx) else { return String::new() };
        let own = ctx.rules.strength_of(kind);
        if self.form.get("strength").trim() != own.to_string() {
            return String::new();
        }
        format!("{}: strength {own}, {}.", kind.label, ctx.rules.strength_from(&kind.key))
    }

    fn is_new(&self) -> bool {
        match &self.subject {
            Subject::Account(account) => account.id.is_nil(),
            Subject::Contact(contact, _) => contact.id.is_nil(),
            Subject::Trigger(trigger) => trigger.id.is_nil(),
        }
    }

    fn key(&self) -> String {
        match &self.subject {
            Subject::Account(account) => format!("account:{}", account.id),
            Subject::Contact(contact, _) => format!("contact:{}:{}", contact.account_id, contact.id),
            Subject::Trigger(trigger) => format!("trigger:{}", trigger.id),
        }
    }

    fn save(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if let Some(why) = ctx.read_only {
            return vec![Effect::complain(format!("Nothing can be saved: {why}. Your text stays here."))];
        }
        let request = match &self.subject {
            Subject::Account(account) => read_account(account, &self.form).map(|a| Request::SaveAccount(Box::new(a))),
            Subject::Contact(contact, _) => {
                read_contact(contact, &self.form).map(|c| Request::SaveContact(Box::new(c)))
            }
            Subject::Trigger(trigger) => {
                read_trigger(trigger, &self.form, &self.aside, ctx).map(|t| Request::SaveTrigger(Box::new(t)))
            }
        };
        match request {
            Ok(request) => {
                self.saving = true;
                self.fault = None;
                vec![request.into()]
            }
            Err((field, fault)) => {
                self.form.go_to(field);
                self.fault = Some(fault);
                Vec::new()
            }
        }
    }
}

impl Screen for EditScreen {
    fn title(&self) -> String {
        let verb = if self.is_new() { "New" } else { "Edit" };
        match &self.subject {
            Subject::Account(_) => format!("{verb} account"),
            Subject::Contact(_, account) => format!("{verb} person > {account}"),
            Subject::Trigger(_) => format!("{verb} trigger"),
        }
    }

    fn layer(&self) -> Layer {
        Layer::Text
    }

    fn offers(&self, action: Action, _ctx: &Ctx) -> Offer {
        match action {
            Action::Save
            | Action::NextPane
            | Action::PreviousPane
            | Action::UndoText
            | Action::RedoText
            | Action::Editor => Offer::Yes,
            Action::TakeAll if !self.aside.read.is_empty() => Offer::Yes,
            Action::TakeAll => Offer::Off("nothing here is a suggestion".into()),
            Action::Discard if self.touched => Offer::Yes,
            Action::Discard => Offer::Off("nothing was typed".into()),
            _other => Offer::No,
        }
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
        self.aside.hints.iter().map(|hints| InboxRequest::Match(Box::new(hints.clone())).into()).collect()
    }

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        match action {
            Action::NextPane => self.step(1, ctx),
            Action::PreviousPane => self.step(-1, ctx),
            Action::TakeAll => self.aside.read.clear(),
            Action::Save => return self.save(ctx),
            Action::Discard => {
                let key = self.key();
                *self = EditScreen::new(self.subject.clone());
                return vec![
                    Request::DiscardDraft(key).into(),
                    Effect::say("Forgotten. Ctrl-Z inside a field takes typing back instead."),
                ];
            }
            Action::UndoText => return self.stroke(&Stroke::Undo, ctx),
            Action::RedoText => return self.stroke(&Stroke::Redo, ctx),
            _other => {}
        }
        Vec::new()
    }

    fn stroke(&mut self, stroke: &Stroke, ctx: &Ctx) -> Vec<Effect> {
        let one_line = self.form.focused().is_some_and(|field| !field.text.many_lines());
        match stroke {
            Stroke::Enter if one_line => self.step(1, ctx),
            Stroke::Move(crate::tui::editor::Move::Down) if one_line => self.step(1, ctx),
            Stroke::Move(crate::tui::editor::Move::Up) if one_line => self.step(-1, ctx),
            typed => {
                let before = self.kind(ctx);
                if !self.form.stroke(typed, usize::from(ctx.area.width.saturating_sub(24))) {
                    return Vec::new();
                }
                return self.typed(before, ctx);
            }
        }
        Vec::new()
    }

    fn show(&mut self, answer: &Answer, _ctx: &Ctx) -> Vec<Effect> {
        match answer {
            Answer::Saved(Saved::Form { says, .. }) if self.saving => {
                self.touched = false;
                vec![Effect::Close, Effect::say(says.clone()), Request::DiscardDraft(self.key()).into()]
            }
            Answer::Inbox(InboxAnswer::Matched(hints, found)) if self.aside.hints.as_ref() == Some(&**hints) => {
                self.aside.hints = None;
                self.aside.take(&mut self.form, found);
                Vec::new()
            }
            Answer::Found(_, accounts) if matches!(self.subject, Subject::Trigger(_)) => {
                self.aside.found(accounts);
                Vec::new()
            }
            Answer::Failed { .. } => {
                self.saving = false;
                Vec::new()
            }
            _other => Vec::new(),
        }
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let inner = brush.pane(ctx.area, &self.title(), true);
        let fields = Rect { height: inner.height.saturating_sub(2), ..inner };
        for (y, line) in (fields.bottom()..inner.bottom()).zip(self.beside(ctx)) {
            brush.text(inner.x + 1, y, inner.width.saturating_sub(2), &line, Role::Dim);
        }
        draw_form(&self.form, fields, brush, self.fault.as_deref(), &self.aside.read)
    }

    fn sketch(&self) -> Option<Sketch> {
        let body = serde_json::to_string(&self.form.keep()).ok()?;
        self.touched.then(|| Sketch { key: self.key(), title: self.title(), body })
    }

    fn text(&self) -> Option<String> {
        self.form.focused().map(|field| field.text.as_str().to_string())
    }
}

impl EditScreen {
    fn step(&mut self, by: isize, ctx: &Ctx) {
        let before = self.before(ctx);
        self.leave_field(ctx, before);
        self.form.step(by);
    }

    /// The kind whose scope and strength the form still holds.
    fn before<'a>(&self, ctx: &Ctx<'a>) -> Option<&'a Kind> {
        let held = (self.form.get("scope").trim(), self.form.get("strength").trim());
        let own = |kind: &&Kind| held == (kind.scope.words(), ctx.rules.strength_of(kind).to_string().as_str());
        ctx.rules.kinds().0.iter().find(own)
    }

    /// What follows a key that changed the text.
    fn typed(&mut self, before: Option<&Kind>, ctx: &Ctx) -> Vec<Effect> {
        self.touched = true;
        let Some(name) = self.form.focused().map(|field| field.name) else { return Vec::new() };
        self.aside.read.remove(name);
        if name == "kind"
            && let Some(kind) = self.kind(ctx)
        {
            let held = self.before(ctx);
            follow_kind(&mut self.form, before.or(held), kind, ctx.rules);
        }
        if name == "touches" {
            let last = self.form.get("touches").rsplit(';').next().unwrap_or_default().trim().to_string();
            return if last.is_empty() { Vec::new() } else { vec![Request::Find(last).into()] };
        }
        Vec::new()
    }
}

/// Paints labels and fields under each other; the focused one shows its hint, one that was read from a text a question
/// mark. Returns the caret.
fn draw_form(
    form: &Form,
    area: Rect,
    brush: &mut Brush,
    fault: Option<&str>,
    read: &BTreeSet<&'static str>,
) -> Option<Position> {
    const LABEL: u16 = 18;
    let width = area.width.saturating_sub(LABEL + 2);
    let mut y = area.y;
    let mut caret = None;
    let heights: Vec<u16> = form.fields.iter().map(|field| if field.text.many_lines() { 4 } else { 1 }).collect();
    let skip = skipped(&heights, form.focus, area.height);
    for (index, field) in form.fields.iter().enumerate().skip(skip) {
        let height = heights[index].min(area.bottom().saturating_sub(y));
        if height == 0 {
            break;
        }
        let focused = index == form.focus;
        brush.text(area.x + 1, y, LABEL, field.label, if focused { Role::Focus } else { Role::Dim });
        if read.contains(field.name) {
            brush.text(area.x + LABEL - 1, y, 1, "?", Role::Warn);
        }
        let place = Rect { x: area.x + LABEL + 1, y, width, height };
        if field.text.is_blank() {
            brush.text(place.x, y, width, field.hint, Role::Dim);
        }
        if focused {
            brush.text(area.x, y, 1, ">", Role::Key);
            caret = brush.editor(place, &field.text, &[]);
        } else {
            // From its beginning, not from where its caret stands.
            brush.paragraph(place, field.text.as_str(), Role::Text);
        }
        y += height;
        if let (Some(fault), true) = (fault, focused)
            && y < area.bottom()
        {
            y += brush.paragraph(Rect { y, height: area.bottom() - y, ..place }, fault, Role::Bad);
        }
    }
    caret
}

/// Fields to leave out at the top so that the focused one is seen.
fn skipped(heights: &[u16], focus: usize, room: u16) -> usize {
    (0..=focus).find(|skip| heights[*skip..=focus].iter().sum::<u16>() <= room).unwrap_or(focus)
}

fn account_fields(account: &Account) -> Vec<Field> {
    let or = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        Field::line("name", "Name", "the name people use", &account.name),
        Field::line("domain", "Web", "norvik.example", &or(&account.domain)),
        Field::line("industry", "Industry", "food processing", &or(&account.industry)),
        Field::line("city", "City", "", &or(&account.city)),
        Field::line("region", "State or region", "", &or(&account.region)),
        Field::line("country", "Country", "", &or(&account.country)),
        Field::line("zone", "Time zone", "Europe/Oslo: for the hours one may call", &or(&account.zone)),
        Field::line(
            "employees",
            "People",
            "head count, a number",
            &account.employees.map_or(String::new(), |n| n.to_string()),
        ),
        Field::line("phone", "Telephone", "", &or(&account.phone)),
        Field::line("tickers", "Tickers", "NVK", &account.tickers.join(", ")),
        Field::line("aliases", "Also called", "other names, with commas", &account.aliases.join(", ")),
        Field::line("tags", "Tags", "words, with commas", &account.tags.join(", ")),
        Field::lines("notes", "Notes", "what one should know before a call", &account.notes),
    ]
}

fn read_account(account: &Account, form: &Form) -> Result<Account, Fault> {
    let name = form.filled("name").ok_or(("name", "An account needs a name.".to_string()))?;
    let employees = match form.filled("employees") {
        None => None,
        Some(text) => Some(
            text.replace([',', ' ', '.'], "")
                .parse()
                .map_err(|_| ("employees", format!("\"{text}\" is not a number of people.")))?,
        ),
    };
    Ok(Account {
        name,
        domain: form.filled("domain").and_then(|text| matching::domain_of(&text)),
        industry: form.filled("industry"),
        city: form.filled("city"),
        region: form.filled("region"),
        country: form.filled("country"),
        zone: read_zone(form)?,
        employees,
        phone: form.filled("phone"),
        tickers: words(form.get("tickers")).into_iter().map(|t| t.to_uppercase()).collect(),
        aliases: words(form.get("aliases")),
        tags: words(form.get("tags")),
        notes: form.get("notes").trim().to_string(),
        ..account.clone()
    })
}

fn read_zone(form: &Form) -> Result<Option<String>, Fault> {
    let Some(text) = form.filled("zone") else { return Ok(None) };
    match zone::named(&text) {
        Some(zone) => Ok(Some(zone.name().to_owned())),
        None => {
            Err(("zone", format!("\"{text}\" is not a time zone. Write it like Europe/Prague or America/New_York.")))
        }
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_string).collect()
}

fn contact_fields(contact: &Contact) -> Vec<Field> {
    let or = |text: &Option<String>| text.clone().unwrap_or_default();
    let phones: Vec<&str> = contact.phones.iter().map(|phone| phone.raw.as_str()).collect();
    vec![
        Field::line("name", "Name", "full name", &contact.name),
        Field::line(
            "given",
            "Called",
            "how to address them: the first name, unless they say otherwise",
            &or(&contact.given_name),
        ),
        Field::line("title", "Title", "COO", &or(&contact.title)),
        Field::line("phones", "Telephone", "best number first, with commas", &phones.join(", ")),
        Field::line("emails", "E-mail", "", &contact.emails.join(", ")),
        Field::line("zone", "Time zone", "only where it differs from the company's", &or(&contact.zone)),
        Field::line("goal", "Their goal", "what they are trying to achieve, in their words", &or(&contact.goal)),
        Field::lines("notes", "Notes", "what they care about; when to call", &contact.notes),
    ]
}

fn read_contact(contact: &Contact, form: &Form) -> Result<Contact, Fault> {
    let name = form.filled("name").ok_or(("name", "A person needs a name.".to_string()))?;
    let phones = words(form.get("phones"))
        .into_iter()
        .map(|raw| {
            contact.phones.iter().find(|known| known.raw == raw).cloned().unwrap_or(Phone { raw, label: "work".into() })
        })
        .collect();
    Ok(Contact {
        name,
        given_name: form.filled("given"),
        title: form.filled("title"),
        phones,
        emails: words(form.get("emails")).into_iter().map(|mail| mail.to_lowercase()).collect(),
        zone: read_zone(form)?,
        goal: form.filled("goal"),
        notes: form.get("notes").trim().to_string(),
        ..contact.clone()
    })
}
