//! Reads pasted text: a headline, a line of a filing, a row of a list, a job posting, a post, a signature.
//!
//! Nothing is invented: what cannot be read stays empty, and everything that was read is a suggestion until somebody
//! saves it.

mod companies;
mod kind;
mod kind_phrases;
mod layoff_row;
#[cfg(test)]
mod pastes;
mod post;
#[cfg(test)]
mod samples;
mod signature;
mod subject;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::trigger::event_days::days_of;
use super::trigger::kind::Kinds;
use super::trigger::{Confidence, Trigger};
use crate::domain::matching::domain_of;
use crate::domain::text::{NAME_CAP, TRIGGER_CAP, clean, clean_line, clean_note};

use post::{CopiedPost, post_of};
use subject::put_subject_first;

pub use companies::{CompanyHints, hints_of, likely_company};
pub use kind::kind_of;
pub use signature::{CapturedPerson, person_of};

/// The result of reading a pasted text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CapturedText {
    pub text: String,
    /// The resulting trigger, unsaved; only the fields that [`CapturedText::read`] names come from the text.
    pub trigger: Trigger,
    /// Names of the form's fields that were read from the text.
    pub read: Vec<&'static str>,
    /// Hints about the company that the text is about.
    pub hints: CompanyHints,
    /// The person whose signature or card the text is, if it is one; then the trigger is not what was pasted.
    pub person: Option<CapturedPerson>,
}

/// Reads a text. If it names no kind, the kind is `other`; if it names no day, it happened today.
pub fn read(text: &str, today: NaiveDate, kinds: &Kinds) -> CapturedText {
    let text = clean(text);
    let text = text.trim();
    let (mut trigger, mut read) = (Trigger { occurred_on: today, ..Trigger::default() }, Vec::new());
    let mut hints = hints_of(text);
    let kind = match layoff_row::row_of(text, today) {
        Some(row) => {
            trigger.headline = row.headline();
            row.fill(&mut trigger, &mut read);
            hints.names.retain(|name| *name != row.company);
            hints.names.insert(0, row.company.clone());
            kind_of(text).or(Some(("layoff", Confidence::Low)))
        }
        None => {
            lines(text, &mut trigger, &mut read);
            let found = days_of(text, today);
            trigger.occurred_on = found.occurred.unwrap_or(today);
            trigger.effective_on = found.effective.filter(|day| *day > trigger.occurred_on);
            let post = post_of(text, today);
            post.iter().for_each(|post| take_post(post, &mut trigger, &mut hints, today));
            post.map_or_else(|| kind_of(text), |post| kind_of_post(&post))
        }
    };
    let is_event = kind.is_some_and(|(_, sure)| sure != Confidence::Low);
    // A press release ends with somebody's card, and who left names whom to ask: what happened comes first.
    let person = if is_event { None } else { person_of(text) };
    note(&mut read, "headline", !trigger.headline.is_empty());
    note(&mut read, "effective", trigger.effective_on.is_some());
    note(&mut read, "on", trigger.occurred_on != today);
    note(&mut read, "kind", kind.is_some());
    let known = kinds.get_or_other(kind.map_or("other", |(key, _)| key));
    trigger.kind.clone_from(&known.key);
    put_subject_first(&known.key, text, &mut hints);
    if known.key == "job_posting" {
        keep_title_whole(text, &mut trigger);
    }
    (trigger.scope, trigger.origin, trigger.strength) = (known.scope, known.origin, known.strength);
    if hints.cik.is_some() {
        trigger.confidence = Confidence::High;
        if trigger.source.is_empty() {
            "SEC filing".clone_into(&mut trigger.source);
        }
    }
    note(&mut read, "source", !trigger.source.is_empty());
    (trigger.cik, trigger.ticker) = (hints.cik, hints.ticker.clone());
    trigger.company = company(text, &hints);
    CapturedText { text: text.to_owned(), trigger, read, hints, person }
}

/// Takes back that the end of a job's title was read as the source: "Senior Buyer - Chicago" names a place.
fn keep_title_whole(text: &str, trigger: &mut Trigger) {
    let title =
        text.lines().map(str::trim).find(|line| line.starts_with(trigger.headline.as_str())).unwrap_or_default();
    if !trigger.source.is_empty() && title.ends_with(trigger.source.as_str()) {
        trigger.headline = clean_line(title, NAME_CAP);
        trigger.source.clear();
    }
}

