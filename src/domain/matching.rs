//! A company name, ticker, CIK or domain → an account.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words for a form of company that lists add or leave out, folded.
const LEGAL_FORMS: &[&str] = &[
    "inc", "corp", "co", "ltd", "llc", "llp", "lp", "plc", "holding", "group", "cos", "nv", "bv", "ag", "gmbh", "kg",
    "kgaa", "mbh", "se", "sa", "sas", "sarl", "srl", "spa", "ab", "asa", "as", "oy", "oyj", "aps", "pty", "pte", "pvt",
    "kk", "bhd", "sdn", "sab", "cv", "sl", "the",
];

/// One spelling for words that lists abbreviate, folded.
const SPELLINGS: &[(&str, &str)] = &[
    ("incorporated", "inc"),
    ("corporation", "corp"),
    ("company", "co"),
    ("companies", "cos"),
    ("limited", "ltd"),
    ("holdings", "holding"),
    ("hldg", "holding"),
    ("hldgs", "holding"),
    ("grp", "group"),
    ("intl", "international"),
    ("natl", "national"),
    ("mfg", "manufacturing"),
    ("svcs", "services"),
    ("svc", "services"),
    ("tech", "technology"),
    ("bros", "brothers"),
];

/// Words that say what many companies do: two names that share only these are not one company.
const COMMON: &[&str] = &[
    "american",
    "america",
    "united",
    "first",
    "national",
    "general",
    "global",
    "international",
    "bank",
    "financial",
    "energy",
    "insurance",
    "services",
    "industries",
    "technologies",
    "technology",
    "systems",
    "health",
    "healthcare",
    "resources",
    "partners",
    "capital",
    "brands",
    "foods",
    "communications",
    "pharmaceuticals",
    "therapeutics",
    "properties",
    "realty",
    "trust",
    "power",
    "electric",
    "gas",
    "oil",
    "water",
    "solutions",
    "products",
    "media",
    "entertainment",
    "new",
    "of",
    "and",
    "for",
    "us",
    "usa",
    "north",
    "south",
    "west",
    "east",
    "western",
    "southern",
    "digital",
    "data",
    "software",
    "semiconductor",
    "motors",
    "airlines",
    "bancorp",
    "bancshares",
    "materials",
    "laboratories",
    "scientific",
    "medical",
    "steel",
    "home",
    "states",
    "city",
    "life",
    "air",
    "dynamics",
];

/// Longest word tried as an abbreviation, in characters; longer ones cost more than they find.
const LONGEST_ABBREVIATION: usize = 8;
/// Words from which an abbreviation may leave out the last ones.
const SURE_ABBREVIATION: usize = 2;

/// What names are compared on: folded, without legal forms, "the", punctuation and blanks, initials first.
///
/// The same for "The Coca-Cola Company" and "Coca-Cola", "SMITH A O CORP" and "A. O. Smith", both share classes of
/// Alphabet. For comparing only, neither for sorting nor for reading. Never empty for a name that holds anything to see.
pub fn name_key(name: &str) -> String {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let as_words = Some(name_words(name).concat()).filter(|key| !key.is_empty());
    let as_signs = || Some(bare(&plain(name))).filter(|key| !key.is_empty());
    let key = as_words.or_else(as_signs).unwrap_or_else(|| bare(name));
    // Joining words can bring marks together that have a settled order.
    if key.is_ascii() { key } else { key.nfc().collect() }
}

/// Whether a match by ticker may be believed: tickers are reused, so the names must have something to do with each
/// other. The same key, one the beginning of the other, an abbreviation of it, or a word in common that says more than
/// the trade.
pub fn names_agree(a: &str, b: &str) -> bool {
    let (a, b) = (name_words(a), name_words(b));
    let (one, other) = (a.concat(), b.concat());
    if one.is_empty() || other.is_empty() {
        return false;
    }
    one == other
        || opens(&one, &b)
        || opens(&other, &a)
        || abbreviates(&a, &b)
        || abbreviates(&b, &a)
        || open_alike(&a, &b)
        || a.iter().any(|word| word.chars().count() >= 3 && !COMMON.contains(&word.as_str()) && b.contains(word))
        || a.iter().any(|word| b.iter().any(|other| owns(word, other) || owns(other, word)))
}

