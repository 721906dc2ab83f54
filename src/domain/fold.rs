//! Folds texts for comparison: without case, accents and punctuation.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns a text in lower case without accents; letters that do not decompose are spelt out. Marks that form another
/// letter, as in Japanese or Hindi, stay.
pub(crate) fn fold_name(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut bare = String::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase).filter(|c| !is_accent(*c)) {
        match c {
            'ß' => bare.push_str("ss"),
            'æ' => bare.push_str("ae"),
            'œ' => bare.push_str("oe"),
            'ø' => bare.push('o'),
            'ł' => bare.push('l'),
            'đ' | 'ð' => bare.push('d'),
            'þ' => bare.push_str("th"),
            'ı' => bare.push('i'),
            c => bare.push(c),
        }
    }
    bare.nfc().collect()
}

/// Returns the words of a text, folded; letters and digits make a word.
pub(crate) fn words(text: &str) -> Vec<String> {
    fold_name(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Returns true for combining marks of the blocks that Latin, Greek and Cyrillic use.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Appends the words of a text, separated by blanks. Points and apostrophes within a word are dropped ("U.S.",
/// "Lowe's"); "&" and "+" become "and"; single letters around slashes are joined ("A/S").
pub(super) fn push_spaced(name: &str, text: &mut String) {
    text.reserve(name.len() + 8);
    for word in name.split_whitespace() {
        let word = word.trim_matches(|c: char| !is_letter(c) && c != '&' && c != '+');
        // The web address of a company is its name.
        let word = word.strip_suffix(".com").filter(|stem| !stem.is_empty()).unwrap_or(word);
        let letters = word.contains('/') && word.split('/').all(|part| part.chars().nth(1).is_none());
        if letters && word == "t/a" {
            text.push_str("dba ");
            continue;
        }
        for c in word.chars() {
            match c {
                '.' | '\'' | '’' | '‘' | '`' | 'ʼ' => {}
                '/' if letters => {}
                '&' | '+' => text.push_str(" and "),
                c if is_letter(c) => text.push(c),
                _ => text.push(' '),
            }
        }
        text.push(' ');
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && is_combining_mark(c))
}
