//! Parses numbers and head counts.

use crate::domain::text::western_digit;

/// Parses a number as people write it: `1,234.5`, `1.234,56`, `1 234`, `1'234`, `12,34,567`, `6.0E7`, `2.3M`, `(12)`,
/// `12 %`. `None` if the cell is no number.
pub(crate) fn number(cell: &str) -> Option<f64> {
    parse_scaled(cell).map(|(value, _)| value)
}

/// Parses a head count; for a range (`51-200`, `10001+`) its lower end, with `true`.
pub(crate) fn head_count(cell: &str) -> Option<(u64, bool)> {
    let cell = without_about(cell);
    let cell = cell.as_str();
    let range = ["-", " to ", " bis ", " až ", " do ", " à ", " a "].into_iter().find_map(|word| cell.split_once(word));
    if let Some((low, high)) = range
        && parse_count(high).is_some()
    {
        return parse_count(low).map(|count| (count, true));
    }
    if let Some((low, rest)) = cell.split_once('+')
        && rest.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || c == '.')
    {
        return parse_whole(low).map(|count| (count, true));
    }
    let or_more = [" or more", " and more", " and over", " a více", " und mehr", " et plus", " o más"];
    if let Some(low) = or_more.into_iter().find_map(|words| cell.strip_suffix(words)) {
        return parse_whole(low).map(|count| (count, true));
    }
    parse_count(cell).map(|count| (count, false))
}

/// Removes what says that a number is approximate, and everything in brackets: `c. 23,000 (2021)` becomes `23,000`. The
/// result is in lower case with ASCII dashes.
pub(super) fn without_about(cell: &str) -> String {
    const ABOUT: [&str; 24] = [
        "approximately",
        "approx.",
        "approx",
        "around",
        "about",
        "circa",
        "cca.",
        "cca",
        "ca.",
        "ca",
        "c.",
        "est.",
        "over",
        "more than",
        "asi",
        "přibližně",
        "etwa",
        "rund",
        "environ",
        "env.",
        "unos",
        "ok.",
        "ungefähr",
        "estimated",
    ];
    let mut bare = String::with_capacity(cell.len());
    let mut depth = 0_u32;
    for c in cell.trim().chars() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            // What stands in brackets is a remark or a footnote: "1,234 (2023)".
            _ if depth > 0 => {}
            '–' | '—' | '‐' | '‑' | '−' => bare.push('-'),
            c => bare.extend(western_digit(c).unwrap_or(c).to_lowercase()),
        }
    }
    let bare = if bare.trim().is_empty() { cell.to_lowercase() } else { bare };
    let mut rest = bare.trim();
    while let Some(less) = rest.strip_prefix(['~', '>', '<', '≈', '≥', '≤', '±']).or_else(|| {
        ABOUT
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .filter(|less| less.starts_with([' ', '~']) || less.starts_with(|c: char| c.is_ascii_digit()))
    }) {
        rest = less.trim_start();
    }
    rest.to_owned()
}

/// Parses a whole number, with or without words after it: `350 employees`.
fn parse_count(cell: &str) -> Option<u64> {
    let cell = cell.trim();
    let words = cell.find(|c: char| c.is_alphabetic()).unwrap_or(cell.len());
    let (digits, behind) = cell.split_at(words);
    let only_words = !behind.chars().any(|c| western_digit(c).is_some());
    // "120 employees", but not "12b" and not "3M": the words must be parted from the digits.
    parse_whole(cell).or_else(|| parse_whole(digits).filter(|_| only_words && digits.ends_with(char::is_whitespace)))
}

/// Parses a count of whole things, such as people: a single separator before three digits is a thousands separator.
fn parse_whole(cell: &str) -> Option<u64> {
    let cell = cell.trim();
    // Nobody counts heads in thousandths: "1.234" is a thousand, whichever mark groups.
    let grouped = match cell.split_once(['.', ',']) {
        Some((_, after)) if after.len() == 3 && after.bytes().all(|b| b.is_ascii_digit()) => {
            cell.replace(['.', ','], "")
        }
        _ => cell.to_owned(),
    };
    let value = number(&grouped)?;
    let rounded = value.round();
    (0.0..9.0e15).contains(&rounded).then(|| to_whole(rounded))
}

