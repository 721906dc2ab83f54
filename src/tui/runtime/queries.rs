//! Answers every query from the book.

use crate::clock::Moment;
use crate::domain::call_sheet::sheet;
use crate::domain::erasure::ErasurePreview;
use crate::domain::ids::RepId;
use crate::domain::scorecard::period::DayRange;
use crate::exchange::budget::Budget;
use crate::store::{Backups, Store, StoreError};
use crate::tui::message::answer::{Answer, CampaignAnswer, ScorecardAnswer};
use crate::tui::message::query::Query;
use crate::tui::widgets::list::WINDOW;

use super::{backups, campaign, imports, review, triggers};

/// Hits that a search over everything shows.
const HITS: usize = 40;

pub(super) fn answer(store: &mut Store, query: Query, now: Moment) -> Result<Answer, StoreError> {
    Ok(match query {
        Query::Today(query) => store.today_matching(&query, now).map(|today| Answer::Today(query, Box::new(today)))?,
        Query::Accounts(query) => store.accounts(&query, now).map(|window| Answer::Accounts(query, window))?,
        Query::Account(id, named) => Answer::Account(id, store.account_file_with(id, named, now)?.map(Box::new)),
        Query::Erasure(id) => {
            let preview = store.erasure_preview(id)?;
            let named = |preview| ErasurePreview { backups: Backups::of_book(store.path()).list().len(), ..preview };
            Answer::Erasure(id, preview.map(named).map(Box::new))
        }
        Query::Person(id) => Answer::Person(id, store.person_file(id, now)?.map(Box::new)),
        Query::AccountForm(id) => Answer::AccountForm(id, store.account(id)?.map(Box::new)),
        Query::FindAccounts(text) => store.find_account(&text).map(|found| Answer::Found(text, found))?,
        Query::Search(text) => store.search(&text, HITS).map(|hits| Answer::Hits(text, hits))?,
        Query::Triggers(query) => store.triggers(&query, now).map(|window| Answer::Triggers(query, window))?,
        Query::Trigger(id) | Query::TriggerForm(id) => Answer::Trigger(id, store.trigger_file(id, now)?.map(Box::new)),
        Query::Calls(query) => store.calls(&query).map(|window| Answer::Calls(query, window))?,
        Query::Call(id) => Answer::Call(id, store.call_file(id, now)?.map(Box::new)),
        Query::Overridden { offset } => Answer::Overridden(store.overridden(offset, WINDOW)?),
        Query::Duplicates { offset } => Answer::Twins(store.twins(offset, WINDOW)?),
        Query::Plan(contact) => Answer::Plan(contact, Box::new(store.plan_file(contact, now)?)),
        Query::CallStart(errand, account, contact) => {
            Answer::CallStart(errand, account, contact, Box::new(store.call_start(account, contact, now)?))
        }
        Query::LogStart(query) => {
            let at = query.at.map_or(now, Moment);
            Answer::LogStart(query, Box::new(store.log_start_of(query.contact, at, query.began)?))
        }
        Query::AmendStart(call) => Answer::AmendStart(call, Box::new(store.amend_start(call)?)),
        Query::Sheet(account, contact) => {
            let file = store.sheet_file(account, contact, now)?;
            Answer::Sheet(account, contact, file.map(|file| Box::new(sheet(&file, now.date()))))
        }
        Query::Scorecard(span, rep) => Answer::Scored(scorecard(store, span, rep, now)?),
        Query::Draft(key) => store.draft(&key).map(|draft| Answer::Draft(key, draft))?,
        Query::Profile => Answer::Profile(Box::new(store.profile_detail()?)),
        Query::Who => Answer::Who(store.who_calls()?),
        Query::Backups => Answer::Backups(backups::rows(store.path(), now)),
        Query::GoBack(number) => backups::offer_of(store.path(), number, now).ok_or_else(|| backups::gone(number))?,
        Query::Feeds => Answer::Feeds(store.feeds()?, store.watch_words()?),
        Query::CompletePath(typed) => imports::complete(typed),
        Query::Columns(import) => imports::preview(&store.own_presets()?, import, &Budget::default()),
        Query::Targets(start) => {
            let found = Box::new(store.picking(&start)?);
            Answer::Campaign(CampaignAnswer::Picking(start, found))
        }
        Query::Inbox(query) => Answer::Inbox(triggers::answer(store, query, now)?),
        Query::Campaign(query) => campaign::answer(store, query, now)?,
        Query::Review(query) => Answer::Review(review::answer(store, query, now)?),
    })
}

fn scorecard(store: &Store, span: DayRange, rep: Option<RepId>, now: Moment) -> Result<ScorecardAnswer, StoreError> {
    let period = span.period(now.date(), store.first_day()?, rep);
    let book = Box::new(store.scorebook(&period)?);
    Ok(ScorecardAnswer { span, rep, book, reps: store.reps()? })
}
