//! The rules: structure first, words second.

use std::ops::{Range, RangeInclusive};

use chrono::{NaiveDate, TimeDelta};

use crate::domain::opener;
use crate::domain::trigger::Confidence;

use super::asks::asks;
use super::dates;
use super::evidence::Evidence;
use super::facts::keys_by_sentence;
use super::finding::Finding;
use super::pattern::find_any;
use super::playbook::Where;
use super::reading::{Reading, TheirFact};
use super::support::{gaps, unsupported};
use super::words::{Words, overlaps};

/// Every finding, in the order of the text.
pub(super) fn findings(reading: &Reading, wpm: u16) -> Vec<Finding> {
    if reading.words.words.is_empty() {
        return reading.finding("empty", 0..reading.text.len(), &[]).into_iter().collect();
    }
    let mut found = Vec::new();
    for place in gaps(reading.text) {
        let phrase = reading.text.get(place.clone()).unwrap_or_default().to_owned();
        found.extend(reading.finding("gap", place, &[("phrase", phrase)]));
    }
    found.extend(their_fact(reading));
    found.extend(about_the_fact(reading));
    found.extend(whose_side(reading));
    found.extend(what_it_asks(reading));
    found.extend(unsupported(reading));
    found.extend(tone(reading));
    found.extend(length(reading, wpm));
    found.extend(phrases(reading));
    found.sort_by(|one, other| {
        (one.place.start, one.place.end, &one.rule).cmp(&(other.place.start, other.place.end, &other.rule))
    });
    found.dedup();
    found
}

/// Is a fact about them named, of the plan, and still good?
fn their_fact(reading: &Reading) -> Vec<Finding> {
    let facts = &reading.evidence.facts;
    let Some(fact) = &reading.fact else {
        let place = reading.sentence(reading.first_said());
        return reading.finding("no_their_fact", place, &[]).into_iter().collect();
    };
    let place = reading.sentence(fact.sentence);
    let named = || fact.named.iter().filter_map(|index| facts.get(*index));
    if fact.named.is_empty() {
        let strange = (!facts.is_empty()).then(|| reading.finding("fact_not_in_plan", place, &[])).flatten();
        return strange.into_iter().collect();
    }
    let stale = named().all(|fact| !fact.live).then(|| reading.finding("stale_fact", place.clone(), &[])).flatten();
    let weak = named().all(|fact| fact.weak).then(|| reading.finding("weak_reason", place, &[])).flatten();
    stale.into_iter().chain(weak).collect()
}

/// Dated, with its impact and the cost of waiting?
fn about_the_fact(reading: &Reading) -> Vec<Finding> {
    let Some(fact) = &reading.fact else { return Vec::new() };
    let lists = &reading.playbook.lists;
    let place = reading.sentence(fact.sentence);
    let mut found = Vec::new();
    let near = fact.sentence.saturating_sub(1)..fact.sentence + 2;
    if !reading.any_in(&reading.dates, &near) {
        found.extend(reading.finding("not_dated", place.clone(), &[]));
    }
    found.extend(wrong_date(reading, fact));
    let after = reading.near_fact(2);
    let impact = find_any(&lists.impact, &reading.words);
    let said = reading.any_in(&impact, &after) && reading.any_in(&reading.theirs, &after);
    if !said && !tells_known_impact(reading, &after) {
        found.extend(reading.finding("no_impact", place.clone(), &[]));
    }
    if find_any(&lists.waiting, &reading.words).is_empty() {
        found.extend(reading.finding("no_cost_of_waiting", place, &[]));
    }
    found
}

