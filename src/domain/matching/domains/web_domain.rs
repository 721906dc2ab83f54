//! Extracts the web domain from whatever a list calls a website.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::punycode::letters_of;

/// Returns the web domain of an address, a page or an e-mail address: lower case, without scheme, user, `www.`, port
/// and path, in the letters that people read where it stands as `xn--`.
pub fn domain_of(url: &str) -> Option<String> {
    let first = url.trim().split([' ', '\t', '\n', ',', ';', '|']).next()?.to_lowercase();
    let mut rest = first.as_str();
    // Real lists write "https://https://".
    while let Some((_, after)) = rest.split_once("://").filter(|(scheme, _)| scheme.chars().all(char::is_alphanumeric))
    {
        rest = after;
    }
    let host = rest.trim_start_matches('/').split(['/', '?', '#', '\\']).next()?;
    let host = host.rsplit('@').next()?.trim_start_matches("mailto:");
    let host = in_letters(host.split(':').next()?);
    let host = host.trim_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    let labels: Vec<&str> = host.split('.').collect();
    let sound = labels.iter().all(|label| {
        !label.is_empty()
            && label.chars().count() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    });
    let top = labels.last()?;
    let named = labels.len() >= 2 && top.chars().count() >= 2 && !top.chars().all(|c| c.is_ascii_digit());
    (sound && named).then(|| host.to_owned())
}

/// Returns a host with the dots and letters of its registered form: other scripts have dots of their own, and wide letters.
fn in_letters(host: &str) -> Cow<'_, str> {
    if host.is_ascii() && !host.contains("xn--") {
        return Cow::Borrowed(host);
    }
    let host: String = host.nfkc().map(|c| if c == '。' { '.' } else { c }).collect::<String>().to_lowercase();
    let labels = host.split('.').map(|label| letters_of(label).map_or(Cow::Borrowed(label), Cow::Owned));
    Cow::Owned(labels.collect::<Vec<_>>().join(".").nfc().collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_domain_is_read_from_whatever_a_list_calls_a_website() {
        for (text, domain) in [
            ("https://www.stock.walmart.com", Some("stock.walmart.com")),
            ("www.Amazon.com", Some("amazon.com")),
            ("https://https://wbd.com", Some("wbd.com")),
            ("http://user:pw@acme.co.uk:8080/path?q=http://other.com#x", Some("acme.co.uk")),
            ("ane.lund@norvik.example", Some("norvik.example")),
            ("mailto:ane@norvik.example", Some("norvik.example")),
            ("//cdn.acme.com/", Some("cdn.acme.com")),
            ("acme.com, acme.de", Some("acme.com")),
            ("https://acme.com/?next=https://evil.com", Some("acme.com")),
            ("müller.de", Some("müller.de")),
            ("https://www.xn--mller-kva.de/", Some("müller.de")),
            ("INFO@XN--MLLER-KVA.DE", Some("müller.de")),
            ("mu\u{308}ller.de", Some("müller.de")),
            ("ｎｏｒｖｉｋ。ｊｐ", Some("norvik.jp")),
            ("xn--zckzah.xn--55qx5d", Some("テスト.公司")),
            ("xn--.de", None),
            ("acme.com.", Some("acme.com")),
            ("acme", None),
            ("n/a", None),
            ("192.168.1.1", None),
            ("-acme.com", None),
            ("acme..com", None),
            ("", None),
        ] {
            assert_eq!(domain_of(text).as_deref(), domain, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_domain_of_a_domain_is_itself(text in "\\PC*") {
            if let Some(domain) = domain_of(&text) {
                prop_assert_eq!(domain_of(&domain), Some(domain));
            }
        }
    }
}
