//! Companies: loaded, found and saved.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::search_index::account_words;
use super::{drafts, search_index};
use crate::domain::account::profile::Fit;
use crate::domain::account::{Account, ExternalId};
use crate::domain::edit::{CHANGED_JUST_NOW, Edit, Edited};
use crate::domain::ids::AccountId;
use crate::domain::matching::{domain_of, name_key, ticker_of};
use crate::domain::query::Total;
use crate::domain::text::fold;
use crate::store::book::COUNTED;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::convert::{JsonText, count, fit_rank, to_i64};
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::{Store, sanitize};

impl Store {
    /// Finds the accounts that a typed text may mean: by exact name, ticker or domain, else by its own telephone number or one
    /// there, else by the words in it.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn find_account(&self, text: &str) -> Result<Vec<(AccountId, String)>> {
        let mut found = with_key(&self.conn, &name_key(text))?;
        if found.is_empty() {
            let ticker = ticker_of(text).map(|ticker| with_identifier(&self.conn, "ticker", &ticker)).transpose()?;
            let domain = domain_of(text).map(|domain| with_identifier(&self.conn, "domain", &domain)).transpose()?;
            // Before the words: "GAP" typed as a ticker is one company, as a word it is many.
            found = ticker.into_iter().chain(domain).flatten().collect();
        }
        if found.is_empty() {
            found = search_index::accounts_by_number(&self.conn, text, self.home.as_deref(), 20)?;
        }
        if found.is_empty() {
            found = search_index::accounts(&self.conn, text, None, 20)?;
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|n| id_and_name(&self.conn, n)).collect()
    }

    /// Returns one account.
    ///
    /// # Errors
    /// As every read.
    pub fn account(&self, id: AccountId) -> Result<Option<Account>> {
        row_of(&self.conn, id)?.map(|n| load(&self.conn, n)).transpose()
    }

    /// Saves the form of an account: applies the changed fields to the account as it is now, and drops the form's
    /// drafts in the same transaction.
    ///
    /// # Errors
    /// Without a name, when the account does not exist, or when the book cannot be written.
    pub fn edit_account(&mut self, edit: &Edit<Account>) -> Result<Edited<Account, AccountId>> {
        let edit = sanitize::edit(edit, sanitize::account);
        if edit.typed.name.is_empty() {
            return Err(StoreError::refused("An account needs a name."));
        }
        if let Some(met) = self.account(edit.typed.id)?.and_then(|stands| edit.meets(&stands)) {
            return Ok(Edited::Meanwhile(met));
        }
        self.action("saving the account", |write| {
            drafts::finish_all(write, &edit.drafts)?;
            write.label = format!("saved {}", edit.typed.name);
            if edit.typed.id.is_nil() {
                let n = insert(write, &edit.typed)?;
                return id_and_name(write.conn, n).map(|(id, _)| Edited::Saved(id));
            }
            let n = require_row(write.conn, edit.typed.id)?;
            let stored = load(write.conn, n)?;
            let mut account = stored.clone();
            if !edit.apply(&mut account).is_empty() {
                return Err(StoreError::refused(CHANGED_JUST_NOW));
            }
            update_from(write, n, &stored, &account)?;
            Ok(Edited::Saved(account.id))
        })
    }

    /// Saves all fields of an account; a nil id creates a new one.
    ///
    /// # Errors
    /// Without a name, or when the book cannot be written.
    pub fn save_account(&mut self, account: &Account) -> Result<AccountId> {
        let account = sanitize::account(account);
        if account.name.is_empty() {
            return Err(StoreError::refused("An account needs a name."));
        }
        self.action("saving the account", |write| {
            write.label = format!("saved {}", account.name);
            if account.id.is_nil() {
                let n = insert(write, &account)?;
                return id_and_name(write.conn, n).map(|(id, _)| id);
            }
            let n = require_row(write.conn, account.id)?;
            update(write, n, &account)?;
            Ok(account.id)
        })
    }

    /// Archives an account, which takes it out of the lists, or brings it back.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn archive_account(&mut self, id: AccountId, archived: bool) -> Result<()> {
        self.action("archiving the account", |write| {
            let n = require_row(write.conn, id)?;
            let (_, name) = id_and_name(write.conn, n)?;
            write.label = format!("{} {name}", if archived { "archived" } else { "brought back" });
            let rev = write.rev();
            let sql = "UPDATE account SET archived = ?2, rev = ?3, device = ?4 WHERE n = ?1 AND archived <> ?2";
            write.conn.prepare_cached(sql)?.execute(params![n, archived, rev, write.device])?;
            write.touch(n);
            Ok(())
        })
    }
}

