//! The form of a company, a person or a trigger: new or changed.

use ratatui::layout::{Position, Rect};

use crate::domain::account::{Account, Contact, Phone};
use crate::domain::call::parse_day;
use crate::domain::matching;
use crate::domain::trigger::{Confidence, Kinds, Status, Trigger};
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Request, Subject};
use crate::tui::form::{Field, Form, Stroke};
use crate::tui::keymap::Layer;
use crate::tui::msg::{Answer, Saved};
use crate::tui::paint::Brush;
use crate::tui::theme::Role;

use super::{Ctx, Offer, Screen, Sketch};

/// A form and what it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct EditScreen {
    subject: Subject,
    form: Form,
    touched: bool,
    saving: bool,
    fault: Option<String>,
}

impl EditScreen {
    /// The form of a subject; a nil id is a new one.
    pub fn new(subject: Subject) -> EditScreen {
        let form = Form::new(match &subject {
            Subject::Account(account) => account_fields(account),
            Subject::Contact(contact, _) => contact_fields(contact),
            Subject::Trigger(trigger) => trigger_fields(trigger),
        });
        EditScreen { subject, form, touched: false, saving: false, fault: None }
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
                read_trigger(trigger, &self.form, ctx).map(|t| Request::SaveTrigger(Box::new(t)))
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
            Action::Discard if self.touched => Offer::Yes,
            Action::Discard => Offer::Off("nothing was typed".into()),
            _other => Offer::No,
        }
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Save, Action::NextPane, Action::Editor, Action::Discard, Action::Back]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        match action {
            Action::NextPane => self.form.step(1),
            Action::PreviousPane => self.form.step(-1),
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
            Stroke::Enter if one_line => self.form.step(1),
            Stroke::Move(crate::tui::editor::Move::Down) if one_line => self.form.step(1),
            Stroke::Move(crate::tui::editor::Move::Up) if one_line => self.form.step(-1),
            _typed => {
                self.touched |= self.form.stroke(stroke, usize::from(ctx.area.width.saturating_sub(24)));
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
            Answer::Failed { .. } => {
                self.saving = false;
                Vec::new()
            }
            _other => Vec::new(),
        }
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let inner = brush.pane(ctx.area, &self.title(), true);
        draw_form(&self.form, Rect { height: inner.height.saturating_sub(2), ..inner }, brush, self.fault.as_deref())
    }

    fn sketch(&self) -> Option<Sketch> {
        let body = serde_json::to_string(&self.form.keep()).ok()?;
        self.touched.then(|| Sketch { key: self.key(), title: self.title(), body })
    }

    fn text(&self) -> Option<String> {
        self.form.focused().map(|field| field.text.as_str().to_string())
    }
}

/// Paints labels and fields under each other; the focused one shows its hint. Returns the caret.
pub fn draw_form(form: &Form, area: Rect, brush: &mut Brush, fault: Option<&str>) -> Option<Position> {
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

type Fault = (&'static str, String);

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
    match form.filled("zone") {
        None => Ok(None),
        Some(zone) if zone.parse::<chrono_tz::Tz>().is_ok() => Ok(Some(zone)),
        Some(zone) => {
            Err(("zone", format!("\"{zone}\" is not a time zone. Write it like Europe/Prague or America/New_York.")))
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

fn trigger_fields(trigger: &Trigger) -> Vec<Field> {
    let strength = if trigger.kind.is_empty() { String::new() } else { trigger.strength.to_string() };
    vec![
        Field::line(
            "headline",
            "What happened",
            "one line, about them: \"Norvik's yoghurt supplier recalled 3 lots\"",
            &trigger.headline,
        ),
        Field::line(
            "kind",
            "Kind",
            "leadership_change, regulatory_change, funding … (a few letters will do)",
            &trigger.kind,
        ),
        Field::line("on", "When", "today, yesterday, 14 mar, 2026-03-14", &trigger.occurred_on.to_string()),
        Field::line(
            "effective",
            "Takes effect",
            "a later day, where there is one",
            &trigger.effective_on.map_or(String::new(), |d| d.to_string()),
        ),
        Field::line("strength", "Strength", "1–5; empty takes the kind's default", &strength),
        Field::line("confidence", "How sure", "low, medium or high", trigger.confidence.key()),
        Field::line("source", "Source", "who says so", &trigger.source),
        Field::line("url", "Link", "", &trigger.url.clone().unwrap_or_default()),
        Field::lines("impact", "For them", "what it means for them, as far as you know", &trigger.impact),
        Field::lines("summary", "More", "the words of the source", &trigger.summary),
    ]
}

fn read_trigger(trigger: &Trigger, form: &Form, ctx: &Ctx) -> Result<Trigger, Fault> {
    let kinds = ctx.rules.kinds();
    let headline = form.filled("headline").ok_or(("headline", "Say in one line what happened to them.".to_string()))?;
    let kind = read_kind(&form.filled("kind").unwrap_or_else(|| "other".into()), kinds)?;
    let defaults = kinds.get_or_other(&kind);
    let today = ctx.now.date();
    let day = |name: &'static str| match form.filled(name) {
        None => Ok(None),
        Some(text) => match parse_day(&text, today) {
            Some(day) => Ok(Some(day)),
            None => Err((name, format!("\"{text}\" is not a day. Try \"yesterday\", \"14 mar\" or 2026-03-14."))),
        },
    };
    let strength = match form.filled("strength") {
        None => defaults.strength,
        Some(text) => text
            .parse()
            .ok()
            .filter(|s| *s <= 5)
            .ok_or(("strength", "Strength is a number from 1 to 5.".to_string()))?,
    };
    let confidence = form.filled("confidence").unwrap_or_else(|| "medium".into()).to_lowercase();
    Ok(Trigger {
        headline,
        strength: if trigger.kind != kind && form.get("strength") == trigger.strength.to_string() {
            defaults.strength
        } else {
            strength
        },
        scope: if trigger.kind == kind { trigger.scope } else { defaults.scope },
        origin: if trigger.kind == kind { trigger.origin } else { defaults.origin },
        kind,
        occurred_on: day("on")?.unwrap_or(today),
        effective_on: day("effective")?,
        confidence: Confidence::from_key(&confidence).ok_or(("confidence", "Say low, medium or high.".to_string()))?,
        source: form.get("source").trim().to_string(),
        url: form.filled("url"),
        impact: form.get("impact").trim().to_string(),
        summary: form.get("summary").trim().to_string(),
        status: if trigger.id.is_nil() && trigger.accounts.is_empty() { Status::Inbox } else { trigger.status.clone() },
        ..trigger.clone()
    })
}

/// A kind by its key, its label, or the only one that a few letters fit.
fn read_kind(typed: &str, kinds: &Kinds) -> Result<String, Fault> {
    let wanted = typed.to_lowercase().replace([' ', '-'], "_");
    if let Some(kind) = kinds.get(&wanted) {
        return Ok(kind.key.clone());
    }
    let near: Vec<&str> = kinds
        .0
        .iter()
        .filter(|kind| kind.key.contains(&wanted) || kind.label.to_lowercase().contains(&typed.to_lowercase()))
        .map(|kind| kind.key.as_str())
        .collect();
    match near.as_slice() {
        [only] => Ok((*only).to_string()),
        [] => Err((
            "kind",
            format!(
                "There is no kind \"{typed}\". Some are leadership_change, regulatory_change, funding, layoff, other."
            ),
        )),
        several => Err(("kind", format!("\"{typed}\" could be {}.", several.join(", ")))),
    }
}
