//! Feeds, and the report of a fetch.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::ids::{FeedId, ImportId};
use crate::domain::query::Reject;
use crate::domain::text::{clean, clean_line, pluralize, thousands};

/// Longest address of a feed, in characters.
pub const ADDRESS_CAP: usize = 2_000;

/// A feed: an address from which news items are fetched.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Feed {
    /// Id; nil until stored.
    pub id: FeedId,
    /// Address of the feed: `https://example.com/news.xml`.
    pub address: String,
    /// Title that the feed gives itself; empty before the first fetch.
    pub title: String,
    /// The `ETag` header of the last answer, sent with the next request.
    #[serde(skip)]
    pub etag: Option<String>,
    /// The `Last-Modified` header of the last answer, sent with the next request.
    #[serde(skip)]
    pub modified: Option<String>,
    /// When the feed was last fetched.
    pub fetched_at: Option<DateTime<Utc>>,
    /// Result of the last fetch, in words; empty before the first one.
    pub outcome: String,
}

/// Report of a fetch. `items` = `new` + `known` + `undated` + `refused`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct FetchReport {
    pub feeds: u64,
    /// Feeds that returned new content.
    pub read: u64,
    /// Feeds that reported no change.
    pub unchanged: u64,
    /// Feeds that could not be read, one sentence each.
    pub failed: Vec<String>,
    /// Number of items read from all feeds.
    pub items: u64,
    /// Items that went into the inbox.
    pub new: u64,
    /// Items that the book had already.
    pub known: u64,
    /// Items that wait in the tray of the undated, because they have no date.
    pub undated: u64,
    /// Items left out for another reason.
    pub refused: u64,
    /// New items linked to an account.
    pub linked: u64,
    /// New items that contain watch words.
    pub watched: u64,
    /// Items that were left out, the first ones only: number of the item, reason, item.
    pub rejects: Vec<Reject>,
    /// True if the user stopped the fetch; nothing was kept then.
    pub cancelled: bool,
    /// The import that one undo takes back.
    pub import: Option<ImportId>,
}

impl FetchReport {
    /// Returns what happened, in words; the counts add up.
    pub fn sentence(&self) -> String {
        if self.cancelled {
            return "Stopped; nothing was kept.".to_owned();
        }
        let mut said = vec![self.feeds_in_words()];
        if self.items > 0 {
            said.push(self.items_in_words());
        }
        // The line has room for one; the others stand in the report.
        said.extend(self.failed.iter().take(1).cloned());
        said.join(" ")
    }

    fn feeds_in_words(&self) -> String {
        let of = pluralize(self.feeds, "feed", "feeds");
        let mut parts = vec![format!("{} read", thousands(self.read))];
        if self.unchanged > 0 {
            parts.push(format!("{} with nothing new", thousands(self.unchanged)));
        }
        if !self.failed.is_empty() {
            parts.push(format!("{} failed", thousands(self.failed.len())));
        }
        format!("{of}: {}.", parts.join(", "))
    }

    fn items_in_words(&self) -> String {
        let mut parts = vec![format!("{} new", thousands(self.new)), format!("{} known", thousands(self.known))];
        for (count, words) in [(self.undated, "without a date"), (self.refused, "refused")] {
            if count > 0 {
                parts.push(format!("{} {words}", thousands(count)));
            }
        }
        let items = pluralize(self.items, "item", "items");
        let mut said = format!("{items}: {}.", parts.join(", "));
        if self.undated > 0 {
            said.push_str(" What has no date waits among the undated triggers.");
        }
        if self.new > 0 {
            said.push_str(&format!(" {} of the new ones linked to an account.", thousands(self.linked)));
        }
        if self.watched > 0 {
            said.push_str(&format!(" {} by watch words.", thousands(self.watched)));
        }
        said
    }
}