/// Counts the listed accounts. Without a fit, the largest row number gives the count, because rows are never removed.
pub(crate) fn count_listed(conn: &Connection, fit: Option<Fit>) -> Result<Total> {
    if let Some(fit) = fit {
        let sql = "SELECT count(*) FROM
            (SELECT 1 FROM account WHERE deleted = 0 AND archived = 0 AND fit = ?1 LIMIT ?2)";
        let n: i64 = conn.prepare_cached(sql)?.query_row([fit_rank(fit), COUNTED + 1], only_value)?;
        return Ok(Total { n: count(n.min(COUNTED)), at_least: n > COUNTED });
    }
    let sql = "SELECT coalesce((SELECT max(n) FROM account), 0)
        - (SELECT count(*) FROM account WHERE deleted = 1 OR archived = 1)";
    Ok(Total { n: count(conn.prepare_cached(sql)?.query_row([], only_value)?), at_least: false })
}

/// Returns the row of an account; `None` if it does not exist.
pub(crate) fn row_of(conn: &Connection, id: AccountId) -> Result<Option<i64>> {
    let sql = "SELECT n FROM account WHERE id = ?1 AND deleted = 0";
    Ok(conn.prepare_cached(sql)?.query_row([id], only_value).optional()?)
}

/// Returns the row of an account; an error if it does not exist.
pub(crate) fn require_row(conn: &Connection, id: AccountId) -> Result<i64> {
    row_of(conn, id)?
        .ok_or_else(|| StoreError::new(ErrorKind::Missing, "", "".as_ref(), "this account is no longer in the book"))
}

/// Returns the row of an account that exists or was merged into another: calls refer to it for good.
pub(crate) fn require_row_or_merged(conn: &Connection, id: AccountId) -> Result<i64> {
    let sql = "SELECT n FROM account WHERE id = ?1 AND (deleted = 0 OR merged_into IS NOT NULL)";
    let known: Option<i64> = conn.prepare_cached(sql)?.query_row([id], only_value).optional()?;
    known.map_or_else(|| require_row(conn, id), Ok)
}

/// Returns the id and the name of a row.
pub(crate) fn id_and_name(conn: &Connection, n: i64) -> Result<(AccountId, String)> {
    let sql = "SELECT id, name FROM account WHERE n = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([n], |row| Ok((row.get("id")?, row.get("name")?)))?)
}

