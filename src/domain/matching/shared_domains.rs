//! Web domains and mailboxes that many share: they say nothing about who is who. `assets/shared_domains.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

/// Shared domains and mailboxes as shipped, lower case.
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

/// True if many share this domain, so that it stands for no company: a host of private mailboxes, a network or a host
/// of pages, an example.
pub(crate) fn is_shared_domain(domain: &str) -> bool {
    [&SHARED.mail, &SHARED.pages, &SHARED.examples].iter().any(|domains| domains.contains(domain))
}

/// True if a mailbox is read by whoever is there.
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
