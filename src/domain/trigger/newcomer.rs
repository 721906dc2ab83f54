//! Finds whom a headline gives a new role: "Harbour Foods names Ida Berg as COO".

use std::ops::Range;

use crate::domain::account::Account;
use crate::domain::fold::{fold_name, words};
use crate::domain::matching::name_key;
use crate::domain::text::without_possessive;

/// Verbs behind which the person stands: "appoints Ida Berg as COO".
const BEFORE: &str = "appoints appointed appoint names named hires hired promotes promoted taps tapped elects elected welcomes \
    installs recruits picks announces ernennt beruft bestellt holt befordert jmenuje jmenoval jmenovala povysil povysila menuje \
    vymenoval vymenovala mianuje nomme nombra nomina benoemt udnaevner utser utnevner";
/// Verbs before which the person stands: "Ida Berg becomes COO".
const BEHIND: &str = "becomes became become joins joined join takes took take named appointed promoted elected succeeds \
    succeeded replaces replaced leads lead heads head starts started steps stepped returns wird ubernimmt tritt folgt se \
    nastupuje prebira zostaje devient diventa blir bliver wordt";
/// Those of the verbs that stand on both sides: "Norvik named Ida Berg", "Ida Berg named COO".
const EITHER: &str = "named appointed promoted elected";
/// Words that may stand between the person and such a verb.
const BETWEEN: &str = "to will is was has been have as who now";
/// Verbs that give a role only with its name beside them: "announces Green Harbour project" gives none.
const NEEDS_ROLE: &str = "names named taps tapped welcomes picks announces holt";
/// Words that say a role by themselves.
const ROLE: &str = "ceo cfo coo cto cio ciso cmo cro chro cpo chief officer president chair chairman chairwoman chairperson \
    director head vp svp evp manager executive boss leader founder partner treasurer controller geschaftsfuhrer \
    geschaftsfuhrerin vorstand vorstandschef finanzchef chef chefin leiter leiterin reditel reditelka reditelem reditelkou sef \
    sefem predseda predsedou jednatel jednatelem riaditel riaditelom prezes dyrektor directeur direktor direktoriaus vd dg \
    role job seat";
/// What somebody may be said to lead or to take over: "takes over operations".
const AREA: &str = "operations finance sales supply production marketing technology information revenue people";
/// Verbs behind which an area is a role: "starts production" is none.
const LEADS: &str = "took take takes leads lead heads head";
/// Others with a capital that are no part of a person's name.
const OF_ROLE: &str = "vice managing general operating financial senior interim acting deputy group global new plant";
/// Particles inside a name.
const PARTICLES: &str = "von van der den de da di del la le du dos af av bin al zu";
/// Words before a name of a place or company.
const PLACED: &str = "at of for in from to by with into near bei von u v na z od do";
/// Words behind a verb in which the person or the role is looked for.
const NEAR: usize = 9;

/// A word of a headline.
struct HeadlineWord<'a> {
    /// Without the marks around it.
    bare: &'a str,
    key: String,
    possessive: bool,
    /// True if a mark behind it ends a name.
    ends: bool,
}

/// Returns the person to whom a headline about an account gives a new role, as it names them; `None` if it names nobody
/// so. A name of the account is nobody's.
pub fn newcomer(headline: &str, account: &Account) -> Option<String> {
    let words: Vec<HeadlineWord> = headline.split_whitespace().map(HeadlineWord::read).collect();
    let spelt = |name: &Range<usize>| -> String {
        words.get(name.clone()).unwrap_or_default().iter().map(|word| word.bare).collect::<Vec<_>>().join(" ")
    };
    let company = |name: &Range<usize>| {
        let key = name_key(&spelt(name));
        std::iter::once(&account.name).chain(&account.aliases).any(|known| name_key(known) == key)
    };
    let mut names = person_names(&words);
    names.retain(|name| !company(name));
    names.iter().find(|name| takes_role(&words, name)).or_else(|| given_role(&words, &names)).map(spelt)
}

