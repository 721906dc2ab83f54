//! Matches imported accounts to stored ones.
//!
//! Identifiers outrank names, and a wrong merge is worse than a duplicate: rows that do not agree are kept apart and
//! reported.
//!
//! | match basis | accepted when |
//! |---|---|
//! | CIK | always |
//! | id of the row's own system | always, but for a second name of one file |
//! | web domain | the names agree and the domain is not one that many share; in one file also place, head count, legal form |
//! | ticker | the names agree, because tickers are reused; or one name is the ticker |
//! | ticker and name, under a new CIK | no other ids contradict: the company reorganised |
//! | name or alias | no CIK, no id of the same system, no web domain and no place contradicts it |
//!
//! Several accounts of one name are told apart by city, region and country. A row that may be a stored account, but not
//! surely, becomes an account of its own, and the two are queued as possible duplicates. A row that would change
//! nothing in one of the candidates matches that one: so a file that is imported again matches its own rows.

use rusqlite::{Connection, params};

use super::match_result::{MatchResult, MatchedRow};
use super::merge_fields::{MergePolicy, merged_account};
use super::row_set::RowSet;
use crate::domain::account::{Account, ExternalId};
use crate::domain::matching::{
    MatchBasis, SamePlace, VAT, core_key, differ_loosely, is_qualifier, is_shared_domain, legal_form,
    most_names_of_a_domain, name_key, names_agree, other_writings, places, same_id,
};
use crate::domain::text::fold;
use crate::store::cells::only_value;
use crate::store::convert::to_i64;
use crate::store::error::Result;
use crate::store::tables::accounts;

/// The employer of an imported person, as the file names it.
pub(crate) struct Employer {
    /// Name of the company.
    pub(crate) name: Option<String>,
    /// Web domain of the company.
    pub(crate) domain: Option<String>,
    /// Id of the company in the file's system.
    pub(crate) external: Option<ExternalId>,
}

/// Most candidates that are kept for one row.
const ASKED: usize = 5;

/// Matches an imported account; `seen` are the accounts that earlier rows of the file matched.
pub(crate) fn account(conn: &Connection, file: &Account, seen: &RowSet) -> Result<MatchResult> {
    find(conn, file, Some(seen))
}

/// Matches an account. Without `seen` the row describes a person and says little of their company, so that "group" or
/// "holding" in a name is no reason to doubt the match.
fn find(conn: &Connection, file: &Account, seen: Option<&RowSet>) -> Result<MatchResult> {
    let lenient = seen.is_none();
    let MatchResult { known, doubts } = by_id(conn, file, seen)?;
    if known.is_some() {
        return Ok(MatchResult { known, doubts: Vec::new() });
    }
    let mut search = AccountSearch { file, lenient, seen, doubts, same: None };
    let domain = file.domain.iter().map(|domain| ("domain", domain));
    for (kind, value) in domain.chain(file.tickers.iter().map(|ticker| ("ticker", ticker))) {
        let mut believed = Vec::new();
        let holders = accounts::with_identifier(conn, kind, value)?;
        if kind == "domain" && holders.len() > most_names_of_a_domain() && has_many_names(conn, value)? {
            continue;
        }
        for n in holders {
            search.identified(n, accounts::load(conn, n)?, kind, value, &mut believed);
        }
        if let Some(known) = search.one_of(believed) {
            return Ok(MatchResult { known: Some(known), doubts: Vec::new() });
        }
    }
    let (key, mut believed) = (name_key(&file.name), Vec::new());
    let named = accounts::with_key(conn, &key)?;
    for n in &named {
        search.named(*n, accounts::load(conn, *n)?, &key, &mut believed);
    }
    if believed.is_empty() && !named.is_empty() {
        search.add_merged_away(conn, &key, &mut believed)?;
    }
    let known = search.one_of(believed);
    // Where nothing would change, it is that one, whatever speaks against it.
    if let Some(known) = known.or(search.same.take().map(|n| MatchedRow::by(n, MatchBasis::SameName))) {
        return Ok(MatchResult { known: Some(known), doubts: Vec::new() });
    }
    if !lenient {
        search.nearly_named(conn, &key)?;
    }
    let mut doubts = search.doubts;
    // One of a group is enough to ask about: the search of the whole book asks about the others where it is not that one.
    let mut asked = false;
    doubts.retain(|(_, by)| *by != MatchBasis::OtherNameOfDomain || !std::mem::replace(&mut asked, true));
    doubts.truncate(ASKED);
    Ok(MatchResult { known: None, doubts })
}

