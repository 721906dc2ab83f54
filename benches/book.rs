//! How long until a book of any size stands? `cargo bench --bench book -- 1000000 /tmp/book.db`
//!
//! One account to two people, 0.2 live kept triggers and one call. Everything goes in as a file would: through an import.
//! The same number makes the same book, but for its dates, which end today.
#![expect(clippy::print_stdout, reason = "a bench reports on stdout")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use chrono::{Duration, FixedOffset, NaiveDate};
use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;
use whynow::clock::{Clock, SystemClock};
use whynow::domain::account::profile::{Profile, ProfileField, ProfileRule, Test};
use whynow::domain::account::{Account, Contact, ExternalId, Phone};
use whynow::domain::call::{AskAnswer, Call, NextStep, Outcome, Reach, Verdict, VerdictSource, Whose};
use whynow::domain::ids::{AccountId, CallId, ContactId, RepId, TriggerId};
use whynow::domain::query::ImportKind;
use whynow::domain::trigger::kind::Kinds;
use whynow::domain::trigger::{Status, Trigger};
use whynow::store::{Result, Store};

const FIRST: [&str; 30] = [
    "Alder", "Beacon", "Cedar", "Delta", "Ember", "Fjord", "Granite", "Harbour", "Iris", "Juniper", "Kestrel",
    "Lantern", "Meridian", "Nordic", "Orchard", "Pinnacle", "Quarry", "Raven", "Summit", "Tidal", "Umbra", "Vale",
    "Willow", "Xenon", "Yarrow", "Zürich", "Østfold", "Prairie", "Cobalt", "Copper",
];
const TRADE: [&str; 16] = [
    "Logistics",
    "Foods",
    "Machining",
    "Chemicals",
    "Insurance",
    "Textiles",
    "Software",
    "Dairy",
    "Energy",
    "Packaging",
    "Instruments",
    "Shipping",
    "Retail",
    "Optics",
    "Pharma",
    "Building",
];
const FORM: [&str; 8] = ["GmbH", "AG", "Inc", "Ltd", "AS", "BV", "SA", "Corp"];
const CITY: [&str; 12] =
    ["Oslo", "Zürich", "Hamburg", "Boston", "Lyon", "Utrecht", "Denver", "Leeds", "Turin", "Malmö", "Porto", "Austin"];
const GIVEN: [&str; 16] = [
    "Ane", "Bjørn", "Clara", "Dario", "Elif", "Femke", "Goran", "Hanna", "Ivo", "Jana", "Kofi", "Lena", "Mateo",
    "Nadia", "Owen", "Priya",
];
const FAMILY: [&str; 20] = [
    "Lund", "Berg", "Costa", "Dahl", "Egli", "Frei", "Graf", "Holm", "Ito", "Jensen", "Keller", "Lopez", "Moser",
    "Nagy", "Olsen", "Petit", "Rossi", "Singh", "Tanner", "Vogel",
];
const TITLE: [&str; 6] = ["COO", "Head of Supply Chain", "CFO", "VP Operations", "Plant Manager", "Head of Quality"];

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.below(of.len() as u64)).unwrap_or(0);
        of.get(at).copied().unwrap_or_default()
    }
}

