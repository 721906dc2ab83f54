//! Letters that a key gives while the keyboard is switched to another script.

/// Rows of keys of a Latin keyboard, and what the same keys give in Russian, Ukrainian, Greek and Hebrew.
const LAYOUTS: &[(&str, &str)] = &[
    ("qwertyuiop[]asdfghjkl;'zxcvbnm,.", "йцукенгшщзхъфывапролджэячсмитьбю"),
    ("]s'", "їіє"),
    ("wertyuiopasdfghjklzxcvbnm", "ςερτυθιοπασδφγηξκλζχψωβνμ"),
    ("ertyuiopasdfghjklzxcvbnm,.;", "קראטוןםפשדגכעיחלךזסבהנמצתץף"),
];

/// Returns what is said of such a letter where Latin ones are keys.
pub fn other_layout_says(letter: char) -> String {
    let takes = latin_of(letter).map_or_else(|| "Latin letters".to_owned(), String::from);
    format!("That is the letter {letter} of another keyboard layout; here the key is {takes}.")
}

/// Returns the letter that the same key gives on a Latin keyboard.
fn latin_of(letter: char) -> Option<char> {
    let small = letter.to_lowercase().next().unwrap_or(letter);
    let on_key = |(latin, other): &(&str, &str)| {
        let at = other.chars().position(|known| known == small)?;
        latin.chars().nth(at)
    };
    let latin = LAYOUTS.iter().find_map(on_key)?;
    Some(if small == letter { latin } else { latin.to_ascii_uppercase() })
}

/// Returns true for a letter of another script than the Latin one.
pub fn is_of_another_script(letter: char) -> bool {
    // Letters with accents are Latin ones, up to the end of Extended-B and those of Vietnamese.
    letter.is_alphabetic() && letter > '\u{24f}' && !('\u{1e00}'..='\u{1eff}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_of_another_script_is_on_the_key_of_a_latin_one() {
        for (letter, latin) in [
            ('с', Some('c')),
            ('С', Some('C')),
            ('о', Some('j')),
            ('у', Some('e')),
            ('θ', Some('u')),
            ('ש', Some('a')),
            ('語', None),
            ('é', None),
        ] {
            assert_eq!(latin_of(letter), latin, "{letter}");
        }
        assert!(is_of_another_script('語') && !is_of_another_script('é') && !is_of_another_script('…'));
    }

    #[test]
    fn every_key_of_a_layout_has_its_latin_letter() {
        for (latin, other) in LAYOUTS {
            assert_eq!(latin.chars().count(), other.chars().count(), "{other}");
        }
    }
}
