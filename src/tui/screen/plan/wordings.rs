//! The saved versions of an opener: the diff to each, which were used, and restoring one.

use ratatui::layout::Rect;

use crate::domain::opener;
use crate::domain::opener::DiffOp;
use crate::domain::plan::PlanField;
use crate::domain::query::{OpenerVersion, PlanDetail};
use crate::tui::context::Ctx;
use crate::tui::message::action::Movement;
use crate::tui::message::effect::Effect;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth};
use crate::tui::widgets::format;
use crate::tui::widgets::layout;
use crate::tui::widgets::list::first_shown;
use crate::tui::widgets::theme::Role;

use super::{PlanPane, PlanScreen};

/// Wordings that a page moves by.
const PAGE: usize = 10;

impl PlanScreen {
    /// Lists the wordings, or goes back to writing.
    pub(super) fn open_wordings(&mut self) -> Vec<Effect> {
        let kept = self.file.as_ref().map_or(0, |file| file.versions.len());
        match self.side {
            PlanPane::Wordings(_) => self.side = PlanPane::Writing,
            PlanPane::Writing | PlanPane::Evidence | PlanPane::WayForward if kept == 0 => {
                return vec![Effect::say("No version is kept yet: every opener that you save is.")];
            }
            PlanPane::Writing | PlanPane::Evidence | PlanPane::WayForward => self.side = PlanPane::Wordings(0),
        }
        Vec::new()
    }

    /// Moves in the list of wordings.
    pub(super) fn go_to_wording(&mut self, movement: Movement) -> Vec<Effect> {
        if let PlanPane::Wordings(at) = self.side {
            let last = self.file.as_ref().map_or(0, |file| file.versions.len().saturating_sub(1));
            self.side = PlanPane::Wordings(movement.target(at, last, PAGE));
        }
        Vec::new()
    }

    /// Puts the selected wording back as the opener.
    pub(super) fn take_wording(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let PlanPane::Wordings(at) = self.side else { return Vec::new() };
        self.side = PlanPane::Writing;
        let Some(text) = self.file.as_ref().and_then(|file| file.versions.get(at)).map(|version| version.text.clone())
        else {
            return Vec::new();
        };
        self.form.set(PlanField::Opener.key(), &text);
        self.form.go_to(PlanField::Opener.key());
        self.touched = true;
        self.recheck(ctx);
        vec![Effect::say("Restored as it was. Ctrl-S saves it, Ctrl-Z brings back what stood here.")]
    }

    pub(super) fn draw_wordings(&self, file: &PlanDetail, at: usize, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let rows = u16::try_from(file.versions.len()).unwrap_or(u16::MAX).min(area.height / 3).max(1) + 2;
        let (list, below) = layout::top(area, rows);
        let title = format!("Wordings: {}", file.versions.len());
        let inner = brush.pane(list, &title, true);
        let columns = [ColumnWidth::Fixed(14), ColumnWidth::Fixed(16), ColumnWidth::Flex(1)];
        let first = first_shown(0, at, usize::from(inner.height).max(1));
        for (y, (index, version)) in (inner.y..inner.bottom()).zip(file.versions.iter().enumerate().skip(first)) {
            brush.row(Rect { y, height: 1, ..inner }, index == at, &columns, &cells(version, ctx));
        }
        if let Some(version) = file.versions.get(at) {
            self.draw_changes(version, below, brush);
        }
    }

    fn draw_changes(&self, version: &OpenerVersion, area: Rect, brush: &mut Brush) {
        let now = self.form.get(PlanField::Opener.key());
        let inner = brush.pane(area, "What changed since: [-gone-] {+new+}", false);
        if version.text == now {
            brush.paragraph(inner, &format!("{now}\n\nThis is the current opener."), Role::Text);
            return;
        }
        let marked: String = opener::compare(&version.text, now).iter().map(mark_change).collect();
        brush.paragraph(inner, &marked, Role::Text);
    }
}

/// Words that went or came, in signs and not in colours; blanks stay outside them.
fn mark_change((change, text): &(DiffOp, String)) -> String {
    let (open, close) = match change {
        DiffOp::Same => return text.clone(),
        DiffOp::Gone => ("[-", "-]"),
        DiffOp::New => ("{+", "+}"),
    };
    let words = text.trim();
    if words.is_empty() { text.clone() } else { text.replacen(words, &format!("{open}{words}{close}"), 1) }
}

fn cells(version: &OpenerVersion, ctx: &Ctx) -> Vec<Cell> {
    let today = ctx.now.date();
    let saved = version.at.with_timezone(ctx.now.0.offset());
    let used = version
        .used_on
        .map_or_else(|| "not used".into(), |day| format!("used {}", format::relative_day_short(day, today)));
    let role = if version.used_on.is_some() { Role::Good } else { Role::Dim };
    vec![
        Cell::new(saved.format("%-d %b, %H:%M").to_string(), Role::Dim),
        Cell::new(used, role),
        Cell::new(version.text.replace('\n', " "), Role::Text),
    ]
}
