//! `whynow feeds` and `whynow watch`: manage feeds and watch words, and fetch items.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::cli::args::{FeedsCommand, WatchCommand};
use crate::cli::context::CommandContext;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::domain::ids::FeedId;
use crate::domain::import::feed;
use crate::domain::import::feed::{Feed, FetchReport};
use crate::domain::text::{fold, pluralize};
use crate::domain::trigger::watch_words::{WatchTarget, WatchWord};
use crate::job::feeds;
use crate::job::feeds::FetchProgress;
use crate::job::import::Proceed;
use crate::store::Store;

/// Most left-out items that are printed.
const REJECTS: usize = 20;

pub(crate) fn run(what: &FeedsCommand, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    match what {
        FeedsCommand::Add { from } => add(from, desk, out),
        FeedsCommand::List(args) => {
            let feeds = desk.open()?.feeds()?;
            if args.json {
                out.json(&feeds)?;
            } else if feeds.is_empty() {
                out.line("There is no feed yet: `whynow feeds add ADDRESS` adds one.")?;
            } else {
                for feed in &feeds {
                    out.line(line(feed, desk))?;
                }
            }
            Ok(Exit::Done)
        }
        FeedsCommand::Remove { name } => {
            let mut store = desk.open()?;
            let feed = find_feed(&store, name)?;
            store.remove_feed(feed.id)?;
            out.line(format!("{} removed; its items stay. `whynow undo` brings it back.", feed.address))?;
            Ok(Exit::Done)
        }
        FeedsCommand::Fetch { name, json } => fetch(name.as_deref(), *json, desk, out),
    }
}

/// Adds a feed address, or the addresses in a file.
fn add(from: &str, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let path = Path::new(from);
    let typed = if path.is_file() {
        let bytes = fs::read(path).with_context(|| format!("{from} cannot be read"))?;
        let text =
            String::from_utf8(bytes).map_err(|_bytes| anyhow::anyhow!("{from} is not UTF-8 text; save it as UTF-8"))?;
        feed::addresses(&text)
    } else {
        vec![from.to_owned()]
    };
    // All of them before the book is opened: one that is no address must leave neither the others nor an empty
    // book behind.
    let addresses: std::result::Result<Vec<String>, String> = typed.iter().map(|typed| feed::address(typed)).collect();
    let addresses = addresses.map_err(UsageError)?;
    if addresses.is_empty() {
        return Err(UsageError(format!("{from} holds no address: one a line, or an OPML file")).into());
    }
    let added = usize::try_from(desk.open_or_create()?.add_feeds(&addresses)?).unwrap_or(usize::MAX);
    let known = addresses.len() - added.min(addresses.len());
    let there = if known > 0 { format!("; {known} there already") } else { String::new() };
    out.line(format!("{} added{there}. `whynow feeds fetch` reads what is new.", pluralize(added, "feed", "feeds")))?;
    Ok(Exit::Done)
}

fn line(feed: &Feed, desk: &CommandContext) -> String {
    let title = if feed.title.is_empty() { String::new() } else { format!(" ({})", feed.title) };
    let when = match feed.fetched_at {
        Some(at) => {
            format!("{}: {}", at.with_timezone(&desk.now().0.timezone()).format("%Y-%m-%d %H:%M"), feed.outcome)
        }
        None => "never fetched".to_owned(),
    };
    format!("{}{title}: {when}", feed.address)
}

/// Finds the feed with this address or title, or the only one whose address or title contains the text.
fn find_feed(store: &Store, name: &str) -> Result<Feed> {
    let feeds = store.feeds()?;
    let wanted = fold(name);
    let is = |feed: &&Feed| feed.address == name || fold(&feed.title) == wanted;
    let holds = |feed: &&Feed| fold(&feed.address).contains(&wanted) || fold(&feed.title).contains(&wanted);
    let exact: Vec<&Feed> = feeds.iter().filter(is).collect();
    let found = if exact.is_empty() { feeds.iter().filter(holds).collect() } else { exact };
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(UsageError(format!("There is no feed “{name}”; `whynow feeds list` names them")).into()),
        several => {
            let some: Vec<&str> = several.iter().take(5).map(|feed| feed.address.as_str()).collect();
            Err(UsageError(format!("“{name}” could be {}; write more of it", some.join(", "))).into())
        }
    }
}

