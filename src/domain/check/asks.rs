//! What the opener asks of them, and whether they can say no.

use std::ops::Range;

use super::pattern::find_any;
use super::reading::Reading;
use super::words::overlaps;

/// The asks of an opener.
pub(super) struct Asks {
    /// How many.
    pub count: usize,
    /// Bytes of the second one, where there is one.
    pub second: Option<Range<usize>>,
    /// They can say no without being rude.
    pub easy_no: bool,
}

/// Counts questions and requests. "Worth ten minutes, or not for you?" is one: a way out is no second ask.
pub(super) fn asks(reading: &Reading) -> Asks {
    let lists = &reading.playbook.lists;
    let outs = find_any(&lists.easy_no, &reading.words);
    let pressing = find_any(&lists.hard_no, &reading.words);
    let requests = reading.outside_quotes(find_any(&lists.ask, &reading.words));
    let heads = reading.outside_quotes(find_any(&lists.question_head, &reading.words));
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut plain_question = false;
    for (index, sentence) in reading.words.sentences.iter().enumerate() {
        let has_out = overlaps(&outs, &sentence.words);
        if reading.intro.get(index) == Some(&true) {
            continue;
        }
        if sentence.question && !overlaps(&reading.quotes, &sentence.words) {
            // "If not, shall I leave it?" and "OK?" after an ask give them nothing more to decide.
            let same_ask = sentence.words.len() <= 2 || (has_out && sentence.words.len() <= 8);
            if places.is_empty() || !same_ask {
                places.push(sentence.place.clone());
            }
            let more = heads.iter().filter(|head| sentence.words.contains(&head.start) && !overlaps(&outs, head));
            places.extend(more.map(|head| reading.words.span((*head).clone())));
            plain_question |= !overlaps(&pressing, &sentence.words);
        } else if !has_out {
            let here = requests.iter().find(|request| sentence.words.contains(&request.start));
            places.extend(here.map(|request| reading.words.span(request.clone())));
        }
    }
    Asks { count: places.len(), second: places.get(1).cloned(), easy_no: !outs.is_empty() || plain_question }
}
