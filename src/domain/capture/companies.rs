//! Finds hints about the company that a text is about: register numbers, tickers, addresses and capitalised words.

use crate::domain::dates::DateWords;
use crate::domain::matching::{domain_of, parse_cik, ticker_of};
use crate::domain::text::fold;

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
        for run in runs(line) {
            // "Norvik Foods Appoints Ane Lund": any first words may be the name.
            let lengths = if run.len() > LONGEST { vec![2, 1, 3, 4, run.len()] } else { vec![run.len()] };
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

/// Words that occur within a name but neither begin nor end one.
const JOINING: &[&str] = &["&", "of", "and"];

/// Returns runs of adjacent words that begin with a capital, or with a digit among such words.
fn runs(line: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut run: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        let address = word.contains("://") || word.contains('@');
        let opens = word.starts_with(['(', '"', '“', '[', '‘']);
        // A possessive ends a name: "Norvik's Lund plant" is two of them.
        let ends = word.ends_with([',', ';', ':', ')', '"', '”', '!', '?', '|', ']'])
            || word.ends_with("'s")
            || word.ends_with("’s");
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '&');
        let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        let capital =
            bare.chars().any(char::is_uppercase) && bare.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let joins = JOINING.contains(&bare) && !run.is_empty();
        let no_name = is_no_name(&fold(bare));
        if opens || address || (!capital && !joins) || (no_name && !joins) {
            close(&mut run, &mut found);
        }
        if !address && ((capital && !no_name) || joins) {
            run.push(bare.to_owned());
        }
        if ends {
            close(&mut run, &mut found);
        }
    }
    close(&mut run, &mut found);
    found
}

fn is_no_name(word: &str) -> bool {
    NO_NAME.contains(&word) || DateWords::english().meaning(word).in_full
}

fn close(run: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    while run.last().is_some_and(|word| JOINING.contains(&word.as_str())) {
        run.pop();
    }
    if run.iter().any(|word| word.chars().count() > 1) {
        found.push(std::mem::take(run));
    }
    run.clear();
}
