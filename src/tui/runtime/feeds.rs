//! Answers requests about feeds, and fetches them on a thread of their own.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::domain::ids::FeedId;
use crate::exchange::feed::http::Terms;
use crate::job;
use crate::job::import::Keep;
use crate::store::{Store, StoreError};
use crate::tui::message::effect::Watching;
use crate::tui::message::msg::{Answer, Doing, Saved};

/// Fetches on a store, telling progress; a cancelled fetch leaves nothing.
pub(super) fn fetch(
    store: &mut Store,
    which: Option<FeedId>,
    terms: &Terms,
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
        if cancel.load(Ordering::SeqCst) { Keep::Cancel } else { Keep::Go }
    });
    match done {
        Ok(report) => tell(Answer::Fetched(Box::new(report))),
        Err(error) => tell(Answer::Failed { doing: Doing::Importing, says: format!("{error:#}.") }),
    }
}

/// Lists and changes of feeds and watch words.
pub(super) fn answer(store: &mut Store, asked: Watching) -> Result<Answer, StoreError> {
    let says = match asked {
        Watching::List => return Ok(Answer::Feeds(store.feeds()?, store.watch_words()?)),
        Watching::Add(address) => match store.add_feeds(std::slice::from_ref(&address))? {
            0 => format!("{address} is there already."),
            _added => "Feed added. Enter fetches it; nothing is fetched unless you ask.".to_string(),
        },
        Watching::Remove(id) => {
            store.remove_feed(id)?;
            "Feed removed; its items stay. u brings it back.".to_string()
        }
        Watching::AddWords(watch) => {
            store.add_watch(&watch)?;
            format!("Watching for \"{}\" from the next fetch on.", watch.words)
        }
        Watching::RemoveWords(id) => {
            store.remove_watch(id)?;
            "Not watched for any more. u brings it back.".to_string()
        }
    };
    Ok(Answer::Saved(Saved::Other(says)))
}
