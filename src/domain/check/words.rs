//! A text as the check reads it: folded words with their places, sentences, numbers.

use std::ops::Range;

use crate::domain::text::fold;

/// One word, folded and with contractions undone: "I'd" is `i` and `would`, both in the place of "I'd".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain) struct Word {
    /// Lower case, no accents; digits as written without grouping.
    pub folded: String,
    /// The bit of its first letter.
    pub initial: u64,
    /// Its bytes in the text.
    pub place: Range<usize>,
    /// Starts with a capital letter.
    pub capital: bool,
    /// Index of its sentence.
    pub sentence: usize,
}

/// One sentence of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain) struct Sentence {
    /// Its bytes, from the first word to its end mark.
    pub place: Range<usize>,
    /// Its words.
    pub words: Range<usize>,
    /// Ends in a question mark.
    pub question: bool,
}

/// A text taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::domain) struct Words {
    /// Every word in order.
    pub words: Vec<Word>,
    /// Every sentence that has a word.
    pub sentences: Vec<Sentence>,
}

impl Words {
    /// Takes a text apart.
    pub(in crate::domain) fn of(text: &str) -> Words {
        let mut read = Words::default();
        for place in sentence_places(text) {
            let index = read.sentences.len();
            let first = read.words.len();
            for piece in pieces(text, place.clone()) {
                read.push(text, piece, index);
            }
            if read.words.len() > first {
                let said = text.get(place.clone()).unwrap_or_default();
                let question = said.trim_end_matches(['"', '”', '’', '\'', ')', ' ', '!']).ends_with(['?', '？']);
                read.sentences.push(Sentence { place, words: first..read.words.len(), question });
            }
        }
        read
    }

    /// The bytes from one word to another, both inside.
    pub(in crate::domain) fn span(&self, words: Range<usize>) -> Range<usize> {
        let first = self.words.get(words.start).map_or(0, |word| word.place.start);
        let last = words.end.checked_sub(1).and_then(|last| self.words.get(last)).map_or(first, |word| word.place.end);
        first..last
    }

    fn push(&mut self, text: &str, place: Range<usize>, sentence: usize) {
        let raw = text.get(place.clone()).unwrap_or_default();
        let capital = raw.chars().next().is_some_and(char::is_uppercase);
        for folded in undone(raw) {
            self.words.push(Word { initial: initial(&folded), folded, place: place.clone(), capital, sentence });
        }
    }
}

/// One bit for the first letter of a word; several letters may share one.
pub(in crate::domain) fn initial(word: &str) -> u64 {
    word.chars().next().map_or(0, |first| 1 << (u32::from(first) % 64))
}

/// The words a pattern is made of, folded and undone exactly as those of a text.
pub(in crate::domain) fn undone(raw: &str) -> Vec<String> {
    match raw {
        "%" => return vec!["percent".to_owned()],
        "$" => return vec!["dollars".to_owned()],
        "€" => return vec!["euros".to_owned()],
        "£" => return vec!["pounds".to_owned()],
        "&" => return vec!["and".to_owned()],
        _ => {}
    }
    let folded = fold(&raw.replace(['’', '‘', 'ʼ', '`', '´'], "'"));
    let folded = folded.trim_matches('\'');
    if folded.starts_with(|letter: char| letter.is_ascii_digit()) {
        return numeral(folded);
    }
    undo_contraction(folded)
}

/// "2.5m" → `2.5`, `m`; "1,200" → `1200`; "3rd" and "5g" stay whole.
fn numeral(folded: &str) -> Vec<String> {
    let end = folded
        .find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | ',' | '\'')))
        .unwrap_or(folded.len());
    let (digits, unit) = folded.split_at_checked(end).unwrap_or((folded, ""));
    let digits = ungrouped(digits);
    match unit {
        "" => vec![digits],
        "k" | "m" | "mn" | "mio" | "mm" | "b" | "bn" | "t" | "tn" | "x" | "am" | "pm" | "min" | "mins" | "s"
        | "sec" | "h" => {
            vec![digits, unit.to_owned()]
        }
        _ => vec![format!("{digits}{unit}")],
    }
}