/// "Campbell's" and "Campbell": a name and its possessive, closed up.
fn owns(possessive: &str, name: &str) -> bool {
    name.chars().count() >= 5 && !COMMON.contains(&name) && possessive.strip_suffix('s') == Some(name)
}

/// The web domain in an address, a page or an e-mail: lower case, without scheme, user, `www.`, port and path.
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
    let host = host.split(':').next()?.trim_matches('.');
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

/// The SEC's number of a company: "0000320193", "CIK 320193", "CIK0000320193".
pub fn parse_cik(text: &str) -> Option<u64> {
    let text = text.trim().to_lowercase();
    let digits = text.strip_prefix("cik").unwrap_or(&text);
    let digits = digits.trim_start_matches([' ', '#', ':', '=']).trim();
    // Spreadsheets turn the number into "320193.0".
    let digits = digits.strip_suffix(".0").unwrap_or(digits);
    let well_formed = (1..=10).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|cik| well_formed && *cik > 0)
}

/// The exchange symbol in "NYSE:SPNT", "(NASDAQ: aapl)", "$BRK-B": upper case, a share class after a point.
pub fn ticker_of(text: &str) -> Option<String> {
    let upper = text.trim().trim_matches(['(', ')', '[', ']', '"', '\'']).to_uppercase();
    if matches!(upper.as_str(), "N/A" | "NA" | "NONE" | "NULL" | "NIL" | "PRIVATE" | "-") {
        return None;
    }
    let symbol = upper.rsplit(':').next()?.trim().trim_start_matches('$');
    let symbol = symbol.split([',', ';']).next()?;
    // Terminals write the market behind: "AAPL US". Anything else of two words is a sentence.
    let symbol = match symbol.split_whitespace().collect::<Vec<_>>().as_slice() {
        [symbol] => symbol.replace(['-', '/'], "."),
        [symbol, market] | [symbol, market, "EQUITY"] if market.len() == 2 => symbol.replace(['-', '/'], "."),
        _ => return None,
    };
    let mut parts = symbol.split('.');
    let stem = parts.next().filter(|stem| (1..=6).contains(&stem.len()))?;
    let class = parts.next().unwrap_or("");
    let well_formed = parts.next().is_none() && class.len() <= 3 && !symbol.ends_with('.');
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    (well_formed && plain(stem) && plain(class)).then_some(symbol)
}

/// Lower case without accents; letters that do not come apart are spelt out. Marks that make another letter, as in
/// Japanese or Hindi, stay.
pub(crate) fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut bare = String::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase).filter(|c| !is_accent(*c)) {
        match c {
            'ß' => bare.push_str("ss"),
            'æ' => bare.push_str("ae"),
            'œ' => bare.push_str("oe"),
            'ø' => bare.push('o'),
            'ł' => bare.push('l'),
            'đ' | 'ð' => bare.push('d'),
            'þ' => bare.push_str("th"),
            'ı' => bare.push('i'),
            c => bare.push(c),
        }
    }
    bare.nfc().collect()
}

/// The blocks of combining marks that Latin, Greek and Cyrillic use.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// The words of a text as keys of names are made of them: a name's key is its words without blanks, and so stands in
/// the text's words without blanks. Legal forms stay, "and" goes.
pub(crate) fn text_words(text: &str) -> Vec<String> {
    let words = split_words(&plain(text)).into_iter().filter(|word| word != "and");
    words.map(|word| spelling(&word).to_owned()).collect()
}

/// The words that make the name, in the order that is compared.
fn name_words(name: &str) -> Vec<String> {
    let mut words = split_words(&given_name_first(without_state(&plain(name))));
    drop_share_class(&mut words);
    for word in &mut words {
        let same = spelling(word);
        if same != word {
            *word = same.to_owned();
        }
    }
    if words.iter().any(|word| word != "and") {
        words.retain(|word| word != "and");
    }
    drop_legal_forms(&mut words);
    initials_first(words)
}

