//! A person seen and erased: all that the book holds about them, what an erasure takes, and what stays.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde::{Serialize, Serializer};

use super::draft::Draft;
use super::ids::ContactId;
use super::text::{pluralize, thousands};

/// What stands where a name was.
pub const ERASED: &str = "(erased)";

/// Somebody whom a name, an address or a number may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonMatch {
    pub id: ContactId,
    pub name: String,
    pub account: String,
    /// Numbers and addresses, as written.
    pub reach: Vec<String>,
}

/// Rows of one kind, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowCount {
    /// What they are: "calls", "plans".
    pub what: String,
    pub rows: u64,
}

/// What an erasure of somebody would take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErasurePreview {
    pub id: ContactId,
    /// Their name: it is typed before they are erased.
    pub name: String,
    pub account: String,
    /// Rows that are deleted or emptied.
    pub rows: Vec<RowCount>,
    /// Calls and reviews of theirs, which stay as facts and lose their words.
    pub wordless: Vec<RowCount>,
    /// Texts about others that name them: the name is taken out.
    pub texts: Vec<RowCount>,
    /// Calls and reviews about others that name them: they lose all their words, because a word of the log goes only with the
    /// rest.
    pub log_texts: Vec<RowCount>,
    /// Steps of the undo list, which is emptied.
    pub undo_steps: u64,
    /// Number of backups of the book that may hold them too, where that was asked.
    #[serde(skip)]
    pub backups: usize,
}

/// How the name of a receipt's file begins; the minute follows.
pub const RECEIPT: &str = "erasure-";

/// What an erasure took. It holds no name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErasureReceipt {
    /// Id of the row that stays, empty, because the log refers to it.
    pub person: ContactId,
    pub at: DateTime<FixedOffset>,
    /// Name of the rep in whose book it was done.
    pub by: String,
    pub rows: Vec<RowCount>,
    pub wordless: Vec<RowCount>,
    pub texts: Vec<RowCount>,
    pub log_texts: Vec<RowCount>,
    pub undo_steps: u64,
    /// Texts about them that the book could not take and that waited beside it: they end.
    pub waiting: u64,
    /// What of the file could not be written over at once, in sentences; empty if all of it was.
    pub left: Vec<String>,
}

/// What an erasure makes of a text that was typed and that the book could not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftFate {
    Stays,
    /// It is about the person.
    Ends,
    /// It is about somebody else and names them: this is left of it.
    Unnamed(Draft),
}

impl DraftFate {
    /// Returns what is left of the draft.
    pub fn applied_to(self, draft: Draft) -> Option<Draft> {
        match self {
            DraftFate::Stays => Some(draft),
            DraftFate::Ends => None,
            DraftFate::Unnamed(left) => Some(left),
        }
    }
}

/// Everything that the book holds about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dossier {
    pub id: ContactId,
    pub name: String,
    pub account: String,
    pub at: DateTime<FixedOffset>,
    pub sections: Vec<DossierSection>,
}

/// The rows of one table about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DossierSection {
    /// Name of the table in the book.
    pub table: String,
    /// What the rows are: "calls".
    pub title: String,
    /// What such a row holds, in one line.
    pub about: String,
    /// Label and value of everything that is said, a row each; objects in JSON.
    #[serde(serialize_with = "as_objects")]
    pub rows: Vec<Vec<(String, String)>>,
}

fn steps(n: u64) -> String {
    pluralize(n, "step", "steps")
}

fn as_objects<S: Serializer>(rows: &[Vec<(String, String)>], to: S) -> Result<S::Ok, S::Error> {
    let objects = rows.iter().map(|row| row.iter().map(|(label, value)| (label.as_str(), value.as_str())));
    to.collect_seq(objects.map(BTreeMap::from_iter))
}

impl ErasurePreview {
    /// Returns what will be taken, in one sentence.
    pub fn brief(&self) -> String {
        let listed = |rows: &[RowCount]| {
            rows.iter().map(|row| format!("{} {}", thousands(row.rows), row.what)).collect::<Vec<_>>().join(", ")
        };
        let mut says = format!("Goes for good: {}.", listed(&self.rows));
        let more = [
            (&self.wordless, "Stay as facts without words"),
            (&self.texts, "The name is taken out of"),
            (&self.log_texts, "About others, but lose their words, because they name them"),
        ];
        for (rows, title) in more.iter().filter(|(rows, _)| !rows.is_empty()) {
            says.push_str(&format!(" {title}: {}.", listed(rows)));
        }
        if self.undo_steps > 0 {
            says.push_str(" The undo list is emptied.");
        }
        // One is made before anything is erased.
        let kept = pluralize(self.backups + 1, "backup", "backups");
        says.push_str(&format!(
            " A backup is made first; {kept} may hold them: `whynow erase --backups` erases there too."
        ));
        says
    }

    /// Returns what will be taken, a sentence a line.
    pub fn says(&self) -> Vec<String> {
        let mut lines = vec![format!("{}, {}: what goes for good", self.name, self.account)];
        let line = |row: &RowCount| format!("  {:>6}  {}", thousands(row.rows), row.what);
        let listed = |rows: &[RowCount]| rows.iter().map(line).collect::<Vec<_>>();
        lines.extend(listed(&self.rows));
        let more = [
            (&self.wordless, "Stay as facts, without a word of theirs:"),
            (&self.texts, "Texts about others in which the name is taken out:"),
            (
                &self.log_texts,
                "About others, and name them: these lose all their words, for the log gives them up only whole:",
            ),
        ];
        for (rows, title) in more {
            if !rows.is_empty() {
                lines.push(title.to_owned());
                lines.extend(listed(rows));
            }
        }
        if self.undo_steps > 0 {
            lines.push(format!("The undo list is emptied ({}): an erasure cannot be undone.", steps(self.undo_steps)));
        }
        lines
    }
}

impl ErasureReceipt {
    /// Returns the receipt as a text to keep: what, when, by whom, and no name.
    pub fn text(&self) -> String {
        let mut text = format!(
            "Receipt of an erasure\n\nwhen      {}\nby        {}\nperson    {}\n",
            self.at.format("%-d %b %Y %H:%M %:z"),
            self.by,
            self.person
        );
        let parts = [
            ("deleted or emptied", &self.rows),
            ("kept as facts, without words", &self.wordless),
            ("texts about others, the name taken out", &self.texts),
            ("of the log about others, words erased", &self.log_texts),
        ];
        for (title, rows) in parts {
            if !rows.is_empty() {
                text.push_str(&format!("\n{title}\n"));
                rows.iter().for_each(|row| text.push_str(&format!("{:>8}  {}\n", thousands(row.rows), row.what)));
            }
        }
        text.push_str(&format!("\nundo list emptied: {}\n", steps(self.undo_steps)));
        if self.waiting > 0 {
            text.push_str(&format!("texts that waited beside the book, ended: {}\n", thousands(self.waiting)));
        }
        for left in &self.left {
            text.push_str(&format!("{left}\n"));
        }
        text.push_str(
            "\nNot reached from here: files that were exported or shared before, copies of the book, and what a disk keeps \
             of blocks it no longer uses.\n",
        );
        text
    }
}
