//! Which row of the book a row of a file is about.
//!
//! Identifiers beat names, and a wrong merge is worse than a double entry: what does not agree is kept apart and said so.
//!
//! | by | believed when |
//! |---|---|
//! | CIK, id of the row's own system | always |
//! | web domain | the names agree and the domain is not one that many share |
//! | ticker | the names agree, for tickers are reused, or one name is the ticker; the same name under a new CIK is its successor |
//! | name or alias | no CIK, no id of the same system and no web domain contradicts it |
//!
//! Several accounts of one name are told apart by city, region and country; what is still ambiguous is rejected with
//! their names.

use rusqlite::{Connection, OptionalExtension};

use super::error::Result;
use super::{accounts, triggers};
use crate::domain::account::{Account, Contact, ExternalId};
use crate::domain::matching::{name_key, names_agree};
use crate::domain::text::fold;
use crate::domain::trigger::Trigger;

/// Domains of mail and web hosts: they say nothing about a company.
const SHARED: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "yahoo.co.uk",
    "yahoo.de",
    "yahoo.fr",
    "ymail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "gmx.ch",
    "gmx.at",
    "web.de",
    "t-online.de",
    "freenet.de",
    "proton.me",
    "protonmail.com",
    "mail.com",
    "mail.ru",
    "yandex.ru",
    "yandex.com",
    "zoho.com",
    "qq.com",
    "163.com",
    "126.com",
    "orange.fr",
    "free.fr",
    "wanadoo.fr",
    "laposte.net",
    "bluewin.ch",
    "libero.it",
    "btinternet.com",
    "comcast.net",
    "verizon.net",
    "att.net",
    "wordpress.com",
    "blogspot.com",
    "wixsite.com",
    "weebly.com",
    "squarespace.com",
    "github.io",
    "sites.google.com",
    "business.site",
    "godaddysites.com",
    "myshopify.com",
    "linktr.ee",
    "linkedin.com",
    "facebook.com",
    "example.com",
    "example.net",
    "example.org",
];

/// Mailboxes that no one person reads.
const DESKS: &[&str] = &["info", "sales", "office", "contact", "hello", "mail", "admin", "support", "service", "team"];

/// What a file says of the company a person works at.
pub(super) struct Company {
    /// Its name.
    pub(super) name: Option<String>,
    /// Its web domain.
    pub(super) domain: Option<String>,
    /// Its id in the file's system.
    pub(super) external: Option<ExternalId>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing: it is new.
    None,
    /// This row; `sure` when an id said so, not a name.
    One { n: i64, sure: bool },
    /// More than one, in a sentence that names them.
    Several(String),
}

/// What was found for a company, and whether a domain or ticker was disbelieved on the way.
pub(super) struct Match {
    /// The end of it.
    pub(super) end: Found,
    /// An account had its domain or ticker and another name.
    pub(super) kept_apart: bool,
}

/// Whether many share this domain.
pub(super) fn is_shared(domain: &str) -> bool {
    SHARED.contains(&domain)
}

/// The account that a row of a file is about.
pub(super) fn account(conn: &Connection, file: &Account) -> Result<Match> {
    let ends = |end| Ok(Match { end, kept_apart: false });
    if let Some(cik) = file.cik
        && let Some(n) = accounts::with_identifier(conn, "cik", &cik.to_string())?.first()
    {
        return ends(Found::One { n: *n, sure: true });
    }
    for external in &file.external {
        if let Some(n) = accounts::with_identifier(conn, &external_kind(external), &external.id)?.first() {
            return ends(Found::One { n: *n, sure: true });
        }
    }
    let mut kept_apart = false;
    let domain = file.domain.iter().map(|domain| ("domain", domain));
    for (kind, value) in domain.chain(file.tickers.iter().map(|ticker| ("ticker", ticker))) {
        let mut agreeing = Vec::new();
        for n in accounts::with_identifier(conn, kind, value)? {
            let book = accounts::load(conn, n)?;
            let named = same_name(&book, &file.name) || (kind == "ticker" && one_is_called(&book, file, value));
            let followed = kind == "ticker" && is_successor(&book, file);
            if named && (followed || !ids_contradict(&book, file)) {
                agreeing.push(n);
            } else {
                kept_apart = true;
            }
        }
        match narrowed(conn, agreeing, file)? {
            Found::None => {}
            end => return Ok(Match { end, kept_apart }),
        }
    }
    let mut named = Vec::new();
    for n in accounts::with_key(conn, &name_key(&file.name))? {
        let book = accounts::load(conn, n)?;
        if !ids_contradict(&book, file) && !domains_contradict(&book, file) {
            named.push(n);
        }
    }
    Ok(Match { end: narrowed(conn, named, file)?, kept_apart })
}

