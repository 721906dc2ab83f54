//! Classifies a text as a kind of trigger, by the phrases of `assets/kind_words.toml` and the items of an 8-K.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

use super::kind_phrases::{KindPhrases, kind_phrases};
use super::split_source;
use crate::domain::check::Playbook;
use crate::domain::phrase::pattern::Pattern;
use crate::domain::phrase::tokens::Words;
use crate::domain::trigger::Confidence;
use crate::domain::trigger::kind::Kinds;

/// Points of a phrase that occurs with hardly any other kind, in the main clause.
const SURE: u32 = 3;
/// Points of such a phrase in a clause beside the main one: beside a phrase of the main clause, and alone.
const BESIDE: u32 = 1;
const ONLY_BESIDE: u32 = 2;
/// Most such phrases that count: one event told in many words is no surer than in three, and beside it in two.
const MOST_SURE: usize = 3;
const MOST_BESIDE: usize = 2;
/// Points of two phrases that only together tell of a kind.
const BOTH: u32 = 1;
/// Fewest points for high confidence, which no other kind may reach half of; and of what stands below the first line.
const ENOUGH: u32 = 6;
/// A kind of more strength than this alone brings a call about: it is only given with this many points more than any other.
const MILD: u8 = 3;
const CLEARLY: u32 = 2;
/// Words of a text that are read, because the event is named at its beginning.
const READ: usize = 4_000;

/// Returns the most likely kind of trigger and the confidence; `None` if the text has no phrase of any kind. The first line
/// decides, without the paper's name behind it; what stands below counts only where that names no kind and denies none.
///
/// High: an item of an 8-K, or many phrases and twice the points of any other kind. Medium: more points than any other kind,
/// or named first among kinds of little strength. Low: a guess.
pub fn kind_of(text: &str) -> Option<(&'static str, Confidence)> {
    let text = beginning(text);
    if reports_nothing(text) {
        return None;
    }
    // Before the words: whoever filed it has said what it is.
    if let Some(kind) = by_item(text) {
        return Some((kind, Confidence::High));
    }
    let (first, rest) = text.trim().split_once('\n').unwrap_or((text.trim(), ""));
    let headline = ReadText::split(split_source(first).0);
    if let Some(found) = Candidates::among(&headline, TextPart::Headline) {
        // "Is it about to be bought?" tells of no purchase.
        return Some((found.key(), if headline.only_asks() { Confidence::Low } else { found.confidence() }));
    }
    if headline.denies() || headline.only_asks() {
        return None;
    }
    let found = Candidates::among(&ReadText::split(rest), TextPart::Below)?;
    // Below the headline papers tell of other firms as well.
    let alone = found.best.points >= ENOUGH && found.best.points >= found.second + SURE;
    Some((found.key(), if alone { found.confidence() } else { Confidence::Low }))
}

/// Returns true for a text that tells of no event: a reply that a machine sent, an invitation, a shop's notice.
pub(super) fn reports_nothing(text: &str) -> bool {
    let words = Words::of(beginning(text), Playbook::builtin().tongue());
    let says = |phrases: &[Pattern]| phrases.iter().any(|phrase| !phrase.find_all(&words).is_empty());
    says(&kind_phrases().reports_nothing) && !says(&kind_phrases().despite)
}

/// The part of a text in which kinds are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TextPart {
    Headline,
    Below,
}

/// A kind that a text may tell of.
struct Candidate {
    family: &'static KindPhrases,
    points: u32,
    /// True if a phrase of the main clause names it.
    main: bool,
    /// Where its first phrase stands: those of the main clause come first.
    from: (bool, usize),
}

/// The likeliest kind, and the points of the next one.
struct Candidates {
    best: Candidate,
    second: u32,
}

impl Candidates {
    /// Returns the kind with the most points; of equals the one that is named first, for a headline begins with its event.
    fn among(text: &ReadText, part: TextPart) -> Option<Candidates> {
        let families = || kind_phrases().families.iter();
        let mut all: Vec<Candidate> = families().filter_map(|family| text.candidate(family)).collect();
        if all.is_empty() && !text.denies() {
            all = families().filter_map(|family| text.candidate_of_both(family)).collect();
        }
        let beaten: Vec<&String> = all.iter().filter(|one| one.main).flat_map(|one| &one.family.outweighs).collect();
        all.retain(|one| {
            !beaten.contains(&&one.family.key) && (part == TextPart::Headline || !one.family.headline_only)
        });
        all.sort_by_key(|one| (Reverse(one.points), one.from));
        let mut all = all.into_iter();
        Some(Candidates { best: all.next()?, second: all.next().map_or(0, |next| next.points) })
    }

