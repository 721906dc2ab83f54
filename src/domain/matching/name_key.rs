//! The name key of a company, equal for two spellings of one name.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::entity_forms::{form_behind, is_entity_form};
use super::legal_forms::{FORMS, is_legal_form};
use super::stop_words::is_common;
use crate::domain::fold::{fold_name, push_spaced};

/// Words that introduce another name: "Acme Inc dba Rocket".
const ALSO: &[&[&str]] = &[
    &["dba"],
    &["fka"],
    &["aka"],
    &["trading", "as"],
    &["doing", "business", "as"],
    &["formerly", "known", "as"],
    &["also", "known", "as"],
    &["now", "known", "as"],
    &["operating", "as"],
    &["nka"],
    &["formerly"],
];

/// Shortest name, in characters, that may remain when a country or "international" is dropped.
const SHORTEST_CORE: usize = 3;

/// Returns the key by which names are compared: folded, without legal forms, "the", "and", punctuation and blanks,
/// initials first.
///
/// Equal for "The Coca-Cola Company" and "Coca-Cola", for "SMITH A O CORP" and "A. O. Smith", and for both share
/// classes of Alphabet. Only for comparing, neither for sorting nor for display. Never empty for a name with visible
/// characters.
pub fn name_key(name: &str) -> String {
    let plain = fold_name(name);
    let mut text = String::new();
    let words = NameWords::of(&plain, &mut text);
    let key = words.key();
    // A name of signs alone ("???", "&") still needs a key of its own: with an empty one all such accounts would be the
    // same.
    let key = if key.is_empty() { without_blanks(&plain) } else { key };
    let key = if key.is_empty() { without_blanks(name) } else { key };
    if key.is_ascii() {
        // Initials can join to a word that has a second spelling: "B. R. O. S." and "Bros".
        let spelling = FORMS.spelling(&key);
        return if spelling.len() == key.len() { key } else { spelling.to_owned() };
    }
    // Joining words can bring marks together that have a settled order, and forms that are written without a blank.
    let key: String = key.nfc().collect();
    // "株式会社" and the like are written against the name; joining words may have brought one to its end.
    let rest = FORMS.without_joined(&key);
    if rest.len() == key.len() { key } else { rest.to_owned() }
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Returns the key without the country or "international" that a part of a company adds, and without a legal form of whatever
/// country; `None` for a name without one.
pub fn core_key(name: &str) -> Option<String> {
    let plain = fold_name(name);
    let mut text = String::new();
    let mut words = NameWords::of(&plain, &mut text);
    let all = words.words.len();
    while words.words.len() > 1 {
        let qualifies = words.words.last().is_some_and(|word| FORMS.qualifies(word));
        let length = if qualifies { 1 } else { form_behind(&words.words) };
        if length == 0 {
            break;
        }
        words.words.truncate(words.words.len() - length);
    }
    let core = words.key();
    // "Bank of America" without its country is "bank of", and would be like every bank.
    let says = core.chars().count() >= SHORTEST_CORE && !is_common(&core);
    (words.words.len() < all && says).then_some(core)
}

/// Returns true if a part of a key is what [`core_key`] leaves out.
pub fn is_qualifier(rest: &str) -> bool {
    FORMS.qualifies(rest) || is_entity_form(rest)
}

/// Returns true if two names with the same key differ in "group", "holding" or the like: they may be a company and its
/// parent.
pub fn differ_loosely(a: &str, b: &str) -> bool {
    loose_words(a) != loose_words(b)
}

/// Returns the "group", "holding" and the like that the key of a name leaves out, folded and sorted.
pub(crate) fn loose_words(name: &str) -> Vec<String> {
    let plain = fold_name(name);
    let mut text = String::new();
    let mut loose: Vec<String> = NameWords::of(&plain, &mut text).loose.into_iter().map(str::to_owned).collect();
    loose.sort_unstable();
    loose
}

/// Returns the legal form at the end of a name, folded and without blanks; empty for a bare name. "Group" and "holding" are
/// none.
pub fn legal_form(name: &str) -> String {
    let plain = fold_name(name);
    let (mut text, mut spaced) = (String::new(), String::new());
    let kept = NameWords::of(&plain, &mut text).words;
    push_spaced(&given_name_first(without_state(FORMS.without_joined(&plain))), &mut spaced);
    let all = FORMS.split(&spaced);
    let from = all.windows(kept.len().max(1)).position(|words| words == kept).map_or(all.len(), |at| at + kept.len());
    let form = all.get(from..).unwrap_or_default().iter();
    form.filter(|word| **word != "the" && FORMS.word(word).is_none_or(|word| !word.loose)).copied().collect()
}

/// Splits "Acme Inc dba Rocket" or "Acme (formerly Bolt)" into the first name and the others; `None` for a single name.
fn other_names(name: &str) -> Option<(String, String)> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let folded: Vec<String> = words.iter().map(|word| sign(&fold_name(word))).collect();
    let found = (1..words.len()).find_map(|at| {
        let also = ALSO.iter().find(|also| folded.get(at..at + also.len()).is_some_and(|here| here == **also))?;
        Some((at, at + also.len()))
    });
    let (until, from) = found?;
    let tidy = |words: &[&str]| words.join(" ").trim_matches([',', ';', '(', ')', ' ', '-']).to_owned();
    let names = (tidy(words.get(..until)?), tidy(words.get(from..)?));
    (!names.0.is_empty() && !names.1.is_empty()).then_some(names)
}

