//! Pages of rows for exports, in the order in which they entered the book, for tables of any length.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::account::{Account, Contact};
use crate::domain::call::Call;
use crate::domain::ids::CallId;
use crate::domain::trigger::Trigger;
use crate::store::Store;
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::page::Page;
use crate::store::tables::promises::NamedPromise;
use crate::store::tables::{accounts, calls, contacts, promises, triggers};

/// A contact with the name of its account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedContact {
    /// The exported person.
    pub contact: Contact,
    /// Name of the person's account.
    pub account: String,
}

/// A trigger with the names of its accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedTrigger {
    /// The exported trigger.
    pub trigger: Trigger,
    /// Names of the accounts, in the order of their ids in the trigger.
    pub accounts: Vec<String>,
}

/// A call with its latest values, and names for its ids.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportedCall {
    /// The id of the call as first logged: the same for every amendment.
    pub id: CallId,
    /// Latest values of the call.
    pub call: Call,
    /// Earlier values, the first logged ones first; empty if the call was never amended.
    pub earlier: Vec<Call>,
    /// When the call was last changed: logged, amended, or an amendment taken back.
    pub changed_at: DateTime<Utc>,
    /// The person who was called.
    pub contact: Contact,
    /// The person's account.
    pub account: Account,
    /// Name of the rep who called.
    pub rep: String,
    /// Headlines of the triggers used.
    pub triggers: Vec<String>,
    /// Name of the campaign, if the call belongs to one.
    pub campaign: Option<String>,
}

/// An entry of the do-not-call list, as exports write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoNotCallEntry {
    /// `email`, `digits` or `name`; `phone` for the number of a person who is marked do-not-call; `domain`, `company` or
    /// `company_id` where nobody at a company may be called.
    pub kind: String,
    /// The address, digits, name, number or domain.
    pub value: String,
    /// Reason why nobody may call.
    pub why: String,
}

impl Store {
    /// Returns a page of companies after the cursor `after`, archived ones too.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn whole_accounts(&self, after: Option<i64>, limit: usize) -> Result<Page<Account>> {
        let sql = "SELECT n FROM account WHERE n > ?1 AND deleted = 0 ORDER BY n LIMIT ?2";
        page(&self.conn, sql, after, limit, None, accounts::load)
    }

    /// Returns a page of people after the cursor `after`, archived ones too. Whoever the do-not-call list bars carries that as
    /// their own mark: whoever gets the file has no list to look into.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn whole_contacts(&self, after: Option<i64>, limit: usize) -> Result<Page<ExportedContact>> {
        let sql = "SELECT n FROM contact WHERE n > ?1 AND deleted = 0 ORDER BY n LIMIT ?2";
        let listed = "SELECT EXISTS (SELECT 1 FROM do_not_call WHERE deleted = 0)";
        // Asked once: without a list no person of a long export is looked up in it.
        let has_list: bool = self.conn.prepare_cached(listed)?.query_row([], only_value)?;
        page(&self.conn, sql, after, limit, None, |conn, n| {
            let (account, mut contact) = (contacts::account_of(conn, n)?, contacts::load(conn, n)?);
            if has_list && contact.do_not_call.is_none() {
                contact.do_not_call = self.on_do_not_call(&contact, &accounts::load(conn, account)?)?;
            }
            Ok(ExportedContact { contact, account: accounts::id_and_name(conn, account)?.1 })
        })
    }

    /// Returns a page of triggers after the cursor `after`, whatever their status.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn whole_triggers(&self, after: Option<i64>, limit: usize) -> Result<Page<ExportedTrigger>> {
        let sql = "SELECT n FROM trigger WHERE n > ?1 AND deleted = 0 ORDER BY n LIMIT ?2";
        page(&self.conn, sql, after, limit, None, |conn, n| {
            let trigger = triggers::load(conn, n)?;
            let linked = trigger.accounts.iter().filter_map(|id| accounts::row_of(conn, *id).transpose());
            let names = linked.map(|row| Ok(accounts::id_and_name(conn, row?)?.1));
            let accounts = names.collect::<Result<_>>()?;
            Ok(ExportedTrigger { trigger, accounts })
        })
    }

    /// Returns a page of calls after the cursor `after`, with their latest values. With `since`, only calls changed
    /// since then: logged, amended, or an amendment taken back.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn whole_calls(
        &self,
        after: Option<i64>,
        limit: usize,
        since: Option<DateTime<Utc>>,
    ) -> Result<Page<ExportedCall>> {
        // Revisions are milliseconds and a counter: see `write`.
        let since = since.map_or(i64::MIN, |since| since.timestamp_millis() << REV_COUNTER);
        page(&self.conn, CALLS, after, limit, Some(since), whole_call)
    }

    /// Returns a page of open promises after the cursor `after`, ours and theirs, with and without a day.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn whole_promises(&self, after: Option<i64>, limit: usize) -> Result<Page<NamedPromise>> {
        let sql = "SELECT n FROM promise WHERE n > ?1 AND deleted = 0 AND done_on IS NULL ORDER BY n LIMIT ?2";
        page(&self.conn, sql, after, limit, None, promises::load_named)
    }

    /// Returns a page of the do-not-call list after the cursor `after`, followed by the numbers and addresses of people
    /// who are marked do-not-call. A negative cursor is a position among those people.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn do_not_call_page(&self, after: Option<i64>, limit: usize) -> Result<Page<DoNotCallEntry>> {
        let after = after.unwrap_or(0);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        if after >= 0 {
            let sql = "SELECT n, kind, value, why FROM do_not_call WHERE n > ?1 AND deleted = 0 ORDER BY n LIMIT ?2";
            let mut statement = self.conn.prepare_cached(sql)?;
            let read = |row: &Row<'_>| {
                Ok((
                    row.get::<_, i64>("n")?,
                    DoNotCallEntry { kind: row.get("kind")?, value: row.get("value")?, why: row.get("why")? },
                ))
            };
            let found = statement.query_map([after, limit], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
            // Behind the last entry the people begin: −1 stands before the first of them.
            let next = found.last().map_or(-1, |(n, _)| *n);
            return Ok(Page { rows: found.into_iter().map(|(_, entry)| entry).collect(), next: Some(next) });
        }
        let sql = "SELECT n FROM contact WHERE n > ?1 AND deleted = 0 AND do_not_call IS NOT NULL ORDER BY n LIMIT ?2";
        let mut statement = self.conn.prepare_cached(sql)?;
        let marked = statement.query_map([-after - 1, limit], only_value)?;
        let marked = marked.collect::<rusqlite::Result<Vec<i64>>>()?;
        let mut rows = Vec::new();
        for n in &marked {
            let person = contacts::load(&self.conn, *n)?;
            let why = person.do_not_call.clone().unwrap_or_default();
            let entry = |kind: &str, value: String| DoNotCallEntry { kind: kind.to_owned(), value, why: why.clone() };
            rows.extend(person.phones.iter().map(|phone| entry("phone", phone.raw.clone())));
            rows.extend(person.emails.iter().map(|email| entry("email", email.clone())));
        }
        Ok(Page { rows, next: marked.last().map(|n| -n - 1) })
    }
}