fn main() -> std::result::Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    let accounts: u64 = words.next().as_deref().unwrap_or("10000").parse()?;
    let path = PathBuf::from(words.next().unwrap_or_else(|| format!("/tmp/whynow-{accounts}.db")));
    for side in ["", "-wal", "-shm"] {
        let mut file = path.clone().into_os_string();
        file.push(side);
        std::fs::remove_file(file).ok();
    }
    let clock = Arc::new(SystemClock);
    let today = clock.now().date();
    let mut store = Store::create(&path, clock)?;
    let wanted = |field, test| ProfileRule { field, test, must: false };
    let trades = ["Foods", "Dairy", "Logistics", "Pharma"].map(str::to_owned).to_vec();
    let rules = vec![
        wanted(ProfileField::Industry, Test::AnyOf(trades)),
        wanted(ProfileField::Employees, Test::Between(100, 5_000)),
    ];
    store.set_profile(&Profile { rules })?;
    timed("accounts", accounts, || import_accounts(&mut store, accounts))?;
    timed("people", 2 * accounts, || import_people(&mut store, accounts))?;
    timed("triggers", accounts / 5, || import_triggers(&mut store, accounts, today))?;
    let reps = ["me", "Kim", "Sam"].map(|name| store.add_rep(name));
    let reps = reps.into_iter().collect::<Result<Vec<_>>>()?;
    let (people, triggers) = ids(&path)?;
    timed("calls", accounts, || log(&mut store, accounts, &reps, &people, &triggers))?;
    let started = Instant::now();
    drop(store);
    println!("closing {:.1} s; {} MB", started.elapsed().as_secs_f64(), std::fs::metadata(&path)?.len() >> 20);
    Ok(())
}

fn timed(what: &str, rows: u64, run: impl FnOnce() -> Result<()>) -> Result<()> {
    let started = Instant::now();
    run()?;
    let took = started.elapsed();
    println!(
        "{what} {rows}: {:.1} s, {:.1} µs each",
        took.as_secs_f64(),
        took.as_secs_f64() * 1e6 / rows.max(1) as f64
    );
    Ok(())
}

fn import_accounts(store: &mut Store, accounts: u64) -> Result<()> {
    let mut dice = Dice(1);
    let mut import = store.begin_import(ImportKind::Accounts, "made.csv", false)?;
    for i in 0..accounts {
        let (first, trade, form) = (dice.pick(&FIRST), dice.pick(&TRADE), dice.pick(&FORM));
        let number = i.wrapping_mul(0x9E37_79B1) % (1 << 32);
        import.account(&Account {
            name: format!("{first} {trade} {form} {number:X}"),
            domain: Some(format!("{}-{}-{number:x}.example", first.to_lowercase(), trade.to_lowercase())),
            external: vec![external(i)],
            industry: Some(trade.to_owned()),
            city: Some(dice.pick(&CITY).to_owned()),
            country: Some("Norway".to_owned()),
            zone: Some("Europe/Oslo".to_owned()),
            employees: (dice.below(5) > 0).then(|| 10 + dice.below(20_000)),
            ..Account::default()
        })?;
    }
    import.finish().map(drop)
}

fn external(i: u64) -> ExternalId {
    ExternalId { source: "crm".to_owned(), id: format!("A{i:08}") }
}

fn import_people(store: &mut Store, accounts: u64) -> Result<()> {
    let mut dice = Dice(2);
    let mut import = store.begin_import(ImportKind::Contacts, "made.csv", false)?;
    for i in 0..2 * accounts {
        let (given, family) = (dice.pick(&GIVEN), dice.pick(&FAMILY));
        let contact = Contact {
            name: format!("{given} {family} {:X}", i % 1000),
            title: Some(dice.pick(&TITLE).to_owned()),
            emails: vec![format!("p{i}@people.example")],
            phones: vec![Phone { raw: format!("+47 {:08}", dice.below(100_000_000)), label: "work".to_owned() }],
            ..Contact::default()
        };
        import.contact(&contact, None, None, Some(&external(i / 2)))?;
    }
    import.finish().map(drop)
}

fn import_triggers(store: &mut Store, accounts: u64, today: NaiveDate) -> Result<()> {
    let mut dice = Dice(3);
    let kinds: Vec<_> = Kinds::builtin().0.iter().filter(|kind| kind.strength > 0).collect();
    let found = ids_of_accounts(store.path());
    let mut import = store.begin_import(ImportKind::Triggers, "made.csv", false)?;
    for i in 0..accounts / 5 {
        let kind = kinds[usize::try_from(dice.below(kinds.len() as u64)).unwrap_or(0)];
        let age = dice.below(u64::from(kind.expiry.max(1)));
        let account = usize::try_from(dice.below(accounts)).unwrap_or(0);
        import.trigger(&Trigger {
            kind: kind.key.clone(),
            headline: format!("{} number {i}", kind.label),
            summary: "What happened, as the paper words it.".to_owned(),
            source: "Morning Post".to_owned(),
            occurred_on: today - Duration::days(i64::try_from(age).unwrap_or(0)),
            scope: kind.scope,
            origin: kind.origin,
            strength: kind.strength,
            status: Status::Kept,
            external: Some(format!("made:{i}")),
            accounts: found.get(account).copied().into_iter().collect(),
            ..Trigger::default()
        })?;
    }
    import.finish().map(drop)
}

