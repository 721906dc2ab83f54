//! What can be picked while a question is answered, and what each does.

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::domain::account::Contact;
use crate::domain::call::Promise;
use crate::domain::call::due::Due;
use crate::domain::campaign::Prospect;
use crate::domain::edit::ValueChange;
use crate::domain::ids::{AccountId, CampaignId, ContactId, RepId, TriggerId, WatchId};
use crate::domain::matching::name_key;
use crate::domain::query::{ContactRow, KnownPerson, SearchHit};
use crate::domain::scorecard::period::{DayRange, RecentDays};
use crate::domain::text::fold;
use crate::domain::touch::{Touch, TouchKind};
use crate::domain::trigger::kind::{Kind, Kinds};
use crate::domain::trigger::triage::{SeenTrigger, Triage};
use crate::domain::trigger::watch_words::{WatchTarget, WatchWord};
use crate::domain::trigger::{Scope, Status};
use crate::tui::message::command::{CallCommand, Command, DraftCommand, FeedCommand, TriggerCommand};
use crate::tui::message::effect::{Effect, Side};
use crate::tui::message::prompt::{ClashOf, PersonWish, Question};
use crate::tui::message::query::Query;
use crate::tui::message::route::{Errand, Route, Subject};

use super::call_person::about_person;

/// Something to pick: what it says, what it is, what it does.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PromptOption {
    pub(super) label: String,
    pub(super) about: String,
    pub(super) does: Effect,
}

/// Links the triggers to an account; where a single one touches it already, unlinks it.
pub(super) fn link(
    ids: &[TriggerId],
    linked: &[(AccountId, String)],
    account: AccountId,
    name: &str,
    why: &str,
) -> PromptOption {
    let on = !(ids.len() == 1 && linked.iter().any(|(id, _)| *id == account));
    let about = if on { why.to_string() } else { "touched already: Enter unlinks it".into() };
    let what = if on { Triage::Link(account) } else { Triage::Unlink(account) };
    PromptOption { label: name.to_string(), about, does: TriggerCommand::Triage(ids.to_vec(), what).into() }
}

/// Makes an account of this name and links the triggers to it; `None` without a name, or where one of these is it.
pub(super) fn new_account(ids: &[TriggerId], name: &str, known: &[&str]) -> Option<PromptOption> {
    let name = name.trim();
    let is_new = !name.is_empty() && known.iter().all(|known| name_key(known) != name_key(name));
    is_new.then(|| PromptOption {
        label: format!("new account: {name}"),
        about: String::new(),
        does: TriggerCommand::Triage(ids.to_vec(), Triage::LinkNew(name.to_owned())).into(),
    })
}

/// Rejects the triggers for each of these reasons; the digit that takes it stands before it.
pub(super) fn rejections(seen: &[SeenTrigger], reasons: &[String]) -> Vec<PromptOption> {
    let reject = |(digit, reason): (usize, &String)| PromptOption {
        label: format!("{digit} {reason}"),
        about: String::new(),
        does: TriggerCommand::SetStatus(seen.to_vec(), Status::Rejected(reason.clone())).into(),
    };
    (1..).zip(reasons).map(reject).collect()
}

/// Keeps the options in which the folded text stands.
pub(super) fn options_that_hold(typed: &str, options: impl Iterator<Item = PromptOption>) -> Vec<PromptOption> {
    options.filter(|one| fold(&one.label).contains(typed) || fold(&one.about).contains(typed)).collect()
}

/// One of the choices that a question brings with it.
pub(super) fn choice((label, about, does): &(String, String, Command)) -> PromptOption {
    PromptOption { label: label.clone(), about: about.clone(), does: does.clone().into() }
}

/// The scorecard of everyone, or of one rep.
pub(super) fn whose(name: &str, about: &str, span: DayRange, rep: Option<RepId>) -> PromptOption {
    PromptOption { label: name.into(), about: about.into(), does: Query::Scorecard(span, rep).into() }
}

