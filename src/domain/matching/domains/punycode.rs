//! Domains in the letters that people read: `xn--mller-kva.de` is `müller.de`. After RFC 3492, with the figures of its
//! section 5.

const BASE: u32 = 36;
const FEWEST: u32 = 1;
const MOST: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST: u32 = 128;

/// Returns a label in the letters that it stands for; `None` if it is none that stands for others.
pub(super) fn letters_of(label: &str) -> Option<String> {
    let encoded = label.strip_prefix("xn--")?;
    let (plain, mut digits) = match encoded.rsplit_once('-') {
        Some((plain, digits)) => (plain, digits.bytes()),
        None => ("", encoded.bytes()),
    };
    let mut letters: Vec<char> = plain.chars().collect();
    let (mut code, mut at, mut bias) = (FIRST, 0u32, FIRST_BIAS);
    while digits.len() > 0 {
        let begun = at;
        at = step(&mut digits, at, bias)?;
        let many = u32::try_from(letters.len()).ok()? + 1;
        bias = adapted(at - begun, many, begun == 0);
        code = code.checked_add(at / many)?;
        at %= many;
        letters.insert(usize::try_from(at).ok()?, char::from_u32(code)?);
        at += 1;
    }
    let text: String = letters.into_iter().collect();
    // One without other letters is a name that somebody chose to look like one.
    (!text.is_ascii() && text == text.to_lowercase()).then_some(text)
}

/// Reads one number of variable length and returns it added to `at`.
fn step(digits: &mut std::str::Bytes<'_>, mut at: u32, bias: u32) -> Option<u32> {
    let (mut weight, mut k) = (1u32, BASE);
    loop {
        let digit = match digits.next()? {
            byte @ b'a'..=b'z' => u32::from(byte - b'a'),
            byte @ b'0'..=b'9' => u32::from(byte - b'0') + 26,
            _ => return None,
        };
        at = at.checked_add(digit.checked_mul(weight)?)?;
        let least = k.saturating_sub(bias).clamp(FEWEST, MOST);
        if digit < least {
            return Some(at);
        }
        weight = weight.checked_mul(BASE - least)?;
        k += BASE;
    }
}

fn adapted(delta: u32, many: u32, first: bool) -> u32 {
    let mut delta = if first { delta / DAMP } else { delta / 2 };
    delta += delta / many;
    let mut k = 0;
    while delta > (BASE - FEWEST) * MOST / 2 {
        delta /= BASE - FEWEST;
        k += BASE;
    }
    k + (BASE - FEWEST + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by `tests/data/domains/make.py` with the package idna.
    const NAMES: &str = include_str!("../../../../tests/data/domains/names.tsv");

    #[test]
    fn every_name_that_registries_know_is_read_from_its_ascii_form() {
        let rows = NAMES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        let mut tried = 0;
        for (ascii, letters) in rows {
            assert_eq!(letters_of(ascii).as_deref(), Some(letters), "{ascii}");
            tried += 1;
        }
        assert!(tried > 400, "{tried}");
        for none in ["muller", "xn--", "xn--abc-", "xn--a!b", "xn--99999999", ""] {
            assert_eq!(letters_of(none), None, "{none}");
        }
    }
}
