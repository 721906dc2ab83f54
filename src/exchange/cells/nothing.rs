//! Knows the words that programs write where there is no value: taken for values, two people whose id is "NULL" are one.

/// What stands for no value, in small letters. From databases, spreadsheets and their errors, scripts, and people who fill in
/// forms.
const NOTHING: [&str; 39] = [
    "",
    "-",
    "--",
    "---",
    "–",
    "—",
    ".",
    "?",
    "_",
    "n/a",
    "n.a.",
    "n/v",
    "na",
    "#n/a",
    "#null!",
    "#value!",
    "#ref!",
    "#name?",
    "#div/0!",
    "none",
    "null",
    "<null>",
    "(null)",
    "[null]",
    "nil",
    "nan",
    "\\n",
    "undefined",
    "unknown",
    "not available",
    "not applicable",
    "not indicated",
    "undisclosed",
    "tbd",
    "k.a.",
    "neuvedeno",
    "(blank)",
    "(empty)",
    "blank",
];

/// Fields whose value may be such a word: there are people called Null, None and Na.
const NAMES: [&str; 4] = ["name", "first_name", "middle_name", "last_name"];

/// Fields in which a row of zeros is no value either.
const NEVER_ZERO: [&str; 15] = [
    "external",
    "company_external",
    "call_external",
    "ticker",
    "cik",
    "company",
    "domain",
    "company_domain",
    "industry",
    "sub_industry",
    "city",
    "region",
    "country",
    "title",
    "do_not_call",
];

/// Returns true if a cell only says that there is no value, such as `n/a`.
pub(crate) fn is_nothing(cell: &str) -> bool {
    NOTHING.contains(&cell.trim().to_lowercase().as_str())
}

/// Returns true if the cell of a field only says that there is no value.
pub(in crate::exchange) fn is_nothing_in(field: &str, cell: &str) -> bool {
    let zeros = || cell.contains('0') && cell.chars().all(|letter| matches!(letter, '0' | '.' | '-'));
    let never_zero = NEVER_ZERO.contains(&field) || field.starts_with("register_");
    !NAMES.contains(&field) && (is_nothing(cell) || never_zero && zeros())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_for_nothing_is_no_value_and_a_person_may_have_it_as_a_name() {
        for word in ["NULL", "N/A", "#N/A", "None", "nan", "\\N", "-", "(blank)", "undefined", "0", "0000", "0.0"] {
            for field in ["external", "ticker", "company", "industry", "city", "title", "register_lei"] {
                assert!(is_nothing_in(field, word), "{field} {word}");
            }
            assert!(!is_nothing_in("last_name", word), "{word}");
        }
        for (field, value) in [("employees", "0"), ("city", "Null Creek"), ("external", "10"), ("external", "N-1")] {
            assert!(!is_nothing_in(field, value), "{field} {value}");
        }
    }
}
