//! How long until the calls of a rep are in the manager's book? `cargo bench --bench merge -- 10000`
//!
//! A book with that many calls over half a year, each with words and half of them with a next step; shared whole, and
//! merged into an empty book; then one more day of it merged into a book that has the rest.
#![expect(clippy::print_stdout, reason = "a bench reports on stdout")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use chrono::Duration;
use uuid::Uuid;
use whynow::clock::{Clock, SystemClock};
use whynow::domain::account::{Account, Contact};
use whynow::domain::call::{Call, NextStep, Reach, Verdict, VerdictSource, Whose};
use whynow::domain::ids::{CallId, ContactId};
use whynow::exchange::budget::Budget;
use whynow::job::bundle;
use whynow::job::file::permit::{Replace, WritePermit};
use whynow::job::file::protected::Spared;
use whynow::store::{Store, StoreError};

fn main() -> Result<(), Box<dyn Error>> {
    let calls: i64 = std::env::args().find_map(|text| text.parse().ok()).unwrap_or(10_000);
    let folder = std::env::temp_dir().join(format!("whynow-merge-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(calls, &folder);
    std::fs::remove_dir_all(&folder)?;
    measured
}

fn measure(calls: i64, folder: &Path) -> Result<(), Box<dyn Error>> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let mut mia = Store::create(&folder.join("mia.db"), Arc::clone(&clock))?;
    fill(&mut mia, calls)?;
    let all = folder.join("all.db");
    let permit = WritePermit::new(Spared::default(), "bench", Replace::Own);
    timed("share all", || Ok(bundle::share(&mut mia, None, &all, None, &permit)?))?;
    let mut eva = Store::create(&folder.join("eva.db"), Arc::clone(&clock))?;
    let files = [all];
    let report = timed("preview", || Ok(bundle::merge(&mut eva, &files, None, &Budget::default(), true)?))?;
    println!("{} new rows", report.totals().new);
    timed(&format!("merge {calls} calls into an empty book"), || {
        Ok(bundle::merge(&mut eva, &files, None, &Budget::default(), false)?)
    })?;
    timed("merge the same again", || Ok(bundle::merge(&mut eva, &files, None, &Budget::default(), false)?))?;
    timed("undo", || Ok(eva.undo()?))?;
    let faults = eva.verify()?;
    assert!(faults.is_empty(), "{faults:?}");
    Ok(())
}

fn timed<T>(what: &str, work: impl FnOnce() -> Result<T, Box<dyn Error>>) -> Result<T, Box<dyn Error>> {
    let start = Instant::now();
    let done = work()?;
    println!("{what}: {:.2} s", start.elapsed().as_secs_f64());
    Ok(done)
}

fn fill(store: &mut Store, calls: i64) -> Result<(), Box<dyn Error>> {
    let rep = store.rep()?;
    let people = (calls / 5).max(1);
    let contacts: Vec<ContactId> =
        store.batch(|store| -> Result<_, StoreError> { (0..people).map(|n| person(store, n)).collect() })?;
    let now = SystemClock.now().0;
    let history = (0..calls).map(|n| {
        let contact = contacts.get(usize::try_from(n % people).unwrap_or(0)).copied().unwrap_or_default();
        let at = now - Duration::minutes((calls - n) * 25);
        let mut call = Call::new(CallId(Uuid::now_v7()), contact, Default::default(), rep, at);
        call.reach = Reach::Connected;
        call.verdict = Some(if n % 3 == 0 { Verdict::Partly } else { Verdict::WellSpent });
        call.source = Some(VerdictSource::SaidWhenAsked);
        call.seconds = Some(240);
        call.words = format!("That was worth it, number {n}, because the lot rule comes in May");
        call.next = (n % 2 == 0).then(|| NextStep {
            what: "send the lot map".into(),
            by: None,
            time: None,
            whose: Whose::Ours,
        });
        call
    });
    store.log_history(history)?;
    Ok(())
}

fn person(store: &mut Store, n: i64) -> Result<ContactId, StoreError> {
    let account = Account { name: format!("Norvik {n} Foods"), city: Some("Oslo".into()), ..Account::default() };
    let account_id = store.save_account(&account)?;
    let emails = vec![format!("ane{n}@norvik{n}.example")];
    store.save_contact(&Contact { account_id, name: format!("Ane Lund {n}"), emails, ..Contact::default() })
}
