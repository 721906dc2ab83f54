//! Feeds as real sites write them → triggers: Atom 0.3 and 1.0, RSS 0.9x, 1.0 and 2.0, and the SEC's own.

use crate::domain::clipping::kind_of;
use crate::domain::matching::{parse_cik, ticker_of};
use crate::domain::rows::ImportKind;
use crate::domain::text::{NAME_CAP, TRIGGER_CAP, clean_line, clean_note, fold};
use crate::domain::trigger::{Confidence, Kinds, Trigger};

use super::bytes::Text;
use super::dates;
use super::edgar::{self, Filing};
use super::error::ExchangeError;
use super::html::text_of;
use super::kind_names::kind_named;
use super::notes::Notes;
use super::record::{Reading, Record, TriggerRecord};
use super::rows::Row;
use super::xml::{self, Document, Entry};

/// Why an item without a day is left out: guessing one would make old news new.
const UNDATED: &str = "the entry has no date";

/// Whether this is why an item was left out.
pub fn is_undated(reason: &str) -> bool {
    reason == UNDATED || reason == NO_FILING_DATE
}

/// The same of a filing.
pub(super) const NO_FILING_DATE: &str = "the filing has no date";

/// Longest feed that is read.
const SIZE_CAP: usize = 100 * 1024 * 1024;

/// An entry of any kind of feed, in text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Post {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) date: Option<String>,
    pub(super) url: Option<String>,
    pub(super) id: Option<String>,
    pub(super) categories: Vec<String>,
    pub(super) company: Option<String>,
    pub(super) ticker: Option<String>,
}

/// Reads a feed in XML.
pub(super) fn triggers(file: &str, text: Text) -> Result<Reading<TriggerRecord>, ExchangeError> {
    let encoding = text.encoding;
    let document = xml::read(&text.all(file, SIZE_CAP)?);
    let Some(format) = format_of(&document) else {
        return Err(ExchangeError::not_readable(file, not_a_feed(&document)));
    };
    if document.entries.is_empty() {
        let broken = document.broken.map(|why| format!("; reading stopped at {why}")).unwrap_or_default();
        return Err(ExchangeError::not_readable(
            file,
            format!("it is a feed ({format}) without a single entry{broken}"),
        ));
    }
    let notes = Notes::default();
    if let Some(why) = &document.broken {
        notes.say(format!("the feed is damaged at {why}; the {} entries before were read", document.entries.len()));
    }
    let Document { head, entries, .. } = document;
    let records = entries.into_iter().map(move |entry| Ok(record(&head, &entry)));
    Ok(Reading {
        kind: ImportKind::Triggers,
        format: format!("{format}, {encoding}"),
        header: Vec::new(),
        likeness: None,
        days_open: false,
        mapping: Vec::new(),
        notes,
        records: Box::new(records),
    })
}

fn format_of(document: &Document) -> Option<String> {
    let attribute =
        |name: &str| document.root_attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    match document.root.as_str() {
        "feed" => {
            let old = attribute("version") == Some("0.3")
                || attribute("xmlns").is_some_and(|space| space.contains("purl.org/atom"));
            Some(if old { "Atom 0.3" } else { "Atom 1.0" }.to_owned())
        }
        "rss" => Some(format!("RSS {}", clean_line(attribute("version").unwrap_or("2.0"), 8))),
        "rdf" => {
            let old = attribute("xmlns").is_some_and(|space| space.contains("0.9"));
            Some(if old { "RSS 0.90" } else { "RSS 1.0" }.to_owned())
        }
        "channel" => Some("RSS".to_owned()),
        _ => None,
    }
}

fn not_a_feed(document: &Document) -> String {
    match document.root.as_str() {
        "" => match &document.broken {
            Some(why) => format!("it looks like XML and cannot be read: {why}"),
            None => "it looks like XML and holds no element".to_owned(),
        },
        "html" => "it is a web page, not a feed; look for the site's feed address (RSS, Atom) and save that".to_owned(),
        "opml" => "it is a list of feeds (OPML), not a feed; save the feeds themselves".to_owned(),
        root => format!("its outermost element is <{}>: no feed (Atom, RSS) begins like that", clean_line(root, 40)),
    }
}

