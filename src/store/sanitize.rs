//! Sanitises values before they are stored: removes control characters and caps lengths.

use crate::domain::account::{Account, Contact, ExternalId, Phone};
use crate::domain::call::{Call, NextStep};
use crate::domain::campaign::{Campaign, CampaignAccount, Exclusion, TargetFilter, TargetSelection};
use crate::domain::draft::Draft;
use crate::domain::edit::Edit;
use crate::domain::import::feed::Feed;
use crate::domain::matching::{domain_of, ticker_of};
use crate::domain::plan::Plan;
use crate::domain::reason::guard::Override;
use crate::domain::review::Review;
use crate::domain::text::{NAME_CAP, NOTE_CAP, TRIGGER_CAP, clean_line, clean_note};
use crate::domain::trigger::watch_words::{WatchTarget, WatchWord};
use crate::domain::trigger::{STRONGEST, Status, Trigger};

/// Longest web address, in characters.
pub(super) const URL_CAP: usize = 2_000;
/// Longest draft in characters, over all fields of a form.
const DRAFT_CAP: usize = 100_000;
/// Most labels, aliases, addresses or numbers of one row.
const MANY: usize = 50;

/// Sanitises a name or title of one line.
pub(super) fn line(text: &str) -> String {
    clean_line(text, NAME_CAP)
}

/// Sanitises a note of several lines.
pub(super) fn note(text: &str) -> String {
    clean_note(text, NOTE_CAP)
}

fn some_line(text: Option<&String>) -> Option<String> {
    text.map(|text| line(text)).filter(|text| !text.is_empty())
}

fn lines(texts: &[String]) -> Vec<String> {
    unique(texts.iter().map(|text| line(text)))
}

fn unique(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()).take(MANY) {
        if !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}

fn externals(ids: &[ExternalId]) -> Vec<ExternalId> {
    let mut kept: Vec<ExternalId> = Vec::new();
    for id in ids.iter().take(MANY) {
        let clean = ExternalId { source: line(&id.source).to_lowercase(), id: line(&id.id) };
        if !clean.id.is_empty() && !kept.contains(&clean) {
            kept.push(clean);
        }
    }
    kept
}

/// Sanitises a company.
pub(super) fn account(account: &Account) -> Account {
    Account {
        id: account.id,
        name: line(&account.name),
        domain: account.domain.as_deref().and_then(|domain| domain_of(&line(domain))),
        tickers: unique(account.tickers.iter().filter_map(|ticker| ticker_of(&line(ticker)))),
        cik: account.cik,
        external: externals(&account.external),
        aliases: lines(&account.aliases),
        industry: some_line(account.industry.as_ref()),
        sub_industry: some_line(account.sub_industry.as_ref()),
        city: some_line(account.city.as_ref()),
        region: some_line(account.region.as_ref()),
        country: some_line(account.country.as_ref()),
        zone: some_line(account.zone.as_ref()),
        employees: account.employees,
        revenue_musd: account.revenue_musd.filter(|revenue| revenue.is_finite()),
        phone: some_line(account.phone.as_ref()),
        tags: lines(&account.tags),
        owner: some_line(account.owner.as_ref()),
        notes: note(&account.notes),
        archived: account.archived,
    }
}

/// Sanitises a person.
pub(super) fn contact(contact: &Contact) -> Contact {
    let mut phones: Vec<Phone> = Vec::new();
    for phone in contact.phones.iter().take(MANY) {
        let clean = Phone { raw: line(&phone.raw), label: line(&phone.label) };
        if !clean.raw.is_empty() && !phones.contains(&clean) {
            phones.push(clean);
        }
    }
    Contact {
        id: contact.id,
        account_id: contact.account_id,
        name: line(&contact.name),
        given_name: some_line(contact.given_name.as_ref()),
        title: some_line(contact.title.as_ref()),
        emails: unique(contact.emails.iter().map(|email| line(email).to_lowercase())),
        phones,
        zone: some_line(contact.zone.as_ref()),
        hours: contact.hours.filter(|hours| hours.from != hours.until),
        external: externals(&contact.external),
        link: contact.link.as_ref().map(|link| clean_line(link, URL_CAP)).filter(|link| !link.is_empty()),
        goal: contact.goal.as_ref().map(|goal| note(goal)).filter(|goal| !goal.is_empty()),
        notes: note(&contact.notes),
        do_not_call: some_line(contact.do_not_call.as_ref()),
        role: some_line(contact.role.as_ref()),
        left_on: contact.left_on,
        moved_to: some_line(contact.moved_to.as_ref()),
        archived: contact.archived,
    }
}

