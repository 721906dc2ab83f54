//! The trigger in its form: kinds by their plain names, defaults that follow the kind, and what was read from a text.

use std::collections::BTreeSet;

use crate::domain::call::parse_day;
use crate::domain::clipping::{Clipping, Hints};
use crate::domain::ids::AccountId;
use crate::domain::text::fold;
use crate::domain::triage::Suggestion;
use crate::domain::trigger::{Confidence, Kind, Kinds, Scope, Status, Trigger};
use crate::tui::form::{Field, Form};

use super::super::{Ctx, Rules};

/// What is wrong with a field, by its name.
pub(super) type Fault = (&'static str, String);

/// What a trigger's form knows beside its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Aside {
    /// Fields whose text was read from a clipping and is not confirmed.
    pub(super) read: BTreeSet<&'static str>,
    /// What the book is asked about the company, once.
    pub(super) hints: Option<Hints>,
    /// Accounts that were suggested or found, with the reason.
    pub(super) known: Vec<Suggestion>,
}

impl Aside {
    /// What a clipping brings along.
    pub(super) fn of(clipping: &Clipping) -> Aside {
        Aside { read: clipping.read.iter().copied().collect(), hints: Some(clipping.hints.clone()), known: Vec::new() }
    }

    /// Takes accounts that the book suggests; a sure one is put into the form.
    pub(super) fn take(&mut self, form: &mut Form, found: &[Suggestion]) {
        self.known = found.to_vec();
        let sure = found.first().filter(|first| first.why.starts_with("same"));
        if let (Some(first), true) = (sure, form.get("touches").trim().is_empty()) {
            form.set("touches", &first.name);
            self.read.insert("touches");
        }
    }

    /// Takes accounts that were found for what is typed; those suggested before stay known.
    pub(super) fn found(&mut self, accounts: &[(AccountId, String)]) {
        let new = accounts.iter().filter(|(id, _)| self.known.iter().all(|known| known.id != *id));
        let new: Vec<Suggestion> =
            new.map(|(id, name)| Suggestion { id: *id, name: name.clone(), why: String::new() }).collect();
        self.known.extend(new);
    }
}

/// The fields of a trigger. One that has accounts already keeps them; L links more.
pub(super) fn trigger_fields(trigger: &Trigger) -> Vec<Field> {
    let kind = if trigger.kind.is_empty() { String::new() } else { label_of(&trigger.kind) };
    let strength = if trigger.kind.is_empty() { String::new() } else { trigger.strength.to_string() };
    let scope = if trigger.kind.is_empty() { "" } else { trigger.scope.words() };
    let touches = Field::line("touches", "Touches", "the account, where it is in the book", "");
    let mut fields = vec![
        Field::line(
            "headline",
            "What happened",
            "one line, about them: \"Norvik's yoghurt supplier recalled 3 lots\"",
            &trigger.headline,
        ),
        Field::line("kind", "Kind", "new leader, new rule, funding, layoff … a few letters will do", &kind),
        Field::line("scope", "Whose world", "person, company, industry, market, competitor or their customers", scope),
        Field::line("on", "When", "today, yesterday, 14 mar, 2026-03-14", &trigger.occurred_on.to_string()),
        Field::line(
            "effective",
            "Takes effect",
            "a later day, where there is one",
            &trigger.effective_on.map_or(String::new(), |d| d.to_string()),
        ),
        Field::line("strength", "Strength", "1–5; empty takes the kind's own", &strength),
        Field::line("confidence", "How sure", "low, medium or high", trigger.confidence.key()),
        Field::line("source", "Source", "who says so", &trigger.source),
        Field::line("url", "Link", "", &trigger.url.clone().unwrap_or_default()),
        Field::lines("impact", "For them", "what it means for them, as far as you know", &trigger.impact),
        Field::lines("summary", "More", "the words of the source", &trigger.summary),
    ];
    if trigger.id.is_nil() && trigger.accounts.is_empty() {
        fields.insert(1, touches);
    }
    fields
}

fn label_of(key: &str) -> String {
    // A team's own kinds are not known here; their key is read back just as well.
    Kinds::builtin().get(key).map_or_else(|| key.to_owned(), |kind| kind.label.clone())
}