/// A past date beside the fact that is not when the plan says it happened.
fn wrong_date(reading: &Reading, fact: &TheirFact) -> Option<Finding> {
    let today = reading.evidence.today?;
    let on: Vec<NaiveDate> =
        fact.named.iter().filter_map(|index| reading.evidence.facts.get(*index)).map(|fact| fact.on).collect();
    // A sentence may name the day of another fact too; and "by 9 May", said in March, is read as last year's day.
    let all = reading.evidence.facts.iter().map(|fact| fact.on);
    let coming = all.clone().filter(|on| *on > today).filter_map(|on| on.checked_sub_months(chrono::Months::new(12)));
    let known: Vec<NaiveDate> = all.chain(coming).collect();
    let near = |days: &RangeInclusive<NaiveDate>| {
        known.iter().any(|on| {
            (-1..=1).any(|shift| on.checked_add_signed(TimeDelta::days(shift)).is_some_and(|on| days.contains(&on)))
        })
    };
    let beside = reading.dates.iter().filter(|place| reading.sentence_of(place.start) == fact.sentence);
    let told: Vec<(&Range<usize>, RangeInclusive<NaiveDate>)> = beside
        .filter_map(|place| dates::past_days(reading.words.words.get(place.clone())?, today).map(|days| (place, days)))
        .collect();
    let (first, _) = told.first().filter(|_| !on.is_empty() && !told.iter().any(|(_, days)| near(days)))?;
    let place = reading.words.span((*first).clone());
    let phrase = reading.text.get(place.clone()).unwrap_or_default().to_owned();
    let known = on.first().map(|on| on.format("%-d %B %Y").to_string()).unwrap_or_default();
    reading.finding("date_differs", place, &[("phrase", phrase), ("known", known)])
}

/// Does a sentence from the fact on say what the plan notes as impact or value, in words that the fact itself does not have?
fn tells_known_impact(reading: &Reading, sentences: &Range<usize>) -> bool {
    let alike = &reading.playbook.lists.alike;
    let none = std::collections::HashSet::new();
    let keys = |text: &str| keys_by_sentence(&Words::of(text), alike, &none, &[]).into_iter().flatten().collect();
    let facts: std::collections::HashSet<String> =
        reading.evidence.facts.iter().flat_map(|fact| -> Vec<String> { keys(&fact.text) }).collect();
    let said = keys_by_sentence(&reading.words, alike, &none, &[]);
    reading.evidence.backing.iter().any(|backing| {
        let known: Vec<String> = keys(backing);
        let shared = said.iter().take(sentences.end).skip(sentences.start).flatten();
        shared.filter(|key| known.contains(key) && !facts.contains(*key)).count() >= 2
    })
}

/// "You" before "we", and more of it.
fn whose_side(reading: &Reading) -> Vec<Finding> {
    let said = |place: &&Range<usize>| !reading.intro.get(reading.sentence_of(place.start)).copied().unwrap_or(false);
    let ours: Vec<&Range<usize>> = reading.ours.iter().filter(said).collect();
    let theirs: Vec<&Range<usize>> = reading.theirs.iter().filter(said).collect();
    let is_i = |place: &Range<usize>| {
        reading
            .words
            .words
            .get(place.start)
            .is_some_and(|word| matches!(word.folded.as_str(), "i" | "me" | "my" | "myself"))
    };
    let mut found = Vec::new();
    if let Some(we) = ours.iter().find(|place| !is_i(place))
        && theirs.first().is_none_or(|you| we.start < you.start)
        && reading.fact.as_ref().is_none_or(|fact| reading.sentence_of(we.start) <= fact.sentence)
    {
        found.extend(reading.finding("we_before_you", reading.words.span((*we).clone()), &[]));
    }
    if ours.len() > theirs.len() && ours.len() > 1 {
        let counts = [("ours", ours.len().to_string()), ("theirs", theirs.len().to_string())];
        found.extend(reading.finding("more_us_than_you", reading.whole(), &counts));
    }
    found
}

/// One ask, easy to decline, for a stated purpose.
fn what_it_asks(reading: &Reading) -> Vec<Finding> {
    let lists = &reading.playbook.lists;
    let asks = asks(reading);
    let most = reading.playbook.limits.asks.unwrap_or(1);
    let last = reading.sentence(reading.words.sentences.len().saturating_sub(1));
    let mut found = Vec::new();
    if asks.count == 0 {
        found.extend(reading.finding("no_ask", last.clone(), &[]));
    } else if !asks.easy_no {
        found.extend(reading.finding("hard_to_decline", last.clone(), &[]));
    }
    if asks.count > most {
        let place = asks.second.unwrap_or(last.clone());
        found.extend(reading.finding(
            "several_asks",
            place,
            &[("n", asks.count.to_string()), ("limit", most.to_string())],
        ));
    }
    if find_any(&lists.purpose, &reading.words).is_empty() {
        found.extend(reading.finding("no_purpose", last, &[]));
    }
    found
}