/// Sanitises a trigger.
pub(super) fn trigger(trigger: &Trigger) -> Trigger {
    Trigger {
        kind: line(&trigger.kind),
        headline: line(&trigger.headline),
        summary: clean_note(&trigger.summary, TRIGGER_CAP),
        source: line(&trigger.source),
        url: trigger.url.as_ref().map(|url| clean_line(url, URL_CAP)).filter(|url| !url.is_empty()),
        strength: trigger.strength.min(STRONGEST),
        status: status(&trigger.status),
        company: some_line(trigger.company.as_ref()),
        ticker: trigger.ticker.as_deref().and_then(|ticker| ticker_of(&line(ticker))),
        external: trigger.external.as_ref().map(|id| clean_line(id, URL_CAP)).filter(|id| !id.is_empty()),
        impact: note(&trigger.impact),
        ..trigger.clone()
    }
}

/// Sanitises a trigger's status, that is, the reason of a rejection.
pub(super) fn status(status: &Status) -> Status {
    match status {
        Status::Rejected(why) => Status::Rejected(line(why)),
        Status::Inbox | Status::Kept | Status::Snoozed(_) | Status::Merged(_) => status.clone(),
    }
}

/// Sanitises a plan.
pub(super) fn plan(plan: &Plan) -> Plan {
    Plan {
        no_trigger_because: note(&plan.no_trigger_because),
        impact: note(&plan.impact),
        why_not_later: note(&plan.why_not_later),
        purpose: note(&plan.purpose),
        value: note(&plan.value),
        their_goal: note(&plan.their_goal),
        questions: note(&plan.questions),
        next_step: note(&plan.next_step),
        opener: note(&plan.opener),
        template: some_line(plan.template.as_ref()),
        ..plan.clone()
    }
}

/// Sanitises a call.
pub(super) fn call(call: &Call) -> Call {
    let next = call.next.as_ref().map(|next| NextStep { what: note(&next.what), ..next.clone() });
    let lifted = |one: &Override| Override { rule: line(&one.rule), because: note(&one.because) };
    Call {
        words: note(&call.words),
        note: note(&call.note),
        opener: note(&call.opener),
        next: next.filter(|next| !next.what.is_empty()),
        overrides: call.overrides.iter().take(MANY).map(lifted).collect(),
        asked: call.asked.iter().take(MANY).map(|rule| line(rule)).collect(),
        ..call.clone()
    }
}

/// Sanitises a review.
pub(super) fn review(review: &Review) -> Review {
    Review { note: note(&review.note), focus: line(&review.focus), ..review.clone() }
}

/// Sanitises a campaign.
pub(super) fn campaign(campaign: &Campaign) -> Campaign {
    let touched = |one: &CampaignAccount| CampaignAccount { account_id: one.account_id, impact: note(&one.impact) };
    Campaign {
        name: line(&campaign.name),
        shared_reason: note(&campaign.shared_reason),
        learned: note(&campaign.learned),
        accounts: campaign.accounts.iter().map(touched).collect(),
        picked: target_selection(&campaign.picked),
        ..campaign.clone()
    }
}

/// Sanitises the address of a feed.
pub(super) fn address(address: &str) -> String {
    clean_line(address, URL_CAP)
}

/// Sanitises a fetched feed.
pub(super) fn feed(feed: &Feed) -> Feed {
    Feed {
        title: line(&feed.title),
        etag: some_line(feed.etag.as_ref()),
        modified: some_line(feed.modified.as_ref()),
        outcome: clean_line(&feed.outcome, 2 * NAME_CAP),
        ..feed.clone()
    }
}

/// Sanitises watch words.
pub(super) fn watch(watch: &WatchWord) -> WatchWord {
    let whom = match &watch.whom {
        WatchTarget::Account(id, name) => WatchTarget::Account(*id, line(name)),
        WatchTarget::Industry(industry) => WatchTarget::Industry(line(industry)),
    };
    WatchWord { id: watch.id, words: line(&watch.words), whom, kind: line(&watch.kind) }
}

/// Sanitises the account selection of a campaign: the words of its filter and of its reasons.
pub(super) fn target_selection(picked: &TargetSelection) -> TargetSelection {
    let pick = &picked.pick;
    let left = |one: &Exclusion| Exclusion { name: line(&one.name), says: line(&one.says), ..one.clone() };
    TargetSelection {
        pick: TargetFilter {
            industry: lines(&pick.industry),
            place: lines(&pick.place),
            tags: lines(&pick.tags),
            ..pick.clone()
        },
        left: picked.left.iter().map(left).collect(),
        ..picked.clone()
    }
}

/// Sanitises both rows of a form, so that a value that was only cleaned does not count as a change.
pub(super) fn edit<T>(edit: &Edit<T>, row: impl Fn(&T) -> T) -> Edit<T> {
    Edit { read: row(&edit.read), typed: row(&edit.typed), drafts: edit.drafts.iter().map(|key| line(key)).collect() }
}

/// Sanitises a draft.
pub(super) fn draft(draft: &Draft) -> Draft {
    Draft { key: line(&draft.key), title: line(&draft.title), body: clean_note(&draft.body, DRAFT_CAP), at: draft.at }
}
