//! Turns a text into spoken words: figures, signs and abbreviations as they are read aloud.
//!
//! What counts as one word: "forty-eight" is two; letters that are spelled out ("CEO") are one each; "and" within a
//! number is not said ("two hundred ten"); a year is read in pairs ("twenty twenty-six").

pub(crate) mod number_words;

use number_words::{TENS, UNITS};

/// Returns every spoken word, in order.
pub(crate) fn words_aloud(text: &str) -> Vec<String> {
    let mut said = Vec::new();
    for token in text.split_whitespace() {
        say_token(
            token.trim_matches(|letter: char| !letter.is_alphanumeric() && !"$€£%&+@#°".contains(letter)),
            token,
            &mut said,
        );
    }
    said
}

fn say_token(bare: &str, token: &str, said: &mut Vec<String>) {
    let lower = bare.to_lowercase();
    if bare.is_empty() {
        return;
    }
    // Before figures and letters: "24/7" and "B2B" would be taken apart by either.
    if let Some(words) = abbreviation(&lower, token.ends_with('.')) {
        said.extend(words.split(' ').map(str::to_owned));
    } else if let Some(amount) = amount(bare) {
        said.extend(amount);
    } else if is_address(bare) {
        say_address(bare, said);
    } else {
        for part in bare.split(['-', '–', '—', '/', '_']).filter(|part| !part.is_empty()) {
            say_part(part, said);
        }
    }
}

fn say_part(part: &str, said: &mut Vec<String>) {
    if let Some(amount) = amount(part) {
        said.extend(amount);
        return;
    }
    if let Some((before, after)) =
        part.split_once('&').filter(|(before, after)| !before.is_empty() && !after.is_empty())
    {
        say_part(before, said);
        said.push("and".to_owned());
        say_part(after, said);
        return;
    }
    match part {
        "&" | "+" => said.push("and".to_owned()),
        "@" => said.push("at".to_owned()),
        "%" => said.push("percent".to_owned()),
        _ if is_spelled_out(part) => say_letters(part, said),
        word => said.push(word.to_owned()),
    }
}

/// Returns the spoken words of an amount: "$2.5M", "48", "4%", "1,200", "3rd", "2026", "9:30", "10k".
fn amount(token: &str) -> Option<Vec<String>> {
    let (currency, rest) = match token.chars().next()? {
        '$' => (Some("dollars"), token.trim_start_matches('$')),
        '€' => (Some("euros"), token.trim_start_matches('€')),
        '£' => (Some("pounds"), token.trim_start_matches('£')),
        '#' => (Some("number"), token.trim_start_matches('#')),
        _ => (None, token),
    };
    let end = rest
        .find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | ',' | ':' | '\'')))
        .unwrap_or(rest.len());
    let (digits, unit) = rest.split_at_checked(end)?;
    if !digits.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let digits = digits.trim_end_matches(['.', ',', ':']);
    let lower = unit.to_lowercase();
    // "2026" alone is a year and goes in pairs; "$2026" and "2026 kg" count something.
    let mut said = if matches!(lower.as_str(), "st" | "nd" | "rd" | "th") || lower.is_empty() && currency.is_none() {
        speak_digits(digits)?
    } else {
        speak_count(digits)?
    };
    said.extend(unit_words(&lower)?.split(' ').filter(|word| !word.is_empty()).map(str::to_owned));
    said.extend(currency.map(str::to_owned));
    Some(said)
}

fn unit_words(lower: &str) -> Option<&'static str> {
    Some(match lower {
        "" | "st" | "nd" | "rd" | "th" | "s" => "",
        "%" => "percent",
        "k" => "thousand",
        "m" | "mn" | "mm" | "mio" => "million",
        "b" | "bn" => "billion",
        "t" | "tn" => "trillion",
        "x" => "times",
        "am" => "a m",
        "pm" => "p m",
        "h" | "hrs" => "hours",
        "min" | "mins" => "minutes",
        "kg" => "kilograms",
        "km" => "kilometres",
        "+" => "plus",
        "°c" | "°" => "degrees",
        _ => return None,
    })
}

