//! Reads telephone numbers by the numbering plans of all countries, as somebody in one of them would dial them.
//!
//! The plans are libphonenumber's, as data; its rules for what is dialled before a number are followed, so that a number and
//! its ban meet however they are written. The two packages that port the library whole need 46 others, one of them a
//! compiler for its protocol files.

use std::sync::{LazyLock, OnceLock};

use regex_lite::Regex;

use super::phone_digits::{Dialled, dialled};

/// Plans by country, made by `assets/numbering.py`.
const PLANS: &str = include_str!("../../../assets/numbering.tsv");
/// Most digits of a country code.
const LONGEST_CODE: usize = 3;
/// Fewest digits behind a country code that are a number.
const SHORTEST: usize = 4;
/// Most digits of a number with its country code (E.164), with two for plans that go beyond.
const LONGEST: usize = 17;
/// Fewest digits behind a prefix that may be an area: more than any number has behind its area.
const LONG: usize = 10;
/// What people write before a foreign number wherever they are: the prefixes of most of the world, of North America, Japan,
/// Australia and of what was the Soviet Union.
const ABROAD: [&str; 5] = ["00", "011", "0011", "010", "810"];

/// The numbering plan of a country.
#[derive(Debug)]
pub(super) struct NumberingPlan {
    pub(super) iso: &'static str,
    pub(super) code: &'static str,
    lengths: Vec<usize>,
    local_lengths: Vec<usize>,
    abroad: DigitPattern,
    prefix: DigitPattern,
    /// What the prefix turns into, with its groups as `$1`; nothing where it only goes.
    becomes: &'static str,
    leading: DigitPattern,
    numbers: DigitPattern,
    /// Numbers that belong to a place; empty where the code has one zone and they need not be told apart.
    placed: DigitPattern,
}

/// A regular expression that is compiled when it is first asked.
#[derive(Debug)]
struct DigitPattern {
    text: &'static str,
    whole: OnceLock<Option<Regex>>,
    begins: OnceLock<Option<Regex>>,
}

/// How the length of a number agrees with its plan.
#[derive(PartialEq, Eq)]
enum Length {
    Possible,
    TooLong,
    /// Too short, within an area only, or between two that are right.
    Wrong,
}

static TABLE: LazyLock<Vec<NumberingPlan>> = LazyLock::new(|| {
    let lines = PLANS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(NumberingPlan::read).collect()
});

/// Returns the digits of a number with its country code, as somebody in a country (ISO 3166) would dial it; `None` if it has
/// no country code and is no number of that country.
pub(super) fn whole(raw: &str, home: Option<&str>) -> Option<String> {
    let home = home.and_then(plan);
    let written = read(&dialled(raw), home);
    // The zero of "+44 (0)20 …" is dialled within the country alone; that of "+39 (0)2 …" belongs to the number.
    if raw.contains("(0)") {
        let bare = read(&dialled(&raw.replace("(0)", "")), home);
        return bare.filter(|digits| is_right(digits)).or(written);
    }
    written
}

fn read(number: &Dialled, home: Option<&NumberingPlan>) -> Option<String> {
    if number.plus {
        return after_code(&number.digits);
    }
    if let Some(rest) = home.and_then(|home| home.dialled_abroad(&number.digits)) {
        return after_code(rest);
    }
    let own = || home?.own(&number.digits);
    // What others dial for abroad stands in lists that were written there.
    let foreign = || ABROAD.iter().find_map(|prefix| foreign(prefix, number.digits.strip_prefix(prefix)?));
    own().or_else(foreign)
}

/// Returns a number without a country code that is grouped as they are in North America, "(408) 555-0142", with its code.
pub(super) fn american(raw: &str) -> Option<String> {
    let groups: Vec<&str> = raw.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let groups = groups.strip_prefix(&["1"]).unwrap_or(&groups);
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let is_american = lengths.starts_with(&[3, 3, 4]) && !dialled(raw).plus && whole(raw, None).is_none();
    whole(raw, Some("US")).filter(|_| is_american)
}

/// Returns the country of a number with its country code.
pub(super) fn country_of(digits: &str) -> Option<&'static str> {
    let (code, inner) = split_code(digits)?;
    let sharing = || TABLE.iter().filter(|plan| plan.code == code);
    let by_first_digits = || sharing().find(|plan| plan.leading.begins(inner).is_some());
    let by_area = || sharing().find(|plan| !plan.placed.text.is_empty() && plan.placed.is_all_of(inner));
    by_first_digits().or_else(by_area).or_else(|| main_plan(code)).map(|plan| plan.iso)
}

/// Returns the country code of a number with one, and what is behind it.
pub(super) fn split_code(digits: &str) -> Option<(&str, &str)> {
    let split = |length| digits.split_at_checked(length).filter(|(code, _)| main_plan(code).is_some());
    (1..=LONGEST_CODE).find_map(split)
}

