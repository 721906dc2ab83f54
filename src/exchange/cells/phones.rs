//! Telephone numbers.

use crate::domain::account::Phone;

/// Telephone numbers in a cell, raw, with the label that the header gives.
///
/// # Errors
/// The words for a number that a spreadsheet has rounded.
pub(crate) fn phones(cell: &str, header: &str) -> Result<Vec<Phone>, String> {
    let label = phone_label(header);
    let mut found = Vec::new();
    for part in cell.split(" ::: ").flat_map(|part| part.split([';', '\n'])) {
        let raw = part.trim().trim_start_matches('\'').trim();
        if raw.is_empty() {
            continue;
        }
        if is_rounded(raw) {
            return Err(format!("telephone “{raw}” was rounded by a spreadsheet; its digits are lost"));
        }
        if raw.bytes().filter(u8::is_ascii_digit).count() >= 3 {
            found.push(Phone { raw: crate::domain::text::clean_line(raw, 60), label: label.to_owned() });
        }
    }
    Ok(found)
}

/// `1.55512E+10`: a spreadsheet took the number for an amount.
fn is_rounded(raw: &str) -> bool {
    let upper = raw.to_uppercase();
    upper.split_once("E+").is_some_and(|(digits, power)| {
        let number =
            |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
        number(digits) && number(power)
    })
}

fn phone_label(header: &str) -> &'static str {
    let lower = header.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
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
    use super::*;

    #[test]
    fn rounded_telephone_numbers_are_refused() {
        assert!(phones("1.55512E+10", "Phone").is_err());
        let found = phones("'+1 415 555 0100", "Mobile Phone").unwrap();
        assert_eq!((found[0].raw.as_str(), found[0].label.as_str()), ("+1 415 555 0100", "mobile"));
        assert_eq!(phones("1-955-371-0847 x371", "phone_work").unwrap()[0].label, "work");
    }
}
