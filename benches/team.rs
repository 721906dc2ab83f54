//! How long does a manager wait? `cargo bench --bench team -- FILE [calls] [reps]` on a copy of a book that
//! `cargo bench --bench book` made: fills it up to that many calls, then asks what the scorecards and the review list ask.
//!
//! The calls go in by SQL, because ten million of them one by one would take an hour; what is derived of them is then
//! counted by the book itself. Their hashes are zeros: nobody may verify this book.
#![expect(clippy::print_stdout, reason = "a bench reports on stdout")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use chrono::{Duration, NaiveDate};
use rusqlite::{Connection, Statement, params};
use whynow::clock::{Clock, SystemClock};
use whynow::domain::call::filter::{CallFilter, Flag};
use whynow::domain::call::{Verdict, VerdictSource};
use whynow::domain::ids::RepId;
use whynow::domain::query::CallQuery;
use whynow::domain::scorecard::Period;
use whynow::store::Store;

type Done<T> = Result<T, Box<dyn Error>>;

/// Days over which the calls are spread: two and a half years.
const DAYS: i64 = 912;
/// Plans that the calls stand beside, one for each so many calls.
const PLANS: i64 = 2_000;

fn main() -> Done<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let Some(path) = words.first().map(PathBuf::from) else {
        println!("which book? cargo bench --bench team -- FILE [calls] [reps]");
        return Ok(());
    };
    let number = |nth: usize, or: i64| words.get(nth).map_or(Ok(or), |word| word.parse());
    let (calls, reps) = (number(1, 10_000_000)?, number(2, 1_000)?);
    fill(&path, calls, reps)?;
    scorecards(&path)?;
    lists(&path)?;
    Ok(())
}

/// How long a page of the review list takes, from its top and as far down as somebody scrolls.
fn lists(path: &Path) -> Done<()> {
    let clock = Arc::new(SystemClock);
    let today = clock.now().date();
    let mut store = Store::open(path, clock)?;
    let rep: Option<RepId> = column(&Connection::open(path)?, "SELECT id FROM rep ORDER BY n LIMIT 1")?.pop();
    let quarter = Some(today - Duration::days(90));
    let to_read = CallFilter::to_read();
    println!("{:<24}{:>10}{:>10}{:>10}", "pages of calls, ms", "median", "p99", "worst");
    for (name, selection) in [
        ("to read", to_read.clone()),
        ("of a rep", CallFilter { rep, ..to_read.clone() }),
        ("of a quarter", CallFilter { from: quarter, ..to_read.clone() }),
        ("wasted", CallFilter { verdict: Some(Verdict::Wasted), ..to_read.clone() }),
        ("a guess", CallFilter { source: Some(VerdictSource::RepInferred), ..to_read.clone() }),
        ("swarm, of a rep", CallFilter { rep, flag: Some(Flag::Swarm), ..to_read.clone() }),
        ("swarm", CallFilter { flag: Some(Flag::Swarm), ..to_read }),
    ] {
        let mut times = Vec::new();
        for nth in 0..100 {
            let selection = selection.clone();
            let query = CallQuery { selection, offset: nth * 20, limit: 80, ..CallQuery::default() };
            times.push(millis(|| store.calls(&query))?);
        }
        show(name, times);
    }
    Ok(())
}

/// How long one rep's and everyone's figures take, over the periods that a manager asks for.
fn scorecards(path: &Path) -> Done<()> {
    let clock = Arc::new(SystemClock);
    let today = clock.now().date();
    let store = Store::open(path, clock)?;
    let reps: Vec<RepId> = column(&Connection::open(path)?, "SELECT id FROM rep ORDER BY n")?;
    println!("{:<24}{:>10}{:>10}{:>10}", "scorecards, ms", "median", "p99", "worst");
    for (name, days) in [("week", 7), ("quarter", 91), ("year", 365), ("everything", DAYS)] {
        let from = today - Duration::days(days - 1);
        let mut one = Vec::new();
        for rep in reps.iter().step_by(reps.len().div_ceil(100)) {
            one.push(millis(|| store.scorebook(&Period { from, until: today, rep: Some(*rep) }))?);
        }
        show(&format!("a rep's {name}"), one);
        let mut all = Vec::new();
        for _ in 0..5 {
            all.push(millis(|| store.scorebook(&Period { from, until: today, rep: None }))?);
        }
        show(&format!("the team's {name}"), all);
    }
    Ok(())
}

