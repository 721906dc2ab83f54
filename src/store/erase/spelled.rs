//! Telephone numbers in a text, however they are spelled: "+47 912 38 764", "91238764", "0047-91 23 87 64".

use std::collections::BTreeSet;
use std::ops::Range;

use crate::domain::account::phone_digits::{comparison_digits, digits_of};
use crate::domain::text::western_digit;

/// Most digits of a number, with its country code and what is dialled before that.
const LONGEST: usize = 18;
/// Most characters between two groups of digits of one number: " / ".
const APART: usize = 3;

/// Returns where one of these numbers stands in a text; each is given by its digits, in every form that may be compared.
pub(super) fn find(text: &str, wanted: &BTreeSet<String>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if wanted.is_empty() {
        return found;
    }
    for run in runs(text) {
        let mut from = 0;
        while from < run.len() {
            match longest(text, &run, from, wanted) {
                Some((span, until)) => {
                    found.push(span);
                    from = until;
                }
                // Behind a country code it is a number of that country, and another one.
                None if is_abroad(text, &run) => break,
                None => from += 1,
            }
        }
    }
    found
}

/// Returns groups of digits with no more between them than a number has.
fn runs(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.char_indices().filter(|(_, letter)| western_digit(*letter).is_some()) {
        let end = at + letter.len_utf8();
        match groups.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => groups.push(at..end),
        }
    }
    let mut runs: Vec<Vec<Range<usize>>> = Vec::new();
    for group in groups {
        let last = runs.last().and_then(|run| run.last()).map(|last| last.end);
        let near = last.and_then(|last| text.get(last..group.start)).is_some_and(is_gap);
        match runs.last_mut() {
            Some(run) if near => run.push(group),
            _ => runs.push(vec![group]),
        }
    }
    runs
}

fn is_gap(between: &str) -> bool {
    let within = |letter: char| matches!(letter, '-' | '‐' | '‑' | '–' | '.' | '/' | '(' | ')');
    between.chars().count() <= APART
        && between.chars().all(|letter| within(letter) || (letter.is_whitespace() && letter != '\n'))
}

fn is_abroad(text: &str, run: &[Range<usize>]) -> bool {
    let first = run.first().map_or(0..0, Range::clone);
    let written = text.get(..first.start).unwrap_or_default();
    written.ends_with(['+', '＋']) || text.get(first).is_some_and(|digits| digits.starts_with("00"))
}

/// Returns where the longest wanted number begins at a group, and the group behind it.
fn longest(text: &str, run: &[Range<usize>], from: usize, wanted: &BTreeSet<String>) -> Option<(Range<usize>, usize)> {
    (from..run.len()).rev().find_map(|last| {
        let (first, end) = (run.get(from)?, run.get(last)?.end);
        let span = opened(text, first.start, end)..end;
        let number = text.get(span.clone())?;
        let digits = digits_of(number);
        let is_theirs =
            digits.len() <= LONGEST && (wanted.contains(&digits) || wanted.contains(&comparison_digits(number)));
        let letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        let within = letter(text.get(..span.start)?.chars().next_back()) || letter(text.get(end..)?.chars().next());
        (is_theirs && !within).then_some((span, last + 1))
    })
}

/// Returns where a number begins with the plus and the bracket before its digits.
fn opened(text: &str, start: usize, end: usize) -> usize {
    let before = |at: usize| text.get(..at).unwrap_or_default();
    let plus = before(start).strip_suffix(['+', '＋']).map_or(start, str::len);
    let is_closed = text
        .get(plus..end)
        .is_some_and(|number| number.find(')').is_some_and(|close| number.find('(').is_none_or(|open| close < open)));
    before(plus).strip_suffix('(').filter(|_| is_closed).map_or(plus, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_in_whatever_spelling_and_only_as_a_whole() {
        let wanted = BTreeSet::from(["4791238764", "91238764", "442079460000", "02079460000"].map(str::to_owned));
        for (text, numbers) in [
            ("call 91238764 now", vec!["91238764"]),
            ("4791238764, +47 912 38 764", vec!["4791238764", "+47 912 38 764"]),
            ("0047 91 23 87 64", vec!["0047 91 23 87 64"]),
            ("(+47) 912-38-764.", vec!["(+47) 912-38-764"]),
            ("+44 (0)20 7946 0000", vec!["+44 (0)20 7946 0000"]),
            ("020 / 7946 0000", vec!["020 / 7946 0000"]),
            ("91.23.87.64/22", vec!["91.23.87.64"]),
            ("912\u{a0}38\u{a0}764", vec!["912\u{a0}38\u{a0}764"]),
            ("+45 91 23 87 64 is a Dane", vec![]),
            ("191238764 and 912387640 and x91238764", vec![]),
            ("912 38\n764", vec![]),
            ("", vec![]),
        ] {
            let found: Vec<&str> = find(text, &wanted).into_iter().filter_map(|span| text.get(span)).collect();
            assert_eq!(found, numbers, "{text}");
        }
    }
}
