//! Numbers in a text, in digits or words, with what they count.

use std::ops::Range;

use super::words::Word;
use crate::domain::numerals::{TENS, UNITS};

/// A number and the words it takes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    pub value: f64,
    pub unit: Unit,
    pub words: Range<usize>,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Plain,
    Percent,
    Money,
}

impl Number {
    /// Could these two be the same claim? `slack` is the share by which they may differ.
    pub(super) fn agrees(&self, other: &Number, slack: f64) -> bool {
        let units = self.unit == other.unit || self.unit == Unit::Plain || other.unit == Unit::Plain;
        units && (self.value - other.value).abs() <= other.value.abs() * slack + 1e-9
    }
}

/// Every number, in order.
pub(super) fn numbers(words: &[Word]) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match number_at(words, at) {
            Some(number) => {
                at = number.words.end;
                found.push(number);
            }
            None => at += 1,
        }
    }
    found
}

fn number_at(words: &[Word], start: usize) -> Option<Number> {
    let word = |at: usize| words.get(at).map_or("", |word| word.folded.as_str());
    let sign_before = is_money(word(start)) && digits(word(start + 1)).is_some();
    let first = if sign_before { start + 1 } else { start };
    let (mut value, mut end) = match digits(word(first)) {
        Some(value) => (value, first + 1),
        None => spelled(words, first)?,
    };
    if (word(end), word(end + 1), word(end + 2)) == ("and", "a", "half") {
        value += 0.5;
        end += 3;
    }
    while let Some(times) = magnitude(word(end)) {
        value *= times;
        end += 1;
    }
    let unit = match (word(end), word(end + 1)) {
        ("percent" | "pct", _) => Some((Unit::Percent, 1)),
        ("per", "cent") => Some((Unit::Percent, 2)),
        ("percentage", "point" | "points") => Some((Unit::Percent, 2)),
        (money, _) if is_money(money) => Some((Unit::Money, 1)),
        _ => None,
    };
    let (unit, more) = unit.unwrap_or((if sign_before { Unit::Money } else { Unit::Plain }, 0));
    Some(Number { value, unit, words: start..end + more })
}

fn digits(folded: &str) -> Option<f64> {
    let numeric = folded.starts_with(|letter: char| letter.is_ascii_digit());
    if numeric { folded.parse().ok() } else { None }
}

fn is_money(folded: &str) -> bool {
    matches!(
        folded,
        "dollars" | "dollar" | "euros" | "euro" | "pounds" | "usd" | "eur" | "gbp" | "chf" | "nok" | "sek" | "yen"
    )
}

fn magnitude(folded: &str) -> Option<f64> {
    Some(match folded {
        "k" | "thousand" => 1e3,
        "m" | "mn" | "mm" | "mio" | "million" | "millions" => 1e6,
        "b" | "bn" | "billion" | "billions" => 1e9,
        "t" | "tn" | "trillion" => 1e12,
        _ => return None,
    })
}

/// "forty eight", "two hundred and ten", "a dozen"; thousands and more are left to [`magnitude`].
fn spelled(words: &[Word], start: usize) -> Option<(f64, usize)> {
    let word = |at: usize| words.get(at).map_or("", |word| word.folded.as_str());
    let (mut value, mut end) = below_hundred(words, start)?;
    if matches!(word(end), "hundred" | "dozen") {
        value *= if word(end) == "hundred" { 100.0 } else { 12.0 };
        end += 1;
        let rest = if word(end) == "and" { end + 1 } else { end };
        if let Some((more, after)) = below_hundred(words, rest).filter(|_| value >= 100.0) {
            value += more;
            end = after;
        }
    }
    if word(end) == "point" && unit_word(word(end + 1)).is_some() {
        end += 1;
        let mut place = 0.1;
        while let Some(digit) = unit_word(word(end)).filter(|digit| *digit < 10.0) {
            value += digit * place;
            place /= 10.0;
            end += 1;
        }
    }
    Some((value, end))
}

fn below_hundred(words: &[Word], at: usize) -> Option<(f64, usize)> {
    let word = |at: usize| words.get(at).map_or("", |word| word.folded.as_str());
    if let Some(tens) = tens_word(word(at)) {
        return Some(match unit_word(word(at + 1)).filter(|unit| (1.0..10.0).contains(unit)) {
            Some(unit) => (tens + unit, at + 2),
            None => (tens, at + 1),
        });
    }
    unit_word(word(at)).map(|unit| (unit, at + 1))
}

fn tens_word(folded: &str) -> Option<f64> {
    let digit = TENS.iter().position(|word| !word.is_empty() && *word == folded)?;
    u8::try_from(digit).ok().map(|digit| f64::from(digit) * 10.0)
}

fn unit_word(folded: &str) -> Option<f64> {
    let at = UNITS.iter().position(|word| *word == folded)?;
    u8::try_from(at).ok().map(f64::from)
}

#[cfg(test)]
mod tests {
    use super::super::words::Words;
    use super::*;

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
        ] {
            let words = Words::of(text).words;
            let found = numbers(&words);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!((found[0].value - value).abs() < 1e-6, "{text}: {found:?}");
            assert_eq!((found[0].unit, found[0].words.clone()), (unit, 0..words.len()), "{text}");
        }
    }
}
