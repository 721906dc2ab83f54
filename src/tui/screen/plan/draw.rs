//! Draws the plan.

use ratatui::layout::{Position, Rect};

use crate::domain::check::{Finding, MarkState, Severity};
use crate::domain::plan::PlanField;
use crate::domain::plan::readiness::Missing;
use crate::tui::context::{Ctx, ScreenRules};
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::list::first_shown;
use crate::tui::widgets::theme::Role;

use super::PlanScreen;

/// The longest an opener may take, in seconds: the field's convention is 5 to 30.
const LONGEST_SECONDS: f64 = 30.0;

impl PlanScreen {
    pub(super) fn draw_opener(
        &self,
        ctx: &Ctx,
        missing: &[Missing],
        area: Rect,
        brush: &mut Brush,
    ) -> Option<Position> {
        let field = self.form.fields.iter().find(|field| field.name == PlanField::Opener.key())?;
        let focused = self.form.focused().is_some_and(|f| f.name == field.name);
        let seconds = crate::domain::plan::speech::seconds(field.text.as_str(), ctx.rules.wpm);
        let words = crate::domain::plan::speech::spoken_words(field.text.as_str());
        let state = if missing.is_empty() { "ready".to_string() } else { format!("{} missing", missing.len()) };
        let title = if field.text.is_blank() {
            "Opener".to_string()
        } else {
            format!("Opener · {seconds:.0} s, {words} word{} · {state}", if words == 1 { "" } else { "s" })
        };
        let inner = brush.pane(area, &title, focused);
        if field.text.is_blank() {
            brush.paragraph(inner, "What you will say first: what happened to them, what it means for them, one question. F9 drafts one from what is known.", Role::Dim);
        }
        // A finding about the whole opener underlines nothing: it would mark every word.
        let marked: Vec<_> =
            self.findings.iter().map(|f| f.place.clone()).filter(|p| p.len() < field.text.as_str().len()).collect();
        let caret = brush.editor(inner, &field.text, &marked);
        caret.filter(|_| focused)
    }

    pub(super) fn draw_fields(&self, missing: &[Missing], area: Rect, brush: &mut Brush) -> Option<Position> {
        const LABEL: u16 = 15;
        let inner = brush.pane(area, "The call", self.form.focus > 0);
        let mut caret = None;
        for (index, Rect { y, height, .. }) in self.field_rows(inner) {
            let Some(field) = self.form.fields.get(index) else { break };
            let focused = index == self.form.focus;
            let lacks = missing.iter().any(|m| m.field.key() == field.name);
            let sign = if lacks {
                "!"
            } else if field.text.is_blank() {
                " "
            } else {
                "·"
            };
            brush.text(inner.x, y, 1, sign, if lacks { Role::Warn } else { Role::Dim });
            brush.text(inner.x + 2, y, LABEL, field.label, if focused { Role::Focus } else { Role::Dim });
            let place = Rect { x: inner.x + LABEL + 3, y, width: inner.width.saturating_sub(LABEL + 3), height };
            if field.text.is_blank() {
                brush.text(place.x, y, place.width, field.hint, Role::Dim);
            }
            if focused {
                caret = brush.editor(place, &field.text, &[]);
            } else {
                brush.text(place.x, y, place.width, &field.text.as_str().replace('\n', " "), Role::Text);
            }
        }
        caret
    }

    /// The fields below the opener that are seen, with the rows of each: the one in use has up to two more.
    pub(super) fn field_rows(&self, inner: Rect) -> Vec<(usize, Rect)> {
        let count = self.form.fields.len().saturating_sub(1);
        let focus = self.form.focus.saturating_sub(1);
        let spare = inner.height.saturating_sub(u16::try_from(count).unwrap_or(0)).min(2);
        let first = first_shown(0, focus, usize::from(inner.height.saturating_sub(spare)).max(1));
        let mut y = inner.y;
        let mut rows = Vec::new();
        for index in 1 + first..self.form.fields.len() {
            if y >= inner.bottom() {
                break;
            }
            let height = if index == self.form.focus { (1 + spare).min(inner.bottom() - y) } else { 1 };
            rows.push((index, Rect { y, height, ..inner }));
            y += height;
        }
        rows
    }

    pub(super) fn draw_check(&self, missing: &[Missing], rules: &ScreenRules, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, "Check", false);
        let opener = self.form.get(PlanField::Opener.key());
        let mut y = inner.y;
        if inner.height > 8 {
            for mark in &self.marks {
                if y >= inner.bottom() {
                    return;
                }
                let (sign, role) = sign_of(mark.state);
                let used = brush.text(inner.x, y, inner.width, sign, role) + 1;
                let words =
                    Rect { x: inner.x + used, y, width: inner.width.saturating_sub(used), height: inner.bottom() - y };
                y += brush.paragraph(words, &mark.words, Role::Text);
            }
            let seconds = crate::domain::plan::speech::seconds(opener, rules.wpm);
            let meter = format!(
                "{} {seconds:.0} s at {} words a minute",
                Brush::meter(seconds / LONGEST_SECONDS, 10),
                rules.wpm
            );
            if y < inner.bottom() {
                y += 1 + brush.paragraph(
                    Rect { y, height: inner.bottom() - y, ..inner },
                    &meter,
                    if seconds > LONGEST_SECONDS { Role::Warn } else { Role::Dim },
                );
            }
        }
        for (sign, role, says) in self.advice(missing) {
            if y >= inner.bottom() {
                break;
            }
            let rest = Rect { x: inner.x, y, width: inner.width, height: inner.bottom() - y };
            y += brush.paragraph(rest, &format!("{sign} {says}"), role);
        }
    }

    /// What to mend first: findings by weight, then what the plan lacks.
    pub(super) fn advice(&self, missing: &[Missing]) -> Vec<(&'static str, Role, String)> {
        let mut findings: Vec<&Finding> = self.findings.iter().collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let opener_is_blank = self.form.get(PlanField::Opener.key()).trim().is_empty();
        let found = findings.into_iter().filter(|_| !opener_is_blank).map(|finding| {
            let (sign, role) = match finding.severity {
                Severity::Error => ("[!!]", Role::Bad),
                Severity::Warning => ("[! ]", Role::Warn),
            };
            (sign, role, format!("{} {}", finding.says, finding.advice))
        });
        // What the check calls an error stands above already.
        let errors: Vec<&str> = self.findings.iter().map(|finding| finding.says.as_str()).collect();
        let lacking = missing
            .iter()
            .filter(|m| opener_is_blank || !errors.contains(&m.says.as_str()))
            .map(|m| ("[  ]", Role::Text, m.says.clone()));
        let mut all: Vec<_> = found.chain(lacking).collect();
        if all.is_empty() {
            all.push(("[ok]", Role::Good, "Ready. F4 starts the call clock.".into()));
        }
        all
    }
}

fn sign_of(state: MarkState) -> (&'static str, Role) {
    match state {
        MarkState::Ok => ("[ok]", Role::Good),
        MarkState::Warn => ("[! ]", Role::Warn),
        MarkState::Error => ("[!!]", Role::Bad),
        MarkState::NotApplicable => ("[--]", Role::Dim),
    }
}
