//! Decides whether two company names are similar enough for a match by ticker or domain.

use super::name_key::name_words;
use super::stop_words::is_common;

/// Longest word tried as an abbreviation, in characters; longer ones cost more than they find.
const LONGEST_ABBREVIATION: usize = 8;
/// Fewest words of a name of which an abbreviation may leave out the last ones.
const SURE_ABBREVIATION: usize = 2;

/// Returns true if the names are similar enough to accept a match by ticker, because tickers are reused: the same key,
/// one the beginning of the other, an abbreviation of it, or a word in common that says more than the trade.
pub fn names_agree(a: &str, b: &str) -> bool {
    let (a, b) = (name_words(a), name_words(b));
    let (one, other) = (a.concat(), b.concat());
    if one.is_empty() || other.is_empty() {
        return false;
    }
    one == other
        // From cheap to dear: the last two look at every pair of words.
        || opens(&one, &b)
        || opens(&other, &a)
        || abbreviates(&a, &b)
        || abbreviates(&b, &a)
        || open_alike(&a, &b)
        || a.iter().any(|word| word.chars().count() >= 3 && !is_common(word) && b.contains(word))
        || a.iter().any(|word| b.iter().any(|other| owns(word, other) || owns(other, word)))
}

/// Returns true for a name and its possessive, joined: "Campbell's" and "Campbell".
fn owns(possessive: &str, name: &str) -> bool {
    name.chars().count() >= 5 && !is_common(name) && possessive.strip_suffix('s') == Some(name)
}

/// Returns true if a name is the first words of another, however they are spaced: "Supermicro" and "Super Micro
/// Computer".
fn opens(short: &str, words: &[String]) -> bool {
    let mut joined = String::new();
    !is_common(short)
        && words.iter().any(|word| {
            joined.push_str(word);
            joined == short
        })
}

/// Returns true if two names begin with the same word, however short: "GE Aerospace" and "GE".
fn open_alike(a: &[String], b: &[String]) -> bool {
    match (a.first(), b.first()) {
        (Some(one), Some(other)) => one == other && !is_common(one),
        _ => false,
    }
}

/// Returns true if one of the names begins with an abbreviation of the other: "IBM", "FedEx", "Labcorp", "GE
/// Aerospace".
fn abbreviates(short: &[String], long: &[String]) -> bool {
    let Some(short) = short.first().filter(|word| (2..=LONGEST_ABBREVIATION).contains(&word.chars().count())) else {
        return false;
    };
    made_of(short, long, 0)
}

/// Returns true if beginnings of two or more words, in order, make up the rest of an abbreviation. It need not reach
/// the last word once it is too long to be an accident.
fn made_of(rest: &str, words: &[String], used: usize) -> bool {
    let Some((word, others)) = words.split_first() else {
        // One word that begins alike is no abbreviation: "Al" is not short for "Alphabet".
        return rest.is_empty() && used >= 2;
    };
    if rest.is_empty() {
        return used >= SURE_ABBREVIATION;
    }
    let ends = rest.char_indices().map(|(start, c)| start + c.len_utf8());
    ends.map(|end| rest.split_at(end))
        .take_while(|(taken, _)| word.starts_with(taken))
        .any(|(_, left)| made_of(left, others, used + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_ticker_is_believed_only_where_the_names_have_something_to_do_with_each_other() {
        for (a, b, agree) in [
            ("Uber", "Uber Technologies", true),
            ("Bank of New York Mellon Corp", "BNY Mellon", true),
            ("General Electric", "GE Aerospace", true),
            ("Labcorp", "Laboratory Corp. of America", true),
            ("IBM", "International Business Machines", true),
            ("FedEx", "Federal Express", true),
            ("Expeditors International", "Expeditors Intl. of Washington", true),
            ("Campbell's Company (The)", "Campbell Soup", true),
            ("Block", "Square", false),
            ("Gen", "Genmab", false),
            ("Dana", "Danaher", false),
            ("Supermicro", "Super Micro Computer", true),
            ("United", "United Airlines", false),
            ("American Airlines", "American Express", false),
            ("First Bank", "First Energy", false),
            ("Bank of America", "Bank of New York", false),
            ("", "Uber", false),
        ] {
            assert_eq!(names_agree(a, b), agree, "{a} / {b}");
            assert_eq!(names_agree(b, a), agree, "{b} / {a}");
        }
    }

    proptest! {
        #[test]
        fn agreement_has_no_direction(a in "\\PC{0,20}", b in "\\PC{0,20}") {
            prop_assert_eq!(names_agree(&a, &b), names_agree(&b, &a));
        }
    }
}