fn fetch(name: Option<&str>, json: bool, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let mut store = desk.open()?;
    let which: Option<FeedId> = name.map(|name| find_feed(&store, name)).transpose()?.map(|feed| feed.id);
    let terms = feeds::terms(&desk.config.feeds);
    let report = feeds::fetch(&mut store, which, &terms, &mut |at| {
        out.progress(&progress(at));
        Proceed::Go
    })?;
    if json {
        out.json(&report)?;
    } else {
        lines(&report, out)?;
    }
    Ok(if report.failed.is_empty() { Exit::Done } else { Exit::Findings })
}

fn progress(at: &FetchProgress) -> String {
    match at.address.as_str() {
        "" => "importing items".to_owned(),
        address => format!("{} of {}: {address}", at.done + 1, at.of),
    }
}

fn lines(report: &FetchReport, out: &mut Output) -> Result<()> {
    let quiet = FetchReport { failed: Vec::new(), ..report.clone() };
    let failed = if report.failed.is_empty() { String::new() } else { format!(" {} failed:", report.failed.len()) };
    out.line(format!("{}{failed}", quiet.sentence()))?;
    for says in &report.failed {
        out.line(format!("  {says}"))?;
    }
    for reject in report.rejects.iter().take(REJECTS) {
        out.line(format!("  item {}: {} | {}", reject.line, reject.reason, reject.row))?;
    }
    if report.rejects.len() > REJECTS {
        out.line(format!("  and {} more", report.rejects.len() - REJECTS))?;
    }
    if report.new > 0 {
        out.line("They are in the inbox; `whynow undo` takes the whole fetch back.")?;
    }
    Ok(())
}

pub(crate) fn watch(what: &WatchCommand, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let mut store = desk.open()?;
    match what {
        WatchCommand::Add { words, account, industry, kind } => {
            let (whom, is_industry) = match (account, industry) {
                (Some(account), None) => (account.clone(), false),
                (None, Some(industry)) => (industry.clone(), true),
                (_, _) => return Err(UsageError("For whom? Give --account NAME or --industry NAME".into()).into()),
            };
            let watch = feeds::WatchInput { words: words.clone(), whom, industry: is_industry, kind: kind.clone() };
            feeds::watch(&mut store, &watch)?;
            out.line(format!("Watching for “{words}”. The next fetch or import of a feed looks for it."))?;
        }
        WatchCommand::List(args) => {
            let all = store.watch_words()?;
            if args.json {
                out.json(&all)?;
            } else if all.is_empty() {
                out.line("Nothing is watched for yet: `whynow watch add WORDS --industry NAME --kind KIND` begins.")?;
            } else {
                for watch in &all {
                    out.line(watch_line(watch))?;
                }
            }
        }
        WatchCommand::Remove { words } => {
            let all = store.watch_words()?;
            let found: Vec<&WatchWord> = all.iter().filter(|watch| fold(&watch.words) == fold(words)).collect();
            let [one] = found.as_slice() else {
                let says = match found.len() {
                    0 => format!("“{words}” is not watched for; `whynow watch list` names what is"),
                    several => format!("“{words}” is watched for {several} times; remove it on the Feeds screen (W)"),
                };
                return Err(UsageError(says).into());
            };
            store.remove_watch(one.id)?;
            out.line(format!("“{words}” is not watched for any more. `whynow undo` brings it back."))?;
        }
    }
    Ok(Exit::Done)
}

fn watch_line(watch: &WatchWord) -> String {
    let whom = match &watch.whom {
        WatchTarget::Account(_, name) => format!("account {name}"),
        WatchTarget::Industry(industry) => format!("industry {industry}"),
    };
    format!("“{}” for {whom}: {}", watch.words, watch.kind)
}
