//! Web domains and mailboxes that many people share and that therefore identify nobody; from
//! `assets/shared_domains.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

/// The shipped table of shared domains and mailboxes, in lower case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SharedDomainFile {
    mail: HashSet<String>,
    pages: HashSet<String>,
    examples: HashSet<String>,
    desks: HashSet<String>,
}

static SHARED: LazyLock<SharedDomainFile> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/shared_domains.toml")).expect("the shipped table is read by a test")
});

/// Returns true if a domain identifies no company because many share it: a free-mail host, a social network, a web host
/// or an example domain.
pub(crate) fn is_shared_domain(domain: &str) -> bool {
    [&SHARED.mail, &SHARED.pages, &SHARED.examples].iter().any(|domains| domains.contains(domain))
}

/// Returns true if a mailbox belongs to a function and not to a person, such as `info@`.
pub(crate) fn is_desk(email: &str) -> bool {
    email.split('@').next().is_some_and(|mailbox| SHARED.desks.contains(mailbox))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::matching::domain_of;

    #[test]
    fn a_domain_that_many_share_stands_for_no_company() {
        for (domain, shared) in [
            ("gmail.com", true),
            ("seznam.cz", true),
            ("wixsite.com", true),
            ("linkedin.com", true),
            ("example.org", true),
            ("norvik.dk", false),
            ("norvik.wixsite.com", false),
            ("", false),
        ] {
            assert_eq!(is_shared_domain(domain), shared, "{domain}");
        }
        assert!(is_desk("info@norvik.dk") && !is_desk("ane.lund@norvik.dk") && !is_desk("infos@norvik.dk"));
    }

    #[test]
    fn every_domain_of_the_table_is_one_as_addresses_are_read() {
        for domain in [&SHARED.mail, &SHARED.pages, &SHARED.examples].into_iter().flatten() {
            assert_eq!(domain_of(domain).as_deref(), Some(domain.as_str()), "it would never be met");
        }
    }
}
