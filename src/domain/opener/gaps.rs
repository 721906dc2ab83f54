//! Fills a gap of an opener with what the plan says by now.

use super::draft::in_brackets;
use super::fields::{FIELDS, Said, TemplateField};
use super::slot;
use super::slot::{Place, Unsayable};
use crate::domain::call::parse_minutes;
use crate::domain::plan::PlanField;

/// What became of the gaps of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GapFill {
    /// The opener, with the gap filled.
    Filled(String),
    /// The gap stays, and why: the text cannot be said there. One sentence.
    Stays(String),
}

/// The opener with the gaps of a plan's field filled with its text, as it can be said in their place; `None` where it has
/// none, or the field is empty.
pub fn fill_gap(opener: &str, field: PlanField, text: &str) -> Option<GapFill> {
    let text = text.trim();
    let known = FIELDS.iter().find(|known| known.name.strip_prefix("plan.") == Some(field.key()))?;
    let gap = in_brackets(known.gap);
    // A text with the gap in it would be filled into itself without an end.
    if text.is_empty() || text.contains(&gap) || !opener.contains(&gap) {
        return None;
    }
    let mut filled = opener.to_owned();
    while let Some(at) = filled.find(&gap) {
        let (before, after) = (filled.get(..at).unwrap_or_default(), filled.get(at + gap.len()..).unwrap_or_default());
        match words_for(known, text, begins(before)) {
            Ok(said) => filled = format!("{before}{}{after}", joined(&said, after)),
            Err(why) => return Some(GapFill::Stays(format!("The gap stays: {} {}.", field.label(), why.says()))),
        }
    }
    Some(GapFill::Filled(filled))
}

fn words_for(known: &TemplateField, text: &str, alone: bool) -> Result<String, Unsayable> {
    match known.said {
        Said::Number => {
            let minutes = parse_minutes(text).and_then(|seconds| u16::try_from(seconds.div_ceil(60)).ok());
            Ok(minutes.map_or_else(|| text.to_owned(), slot::number))
        }
        Said::Text(most) | Said::Headline(most) => {
            slot::say(text, if alone { Place::Alone } else { Place::Within }, most)
        }
        Said::Plain | Said::Day => Ok(text.to_owned()),
    }
}

/// Does a sentence begin here?
fn begins(before: &str) -> bool {
    before.trim_end().chars().next_back().is_none_or(|last| matches!(last, '.' | '!' | '?' | '”' | '"'))
        || before.ends_with('\n')
}

/// The words without their full stop where one follows already.
fn joined(said: &str, after: &str) -> String {
    let marked = after.starts_with(['.', '!', '?', ',', ';', ':']);
    if marked { said.trim_end_matches('.').to_owned() } else { said.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPENER: &str = "Ane, it's Marit. [what it means for them]. You can keep [what they keep even if they never buy]. \
                          Have you got [how many] minutes for that, or not?";

    fn filled(field: PlanField, text: &str) -> GapFill {
        fill_gap(OPENER, field, text).unwrap()
    }

    #[test]
    fn what_is_typed_into_the_form_stands_in_the_opener_as_it_is_said_there() {
        for (field, text, said) in [
            (PlanField::Impact, "both lines run on that culture", "Marit. Both lines run on that culture. You can"),
            (PlanField::Value, "The one-page lot map.", "You can keep the one-page lot map. Have you"),
            (PlanField::Minutes, "6", "Have you got six minutes for that"),
        ] {
            let GapFill::Filled(opener) = filled(field, text) else { panic!("{field:?}") };
            assert!(opener.contains(said), "{opener}");
        }
    }

    #[test]
    fn what_cannot_be_said_there_leaves_the_gap_and_says_why() {
        let long = "a very long list of everything that three dairies wrote down in the course of one winter";
        assert_eq!(
            filled(PlanField::Value, long),
            GapFill::Stays("The gap stays: value to them is too long to say there (17 words, at most 10).".to_owned())
        );
        assert_eq!(
            filled(PlanField::Value, "The lot map, hers to keep"),
            GapFill::Stays("The gap stays: value to them speaks of them (\"hers\") and not to them.".to_owned())
        );
    }

    #[test]
    fn a_field_without_a_gap_or_without_words_changes_nothing() {
        assert_eq!(fill_gap(OPENER, PlanField::Purpose, "to compare"), None);
        assert_eq!(fill_gap(OPENER, PlanField::Value, "  "), None);
        assert_eq!(fill_gap("Said and done.", PlanField::Value, "The lot map"), None);
    }
}
