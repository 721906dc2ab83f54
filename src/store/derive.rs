//! Derived columns, which lists sort by and searches find, computed from the rows that people write.
//!
//! Every function here may run at any time and any number of times: it recomputes the derived values and writes only
//! those that differ.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::book::settings;
use super::book::write::{SearchMoves, Transaction};
use super::cells::{numbered_columns, only_value};
use super::convert::{IsoDay, JsonText, confidence_rank, day_number, fit_rank, scope_rank};
use super::error::Result;
use super::log;
use super::plans::readiness;
use super::standing::no_answer;
use super::standing::touches;
use super::tables::search_index::{ACCOUNT_BITS, account_words, rowid, sum_of};
use super::tables::{accounts, contacts, triggers};
use crate::domain::account::Account;
use crate::domain::account::profile::Fit;
use crate::domain::reason::fit_factor;
use crate::domain::trigger::{Scope, UNDATED};

/// Most accounts with an expired best trigger that each write recomputes.
const AGED_AT_ONCE: i64 = 8;

/// Which live triggers of an account somebody there has heard as a reason; see `Reach::is_heard`.
const USED_AGAIN: &str = "UPDATE trigger_account AS link SET used = 1 - used
    WHERE account = ?1 AND live = 1 AND used <> EXISTS (SELECT 1 FROM call_line AS line
        JOIN call_trigger ON call_trigger.contact = line.contact AND call_trigger.trigger = link.trigger
            AND call_trigger.call = line.latest
        JOIN call ON call.n = line.latest
        WHERE line.account = link.account AND line.deleted = 0 AND line.head = 1
            AND call.reach IN ('connected', 'left_message', 'voicemail'))";

const INDEX_ACCOUNT: &str =
    "INSERT INTO account_fts (rowid, name, handle, city, industry, mark) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

const NEW_ACCOUNTS: &str = "SELECT n, name, city, industry, sub_industry, phone,
        (SELECT group_concat(value, ' ') FROM account_identifier
            WHERE account = account_made.n AND kind IN ('domain', 'ticker') AND deleted = 0) AS handles,
        (SELECT group_concat(name, ' ') FROM account_alias WHERE account = account_made.n AND deleted = 0) AS aliases
    FROM account AS account_made WHERE n > ?1 AND fit = ?2 AND archived = 0 AND fts IS NULL ORDER BY n";

numbered_columns! {
    /// Indexes of the columns of [`NEW_ACCOUNTS`].
    struct NewAccountColumns { n, name, city, industry, sub_industry, phone, handles, aliases }
}

/// Recomputes what derives from a write's changes, before it commits. Returns the accounts it looked at.
pub(super) fn settle(write: &mut Transaction<'_>) -> Result<BTreeSet<i64>> {
    age(write)?;
    let mut settled = write.take_touched();
    for account in &settled {
        refresh_account(write, *account)?;
    }
    reindex(write)?;
    for account in write.take_called() {
        // An account that was settled has its last touch already.
        if settled.insert(account) {
            refresh_last_touch(write, account)?;
        }
    }
    for account in write.take_renamed() {
        reindex_calls(write, account)?;
    }
    Ok(settled)
}

/// The stored derived values of an account.
struct DerivedValues {
    listed: bool,
    fit: i64,
    tier: i64,
    tier_until: Option<i64>,
    ranked: bool,
    last_touch: Option<i64>,
    fts: Option<i64>,
    sum: Option<i64>,
}

/// Marks a few accounts whose best trigger expired, so that this write recomputes them.
fn age(write: &mut Transaction<'_>) -> Result<()> {
    let sql = "SELECT n FROM account WHERE tier_until < ?1 AND tier_until IS NOT NULL LIMIT ?2";
    let mut statement = write.conn.prepare_cached(sql)?;
    let aged = statement.query_map([write.today, AGED_AT_ONCE], only_value)?;
    for account in aged.collect::<rusqlite::Result<Vec<i64>>>()? {
        write.touch(account);
    }
    Ok(())
}

