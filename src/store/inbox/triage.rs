//! Triage: what is done to one or to several triggers; each is one action with one undo.

use rusqlite::Connection;

use crate::domain::account::Account;
use crate::domain::account::profile::Fit;
use crate::domain::edit::{CHANGED_JUST_NOW, Edit, Edited, Meanwhile};
use crate::domain::ids::{AccountId, TriggerId};
use crate::domain::matching::{further_names, name_key};
use crate::domain::trigger::same_event::{best_sourced, merge_triggers};
use crate::domain::trigger::triage::{SeenTrigger, Triage, reject_reasons, ripe_on};
use crate::domain::trigger::{Confidence, Status, Trigger};
use crate::store::book::settings;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::convert::day_number;
use crate::store::error::{Result, StoreError};
use crate::store::tables::{accounts, drafts, triggers};
use crate::store::{Store, sanitize};

const NO_HEADLINE: &str = "A trigger needs a headline: one line that says what happened.";

/// Latest rejections whose reasons are counted.
const LOOKED_AT: i64 = 500;
/// Selects the reasons of the latest rejected triggers.
// In the order of the index `trigger_tray`, so that the latest are read without a sort.
pub(crate) const LATEST_REASONS: &str = "SELECT coalesce(status_detail, '') AS reason FROM trigger
    WHERE deleted = 0 AND status = 'rejected' ORDER BY occurred_on DESC, expires DESC, n DESC LIMIT ?1";

impl Store {
    /// Saves the form of a trigger: applies the changed fields to the trigger as it is now, and drops the form's drafts
    /// in the same transaction.
    ///
    /// # Errors
    /// Without a headline, when the trigger or one of its accounts does not exist, or when the book cannot be written.
    pub fn edit_trigger(&mut self, edit: &Edit<Trigger>) -> Result<Edited<Trigger, TriggerId>> {
        let edit = sanitize::edit(edit, sanitize::trigger);
        if edit.typed.headline.is_empty() {
            return Err(StoreError::refused(NO_HEADLINE));
        }
        let row = triggers::row_of(&self.conn, edit.typed.id)?;
        let stands = row.map(|n| triggers::load(&self.conn, n)).transpose()?;
        if let Some(met) = stands.and_then(|stands| edit.meets(&stands)) {
            return Ok(Edited::Meanwhile(met));
        }
        self.action("saving the trigger", |write| {
            drafts::finish_all(write, &edit.drafts)?;
            write.label = format!("saved trigger: {}", edit.typed.headline);
            if edit.typed.id.is_nil() {
                let n = triggers::insert(write, &edit.typed)?;
                return triggers::id_of(write.conn, n).map(Edited::Saved);
            }
            let n = triggers::require_row(write.conn, edit.typed.id)?;
            let mut trigger = triggers::load(write.conn, n)?;
            // Changed between the look above and this write: refused, so that saving again shows both values.
            if !edit.apply(&mut trigger).is_empty() {
                return Err(StoreError::refused(CHANGED_JUST_NOW));
            }
            triggers::update(write, n, &trigger)?;
            Ok(Edited::Saved(trigger.id))
        })
    }

    /// Saves all fields of a trigger; a nil id creates a new one.
    ///
    /// # Errors
    /// Without a headline, or when the book cannot be written.
    pub fn save_trigger(&mut self, trigger: &Trigger) -> Result<TriggerId> {
        let trigger = sanitize::trigger(trigger);
        if trigger.headline.is_empty() {
            return Err(StoreError::refused(NO_HEADLINE));
        }
        self.action("saving the trigger", |write| {
            write.label = format!("saved trigger: {}", trigger.headline);
            let n = if trigger.id.is_nil() {
                triggers::insert(write, &trigger)?
            } else {
                let n = triggers::require_row(write.conn, trigger.id)?;
                triggers::update(write, n, &trigger)?;
                n
            };
            triggers::id_of(write.conn, n)
        })
    }

