//! Extracts the digits of a telephone number: what is dialled, without its extension.

use crate::domain::text::western_digit;

/// Fewest digits of a number whose letters are no part of it.
const SHORTEST: usize = 7;
/// Letters on the keys of a telephone, from the 2 on.
const KEYS: [&str; 8] = ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"];

/// What is dialled of a number.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dialled {
    /// Whether a plus stands before it: it begins with a country code.
    pub(super) plus: bool,
    pub(super) digits: String,
}

/// Returns the digits under which a number is compared where no country is known: in international form for
/// `+44 (0)20 …`, `0047 …` and `tel:+1-…`, else as written; without its extension.
pub fn comparison_digits(raw: &str) -> String {
    super::numbering::whole(raw, None).unwrap_or_else(|| digits_of(raw))
}

/// Returns the digits of a number without its extension, as written.
pub fn digits_of(raw: &str) -> String {
    dialled(raw).digits
}

/// Returns true if a text is a telephone number: digits, perhaps with an extension or a remark behind them.
pub fn is_number(text: &str) -> bool {
    let digits = |text: &str| text.chars().filter(|letter| western_digit(*letter).is_some()).count();
    match text.find(char::is_alphabetic) {
        None => digits(text) >= 5,
        // "1-800-FLOWERS" has four before its letters; "3M 2024" is a name.
        Some(at) => digits(text.get(..at).unwrap_or_default()) >= 4 && digits_of(text).len() >= SHORTEST,
    }
}

/// Returns true if a number begins with a country code, behind a plus.
pub fn has_plus(raw: &str) -> bool {
    dialled(raw).plus
}

/// Returns what is dialled of a number; letters count as the digits on their keys where there are too few digits without
/// them: `1-800-FLOWERS`.
pub(super) fn dialled(raw: &str) -> Dialled {
    let number = without_label(raw);
    let plus = number.trim_start_matches(|c: char| c == '(' || c == '\'' || c.is_whitespace()).starts_with(['+', '＋']);
    let digits = digits_in(without_extension(number));
    if digits.len() < SHORTEST {
        let keyed: String = number.chars().filter_map(|c| western_digit(c).or_else(|| key_of(c))).collect();
        if keyed.len() >= SHORTEST && keyed.len() >= digits.len() + 3 && !digits.is_empty() {
            return Dialled { plus, digits: keyed };
        }
    }
    Dialled { plus, digits }
}

fn digits_in(text: &str) -> String {
    text.chars().filter_map(western_digit).collect()
}

fn key_of(letter: char) -> Option<char> {
    let key = KEYS.iter().position(|letters| letters.contains(letter.to_ascii_lowercase()))?;
    char::from_digit(u32::try_from(key).ok()? + 2, 10)
}

/// Leaves out the word before a number: "tel:", "Tel.".
fn without_label(raw: &str) -> &str {
    let start = raw.find(|c: char| western_digit(c).is_some() || matches!(c, '+' | '＋' | '('));
    raw.get(start.unwrap_or(raw.len())..).unwrap_or_default()
}

/// Leaves out the extension ("x12", "ext. 12", "#12", ",12"): with it two people at one switchboard would be one number.
fn without_extension(number: &str) -> &str {
    let is_mark = |c: char| c.is_alphabetic() || matches!(c, '#' | ';' | ',');
    let extension = number.char_indices().find(|(at, c)| *at > 0 && is_mark(*c));
    extension.and_then(|(at, _)| number.get(..at)).unwrap_or(number)
}

/// Returns the extension behind a number, as written: "x12", "ext. 5"; empty without one.
pub(super) fn extension(raw: &str) -> &str {
    let number = without_label(raw);
    let behind = number.get(without_extension(number).len()..).unwrap_or_default();
    if behind.chars().any(|c| western_digit(c).is_some()) { behind.trim() } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_from_a_name() {
        for number in
            ["+47 22 33 44 55", "12345", "+1 212 555 0101 ext. 12", "+44 20 7946 0101 (do not ring)", "1-800-FLOWERS"]
        {
            assert!(is_number(number), "{number}");
        }
        for text in ["", "1234", "3M 2024", "Acme 2125550101", "Studio 54 Oslo", "x12"] {
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn a_number_is_compared_on_what_is_dialled() {
        for (raw, expected) in [
            ("+420 602 123 456", "420602123456"),
            ("00420602123456", "420602123456"),
            ("602 123 456", "602123456"),
            ("(415) 555-0100 x12", "4155550100"),
            ("1-415-555-0100 ext. 5", "14155550100"),
            ("tel:+1-415-555-0100", "14155550100"),
            ("tel:+1-415-555-0100;ext=5", "14155550100"),
            ("Tel. 030 / 123 45 67", "0301234567"),
            ("+44 (0)20 7946 0000", "442079460000"),
            ("(+47) 22 33 44 55", "4722334455"),
            ("+47 22-33 (44) 55", "4722334455"),
            ("٠٢٠٧٩٤٦٠٠٠٠", "02079460000"),
            ("+39 02 1234 5678", "390212345678"),
            ("415 555 0100, 12", "4155550100"),
            ("1-800-FLOWERS", "18003569377"),
            ("no number", ""),
            ("", ""),
        ] {
            assert_eq!(comparison_digits(raw), expected, "{raw}");
        }
    }
}
