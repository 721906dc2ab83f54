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

/// What names are compared on: folded, without legal forms, "the", punctuation and blanks, initials first.
///
/// The same for "The Coca-Cola Company" and "Coca-Cola", "SMITH A O CORP" and "A. O. Smith", both share classes of
/// Alphabet. For comparing only, neither for sorting nor for reading. Never empty for a name that holds anything to see.
pub fn name_key(name: &str) -> String {
    let key = name_words(name).concat();
    if key.is_empty() { plain(name).split_whitespace().collect() } else { key }
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
        || begins(&one, &other)
        || begins(&other, &one)
        || initials(&a) == other
        || initials(&b) == one
        || a.iter().any(|word| word.chars().count() >= 3 && !COMMON.contains(&word.as_str()) && b.contains(word))
}

/// The web domain in an address, a page or an e-mail: lower case, without scheme, user, `www.`, port and path.
pub fn domain_of(url: &str) -> Option<String> {
    let first = url.trim().split([' ', '\t', '\n', ',', ';', '|']).next()?.to_lowercase();
    let after_scheme = first.split_once("://").map_or(first.as_str(), |(_, rest)| rest);
    let host = after_scheme.trim_start_matches('/').split(['/', '?', '#', '\\']).next()?;
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
    let symbol = symbol.split([' ', ',', ';']).next()?.replace(['-', '/'], ".");
    let mut parts = symbol.split('.');
    let stem = parts.next().filter(|stem| (1..=6).contains(&stem.len()))?;
    let class = parts.next().unwrap_or("");
    let well_formed = parts.next().is_none() && class.len() <= 3 && !symbol.ends_with('.');
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    (well_formed && plain(stem) && plain(class)).then_some(symbol)
}

/// Lower case without accents; letters that do not come apart are spelt out.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            'ı' => out.push('i'),
            // Lower-casing İ leaves its dot behind as a mark.
            c if is_combining_mark(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// The words that make the name, in the order that is compared.
fn name_words(name: &str) -> Vec<String> {
    let mut words = split_words(&without_state(&plain(name)));
    drop_share_class(&mut words);
    for word in &mut words {
        if let Some((_, same)) = SPELLINGS.iter().find(|(long, _)| long == word) {
            *word = (*same).to_owned();
        }
    }
    if words.iter().any(|word| word != "and") {
        words.retain(|word| word != "and");
    }
    drop_legal_forms(&mut words);
    initials_first(words)
}

/// Registers add the state after a slash: "BANK OF NEW YORK MELLON CORP /DE/".
fn without_state(name: &str) -> String {
    let parts: Vec<&str> = name.split(['/', '\\']).collect();
    let is_state = |part: &str| {
        let part = part.trim();
        part.len() <= 3 && part.chars().all(|c| c.is_ascii_lowercase()) && !part.is_empty()
    };
    match parts.as_slice() {
        [front, state, rest] if rest.trim().is_empty() && is_state(state) && !front.trim().is_empty() => {
            (*front).to_owned()
        }
        _ => name.to_owned(),
    }
}

/// Words of letters and digits. Points and apostrophes inside a word close up ("U.S.", "Lowe's"); a "&" or "+" is "and".
fn split_words(name: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(name.len() + 8);
    for word in name.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '&' && c != '+');
        // The web address of a company is its name.
        let word = word.strip_suffix(".com").filter(|stem| !stem.is_empty()).unwrap_or(word);
        for c in word.chars() {
            match c {
                '.' | '\'' | '’' | '‘' | '`' | 'ʼ' => {}
                '&' | '+' => spaced.push_str(" and "),
                c if c.is_alphanumeric() => spaced.push(c),
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
    while words.len() > 1 && words.last().is_some_and(|word| LEGAL_FORMS.contains(&word.as_str())) {
        words.pop();
    }
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

/// A name that begins with another whole one: long enough to say something.
fn begins(long: &str, short: &str) -> bool {
    short.chars().count() >= 4 && long.starts_with(short)
}

/// "International Business Machines" → "ibm".
fn initials(words: &[String]) -> String {
    words.iter().filter_map(|word| word.chars().next()).collect()
}