/// Recomputes all derived values of one account.
pub(super) fn refresh_account(write: &mut Transaction<'_>, n: i64) -> Result<()> {
    let now = load_derived(write, n)?;
    let account = accounts::load(write.conn, n)?;
    let fit = write.profile()?.fit(&account).fit;
    let (tier, tier_until, ranked) = refresh_links(write, n, &account, now.listed, fit)?;
    let last_touch = last_touch(write, n)?;
    let (fts, sum) = place_account(write, n, &now, &account, tier, fit);
    let fit = fit_rank(fit);
    let same = (now.fit, now.tier, now.tier_until, now.ranked, now.last_touch, now.fts, now.sum)
        == (fit, tier, tier_until, ranked, last_touch, fts, sum);
    if !same {
        let sql = "UPDATE account SET fit = ?2, tier = ?3, tier_until = ?4, ranked = ?5, last_touch = ?6, fts = ?7,
            fts_sum = ?8 WHERE n = ?1";
        let values = params![n, fit, tier, tier_until, ranked, last_touch, fts, sum];
        write.conn.prepare_cached(sql)?.execute(values)?;
    }
    refresh_quiet(write, n, last_touch.is_some())
}

/// Recomputes what a call changes of an account: its last touch, which reasons were heard, whether it is left alone.
fn refresh_last_touch(write: &Transaction<'_>, n: i64) -> Result<()> {
    let sql = "UPDATE account SET last_touch = ?2 WHERE n = ?1 AND last_touch IS NOT ?2";
    write.conn.prepare_cached(sql)?.execute(params![n, last_touch(write, n)?])?;
    write.conn.prepare_cached(USED_AGAIN)?.execute([n])?;
    refresh_quiet(write, n, true)
}

/// Returns the day of an account's last call or other touch.
fn last_touch(write: &Transaction<'_>, n: i64) -> Result<Option<i64>> {
    let sql = "SELECT day FROM call_line WHERE account = ?1 AND deleted = 0 AND head = 1 ORDER BY at DESC LIMIT 1";
    let called: Option<i64> = write.conn.prepare_cached(sql)?.query_row([n], |row| row.get("day")).optional()?;
    let touched = touches::brief(write.conn, n, 1)?.first().map(|touch| touch.day);
    Ok(called.max(touched))
}

/// Whether an account is not offered until something is new: it did not answer, or somebody there was talked to.
fn refresh_quiet(write: &Transaction<'_>, n: i64, touched: bool) -> Result<()> {
    let (mut silent, mut talked) = (false, false);
    if touched {
        let kinds = write.rules.kinds();
        silent = no_answer::silence(write.conn, kinds, n)?.is_some_and(|silence| silence.is_enough());
        talked = no_answer::talked(write.conn, kinds, n)?.is_some();
    }
    let sql = "UPDATE account SET silent = ?2, talked = ?3 WHERE n = ?1 AND (silent, talked) IS NOT (?2, ?3)";
    write.conn.prepare_cached(sql)?.execute(params![n, silent, talked])?;
    Ok(())
}

fn load_derived(write: &Transaction<'_>, n: i64) -> Result<DerivedValues> {
    let sql = "SELECT deleted = 0 AND archived = 0 AS listed, fit, tier, tier_until, ranked, last_touch, fts, fts_sum
        FROM account WHERE n = ?1";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(DerivedValues {
            listed: row.get("listed")?,
            fit: row.get("fit")?,
            tier: row.get("tier")?,
            tier_until: row.get("tier_until")?,
            ranked: row.get("ranked")?,
            last_touch: row.get("last_touch")?,
            fts: row.get("fts")?,
            sum: row.get("fts_sum")?,
        })
    };
    Ok(write.conn.prepare_cached(sql)?.query_row([n], read)?)
}