/// Days back from today.
pub(super) fn length(length: RecentDays, rep: Option<RepId>) -> PromptOption {
    let does = Query::Scorecard(DayRange::Lately(length), rep).into();
    PromptOption { label: length.key().into(), about: length.words().into(), does }
}

/// Whom watch words may be for: accounts found for what is typed, and it as an industry.
pub(super) fn watch_targets(words: &str, typed: &str, accounts: &[(AccountId, String)]) -> Vec<PromptOption> {
    let account = |(id, name): &(AccountId, String)| PromptOption {
        label: name.clone(),
        about: "this account".into(),
        does: Effect::Prompt(kind_of_words(words, &WatchTarget::Account(*id, name.clone()))),
    };
    let typed = typed.trim();
    let own = PromptOption { label: typed.into(), about: "as an industry".into(), does: industry(words, typed) };
    accounts.iter().take(6).map(account).chain(Some(own).filter(|_| !typed.is_empty())).collect()
}

pub(super) fn industry(words: &str, name: &str) -> Effect {
    Effect::Prompt(kind_of_words(words, &WatchTarget::Industry(name.into())))
}

/// Which kind of trigger watch words make; what touches many is what words are watched for most.
pub(super) fn kind_of_words(words: &str, whom: &WatchTarget) -> Question {
    let choice = |kind: &Kind| {
        let (words, whom) = (words.to_string(), whom.clone());
        let watch = WatchWord { id: WatchId::default(), words, whom, kind: kind.key.clone() };
        let does = FeedCommand::AddWords(Box::new(watch)).into();
        (kind.label.clone(), kind.scope.words().to_string(), does)
    };
    let (wide, narrow): (Vec<&Kind>, Vec<&Kind>) = Kinds::builtin()
        .0
        .iter()
        .partition(|kind| matches!(kind.scope, Scope::Industry | Scope::Market | Scope::Competitor));
    let choices = wide.into_iter().chain(narrow).map(choice).collect();
    Question::Pick { title: format!("What kind of trigger is \"{words}\"?"), choices }
}

/// A person whose plan in a campaign is opened.
pub(super) fn person(one: &Prospect, campaign: CampaignId) -> PromptOption {
    let about = [one.title.as_str(), one.because.as_str()].into_iter().filter(|part| !part.is_empty());
    PromptOption {
        label: one.name.clone(),
        about: about.collect::<Vec<_>>().join(" · "),
        does: Effect::Go(Route::PlanIn(one.contact_id, campaign)),
    }
}

/// Whom something may be about.
pub(super) fn one_of_them(wish: PersonWish, row: &ContactRow) -> PromptOption {
    let title = row.contact.title.clone().unwrap_or_default();
    PromptOption { label: row.contact.name.clone(), about: title, does: about_person(wish, row) }
}

/// What is asked about the people of an account.
pub(super) fn person_title(wish: PersonWish, people: &[ContactRow]) -> String {
    let asked = match wish {
        PersonWish::Begin(Errand::Plan) => "Whose call to plan",
        PersonWish::Begin(Errand::Call) => "Whom to call",
        PersonWish::Begin(Errand::Log) => "Whose call to log",
        PersonWish::Begin(Errand::Sheet) => "Whose sheet",
        PersonWish::DoNotCall => "Whom not to call",
        PersonWish::Copy => "Whose number",
        PersonWish::Touch => "Who was touched",
        PersonWish::Page => "Whose page",
    };
    people.first().map_or_else(|| asked.to_owned(), |row| format!("{asked} at {}", row.account))
}

/// Returns the people known at an account, each with the errand, and a new person.
pub(super) fn whom_or_new(errand: Errand, account: AccountId, name: &str, people: &[KnownPerson]) -> Vec<PromptOption> {
    let known = |one: &KnownPerson| PromptOption {
        label: one.name.clone(),
        about: one.title.clone(),
        does: Effect::Begin(errand, account, one.contact),
    };
    let new =
        PromptOption { label: "add a person".into(), about: format!("at {name}"), does: new_person(account, name) };
    people.iter().map(known).chain(std::iter::once(new)).collect()
}

