//! What single cells say: numbers, money, places, e-mail addresses, telephone numbers, yes and no.

use crate::domain::account::Phone;

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

/// An amount of money in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Money {
    /// In units of the currency; true where the cell itself gave the scale (`$500M`).
    Dollars(f64, bool),
    /// Not US dollars.
    OtherCurrency,
}

/// A number as people write it: `1,234.5`, `1.234,56`, `1 234`, `1'234`, `6.0E7`, `2.3M`.
pub(super) fn number(cell: &str) -> Option<f64> {
    scaled(cell).map(|(value, _)| value)
}

/// A head count: whole; of a range (`51-200`, `10001+`) the lower end. True where it was a range.
pub(super) fn head_count(cell: &str) -> Option<(u64, bool)> {
    let cell = cell.trim().trim_start_matches(['~', '>', '<', '≈']).trim();
    let lower = cell.split_whitespace().next().unwrap_or("");
    let range = cell.split_once(['-', '–', '—']).or_else(|| cell.split_once(" to "));
    if let Some((low, high)) = range
        && whole(high).is_some()
    {
        return whole(low).map(|count| (count, true));
    }
    if let Some(low) = cell.strip_suffix('+') {
        return whole(low).map(|count| (count, true));
    }
    whole(cell).or_else(|| whole(lower)).map(|count| (count, false))
}

/// People and other things that come in ones: a lone separator before three digits parts thousands.
fn whole(cell: &str) -> Option<u64> {
    let cell = cell.trim();
    let grouped = match cell.split_once(['.', ',']) {
        Some((_, after)) if after.len() == 3 && after.bytes().all(|b| b.is_ascii_digit()) => {
            cell.replace(['.', ','], "")
        }
        _ => cell.to_owned(),
    };
    let value = number(&grouped)?;
    let rounded = value.round();
    (0.0..9.0e15).contains(&rounded).then(|| to_whole(rounded))
}

/// A float that is known to be whole and small.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie between 0 and 9e15")]
fn to_whole(value: f64) -> u64 {
    value as u64
}

/// An amount of money.
pub(super) fn money(cell: &str) -> Option<Money> {
    let upper = cell.trim().to_uppercase();
    let mut bare = upper.as_str();
    for sign in ["US$", "USD", "$"] {
        bare = bare.trim().trim_start_matches(sign).trim_end_matches(sign).trim();
    }
    if let Some((value, told)) = scaled(bare) {
        return Some(Money::Dollars(value, told));
    }
    let digits = bare.trim_start_matches(|c: char| !c.is_ascii_digit()).trim_end_matches(|c: char| !c.is_ascii_digit());
    let around: String = bare.replacen(digits, "", 1);
    let currency = !around.trim().is_empty() && around.chars().all(|c| c.is_alphabetic() || "€£¥₹ .".contains(c));
    (currency && scaled(digits).is_some()).then_some(Money::OtherCurrency)
}

/// A number and whether a word or letter scaled it.
fn scaled(cell: &str) -> Option<(f64, bool)> {
    const SCALES: [(&str, f64); 20] = [
        ("THOUSAND", 1e3),
        ("MILLIONS", 1e6),
        ("MILLION", 1e6),
        ("BILLIONS", 1e9),
        ("BILLION", 1e9),
        ("TRILLION", 1e12),
        ("MIO.", 1e6),
        ("MIO", 1e6),
        ("MLN", 1e6),
        ("MRD.", 1e9),
        ("MRD", 1e9),
        ("MLD", 1e9),
        ("TIS.", 1e3),
        ("BN", 1e9),
        ("MM", 1e6),
        ("TSD", 1e3),
        ("K", 1e3),
        ("M", 1e6),
        ("B", 1e9),
        ("T", 1e12),
    ];
    let upper = cell.trim().to_uppercase();
    for (word, factor) in SCALES {
        if let Some(rest) = upper.strip_suffix(word) {
            return plain(rest.trim()).map(|value| (value * factor, true));
        }
    }
    plain(&upper).map(|value| (value, false))
}

