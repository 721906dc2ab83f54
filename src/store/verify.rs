//! Verifies the book: SQLite's own checks miss most flipped bits; the hash chain over calls and reviews finds them
//! there.

use rusqlite::{Connection, Row};

use super::Store;
use super::book::monthly_totals;
use super::catalog;
use super::cells::only_value;
use super::chain_link::Hash;
use super::error::{Result, StoreError};
use super::file::schema;
use super::log::chain_row::ChainRow;
use super::log::gaps;
use super::seal;
use super::standing::verdict_rank;
use super::tables::calls;

/// Most faults reported at once; a torn file has more than anybody reads.
const REPORTED: usize = 100;

impl Store {
    /// Reads the whole book and returns every fault found, one sentence each; empty if the book is sound.
    ///
    /// # Errors
    /// When the file cannot be read at all; damage that can be named is a sentence, not an error.
    pub fn verify(&self) -> Result<Vec<String>> {
        let mut faults = Vec::from_iter(self.torn_page());
        for check in [own_check(&self.conn, "PRAGMA integrity_check(20)"), dangling_references(&self.conn)] {
            match check {
                Ok(found) => faults.extend(found),
                Err(error) => faults.push(format!("the file cannot be checked: {error}")),
            }
        }
        self.walk_chains(&|| false, &mut faults);
        self.check_lines(&mut faults);
        match monthly_totals::agree(&self.conn) {
            Ok(true) => {}
            Ok(false) => faults.push("the figures of the scorecard are not what the log adds up to: `whynow verify --recount` counts it anew".to_owned()),
            Err(error) => faults.push(format!("the figures of the scorecard cannot be read: {}", error.detail)),
        }
        faults.truncate(REPORTED);
        Ok(faults)
    }

    /// Returns the faults of a backup: SQLite's quick check of every page, and the chain of calls and reviews. Stops
    /// early, with what it has found, if `stop` says so.
    pub(crate) fn quick_faults(&self, stop: &dyn Fn() -> bool) -> QuickFaults {
        let mut pages = Vec::from_iter(self.torn_page());
        match own_check(&self.conn, "PRAGMA quick_check(20)") {
            Ok(found) => pages.extend(found),
            Err(error) => pages.push(format!("the file cannot be checked: {error}")),
        }
        let mut log = Vec::new();
        self.walk_chains(stop, &mut log);
        log.truncate(REPORTED);
        QuickFaults { pages, log }
    }

