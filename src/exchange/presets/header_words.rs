//! Takes a header apart into its words.

use crate::domain::fold::words;

/// Returns the words of a header, folded: parted at blanks, signs and capitals.
pub(super) fn header_words(header: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(header.len() + 8);
    let mut before = ' ';
    for letter in header.chars().filter(|letter| !matches!(letter, '\'' | '’')) {
        if letter.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(letter);
        before = letter;
    }
    words(&spaced)
}

/// Words in brackets that only say more of a column: its unit, or which of several it is.
const REMARKS: [&str; 30] = [
    "approx",
    "approximately",
    "approximate",
    "about",
    "est",
    "estimate",
    "estimated",
    "usd",
    "us",
    "dollars",
    "main",
    "work",
    "office",
    "business",
    "primary",
    "direct",
    "hq",
    "headquarters",
    "required",
    "optional",
    "text",
    "only",
    "full",
    "number",
    "global",
    "total",
    "current",
    "iso",
    "name",
    "range",
];

/// Returns a header without the remark in brackets at its end: `Phone (Main)`. `None` if it has none, or one that makes it
/// something else: `Revenue (EUR)`, `Phone (Assistant)`.
pub(super) fn without_remark(header: &str) -> Option<&str> {
    let (before, remark) = header.trim().strip_suffix([')', ']'])?.rsplit_once(['(', '['])?;
    let said = words(remark);
    let known = said.iter().all(|word| REMARKS.contains(&word.as_str()));
    (known && !before.trim().is_empty()).then(|| before.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_or_a_remark_in_brackets_is_no_part_of_a_header() {
        for (header, bare) in [
            ("Annual Revenue (USD)", Some("Annual Revenue")),
            ("Annual Revenue ($)", Some("Annual Revenue")),
            ("Phone (Main)", Some("Phone")),
            ("Employees (approx.)", Some("Employees")),
            ("Country [ISO]", Some("Country")),
            ("Revenue (EUR)", None),
            ("Revenue (USD thousands)", None),
            ("Phone (Assistant)", None),
            ("Company (Parent)", None),
            ("Phone", None),
            ("(Main)", None),
        ] {
            assert_eq!(without_remark(header), bare, "{header}");
        }
    }
}
