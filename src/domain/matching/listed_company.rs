//! Companies on a do-not-call list: by web domain, by name, by number of a register or of a CRM.

use super::{domain_of, has_known_end, is_shared_domain, name_key};

/// A company of a do-not-call list, as far as the list names it: nobody there may be called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListedCompany {
    /// Web domains, as [`domain_of`] gives them.
    pub domains: Vec<String>,
    /// Names.
    pub names: Vec<String>,
    /// Numbers of registers and of other systems, as the list writes them.
    pub ids: Vec<String>,
}

impl ListedCompany {
    /// Returns true if the list names nothing of a company.
    pub fn is_empty(&self) -> bool {
        self.domains.is_empty() && self.names.is_empty() && self.ids.is_empty()
    }
}

/// Returns the web domain that a cell of a do-not-call list bars: `@firm.example`, `*@firm.example`, `*.firm.example`,
/// `firm.example` or a page there. `None` for everything else, such as the address of one person.
pub(crate) fn listed_domain(cell: &str) -> Option<String> {
    let cell = cell.trim();
    let marked = cell.strip_prefix("*@").or_else(|| cell.strip_prefix('@')).or_else(|| cell.strip_prefix("*."));
    let rest = marked.unwrap_or(cell);
    if rest.contains(['@', ' ', ',', ';']) {
        return None;
    }
    let domain = domain_of(rest)?;
    // "Phone.Number" is a header.
    let says_so = marked.is_some() || rest.contains("://");
    let known = has_known_end(&domain) && !HEADERS.iter().any(|end| domain.ends_with(end));
    (says_so || known || domain.ends_with(".example")).then_some(domain)
}

/// Ends of domains that are also words of headers.
const HEADERS: [&str; 5] = [".name", ".phone", ".email", ".id", ".company"];

/// Returns the ends of a domain that a list may have, itself first: `eu.firm.example`, `firm.example`.
pub(crate) fn listed_ends(domain: &str) -> impl Iterator<Item = &str> {
    let starts = std::iter::once(0).chain(domain.match_indices('.').map(|(at, _)| at + 1));
    starts.filter_map(|at| domain.get(at..)).filter(|end| end.contains('.') && !is_shared_domain(end))
}

/// Returns the form in which a company's name is listed.
pub(crate) fn listed_name(name: &str) -> String {
    name_key(name)
}

/// Words behind a number that say that its company pays a tax.
const TAXED: [&str; 6] = ["MVA", "MWST", "TVA", "IVA", "VAT", "TPS"];
/// Fewest digits of a number whose country is left out: shorter ones are another kind of number with it.
const LONG: usize = 7;

/// Returns the form in which a company's number is listed and compared: without blanks and points, without country and tax
/// around many digits, without zeros in front. Ids with letters of both cases keep them.
pub(crate) fn company_id_key(id: &str) -> String {
    let bare: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
    let cased = bare.bytes().any(|b| b.is_ascii_lowercase()) && bare.bytes().any(|b| b.is_ascii_uppercase());
    if matches!(bare.len(), 15 | 18) && cased {
        return bare;
    }
    let upper = bare.to_uppercase();
    let untaxed = TAXED.iter().find_map(|word| upper.strip_suffix(word)).unwrap_or(&upper);
    let digits = untaxed.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let country = untaxed.len() - digits.len();
    let number = digits.len() >= LONG && country <= 3 && digits.bytes().all(|b| b.is_ascii_digit());
    let key = if number { digits } else { &upper };
    let short = key.trim_start_matches('0');
    if short.is_empty() { key.to_owned() } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_listed_in_three_forms_and_an_address_is_none() {
        for (cell, domain) in [
            ("@firm.example", Some("firm.example")),
            ("firm.example", Some("firm.example")),
            ("*.firm.example", Some("firm.example")),
            ("*@Firm.Example", Some("firm.example")),
            ("https://www.firm.co.uk/about", Some("firm.co.uk")),
            ("xn--mller-kva.de", Some("müller.de")),
            ("ane@firm.example", None),
            ("Phone.Number", None),
            ("First.Name", None),
            ("Acme Inc.", None),
            ("+47 22 33 44 55", None),
            ("", None),
        ] {
            assert_eq!(listed_domain(cell).as_deref(), domain, "{cell}");
        }
        assert_eq!(
            listed_ends("eu.mail.firm.co.uk").collect::<Vec<_>>(),
            ["eu.mail.firm.co.uk", "mail.firm.co.uk", "firm.co.uk"]
        );
    }

    #[test]
    fn a_number_is_one_with_and_without_its_country_and_tax() {
        for writings in [
            &["PL 526-025-09-95", "5260250995", "pl5260250995"][..],
            &["CHE-123.456.788 MWST", "CHE123456788", "123.456.788"],
            &["NO 923 609 016 MVA", "923609016", "NO923609016MVA"],
            &["00274958", "274958"],
            &["0016000000AbCdE", "0016000000AbCdE"],
        ] {
            let keys: Vec<String> = writings.iter().map(|one| company_id_key(one)).collect();
            assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
        }
        assert_ne!(company_id_key("0016000000AbCdE"), company_id_key("0016000000AbCde"), "two accounts of one system");
        assert_ne!(company_id_key("SC123456"), company_id_key("NI123456"), "two companies of one register");
    }
}