    /// Moves triggers to a tray, wherever they are.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn set_status(&mut self, ids: &[TriggerId], status: &Status) -> Result<()> {
        let seen: Vec<SeenTrigger> = ids.iter().map(|id| SeenTrigger { id: *id, status: None }).collect();
        self.change_status(&seen, status).map(|_saved| ())
    }

    /// Moves triggers to a tray. Where one of them was decided about elsewhere since it was seen, nothing is changed, and
    /// all are returned as they stand.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn change_status(&mut self, seen: &[SeenTrigger], status: &Status) -> Result<Edited<Vec<SeenTrigger>, ()>> {
        let status = sanitize::status(status);
        self.action("sorting triggers", |write| {
            let rows = seen.iter().map(|one| triggers::require_row(write.conn, one.id)).collect::<Result<Vec<_>>>()?;
            let stands = standing(write.conn, seen, &rows)?;
            if seen.iter().zip(&stands).any(|(seen, stands)| seen.meets(stands, &status)) {
                return Ok(Edited::Meanwhile(Meanwhile { stands: Box::new(stands), fields: Vec::new() }));
            }
            write.label = match rows.as_slice() {
                [one] => format!("{}: {}", verb(&status), triggers::load(write.conn, *one)?.headline),
                many => format!("{} {} triggers", verb(&status), many.len()),
            };
            for n in rows {
                triggers::set_status(write, n, &status)?;
            }
            Ok(Edited::Saved(()))
        })
    }

    /// Returns how many of these triggers touch accounts, but none that is inside the profile or unknown; and of a single
    /// one the account with what speaks against it.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn outside_profile(&self, ids: &[TriggerId]) -> Result<(usize, Option<(String, String)>)> {
        let profile = settings::profile(&self.conn)?;
        let (mut outside, mut first) = (0, None);
        for id in ids {
            let fits = triggers::accounts_with_fit(&self.conn, triggers::require_row(&self.conn, *id)?)?;
            if fits.is_empty() || fits.iter().any(|(_, fit)| *fit != Fit::Out) {
                continue;
            }
            outside += 1;
            if let (Some((n, _)), 1) = (fits.first(), ids.len()) {
                let account = accounts::load(&self.conn, *n)?;
                let against = profile.fit(&account).against().join("; ");
                first = Some((account.name, against));
            }
        }
        Ok((outside, first))
    }

    /// Counts the triggers whose effect is over: kept or not, they give no points and lie in the tray of the expired.
    ///
    /// # Errors
    /// When one of them does not exist or the book cannot be read.
    pub fn expired_among(&self, ids: &[TriggerId]) -> Result<usize> {
        let today = day_number(self.clock.now().date());
        let mut over = 0;
        for id in ids {
            let row = triggers::require_row(&self.conn, *id)?;
            let sql = "SELECT expires < ?2 FROM trigger WHERE n = ?1";
            over += usize::from(self.conn.prepare_cached(sql)?.query_row([row, today], only_value::<bool>)?);
        }
        Ok(over)
    }

    /// Returns the reasons to offer for a rejection, the commonest of the latest ones first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn reject_reasons(&self) -> Result<Vec<String>> {
        let mut given: Vec<(String, u32)> = Vec::new();
        let mut statement = self.conn.prepare_cached(LATEST_REASONS)?;
        for reason in statement.query_map([LOOKED_AT], only_value::<String>)? {
            let reason = reason?;
            match given.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, times)) => *times += 1,
                None => given.push((reason, 1)),
            }
        }
        Ok(reject_reasons(&given))
    }

    /// Does one thing to every trigger of the list. Returns what was done, in words.
    ///
    /// # Errors
    /// When it applies to none of them, or when the book cannot be written.
    pub fn triage(&mut self, ids: &[TriggerId], what: &Triage) -> Result<String> {
        self.action("sorting triggers", |write| {
            let rows = ids.iter().map(|id| triggers::require_row(write.conn, *id)).collect::<Result<Vec<_>>>()?;
            let says = match what {
                Triage::SnoozeToOnset => snooze_to_onset(write, &rows)?,
                Triage::Kind { key, strength } => set_kind(write, &rows, key, *strength)?,
                Triage::Confidence(confidence) => set_confidence(write, &rows, *confidence)?,
                Triage::Link(account) => link(write, &rows, *account, true)?,
                Triage::LinkNew(name) => link_new(write, &rows, name)?,
                Triage::Unlink(account) => link(write, &rows, *account, false)?,
                Triage::Merge => merge(write, &rows, None)?,
                Triage::MergeIntoFirst => merge(write, &rows, Some(0))?,
            };
            write.label.clone_from(&says);
            Ok(says)
        })
    }
}

/// Returns triggers as they stand; those that nobody looked at are not read.
fn standing(conn: &Connection, seen: &[SeenTrigger], rows: &[i64]) -> Result<Vec<SeenTrigger>> {
    let read = |(one, n): (&SeenTrigger, &i64)| {
        let status = one.status.as_ref().map(|_| triggers::load(conn, *n)).transpose()?.map(|trigger| trigger.status);
        Ok(SeenTrigger { id: one.id, status })
    };
    seen.iter().zip(rows).map(read).collect()
}

fn verb(status: &Status) -> &'static str {
    match status {
        Status::Inbox => "moved to the inbox",
        Status::Kept => "kept",
        Status::Rejected(_) => "rejected",
        Status::Snoozed(_) => "snoozed",
        Status::Merged(_) => "merged",
    }
}

