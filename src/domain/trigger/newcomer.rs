//! Finds whom a headline gives a new role: "Harbour Foods names Ida Berg as COO".

use std::ops::Range;

use crate::domain::fold::fold_name;

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
/// Words of a role, and others with a capital that are no part of a person's name.
const ROLE: &str = "ceo cfo coo cto cio ciso cmo cro chro cpo chief officer president chair chairman chairwoman chairperson \
    director head vp svp evp vice manager executive managing general operating financial technology information marketing \
    revenue people senior interim acting deputy group global new boss leader operations finance sales supply production plant \
    founder partner treasurer controller geschaftsfuhrer geschaftsfuhrerin vorstand vorstandschef finanzchef chef chefin \
    leiter leiterin reditel reditelka reditelem reditelkou sef sefem predseda predsedou jednatel jednatelem riaditel \
    riaditelom prezes dyrektor directeur director directeur direktor direktoriaus vd dg role job seat";
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

/// Returns the person to whom a headline gives a new role, as it names them; `None` if it names nobody so.
pub fn newcomer(headline: &str) -> Option<String> {
    let words: Vec<HeadlineWord> = headline.split_whitespace().map(HeadlineWord::read).collect();
    let names = person_names(&words);
    let named = names.iter().find(|name| takes_role(&words, name)).or_else(|| given_role(&words, &names))?;
    let spelt: Vec<&str> = words.get(named.clone())?.iter().map(|word| word.bare).collect();
    Some(spelt.join(" "))
}

/// Returns true if two names are one person's: all words of the shorter one stand in the longer.
pub fn same_person(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let folded = fold_name(name);
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
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
    let between = behind.iter().take(verb).all(|word| is_in(BETWEEN, &word.key));
    let rest = behind.get(verb + 1..).unwrap_or_default();
    // "Norvik Foods named Ida Berg COO": the name before the verb is the company's.
    let either = behind.get(verb).is_some_and(|word| is_in(EITHER, &word.key));
    let company = either && person_names(rest).first().is_some_and(|next| next.start == 0);
    between && !company && rest.iter().take(NEAR).any(|word| is_in(ROLE, &word.key))
}

/// Returns the name behind a verb that gives a role.
fn given_role<'n>(words: &[HeadlineWord], names: &'n [Range<usize>]) -> Option<&'n Range<usize>> {
    let verb = words.iter().position(|word| is_in(BEFORE, &word.key))?;
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
        let stem = ["'s", "’s"].iter().find_map(|end| bare.strip_suffix(end));
        let genitive = word.ends_with(['\'', '’']) && bare.ends_with('s');
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
        let known = is_in(ROLE, &self.key) || is_in(BEFORE, &self.key) || is_in(BEHIND, &self.key);
        capital && (initial || letters.any(char::is_lowercase)) && !known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_says_who_takes_the_role() {
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
            ("", ""),
        ] {
            assert_eq!(newcomer(headline).unwrap_or_default(), who, "{headline}");
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