/// Copies the values that the ranking reads from triggers to the account's links. Returns the tier, the last day on
/// which it holds, and whether any link is live.
fn refresh_links(
    write: &mut Transaction<'_>,
    account: i64,
    whole: &Account,
    listed: bool,
    fit: Fit,
) -> Result<(i64, Option<i64>, bool)> {
    let industry = industry_of(whole);
    let sql = "SELECT link.n AS link, link.deleted = 0 AND trigger.deleted = 0 AND trigger.status = 'kept' AS counts,
            trigger.scope AS scope, trigger.strength AS strength, trigger.kind AS kind,
            trigger.occurred_on AS occurred_on, trigger.effective_on AS effective_on, trigger.expires AS expires,
            trigger.confidence AS confidence, link.live AS live
        FROM trigger_account AS link JOIN trigger ON trigger.n = link.trigger WHERE link.account = ?1";
    let mut statement = write.conn.prepare_cached(sql)?;
    let mut rows = statement.query([account])?;
    let (mut best, mut until, mut ranked) = (0, None, false);
    while let Some(row) = rows.next()? {
        let (link, counts, scope, strength): (i64, bool, Scope, i64) =
            (row.get("link")?, row.get("counts")?, row.get("scope")?, row.get("strength")?);
        let live = counts && listed && scope != Scope::Ours && strength > 0;
        if !live {
            if row.get("live")? {
                write.conn.prepare_cached("UPDATE trigger_account SET live = 0 WHERE n = ?1")?.execute([link])?;
            }
            continue;
        }
        ranked = true;
        let effective = row.get::<_, Option<IsoDay>>("effective_on")?.map(|day| day_number(day.0));
        let occurred = day_number(row.get::<_, IsoDay>("occurred_on")?.0);
        let effective = effective.filter(|_| occurred != day_number(UNDATED));
        let kind: String = row.get("kind")?;
        let sure = confidence_rank(row.get("confidence")?);
        let sql = "UPDATE trigger_account SET live = 1, scope = ?2, strength = ?3, kind = ?4, occurred = ?5,
                effective = ?6, fit = ?7, industry = ?8, confidence = ?9
            WHERE n = ?1 AND (live, scope, strength, kind, occurred, effective, fit, industry, confidence)
                IS NOT (1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let (scope, fit) = (scope_rank(scope), fit_rank(fit));
        let values = params![link, scope, strength, kind, occurred, effective, fit, industry, sure];
        write.conn.prepare_cached(sql)?.execute(values)?;
        let expires: i64 = row.get("expires")?;
        if expires >= write.today && (strength, Some(expires)) > (best, until) {
            (best, until) = (strength, Some(expires));
        }
    }
    write.conn.prepare_cached(USED_AGAIN)?.execute([account])?;
    Ok((tier(best, fit), until, ranked))
}

/// Returns the account's row number in the full-text index and the checksum of its text there, and queues the moves
/// that these need; [`reindex`] carries them out.
fn place_account(
    write: &mut Transaction<'_>,
    n: i64,
    now: &DerivedValues,
    account: &Account,
    tier: i64,
    fit: Fit,
) -> (Option<i64>, Option<i64>) {
    let row = rowid(tier, ACCOUNT_BITS, n);
    let words = account_words(account, fit_rank(fit));
    let sum = sum_of(&words);
    if now.listed && now.fts == Some(row) && now.sum == Some(sum) {
        return (now.fts, now.sum);
    }
    write.moves.gone.extend(now.fts);
    if !now.listed {
        return (None, None);
    }
    write.moves.come.push((row, n));
    (Some(row), Some(sum))
}

/// Moves accounts in the full-text index in ascending row order: writing in random order costs many times more.
fn reindex(write: &mut Transaction<'_>) -> Result<()> {
    let SearchMoves { mut gone, mut come } = std::mem::take(&mut write.moves);
    gone.sort_unstable();
    come.sort_unstable();
    for row in gone {
        write.conn.prepare_cached("DELETE FROM account_fts WHERE rowid = ?1")?.execute([row])?;
    }
    for (row, n) in come {
        let account = accounts::load(write.conn, n)?;
        let sql = "SELECT fit FROM account WHERE n = ?1";
        let fit = write.conn.prepare_cached(sql)?.query_row([n], only_value)?;
        let [name, handle, city, industry, mark] = account_words(&account, fit);
        write.conn.prepare_cached(INDEX_ACCOUNT)?.execute(params![row, name, handle, city, industry, mark])?;
    }
    Ok(())
}

/// Recomputes what derives from a row that undo, or the rollback of an import, changed.
pub(super) fn moved(write: &mut Transaction<'_>, table: &str, row: i64) -> Result<()> {
    match table {
        "account" => write.touch(row),
        "account_identifier" => touch_owner(write, "SELECT account FROM account_identifier WHERE n = ?1", row)?,
        "account_alias" => touch_owner(write, "SELECT account FROM account_alias WHERE n = ?1", row)?,
        "trigger" => triggers::refresh(write, row)?,
        "trigger_account" => {
            let sql = "SELECT trigger FROM trigger_account WHERE n = ?1";
            let trigger = write.conn.prepare_cached(sql)?.query_row([row], only_value)?;
            triggers::refresh(write, trigger)?;
        }
        "contact" => contacts::refresh(write, row)?,
        "contact_email" => {
            let sql = "SELECT contact FROM contact_email WHERE n = ?1";
            let contact = write.conn.prepare_cached(sql)?.query_row([row], only_value)?;
            contacts::refresh(write, contact)?;
        }
        "call_line" => {
            let sql = "SELECT root FROM call_line WHERE n = ?1";
            let root = write.conn.prepare_cached(sql)?.query_row([row], only_value)?;
            log::append::use_triggers(write, row)?;
            log::append::refresh(write, root)?;
        }
        "review_line" => {
            let sql = "SELECT call FROM review_line WHERE n = ?1";
            let call = write.conn.prepare_cached(sql)?.query_row([row], only_value)?;
            log::append::refresh(write, call)?;
        }
        "touch" => {
            let sql = "SELECT account FROM touch WHERE n = ?1";
            let account = write.conn.prepare_cached(sql)?.query_row([row], |row| row.get("account"))?;
            write.called(account);
        }
        "plan" => readiness::settle_again(write, row)?,
        "campaign_account" => {
            let sql = "SELECT campaign, account FROM campaign_account WHERE n = ?1";
            let read = |row: &rusqlite::Row<'_>| Ok((row.get("campaign")?, row.get("account")?));
            let (campaign, account) = write.conn.prepare_cached(sql)?.query_row([row], read)?;
            readiness::settle_in(write, campaign, account)?;
        }
        "setting" => {
            let sql = "SELECT key = ?2 FROM setting WHERE n = ?1";
            let values = params![row, settings::PROFILE];
            if write.conn.prepare_cached(sql)?.query_row(values, only_value)? {
                write.profile_changed();
                refit(write)?;
            }
        }
        // Nothing is derived from the others.
        _ => {}
    }
    Ok(())
}

/// Recomputes what derives from a range of rows that an import inserted.
pub(super) fn span_moved(write: &mut Transaction<'_>, table: &str, first: i64, last: i64) -> Result<()> {
    match table {
        "account" | "contact" | "trigger" | "call_line" | "review_line" | "account_identifier" | "account_alias"
        | "contact_email" | "plan" | "touch" | "campaign_account" => {
            for row in first..=last {
                moved(write, table, row)?;
            }
        }
        "trigger_account" => {
            let sql = "SELECT DISTINCT trigger FROM trigger_account WHERE n BETWEEN ?1 AND ?2";
            let mut statement = write.conn.prepare_cached(sql)?;
            let found = statement.query_map([first, last], only_value)?;
            for trigger in found.collect::<rusqlite::Result<Vec<i64>>>()? {
                triggers::refresh(write, trigger)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Adds accounts after row `last` to the full-text index in the order of its row numbers, tier by tier: many times
/// faster than one by one.
pub(super) fn index_new_accounts(write: &mut Transaction<'_>, last: i64) -> Result<()> {
    for fit in 0..=3 {
        let mut statement = write.conn.prepare(NEW_ACCOUNTS)?;
        let at = NewAccountColumns::resolve(&statement)?;
        let mut rows = statement.query([last, fit])?;
        while let Some(row) = rows.next()? {
            let n: i64 = row.get(at.n)?;
            let split = |text: Option<String>| text.into_iter().collect::<Vec<_>>();
            // All handles stand as one ticker, all other names as one alias: the search reads words, and these are the same ones.
            let account = Account {
                name: row.get(at.name)?,
                city: row.get(at.city)?,
                industry: row.get(at.industry)?,
                sub_industry: row.get(at.sub_industry)?,
                phone: row.get(at.phone)?,
                tickers: split(row.get(at.handles)?),
                aliases: split(row.get(at.aliases)?),
                ..Account::default()
            };
            let words = account_words(&account, fit);
            // An account that was just made has no live trigger: its tier is its fit alone.
            let (sum, number) = (sum_of(&words), rowid(fit, ACCOUNT_BITS, n));
            let [name, handle, city, industry, mark] = words;
            let values = params![number, name, handle, city, industry, mark];
            write.conn.prepare_cached(INDEX_ACCOUNT)?.execute(values)?;
            let sql = "UPDATE account SET fts = ?2, fts_sum = ?3 WHERE n = ?1";
            write.conn.prepare_cached(sql)?.execute([n, number, sum])?;
        }
    }
    Ok(())
}

/// Puts the words of an account that is in the full-text index there anew, at its place, if they changed.
pub(super) fn index_words(conn: &Connection, n: i64) -> Result<()> {
    let read = |row: &rusqlite::Row<'_>| Ok((row.get("fts")?, row.get("fit")?, row.get("fts_sum")?));
    let sql = "SELECT fts, fit, fts_sum FROM account WHERE n = ?1";
    let (number, fit, old): (i64, i64, Option<i64>) = conn.prepare_cached(sql)?.query_row([n], read)?;
    let words = account_words(&accounts::load(conn, n)?, fit);
    let sum = sum_of(&words);
    if old == Some(sum) {
        return Ok(());
    }
    let [name, handle, city, industry, mark] = words;
    conn.prepare_cached("DELETE FROM account_fts WHERE rowid = ?1")?.execute([number])?;
    conn.prepare_cached(INDEX_ACCOUNT)?.execute(params![number, name, handle, city, industry, mark])?;
    conn.prepare_cached("UPDATE account SET fts_sum = ?2 WHERE n = ?1")?.execute([n, sum])?;
    Ok(())
}

fn touch_owner(write: &mut Transaction<'_>, sql: &str, row: i64) -> Result<()> {
    let owner = write.conn.prepare_cached(sql)?.query_row([row], only_value)?;
    write.touch(owner);
    Ok(())
}

numbered_columns! {
    /// Indexes of an account's columns that a profile compares, and of its stored fit.
    struct ProfiledColumns { n, industry, sub_industry, city, region, country, employees, revenue_musd, tags, fit }
}

/// Recomputes every account's fit after the profile changed, and what derives from a fit that changed.
pub(super) fn refit(write: &mut Transaction<'_>) -> Result<()> {
    let profile = write.profile()?;
    let mut statement = write.conn.prepare(
        "SELECT n, industry, sub_industry, city, region, country, employees, revenue_musd, tags, fit
        FROM account WHERE deleted = 0",
    )?;
    let at = ProfiledColumns::resolve(&statement)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let account = Account {
            industry: row.get(at.industry)?,
            sub_industry: row.get(at.sub_industry)?,
            city: row.get(at.city)?,
            region: row.get(at.region)?,
            country: row.get(at.country)?,
            employees: row.get::<_, Option<i64>>(at.employees)?.and_then(|head| u64::try_from(head).ok()),
            revenue_musd: row.get(at.revenue_musd)?,
            tags: row.get::<_, JsonText<Vec<String>>>(at.tags)?.0,
            ..Account::default()
        };
        if fit_rank(profile.fit(&account).fit) != row.get::<_, i64>(at.fit)? {
            write.touch(row.get(at.n)?);
        }
    }
    Ok(())
}

/// Updates the full-text entries of an account's calls after it was renamed.
fn reindex_calls(write: &Transaction<'_>, account: i64) -> Result<()> {
    let sql = "SELECT n FROM call_line WHERE account = ?1 AND deleted = 0 AND head = 1 ORDER BY at DESC LIMIT 500";
    let mut statement = write.conn.prepare_cached(sql)?;
    let lines = statement.query_map([account], only_value)?;
    for line in lines.collect::<rusqlite::Result<Vec<i64>>>()? {
        log::append::index(write, line)?;
    }
    Ok(())
}

/// Returns an account's rank in the search: what its best unexpired trigger can be worth, then fit.
fn tier(strength: i64, fit: Fit) -> i64 {
    let strength = u8::try_from(strength).map_or(0.0, f64::from);
    #[expect(clippy::cast_possible_truncation, reason = "0–100")]
    let points = (20.0 * strength * fit_factor(fit)).round() as i64;
    points * 4 + fit_rank(fit)
}

/// Joins industry and sub-industry into one text, in which the profile's words are searched.
fn industry_of(account: &Account) -> String {
    let trade = account.industry.iter().chain(&account.sub_industry).map(String::as_str);
    trade.collect::<Vec<_>>().join(" / ")
}

#[cfg(test)]
mod tests {
    use super::USED_AGAIN;
    use crate::domain::call::Reach;

    #[test]
    fn a_reason_was_used_by_the_calls_in_which_somebody_heard_it() {
        for reach in Reach::ALL {
            assert_eq!(USED_AGAIN.contains(&format!("'{}'", reach.key())), reach.is_heard(), "{reach:?}");
        }
    }
}
