//! The pattern language in which the playbook writes its phrases.
//!
//! | written | matches |
//! |---|---|
//! | `checking in` | these words in order within a sentence, whatever their case, accents, punctuation, contractions |
//! | `(call\|calling back)` | one of these, each of one or more words |
//! | `[just]`, `[so\|very]` | one of these or nothing |
//! | `synerg*` | a word that begins so |
//! | `_` | any one word |
//! | `#` | a number, in digits or small number words |
//! | `...` | up to five words |
//! | `^` first | only at the start of a sentence |
//! | `$` last | only at the end of a sentence |

use std::collections::BTreeSet;
use std::ops::Range;

use super::language::PhraseLanguage;
use super::tokens::{Word, Words, initial, pattern_words};

/// A parsed phrase that can be searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain) struct Pattern {
    starts_sentence: bool,
    ends_sentence: bool,
    /// First letters that a match may begin with, one bit each; this alone rules out most words of a text.
    initials: u64,
    nodes: Vec<PatternNode>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum PatternNode {
    Word(String),
    Prefix(String),
    Any,
    Number,
    Gap,
    Either { branches: Vec<Branch>, optional: bool },
}

/// One alternative, with the first letters it may begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Branch {
    initials: u64,
    nodes: Vec<PatternNode>,
}

/// Most words that `...` matches.
const GAP: usize = 5;
/// Deepest nesting of brackets.
const DEPTH: usize = 6;

impl Pattern {
    /// Parses a phrase; the error says what is wrong with it, as half a sentence.
    pub(in crate::domain) fn parse(source: &str, tongue: &PhraseLanguage) -> Result<Pattern, String> {
        let trimmed = source.trim();
        let (starts_sentence, body) = trimmed.strip_prefix('^').map_or((false, trimmed), |body| (true, body));
        let (ends_sentence, body) = body.strip_suffix('$').map_or((false, body), |body| (true, body));
        let mut letters = body.chars().peekable();
        let mut branches = branches(&mut letters, None, 0, tongue)?;
        let nodes = if branches.len() == 1 {
            branches.remove(0).nodes
        } else {
            vec![PatternNode::Either { branches, optional: false }]
        };
        // Such a phrase would match everywhere, and each finding of the rule would stand on nothing.
        if !nodes.iter().any(needs_a_word) {
            return Err("it would match anything; it needs at least one word".to_owned());
        }
        let initials = initials(&nodes).unwrap_or(u64::MAX);
        Ok(Pattern { starts_sentence, ends_sentence, initials, nodes })
    }

