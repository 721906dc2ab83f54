//! Parses yes and no, and labels.

/// Parses `yes`, `true`, `1`, `on`, `x`, `ja`, `ano` …; `None` if the cell says neither yes nor no.
pub(crate) fn yes_or_no(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "1" | "yes" | "y" | "true" | "t" | "on" | "x" | "ja" | "ano" | "oui" | "si" | "sí" | "checked" => Some(true),
        // A blank checkbox is a no: exports leave the cell empty.
        "0" | "no" | "n" | "false" | "f" | "off" | "nein" | "ne" | "non" | "" | "unchecked" => Some(false),
        _ => None,
    }
}

/// Returns the labels in one cell: `a, b; c`.
pub(crate) fn tags(cell: &str) -> impl Iterator<Item = String> + '_ {
    let parts = cell.split([',', ';', '|']).flat_map(|part| part.split(":::"));
    parts
        // Google Contacts writes its own groups as "* myContacts".
        .map(|part| crate::domain::text::clean_line(part.trim().trim_start_matches("* "), 60))
        .filter(|tag| !tag.is_empty())
}

/// Returns true if a cell only says that there is no value, such as `n/a`.
pub(crate) fn is_nothing(cell: &str) -> bool {
    const NOTHING: [&str; 22] = [
        "",
        "-",
        "--",
        "–",
        "—",
        ".",
        "?",
        "n/a",
        "n.a.",
        "na",
        "#n/a",
        "none",
        "null",
        "nil",
        "nan",
        "unknown",
        "not available",
        "undisclosed",
        "tbd",
        "k.a.",
        "neuvedeno",
        "(blank)",
    ];
    NOTHING.contains(&cell.trim().to_lowercase().as_str())
}
