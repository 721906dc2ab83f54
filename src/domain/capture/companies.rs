//! Finds hints about the company that a text is about: register numbers, tickers, addresses and capitalised words.

use std::ops::Range;

use crate::domain::account::country_names::country_named;
use crate::domain::dates::DateWords;
use crate::domain::matching::{domain_of, is_legal_form, long_legal_form, parse_cik, text_words, ticker_of};
use crate::domain::mentions::is_everyday;
use crate::domain::text::{fold, without_possessive};

/// Most names considered in one text.
const NAMES: usize = 8;
/// Most words of a name; a longer run of capitalised words is a headline in title case.
const LONGEST: usize = 4;

/// Stock exchanges that precede a ticker, lower case.
const EXCHANGES: &[&str] = &[
    "nyse", "nasdaq", "otc", "otcqb", "otcqx", "amex", "tsx", "tsxv", "lse", "asx", "osl", "osebx", "euronext",
    "xetra", "fra", "six", "cph", "sto", "nse", "bse", "hkex", "sgx", "jse", "nysearca",
];

/// Capitalised words that are no part of a company's name, besides days and months.
#[rustfmt::skip]
const NO_NAME: &[&str] = &[
    "the", "a", "an", "in", "on", "at", "as", "for", "to", "by", "of", "and", "new", "warn", "notice", "form",
    "item", "filer", "subject", "ceo", "cfo", "coo", "cio", "cto", "chief", "vice", "senior", "head", "director",
    "president", "officer", "about", "we", "you", "your", "our", "this", "it", "its", "job", "source", "eu", "us",
    "uk", "fda", "epa", "sec", "q1", "q2", "q3", "q4", "series", "ipo",
];

/// Hints in a text about the company it concerns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompanyHints {
    pub cik: Option<u64>,
    pub ticker: Option<String>,
    /// Web domains in the text, from links and e-mail addresses.
    pub domains: Vec<String>,
    /// Possible names of the company, the likeliest first.
    pub names: Vec<String>,
}

/// Finds the hints in a text.
pub fn hints_of(text: &str) -> CompanyHints {
    let mut hints = CompanyHints { cik: cik_in(text), ticker: ticker_in(text), ..CompanyHints::default() };
    for word in text.split_whitespace() {
        let address = word.contains("://") || word.contains('@') || word.starts_with("www.");
        let word = word.trim_matches(['(', ')', '<', '>', ',', ';', '"']);
        if let Some(domain) = domain_of(word).filter(|_| address)
            && !hints.domains.contains(&domain)
        {
            hints.domains.push(domain);
        }
    }
    hints.names = names_in(text);
    hints
}

/// Finds a CIK: a number of ten digits in brackets, or one after "CIK".
fn cik_in(text: &str) -> Option<u64> {
    // EDGAR writes "NORVIK FOODS INC (0000320193)": all ten digits, with the zeros before.
    let in_brackets = text.split(['(', ')']).map(str::trim).find(|part| part.len() == 10).and_then(parse_cik);
    let words: Vec<&str> = text.split_whitespace().collect();
    let labelled = || {
        let at = words.iter().position(|word| fold(word).starts_with("cik"))?;
        words.get(at + 1).and_then(|word| parse_cik(word.trim_matches(|c: char| !c.is_ascii_digit())))
    };
    in_brackets.or_else(labelled)
}

/// Finds a ticker: "(NYSE: X)", "NASDAQ:AAPL", "$TSLA".
fn ticker_in(text: &str) -> Option<String> {
    let in_brackets = text.split(['(', ')', '[', ']']).find_map(|part| {
        let (exchange, symbol) = part.split_once(':')?;
        let exchange = fold(exchange);
        let named = exchange.split_whitespace().next_back().is_some_and(|word| EXCHANGES.contains(&word));
        ticker_of(symbol.split_whitespace().next()?).filter(|_| named)
    });
    let dollar = |word: &str| {
        let symbol = word.strip_prefix('$')?.trim_end_matches(|c: char| !c.is_alphanumeric());
        let letters = !symbol.is_empty() && symbol.len() <= 5 && symbol.chars().all(|c| c.is_ascii_uppercase());
        letters.then(|| symbol.to_owned())
    };
    in_brackets.or_else(|| text.split_whitespace().find_map(dollar))
}