/// Number of low bits of a revision that hold its counter; the bits above hold milliseconds.
const REV_COUNTER: u32 = 16;

/// Selects calls in the order in which they entered the book, by row number.
pub(crate) const CALLS: &str = "SELECT n FROM call_line WHERE n > ?1 AND deleted = 0 AND head = 1
        AND (rev >= ?3 OR EXISTS (SELECT 1 FROM call_line AS later
            WHERE later.root = call_line.n AND later.head = 0 AND later.rev >= ?3))
    ORDER BY n LIMIT ?2";

pub(super) fn whole_call(conn: &Connection, n: i64) -> Result<ExportedCall> {
    let sql = "SELECT first.id AS id, line.latest AS latest, line.contact AS contact, line.account AS account, rep.name AS rep,
            line.rev AS rev,
            (SELECT max(later.rev) FROM call_line AS later WHERE later.root = line.n AND later.head = 0) AS later_rev
        FROM call_line AS line JOIN call AS first ON first.n = line.n JOIN rep ON rep.n = line.rep WHERE line.n = ?1";
    let read = |row: &Row<'_>| {
        let rows: [i64; 3] = [row.get("latest")?, row.get("contact")?, row.get("account")?];
        let rev = row.get::<_, i64>("rev")?.max(row.get::<_, Option<i64>>("later_rev")?.unwrap_or(i64::MIN));
        Ok((row.get("id")?, rows, row.get("rep")?, rev))
    };
    let (id, [latest, contact, account], rep, rev) = conn.prepare_cached(sql)?.query_row([n], read)?;
    let call = calls::load(conn, latest)?;
    let name = "SELECT name FROM campaign WHERE id = ?1";
    let campaign = match call.campaign {
        Some(id) => conn.prepare_cached(name)?.query_row([id], only_value).optional()?,
        None => None,
    };
    Ok(ExportedCall {
        id,
        earlier: earlier_versions(conn, n, latest)?,
        changed_at: DateTime::from_timestamp_millis(rev >> REV_COUNTER).unwrap_or_default(),
        contact: contacts::load(conn, contact)?,
        account: accounts::load(conn, account)?,
        rep,
        triggers: headlines(conn, &call)?,
        campaign,
        call,
    })
}

/// Returns the earlier versions of a call, the first one first.
fn earlier_versions(conn: &Connection, n: i64, latest: i64) -> Result<Vec<Call>> {
    if latest == n {
        return Ok(Vec::new());
    }
    let sql = "SELECT n FROM call_line WHERE root = ?1 AND head = 0 AND deleted = 0 ORDER BY n";
    let mut statement = conn.prepare_cached(sql)?;
    let later = statement.query_map([n], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    let before = std::iter::once(n).chain(later).filter(|version| *version != latest);
    before.map(|version| calls::load(conn, version)).collect()
}

fn headlines(conn: &Connection, call: &Call) -> Result<Vec<String>> {
    let mut headline = conn.prepare_cached("SELECT headline FROM trigger WHERE id = ?1")?;
    let found = call.triggers.iter().map(|id| headline.query_row([id], only_value).optional());
    Ok(found.filter_map(rusqlite::Result::transpose).collect::<rusqlite::Result<_>>()?)
}

/// Reads one page: first the row numbers, then each complete row.
fn page<T>(
    conn: &Connection,
    sql: &str,
    after: Option<i64>,
    limit: usize,
    since: Option<i64>,
    load: impl Fn(&Connection, i64) -> Result<T>,
) -> Result<Page<T>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = conn.prepare_cached(sql)?;
    let numbers: Vec<i64> = match since {
        Some(since) => statement
            .query_map(params![after.unwrap_or(0), limit, since], only_value)?
            .collect::<rusqlite::Result<_>>()?,
        None => {
            statement.query_map(params![after.unwrap_or(0), limit], only_value)?.collect::<rusqlite::Result<_>>()?
        }
    };
    let next = numbers.last().copied();
    let rows = numbers.into_iter().map(|n| load(conn, n)).collect::<Result<_>>()?;
    Ok(Page { rows, next })
}
