//! Bundles in any order, any number of times, in any grouping give the same book.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use whynow::domain::account::Contact;
use whynow::domain::call::{Call, Verdict};
use whynow::domain::ids::{AccountId, CallId, ContactId};
use whynow::domain::matching::duplicate_pair::PairDecision;
use whynow::domain::plan::Plan;
use whynow::domain::query::CallQuery;
use whynow::domain::scorecard::Period;
use whynow::domain::trigger::{Status, Trigger};

use crate::support::book::{amend, bar};
use crate::support::peer::Desk;

/// What somebody does; the number says to which of the things they see.
#[derive(Debug, Clone)]
enum Deed {
    Edit(usize, String),
    Archive(usize, bool),
    Person(usize, String),
    Title(usize, String),
    Address(usize, Vec<String>),
    Bar(usize, bool),
    List(String),
    Trigger(usize, u8),
    Plan(usize, String),
    Call(usize, usize),
    Amend(usize, usize),
    Review(usize),
    Apart(usize),
    Undo,
    Redo,
    Share,
    ShareRecent,
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["Oslo", "Bergen", "Tromsø", "Head of Fleet", "CFO"]).prop_map(str::to_owned)
}

fn deed() -> impl Strategy<Value = Deed> {
    let which = 0..4usize;
    let address = || prop::sample::select(vec!["a@n.example", "b@n.example", "c@n.example"]).prop_map(str::to_owned);
    prop_oneof![
        (which.clone(), word()).prop_map(|(n, text)| Deed::Edit(n, text)),
        (which.clone(), any::<bool>()).prop_map(|(n, on)| Deed::Archive(n, on)),
        (which.clone(), word()).prop_map(|(n, text)| Deed::Person(n, text)),
        (which.clone(), word()).prop_map(|(n, text)| Deed::Title(n, text)),
        (which.clone(), prop::collection::vec(address(), 0..3)).prop_map(|(n, all)| Deed::Address(n, all)),
        (which.clone(), any::<bool>()).prop_map(|(n, on)| Deed::Bar(n, on)),
        address().prop_map(Deed::List),
        (which.clone(), 1..=5u8).prop_map(|(n, strength)| Deed::Trigger(n, strength)),
        (which.clone(), word()).prop_map(|(n, text)| Deed::Plan(n, text)),
        (which.clone(), which.clone()).prop_map(|(n, verdict)| Deed::Call(n, verdict)),
        (which.clone(), which.clone()).prop_map(|(n, verdict)| Deed::Amend(n, verdict)),
        which.clone().prop_map(Deed::Review),
        which.clone().prop_map(Deed::Apart),
        Just(Deed::Undo),
        Just(Deed::Redo),
        Just(Deed::Share),
        Just(Deed::ShareRecent),
    ]
}

fn pick<T: Copy>(all: &[T], n: usize) -> Option<T> {
    (!all.is_empty()).then(|| all[n % all.len()])
}

impl Desk {
    fn companies(&mut self) -> Vec<AccountId> {
        ["Norvik", "Fjordtrans"]
            .iter()
            .flat_map(|name| self.store.find_account(name).unwrap())
            .map(|(id, _)| id)
            .collect()
    }

    fn people(&mut self) -> Vec<ContactId> {
        let now = self.now();
        let companies = self.companies();
        let files = companies.into_iter().filter_map(|id| self.store.account_file(id, now).unwrap());
        files.flat_map(|file| file.contacts.into_iter().map(|row| row.contact.id).collect::<Vec<_>>()).collect()
    }

    fn calls(&mut self) -> Vec<CallId> {
        let all = CallQuery { limit: 50, ..CallQuery::default() };
        self.store.calls(&all).unwrap().rows.into_iter().map(|row| row.id).collect()
    }

    fn whole(&mut self, id: CallId) -> Call {
        let now = self.now();
        self.store.call_file(id, now).unwrap().unwrap().versions.pop().unwrap()
    }

    fn change(&mut self, n: usize, change: impl FnOnce(&mut Contact)) {
        if let Some(id) = pick(&self.people(), n) {
            let mut person = self.store.contact(id).unwrap().unwrap();
            change(&mut person);
            self.store.save_contact(&person).unwrap();
        }
    }

