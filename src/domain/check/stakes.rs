//! What the fact does to them, and what it costs to wait.

use std::ops::Range;

use chrono::Datelike;

use super::dates;
use super::numbers::numbers;
use super::reading::{Reading, Role, TheirFact};
use super::words::overlaps;

/// Is it said what the fact does to them: a clause about them beside the one that tells the fact, or a consequence?
pub(super) fn says_impact(reading: &Reading, fact: &TheirFact) -> bool {
    let lists = &reading.playbook.lists;
    let conditions = reading.places(&lists.condition);
    let folk = reading.places(&lists.folk);
    let limits = reading.places(&lists.waiting);
    let consequences = reading.places(&lists.consequence);
    let consequences: Vec<Range<usize>> = consequences
        .iter()
        .filter(|place| !overlaps(&limits, place) && !overlaps(&reading.times, &(place.end - 1..place.end)))
        .cloned()
        .collect();
    let leads = reading.places(&lists.leads);
    let aims = reading.places(&lists.purpose);
    // "Eleven nights are still open": how much of theirs it touches.
    let counts: Vec<Range<usize>> = numbers(&reading.words.words, reading.playbook.tongue())
        .into_iter()
        .filter(|number| number.value > 1.0 && !overlaps(&reading.times, &number.words))
        .map(|number| number.words)
        .collect();
    (0..reading.words.sentences.len()).any(|sentence| {
        if reading.role(sentence) != Role::Told {
            return false;
        }
        let clauses = reading.clauses(sentence);
        let core = if sentence == fact.sentence { core(reading, &clauses) } else { None };
        // What follows the fact and speaks neither of us nor of dates speaks of what it does.
        // A limit that nears says why now, not what it does to them.
        let found = reading.words.sentences.get(sentence);
        let bare = |words: &Range<usize>| {
            !overlaps(&reading.times, words) && !overlaps(&limits, words) && !overlaps(&aims, words)
        };
        let follows = sentence > fact.sentence
            && found.is_some_and(|found| bare(&found.words))
            && clauses.iter().all(|clause| !reading.is_ours(clause))
            && clauses.iter().any(|clause| reading.has_content(clause, &[]));
        // "If it goes through, the school runs go first": what may come of it.
        let supposes = (fact.sentence + 1..reading.words.sentences.len().saturating_sub(1)).contains(&sentence)
            && conditions.iter().any(|place| clauses.first().is_some_and(|clause| clause.start == place.start))
            && clauses.len() > 1
            && !clauses.iter().any(|clause| reading.is_ours(clause));
        // "…, which walks the cash in": what a clause that leads on tells, unless it is a limit.
        let leads_on = clauses.iter().enumerate().any(|(at, clause)| {
            let with_before = clause.start.saturating_sub(2)..clause.end;
            Some(at) != core
                && (sentence > fact.sentence || core.is_some_and(|core| at > core))
                && leads.iter().any(|lead| lead.start == clause.start)
                && !reading.is_ours(clause)
                && !overlaps(&reading.times, clause)
                && !overlaps(&limits, &with_before)
                && !overlaps(&aims, clause)
                && clauses.first().is_none_or(|first| !reading.is_ours(first))
                && reading.has_content(clause, &[])
        });
        let beside = clauses.iter().enumerate().filter(|(index, _)| Some(*index) != core);
        beside.map(|(_, clause)| clause).any(|clause| {
            let theirs = reading.theirs.iter().any(|place| clause.contains(&place.start));
            let hurts = overlaps(&consequences, clause) || overlaps(&folk, clause);
            let counted = sentence > fact.sentence && counts.iter().any(|count| clause.contains(&count.start));
            (theirs || hurts || counted) && !reading.is_ours(clause) && (hurts || reading.has_content(clause, &[]))
        }) || supposes
            || follows
            || leads_on
            || (core.is_some_and(|core| clauses.get(core).is_some_and(|clause| overlaps(&consequences, clause))))
    })
}

/// The clause that tells the fact: the first that is more than a name or a date.
fn core(reading: &Reading, clauses: &[Range<usize>]) -> Option<usize> {
    clauses.iter().position(|clause| clause.len() > 2 && reading.has_content(clause, &reading.observed))
}

/// Is there anything that says why now: a time that is not the day of the fact, or words of a limit?
pub(super) fn says_why_now(reading: &Reading, fact: &TheirFact) -> bool {
    let past = reading.places(&reading.playbook.lists.past);
    let rates = reading.places(&reading.playbook.lists.rate);
    let behind: Vec<Range<usize>> = reading.dates.iter().filter(|date| overlaps(&past, date)).cloned().collect();
    // "A week" says why now, "a week ago" does not.
    if reading.places(&reading.playbook.lists.waiting).iter().any(|place| !overlaps(&behind, place)) {
        return true;
    }
    let mut own_day = false;
    reading.times.iter().any(|place| {
        if overlaps(&past, place) || overlaps(&rates, place) || reading.is_of_a_fact(place) {
            return false;
        }
        let sentence = reading.sentence_of(place.start);
        if reading.role(sentence) == Role::Ask || reading.is_ours_at(place.start) {
            return false;
        }
        // Without evidence the first date beside the fact is its own day.
        let first = reading.evidence.facts.is_empty() && !own_day && sentence == fact.sentence;
        own_day |= first;
        !first
    })
}

/// Is it said when the fact happened or takes effect? "Before June" alone is a limit, not a day.
pub(super) fn says_when(reading: &Reading, fact: &TheirFact) -> bool {
    let ahead = reading.places(&reading.playbook.lists.limit);
    let near = fact.sentence.saturating_sub(1)..fact.sentence + 2;
    reading.dates.iter().any(|place| {
        near.contains(&reading.sentence_of(place.start))
            && (!overlaps(&ahead, place) || reading.is_of_a_fact(place) || reading.takes_effect(place))
            && (reading.role(reading.sentence_of(place.start)) != Role::Ask
                || reading.sentence_of(place.start) == fact.sentence)
    })
}

impl Reading<'_> {
    /// Does this date name the day of one of the plan's facts?
    pub(super) fn is_of_a_fact(&self, place: &Range<usize>) -> bool {
        let (Some(today), Some(words)) = (self.evidence.today, self.words.words.get(place.clone())) else {
            return false;
        };
        let days = dates::past_days(words, today, self.playbook);
        days.is_some_and(|days| self.evidence.facts.iter().any(|fact| dates::about(fact.on, &days)))
    }

    /// Does this date name the day one of the plan's facts takes effect, whatever the year?
    fn takes_effect(&self, place: &Range<usize>) -> bool {
        let tongue = self.playbook.tongue();
        let words = self.words.words.get(place.clone()).unwrap_or_default();
        let day = words.iter().find_map(|word| dates::day_number(word, tongue));
        let month = words.iter().find_map(|word| tongue.month_number(&word.folded));
        let effective = self.evidence.facts.iter().filter_map(|fact| fact.effective);
        month.is_some()
            && effective.into_iter().any(|on| Some(on.month()) == month && day.is_none_or(|day| day == on.day()))
    }

    /// Is the clause of this word ours?
    pub(super) fn is_ours_at(&self, word: usize) -> bool {
        let clauses = self.clauses(self.sentence_of(word));
        clauses.iter().find(|clause| clause.contains(&word)).is_some_and(|clause| self.is_ours(clause))
    }
}
