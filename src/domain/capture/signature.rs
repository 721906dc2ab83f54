//! Reads a person from the signature of a mail or from a card: name, title, company, addresses and numbers.

use super::kind::reports_nothing;
use crate::domain::account::{Contact, Phone};
use crate::domain::fold::words;
use crate::domain::matching::{domain_of, is_legal_form, text_words};
use crate::domain::text::{NAME_CAP, clean_line, fold};

/// Most words of a person's name.
const LONGEST_NAME: usize = 4;
/// Most words of a line of a card; a longer line is a sentence.
const LONGEST_LINE: usize = 9;
/// Most lines of a card that no greeting precedes.
const LONGEST_CARD: usize = 12;
/// Fewest and most digits of a telephone number.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// A person read from a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CapturedPerson {
    /// The person, unsaved and of no account.
    pub contact: Contact,
    /// The company as the text names it; empty if it does not.
    pub company: String,
}

/// Beginnings of the line after which a signature stands, folded.
#[rustfmt::skip]
const CLOSINGS: &[&str] = &[
    "best", "best regards", "best wishes", "kind regards", "kindest regards", "warm regards", "regards", "many thanks",
    "thanks", "thank you", "cheers", "sincerely", "yours sincerely", "yours faithfully", "yours", "all the best", "br", "--",
    "mit freundlichen grussen", "mit freundlichem gruss", "freundliche grusse", "viele grusse", "beste grusse",
    "liebe grusse", "mfg", "vg", "s pozdravem", "s uctou", "hezky den", "s pranim hezkeho dne", "s pranim pekneho dne",
    "diky", "dekuji", "cordialement", "med vennlig hilsen", "mvh",
];

/// Words before or behind a name that are none of it, folded and without points.
#[rustfmt::skip]
const AROUND_NAME: &[&str] = &[
    "mr", "mrs", "ms", "miss", "dr", "prof", "ing", "mgr", "bc", "mudr", "judr", "phdr", "rndr", "i", "a", "v", "ia", "iv",
    "ppa", "dipl", "ing", "herr", "frau", "phd", "mba", "msc", "bsc", "ma", "cpa", "pmp", "jr", "sr", "ii", "iii",
    "mcips", "csc", "from",
];

/// Beginnings of words that make a line the title of a person, folded.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    "chief", "officer", "head", "director", "manager", "president", "vp", "svp", "evp", "avp", "ceo", "cfo", "coo", "cio",
    "cto", "cmo", "cro", "ciso", "cpo", "chro", "lead", "leader", "buyer", "engineer", "founder", "owner", "partner",
    "specialist", "analyst", "coordinator", "supervisor", "controller", "treasurer", "consultant", "chair", "foreman",
    "architect", "planner", "superintendent", "principal", "executive", "administrator", "assistant", "representative",
    "leiter", "geschaftsfuhrer", "vorstand", "einkaufer", "referent", "prokurist", "abteilungsleiter", "bereichsleiter",
    "reditel", "vedouci", "jednatel", "manazer", "nakupci", "majitel", "mistr", "technolog", "daglig", "sjef", "directeur",
];

/// Ends of compound words that make a line the title of a person, folded: "Driftssjef".
const TITLE_ENDS: &[&str] = &["sjef", "chef", "sleiter", "sleiterin", "sleder"];

/// Marks of a line with numbers that are no telephone numbers, folded.
const NO_PHONE: &[&str] =
    &["fax", "ico", "dic", "hrb", "vat", "ust", "iban", "bic", "reg", "company no", "registered", "amtsgericht", "cik"];

/// Beginnings of a line behind which the press is to call somebody, folded.
const PRESS: &[&str] = &[
    "media contact",
    "press contact",
    "media enquir",
    "press enquir",
    "media inquir",
    "investor relations",
    "pressekontakt",
];

