//! Cuts texts to a word budget; every cut shows as "…".

use super::page::{Line, Section};

/// Characters of a word at most: one without blanks could fill the sheet alone.
const WORD: usize = 60;

/// At most `words` words of the text.
pub(super) fn cut(text: &str, words: usize) -> String {
    let mut kept: Vec<String> = text.split_whitespace().take(words).map(short).collect();
    let all = text.split_whitespace().count();
    if all > words
        && let Some(last) = kept.last_mut()
    {
        last.push('…');
    }
    kept.join(" ")
}

fn short(word: &str) -> String {
    if word.chars().count() <= WORD {
        return word.to_owned();
    }
    word.chars().take(WORD).chain(['…']).collect()
}

/// The section with at most `words` words, marks and labels counted: lines are taken as they come, the last one is cut,
/// the rest is left out and said.
pub(super) fn fit(section: Section, words: usize) -> Section {
    let (mut left, mut lines) = (words, Vec::new());
    let all = section.lines.len();
    for (at, line) in section.lines.into_iter().enumerate() {
        let more = usize::from(at + 1 < all);
        let marks = 1 + line.label.split_whitespace().count();
        // A line of fewer words than this says nothing.
        if left < marks + 4 + more {
            break;
        }
        let text = cut(&line.text, left - marks - more);
        left -= marks + text.split_whitespace().count();
        lines.push(Line { text, ..line });
    }
    if lines.len() < all
        && let Some(last) = lines.last_mut()
        && !last.text.ends_with('…')
    {
        last.text.push_str(" …");
    }
    Section { lines, ..section }
}