    fn key(&self) -> &'static str {
        self.best.family.key.as_str()
    }

    fn confidence(&self) -> Confidence {
        let mild = Kinds::builtin().get(self.key()).is_some_and(|kind| kind.strength <= MILD);
        match self.best.points {
            points if !mild && points < self.second + CLEARLY => Confidence::Low,
            points if points >= ENOUGH && points >= 2 * self.second => Confidence::High,
            _ => Confidence::Medium,
        }
    }
}

/// A text, the phrases found in it, and the words at which those of a kind count less or not at all.
struct ReadText {
    words: Words,
    found: Vec<Vec<Range<usize>>>,
    other_sense: Vec<Range<usize>>,
    /// The clauses beside the main one, and what is asked.
    beside: Vec<Range<usize>>,
    /// The words behind a colon.
    behind_colon: Vec<usize>,
}

impl ReadText {
    fn split(text: &str) -> ReadText {
        let words = Words::of(text, Playbook::builtin().tongue());
        let found = kind_phrases().index.find(&words);
        let places =
            |phrases: &[usize]| phrases.iter().filter_map(|phrase| found.get(*phrase)).flatten().cloned().collect();
        let other_sense: Vec<Range<usize>> = places(&kind_phrases().other_sense);
        let openings: Vec<Range<usize>> = places(&kind_phrases().beside);
        let clauses = openings.into_iter().map(|opening| opening.start..clause_end(&words, text, opening.start));
        let asked = words.sentences.iter().filter(|sentence| sentence.question).map(|sentence| sentence.words.clone());
        let beside = clauses.chain(asked).collect();
        let behind_colon = (1..words.words.len()).filter(|word| words.colon_before(text, *word)).collect();
        ReadText { words, found, other_sense, beside, behind_colon }
    }

    /// Returns true if nothing but questions is said.
    fn only_asks(&self) -> bool {
        !self.words.sentences.is_empty() && self.words.sentences.iter().all(|sentence| sentence.question)
    }

    /// Returns true if the text says that something did not happen, or means another thing by the words of a kind.
    fn denies(&self) -> bool {
        !self.other_sense.is_empty()
    }

    /// Where a phrase stands in its own sense.
    fn places(&self, phrase: usize) -> impl Iterator<Item = &Range<usize>> {
        let own = |place: &&Range<usize>| {
            self.other_sense.iter().all(|other| place.end <= other.start || other.end <= place.start)
        };
        self.found.get(phrase).into_iter().flatten().filter(own)
    }

    /// The first place of a phrase in its own sense: one of the main clause before one beside it.
    fn place(&self, phrase: usize) -> Option<(bool, usize)> {
        self.places(phrase).map(|place| (self.stands_beside(place), place.start)).min()
    }

    fn stands_beside(&self, place: &Range<usize>) -> bool {
        self.beside.iter().any(|clause| clause.contains(&place.start))
    }

    /// Returns what a kind has in the text; `None` without a sure phrase. A phrase counts once, however often it occurs.
    fn candidate(&self, family: &'static KindPhrases) -> Option<Candidate> {
        let speaks = |phrase: &usize| {
            let place = self.places(*phrase).find(|place| self.behind_colon.contains(&place.end))?;
            Some((self.stands_beside(place), place.start))
        };
        let stands = |phrase: &&usize| self.found.get(**phrase).is_some_and(|places| !places.is_empty());
        let sure = family.sure.iter().filter(stands).filter_map(|phrase| self.place(*phrase));
        let places: Vec<(bool, usize)> = sure.chain(family.before_colon.iter().filter_map(speaks)).collect();
        let from = places.iter().copied().min()?;
        let beside = places.iter().filter(|(beside, _)| *beside).count();
        let main = places.len() - beside;
        let counted = |phrases: usize, most: usize| u32::try_from(phrases.min(most)).unwrap_or(0);
        let each_beside = if main > 0 { BESIDE } else { ONLY_BESIDE };
        let hinted = family.hint.iter().any(|phrase| self.places(*phrase).next().is_some());
        let points = SURE * counted(main, MOST_SURE) + each_beside * counted(beside, MOST_BESIDE) + u32::from(hinted);
        Some(Candidate { family, points, main: main > 0, from })
    }

