//! Imports people, each with the company that the file names; a company that is not in the book is created.

use super::ImportSession;
use super::session::DOING;
use crate::domain::account::phone_region::Dialling;
use crate::domain::account::{Account, Contact, ExternalId};
use crate::domain::matching::duplicate_pair::DuplicateOf;
use crate::domain::matching::{MatchBasis, domain_of, is_shared_domain, listed_ends, registered_domain};
use crate::domain::query::RowResult;
use crate::store::erasures::ERASED_BEFORE;
use crate::store::error::Result;
use crate::store::matching::accounts::Employer;
use crate::store::matching::match_result::{MatchResult, MatchedRow};
use crate::store::matching::merge_fields::{MergePolicy, merged_account, merged_contact};
use crate::store::tables::contacts;
use crate::store::{matching, sanitize, tables};

impl ImportSession<'_> {
    /// Imports one person and their company as the file names it. A company that is not in the book is created.
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
        let company = named_employer(company, company_domain, company_external);
        let end = self
            .go_on()
            .and_then(|()| self.put_contact(contact, &company))
            .map_err(|error| error.during(DOING, &self.path));
        self.settle_touched();
        end
    }

    /// Fills what the book does not know of a person's company with what the row says of it: industry, place, head count.
    /// Returns true if that changed the account.
    ///
    /// # Errors
    /// As [`ImportSession::account`].
    pub fn tell_employer(
        &mut self,
        facts: &Account,
        company: Option<&str>,
        company_domain: Option<&str>,
        company_external: Option<&ExternalId>,
    ) -> Result<bool> {
        let facts = sanitize::account(facts);
        let company = named_employer(company, company_domain, company_external);
        let told = self.fill_employer(&facts, &company).map_err(|error| error.during(DOING, &self.path));
        self.settle_touched();
        told
    }

    fn fill_employer(&mut self, facts: &Account, company: &Employer) -> Result<bool> {
        let Some(known) = matching::accounts::company(self.pen.conn, company)?.known else { return Ok(false) };
        let book = tables::accounts::load(self.pen.conn, known.n)?;
        // Only blanks: the row is about the person, and what it says of the company may be older than the book.
        let merged = merged_account(&book, facts, MergePolicy::Blanks, false);
        if !tables::accounts::update_from(self.write()?, known.n, &book, &merged)? {
            return Ok(false);
        }
        if tables::accounts::is_derived_from(self.write()?, &book, &merged)? {
            self.part.changed.insert(known.n);
        }
        Ok(true)
    }

    /// Writes numbers without a country's code with that of the country that was said, where it is not the book's.
    fn in_said_country(&self, mut contact: Contact) -> Contact {
        let Some(country) = self.abroad.as_deref() else { return contact };
        for phone in &mut contact.phones {
            if let Some(whole) = Dialling::builtin().with_country(&phone.raw, country) {
                phone.raw = whole;
            }
        }
        contact
    }

    pub(super) fn put_contact(&mut self, contact: Contact, company: &Employer) -> Result<RowResult> {
        if contact.name.is_empty() {
            return Ok(RowResult::Rejected("no name, e-mail address or number".to_owned()));
        }
        let mut contact = self.in_said_country(contact);
        let homes: Vec<&str> = self.home.as_deref().into_iter().collect();
        if self.erasures.has_person(self.pen.conn, &contact, &homes)? {
            return Ok(RowResult::Rejected(ERASED_BEFORE.to_owned()));
        }
        let said = [contact.title.as_mut(), contact.goal.as_mut(), Some(&mut contact.notes)];
        self.take_names_out(said.into_iter().flatten())?;
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
        if self.erasures.has_name_at(self.pen.conn, account, &contact.name)? {
            return Ok(RowResult::Rejected(ERASED_BEFORE.to_owned()));
        }
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

    /// Finds the account at a web domain, or at what it stands below, down to what somebody registered. The inner error holds
    /// the accounts of which it may be one.
    fn account_at(&self, domain: &str) -> Result<Result<i64, Vec<(i64, MatchBasis)>>> {
        let registered = registered_domain(domain).unwrap_or(domain);
        let ends = listed_ends(domain).take_while(|end| end.len() >= registered.len());
        for end in ends {
            let found = tables::accounts::with_identifier(self.pen.conn, "domain", end)?;
            if let [n] = found.as_slice() {
                return Ok(Ok(*n));
            }
            // One that was made for an earlier person there is named after the domain.
            for n in found.iter().take(ASKED) {
                if tables::accounts::id_and_name(self.pen.conn, *n)?.1 == registered {
                    return Ok(Ok(*n));
                }
            }
            if !found.is_empty() {
                return Ok(Err(found.into_iter().map(|n| (n, MatchBasis::OtherNameOfDomain)).collect()));
            }
        }
        Ok(Err(Vec::new()))
    }

    /// Finds a person's account: the company that the file names, else the one with the domain of their address or with what
    /// that stands below, else a new one. The inner error says why there is none.
    fn employer(&mut self, contact: &Contact, company: &Employer) -> Result<Result<i64, String>> {
        if !contact.account_id.is_nil() {
            return Ok(Ok(tables::accounts::require_row(self.pen.conn, contact.account_id)?));
        }
        let MatchResult { known, doubts } = matching::accounts::company(self.pen.conn, company)?;
        if let Some(known) = known {
            return Ok(Ok(known.n));
        }
        let mail = contact.emails.iter().filter_map(|email| domain_of(email)).find(|domain| is_somebodys(domain));
        let domain = company.domain.clone().filter(|domain| is_somebodys(domain));
        let mut doubts = doubts;
        if company.name.is_none()
            && let Some(known) = domain.as_ref().or(mail.as_ref())
        {
            match self.account_at(known)? {
                Ok(n) => return Ok(Ok(n)),
                Err(several) => doubts.extend(several),
            }
        }
        // A colleague at another part of the company's mail belongs to the same account.
        let whole = |domain: String| registered_domain(&domain).map(str::to_owned);
        let mail = mail.and_then(whole);
        let domain = if company.name.is_none() { domain.and_then(whole) } else { domain };
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
        doubts.truncate(ASKED);
        let n = tables::accounts::insert(self.write()?, &made)?;
        self.keep_doubts(DuplicateOf::Account, n, &doubts)?;
        Ok(Ok(n))
    }
}

/// Most accounts at a domain that are offered as the one of a person who works there.
const ASKED: usize = 5;

/// Returns true if a domain is a company's, and no host of mailboxes has it or what it stands below.
fn is_somebodys(domain: &str) -> bool {
    !is_shared_domain(domain) && registered_domain(domain).is_some_and(|registered| !is_shared_domain(registered))
}

/// The company of a row as the file names it.
fn named_employer(company: Option<&str>, domain: Option<&str>, external: Option<&ExternalId>) -> Employer {
    Employer {
        name: company.map(sanitize::line).filter(|name| !name.is_empty()),
        domain: domain.and_then(|domain| domain_of(&sanitize::line(domain))),
        external: external
            .map(|one| ExternalId { source: sanitize::line(&one.source).to_lowercase(), id: sanitize::line(&one.id) }),
    }
}