/// Fills in what a post says: who wrote it and when, and where they work.
fn take_post(post: &CopiedPost, trigger: &mut Trigger, hints: &mut CompanyHints, today: NaiveDate) {
    trigger.headline = clean_line(&post.headline(), NAME_CAP);
    trigger.summary = clean_note(&post.text, TRIGGER_CAP);
    trigger.occurred_on = post.on.unwrap_or(today);
    if trigger.source.is_empty() {
        "their own post".clone_into(&mut trigger.source);
    }
    if let Some(company) = post.company() {
        hints.names.retain(|name| *name != company);
        hints.names.insert(0, company);
    }
}

/// A post is a post, unless it tells of a new post or a vacancy, or a company wrote it and tells of an event.
fn kind_of_post(post: &CopiedPost) -> Option<(&'static str, Confidence)> {
    let told = kind_of(&post.text).filter(|(_, sure)| *sure != Confidence::Low);
    match told {
        Some((kind, sure)) if post.by_company || matches!(kind, "leadership_change" | "job_posting") => {
            Some((kind, sure))
        }
        Some(_) | None if post.by_company => None,
        Some(_) | None => Some(("public_post_or_talk", Confidence::High)),
    }
}

fn note(read: &mut Vec<&'static str>, field: &'static str, found: bool) {
    if found && !read.contains(&field) {
        read.push(field);
    }
}

/// Reads headline, summary, address and source from the lines of a text.
fn lines(text: &str, trigger: &mut Trigger, read: &mut Vec<&'static str>) {
    trigger.url = text
        .split_whitespace()
        .map(|word| word.trim_matches(['(', ')', '<', '>', ',', ';', '"']))
        .find(|word| word.starts_with("https://") || word.starts_with("http://"))
        .map(|url| clean_line(url, NAME_CAP * 5));
    note(read, "url", trigger.url.is_some());
    let told = |line: &&str| !line.trim().is_empty() && !is_address(line) && source_line(line).is_none();
    let first = text.lines().find(told).unwrap_or_default();
    let first_bare = without_address(first);
    let (headline, paper) = split_source(&first_bare);
    trigger.headline = clean_line(headline, NAME_CAP);
    let host = || trigger.url.as_deref().and_then(domain_of);
    let named = text.lines().find_map(source_line).or(paper).map(str::to_owned);
    trigger.source = clean_line(&named.or_else(host).unwrap_or_default(), NAME_CAP);
    let rest: Vec<&str> =
        text.lines().skip_while(|line| *line != first).skip(1).filter(|line| !is_address(line)).collect();
    trigger.summary = clean_note(rest.join("\n").trim(), TRIGGER_CAP);
}

fn is_address(line: &str) -> bool {
    let line = line.trim();
    line.split_whitespace().count() == 1 && line.contains("://")
}

fn without_address(line: &str) -> String {
    line.split_whitespace().filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" ")
}

fn source_line(line: &str) -> Option<&str> {
    let (label, source) = line.split_once(':')?;
    let label = label.trim().to_lowercase();
    Some(source.trim())
        .filter(|source| matches!(label.as_str(), "source" | "via" | "published by") && !source.is_empty())
}

/// Splits "Norvik recalls yoghurt - Dairy Post" into headline and source.
fn split_source(line: &str) -> (&str, Option<&str>) {
    for mark in [" | ", " — ", " – ", " - "] {
        if let Some((headline, paper)) = line.rsplit_once(mark) {
            let words = paper.split_whitespace().count();
            let capital =
                paper.starts_with(char::is_uppercase) && !paper.contains(['(', '.']) || paper.ends_with(".com");
            if (1..=4).contains(&words) && capital && headline.split_whitespace().count() >= 4 {
                return (headline.trim(), Some(paper.trim()));
            }
        }
    }
    (line.trim(), None)
}

/// Returns the company that the text names before its number or ticker; `None` if there is none, because a capitalised
/// word is only a hint.
fn company(text: &str, hints: &CompanyHints) -> Option<String> {
    if hints.cik.is_none() && hints.ticker.is_none() {
        return hints.names.first().cloned();
    }
    let named = text.split('(').next().and_then(|before| {
        let before = before.rsplit(['-', '–', '—', ':', '\n']).next()?.trim();
        hints.names.iter().filter(|name| before.ends_with(name.as_str())).max_by_key(|name| name.len())
    });
    named.or(hints.names.first()).cloned()
}
