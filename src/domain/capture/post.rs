//! Reads a post of a person as it is copied from a network: who wrote it, when, and what it says.

use chrono::{Days, NaiveDate};

use crate::domain::text::fold;

/// A post as it was copied, with the lines of the page around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CopiedPost {
    /// Who wrote it; empty if no line names them.
    pub(super) author: String,
    /// What stands under the author's name: "Chief Operating Officer at Norvik Foods".
    pub(super) about: String,
    /// True if a company's page wrote it, which has followers.
    pub(super) by_company: bool,
    /// The day on which it was written, as far as its age in days or weeks tells.
    pub(super) on: Option<NaiveDate>,
    /// What it says, without the buttons and counts.
    pub(super) text: String,
}

/// Buttons under a post, folded.
#[rustfmt::skip]
const BUTTONS: &[&str] = &[
    "like", "comment", "repost", "share", "send", "follow", "reply", "more", "see more", "see translation",
    "gefallt mir", "kommentieren", "kommentar", "teilen", "senden", "folgen",
    "to se mi libi", "komentar", "sdilet", "odeslat", "sledovat", "j'aime", "commenter",
];

/// Words between which a company is named under an author.
const AT: &[&str] = &[" at ", " bei ", " @ ", " ve společnosti ", " v ", " chez ", " hos "];

/// Reads a post; `None` where neither its age nor the buttons of a page stand in the text.
pub(super) fn post_of(text: &str, today: NaiveDate) -> Option<CopiedPost> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let age = lines.iter().position(|line| age_in_days(line).is_some());
    let buttons = lines.iter().filter(|line| is_buttons(line)).count();
    if lines.len() < 3
        || (age.is_none() && buttons == 0)
        || !(age.is_some_and(|at| at < 5) || buttons > 1 || is_row(&lines))
    {
        return None;
    }
    let author =
        lines.first().map(|line| line.split(['@', '•', '·']).next().unwrap_or_default().trim()).unwrap_or_default();
    let body_at = age.map_or(1, |at| at + 1);
    // "• 2nd" says how near the author is.
    let is_about =
        |line: &str| !line.starts_with(['•', '·']) && age_in_days(line).is_none() && line.chars().count() > 4;
    let about = lines.iter().take(body_at).skip(1).find(|line| is_about(line));
    let by_company = lines.iter().take(body_at.max(2)).any(|line| is_followers(line));
    let told = lines.iter().skip(body_at).filter(|line| !is_buttons(line) && !is_counts(line) && !is_followers(line));
    let days = age.and_then(|at| age_in_days(lines.get(at)?));
    Some(CopiedPost {
        author: author.to_owned(),
        about: about.map(|line| (*line).to_owned()).unwrap_or_default(),
        by_company,
        on: days.and_then(|days| today.checked_sub_days(Days::new(days))),
        text: told.map(|line| line.trim_end_matches("…more").trim()).collect::<Vec<_>>().join("\n"),
    })
}

impl CopiedPost {
    /// Returns the company that the line under the author names.
    pub(super) fn company(&self) -> Option<String> {
        if self.by_company {
            return Some(self.author.clone());
        }
        let (_, company) = AT.iter().find_map(|mark| self.about.split_once(mark))?;
        let company = company.split(['|', '·', '•', ',']).next().unwrap_or_default().trim();
        (!company.is_empty()).then(|| company.to_owned())
    }

    /// Returns one line for it: "Ane Lund: Last month: not once."
    pub(super) fn headline(&self) -> String {
        let first = self.text.lines().next().unwrap_or_default();
        if self.author.is_empty() { first.to_owned() } else { format!("{}: {first}", self.author) }
    }
}

fn is_row(lines: &[&str]) -> bool {
    lines.last().is_some_and(|last| is_buttons(last) && last.split_whitespace().count() > 2)
}

/// Returns the age that a line gives, in days: "3d • Edited •", "1w •", "@name · 2h", "2 d. •".
fn age_in_days(line: &str) -> Option<u64> {
    if !line.contains(['•', '·']) || line.chars().count() > 60 {
        return None;
    }
    let folded = fold(line);
    let joined = folded.replace(". ", " ").replace("• ", "").replace("· ", "").replace(['•', '·', '.'], " ");
    let words: Vec<&str> = joined.split_whitespace().collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let end = word.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(word.len());
        let (digits, unit) = word.split_at_checked(end)?;
        let unit = if unit.is_empty() { words.get(at + 1).copied().unwrap_or_default() } else { unit };
        let many: u64 = digits.parse().ok().filter(|many| *many < 100)?;
        match unit {
            "m" | "min" | "h" | "hr" | "std" | "hod" => Some(0),
            "d" | "tg" | "tage" | "dny" | "days" | "day" => Some(many),
            "w" | "wo" | "tyd" | "weeks" | "week" => Some(7 * many),
            "mo" | "mon" | "mes" => Some(30 * many),
            _other => None,
        }
    })
}

/// True for a line of nothing but buttons: "Like Comment Repost Send".
fn is_buttons(line: &str) -> bool {
    let folded = fold(line);
    let mut rest = folded.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
    let mut found = false;
    while !rest.is_empty() {
        // The longest that fits: "comment" would leave the end of "commenter" behind.
        let Some(button) = BUTTONS.iter().filter(|button| rest.starts_with(**button)).max_by_key(|button| button.len())
        else {
            return false;
        };
        found = true;
        rest =
            rest.get(button.len()..).unwrap_or_default().trim_start_matches(|l: char| !l.is_alphanumeric()).to_owned();
    }
    found
}

/// True for the counts under a post: "128 · 14 comments · 3 reposts".
fn is_counts(line: &str) -> bool {
    let folded = fold(line);
    let of_counts = |word: &str| {
        word.chars().all(|letter| letter.is_ascii_digit() || ".,k·•".contains(letter))
            || ["comment", "repost", "repl", "like", "view", "reaction", "share", "kommentar"]
                .iter()
                .any(|counted| word.starts_with(counted))
    };
    folded.chars().any(|letter| letter.is_ascii_digit()) && folded.split_whitespace().all(of_counts)
}

fn is_followers(line: &str) -> bool {
    let folded = fold(line);
    folded.starts_with(|letter: char| letter.is_ascii_digit())
        && ["followers", "follower", "sledujici", "sledujicich"].iter().any(|word| folded.ends_with(word))
}
