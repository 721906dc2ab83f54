//! Imports: one transaction and one undo for a whole file; every row ends as created, updated, same or rejected.
//!
//! What happens to a row that the book knows: a value of the file replaces the book's where the file has one and it
//! differs; nothing is ever blanked; labels, aliases, ids and addresses add up; notes are appended.

mod calls;
mod commits;
mod lock;
mod meetings;
mod presets;
pub(super) mod rollback;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rusqlite::params;

use super::book::ranking::Ranking;
use super::book::write::{Transaction, WriteContext};
use super::convert::day_number;
use super::error::{Result, StoreError};
use super::matching;
use super::matching::accounts::Employer;
use super::matching::match_result::{MatchResult, MatchedRow};
use super::matching::mentions;
use super::matching::merge_fields::{MergePolicy, merged_account, merged_contact};
use super::matching::row_set::RowSet;
use super::matching::shared_domains::is_shared;
use super::tables::{contacts, do_not_call, watch_words};
use super::{Store, duplicates, sanitize, tables};
use crate::domain::account::{Account, Contact, ExternalId};
use crate::domain::ids::ImportId;
use crate::domain::matching::duplicate_pair::DuplicateOf;
use crate::domain::matching::{MatchBasis, domain_of, name_key, other_names};
use crate::domain::query::{ImportKind, MatchCount, RowResult};
use crate::domain::trigger::Trigger;
use crate::domain::trigger::watch_words::WatchWordFinder;
use lock::ImportLock;

pub(super) const DOING: &str = "importing";
/// While a file runs, pages of its indexes stay in memory.
const WIDE: &str = "PRAGMA cache_size = -98304";
const USUAL: &str = "PRAGMA cache_size = -4000; PRAGMA shrink_memory";

/// Tables whose new rows an import owns.
pub(super) const MADE: [(&str, &str); 14] = [
    ("account", "SELECT coalesce(max(n), 0) FROM account"),
    ("account_identifier", "SELECT coalesce(max(n), 0) FROM account_identifier"),
    ("account_alias", "SELECT coalesce(max(n), 0) FROM account_alias"),
    ("contact", "SELECT coalesce(max(n), 0) FROM contact"),
    ("contact_identifier", "SELECT coalesce(max(n), 0) FROM contact_identifier"),
    ("contact_email", "SELECT coalesce(max(n), 0) FROM contact_email"),
    ("contact_phone", "SELECT coalesce(max(n), 0) FROM contact_phone"),
    ("trigger", "SELECT coalesce(max(n), 0) FROM trigger"),
    ("trigger_account", "SELECT coalesce(max(n), 0) FROM trigger_account"),
    ("do_not_call", "SELECT coalesce(max(n), 0) FROM do_not_call"),
    ("call_line", "SELECT coalesce(max(n), 0) FROM call_line"),
    ("promise", "SELECT coalesce(max(n), 0) FROM promise"),
    ("twin", "SELECT coalesce(max(n), 0) FROM twin"),
    ("plan", "SELECT coalesce(max(n), 0) FROM plan"),
];

/// An import under way. Dropped before [`ImportSession::finish`], it leaves nothing behind.
pub struct ImportSession<'a> {
    pub(super) pen: WriteContext<'a>,
    pub(super) write: Option<Transaction<'a>>,
    pub(super) ranking: &'a mut Option<Ranking>,
    pub(super) changes: &'a mut u64,
    pub(super) path: PathBuf,
    pub(super) label: String,
    dry_run: bool,
    pub(super) import: i64,
    pub(super) action: i64,
    id: ImportId,
    /// The right to import; nobody else can want it where the import is one commit in any case.
    pub(super) lock: Option<ImportLock>,
    /// Milliseconds at which this part began.
    pub(super) part_began: i64,
    /// Parts of it are in the book.
    pub(super) in_parts: bool,
    /// Last rows before this part, in the order of [`MADE`].
    pub(super) before: Vec<i64>,
    /// Accounts that were there before and changed, or were made here and changed after.
    pub(super) changed: BTreeSet<i64>,
    /// Triggers made here, with their days: indexed in the order of those at the end.
    pub(super) made_triggers: Vec<(i64, i64)>,
    pub(super) noted: ImportNotes,
    /// By what rows were known, and how many.
    known: BTreeMap<(MatchBasis, Option<String>), u64>,
    /// Accounts and people that a row of this file was about.
    accounts_seen: RowSet,
    people_seen: RowSet,
    /// Read when first needed.
    watcher: Option<WatchWordFinder>,
    pub(super) home: Option<String>,
}

