//! Books of several people, one of whom made two accounts one.

use whynow::domain::account::Contact;
use whynow::domain::matching::duplicate_pair::PairDecision;

use crate::support::peer::Desk;

/// Each takes what the other has, as often as it takes.
fn exchange(ours: &mut Desk, theirs: &mut Desk) {
    for _ in 0..2 {
        let bundle = ours.share();
        theirs.merge(&[&bundle]);
        let bundle = theirs.share();
        ours.merge(&[&bundle]);
    }
}

#[test]
fn a_colleague_who_merges_the_book_sees_one_account_with_what_they_added_to_the_other() {
    let (mut ours, mut theirs) = (Desk::new("Ane", 0), Desk::new("Bo", 60));
    let (one, other) = (ours.account("Acme Inc"), ours.account("Acme Ltd"));
    let bundle = ours.share();
    theirs.merge(&[&bundle]);
    // They know nothing of the merge yet and add somebody to the one that goes.
    theirs.later(30);
    let person = Contact { account_id: other, name: "Cem Oz".to_owned(), ..Contact::default() };
    theirs.store.save_contact(&person).unwrap();
    ours.store.find_doubles().unwrap();
    let pair = ours.store.twins(0, 10).unwrap().rows[0].pair;
    ours.store.decide_twin(pair, PairDecision::Same, false).unwrap();
    exchange(&mut ours, &mut theirs);
    let now = theirs.now();
    for desk in [&mut ours, &mut theirs] {
        desk.sound();
        assert!(desk.store.account_file(other, now).unwrap().is_none());
        let file = desk.store.account_file(one, now).unwrap().unwrap();
        let people: Vec<&str> = file.contacts.iter().map(|row| row.contact.name.as_str()).collect();
        assert_eq!(people, ["Cem Oz"]);
    }
}

#[test]
fn two_books_that_merged_in_opposite_ways_keep_one_account() {
    let (mut ours, mut theirs) = (Desk::new("Ane", 0), Desk::new("Bo", 60));
    for name in ["Acme Inc", "Acme Ltd"] {
        ours.account(name);
    }
    let bundle = ours.share();
    theirs.merge(&[&bundle]);
    theirs.later(30);
    for (desk, second) in [(&mut ours, false), (&mut theirs, true)] {
        desk.store.find_doubles().unwrap();
        let pair = desk.store.twins(0, 10).unwrap().rows[0].pair;
        desk.store.decide_twin(pair, PairDecision::Same, second).unwrap();
    }
    exchange(&mut ours, &mut theirs);
    for desk in [&ours, &theirs] {
        assert_eq!(desk.store.whole_accounts(None, 10).unwrap().rows.len(), 1);
        desk.sound();
    }
}
