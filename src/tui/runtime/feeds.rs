//! Changes feeds and watch words, and fetches them.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::domain::ids::FeedId;
use crate::fault::chain_says;
use crate::job;
use crate::job::feeds::http::FetchTerms;
use crate::job::import::Proceed;
use crate::store::Store;
use crate::tui::message::answer::{Answer, FailedTask};
use crate::tui::message::command::FeedCommand;

use super::commands::{ChangeResult, saved_answer};

/// Fetches on a store, telling progress; a cancelled fetch leaves nothing.
pub(super) fn fetch(
    store: &mut Store,
    which: Option<FeedId>,
    terms: &FetchTerms,
    cancel: &AtomicBool,
    tell: &mut dyn FnMut(Answer),
) {
    cancel.store(false, Ordering::SeqCst);
    let mut last = None;
    let done = job::feeds::fetch(store, which, terms, &mut |at| {
        // Between two pieces of one answer there is nothing new to say.
        if last.as_ref() != Some(at) {
            let says = match at.address.as_str() {
                "" => "Importing items …".to_string(),
                address => format!("Fetching {} of {}: {address} (Ctrl-C stops)", at.done + 1, at.of),
            };
            tell(Answer::Fetching(says));
            last = Some(at.clone());
        }
        if cancel.load(Ordering::SeqCst) { Proceed::Cancel } else { Proceed::Go }
    });
    match done {
        Ok(report) => tell(Answer::Fetched(Box::new(report))),
        Err(error) => tell(Answer::Failed { doing: FailedTask::Importing, says: format!("{}.", chain_says(&error)) }),
    }
}

pub(super) fn carry(store: &mut Store, command: FeedCommand) -> ChangeResult {
    Ok(saved_answer(match command {
        FeedCommand::Add(address) => match store.add_feeds(std::slice::from_ref(&address))? {
            0 => format!("{address} is there already."),
            _added => "Feed added. Enter fetches it; nothing is fetched unless you ask.".to_string(),
        },
        FeedCommand::Remove(id) => {
            store.remove_feed(id)?;
            "Feed removed; its items stay. u brings it back.".to_string()
        }
        FeedCommand::AddWords(watch) => {
            store.add_watch(&watch)?;
            format!("Watching for \"{}\" from the next fetch on.", watch.words)
        }
        FeedCommand::RemoveWords(id) => {
            store.remove_watch(id)?;
            "Not watched for any more. u brings it back.".to_string()
        }
    }))
}
