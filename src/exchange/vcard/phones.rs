//! Reads telephone numbers of cards: their labels, and numbers written as URIs (`tel:+1-555-0100;ext=12`).

use crate::domain::text::{clean_line, western_digit};

use crate::exchange::contentline::ContentLine;

/// Returns the number to dial; `None` if there are no digits.
pub(super) fn number_of(value: &str) -> Option<String> {
    let value = clean_line(value, 200);
    let bare = match value.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => {
            let mut parts = value.get(4..).unwrap_or_default().split(';');
            let number = percent_decode(parts.next().unwrap_or_default());
            // RFC 3966: parameters stand behind semicolons; others than the extension do not change what is dialled.
            let extension = parts.find_map(|part| part.strip_prefix("ext="));
            extension.map_or(number.clone(), |extension| format!("{number} ext. {extension}"))
        }
        _ => value.clone(),
    };
    let number = clean_line(&bare, 60);
    (number.chars().filter(|c| western_digit(*c).is_some()).count() >= 3).then_some(number)
}

/// Returns `mobile`, `home`, `work` or `other`; `None` for fax machines, pagers and the like.
pub(super) fn label_of(line: &ContentLine) -> Option<&'static str> {
    let is = |kinds: &[&str]| kinds.iter().any(|kind| line.is_of(kind));
    // "TYPE=fax,voice" is a line that takes both: somebody may answer.
    if is(&["fax", "pager", "modem", "bbs", "textphone"]) && !is(&["voice", "cell"]) {
        None
    } else if is(&["cell", "mobile", "iphone", "car"]) {
        Some("mobile")
    } else if is(&["home"]) {
        Some("home")
    } else if is(&["other"]) {
        Some("other")
    } else {
        // No type, or one that says nothing of the place (voice, pref): what an address book of companies means by it.
        Some("work")
    }
}

/// Decodes percent escapes such as `%20`.
fn percent_decode(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let code = piece.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(u8::is_ascii);
        match code {
            Some(code) => {
                plain.push(char::from(code));
                plain.push_str(piece.get(2..).unwrap_or_default());
            }
            None => {
                plain.push('%');
                plain.push_str(piece);
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_written_as_addresses_are_dialled_like_others() {
        for (written, number) in [
            ("+1 555 0100", Some("+1 555 0100")),
            ("tel:+1-555-555-5555;ext=5555", Some("+1-555-555-5555 ext. 5555")),
            ("TEL:+1%20555%2d0100;phone-context=x", Some("+1 555-0100")),
            ("BusinessPhone", None),
            ("", None),
            ("tel:", None),
            ("十二", None),
        ] {
            assert_eq!(number_of(written).as_deref(), number, "{written}");
        }
    }
}
