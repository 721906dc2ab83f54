//! Numbers and head counts.

/// The western digit for one of another script: Arabic-Indic, Persian, Devanagari, full-width.
pub(crate) fn western_digit(c: char) -> Option<char> {
    const ZEROS: [char; 5] = ['0', '\u{660}', '\u{6F0}', '\u{966}', '\u{FF10}'];
    let value = ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(u32::from(*zero)).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

/// A number as people write it: `1,234.5`, `1.234,56`, `1 234`, `1'234`, `6.0E7`, `2.3M`.
pub(crate) fn number(cell: &str) -> Option<f64> {
    scaled(cell).map(|(value, _)| value)
}

/// A head count: whole; of a range (`51-200`, `10001+`) the lower end. True where it was a range.
pub(crate) fn head_count(cell: &str) -> Option<(u64, bool)> {
    let cell = cell.trim().trim_start_matches(['~', '>', '<', '≈']).trim();
    let lower = cell.split_whitespace().next().unwrap_or("");
    let range = cell.split_once(['-', '–', '—']).or_else(|| cell.split_once(" to "));
    if let Some((low, high)) = range
        && whole(high).is_some()
    {
        return whole(low).map(|count| (count, true));
    }
    if let Some(low) = cell.strip_suffix('+') {
        return whole(low).map(|count| (count, true));
    }
    whole(cell).or_else(|| whole(lower)).map(|count| (count, false))
}

/// People and other things that come in ones: a lone separator before three digits parts thousands.
fn whole(cell: &str) -> Option<u64> {
    let cell = cell.trim();
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

/// A float that is known to be whole and small.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie between 0 and 9e15")]
fn to_whole(value: f64) -> u64 {
    value as u64
}

/// A number and whether a word or letter scaled it.
pub(super) fn scaled(cell: &str) -> Option<(f64, bool)> {
    const SCALES: [(&str, f64); 20] = [
        ("THOUSAND", 1e3),
        ("MILLIONS", 1e6),
        ("MILLION", 1e6),
        ("BILLIONS", 1e9),
        ("BILLION", 1e9),
        ("TRILLION", 1e12),
        ("MIO.", 1e6),
        ("MIO", 1e6),
        ("MLN", 1e6),
        ("MRD.", 1e9),
        ("MRD", 1e9),
        ("MLD", 1e9),
        ("TIS.", 1e3),
        ("BN", 1e9),
        ("MM", 1e6),
        ("TSD", 1e3),
        ("K", 1e3),
        ("M", 1e6),
        ("B", 1e9),
        ("T", 1e12),
    ];
    let upper = cell.trim().to_uppercase();
    for (word, factor) in SCALES {
        if let Some(rest) = upper.strip_suffix(word) {
            return plain(rest.trim()).map(|value| (value * factor, true));
        }
    }
    plain(&upper).map(|value| (value, false))
}

/// Digits with separators. Where both kinds occur the last is the decimal mark; one kind, repeated or before exactly
/// three digits (a comma), parts thousands.
fn plain(cell: &str) -> Option<f64> {
    let digits: String =
        cell.chars().filter(|c| !matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '\'' | '’')).collect();
    if digits.is_empty()
        || !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | 'E' | 'e'))
    {
        return None;
    }
    let (commas, dots) = (digits.matches(',').count(), digits.matches('.').count());
    let last_group = digits.rsplit([',', '.']).next().map_or(0, str::len);
    let (comma_last, dot_last) = (digits.rfind(',') > digits.rfind('.'), digits.rfind('.') > digits.rfind(','));
    let normal = match (commas, dots) {
        (0, 0 | 1) => digits,
        (0, _) => digits.replace('.', ""),
        (1, 0) if last_group != 3 => digits.replace(',', "."),
        (_, 0) => digits.replace(',', ""),
        _ if dot_last => digits.replace(',', ""),
        _ if comma_last => digits.replace('.', "").replace(',', "."),
        _ => return None,
    };
    normal.parse::<f64>().ok().filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
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
        ];
        for (cell, expected) in table {
            assert_eq!(number(cell), Some(expected), "{cell}");
        }
        for cell in ["", "-", "n/a", "12 people", "E"] {
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
            ("many", None),
            ("-5", None),
        ];
        for (cell, expected) in table {
            assert_eq!(head_count(cell), expected, "{cell}");
        }
    }
}
