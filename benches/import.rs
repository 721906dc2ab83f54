//! Imports at a million accounts, beside the `sqlite3` shell in the same run.
//!
//!   cargo bench --bench import -- [ROWS] [FOLDER]
//!
//! 1. An accounts CSV of ROWS rows (a million) into an empty book, with all indexes and the search; the same file by the
//!    shell's `.import` into a table with as many indexes over the same columns and the same full-text table filled by a
//!    trigger. Bar: half the shell's rate.
//! 2. A tenth of the rows again over that book, all matching: once as they are, once with a head count changed in each.
//!    Bar: 20,000 rows a second.
//! 3. Meanwhile another window saves every 50 ms: how long it waits.
//!
//! The peak of memory is the process's own high-water mark (`VmHWM`), written back to zero before each part.
#![expect(clippy::print_stdout, reason = "a bench reports on stdout")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use whynow::clock::SystemClock;
use whynow::domain::import::options::Import;
use whynow::domain::query::{ImportKind, ImportReport};
use whynow::exchange::budget::Budget;
use whynow::job::import;
use whynow::job::import::Proceed;
use whynow::store::Store;

type Done<T> = Result<T, Box<dyn Error>>;

const FIRST: [&str; 10] =
    ["Alder", "Beacon", "Cedar", "Delta", "Ember", "Fjord", "Granite", "Harbour", "Zürich", "Østfold"];
const TRADE: [&str; 8] = ["Foods", "Dairy", "Logistics", "Optics", "Energy", "Textiles", "Software", "Shipping"];
const FORM: [&str; 6] = ["GmbH", "AG", "Inc", "Ltd", "AS", "s.r.o."];
const CITY: [&str; 8] = ["Oslo", "Zürich", "Hamburg", "Boston", "Lyon", "Utrecht", "Denver", "Leeds"];

/// The shell's table: the columns of the file, indexes as the book has them, and the same search.
const PEER: &str = "
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT, domain TEXT, industry TEXT, city TEXT, country TEXT,
        employees INTEGER, revenue REAL, owner TEXT) STRICT;
    CREATE INDEX a1 ON account (name);
    CREATE INDEX a2 ON account (name, industry);
    CREATE INDEX a3 ON account (owner, industry);
    CREATE INDEX a4 ON account (employees DESC, industry);
    CREATE INDEX a5 ON account (industry DESC, revenue);
    CREATE INDEX a6 ON account (industry);
    CREATE INDEX a7 ON account (country COLLATE NOCASE);
    CREATE INDEX a8 ON account (city COLLATE NOCASE);
    CREATE UNIQUE INDEX a9 ON account (domain, id);
    CREATE VIRTUAL TABLE account_fts USING fts5 (name, handle, city, industry, mark, content = '', detail = none,
        prefix = '1 2 3 4 5 6 7 8', tokenize = \"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\");
    CREATE TRIGGER fill AFTER INSERT ON account BEGIN
        INSERT INTO account_fts (rowid, name, handle, city, industry, mark)
            VALUES (new.id, new.name, new.domain, new.city, new.industry, new.owner);
    END;";

fn main() -> Done<()> {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    let rows: u64 = words.next().as_deref().unwrap_or("1000000").parse()?;
    let folder = PathBuf::from(words.next().unwrap_or_else(|| "/tmp/whynow-bench-import".to_owned()));
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder)?;
    let (whole, some) = (folder.join("accounts.csv"), rows / 10);
    write_accounts(&whole, rows, 0)?;
    let (again, changed) = (folder.join("again.csv"), folder.join("changed.csv"));
    write_accounts(&again, some, 0)?;
    write_accounts(&changed, some, 1)?;

    let shell = by_the_shell(&folder, &whole, rows);
    let book = folder.join("book.db");
    drop(Store::create(&book, Arc::new(SystemClock))?);
    let own = timed("into an empty book", rows, || import(&book, &whole, None))?;
    if let Some(shell) = shell {
        println!("  rate over the shell's: {:.2} (bar 0.5)", shell.as_secs_f64() / own.as_secs_f64());
    }
    timed("a tenth again, nothing new", some, || import(&book, &again, None))?;
    timed("a tenth again, each changed", some, || import(&book, &changed, None))?;
    let busy = folder.join("busy.db");
    drop(Store::create(&busy, Arc::new(SystemClock))?);
    let mut waits = Vec::new();
    timed("into an empty book, another window saving", rows, || import(&busy, &whole, Some(&mut waits)))?;
    waits.sort_unstable();
    let at = |share: usize| waits.get(waits.len().saturating_sub(1) * share / 100).copied().unwrap_or_default();
    println!("  {} saves waited: median {:?}, p99 {:?}, longest {:?}", waits.len(), at(50), at(99), at(100));
    Ok(())
}

