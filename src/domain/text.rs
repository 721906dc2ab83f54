//! Sanitises text on its way into and out of the book (`clean`), and measures text as it is displayed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Longest name or title, in characters.
pub const NAME_CAP: usize = 200;
/// Longest note, in characters.
pub const NOTE_CAP: usize = 10_000;
/// Longest trigger summary, in characters.
pub const TRIGGER_CAP: usize = 4_000;

/// Most combining marks on one letter; more are no writing system but an attack on the display.
const MARKS_ON_ONE_BASE: usize = 8;

/// Removes everything that could control a terminal or is invisible, and normalises to NFC.
///
/// Line feeds and tabs stay, every other line end becomes a line feed. Removed are control, bidi, zero-width, tag,
/// interlinear and soft-hyphen characters, noncharacters, and every combining mark beyond the eighth on one base.
pub fn clean(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~')) {
        return text.to_owned();
    }
    let mut cleaned = clean_once(text);
    // Dropping a character can bring two others together that compose or that a joiner no longer joins.
    for _ in 0..4 {
        let again = clean_once(&cleaned);
        if again == cleaned {
            break;
        }
        cleaned = again;
    }
    cleaned
}

/// Returns one sanitised line of at most `cap` characters: trimmed, with single blanks. Never cuts within a grapheme
/// cluster.
pub fn clean_line(text: &str, cap: usize) -> String {
    let cleaned = clean(text);
    let mut line = String::with_capacity(cleaned.len());
    for word in cleaned.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let mut line = cap_length(line, cap);
    line.truncate(line.trim_end().len());
    line
}

/// Returns sanitised text of several lines with at most `cap` characters; every line end is a line feed.
pub fn clean_note(text: &str, cap: usize) -> String {
    cap_length(clean(text), cap)
}

/// Returns the terminal columns that a text takes, without line ends.
///
/// Counted by grapheme cluster, because that is how the screen lays text into cells.
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(cluster_width).sum()
}

/// Returns the text cut to `columns` terminal columns, with `…` at the end if something was cut.
pub fn clip(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    if columns == 0 {
        return String::new();
    }
    let mut clipped = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        used += cluster_width(cluster);
        if used >= columns {
            break;
        }
        clipped.push_str(cluster);
    }
    clipped.push('…');
    clipped
}

/// Leaves one full stop where a name that ends with one stands at the end of a sentence: "s.r.o.." is "s.r.o.". Three
/// points stay.
pub fn one_full_stop(text: &str) -> String {
    if !text.contains("..") {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let at = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied();
    let doubled = |here: usize| {
        at(Some(here)) == Some('.')
            && at(here.checked_sub(1)) == Some('.')
            && at(Some(here + 1)) != Some('.')
            && at(here.checked_sub(2)).is_some_and(char::is_alphanumeric)
            && at(Some(here + 1)).is_none_or(|next| !next.is_alphanumeric() && next != '/')
    };
    letters.iter().enumerate().filter(|(here, _)| !doubled(*here)).map(|(_, letter)| *letter).collect()
}

/// Returns a text with a capital first, as a sentence begins.
pub fn capital(said: &str) -> String {
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

/// Returns a word without the possessive "'s" behind it; `None` if it has none.
pub fn without_possessive(word: &str) -> Option<&str> {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"))
}

/// Returns the first names, and how many more there are: "A, B and 2 more"; empty for none.
pub fn first_and_more<T: AsRef<str>>(names: &[T], most: usize) -> String {
    let named: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    let more = match names.len().saturating_sub(most) {
        0 => String::new(),
        more => format!(" and {} more", thousands(more)),
    };
    format!("{}{more}", named.join(", "))
}

/// Returns a count with its noun: "1 call", "12 calls".
pub fn pluralize<N: Copy + std::fmt::Display + PartialEq + From<u8>>(n: N, one: &str, many: &str) -> String {
    let word = if n == N::from(1) { one } else { many };
    format!("{} {word}", thousands(n))
}

/// A whole number as people read it: `1,234,567`.
pub fn thousands(number: impl std::fmt::Display) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Returns the text in lower case without diacritics, for comparing and never for display. `Zürich` and `ZURICH` fold
/// alike.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower = text.to_lowercase();
    let mut folded = String::with_capacity(lower.len());
    for letter in lower.nfd().filter(|letter| !is_diacritic(*letter)).nfc() {
        match letter {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            other => folded.push(other),
        }
    }
    folded
}

/// The western digit for one of another script: Arabic-Indic, Persian, Devanagari, full-width.
pub(crate) fn western_digit(c: char) -> Option<char> {
    const ZEROS: [char; 5] = ['0', '\u{660}', '\u{6F0}', '\u{966}', '\u{FF10}'];
    let value = ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(u32::from(*zero)).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

fn clean_once(text: &str) -> String {
    let ends = text.replace("\r\n", "\n");
    let mut kept = ends.chars().map(line_end_or_same).filter(|letter| !is_forbidden(*letter)).peekable();
    let mut joined = String::with_capacity(ends.len());
    let mut before = '\n';
    while let Some(letter) = kept.next() {
        let keep = !is_joiner(letter) || (joins(before) && kept.peek().is_some_and(|next| joins(*next)));
        if keep {
            joined.push(letter);
            before = letter;
        }
    }
    let mut marks = 0;
    joined
        .nfc()
        .filter(|letter| {
            marks = if is_combining_mark(*letter) { marks + 1 } else { 0 };
            marks <= MARKS_ON_ONE_BASE
        })
        .collect()
}

fn line_end_or_same(letter: char) -> char {
    match letter {
        '\r' | '\u{2028}' | '\u{2029}' => '\n',
        other => other,
    }
}

/// Returns true for characters that no name or note needs and that can control, hide or reorder text.
fn is_forbidden(letter: char) -> bool {
    let code = u32::from(letter);
    let control = letter.is_control() && letter != '\n' && letter != '\t';
    let nonchar = (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE;
    let invisible = matches!(
        letter,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E007F}'
    );
    control || nonchar || invisible
}

/// Returns true for the zero-width joiner and non-joiner, which some scripts and emoji need and which elsewhere only
/// disguise text.
fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200C}' | '\u{200D}')
}

