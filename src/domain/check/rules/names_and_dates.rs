//! Rules about names and dates: each must be supported by the evidence.

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use crate::domain::check::parse::dates;
use crate::domain::check::parse::dates::{day_number, first_day, has_day_ending, is_year};
use crate::domain::check::parse::{ParsedOpener, SentenceRole};
use crate::domain::phrase::tokens::{Word, Words, holds, overlaps};
use crate::domain::plan::finding::Finding;

/// Returns names of people, companies and places that neither the evidence nor the rep's own introduction supports.
pub(super) fn unsupported_names(reading: &ParsedOpener, known: &[Words]) -> Vec<Finding> {
    let known: BTreeSet<&str> = known.iter().flat_map(|words| &words.words).map(|word| word.folded.as_str()).collect();
    let common = reading.places(&reading.playbook.lists.common_name);
    let titles = reading.places(&reading.playbook.lists.title);
    let mut findings = Vec::new();
    for name in names(reading, &common, &titles) {
        // One known word backs the whole name: "Ane Lund of Norvik" is known by "Norvik".
        let backed = name.clone().filter_map(|word| reading.words.words.get(word)).any(|word| is_known(word, &known));
        if !backed && !is_introduction(reading, &name) {
            let place = reading.words.span(name);
            let phrase = reading.text.get(place.clone()).unwrap_or_default().to_owned();
            findings.extend(reading.finding("unsupported_name", place, &[("phrase", phrase)]));
        }
    }
    findings
}

/// Returns runs of words that name somebody or something, as word indices.
fn names(reading: &ParsedOpener, common: &[Range<usize>], titles: &[Range<usize>]) -> Vec<Range<usize>> {
    let tongue = reading.playbook.tongue();
    let mut found: Vec<Range<usize>> = Vec::new();
    for sentence in &reading.words.sentences {
        let mut open: Option<usize> = None;
        for word in sentence.words.clone() {
            let here = word..word + 1;
            let named = is_name_word(reading, word)
                && !overlaps(common, &here)
                && !overlaps(titles, &here)
                && !overlaps(&reading.times, &here)
                && !overlaps(&reading.quotes, &here);
            let apart = open.is_some() && reading.words.pause_before(reading.text, word);
            if !named || apart {
                found.extend(open.take().map(|start| start..word));
            }
            if named {
                open.get_or_insert(word);
            }
        }
        found.extend(open.map(|start| start..sentence.words.end));
    }
    let honorifics = reading.places(&reading.playbook.lists.honorific);
    // A capital at the start of a sentence is none, and where every noun has one, it takes two or a title before.
    let starts = |word: usize| {
        let begins = reading.words.sentences.iter().any(|sentence| sentence.words.start == word);
        begins
            || reading
                .text
                .get(..reading.words.span(word..word + 1).start)
                .is_some_and(|said| said.ends_with([':', '"', '“', '„']) || said.trim_end().ends_with(':'))
    };
    found.retain(|name| {
        let titled = name.start.checked_sub(1).is_some_and(|before| overlaps(&honorifics, &(before..name.start)));
        name.len() > 1 && !(tongue.capital_nouns && starts(name.start) && name.len() < 3)
            || titled
            || (!tongue.capital_nouns && !starts(name.start))
    });
    found
}

/// Returns true for a word with a capital and small letters: "Boeing", not "ELD".
fn is_name_word(reading: &ParsedOpener, word: usize) -> bool {
    let raw = reading.text.get(reading.words.span(word..word + 1)).unwrap_or_default();
    reading.words.words.get(word).is_some_and(|found| {
        found.capital
            && raw.chars().nth(1).is_some_and(|second| second.is_lowercase() || !second.is_alphabetic())
            && raw.chars().skip(1).any(char::is_lowercase)
            && !reading.playbook.is_small(&found.folded)
    })
}

/// Returns true if the word is known, or a shorter or longer form of a known one: "Bev" for "Beverly", "Swedish" for
/// "Sweden".
fn is_known(word: &Word, known: &BTreeSet<&str>) -> bool {
    let said = word.folded.as_str();
    let alike = |known: &&str| {
        let shared = said.chars().zip(known.chars()).take_while(|(one, other)| one == other).count();
        // Four letters in common are hardly chance in names; three only where one of the two is no longer than that.
        shared >= 4 || (shared >= 3 && (shared == said.chars().count() || shared == known.chars().count()))
    };
    known.contains(said) || known.iter().any(alike)
}