/// Grouping marks out, the decimal mark a dot: "1,200" → "1200", "2,5" → "2.5".
fn ungrouped(digits: &str) -> String {
    let plain = digits.replace('\'', "");
    let Some((whole, rest)) = plain.rsplit_once(',') else { return plain };
    if rest.len() == 3 || whole.contains(',') || rest.contains('.') {
        plain.replace(',', "")
    } else {
        plain.replace(',', ".")
    }
}

fn undo_contraction(folded: &str) -> Vec<String> {
    let two = |first: &str, second: &str| vec![first.to_owned(), second.to_owned()];
    match folded {
        "" => return Vec::new(),
        "can't" | "cannot" | "cant" => return two("can", "not"),
        "won't" | "wont" => return two("will", "not"),
        "shan't" => return two("shall", "not"),
        "let's" => return two("let", "us"),
        "im" => return two("i", "am"),
        "ive" => return two("i", "have"),
        "youre" => return two("you", "are"),
        "youve" => return two("you", "have"),
        "weve" => return two("we", "have"),
        "theyre" => return two("they", "are"),
        "thats" => return two("that", "is"),
        "dont" => return two("do", "not"),
        "doesnt" => return two("does", "not"),
        "didnt" => return two("did", "not"),
        "isnt" => return two("is", "not"),
        "havent" => return two("have", "not"),
        "gonna" => return two("going", "to"),
        "wanna" => return two("want", "to"),
        "gotta" => return two("got", "to"),
        _ => {}
    }
    let Some((stem, ending)) = folded.rsplit_once('\'') else { return vec![folded.to_owned()] };
    match ending {
        "t" => two(stem.strip_suffix('n').unwrap_or(stem), "not"),
        "re" => two(stem, "are"),
        "ve" => two(stem, "have"),
        "ll" => two(stem, "will"),
        "d" => two(stem, "would"),
        "m" => two(stem, "am"),
        "s" if IS_WORDS.contains(&stem) => two(stem, "is"),
        "s" | "" => vec![stem.to_owned()],
        _ => vec![folded.to_owned()],
    }
}

/// After these "'s" is a verb; elsewhere it is an owner.
const IS_WORDS: [&str; 14] =
    ["it", "that", "there", "here", "what", "who", "where", "how", "when", "he", "she", "this", "everything", "why"];

/// Runs of letters and digits inside a part of the text, and the signs that are spoken.
fn pieces(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let said = text.get(part.clone()).unwrap_or_default();
    let mut letters = said.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        if letter.is_alphanumeric()
            || unicode_normalization::char::is_combining_mark(letter)
            || holds_together(before, letter, next)
        {
            open.get_or_insert(at);
        } else {
            found.extend(open.take().map(|start| part.start + start..part.start + at));
            if matches!(letter, '%' | '$' | '€' | '£' | '&') {
                found.push(part.start + at..part.start + at + letter.len_utf8());
            }
        }
        before = letter;
    }
    found.extend(open.map(|start| part.start + start..part.end));
    found
}

/// An apostrophe inside a word, a mark inside a number.
fn holds_together(before: char, mark: char, next: char) -> bool {
    match mark {
        '\'' | '’' | '‘' | 'ʼ' | '`' | '´' => before.is_alphanumeric() && next.is_alphanumeric(),
        '.' | ',' => before.is_ascii_digit() && next.is_ascii_digit(),
        _ => false,
    }
}

