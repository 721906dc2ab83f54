//! The recovery code of a sealed book: what somebody writes on paper, and how it is read back.

use sha2::{Digest, Sha256};

/// Bytes of a code.
pub(super) const BYTES: usize = 20;
/// Letters and digits that are not mistaken for each other when they are written by hand.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Groups of a written code.
const GROUPS: usize = 8;
/// Symbols of a group that carry the code; one more checks them.
const CARRYING: usize = 4;

/// A text that somebody typed, read as a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// It has not the length of one.
    NotOne,
    /// It has the length, and these groups, from 1, hold a mistake.
    Mistyped(Vec<usize>),
    Code([u8; BYTES]),
}

/// Formats a code as eight groups of five: `0A1BK 2C3DE …`. The last symbol of each group checks the four before it and
/// their place.
pub(super) fn format(code: &[u8; BYTES]) -> String {
    let symbols = symbols_of(code);
    let groups = symbols.chunks(CARRYING).enumerate().map(|(place, four)| {
        let whole = four.iter().copied().chain([check(place, four)]);
        whole.map(letter).collect::<String>()
    });
    groups.collect::<Vec<_>>().join(" ")
}

/// Reads a typed code: case, spaces and hyphens do not matter, and letters that look like digits are read as these.
pub(super) fn read(text: &str) -> Reading {
    let typed = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let Some(values) = typed.map(value).collect::<Option<Vec<u8>>>() else { return Reading::NotOne };
    if values.len() != GROUPS * (CARRYING + 1) {
        return Reading::NotOne;
    }
    let (mut carried, mut wrong) = (Vec::new(), Vec::new());
    for (place, group) in values.chunks(CARRYING + 1).enumerate() {
        let (four, checked) = group.split_at(CARRYING);
        if checked != [check(place, four)] {
            wrong.push(place + 1);
        }
        carried.extend_from_slice(four);
    }
    if wrong.is_empty() { Reading::Code(bytes_of(&carried)) } else { Reading::Mistyped(wrong) }
}

/// Returns true if somebody typed one group of a code, counted from 1, as it stands there.
pub(super) fn is_group(code: &[u8; BYTES], group: usize, typed: &str) -> bool {
    let values = |text: &str| text.chars().filter(|c| !c.is_whitespace()).map(value).collect::<Option<Vec<u8>>>();
    let written = format(code);
    let wanted = group.checked_sub(1).and_then(|place| written.split(' ').nth(place));
    wanted.is_some_and(|wanted| values(wanted).is_some() && values(wanted) == values(typed))
}

/// Twenty bytes as 32 numbers of five bits.
fn symbols_of(code: &[u8; BYTES]) -> Vec<u8> {
    let bit = |at: usize| code.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    (0..GROUPS * CARRYING).map(|place| (0..5).fold(0, |value, n| value << 1 | bit(place * 5 + n))).collect()
}

fn bytes_of(symbols: &[u8]) -> [u8; BYTES] {
    let bit = |at: usize| symbols.get(at / 5).map_or(0, |five| five >> (4 - at % 5) & 1);
    std::array::from_fn(|place| (0..8).fold(0, |byte, n| byte << 1 | bit(place * 8 + n)))
}

fn check(place: usize, four: &[u8]) -> u8 {
    let mut hash = Sha256::new();
    hash.update([u8::try_from(place).unwrap_or(0)]);
    hash.update(four);
    hash.finalize().first().map_or(0, |byte| byte & 31)
}

fn letter(value: u8) -> char {
    SYMBOLS.get(usize::from(value)).map_or('?', |symbol| char::from(*symbol))
}

fn value(typed: char) -> Option<u8> {
    let typed = match typed.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    SYMBOLS.iter().position(|symbol| char::from(*symbol) == typed).and_then(|at| u8::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> [u8; BYTES] {
        std::array::from_fn(|n| u8::try_from(n * 37 % 251).unwrap())
    }

    #[test]
    fn a_code_is_read_as_it_was_written_however_it_is_typed() {
        let written = format(&code());
        assert_eq!((written.len(), written.split(' ').count()), (8 * 5 + 7, 8), "{written}");
        assert_eq!(read(&written), Reading::Code(code()));
        assert_eq!(read(&written.to_lowercase().replace(' ', "-")), Reading::Code(code()));
        assert_eq!(read(&written.replace('0', "o").replace('1', "l")), Reading::Code(code()));
    }

    #[test]
    fn a_mistake_is_told_by_its_group_and_groups_that_changed_places_are_told_too() {
        let written = format(&code());
        let mut groups: Vec<String> = written.split(' ').map(str::to_owned).collect();
        groups[2] = groups[2].chars().map(|c| if c == 'Z' { 'Y' } else { 'Z' }).collect();
        assert_eq!(read(&groups.join(" ")), Reading::Mistyped(vec![3]));
        let mut groups: Vec<&str> = written.split(' ').collect();
        groups.swap(0, 1);
        assert_ne!(read(&groups.join(" ")), Reading::Code(code()));
        assert_eq!(read("correct horse battery staple"), Reading::NotOne);
    }

    #[test]
    fn one_group_alone_is_compared_with_its_place() {
        let written = format(&code());
        let groups: Vec<&str> = written.split(' ').collect();
        assert!(is_group(&code(), 4, &groups[3].to_lowercase()) && !is_group(&code(), 4, groups[4]));
        assert!(!is_group(&code(), 9, groups[3]) && !is_group(&code(), 0, groups[3]));
    }
}