    /// Returns every match as word indices: the longest at each start, none overlapping.
    pub(in crate::domain) fn find_all(&self, text: &Words) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.words.len() {
            match self.match_at(text, at) {
                // `end` is past `at` in every match, or this would not end.
                Some(end) => {
                    found.push(at..end);
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Returns what a match may begin with; `None` if it may begin with a part of a word or any word.
    pub(super) fn openings(&self) -> Option<Openings<'_>> {
        openings(&self.nodes)
    }

    /// Returns the end of the longest match that begins at a word.
    pub(super) fn match_at(&self, text: &Words, at: usize) -> Option<usize> {
        let first = text.words.get(at).filter(|word| word.initial & self.initials != 0)?;
        let sentence = text.sentences.get(first.sentence)?;
        if self.starts_sentence && sentence.words.start != at {
            return None;
        }
        // Cut at the end of the sentence: `...` must not reach into the next one.
        let words = text.words.get(..sentence.words.end)?;
        // Every way is tried and the longest kept: an optional word at the end belongs to the phrase where it stands.
        let mut longest = None;
        let fits = |end: usize| !self.ends_sentence || end == words.len();
        run(&self.nodes, words, at, &mut |end| longest = longest.max(fits(end).then_some(end)));
        longest.filter(|end| *end > at)
    }
}

/// Returns every match of any of the phrases; overlapping ones are joined.
pub(in crate::domain) fn find_any(patterns: &[Pattern], text: &Words) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = patterns.iter().flat_map(|pattern| pattern.find_all(text)).collect();
    found.sort_by_key(|place| place.start);
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for place in found {
        match apart.last_mut().filter(|last| place.start < last.end) {
            Some(last) => last.end = last.end.max(place.end),
            None => apart.push(place),
        }
    }
    apart
}

fn run(nodes: &[PatternNode], words: &[Word], at: usize, then: &mut dyn FnMut(usize)) {
    let Some((node, rest)) = nodes.split_first() else { return then(at) };
    let here = words.get(at);
    let one = |fits: bool, then: &mut dyn FnMut(usize)| {
        if fits {
            run(rest, words, at + 1, then);
        }
    };
    match node {
        PatternNode::Word(word) => one(here.is_some_and(|found| found.folded == *word), then),
        PatternNode::Prefix(start) => one(here.is_some_and(|found| found.folded.starts_with(start.as_str())), then),
        PatternNode::Any => one(here.is_some(), then),
        PatternNode::Number => one(here.is_some_and(|found| found.number), then),
        PatternNode::Gap => {
            for end in at..=(at + GAP).min(words.len()) {
                run(rest, words, end, then);
            }
        }
        PatternNode::Either { branches, optional } => {
            // At the end of the sentence a branch may still match nothing.
            let first = here.map_or(u64::MAX, |found| found.initial);
            for branch in branches.iter().filter(|branch| branch.initials & first != 0) {
                run(&branch.nodes, words, at, &mut |end| run(rest, words, end, then));
            }
            if *optional {
                run(rest, words, at, then);
            }
        }
    }
}

/// Returns the first letters that a sequence may begin with; `None` if it may begin with any.
fn initials(nodes: &[PatternNode]) -> Option<u64> {
    let (node, rest) = nodes.split_first()?;
    match node {
        PatternNode::Word(word) | PatternNode::Prefix(word) => Some(initial(word)),
        // Numbers are written in words too, so that no letter can be ruled out.
        PatternNode::Any | PatternNode::Number | PatternNode::Gap => None,
        PatternNode::Either { branches, optional } => {
            // What is optional may be skipped: then the phrase begins with what follows.
            let mut all = if *optional { initials(rest)? } else { 0 };
            for branch in branches {
                all |= branch.initials;
            }
            Some(all)
        }
    }
}

/// What a match may begin with.
#[derive(Debug, Default)]
pub(super) struct Openings<'p> {
    pub words: BTreeSet<&'p str>,
    /// True if it may begin with any number.
    pub number: bool,
}

/// Returns what a sequence may begin with; `None` if it may begin with a part of a word or any word.
fn openings(nodes: &[PatternNode]) -> Option<Openings<'_>> {
    let (node, rest) = nodes.split_first()?;
    match node {
        PatternNode::Word(word) => Some(Openings { words: BTreeSet::from([word.as_str()]), number: false }),
        PatternNode::Number => Some(Openings { words: BTreeSet::new(), number: true }),
        PatternNode::Prefix(_) | PatternNode::Any | PatternNode::Gap => None,
        PatternNode::Either { branches, optional } => {
            let mut all = if *optional { openings(rest)? } else { Openings::default() };
            for branch in branches {
                let more = openings(&branch.nodes)?;
                all.words.extend(more.words);
                all.number |= more.number;
            }
            Some(all)
        }
    }
}

fn needs_a_word(node: &PatternNode) -> bool {
    match node {
        PatternNode::Word(_) | PatternNode::Prefix(_) | PatternNode::Number => true,
        PatternNode::Any | PatternNode::Gap => false,
        PatternNode::Either { branches, optional } => {
            !optional && branches.iter().all(|branch| branch.nodes.iter().any(needs_a_word))
        }
    }
}

type Letters<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Parses alternatives up to `closing`, or to the end of the phrase.
fn branches(
    letters: &mut Letters,
    closing: Option<char>,
    depth: usize,
    tongue: &PhraseLanguage,
) -> Result<Vec<Branch>, String> {
    // A playbook is a file that anybody may hand on; without a limit brackets alone would fill the stack.
    if depth > DEPTH {
        return Err("its brackets lie too deep".to_owned());
    }
    let mut branches = vec![Vec::new()];
    while let Some(letter) = letters.next() {
        let node = match letter {
            _ if Some(letter) == closing => return build_branches(branches),
            ')' | ']' => return Err(format!("`{letter}` closes nothing")),
            '|' => {
                branches.push(Vec::new());
                continue;
            }
            '(' => {
                vec![PatternNode::Either {
                    branches: self::branches(letters, Some(')'), depth + 1, tongue)?,
                    optional: false,
                }]
            }
            '[' => {
                vec![PatternNode::Either {
                    branches: self::branches(letters, Some(']'), depth + 1, tongue)?,
                    optional: true,
                }]
            }
            '^' => return Err("`^` may only come first".to_owned()),
            '$' => return Err("`$` may only come last".to_owned()),
            blank if blank.is_whitespace() => continue,
            first => literal(first, letters, tongue)?,
        };
        if let Some(branch) = branches.last_mut() {
            branch.extend(node);
        }
    }
    match closing {
        Some(mark) => Err(format!("a `{mark}` is missing")),
        None => build_branches(branches),
    }
}