fn millis<T>(run: impl FnOnce() -> whynow::store::Result<T>) -> Done<f64> {
    let started = Instant::now();
    std::hint::black_box(run()?);
    Ok(started.elapsed().as_secs_f64() * 1e3)
}

fn show(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get(((times.len() - 1) as f64 * share).round() as usize).copied().unwrap_or_default();
    println!("{what:<24}{:>10.1}{:>10.1}{:>10.1}", at(0.5), at(0.99), at(1.0));
}

/// Fills the book up; a second run finds it full.
fn fill(path: &Path, calls: i64, reps: i64) -> Done<()> {
    let clock = Arc::new(SystemClock);
    let today = clock.now().date();
    let mut store = Store::open(path, clock)?;
    let conn = Connection::open(path)?;
    let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0));
    for rep in count("SELECT count(*) FROM rep")?..reps {
        store.add_rep(&format!("Rep {rep:04}"))?;
    }
    let there = count("SELECT count(*) FROM call")?;
    if there >= calls {
        return Ok(());
    }
    let started = Instant::now();
    conn.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE",
    )?;
    let dropped = drop_indexes(&conn)?;
    make_plans(&conn)?;
    make_calls(&conn, there, calls, today)?;
    for index in &dropped {
        conn.execute_batch(index)?;
    }
    conn.execute_batch("COMMIT")?;
    println!("{} calls written: {:.0} s", calls - there, started.elapsed().as_secs_f64());
    let started = Instant::now();
    store.recount()?;
    println!("the log counted anew: {:.0} s", started.elapsed().as_secs_f64());
    Ok(())
}

/// Takes the indexes of the log away and returns how to make them again.
fn drop_indexes(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name IN ('call', 'call_line') AND sql IS NOT NULL";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    let indexes: Vec<(String, String)> = conn.prepare(sql)?.query_map([], read)?.collect::<rusqlite::Result<_>>()?;
    for (name, _) in &indexes {
        conn.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    Ok(indexes.into_iter().map(|(_, sql)| sql).collect())
}

fn make_plans(conn: &Connection) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO plan (id, rev, device, contact, account, triggers, no_trigger_because, impact, why_not_later,
            purpose, value, their_goal, questions, minutes, next_step, opener, template, spent, missing)
        SELECT randomblob(16), 1, 1, contact.n, contact.account, x'', '', '', '', '', '', '', '[]', 5, '', '', ?2, 1, ?3
        FROM contact WHERE contact.n = ?1";
    let mut statement = conn.prepare(sql)?;
    for n in 1..=PLANS {
        let template = format!("template_{}", n % 24);
        statement.execute(params![n, template, n % 3])?;
    }
    Ok(())
}

/// What the calls are made of: rows and values that the book has.
struct Stock {
    accounts: Vec<i64>,
    kinds: Vec<String>,
    triggers: Vec<Vec<u8>>,
    reps: i64,
    plans: i64,
}

impl Stock {
    fn of(conn: &Connection) -> rusqlite::Result<Stock> {
        let largest = |table: &str| conn.query_row(&format!("SELECT max(n) FROM {table}"), [], |row| row.get(0));
        Ok(Stock {
            accounts: column(conn, "SELECT account FROM contact ORDER BY n")?,
            kinds: column(conn, "SELECT kind FROM trigger ORDER BY n")?,
            triggers: column(conn, "SELECT id FROM trigger ORDER BY n")?,
            reps: largest("rep")?,
            plans: largest("plan")?,
        })
    }
}

