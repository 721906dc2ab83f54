//! Extracts the digits of a telephone number: without its extension, and in international form if it has a country
//! code.

use crate::domain::text::western_digit;

/// Returns the digits of a number without its extension: in international form for `+44 (0)20 …`, `0047 …` and
/// `tel:+1-…`, else as written.
pub fn comparison_digits(raw: &str) -> String {
    international(raw).unwrap_or_else(|| digits_of(raw))
}

/// Returns the digits of a number without its extension, as written.
pub fn digits_of(raw: &str) -> String {
    number_of(raw).chars().filter_map(western_digit).collect()
}

/// Returns the digits of a number with a country code; `None` if it has none. A zero in brackets is left out, because
/// it is only dialled within the country.
pub fn international(raw: &str) -> Option<String> {
    let raw = number_of(raw).trim_start_matches(|c: char| c == '(' || c == '\'' || c.is_whitespace());
    let rest = raw.strip_prefix(['+', '＋']).or_else(|| raw.strip_prefix("00"))?;
    // From abroad the zero is not dialled, and with it the call fails.
    let digits: String = rest.replace("(0)", "").chars().filter_map(western_digit).collect();
    // "00" may also begin a short internal number.
    (digits.len() >= 6).then_some(digits)
}

/// Removes the extension ("x12", "ext. 12", "#12") and the word before the number ("tel:", "Tel.").
fn number_of(raw: &str) -> &str {
    let start = raw.find(|c: char| western_digit(c).is_some() || matches!(c, '+' | '＋' | '(')).unwrap_or(raw.len());
    let number = raw.get(start..).unwrap_or_default();
    // With the extension two people at one switchboard would be one number.
    let extension = number.char_indices().find(|(at, c)| *at > 0 && (c.is_alphabetic() || matches!(c, '#' | ';')));
    extension.and_then(|(at, _)| number.get(..at)).unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("no number", ""),
            ("", ""),
        ] {
            assert_eq!(comparison_digits(raw), expected, "{raw}");
        }
    }
}
