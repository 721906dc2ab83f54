//! Reads feeds as real sites write them as triggers: Atom 0.3 and 1.0, RSS 0.9x, 1.0 and 2.0, and the SEC's own.

pub(crate) mod discover;
pub mod edgar;
pub(super) mod entry;
mod xml;

use crate::domain::dates::NumberOrder;
use crate::domain::matching::parse_cik;
use crate::domain::query::ImportKind;
use crate::domain::text::{NAME_CAP, clean_line};
use crate::domain::trigger::kind::Kinds;

use super::bytes::DecodedText;
use super::dates;
use super::error::ExchangeError;
use super::html_text::text_of;
use super::links::{clean_page, resolve_link};
use super::notes::Notes;
use super::record::{Record, RecordReader, TriggerRecord};
use super::table::csv_rows::Row;
use edgar::Filing;
use entry::{DATES, Post};
use xml::{XmlDocument, XmlEntry};

/// Why a filing without a date is left out.
pub(super) const NO_FILING_DATE: &str = "the filing has no date";

/// Longest feed that is read, in bytes, because it is held in memory; real feeds have a tenth of that.
const SIZE_CAP: usize = 24 * 1024 * 1024;

/// Reads a feed in XML.
pub(super) fn triggers(
    file: &str,
    text: DecodedText,
    kinds: &Kinds,
) -> Result<RecordReader<TriggerRecord>, ExchangeError> {
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
    let base = base_of(&document);
    let XmlDocument { head, entries, .. } = document;
    let (said, kinds) = (notes.clone(), kinds.clone());
    let records = entries.into_iter().map(move |entry| Ok(record(&head, base.as_deref(), &entry, &said, &kinds)));
    Ok(RecordReader::without_table(ImportKind::Triggers, format!("{format}, {encoding}"), notes, Box::new(records)))
}

fn format_of(document: &XmlDocument) -> Option<String> {
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
        "entry" => Some("Atom 1.0".to_owned()),
        _ => None,
    }
}

fn not_a_feed(document: &XmlDocument) -> String {
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

/// Returns the address that links of a feed are relative to: the one it states, else that of its page.
fn base_of(document: &XmlDocument) -> Option<String> {
    let told = document.root_attributes.iter().find(|(name, _)| name == "base").map(|(_, value)| value.as_str());
    let page = entry::links(&document.head).map(|(_, link)| link).next();
    let page = page.or_else(|| document.head.first(&["channel/link"])).and_then(|link| resolve_link(None, link));
    // xml:base may be relative itself (XML Base, 3.1).
    told.and_then(|told| resolve_link(page.as_deref(), told)).or(page)
}

fn record(
    head: &XmlEntry,
    base: Option<&str>,
    entry: &XmlEntry,
    notes: &Notes,
    kinds: &Kinds,
) -> Record<TriggerRecord> {
    let raw = clean_line(entry.first(&["title", "description", "summary", "id"]).unwrap_or(""), 240);
    let value = match filing(head, base, entry) {
        Some(filing) => filing.map(|filing| filing.trigger()),
        None => {
            let post = Post::of(entry, base);
            remark(entry, &post, notes);
            post.trigger(&source(head), kinds)
        }
    };
    Record { line: entry.line, raw: Row::of(entry.line, [raw.as_str()]), value }
}

/// Adds remarks on what was removed from an entry.
fn remark(entry: &XmlEntry, post: &Post, notes: &Notes) {
    let say = |said: bool, words: &str| {
        if said {
            notes.count(words, entry.line);
        }
    };
    say(post.title.chars().count() > NAME_CAP, "a title longer than 200 characters was cut");
    say(has_invisible(&post.title) || has_invisible(&post.text), "control or text-direction characters were removed");
    say(runs(&post.title) || runs(&post.text), "a script was removed");
    say(post.date.is_none(), "an item has no date: it waits among the undated triggers until somebody says when");
    let linked = entry::links(entry).next().is_some();
    say(linked && post.url.is_none(), "a link that is not a web page was left out");
}

/// Returns true if a text has invisible characters that change how it is displayed.
fn has_invisible(text: &str) -> bool {
    let hidden = |c: char| {
        (c.is_control() && !c.is_whitespace())
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{E0000}'..='\u{E007F}')
    };
    text.chars().any(hidden)
}

fn runs(text: &str) -> bool {
    const SCRIPT: &[u8] = b"<script";
    text.as_bytes().windows(SCRIPT.len()).any(|window| window.eq_ignore_ascii_case(SCRIPT))
}

fn source(head: &XmlEntry) -> String {
    let title = head.first(&["channel/title", "title"]).map(text_of).unwrap_or_default();
    let title = clean_line(&title, 80);
    if title.is_empty() { "feed".to_owned() } else { title }
}

/// Reads an entry of one of the SEC's feeds as a filing; `None` if it is not one.
fn filing(head: &XmlEntry, base: Option<&str>, entry: &XmlEntry) -> Option<Result<Filing, String>> {
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
    // A company's own feed names it once, in its head.
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
        url: entry::link(entry, base).or_else(|| entry.first(&["content/filing-href"]).and_then(clean_page)),
        items,
    }))
}

/// Returns the item codes named in a summary, separated by blanks.
fn item_lines(told: &str) -> String {
    let codes = told.lines().filter_map(|line| line.trim().strip_prefix("Item "));
    codes.filter_map(|line| line.split([':', ' ']).next()).collect::<Vec<_>>().join(" ")
}

fn filed_day(entry: &XmlEntry, told: &str) -> Option<chrono::NaiveDate> {
    let said = told.split_once("Filed:").and_then(|(_, rest)| rest.split_whitespace().next());
    let dates = [said, entry.first(&["content/filing-date", "xbrlfiling/filingdate"]), entry.first(&DATES)];
    dates.into_iter().flatten().find_map(|date| dates::day(date, NumberOrder::MonthFirst))
}
