//! Finds the asks of an opener, and whether the prospect can decline easily.

use std::ops::Range;

use crate::domain::check::parse::{ParsedOpener, SentenceRole};
use crate::domain::phrase::tokens::overlaps;

/// The asks of an opener.
pub(crate) struct Asks {
    pub count: usize,
    /// Bytes of the second ask, if there is one.
    pub second: Option<Range<usize>>,
    /// True if the prospect can decline without being rude.
    pub easy_no: bool,
    /// Bytes of a phrase that takes the prospect's time without asking.
    pub taken: Option<Range<usize>>,
    /// True if the prospect may respond if they like: "call back if that's of interest".
    pub invited: bool,
}

/// Counts questions and requests. "Worth ten minutes, or not for you?" is one ask: a way out is no second one.
pub(crate) fn asks(reading: &ParsedOpener) -> Asks {
    let lists = &reading.playbook.lists;
    let asked = |place: &Range<usize>| {
        reading.words.sentences.get(reading.sentence_of(place.start)).is_some_and(|sentence| sentence.question)
    };
    let mut pressing = reading.outside_quotes(&reading.places(&lists.hard_no));
    // Pressing is what takes the yes for granted in a question; the same words in a statement are something else.
    pressing.retain(asked);
    let bookings = reading.outside_quotes(&reading.places(&lists.booking));
    let conditions = reading.places(&lists.condition);
    let (mut free, mut left_open) = (false, false);
    let tags = reading.places(&lists.tag);
    let mut questions: Vec<Range<usize>> = Vec::new();
    let mut orders: Vec<Range<usize>> = Vec::new();
    let mut wishes: Vec<Range<usize>> = Vec::new();
    let (mut plain_question, mut tagged, mut invited) = (false, None, false);
    // The last two sentences, where the ask stands: an "if" before them tells something.
    let last = reading.words.sentences.len().saturating_sub(2);
    for (index, sentence) in reading.words.sentences.iter().enumerate() {
        if reading.role(index) == SentenceRole::Intro
            || overlaps(&reading.quotes, &sentence.words) && !sentence.question
        {
            continue;
        }
        // "Ring back only if you like" leaves them free as "or not" does.
        let conditional = index >= last && overlaps(&conditions, &sentence.words);
        let has_out = overlaps(&reading.outs, &sentence.words) || conditional;
        free |= overlaps(&reading.outs, &sentence.words);
        left_open |= conditional;
        if sentence.question {
            // "If not, shall I leave it?", "OK?" and "Already sorted?" give them nothing more to decide.
            let tag = sentence.words.len() <= 2 || overlaps(&tags, &sentence.words);
            let same_ask = tag || (has_out && sentence.words.len() <= 8);
            if questions.is_empty() && !overlaps(&tags, &sentence.words) || !same_ask {
                questions.extend(ask_ranges(reading, index));
            }
            tagged = tagged.or(Some(sentence.place.clone()));
            plain_question |= !overlaps(&pressing, &sentence.words);
        } else if has_out {
            invited |= !orders_in(reading, index).is_empty();
        } else {
            orders.extend(orders_in(reading, index));
            let wish = reading.requests.iter().find(|request| sentence.words.contains(&request.start));
            wishes.extend(wish.map(|request| reading.words.span(request.clone())));
        }
    }
    let ordered = !orders.is_empty();
    // "I'd like to hear how you fill them" is what the question after it asks.
    let mut places = questions;
    places.extend(orders);
    if places.is_empty() {
        places.extend(wishes.into_iter().chain(tagged).take(1));
    }
    let mut pressed = bookings.iter().chain(&pressing).map(|place| reading.words.span(place.clone()));
    let taken = pressed.next();
    // "If nine is bad we do two" leaves no way out of what is booked.
    let easy_no = free || ((plain_question || left_open || !ordered) && taken.is_none());
    Asks { count: places.len(), second: places.get(1).cloned(), easy_no, taken, invited }
}