/// Digits with separators. Where both kinds occur the last is the decimal mark; one kind, repeated or before exactly
/// three digits (a comma), parts thousands.
fn plain(cell: &str) -> Option<f64> {
    let digits: String =
        cell.chars().filter(|c| !matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '\'' | '’')).collect();
    if digits.is_empty()
        || !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | 'E' | 'e'))
    {
        return None;
    }
    let (commas, dots) = (digits.matches(',').count(), digits.matches('.').count());
    let last_group = digits.rsplit([',', '.']).next().map_or(0, str::len);
    let (comma_last, dot_last) = (digits.rfind(',') > digits.rfind('.'), digits.rfind('.') > digits.rfind(','));
    let normal = match (commas, dots) {
        (0, 0 | 1) => digits,
        (0, _) => digits.replace('.', ""),
        (1, 0) if last_group != 3 => digits.replace(',', "."),
        (_, 0) => digits.replace(',', ""),
        _ if dot_last => digits.replace(',', ""),
        _ if comma_last => digits.replace('.', "").replace(',', "."),
        _ => return None,
    };
    normal.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// `yes`, `true`, `1`, `on`, `x`, `ja`, `ano` …; nothing where the cell says neither.
pub(super) fn yes_or_no(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "1" | "yes" | "y" | "true" | "t" | "on" | "x" | "ja" | "ano" | "oui" | "si" | "sí" | "checked" => Some(true),
        "0" | "no" | "n" | "false" | "f" | "off" | "nein" | "ne" | "non" | "" | "unchecked" => Some(false),
        _ => None,
    }
}

/// E-mail addresses in a cell, lower case, in order, each once.
pub(super) fn emails(cell: &str) -> Vec<String> {
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
pub(super) fn company_domain(email: &str) -> Option<String> {
    let (_, host) = email.split_once('@')?;
    may_be_a_company(host).then(|| host.to_owned())
}

/// Whether a domain can stand for a company: no free-mail host, no example, no network where everyone has a page.
pub(super) fn may_be_a_company(domain: &str) -> bool {
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

/// Telephone numbers in a cell, raw, with the label that the header gives.
///
/// # Errors
/// The words for a number that a spreadsheet has rounded.
pub(super) fn phones(cell: &str, header: &str) -> Result<Vec<Phone>, String> {
    let label = phone_label(header);
    let mut found = Vec::new();
    for part in cell.split(" ::: ").flat_map(|part| part.split([';', '\n'])) {
        let raw = part.trim().trim_start_matches('\'').trim();
        if raw.is_empty() {
            continue;
        }
        if is_rounded(raw) {
            return Err(format!("telephone “{raw}” was rounded by a spreadsheet; its digits are lost"));
        }
        if raw.bytes().filter(u8::is_ascii_digit).count() >= 3 {
            found.push(Phone { raw: crate::domain::text::clean_line(raw, 60), label: label.to_owned() });
        }
    }
    Ok(found)
}

/// `1.55512E+10`: a spreadsheet took the number for an amount.
fn is_rounded(raw: &str) -> bool {
    let upper = raw.to_uppercase();
    upper.split_once("E+").is_some_and(|(digits, power)| {
        let number =
            |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
        number(digits) && number(power)
    })
}

fn phone_label(header: &str) -> &'static str {
    let lower = header.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&["mobil", "cell", "handy"]) {
        "mobile"
    } else if has(&["home"]) {
        "home"
    } else if has(&["other"]) {
        "other"
    } else {
        "work"
    }
}

/// Labels in one cell: `a, b; c`.
pub(super) fn tags(cell: &str) -> impl Iterator<Item = String> + '_ {
    let parts = cell.split([',', ';', '|']).flat_map(|part| part.split(":::"));
    parts
        .map(|part| crate::domain::text::clean_line(part.trim().trim_start_matches("* "), 60))
        .filter(|tag| !tag.is_empty())
}

/// A place in one cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Place {
    pub(super) city: Option<String>,
    pub(super) region: Option<String>,
    pub(super) country: Option<String>,
}

/// `City, State`, `City, Country` or `City, State, Country`. Footnote marks (`Florida[3]`) come off.
pub(super) fn place(cell: &str) -> Place {
    let bare = without_footnotes(cell);
    let parts: Vec<String> =
        bare.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    let own = |text: &String| Some(text.clone()).filter(|text| text.to_lowercase() != "none");
    match parts.as_slice() {
        [] => Place::default(),
        [city] => Place { city: own(city), ..Place::default() },
        [city, last] if is_region(last) => Place { city: own(city), region: own(last), country: None },
        [city, last] => Place { city: own(city), region: None, country: own(last) },
        [city, .., region, country] if !is_region(country) => {
            Place { city: own(city), region: own(region), country: own(country) }
        }
        [city, .., region] => Place { city: own(city), region: own(region), country: None },
    }
}

