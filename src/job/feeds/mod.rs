//! Fetches feeds into the inbox. All feeds are fetched first and imported together, so that one undo takes everything
//! back and a stopped fetch leaves nothing.

pub mod http;

use std::io::Cursor;

use chrono::FixedOffset;

use crate::config::FeedSettings;
use crate::domain::ids::{FeedId, WatchId};
use crate::domain::import::feed::{Feed, FetchReport};
use crate::domain::import::options::ReadOptions;
use crate::domain::matching::name_key;
use crate::domain::query::{ImportKind, Reject, RowResult};
use crate::domain::text::{clean_line, fold};
use crate::domain::trigger::watch_words::{WatchTarget, WatchWord};
use crate::exchange;
use crate::exchange::{ImportEntry, Record};
use crate::store::Store;

use super::import;
use super::import::Proceed;
use super::import::batch::IntakeRow;
use http::{FetchLimits, FetchTerms, FetchedPage, Web, WebError};

/// Most left-out items that a report lists.
const REJECTS: usize = 1_000;

/// Progress of a fetch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FetchProgress {
    pub done: usize,
    pub of: usize,
    /// Address that is being fetched; empty once items are imported.
    pub address: String,
}

/// Returns the settings for requests to servers.
pub fn terms(settings: &FeedSettings) -> FetchTerms {
    FetchTerms {
        allow_private: settings.allow_private,
        contact: settings.contact.clone(),
        limits: FetchLimits::default(),
    }
}

/// Watch words as a person typed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchInput {
    pub words: String,
    /// Name of the account or the industry that the words are for.
    pub whom: String,
    /// True if `whom` is an industry.
    pub industry: bool,
    /// Key or label of the kind of trigger that an item with the words becomes.
    pub kind: String,
}

/// Adds watch words; the account is found by its name.
///
/// # Errors
/// When there is no such kind or account, when several accounts could be meant, or when the book cannot be written.
pub fn watch(store: &mut Store, watch: &WatchInput) -> anyhow::Result<()> {
    let Some(kind) = store
        .rules()
        .kinds()
        .0
        .iter()
        .find(|kind| is_same_text(&kind.key, &watch.kind) || is_same_text(&kind.label, &watch.kind))
    else {
        let some = ["regulatory_change", "tariff_shift", "layoff"];
        anyhow::bail!("There is no kind of trigger “{}”; there are {} and others", watch.kind, some.join(", "));
    };
    let kind = kind.key.clone();
    let whom = if watch.industry { WatchTarget::Industry(watch.whom.clone()) } else { account(store, &watch.whom)? };
    store.add_watch(&WatchWord { id: WatchId::default(), words: watch.words.clone(), whom, kind })?;
    Ok(())
}

fn is_same_text(a: &str, b: &str) -> bool {
    // A key may be typed with blanks in place of its underscores.
    fold(a).replace('_', " ") == fold(b.trim()).replace('_', " ")
}

fn account(store: &mut Store, name: &str) -> anyhow::Result<WatchTarget> {
    let found = store.find_account(name)?;
    let exact: Vec<_> = found.iter().filter(|(_, known)| name_key(known) == name_key(name)).cloned().collect();
    match (exact.as_slice(), found.as_slice()) {
        ([(id, name)], _) | ([], [(id, name)]) => Ok(WatchTarget::Account(*id, name.clone())),
        ([], []) => anyhow::bail!("There is no account “{name}”; check the name, or import it first"),
        (several, all) => {
            let several = if several.is_empty() { all } else { several };
            let names: Vec<&str> = several.iter().take(5).map(|(_, name)| name.as_str()).collect();
            anyhow::bail!("“{name}” could be {}; write the whole name", names.join(", "))
        }
    }
}

/// A fetched feed with its items.
struct FetchedFeed {
    feed: Feed,
    items: Vec<Record<ImportEntry>>,
}

/// Fetches all feeds, or one, and puts new items into the inbox. `progress` is called before each feed and during its
/// transfer, and may cancel.
///
/// # Errors
/// When there is no feed, or the book cannot be written; then nothing was kept. A feed that cannot be fetched is no
/// error, but counted and reported.
pub fn fetch(
    store: &mut Store,
    which: Option<FeedId>,
    terms: &FetchTerms,
    progress: &mut dyn FnMut(&FetchProgress) -> Proceed,
) -> anyhow::Result<FetchReport> {
    let feeds: Vec<Feed> = store.feeds()?.into_iter().filter(|feed| which.is_none_or(|id| feed.id == id)).collect();
    anyhow::ensure!(
        !feeds.is_empty(),
        "There is no feed to fetch: `whynow feeds add ADDRESS` or n on the Feeds screen adds one"
    );
    let web = Web::new(terms);
    let mut report = FetchReport { feeds: feeds.len() as u64, ..FetchReport::default() };
    let mut at = FetchProgress { of: feeds.len(), ..FetchProgress::default() };
    let mut fetched = Vec::new();
    let how = ReadOptions { kinds: store.rules().kinds.clone(), ..ReadOptions::default() };
    for feed in feeds {
        at.address.clone_from(&feed.address);
        match fetch_one(&web, feed, (&how, store.here()), &mut report, &mut || progress(&at) == Proceed::Go) {
            Some(got) => fetched.push(got),
            None => return Ok(FetchReport { cancelled: true, feeds: report.feeds, ..FetchReport::default() }),
        }
        at.done += 1;
    }
    at.address.clear();
    if fetched.iter().any(|one| !one.items.is_empty()) {
        let taken = take_in(store, &mut fetched, &mut report, &mut || progress(&at) == Proceed::Go)?;
        if !taken {
            return Ok(FetchReport { cancelled: true, feeds: report.feeds, ..FetchReport::default() });
        }
    }
    // Last: with the ETag of items that were not kept, the server would say that nothing is new.
    for FetchedFeed { feed, .. } in &fetched {
        store.note_fetch(feed)?;
    }
    Ok(report)
}