/// Returns true if two names are one person's: all words of the shorter one stand in the longer.
pub fn same_person(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let initial = |one: &str, other: &str| one.chars().count() == 1 && other.starts_with(one);
    let is = |word: &String, other: &String| word == other || initial(word, other) || initial(other, word);
    !short.is_empty() && short.iter().all(|word| long.iter().any(|other| is(word, other)))
}

/// Returns true if a headline says of this person by name what happened, and not of somebody beside them: "Ida Berg's new
/// boss" and "succeeds Ida Berg" are about others.
pub fn is_said_of(headline: &str, person: &str) -> bool {
    const OTHERS: &str =
        "succeeds succeeded succeeding replaces replaced replacing after under for from follows following";
    let words: Vec<HeadlineWord> = headline.split_whitespace().map(HeadlineWord::read).collect();
    let wanted: Vec<String> = person.split_whitespace().map(|word| HeadlineWord::read(word).key).collect();
    let at = |from: usize| words.get(from..from + wanted.len());
    !wanted.is_empty()
        && (0..words.len()).any(|from| {
            let here = at(from).is_some_and(|here| here.iter().zip(&wanted).all(|(word, key)| word.key == *key));
            let possessive = at(from).and_then(<[_]>::last).is_some_and(|last| last.possessive);
            let beside =
                from.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|word| is_in(OTHERS, &word.key));
            here && !possessive && !beside
        })
}

/// Returns true if the words behind a name say that this person takes a role.
fn takes_role(words: &[HeadlineWord], name: &Range<usize>) -> bool {
    let behind = words.get(name.end..).unwrap_or_default();
    let Some(verb) = behind.iter().take(3).position(|word| is_in(BEHIND, &word.key)) else { return false };
    let said = |list: &str| behind.get(verb).is_some_and(|word| is_in(list, &word.key));
    let between = behind.iter().take(verb).all(|word| is_in(BETWEEN, &word.key));
    let rest = behind.get(verb + 1..).unwrap_or_default();
    let area = said(LEADS) && rest.iter().find(|word| word.key != "over").is_some_and(|word| is_in(AREA, &word.key));
    // "Norvik Foods named Ida Berg COO": the name before the verb is the company's.
    let company = said(EITHER) && person_names(rest).first().is_some_and(|next| next.start == 0);
    between && !company && (area || rest.iter().take(NEAR).any(|word| is_in(ROLE, &word.key)))
}

/// Returns the name behind a verb that gives a role.
fn given_role<'n>(words: &[HeadlineWord], names: &'n [Range<usize>]) -> Option<&'n Range<usize>> {
    let verb = words.iter().position(|word| is_in(BEFORE, &word.key))?;
    let behind = words.get(verb..).unwrap_or_default();
    let needs_role = behind.first().is_some_and(|word| is_in(NEEDS_ROLE, &word.key));
    if needs_role && !behind.iter().any(|word| is_in(ROLE, &word.key) || is_in(AREA, &word.key)) {
        return None;
    }
    names.iter().find(|name| name.start > verb && name.start <= verb + NEAR)
}

/// Returns the runs of two words and more that are written like a person's name.
fn person_names(words: &[HeadlineWord]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < words.len() {
        let mut until = from;
        while let Some(word) = words.get(until) {
            let particle = until > from && is_in(PARTICLES, &word.key);
            if !(particle || word.is_name()) {
                break;
            }
            until += 1;
            if word.ends || word.possessive {
                break;
            }
        }
        let run = words.get(from..until).unwrap_or_default();
        let capitals = run.iter().filter(|word| word.is_name()).count();
        let placed =
            from.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|word| is_in(PLACED, &word.key));
        let particle = run.last().is_some_and(|last| is_in(PARTICLES, &last.key));
        if (2..=5).contains(&capitals) && !particle && !placed && !run.last().is_some_and(|last| last.possessive) {
            found.push(from..until);
        }
        from = until.max(from + 1);
    }
    found
}

fn is_in(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_whitespace().any(|known| known == word)
}