/// Returns the names that stand behind the first: "Rocket" and "Bolt" of "Acme Inc dba Rocket, fka Bolt".
pub fn further_names(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = other_names(name).map(|(_, rest)| rest);
    while let Some(names) = rest {
        let parted = other_names(&names);
        found.push(parted.as_ref().map_or_else(|| names.clone(), |(first, _)| first.clone()));
        rest = parted.map(|(_, rest)| rest);
    }
    found
}

/// Returns how many of the first of these folded words introduce another name of the same company: 1 for "dba", 2 for
/// "trading as"; 0 if they do not.
pub(crate) fn other_name_sign<'a>(words: &(impl Iterator<Item = &'a str> + Clone)) -> usize {
    let here = ALSO.iter().filter(|also| words.clone().take(also.len()).eq(also.iter().copied()));
    here.map(|also| also.len()).max().unwrap_or(0)
}

/// Returns a word in the form in which [`ALSO`] lists it.
fn sign(word: &str) -> String {
    let word: String = word.chars().filter(|c| c.is_alphanumeric() || *c == '/').collect();
    if word == "t/a" { "dba".to_owned() } else { word.replace('/', "") }
}

/// Returns the words of a text as name keys are made of them: a name's key is its words without blanks, so it occurs in
/// the text's joined words. Legal forms stay, "and" is dropped.
pub(crate) fn text_words(text: &str) -> Vec<String> {
    let mut buffer = String::new();
    push_spaced(&fold_name(text), &mut buffer);
    FORMS.split(&buffer).into_iter().map(str::to_owned).collect()
}

/// Returns the words that make up the name, in the order in which they are compared.
pub(super) fn name_words(name: &str) -> Vec<String> {
    let plain = fold_name(name);
    let mut text = String::new();
    let words = NameWords::of(&plain, &mut text);
    initials_first(&words.words)
}

/// The words of a name while its key is made.
struct NameWords<'a> {
    words: Vec<&'a str>,
    /// The "group" and "holding" that were dropped.
    loose: Vec<&'a str>,
}

