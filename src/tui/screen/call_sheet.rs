//! The call sheet, read only.

use ratatui::layout::{Position, Rect};

use crate::domain::call_sheet::{CallSheet, LineStyle, SheetSection};
use crate::domain::ids::{AccountId, ContactId};
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::Answer;
use crate::tui::message::command::FileCommand;
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::query::Query;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::layout;
use crate::tui::widgets::text_edit;
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Screen};
use crate::tui::context::{Ctx, Offer};

/// Columns of text that are read without losing the line.
const MEASURE: u16 = 76;

/// The sheet in front.
#[derive(Debug, Clone, PartialEq)]
pub struct CallSheetScreen {
    account: AccountId,
    contact: Option<ContactId>,
    sheet: Option<Box<CallSheet>>,
    asked: bool,
    /// The first row shown.
    top: usize,
}

impl CallSheetScreen {
    /// The screen, before the sheet is written.
    pub fn new(account: AccountId, contact: Option<ContactId>) -> CallSheetScreen {
        CallSheetScreen { account, contact, sheet: None, asked: false, top: 0 }
    }

    /// Where the text stands: in the middle of a wide terminal.
    fn text_area(ctx: &Ctx) -> Rect {
        let inside = layout::inner(ctx.area);
        let width = inside.width.min(MEASURE);
        Rect { x: inside.x + (inside.width - width) / 2, width, ..inside }
    }

    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        let area = Self::text_area(ctx);
        let page = usize::from(area.height);
        let last = self.rows(area.width).len().saturating_sub(page);
        self.top = movement.target(self.top, last, page.saturating_sub(1));
        Vec::new()
    }

    fn is_written(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(self.sheet.is_some(), "there is no sheet yet")
    }

    fn copy(&self) -> Vec<Effect> {
        let text = self.sheet.as_ref().map(|sheet| sheet.markdown());
        text.map(|text| Effect::Terminal(TerminalRequest::Copy(text))).into_iter().collect()
    }

    fn write(&self) -> Vec<Effect> {
        vec![FileCommand::Sheet(self.account, self.contact).into()]
    }

    /// Every row as it is painted.
    fn rows(&self, width: u16) -> Vec<(String, Role)> {
        let Some(sheet) = &self.sheet else { return Vec::new() };
        let mut rows = vec![(sheet.title.clone(), Role::Strong), (sheet.day.clone(), Role::Dim)];
        for section in &sheet.sections {
            rows.push((String::new(), Role::Text));
            rows.push((section.name.to_owned(), Role::Strong));
            lines(section, usize::from(width), &mut rows);
        }
        rows
    }
}

fn lines(section: &SheetSection, width: usize, rows: &mut Vec<(String, Role)>) {
    for line in &section.lines {
        let (mark, role) = match line.mark {
            LineStyle::Item if line.label == "Stop" => ("! ".to_owned(), Role::Bad),
            LineStyle::Item => ("- ".to_owned(), Role::Text),
            LineStyle::Quote => ("  ".to_owned(), Role::Text),
            LineStyle::Number(number) => (format!("{number} "), Role::Text),
        };
        let label = if line.label.is_empty() { String::new() } else { format!("{}: ", line.label) };
        let text = format!("{label}{}", line.text);
        for (at, row) in text_edit::wrap(&text, width.saturating_sub(2).max(1)).into_iter().enumerate() {
            let begins = if at == 0 { mark.as_str() } else { "  " };
            rows.push((format!("{begins}{}", text.get(row).unwrap_or("").trim_end()), role));
        }
    }
}

impl ActTable for CallSheetScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::offered(Action::Copy, Self::is_written, |screen, _| screen.copy()),
        Act::offered(Action::ExportCampaign, Self::is_written, |screen, _| screen.write()),
        Act::refresh(),
    ];
}

impl Screen for CallSheetScreen {
    fn title(&self) -> String {
        self.sheet.as_ref().map_or_else(|| "Sheet".into(), |sheet| format!("Sheet > {}", sheet.title))
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Down, Action::PageDown, Action::Copy, Action::ExportCampaign, Action::Back]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Query::Sheet(self.account, self.contact).into()]
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Sheet(account, contact, sheet) = answer
            && (*account, *contact) == (self.account, self.contact)
        {
            self.asked = true;
            self.sheet.clone_from(sheet);
            let area = Self::text_area(ctx);
            // Written anew, a sheet may be shorter than the one that was scrolled.
            let last = self.rows(area.width).len().saturating_sub(usize::from(area.height));
            self.top = self.top.min(last);
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let area = Self::text_area(ctx);
        if self.sheet.is_none() {
            let says = if self.asked {
                "Nobody is known there yet, and a sheet is about a person. Esc goes back."
            } else {
                ctx.reading()
            };
            brush.paragraph(area, says, Role::Dim);
            return None;
        }
        let rows = self.rows(area.width);
        let last = rows.len().saturating_sub(usize::from(area.height));
        for (y, (text, role)) in (area.y..area.bottom()).zip(rows.iter().skip(self.top.min(last))) {
            brush.text(area.x, y, area.width, text, *role);
        }
        None
    }
}