/// Counts for the notes of the report.
#[derive(Debug, Default)]
pub(super) struct ImportNotes {
    same_cik: u64,
    unsure: u64,
    companies_made: u64,
    renamed: u64,
    shared_domain: u64,
    pub(super) planned: u64,
    pub(super) people_made: u64,
}

impl Store {
    /// Begins one import. With `dry_run` it is the real import, rolled back at the end.
    ///
    /// # Errors
    /// As every write.
    pub fn begin_import(&mut self, kind: ImportKind, file: &str, dry_run: bool) -> Result<ImportSession<'_>> {
        self.may_write(DOING)?;
        let path = self.path.clone();
        let lock = lock(&path, dry_run).map_err(|error| error.during(DOING, &path))?;
        let Store { conn, clock, rules, recording, settle, ranking, changes, home, .. } = self;
        let pen = WriteContext { conn: &*conn, clock: &**clock, rules: &*rules, recording, settle: *settle };
        let conn = pen.conn;
        let begin = || -> Result<_> {
            conn.execute_batch(WIDE)?;
            let mut write = pen.begin()?;
            let action = write.record(false)?;
            let (what, file) = (kind_key(kind), sanitize::line(file));
            write.label = format!("imported {what} from {file}");
            let (id, rev) = (ImportId(write.new_id()), write.rev());
            let sql = "INSERT INTO import (id, rev, device, kind, file, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            conn.prepare_cached(sql)?.execute(params![id, rev, write.device, what, file, write.now])?;
            let import = conn.last_insert_rowid();
            conn.prepare_cached("UPDATE action SET import = ?2 WHERE n = ?1")?.execute([action, import])?;
            Ok((write, import, action, id))
        };
        let (write, import, action, id) = begin().map_err(|error| error.during(DOING, &path))?;
        let mut importing = ImportSession {
            pen,
            label: write.label.clone(),
            write: Some(write),
            ranking,
            changes,
            path,
            dry_run,
            import,
            action,
            id,
            lock,
            part_began: 0,
            in_parts: false,
            before: Vec::new(),
            changed: BTreeSet::new(),
            made_triggers: Vec::new(),
            noted: ImportNotes::default(),
            known: BTreeMap::new(),
            accounts_seen: RowSet::default(),
            people_seen: RowSet::default(),
            watcher: None,
            home: home.clone(),
        };
        importing.begin_part()?;
        Ok(importing)
    }
}

/// The right to import into a book that others may have open.
fn lock(path: &Path, dry_run: bool) -> Result<Option<ImportLock>> {
    if dry_run || !lock::is_shared(path) {
        return Ok(None);
    }
    let taken = ImportLock::take(path)?;
    taken.map(Some).ok_or_else(|| StoreError::refused("another window is importing a file: wait until it is done"))
}

fn kind_key(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Accounts => "accounts",
        ImportKind::Contacts => "contacts",
        ImportKind::Triggers => "triggers",
        ImportKind::DoNotCall => "a do-not-call list",
        ImportKind::Calls => "calls",
        ImportKind::Invites => "invitations",
    }
}

impl<'a> ImportSession<'a> {
    /// The country, by its ISO code, whose telephone numbers this file writes without it.
    pub fn set_home(&mut self, country: &str) {
        self.home = Some(country.to_owned());
    }

    /// One company. Found by CIK, id of its system, web domain, ticker, name, in this order; see `matching`.
    ///
    /// # Errors
    /// As every write; a row that cannot enter is no error but [`RowResult::Rejected`].
    pub fn account(&mut self, account: &Account) -> Result<RowResult> {
        let account = sanitize::account(account);
        let end =
            self.go_on().and_then(|()| self.put_account(account)).map_err(|error| error.during(DOING, &self.path));
        self.settle_touched();
        end
    }