/// The trigger as the form says, or the first field that cannot be read.
pub(super) fn read_trigger(trigger: &Trigger, form: &Form, aside: &Aside, ctx: &Ctx) -> Result<Trigger, Fault> {
    let headline = form.filled("headline").ok_or(("headline", "Say in one line what happened to them.".to_string()))?;
    let kinds = ctx.rules.kinds();
    let kind = match form.filled("kind") {
        None => kinds.get_or_other("other"),
        Some(typed) => read_kind(&typed, kinds)?,
    };
    let today = ctx.now.date();
    let day = |name: &'static str| match form.filled(name) {
        None => Ok(None),
        Some(text) => match parse_day(&text, today) {
            Some(day) => Ok(Some(day)),
            None => Err((name, format!("\"{text}\" is not a day. Try \"yesterday\", \"14 mar\" or 2026-03-14."))),
        },
    };
    let confidence = form.filled("confidence").unwrap_or_else(|| "medium".into()).to_lowercase();
    let accounts = if form.filled("touches").is_some() { touched(form, aside)? } else { trigger.accounts.clone() };
    let is_new = trigger.id.is_nil();
    Ok(Trigger {
        headline,
        strength: read_strength(form, kind, ctx.rules)?,
        scope: read_scope(form, kind)?,
        origin: if trigger.kind == kind.key { trigger.origin } else { kind.origin },
        kind: kind.key.clone(),
        occurred_on: day("on")?.unwrap_or(today),
        effective_on: day("effective")?,
        confidence: Confidence::from_key(&confidence).ok_or(("confidence", "Say low, medium or high.".to_string()))?,
        source: form.get("source").trim().to_string(),
        url: form.filled("url"),
        impact: form.get("impact").trim().to_string(),
        summary: form.get("summary").trim().to_string(),
        status: if is_new && accounts.is_empty() { Status::Inbox } else { trigger.status.clone() },
        accounts,
        ..trigger.clone()
    })
}

fn read_strength(form: &Form, kind: &Kind, rules: &Rules) -> Result<u8, Fault> {
    match form.filled("strength") {
        None => Ok(rules.strength_of(kind)),
        Some(text) => text
            .parse()
            .ok()
            .filter(|strength| *strength <= 5)
            .ok_or(("strength", "Strength is a number from 1 to 5.".to_string())),
    }
}

fn read_scope(form: &Form, kind: &Kind) -> Result<Scope, Fault> {
    let Some(typed) = form.filled("scope") else { return Ok(kind.scope) };
    let wanted = fold(&typed);
    let near: Vec<Scope> = Scope::ALL.iter().copied().filter(|scope| scope.words().contains(&wanted)).collect();
    let exact = Scope::ALL.iter().copied().find(|scope| scope.words() == wanted);
    match (exact, near.as_slice()) {
        (Some(scope), _) => Ok(scope),
        (None, [first, ..]) => Ok(*first),
        (None, []) => {
            let known: Vec<&str> = Scope::ALL.iter().map(|scope| scope.words()).collect();
            Err(("scope", format!("\"{typed}\" is nobody's world. Say {}.", known.join(", "))))
        }
    }
}

/// The accounts that are named, `;` between them; each must be known.
fn touched(form: &Form, aside: &Aside) -> Result<Vec<AccountId>, Fault> {
    let mut found = Vec::new();
    for name in form.get("touches").split(';').map(str::trim).filter(|name| !name.is_empty()) {
        let known = aside.known.iter().find(|known| fold(&known.name) == fold(name));
        match known {
            Some(known) if found.contains(&known.id) => {}
            Some(known) => found.push(known.id),
            None => {
                let says = format!(
                    "No account in the book is called \"{name}\". Empty the line; L in the inbox links it later."
                );
                return Err(("touches", says));
            }
        }
    }
    Ok(found)
}

/// Kinds whose plain name, or key, holds the letters; those that begin with them first.
pub(super) fn kinds_like<'a>(typed: &str, kinds: &'a Kinds) -> Vec<&'a Kind> {
    let typed = fold(typed.trim());
    let holds = |kind: &&Kind| {
        fold(&kind.label).contains(&typed) || kind.key.replace('_', " ").contains(&typed) || kind.key == typed
    };
    let mut found: Vec<&Kind> = kinds.0.iter().filter(holds).collect();
    found.sort_by_key(|kind| (fold(&kind.label) != typed, !fold(&kind.label).starts_with(&typed)));
    found
}

/// A kind by its label, its key, or the only one that a few letters fit.
pub(super) fn read_kind<'a>(typed: &str, kinds: &'a Kinds) -> Result<&'a Kind, Fault> {
    let wanted = fold(typed.trim());
    if let Some(kind) =
        kinds.0.iter().find(|kind| fold(&kind.label) == wanted || kind.key == wanted.replace([' ', '-'], "_"))
    {
        return Ok(kind);
    }
    let near = kinds_like(typed, kinds);
    match near.as_slice() {
        [only] => Ok(only),
        [] => Err((
            "kind",
            format!("There is no kind \"{typed}\". Some are new leader, new rule, funding, layoff, something else."),
        )),
        several => {
            let labels: Vec<&str> = several.iter().take(6).map(|kind| kind.label.as_str()).collect();
            Err(("kind", format!("\"{typed}\" could be {}.", labels.join(", "))))
        }
    }
}

/// Puts the kind's scope and strength into fields that still hold those of the kind before, or nothing.
pub(super) fn follow_kind(form: &mut Form, before: Option<&Kind>, now: &Kind, rules: &Rules) {
    let own =
        |kind: Option<&Kind>| kind.map(|kind| (kind.scope.words().to_string(), rules.strength_of(kind).to_string()));
    let (scope, strength) = own(before).unwrap_or_default();
    let untouched = |held: &str, of_kind: &str| held.trim().is_empty() || held.trim() == of_kind;
    if untouched(form.get("scope"), &scope) {
        form.set("scope", now.scope.words());
    }
    if untouched(form.get("strength"), &strength) {
        form.set("strength", &rules.strength_of(now).to_string());
    }
}
