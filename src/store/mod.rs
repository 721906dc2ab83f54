//! One SQLite file, "the book": domain values in, domain values out; all SQL lives here.

mod error;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

pub use error::{ErrorKind, Result, StoreError};

use crate::clock::{Clock, Moment};
use crate::domain::account::{Account, Contact, ExternalId};
use crate::domain::call::Call;
use crate::domain::campaign::Campaign;
use crate::domain::ids::{
    AccountId, CallId, CampaignId, ContactId, ImportId, PlanId, PromiseId, RepId, ReviewId, TriggerId,
};
use crate::domain::plan::Plan;
use crate::domain::profile::Profile;
use crate::domain::review::Review;
use crate::domain::rows::{
    AccountFile, AccountQuery, AccountRow, CallFile, CallQuery, CallRow, Draft, Hit, ImportKind, LogStart, PlanFile,
    RowEnd, Today, TriggerFile, TriggerQuery, TriggerRow, Window,
};
use crate::domain::scorecard::Scorecard;
use crate::domain::trigger::{Status, Trigger};

/// How the book is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// Reading and writing.
    Writable,
    /// Reading only, and why.
    ReadOnly(String),
}

/// What an undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What was undone: "logged a call with Ane Lund".
    pub label: String,
    /// Why it was not.
    pub refused: Option<String>,
}

/// What logging a call said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The call was in the book already.
    pub already: bool,
    /// Something for the rep: "2 of your last 3 new-leader calls were well spent".
    pub line: Option<String>,
}

/// The book, open.
pub struct Store {
    path: PathBuf,
    clock: Arc<dyn Clock>,
}

/// One file on its way into the book.
pub struct Importing<'a> {
    store: &'a mut Store,
}

