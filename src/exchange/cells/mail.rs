//! E-mail addresses, and the company behind one.

/// Hosts of private mailboxes and of examples: no company's domain.
const NO_COMPANY: [&str; 37] = [
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "yahoo.co.uk",
    "yahoo.de",
    "yahoo.fr",
    "ymail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "hotmail.fr",
    "outlook.com",
    "live.com",
    "msn.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "gmx.de",
    "gmx.net",
    "gmx.at",
    "gmx.ch",
    "web.de",
    "t-online.de",
    "freenet.de",
    "mail.com",
    "proton.me",
    "protonmail.com",
    "pm.me",
    "qq.com",
    "163.com",
    "yandex.ru",
    "mail.ru",
    "seznam.cz",
    "email.cz",
    "example.com",
    "example.org",
    "example.net",
];

/// E-mail addresses in a cell, lower case, in order, each once.
pub(crate) fn emails(cell: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in cell.split([',', ';', '|', ' ', '\n', '\t']).flat_map(|part| part.split(":::")) {
        let part = part.trim().trim_start_matches("mailto:").trim_matches(['<', '>', '"', '\'', '*']).to_lowercase();
        if is_email(&part) && !found.contains(&part) {
            found.push(part);
        }
    }
    found
}

fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else { return false };
    let clean = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control() || c == '@');
    clean(local) && clean(host) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
}

/// The web domain behind an e-mail address, where it can be a company's.
pub(crate) fn company_domain(email: &str) -> Option<String> {
    let (_, host) = email.split_once('@')?;
    may_be_a_company(host).then(|| host.to_owned())
}

/// Whether a domain can stand for a company: no free-mail host, no example, no network where everyone has a page.
pub(crate) fn may_be_a_company(domain: &str) -> bool {
    const SHARED: [&str; 8] = [
        "linkedin.com",
        "facebook.com",
        "twitter.com",
        "x.com",
        "instagram.com",
        "youtube.com",
        "sites.google.com",
        "github.com",
    ];
    !NO_COMPANY.contains(&domain) && !SHARED.contains(&domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_cells_hold_several_addresses() {
        assert_eq!(emails("A@x.com, b@x.com;a@X.com ::: c@y.org"), ["a@x.com", "b@x.com", "c@y.org"]);
        assert_eq!(emails("not an address"), Vec::<String>::new());
        assert_eq!(company_domain("a@gmail.com"), None);
        assert_eq!(company_domain("a@norvik.example.dk").as_deref(), Some("norvik.example.dk"));
    }
}