fn without_footnotes(cell: &str) -> String {
    let mut bare = String::with_capacity(cell.len());
    let mut depth = 0_u32;
    for c in cell.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// A state of the US or a province of Canada, by name or by its two letters.
fn is_region(name: &str) -> bool {
    const NAMES: &str = "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|d.c.|dc|district of columbia|florida|\
        georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|\
        minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|\
        north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|puerto rico|rhode island|south carolina|\
        south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming|alberta|\
        british columbia|manitoba|new brunswick|newfoundland and labrador|nova scotia|ontario|prince edward island|\
        quebec|québec|saskatchewan";
    let lower = name.trim().to_lowercase();
    NAMES.split('|').any(|known| known == lower) || (name.len() == 2 && name.chars().all(|c| c.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_every_common_writing() {
        let table = [
            ("1,234.5", 1234.5),
            ("1.234,56", 1234.56),
            ("1 234", 1234.0),
            ("1\u{A0}234,5", 1234.5),
            ("1'234", 1234.0),
            ("572754", 572754.0),
            ("6.0E7", 6e7),
            ("1,234", 1234.0),
            ("12,5", 12.5),
            ("1.234.567", 1234567.0),
            ("1,234,567.8", 1234567.8),
            ("2.3M", 2.3e6),
            ("-13.5", -13.5),
            (" 27,275.25 ", 27275.25),
            ("3 Mio.", 3e6),
        ];
        for (cell, expected) in table {
            assert_eq!(number(cell), Some(expected), "{cell}");
        }
        for cell in ["", "-", "n/a", "12 people", "E"] {
            assert_eq!(number(cell), None, "{cell}");
        }
    }

    #[test]
    fn head_counts_are_whole_and_ranges_give_the_lower_end() {
        let table = [
            ("1,608,000", Some((1_608_000, false))),
            ("1.234", Some((1234, false))),
            ("51-200", Some((51, true))),
            ("10,001+", Some((10001, true))),
            ("9999.9", Some((10000, false))),
            ("350 employees", Some((350, false))),
            ("1.5K", Some((1500, false))),
            ("many", None),
            ("-5", None),
        ];
        for (cell, expected) in table {
            assert_eq!(head_count(cell), expected, "{cell}");
        }
    }

    #[test]
    fn money_says_its_scale_and_other_currencies_are_told_apart() {
        assert_eq!(money("$500M"), Some(Money::Dollars(5e8, true)));
        assert_eq!(money("USD 1,234"), Some(Money::Dollars(1234.0, false)));
        assert_eq!(money("8.48E10"), Some(Money::Dollars(8.48e10, false)));
        assert_eq!(money("9 000 Kč"), Some(Money::OtherCurrency));
        assert_eq!(money("€5"), Some(Money::OtherCurrency));
        assert_eq!(money("-"), None);
    }

    #[test]
    fn mail_cells_hold_several_addresses() {
        assert_eq!(emails("A@x.com, b@x.com;a@X.com ::: c@y.org"), ["a@x.com", "b@x.com", "c@y.org"]);
        assert_eq!(emails("not an address"), Vec::<String>::new());
        assert_eq!(company_domain("a@gmail.com"), None);
        assert_eq!(company_domain("a@norvik.example.dk").as_deref(), Some("norvik.example.dk"));
    }

    #[test]
    fn rounded_telephone_numbers_are_refused() {
        assert!(phones("1.55512E+10", "Phone").is_err());
        let found = phones("'+1 415 555 0100", "Mobile Phone").unwrap();
        assert_eq!((found[0].raw.as_str(), found[0].label.as_str()), ("+1 415 555 0100", "mobile"));
        assert_eq!(phones("1-955-371-0847 x371", "phone_work").unwrap()[0].label, "work");
    }

    #[test]
    fn places_are_split_into_city_region_and_country() {
        let told = |cell: &str| {
            let place = place(cell);
            [place.city, place.region, place.country].map(Option::unwrap_or_default).join("|")
        };
        assert_eq!(told("Saint Paul, Minnesota"), "Saint Paul|Minnesota|");
        assert_eq!(told("Dublin, Ireland"), "Dublin||Ireland");
        assert_eq!(told("Miami, Florida[3]"), "Miami|Florida|");
        assert_eq!(told("none"), "||");
        assert_eq!(told("Toronto, Ontario, Canada"), "Toronto|Ontario|Canada");
    }
}
