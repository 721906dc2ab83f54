//! Finds accounts that a headline mentions. A wrong link is worse than none: doubtful ones are left to a person.
//!
//! Tried in this order: CIK, ticker, web domain, name, alias. A ticker is accepted if a word of the name occurs in the
//! text too. A name of one everyday word ("Target", "Gap") needs a second indication: a legal form after it, a ticker
//! or a domain. A name that may be part of a longer one ("American Express" in "American Express Global Business
//! Travel") is not accepted.

mod place;
mod stop_words;
mod tokens;

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::ids::AccountId;
use super::matching::{is_legal_form, is_loose_word, long_legal_form, loose_words, name_key, text_words};

use place::{Mention, is_weak_form, stands_alone, stands_aside};

pub(crate) use stop_words::is_everyday;
pub use tokens::{MentionText, first_sentence, without_publisher};

/// Shortest name key that is searched for, in bytes.
const SHORTEST: usize = 2;
/// Shortest one-word name, in characters, that is accepted without a second indication.
const DISTINCT: usize = 5;
/// Most words of a name that is searched for.
pub const LONGEST_NAME: usize = 8;

/// The names and identifiers of an account that a text may mention.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountNames {
    pub account: AccountId,
    pub name: String,
    pub aliases: Vec<String>,
    pub tickers: Vec<String>,
    /// Web domain, if it belongs to this account alone.
    pub domain: Option<String>,
    /// Central Index Key with the SEC.
    pub cik: Option<u64>,
    /// True if other accounts begin with the same word, so that the word alone is no indication.
    pub crowded: bool,
}

/// An account that a text mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountMention {
    pub account: AccountId,
    /// What the mention is based on: "ticker SPNT", "named “SiriusPoint”".
    pub why: String,
}

/// Finds mentions of a batch of accounts in texts, in one pass for each text.
#[derive(Debug)]
pub struct MentionFinder {
    known: Vec<AccountNames>,
    /// Automaton over the keys of all names.
    names: Option<AhoCorasick>,
    /// Key of each pattern with the accounts that have it: index, and whether it is an alias.
    keys: Vec<(String, Vec<(usize, bool)>)>,
    /// Words that the names of each key have without a capital, folded: "píly" of "Tatranské píly".
    small: Vec<Vec<String>>,
}