/// Where sentences lie: between end marks and line ends, but not at an abbreviation, an initial or a decimal point.
fn sentence_places(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let end = at + letter.len_utf8();
        let next = letters.peek().map_or('\n', |(_, next)| *next);
        let ends = match letter {
            '\n' => true,
            '!' | '?' | '。' | '？' | '！' => !matches!(next, '!' | '?' | '"' | '”' | '’' | ')'),
            '"' | '”' => text.get(..at).is_some_and(|said| said.ends_with(['.', '!', '?'])) && next.is_whitespace(),
            '.' => {
                next.is_whitespace()
                    && !is_abbreviation(text.get(start..at).unwrap_or_default(), text.get(end..).unwrap_or_default())
            }
            ';' | '…' | '—' | '–' if next.is_whitespace() => letter == ';' || letter == '…',
            _ => false,
        };
        if ends {
            places.extend(trimmed(text, start..end));
            start = end;
        }
    }
    places.extend(trimmed(text, start..text.len()));
    places
}

fn trimmed(text: &str, place: Range<usize>) -> Option<Range<usize>> {
    let said = text.get(place.clone())?;
    let start = place.start + (said.len() - said.trim_start().len());
    let end = start + said.trim().len();
    (start < end).then_some(start..end)
}

/// Does the dot between these belong to the word before it?
fn is_abbreviation(said: &str, rest: &str) -> bool {
    let word = said.rsplit(|letter: char| letter.is_whitespace() || letter == '(').next().unwrap_or_default();
    let lower = word.to_lowercase();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    let dotted = word.contains('.')
        && word.split('.').all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic));
    let next_is_new = rest.trim_start().chars().next().is_none_or(char::is_uppercase);
    initial || dotted || BEFORE_A_NAME.contains(&lower.as_str()) || (!next_is_new && MAY_END.contains(&lower.as_str()))
}

/// A dot after these never ends a sentence.
const BEFORE_A_NAME: [&str; 8] = ["mr", "mrs", "ms", "dr", "prof", "st", "vs", "approx"];
/// A dot after these ends one when a capital follows.
const MAY_END: [&str; 18] = [
    "inc", "corp", "co", "ltd", "no", "nr", "sr", "jr", "dept", "jan", "feb", "aug", "sept", "sep", "oct", "nov",
    "dec", "est",
];

/// Does one of the places share a word with this one?
pub(in crate::domain) fn overlaps(places: &[Range<usize>], one: &Range<usize>) -> bool {
    places.iter().any(|place| place.start < one.end && one.start < place.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        Words::of(text).words.into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn contractions_are_undone_and_owners_lose_their_s() {
        for (text, words) in [
            ("I'd love", "i would love"),
            ("I’m, we’re", "i am we are"),
            ("don't can't won't", "do not can not will not"),
            ("Norvik's plant", "norvik plant"),
            ("it's your suppliers' turn", "it is your suppliers turn"),
            ("Café Zürich", "cafe zurich"),
            ("follow-up", "follow up"),
            ("$2.5M and 4%", "dollars 2.5 m and 4 percent"),
            ("1,200 of 3rd", "1200 of 3rd"),
        ] {
            assert_eq!(folded(text).join(" "), words, "{text}");
        }
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for (text, count) in [
            ("One. Two? Three!", 3),
            ("Mr. Osei runs it. Yes", 2),
            ("It fell 2.5 percent. Ouch.", 2),
            ("I call from Acme Inc. We sell pumps.", 2),
            ("It closed on Nov. 3 in Oslo. Sorry.", 2),
            ("J. Ruiz joined the U.S. arm in May.", 1),
            ("Hi Ane,\nyour plant opened.", 2),
            ("Really?! Yes.", 2),
            ("He said \"we are late.\" Then he left.", 2),
            ("", 0),
            ("...", 0),
        ] {
            assert_eq!(Words::of(text).sentences.len(), count, "{text}");
        }
    }

    #[test]
    fn every_place_is_on_a_character_boundary() {
        let text = "Zürich’s “größte” Fabrik – 4 % … 日本語 é\u{301}!";
        for word in Words::of(text).words {
            assert!(text.get(word.place.clone()).is_some(), "{word:?}");
        }
    }
}