/// Returns true if a number with its country code may be answered in one place only: mobile, free and premium numbers of a
/// country with several time zones may not.
pub(super) fn has_place(digits: &str) -> bool {
    let Some((code, inner)) = split_code(digits) else { return false };
    TABLE
        .iter()
        .filter(|plan| plan.code == code)
        .any(|plan| plan.placed.text.is_empty() || plan.placed.is_all_of(inner))
}

fn plan(iso: &str) -> Option<&'static NumberingPlan> {
    TABLE.iter().find(|plan| plan.iso == iso)
}

/// The plan that speaks for a country code.
fn main_plan(code: &str) -> Option<&'static NumberingPlan> {
    TABLE.iter().find(|plan| plan.code == code)
}

/// Returns a number that begins with a country code, without what is only dialled within its country.
fn after_code(digits: &str) -> Option<String> {
    let (code, inner) = split_code(digits)?;
    let inner = main_plan(code)?.without_prefix(inner);
    let length = code.len() + inner.len();
    (inner.len() >= SHORTEST && length <= LONGEST).then(|| format!("{code}{inner}"))
}

/// Returns a number that begins with a country code and is one by the plan of its country.
fn foreign(prefix: &str, digits: &str) -> Option<String> {
    // 011, 010 and 810 are areas too: "011 4912-3456" is a number of Buenos Aires.
    let is_long = prefix == "00" || digits.len() >= LONG;
    after_code(digits).filter(|whole| is_long && is_right(whole))
}

/// Returns true if the plan of its country has such a number.
fn is_right(whole: &str) -> bool {
    split_code(whole).is_some_and(|(code, inner)| main_plan(code).is_some_and(|plan| plan.numbers.is_all_of(inner)))
}

impl NumberingPlan {
    fn read(line: &'static str) -> Option<NumberingPlan> {
        let mut cells = line.split('\t');
        let mut cell = || cells.next();
        let lengths = |text: &str| text.split(',').filter_map(|length| length.parse().ok()).collect();
        Some(NumberingPlan {
            iso: cell()?,
            code: cell()?,
            lengths: lengths(cell()?),
            local_lengths: lengths(cell()?),
            abroad: DigitPattern::new(cell()?),
            prefix: DigitPattern::new(cell()?),
            becomes: cell()?,
            leading: DigitPattern::new(cell()?),
            numbers: DigitPattern::new(cell()?),
            placed: DigitPattern::new(cell()?),
        })
    }

    /// Returns what is behind the prefix for foreign numbers, if a number begins with it.
    fn dialled_abroad<'d>(&self, digits: &'d str) -> Option<&'d str> {
        let end = self.abroad.begins(digits)?;
        // No country code begins with a zero: what looks like the prefix is a number of their own.
        digits
            .get(end..)
            .filter(|rest| !rest.starts_with('0') && rest.len() > LONGEST_CODE && split_code(rest).is_some())
    }

    /// Returns a number of the country with its country code, if it is one by its length.
    fn own(&self, digits: &str) -> Option<String> {
        let mut inner = digits.to_owned();
        if let Some(rest) = digits.strip_prefix(self.code) {
            let rest = self.prefix_taken(rest);
            // "44 20 7946 0000": the code without its plus.
            if (!self.numbers.is_all_of(digits) && self.numbers.is_all_of(&rest))
                || self.length(digits) == Length::TooLong
            {
                inner = rest;
            }
        }
        let inner = self.without_prefix(&inner);
        (self.length(&inner) == Length::Possible).then(|| format!("{}{inner}", self.code))
    }

    /// Returns a number without its national prefix, if what is left may be a number.
    fn without_prefix(&self, digits: &str) -> String {
        let taken = self.prefix_taken(digits);
        if self.length(&taken) == Length::Wrong { digits.to_owned() } else { taken }
    }

    /// Takes the national prefix off a number, unless that makes none of one.
    fn prefix_taken(&self, digits: &str) -> String {
        let Some(found) = self.prefix.captures(digits) else { return digits.to_owned() };
        let end = found.get(0).map_or(0, |all| all.end());
        let rest = digits.get(end..).unwrap_or_default();
        let last = found.get(found.len() - 1).filter(|_| found.len() > 1);
        let turned = if self.becomes.is_empty() || last.is_none() {
            rest.to_owned()
        } else {
            let mut turned = String::new();
            found.expand(self.becomes, &mut turned);
            turned + rest
        };
        if self.numbers.is_all_of(digits) && !self.numbers.is_all_of(&turned) { digits.to_owned() } else { turned }
    }

    fn length(&self, digits: &str) -> Length {
        let length = digits.len();
        if self.local_lengths.contains(&length) {
            return Length::Wrong;
        }
        match self.lengths.last() {
            Some(longest) if length > *longest => Length::TooLong,
            _ if self.lengths.contains(&length) => Length::Possible,
            _ => Length::Wrong,
        }
    }
}

impl DigitPattern {
    fn new(text: &'static str) -> DigitPattern {
        DigitPattern { text, whole: OnceLock::new(), begins: OnceLock::new() }
    }

    fn is_all_of(&self, digits: &str) -> bool {
        let whole = self.whole.get_or_init(|| Regex::new(&format!("^(?:{})$", self.text)).ok());
        whole.as_ref().is_some_and(|whole| whole.is_match(digits))
    }