fn build_branches(branches: Vec<Vec<PatternNode>>) -> Result<Vec<Branch>, String> {
    if branches.iter().any(Vec::is_empty) {
        return Err("an alternative is empty".to_owned());
    }
    let read = |nodes: Vec<PatternNode>| Branch { initials: initials(&nodes).unwrap_or(u64::MAX), nodes };
    Ok(branches.into_iter().map(read).collect())
}

fn literal(first: char, letters: &mut Letters, tongue: &PhraseLanguage) -> Result<Vec<PatternNode>, String> {
    let mut raw = String::from(first);
    while let Some(letter) = letters.next_if(|letter| !letter.is_whitespace() && !"()[]|".contains(*letter)) {
        raw.push(letter);
    }
    match raw.as_str() {
        "..." | "…" => return Ok(vec![PatternNode::Gap]),
        "_" => return Ok(vec![PatternNode::Any]),
        "#" => return Ok(vec![PatternNode::Number]),
        _ => {}
    }
    if let Some(start) = raw.strip_suffix('*') {
        // Folded as the words of a text are, or a prefix with an accent would never be found.
        let start = pattern_words(start, tongue).concat();
        return if start.is_empty() {
            Err("`*` needs the beginning of a word".to_owned())
        } else {
            Ok(vec![PatternNode::Prefix(start)])
        };
    }
    // By the same reader as the text: "don't" is two words there, and has to be two here.
    let read = Words::of(&raw, tongue).words;
    if read.is_empty() {
        Err(format!("`{raw}` holds no word"))
    } else {
        Ok(read.into_iter().map(|word| PatternNode::Word(word.folded)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
        let words = Words::of(text, PhraseLanguage::english());
        let places = Pattern::parse(pattern, PhraseLanguage::english()).unwrap().find_all(&words);
        places.into_iter().map(|place| text.get(words.span(place)).unwrap()).collect()
    }

    #[test]
    fn a_phrase_is_found_however_it_is_written() {
        for (pattern, text, expected) in [
            ("checking in", "I'm just Checking-in, really", vec!["Checking-in"]),
            ("i would love to (show|tell) you", "I’d love to show you", vec!["I’d love to show you"]),
            (
                "[just] touch* base",
                "We could just touch base. Touching base?",
                vec!["just touch base", "Touching base"],
            ),
            ("any questions", "Any. Questions?", vec![]),
            ("who ... decision", "Who there would make that decision", vec!["Who there would make that decision"]),
            ("# minutes", "ten minutes or 5 minutes", vec!["ten minutes", "5 minutes"]),
            ("^so", "So what? I am so glad", vec!["So"]),
            ("how are you [_] $", "How are you, Ane? How are you planning it?", vec!["How are you, Ane"]),
            ("under (the gun|pressure)", "thunder, under the gun", vec!["under the gun"]),
            ("act now", "Exact nowhere", vec![]),
            ("(a b|a) b", "a b b", vec!["a b b"]),
        ] {
            assert_eq!(found(pattern, text), expected, "{pattern} in {text}");
        }
    }

    #[test]
    fn a_bad_phrase_is_refused_with_the_reason() {
        for (pattern, reason) in [
            ("", "an alternative is empty"),
            ("a (b", "a `)` is missing"),
            ("a) b", "`)` closes nothing"),
            ("(a|)", "an alternative is empty"),
            ("_ ...", "it would match anything; it needs at least one word"),
            ("[maybe]", "it would match anything; it needs at least one word"),
            ("a ^ b", "`^` may only come first"),
            ("a $ b", "`$` may only come last"),
            ("?!", "`?!` holds no word"),
            ("*", "`*` needs the beginning of a word"),
            ("((((((((a))))))))", "its brackets lie too deep"),
        ] {
            assert_eq!(Pattern::parse(pattern, PhraseLanguage::english()).unwrap_err(), reason, "{pattern:?}");
        }
    }
}
