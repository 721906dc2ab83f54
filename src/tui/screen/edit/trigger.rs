//! The trigger in its form: kinds by their plain names, defaults that follow the kind, and what was read from a text.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::call::parse_day;
use crate::domain::capture::{CapturedPerson, CapturedText, CompanyHints};
use crate::domain::ids::AccountId;
use crate::domain::matching::{is_shared_domain, name_key};
use crate::domain::text::fold;
use crate::domain::trigger::kind::{Kind, Kinds};
use crate::domain::trigger::triage::AccountSuggestion;
use crate::domain::trigger::{Confidence, STRONGEST, Scope, Trigger, UNDATED};
use crate::tui::widgets::form::{Field, Form};

use super::reading::{Fault, filled};
use crate::tui::context::{Ctx, ScreenRules};

const NO_HEADLINE: &str = "Say in one line what happened to them.";

/// The state of a trigger's form beside its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct TriggerExtras {
    /// Fields whose text was read from a clipping and is not confirmed.
    pub(super) read: BTreeSet<&'static str>,
    /// What the book is asked about the company, once.
    pub(super) hints: Option<CompanyHints>,
    /// Accounts that were suggested or found, with the reason.
    pub(super) known: Vec<AccountSuggestion>,
}

impl TriggerExtras {
    /// What a clipping brings along.
    pub(super) fn of(clipping: &CapturedText) -> TriggerExtras {
        TriggerExtras {
            read: clipping.read.iter().copied().collect(),
            hints: Some(clipping.hints.clone()),
            known: Vec::new(),
        }
    }

    /// Takes accounts that the book suggests; a sure one is put into the form.
    pub(super) fn take(&mut self, form: &mut Form, found: &[AccountSuggestion]) {
        let earlier = std::mem::replace(&mut self.known, found.to_vec());
        self.found(&earlier.into_iter().map(|known| (known.id, known.name)).collect::<Vec<_>>());
        // Reasons that begin so are certain ones: "same ticker", "same web address", "same name".
        let sure = found.first().filter(|first| first.why.starts_with("same"));
        if let Some(first) = sure.filter(|_| self.read.contains("works")) {
            form.fill("works", &first.name);
        }
        if let (Some(first), true) = (sure, form.get("touches").trim().is_empty()) {
            form.fill("touches", &first.name);
            self.read.insert("touches");
        }
    }

    /// The account known by this name.
    pub(super) fn account_called(&self, name: &str) -> Option<&AccountSuggestion> {
        self.known.iter().find(|known| name_key(&known.name) == name_key(name))
    }

    /// What a person's card brings along: every field that was read, and what it says about the company.
    pub(super) fn of_person(clipping: &CapturedText, person: &CapturedPerson) -> TriggerExtras {
        let mut hints = clipping.hints.clone();
        hints.names = [&person.company].into_iter().filter(|name| !name.is_empty()).cloned().collect();
        hints.domains.retain(|domain| !is_shared_domain(domain));
        let contact = &person.contact;
        let read = [
            ("name", !contact.name.is_empty()),
            ("works", !person.company.is_empty()),
            ("title", contact.title.is_some()),
            ("phones", !contact.phones.is_empty()),
            ("emails", !contact.emails.is_empty()),
        ];
        let read = read.into_iter().filter_map(|(field, found)| found.then_some(field)).collect();
        TriggerExtras { read, hints: Some(hints), known: Vec::new() }
    }

    /// Takes accounts that were found for what is typed; those suggested before stay known.
    pub(super) fn found(&mut self, accounts: &[(AccountId, String)]) {
        let new = accounts.iter().filter(|(id, _)| self.known.iter().all(|known| known.id != *id));
        let new: Vec<AccountSuggestion> =
            new.map(|(id, name)| AccountSuggestion { id: *id, name: name.clone(), why: String::new() }).collect();
        self.known.extend(new);
    }

    /// What a draft keeps of the accounts that the form names: their ids are typed nowhere.
    pub(super) fn keep(&self, form: &Form) -> BTreeMap<String, String> {
        let names: Vec<String> = form.get("touches").split(';').map(|name| fold(name.trim())).collect();
        let named = self.known.iter().filter(|known| names.contains(&fold(&known.name)));
        named.map(|known| (known.id.to_string(), known.name.clone())).collect()
    }