    #[expect(clippy::too_many_lines, reason = "a deed an arm")]
    fn carry(&mut self, deed: &Deed, bundles: &mut Vec<PathBuf>) {
        self.later(1);
        let verdict = |n: usize| Verdict::ALL[n % 3];
        match deed {
            Deed::Edit(n, text) => {
                if let Some(id) = pick(&self.companies(), *n) {
                    self.edit(id, |account| account.city = Some(text.clone()));
                }
            }
            Deed::Archive(n, on) => {
                if let Some(id) = pick(&self.companies(), *n) {
                    self.store.archive_account(id, *on).unwrap();
                }
            }
            Deed::Person(n, name) => {
                if let Some(id) = pick(&self.companies(), *n) {
                    self.person(id, name);
                }
            }
            Deed::Title(n, title) => self.change(*n, |person| person.title = Some(title.clone())),
            Deed::Address(n, all) => self.change(*n, |person| person.emails.clone_from(all)),
            Deed::Bar(n, on) => {
                if let Some(id) = pick(&self.people(), *n) {
                    self.store.set_do_not_call(id, on.then(|| "asked".to_owned())).unwrap();
                }
            }
            Deed::List(address) => bar(&mut self.store, address),
            Deed::Trigger(n, strength) => {
                if let Some(id) = pick(&self.companies(), *n) {
                    let trigger = Trigger {
                        kind: "new_leader".to_owned(),
                        headline: format!("A new CFO, {strength}"),
                        occurred_on: self.now().date(),
                        strength: *strength,
                        status: Status::Kept,
                        accounts: vec![id],
                        ..Trigger::default()
                    };
                    self.store.save_trigger(&trigger).unwrap();
                }
            }
            Deed::Plan(n, text) => {
                if let Some(id) = pick(&self.people(), *n) {
                    let now = self.now();
                    let plan = self.store.plan_file(id, now).unwrap().plan;
                    let plan = Plan { opener: format!("About {text}"), purpose: text.clone(), ..plan };
                    self.store.save_plan(&plan).unwrap();
                }
            }
            Deed::Call(n, said) => {
                if let Some(id) = pick(&self.people(), *n) {
                    let now = self.now();
                    let mut call = self.store.log_start(id, now).unwrap().call;
                    call.reach = whynow::domain::call::Reach::Connected;
                    call.verdict = Some(verdict(*said));
                    call.source = Some(whynow::domain::call::VerdictSource::SaidWhenAsked);
                    self.store.log_call(&call).unwrap();
                }
            }
            Deed::Amend(n, said) => {
                if let Some(id) = pick(&self.calls(), *n) {
                    let call = self.whole(id);
                    let amended =
                        Call { id: CallId::default(), amends: Some(id), verdict: Some(verdict(*said)), ..call };
                    amend(&mut self.store, &amended).unwrap();
                }
            }
            Deed::Review(n) => {
                if let Some(id) = pick(&self.calls(), *n) {
                    let call = Call { id, ..self.whole(id) };
                    self.review(&call, "\"I see\"");
                }
            }
            Deed::Apart(n) => {
                self.store.find_doubles().unwrap();
                let pairs: Vec<u64> = self.store.twins(0, 10).unwrap().rows.iter().map(|pair| pair.pair).collect();
                if let Some(pair) = pick(&pairs, *n) {
                    self.store.decide_twin(pair, PairDecision::Two, false).unwrap();
                }
            }
            Deed::Undo => drop(self.store.undo().unwrap()),
            Deed::Redo => drop(self.store.redo().unwrap()),
            Deed::Share => bundles.push(self.share()),
            Deed::ShareRecent => {
                let since = whynow::clock::Moment(self.now().0 - chrono::Duration::minutes(3));
                bundles.push(self.share_since(Some(since)));
            }
        }
    }

    fn shown(&mut self) -> String {
        let all = CallQuery { limit: 200, ..CallQuery::default() };
        let rows = self.store.calls(&all).unwrap().rows;
        let day = self.now().date();
        let from = day - chrono::Duration::days(30);
        let period = Period { from, until: day + chrono::Duration::days(30), rep: None };
        let cards = self.store.scorebook(&period).unwrap();
        let people = self.people().len();
        format!("{people} people\n{rows:#?}\n{cards:#?}")
    }
}

