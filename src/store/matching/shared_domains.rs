//! Web domains and mailboxes that many share: they say nothing about who is who.

/// Domains of mail and web hosts: they say nothing about a company.
const SHARED: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "yahoo.co.uk",
    "yahoo.de",
    "yahoo.fr",
    "ymail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "gmx.ch",
    "gmx.at",
    "web.de",
    "t-online.de",
    "freenet.de",
    "proton.me",
    "protonmail.com",
    "mail.com",
    "mail.ru",
    "yandex.ru",
    "yandex.com",
    "zoho.com",
    "qq.com",
    "163.com",
    "126.com",
    "orange.fr",
    "free.fr",
    "wanadoo.fr",
    "laposte.net",
    "bluewin.ch",
    "libero.it",
    "btinternet.com",
    "comcast.net",
    "verizon.net",
    "att.net",
    "wordpress.com",
    "blogspot.com",
    "wixsite.com",
    "weebly.com",
    "squarespace.com",
    "github.io",
    "sites.google.com",
    "business.site",
    "godaddysites.com",
    "myshopify.com",
    "linktr.ee",
    "linkedin.com",
    "facebook.com",
    "example.com",
    "example.net",
    "example.org",
];

/// Mailboxes that no one person reads.
const DESKS: &[&str] = &["info", "sales", "office", "contact", "hello", "mail", "admin", "support", "service", "team"];

/// True if many share this domain.
pub(crate) fn is_shared(domain: &str) -> bool {
    SHARED.contains(&domain)
}

/// True if a mailbox is read by whoever is there.
pub(crate) fn is_desk(email: &str) -> bool {
    email.split('@').next().is_some_and(|mailbox| DESKS.contains(&mailbox))
}