/// Converts a float that is known to be whole and within range.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie between 0 and 9e15")]
fn to_whole(value: f64) -> u64 {
    value as u64
}

/// Parses a number; also returns whether a word or letter scales it, as in `2.3M`.
pub(super) fn parse_scaled(cell: &str) -> Option<(f64, bool)> {
    // Longer words before those that they end in: `5 MM` read by `M` would leave `5 M`, which is no number.
    const SCALES: [(&str, f64); 30] = [
        ("THOUSAND", 1e3),
        ("MILLIONS", 1e6),
        ("MILLION", 1e6),
        ("MILLIONEN", 1e6),
        ("BILLIONS", 1e9),
        ("BILLION", 1e9),
        ("MILLIARDEN", 1e9),
        ("MILLIARDS", 1e9),
        ("TRILLION", 1e12),
        ("CRORES", 1e7),
        ("CRORE", 1e7),
        ("LAKHS", 1e5),
        ("LAKH", 1e5),
        ("MIO.", 1e6),
        ("MIO", 1e6),
        ("MIL.", 1e6),
        ("MIL", 1e6),
        ("MLN", 1e6),
        ("MRD.", 1e9),
        ("MRD", 1e9),
        ("MLD", 1e9),
        ("TIS.", 1e3),
        ("TYS.", 1e3),
        ("BN", 1e9),
        ("MM", 1e6),
        ("TSD", 1e3),
        ("K", 1e3),
        ("M", 1e6),
        ("B", 1e9),
        ("T", 1e12),
    ];
    // The list is tried in its order: a word must stand before its own ending, "MM" before "M", or its rest is no
    // number.
    let upper = cell.trim().to_uppercase();
    for (word, factor) in SCALES {
        if let Some(rest) = upper.strip_suffix(word) {
            return parse_plain(rest.trim()).map(|value| (value * factor, true));
        }
    }
    parse_plain(&upper).map(|value| (value, false))
}

