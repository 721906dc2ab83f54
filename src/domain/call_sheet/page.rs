//! The data of a call sheet, its sections and its lines.

use serde::Serialize;

use crate::domain::markdown::{escape_line, inline};
use crate::domain::query::{CallRow, PlanDetail, PromiseRow};

/// Most words of a sheet as Markdown, including punctuation, because it is read while the phone rings.
///
/// Source: a proposal of this program; two minutes of silent reading at 250 words a minute.
pub const MOST_WORDS: usize = 500;

/// The data from which a call sheet is written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallSheetSource {
    /// The person with plan, triggers and guards.
    pub plan: PlanDetail,
    /// Calls with anybody at the account, newest first.
    pub calls: Vec<CallRow>,
    /// Open promises, ours and theirs; the earliest day first.
    pub promises: Vec<PromiseRow>,
}

/// A call sheet, ready to be read or printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallSheet {
    /// Name of the person and of their account.
    pub title: String,
    /// Day for which the sheet was written.
    pub day: String,
    /// Sections, in the order in which they are needed.
    pub sections: Vec<SheetSection>,
}

/// A heading and the lines under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetSection {
    pub name: &'static str,
    pub lines: Vec<SheetLine>,
}

/// One line. Its text may be anything that somebody wrote; it is escaped in the Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetLine {
    pub mark: LineStyle,
    /// Label before the text; may be empty.
    pub label: &'static str,
    pub text: String,
}

/// Style of a line on the call sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineStyle {
    /// An item of a list.
    Item,
    /// Words to be spoken, or spoken by the prospect.
    Quote,
    /// A numbered item, from 1.
    Number(u8),
}

impl CallSheet {
    /// Renders the sheet as Markdown with all text escaped.
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n\n{}\n", escape_line(&self.title), escape_line(&self.day));
        for section in &self.sections {
            out.push_str(&format!("\n## {}\n\n", section.name));
            for line in &section.lines {
                // Behind a label nothing can begin a list, so that the milder escape is enough.
                let text = if line.label.is_empty() {
                    escape_line(&line.text)
                } else {
                    format!("**{}:** {}", line.label, inline(&line.text))
                };
                out.push_str(&match line.mark {
                    LineStyle::Item => format!("- {text}\n"),
                    LineStyle::Quote => format!("> {text}\n"),
                    LineStyle::Number(number) => format!("{number}. {text}\n"),
                });
            }
        }
        out
    }

    /// Returns the number of words of the Markdown, including punctuation.
    pub fn words(&self) -> usize {
        self.markdown().split_whitespace().count()
    }
}