fn by_id(conn: &Connection, file: &Account, seen: Option<&RowSet>) -> Result<MatchResult> {
    if let Some(cik) = file.cik
        && let Some(n) = accounts::with_identifier(conn, "cik", &cik.to_string())?.first()
    {
        return Ok(MatchResult { known: Some(MatchedRow::by(*n, MatchBasis::SameCik)), doubts: Vec::new() });
    }
    let mut doubts = Vec::new();
    for external in &file.external {
        let holders = with_external(conn, external)?;
        if let Some(n) = holder_of(conn, &holders, file, seen)? {
            let known = MatchedRow { n, by: MatchBasis::SameId, source: Some(external.source.clone()) };
            return Ok(MatchResult { known: Some(known), doubts: Vec::new() });
        }
        doubts.extend(holders.into_iter().map(|n| (n, MatchBasis::OtherNameOfId)));
    }
    Ok(MatchResult { known: None, doubts })
}

/// Returns the accounts that have an id, with and without its country.
fn with_external(conn: &Connection, external: &ExternalId) -> Result<Vec<i64>> {
    let kind = external_kind(external);
    let found = accounts::with_identifier(conn, &kind, &external.id)?;
    if !found.is_empty() || external.source != VAT {
        return Ok(found);
    }
    let mut found = Vec::new();
    for id in other_writings(&external.id) {
        found.extend(accounts::with_identifier(conn, &kind, &id)?);
    }
    // Without its country it may be the number of several.
    found.truncate(if found.len() > 1 { 0 } else { 1 });
    Ok(found)
}

/// Returns the account that a row with its id is: the one of its name among several. Whatever an earlier row of the same file
/// was is no other name of it, for one file does not write two names for one company.
fn holder_of(conn: &Connection, holders: &[i64], file: &Account, seen: Option<&RowSet>) -> Result<Option<i64>> {
    let earlier = |n: i64| seen.is_some_and(|seen| seen.contains(n));
    if let [only] = holders
        && !earlier(*only)
    {
        return Ok(Some(*only));
    }
    let key = name_key(&file.name);
    for n in holders {
        if has_key(&accounts::load(conn, *n)?, &key) {
            return Ok(Some(*n));
        }
    }
    Ok(holders.iter().copied().find(|n| !earlier(*n)))
}

/// Returns true if so many names have a web domain that it tells no company apart.
pub(crate) fn has_many_names(conn: &Connection, domain: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM (SELECT DISTINCT account.name_key FROM account_identifier AS known
            JOIN account ON account.n = known.account
        WHERE known.value = ?1 AND known.kind = 'domain' AND known.deleted = 0 AND account.deleted = 0 LIMIT ?2)";
    let most = most_names_of_a_domain();
    let names: i64 = conn.prepare_cached(sql)?.query_row(params![domain, to_i64(most as u64 + 1)], only_value)?;
    Ok(names > to_i64(most as u64))
}

/// State of the search for an imported row's account.
struct AccountSearch<'a> {
    file: &'a Account,
    lenient: bool,
    seen: Option<&'a RowSet>,
    doubts: Vec<(i64, MatchBasis)>,
    /// An account that has the row's name and all of the row's values.
    same: Option<i64>,
}

