//! An entry of any kind of feed, as text, and its conversion to a trigger.

use chrono::NaiveDate;

use crate::domain::capture::kind_of;
use crate::domain::dates::NumberOrder;
use crate::domain::matching::ticker_of;
use crate::domain::text::{NAME_CAP, TRIGGER_CAP, clean_line, clean_note, fold};
use crate::domain::trigger::kind::Kinds;
use crate::domain::trigger::{Confidence, Trigger, UNDATED};

use super::xml;
use super::xml::XmlEntry;
use crate::exchange::dates;
use crate::exchange::html_text::text_of;
use crate::exchange::links::{is_web, resolve_link};
use crate::exchange::presets::trigger_kinds::kind_named;

/// Elements that hold the date, the most informative first.
pub(crate) const DATES: [&str; 8] =
    ["pubdate", "published", "issued", "date", "updated", "modified", "created", "dc:date"];

/// Elements that hold the text, the usually shortest first.
const TEXTS: [&str; 10] = [
    "description",
    "summary",
    "encoded",
    "content",
    "abstract",
    "media:description",
    "media:group/media:description",
    "itunes:summary",
    "body",
    "fullitem",
];

/// An entry of any kind of feed, in text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Post {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) date: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) company: Option<String>,
    pub(crate) ticker: Option<String>,
}

impl Post {
    /// Reads an entry; its links are relative to `base`.
    pub(in crate::exchange) fn of(entry: &XmlEntry, base: Option<&str>) -> Post {
        let category = |field: &xml::XmlElement| field.attribute("term").unwrap_or(&field.text).trim().to_owned();
        let stock = entry
            .all("category")
            .find(|field| field.attribute("domain").is_some_and(|domain| domain.ends_with("/stock")));
        let ticker = stock.map(category).and_then(|symbol| ticker_of(&symbol));
        let url = link(entry, base);
        let issuer = ticker.is_some() || url.as_deref().is_some_and(is_wire);
        let company = entry.first(&["contributor", "contributor/name"]).filter(|_| issuer).map(str::to_owned);
        Post {
            title: entry.first(&["title", "media:title", "itunes:title"]).unwrap_or("").to_owned(),
            text: entry.first(&TEXTS).unwrap_or("").to_owned(),
            date: date(entry),
            url,
            id: entry.first(&["guid", "id"]).map(str::to_owned),
            categories: entry.all("category").chain(entry.all("subject")).map(category).collect(),
            company,
            ticker,
        }
    }

    /// Returns what identifies the entry: the feed's own id, else its page with the title, else title and day. A page alone
    /// may stand for many entries. A short id ("42") is unique only within its feed, so the feed's name is put before it.
    fn identity(&self, source: &str, headline: &str, day: NaiveDate) -> String {
        let id = self.id.as_deref().map(|id| clean_line(id, 400)).filter(|id| !id.is_empty());
        match (id, &self.url) {
            (Some(id), _) if id.contains([':', '/']) || id.chars().count() >= 20 => id,
            (Some(id), _) => format!("{source} {id}"),
            (None, Some(url)) => clean_line(&format!("{url} {}", fold(headline)), 400),
            // A day tells items apart that have one title; without one the feed does.
            (None, None) if day == UNDATED => clean_line(&format!("{source} {}", fold(headline)), 400),
            (None, None) => format!("{day} {}", fold(headline)),
        }
    }

    /// Returns the trigger for the inbox; its kind is left for a person to decide.
    pub(in crate::exchange) fn trigger(&self, source: &str, kinds: &Kinds) -> Result<Trigger, String> {
        let text = clean_note(&text_of(&self.text), TRIGGER_CAP);
        let title = clean_line(&text_of(&self.title), NAME_CAP);
        let headline = if title.is_empty() { clean_line(text.lines().next().unwrap_or(""), 120) } else { title };
        if headline.is_empty() {
            return Err("the entry has neither a title nor a text".to_owned());
        }
        let written = self.date.as_deref().unwrap_or("");
        // A guessed day would make old news new: without one it waits until somebody says when.
        let occurred_on = match written {
            "" => UNDATED,
            other => dates::day(other, NumberOrder::MonthFirst)
                .ok_or_else(|| format!("“{}” is not a date", clean_line(other, 40)))?,
        };
        let kind = self.categories.iter().find_map(|category| kind_named(category, kinds).ok());
        // A category chosen by the publisher counts more than words in the text; a low guess counts nothing.
        let by_words = || kind_of(&format!("{headline}\n{text}")).filter(|(_, sure)| *sure != Confidence::Low);
        let kind = kind.or_else(|| by_words().and_then(|(key, _)| kinds.get(key)));
        let kind = kind.unwrap_or_else(|| kinds.get_or_other("other"));
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

/// Returns the date as written: of several, the first one that can be parsed.
fn date(entry: &XmlEntry) -> Option<String> {
    let written = || DATES.iter().flat_map(|path| entry.all(path)).map(|field| field.text.trim());
    let written = || written().chain(entry.attribute("lastmod")).filter(|text| !text.is_empty());
    // A damaged pubDate often stands beside a good dc:date.
    let readable = written().find(|text| dates::day(text, NumberOrder::MonthFirst).is_some());
    readable.or_else(|| written().next()).map(str::to_owned)
}

/// Returns the page of an entry: Atom's alternate link, RSS's link text, `rdf:about`, or a `guid` that is an address.
pub(super) fn link(entry: &XmlEntry, base: Option<&str>) -> Option<String> {
    let ids = entry.all("guid").chain(entry.all("id")).map(|field| field.text.trim()).filter(|id| is_web(id));
    let about = ["about", "href"].into_iter().filter_map(|name| entry.attribute(name));
    let entry_base = entry.attribute("base").and_then(|own| resolve_link(base, own));
    let base = entry_base.as_deref().or(base);
    let links = links(entry).filter_map(|(own, link)| {
        let own = own.and_then(|own| resolve_link(base, own));
        resolve_link(own.as_deref().or(base), link)
    });
    let others = about.chain(ids).filter_map(|link| resolve_link(base, link));
    links.chain(others).next()
}

/// Returns the links of an entry to itself as written, each with its own base.
pub(super) fn links(entry: &XmlEntry) -> impl Iterator<Item = (Option<&str>, &str)> {
    let page = |field: &&xml::XmlElement| field.attribute("rel").is_none_or(|rel| rel == "alternate");
    let written = |field| -> (Option<&str>, &str) {
        let field: &xml::XmlElement = field;
        (field.attribute("base"), field.attribute("href").unwrap_or(field.text.trim()))
    };
    entry.all("link").filter(page).map(written).filter(|(_, link)| !link.is_empty())
}

/// Returns true for services on which companies publish their own news: the contributor of an item is then its issuer.
fn is_wire(url: &str) -> bool {
    const WIRES: [&str; 6] = [
        "globenewswire.com/",
        "prnewswire.",
        "businesswire.com/",
        "newsfilecorp.com/",
        "accesswire.com/",
        "einpresswire.com/",
    ];
    WIRES.iter().any(|wire| url.contains(wire))
}
