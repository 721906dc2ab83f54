//! Resolves links in feeds, absolute or relative. Only web addresses are kept: no scripts, e-mail addresses or files.

use crate::domain::text::clean_line;

/// Longest address that is kept, in characters.
const LONGEST: usize = 2000;

/// Resolves `link` relative to `base`; `None` if the result is no web address.
pub(super) fn resolve_link(base: Option<&str>, link: &str) -> Option<String> {
    let (link, base) = (link.trim(), base.and_then(clean_page));
    if link.is_empty() || link.chars().count() > LONGEST || link.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let link = clean_line(link, LONGEST);
    let link = link.as_str();
    if is_web(link) {
        return Some(link.to_owned());
    }
    // Nothing but pages of the web may come out of a feed: a rep opens a link without a look at its scheme.
    if has_scheme(link) {
        return None;
    }
    let base = base?;
    let (scheme, rest) = base.split_once("://")?;
    if let Some(host) = link.strip_prefix("//") {
        return Some(format!("{scheme}://{host}"));
    }
    let until = rest.find(['?', '#']).unwrap_or(rest.len());
    let rest = rest.get(..until)?;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let path = match link.chars().next() {
        Some('/') => link.to_owned(),
        Some('?' | '#') => format!("{}{link}", if path.is_empty() { "/" } else { path }),
        _ => format!("{}/{link}", path.rsplit_once('/').map_or("", |(folder, _)| folder)),
    };
    Some(format!("{scheme}://{host}{}", without_dots(&path)))
}

/// Returns a web address without what no address shows: a soft hyphen in it would name another page than the one read.
pub(super) fn clean_page(address: &str) -> Option<String> {
    Some(clean_line(address, LONGEST)).filter(|address| is_web(address))
}

/// Returns true for a web address.
pub(super) fn is_web(address: &str) -> bool {
    let opens = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (opens("https://") || opens("http://")) && !address.contains(char::is_whitespace)
}

/// Returns true if a link begins with a scheme, a word and a colon before any slash: `javascript:`, `tag:`, `mailto:`.
fn has_scheme(link: &str) -> bool {
    let Some((word, _)) = link.split_once(':') else { return false };
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Resolves `.` and `..` in a path; what follows `?` or `#` is unchanged.
fn without_dots(path: &str) -> String {
    let (path, rest) = path.split_at(path.find(['?', '#']).unwrap_or(path.len()));
    let mut kept: Vec<&str> = Vec::new();
    let last = path.rsplit('/').next().unwrap_or("");
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => drop(kept.pop()),
            part => kept.push(part),
        }
    }
    if matches!(last, "." | "..") {
        kept.push("");
    }
    format!("/{}{rest}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_address_is_made_whole_and_what_is_no_page_is_left_out() {
        let base = Some("http://example.org/news/2026/index.html?x=1");
        for (link, expected) in [
            ("https://a.example/b", Some("https://a.example/b")),
            ("HTTP://a.example/b", Some("HTTP://a.example/b")),
            ("//cdn.example/x", Some("http://cdn.example/x")),
            ("/top", Some("http://example.org/top")),
            ("item.html", Some("http://example.org/news/2026/item.html")),
            ("../2025/a", Some("http://example.org/news/2025/a")),
            ("./a?b=../c", Some("http://example.org/news/2026/a?b=../c")),
            ("?page=2", Some("http://example.org/news/2026/index.html?page=2")),
            ("../../../../x", Some("http://example.org/x")),
            ("javascript:alert(1)", None),
            ("JavaScript:alert(1)", None),
            ("data:text/html,x", None),
            ("mailto:a@b.example", None),
            ("tag:example.org,2026:1", None),
            ("java\nscript:alert(1)", None),
            ("https://a.example/0001\u{ad}25", Some("https://a.example/000125")),
            ("item\u{200b}.html", Some("http://example.org/news/2026/item.html")),
            ("", None),
        ] {
            assert_eq!(resolve_link(base, link).as_deref(), expected, "{link}");
        }
        assert_eq!(clean_page("https://a.ex\u{ad}ample/\u{7f}b").as_deref(), Some("https://a.example/b"));
        assert_eq!(clean_page("a.example"), None);
        assert_eq!(resolve_link(None, "/top"), None);
        assert_eq!(resolve_link(Some("http://example.org"), "a").as_deref(), Some("http://example.org/a"));
    }
}