/// Opens the form of a new person at an account.
pub(super) fn new_person(account_id: AccountId, name: &str) -> Effect {
    let subject = Subject::Contact(Box::new(Contact { account_id, ..Contact::default() }), name.to_owned());
    Effect::Go(Route::Edit(subject))
}

/// Moves a promise to a typed day or hour, or says why it cannot be moved there.
pub(super) fn move_promise(promise: &Promise, typed: &str, now: Moment) -> Result<Vec<Effect>, String> {
    let zone = promise.their_zone();
    let due = Due::parse(typed, now.0, zone)?;
    if due.is_past(now.0, zone) {
        return Err("That has passed. Give a later day or hour.".into());
    }
    let change = ValueChange { read: promise.due(), typed: Some(due) };
    Ok(vec![CallCommand::MovePromise(promise.id, change).into()])
}

/// What is done once it is chosen which of two values stands; nothing where the other simply stays.
pub(super) fn settled(of: &ClashOf, side: Side) -> Vec<Effect> {
    match (of, side) {
        (ClashOf::Form(key), side) => vec![Effect::Settle(key.clone(), side)],
        (ClashOf::Change(again), Side::Mine) => vec![Effect::Do(again.as_ref().clone())],
        (ClashOf::Change(_), Side::Theirs) => Vec::new(),
        (ClashOf::Beside(key, path), side) => {
            vec![DraftCommand::Beside { key: key.clone(), path: path.clone(), take: side == Side::Mine }.into()]
        }
    }
}

/// Returns a kind of touch with the letter that picks it; its note is asked for next.
pub(super) fn touch(contact: ContactId, name: &str, kind: TouchKind) -> PromptOption {
    PromptOption {
        label: format!("{}  {}", kind.letter(), kind.words()),
        about: if kind.is_theirs() { "answers what you tried; the log form opens" } else { "" }.into(),
        does: Effect::Prompt(Question::TouchNote(contact, name.to_owned(), kind)),
    }
}

/// Writes a touch down, and opens the log form after a call of theirs.
pub(super) fn touched(touch: &Touch) -> Vec<Effect> {
    let log = Route::Log { contact: touch.contact_id, ended: None };
    let log = touch.kind.is_theirs().then_some(Effect::Go(log));
    std::iter::once(CallCommand::Touch(Box::new(touch.clone())).into()).chain(log).collect()
}

/// Where a hit leads.
pub(super) fn choice_of(hit: &SearchHit) -> PromptOption {
    match hit {
        SearchHit::Account { id, title, excerpt } => {
            PromptOption { label: title.clone(), about: excerpt.clone(), does: Effect::Go(Route::Account(*id)) }
        }
        SearchHit::Contact { id, title, excerpt, .. } => {
            PromptOption { label: title.clone(), about: excerpt.clone(), does: Effect::Go(Route::PersonPage(*id)) }
        }
        SearchHit::Trigger { id, title, excerpt } => {
            PromptOption { label: title.clone(), about: excerpt.clone(), does: Effect::EditTrigger(*id) }
        }
        SearchHit::Call { id, title, excerpt } => {
            PromptOption { label: title.clone(), about: excerpt.clone(), does: Effect::Go(Route::Call(*id)) }
        }
    }
}

/// Snoozes triggers until each stops being too early; `ripe` is the day of a single one.
pub(super) fn to_onset(seen: &[SeenTrigger], ripe: Option<NaiveDate>) -> PromptOption {
    let label = match ripe {
        Some(day) if seen.len() == 1 => format!("until {}", day.format("%a %-d %b %Y")),
        Some(_) | None => "each until its own time comes".into(),
    };
    let does = TriggerCommand::Triage(seen.iter().map(|one| one.id).collect(), Triage::SnoozeToOnset).into();
    PromptOption { label, about: "when it stops being too early".into(), does }
}
