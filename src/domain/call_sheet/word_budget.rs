//! Cuts texts to a number of words; every cut is shown as "…".

use super::page::{SheetLine, SheetSection};

/// Longest word, in characters: a text without blanks could fill the sheet alone.
const WORD: usize = 60;

/// Returns at most `words` words of the text.
pub(super) fn cut_to_words(text: &str, words: usize) -> String {
    let mut kept: Vec<String> = text.split_whitespace().take(words).map(shorten_word).collect();
    let all = text.split_whitespace().count();
    if all > words
        && let Some(last) = kept.last_mut()
    {
        last.push('…');
    }
    kept.join(" ")
}

fn shorten_word(word: &str) -> String {
    if word.chars().count() <= WORD {
        return word.to_owned();
    }
    word.chars().take(WORD).chain(['…']).collect()
}

/// Fewest words of a line that say anything.
const SAYING: usize = 4;

/// Returns the words with which [`fit`] leaves the section whole.
pub(super) fn wanted_words(section: &SheetSection) -> usize {
    let words = |text: &str| text.split_whitespace().count();
    let lines = section.lines.iter().map(|line| 1 + words(line.label) + words(&line.text));
    // `fit` asks for room for four words and a "…" before each line, however short the line is.
    lines.sum::<usize>() + SAYING + 1
}

/// Returns the section cut to `words` words, including punctuation and labels: lines are kept in order, the last one is
/// cut, and a remark says how many are left out.
pub(super) fn fit(section: SheetSection, words: usize) -> SheetSection {
    let (mut left, mut lines) = (words, Vec::new());
    let all = section.lines.len();
    for (at, line) in section.lines.into_iter().enumerate() {
        // Room for the "…" that says that there is more.
        let more = usize::from(at + 1 < all);
        let marks = 1 + line.label.split_whitespace().count();
        if left < marks + SAYING + more {
            break;
        }
        let text = cut_to_words(&line.text, left - marks - more);
        left -= marks + text.split_whitespace().count();
        lines.push(SheetLine { text, ..line });
    }
    if lines.len() < all
        && let Some(last) = lines.last_mut()
        && !last.text.ends_with('…')
    {
        last.text.push_str(" …");
    }
    SheetSection { lines, ..section }
}