fn record(head: &Entry, entry: &Entry) -> Record<TriggerRecord> {
    let raw = clean_line(entry.first(&["title", "description", "summary", "id"]).unwrap_or(""), 240);
    let value = match filing(head, entry) {
        Some(filing) => filing.map(|filing| filing.trigger()),
        None => post(entry).trigger(&source(head)),
    };
    Record { line: entry.line, raw: Row::of(entry.line, [raw.as_str()]), value }
}

fn source(head: &Entry) -> String {
    let title = head.first(&["channel/title", "title"]).map(text_of).unwrap_or_default();
    let title = clean_line(&title, 80);
    if title.is_empty() { "feed".to_owned() } else { title }
}

/// An entry of one of the SEC's feeds; nothing when it is not.
fn filing(head: &Entry, entry: &Entry) -> Option<Result<Filing, String>> {
    let id = entry.first(&["id", "guid"]).unwrap_or("");
    let accession = entry
        .first(&["xbrlfiling/accessionnumber", "content/accession-number"])
        .or_else(|| id.split_once("accession-number=").map(|(_, number)| number))?
        .trim()
        .to_owned();
    let title = text_of(entry.first(&["title"]).unwrap_or(""));
    let (title_form, named, title_cik) = edgar::title_parts(&title);
    let company = entry
        .first(&["xbrlfiling/companyname"])
        .or_else(|| title_cik.map(|_| named))
        .or_else(|| head.first(&["company-info/conformed-name"]))
        .unwrap_or("");
    let cik = entry.first(&["xbrlfiling/ciknumber"]).and_then(parse_cik).or(title_cik);
    let cik = cik.or_else(|| head.first(&["company-info/cik"]).and_then(parse_cik));
    let form = entry.first(&["xbrlfiling/formtype", "content/filing-type"]).or(title_form).or_else(|| {
        entry
            .all("category")
            .filter(|field| field.attribute("label") == Some("form type"))
            .find_map(|field| field.attribute("term"))
    });
    let told = text_of(entry.first(&["summary", "description"]).unwrap_or(""));
    let items = entry.first(&["content/items-desc", "xbrlfiling/items"]).unwrap_or("");
    let items = edgar::item_codes(if items.is_empty() { item_lines(&told) } else { items.to_owned() }.as_str());
    let filed = filed_day(entry, &told);
    Some(filed.ok_or_else(|| NO_FILING_DATE.to_owned()).map(|filed_on| Filing {
        form: clean_line(form.unwrap_or("8-K"), 20),
        company: company.to_owned(),
        cik,
        accession,
        filed_on,
        url: link(entry).or_else(|| entry.first(&["content/filing-href"]).map(str::to_owned)),
        items,
    }))
}

/// The lines of a summary that name items.
fn item_lines(told: &str) -> String {
    let codes = told.lines().filter_map(|line| line.trim().strip_prefix("Item "));
    codes.filter_map(|line| line.split([':', ' ']).next()).collect::<Vec<_>>().join(" ")
}

fn filed_day(entry: &Entry, told: &str) -> Option<chrono::NaiveDate> {
    let said = told.split_once("Filed:").and_then(|(_, rest)| rest.split_whitespace().next());
    let dates = [said, entry.first(&["content/filing-date", "xbrlfiling/filingdate"]), entry.first(&DATES)];
    dates.into_iter().flatten().find_map(|date| dates::day(date, dates::Order::MonthFirst))
}

/// Elements that hold a day, the one that says most first.
const DATES: [&str; 7] = ["pubdate", "published", "issued", "date", "updated", "modified", "created"];