/// Registers add the state after a slash: "BANK OF NEW YORK MELLON CORP /DE/", "WELLS FARGO & COMPANY/MN".
fn without_state(name: &str) -> &str {
    let trimmed = name.trim_end();
    let closed = trimmed.strip_suffix(['/', '\\']);
    let Some((front, state)) = closed.unwrap_or(trimmed).rsplit_once(['/', '\\']) else {
        return name;
    };
    let is_state = (2..=3).contains(&state.len()) && state.bytes().all(|b| b.is_ascii_lowercase());
    let after_form = front.split(|c: char| !c.is_alphanumeric()).next_back().is_some_and(is_legal_form);
    if is_state && !front.trim().is_empty() && (closed.is_some() || after_form) { front } else { name }
}

/// Lists put a given name behind: "Lilly (Eli)".
fn given_name_first(name: &str) -> String {
    match name.trim_end().strip_suffix(')').and_then(|name| name.rsplit_once('(')) {
        Some((family, given)) if !given.is_empty() && given != "the" && given.chars().all(char::is_alphabetic) => {
            format!("{given} {family}")
        }
        _ => name.to_owned(),
    }
}

/// Words of letters and digits. Points and apostrophes inside a word close up ("U.S.", "Lowe's"); a "&" or "+" is "and".
fn split_words(name: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(name.len() + 8);
    for word in name.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && !is_combining_mark(c) && c != '&' && c != '+');
        // The web address of a company is its name.
        let word = if word == "a/s" || word == "s/a" { &word.replace('/', "") } else { word };
        let word = word.strip_suffix(".com").filter(|stem| !stem.is_empty()).unwrap_or(word);
        for c in word.chars() {
            match c {
                '.' | '\'' | '’' | '‘' | '`' | 'ʼ' => {}
                '&' | '+' => spaced.push_str(" and "),
                c if c.is_alphanumeric() || is_combining_mark(c) => spaced.push(c),
                _ => spaced.push(' '),
            }
        }
        spaced.push(' ');
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}

/// "Class A" and the like at the end: two share classes are one company.
fn drop_share_class(words: &mut Vec<String>) {
    while words.len() > 1
        && words.last().is_some_and(|word| matches!(word.as_str(), "stock" | "shares" | "adr" | "ads"))
    {
        words.pop();
        if words.len() > 1 && words.last().is_some_and(|word| matches!(word.as_str(), "common" | "ordinary")) {
            words.pop();
        }
    }
    if let [.., before, class, letter] = words.as_slice()
        && matches!(class.as_str(), "class" | "series")
        && letter.chars().count() == 1
        && !before.is_empty()
    {
        words.truncate(words.len() - 2);
    }
}

/// Legal forms go from the end and "the" from the front, as long as a word is left.
fn drop_legal_forms(words: &mut Vec<String>) {
    if words.len() > 1 && words.first().is_some_and(|word| word == "the") {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|word| is_legal_form(word)) {
        words.pop();
    }
}

fn spelling(word: &str) -> &str {
    SPELLINGS.iter().find(|(long, _)| *long == word).map_or(word, |(_, same)| same)
}

/// Whether a folded word is a form of company: "inc", "limited".
pub(crate) fn is_legal_form(word: &str) -> bool {
    LEGAL_FORMS.contains(&spelling(word))
}

/// Initials that stand together are one word, and the first: registers write "SMITH A O".
fn initials_first(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    let mut run = String::new();
    let mut first: Option<String> = None;
    for word in words.into_iter().map(Some).chain([None]) {
        let is_initial =
            word.as_ref().is_some_and(|word| word.chars().count() == 1 && word.chars().all(char::is_alphabetic));
        if is_initial {
            run.extend(word);
            continue;
        }
        match (run.chars().count(), first.is_some()) {
            (0, _) => {}
            (2.., false) => first = Some(std::mem::take(&mut run)),
            (_, _) => kept.push(std::mem::take(&mut run)),
        }
        kept.extend(word);
    }
    first.into_iter().chain(kept).collect()
}