impl Store {
    /// Opens a book.
    pub fn open(path: &Path, clock: Arc<dyn Clock>) -> Result<Store> {
        let _ = (path, clock);
        Err(StoreError::refused("not built yet"))
    }
    /// Makes a new, empty book, its folder included.
    pub fn create(path: &Path, clock: Arc<dyn Clock>) -> Result<Store> {
        let _ = (path, clock);
        Err(StoreError::refused("not built yet"))
    }
    /// Opens a book for reading.
    pub fn open_read_only(path: &Path, clock: Arc<dyn Clock>) -> Result<Store> {
        let _ = (path, clock);
        Err(StoreError::refused("not built yet"))
    }
    /// A book that lives in memory.
    pub fn in_memory(clock: Arc<dyn Clock>) -> Result<Store> {
        let _ = (clock);
        Err(StoreError::refused("not built yet"))
    }
    /// A number that changes when another connection writes.
    pub fn data_version(&self) -> Result<i64> {
        Err(StoreError::refused("not built yet"))
    }
    /// Who calls: makes the rep "me" on first use.
    pub fn rep(&mut self) -> Result<RepId> {
        Err(StoreError::refused("not built yet"))
    }
    /// Names the rep of this book.
    pub fn set_rep_name(&mut self, name: &str) -> Result<()> {
        let _ = (name);
        Err(StoreError::refused("not built yet"))
    }
    /// Everyone who calls or reviews.
    pub fn reps(&self) -> Result<Vec<(RepId, String)>> {
        Err(StoreError::refused("not built yet"))
    }
    /// One more rep.
    pub fn add_rep(&mut self, name: &str) -> Result<RepId> {
        let _ = (name);
        Err(StoreError::refused("not built yet"))
    }
    /// Whom new calls are logged by in this store.
    pub fn act_as(&mut self, rep: RepId) {
        let _ = (rep);
    }
    /// The Today list.
    pub fn today(&mut self, now: Moment, offset: usize, limit: usize) -> Result<Today> {
        let _ = (now, offset, limit);
        Err(StoreError::refused("not built yet"))
    }
    /// A window of accounts.
    pub fn accounts(&mut self, query: &AccountQuery, now: Moment) -> Result<Window<AccountRow>> {
        let _ = (query, now);
        Err(StoreError::refused("not built yet"))
    }
    /// Everything one screen shows of an account.
    pub fn account_file(&mut self, id: AccountId, now: Moment) -> Result<Option<AccountFile>> {
        let _ = (id, now);
        Err(StoreError::refused("not built yet"))
    }
    /// Accounts that a person may mean by this text.
    pub fn find_account(&self, text: &str) -> Result<Vec<(AccountId, String)>> {
        let _ = (text);
        Err(StoreError::refused("not built yet"))
    }
    /// Saves an account; a nil id makes a new one.
    pub fn save_account(&mut self, account: &Account) -> Result<AccountId> {
        let _ = (account);
        Err(StoreError::refused("not built yet"))
    }
    /// Saves a person; a nil id makes a new one.
    pub fn save_contact(&mut self, contact: &Contact) -> Result<ContactId> {
        let _ = (contact);
        Err(StoreError::refused("not built yet"))
    }
    /// One person.
    pub fn contact(&self, id: ContactId) -> Result<Option<Contact>> {
        let _ = (id);
        Err(StoreError::refused("not built yet"))
    }
    /// Takes an account out of the lists, or back in.
    pub fn archive_account(&mut self, id: AccountId, archived: bool) -> Result<()> {
        let _ = (id, archived);
        Err(StoreError::refused("not built yet"))
    }
    /// Marks a person as not to be called, or lifts it.
    pub fn set_do_not_call(&mut self, id: ContactId, why: Option<String>) -> Result<()> {
        let _ = (id, why);
        Err(StoreError::refused("not built yet"))
    }
    /// A window of triggers.
    pub fn triggers(&mut self, query: &TriggerQuery, now: Moment) -> Result<Window<TriggerRow>> {
        let _ = (query, now);
        Err(StoreError::refused("not built yet"))
    }
    /// Everything one screen shows of a trigger.
    pub fn trigger_file(&mut self, id: TriggerId, now: Moment) -> Result<Option<TriggerFile>> {
        let _ = (id, now);
        Err(StoreError::refused("not built yet"))
    }
    /// Saves a trigger; a nil id makes a new one.
    pub fn save_trigger(&mut self, trigger: &Trigger) -> Result<TriggerId> {
        let _ = (trigger);
        Err(StoreError::refused("not built yet"))
    }
    /// Moves triggers to a tray.
    pub fn set_status(&mut self, ids: &[TriggerId], status: &Status) -> Result<()> {
        let _ = (ids, status);
        Err(StoreError::refused("not built yet"))
    }
    /// Links a trigger to an account, or unlinks it.
    pub fn link(&mut self, trigger: TriggerId, account: AccountId, on: bool) -> Result<()> {
        let _ = (trigger, account, on);
        Err(StoreError::refused("not built yet"))
    }
    /// Accounts that an unmatched trigger may be about: id, name, why.
    pub fn suggest_accounts(&self, trigger: &Trigger) -> Result<Vec<(AccountId, String, String)>> {
        let _ = (trigger);
        Err(StoreError::refused("not built yet"))
    }
    /// Everything the Plan screen shows.
    pub fn plan_file(&mut self, contact: ContactId, now: Moment) -> Result<PlanFile> {
        let _ = (contact, now);
        Err(StoreError::refused("not built yet"))
    }
    /// Saves a plan and drops its draft.
    pub fn save_plan(&mut self, plan: &Plan) -> Result<PlanId> {
        let _ = (plan);
        Err(StoreError::refused("not built yet"))
    }
    /// What a log form starts from.
    pub fn log_start(&mut self, contact: ContactId, now: Moment) -> Result<LogStart> {
        let _ = (contact, now);
        Err(StoreError::refused("not built yet"))
    }
    /// Logs a call once, whatever happens.
    pub fn log_call(&mut self, call: &Call) -> Result<Logged> {
        let _ = (call);
        Err(StoreError::refused("not built yet"))
    }
    /// Adds an amendment; `call.amends` names the call it corrects.
    pub fn amend_call(&mut self, call: &Call) -> Result<Logged> {
        let _ = (call);
        Err(StoreError::refused("not built yet"))
    }
    /// A window of calls.
    pub fn calls(&mut self, query: &CallQuery) -> Result<Window<CallRow>> {
        let _ = (query);
        Err(StoreError::refused("not built yet"))
    }
    /// Everything one screen shows of a call.
    pub fn call_file(&mut self, id: CallId, now: Moment) -> Result<Option<CallFile>> {
        let _ = (id, now);
        Err(StoreError::refused("not built yet"))
    }
    /// Marks a promise as kept on a day, or open again.
    pub fn keep_promise(&mut self, id: PromiseId, on: Option<NaiveDate>) -> Result<()> {
        let _ = (id, on);
        Err(StoreError::refused("not built yet"))
    }
    /// Keeps what is being typed.
    pub fn save_draft(&mut self, draft: &Draft) -> Result<()> {
        let _ = (draft);
        Err(StoreError::refused("not built yet"))
    }
    /// One draft.
    pub fn draft(&self, key: &str) -> Result<Option<Draft>> {
        let _ = (key);
        Err(StoreError::refused("not built yet"))
    }
    /// Every draft, newest first.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        Err(StoreError::refused("not built yet"))
    }
    /// Drops a draft.
    pub fn discard_draft(&mut self, key: &str) -> Result<()> {
        let _ = (key);
        Err(StoreError::refused("not built yet"))
    }
    /// Takes a draft for one window; says who else holds it.
    pub fn hold_draft(&mut self, key: &str, holder: &str) -> Result<Option<String>> {
        let _ = (key, holder);
        Err(StoreError::refused("not built yet"))
    }
    /// Every campaign, newest first.
    pub fn campaigns(&self) -> Result<Vec<Campaign>> {
        Err(StoreError::refused("not built yet"))
    }
    /// Saves a campaign; a nil id makes a new one.
    pub fn save_campaign(&mut self, campaign: &Campaign) -> Result<CampaignId> {
        let _ = (campaign);
        Err(StoreError::refused("not built yet"))
    }
    /// Adds a review.
    pub fn save_review(&mut self, review: &Review) -> Result<ReviewId> {
        let _ = (review);
        Err(StoreError::refused("not built yet"))
    }
    /// Everyone first, then each rep; both days included.
    pub fn scorecards(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<Scorecard>> {
        let _ = (from, until);
        Err(StoreError::refused("not built yet"))
    }
    /// The profile.
    pub fn profile(&self) -> Result<Profile> {
        Err(StoreError::refused("not built yet"))
    }
    /// Sets the profile and every account's fit.
    pub fn set_profile(&mut self, profile: &Profile) -> Result<()> {
        let _ = (profile);
        Err(StoreError::refused("not built yet"))
    }
    /// One setting.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        let _ = (key);
        Err(StoreError::refused("not built yet"))
    }
    /// Sets one setting.
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<()> {
        let _ = (key, value);
        Err(StoreError::refused("not built yet"))
    }
    /// Puts a number, an address or a name on the do-not-call list.
    pub fn add_do_not_call(&mut self, value: &str, why: &str) -> Result<()> {
        let _ = (value, why);
        Err(StoreError::refused("not built yet"))
    }
    /// Why the list bars this person, where it does.
    pub fn on_do_not_call(&self, contact: &Contact) -> Result<Option<String>> {
        let _ = (contact);
        Err(StoreError::refused("not built yet"))
    }
    /// Hits over everything.
    pub fn search(&self, text: &str, limit: usize) -> Result<Vec<Hit>> {
        let _ = (text, limit);
        Err(StoreError::refused("not built yet"))
    }
    /// Takes the last action back.
    pub fn undo(&mut self) -> Result<Option<Done>> {
        Err(StoreError::refused("not built yet"))
    }
    /// Does the last undone action again.
    pub fn redo(&mut self) -> Result<Option<Done>> {
        Err(StoreError::refused("not built yet"))
    }
    /// What undo would take back.
    pub fn undo_label(&self) -> Result<Option<String>> {
        Err(StoreError::refused("not built yet"))
    }
    /// What redo would do again.
    pub fn redo_label(&self) -> Result<Option<String>> {
        Err(StoreError::refused("not built yet"))
    }
    /// Every fault found, in sentences; empty is sound.
    pub fn verify(&self) -> Result<Vec<String>> {
        Err(StoreError::refused("not built yet"))
    }
    /// Begins one import: one transaction, one undo.
    pub fn begin_import(&mut self, kind: ImportKind, file: &str, dry_run: bool) -> Result<Importing<'_>> {
        let _ = (kind, file, dry_run);
        Err(StoreError::refused("not built yet"))
    }
    /// How the book is open.
    pub fn mode(&self) -> &Mode {
        let _ = &self.clock;
        &Mode::Writable
    }
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}
impl Importing<'_> {
    /// One company.
    pub fn account(&mut self, account: &Account) -> Result<RowEnd> {
        let _ = (account);
        Err(StoreError::refused("not built yet"))
    }
    /// One person, with the company as the file names it.
    pub fn contact(
        &mut self,
        contact: &Contact,
        company: Option<&str>,
        company_domain: Option<&str>,
        company_external: Option<&ExternalId>,
    ) -> Result<RowEnd> {
        let _ = (contact, company, company_domain, company_external);
        Err(StoreError::refused("not built yet"))
    }
    /// One trigger; and whether an account was found for it.
    pub fn trigger(&mut self, trigger: &Trigger) -> Result<(RowEnd, bool)> {
        let _ = (trigger);
        Err(StoreError::refused("not built yet"))
    }
    /// What is worth knowing beyond the counts.
    pub fn notes(&self) -> Vec<String> {
        Vec::new()
    }
    /// Keeps everything, or nothing where it was a dry run.
    pub fn finish(self) -> Result<Option<ImportId>> {
        Err(StoreError::refused("not built yet"))
    }
    /// Leaves the book as it was.
    pub fn abandon(self) -> Result<()> {
        Err(StoreError::refused("not built yet"))
    }
    /// The book behind it.
    pub fn book(&self) -> &Store {
        self.store
    }
}