    /// One person, with the company as the file names it. A company the book does not know is made.
    ///
    /// # Errors
    /// As [`ImportSession::account`].
    pub fn contact(
        &mut self,
        contact: &Contact,
        company: Option<&str>,
        company_domain: Option<&str>,
        company_external: Option<&ExternalId>,
    ) -> Result<RowResult> {
        let mut contact = sanitize::contact(contact);
        if contact.name.is_empty() {
            let stand_in = contact.emails.first().or(contact.phones.first().map(|phone| &phone.raw)).cloned();
            contact.name = stand_in.unwrap_or_default();
        }
        let company = Employer {
            name: company.map(sanitize::line).filter(|name| !name.is_empty()),
            domain: company_domain.and_then(|domain| domain_of(&sanitize::line(domain))),
            external: company_external.map(|one| ExternalId {
                source: sanitize::line(&one.source).to_lowercase(),
                id: sanitize::line(&one.id),
            }),
        };
        let end = self
            .go_on()
            .and_then(|()| self.put_contact(contact, &company))
            .map_err(|error| error.during(DOING, &self.path));
        self.settle_touched();
        end
    }

    /// One trigger; and whether it is linked to an account. One that the book has, by its source's id or by kind,
    /// company, day and headline, never enters twice.
    ///
    /// # Errors
    /// As [`ImportSession::account`].
    pub fn trigger(&mut self, trigger: &Trigger) -> Result<(RowResult, bool)> {
        let trigger = sanitize::trigger(trigger);
        let end =
            self.go_on().and_then(|()| self.put_trigger(trigger)).map_err(|error| error.during(DOING, &self.path));
        self.settle_touched();
        end
    }

    /// Looks for accounts and watch words in triggers that say no company themselves: what is found is put into them.
    /// Which of them hold watch words comes back, in their order. Watch words are looked for where `watch` says so.
    ///
    /// # Errors
    /// As every read.
    pub fn look_into(&mut self, triggers: &mut [Trigger], watch: bool) -> Result<Vec<bool>> {
        self.go_on().map_err(|error| error.during(DOING, &self.path))?;
        let looked = mentions::link(self.pen.conn, triggers).and_then(|()| match watch {
            true => self.mark(triggers),
            false => Ok(Vec::new()),
        });
        looked.map_err(|error| error.during(DOING, &self.path))
    }

    fn mark(&mut self, triggers: &mut [Trigger]) -> Result<Vec<bool>> {
        let kinds = self.write()?.rules.kinds();
        let watcher = match self.watcher.take() {
            Some(watcher) => watcher,
            None => WatchWordFinder::new(watch_words::all(self.pen.conn)?),
        };
        let marked = triggers.iter_mut().map(|trigger| watcher.mark(trigger, kinds)).collect();
        self.watcher = Some(watcher);
        Ok(marked)
    }

    /// One row of a do-not-call list; and whether it is somebody's in the book. Numbers of the file stand with their
    /// country where they or the book say it; `digits` and `name` are another book's own and stand as they are.
    ///
    /// # Errors
    /// As [`ImportSession::account`].
    pub fn do_not_call(
        &mut self,
        values: &[String],
        digits: Option<&str>,
        name: Option<&str>,
        why: Option<&str>,
    ) -> Result<(RowResult, bool)> {
        self.go_on().map_err(|error| error.during(DOING, &self.path))?;
        let home = self.home.clone();
        let typed = values.iter().map(|value| do_not_call::listed_as(&sanitize::line(value), home.as_deref()));
        let own = digits.map(|digits| ("digits", digits.to_owned()));
        let named = name.map(|name| ("name", name_key(&sanitize::line(name))));
        let listed: Vec<_> = typed.chain(own).chain(named).filter(|(_, value)| !value.is_empty()).collect();
        let why = why.map(sanitize::line).unwrap_or_default();
        let mut put = || -> Result<_> {
            let (mut end, mut known) = (RowResult::Same, false);
            for (kind, value) in &listed {
                known |= do_not_call::is_somebodys(self.pen.conn, kind, value, home.as_deref())?;
                match do_not_call::list(self.write.as_mut().ok_or_else(import_is_over)?, kind, value, &why)? {
                    RowResult::Created => end = RowResult::Created,
                    RowResult::Updated if end == RowResult::Same => end = RowResult::Updated,
                    RowResult::Updated | RowResult::Same | RowResult::Rejected(_) => {}
                }
            }
            Ok(if listed.is_empty() {
                (RowResult::Rejected("nothing to list".to_owned()), false)
            } else {
                (end, known)
            })
        };
        put().map_err(|error| error.during(DOING, &self.path))
    }