/// Whether a name is the first words of another, however they are spaced: "Supermicro" and "Super Micro Computer".
fn opens(short: &str, words: &[String]) -> bool {
    let mut joined = String::new();
    !COMMON.contains(&short)
        && words.iter().any(|word| {
            joined.push_str(word);
            joined == short
        })
}

/// Two names that open with the same word, however short: "GE Aerospace" and "GE".
fn open_alike(a: &[String], b: &[String]) -> bool {
    match (a.first(), b.first()) {
        (Some(one), Some(other)) => one == other && !COMMON.contains(&one.as_str()),
        _ => false,
    }
}

/// Whether one of the names is opened by an abbreviation of the other: "IBM", "FedEx", "Labcorp", "GE Aerospace".
fn abbreviates(short: &[String], long: &[String]) -> bool {
    let Some(short) = short.first().filter(|word| (2..=LONGEST_ABBREVIATION).contains(&word.chars().count())) else {
        return false;
    };
    made_of(short, long, 0)
}

/// Whether the beginnings of two or more words, in order, make up the rest of an abbreviation. It need not reach the
/// last word once it is long enough to be no accident.
fn made_of(rest: &str, words: &[String], used: usize) -> bool {
    let Some((word, others)) = words.split_first() else {
        return rest.is_empty() && used >= 2;
    };
    if rest.is_empty() {
        return used >= SURE_ABBREVIATION;
    }
    let ends = rest.char_indices().map(|(start, c)| start + c.len_utf8());
    ends.map(|end| rest.split_at(end))
        .take_while(|(taken, _)| word.starts_with(taken))
        .any(|(_, left)| made_of(left, others, used + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_spellings_of_one_company_have_one_key() {
        for (a, b) in [
            ("The Coca-Cola Company", "Coca-Cola"),
            ("Coca-Cola Company (The)", "COCA COLA CO"),
            ("Amazon", "Amazon.com, Inc."),
            ("A. O. Smith", "SMITH A O CORP"),
            ("J.P. Morgan Chase & Co.", "JPMorgan Chase"),
            ("AT&T", "AT&T INC."),
            ("AT & T", "AT and T"),
            ("3M", "3M CO"),
            ("Alphabet Inc. (Class A)", "Alphabet Inc. (Class C)"),
            ("News Corp. Class B Common Stock", "News Corp"),
            ("Procter & Gamble", "Procter and Gamble"),
            ("DEERE & CO", "Deere"),
            ("Lowe's", "LOWES COMPANIES INC"),
            ("Lowe’s", "Lowe's"),
            ("BANK OF NEW YORK MELLON CORP /DE/", "Bank of New York Mellon"),
            ("WELLS FARGO & COMPANY/MN", "Wells Fargo"),
            ("Lilly (Eli)", "Eli Lilly & Co"),
            ("U.S. Bancorp", "US BANCORP"),
            ("Brown–Forman", "Brown-Forman"),
            ("Nestlé S.A.", "NESTLE SA"),
            ("Ørsted A/S", "Orsted"),
            ("Deutsche Börse AG", "deutsche borse"),
            ("Marsh & McLennan Companies", "Marsh McLennan"),
            ("The Goldman Sachs Group, Inc.", "Goldman Sachs"),
            ("Hyatt Hotels Intl", "Hyatt Hotels International"),
        ] {
            assert_eq!(name_key(a), name_key(b), "{a} / {b}");
        }
    }

    #[test]
    fn different_companies_keep_different_keys() {
        for (a, b) in [
            ("Bank of America", "Bank of New York"),
            ("Marriott International", "Marriott Vacations"),
            ("HP Inc.", "Hewlett Packard Enterprise"),
            ("Liberty Media", "Liberty Mutual"),
            ("A/B Testing", "C/B Testing"),
            ("が", "か"),
        ] {
            assert_ne!(name_key(a), name_key(b), "{a} / {b}");
        }
    }

    #[test]
    fn a_name_made_of_nothing_but_legal_words_or_signs_keeps_a_key() {
        for (name, key) in [
            ("Limited", "ltd"),
            ("The Company", "co"),
            ("Inc.", "inc"),
            ("The", "the"),
            ("And", "and"),
            ("東京", "東京"),
            ("Газпром", "газпром"),
            ("?", "?"),
            ("😀 😀", "😀😀"),
            ("Class A", "classa"),
            ("/DE/", "de"),
            ("", ""),
            ("  ", ""),
        ] {
            assert_eq!(name_key(name), key, "{name}");
        }
    }

    #[test]
    fn a_ticker_is_believed_only_where_the_names_have_something_to_do_with_each_other() {
        for (a, b, agree) in [
            ("Uber", "Uber Technologies", true),
            ("Bank of New York Mellon Corp", "BNY Mellon", true),
            ("General Electric", "GE Aerospace", true),
            ("Labcorp", "Laboratory Corp. of America", true),
            ("IBM", "International Business Machines", true),
            ("FedEx", "Federal Express", true),
            ("Expeditors International", "Expeditors Intl. of Washington", true),
            ("Campbell's Company (The)", "Campbell Soup", true),
            ("Block", "Square", false),
            ("Gen", "Genmab", false),
            ("Dana", "Danaher", false),
            ("Supermicro", "Super Micro Computer", true),
            ("United", "United Airlines", false),
            ("American Airlines", "American Express", false),
            ("First Bank", "First Energy", false),
            ("Bank of America", "Bank of New York", false),
            ("", "Uber", false),
        ] {
            assert_eq!(names_agree(a, b), agree, "{a} / {b}");
            assert_eq!(names_agree(b, a), agree, "{b} / {a}");
        }
    }

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

    #[test]
    fn a_cik_is_a_number_of_up_to_ten_digits() {
        for (text, cik) in [
            ("0000320193", Some(320_193)),
            ("320193", Some(320_193)),
            ("CIK 320193", Some(320_193)),
            ("CIK0000320193", Some(320_193)),
            ("cik#: 320193", Some(320_193)),
            ("320193.0", Some(320_193)),
            ("00003201931", None),
            ("0", None),
            ("-5", None),
            ("abc", None),
            ("", None),
        ] {
            assert_eq!(parse_cik(text), cik, "{text}");
        }
    }

    #[test]
    fn a_ticker_loses_its_exchange_and_its_wrapping() {
        for (text, ticker) in [
            ("aapl", Some("AAPL")),
            ("NYSE:SPNT", Some("SPNT")),
            ("(NASDAQ: AAPL)", Some("AAPL")),
            ("$BRK-B", Some("BRK.B")),
            ("BRK.B", Some("BRK.B")),
            ("BRK/B", Some("BRK.B")),
            ("005930", Some("005930")),
            ("AAPL US Equity", Some("AAPL")),
            ("GOOGL, GOOG", Some("GOOGL")),
            ("N/A", None),
            ("private", None),
            ("-", None),
            ("Not listed", None),
            ("A.B.C", None),
            ("Ünal", None),
            ("", None),
        ] {
            assert_eq!(ticker_of(text).as_deref(), ticker, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key_and_never_empty_for_a_name_that_shows(name in "\\PC{1,40}") {
            let key = name_key(&name);
            prop_assert_eq!(name_key(&key), key.clone());
            prop_assert_eq!(key.is_empty(), name.trim().is_empty());
        }

        #[test]
        fn a_key_of_words_is_its_own_key(
            name in "((the|inc|co|class|a|b|smith|and|&|/de/|com|corp\\.|x\\.com|\\(eli\\)) ?){1,6}"
        ) {
            let key = name_key(&name);
            prop_assert_eq!(name_key(&key), key.clone());
            prop_assert!(!key.is_empty());
        }

        #[test]
        fn agreement_has_no_direction(a in "\\PC{0,20}", b in "\\PC{0,20}") {
            prop_assert_eq!(names_agree(&a, &b), names_agree(&b, &a));
        }

        #[test]
        fn no_text_breaks_a_reader_of_identifiers(text in "\\PC*") {
            if let Some(domain) = domain_of(&text) {
                prop_assert_eq!(domain_of(&domain), Some(domain));
            }
            if let Some(ticker) = ticker_of(&text) {
                prop_assert_eq!(ticker_of(&ticker), Some(ticker));
            }
            parse_cik(&text);
        }
    }
}