fn names_in(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    // Who it is about stands at the beginning; names further down are analysts and rivals.
    for line in text.lines().take(12) {
        for CapitalRun { words: run, formed, .. } in runs(line) {
            // "Norvik Foods Appoints Ane Lund": any first words may be the name.
            let lengths = if run.len() > LONGEST && !formed { vec![2, 1, 3, 4, run.len()] } else { vec![run.len()] };
            let whole = |length: &usize| run.get(length - 1).is_some_and(|last| !JOINING.contains(&last.as_str()));
            for length in lengths.into_iter().filter(whole) {
                let name = run.get(..length).unwrap_or_default().join(" ");
                if !name.is_empty() && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
    }
    names.truncate(NAMES);
    names
}

/// Returns the company that a headline is likely about: a name with its legal form, or what does at the beginning what
/// only companies do. `None` where the subject may be anything: "PPWR takes effect", "Weather delays harvest".
pub fn likely_company(headline: &str) -> Option<String> {
    let line = headline.lines().next()?;
    let found = runs(line);
    if let Some(formed) = found.iter().find(|run| run.formed && run.words.len() > 1) {
        return Some(formed.words.join(" "));
    }
    let first = found.first().filter(|run| run.from == 0)?;
    // In title case the verb is one of the words.
    let verb = first.words.iter().position(|word| is_deed(word));
    let told = verb.is_some() || first.next.as_deref().is_some_and(is_deed);
    let name = first.words.get(..verb.unwrap_or(first.words.len()))?;
    let public = name.iter().any(|word| PUBLIC.contains(&fold(word).as_str()));
    let says = match name {
        [] => false,
        [one] => {
            let capitals = one.chars().all(|c| !c.is_lowercase());
            !capitals && !is_everyday(&fold(one))
        }
        several => several.len() <= LONGEST && !several.iter().all(|word| is_everyday(&fold(word))),
    };
    let name = name.join(" ");
    (told && says && !public && country_named(&name).is_none()).then_some(name)
}

/// What companies do in headlines, and hardly anything else does. Folded.
const DEEDS: &[&str] = &[
    "opens",
    "appoints",
    "names",
    "hires",
    "acquires",
    "buys",
    "launches",
    "recalls",
    "lays",
    "sells",
    "recruits",
    "announces",
    "reports",
    "posts",
    "files",
    "merges",
    "promotes",
    "relocates",
    "restructures",
    "unveils",
    "wins",
    "signs",
    "expands",
    "closes",
    "shuts",
    "invests",
    "raises",
    "cuts",
    "plans",
    "moves",
    "warns",
    "loses",
    "misses",
    "builds",
];

/// Words of bodies that do such things and are no companies.
#[rustfmt::skip]
const PUBLIC: &[&str] = &[
    "commission", "ministry", "government", "parliament", "council", "agency", "court", "police", "union", "senate",
    "congress", "department", "authority", "regulator", "minister", "state", "city", "county", "fed", "ecb", "who",
    "association", "prices", "rules", "industry", "market", "report", "survey", "study",
];

fn is_deed(word: &str) -> bool {
    DEEDS.contains(&fold(word).as_str())
}

/// Words that occur within a name but neither begin nor end one.
const JOINING: &[&str] = &["&", "of", "and"];

/// Words that occur within a line, one behind the other, written like a name.
struct CapitalRun {
    words: Vec<String>,
    /// Index of the first of them in the line.
    from: usize,
    /// True if they end with a legal form: "Kraków Pack Sp. z o.o.".
    formed: bool,
    /// The word behind them, unless a mark parts the two.
    next: Option<String>,
}

/// Returns runs of adjacent words that begin with a capital, or with a digit among such words, and what belongs to a
/// legal form: "píly s.r.o." behind "Tatranské".
fn runs(line: &str) -> Vec<CapitalRun> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let forms = legal_forms(&words);
    let mut found = Vec::new();
    let mut run: Vec<String> = Vec::new();
    let mut from = 0;
    for (at, word) in words.iter().copied().enumerate() {
        let address = word.contains("://") || word.contains('@');
        let opens = word.starts_with(['(', '"', '“', '[', '‘']);
        // A possessive ends a name: "Norvik's Lund plant" is two of them.
        let form_ends = forms.iter().any(|form| form.end == at + 1);
        let ends =
            word.ends_with([',', ';', ':', ')', '"', '”', '!', '?', '|', ']']) || without_possessive(word).is_some();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '&');
        let bare = without_possessive(bare).unwrap_or(bare);
        let capital =
            bare.chars().any(char::is_uppercase) && bare.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let of_form = !run.is_empty() && belongs_to_form(&forms, &words, at);
        let joins = (JOINING.contains(&bare) || of_form) && !run.is_empty();
        let no_name = is_no_name(&fold(bare));
        let breaks = opens || address || (!capital && !joins) || (no_name && !joins);
        if breaks {
            close(&mut run, from, false, (!opens).then_some(bare), &mut found);
        }
        if !address && ((capital && !no_name) || joins) {
            if run.is_empty() {
                from = at;
            }
            let points = if of_form { word.trim_end_matches(OUTSIDE) } else { bare };
            run.push(points.to_owned());
        }
        if ends || (form_ends && of_form) {
            close(&mut run, from, form_ends && of_form, None, &mut found);
        }
    }
    close(&mut run, from, false, None, &mut found);
    found
}

