//! The data of a call sheet, and its sections and lines.

use serde::Serialize;

use crate::domain::markdown::{escape_line, inline};
use crate::domain::query::{CallRow, PlanDetail, PromiseRow};

/// Words of a sheet at most, as Markdown, marks counted: it is read while the phone rings.
///
/// Source: a proposal of this program; two minutes of silent reading at 250 words a minute.
pub const MOST_WORDS: usize = 500;

/// The data a call sheet is written from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallSheetSource {
    /// The person, the plan, the triggers, the guards.
    pub plan: PlanDetail,
    /// Calls with anybody at the account, newest first.
    pub calls: Vec<CallRow>,
    /// What is still owed, by us and by them; the earliest day first.
    pub promises: Vec<PromiseRow>,
}

/// A call sheet, ready to be read or printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallSheet {
    /// Whom, and where they work.
    pub title: String,
    /// The day it was written for.
    pub day: String,
    /// Its parts, in the order in which they are needed.
    pub sections: Vec<SheetSection>,
}

/// A heading and the lines under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetSection {
    pub name: &'static str,
    pub lines: Vec<SheetLine>,
}

/// One line. Its text is what somebody wrote: it is escaped where it becomes Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetLine {
    pub mark: LineStyle,
    /// A word or two before it; empty without.
    pub label: &'static str,
    pub text: String,
}

/// Style of a line on the call sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineStyle {
    /// In a list.
    Item,
    /// To be spoken, or spoken by them.
    Quote,
    /// Numbered from 1.
    Number(u8),
}

impl CallSheet {
    /// As Markdown. Nothing that anybody wrote becomes markup.
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n\n{}\n", escape_line(&self.title), escape_line(&self.day));
        for section in &self.sections {
            out.push_str(&format!("\n## {}\n\n", section.name));
            for line in &section.lines {
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

    /// Words of the Markdown, marks counted.
    pub fn words(&self) -> usize {
        self.markdown().split_whitespace().count()
    }
}
