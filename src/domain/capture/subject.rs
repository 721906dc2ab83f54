//! Finds whom a text is about where the first name in it is somebody else: an agency, an investor, a title.

use super::companies::CompanyHints;
use crate::domain::text::fold;

/// Who judges companies: the first name of a downgrade, and never whom it is about. Folded.
#[rustfmt::skip]
const JUDGES: &[&str] = &[
    "moody", "moodys", "s&p", "s&p global", "fitch", "fitch ratings", "dbrs", "scope", "scope ratings", "standard & poor",
    "ratingagentur", "agentura moody", "goldman", "goldman sachs", "jpmorgan", "jp morgan", "morgan stanley", "citi",
    "citigroup", "barclays", "ubs", "deutsche bank", "berenberg", "jefferies", "bernstein", "hsbc", "rbc", "wells fargo",
];

/// Words before the company in which somebody has, or wants, a say.
const INTO: &[&str] = &[
    "stake in ",
    "position in ",
    "holding in ",
    "break-up of ",
    "breakup of ",
    "board of ",
    "sale of ",
    "bei ",
    "podíl v ",
];

/// Marks behind the name of an employer in the line under the title of a job.
const BEHIND_EMPLOYER: &[char] = &['·', '|', ',', '•', '(', '–'];

/// Words that say who is looking for somebody.
const LOOKING: &[&str] = &[" is hiring", " is looking for", " sucht", " hledá", " are looking for"];

/// Puts the company that a text of this kind is about before the other names of its hints.
pub(super) fn put_subject_first(kind: &str, text: &str, hints: &mut CompanyHints) {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let subject = match kind {
        "rating_downgrade" => {
            hints.names.retain(|name| !is_judge(name));
            None
        }
        "activist_stake" => followed(first, hints),
        "job_posting" => {
            let employer = employer(text);
            // What stands in capitals in a posting is titles and places: no employer is better than a wrong one.
            hints.names.clear();
            employer
        }
        _no_other => None,
    };
    if let Some(subject) = subject {
        hints.names.retain(|name| *name != subject);
        hints.names.insert(0, subject);
    }
}

fn is_judge(name: &str) -> bool {
    let folded = fold(name);
    JUDGES.contains(&folded.trim_end_matches("'s"))
}

/// The longest name that follows a word such as "stake in".
fn followed(line: &str, hints: &CompanyHints) -> Option<String> {
    let behind = INTO.iter().find_map(|mark| line.split_once(mark)).map(|(_, behind)| behind)?;
    let named = hints.names.iter().filter(|name| behind.starts_with(name.as_str()));
    named.max_by_key(|name| name.len()).cloned()
}

/// Who offers a job: "Granite Bank is hiring …", or the line under the title, up to the place.
fn employer(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let title = lines.next()?;
    let under = lines.next().unwrap_or_default();
    let said = [title, under].into_iter().find_map(|line| {
        let (who, _) = LOOKING.iter().find_map(|mark| line.split_once(mark))?;
        Some(who.rsplit(['!', '.', ':']).next().unwrap_or(who).trim())
    });
    let placed = || {
        let name =
            under.split(BEHIND_EMPLOYER).next().unwrap_or_default().split(" - ").next().unwrap_or_default().trim();
        let words = name.split_whitespace().count();
        let capital =
            name.split_whitespace().all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '&' || c == 'a'));
        let label =
            name.ends_with(':') || ["job id", "salary", "location"].iter().any(|mark| fold(name).starts_with(mark));
        ((1..=5).contains(&words) && capital && !label && name.chars().count() > 2).then_some(name)
    };
    let named = said.filter(|who| !who.is_empty() && *who != "We" && who.split_whitespace().count() <= 5);
    named.or_else(placed).map(str::to_owned)
}