/// Returns the byte ranges in which a sentence asks: the clauses that begin like a question or an instruction, at least
/// the whole sentence.
fn ask_ranges(reading: &ParsedOpener, sentence: usize) -> Vec<Range<usize>> {
    let lists = &reading.playbook.lists;
    let heads = reading.places(&lists.question);
    let orders = reading.places(&lists.order);
    let either = reading.places(&lists.either);
    let hollow = reading.places(&lists.hollow);
    let clauses = reading.clauses(sentence);
    let begins = |clause: &Range<usize>, places: &[Range<usize>]| {
        let joined = usize::from(overlaps(&reading.joints, &(clause.start..clause.start + 1)));
        places.iter().any(|place| (clause.start..=clause.start + joined).contains(&place.start))
    };
    // "To see which of them comes first" asks nothing of its own.
    let apart = |clause: &Range<usize>| {
        clauses.first() == Some(clause)
            || reading.words.pause_before(reading.text, clause.start)
            || !heads.iter().any(|head| head.start == clause.start)
    };
    let asked: Vec<Range<usize>> = clauses
        .iter()
        .filter(|clause| apart(clause))
        .filter(|clause| !overlaps(&reading.outs, clause))
        .filter(|clause| begins(clause, &heads) || begins(clause, &orders))
        .filter(|clause| !either.iter().any(|or| or.start == clause.start))
        .filter(|clause| reading.has_content(clause, &hollow))
        .map(|clause| reading.words.span(clause.clone()))
        .collect();
    if asked.is_empty() { vec![reading.sentence(sentence)] } else { asked }
}

/// Returns the byte ranges of clauses that tell the prospect to do something.
fn orders_in(reading: &ParsedOpener, sentence: usize) -> Vec<Range<usize>> {
    let orders = reading.places(&reading.playbook.lists.order);
    let clauses = reading.clauses(sentence);
    let begins = |clause: &Range<usize>| {
        let joined = usize::from(overlaps(&reading.joints, &(clause.start..clause.start + 1)));
        orders.iter().any(|place| (clause.start..=clause.start + joined).contains(&place.start))
    };
    // "You send out 900 and get back half" orders nothing.
    if !clauses.iter().find(|clause| reading.has_content(clause, &[])).is_some_and(&begins) {
        return Vec::new();
    }
    let ands = reading.places(&reading.playbook.lists.joins);
    // "Drop them and two seasons go too" supposes; "Or e-mail me" is another way to do the same.
    let supposes = |at: usize| {
        clauses.get(at + 1).is_some_and(|next| {
            ands.iter().any(|and| and.start == next.start)
                && !begins(next)
                && !clauses.get(at).is_some_and(|clause| overlaps(&reading.ours, clause))
                && !reading.is_ours(next)
                && !overlaps(&reading.requests, next)
                && reading.has_content(next, &[])
        })
    };
    let told = clauses.iter().enumerate().filter(|(at, clause)| begins(clause) && !supposes(*at));
    told.map(|(_, clause)| reading.words.span(clause.clone())).collect()
}

/// Returns true if the purpose of the call is clear: an offer, a question with content, a reason for calling.
pub(super) fn has_purpose(reading: &ParsedOpener) -> bool {
    let lists = &reading.playbook.lists;
    let hollow = reading.places(&lists.hollow);
    if !reading.outside_quotes(&reading.places(&lists.purpose)).is_empty() {
        return true;
    }
    let offers = reading.places(&lists.offer);
    (0..reading.words.sentences.len()).any(|sentence| match reading.role(sentence) {
        SentenceRole::Intro => false,
        SentenceRole::Ask => reading
            .clauses(sentence)
            .iter()
            .any(|clause| !overlaps(&reading.outs, clause) && reading.has_content(clause, &hollow)),
        SentenceRole::Told => reading
            .clauses(sentence)
            .iter()
            .any(|clause| overlaps(&offers, clause) && reading.is_ours(clause) && reading.has_content(clause, &hollow)),
    })
}