/// Normalises an address: adds a scheme and removes the fragment.
///
/// # Errors
/// A sentence that says what is wrong with the address and what to do.
pub fn address(typed: &str) -> Result<String, String> {
    let text = typed.trim().trim_matches(['<', '>', '"']).trim();
    let shown = clean_line(text, 80);
    if text.is_empty() {
        return Err("There is no address: paste the feed's, such as https://example.com/news.xml.".to_owned());
    }
    // `clean` takes out what hides or reorders letters: an address that it changes does not lead where it seems to.
    if text.chars().any(char::is_whitespace) || clean(text) != text || text.chars().count() > ADDRESS_CAP {
        return Err(format!("“{shown}” is not a web address: copy it from the browser's address line."));
    }
    // Browsers once handed feeds on as "feed:https://…" or "feed://…".
    if let Some(rest) = text.strip_prefix("feed:").filter(|rest| !rest.is_empty()) {
        return address(rest.trim_start_matches('/'));
    }
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (scheme.to_lowercase(), rest),
        None => ("https".to_owned(), text),
    };
    if scheme != "http" && scheme != "https" {
        return Err(format!("“{shown}” does not begin with https:// or http://: other kinds of address are not read."));
    }
    // A fragment never goes to the server, and two addresses that differ only there would be fetched twice.
    let rest = rest.split('#').next().unwrap_or(rest);
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    // The book is handed on and backed up; what stands in it is readable by everybody who gets it.
    if host.contains('@') {
        return Err(format!("“{shown}” holds a name or password, which the book does not keep: leave it out."));
    }
    let name = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(name, _)| name);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    // IPv6 addresses stand in brackets, for their colons would be taken for the port's.
    let literal = name.starts_with('[') && name.ends_with(']');
    if name.is_empty() || name.starts_with(['.', '-']) || !(literal || name.chars().all(plain)) {
        return Err(format!("“{shown}” names no web site: copy the address from the browser's address line."));
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    // Host names know no case, paths do.
    Ok(format!("{scheme}://{}{slash}{path}", host.to_lowercase()))
}

/// Returns the addresses in a list: one a line, or the `xmlUrl` attributes of an OPML file. Lines that begin with `#`
/// are comments.
pub fn addresses(list: &str) -> Vec<String> {
    if list.trim_start_matches('\u{FEFF}').trim_start().starts_with('<') {
        // Some programs write OPML with bare ampersands, which is no XML: a parser would refuse the whole list for one
        // title.
        let pieces = list.split("xmlUrl=").skip(1);
        let quoted = pieces.filter_map(|piece| {
            let quote = piece.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            piece.split(quote).nth(1).map(|address| address.replace("&amp;", "&"))
        });
        return quoted.collect();
    }
    let lines = list.trim_start_matches('\u{FEFF}').lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gets_its_scheme_and_loses_what_is_not_sent() {
        for (typed, kept) in [
            ("https://example.com/news.xml", "https://example.com/news.xml"),
            ("  http://Example.COM/News?a=1&b=2#top ", "http://example.com/News?a=1&b=2"),
            ("example.com/feed", "https://example.com/feed"),
            ("example.com", "https://example.com/"),
            ("example.com:8080", "https://example.com:8080/"),
            ("http://example.com?x=1", "http://example.com/?x=1"),
            ("feed://example.com/rss", "https://example.com/rss"),
            ("feed:https://example.com/rss", "https://example.com/rss"),
            ("http://[::1]:80/x", "http://[::1]:80/x"),
        ] {
            assert_eq!(address(typed).as_deref(), Ok(kept), "{typed}");
        }
    }

    #[test]
    fn what_is_no_web_address_is_refused_in_a_sentence() {
        for (typed, says) in [
            ("", "There is no address"),
            ("ftp://example.com/x", "does not begin with https://"),
            ("file:///etc/passwd", "does not begin with https://"),
            ("two words", "is not a web address"),
            ("https://user:pw@example.com/", "holds a name or password"),
            ("https:///x", "names no web site"),
            ("https://exa\u{202e}mple.com/", "is not a web address"),
            ("https://müller.de/feed", "names no web site"),
            ("https://.com", "names no web site"),
        ] {
            let refused = address(typed).unwrap_err();
            assert!(refused.contains(says), "{typed}: {refused}");
        }
    }

    #[test]
    fn a_list_of_addresses_is_lines_or_opml() {
        assert_eq!(addresses("# mine\nhttps://a.com/x\n\n b.com/y \n"), ["https://a.com/x", "b.com/y"]);
        let opml = "<?xml version=\"1.0\"?><opml><body><outline text='A' xmlUrl=\"https://a.com/x?a=1&amp;b=2\"/>
            <outline xmlUrl='https://b.com/y'/></body></opml>";
        assert_eq!(addresses(opml), ["https://a.com/x?a=1&b=2", "https://b.com/y"]);
    }

    #[test]
    fn a_report_says_every_count_and_they_add_up() {
        let report = FetchReport {
            feeds: 3,
            read: 1,
            unchanged: 1,
            failed: vec!["https://a.com/x: the server answered 404.".into()],
            items: 10,
            new: 5,
            known: 3,
            undated: 1,
            refused: 1,
            linked: 2,
            watched: 1,
            ..FetchReport::default()
        };
        assert_eq!(
            report.sentence(),
            "3 feeds: 1 read, 1 with nothing new, 1 failed. 10 items: 5 new, 3 known, 1 without a date, 1 refused. What \
             has no date waits among the undated triggers. 2 of the new ones linked to an account. 1 by watch words. https://a.com/x: the server answered 404."
        );
    }
}
