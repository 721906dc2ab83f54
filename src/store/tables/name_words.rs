//! What of a name is put into the search beside its words: the index splits at apostrophes and hyphens, and not at all between
//! Chinese, Japanese and Korean letters, while people type "obrien" and any part of 東京電力.

use std::borrow::Cow;

use crate::domain::text::fold;

/// Longest end of a name in letters without blanks, in characters; nobody types more of one.
const LONGEST_END: usize = 16;
/// Most ends of one word, so that a note that was put into a name does not fill the index.
const MOST_ENDS: usize = 24;

/// Returns a name as the search indexes it: as it is, folded, without apostrophes and hyphens, and from each letter on that is
/// written without blanks.
pub(crate) fn name_for_index(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.contains(['\'', '-']) {
        return Cow::Borrowed(text);
    }
    let mut found = if text.is_ascii() { text.to_owned() } else { format!("{text} {}", fold(text)) };
    for word in text.split_whitespace() {
        if let Some(joined) = without_joints(word) {
            found.push(' ');
            found.push_str(&fold(&joined));
        }
    }
    if !text.is_ascii() {
        for word in fold(text).split(|c: char| !c.is_alphanumeric()) {
            add_ends(word, &mut found);
        }
    }
    Cow::Owned(found)
}

/// Returns a word without the apostrophes and hyphens between its letters; `None` if it has none.
pub(crate) fn without_joints(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let only_joints = word.chars().all(|c| c.is_alphanumeric() || is_joint(c));
    (only_joints && word.contains(is_joint)).then(|| word.chars().filter(|c| !is_joint(*c)).collect())
}

/// Returns true for apostrophes and hyphens, in whatever form.
fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '-' | '‐' | '\u{2011}' | '–')
}

/// Adds the ends of a word that begin at or behind a letter written without blanks.
fn add_ends(word: &str, found: &mut String) {
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    let inner = letters.windows(2).filter(|pair| pair.iter().any(|(_, c)| is_unspaced(*c)));
    for at in inner.filter_map(|pair| Some(pair.last()?.0)).take(MOST_ENDS) {
        found.push(' ');
        found.extend(word.get(at..).unwrap_or_default().chars().take(LONGEST_END));
    }
}

/// Returns true for letters of Chinese, Japanese and Korean.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}'
        | '\u{3105}'..='\u{318E}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FFDC}'
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_indexed_by_what_people_type_of_it() {
        for (name, word) in [
            ("Miles O'Brien", "obrien"),
            ("Miles O’Brien", "obrien"),
            ("D'Angelo & Co", "dangelo"),
            ("McDonald's", "mcdonalds"),
            ("Jean-Luc Picard", "jeanluc"),
            ("東京電力株式会社", "電力株式会社"),
            ("東京電力ABC", "abc"),
            ("삼성전자", "전자"),
            ("ノルヴィク", "ヴィク"),
        ] {
            let words = name_for_index(name);
            let found = words.split(|c: char| !c.is_alphanumeric()).any(|known| fold(known) == fold(word));
            assert!(found, "{name}: {words}");
        }
        assert_eq!(name_for_index("Halden Foods AS"), "Halden Foods AS", "most names cost nothing");
        assert_eq!(without_joints("3-4/5"), None, "other marks are no joints");
    }
}
