//! The words of each question: title, text, and the example in the empty field.

use crate::domain::edit::Clash;
use crate::domain::query::PastChange;
use crate::domain::reason::caution::caution_line;
use crate::domain::text::thousands;
use crate::tui::message::answer::BackupOffer;
use crate::tui::message::prompt::{AfterOverride, ClashOf, Question};

use super::call_person::override_says;
use super::prompt_option::person_title;

/// Characters of a value that the box about a changed field shows.
const SHOWN: usize = 160;

/// Returns the example in the empty field; blank for a question without one.
pub(super) fn hint(question: &Question) -> &'static str {
    match question {
        Question::Reject(..) => "another reason, in a few words",
        Question::Snooze(..) => "in 2 weeks",
        Question::Link(..) => "name",
        Question::Pick { .. } => "a few letters",
        Question::Feed => "https://example.com/news.xml",
        Question::Words => "salmon tariff",
        Question::WordsFor(_) => "an account or an industry",
        Question::Rest(..) => "in 6 weeks",
        Question::RestWhy(..) => "their budget is closed until then",
        Question::Days(_) => "1 jan - 31 mar",
        Question::Whose(..) => "a few letters",
        Question::Search => "a company, a person, what happened, what was said",
        Question::DoNotCall(..) => "asked not to be called",
        Question::Erase(_) => "their name",
        Question::Override { .. } => "she asked me to call back at this hour",
        Question::AnswerReview(..) => "yes: I will ask before I say goodbye",
        Question::TouchNote(..) => "what it said, or nothing",
        Question::MovePromise(..) => "fri 14:00",
        Question::Whom(..)
        | Question::UndoOld { .. }
        | Question::ReplaceFile { .. }
        | Question::GoBack { .. }
        | Question::Clashes(..)
        | Question::Caution { .. }
        | Question::Nobody { .. }
        | Question::OpenLink(_)
        | Question::Touch(..) => "",
        Question::Person(..) => "a few letters",
    }
}

/// Returns the letters that answer a question, where Enter is pressed too easily to be the answer.
pub(super) fn letters(question: &Question) -> Option<&'static str> {
    if let Question::UndoOld { .. } = question {
        return Some("y undoes it · n or Esc leaves it");
    }
    if let Question::ReplaceFile { .. } = question {
        return Some("y replaces it · n or Esc leaves it");
    }
    if let Question::Clashes(ClashOf::Beside(..), _) = question {
        return Some("y takes what was laid aside · t leaves what is here · Esc asks again later");
    }
    if let Question::GoBack { .. } = question {
        return Some("y goes back to it · n or Esc leaves the book as it is");
    }
    if let Question::Clashes(..) = question {
        return Some("y saves yours · t takes what is there · Esc leaves the form open");
    }
    None
}

/// Returns the title of the box.
pub(super) fn title(question: &Question) -> String {
    match question {
        Question::Reject(ids, _) if ids.len() > 1 => format!("Reject {} triggers", thousands(ids.len())),
        Question::Reject(..) => "Reject".into(),
        Question::Snooze(ids, _) if ids.len() > 1 => format!("Snooze {} triggers", thousands(ids.len())),
        Question::Snooze(..) => "Snooze".into(),
        Question::OpenLink(_) => "Open this page in your browser?".into(),
        Question::Link(ids, ..) if ids.len() > 1 => format!("Link {} triggers to an account", thousands(ids.len())),
        Question::Link(..) => "Link to an account".into(),
        Question::Pick { title, .. } => title.clone(),
        Question::Feed => "Add a feed".into(),
        Question::Words => "Watch for words".into(),
        Question::WordsFor(words) => format!("Watch for \"{words}\""),
        Question::Rest(_, name) | Question::RestWhy(_, name, _) => format!("Let {name} rest"),
        Question::Days(_) => "Which days?".into(),
        Question::Whose(..) => "Whose calls?".into(),
        Question::Search => "Find anything".into(),
        Question::DoNotCall(..) => "Do not call".into(),
        Question::Override { name, then: AfterOverride::Form(_), .. } => format!("You called {name}?"),
        Question::Erase(preview) => format!("Erase {}?", preview.name),
        Question::Override { name, then: AfterOverride::Clock(..), .. } | Question::Caution { name, .. } => {
            format!("Call {name}?")
        }
        Question::Nobody { name, people, .. } if people.is_empty() => format!("Nobody is known at {name}"),
        Question::Nobody { name, .. } => format!("Who at {name}?"),
        Question::AnswerReview(..) => "Answer the review".into(),
        Question::UndoOld { .. } => "Undo?".into(),
        Question::ReplaceFile { .. } => "Replace the file?".into(),
        Question::Clashes(ClashOf::Beside(..), _) => "Typed in two windows".into(),
        Question::GoBack { torn: Some(_), .. } => "The book is damaged".into(),
        Question::GoBack { torn: None, .. } => "Go back to this backup?".into(),
        Question::Clashes(..) => "Changed elsewhere meanwhile".into(),
        Question::Touch(_, name) => format!("A touch of {name}"),
        Question::TouchNote(_, name, kind) => format!("{name}: {}", kind.words()),
        Question::MovePromise(..) => "Move the promise".into(),
        Question::Whom(_, account, _) => format!("Whom to call at {account}"),
        Question::Person(wish, people) => person_title(*wish, people),
    }
}

