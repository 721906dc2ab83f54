//! Forms of two windows that are opened, typed into and saved in any order.

use proptest::prelude::*;

use whynow::domain::account::Contact;
use whynow::domain::edit::{Edit, Edited};
use whynow::domain::ids::ContactId;
use whynow::store::Store;

use crate::support::book::{account, contact, open};

/// What happens next, in one of the two windows.
#[derive(Debug, Clone, Copy)]
enum Step {
    Open,
    /// A value is typed into a field.
    Type(usize, u8),
    Save,
    /// Do-not-call is set or lifted, by its own command.
    Bar(bool),
}

fn step() -> impl Strategy<Value = (usize, Step)> {
    let step = prop_oneof![
        2 => Just(Step::Open),
        4 => (0..3_usize, 0..3_u8).prop_map(|(field, value)| Step::Type(field, value)),
        3 => Just(Step::Save),
        1 => any::<bool>().prop_map(Step::Bar),
    ];
    (0..2_usize, step)
}

/// The fields that are typed into.
fn field(row: &mut Contact, at: usize) -> &mut String {
    match at {
        0 => row.title.get_or_insert_default(),
        1 => row.goal.get_or_insert_default(),
        _notes => &mut row.notes,
    }
}

fn value(row: &Contact, at: usize) -> String {
    field(&mut row.clone(), at).clone()
}

fn ane(store: &Store, id: ContactId) -> Contact {
    store.contact(id).unwrap().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn a_save_writes_what_was_typed_in_its_form_and_nothing_unseen_in_any_order(
        steps in proptest::collection::vec(step(), 1..30),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.db");
        let mut windows = [open(&path, 0), open(&path, 1)];
        let norvik = account(&mut windows[0], "Norvik Foods");
        let id = contact(&mut windows[0], norvik, "Ane Lund");
        let mut forms: [Option<Edit<Contact>>; 2] = [None, None];
        for (at, step) in steps {
            let before = ane(&windows[at], id);
            match step {
                Step::Open => forms[at] = Some(Edit { read: before.clone(), typed: before, drafts: Vec::new() }),
                Step::Type(place, text) => {
                    if let Some(form) = &mut forms[at] {
                        *field(&mut form.typed, place) = format!("value {text}");
                    }
                }
                Step::Bar(set) => windows[at].set_do_not_call(id, set.then(|| "asked".to_owned())).unwrap(),
                Step::Save => {
                    let Some(form) = forms[at].take() else { continue };
                    let saved = windows[at].edit_contact(&form).unwrap();
                    let after = ane(&windows[at], id);
                    prop_assert_eq!(&after.do_not_call, &before.do_not_call, "by its own command only");
                    let typed = |place| value(&form.typed, place) != value(&form.read, place);
                    let unseen = |place| {
                        let stands = value(&before, place);
                        stands != value(&form.read, place) && stands != value(&form.typed, place)
                    };
                    let clashes = (0..3).any(|place| typed(place) && unseen(place));
                    prop_assert_eq!(matches!(saved, Edited::Meanwhile(_)), clashes);
                    match saved {
                        Edited::Saved(_) => for place in 0..3 {
                            let should = if typed(place) { &form.typed } else { &before };
                            prop_assert_eq!(value(&after, place), value(should, place));
                        },
                        Edited::Meanwhile(met) => {
                            prop_assert_eq!(&after, &before);
                            // Both are shown, and what was typed stands against what is there now.
                            let mut again = Edit { read: *met.stands.clone(), typed: *met.stands, drafts: Vec::new() };
                            for place in (0..3).filter(|place| typed(*place)) {
                                *field(&mut again.typed, place) = value(&form.typed, place);
                            }
                            forms[at] = Some(again);
                        }
                    }
                }
            }
        }
    }
}