/// Returns true if the name is that of the person addressed, or of the speaker.
fn is_introduction(reading: &ParsedOpener, name: &Range<usize>) -> bool {
    let sentence = reading.sentence_of(name.start);
    if reading.role(sentence) == SentenceRole::Intro {
        return true;
    }
    let clauses = reading.clauses(sentence);
    let clause = clauses.iter().position(|clause| clause.contains(&name.start)).unwrap_or(0);
    let marks = reading.places(&reading.playbook.lists.own_name);
    let introduces = clauses.get(clause).is_some_and(|clause| {
        marks.iter().any(|mark| mark.start <= name.start && mark.end > clause.start && mark.start < clause.end)
    });
    let greeting = sentence <= reading.first_said()
        && clause <= 1
        && clauses.get(clause).is_some_and(|clause| {
            clause.clone().all(|word| reading.words.words.get(word).is_some_and(|word| word.capital))
        });
    let at_start = name.start < 4 && sentence == 0;
    introduces || greeting || at_start
}

/// Returns dates that neither the day of a fact nor a text of the evidence supports.
pub(super) fn unsupported_dates(reading: &ParsedOpener, known: &[Words]) -> Vec<Finding> {
    let Some(today) = reading.evidence.today.filter(|_| !reading.evidence.facts.is_empty()) else { return Vec::new() };
    let backed = KnownDates::of(reading, known, today);
    let tongue = reading.playbook.tongue();
    let common = &tongue.recurring;
    let fact = reading.fact.as_ref().filter(|fact| !fact.named.is_empty());
    let mut findings = Vec::new();
    for place in reading.outside_quotes(&reading.dates) {
        let sentence = reading.sentence_of(place.start);
        let words = reading.words.words.get(place.clone()).unwrap_or_default();
        let recurring = reading.words.words.get(place.end).is_some_and(|next| common.contains(&next.folded));
        let bare = place.len() == 1
            && words.first().is_some_and(|word| tongue.month_number(&word.folded).is_some())
            && !place
                .start
                .checked_sub(1)
                .and_then(|before| reading.words.words.get(before))
                .is_some_and(|before| tongue.before_date.contains(&before.folded));
        let theirs = reading.theirs.iter().any(|owner| owner.end == place.start);
        let before = place
            .start
            .saturating_sub(4)
            .max(reading.words.sentences.get(sentence).map_or(0, |found| found.words.start));
        let ahead = reading.words.words.get(before..place.start).unwrap_or_default();
        let ahead = ahead.iter().any(|word| tongue.until.contains(&word.folded));
        let quoted = known.iter().any(|text| holds(&text.words, words));
        if recurring
            || bare
            || theirs
            || quoted
            || ahead
            || reading.role(sentence) != SentenceRole::Told
            || reading.is_ours_at(place.start)
            || backed.holds(words, reading)
        {
            continue;
        }
        // Beside the fact a bare weekday or month is its day; elsewhere it may be reckoned, or lie ahead.
        let says_last = words.iter().any(|word| tongue.last.contains(&word.folded));
        let vague = !(first_day(words, tongue).is_some() || words.iter().any(is_year));
        if vague && !says_last && fact.is_none_or(|fact| fact.sentence != sentence) {
            continue;
        }
        let bytes = reading.words.span(place);
        let phrase = reading.text.get(bytes.clone()).unwrap_or_default().to_owned();
        let on = fact.filter(|fact| fact.sentence == sentence);
        let on = on.and_then(|fact| fact.named.first()).and_then(|index| reading.evidence.facts.get(*index));
        findings.extend(match on {
            Some(fact) => {
                let known = fact.on.format(tongue.date_format.as_deref().unwrap_or("%-d %B %Y")).to_string();
                reading.finding("date_differs", bytes, &[("phrase", phrase), ("known", known)])
            }
            None => reading.finding("unsupported_date", bytes, &[("phrase", phrase)]),
        });
    }
    findings
}