impl HeadlineWord<'_> {
    fn read(word: &str) -> HeadlineWord<'_> {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let stem = without_possessive(bare);
        // "James' new boss": a name that ends with an s may have the apostrophe alone.
        let genitive = word.ends_with(['\'', '’']) && bare.ends_with('s');
        // The point of an initial ends no name: "Ida B. Berg".
        let initial = bare.chars().count() == 1 && word.ends_with('.');
        let ends = word.ends_with([',', ';', ':', '.', '!', '?', ')', '–', '—']) && !initial;
        let bare_stem = stem.unwrap_or(bare);
        HeadlineWord { bare: bare_stem, key: fold_name(bare_stem), possessive: stem.is_some() || genitive, ends }
    }

    /// True for a word with a capital and small letters, or an initial, that is no word of a role.
    fn is_name(&self) -> bool {
        let mut letters = self.bare.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let initial = self.bare.chars().count() == 1;
        let known = [ROLE, AREA, OF_ROLE, BEFORE, BEHIND].iter().any(|list| is_in(list, &self.key));
        capital && (initial || letters.any(char::is_lowercase)) && !known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_says_who_takes_the_role() {
        let account = Account {
            name: "Halden Foods".to_owned(),
            aliases: vec!["Halden Seafood".to_owned()],
            ..Account::default()
        };
        for (headline, who) in [
            ("Harbour Foods names Emma Whitfield's new boss: Paul Green becomes CEO on 1 December", "Paul Green"),
            ("Harbour Foods appoints Karin Holm as COO", "Karin Holm"),
            ("Harbour Foods names new COO: Karin Holm", "Karin Holm"),
            ("Karin Holm named chief operating officer of Harbour Foods", "Karin Holm"),
            ("Harbour Foods named Karin Holm COO", "Karin Holm"),
            ("Harbour Foods Appoints Karin Holm Chief Financial Officer", "Karin Holm"),
            ("Karin Holm to become head of operations at Harbour Foods", "Karin Holm"),
            ("Maria Ortega joins Calloway Logistics as Vice President, Supply Chain", "Maria Ortega"),
            ("Patrick Osei took over operations at Halden", "Patrick Osei"),
            ("Ludwig van der Berg wird Finanzchef bei Nordsee Fisch", "Ludwig van der Berg"),
            ("Karin Holm succeeds Emma Whitfield as COO", "Karin Holm"),
            ("Mlékárna jmenovala novým ředitelem Jana Nováka", "Jana Nováka"),
            ("Tamsin Rowe, who ran our pilot at Bodmin Creamery, now leads operations at Penhallow", ""),
            ("Brightline Health names former executive as new CEO", ""),
            ("Corvus Group takes over Beta Labs", ""),
            ("Norvik has a new head of operations", ""),
            // A company is no person: neither the account, under any of its names, nor another one.
            ("Halden Foods leads operations in the north", ""),
            ("Halden Foods AS becomes group leader", ""),
            ("Halden Seafood takes over production", ""),
            ("Halden Foods names Karin Holm chief executive", "Karin Holm"),
            ("Norvik Foods starts new production line in Bergen", ""),
            ("Nordic Dairy takes over Lindal plant", ""),
            ("Norvik announces Green Harbour project", ""),
            ("Norvik named Best Workplace", ""),
            ("Norvik appoints Karin Holm", "Karin Holm"),
            ("", ""),
        ] {
            assert_eq!(newcomer(headline, &account).unwrap_or_default(), who, "{headline}");
        }
    }

    #[test]
    fn a_headline_is_said_of_a_person_and_not_of_somebody_beside_them() {
        for (headline, person, said) in [
            ("Emma Whitfield speaks at FoodTech", "Emma Whitfield", true),
            ("Emma Whitfield's team wins a prize", "Emma Whitfield", false),
            ("Karin Holm succeeds Emma Whitfield", "Emma Whitfield", false),
            ("Karin Holm speaks", "Emma Whitfield", false),
            ("", "", false),
        ] {
            assert_eq!(is_said_of(headline, person), said, "{headline}");
        }
        for (a, b, same) in [
            ("Karin Holm", "K. Holm", true),
            ("Karin Holm", "Karin Maria Holm", true),
            ("Karin Holm", "Emma Holm", false),
            ("Zoë Čapková", "Zoe Capkova", true),
            ("", "Emma", false),
        ] {
            assert_eq!(same_person(a, b), same, "{a} / {b}");
        }
    }
}
