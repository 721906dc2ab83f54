//! Rules about stakes: the impact of the fact on them, and the cost of waiting.

use std::ops::Range;
use std::rc::Rc;

use chrono::Datelike;

use crate::domain::check::parse::dates;
use crate::domain::check::parse::numbers::numbers;
use crate::domain::check::parse::{ParsedOpener, SentenceRole, TheirFact};
use crate::domain::phrase::tokens::overlaps;

/// Returns true if the opener says what the fact means for them: in a clause about them beside the fact, or as a
/// consequence.
pub(super) fn says_impact(reading: &ParsedOpener, fact: &TheirFact) -> bool {
    let impact = Impact::of(reading);
    let told = (0..reading.words.sentences.len()).filter(|sentence| reading.role(*sentence) == SentenceRole::Told);
    told.into_iter().any(|sentence| {
        let clauses = reading.clauses(sentence);
        // In the fact's own sentence the clause that tells it does not count as its impact, or every fact would be one.
        if sentence == fact.sentence {
            let core = core(reading, &clauses);
            let consequence = core.and_then(|core| clauses.get(core)).is_some_and(|clause| impact.hurts(clause));
            let after = core.map_or(usize::MAX, |core| core + 1);
            return consequence
                || impact.beside(&clauses, core, false)
                || impact.leads_on(&clauses, after)
                || impact.supposes(sentence, fact, &clauses);
        }
        impact.beside(&clauses, None, sentence > fact.sentence)
            || impact.supposes(sentence, fact, &clauses)
            || sentence > fact.sentence && (impact.follows(sentence, &clauses) || impact.leads_on(&clauses, 0))
    })
}

/// Detects the impact of a fact on them.
struct Impact<'r> {
    reading: &'r ParsedOpener<'r>,
    consequences: Vec<Range<usize>>,
    /// Counts of what the fact affects on the prospect's side: "Eleven nights are still open".
    counts: Vec<Range<usize>>,
    limits: Rc<[Range<usize>]>,
    aims: Rc<[Range<usize>]>,
    folk: Rc<[Range<usize>]>,
    leads: Rc<[Range<usize>]>,
    conditions: Rc<[Range<usize>]>,
}

impl<'r> Impact<'r> {
    fn of(reading: &'r ParsedOpener<'r>) -> Impact<'r> {
        let lists = &reading.playbook.lists;
        let limits = reading.places(&lists.waiting);
        let counts = numbers(&reading.words.words, reading.playbook.tongue()).into_iter();
        let counts = counts.filter(|number| number.value > 1.0 && !overlaps(&reading.times, &number.words));
        // "Which leaves ten weeks" is a limit.
        let is_time = |place: &Range<usize>| overlaps(&reading.times, &(place.end - 1..place.end));
        let consequences = reading.places(&lists.consequence);
        let consequences = consequences.iter().filter(|place| !overlaps(&limits, place) && !is_time(place));
        Impact {
            reading,
            consequences: consequences.cloned().collect(),
            counts: counts.map(|number| number.words).collect(),
            limits,
            aims: reading.places(&lists.purpose),
            folk: reading.places(&lists.folk),
            leads: reading.places(&lists.leads),
            conditions: reading.places(&lists.condition),
        }
    }

    fn hurts(&self, clause: &Range<usize>) -> bool {
        overlaps(&self.consequences, clause)
    }

    /// Returns true if the words are neither a date nor a limit, which say why now, nor the purpose of the call.
    fn is_bare(&self, words: &Range<usize>) -> bool {
        !overlaps(&self.reading.times, words) && !overlaps(&self.limits, words) && !overlaps(&self.aims, words)
    }

    /// Returns true if a clause beside the fact is about them, or about what is done to somebody.
    fn beside(&self, clauses: &[Range<usize>], core: Option<usize>, after: bool) -> bool {
        let beside = clauses.iter().enumerate().filter(|(index, _)| Some(*index) != core);
        beside.map(|(_, clause)| clause).any(|clause| {
            let theirs = self.reading.theirs.iter().any(|place| clause.contains(&place.start));
            let hurts = self.hurts(clause) || overlaps(&self.folk, clause);
            // Only behind the fact: figures before it belong to the introduction.
            let counted = after && self.counts.iter().any(|count| clause.contains(&count.start));
            (theirs || hurts || counted)
                && !self.reading.is_ours(clause)
                && (hurts || self.reading.has_content(clause, &[]))
        })
    }

    /// Returns true if the clauses after the fact describe its effect: they are neither about us nor a date. So does a
    /// sentence that begins that way and names its limit afterwards.
    fn follows(&self, sentence: usize, clauses: &[Range<usize>]) -> bool {
        let (reading, ours) = (self.reading, clauses.iter().any(|clause| self.reading.is_ours(clause)));
        let whole = reading.words.sentences.get(sentence).is_some_and(|found| self.is_bare(&found.words));
        let first = clauses.iter().find(|clause| reading.has_content(clause, &[]));
        let opens = first.is_some_and(|first| first.len() > 2 && self.is_bare(&(first.start..first.end + 2)));
        !ours && first.is_some() && (whole || opens)
    }

    /// Returns true if a clause that continues the fact tells its effect ("…, which walks the cash in") and is no
    /// limit.
    fn leads_on(&self, clauses: &[Range<usize>], from: usize) -> bool {
        let ours = clauses.first().is_some_and(|first| self.reading.is_ours(first));
        !ours
            && clauses.iter().skip(from).any(|clause| {
                self.leads.iter().any(|lead| lead.start == clause.start)
                    && self.is_bare(clause)
                    && !self.reading.is_ours(clause)
                    && self.reading.has_content(clause, &[])
            })
    }

    /// Returns true if a condition tells what may come of the fact: "If it goes through, the school runs go first".
    fn supposes(&self, sentence: usize, fact: &TheirFact, clauses: &[Range<usize>]) -> bool {
        let last = self.reading.words.sentences.len().saturating_sub(1);
        // Not in the last sentence: there an "if" is the ask.
        (fact.sentence + 1..last).contains(&sentence)
            && clauses.len() > 1
            && clauses.first().is_some_and(|first| self.conditions.iter().any(|place| place.start == first.start))
            && !clauses.iter().any(|clause| self.reading.is_ours(clause))
    }
}

