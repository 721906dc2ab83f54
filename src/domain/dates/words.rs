//! The words in which days and times of day are written, by language. They are data: `assets/date_words.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::Weekday;
use serde::Deserialize;

use crate::domain::text::fold;

/// Letters from which on a name cut short is understood: "mo" and "tu" are days of the week, "ma" is no month.
const SHORTEST_WEEKDAY: usize = 2;
const SHORTEST_MONTH: usize = 3;

/// What a word may mean in a date. One word may mean several things: "mar" is March and, in Spain, Tuesday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct WordMeaning {
    /// 1 to 12.
    pub(crate) month: Option<u32>,
    pub(crate) weekday: Option<Weekday>,
    /// The name of the month or day of the week is written in full.
    pub(crate) in_full: bool,
    /// "First" to "twentieth", and "thirtieth", by their number.
    pub(crate) ordinal: Option<u32>,
    /// Behind the figure of a day: th.
    pub(crate) day_ending: bool,
    /// Days from today: 0, -1, 1.
    pub(crate) from_today: Option<i64>,
    pub(crate) clock: Option<ClockWord>,
    /// A day of the week, or a small word that says nothing more about a day.
    pub(crate) around: bool,
    /// It may stand between the parts of a day.
    pub(crate) inside: bool,
    /// Before the first day of a span.
    pub(crate) from: bool,
    /// Between the first and the last day of a span.
    pub(crate) until: bool,
}

/// What a word does to a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClockWord {
    /// a.m.
    Morning,
    /// p.m.
    Afternoon,
    /// Twelve o'clock by day.
    Noon,
    /// Twelve o'clock at night.
    Midnight,
    /// What stands behind the hour: `h`, `Uhr`.
    Hour,
}

