//! What they said in the calls of a period.

use chrono::Duration;
use whynow::domain::call::Reach;
use whynow::domain::ids::CallId;
use whynow::domain::query::quotes::QUOTED;
use whynow::domain::scorecard::Period;
use whynow::store::Store;

use crate::support::book::{account, amend, book, call, contact, now, today};

fn period(days: i64) -> Period {
    Period { from: today() - Duration::days(days), until: today(), rep: None }
}

fn words(store: &Store, period: &Period) -> Vec<String> {
    store.quotes(period).unwrap().calls.into_iter().map(|call| call.words).collect()
}

#[test]
fn quotes_are_those_of_the_period_and_the_rep_newest_first_with_their_latest_words() {
    let mut store = book();
    let company = account(&mut store, "Norvik Foods");
    let person = contact(&mut store, company, "Ane Lund");
    let other = store.add_rep("Ida").unwrap();
    let mut first = None;
    for (days_ago, said, reach, rep) in [
        (40, "too long ago", Reach::Connected, None),
        (3, "three days ago", Reach::Connected, None),
        (2, "", Reach::Connected, None),
        (1, "Ida asked", Reach::Connected, Some(other)),
        (0, "a voicemail says nothing", Reach::Voicemail, None),
    ] {
        let mut one = call(&mut store, person);
        one.at -= Duration::days(days_ago);
        one.words = said.to_owned();
        one.rep_id = rep.unwrap_or(one.rep_id);
        if reach != Reach::Connected {
            (one.reach, one.verdict, one.source) = (reach, None, None);
        }
        store.log_call(&one).unwrap();
        first = if days_ago == 3 { Some(one) } else { first };
    }
    assert_eq!(words(&store, &period(30)), ["Ida asked", "three days ago"]);
    assert_eq!(words(&store, &Period { rep: Some(other), ..period(30) }), ["Ida asked"]);

    let mut better = first.unwrap();
    (better.amends, better.id, better.words) = (Some(better.id), CallId::default(), "what they really said".to_owned());
    amend(&mut store, &better).unwrap();
    assert_eq!(words(&store, &period(30)), ["Ida asked", "what they really said"]);
    assert!(!store.quotes(&period(30)).unwrap().more);
}

#[test]
fn the_newest_quotes_are_given_and_that_there_are_more_is_said() {
    let mut store = book();
    let company = account(&mut store, "Norvik Foods");
    let person = contact(&mut store, company, "Ane Lund");
    let mut calls = Vec::new();
    for nth in 0..=i64::try_from(QUOTED).unwrap() {
        let mut one = call(&mut store, person);
        one.id = CallId(uuid::Uuid::from_u128(u128::from(nth.unsigned_abs()) + 1));
        one.at = now().0 - Duration::minutes(nth);
        one.words = format!("quote {nth}");
        calls.push(one);
    }
    store.log_history(calls.into_iter().rev()).unwrap();
    let found = store.quotes(&period(30)).unwrap();
    assert_eq!((found.calls.len(), found.more), (QUOTED, true));
    assert_eq!(found.calls[0].words, "quote 0");
}
