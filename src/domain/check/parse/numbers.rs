//! Finds numbers in a text, in digits or words, with their units.

use std::ops::Range;

use crate::domain::phrase::language::PhraseLanguage;
use crate::domain::phrase::tokens::Word;

/// A number and the words it spans.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Number {
    pub value: f64,
    pub unit: Unit,
    pub words: Range<usize>,
}

/// Unit of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Plain,
    Percent,
    Money,
}

impl Number {
    /// Returns true if both numbers could be the same claim; `slack` is the relative difference allowed.
    pub(in crate::domain) fn agrees(&self, other: &Number, slack: f64) -> bool {
        // Nobody repeats the unit: "from six to nine" stands for per cent where the source says so.
        let units = self.unit == other.unit || self.unit == Unit::Plain || other.unit == Unit::Plain;
        let near = |value: f64| (value - other.value).abs() <= other.value.abs() * slack + 1e-9;
        // "One-seventy" for 170 thousand, where everybody counts in thousands.
        units && (near(self.value) || self.unit == Unit::Plain && self.value >= 10.0 && near(self.value * 1000.0))
    }
}

/// Returns every number, in order.
pub(crate) fn numbers(words: &[Word], tongue: &PhraseLanguage) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match number_at(words, at, tongue) {
            Some(number) => {
                at = number.words.end;
                found.push(number);
            }
            None => at += 1,
        }
    }
    found
}

fn number_at(words: &[Word], start: usize, tongue: &PhraseLanguage) -> Option<Number> {
    let word = |at: usize| words.get(at).map_or("", |word| word.folded.as_str());
    let says = |at: usize, said: &[String]| {
        !said.is_empty() && said.iter().enumerate().all(|(next, part)| word(at + next) == part)
    };
    let sign_before = tongue.money.contains(word(start)) && digits(word(start + 1)).is_some();
    let first = if sign_before { start + 1 } else { start };
    let (mut value, mut end) = match digits(word(first)) {
        Some(value) => (value, first + 1),
        None => parse_spelled(words, first, tongue)?,
    };
    if says(end, &tongue.and_a_half) {
        value += 0.5;
        end += tongue.and_a_half.len();
    }
    // Several: "two hundred thousand million".
    while let Some(times) = tongue.magnitudes.get(word(end)) {
        value *= times;
        end += 1;
    }
    let percent =
        tongue.percent.iter().find(|percent| says(end, percent)).map(|percent| (Unit::Percent, percent.len()));
    let money = tongue.money.contains(word(end)).then_some((Unit::Money, 1));
    let (unit, more) = percent.or(money).unwrap_or((if sign_before { Unit::Money } else { Unit::Plain }, 0));
    Some(Number { value, unit, words: start..end + more })
}

fn digits(folded: &str) -> Option<f64> {
    let numeric = folded.starts_with(|letter: char| letter.is_ascii_digit());
    if numeric { folded.parse().ok() } else { None }
}

/// Parses a number in words: "forty eight", "two hundred and ten", "a dozen"; thousands and more are multipliers.
fn parse_spelled(words: &[Word], start: usize, tongue: &PhraseLanguage) -> Option<(f64, usize)> {
    let word = |at: usize| words.get(at).map_or("", |word| word.folded.as_str());
    // "A hundred and forty": the article is no part of it.
    let bare = tongue.counts.get(word(start)).is_some_and(|times| *times >= 100.0);
    // "One-seventy" is said for 170.
    let said = tongue.unit(word(start)).filter(|unit| (1.0..10.0).contains(unit) && tongue.unit_before_tens.is_none());
    let tens = said.and_then(|unit| Some((unit, tongue.tens_value(word(start + 1))?)));
    if let Some((unit, _)) = tens {
        return below_hundred(words, start + 1, tongue).map(|(rest, end)| (unit * 100.0 + rest, end));
    }
    let (mut value, mut end) = if bare { (1.0, start) } else { below_hundred(words, start, tongue)? };
    if let Some(times) = tongue.counts.get(word(end)) {
        value *= times;
        end += 1;
        let rest = if word(end) == tongue.and { end + 1 } else { end };
        if let Some((more, after)) = below_hundred(words, rest, tongue).filter(|_| value >= 100.0) {
            value += more;
            end = after;
        }
    }
    if tongue.point.as_deref() == Some(word(end)) && tongue.unit(word(end + 1)).is_some() {
        end += 1;
        let mut place = 0.1;
        while let Some(digit) = tongue.unit(word(end)).filter(|digit| *digit < 10.0) {
            value += digit * place;
            place /= 10.0;
            end += 1;
        }
    }
    Some((value, end))
}

fn below_hundred(words: &[Word], at: usize, tongue: &PhraseLanguage) -> Option<(f64, usize)> {
    let word = |at: usize| words.get(at).map_or("", |word| word.folded.as_str());
    if let Some(tens) = tongue.tens_value(word(at)).filter(|_| tongue.unit_before_tens.is_none()) {
        return Some(match tongue.unit(word(at + 1)).filter(|unit| (1.0..10.0).contains(unit)) {
            Some(unit) => (tens + unit, at + 2),
            None => (tens, at + 1),
        });
    }
    tongue.below_hundred(word(at)).map(|value| (value, at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::phrase::tokens::Words;

    #[test]
    fn a_number_is_the_same_in_digits_and_words() {
        for (text, value, unit) in [
            ("48", 48.0, Unit::Plain),
            ("forty-eight", 48.0, Unit::Plain),
            ("1,200", 1200.0, Unit::Plain),
            ("two hundred and ten", 210.0, Unit::Plain),
            ("three hundred", 300.0, Unit::Plain),
            ("$2.5M", 2.5e6, Unit::Money),
            ("2.5 million dollars", 2.5e6, Unit::Money),
            ("two and a half million dollars", 2.5e6, Unit::Money),
            ("two point five million dollars", 2.5e6, Unit::Money),
            ("€30k", 30e3, Unit::Money),
            ("4%", 4.0, Unit::Percent),
            ("four per cent", 4.0, Unit::Percent),
            ("twelve percent", 12.0, Unit::Percent),
            ("two dozen", 24.0, Unit::Plain),
            ("hundred and forty", 140.0, Unit::Plain),
            ("one-seventy", 170.0, Unit::Plain),
        ] {
            let words = Words::of(text, PhraseLanguage::english()).words;
            let found = numbers(&words, PhraseLanguage::english());
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!((found[0].value - value).abs() < 1e-6, "{text}: {found:?}");
            assert_eq!((found[0].unit, found[0].words.clone()), (unit, 0..words.len()), "{text}");
        }
    }
}
