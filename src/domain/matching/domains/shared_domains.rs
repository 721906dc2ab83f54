//! Web domains and mailboxes that many people share and that therefore identify nobody; from
//! `assets/shared_domains.toml`, `assets/mail_hosts.txt` and the list of public suffixes.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::registered_domain;

/// The shipped table of shared domains and mailboxes, in lower case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SharedDomainFile {
    mail: HashSet<String>,
    pages: HashSet<String>,
    examples: HashSet<String>,
    desks: HashSet<String>,
    most_names: usize,
}

static SHARED: LazyLock<SharedDomainFile> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../assets/shared_domains.toml")).expect("the shipped table is read by a test")
});

/// Hosts of mailboxes for anybody, made by `assets/mail_hosts.py`. Texts of the program itself: putting them into a set takes
/// half a millisecond, and every row of a list asks.
static MAIL_HOSTS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../../../assets/mail_hosts.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// Returns true if a domain identifies no company because many share it: a free-mail host, a social network, a web host, an
/// end under which others register, or an example domain.
pub(crate) fn is_shared_domain(domain: &str) -> bool {
    [&SHARED.mail, &SHARED.pages, &SHARED.examples].iter().any(|domains| domains.contains(domain))
        || MAIL_HOSTS.contains(domain)
        || (domain.contains('.') && registered_domain(domain).is_none())
}

/// Returns how many names a domain may have in the book and still tell which company is meant.
pub(crate) fn most_names_of_a_domain() -> usize {
    SHARED.most_names
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
            ("github.io", true),
            ("co.uk", true),
            ("frontier.com", false),
            ("", false),
        ] {
            assert_eq!(is_shared_domain(domain), shared, "{domain}");
        }
        assert!(is_desk("info@norvik.dk") && !is_desk("ane.lund@norvik.dk") && !is_desk("infos@norvik.dk"));
    }

    #[test]
    fn a_mailbox_for_anybody_is_known_in_every_country() {
        let hosts = "seznam.cz centrum.cz email.cz volny.cz atlas.cz post.cz wp.pl o2.pl onet.pl interia.pl gazeta.pl web.de gmx.de \
            t-online.de freenet.de arcor.de libero.it virgilio.it tiscali.it alice.it tin.it qq.com 163.com 126.com sina.com \
            sohu.com foxmail.com naver.com daum.net hanmail.net yandex.ru mail.ru bk.ru inbox.ru list.ru rambler.ru ukr.net i.ua \
            abv.bg mail.bg freemail.hu citromail.hu azet.sk zoznam.sk centrum.sk post.sk sapo.pt terra.com.br uol.com.br \
            bol.com.br ig.com.br hotmail.it hotmail.de hotmail.es live.nl live.co.uk yahoo.co.jp yahoo.com.br yahoo.it yahoo.ca \
            orange.fr sfr.fr laposte.net neuf.fr bluewin.ch telenet.be skynet.be ziggo.nl xs4all.nl kpnmail.nl planet.nl \
            online.no hotmail.no bigpond.com optusnet.com.au xtra.co.nz shaw.ca rogers.com sympatico.ca cox.net charter.net \
            sbcglobal.net bellsouth.net rediffmail.com walla.co.il tutanota.com tuta.io fastmail.com hushmail.com hey.com \
            duck.com mailbox.org posteo.de kolabnow.com privaterelay.appleid.com inbox.lv mail.ee one.lt tele2.nl chello.at aon.at";
        let missing: Vec<&str> = hosts.split_whitespace().filter(|host| !is_shared_domain(host)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn no_company_of_two_lists_is_taken_for_a_host_of_mailboxes() {
        let lists = [
            include_str!("../../../../tests/data/fortune1000-2022.csv"),
            include_str!("../../../../tests/data/hubspot-companies.csv"),
        ];
        let pages = lists.iter().flat_map(|list| list.split([',', '\n'])).filter(|cell| cell.contains("://"));
        let domains: Vec<String> = pages.filter_map(domain_of).collect();
        let shared: Vec<&String> = domains.iter().filter(|domain| is_shared_domain(domain)).collect();
        assert!(
            domains.len() > 800 && shared.iter().all(|domain| *domain == "twitter.com"),
            "{} {shared:?}",
            domains.len()
        );
    }

    #[test]
    fn every_domain_of_the_table_is_one_as_addresses_are_read() {
        for domain in [&SHARED.mail, &SHARED.pages, &SHARED.examples].into_iter().flatten() {
            assert_eq!(domain_of(domain).as_deref(), Some(domain.as_str()), "it would never be met");
        }
    }
}
