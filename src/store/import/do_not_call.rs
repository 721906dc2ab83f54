//! Imports rows of a do-not-call list.

use super::ImportSession;
use super::session::{DOING, import_is_over};
use crate::domain::matching::{ListedCompany, company_id_key, listed_name, name_key};
use crate::domain::query::RowResult;
use crate::store::error::Result;
use crate::store::sanitize;
use crate::store::tables::do_not_call;

impl ImportSession<'_> {
    /// Imports one row of a do-not-call list; also returns whether it belongs to somebody in the book. Telephone
    /// numbers are stored with their country code if the file or the book tells it; `digits` and `name` come from
    /// another book's list and are stored unchanged.
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
        let home = self.home.clone();
        let typed = values.iter().map(|value| do_not_call::listed_as(&sanitize::line(value), home.as_deref()));
        let own = digits.map(|digits| ("digits", digits.to_owned()));
        let named = name.map(|name| ("name", name_key(&sanitize::line(name))));
        let listed: Vec<_> = typed.chain(own).chain(named).filter(|(_, value)| !value.is_empty()).collect();
        self.list_all(&listed, &why.map(sanitize::line).unwrap_or_default())
    }

    /// Bars everybody at a company; also returns whether it is in the book. With `named`, the reason names the list.
    ///
    /// # Errors
    /// As [`ImportSession::account`].
    pub fn do_not_call_company(
        &mut self,
        company: &ListedCompany,
        why: Option<&str>,
        named: bool,
    ) -> Result<(RowResult, bool)> {
        let domains = company.domains.iter().map(|domain| ("domain", sanitize::line(domain)));
        let names = company.names.iter().map(|name| ("company", listed_name(&sanitize::line(name))));
        let ids = company.ids.iter().map(|id| ("company_id", company_id_key(&sanitize::line(id))));
        let listed: Vec<_> = domains.chain(names).chain(ids).filter(|(_, value)| !value.is_empty()).collect();
        let why = why.map(sanitize::line).filter(|why| !why.is_empty());
        let why = match (why, named) {
            (Some(why), true) => format!("{why} ({})", self.list),
            (Some(why), false) => why,
            (None, true) => self.list.clone(),
            (None, false) => String::new(),
        };
        self.list_all(&listed, &why)
    }

    fn list_all(&mut self, listed: &[(&'static str, String)], why: &str) -> Result<(RowResult, bool)> {
        self.go_on().map_err(|error| error.during(DOING, &self.path))?;
        let home = self.home.clone();
        let mut put = || -> Result<_> {
            let (mut end, mut known) = (RowResult::Same, false);
            for (kind, value) in listed {
                // The marks keep that person out without it.
                if self.erasures.has_listed(self.pen.conn, kind, value)? {
                    known = true;
                    continue;
                }
                known |= do_not_call::is_somebodys(self.pen.conn, kind, value, home.as_deref())?;
                match do_not_call::list(self.write.as_mut().ok_or_else(import_is_over)?, kind, value, why)? {
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
}