    /// Returns how many rows each table has; `None` for one that cannot be read.
    pub fn row_counts(&self) -> Vec<(&'static str, Option<u64>)> {
        let count = |table: &'static str| {
            let rows = self.conn.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], only_value::<i64>);
            (table, rows.ok().and_then(|rows| u64::try_from(rows).ok()))
        };
        catalog::all().map(|table| count(table.name)).collect()
    }

    /// Returns the version of the format that this program writes: major and minor.
    pub fn format() -> (i32, i32) {
        (schema::current() / 1_000, schema::current() % 1_000)
    }

    /// Recomputes the counts that scorecards show from the log, by the present rules.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn recount(&mut self) -> Result<()> {
        self.write("counting the log", schema::recount)
    }

    /// Returns one sentence for each device whose calls and reviews have not all arrived; this is information, not
    /// damage.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn missing_links(&self) -> Result<Vec<String>> {
        gaps::told(&self.conn)
    }

    /// Reports a file that is shorter than its pages: SQLite reads the missing end of the last page as zeros and finds
    /// no fault.
    fn torn_page(&self) -> Option<String> {
        let length = std::fs::metadata(&self.path).ok()?.len();
        let page = u32::try_from(seal::page_size(&self.conn).ok()?).ok()?;
        let torn = length.checked_rem(u64::from(page)).filter(|rest| *rest != 0)?;
        Some(format!("the file ends inside a page: {torn} of its {page} bytes are there"))
    }

    /// Follows the chain of every device and adds each break to the faults.
    fn walk_chains(&self, stop: &dyn Fn() -> bool, faults: &mut Vec<String>) {
        let own: i64 = self.conn.query_row("SELECT device FROM book", [], only_value).unwrap_or(0);
        let devices = "SELECT n, seq, hash FROM device ORDER BY n";
        let read = |row: &Row<'_>| Ok((row.get("n")?, row.get("seq")?, row.get("hash")?));
        let devices: rusqlite::Result<Vec<(i64, i64, Hash)>> =
            self.conn.prepare(devices).and_then(|mut found| found.query_map([], read)?.collect());
        let devices = match devices {
            Ok(devices) => devices,
            Err(error) => return faults.push(format!("the chain's devices cannot be read: {error}")),
        };
        for (device, seq, hash) in devices {
            let awaited = if device == own { Ok(Vec::new()) } else { gaps::of(&self.conn, device) };
            match awaited {
                Ok(awaited) => self.walk_chain((device, seq, hash), &awaited, stop, faults),
                Err(error) => faults.push(format!("what has not come of the log cannot be read: {}", error.detail)),
            }
        }
    }

    /// Follows one device's chain from the first row to the last and adds each break to the faults. Rows that have not
    /// arrived yet are no fault; the row after them names the hash it follows.
    fn walk_chain(
        &self,
        (device, last, hash): (i64, i64, Hash),
        awaited: &[(i64, i64)],
        stop: &dyn Fn() -> bool,
        faults: &mut Vec<String>,
    ) {
        let mut prev: Hash = [0; 32];
        let mut seq = 0;
        while seq < last {
            seq += 1;
            if let Some((_, until)) = awaited.iter().find(|(first, until)| (*first..=*until).contains(&seq)) {
                seq = *until;
                prev = self.said_before(device, seq + 1).unwrap_or(prev);
                continue;
            }
            match self.link_at(device, seq, &prev) {
                Ok(LinkCheck::Sound(next)) => prev = next,
                Ok(LinkCheck::Broken(fault, next)) => {
                    faults.push(fault);
                    prev = next;
                }
                Ok(LinkCheck::Gone) => {
                    faults.push(format!("row {seq} of the log is missing: it was removed"));
                    return;
                }
                Err(error) => {
                    faults.push(format!("row {seq} of the log cannot be read: {}", error.detail));
                    return;
                }
            }
            if faults.len() > REPORTED || stop() {
                return;
            }
        }
        if prev != hash {
            faults.push("the log does not end where the book says it ends: its last row was changed".to_owned());
        }
        let not_come: i64 = awaited.iter().map(|(first, until)| until - first + 1).sum();
        let sql =
            "SELECT (SELECT count(*) FROM call WHERE device = ?1) + (SELECT count(*) FROM review WHERE device = ?1)";
        match self.conn.query_row(sql, [device], only_value::<i64>) {
            Ok(rows) if rows == last - not_come => {}
            Ok(rows) => {
                let written = last - not_come;
                faults.push(format!("the log has {rows} rows where {written} were written: some were slipped in"));
            }
            Err(error) => faults.push(format!("the log cannot be counted: {error}")),
        }
    }

    /// Returns the previous hash stored in a row of the chain.
    fn said_before(&self, device: i64, seq: i64) -> Option<Hash> {
        let sql = "SELECT prev_hash FROM call WHERE device = ?1 AND seq = ?2
            UNION ALL SELECT prev_hash FROM review WHERE device = ?1 AND seq = ?2";
        self.conn.query_row(sql, [device, seq], only_value).ok()
    }

    fn link_at(&self, device: i64, seq: i64, prev: &Hash) -> Result<LinkCheck> {
        let Some(stored) = ChainRow::at(&self.conn, device, seq)? else { return Ok(LinkCheck::Gone) };
        let fault = stored.fault(&self.conn, prev)?;
        Ok(fault.map_or(LinkCheck::Sound(stored.link.hash), |fault| LinkCheck::Broken(fault, stored.link.hash)))
    }

    /// Checks that lists and scorecards show each call as the log has it.
    fn check_lines(&self, faults: &mut Vec<String>) {
        let rows = self
            .conn
            .prepare("SELECT n FROM call ORDER BY n")
            .and_then(|mut all| all.query_map([], only_value)?.collect::<rusqlite::Result<Vec<i64>>>());
        let rows = match rows {
            Ok(rows) => rows,
            Err(error) => return faults.push(format!("the log cannot be read: {error}")),
        };
        for n in rows {
            match self.line_agrees(n) {
                Ok(None) => {}
                Ok(Some(fault)) => faults.push(fault),
                Err(error) => faults.push(format!("row {n} of the log cannot be read: {}", error.detail)),
            }
            if faults.len() > REPORTED {
                return;
            }
        }
    }

    fn line_agrees(&self, n: i64) -> Result<Option<String>, StoreError> {
        let sql = "SELECT line.head AS head, line.latest AS latest, line.verdict AS verdict,
                line.connected AS connected, (line.rep, line.at) = (call.rep, call.at)
                AND (line.contact = call.contact OR line.contact =
                    (SELECT merged_into FROM contact WHERE contact.n = call.contact AND contact.deleted = 1))
                AND (line.account = call.account OR line.account =
                    (SELECT merged_into FROM account WHERE account.n = call.account AND account.deleted = 1))
                AND line.root = coalesce(call.amends, call.n) AND line.head = (call.amends IS NULL)
                AND (line.head = 0 OR line.latest = line.n OR EXISTS (SELECT 1 FROM call AS later
                    WHERE later.n = line.latest AND later.amends = line.n)) AS same
            FROM call LEFT JOIN call_line AS line ON line.n = call.n WHERE call.n = ?1";
        type Found = (Option<bool>, Option<i64>, Option<i64>, Option<bool>, Option<bool>);
        let read = |row: &Row<'_>| {
            let verdict = (row.get("verdict")?, row.get("connected")?);
            Ok((row.get("head")?, row.get("latest")?, verdict.0, verdict.1, row.get("same")?))
        };
        let (head, latest, verdict, connected, same): Found = self.conn.prepare_cached(sql)?.query_row([n], read)?;
        let mut agrees = same == Some(true);
        if agrees && head == Some(true) {
            let shown = calls::load(&self.conn, latest.unwrap_or(n))?;
            agrees = verdict == shown.verdict.and_then(verdict_rank) && connected == Some(shown.is_connected());
        }
        let says = || {
            calls::load(&self.conn, n)
                .map(|call| format!("the lists show call {} as something else than was logged", call.id))
        };
        if agrees { Ok(None) } else { says().map(Some) }
    }
}

/// What is wrong with a copy of a book; both empty if it is sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QuickFaults {
    /// Faults of the file.
    pub(crate) pages: Vec<String>,
    /// Faults of the chain of calls and reviews.
    pub(crate) log: Vec<String>,
}

/// Result of checking a link: sound or broken, with the hash that the next link must hold; or gone.
enum LinkCheck {
    Sound(Hash),
    Broken(String, Hash),
    Gone,
}

/// Returns what one of SQLite's own checks finds wrong with the file.
fn own_check(conn: &Connection, check: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = conn.prepare(check)?;
    let says = statement.query_map([], only_value)?.collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(says.into_iter().filter(|says| says != "ok").map(|says| format!("SQLite's own check: {says}")).collect())
}

fn dangling_references(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = conn.prepare("PRAGMA foreign_key_check")?;
    let read = |row: &Row<'_>| {
        let (table, row): (String, Option<i64>) = (row.get("table")?, row.get("rowid")?);
        Ok(format!("row {} of {table} points to a row that is not there", row.unwrap_or(0)))
    };
    statement.query_map([], read)?.collect()
}