fn post(entry: &Entry) -> Post {
    let category = |field: &xml::Field| field.attribute("term").unwrap_or(&field.text).trim().to_owned();
    let stock =
        entry.all("category").find(|field| field.attribute("domain").is_some_and(|domain| domain.ends_with("/stock")));
    let ticker = stock.map(category).and_then(|symbol| ticker_of(&symbol));
    Post {
        title: entry.first(&["title"]).unwrap_or("").to_owned(),
        text: entry.first(&["description", "summary", "encoded", "content"]).unwrap_or("").to_owned(),
        date: entry.first(&DATES).map(str::to_owned),
        url: link(entry),
        id: entry.first(&["guid", "id"]).map(str::to_owned),
        categories: entry.all("category").chain(entry.all("subject")).map(category).collect(),
        company: ticker
            .is_some()
            .then(|| entry.first(&["contributor", "contributor/name"]))
            .flatten()
            .map(str::to_owned),
        ticker,
    }
}

/// The page of an entry: Atom's alternate link, RSS's link text, a guid that is an address.
fn link(entry: &Entry) -> Option<String> {
    let page = |field: &&xml::Field| field.attribute("rel").is_none_or(|rel| rel == "alternate");
    let address =
        |field: &xml::Field| field.attribute("href").map_or_else(|| field.text.trim().to_owned(), str::to_owned);
    let links = entry.all("link").filter(page).map(address);
    let ids = entry.all("guid").chain(entry.all("id")).map(|field| field.text.trim().to_owned());
    links.chain(ids).find(|link| is_web(link)).map(|link| clean_line(&link, 2000))
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

impl Post {
    /// What tells it from every other: the feed's own id, else its page, else title and day. A short id ("42") is unique
    /// in its feed alone, so the feed's name goes before it.
    fn identity(&self, source: &str, headline: &str, day: chrono::NaiveDate) -> String {
        let id = self.id.as_deref().map(|id| clean_line(id, 400)).filter(|id| !id.is_empty());
        match (id, &self.url) {
            (Some(id), _) if id.contains([':', '/']) || id.chars().count() >= 20 => id,
            (Some(id), _) => format!("{source} {id}"),
            (None, Some(url)) => clean_line(url, 400),
            (None, None) => format!("{day} {}", fold(headline)),
        }
    }

    /// The trigger that the entry is, for the inbox: what it means is for a person to say.
    pub(super) fn trigger(&self, source: &str) -> Result<Trigger, String> {
        let text = clean_note(&text_of(&self.text), TRIGGER_CAP);
        let title = clean_line(&text_of(&self.title), NAME_CAP);
        let headline = if title.is_empty() { clean_line(text.lines().next().unwrap_or(""), 120) } else { title };
        if headline.is_empty() {
            return Err("the entry has neither a title nor a text".to_owned());
        }
        let written = self.date.as_deref().unwrap_or("");
        let occurred_on = dates::day(written, dates::Order::MonthFirst).ok_or_else(|| match written {
            "" => UNDATED.to_owned(),
            other => format!("“{}” is no date", clean_line(other, 40)),
        })?;
        let kind = self.categories.iter().find_map(|category| kind_named(category).ok());
        let by_words = || kind_of(&format!("{headline}\n{text}")).filter(|(_, sure)| *sure != Confidence::Low);
        let kind = kind.or_else(|| by_words().and_then(|(key, _)| Kinds::builtin().get(key)));
        let kind = kind.unwrap_or_else(|| Kinds::builtin().get_or_other("other"));
        Ok(Trigger {
            kind: kind.key.clone(),
            summary: text,
            source: source.to_owned(),
            url: self.url.clone(),
            occurred_on,
            scope: kind.scope,
            origin: kind.origin,
            strength: kind.strength,
            company: self.company.as_deref().map(|name| clean_line(name, NAME_CAP)).filter(|name| !name.is_empty()),
            ticker: self.ticker.clone(),
            external: Some(self.identity(source, &headline, occurred_on)),
            headline,
            ..Trigger::default()
        })
    }
}
