//! Names and web domains that look like others: Cyrillic and Greek letters among Latin ones.
//!
//! Three scripts, and the letters of two of them that are drawn as Latin ones are: the confusables of Unicode (UTS 39) cover
//! thousands of signs that no list of companies has, and would be two crates for this one question.

/// Cyrillic and Greek letters that are drawn like Latin ones in most fonts (UTS 39, `confusables.txt`).
const DRAWN_ALIKE: &str = "АВЕЅІЈКМНОРСТУХԌԚԜҮаеѕіјкорсухԁԛԝһүҽӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυιχκγϲϳ";

/// A letter that makes a name look like another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookAlike {
    /// The word, or the label of a domain, that holds it.
    pub word: String,
    /// The first such letter.
    pub letter: char,
    script: Script,
}

impl LookAlike {
    /// Says which letter it is: `the “а” in “Аcme” is Cyrillic`.
    pub fn says(&self) -> String {
        let LookAlike { word, letter, .. } = self;
        format!("the “{letter}” in “{word}” is {}, so it may not be whom it looks like", self.script())
    }

    /// Returns the name of the letter's script.
    pub fn script(&self) -> &'static str {
        match self.script {
            Script::Cyrillic => "Cyrillic",
            Script::Greek => "Greek",
            Script::Latin => "Latin",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
}

/// Returns the letter by which a name looks like another: a word that mixes Latin letters with ones drawn alike. A name
/// all in one script is what it is.
pub fn in_name(name: &str) -> Option<LookAlike> {
    name.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).find_map(mixed)
}

/// Returns the same for a web domain, in which a label all of such letters also looks like another one.
pub fn in_domain(domain: &str) -> Option<LookAlike> {
    let labels: Vec<&str> = domain.split('.').collect();
    let latin_end = labels.last().is_some_and(|end| end.is_ascii());
    let one = |label: &&str| {
        let disguised = latin_end && !label.is_ascii() && label.chars().all(|c| c.is_ascii() || is_drawn_alike(c));
        let found = disguised.then(|| label.chars().find(|c| is_drawn_alike(*c))).flatten();
        mixed(label).or_else(|| look_alike(label, found?))
    };
    labels.iter().find_map(one)
}

fn mixed(word: &str) -> Option<LookAlike> {
    let latin = word.chars().any(|c| script_of(c) == Some(Script::Latin));
    let foreign = word.chars().find(|c| is_drawn_alike(*c))?;
    if latin { look_alike(word, foreign) } else { None }
}

fn look_alike(word: &str, letter: char) -> Option<LookAlike> {
    Some(LookAlike { word: word.to_owned(), letter, script: script_of(letter)? })
}

fn is_drawn_alike(c: char) -> bool {
    !c.is_ascii() && DRAWN_ALIKE.contains(c)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

fn script_of(c: char) -> Option<Script> {
    match c {
        'a'..='z' | 'A'..='Z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'Ḁ'..='ỿ' => Some(Script::Latin),
        'Ͱ'..='Ͽ' | 'ἀ'..='῾' => Some(Script::Greek),
        'Ѐ'..='ԯ' | 'ᲀ'..='ᲈ' | 'Ꙁ'..='ꚟ' => Some(Script::Cyrillic),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_two_scripts_that_look_alike_is_told() {
        for (name, letter) in [
            // Cyrillic first letters, a Greek omicron, a Cyrillic letter inside.
            ("\u{410}cme Ltd", Some('\u{410}')),
            ("N\u{3BF}rvik Foods", Some('\u{3BF}')),
            ("Quill & C\u{43E}mpany", Some('\u{43E}')),
            ("Acme", None),
            ("Škoda Díly", None),
            ("Газпром", None),
            ("Εθνική Τράπεζα", None),
            // Two words, each in its own script, are one company's two names.
            ("Yandex Яндекс", None),
            ("СОСО", None),
            ("µTorrent", None),
            ("πharma", None),
        ] {
            assert_eq!(in_name(name).map(|found| found.letter), letter, "{name}");
        }
        let says = in_name("\u{410}cme Ltd").unwrap().says();
        assert_eq!(says, "the “\u{410}” in “\u{410}cme” is Cyrillic, so it may not be whom it looks like");
    }

    #[test]
    fn a_label_all_of_letters_drawn_alike_is_told_under_a_latin_end() {
        for (domain, told) in [
            ("acme.example", false),
            ("\u{430}cme.example", true),
            // "сосо" and "ехо" all in Cyrillic.
            ("\u{441}\u{43E}\u{441}\u{43E}.com", true),
            ("\u{435}\u{445}\u{43E}.\u{440}\u{444}", false),
            ("газпром.com", false),
            ("škoda.cz", false),
        ] {
            assert_eq!(in_domain(domain).is_some(), told, "{domain}");
        }
    }
}
