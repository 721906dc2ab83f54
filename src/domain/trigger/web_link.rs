//! Which addresses may be opened in a browser.

// Feeds bring addresses that nobody here typed: a `file:` or a program's own scheme would be carried out by the desktop.
/// Returns the address if a browser may be given it, else why not, in words: only a web page, and without characters
/// that an address cannot have.
///
/// # Errors
/// For another scheme than http and https, for an address without a host, and for blanks and control characters.
pub fn web_link(address: &str) -> Result<&str, &'static str> {
    let lower = address.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let Some(rest) = rest else { return Err("only http and https addresses are opened") };
    let bad = |letter: char| {
        letter.is_whitespace() || letter.is_control() || matches!(letter, '"' | '\'' | '<' | '>' | '\\' | '`')
    };
    if address.chars().any(bad) {
        return Err("the address holds characters that no web address has");
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() || host.contains('@') {
        return Err("the address names no plain host");
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_pages_are_opened() {
        for (address, opened) in [
            ("https://news.example/2026/03/02/plant?x=1&y=%20#top", true),
            ("HTTP://news.example", true),
            ("https://news.example/$(id);ls|x", true),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
            ("mailto:ane@norvik.example", false),
            ("-h", false),
            ("", false),
            ("https://", false),
            ("https:///path", false),
            ("https://bank.example@evil.example/", false),
            ("https://news.example/a b", false),
            ("https://news.example/\n--new-window", false),
            ("https://news.example/\u{1b}[2J", false),
            ("https://news.example/`id`", false),
        ] {
            assert_eq!(web_link(address).is_ok(), opened, "{address:?}");
        }
    }
}