    fn captures<'d>(&self, digits: &'d str) -> Option<regex_lite::Captures<'d>> {
        if self.text.is_empty() {
            return None;
        }
        self.begins.get_or_init(|| Regex::new(&format!("^(?:{})", self.text)).ok()).as_ref()?.captures(digits)
    }

    /// Returns where it ends, if digits begin with it.
    fn begins(&self, digits: &str) -> Option<usize> {
        self.captures(digits).and_then(|found| found.get(0)).map(|all| all.end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::phone_region::Dialling;

    /// A fixed and a mobile number of every country in five writings, made by `tests/data/numbers/make.py`.
    const EXAMPLES: &str = include_str!("../../../tests/data/numbers/examples.tsv");

    #[test]
    fn every_plan_of_the_table_is_read_and_its_patterns_compile() {
        assert_eq!(TABLE.len(), PLANS.lines().filter(|line| !line.starts_with('#')).count());
        for plan in TABLE.iter() {
            for pattern in [&plan.abroad, &plan.prefix, &plan.leading, &plan.numbers, &plan.placed] {
                assert!(Regex::new(pattern.text).is_ok(), "{}: {}", plan.iso, pattern.text);
            }
            assert!(!plan.lengths.is_empty() && !plan.numbers.text.is_empty(), "{}", plan.iso);
        }
    }

    #[test]
    fn a_number_of_every_country_is_one_in_five_writings_and_so_is_its_ban() {
        let table = Dialling::builtin();
        let (mut misses, mut countries) = (Vec::new(), std::collections::BTreeSet::new());
        for line in EXAMPLES.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let &[iso, e164, ref writings @ ..] = cells.as_slice() else { panic!("{line}") };
            countries.insert(iso);
            let listed = e164.trim_start_matches('+');
            for (writing, home) in writings.iter().zip([iso, "", "", "US", "JP"]) {
                let home = Some(home).filter(|home| !home.is_empty());
                let read = whole(writing, home);
                if read.as_deref() != Some(listed) {
                    misses.push(format!("{iso} {e164}: {writing} from {home:?} is {read:?}"));
                }
                // The number of a person of that country in the book of somebody at home elsewhere.
                let homes: Vec<&str> = std::iter::once(iso).chain(home).collect();
                if !table.spellings(writing, &homes).iter().any(|digits| digits == listed) {
                    misses.push(format!("{iso} {e164}: {writing} is not barred by it"));
                }
            }
        }
        assert!(countries.len() > 240, "{}", countries.len());
        assert!(misses.is_empty(), "{} misses\n{}", misses.len(), misses.join("\n"));
    }

    #[test]
    fn numbers_are_read_as_their_country_dials() {
        for (raw, home, digits) in [
            ("(787) 234-5678", "PR", "17872345678"),
            ("8 (727) 250-12-34", "KZ", "77272501234"),
            ("8~10 44 20 7946 0000", "RU", "442079460000"),
            ("0011 44 20 7946 0000", "AU", "442079460000"),
            ("011 15 2345-6789", "AR", "5491123456789"),
            ("+52 1 55 1234 5678", "", "525512345678"),
            ("044 55 1234 5678", "MX", "525512345678"),
            ("+39 02 1234 5678", "", "390212345678"),
            ("+39 (0)2 1234 5678", "", "390212345678"),
            ("+39 (0) 02 1234 5678", "", "390212345678"),
            ("+44 (0)20 7946 0000", "", "442079460000"),
            ("0044 (0)20 7946 0000", "", "442079460000"),
            ("44 20 7946 0000", "GB", "442079460000"),
            ("+420 (0)602 123 456", "", "420602123456"),
            ("1-800-FLOWERS", "US", "18003569377"),
            ("(312) 555-0142 ext. 12", "US", "13125550142"),
            ("+1 312 555 0142;ext=12", "", "13125550142"),
            ("٠٢٠ ٧٩٤٦ ٠٠٠٠", "GB", "442079460000"),
            ("011 4912-3456", "", ""),
            ("011 4912-3456", "AR", "541149123456"),
            ("010-4912-3456", "KR", "821049123456"),
            ("(810) 494-1234", "US", "18104941234"),
            ("011 491 2345", "ZA", "27114912345"),
            ("555-0142", "US", ""),
            ("112", "DE", ""),
            ("+999 123 4567", "", ""),
            ("", "US", ""),
        ] {
            let home = Some(home).filter(|home| !home.is_empty());
            assert_eq!(whole(raw, home).unwrap_or_default(), digits, "{raw} from {home:?}");
        }
    }

    #[test]
    fn countries_that_share_a_code_are_told_apart() {
        for (digits, iso) in [
            ("17872345678", "PR"),
            ("13125550142", "US"),
            ("77272501234", "KZ"),
            ("74950000000", "RU"),
            ("18765550100", "JM"),
        ] {
            assert_eq!(country_of(digits), Some(iso), "{digits}");
        }
    }
}