    /// Takes back what a draft kept.
    pub(super) fn restore(&mut self, kept: &BTreeMap<String, String>) {
        let read = |(id, name): (&String, &String)| Some((AccountId(id.parse().ok()?), name.clone()));
        self.found(&kept.iter().filter_map(read).collect::<Vec<_>>());
    }
}

/// The fields of a trigger. One that has accounts already keeps them; L links more.
pub(super) fn trigger_fields(trigger: &Trigger) -> Vec<Field> {
    let kind = if trigger.kind.is_empty() { String::new() } else { label_of(&trigger.kind) };
    let strength = if trigger.kind.is_empty() { String::new() } else { trigger.strength.to_string() };
    let scope = if trigger.kind.is_empty() { "" } else { trigger.scope.words() };
    let day = if trigger.is_undated() { String::new() } else { trigger.occurred_on.to_string() };
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
        Field::line("on", "When", "today, yesterday, 14 mar, 2026-03-14", &day),
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

/// Puts the text of a field into the trigger, or says why it cannot be read; then the trigger stays as it is. The kind
/// comes before what an empty field takes from it, as in the form.
pub(super) fn set_trigger(
    trigger: &mut Trigger,
    field: &str,
    text: &str,
    aside: &TriggerExtras,
    ctx: &Ctx,
) -> Result<(), Fault> {
    let kinds = ctx.rules.kinds();
    match field {
        "headline" => trigger.headline = filled(text).ok_or(("headline", NO_HEADLINE.to_string()))?,
        "touches" => {
            if let Some(names) = filled(text) {
                trigger.accounts = named_accounts(&names, aside)?;
            }
        }
        "kind" => {
            let kind = filled(text).map_or(Ok(kinds.get_or_other("other")), |typed| read_kind(&typed, kinds))?;
            if trigger.kind != kind.key {
                (trigger.kind, trigger.origin) = (kind.key.clone(), kind.origin);
            }
        }
        "scope" => trigger.scope = read_scope(text, kinds.get_or_other(&trigger.kind))?,
        "on" => {
            // What waits for a day is not dated today by leaving its field empty.
            let unsaid = if trigger.is_undated() { UNDATED } else { ctx.now.date() };
            trigger.occurred_on = read_day("on", text, ctx)?.unwrap_or(unsaid);
        }
        "effective" => trigger.effective_on = read_day("effective", text, ctx)?,
        "strength" => trigger.strength = read_strength(text, kinds.get_or_other(&trigger.kind), ctx.rules)?,
        "confidence" => trigger.confidence = read_confidence(text)?,
        "source" => trigger.source = text.trim().to_string(),
        "url" => trigger.url = filled(text),
        "impact" => trigger.impact = text.trim().to_string(),
        "summary" => trigger.summary = text.trim().to_string(),
        _not_ours => {}
    }
    Ok(())
}

fn read_confidence(text: &str) -> Result<Confidence, Fault> {
    let key = filled(text).unwrap_or_else(|| "medium".into()).to_lowercase();
    Confidence::from_key(&key).ok_or(("confidence", "Say low, medium or high.".to_string()))
}

fn read_day(field: &'static str, text: &str, ctx: &Ctx) -> Result<Option<NaiveDate>, Fault> {
    let Some(text) = filled(text) else { return Ok(None) };
    let no_day = || (field, format!("\"{text}\" is not a day. Try \"yesterday\", \"14 mar\" or 2026-03-14."));
    parse_day(&text, ctx.now.date()).map(Some).ok_or_else(no_day)
}

fn read_strength(text: &str, kind: &Kind, rules: &ScreenRules) -> Result<u8, Fault> {
    let Some(text) = filled(text) else { return Ok(rules.strength_of(kind)) };
    let strength = text.parse().ok().filter(|strength| *strength <= STRONGEST);
    strength.ok_or(("strength", "Strength is a number from 1 to 5.".to_string()))
}

fn read_scope(text: &str, kind: &Kind) -> Result<Scope, Fault> {
    let Some(typed) = filled(text) else { return Ok(kind.scope) };
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
fn named_accounts(names: &str, aside: &TriggerExtras) -> Result<Vec<AccountId>, Fault> {
    let mut found = Vec::new();
    for name in names.split(';').map(str::trim).filter(|name| !name.is_empty()) {
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
pub(super) fn follow_kind(form: &mut Form, before: Option<&Kind>, now: &Kind, rules: &ScreenRules) {
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