    /// Notes beyond the counts, one sentence each.
    pub fn notes(&self) -> Vec<String> {
        let said = [
            (self.noted.same_cik, "shared their CIK with an earlier row: share classes, one account each"),
            (self.noted.companies_made, "named a company the book did not know, which was made"),
            (self.noted.renamed, "had a new name for an account known by its id; the old name is kept as an alias"),
            (
                self.noted.people_made,
                "named somebody the book did not know, who was made at the company of their address",
            ),
            (self.noted.planned, "are with somebody who has an open plan already; that plan was left as it is"),
            (
                self.noted.shared_domain,
                "had a domain that many share (mail or web host), which says nothing and was left out",
            ),
        ];
        let said = said.iter().filter(|(rows, _)| *rows > 0);
        said.map(|(rows, what)| format!("{rows} {} {what}", if *rows == 1 { "row" } else { "rows" })).collect()
    }

    /// By what rows were taken for something that the book has, most rows first.
    pub fn known_by(&self) -> Vec<MatchCount> {
        let words =
            |(by, source): &(MatchBasis, Option<String>)| MatchedRow { n: 0, by: *by, source: source.clone() }.words();
        let mut all: Vec<MatchCount> =
            self.known.iter().map(|(by, rows)| MatchCount { by: words(by), rows: *rows }).collect();
        all.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.by.cmp(&b.by)));
        all
    }

    /// Rows that may be something the book has; they entered as their own, and wait in the tray.
    pub fn unsure_rows(&self) -> u64 {
        self.noted.unsure
    }

    /// Commits everything, or rolls it back if it was a dry run.
    ///
    /// # Errors
    /// As every write; then nothing was kept.
    pub fn finish(mut self) -> Result<Option<ImportId>> {
        if self.dry_run {
            return Ok(None);
        }
        let kept = self.keep().map_err(|error| error.during(DOING, &self.path));
        kept.map(|()| Some(self.id))
    }

    /// Leaves the book as it was.
    ///
    /// # Errors
    /// None today; a rollback that fails is made good by the next open.
    pub fn abandon(self) -> Result<()> {
        drop(self);
        Ok(())
    }

    pub(super) fn write(&mut self) -> Result<&mut Transaction<'a>> {
        self.write.as_mut().ok_or_else(import_is_over)
    }

    /// Accounts made here are indexed together at the end; only others are settled one by one.
    pub(super) fn settle_touched(&mut self) {
        let first_new = self.before.first().copied().unwrap_or(0);
        if let Some(write) = &mut self.write {
            let touched = write.take_touched();
            self.changed.extend(touched.into_iter().filter(|account| *account <= first_new));
        }
    }

    fn put_account(&mut self, mut account: Account) -> Result<RowResult> {
        if account.name.is_empty() {
            return Ok(RowResult::Rejected("no name".to_owned()));
        }
        if account.domain.as_deref().is_some_and(is_shared) {
            account.domain = None;
            self.noted.shared_domain += 1;
        }
        account.id = Default::default();
        if let Some((_, other)) = other_names(&account.name) {
            let (whole, other) = (account.name.clone(), sanitize::line(&other));
            account.aliases.extend([other].into_iter().filter(|other| *other != whole && !other.is_empty()));
        }
        let MatchResult { known, doubts } = matching::accounts::account(self.pen.conn, &account, &self.accounts_seen)?;
        if let Some(known) = known {
            return self.merge_account(known, &account);
        }
        let n = tables::accounts::insert(self.write()?, &account)?;
        self.accounts_seen.insert(n);
        self.keep_doubts(DuplicateOf::Account, n, &doubts)?;
        Ok(RowResult::Created)
    }

    /// An account or a person that may be one of these.
    fn keep_doubts(&mut self, about: DuplicateOf, n: i64, doubts: &[(i64, MatchBasis)]) -> Result<()> {
        self.noted.unsure += u64::from(!doubts.is_empty());
        for (other, why) in doubts {
            duplicates::put(self.write()?, about, *other, n, *why)?;
        }
        Ok(())
    }

    /// Counts by what a row was known. What an earlier row of this file said is not taken back by a later one: else the
    /// same file would change the book each time it comes.
    fn known(&mut self, known: MatchedRow, seen: fn(&mut Self) -> &mut RowSet) -> (i64, MergePolicy, bool) {
        let again = !seen(self).insert(known.n);
        let (n, sure) = (known.n, known.by.is_an_id());
        *self.known.entry((known.by, known.source)).or_default() += 1;
        (n, if again { MergePolicy::Blanks } else { MergePolicy::Over }, sure)
    }

    fn merge_account(&mut self, known: MatchedRow, file: &Account) -> Result<RowResult> {
        let (n, taking, sure) = self.known(known, |import| &mut import.accounts_seen);
        let book = tables::accounts::load(self.pen.conn, n)?;
        let mut merged = merged_account(&book, file, taking, sure);
        self.noted.renamed += u64::from(merged.name != book.name);
        if file.cik.is_some() && book.cik == file.cik {
            let again = taking == MergePolicy::Blanks;
            self.noted.same_cik += u64::from(again);
            // A company's tickers follow its number: those of an older list go, those of its other shares stay.
            if !again && file.tickers.iter().any(|ticker| !book.tickers.contains(ticker)) {
                merged.tickers.clone_from(&file.tickers);
            }
        }
        if !tables::accounts::update_from(self.write()?, n, &book, &merged)? {
            return Ok(RowResult::Same);
        }
        let others = matching::accounts::holders(self.pen.conn, n, &book, &merged)?;
        self.keep_doubts(DuplicateOf::Account, n, &others)?;
        if tables::accounts::is_derived_from(self.write()?, &book, &merged)? {
            self.changed.insert(n);
        }
        Ok(RowResult::Updated)
    }

    pub(super) fn put_contact(&mut self, contact: Contact, company: &Employer) -> Result<RowResult> {
        if contact.name.is_empty() {
            return Ok(RowResult::Rejected("no name, e-mail address or number".to_owned()));
        }
        if let Some(known) = matching::contacts::contact_by_external(self.pen.conn, &contact)? {
            let account = match matching::accounts::company(self.pen.conn, company)?.known {
                Some(company) => company.n,
                None => contacts::account_of(self.pen.conn, known.n)?,
            };
            return self.merge_contact(known, account, &contact);
        }
        if let Some(known) = matching::contacts::contact_by_email(self.pen.conn, &contact)? {
            let account = contacts::account_of(self.pen.conn, known.n)?;
            return self.merge_contact(known, account, &contact);
        }
        let account = match self.employer(&contact, company)? {
            Ok(account) => account,
            Err(reason) => return Ok(RowResult::Rejected(reason)),
        };
        let MatchResult { known, doubts } = matching::contacts::contact_by_name(self.pen.conn, account, &contact)?;
        if let Some(known) = known {
            return self.merge_contact(known, account, &contact);
        }
        if let Some(known) = matching::contacts::contact_by_phone(self.pen.conn, &contact)? {
            let account = contacts::account_of(self.pen.conn, known.n)?;
            return self.merge_contact(known, account, &contact);
        }
        let contact = Contact { id: Default::default(), ..contact };
        let n = contacts::insert(self.write()?, account, &contact)?;
        self.people_seen.insert(n);
        self.keep_doubts(DuplicateOf::Contact, n, &doubts)?;
        Ok(RowResult::Created)
    }

    fn merge_contact(&mut self, known: MatchedRow, account: i64, file: &Contact) -> Result<RowResult> {
        let (n, taking, _) = self.known(known, |import| &mut import.people_seen);
        let book = contacts::load(self.pen.conn, n)?;
        let account = if taking == MergePolicy::Blanks { contacts::account_of(self.pen.conn, n)? } else { account };
        let mut merged = merged_contact(&book, file, taking);
        merged.account_id = tables::accounts::id_and_name(self.pen.conn, account)?.0;
        let changed = contacts::update(self.write()?, n, account, &merged)?;
        Ok(if changed { RowResult::Updated } else { RowResult::Same })
    }

    /// The account of a person: as the file names it, else by the domain of their address, else made.
    fn employer(&mut self, contact: &Contact, company: &Employer) -> Result<Result<i64, String>> {
        if !contact.account_id.is_nil() {
            return Ok(Ok(tables::accounts::require_row(self.pen.conn, contact.account_id)?));
        }
        let MatchResult { known, doubts } = matching::accounts::company(self.pen.conn, company)?;
        if let Some(known) = known {
            return Ok(Ok(known.n));
        }
        let mail = contact.emails.iter().filter_map(|email| domain_of(email)).find(|domain| !is_shared(domain));
        let domain = company.domain.clone().filter(|domain| !is_shared(domain));
        if company.name.is_none()
            && let Some(known) = domain.clone().or(mail.clone())
            && let [n] = tables::accounts::with_identifier(self.pen.conn, "domain", &known)?.as_slice()
        {
            return Ok(Ok(*n));
        }
        let Some(name) = company.name.clone().or_else(|| domain.clone()).or_else(|| mail.clone()) else {
            return Ok(Err("no company, and no e-mail address that tells one".to_owned()));
        };
        let named_after_mail = company.name.is_none();
        let made = Account {
            name,
            domain: domain.or(mail.filter(|_| named_after_mail)),
            external: company.external.clone().into_iter().collect(),
            ..Account::default()
        };
        self.noted.companies_made += 1;
        let n = tables::accounts::insert(self.write()?, &made)?;
        self.keep_doubts(DuplicateOf::Account, n, &doubts)?;
        Ok(Ok(n))
    }

    fn put_trigger(&mut self, mut trigger: Trigger) -> Result<(RowResult, bool)> {
        if trigger.headline.is_empty() {
            return Ok((RowResult::Rejected("no headline".to_owned()), false));
        }
        if let Some(n) = matching::triggers::trigger(self.pen.conn, &trigger)? {
            let sql = "SELECT EXISTS (SELECT 1 FROM trigger_account WHERE trigger = ?1 AND deleted = 0)";
            let linked = self.pen.conn.prepare_cached(sql)?.query_row([n], |row| row.get(0))?;
            return Ok((RowResult::Same, linked));
        }
        trigger.id = Default::default();
        if trigger.accounts.is_empty()
            && let Some(account) = matching::triggers::account_of_trigger(self.pen.conn, &trigger)?
        {
            trigger.accounts = vec![tables::accounts::id_and_name(self.pen.conn, account)?.0];
        }
        let linked = !trigger.accounts.is_empty();
        let day = day_number(trigger.occurred_on);
        let n = tables::triggers::insert_row(self.write()?, &trigger)?;
        self.made_triggers.push((day, n));
        Ok((RowResult::Created, linked))
    }
}

pub(super) fn import_is_over() -> StoreError {
    StoreError::refused("This import is over.")
}

impl Drop for ImportSession<'_> {
    fn drop(&mut self) {
        drop(self.write.take());
        if self.in_parts {
            // What cannot be taken back now, for want of space, the next opening takes back.
            rollback::take_back(self.pen, self.import).unwrap_or_default();
        }
        // Only memory is at stake.
        self.pen.conn.execute_batch(USUAL).unwrap_or_default();
    }
}