/// No surer than the evidence, and no cheering at bad news.
fn tone(reading: &Reading) -> Vec<Finding> {
    let lists = &reading.playbook.lists;
    let facts = &reading.evidence.facts;
    let named = reading.fact.as_ref().map(|fact| fact.named.as_slice()).unwrap_or_default();
    let meant: Vec<_> = facts
        .iter()
        .enumerate()
        .filter(|(index, _)| named.is_empty() || named.contains(index))
        .map(|(_, fact)| fact)
        .collect();
    let mut found = Vec::new();
    let mut doubts = find_any(&lists.hedge, &reading.words);
    doubts.retain(|place| !overlaps(&reading.dates, place));
    let unsure = !meant.is_empty() && meant.iter().all(|fact| fact.confidence == Confidence::Low);
    if unsure && doubts.is_empty() {
        let place = reading.fact.as_ref().map_or_else(|| reading.whole(), |fact| reading.sentence(fact.sentence));
        found.extend(reading.finding("too_sure", place, &[]));
    }
    let bad_news = find_any(&lists.bad_news, &reading.words);
    let sad_fact = !named.is_empty() && meant.iter().any(|fact| fact.sensitive);
    for cheer in find_any(&lists.cheer, &reading.words) {
        let sentence = reading.sentence_of(cheer.start);
        if sad_fact || reading.any_in(&bad_news, &(sentence.saturating_sub(1)..sentence + 2)) {
            let place = reading.words.span(cheer);
            let phrase = reading.text.get(place.clone()).unwrap_or_default().to_owned();
            found.extend(reading.finding("wrong_tone", place, &[("phrase", phrase)]));
        }
    }
    found
}

/// Short enough to say.
fn length(reading: &Reading, wpm: u16) -> Vec<Finding> {
    let limits = &reading.playbook.limits;
    let words = reading.text.split_whitespace().count();
    let seconds = opener::seconds(reading.text, wpm);
    let (most_words, most_seconds) = (limits.words.unwrap_or(75), limits.seconds.unwrap_or(30));
    let filling = [("n", words.to_string()), ("limit", most_words.to_string())];
    let long = (words > most_words).then(|| reading.finding("too_long", reading.whole(), &filling)).flatten();
    let filling = [("n", format!("{seconds:.0}")), ("limit", most_seconds.to_string())];
    let slow = (seconds > f64::from(most_seconds) && long.is_none())
        .then(|| reading.finding("too_long_to_say", reading.whole(), &filling))
        .flatten();
    long.into_iter().chain(slow).collect()
}

/// Every phrase of the playbook that stands where it must not.
fn phrases(reading: &Reading) -> Vec<Finding> {
    let before_fact = reading.fact.as_ref().map_or(usize::MAX, |fact| fact.sentence).max(reading.first_said());
    let strong_fact = reading.fact.as_ref().is_some_and(|fact| !only_weak(reading.evidence, &fact.named));
    let mut found = Vec::new();
    for (name, rule) in &reading.playbook.rules {
        let silent = rule.phrases.is_empty()
            || reading.playbook.severity(name).is_none()
            || (rule.strangers == Some(true) && reading.evidence.spoken_before)
            || (rule.alone == Some(true) && strong_fact);
        if silent {
            continue;
        }
        let excepted = find_any(&rule.except, &reading.words);
        for place in reading.outside_quotes(find_any(&rule.phrases, &reading.words)) {
            let counts = rule.place != Some(Where::BeforeTheirFact) || reading.sentence_of(place.start) <= before_fact;
            if counts && !overlaps(&excepted, &place) {
                let bytes = reading.words.span(place);
                let phrase = reading.text.get(bytes.clone()).unwrap_or_default().to_owned();
                found.extend(reading.finding(name, bytes, &[("phrase", phrase)]));
            }
        }
    }
    found
}

fn only_weak(evidence: &Evidence, named: &[usize]) -> bool {
    !named.is_empty() && named.iter().filter_map(|index| evidence.facts.get(*index)).all(|fact| fact.weak)
}