impl MentionFinder {
    /// Builds a finder for these accounts.
    pub fn new(known: Vec<AccountNames>) -> MentionFinder {
        let mut keys: BTreeMap<String, Vec<(usize, bool)>> = BTreeMap::new();
        let mut small: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (at, account) in known.iter().enumerate() {
            let other = account.aliases.iter().map(|alias| (alias, true));
            for (name, alias) in std::iter::once((&account.name, false)).chain(other) {
                let key = name_key(name);
                small.entry(key.clone()).or_default().extend(small_words(name));
                let owners = keys.entry(key).or_default();
                if !owners.iter().any(|(owner, _)| *owner == at) {
                    owners.push((at, alias));
                }
            }
        }
        keys.retain(|key, _| key.len() >= SHORTEST);
        let keys: Vec<_> = keys.into_iter().collect();
        let small = keys.iter().map(|(key, _)| small.remove(key).unwrap_or_default()).collect();
        let patterns = keys.iter().map(|(key, _)| key.as_str());
        // Without a single pattern there is nothing to find; beyond its limits of size, names are not looked for.
        // Only the standard kind of match gives overlapping ones; the others are refused where they are asked for.
        let names = AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns).ok();
        MentionFinder { known, names: names.filter(|_| !keys.is_empty()), keys, small }
    }

    /// Returns the accounts that a headline or first sentence mentions, the surest first.
    pub fn spot(&self, text: &MentionText) -> Vec<AccountMention> {
        let mut found: Vec<AccountMention> = Vec::new();
        let mut add = |at: usize, why: String| {
            if let Some(known) = self.known.get(at)
                && !found.iter().any(|one| one.account == known.account)
            {
                found.push(AccountMention { account: known.account, why });
            }
        };
        let by = |test: &dyn Fn(&AccountNames) -> bool| {
            let mut owners = self.known.iter().enumerate().filter(|(_, known)| test(known)).map(|(at, _)| at);
            let first = owners.next();
            // Two accounts with one number or domain: a person decides.
            first.filter(|_| owners.next().is_none())
        };
        // From the surest sign to the weakest: the first reason that is found is the one that is shown.
        for cik in text.ciks.iter().chain(&text.given_cik) {
            if let Some(at) = by(&|known| known.cik == Some(*cik)) {
                add(at, format!("CIK {cik}"));
            }
        }
        for ticker in text.tickers.iter().chain(&text.given_ticker) {
            if let Some(at) = by(&|known| known.tickers.contains(ticker) && shares_a_word(known, text)) {
                add(at, format!("ticker {ticker}"));
            }
        }
        for domain in &text.domains {
            if let Some(at) = by(&|known| known.domain.as_ref() == Some(domain)) {
                add(at, format!("web domain {domain}"));
            }
        }
        for (at, alias) in self.named(text) {
            let name = self.known.get(at).map_or("", |known| known.name.as_str());
            if self.known.get(at).is_some_and(|known| is_given_another(known, text)) {
                continue;
            }
            add(at, if alias { format!("another name of {name}") } else { format!("named “{name}”") });
        }
        found
    }

    /// Returns the accounts mentioned by name, followed by those mentioned by alias.
    fn named(&self, text: &MentionText) -> Vec<(usize, bool)> {
        let mut places = self.places(text);
        // Of a name inside a longer one only the longer counts: "Bank of America" is not about "America".
        let spans: Vec<(usize, usize)> = places.iter().map(|place| (place.from, place.until)).collect();
        places.retain(|place| {
            let inside = |(from, until): &(usize, usize)| {
                *from <= place.from && place.until <= *until && until - from > place.until - place.from
            };
            !spans.iter().any(inside)
        });
        // After the longer names have taken theirs: a name that stands inside a longer one is not alone.
        let small = |place: &Mention| self.small.get(place.pattern).map(Vec::as_slice).unwrap_or_default();
        let believed = places.iter().filter(|place| stands_alone(text, place, small(place)));
        let owned = believed.filter_map(|place| Some((self.owner(text, place)?, stands_aside(text, place))));
        let (aside, about): (Vec<_>, Vec<_>) = owned.partition(|(_, aside)| *aside);
        // Whose name stands aside may have told the news; it counts only where the news names nobody else.
        let taken = if about.is_empty() { aside } else { about };
        let mut found: Vec<(usize, bool)> = taken.into_iter().map(|(owner, _)| owner).collect();
        // Stable: of names the order of the text stays.
        found.sort_by_key(|(_, alias)| *alias);
        found
    }

    /// Returns the matches of names in the text, at word boundaries.
    fn places(&self, text: &MentionText) -> Vec<Mention> {
        let Some(names) = &self.names else { return Vec::new() };
        let (mut joined, mut starts) = (String::new(), Vec::new());
        for word in &text.words {
            starts.push(joined.len());
            joined.push_str(&word.key);
        }
        starts.push(joined.len());
        let mut places = Vec::new();
        // Overlapping, because a name may begin inside another one that turns out to be none. The text has no blanks,
        // so that "Super Micro" is found as "Supermicro"; only matches from word to word count.
        for found in names.find_overlapping_iter(&joined) {
            let (Ok(from), Ok(until)) = (starts.binary_search(&found.start()), starts.binary_search(&found.end()))
            else {
                continue;
            };
            places.push(Mention { pattern: found.pattern().as_usize(), from, until });
        }
        places
    }

    /// Returns the one account that a match means; `None` if several are possible, or if a second indication is needed
    /// and missing.
    fn owner(&self, text: &MentionText, place: &Mention) -> Option<(usize, bool)> {
        let (key, owners) = self.keys.get(place.pattern)?;
        let words = text.words.get(place.from..place.until)?;
        let sign = |at: usize| {
            self.known.get(at).is_some_and(|known| {
                known
                    .tickers
                    .iter()
                    .any(|own| text.tickers.iter().chain(&text.given_ticker).any(|ticker| ticker == own))
                    || known.domain.as_ref().is_some_and(|domain| text.domains.contains(domain))
                    || known.cik.is_some_and(|cik| text.ciks.contains(&cik))
            })
        };
        let loose = loose_behind(text, place.until);
        let called = |(at, alias): &(usize, bool)| {
            let known = self.known.get(*at)?;
            if *alias { known.aliases.iter().find(|alias| name_key(alias) == *key) } else { Some(&known.name) }
        };
        let exact = |one: &&(usize, bool)| called(one).is_some_and(|name| loose_words(name) == loose);
        let (at, alias) = match owners.as_slice() {
            [one] => *one,
            several => *sole_of(several.iter().filter(|(at, _)| sign(*at)))
                .or_else(|| sole_of(several.iter().filter(exact)))?,
        };
        let known = self.known.get(at)?;
        let name = called(&(at, alias))?;
        // A short form of a longer name is common; a longer name than the account's may be its parent, and is asked about.
        if !loose.is_empty() && loose_words(name) != loose && !sign(at) {
            return None;
        }
        let legal = text.words.get(place.until).is_some_and(|next| {
            // A small "as" is no company of Norway; "a.s." is one of Prague.
            let single = (next.named || next.pointed) && is_legal_form(&next.key) && !is_weak_form(&next.key);
            !next.parted && (single || is_long_form(text, place.until))
        });
        let spelt = words.iter().filter(|word| !word.possessive).count();
        let says_enough = if spelt == 1 { is_distinct(key, known) } else { several_words(name, key, spelt) };
        (says_enough || legal || sign(at)).then_some((at, alias))
    }
}

