//! The sample book: fictional companies with three months of calls, plans, reviews and one campaign.
//!
//! It is the same on every machine: texts are written by hand, days are relative to today, and the calls between the
//! stories come from a random generator with a fixed seed.

mod calls;
mod dice;
mod people;
mod sample;
mod scratch;
mod texts;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};

use self::calls::every_call;
use super::file::half_written::Half;
use crate::clock::{Clock, Moment};
use crate::store::Store;
use sample::SampleBook;
use texts::SampleTexts;

pub use self::scratch::Scratch;

/// Makes the sample book in a new file that the user named: whole or not at all.
///
/// # Errors
/// When the file exists, or cannot be made.
pub fn keep(path: &Path, clock: &Arc<dyn Clock>) -> Result<()> {
    let half = Half::of(path);
    make(half.path(), clock)?;
    half.put_new(path).with_context(|| format!("{} cannot be made", path.display()))
}

/// Makes the sample book in a new file.
///
/// # Errors
/// When the file exists, or cannot be written.
pub fn make(path: &Path, clock: &Arc<dyn Clock>) -> Result<()> {
    let mut store = Store::create(path, Arc::clone(clock))?;
    build(&mut store, clock.now()).context("The sample book could not be made")
}

/// Fills an empty book with the sample, as of `now`.
///
/// # Errors
/// When the book cannot be written; then it is unchanged.
pub fn build(store: &mut Store, now: Moment) -> Result<()> {
    let texts = SampleTexts::read(now.date())?;
    store.batch(|store| -> Result<()> {
        let mut sample = SampleBook::new(store, now, &texts);
        sample.reps()?;
        sample.companies()?;
        sample.triggers()?;
        sample.campaign()?;
        calls(&mut sample)?;
        sample.plans()?;
        sample.feeds()?;
        sample.store.find_doubles()?;
        sample.settle()
    })?;
    // Undo is for what the person does, not for how the sample was made.
    Ok(store.begin_history()?)
}