/// All days, months and years that the evidence has.
struct KnownDates {
    days: Vec<NaiveDate>,
    /// Day and month as written in the evidence.
    written: Vec<(Option<u32>, Option<u32>)>,
    weekdays: BTreeSet<u32>,
    years: BTreeSet<i32>,
    today: NaiveDate,
}

impl KnownDates {
    fn of(reading: &ParsedOpener, known: &[Words], today: NaiveDate) -> KnownDates {
        let tongue = reading.playbook.tongue();
        let facts = &reading.evidence.facts;
        let days: Vec<NaiveDate> =
            facts.iter().flat_map(|fact| [Some(fact.on), fact.effective]).flatten().chain([today]).collect();
        let mut backed = KnownDates {
            years: days.iter().map(Datelike::year).chain([today.year() - 1, today.year() + 1]).collect(),
            days,
            written: Vec::new(),
            weekdays: BTreeSet::new(),
            today,
        };
        for words in known {
            for place in dates::find(words, &reading.playbook.lists.period, tongue) {
                let words = words.words.get(place).unwrap_or_default();
                let day = first_day(words, tongue);
                let month = words.iter().find_map(|word| tongue.month_number(&word.folded));
                if day.is_some() || month.is_some() {
                    backed.written.push((day, month));
                }
            }
            let weekdays = words.words.iter().filter_map(|word| tongue.weekday(&word.folded));
            backed.weekdays.extend(weekdays.map(|day| day.num_days_from_monday()));
            let years =
                words.words.iter().filter(|word| is_year(word)).filter_map(|word| word.folded.parse::<i32>().ok());
            backed.years.extend(years);
        }
        backed
    }

    /// Returns true if nothing in this date contradicts what is known.
    fn holds(&self, words: &[Word], reading: &ParsedOpener) -> bool {
        let tongue = reading.playbook.tongue();
        let month = words.iter().find_map(|word| tongue.month_number(&word.folded));
        let ending = || words.iter().find(|word| has_day_ending(word, tongue));
        let day = match month {
            Some(_) => first_day(words, tongue),
            None => ending().and_then(|word| day_number(word, tongue)),
        };
        if let Some(year) = words.iter().find(|word| is_year(word)).and_then(|word| word.folded.parse::<i32>().ok())
            && !self.years.contains(&year)
        {
            return false;
        }
        let year = words.iter().any(is_year) || words.iter().any(|word| tongue.last.contains(&word.folded));
        if day.is_none() && !year && month.is_some_and(|month| month >= self.today.month()) {
            // A month ahead may be reckoned from what is known.
            return true;
        }
        if day.is_some() || month.is_some() {
            return self.days.iter().any(|known| {
                let fits = |known: NaiveDate| {
                    day.is_none_or(|day| day == known.day()) && month.is_none_or(|month| month == known.month())
                };
                fits(*known) || day.is_some() && [known.pred_opt(), known.succ_opt()].into_iter().flatten().any(fits)
            }) || self.written.iter().any(|(known_day, known_month)| {
                day.is_none_or(|day| *known_day == Some(day))
                    && month.is_none_or(|month| known_month.is_none_or(|known| known == month))
            });
        }
        self.holds_relative(words, reading)
    }

    /// Returns true if a relative date ("on Tuesday", "yesterday", "last month") contains a known day, or may be in the
    /// future.
    fn holds_relative(&self, words: &[Word], reading: &ParsedOpener) -> bool {
        let tongue = reading.playbook.tongue();
        let weekday = words.iter().find_map(|word| tongue.weekday(&word.folded));
        if weekday.is_some_and(|day| self.weekdays.contains(&day.num_days_from_monday())) {
            return true;
        }
        match dates::past_days(words, self.today, reading.playbook) {
            Some(days) if days.end() != &self.today => {
                let known = self.days.iter().filter(|known| **known != self.today || days.contains(known));
                let ahead =
                    |known: &NaiveDate| weekday.is_some_and(|day| *known > self.today && known.weekday() == day);
                known.into_iter().any(|known| dates::is_near(*known, &days) || ahead(known))
            }
            Some(_) | None => true,
        }
    }
}