fn external_kind(external: &ExternalId) -> String {
    format!("external:{}", external.source)
}

fn same_name(book: &Account, name: &str) -> bool {
    names_agree(&book.name, name) || book.aliases.iter().any(|alias| names_agree(alias, name))
}

/// One of them has its ticker for a name: "RTX Corporation", once Raytheon Technologies.
fn one_is_called(book: &Account, file: &Account, ticker: &str) -> bool {
    let key = name_key(ticker);
    name_key(&book.name) == key || name_key(&file.name) == key
}

/// The same name and ticker under another CIK: a company that reorganised files under a new number.
fn is_successor(book: &Account, file: &Account) -> bool {
    name_key(&book.name) == name_key(&file.name) && !externals_contradict(book, file)
}

/// Both have an id of one kind, and they differ.
fn ids_contradict(book: &Account, file: &Account) -> bool {
    let ciks = matches!((book.cik, file.cik), (Some(a), Some(b)) if a != b);
    ciks || externals_contradict(book, file)
}

fn externals_contradict(book: &Account, file: &Account) -> bool {
    file.external.iter().any(|theirs| {
        let ours: Vec<&ExternalId> = book.external.iter().filter(|ours| ours.source == theirs.source).collect();
        !ours.is_empty() && !ours.contains(&theirs)
    })
}

/// Both have a web domain, and they are not two of one company: `acme.com` and `acme.de` are, `shop.acme.com` too.
fn domains_contradict(book: &Account, file: &Account) -> bool {
    let (Some(a), Some(b)) = (&book.domain, &file.domain) else { return false };
    let label = |domain: &str| domain.split('.').next().unwrap_or_default().to_owned();
    a != b && label(a) != label(b) && !a.ends_with(&format!(".{b}")) && !b.ends_with(&format!(".{a}"))
}

/// One of several: the one with exactly this name, or at this place.
fn narrowed(conn: &Connection, mut found: Vec<i64>, file: &Account) -> Result<Found> {
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [] => return Ok(Found::None),
        [n] => return Ok(Found::One { n: *n, sure: false }),
        _ => {}
    }
    let mut books = Vec::new();
    for n in found {
        books.push((n, accounts::load(conn, n)?));
    }
    let agrees = |ours: &Option<String>, theirs: &Option<String>| match (ours, theirs) {
        (Some(ours), Some(theirs)) => fold(ours) == fold(theirs),
        _ => true,
    };
    let here = |book: &Account| {
        agrees(&book.city, &file.city) && agrees(&book.region, &file.region) && agrees(&book.country, &file.country)
    };
    let placed: Vec<&(i64, Account)> = books.iter().filter(|(_, book)| here(book)).collect();
    if let [(n, _)] = placed.as_slice() {
        return Ok(Found::One { n: *n, sure: false });
    }
    let described = |(_, book): &(i64, Account)| match &book.city {
        Some(city) => format!("{} ({city})", book.name),
        None => book.name.clone(),
    };
    let names = books.iter().take(5).map(described).collect::<Vec<_>>().join(", ");
    Ok(Found::Several(format!(
        "{} accounts could be meant: {names}; add a CIK, an id or a web domain to tell them apart",
        books.len()
    )))
}

/// The account of a company that a person's row names.
pub(super) fn company(conn: &Connection, company: &Company) -> Result<Found> {
    if company.name.is_none() && company.external.is_none() {
        return Ok(Found::None);
    }
    let file = Account {
        name: company.name.clone().unwrap_or_default(),
        domain: company.domain.clone().filter(|domain| !is_shared(domain)),
        external: company.external.clone().into_iter().collect(),
        ..Account::default()
    };
    let found = account(conn, &file)?;
    Ok(if company.name.is_none() && !matches!(found.end, Found::One { sure: true, .. }) {
        Found::None
    } else {
        found.end
    })
}