/// Returns what the box asks.
pub(super) fn says(question: &Question) -> String {
    match question {
        Question::Reject(..) => {
            "Why does this not count? A digit takes its reason at once; or type another one.".into()
        }
        Question::OpenLink(address) => address.clone(),
        Question::Snooze(..) => "Until when? Type \"fri\", \"in 2 weeks\", \"14 mar\", or take what is offered.".into(),
        Question::Rest(..) => "Until when? \"in 6 weeks\", \"3 may\", \"next month\". Nothing is saved yet.".into(),
        Question::RestWhy(_, _, day) => {
            format!("Until {}. Why? One line; whoever wants to call sooner reads it.", day.format("%A %-d %B %Y"))
        }
        Question::Days(_) => "Pick a length, or type days: \"2026-01-01 to 2026-03-31\", \"1 jan - 31 mar\".".into(),
        Question::Search => "Words of a name, a headline or a call.".into(),
        Question::Link(..) => "Which account does this touch? Pick one, or type another name.".into(),
        Question::Pick { .. } | Question::Whose(..) | Question::Person(..) => {
            "Pick one; a few letters narrow the list.".into()
        }
        Question::Feed => "The feed's address (RSS, Atom or JSON). Nothing is fetched until you ask.".into(),
        Question::Words => "Which words, in this order? An item that holds them becomes a trigger.".into(),
        Question::WordsFor(_) => "Whom does it touch? Type an account's name and pick it, or an industry.".into(),
        Question::DoNotCall(_, name) => {
            format!("Mark {name} do-not-call. Why? (\"asked on the phone\", \"objected by e-mail\")")
        }
        Question::Erase(preview) => {
            let name = &preview.name;
            format!(
                "{}\n\nIt cannot be undone. Type the name, {name}, to erase them; Esc leaves them.",
                preview.brief()
            )
        }
        Question::AnswerReview(_, _, says) => format!("{says}\n\nOne line; it stands under the review."),
        Question::Touch(..) => "What was it? Its letter, or Enter. It counts as a touch, and on no scorecard.".into(),
        Question::TouchNote(..) => "One line for the history, or Enter without one.".into(),
        Question::MovePromise(promise) => {
            let what = &promise.what;
            format!("{what}\n\nTo which day, at which hour of theirs? What was agreed first stays readable.")
        }
        Question::Whom(..) => "The likeliest stands first.".into(),
        Question::Clashes(of, clashes) => {
            let words = if let ClashOf::Beside(..) = of { ("here", "laid aside") } else { ("there", "yours") };
            clashes.iter().map(|clash| clash_says(clash, words)).collect::<Vec<_>>().join("\n")
        }
        Question::UndoOld { change: PastChange { label, .. }, at } => {
            format!("Undo \"{label}\" from {at}, before this window was opened?")
        }
        Question::ReplaceFile { path, .. } => {
            let path = path.display();
            format!("{path} is there already, and nothing shows that it was written here as it is. Replace it?")
        }
        Question::GoBack { offer, torn } => offer_says(offer, torn.as_deref()),
        Question::Override { blocks, then, .. } => override_says(blocks, then),
        Question::Caution { cautions, .. } => {
            let line = caution_line(cautions).unwrap_or_default();
            format!("{line}\n\nIt stands with the call that you were asked.")
        }
        Question::Nobody { people, .. } if people.is_empty() => {
            "A call, a plan and a sheet are about a person. a adds a person there.".into()
        }
        Question::Nobody { .. } => "A call, a plan and a sheet are about a person. a adds another one.".into(),
    }
}

/// A backup that can take the book's place, behind what is torn in it.
fn offer_says(offer: &BackupOffer, torn: Option<&str>) -> String {
    let BackupOffer { number, made, about } = offer;
    let torn = torn.map(|torn| format!("{torn}\n\n")).unwrap_or_default();
    format!("{torn}Backup {number} of {made} ({about}) can take its place. What stands here now is kept beside it.")
}

/// A field with both values; a long one is cut.
fn clash_says(clash: &Clash, (there, own): (&str, &str)) -> String {
    let (theirs, mine) = (clash.theirs.trim().replace('\n', " "), clash.mine.trim().replace('\n', " "));
    // Long texts are shown from shortly before they part.
    let alike = theirs.chars().zip(mine.chars()).take_while(|(a, b)| a == b).count();
    let from = if alike > SHOWN / 2 { alike - SHOWN / 4 } else { 0 };
    let shown = |value: &str| {
        let all = value.chars().count();
        let start = if from > 0 { "…" } else { "" };
        let end = if all > from + SHOWN { "…" } else { "" };
        let part: String = value.chars().skip(from).take(SHOWN).collect();
        if all == 0 { "nothing".to_owned() } else { format!("{start}{part}{end}") }
    };
    format!("{}\n   {there}: {}\n   {own}: {}", clash.label, shown(&theirs), shown(&mine))
}