/// Returns the accounts with this name key, by name or alias.
pub(crate) fn with_key(conn: &Connection, key: &str) -> Result<Vec<i64>> {
    let sql = "SELECT n FROM account WHERE name_key = ?1 AND deleted = 0
        UNION ALL SELECT account.n FROM account_alias AS alias JOIN account ON account.n = alias.account
            WHERE alias.name_key = ?1 AND alias.deleted = 0 AND account.deleted = 0";
    let mut statement = conn.prepare_cached(sql)?;
    let found = statement.query_map([key], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    Ok(each_once(found))
}

fn each_once(mut found: Vec<i64>) -> Vec<i64> {
    found.sort_unstable();
    found.dedup();
    found
}

/// Returns the accounts with this identifier, a hundred at most; for one that was merged, the account it was merged into.
pub(crate) fn with_identifier(conn: &Connection, kind: &str, value: &str) -> Result<Vec<i64>> {
    let sql = "SELECT iif(account.deleted = 0, account.n, account.merged_into) FROM account_identifier AS known
            JOIN account ON account.n = known.account
        WHERE known.value = ?2 AND known.kind = ?1 AND known.deleted = 0
            AND (account.deleted = 0 OR account.merged_into IS NOT NULL) LIMIT 100";
    let mut statement = conn.prepare_cached(sql)?;
    let found = statement.query_map([kind, value], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    Ok(each_once(found))
}

/// Loads the account of a row, with its identifiers and aliases; an error where there is no such row.
pub(crate) fn load(conn: &Connection, n: i64) -> Result<Account> {
    let sql = "SELECT id, name, industry, sub_industry, city, region, country, zone, employees, revenue_musd, phone,
        tags, owner, notes, archived FROM account WHERE n = ?1";
    let read = |row: &Row<'_>| {
        Ok(Account {
            id: row.get("id")?,
            name: row.get("name")?,
            industry: row.get("industry")?,
            sub_industry: row.get("sub_industry")?,
            city: row.get("city")?,
            region: row.get("region")?,
            country: row.get("country")?,
            zone: row.get("zone")?,
            employees: row.get::<_, Option<i64>>("employees")?.and_then(|head| u64::try_from(head).ok()),
            revenue_musd: row.get("revenue_musd")?,
            phone: row.get("phone")?,
            tags: row.get::<_, JsonText<Vec<String>>>("tags")?.0,
            owner: row.get("owner")?,
            notes: row.get("notes")?,
            archived: row.get("archived")?,
            ..Account::default()
        })
    };
    let mut account = conn.prepare_cached(sql)?.query_row([n], read)?;
    name_and_identify(conn, n, &mut account)?;
    Ok(account)
}

/// Loads what an account is known by: id, name, aliases and identifiers.
pub(crate) fn load_names(conn: &Connection, n: i64) -> Result<Account> {
    let (id, name) = id_and_name(conn, n)?;
    let mut account = Account { id, name, ..Account::default() };
    name_and_identify(conn, n, &mut account)?;
    Ok(account)
}

fn name_and_identify(conn: &Connection, n: i64, account: &mut Account) -> Result<()> {
    // In the order of their revisions: of two domains that two books gave, the later one is read last and stands.
    let sql = "SELECT kind, value FROM account_identifier WHERE account = ?1 AND deleted = 0 ORDER BY rev, n";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([n])?;
    while let Some(row) = rows.next()? {
        identify(account, row.get_ref("kind")?.as_str().unwrap_or_default(), row.get("value")?);
    }
    let sql = "SELECT name FROM account_alias WHERE account = ?1 AND deleted = 0 ORDER BY rev, n";
    let mut statement = conn.prepare_cached(sql)?;
    account.aliases = statement.query_map([n], only_value)?.collect::<rusqlite::Result<_>>()?;
    Ok(())
}

/// What of an account says where it is: what its clock is read from.
pub(crate) fn load_place(conn: &Connection, n: i64) -> Result<Account> {
    let sql = "SELECT city, region, country, zone, phone FROM account WHERE n = ?1";
    let read = |row: &Row<'_>| {
        Ok(Account {
            city: row.get("city")?,
            region: row.get("region")?,
            country: row.get("country")?,
            zone: row.get("zone")?,
            phone: row.get("phone")?,
            ..Account::default()
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

fn identify(account: &mut Account, kind: &str, value: String) {
    match kind {
        "domain" => account.domain = Some(value),
        "ticker" => account.tickers.push(value),
        "cik" => account.cik = value.parse().ok(),
        other => {
            let source = other.strip_prefix("external:").unwrap_or(other).to_owned();
            account.external.push(ExternalId { source, id: value });
        }
    }
}

fn identifiers(account: &Account) -> Vec<(String, String)> {
    let domain = account.domain.iter().map(|domain| ("domain".to_owned(), domain.clone()));
    let tickers = account.tickers.iter().map(|ticker| ("ticker".to_owned(), ticker.clone()));
    let cik = account.cik.iter().map(|cik| ("cik".to_owned(), cik.to_string()));
    let external = account.external.iter().map(|one| (format!("external:{}", one.source), one.id.clone()));
    domain.chain(tickers).chain(cik).chain(external).collect()
}

/// Inserts a new account. It has no values derived from triggers or calls yet; it enters the search at the commit.
pub(crate) fn insert(write: &mut Transaction<'_>, account: &Account) -> Result<i64> {
    let fit = fit_rank(write.profile()?.fit(account).fit);
    let id = if account.id.is_nil() { AccountId(write.new_id()) } else { account.id };
    let rev = write.rev();
    let sql =
        "INSERT INTO account (id, rev, device, name, name_key, industry, sub_industry, city, region, country, zone,
            employees, revenue_musd, phone, tags, owner, notes, archived, fold, fit, tier)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?20)";
    write.conn.prepare_cached(sql)?.execute(params![
        id,
        rev,
        write.device,
        account.name,
        name_key(&account.name),
        account.industry,
        account.sub_industry,
        account.city,
        account.region,
        account.country,
        account.zone,
        account.employees.map(to_i64),
        account.revenue_musd,
        account.phone,
        JsonText(&account.tags),
        account.owner,
        account.notes,
        account.archived,
        fold(&account.name),
        fit,
    ])?;
    let n = write.conn.last_insert_rowid();
    for (kind, value) in identifiers(account) {
        add_identifier(write, n, &kind, &value)?;
    }
    for alias in &account.aliases {
        add_alias(write, n, alias)?;
    }
    write.touch(n);
    Ok(n)
}

/// Updates row `n` to the account's values and leaves equal ones untouched. Returns true if anything changed.
pub(crate) fn update(write: &mut Transaction<'_>, n: i64, account: &Account) -> Result<bool> {
    let old = load(write.conn, n)?;
    update_from(write, n, &old, account)
}

/// Updates a row whose present values are known already. Returns true if anything changed.
pub(crate) fn update_from(write: &mut Transaction<'_>, n: i64, old: &Account, account: &Account) -> Result<bool> {
    if old == account {
        return Ok(false);
    }
    let rev = write.rev();
    let sql = "UPDATE account SET rev = ?2, device = ?3, name = ?4, name_key = ?5, industry = ?6, sub_industry = ?7,
            city = ?8, region = ?9, country = ?10, zone = ?11, employees = ?12, revenue_musd = ?13, phone = ?14,
            tags = ?15, owner = ?16, notes = ?17, archived = ?18, fold = ?19
        WHERE n = ?1";
    write.conn.prepare_cached(sql)?.execute(params![
        n,
        rev,
        write.device,
        account.name,
        name_key(&account.name),
        account.industry,
        account.sub_industry,
        account.city,
        account.region,
        account.country,
        account.zone,
        account.employees.map(to_i64),
        account.revenue_musd,
        account.phone,
        JsonText(&account.tags),
        account.owner,
        account.notes,
        account.archived,
        fold(&account.name),
    ])?;
    let (before, after) = (identifiers(old), identifiers(account));
    for (kind, value) in before.iter().filter(|one| !after.contains(one)) {
        drop_identifier(write, n, kind, value)?;
    }
    for (kind, value) in after.iter().filter(|one| !before.contains(one)) {
        add_identifier(write, n, kind, value)?;
    }
    for alias in old.aliases.iter().filter(|one| !account.aliases.contains(one)) {
        let rev = write.rev();
        let sql = "UPDATE account_alias SET deleted = 1, rev = ?3, device = ?4 WHERE account = ?1 AND name = ?2";
        write.conn.prepare_cached(sql)?.execute(params![n, alias, rev, write.device])?;
    }
    for alias in account.aliases.iter().filter(|one| !old.aliases.contains(one)) {
        add_alias(write, n, alias)?;
    }
    if old.name != account.name {
        // Its calls are found by the name too: their words follow at the commit.
        write.renamed(n);
    }
    if is_derived_from(write, old, account)? {
        write.touch(n);
    }
    Ok(true)
}

/// Returns true if the two differ in values that lists or searches derive from: words, fit, whether the account is
/// listed.
pub(crate) fn is_derived_from(write: &mut Transaction<'_>, old: &Account, account: &Account) -> Result<bool> {
    let profile = write.profile()?;
    // Any fit does for the words: the fit itself is compared beside them.
    let derived = |account: &Account| (account_words(account, 0), profile.fit(account).fit, account.archived);
    Ok(derived(old) != derived(account))
}

fn add_identifier(write: &mut Transaction<'_>, n: i64, kind: &str, value: &str) -> Result<()> {
    let rev = write.rev();
    let sql = "INSERT INTO account_identifier (rev, device, account, kind, value) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (value, kind, account) DO UPDATE SET deleted = 0, rev = excluded.rev, device = excluded.device";
    write.conn.prepare_cached(sql)?.execute(params![rev, write.device, n, kind, value])?;
    Ok(())
}

fn drop_identifier(write: &mut Transaction<'_>, n: i64, kind: &str, value: &str) -> Result<()> {
    let rev = write.rev();
    let sql = "UPDATE account_identifier SET deleted = 1, rev = ?4, device = ?5
        WHERE value = ?3 AND kind = ?2 AND account = ?1";
    write.conn.prepare_cached(sql)?.execute(params![n, kind, value, rev, write.device])?;
    Ok(())
}

fn add_alias(write: &mut Transaction<'_>, n: i64, alias: &str) -> Result<()> {
    let rev = write.rev();
    let sql = "INSERT INTO account_alias (rev, device, account, name, name_key) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (account, name) DO UPDATE SET deleted = 0, rev = excluded.rev, device = excluded.device";
    write.conn.prepare_cached(sql)?.execute(params![rev, write.device, n, alias, name_key(alias)])?;
    Ok(())
}
