//! Parses telephone numbers.

use crate::domain::account::Phone;
use crate::domain::text::{clean_line, western_digit};

/// Fewest digits on both sides of a slash or comma that separates two numbers: `030/123456` is one number.
const WHOLE: usize = 7;
/// Longest telephone number, in characters.
const LONGEST: usize = 60;

/// Returns the telephone numbers in a cell as they are written, with the label that the header gives.
///
/// # Errors
/// A sentence about a number that a spreadsheet has rounded.
pub(crate) fn phones(cell: &str, header: &str) -> Result<Vec<Phone>, String> {
    let label = phone_label(header);
    let mut found: Vec<Phone> = Vec::new();
    for part in parts(cell) {
        let raw = strip_decoration(part);
        if is_rounded(raw) {
            let raw = clean_line(raw, LONGEST);
            // Excel shows a long number as 4.79123E+10 and saves it so. The digits cannot be had back, and a wrong
            // number calls a stranger.
            return Err(format!("telephone “{raw}” was rounded by a spreadsheet; its digits are lost"));
        }
        let raw = clean_line(raw, LONGEST);
        if digits(&raw) >= 3 && !found.iter().any(|known| known.raw == raw) {
            found.push(Phone { raw, label: label.to_owned() });
        }
    }
    Ok(found)
}

/// Returns true if a spreadsheet has dropped the leading 0 of a national number: it is one digit shorter than the
/// country's numbering plan says. Only for countries where all numbers have one length.
pub(crate) fn lacks_its_zero(raw: &str, country: &str) -> bool {
    const LENGTHS: [(&str, usize); 12] = [
        ("FR", 10),
        ("GB", 11),
        ("NL", 10),
        ("BE", 10),
        ("CH", 10),
        ("SK", 10),
        ("RO", 10),
        ("UA", 10),
        ("TR", 11),
        ("AU", 10),
        ("ZA", 10),
        ("IN", 11),
    ];
    // A spreadsheet drops the leading zero of a national number. Only in countries whose numbers all have one length
    // does its lack show.
    let length = LENGTHS.iter().find(|(iso, _)| *iso == country).map(|(_, length)| *length);
    let bare = raw.bytes().all(|b| b.is_ascii_digit()) && !raw.starts_with('0');
    bare && length == Some(raw.len() + 1)
}

/// Splits a cell into its telephone numbers.
fn parts(cell: &str) -> Vec<&str> {
    let lines = cell.split(" ::: ").flat_map(|part| part.split([';', '\n', '|']));
    let mut found = Vec::new();
    for line in lines {
        let line = if line.trim_start().starts_with("tel:") { line } else { line.trim() };
        let mut rest = line;
        while let Some((one, behind)) = split_two_numbers(rest) {
            found.push(one);
            rest = behind;
        }
        found.push(rest);
    }
    // "tel:+1-…;ext=5": an extension is no number of its own.
    found.retain(|part| !part.trim().is_empty() && !part.trim_start().starts_with("ext="));
    found
}

/// Splits two numbers at a word, a slash or a comma between them; `None` if there is only one.
fn split_two_numbers(text: &str) -> Option<(&str, &str)> {
    const BETWEEN: [&str; 9] = [" or ", " oder ", " ou ", " nebo ", " and ", " und ", " o ", "/", ","];
    let places = BETWEEN.iter().filter_map(|word| {
        let both = |(at, found): (usize, &str)| {
            let (before, behind) = (text.get(..at)?, text.get(at + found.len()..)?);
            // Both sides must be whole numbers: "030/123456" is one, its stroke parts the area code.
            (digits(before) >= WHOLE && digits(behind) >= WHOLE).then_some((before, behind))
        };
        text.match_indices(word).find_map(both)
    });
    places.min_by_key(|(before, _)| before.len())
}