/// The date words of one language; all of them folded.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LanguageWords {
    code: String,
    /// January to December: every way to write each in full.
    months: Vec<Vec<String>>,
    short_months: Vec<Vec<String>>,
    /// Monday to Sunday: every way to write each in full.
    weekdays: Vec<Vec<String>>,
    short_weekdays: Vec<Vec<String>>,
    /// First to twentieth, and thirtieth as the last: days of a month as they are said.
    ordinals: Vec<String>,
    /// Endings of a day: st, nd, rd, th.
    day_endings: Vec<String>,
    today: Vec<String>,
    yesterday: Vec<String>,
    tomorrow: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DateWordFile {
    language: Vec<LanguageWords>,
    small: SmallWords,
    clock: ClockWords,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SmallWords {
    around: Vec<String>,
    inside: Vec<String>,
    from: Vec<String>,
    until: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockWords {
    morning: Vec<String>,
    afternoon: Vec<String>,
    noon: Vec<String>,
    midnight: Vec<String>,
    hour: Vec<String>,
}

/// An index of date words: of one language, or of all that are known.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct DateWords {
    words: HashMap<String, WordMeaning>,
}

/// The indexes of the shipped table.
struct ShippedWords {
    all: DateWords,
    by_code: HashMap<String, DateWords>,
}

static SHIPPED: LazyLock<ShippedWords> = LazyLock::new(|| {
    let file: DateWordFile =
        toml::from_str(include_str!("../../../assets/date_words.toml")).expect("the shipped table is read by a test");
    let mut common = DateWords::default();
    common.add_small(&file.small);
    common.add_clock(&file.clock);
    let mut all = common.clone();
    let mut by_code = HashMap::new();
    for language in &file.language {
        all.add(language);
        let mut one = common.clone();
        one.add(language);
        by_code.insert(language.code.clone(), one);
    }
    ShippedWords { all, by_code }
});

impl DateWords {
    /// Those of every language: for files and for what is typed, where a date stands almost alone.
    pub(crate) fn all() -> &'static DateWords {
        &SHIPPED.all
    }

    /// The English ones: for running text, where "out" is no Portuguese October.
    pub(crate) fn english() -> &'static DateWords {
        DateWords::of_language("en").unwrap_or(&SHIPPED.all)
    }

    /// Those of a language by its code.
    pub(crate) fn of_language(code: &str) -> Option<&'static DateWords> {
        SHIPPED.by_code.get(code)
    }

    /// What a folded word may mean.
    pub(crate) fn meaning(&self, folded: &str) -> WordMeaning {
        self.words.get(folded).copied().unwrap_or_default()
    }

    /// The month that a folded word names, or begins to name: `septem`.
    pub(crate) fn month_cut_short(&self, folded: &str) -> Option<u32> {
        self.meaning(folded).month.or_else(|| self.only_one(folded, SHORTEST_MONTH, |meaning| meaning.month))
    }

    /// The day of the week that a folded word names, or begins to name: `we`, `thurs`. A word that also names a month is
    /// none. Languages other than English need a letter more, because their first two are everyday words: "on", "to".
    pub(crate) fn weekday_cut_short(&self, folded: &str) -> Option<Weekday> {
        let english = DateWords::english();
        let meaning = self.meaning(folded);
        if meaning.month.is_some() {
            return None;
        }
        let begun = |words: &DateWords, least| words.only_one(folded, least, |meaning| meaning.weekday);
        let known = meaning.weekday.filter(|_| folded.chars().count() > SHORTEST_WEEKDAY);
        known.or_else(|| begun(english, SHORTEST_WEEKDAY)).or_else(|| begun(self, SHORTEST_WEEKDAY + 1))
    }

    /// What all names in full that begin so mean, where it is one thing.
    fn only_one<T: PartialEq>(&self, folded: &str, least: usize, of: impl Fn(&WordMeaning) -> Option<T>) -> Option<T> {
        if folded.chars().count() < least {
            return None;
        }
        let begun = self.words.iter().filter(|(word, meaning)| meaning.in_full && word.starts_with(folded));
        let mut meant = begun.filter_map(|(_, meaning)| of(meaning));
        let first = meant.next()?;
        meant.all(|other| other == first).then_some(first)
    }

    fn entry(&mut self, word: &str) -> &mut WordMeaning {
        self.words.entry(fold(word)).or_default()
    }

    /// Adds the words of a language. Of a short name that means two days of the week, none is kept.
    pub(crate) fn add(&mut self, language: &LanguageWords) {
        for (names, in_full) in [(&language.months, true), (&language.short_months, false)] {
            for (month, word) in (1..).zip(names).flat_map(|(month, words)| words.iter().map(move |word| (month, word)))
            {
                let entry = self.entry(word);
                (entry.month, entry.in_full) = (Some(month), entry.in_full || in_full);
            }
        }
        for (names, in_full) in [(&language.weekdays, true), (&language.short_weekdays, false)] {
            for (day, word) in (0..).zip(names).flat_map(|(day, words)| words.iter().map(move |word| (day, word))) {
                let entry = self.entry(word);
                let day = Weekday::try_from(day).ok();
                let another = entry.around && entry.weekday != day;
                entry.weekday = day.filter(|_| !another);
                (entry.around, entry.in_full) = (true, entry.in_full || in_full);
            }
        }
        for (number, word) in (1..).zip(&language.ordinals) {
            // The list ends with the thirtieth; those between are said in two words.
            self.entry(word).ordinal = Some(if number == 21 { 30 } else { number });
        }
        for word in &language.day_endings {
            self.entry(word).day_ending = true;
        }
        for (words, from_today) in [(&language.today, 0), (&language.yesterday, -1), (&language.tomorrow, 1)] {
            words.iter().for_each(|word| self.entry(word).from_today = Some(from_today));
        }
    }

    fn add_small(&mut self, small: &SmallWords) {
        small.around.iter().for_each(|word| self.entry(word).around = true);
        small.inside.iter().for_each(|word| self.entry(word).inside = true);
        small.from.iter().for_each(|word| self.entry(word).from = true);
        small.until.iter().for_each(|word| self.entry(word).until = true);
    }

    fn add_clock(&mut self, clock: &ClockWords) {
        for (words, meaning) in [
            (&clock.morning, ClockWord::Morning),
            (&clock.afternoon, ClockWord::Afternoon),
            (&clock.noon, ClockWord::Noon),
            (&clock.midnight, ClockWord::Midnight),
            (&clock.hour, ClockWord::Hour),
        ] {
            words.iter().for_each(|word| self.entry(word).clock = Some(meaning));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> DateWordFile {
        toml::from_str(include_str!("../../../assets/date_words.toml")).unwrap()
    }

    #[test]
    fn every_language_has_twelve_months_and_seven_days_and_no_word_names_two_months() {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for language in file().language {
            let rows = [&language.months, &language.short_months, &language.weekdays, &language.short_weekdays];
            assert_eq!(rows.map(Vec::len), [12, 12, 7, 7], "{}", language.code);
            for names in [&language.months, &language.short_months] {
                for (at, word) in names.iter().enumerate().flat_map(|(at, words)| words.iter().map(move |w| (at, w))) {
                    let other = seen.insert(fold(word), at);
                    assert!(other.is_none_or(|other| other == at), "{}: {word}", language.code);
                }
            }
        }
    }

    #[test]
    fn a_name_cut_short_is_understood_where_it_can_be_one_thing() {
        for (word, month) in [
            ("mar", Some(3)),
            ("septem", Some(9)),
            ("marec", Some(3)),
            ("ma", None),
            ("mai", Some(5)),
            ("mara", None),
            ("jui", None),
            ("soon", None),
        ] {
            assert_eq!(DateWords::all().month_cut_short(word), month, "{word}");
        }
        for (word, day) in [
            ("mo", Some(Weekday::Mon)),
            ("thu", Some(Weekday::Thu)),
            ("sonntag", Some(Weekday::Sun)),
            ("jeu", Some(Weekday::Thu)),
            ("so", None),
            ("on", None),
            ("ma", None),
            ("mar", None),
            ("t", None),
        ] {
            assert_eq!(DateWords::all().weekday_cut_short(word), day, "{word}");
        }
    }

    #[test]
    fn a_language_knows_its_own_words_alone() {
        assert_eq!(DateWords::english().meaning("out").month, None);
        assert_eq!(DateWords::of_language("pt").unwrap().meaning("out").month, Some(10));
        assert_eq!(DateWords::all().meaning(&fold("März")).month, Some(3));
        assert_eq!(DateWords::of_language("xx"), None);
    }
}