/// Returns the spoken words of digits that may be a year or a time of day.
fn speak_digits(digits: &str) -> Option<Vec<String>> {
    if let Some((hours, minutes)) = digits.split_once(':') {
        let mut said = number(hours.parse().ok()?);
        let minutes: u64 = minutes.parse().ok()?;
        if minutes > 0 {
            said.extend(number(minutes));
        }
        return Some(said);
    }
    match digits.parse::<u64>() {
        Ok(year)
            // 2001 to 2009 are said in full, "two thousand and one".
            if digits.len() == 4 && (1900..2100).contains(&year) && year != 2000 && !(2001..2010).contains(&year) =>
        {
            let mut said = number(year / 100);
            match year % 100 {
                0 => said.push("hundred".to_owned()),
                rest if rest < 10 => said.extend(["oh".to_owned()].into_iter().chain(number(rest))),
                rest => said.extend(number(rest)),
            }
            Some(said)
        }
        _ => speak_count(digits),
    }
}

/// Returns the spoken words of a count: grouping is dropped, decimals are read digit by digit.
fn speak_count(digits: &str) -> Option<Vec<String>> {
    let groups = digits.replace(['\'', ':'], "");
    let (whole, decimals) = match groups.rsplit_once(['.', ',']) {
        // Three digits behind a mark are a group, "1,200", unless a zero stands before the point, "0.125".
        Some((whole, rest)) if rest.len() != 3 || groups.contains('.') && !groups.contains(',') && whole == "0" => {
            (whole.to_owned(), rest)
        }
        _ => (groups.clone(), ""),
    };
    let mut said = number(whole.replace(['.', ','], "").parse().ok()?);
    if !decimals.is_empty() {
        said.push("point".to_owned());
        for digit in decimals.chars() {
            said.extend(number(u64::from(digit.to_digit(10)?)));
        }
    }
    Some(said)
}

/// Returns a whole number in words.
fn number(value: u64) -> Vec<String> {
    const LARGE: [(u64, &str); 5] = [
        (1_000_000_000_000, "trillion"),
        (1_000_000_000, "billion"),
        (1_000_000, "million"),
        (1_000, "thousand"),
        (100, "hundred"),
    ];
    let word =
        |words: &[&str], at: u64| usize::try_from(at).ok().and_then(|at| words.get(at)).map(|word| (*word).to_owned());
    if value < 20 {
        return word(&UNITS, value).into_iter().collect();
    }
    if value < 100 {
        return word(&TENS, value / 10)
            .into_iter()
            .chain(word(&UNITS, value % 10).filter(|_| !value.is_multiple_of(10)))
            .collect();
    }
    for (size, name) in LARGE {
        if value >= size {
            let mut said = number(value / size);
            said.push(name.to_owned());
            if !value.is_multiple_of(size) {
                said.extend(number(value % size));
            }
            return said;
        }
    }
    Vec::new()
}

fn abbreviation(lower: &str, dotted: bool) -> Option<&'static str> {
    Some(match lower {
        "e.g" | "eg" => "for example",
        "i.e" | "ie" => "that is",
        "p.a" => "per year",
        "a.m" => "a m",
        "p.m" => "p m",
        "u.s" => "u s",
        "u.k" => "u k",
        "etc" => "et cetera",
        "vs" => "versus",
        "w/o" => "without",
        "24/7" => "twenty four seven",
        "mr" => "mister",
        "approx" if dotted => "approximately",
        "min" if dotted => "minutes",
        "b2b" => "b to b",
        "b2c" => "b to c",
        "i/o" => "i o",
        _ => return None,
    })
}

/// Returns true for a web or e-mail address: "norvik.com", "ane@norvik.com".
fn is_address(bare: &str) -> bool {
    let inner_dot = bare.split('.').filter(|part| !part.is_empty()).count() > 1 && !bare.contains("..");
    inner_dot && bare.rsplit('.').next().is_some_and(|last| last.len() > 1 && last.chars().all(char::is_lowercase))
}