fn snooze_to_onset(write: &mut Transaction<'_>, rows: &[i64]) -> Result<String> {
    let (today, mut slept, mut last) = (crate::store::convert::day_of(write.today), 0, None);
    for n in rows {
        let trigger = triggers::load(write.conn, *n)?;
        let kind = write.rules.kinds().get_or_other(&trigger.kind);
        if let Some(day) = ripe_on(kind, trigger.occurred_on, trigger.effective_on, today) {
            triggers::set_status(write, *n, &Status::Snoozed(day))?;
            slept += 1;
            last = last.max(Some(day));
        }
    }
    match last {
        None => {
            Err(StoreError::refused("It is not too early for any of these: keep it, or type a day to sleep until."))
        }
        Some(day) if rows.len() == 1 => Ok(format!("snoozed until its time comes, {}", day.format("%-d %b %Y"))),
        Some(day) => Ok(format!(
            "snoozed {slept} of {} triggers until each one's time comes, the last on {}",
            rows.len(),
            day.format("%-d %b %Y")
        )),
    }
}

fn set_kind(write: &mut Transaction<'_>, rows: &[i64], key: &str, strength: u8) -> Result<String> {
    let kind = write.rules.kinds().get_or_other(key).clone();
    change(write, rows, |trigger| Trigger {
        kind: kind.key.clone(),
        // Scope and origin come with the kind; how strong it is the caller knows, whose calls may have measured it.
        scope: kind.scope,
        origin: kind.origin,
        strength,
        ..trigger
    })?;
    Ok(format!("set the kind of {} to {}", trigger_count(rows), kind.label))
}

fn set_confidence(write: &mut Transaction<'_>, rows: &[i64], confidence: Confidence) -> Result<String> {
    change(write, rows, |trigger| Trigger { confidence, ..trigger })?;
    Ok(format!("set how sure {} is to {}", trigger_count(rows), confidence.words()))
}

fn change(write: &mut Transaction<'_>, rows: &[i64], to: impl Fn(Trigger) -> Trigger) -> Result<()> {
    for n in rows {
        let changed = to(triggers::load(write.conn, *n)?);
        triggers::update(write, *n, &changed)?;
    }
    Ok(())
}

fn link(write: &mut Transaction<'_>, rows: &[i64], account: AccountId, on: bool) -> Result<String> {
    let account = accounts::require_row(write.conn, account)?;
    let (_, name) = accounts::id_and_name(write.conn, account)?;
    for n in rows {
        triggers::set_link(write, *n, account, on)?;
        triggers::refresh(write, *n)?;
    }
    Ok(if on {
        format!("linked {} to {name}", trigger_count(rows))
    } else {
        format!("unlinked {} from {name}", trigger_count(rows))
    })
}

/// Makes an account of this name and links the triggers to it. It takes over ticker and CIK that their source gives.
fn link_new(write: &mut Transaction<'_>, rows: &[i64], name: &str) -> Result<String> {
    let made = Account { name: name.to_owned(), aliases: further_names(name), ..Account::default() };
    let mut account = sanitize::account(&made);
    if account.name.is_empty() {
        return Err(StoreError::refused("An account needs a name."));
    }
    let key = name_key(&account.name);
    if let Some(known) = accounts::with_key(write.conn, &key)?.first() {
        let (_, known) = accounts::id_and_name(write.conn, *known)?;
        return Err(StoreError::refused(format!("{known} is in the book: link it instead of making it twice.")));
    }
    for n in rows {
        let trigger = triggers::load(write.conn, *n)?;
        if trigger.company.is_some_and(|company| name_key(&company) == key) {
            account.cik = account.cik.or(trigger.cik);
            if account.tickers.is_empty() {
                account.tickers.extend(trigger.ticker);
            }
        }
    }
    let made = accounts::insert(write, &account)?;
    let (id, name) = accounts::id_and_name(write.conn, made)?;
    link(write, rows, id, true)?;
    Ok(format!("linked {} to the new account {name}", trigger_count(rows)))
}

/// Merges triggers: one stays and receives what the others know; the others point to it.
fn merge(write: &mut Transaction<'_>, rows: &[i64], stays: Option<usize>) -> Result<String> {
    let all = rows.iter().map(|n| triggers::load(write.conn, *n)).collect::<Result<Vec<_>>>()?;
    let at = stays.unwrap_or_else(|| best_sourced(&all));
    let (Some(stays), Some(n), true) = (all.get(at), rows.get(at), all.len() > 1) else {
        return Err(StoreError::refused("Two triggers or more are needed: mark them with Space first."));
    };
    let others: Vec<Trigger> = all.iter().filter(|other| other.id != stays.id).cloned().collect();
    let merged = merge_triggers(stays, &others);
    triggers::update(write, *n, &merged)?;
    for other in rows.iter().filter(|other| *other != n) {
        triggers::set_status(write, *other, &Status::Merged(stays.id))?;
    }
    Ok(format!("merged {} triggers into “{}”", all.len(), stays.headline))
}

fn trigger_count(rows: &[i64]) -> String {
    if rows.len() == 1 { "a trigger".to_owned() } else { format!("{} triggers", rows.len()) }
}
