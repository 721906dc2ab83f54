//! Imports companies: known ones are updated from the file, others are created.

use super::ImportSession;
use super::session::DOING;
use crate::domain::account::Account;
use crate::domain::matching::duplicate_pair::DuplicateOf;
use crate::domain::matching::{further_names, is_shared_domain};
use crate::domain::query::RowResult;
use crate::store::error::Result;
use crate::store::matching::match_result::{MatchResult, MatchedRow};
use crate::store::matching::merge_fields::{MergePolicy, merged_account};
use crate::store::{matching, sanitize, tables};

impl ImportSession<'_> {
    /// Imports one company, matched by CIK, external id, web domain, ticker or name, in this order; see `matching`.
    ///
    /// # Errors
    /// When the book cannot be written; a row that cannot enter is no error but [`RowResult::Rejected`].
    pub fn account(&mut self, account: &Account) -> Result<RowResult> {
        let account = sanitize::account(account);
        let end =
            self.go_on().and_then(|()| self.put_account(account)).map_err(|error| error.during(DOING, &self.path));
        self.settle_touched();
        end
    }

    fn put_account(&mut self, mut account: Account) -> Result<RowResult> {
        if account.name.is_empty() {
            return Ok(RowResult::Rejected("no name".to_owned()));
        }
        if account.domain.as_deref().is_some_and(is_shared_domain) {
            account.domain = None;
            self.noted.shared_domain += 1;
        }
        account.id = Default::default();
        self.count_system(&account);
        self.take_names_out([&mut account.notes])?;
        let others = further_names(&account.name).into_iter().map(|other| sanitize::line(&other));
        account.aliases.extend(others.filter(|other| !other.is_empty()).collect::<Vec<_>>());
        let MatchResult { known, doubts } = matching::accounts::account(self.pen.conn, &account, &self.accounts_seen)?;
        if let Some(known) = known {
            return self.merge_account(known, &account);
        }
        let n = tables::accounts::insert(self.write()?, &account)?;
        self.accounts_seen.insert(n);
        self.keep_doubts(DuplicateOf::Account, n, &doubts)?;
        Ok(RowResult::Created)
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
            self.part.changed.insert(n);
        }
        Ok(RowResult::Updated)
    }
}