/// Returns true if a joiner may be beside this character; not in ASCII words, where it could only make two names look
/// the same.
fn joins(letter: char) -> bool {
    !letter.is_ascii() && (letter.is_alphabetic() || is_combining_mark(letter) || is_pictograph(letter))
}

/// Returns true for emoji and symbols that become emoji; wider than the official list, which changes every year.
fn is_pictograph(letter: char) -> bool {
    matches!(letter, '©' | '®' | '\u{2190}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Returns true for marks that change how a letter looks but not, for comparing, the letter; vowel signs of other
/// scripts are not included.
fn is_diacritic(letter: char) -> bool {
    matches!(
        letter,
        '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5BD}' | '\u{64B}'..='\u{65F}' | '\u{670}'
            | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}'
    )
}

fn cluster_width(cluster: &str) -> usize {
    if matches!(cluster, "\n" | "\r\n" | "\r") { 0 } else { cluster.width() }
}

fn cap_length(mut text: String, cap: usize) -> String {
    if text.len() <= cap {
        return text;
    }
    let (mut end, mut letters) = (0, 0);
    for cluster in text.graphemes(true) {
        letters += cluster.chars().count();
        if letters > cap {
            break;
        }
        end += cluster.len();
    }
    text.truncate(end);
    // A joiner belongs to its cluster but joins nothing once the next one is gone.
    text.truncate(text.trim_end_matches(is_joiner).len());
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_that_ends_with_a_point_ends_a_sentence_with_one() {
        for (text, one) in [
            ("It is from Kolečko s.r.o.. It came out", "It is from Kolečko s.r.o. It came out"),
            ("Linked to Moravia Plast a.s.. u takes it back.", "Linked to Moravia Plast a.s. u takes it back."),
            ("Acme Inc.., and (Norvik Corp..)", "Acme Inc., and (Norvik Corp.)"),
            ("wait... and see", "wait... and see"),
            ("wait ..", "wait .."),
            ("../book.db and a/..", "../book.db and a/.."),
            ("1..2", "1..2"),
            ("Done.", "Done."),
        ] {
            assert_eq!(one_full_stop(text), one, "{text}");
        }
        assert_eq!(
            ["printers are booked out", "Žatec", "ärger", ""].map(capital),
            ["Printers are booked out", "Žatec", "Ärger", ""]
        );
    }

    #[test]
    fn large_numbers_have_separators_also_before_a_word() {
        assert_eq!(thousands(1_204_000), "1,204,000");
        assert_eq!(thousands(999), "999");
        assert_eq!(pluralize(1_204_u64, "row", "rows"), "1,204 rows");
        assert_eq!(pluralize(1_u32, "row", "rows"), "1 row");
    }

    #[test]
    fn what_could_drive_a_terminal_or_hide_is_gone() {
        for (from, to) in [
            ("plain text\n\twith lines", "plain text\n\twith lines"),
            ("\u{1b}[31mred\u{1b}[0m", "[31mred[0m"),
            ("\u{1b}]52;c;aGk=\u{7}clip", "]52;c;aGk=clip"),
            ("nul\0 del\u{7f} c1\u{9b}", "nul del c1"),
            ("abc\u{202e}fdp.exe\u{2066}x\u{2069}", "abcfdp.exex"),
            ("zero\u{200b}width\u{2060}\u{feff}", "zerowidth"),
            ("soft\u{ad}hyphen", "softhyphen"),
            ("tag\u{e0041}\u{e007f}", "tag"),
            ("non\u{fdd0}char\u{ffff}\u{1fffe}", "nonchar"),
            ("a\r\nb\rc\u{2028}d", "a\nb\nc\nd"),
            ("pay\u{200d}pal", "paypal"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("👩\u{200d}🚀", "👩\u{200d}🚀"),
            ("❤\u{fe0f}\u{200d}🔥", "❤\u{fe0f}\u{200d}🔥"),
            ("👩\u{200d} x", "👩 x"),
            ("e\u{301}", "é"),
            ("שלום עולם", "שלום עולם"),
        ] {
            assert_eq!(clean(from), to, "{from:?}");
        }
    }

    #[test]
    fn a_letter_carries_at_most_eight_marks() {
        let tower = format!("a{}b", "\u{316}".repeat(60));
        assert_eq!(clean(&tower), format!("a{}b", "\u{316}".repeat(8)));
    }

    #[test]
    fn a_line_is_one_trimmed_line_within_its_cap() {
        assert_eq!(clean_line("  Ane\t\n Lund \u{a0} COO \r\n", 200), "Ane Lund COO");
        assert_eq!(clean_line("abcdef", 3), "abc");
        assert_eq!(clean_line("ab cd", 3), "ab");
        assert_eq!(clean_line("ab👩\u{200d}🚀", 4), "ab", "a cluster is kept whole or not at all");
        assert_eq!(clean_line("é\u{200c}م", 2), "é", "a joiner left alone goes with what it joined");
        assert_eq!(clean_note("a\r\n\r\nb", 10), "a\n\nb");
    }

    #[test]
    fn clipping_goes_by_columns() {
        for (text, columns, expected) in [
            ("Norvik Foods", 20, "Norvik Foods"),
            ("Norvik Foods", 12, "Norvik Foods"),
            ("Norvik Foods", 7, "Norvik…"),
            ("Norvik", 1, "…"),
            ("Norvik", 0, ""),
            ("日本語", 6, "日本語"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
        ] {
            assert_eq!(clip(text, columns), expected, "{text} in {columns}");
        }
        assert_eq!(width("日本 a"), 6);
    }

    #[test]
    fn folding_ignores_case_and_accents() {
        for (text, folded) in [
            ("Zürich PRÄZISION", "zurich prazision"),
            ("Ørsted", "orsted"),
            ("Łódź", "lodz"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("नमस्ते", "नमस्ते"),
            ("한국", "한국"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in any::<String>()) {
            let cleaned = clean(&text);
            prop_assert_eq!(clean(&cleaned), cleaned);
        }

        #[test]
        fn cleaned_text_holds_nothing_forbidden(text in hostile()) {
            let cleaned = clean(&text);
            prop_assert!(!cleaned.chars().any(is_forbidden), "{:?}", cleaned);
            prop_assert_eq!(&clean(&cleaned), &cleaned);
            prop_assert!(cleaned.nfc().eq(cleaned.chars()));
        }

        #[test]
        fn a_clip_is_never_wider_than_asked_and_cuts_between_clusters(text in hostile(), columns in 0usize..40) {
            let clipped = clip(&text, columns);
            prop_assert!(width(&clipped) <= columns);
            if clipped != text {
                let start = clipped.strip_suffix('…').unwrap_or("");
                prop_assert!(text.starts_with(start));
                prop_assert!(start.is_empty() || text.grapheme_indices(true).any(|(at, _)| at == start.len()));
            }
        }

        #[test]
        fn a_line_stays_within_its_cap(text in hostile(), cap in 0usize..40) {
            let line = clean_line(&text, cap);
            prop_assert!(line.chars().count() <= cap);
            prop_assert!(!line.contains(['\n', '\t']));
            prop_assert_eq!(clean_line(&line, cap), line);
        }

        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }
    }

    /// Generates text rich in what `clean` and `clip` must handle.
    fn hostile() -> impl Strategy<Value = String> {
        let odd = prop::sample::select(vec![
            '\u{1b}',
            '\0',
            '\r',
            '\n',
            '\t',
            '\u{202e}',
            '\u{200b}',
            '\u{200c}',
            '\u{200d}',
            '\u{feff}',
            '\u{ad}',
            '\u{301}',
            '\u{316}',
            '\u{fe0f}',
            '\u{e0041}',
            '\u{ffff}',
            '👩',
            '🚀',
            '日',
            'é',
            'ß',
            'م',
            'ي',
            '\u{1100}',
            '\u{1161}',
            '\u{9c7}',
            '\u{9be}',
            '…',
            ' ',
        ]);
        prop::collection::vec(prop_oneof![3 => odd, 1 => any::<char>(), 2 => prop::char::range('a', 'z')], 0..60)
            .prop_map(|letters| letters.into_iter().collect())
    }
}