/// Reads the person whose signature or card the text is or ends with; `None` if it is neither.
pub fn person_of(text: &str) -> Option<CapturedPerson> {
    let lines: Vec<&str> = text.lines().map(|line| line.trim_start_matches(['>', ' ', '\t']).trim()).collect();
    let for_press = |line: &&str| PRESS.iter().any(|mark| fold(line).starts_with(mark));
    if reports_nothing(text) || lines.iter().any(for_press) {
        return None;
    }
    let closing = lines.iter().rposition(|line| is_closing(line));
    let card: Vec<&str> =
        lines.iter().skip(closing.map_or(0, |at| at + 1)).filter(|line| !line.is_empty()).copied().collect();
    let long = |line: &&&str| line.split_whitespace().count() > LONGEST_LINE && !line.contains('@');
    if closing.is_none() && (card.len() > LONGEST_CARD || card.iter().any(|line| long(&line))) {
        return None;
    }
    let cells: Vec<String> = card.iter().flat_map(|line| cells_of(line)).collect();
    read_card(&cells, closing.is_some())
}

fn is_closing(line: &str) -> bool {
    let folded = fold(line);
    let bare = folded.trim_end_matches([',', '.', '!', ' ']);
    CLOSINGS.contains(&bare) || line == "-- "
}

/// Splits a line of a card: "VP Operations | Kestrel" is two, and with an address in it commas split too.
fn cells_of(line: &str) -> Vec<String> {
    let is_row = line.contains('@') && line.matches(',').count() > 1;
    let marks = |letter: char| matches!(letter, '|' | '·' | '•' | '\t') || (is_row && letter == ',');
    line.split(marks).map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect()
}

fn read_card(cells: &[String], closed: bool) -> Option<CapturedPerson> {
    let emails: Vec<String> = dedup(cells.iter().flat_map(|cell| emails_of(cell)));
    let phones: Vec<Phone> = cells.iter().filter_map(|cell| phone_of(cell)).collect();
    let (at, name) = cells.iter().take(3).enumerate().find_map(|(at, cell)| Some((at, name_of(cell)?)))?;
    let rest = || cells.iter().skip(at + 1);
    let title = rest().take(3).find(|cell| is_title(cell)).cloned();
    let company = rest().take(4).find(|cell| is_company(cell) && Some(*cell) != title.as_ref()).cloned();
    let own_address = emails.iter().any(|email| names_them(email, &name));
    let signed = title.is_some() || own_address;
    if (emails.is_empty() && phones.is_empty()) || !signed || !(closed || title.is_some() || own_address) {
        return None;
    }
    let link = cells.iter().flat_map(|cell| cell.split_whitespace()).find(|word| word.contains("linkedin.com/in/"));
    let contact = Contact {
        name: clean_line(&name, NAME_CAP),
        title: title.map(|title| clean_line(&title, NAME_CAP)),
        emails,
        phones,
        link: link.map(str::to_owned),
        ..Contact::default()
    };
    Some(CapturedPerson { contact, company: company.map(|name| clean_line(&name, NAME_CAP)).unwrap_or_default() })
}

/// Returns the person's name that a cell is, without titles and what stands in brackets.
fn name_of(cell: &str) -> Option<String> {
    let plain = cell.split('(').next().unwrap_or_default();
    if plain.contains(['@', ':', '/']) || plain.chars().any(|letter| letter.is_ascii_digit()) {
        return None;
    }
    let bare = |word: &&str| fold(word.trim_matches(['.', ',']));
    let called = |word: &&str| word.starts_with(['"', '“', '„', '\'']);
    let around = |word: &&str| AROUND_NAME.contains(&bare(word).as_str()) || called(word);
    let words: Vec<&str> = plain.split_whitespace().filter(|word| !around(word)).collect();
    let of_a_name = |word: &&str| {
        let word = word.trim_end_matches([',', '.']);
        let small = ["van", "von", "de", "der", "den", "da", "di", "la", "le", "af"].contains(&word);
        let letters = word.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’' | '.'));
        letters && (small || word.chars().next().is_some_and(char::is_uppercase))
    };
    let is_name = (2..=LONGEST_NAME).contains(&words.len())
        && words.iter().all(of_a_name)
        && !is_title(cell)
        && !words.last().is_some_and(|word| text_words(word).iter().any(|form| is_legal_form(form)));
    is_name.then(|| words.join(" ").trim_end_matches([',', '.']).to_owned())
}