/// A start that all three have, then what each does by themselves.
fn worked(deeds: &[Vec<Deed>; 3]) -> (Vec<Desk>, Vec<PathBuf>) {
    let mut desks = vec![Desk::new("Mia", 0), Desk::new("Ole", 7), Desk::new("Eva", 3)];
    let mut bundles = Vec::new();
    let norvik = desks[0].account("Norvik");
    desks[0].person(norvik, "Ane Lund");
    let fjord = desks[0].account("Fjordtrans");
    desks[0].person(fjord, "Jon Dahl");
    let start = desks[0].share();
    for desk in &mut desks[1..] {
        desk.merge(&[&start]);
    }
    for (desk, deeds) in desks.iter_mut().zip(deeds) {
        for deed in deeds {
            desk.carry(deed, &mut bundles);
        }
        bundles.push(desk.share());
    }
    bundles.push(start);
    (desks, bundles)
}

fn same(deeds: &[Vec<Deed>; 3], order: &[usize], groups: &[bool]) {
    let (mut desks, bundles) = worked(deeds);
    let all: Vec<&Path> = bundles.iter().map(PathBuf::as_path).collect();
    let mut straight = Desk::new("Manager", 11);
    straight.merge(&all);
    let mut other = Desk::new("Manager", 11);
    let mut group: Vec<&Path> = Vec::new();
    let turns = order.iter().map(|n| n % all.len()).chain((0..all.len()).rev());
    for (turn, n) in turns.enumerate() {
        group.push(all[n]);
        if groups[turn % groups.len()] {
            other.merge(&group);
            group.clear();
        }
    }
    other.merge(&group);
    assert_eq!(other.content(), straight.content());
    assert_eq!(other.shown(), straight.shown());
    for desk in [&straight, &other] {
        desk.sound();
        assert!(desk.store.missing_links().unwrap().is_empty());
    }
    for desk in &mut desks {
        desk.merge(&all);
        desk.sound();
        let strip =
            |text: String| text.lines().filter(|line| !line.contains("Manager")).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(strip(desk.content()), strip(straight.content()));
    }
    assert!(straight.merge(&all).is_nothing());
}

/// A case is up to ten books on disk: few of them, unless PROPTEST_CASES asks for more.
fn few() -> ProptestConfig {
    let usual = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() { usual } else { ProptestConfig { cases: 4, ..usual } }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn any_order_any_repetition_any_grouping_gives_one_book(
        deeds in [prop::collection::vec(deed(), 1..9), prop::collection::vec(deed(), 1..9), prop::collection::vec(deed(), 1..9)],
        order in prop::collection::vec(0..9usize, 0..6),
        groups in prop::collection::vec(any::<bool>(), 1..4),
    ) {
        same(&deeds, &order, &groups);
    }

    #[test]
    fn a_whole_book_goes_to_files_and_comes_back_the_same(
        deeds in prop::array::uniform3(prop::collection::vec(deed(), 0..12)),
    ) {
        let (mut desks, bundles) = worked(&deeds);
        let all: Vec<&Path> = bundles.iter().map(PathBuf::as_path).collect();
        desks[0].merge(&all);
        let back = Desk::new("Nobody", 17);
        for desk in &desks {
            let folder = |name: &str| desk.folder.path().join(name);
            whynow::job::archive::export(&desk.store, &folder("all")).unwrap();
            back.later(60 * 24);
            let clock = std::sync::Arc::clone(&back.clock) as std::sync::Arc<dyn whynow::clock::Clock>;
            whynow::job::archive::import(&folder("all"), &folder("new.db"), &clock).unwrap();
            let store = whynow::store::Store::open(&folder("new.db"), clock).unwrap();
            prop_assert_eq!(store.verify().unwrap(), [""; 0]);
            whynow::job::archive::export(&store, &folder("again")).unwrap();
            for entry in std::fs::read_dir(folder("all")).unwrap() {
                let name = entry.unwrap().file_name();
                let read = |of: &str| std::fs::read_to_string(folder(of).join(&name)).unwrap();
                prop_assert_eq!(read("all"), read("again"), "{:?}", name);
            }
        }
    }
}