/// Removes what programs put around a number: a leading apostrophe, a formula, `tel:`, a final `.0`.
fn strip_decoration(part: &str) -> &str {
    let part = part.trim().trim_start_matches('\'').trim();
    let part = part.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"')).unwrap_or(part);
    let part = part.trim_matches('"').trim();
    let part =
        ["tel:", "TEL:", "Tel:", "callto:"].iter().find_map(|scheme| part.strip_prefix(scheme)).unwrap_or(part).trim();
    // A spreadsheet that took the number for an amount writes it with one decimal.
    let whole = part.strip_suffix(".0").filter(|whole| whole.len() >= 7 && whole.bytes().all(|b| b.is_ascii_digit()));
    whole.unwrap_or(part)
}

fn digits(text: &str) -> usize {
    text.chars().filter(|c| western_digit(*c).is_some()).count()
}

/// Returns true for `1.55512E+10`: a spreadsheet has rounded the number.
fn is_rounded(raw: &str) -> bool {
    let upper = raw.to_uppercase();
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    let parted = upper.split_once("E+").or_else(|| upper.split_once('E'));
    parted.is_some_and(|(digits, power)| number(digits) && number(power) && power.len() <= 2)
}

fn phone_label(header: &str) -> &'static str {
    let lower = header.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    // Mobile before home: "Home Mobile" is dialled like a mobile.
    if has(&["mobil", "cell", "handy"]) {
        "mobile"
    } else if has(&["home"]) {
        "home"
    } else if has(&["other"]) {
        "other"
    } else {
        "work"
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn raws(cell: &str) -> Vec<String> {
        phones(cell, "Phone").unwrap().into_iter().map(|phone| phone.raw).collect()
    }

    #[test]
    fn rounded_telephone_numbers_are_refused() {
        for cell in ["1.55512E+10", "4,20602E+11", "4.20602E11"] {
            assert!(phones(cell, "Phone").is_err(), "{cell}");
        }
        let found = phones("'+1 415 555 0100", "Mobile Phone").unwrap();
        assert_eq!((found[0].raw.as_str(), found[0].label.as_str()), ("+1 415 555 0100", "mobile"));
        assert_eq!(phones("1-955-371-0847 x371", "phone_work").unwrap()[0].label, "work");
    }

    #[test]
    fn a_cell_holds_one_number_or_several_as_they_are_written() {
        for (cell, expected) in [
            ("+1 415 555 0100 / +1 415 555 0101", &["+1 415 555 0100", "+1 415 555 0101"][..]),
            ("+1 415 555 0100; 415-555-0101", &["+1 415 555 0100", "415-555-0101"]),
            ("602 123 456 nebo 602 123 457", &["602 123 456", "602 123 457"]),
            ("602123456,602123457,602123458", &["602123456", "602123457", "602123458"]),
            ("415 555 0100\n415 555 0101", &["415 555 0100", "415 555 0101"]),
            ("030/1234567", &["030/1234567"]),
            ("+49 711/1234567-12", &["+49 711/1234567-12"]),
            ("(415) 555-0100, x12", &["(415) 555-0100, x12"]),
            ("(415) 555-0100 x12", &["(415) 555-0100 x12"]),
            ("tel:+1-415-555-0100;ext=5", &["+1-415-555-0100"]),
            ("=\"0602123456\"", &["0602123456"]),
            ("4155550100.0", &["4155550100"]),
            ("n/a", &[]),
            ("-", &[]),
        ] {
            assert_eq!(raws(cell), expected, "{cell}");
        }
    }

    #[test]
    fn a_lost_zero_shows_where_all_numbers_of_a_country_are_of_one_length() {
        for (raw, country, lacks) in [
            ("612345678", "FR", true),
            ("0612345678", "FR", false),
            ("2079460000", "GB", true),
            ("+33 6 12 34 56 78", "FR", false),
            ("602123456", "CZ", false),
            ("33612345678", "FR", false),
        ] {
            assert_eq!(lacks_its_zero(raw, country), lacks, "{raw} in {country}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader_of_numbers(cell in "\\PC{0,40}", near in "[+(']?[0-9 ()/,.-]{0,20}[a-zE+]{0,4}[0-9;/ ]{0,14}") {
            for cell in [cell, near] {
                for phone in phones(&cell, "Phone").unwrap_or_default() {
                    prop_assert!(digits(&phone.raw) >= 3);
                }
            }
        }
    }
}