fn write_accounts(path: &Path, rows: u64, more: u64) -> Done<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(
        out,
        "Number,Account Name,Website,Industry,Billing City,Billing Country,Employees,Annual Revenue,Account Owner"
    )?;
    for row in 0..rows {
        let mixed = row.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
        let pick = |of: &[&'static str], turn: u32| {
            usize::try_from(mixed.rotate_right(turn) % of.len() as u64)
                .ok()
                .and_then(|at| of.get(at))
                .copied()
                .unwrap_or("")
        };
        let (first, trade, form, city) = (pick(&FIRST, 3), pick(&TRADE, 11), pick(&FORM, 19), pick(&CITY, 27));
        let number = mixed >> 32;
        writeln!(
            out,
            "{row},{first} {trade} {form} {number:X},{}-{number:x}-{row}.example,{trade},{city},Norway,{},{},rep{}",
            trade.to_lowercase(),
            10 + number % 20_000 + more,
            number % 900,
            row % 50,
        )?;
    }
    Ok(out.flush()?)
}

fn by_the_shell(folder: &Path, file: &Path, rows: u64) -> Option<Duration> {
    let db = folder.join("shell.db");
    let run = |script: &str| Command::new("sqlite3").arg(&db).arg(script).stdout(Stdio::null()).status();
    if !run(PEER).is_ok_and(|status| status.success()) {
        println!("sqlite3: not there; nothing to compare with");
        return None;
    }
    let began = Instant::now();
    let import = format!(".import --csv --skip 1 {} account", file.display());
    let done = Command::new("sqlite3").args(["-cmd", "PRAGMA cache_size = -98304"]).arg(&db).arg(import).status();
    let took = began.elapsed();
    println!("sqlite3 .import {rows}: {} ({})", rate(rows, took), if done.is_ok() { "done" } else { "failed" });
    Some(took)
}

/// Imports a file; with `waits`, another window saves meanwhile and says how long each save took.
fn import(book: &Path, file: &Path, waits: Option<&mut Vec<Duration>>) -> Done<ImportReport> {
    let mut store = Store::open(book, Arc::new(SystemClock))?;
    let import = Import { kind: Some(ImportKind::Accounts), path: file.to_owned(), ..Import::default() };
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let other = waits.map(|waits| (scope.spawn(|| save_meanwhile(book, &over)), waits));
        let report = import::run(&mut store, &import, &Budget::default(), &mut |_| Proceed::Go);
        over.store(true, Ordering::SeqCst);
        if let Some((other, waits)) = other {
            *waits = other.join().map_err(|_panicked| "the other window failed")??;
        }
        Ok(report?)
    })
}

fn save_meanwhile(book: &Path, over: &AtomicBool) -> Result<Vec<Duration>, String> {
    let mut store = Store::open(book, Arc::new(SystemClock)).map_err(|error| error.to_string())?;
    let mut waits = Vec::new();
    while !over.load(Ordering::SeqCst) {
        std::thread::sleep(Duration::from_millis(50));
        let began = Instant::now();
        store.set_setting("ui.bench", &waits.len().to_string()).map_err(|error| error.to_string())?;
        waits.push(began.elapsed());
    }
    Ok(waits)
}

fn timed(what: &str, rows: u64, run: impl FnOnce() -> Done<ImportReport>) -> Done<Duration> {
    std::fs::write("/proc/self/clear_refs", "5").ok();
    let began = Instant::now();
    let report = run()?;
    let took = began.elapsed();
    let totals = &report.totals;
    println!(
        "{what} {rows}: {}; {} created, {} updated, {} same, {} rejected; peak {} MB",
        rate(rows, took),
        totals.created,
        totals.updated,
        totals.same,
        totals.rejected,
        peak().unwrap_or(0),
    );
    Ok(took)
}

fn rate(rows: u64, took: Duration) -> String {
    format!("{:.1} s, {:.0} rows a second", took.as_secs_f64(), rows as f64 / took.as_secs_f64())
}

/// Most memory so far, in MB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}