/// Returns true if the number or ticker that a source gives beside a text is another one than the account's.
fn is_given_another(known: &AccountNames, text: &MentionText) -> bool {
    let cik = matches!((known.cik, text.given_cik), (Some(own), Some(given)) if own != given);
    let other = |given: &String| !known.tickers.is_empty() && !known.tickers.contains(given);
    cik || text.given_ticker.as_ref().is_some_and(other)
}

/// Returns the only one of some candidates.
fn sole_of<T>(mut candidates: impl Iterator<Item = T>) -> Option<T> {
    let one = candidates.next()?;
    candidates.next().is_none().then_some(one)
}

/// Returns the "group", "holding" and the like that follow a name in a text, sorted.
fn loose_behind(text: &MentionText, at: usize) -> Vec<String> {
    let rest = text.words.iter().skip(at).take_while(|word| !word.parted && word.named && is_legal_form(&word.key));
    let mut loose: Vec<String> = rest.filter(|word| is_loose_word(&word.key)).map(|word| word.key.clone()).collect();
    loose.sort_unstable();
    loose
}

/// Returns the words of a name, from the second on, that are written without a capital.
fn small_words(name: &str) -> Vec<String> {
    let words = name.split_whitespace().skip(1).filter(|word| word.starts_with(char::is_lowercase));
    words.flat_map(text_words).collect()
}

/// Returns true if a legal form of several words begins at this word of a text: "sp. z o.o.".
fn is_long_form(text: &MentionText, at: usize) -> bool {
    let here = text.words.get(at..).unwrap_or_default();
    let words: Vec<&str> = here.iter().take_while(|word| !word.possessive).map(|word| word.key.as_str()).collect();
    long_legal_form(&words) > 0
}

/// Returns true if a single word is a name that hardly means anything else.
fn is_distinct(key: &str, known: &AccountNames) -> bool {
    let letters = key.chars().filter(|c| c.is_alphabetic()).count();
    letters >= DISTINCT && !known.crowded && !stop_words::is_everyday(key)
}

/// Returns true if several words of a text are this name: a one-word name must be written as one word, or be too long
/// for an accident.
fn several_words(name: &str, key: &str, spelt: usize) -> bool {
    let own = text_words(name).into_iter().filter(|word| !is_legal_form(word)).count();
    own == spelt || (own > 1 && key.chars().count() >= DISTINCT) || key.chars().count() >= 2 * DISTINCT
}