    /// Returns a kind of which two phrases stand together in the main clause.
    fn candidate_of_both(&self, family: &'static KindPhrases) -> Option<Candidate> {
        let main = |phrase: usize| self.places(phrase).filter(|place| !self.stands_beside(place));
        let together = |[one, other]: &[usize; 2]| {
            let pairs = main(*one).flat_map(|one| main(*other).map(move |other| (one, other)));
            let apart = pairs.filter(|(one, other)| one.end <= other.start || other.end <= one.start);
            apart.map(|(one, other)| one.start.min(other.start)).min()
        };
        let starts: Vec<usize> = family.both.iter().filter_map(together).collect();
        let from = starts.iter().copied().min()?;
        let pairs = u32::try_from(starts.len()).unwrap_or(u32::MAX);
        Some(Candidate { family, points: BOTH * pairs, main: true, from: (false, from) })
    }
}

/// Returns the word behind the clause that begins at a word: that after the next pause, or after its sentence.
fn clause_end(words: &Words, text: &str, from: usize) -> usize {
    let sentence = words.sentences.iter().find(|sentence| sentence.words.contains(&from));
    let end = sentence.map_or(words.words.len(), |sentence| sentence.words.end);
    (from + 1..end).find(|word| words.pause_before(text, *word)).unwrap_or(end)
}

/// Returns the kind of the 8-K item whose code begins a line of a filing; of several, the first of the table.
fn by_item(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    // Codes are read only in a filing: "5.02" may be a price or a percentage anywhere else.
    let filing = ["8-k", "(filer)", "(subject)", "item "].iter().any(|mark| lower.contains(mark));
    let codes: Vec<&str> =
        lower.split(|c: char| !c.is_ascii_digit() && c != '.').map(|c| c.trim_matches('.')).collect();
    // By the order of the table and not of the filing: 9.01 (exhibits) comes with every other item and says nothing
    // itself.
    items().iter().find(|item| filing && codes.contains(&item.code.as_str())).map(|item| item.kind.as_str())
}

fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(READ).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or(text)
}

/// An item of an 8-K, from the asset file that `exchange::feed` reads too.
#[derive(Deserialize)]
struct ItemKind {
    code: String,
    kind: String,
}

#[derive(Deserialize)]
struct ItemKindFile {
    item: Vec<ItemKind>,
}

fn items() -> &'static [ItemKind] {
    static ITEMS: OnceLock<Vec<ItemKind>> = OnceLock::new();
    ITEMS.get_or_init(|| {
        let file: ItemKindFile = toml::from_str(include_str!("../../../assets/edgar_8k.toml"))
            .expect("the shipped edgar_8k.toml is read by a test");
        file.item
    })
}

#[cfg(test)]
mod tests {
    use super::super::kind_phrases::read_phrases;
    use super::super::samples;
    use super::*;

    #[test]
    fn the_shipped_words_are_read_and_every_kind_they_name_is_shipped_once() {
        let families = read_phrases(include_str!("../../../assets/kind_words.toml")).unwrap().families;
        let keys: Vec<&String> = families.iter().map(|family| &family.key).collect();
        for (place, family) in families.iter().enumerate() {
            assert!(Kinds::builtin().get(&family.key).is_some(), "{}", family.key);
            assert!(families.iter().skip(place + 1).all(|other| other.key != family.key), "{} twice", family.key);
            assert!(
                family.outweighs.iter().all(|other| keys.contains(&other)),
                "{} outweighs {:?}",
                family.key,
                family.outweighs
            );
        }
        assert!(families.len() >= 50, "{}", families.len());
        assert!(items().iter().all(|item| Kinds::builtin().get(&item.kind).is_some()));
    }

    #[test]
    fn a_text_without_a_phrase_of_any_kind_has_no_kind() {
        for text in ["", "   ", "asdf qwer", "12345", "🙂🙂🙂", "the quick brown fox"] {
            assert_eq!(kind_of(text), None, "{text}");
        }
    }

    #[test]
    fn the_kind_of_a_headline_is_read_from_its_words() {
        let read = |text| kind_of(text).map(|(kind, _)| kind);
        let wrong: Vec<String> = samples::HEADLINES
            .iter()
            .filter(|(text, kind)| read(text) != Some(*kind))
            .map(|(text, kind)| format!("{text}: {:?}, not {kind}", read(text)))
            .collect();
        let all = samples::HEADLINES.len();
        assert!(50 * wrong.len() <= all, "{} of {all} wrong\n{}", wrong.len(), wrong.join("\n"));
    }