/// The account a trigger is about, where exactly one fits.
pub(super) fn account_of_trigger(conn: &Connection, trigger: &Trigger) -> Result<Option<i64>> {
    if let Some(cik) = trigger.cik {
        let found = accounts::with_identifier(conn, "cik", &cik.to_string())?;
        if let Some(n) = found.first() {
            return Ok(Some(*n));
        }
    }
    let Some(company) = &trigger.company else { return Ok(None) };
    if let Some(ticker) = &trigger.ticker {
        for n in accounts::with_identifier(conn, "ticker", ticker)? {
            if same_name(&accounts::load(conn, n)?, company) {
                return Ok(Some(n));
            }
        }
    }
    let mut named = Vec::new();
    for n in accounts::with_key(conn, &name_key(company))? {
        let book = accounts::load(conn, n)?;
        if !matches!((book.cik, trigger.cik), (Some(a), Some(b)) if a != b) {
            named.push(n);
        }
    }
    Ok(match named.as_slice() {
        [n] => Some(*n),
        _ => None,
    })
}

/// The trigger that the book has already: by its source's id, else the same event.
pub(super) fn trigger(conn: &Connection, file: &Trigger) -> Result<Option<i64>> {
    if let Some(external) = &file.external {
        let sql = "SELECT n FROM trigger WHERE external = ?1 AND deleted = 0 LIMIT 1";
        let known = conn.prepare_cached(sql)?.query_row([external], |row| row.get(0)).optional()?;
        if known.is_some() {
            return Ok(known);
        }
    }
    if let Some(known) = page(conn, file)? {
        return Ok(Some(known));
    }
    let mut statement = conn.prepare_cached("SELECT n FROM trigger WHERE same = ?1 AND deleted = 0")?;
    let same =
        statement.query_map([triggers::same(file)], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for n in same {
        let book = triggers::load(conn, n)?;
        let differ = matches!((&book.external, &file.external), (Some(a), Some(b)) if a != b);
        let same = book.kind == file.kind
            && book.occurred_on == file.occurred_on
            && fold(&book.headline) == fold(&file.headline)
            && book.company.as_deref().map(name_key) == file.company.as_deref().map(name_key);
        if same && !differ {
            return Ok(Some(n));
        }
    }
    Ok(None)
}

/// The trigger with the same page: an item of another feed. Lists give one page for many companies, so the company must be
/// the same, and where there is one the headline too.
fn page(conn: &Connection, file: &Trigger) -> Result<Option<i64>> {
    let Some(url) = &file.url else { return Ok(None) };
    let mut statement = conn.prepare_cached(SAME_PAGE)?;
    let found = statement.query_map([url], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for n in found {
        let book = triggers::load(conn, n)?;
        let headline = file.company.is_none() || fold(&book.headline) == fold(&file.headline);
        if headline && book.company.as_deref().map(name_key) == file.company.as_deref().map(name_key) {
            return Ok(Some(n));
        }
    }
    Ok(None)
}

/// Triggers with a page; a list may give one page a thousand times.
pub(super) const SAME_PAGE: &str = "SELECT n FROM trigger WHERE url = ?1 AND deleted = 0 LIMIT 20";

/// The person with an id of the file's system.
pub(super) fn contact_by_external(conn: &Connection, file: &Contact) -> Result<Option<i64>> {
    let sql = "SELECT contact.n FROM contact_identifier AS known JOIN contact ON contact.n = known.contact
        WHERE known.value = ?2 AND known.kind = ?1 AND known.deleted = 0 AND contact.deleted = 0 LIMIT 1";
    for external in &file.external {
        let values = [external.source.as_str(), external.id.as_str()];
        let known = conn.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?;
        if known.is_some() {
            return Ok(known);
        }
    }
    Ok(None)
}

/// The person with an address of theirs, where the names have a word in common and the mailbox is one person's.
pub(super) fn contact_by_email(conn: &Connection, file: &Contact) -> Result<Option<i64>> {
    let sql = "SELECT contact.n, contact.name FROM contact_email AS mail JOIN contact ON contact.n = mail.contact
        WHERE mail.address = ?1 AND mail.deleted = 0 AND contact.deleted = 0";
    for email in &file.emails {
        let desk = email.split('@').next().is_some_and(|mailbox| DESKS.contains(&mailbox));
        let mut statement = conn.prepare_cached(sql)?;
        let known = statement.query_map([email], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        for person in known {
            let (n, name) = person?;
            if name_key(&name) == name_key(&file.name) || (!desk && share_a_word(&name, &file.name)) {
                return Ok(Some(n));
            }
        }
    }
    Ok(None)
}

fn share_a_word(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    a.split_whitespace().any(|word| word.chars().count() > 1 && b.split_whitespace().any(|other| other == word))
}

/// The person of this name at an account, unless their ids or addresses say they are two.
pub(super) fn contact_by_name(conn: &Connection, account: i64, file: &Contact) -> Result<Option<i64>> {
    let sql = "SELECT n FROM contact WHERE account = ?1 AND name_key = ?2 AND deleted = 0 ORDER BY n";
    let mut statement = conn.prepare_cached(sql)?;
    let named = statement.query_map((account, name_key(&file.name)), |row| row.get(0))?;
    for n in named.collect::<rusqlite::Result<Vec<i64>>>()? {
        let mut ids =
            conn.prepare_cached("SELECT kind, value FROM contact_identifier WHERE contact = ?1 AND deleted = 0")?;
        let ids = ids.query_map([n], |row| Ok(ExternalId { source: row.get(0)?, id: row.get(1)? }))?;
        let ours = ids.collect::<rusqlite::Result<Vec<_>>>()?;
        let two = file
            .external
            .iter()
            .any(|theirs| ours.iter().any(|ours| ours.source == theirs.source) && !ours.contains(theirs));
        if !two {
            return Ok(Some(n));
        }
    }
    Ok(None)
}

/// The book's account with what the file says of it. `sure` when an id matched: then a new name is a renaming, and the
/// old one stays as an alias; else it is only another name.
pub(super) fn merged_account(book: &Account, file: &Account, sure: bool) -> Account {
    let mut merged = book.clone();
    let known = |name: &str, account: &Account| {
        let key = name_key(name);
        std::iter::once(&account.name).chain(&account.aliases).any(|one| name_key(one) == key)
    };
    if !file.name.is_empty() && name_key(&file.name) != name_key(&book.name) {
        if sure {
            merged.name.clone_from(&file.name);
            let new = name_key(&file.name);
            merged.aliases.retain(|alias| name_key(alias) != new);
            if !known(&book.name, &merged) {
                merged.aliases.push(book.name.clone());
            }
        } else if !known(&file.name, &merged) {
            merged.aliases.push(file.name.clone());
        }
    }
    for alias in &file.aliases {
        if !known(alias, &merged) {
            merged.aliases.push(alias.clone());
        }
    }
    say(&mut merged.domain, &file.domain);
    merged.cik = file.cik.or(book.cik);
    add(&mut merged.tickers, &file.tickers);
    add(&mut merged.external, &file.external);
    add(&mut merged.tags, &file.tags);
    say(&mut merged.industry, &file.industry);
    say(&mut merged.sub_industry, &file.sub_industry);
    say(&mut merged.city, &file.city);
    say(&mut merged.region, &file.region);
    say(&mut merged.country, &file.country);
    say(&mut merged.zone, &file.zone);
    say(&mut merged.employees, &file.employees);
    say(&mut merged.revenue_musd, &file.revenue_musd);
    say(&mut merged.phone, &file.phone);
    say(&mut merged.owner, &file.owner);
    append(&mut merged.notes, &file.notes);
    merged
}

/// The book's person with what the file says of them. A file never lifts a do-not-call.
pub(super) fn merged_contact(book: &Contact, file: &Contact) -> Contact {
    let mut merged = book.clone();
    if name_key(&file.name) != name_key(&book.name) {
        merged.name.clone_from(&file.name);
    }
    say(&mut merged.given_name, &file.given_name);
    say(&mut merged.title, &file.title);
    add(&mut merged.emails, &file.emails);
    for phone in &file.phones {
        let digits = phone.digits();
        if !merged.phones.iter().any(|known| known.digits() == digits && (!digits.is_empty() || known.raw == phone.raw))
        {
            merged.phones.push(phone.clone());
        }
    }
    add(&mut merged.external, &file.external);
    say(&mut merged.zone, &file.zone);
    say(&mut merged.hours, &file.hours);
    say(&mut merged.link, &file.link);
    say(&mut merged.goal, &file.goal);
    append(&mut merged.notes, &file.notes);
    if merged.do_not_call.is_none() {
        merged.do_not_call.clone_from(&file.do_not_call);
    }
    merged
}

fn say<T: Clone>(book: &mut Option<T>, file: &Option<T>) {
    if file.is_some() {
        book.clone_from(file);
    }
}

fn add<T: Clone + PartialEq>(book: &mut Vec<T>, file: &[T]) {
    for one in file {
        if !book.contains(one) {
            book.push(one.clone());
        }
    }
}

fn append(book: &mut String, file: &str) {
    if !file.is_empty() && !book.contains(file) {
        if !book.is_empty() {
            book.push('\n');
        }
        book.push_str(file);
    }
}