/// Returns true if a word of one of the account's names, other than legal forms, occurs in the text.
fn shares_a_word(known: &AccountNames, text: &MentionText) -> bool {
    let names = std::iter::once(&known.name).chain(&known.aliases);
    let mut words = names.flat_map(|name| text_words(name)).filter(|word| !is_legal_form(word) && word.len() > 1);
    let joined = text.words.iter().map(|word| word.key.as_str()).collect::<Vec<_>>();
    words.any(|word| joined.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(n: u128, name: &str) -> AccountNames {
        AccountNames { account: AccountId(uuid::Uuid::from_u128(n)), name: name.to_owned(), ..AccountNames::default() }
    }

    fn book() -> MentionFinder {
        let ticker = |known: AccountNames, ticker: &str| AccountNames { tickers: vec![ticker.to_owned()], ..known };
        MentionFinder::new(vec![
            ticker(known(1, "Target Corp"), "TGT"),
            ticker(known(2, "SiriusPoint Ltd."), "SPNT"),
            known(3, "Bank of America"),
            known(4, "America"),
            ticker(known(5, "The Coca-Cola Company"), "KO"),
            known(6, "Microsoft Corporation"),
            known(7, "American Express"),
            AccountNames { crowded: true, ..known(8, "Marriott") },
            AccountNames { domain: Some("acme.com".into()), ..known(9, "Acme") },
            known(10, "Lowe's Companies Inc"),
            known(11, "Summit Foods"),
            known(12, "Summit Foods LLC"),
            AccountNames { aliases: vec!["Nordvik Mat".into()], cik: Some(320_193), ..known(13, "Norvik Foods AS") },
            known(14, "A. O. Smith"),
            known(15, "JPMorgan Chase & Co."),
            ticker(known(16, "Gap Inc."), "GAP"),
            known(17, "Nestlé S.A."),
            known(18, "3M"),
        ])
    }

    #[test]
    fn a_headline_names_the_accounts_that_it_is_about() {
        let spotter = book();
        for (headline, found) in [
            ("Microsoft announces new data centre", vec![6]),
            ("MICROSOFT CORP files annual report", vec![6]),
            ("Why Microsoft's cloud is growing", vec![6]),
            ("Coca-Cola and Microsoft sign agreement", vec![5, 6]),
            ("Bank of America raises its outlook", vec![3]),
            ("A.O. Smith names CEO", vec![14]),
            ("J.P. Morgan Chase opens branch", vec![15]),
            ("Lowe's to hire 50,000 workers", vec![10]),
            ("Lowe’s CEO steps down", vec![10]),
            ("Nestle cuts 4,000 jobs", vec![17]),
            ("SiriusPoint (NYSE: SPNT) prices notes", vec![2]),
            ("Norvik Foods opens a plant in Tampa", vec![13]),
            ("Nordvik Mat opens a plant", vec![13]),
            ("New plant for acme.com", vec![9]),
            ("Filing by CIK 320193", vec![13]),
            ("Target Corporation recalls candles", vec![1]),
            ("Target (NYSE: TGT) beats estimates", vec![1]),
        ] {
            let ids: Vec<u128> =
                spotter.spot(&MentionText::of(headline)).iter().map(|one| one.account.0.as_u128()).collect();
            assert_eq!(ids, found, "{headline}");
        }
    }

    #[test]
    fn whoever_stands_aside_told_the_news_that_names_another() {
        let spotter = book();
        for (headline, found) in [
            ("Microsoft: Norvik Foods opens a plant", vec![13]),
            ("Norvik Foods opens a plant (Microsoft)", vec![13]),
            ("Exclusive: Norvik Foods opens a plant, Microsoft says", vec![13]),
            ("Analysts at Microsoft cut Norvik Foods to sell", vec![13]),
            ("Microsoft: profit falls", vec![6]),
            ("A plant will open, Microsoft says", vec![6]),
            ("Norvik Foods, Microsoft open a plant", vec![13, 6]),
            ("Norvik Foods (Tampa) and Microsoft open a plant", vec![13, 6]),
        ] {
            let ids: Vec<u128> =
                spotter.spot(&MentionText::of(headline)).iter().map(|one| one.account.0.as_u128()).collect();
            assert_eq!(ids, found, "{headline}");
        }
    }

    #[test]
    fn what_may_be_something_else_is_not_linked() {
        let spotter = book();
        for headline in [
            "Mind the Gap: what sellers miss",
            "American Express Global Business Travel Reports Results",
            "Acme Group USA lays off workers",
            "Target Group opens office",
            "Marriott Vacations names CFO",
            "Marriott opens hotel",
            "First Microsoft Users Conference",
            "University of America opens campus",
            "Summit Foods expands",
            "He said so to acme and microsoft",
            "Acme wins award",
            "(NYSE: TGT) falls with its peers",
            "3M people moved last year",
            "The sirius point of view",
            "",
        ] {
            assert_eq!(spotter.spot(&MentionText::of(headline)), vec![], "{headline}");
        }
    }

    #[test]
    fn a_legal_form_and_a_small_second_word_are_part_of_the_name() {
        let names = [
            "Kraków Pack Sp. z o.o.",
            "Tatranské píly s.r.o.",
            "Žďárské strojírny a.s.",
            "Müller & Söhne GmbH & Co. KG",
            "Barilla forni S.p.A.",
            "Nordsø fisk A/S",
            "Kesko metsä Oy",
            "Alföld malom Kft.",
            "Gap a.s.",
            "Beton hala d.o.o.",
        ];
        let finder = MentionFinder::new(names.iter().zip(1..).map(|(name, n)| known(n, name)).collect());
        for (headline, found) in [
            ("Kraków Pack Sp. z o.o. lays off 40 workers", vec![1]),
            ("Kraków Pack sp. z o. o. lays off 40 workers", vec![1]),
            ("Kraków Pack zwalnia 40 osób", vec![1]),
            ("Tatranské píly s.r.o. cut 30 jobs in Poprad", vec![2]),
            ("Tatranské píly, s. r. o., cut 30 jobs", vec![2]),
            ("Tatranské píly prepúšťajú", vec![2]),
            ("Žďárské strojírny a.s. opens a foundry", vec![3]),
            ("Žďárské strojírny, a. s. opens a foundry", vec![3]),
            ("New foundry for Žďárské strojírny a.s.", vec![3]),
            ("Müller & Söhne GmbH & Co. KG closes a mill", vec![4]),
            ("Barilla forni S.p.A. names new CEO", vec![5]),
            ("Nordsø fisk A/S opens a plant", vec![6]),
            ("Kesko metsä Oy lays off 12", vec![7]),
            ("Alföld malom Kft. buys a mill", vec![8]),
            ("Gap a.s. opens a plant", vec![9]),
            ("Beton hala d.o.o. opens a plant", vec![10]),
            ("The Gap as seen from Prague", vec![]),
            ("Kraków Pack Group Sp. z o.o. lays off", vec![]),
            ("they saw tatranské píly", vec![]),
        ] {
            let ids: Vec<u128> =
                finder.spot(&MentionText::of(headline)).iter().map(|one| one.account.0.as_u128()).collect();
            assert_eq!(ids, found, "{headline}");
        }
    }

    #[test]
    fn a_link_says_by_what() {
        let why =
            |headline: &str| book().spot(&MentionText::of(headline)).into_iter().map(|one| one.why).collect::<Vec<_>>();
        assert_eq!(why("SiriusPoint Ltd. (NYSE: SPNT) prices notes"), ["ticker SPNT"]);
        assert_eq!(why("Microsoft opens a plant"), ["named “Microsoft Corporation”"]);
        assert_eq!(why("Nordvik Mat opens a plant"), ["another name of Norvik Foods AS"]);
    }

    #[test]
    fn no_account_and_no_text_find_nothing() {
        assert_eq!(MentionFinder::new(Vec::new()).spot(&MentionText::of("Microsoft")), vec![]);
        assert_eq!(book().spot(&MentionText::of("\u{202e}\u{0}'s's ’s $ (: ) CIK")), vec![]);
    }
}