impl<'a> NameWords<'a> {
    /// Splits a folded name; `text` holds its words.
    fn of(plain: &str, text: &'a mut String) -> NameWords<'a> {
        let name = FORMS.without_joined(plain);
        push_spaced(&given_name_first(without_state(name)), text);
        let mut words = NameWords { words: FORMS.split(text), loose: Vec::new() };
        // In this order: what stands behind "dba" has a legal form of its own, and a share class stands behind the
        // form. Another order leaves "Inc" or "Class A" in the key, and every stored key is made this way.
        words.cut_other_names();
        drop_share_class(&mut words.words);
        words.drop_legal_forms();
        words
    }

    fn cut_other_names(&mut self) {
        let here =
            |at: usize| ALSO.iter().any(|also| self.words.get(at..at + also.len()).is_some_and(|words| words == *also));
        let known = |word: &&str| matches!(*word, "dba" | "fka" | "aka" | "nka" | "as" | "formerly");
        if self.words.iter().any(known)
            && let Some(at) = (1..self.words.len()).find(|at| here(*at) && at + 1 < self.words.len())
        {
            self.words.truncate(at);
        }
    }

    /// Drops legal forms from both ends and "the" from the front, as long as a word is left.
    fn drop_legal_forms(&mut self) {
        let mut pieces = 0;
        if self.words.len() > 1 && self.words.first() == Some(&"the") {
            self.words.remove(0);
        }
        // Several: "Holdings Co., Ltd." is three pieces.
        while let Some(length) = self.form_behind(pieces) {
            let last = self.words.last().copied().filter(|_| length == 1);
            self.loose.extend(last.filter(|word| FORMS.word(word).is_some_and(|word| word.loose)));
            self.words.truncate(self.words.len() - length);
            pieces += 1;
        }
        while let Some(length) = self.form_before() {
            self.words.drain(..length);
        }
    }

    /// Returns how many words at the end are a legal form; `None` if none are.
    fn form_behind(&self, dropped: usize) -> Option<usize> {
        let known = FORMS.word(self.words.last()?)?;
        let fits = |row: &Vec<String>| {
            // Single letters behind which something else was dropped are initials: "SMITH A S CORP".
            let spelt = row.iter().all(|word| word.len() == 1) && dropped > 0;
            self.words.len() > row.len() && !spelt && ends_with(&self.words, row)
        };
        let row = known.rows_behind.iter().find(|row| fits(row)).map(Vec::len);
        row.or((known.behind && self.words.len() > 1).then_some(1))
    }

    /// Returns how many words at the front are a legal form; the rest must be more than a trade.
    fn form_before(&self) -> Option<usize> {
        let known = FORMS.word(self.words.first()?)?;
        let fits =
            |row: &&Vec<String>| self.words.len() > row.len() && self.words.iter().zip(*row).all(|(a, b)| a == b);
        let length = known.rows_before.iter().find(fits).map(Vec::len).or(known.before.then_some(1))?;
        let rest = self.words.get(length..).filter(|rest| !rest.is_empty())?;
        rest.iter().any(|word| !is_common(word) && word.chars().nth(1).is_some()).then_some(length)
    }

    /// Returns the words without blanks, initials first.
    fn key(&self) -> String {
        // Most names have no two initials side by side; joining those straight is what a million names spend their time
        // in.
        if self.words.windows(2).any(|pair| pair.iter().all(|word| is_initial(word))) {
            return initials_first(&self.words).concat();
        }
        self.words.concat()
    }
}

fn ends_with(words: &[&str], row: &[String]) -> bool {
    words.iter().rev().zip(row.iter().rev()).all(|(a, b)| a == b)
}

/// Removes the state that registers add after a slash: "BANK OF NEW YORK MELLON CORP /DE/", "WELLS FARGO & COMPANY/MN".
fn without_state(name: &str) -> &str {
    if !name.contains(['/', '\\']) {
        return name;
    }
    let trimmed = name.trim_end();
    let closed = trimmed.strip_suffix(['/', '\\']);
    let Some((front, state)) = closed.unwrap_or(trimmed).rsplit_once(['/', '\\']) else {
        return name;
    };
    let is_state = (2..=3).contains(&state.len()) && state.bytes().all(|b| b.is_ascii_lowercase());
    // Without a closing slash only behind a legal form, or "AC/DC" would lose its second half.
    let after_form = front
        .trim_end_matches(['/', '\\', ' '])
        .split(|c: char| !c.is_alphanumeric())
        .next_back()
        .is_some_and(is_legal_form);
    if is_state && !front.trim().is_empty() && (closed.is_some() || after_form) { front } else { name }
}

/// Moves a given name in brackets to the front, as in "Lilly (Eli)"; a country or legal form in brackets is not one.
fn given_name_first(name: &str) -> Cow<'_, str> {
    let behind = name.trim_end().strip_suffix(')').and_then(|name| name.rsplit_once('('));
    match behind {
        Some((family, given))
            if !given.is_empty()
                && given != "the"
                && given.chars().all(char::is_alphabetic)
                && !FORMS.qualifies(given)
                && !is_legal_form(given) =>
        {
            Cow::Owned(format!("{given} {family}"))
        }
        _ => Cow::Borrowed(name),
    }
}