fn column<T: rusqlite::types::FromSql>(conn: &Connection, sql: &str) -> rusqlite::Result<Vec<T>> {
    conn.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

fn make_calls(conn: &Connection, there: i64, calls: i64, today: NaiveDate) -> rusqlite::Result<()> {
    let stock = Stock::of(conn)?;
    let (mut call, mut line) = (conn.prepare(CALL)?, conn.prepare(LINE)?);
    let first = conn.query_row("SELECT max(n) FROM call", [], |row| row.get::<_, Option<i64>>(0))?.unwrap_or(0) + 1;
    let begin = today - Duration::days(DAYS);
    let mut dice = Dice(5);
    for i in 0..calls - there {
        let day = begin + Duration::days(i * DAYS / (calls - there));
        let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
        let at = midnight + 25_200_000 + i64::from(dice.below(36_000)) * 1000;
        make_call(&mut call, &mut line, &stock, &mut dice, (first + i, day, at))?;
    }
    Ok(())
}

fn make_call(
    call: &mut Statement<'_>,
    line: &mut Statement<'_>,
    stock: &Stock,
    dice: &mut Dice,
    (n, day, at): (i64, NaiveDate, i64),
) -> rusqlite::Result<()> {
    let (person, rep) = (dice.nth(stock.accounts.len()), 1 + dice.pick(stock.reps));
    let trigger = dice.nth(stock.triggers.len());
    let account = stock.accounts.get(person);
    let person = i64::try_from(person).unwrap_or(0) + 1;
    let connected = dice.below(3) == 0;
    let (verdict, source) = match dice.below(6) {
        _ if !connected => (None, None),
        0 | 1 => (Some("well_spent"), Some("said_when_asked")),
        2 => (Some("partly"), Some("said_unprompted")),
        3 => (Some("wasted"), Some("said_when_asked")),
        4 => (Some("well_spent"), Some("rep_inferred")),
        _ => (Some("not_asked"), None),
    };
    let id = (u128::from(n.unsigned_abs()) << 64 | u128::from(dice.roll())).to_be_bytes();
    let seconds = connected.then(|| 60 + dice.below(600));
    let reach = if connected { "connected" } else { "no_answer" };
    let plan = (dice.below(2) == 0).then(|| 1 + dice.pick(stock.plans));
    let used = stock.triggers.get(trigger);
    call.execute(params![n, id, person, account, rep, plan, used, at, seconds, reach, verdict, source])?;
    let number = chrono::Datelike::num_days_from_ce(&day);
    line.execute(params![n, person, account, rep, at, number, stock.kinds.get(trigger), connected])?;
    Ok(())
}

const CALL: &str = "INSERT INTO call (n, id, rev, device, seq, prev_hash, hash, salt, text_hash, contact, account, rep, plan,
        triggers, logged_at, at, zone, seconds, reach, verdict, source, learned, way_forward, words, note, opener, overrides)
    VALUES (?1, ?2, ?1, 1, ?1, zeroblob(32), zeroblob(32), zeroblob(32), zeroblob(32), ?3, ?4, ?5, ?6, ?7, ?8, ?8, 60, ?9, ?10,
        ?11, ?12, 'not_asked', 'not_asked', 'That was worth the time', '', '', '[]')";
const LINE: &str =
    "INSERT INTO call_line (n, rev, device, head, root, contact, account, rep, at, day, kind, latest, score,
        connected)
    VALUES (?1, ?1, 1, 1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?1, 0, ?8)";

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.roll() % u64::from(end)).unwrap_or(0)
    }

    fn nth(&mut self, of: usize) -> usize {
        usize::try_from(self.pick(i64::try_from(of).unwrap_or(1))).unwrap_or(0)
    }

    fn pick(&mut self, of: i64) -> i64 {
        i64::from(self.below(u32::try_from(of).unwrap_or(1)))
    }
}