fn say_address(bare: &str, said: &mut Vec<String>) {
    let mut first = true;
    for part in bare.split('.').filter(|part| !part.is_empty()) {
        if !first {
            said.push("dot".to_owned());
        }
        first = false;
        for (at, piece) in part.split('@').enumerate() {
            if at > 0 {
                said.push("at".to_owned());
            }
            said.push(piece.to_owned());
        }
    }
}

/// Returns true if a word is spelled out ("CEO", "CEOs", "Q3", "HR", "SEC"); "NATO" and emphasised words are read as
/// words.
fn is_spelled_out(part: &str) -> bool {
    let core = part.strip_suffix('s').unwrap_or(part);
    let core = core.strip_suffix(['\'', '’']).unwrap_or(core);
    let capitals = core.chars().filter(|letter| letter.is_uppercase()).count();
    let digits = core.chars().filter(char::is_ascii_digit).count();
    let length = core.chars().count();
    let all = capitals + digits == length && capitals > 0;
    // Six capitals are a word that somebody shouts.
    all && (length > 1) && length <= 5 && !READ_AS_WORDS.contains(&core)
}

/// Words in capitals that are read as words.
const READ_AS_WORDS: [&str; 26] = [
    "NATO", "NASA", "GAAP", "OPEC", "OSHA", "DORA", "FIFA", "SAP", "SaaS", "NICE", "SOX", "TARP", "ISO", "ASAP",
    "BANT", "LEAN", "IKEA", "BASF", "UNESCO", "OECD", "SOC", "NOT", "AND", "THE", "YOUR", "NOW",
];

fn say_letters(part: &str, said: &mut Vec<String>) {
    let mut digits = String::new();
    for letter in part.chars() {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        say_digits(&mut digits, said);
        if letter.is_uppercase() {
            said.push(letter.to_string());
        }
    }
    say_digits(&mut digits, said);
}

fn say_digits(digits: &mut String, said: &mut Vec<String>) {
    if let Ok(value) = digits.parse() {
        said.extend(number(value));
    }
    digits.clear();
}

/// Words a minute for a rep who was not timed: an assumption, and shown as one.
pub const DEFAULT_WPM: u16 = 150;

/// Returns the number of spoken words: "$2.5M" is five, "48" is two, "CEO" is three.
pub fn spoken_words(text: &str) -> usize {
    words_aloud(text).len()
}

/// Returns the seconds it takes to say the text at `wpm` words a minute; 0 stands for [`DEFAULT_WPM`].
pub fn seconds(text: &str, wpm: u16) -> f64 {
    let rate = if wpm == 0 { DEFAULT_WPM } else { wpm };
    let words = u32::try_from(spoken_words(text)).unwrap_or(u32::MAX);
    f64::from(words) * 60.0 / f64::from(rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_abbreviations_count_as_they_are_said() {
        for (written, said) in [
            ("checking in", "checking in"),
            ("48", "forty eight"),
            ("forty-eight", "forty eight"),
            ("$2.5M", "two point five million dollars"),
            ("$2.5 million", "two point five dollars million"),
            ("€30k", "thirty thousand euros"),
            ("4%", "four percent"),
            ("4 %", "four percent"),
            ("1,200", "one thousand two hundred"),
            ("2026", "twenty twenty six"),
            ("1999", "nineteen ninety nine"),
            ("2000", "two thousand"),
            ("1905", "nineteen oh five"),
            ("Q3", "Q three"),
            ("CEO", "C E O"),
            ("CFOs", "C F Os".trim_end_matches('s')),
            ("10-K", "ten K"),
            ("M&A", "M and A"),
            ("NATO", "NATO"),
            ("3rd", "three"),
            ("9:30", "nine thirty"),
            ("9:00", "nine"),
            ("24/7", "twenty four seven"),
            ("e.g. this", "for example this"),
            ("norvik.com", "norvik dot com"),
            ("– … !", ""),
            ("0.5", "zero point five"),
            ("I'm here.", "I'm here"),
            ("12,345,678", "twelve million three hundred forty five thousand six hundred seventy eight"),
        ] {
            assert_eq!(words_aloud(written).join(" "), said, "{written}");
        }
    }
}