fn is_title(cell: &str) -> bool {
    let short = cell.split_whitespace().count() <= LONGEST_LINE && !cell.contains('@');
    // Short ones only as whole words: "head" begins "headline", and "vp" begins "vpn".
    let begins = |word: &str, title: &str| word == title || (title.len() > 4 && word.starts_with(title));
    let says = |word: &String| {
        TITLES.iter().any(|title| begins(word, title)) || TITLE_ENDS.iter().any(|end| word.ends_with(end))
    };
    short && words(cell).iter().any(says)
}

fn is_company(cell: &str) -> bool {
    let capital = cell.chars().next().is_some_and(|first| first.is_uppercase() || first.is_ascii_digit());
    let address = cell.contains(['@', ':', '/']) || cell.starts_with("www.") || domain_like(cell);
    let street = cell.split_whitespace().filter(|word| word.chars().any(|letter| letter.is_ascii_digit())).count() > 0;
    capital && !address && !street && !is_title(cell) && phone_of(cell).is_none()
}

fn domain_like(cell: &str) -> bool {
    !cell.contains(' ') && cell.contains('.') && domain_of(cell).is_some()
}

fn emails_of(cell: &str) -> Vec<String> {
    let trimmed = |word: &str| {
        word.trim_matches(|letter: char| !letter.is_alphanumeric()).trim_start_matches("mailto:").to_lowercase()
    };
    let is_address = |word: &String| word.split_once('@').is_some_and(|(who, at)| !who.is_empty() && at.contains('.'));
    cell.split_whitespace().filter(|word| word.contains('@')).map(trimmed).filter(is_address).collect()
}

/// True if an address holds the last name: `dana.webb@…` of Dana Webb.
fn names_them(email: &str, name: &str) -> bool {
    let local = email.split('@').next().unwrap_or_default();
    // Addresses write "ü" as "ue", where a folded name has "u".
    let plain = |text: &str| fold(text).replace("ae", "a").replace("oe", "o").replace("ue", "u");
    name.split_whitespace().any(|part| part.chars().count() > 2 && plain(local).contains(&plain(part)))
}

/// Returns the telephone number of a cell, with its extension: what stands before it tells a mobile from a desk.
fn phone_of(cell: &str) -> Option<Phone> {
    let folded = fold(cell);
    if NO_PHONE.iter().any(|mark| folded.starts_with(mark)) || cell.contains('@') {
        return None;
    }
    let start = cell.find(|letter: char| letter.is_ascii_digit() || matches!(letter, '+' | '('))?;
    let (label, number) = cell.split_at_checked(start)?;
    let end = number.find(|letter: char| !(letter.is_ascii_digit() || " +()-./".contains(letter)));
    let (dialled, behind) = number.split_at_checked(end.unwrap_or(number.len()))?;
    let raw = match extension_length(behind) {
        0 => dialled.trim_end_matches(['(', ' ', '-', '.', '/']),
        length => number.get(..dialled.len() + length)?,
    };
    let digits = dialled.chars().filter(char::is_ascii_digit).count();
    let label = fold(label);
    let label = label.trim_matches(|letter: char| !letter.is_alphabetic());
    let mobile = ["m", "mob", "mobil", "mobile", "cell", "handy", "c"].contains(&label);
    let words = label.split_whitespace().count() <= 2;
    (DIGITS.contains(&digits) && words)
        .then(|| Phone { raw: raw.to_owned(), label: if mobile { "mobile" } else { "work" }.to_owned() })
}

/// Returns how long the extension is that a text begins with, in bytes: "ext. 12", "x12", "#12"; 0 if it begins with
/// none.
fn extension_length(text: &str) -> usize {
    let rest = text.trim_start_matches([',', ' ']);
    let sign = rest.find(|letter: char| letter.is_ascii_digit()).unwrap_or(0);
    let (mark, number) = rest.split_at_checked(sign).unwrap_or_default();
    let known = ["x", "ext", "extension", "#"].contains(&fold(mark).trim_end_matches(['.', ':', ' ']));
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    if known { text.len() - number.len() + digits } else { 0 }
}

fn dedup(found: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for one in found {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}
