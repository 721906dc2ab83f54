//! Parses yes and no, and labels.

/// Parses `yes`, `true`, `1`, `on`, `x`, `ja`, `ano` …; `None` if the cell says neither yes nor no.
pub(crate) fn yes_or_no(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "1" | "1.0" | "yes" | "y" | "true" | "t" | "on" | "x" | "ja" | "ano" | "oui" | "si" | "sí" | "checked"
        | "wahr" | "sim" | "tak" | "áno" | "igen" | "vrai" | "verdadero" | "verdadeiro" | "vero" | "pravda" => {
            Some(true)
        }
        // A blank checkbox is a no: exports leave the cell empty.
        "0" | "0.0" | "no" | "n" | "false" | "f" | "off" | "nein" | "nej" | "nei" | "nee" | "não" | "nao" | "nie"
        | "nem" | "ne" | "non" | "" | "unchecked" | "falsch" | "faux" | "falso" | "nepravda" => Some(false),
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