impl AccountSearch<'_> {
    fn doubt(&mut self, n: i64, book: &Account, by: MatchBasis) {
        if self.same.is_none() && says_nothing_new(book, self.file) {
            self.same = Some(n);
        }
        if !self.doubts.iter().any(|(known, _)| *known == n) {
            self.doubts.push((n, by));
        }
    }

    /// Considers an account that has the row's domain or ticker.
    fn identified(
        &mut self,
        n: i64,
        book: Account,
        kind: &str,
        value: &str,
        believed: &mut Vec<(i64, Account, MatchBasis)>,
    ) {
        let file = self.file;
        let ticker = kind == "ticker";
        let named = same_name(&book, &file.name) || (ticker && one_is_called(&book, file, value));
        let followed = ticker && is_successor(&book, file);
        if ids_contradict(&book, file) && !followed {
            return;
        }
        if named && !ticker && self.is_another(n, &book) {
            self.doubt(n, &book, MatchBasis::OtherNameOfDomain);
        } else if named {
            believed.push((n, book, if ticker { MatchBasis::SameTicker } else { MatchBasis::SameDomain }));
        } else {
            self.doubt(n, &book, if ticker { MatchBasis::OtherNameOfTicker } else { MatchBasis::OtherNameOfDomain });
        }
    }

    /// Returns true if something says that an account is another company at the row's web domain: a group gives one domain to
    /// all its firms, and a builder of websites to all its customers. Two rows of one file have more to say for being one than
    /// a word in common.
    fn is_another(&self, n: i64, book: &Account) -> bool {
        let file = self.file;
        let renamed = !has_key(book, &name_key(&file.name));
        let elsewhere = places(book, file) == SamePlace::Differ;
        if self.seen.is_none_or(|seen| !seen.contains(n)) {
            return !self.lenient && renamed && elsewhere;
        }
        let key = name_key(&file.name);
        let begins = |known: &String| known.starts_with(&key) || key.starts_with(known.as_str());
        let unlike =
            !std::iter::once(&book.name).chain(&book.aliases).map(|name| name_key(name)).any(|known| begins(&known));
        let heads = matches!((book.employees, file.employees), (Some(a), Some(b)) if a != b);
        let (a, b) = (legal_form(&book.name), legal_form(&file.name));
        elsewhere || unlike || (renamed && heads) || (a != b && !a.is_empty() && !b.is_empty())
    }

    /// Considers an account that has the row's name.
    fn named(&mut self, n: i64, book: Account, key: &str, believed: &mut Vec<(i64, Account, MatchBasis)>) {
        let file = self.file;
        if ids_contradict(&book, file) || domains_contradict(&book, file) {
            return;
        }
        let names = std::iter::once(&book.name).chain(&book.aliases).filter(|name| name_key(name) == key);
        let loosely = !self.lenient
            && names.clone().next().is_some()
            && names.clone().all(|name| differ_loosely(name, &file.name));
        match (places(&book, file), loosely) {
            (SamePlace::Differ, _) => self.doubt(n, &book, MatchBasis::OtherPlace),
            (SamePlace::Unknown, true) => self.doubt(n, &book, MatchBasis::NearlyTheName),
            (SamePlace::Agree, _) => believed.push((n, book, MatchBasis::SameNameAndPlace)),
            (SamePlace::Unknown, false) => {
                let by = if name_key(&book.name) == key { MatchBasis::SameName } else { MatchBasis::AlsoKnownAs };
                believed.push((n, book, by));
            }
        }
    }

    /// Considers accounts of this name that were merged into another: their former values still identify them.
    fn add_merged_away(
        &mut self,
        conn: &Connection,
        key: &str,
        believed: &mut Vec<(i64, Account, MatchBasis)>,
    ) -> Result<()> {
        let sql = "SELECT n, merged_into FROM account
            WHERE name_key = ?1 AND deleted = 1 AND merged_into IS NOT NULL LIMIT 20";
        let mut statement = conn.prepare_cached(sql)?;
        let found = statement.query_map([key], |row| Ok((row.get("n")?, row.get("merged_into")?)))?;
        for (n, stays) in found.collect::<rusqlite::Result<Vec<(i64, i64)>>>()? {
            let book = accounts::load(conn, n)?;
            let apart = ids_contradict(&book, self.file) || domains_contradict(&book, self.file);
            if !apart && places(&book, self.file) != SamePlace::Differ {
                believed.push((stays, book, MatchBasis::SameName));
            }
        }
        Ok(())
    }

    /// Adds accounts whose names differ only by a country or "international".
    fn nearly_named(&mut self, conn: &Connection, key: &str) -> Result<()> {
        let core = core_key(&self.file.name);
        let mut near = match &core {
            Some(core) => accounts::with_key(conn, core)?,
            None => Vec::new(),
        };
        if core.is_none() && key.chars().count() >= SHORTEST_CORE {
            let mut statement = conn.prepare_cached(LONGER)?;
            let found =
                statement.query_map([key], |row| Ok((row.get::<_, i64>("n")?, row.get::<_, String>("name_key")?)))?;
            for longer in found {
                let (n, longer) = longer?;
                if longer.strip_prefix(key).is_some_and(is_qualifier) {
                    near.push(n);
                }
            }
        }
        for n in near {
            let book = accounts::load(conn, n)?;
            let apart = ids_contradict(&book, self.file) || domains_contradict(&book, self.file);
            if !apart && places(&book, self.file) != SamePlace::Differ {
                self.doubt(n, &book, MatchBasis::NearlyTheName);
            }
        }
        Ok(())
    }

    /// Chooses one of several candidates: the one that has all of the row's values, is at its place, has exactly its
    /// name, or has as few values as the row. Otherwise all become candidates for the rep to decide on.
    fn one_of(&mut self, mut believed: Vec<(i64, Account, MatchBasis)>) -> Option<MatchedRow> {
        believed.sort_by_key(|(n, ..)| *n);
        believed.dedup_by_key(|(n, ..)| *n);
        if let [(n, _, by)] = believed.as_slice() {
            return Some(MatchedRow::by(*n, *by));
        }
        let file = self.file;
        let only = |test: &dyn Fn(&Account) -> bool| {
            let mut found = believed.iter().filter(|(_, book, _)| test(book));
            found.next().filter(|_| found.next().is_none()).map(|(n, _, by)| MatchedRow::by(*n, *by))
        };
        let nothing_new = believed.iter().find(|(_, book, _)| !self.lenient && says_nothing_new(book, file));
        let bare = |book: &Account| {
            fold(&book.name) == fold(&file.name)
                && (&book.city, &book.region, &book.country) == (&file.city, &file.region, &file.country)
                && book.domain == file.domain
        };
        // A row that came behind another of its file stays with that one when the file comes again.
        let behind = |n: i64, book: &Account| {
            self.seen.is_some_and(|seen| seen.contains(n))
                && is_called(book, &file.name)
                && merged_account(book, file, MergePolicy::Blanks, false) == *book
        };
        let mut behind = believed.iter().filter(|(n, book, _)| behind(*n, book));
        let behind = behind.next().filter(|_| behind.next().is_none());
        let known = nothing_new
            .or(behind)
            .map(|(n, _, by)| MatchedRow::by(*n, *by))
            .or_else(|| only(&|book| places(book, file) == SamePlace::Agree))
            .or_else(|| only(&|book| is_called(book, &file.name)))
            // An account made from an address alone is named after its domain, and nobody calls it so.
            .or_else(|| only(&|book| book.domain.as_ref() != Some(&book.name)))
            .or_else(|| believed.iter().find(|(_, book, _)| bare(book)).map(|(n, _, by)| MatchedRow::by(*n, *by)));
        if known.is_none() {
            for (n, book, _) in &believed {
                self.doubt(*n, book, MatchBasis::OneOfSeveral);
            }
        }
        known
    }
}