/// Parses digits with separators, in brackets if negative. If commas and points both occur, the last is the decimal
/// separator; one that is repeated, or a comma before exactly three digits, separates thousands.
fn parse_plain(cell: &str) -> Option<f64> {
    let cell = cell.trim().trim_end_matches(['%', '٪']).trim_end();
    let (cell, sign) = match cell.strip_prefix('(').and_then(|cell| cell.strip_suffix(')')) {
        Some(inner) => (inner, -1.0),
        None => (cell, 1.0),
    };
    // Blanks of any width and apostrophes group digits in France, Switzerland and Arabic writing, and mean nothing else
    // inside a number.
    let kept = cell.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '‘' | '٬'));
    let western = |c: char| match c {
        '−' | '–' => '-',
        '٫' => '.',
        '，' => ',',
        '．' => '.',
        c => western_digit(c).unwrap_or(c),
    };
    let digits: String = kept.map(western).collect();
    if !digits.contains(|c: char| c.is_ascii_digit())
        || !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | 'E' | 'e'))
    {
        return None;
    }
    let (commas, dots) = (digits.matches(',').count(), digits.matches('.').count());
    let last_group = digits.rsplit([',', '.']).next().map_or(0, str::len);
    let (comma_last, dot_last) = (digits.rfind(',') > digits.rfind('.'), digits.rfind('.') > digits.rfind(','));
    let normal = match (commas, dots) {
        // A lone point is a decimal point even before three digits: programs write `1.234`. Counts decide otherwise.
        (0, 0 | 1) => digits,
        // Several points or commas part groups; "1.2.3" is a version, no number.
        (0, _) => (last_group == 3).then(|| digits.replace('.', ""))?,
        // One comma and three digits behind it, "1,234", is read as a group: lists of revenue and heads are mostly
        // American, and a thousandth of a dollar is not.
        (1, 0) if last_group != 3 => digits.replace(',', "."),
        (1, 0) => digits.replace(',', ""),
        (_, 0) => (last_group == 3).then(|| digits.replace(',', ""))?,
        // With both marks the last one is the decimal one, in every country.
        _ if dot_last && dots == 1 => digits.replace(',', ""),
        _ if comma_last && commas == 1 => digits.replace('.', "").replace(',', "."),
        _ => return None,
    };
    normal.parse::<f64>().ok().filter(|value| value.is_finite()).map(|value| sign * value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_in_every_common_writing() {
        let table = [
            ("1,234.5", 1234.5),
            ("1.234,56", 1234.56),
            ("1 234", 1234.0),
            ("1\u{A0}234,5", 1234.5),
            ("1'234", 1234.0),
            ("572754", 572754.0),
            ("6.0E7", 6e7),
            ("1,234", 1234.0),
            ("12,5", 12.5),
            ("1.234.567", 1234567.0),
            ("1,234,567.8", 1234567.8),
            ("2.3M", 2.3e6),
            ("-13.5", -13.5),
            (" 27,275.25 ", 27275.25),
            ("3 Mio.", 3e6),
            ("120 000", 120_000.0),
            ("120\u{202F}000", 120_000.0),
            ("120\u{2009}000,5", 120_000.5),
            ("1’234’567", 1_234_567.0),
            ("12,34,567", 1_234_567.0),
            ("(1,234)", -1234.0),
            ("−5", -5.0),
            ("12 %", 12.0),
            ("١٢٣٤", 1234.0),
            ("１２３", 123.0),
            ("1.2bn", 1.2e9),
            ("5 crore", 5e7),
        ];
        for (cell, expected) in table {
            assert_eq!(number(cell), Some(expected), "{cell}");
        }
        for cell in ["", "-", "n/a", "12 people", "E", "1.2.3", "1,2,3", "10.12.20.24", "(", "1.234,5.6"] {
            assert_eq!(number(cell), None, "{cell}");
        }
    }

    #[test]
    fn head_counts_are_whole_and_ranges_give_the_lower_end() {
        let table = [
            ("1,608,000", Some((1_608_000, false))),
            ("1.234", Some((1234, false))),
            ("51-200", Some((51, true))),
            ("10,001+", Some((10001, true))),
            ("9999.9", Some((10000, false))),
            ("350 employees", Some((350, false))),
            ("1.5K", Some((1500, false))),
            ("c. 23,000 (2021)", Some((23_000, false))),
            ("~500", Some((500, false))),
            (">1000", Some((1000, false))),
            ("10k+", Some((10_000, true))),
            ("1000+ employees", Some((1000, true))),
            ("1-10", Some((1, true))),
            ("51–200 employees", Some((51, true))),
            ("10 001 - 50 000", Some((10_001, true))),
            ("1,001-5,000 employees", Some((1001, true))),
            ("25 - 49 zaměstnanců", Some((25, true))),
            ("20 až 24", Some((20, true))),
            ("approx. 300", Some((300, false))),
            ("ca. 1.500", Some((1500, false))),
            ("500[3]", Some((500, false))),
            ("12\u{A0}500", Some((12_500, false))),
            ("10-Jan", None),
            ("many", None),
            ("-5", None),
        ];
        for (cell, expected) in table {
            assert_eq!(head_count(cell), expected, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn a_number_reads_back_in_every_style(value in 0_u32..99_999_999, cents in 0_u32..100, style in 0..7_usize) {
            let grouped = |separator: &str| {
                let digits = value.to_string();
                let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect();
                groups.join(separator)
            };
            let (group, decimal) =
                [(",", "."), (".", ","), (" ", ","), ("'", "."), ("\u{A0}", ","), ("\u{2009}", "."), ("", ".")][style];
            let cell = format!("{}{decimal}{cents:02}", grouped(group));
            let expected = f64::from(value) + f64::from(cents) / 100.0;
            let read = number(&cell).unwrap();
            prop_assert!((read - expected).abs() < 1e-6, "{cell}: {read}");
            let heads = grouped(group);
            prop_assert_eq!(head_count(&heads), Some((u64::from(value), false)), "{}", heads);
        }

        #[test]
        fn no_text_breaks_a_reader_of_numbers(cell in "\\PC{0,30}", near in "[-(~c.]{0,2}[0-9.,' %()+-]{0,16}[a-zM€$]{0,4}") {
            for cell in [cell, near] {
                let (_, _) = (number(&cell), head_count(&cell));
            }
        }
    }
}