/// Fetches one feed; `None` if the user cancelled.
fn fetch_one(
    web: &Web,
    mut feed: Feed,
    (how, here): (&ReadOptions, FixedOffset),
    report: &mut FetchReport,
    go_on: &mut dyn FnMut() -> bool,
) -> Option<FetchedFeed> {
    let got = match web.get(&feed.address, feed.etag.as_deref(), feed.modified.as_deref(), go_on) {
        Ok(got) => got,
        Err(WebError::Stopped) => return None,
        Err(error @ WebError::Failed { .. }) => return Some(failed_feed(feed, &error.to_string(), report)),
    };
    let (bytes, etag, modified) = match got {
        FetchedPage::Unchanged => {
            report.unchanged += 1;
            feed.outcome = "nothing new".to_owned();
            return Some(FetchedFeed { feed, items: Vec::new() });
        }
        FetchedPage::Content { bytes, etag, modified } => (bytes, etag, modified),
    };
    let reading = exchange::read(&feed.address, Cursor::new(bytes), Some(ImportKind::Triggers), how, here);
    let items = reading.and_then(|reading| reading.records.collect::<Result<Vec<_>, _>>());
    let items = match items {
        Ok(items) => items,
        Err(error) => return Some(failed_feed(feed, &error.to_string(), report)),
    };
    if let Some(ImportEntry::Trigger(first)) = items.iter().find_map(|item| item.value.as_ref().ok()) {
        feed.title = clean_line(&first.source, 80);
    }
    report.read += 1;
    if items.is_empty() {
        feed.outcome = "no items".to_owned();
    }
    // Only now that the answer could be read: a damaged one must be sent again.
    (feed.etag, feed.modified) = (etag, modified);
    Some(FetchedFeed { feed, items })
}

/// Records that a feed could not be read, in the report and in its outcome. Its stored `ETag` stays, so that nothing is
/// missed later.
fn failed_feed(mut feed: Feed, says: &str, report: &mut FetchReport) -> FetchedFeed {
    report.failed.push(says.to_owned());
    // Without the address, beside which the outcome stands wherever feeds are listed.
    let own = says.strip_prefix(feed.address.as_str()).map_or(says, |rest| rest.trim_start_matches(':').trim_start());
    feed.outcome = format!("failed: {own}");
    FetchedFeed { feed, items: Vec::new() }
}

/// Imports the items of all feeds as one action; returns false if the user cancelled, and then nothing is kept.
fn take_in(
    store: &mut Store,
    fetched: &mut [FetchedFeed],
    report: &mut FetchReport,
    go_on: &mut dyn FnMut() -> bool,
) -> anyhow::Result<bool> {
    let label = match &*fetched {
        [one] => one.feed.address.clone(),
        several => format!("{} feeds", several.len()),
    };
    let today = import::days_ahead::today(store);
    let mut importing = store.begin_import(ImportKind::Triggers, &label, false)?;
    for FetchedFeed { feed, items } in fetched {
        if items.is_empty() {
            continue;
        }
        let before = report.clone();
        let mut items = std::mem::take(items).into_iter().peekable();
        while items.peek().is_some() {
            if !go_on() {
                importing.abandon()?;
                return Ok(false);
            }
            let mut batch: Vec<_> = items.by_ref().take(import::batch::BATCH).collect();
            import::days_ahead::settle(&mut batch, today, None);
            for taken in import::batch::take(&mut importing, batch, true)? {
                count(report, &feed.address, taken);
            }
            importing.maybe_commit()?;
        }
        feed.outcome = outcome(&before, report);
    }
    report.import = importing.finish()?;
    Ok(true)
}

fn count(report: &mut FetchReport, address: &str, taken: IntakeRow) {
    report.items += 1;
    match taken.end {
        RowResult::Created => {
            *(if taken.undated { &mut report.undated } else { &mut report.new }) += 1;
            report.linked += u64::from(taken.linked);
            report.watched += u64::from(taken.watched);
        }
        RowResult::Updated | RowResult::Same => report.known += 1,
        RowResult::Rejected(reason) => {
            report.refused += 1;
            if report.rejects.len() < REJECTS {
                let reason = format!("{address}: {reason}");
                report.rejects.push(Reject { line: taken.line, reason, row: taken.raw.clipped() });
            }
        }
    }
}

/// Returns what one feed brought: "12 items: 3 new, 8 known, 1 without a date".
fn outcome(before: &FetchReport, after: &FetchReport) -> String {
    let items = after.items - before.items;
    let mut parts = vec![format!("{} new", after.new - before.new), format!("{} known", after.known - before.known)];
    let (undated, refused) = (after.undated - before.undated, after.refused - before.refused);
    if undated > 0 {
        parts.push(format!("{undated} without a date"));
    }
    if refused > 0 {
        parts.push(format!("{refused} refused"));
    }
    format!("{items} {}: {}", if items == 1 { "item" } else { "items" }, parts.join(", "))
}