/// Returns the clause that states the fact: the first that is more than a name or a date.
fn core(reading: &ParsedOpener, clauses: &[Range<usize>]) -> Option<usize> {
    let tells = |clause: &Range<usize>| clause.len() > 2 && reading.has_content(clause, &reading.observed);
    let first = clauses.iter().position(tells)?;
    // "You've thirty dogs on it, and since the 28th we know it runs out": the second tells.
    let dated = |clause: &Range<usize>| {
        reading.dates.iter().any(|date| clause.contains(&date.start) && reading.is_of_a_fact(date))
    };
    let later = clauses.iter().enumerate().skip(first + 1).find(|(_, clause)| dated(clause) && tells(clause));
    let first_is_dated = clauses.get(..=first).is_some_and(|before| before.iter().any(dated));
    later.filter(|_| !first_is_dated).map(|(at, _)| at).or(Some(first))
}

/// Returns true if anything says why now: a time other than the day of the fact, or words of a limit.
pub(super) fn says_why_now(reading: &ParsedOpener, fact: &TheirFact) -> bool {
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
        if reading.role(sentence) == SentenceRole::Ask || reading.is_ours_at(place.start) {
            return false;
        }
        // Without evidence the first date beside the fact is its own day.
        let first = reading.evidence.facts.is_empty() && !own_day && sentence == fact.sentence;
        own_day |= first;
        !first
    })
}

/// Returns true if the opener says when the fact happened or takes effect. "Before June" alone is a limit, not a day.
pub(super) fn says_when(reading: &ParsedOpener, fact: &TheirFact) -> bool {
    let ahead = reading.places(&reading.playbook.lists.limit);
    let near = fact.sentence.saturating_sub(1)..fact.sentence + 2;
    reading.dates.iter().any(|place| {
        let sentence = reading.sentence_of(place.start);
        // The day of a fact dates it wherever it is said: the words in common may stand in a later sentence.
        let own_day = reading.role(sentence) == SentenceRole::Told && reading.is_of_a_fact(place);
        (own_day || near.contains(&sentence))
            // A limit that is the day the fact takes effect dates it after all.
            && (!overlaps(&ahead, place) || reading.is_of_a_fact(place) || reading.takes_effect(place))
            && (reading.role(reading.sentence_of(place.start)) != SentenceRole::Ask
                || reading.sentence_of(place.start) == fact.sentence)
    })
}

impl ParsedOpener<'_> {
    /// Returns true if this date is the day of one of the plan's facts.
    pub(in crate::domain) fn is_of_a_fact(&self, place: &Range<usize>) -> bool {
        let (Some(today), Some(words)) = (self.evidence.today, self.words.words.get(place.clone())) else {
            return false;
        };
        let days = dates::past_days(words, today, self.playbook);
        days.is_some_and(|days| self.evidence.facts.iter().any(|fact| dates::is_near(fact.on, &days)))
    }

    /// Returns true if this date is the day on which one of the plan's facts takes effect, whatever the year.
    fn takes_effect(&self, place: &Range<usize>) -> bool {
        let tongue = self.playbook.tongue();
        let words = self.words.words.get(place.clone()).unwrap_or_default();
        let day = dates::first_day(words, tongue);
        let month = words.iter().find_map(|word| tongue.month_number(&word.folded));
        let effective = self.evidence.facts.iter().filter_map(|fact| fact.effective);
        month.is_some()
            && effective.into_iter().any(|on| Some(on.month()) == month && day.is_none_or(|day| day == on.day()))
    }

    /// Returns true if we are the subject of the word's clause.
    pub(in crate::domain) fn is_ours_at(&self, word: usize) -> bool {
        let clauses = self.clauses(self.sentence_of(word));
        clauses.iter().find(|clause| clause.contains(&word)).is_some_and(|clause| self.is_ours(clause))
    }
}
