//! Finds placeholders that are still to be filled in.

use std::ops::Range;

/// Returns the byte ranges of placeholders: `[what it means]`, `{{ name }}`, `<company>`, `XXX`.
pub(crate) fn gaps(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (open, close, longest) in
        // Double braces before single ones: `{{name}}` is one placeholder, not `{name}` in braces.
        [("{{", "}}", 80), ("{%", "%}", 80), ("[", "]", 120), ("{", "}", 40), ("<", ">", 40), ("%", "%", 24)]
    {
        let mut from = 0;
        while let Some(start) = text.get(from..).and_then(|rest| rest.find(open)).map(|at| from + at) {
            from = start + open.len();
            let Some(inner) =
                text.get(from..).and_then(|rest| rest.find(close)).and_then(|end| text.get(from..from + end))
            else {
                break;
            };
            let end = from + inner.len() + close.len();
            let is_gap = inner.chars().count() <= longest && is_gap_inside(open, inner);
            if is_gap && !found.iter().any(|known: &Range<usize>| known.start < end && start < known.end) {
                found.push(start..end);
                from = end;
            }
        }
    }
    found.extend(placeholder_words(text));
    found.sort_by_key(|place| place.start);
    found
}

fn is_gap_inside(open: &str, inner: &str) -> bool {
    let words = inner.chars().any(char::is_alphabetic) && !inner.contains('\n');
    match open {
        "%" => words && inner.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_'),
        // A mail address in angle brackets is an address.
        "<" => words && !inner.contains('@') && !inner.contains("://"),
        "{{" | "{%" => true,
        "[" => {
            // "[sic]" is said of somebody's words, and "[…]" is a gap only where nothing else stands in it.
            words && inner != "sic"
                || inner.trim().chars().all(|letter| matches!(letter, '.' | '…' | '_' | '-' | '?' | ' '))
        }
        _ => words,
    }
}

fn placeholder_words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for word in text.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')) {
        // Two underscores are a typographer's dash; three are a line to fill in.
        let blank = word.len() >= 2
            && (word.chars().all(|letter| letter == '_') && word.len() > 2 || word.chars().all(|letter| letter == 'X'));
        if blank
            || matches!(
                word,
                "TBD"
                    | "TODO"
                    | "FIXME"
                    | "TBC"
                    | "NAME"
                    | "COMPANY"
                    | "DATE"
                    | "FIRSTNAME"
                    | "LASTNAME"
                    | "SURNAME"
                    | "AMOUNT"
                    | "PRODUCT"
                    | "NUMBER"
                    | "FIRST_NAME"
                    | "COMPANY_NAME"
                    | "INSERT"
                    | "ACCOUNT"
            )
        {
            found.push(at..at + word.len());
        }
        at += word.len() + text.get(at + word.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    found
}

/// Replaces placeholders by blanks, so that their text is not checked; all other positions stay the same.
pub(super) fn without_gaps(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    let mut from = 0;
    for gap in gaps(text) {
        let start = led_in(text, gap.start).max(from);
        said.push_str(text.get(from..start).unwrap_or_default());
        said.push_str(&" ".repeat(gap.end.saturating_sub(start)));
        from = gap.end.max(from);
    }
    said.push_str(text.get(from..).unwrap_or_default());
    said
}

/// Returns the text with blanks for every sentence that has a placeholder in it; `None` if there is no placeholder.
pub(crate) fn without_gap_sentences(text: &str) -> Option<String> {
    let gaps = gaps(text);
    if gaps.is_empty() {
        return None;
    }
    let mut said = text.to_owned();
    for gap in gaps {
        let start = text.get(..gap.start)?.rfind(END_MARKS).map_or(0, |end| end + 1);
        let end = text.get(gap.end..)?.find(END_MARKS).map_or(text.len(), |end| gap.end + end + 1);
        said.replace_range(start..end, &" ".repeat(end - start));
    }
    Some(said)
}

/// Characters that end a sentence.
const END_MARKS: [char; 4] = ['.', '!', '?', '\n'];

/// Returns where the words that only announce a placeholder begin: "The reason for my call: [what it is for]" gives no
/// reason yet.
fn led_in(text: &str, gap: usize) -> usize {
    let before = text.get(..gap).unwrap_or_default().trim_end();
    // Only a colon leads in: a comma before a gap ends something that was said.
    if !before.ends_with(':') {
        return gap;
    }
    let sentence = before.rfind(['.', '!', '?', ']', '\n']).map_or(0, |end| end + 1);
    text.get(sentence..gap).map_or(gap, |lead| gap - lead.trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_with_a_gap_is_not_said_at_all() {
        for (text, said) in [
            (
                "Norvik opened a plant. You can keep [what]. Or not?",
                Some("Norvik opened a plant.                      Or not?"),
            ),
            ("[when] it moved. Ok?", Some("                 Ok?")),
            ("You keep [a] and {b}", Some("                    ")),
            ("Nothing is missing.", None),
        ] {
            assert_eq!(without_gap_sentences(text).as_deref(), said, "{text}");
        }
    }

    #[test]
    fn what_stands_in_a_gap_is_not_said_and_nothing_else_moves() {
        for (text, said) in [
            ("Ane, [what it means for them], now.", "Ane,                         , now."),
            ("Hi {{ name }}, für {Firma}!", "Hi           , für        !"),
            ("Hi. The reason: [what for] Ok?", "Hi.                        Ok?"),
            ("Nothing is missing.", "Nothing is missing."),
        ] {
            assert_eq!(without_gaps(text), said);
            assert_eq!(said.len(), text.len());
        }
    }
}
