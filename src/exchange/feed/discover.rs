//! Finds the feed that a web page names, for a page fetched where a feed was expected.

use crate::domain::text::clean_line;
use crate::exchange::html_text;
use crate::exchange::links::resolve_link;

/// Bytes of a page that are searched; links to feeds are in its head.
const HEAD: usize = 256 * 1024;
/// Media types of links to feeds.
const FEEDS: [&str; 3] = ["application/rss+xml", "application/atom+xml", "application/feed+json"];

/// Returns a sentence if the bytes are a web page and no feed, with the address of the feed that the page names.
pub(crate) fn feed_of_page(address: &str, bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(HEAD)).unwrap_or_default());
    if !is_page(&head) {
        return None;
    }
    let feed = named_feed(&head).and_then(|link| absolute_link(address, &link));
    Some(match feed {
        // A page that names itself would send the rep round in a circle.
        Some(feed) if feed != address => format!("that is a web page, not a feed. Its feed is at {feed}: add that."),
        Some(_) | None => {
            "that is a web page, not a feed, and it names none. Look on the site for RSS or Atom.".to_owned()
        }
    })
}

fn is_page(head: &str) -> bool {
    let mut rest = head.trim_start_matches('\u{FEFF}').trim_start();
    // Pages in XHTML begin with a declaration, others with remarks.
    while rest.starts_with("<?") || rest.starts_with("<!--") {
        let end = if rest.starts_with("<?") { "?>" } else { "-->" };
        rest = rest.split_once(end).map_or("", |(_, rest)| rest).trim_start();
    }
    let start: String = rest.chars().take(14).collect::<String>().to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|opening| start.starts_with(opening))
}

/// Returns the first link of the page to a feed.
fn named_feed(head: &str) -> Option<String> {
    let tags = head.split('<').skip(1).filter_map(|piece| piece.split_once('>').map(|(tag, _)| tag));
    let links = tags.filter(|tag| tag.chars().take(5).collect::<String>().eq_ignore_ascii_case("link "));
    // The first: sites put their main feed before those of comments and categories.
    links.map(attributes).find_map(|link| {
        let value = |name: &str| link.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let alternate = value("rel")?.to_ascii_lowercase().split_whitespace().any(|word| word == "alternate");
        // `application/json` and `text/xml` are left out: pages link to much else by them.
        let feed = FEEDS.contains(&value("type")?.to_ascii_lowercase().as_str());
        value("href").filter(|href| alternate && feed && !href.is_empty()).map(str::to_owned)
    })
}

/// Returns the `name="value"` pairs of a tag; values without quotes too.
fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once('=') {
        let name = before.split_whitespace().next_back().unwrap_or_default().to_ascii_lowercase();
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, left) = match quote {
            Some(quote) => after.strip_prefix(quote).and_then(|text| text.split_once(quote)).unwrap_or((after, "")),
            None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        found.push((name, html_text::text_of(value)));
        rest = left;
    }
    found
}

/// Resolves a link of a page to an absolute address.
fn absolute_link(page: &str, link: &str) -> Option<String> {
    let whole = resolve_link(Some(page), link)?;
    crate::domain::import::feed::address(&clean_line(&whole, 500)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_feed() {
        for (page, says) in [
            (
                "<!DOCTYPE html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/feed.xml\"></head>",
                Some("https://a.com/feed.xml"),
            ),
            (
                "\u{FEFF}<?xml version='1.0'?>\n<!-- x --><HTML><LINK href='news.atom?a=1&amp;b=2' type=application/atom+xml REL=Alternate>",
                Some("https://a.com/x/news.atom?a=1&b=2"),
            ),
            ("<html><link rel=stylesheet type=text/css href=a.css><body>", Some("names none")),
            ("<?xml version='1.0'?><rss><channel/></rss>", None),
            ("{\"items\": []}", None),
        ] {
            let said = feed_of_page("https://a.com/x/y", page.as_bytes());
            assert_eq!(said.is_some(), says.is_some(), "{page}");
            assert!(said.unwrap_or_default().contains(says.unwrap_or_default()), "{page}");
        }
    }
}