/// Shortest name key, in characters, for which longer keys are looked up.
const SHORTEST_CORE: usize = 3;

/// Selects accounts whose name keys begin with a key.
pub(crate) const LONGER: &str = "SELECT n, name_key FROM account
    WHERE name_key > ?1 AND name_key < ?1 || char(0x10FFFF) AND deleted = 0 ORDER BY name_key LIMIT 20";

/// Returns true if a row has the account's name and no value that the account lacks.
fn says_nothing_new(book: &Account, file: &Account) -> bool {
    is_called(book, &file.name) && merged_account(book, file, MergePolicy::Over, false) == *book
}

/// Returns true if the account has exactly this name or alias, apart from case and accents.
fn is_called(book: &Account, name: &str) -> bool {
    let name = fold(name);
    std::iter::once(&book.name).chain(&book.aliases).any(|known| fold(known) == name)
}

/// Returns true if a name or alias of the account has this key.
fn has_key(book: &Account, key: &str) -> bool {
    std::iter::once(&book.name).chain(&book.aliases).any(|name| name_key(name) == key)
}

fn external_kind(external: &ExternalId) -> String {
    format!("external:{}", external.source)
}

/// Returns true if a name agrees with the account's name or one of its aliases.
pub(super) fn same_name(book: &Account, name: &str) -> bool {
    names_agree(&book.name, name) || book.aliases.iter().any(|alias| names_agree(alias, name))
}