/// Drops "Class A" and the like at the end: two share classes are one company.
fn drop_share_class(words: &mut Vec<&str>) {
    while words.len() > 1 && words.last().is_some_and(|word| matches!(*word, "stock" | "shares" | "adr" | "ads")) {
        words.pop();
        if words.len() > 1 && words.last().is_some_and(|word| matches!(*word, "common" | "ordinary")) {
            words.pop();
        }
    }
    if let [.., before, class, letter] = words.as_slice()
        && matches!(*class, "class" | "series")
        && letter.chars().count() == 1
        && !before.is_empty()
    {
        words.truncate(words.len() - 2);
    }
}

fn is_initial(word: &str) -> bool {
    word.len() <= 4 && word.chars().nth(1).is_none() && word.chars().all(char::is_alphabetic)
}

/// Joins adjacent initials to one word and puts it first, because registers write "SMITH A O".
fn initials_first(words: &[&str]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    let mut run = String::new();
    let mut first: Option<String> = None;
    for word in words.iter().map(|word| Some(*word)).chain([None]) {
        if let Some(initial) = word.filter(|word| is_initial(word)) {
            run.push_str(initial);
            continue;
        }
        match (run.chars().count(), first.is_some()) {
            (0, _) => {}
            (2.., false) => first = Some(std::mem::take(&mut run)),
            (_, _) => kept.push(std::mem::take(&mut run)),
        }
        kept.extend(word.map(str::to_owned));
    }
    first.into_iter().chain(kept).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn two_spellings_of_one_company_have_one_key() {
        for (a, b) in [
            ("The Coca-Cola Company", "Coca-Cola"),
            ("Coca-Cola Company (The)", "COCA COLA CO"),
            ("Amazon", "Amazon.com, Inc."),
            ("A. O. Smith", "SMITH A O CORP"),
            ("J.P. Morgan Chase & Co.", "JPMorgan Chase"),
            ("AT&T", "AT&T INC."),
            ("AT & T", "AT and T"),
            ("B. R. O. S.", "Bros"),
            ("3M", "3M CO"),
            ("Alphabet Inc. (Class A)", "Alphabet Inc. (Class C)"),
            ("News Corp. Class B Common Stock", "News Corp"),
            ("Procter & Gamble", "Procter and Gamble"),
            ("DEERE & CO", "Deere"),
            ("Lowe's", "LOWES COMPANIES INC"),
            ("Lowe’s", "Lowe's"),
            ("BANK OF NEW YORK MELLON CORP /DE/", "Bank of New York Mellon"),
            ("WELLS FARGO & COMPANY/MN", "Wells Fargo"),
            ("CORNING INC /NY", "Corning Inc."),
            ("Lilly (Eli)", "Eli Lilly & Co"),
            ("Brown–Forman", "Brown-Forman"),
            ("Ørsted A/S", "Orsted"),
            ("Deutsche Börse AG", "deutsche borse"),
            ("Marsh & McLennan Companies", "Marsh McLennan"),
            ("The Goldman Sachs Group, Inc.", "Goldman Sachs"),
            ("Hyatt Hotels Intl", "Hyatt Hotels International"),
            ("Škoda Auto a.s.", "SKODA AUTO A. S."),
            ("Novák & syn, spol. s r.o.", "Novak a syn s. r. o."),
            ("Kofola spol.s r.o.", "KOFOLA"),
            ("PKN Orlen S.A.", "PKN Orlen"),
            ("Comarch Polska Sp. z o.o.", "Comarch Polska sp.z.o.o. Sp. k."),
            ("Müller & Söhne GmbH & Co. KG", "Muller und Sohne"),
            ("Bosch Gesellschaft mit beschränkter Haftung", "BOSCH GmbH"),
            ("Cemex, S.A.B. de C.V.", "CEMEX SAB DE CV"),
            ("Bimbo S. A. de C. V.", "Bimbo"),
            ("Petróleo Brasileiro S.A.", "Petroleo Brasileiro"),
            ("Hijos y Cía Ltda", "Hijos Cia"),
            ("Richter Gedeon Nyrt.", "Richter Gedeon"),
            ("OTP Bank Zrt", "OTP Bank Kft."),
            ("Türk Hava Yolları A.Ş.", "Turk Hava Yollari"),
            ("Yıldız San. ve Tic. Ltd. Şti.", "Yildiz"),
            ("トヨタ自動車株式会社", "トヨタ自動車"),
            ("株式会社日立製作所", "日立製作所（株）"),
            ("Sony Group K.K.", "Sony Group Kabushiki Kaisha"),
            ("삼성전자 주식회사", "(주)삼성전자"),
            ("华为技术有限公司", "华为技术"),
            ("ООО «Ромашка»", "Ромашка, ООО"),
            ("OOO Romashka", "Romashka"),
            ("Общество с ограниченной ответственностью Ромашка", "Ромашка"),
            ("PT Telkom Indonesia (Persero) Tbk", "Telkom Indonesia"),
            ("Infosys Private Limited", "Infosys Pvt. Ltd."),
            ("Top Glove Corporation Bhd", "Top Glove"),
            ("BHP Pty Ltd", "BHP Proprietary Limited"),
            ("Volvo AB (publ)", "Volvo"),
            ("Nokia Oyj", "Nokia Oy Ab"),
            ("Solvay NV/SA", "Solvay S.A./N.V."),
            ("Ferrovial S. L.", "Ferrovial"),
            ("L'Oréal", "LOREAL SA"),
            ("Acme Inc dba Rocket", "Acme"),
            ("Acme Ltd t/a The Rocket", "ACME LIMITED"),
            ("Acme (formerly Bolt Corp)", "Acme"),
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
            ("A. O. Smith", "Smith"),
            ("SAS Institute", "Institute"),
            ("AB Foods", "Foods"),
            ("SIA Engineering", "Engineering"),
            ("PT Solutions", "Solutions"),
            ("Acme (UK) Ltd", "Acme Ltd"),
            ("Project A Ventures", "Project Ventures"),
            ("Y Combinator", "Combinator"),
            ("Vitamin A Co", "Vitamin Co"),
            ("日本電気株式会社", "日本郵政株式会社"),
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
    fn a_country_or_international_behind_a_name_is_told_from_the_name() {
        for (name, core) in [
            ("Acme (UK) Ltd", Some("acme")),
            ("Siemens Energy International, Inc.", Some("siemensenergy")),
            ("Bosch Deutschland GmbH", Some("bosch")),
            ("First International", None),
            ("Acme Ltd", None),
            ("Korea", None),
        ] {
            assert_eq!(core_key(name).as_deref(), core, "{name}");
        }
        assert!(differ_loosely("Goldman Sachs Group, Inc.", "Goldman Sachs"));
        assert!(!differ_loosely("Deere & Co", "Deere Ltd"));
    }

    #[test]
    fn another_name_behind_is_told_from_the_first() {
        let both = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(other_names("Acme, Inc. d/b/a Rocket Labs"), both("Acme, Inc.", "Rocket Labs"));
        assert_eq!(other_names("Acme Ltd t/a The Rocket"), both("Acme Ltd", "The Rocket"));
        assert_eq!(other_names("Acme (formerly known as Bolt)"), both("Acme", "Bolt"));
        assert_eq!(other_names("Acme Ltd trading as Rocket"), both("Acme Ltd", "Rocket"));
        assert_eq!(other_names("Acme Ltd, doing business as Rocket"), both("Acme Ltd", "Rocket"));
        assert_eq!(further_names("Acme Inc dba Rocket (fka Bolt)"), ["Rocket", "Bolt"]);
        assert_eq!(other_names("TA Instruments"), None);
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
            name in "((the|inc|co|class|a|b|y|smith|and|&|/de/|com|corp\\.|x\\.com|s\\.|r\\.o\\.|株式会社|ооо|dba|\\(eli\\)) ?){1,6}"
        ) {
            let key = name_key(&name);
            prop_assert_eq!(name_key(&key), key.clone());
            prop_assert!(!key.is_empty());
        }
    }
}
