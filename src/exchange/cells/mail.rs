//! Parses e-mail addresses, and finds the company behind one.

use crate::domain::matching::is_shared_domain;

/// Returns the e-mail addresses in a cell, in lower case, in order, each once: `Ane Lund <ane@x.com>; mailto:b@y.org`.
pub(crate) fn emails(cell: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let parts = cell.split([',', ';', '|', '<', '>', '(', ')', '[', ']', '"']).flat_map(str::split_whitespace);
    // Google Contacts joins several values of a cell with ` ::: `.
    for part in parts.flat_map(|part| part.split(":::")).flat_map(strokes) {
        let lower = part.to_lowercase();
        let address = lower.trim_start_matches('\'').trim_start_matches("mailto:").trim_start_matches("email:");
        // Directories write how an address is reached before it: "SMTP:" for the first one, "smtp:" for the others.
        let address = address.trim_start_matches("smtp:");
        let address = address.split('?').next().unwrap_or_default();
        let address = address.trim_matches(|c: char| matches!(c, '\'' | '*' | '.' | ':' | '!' | '‘' | '’' | '“' | '”'));
        if is_email(address) && !found.iter().any(|known| known == address) {
            found.push(address.to_owned());
        }
    }
    found
}

/// Splits `a@x.com/b@x.com` into two addresses; a slash within a single address belongs to it.
fn strokes(part: &str) -> impl Iterator<Item = &str> {
    let several = part.matches('@').count() > 1;
    part.split(move |c| several && c == '/')
}

fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else { return false };
    // Looser than RFC 5322 allows: umlauts before the "@" are written and delivered (RFC 6531), and a strict check
    // would cost the row its only address.
    let clean = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control() || c == '@');
    let labels = host
        .split('.')
        .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_'));
    // An address with numbers at its end is a machine's (1.2.3.4), and nobody is reached there.
    let top =
        host.rsplit('.').next().is_some_and(|top| top.chars().count() > 1 && !top.bytes().all(|b| b.is_ascii_digit()));
    clean(local) && host.contains('.') && labels && top
}

/// Returns the web domain of an e-mail address if it can be a company's.
pub(crate) fn company_domain(email: &str) -> Option<String> {
    let (_, host) = email.split_once('@')?;
    (!is_shared_domain(host)).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_cells_hold_several_addresses() {
        assert_eq!(emails("A@x.com, b@x.com;a@X.com ::: c@y.org"), ["a@x.com", "b@x.com", "c@y.org"]);
        assert_eq!(emails("Lund, Ane <Ane.Lund@X.com>"), ["ane.lund@x.com"]);
        assert_eq!(emails("mailto:a@x.com?subject=Hi"), ["a@x.com"]);
        assert_eq!(emails("SMTP:a@x.com; smtp:b@x.com"), ["a@x.com", "b@x.com"]);
        assert_eq!(emails("a@x.com. B@x.com/c@x.com"), ["a@x.com", "b@x.com", "c@x.com"]);
        assert_eq!(emails("jana@řeznictví.cz"), ["jana@řeznictví.cz"]);
        for broken in ["not an address", "a@b", "a@@x.com", "a@x..com", "@x.com", "a@x.com@", "a@1.2.3.4", "a at x.com"]
        {
            assert_eq!(emails(broken), Vec::<String>::new(), "{broken}");
        }
        assert_eq!(company_domain("a@gmail.com"), None);
        assert_eq!(company_domain("a@norvik.example.dk").as_deref(), Some("norvik.example.dk"));
    }
}
