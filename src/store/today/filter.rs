//! Narrows Today by typed words and puts it into another order: looks through the ranking from the top, further than anybody calls in a day.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};

use crate::clock::Moment;
use crate::domain::account::zone;
use crate::domain::query::{PromiseRow, Today, TodayQuery, TodayRow, TodaySort, TodayView, Total, Window};
use crate::domain::reason::guard::Guard;
use crate::domain::text::fold;
use crate::store::Store;
use crate::store::error::Result;
use crate::store::tables::name_words::name_for_index;
use crate::store::tables::search_index::{SearchTerm, words};

/// Most rows of the ranking that a filter or another order looks through.
pub(super) const LOOKED_THROUGH: usize = 400;

impl Store {
    /// Returns Today as a view shows it, with the rows that have the typed words in account, person, title, place, zone or
    /// reason, each as the beginning of a word and whatever its case; rows that have a word with a `!` before it are left
    /// out. Only the first 400 people are looked through, also for another order than by reason; if there are more, the
    /// total is a least one.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn today_matching(&mut self, query: &TodayQuery, now: Moment) -> Result<Today> {
        let TodayQuery { view, filter, sort, offset, limit } = query;
        let (offset, limit) = (*offset, *limit);
        let terms = words(&format!("{} {filter}", view.words()));
        if terms.is_empty() && *view == TodayView::Everybody && *sort == TodaySort::Reason {
            return self.today(now, offset, limit);
        }
        let (mut today, unseen) = self.today_in_view(view, now, LOOKED_THROUGH)?;
        let at_least = unseen || today.people.total.n > LOOKED_THROUGH;
        let mut people = std::mem::take(&mut today.people.rows);
        people.retain(|row| is_in_view(view, row) && has_words(&terms, &texts_of(row)));
        put_in_order(&mut people, *sort, now);
        // A view alone hides no call that waits to be logged; only what is typed does.
        if !filter.is_empty() {
            today.unfinished.retain(|call| has_words(&terms, &[&call.ran.name]));
        }
        today.promises.retain(|row| has_words(&terms, &texts_of_promise(row)));
        today.meetings.retain(|row| has_words(&terms, &[&row.account, &row.contact, &row.title, &row.subject]));
        let total = Total { n: people.len(), at_least };
        today.people = Window { offset, total, rows: people.into_iter().skip(offset).take(limit).collect() };
        Ok(today)
    }
}

/// Puts people into another order; equals stay in the order of their reasons.
fn put_in_order(people: &mut [TodayRow], sort: TodaySort, now: Moment) {
    let there = |row: &TodayRow| row.zone.map(|zone| now.utc().with_timezone(&zone).time());
    match sort {
        TodaySort::Reason => {}
        // The latest clock first: there the hours for calls end first. Whose clock is unknown stands last of those
        // who may be called.
        TodaySort::TheirTime => people.sort_by_key(|row| match row.opens {
            None => (false, Reverse(there(row)), None),
            Some(opens) => {
                (true, Reverse(None), opens.at.map_or(Some(DateTime::<Utc>::MAX_UTC), |at| Some(at.to_utc())))
            }
        }),
        TodaySort::LastTouch => people.sort_by_key(|row| row.last_touch),
        TodaySort::Name => people.sort_by_cached_key(|row| fold(&row.account)),
    }
}

fn is_in_view(view: &TodayView, row: &TodayRow) -> bool {
    match view {
        TodayView::CallableNow => row.opens.is_none() && !row.guards.iter().any(Guard::blocks),
        TodayView::Everybody | TodayView::Promises | TodayView::Campaign(..) | TodayView::Saved(_) => true,
    }
}

fn texts_of(row: &TodayRow) -> [String; 7] {
    let zone = row.zone.map(zone::names_of).unwrap_or_default();
    let [account, contact, title] = [&row.account, &row.contact, &row.title].map(Clone::clone);
    let [headline, kind] = [&row.trigger.headline, &row.trigger.kind_label].map(Clone::clone);
    [account, contact, title, row.place.clone(), zone, headline, kind]
}

fn texts_of_promise(row: &PromiseRow) -> [String; 5] {
    let zone = row.zone.map(zone::names_of).unwrap_or_default();
    let [account, contact, title] = [&row.account, &row.contact, &row.title].map(Clone::clone);
    [account, contact, title, zone, row.promise.what.clone()]
}

/// Returns true if every wanted word begins a word of the texts, and no unwanted one does.
fn has_words(terms: &[SearchTerm], texts: &[impl AsRef<str>]) -> bool {
    let folded = fold(&texts.iter().map(|text| name_for_index(text.as_ref())).collect::<Vec<_>>().join(" "));
    let known: Vec<&str> = folded.split(|letter: char| !letter.is_alphanumeric()).collect();
    terms.iter().all(|term| term.is_in(&known) == term.wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_kept_by_the_beginnings_of_its_words() {
        let texts =
            ["Halden Foods AS", "Åne Lund", "Head of Operations", "Halden closes a plant", "Miles O’Brien 東京電力"];
        for (filter, kept) in [
            ("hald", true),
            ("ane OPER", true),
            ("lund plant halden", true),
            ("alden", false),
            ("halden norvik", false),
            ("!norvik", true),
            ("halden !lund", false),
            ("obrien", true),
            ("o'brien", true),
            ("電力", true),
        ] {
            assert_eq!(has_words(&words(filter), &texts), kept, "{filter}");
        }
    }
}