fn read(path: &std::path::Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

fn uuids(path: &std::path::Path, sql: &str) -> rusqlite::Result<Vec<Uuid>> {
    let conn = read(path)?;
    let mut statement = conn.prepare(sql)?;
    let found = statement.query_map([], |row| row.get::<_, [u8; 16]>(0))?;
    found.map(|id| id.map(Uuid::from_bytes)).collect()
}

fn ids_of_accounts(path: &std::path::Path) -> Vec<AccountId> {
    let found = uuids(path, "SELECT id FROM account ORDER BY n").unwrap_or_default();
    found.into_iter().map(AccountId).collect()
}

fn ids(path: &std::path::Path) -> rusqlite::Result<(Vec<ContactId>, Vec<TriggerId>)> {
    let people = uuids(path, "SELECT id FROM contact ORDER BY n")?;
    let triggers = uuids(path, "SELECT id FROM trigger ORDER BY n")?;
    Ok((people.into_iter().map(ContactId).collect(), triggers.into_iter().map(TriggerId).collect()))
}

fn log(store: &mut Store, calls: u64, reps: &[RepId], people: &[ContactId], triggers: &[TriggerId]) -> Result<()> {
    let mut dice = Dice(4);
    let clock = SystemClock;
    let here = *clock.now().0.offset();
    let end = clock.now().0;
    let made = (0..calls).map(|i| {
        // Over a year, oldest first.
        let back = (calls - i) as i64 * 365 * 86_400 / calls.max(1) as i64;
        one_call(&mut dice, &clock, (end - Duration::seconds(back)).with_timezone(&here), reps, people, triggers)
    });
    store.log_history(made.collect::<Vec<_>>()).map(drop)
}

fn one_call(
    dice: &mut Dice,
    clock: &SystemClock,
    at: chrono::DateTime<FixedOffset>,
    reps: &[RepId],
    people: &[ContactId],
    triggers: &[TriggerId],
) -> Call {
    let mut any = |of: usize| usize::try_from(dice.below(of.max(1) as u64)).unwrap_or(0);
    let (rep, person, trigger) = (any(reps.len()), any(people.len()), any(triggers.len()));
    let mut call = Call::new(
        CallId(clock.new_id()),
        people[person],
        AccountId::default(),
        reps.get(rep).copied().unwrap_or_default(),
        at,
    );
    call.triggers = triggers.get(trigger).copied().into_iter().collect();
    if dice.below(3) == 0 {
        call.reach = Reach::Connected;
        call.outcome = Some(if dice.below(2) == 0 { Outcome::NextStepAgreed } else { Outcome::NotNow });
        call.seconds = Some(60 + u32::try_from(dice.below(600)).unwrap_or(0));
        call.verdict = Some(Verdict::ALL[usize::try_from(dice.below(4)).unwrap_or(0)]);
        call.source = (call.verdict != Some(Verdict::NotAsked)).then_some(VerdictSource::SaidWhenAsked);
        call.learned = AskAnswer::Yes;
        call.words = "That was worth the time, send me the figures".to_owned();
        if call.outcome == Some(Outcome::NextStepAgreed) {
            let by = Some(at.date_naive() + Duration::days(7));
            call.next = Some(NextStep { what: "Send the figures".to_owned(), by, time: None, whose: Whose::Ours });
        }
    }
    call
}