/// Returns the places of legal forms among the words of a line: "s.r.o.", "GmbH", "Sp. z o.o.".
fn legal_forms(words: &[&str]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // A form stands behind a name, and never begins the line.
    for from in 1..words.len() {
        if found.last().is_some_and(|last| last.end > from) {
            continue;
        }
        // The longest first: "Sp. z o.o." is one form, and none of its words is one alone.
        let until = (from + 1..=(from + FORM_WORDS).min(words.len())).rev().find(|until| {
            let part = words.get(from..*until).unwrap_or_default();
            let folded = text_words(&part.join(" "));
            let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
            match folded.as_slice() {
                [] => false,
                // A small "as" or "se" is a word; "a.s." and "AS" are forms.
                [one] => part.len() == 1 && is_legal_form(one) && is_written_as_form(words.get(from).unwrap_or(&"")),
                several => long_legal_form(several) == several.len() && !part.iter().any(|word| word.ends_with("'s")),
            }
        });
        found.extend(until.map(|until| from..until));
    }
    found
}

/// Most words of a line that are one legal form.
const FORM_WORDS: usize = 4;

/// Marks behind a legal form that are no part of it.
const OUTSIDE: &[char] = &[',', ';', ':', ')', '!', '?', '"', '”'];

/// Returns true for a word that is written as forms are: with points or a slash, or in capitals as far as it may be
/// another word too ("As" in a headline in title case is no company of Norway).
fn is_written_as_form(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let folded = fold(bare);
    let loose = ["group", "holding", "holdings", "the", "company", "companies", "cos", "co"].contains(&folded.as_str());
    let doubtful =
        (bare.chars().count() < 3 && folded != "oy") || ["spa", "sas", "sia", "sca"].contains(&folded.as_str());
    let capitals = bare.chars().all(char::is_uppercase);
    bare.contains('.')
        || bare.contains('/')
        || (!loose && bare.starts_with(char::is_uppercase) && (capitals || !doubtful))
}

/// Returns true for a word of a legal form, and for one or two small words between a name and its form.
fn belongs_to_form(forms: &[Range<usize>], words: &[&str], at: usize) -> bool {
    let small = |word: &str| word.chars().all(char::is_alphabetic) && !is_no_name(&fold(word)) && !is_deed(word);
    forms.iter().any(|form| {
        let before = words
            .get(at..form.start)
            .is_some_and(|between| (1..=2).contains(&between.len()) && between.iter().all(|word| small(word)));
        form.contains(&at) || before
    })
}

fn is_no_name(word: &str) -> bool {
    NO_NAME.contains(&word) || DateWords::english().meaning(word).in_full
}

fn close(run: &mut Vec<String>, from: usize, formed: bool, next: Option<&str>, found: &mut Vec<CapitalRun>) {
    while run.last().is_some_and(|word| JOINING.contains(&word.as_str())) {
        run.pop();
    }
    if run.iter().any(|word| word.chars().count() > 1) {
        found.push(CapitalRun { words: std::mem::take(run), from, formed, next: next.map(str::to_owned) });
    }
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_on_to_its_legal_form() {
        for (headline, first) in [
            ("Kraków Pack Sp. z o.o. lays off 40 workers", "Kraków Pack Sp. z o.o."),
            ("Tatranské píly s.r.o. cut 30 jobs", "Tatranské píly s.r.o."),
            ("Žďárské strojírny a.s. opens a foundry", "Žďárské strojírny a.s."),
            ("Müller & Söhne GmbH & Co. KG closes a mill", "Müller & Söhne GmbH"),
            ("Nordsee Fisch AG bought a trawler", "Nordsee Fisch AG"),
            ("Barilla forni S.p.A. names new CEO", "Barilla forni S.p.A."),
            ("Norvik Foods opens a plant", "Norvik Foods"),
            ("Norvik Foods sold as scrap", "Norvik Foods"),
        ] {
            assert_eq!(hints_of(headline).names.first().map(String::as_str), Some(first), "{headline}");
        }
    }

    #[test]
    fn a_headline_is_about_a_company_only_where_it_says_so() {
        for (headline, company) in [
            ("Kraków Pack Sp. z o.o. lays off 40 workers", "Kraków Pack Sp. z o.o."),
            ("A trawler for Nordsee Fisch AG", "Nordsee Fisch AG"),
            ("Norvik Foods opens a plant", "Norvik Foods"),
            ("Norvik Foods Appoints Ane Lund as COO", "Norvik Foods"),
            ("Zalando opens a warehouse in Žatec", "Zalando"),
            ("PPWR takes effect in August", ""),
            ("PPWR: what packers must do", ""),
            ("Weather delays the harvest", ""),
            ("Weather closes three ports", ""),
            ("European Commission opens a probe", ""),
            ("Germany cuts its power tax", ""),
            ("Supply Chain Act takes effect", ""),
            ("Cocoa prices jump 20%", ""),
            ("Retailers report weak Christmas", ""),
            ("what now", ""),
            ("", ""),
        ] {
            assert_eq!(likely_company(headline).unwrap_or_default(), company, "{headline}");
        }
    }
}