/// Returns true if the ticker is the name of one of the two: "RTX Corporation", once Raytheon Technologies.
fn one_is_called(book: &Account, file: &Account, ticker: &str) -> bool {
    let key = name_key(ticker);
    name_key(&book.name) == key || name_key(&file.name) == key
}

/// Returns true if two accounts have the same name and ticker under different CIKs: a reorganised company files under a
/// new number.
fn is_successor(book: &Account, file: &Account) -> bool {
    name_key(&book.name) == name_key(&file.name) && !externals_contradict(book, file)
}

/// Returns true if two accounts have ids of the same register and the ids differ: two rows of one register are never
/// one company.
fn ids_contradict(book: &Account, file: &Account) -> bool {
    let ciks = matches!((book.cik, file.cik), (Some(a), Some(b)) if a != b);
    ciks || externals_contradict(book, file)
}

fn externals_contradict(book: &Account, file: &Account) -> bool {
    file.external.iter().any(|theirs| {
        let ours: Vec<&ExternalId> = book.external.iter().filter(|ours| ours.source == theirs.source).collect();
        !ours.is_empty() && !ours.iter().any(|ours| same_id(ours, theirs))
    })
}

/// Returns true if two accounts have web domains that cannot belong to one company; `acme.com`, `acme.de` and
/// `shop.acme.com` can.
fn domains_contradict(book: &Account, file: &Account) -> bool {
    let (Some(a), Some(b)) = (&book.domain, &file.domain) else { return false };
    let label = |domain: &str| domain.split('.').next().unwrap_or_default().to_owned();
    a != b && label(a) != label(b) && !a.ends_with(&format!(".{b}")) && !b.ends_with(&format!(".{a}"))
}

/// Returns other accounts that have a web domain or a ticker that this account was just given.
pub(crate) fn holders(conn: &Connection, n: i64, before: &Account, now: &Account) -> Result<Vec<(i64, MatchBasis)>> {
    let tickers = now.tickers.iter().filter(|ticker| !before.tickers.contains(ticker)).map(|one| ("ticker", one));
    let domain = now.domain.iter().filter(|domain| before.domain.as_ref() != Some(domain)).map(|one| ("domain", one));
    let mut found = Vec::new();
    for (kind, value) in tickers.chain(domain) {
        if kind == "domain" && has_many_names(conn, value)? {
            continue;
        }
        for other in accounts::with_identifier(conn, kind, value)?.into_iter().filter(|other| *other != n) {
            let book = accounts::load(conn, other)?;
            let by = match (same_name(now, &book.name), kind) {
                (true, "ticker") => MatchBasis::SameTicker,
                (true, _) => MatchBasis::SameDomain,
                (false, "ticker") => MatchBasis::OtherNameOfTicker,
                (false, _) => MatchBasis::OtherNameOfDomain,
            };
            if !ids_contradict(&book, now) {
                found.push((other, by));
            }
        }
    }
    Ok(found)
}

/// Matches the company that a person's row names.
pub(crate) fn company(conn: &Connection, company: &Employer) -> Result<MatchResult> {
    if company.name.is_none() && company.external.is_none() {
        return Ok(MatchResult::default());
    }
    let file = Account {
        name: company.name.clone().unwrap_or_default(),
        domain: company.domain.clone().filter(|domain| !is_shared_domain(domain)),
        external: company.external.clone().into_iter().collect(),
        ..Account::default()
    };
    let found = find(conn, &file, None)?;
    let nameless = company.name.is_none() && !found.known.as_ref().is_some_and(|known| known.by.is_an_id());
    Ok(if nameless { MatchResult::default() } else { found })
}