/// Logs every call in order, each with its plan and its reviews.
fn calls(sample: &mut SampleBook<'_>) -> Result<()> {
    for mut made in every_call(sample)? {
        if let Some(plan) = &made.plan {
            made.call.plan_id = Some(sample.store.save_plan(plan)?);
        }
        sample.store.log_call(&made.call)?;
        for review in &made.reviews {
            sample.store.save_review(review)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use chrono::DateTime;

    use super::*;
    use crate::clock::{Clock, FixedClock};
    use crate::domain::account::profile::Fit;
    use crate::domain::call::VerdictSource;
    use crate::domain::query::{AccountQuery, AccountSort, CallQuery, CallRow, Today, Tray, TriggerQuery, TriggerRow};
    use crate::domain::scorecard::Period;
    use crate::domain::trigger::Scope;

    /// Builds the sample book as of a Thursday morning.
    fn sample() -> (Store, Moment) {
        let clock = Arc::new(FixedClock::at(DateTime::parse_from_rfc3339("2026-03-12T10:00:00+01:00").unwrap()));
        let mut store = Store::in_memory(clock.clone()).unwrap();
        build(&mut store, clock.now()).unwrap();
        (store, clock.now())
    }

    fn calls(store: &mut Store) -> Vec<CallRow> {
        store.calls(&CallQuery { limit: 1000, ..CallQuery::default() }).unwrap().rows
    }

    fn triggers(store: &mut Store, now: Moment, tray: Tray) -> Vec<TriggerRow> {
        store.triggers(&TriggerQuery { tray, filter: String::new(), offset: 0, limit: 1000 }, now).unwrap().rows
    }

    fn today() -> Today {
        let (mut store, now) = sample();
        store.today(now, 0, 100).unwrap()
    }

    #[test]
    fn there_is_enough_of_everything_to_show() {
        let (mut store, now) = sample();
        let everything =
            AccountQuery { filter: String::new(), sort: AccountSort::Name, fit: None, offset: 0, limit: 1000 };
        let accounts = store.accounts(&everything, now).unwrap().rows;
        assert!(accounts.len() >= 40);
        assert!(accounts.iter().map(|row| row.contacts).sum::<u32>() >= 90);
        for fit in [Fit::In, Fit::Edge, Fit::Unknown, Fit::Out] {
            assert!(accounts.iter().any(|row| row.fit == fit), "{fit:?}");
        }
        // The sample knows the day of whatever happened.
        let filled: Vec<_> = Tray::ALL.iter().filter(|tray| **tray != Tray::Undated).collect();
        let all: Vec<_> = filled
            .iter()
            .map(|tray| (**tray, triggers(&mut store, now, **tray)))
            .filter(|(_, rows)| !rows.is_empty())
            .collect();
        assert_eq!(all.len(), filled.len(), "every tray has something");
        let rows: Vec<_> = all.iter().flat_map(|(_, rows)| rows).collect();
        assert!(rows.len() >= 60);
        assert!(rows.iter().map(|row| &row.kind).collect::<BTreeSet<_>>().len() >= 15);
        for scope in Scope::ALL {
            assert!(rows.iter().any(|row| row.scope == *scope), "{scope:?}");
        }
        assert!(triggers(&mut store, now, Tray::Inbox).iter().any(|row| row.accounts == 0), "one is unmatched");
        assert!(store.reps().unwrap().len() >= 3);
        assert_eq!(store.campaign_rows(0, 1).unwrap().total.n, 1);
        assert_eq!(store.verify().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn three_months_of_calls_give_a_manager_something_to_coach() {
        let (mut store, now) = sample();
        let calls = calls(&mut store);
        assert!(calls.len() >= 200, "{} calls", calls.len());
        assert!(calls.iter().all(|call| call.at <= now.0));
        assert!(calls.iter().all(|call| (now.date() - call.at.date_naive()).num_days() <= 92));
        assert!(calls.iter().filter(|call| call.reviewed).count() >= 10);
        assert!(calls.iter().any(|call| call.source == Some(VerdictSource::RepInferred)), "a guess");
        let connected = |call: &&CallRow| call.outcome.is_some();
        assert!(calls.iter().filter(connected).any(|call| call.trigger.is_empty()), "a call without a reason");
        assert!(calls.iter().any(|call| call.trigger == "End of our quarter"), "a seller's reason");
        let period = Period { from: now.date() - chrono::Duration::days(92), until: now.date(), rep: None };
        let days = store.scorebook(&period).unwrap().groups[0].1.clone();
        assert!(days.iter().filter(|card| card.well_spent.n >= 20).count() >= 3, "{days:?}");
    }

    #[test]
    fn today_has_promises_plans_and_guards() {
        let today = today();
        assert!(today.promises.iter().any(|row| row.promise.by < Some("2026-03-12".parse().unwrap())), "overdue");
        assert!(today.promises.iter().any(|row| row.promise.by == Some("2026-03-12".parse().unwrap())), "due");
        assert!(today.promises.len() <= 12, "and not every promise ever made: {}", today.promises.len());
        assert_eq!(today.people.rows.first().map(|row| row.contact.as_str()), Some("Ane Lund"));
        let ready = |row: &&crate::domain::query::TodayRow| row.plan.is_some_and(|plan| plan.missing == 0);
        assert!(today.people.rows.iter().filter(ready).count() >= 7);
        assert!(today.people.rows.iter().any(|row| row.plan.is_some_and(|plan| plan.missing > 0)));
        assert!(today.people.rows.iter().any(|row| row.opens.is_some()), "somebody for later in the day");
        assert_eq!((today.logged, today.asked), (3, 2));
    }

    #[test]
    fn a_firm_that_was_swarmed_and_declined_is_warned_of_and_not_offered() {
        let (mut store, now) = sample();
        let rows = store.today(now, 0, 100).unwrap().people.rows;
        assert!(rows.iter().all(|row| row.account != "Calder & Wray Hauliers"));
        let calder = store.find_account("Calder").unwrap()[0].0;
        let person = store.account_file(calder, now).unwrap().unwrap().contacts[0].contact.id;
        let guards = store.plan_file(person, now).unwrap().guards;
        assert!(guards.iter().any(|guard| guard.rule == "swarm"), "{guards:?}");
    }

    #[test]
    fn every_override_of_the_sample_is_one_that_the_log_form_could_have_asked_for() {
        let (store, _) = sample();
        let overridden = store.overridden(0, 100).unwrap().rows;
        assert!(overridden.len() >= 2, "{overridden:?}");
        for lifted in overridden.iter().flat_map(|row| &row.lifted) {
            let blocks = ["resting", "outside_permitted_hours", "profile_out"];
            assert!(blocks.contains(&lifted.rule.as_str()), "{lifted:?} lifts what does not block");
            assert_eq!(lifted.problem(), None, "{lifted:?}");
        }
    }

    #[test]
    fn it_is_the_same_book_every_time() {
        let once: Vec<_> = calls(&mut sample().0);
        let again: Vec<_> = calls(&mut sample().0);
        let told = |rows: Vec<CallRow>| -> Vec<_> {
            rows.into_iter().map(|row| (row.id, row.at, row.contact, row.reach, row.verdict, row.words)).collect()
        };
        assert_eq!(told(once), told(again));
    }
}