    /// Kind, account, headline, summary, `trap` or `plain`; labelled by people who had not seen the phrases.
    fn labelled(name: &str) -> Vec<[String; 4]> {
        let path = format!("{}/tests/data/headlines/{name}.tsv", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let row = |line: &str| std::array::from_fn(|at| line.split('\t').nth(at).unwrap_or_default().to_owned());
        text.lines().map(row).collect()
    }

    /// Kinds of ours that are right for a coarse kind, under which others had sorted headlines.
    const COARSE: &[(&str, &[&str])] = &[
        ("acquisition", &["acquired", "acquirer", "merger", "divestiture"]),
        ("award_of_contract", &["contract_won"]),
        ("expansion", &["new_market", "new_office", "hq_move"]),
        ("funding", &["funding", "ipo"]),
        ("hiring", &["hiring_surge", "job_posting"]),
        ("incident", &["cyber_incident", "outage", "recall"]),
        ("layoff", &["layoff", "restructuring"]),
        ("leadership", &["leadership_change", "key_person_left", "promotion"]),
        ("none", &["other", "industry_study", "event_or_webinar"]),
        ("partnership", &["strategic_partnership"]),
        ("product", &["product_launch"]),
        (
            "regulation",
            &[
                "regulatory_change",
                "compliance_deadline",
                "lawsuit",
                "audit_finding",
                "recall",
                "new_standard",
                "tariff_shift",
            ],
        ),
        ("results_good", &["results"]),
        ("results_missed", &["results_miss", "guidance_cut"]),
        ("statement", &["exec_statement", "public_post_or_talk"]),
        ("tender", &["rfp_or_evaluation"]),
    ];

    /// Coarse kind, headline, summary.
    fn coarse(name: &str) -> Vec<[String; 4]> {
        labelled(name)
            .into_iter()
            .map(|[kind, headline, summary, _]| [kind, String::new(), headline, summary])
            .collect()
    }

    /// Share of headlines in percent whose kind is right, and of those that get a wrong kind of strength above 3.
    fn shares(rows: &[[String; 4]]) -> (f64, f64) {
        let (mut right, mut strong) = (0, 0);
        for [kind, _, headline, summary] in rows {
            let told = kind_of(&format!("{headline}\n{summary}")).filter(|(_, sure)| *sure != Confidence::Low);
            let told = told.map_or("other", |(key, _)| key);
            let is_right =
                COARSE.iter().find(|(coarse, _)| coarse == kind).map_or(told == kind, |(_, ours)| ours.contains(&told));
            right += usize::from(is_right);
            strong += usize::from(!is_right && Kinds::builtin().get_or_other(told).strength > MILD);
        }
        let share = |part: usize| 100.0 * part as f64 / rows.len() as f64;
        (share(right), share(strong))
    }

    #[test]
    fn kinds_are_read_from_headlines_that_nobody_tuned_for() {
        // A third of `held` are traps: the words of a kind where another thing or nothing happened.
        for (rows, least, most) in [
            (labelled("tuned"), 89.0, 2.5),
            (coarse("coarse_tuned"), 90.0, 1.0),
            (labelled("held"), 68.5, 11.0),
            (coarse("coarse_held"), 66.0, 3.0),
        ] {
            let (right, strong) = shares(&rows);
            assert!(right >= least && strong <= most, "{right} % right, {strong} % strong and wrong of {}", rows.len());
        }
    }

    #[test]
    fn the_main_clause_tells_the_kind_and_what_is_put_off_denied_or_asked_is_none() {
        for (text, kind) in [
            ("Norvik cuts 90 jobs as Halden opens a plant", Some("layoff")),
            ("Norvik opens a plant weeks after cutting 90 jobs", Some("new_office")),
            ("Norvik posts record quarter but cuts full-year outlook", Some("guidance_cut")),
            ("Norvik chief: the furnace stays cold", Some("exec_statement")),
            ("Laid off elsewhere? Norvik has 75 jobs for welders", Some("hiring_surge")),
            ("Norvik raises $20m - The Fjord Business Post", Some("funding")),
            ("Norvik shelves plan to open a plant in Reno\nIt had hoped to open the plant in May.", None),
            ("Norvik denies it will cut 90 jobs\nA union had said that 90 jobs would go.", None),
        ] {
            let told = kind_of(text).filter(|(_, sure)| *sure != Confidence::Low).map(|(kind, _)| kind);
            assert_eq!(told, kind, "{text}");
        }
    }
}
