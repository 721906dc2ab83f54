//! Draws a review: plan and call side by side above the form, or below each other on a narrow screen.

use ratatui::layout::{Position, Rect};

use crate::domain::query::review::ReviewDetail;
use crate::domain::review::Criterion;
use crate::domain::review::rubric::{AnchoredCriterion, rubric};
use crate::tui::context::Ctx;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::format;
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::theme::Role;

use super::facts::{Facts, happened, plan_facts};
use super::{CRITERIA, ReviewCallScreen, inside_form};

/// Rows of the form: criteria, what the scores look like, two fields, a border.
const FORM: u16 = 16;
/// Rows that facts need above the form to be worth reading.
const FACTS: u16 = 8;
/// Columns of the labels.
const LABEL: u16 = 26;
/// Columns of the scores.
const CHIPS: u16 = 13;

/// Areas of the screen's parts.
struct ReviewLayout {
    planned: Option<Rect>,
    happened: Option<Rect>,
    form: Option<Rect>,
}

impl ReviewCallScreen {
    pub(super) fn paint(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let Some(file) = &self.file else {
            brush.paragraph(layout::inner(ctx.area), ctx.reading(), Role::Dim);
            return None;
        };
        let places = self.places(ctx);
        let today = ctx.now.date();
        if let Some(area) = places.planned {
            self.draw_facts(ctx, "What was planned", &plan_facts(file, today), area, brush);
        }
        if let Some(area) = places.happened {
            self.draw_facts(ctx, &what_happened(file), &happened(file, today), area, brush);
        }
        places.form.and_then(|area| self.draw_form(file, area, brush))
    }

    fn places(&self, ctx: &Ctx) -> ReviewLayout {
        let area = ctx.area;
        if ctx.room == Room::Wide && area.height >= FORM + FACTS {
            let (above, form) = layout::top(area, area.height - FORM);
            let (planned, happened) = layout::split_left(above, above.width / 2);
            return ReviewLayout { planned: Some(planned), happened: Some(happened), form: Some(form) };
        }
        match self.page {
            0 if area.height >= FORM + 5 => {
                let (above, form) = layout::top(area, area.height - FORM);
                ReviewLayout { planned: None, happened: Some(above), form: Some(form) }
            }
            0 => ReviewLayout { planned: None, happened: None, form: Some(area) },
            1 => ReviewLayout { planned: Some(area), happened: None, form: None },
            _later => ReviewLayout { planned: None, happened: Some(area), form: None },
        }
    }

    /// The rows that are left out above; in a narrow terminal each page begins at its top.
    fn skipped(&self, ctx: &Ctx, area: Rect) -> usize {
        let wide = ctx.room == Room::Wide && ctx.area.height >= FORM + FACTS;
        let height = usize::from(inside_form(area).height.saturating_sub(1));
        match (wide, self.page) {
            (true, page) => page * height,
            (false, ..=2) => 0,
            (false, page) => (page - 2) * height,
        }
    }

    /// Where F3 leads: on through the facts as long as there are more, then back to the beginning.
    pub(super) fn next_page(&self, ctx: &Ctx) -> usize {
        let Some(file) = &self.file else { return 0 };
        let (places, today) = (self.places(ctx), ctx.now.date());
        let more = |area: Option<Rect>, facts: &Facts| {
            area.is_some_and(|area| {
                let inner = inside_form(area);
                facts.rows(inner.width) > self.skipped(ctx, area) + usize::from(inner.height)
            })
        };
        let longer = more(places.planned, &plan_facts(file, today)) || more(places.happened, &happened(file, today));
        let wide = ctx.room == Room::Wide && ctx.area.height >= FORM + FACTS;
        match (wide, self.page) {
            (true, page) => {
                if longer {
                    page + 1
                } else {
                    0
                }
            }
            (false, page @ ..=1) => page + 1,
            (false, page) => {
                if longer {
                    page + 1
                } else {
                    0
                }
            }
        }
    }

    fn draw_facts(&self, ctx: &Ctx, title: &str, facts: &Facts, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, title, false);
        let from = self.skipped(ctx, area).min(facts.rows(inner.width).saturating_sub(1));
        facts.draw(inner, from, brush);
        if facts.rows(inner.width) > from + usize::from(inner.height) {
            let says = " F3: more ";
            let wide = u16::try_from(says.len()).unwrap_or(10);
            brush.text(area.right().saturating_sub(wide + 2), area.bottom() - 1, wide, says, Role::Key);
        }
    }

    fn draw_form(&self, file: &ReviewDetail, area: Rect, brush: &mut Brush) -> Option<Position> {
        let inner = brush.pane(area, &self.headline(file), true);
        let mut caret = None;
        let others = other_scores(file);
        for (place, (y, anchored)) in (inner.y..inner.bottom()).zip(rubric()).enumerate() {
            let line = Rect { y, height: 1, ..inner };
            self.draw_criterion(place, anchored, &others, line, brush);
            caret = caret.or((place == self.focus).then_some(Position { x: inner.x, y }));
        }
        let criteria = u16::try_from(CRITERIA.len()).unwrap_or(7);
        let fields = u16::try_from(self.form.fields.len()).unwrap_or(2);
        let fields_at = inner.bottom().saturating_sub(fields).max(inner.y + criteria.min(inner.height));
        let between = Rect {
            y: inner.y + criteria,
            height: fields_at.saturating_sub(inner.y + criteria),
            x: inner.x + 2,
            width: inner.width.saturating_sub(3),
        };
        self.draw_help(file, between, brush);
        for (index, y) in (fields_at..inner.bottom()).enumerate() {
            let at = self.draw_field(index, Rect { y, height: 1, ..inner }, brush);
            caret = at.or(caret);
        }
        caret
    }

    fn headline(&self, file: &ReviewDetail) -> String {
        let what = if self.is_own() {
            "Your own score, for you and your manager".to_owned()
        } else {
            format!("Your score of {}'s call", file.call.row.rep)
        };
        let mine = file.call.reviews.iter().filter(|one| one.reviewer == file.call.me && one.answers.is_none()).count();
        if mine > 0 {
            format!("{what} · you scored it before; this one is added")
        } else if file.call.withheld.is_empty() {
            what
        } else {
            format!("{what} · theirs is shown after it")
        }
    }

    fn draw_criterion(
        &self,
        place: usize,
        anchored: &AnchoredCriterion,
        others: &[(String, Criterion, u8)],
        line: Rect,
        brush: &mut Brush,
    ) {
        let focused = place == self.focus;
        let score = self.scores.get(place).copied().flatten();
        brush.text(line.x, line.y, 1, if focused { ">" } else { " " }, Role::Key);
        let role = if focused { Role::Focus } else { Role::Text };
        brush.text(line.x + 2, line.y, LABEL - 1, anchored.criterion.words(), role);
        let mut x = line.x + 2 + LABEL;
        for n in 0..=3u8 {
            let chosen = score == Some(n);
            let shown = if chosen { format!("[{n}]") } else { format!(" {n} ") };
            brush.text(x, line.y, 3, &shown, if chosen { Role::Strong } else { Role::Dim });
            x += 3;
        }
        x = line.x + 2 + LABEL + CHIPS;
        let theirs: Vec<String> = others
            .iter()
            .filter(|(_, criterion, _)| *criterion == anchored.criterion)
            .map(|(who, _, score)| format!("{who} {score}"))
            .collect();
        let room = line.right().saturating_sub(x);
        let used = brush.text(x, line.y, room, &theirs.join("  "), Role::Strong);
        let gap = if others.is_empty() { 0 } else { used.max(10) + 2 };
        let room = room.saturating_sub(gap);
        if let Some(anchor) = score.and_then(|score| anchored.anchors.get(usize::from(score))).filter(|_| room > 30) {
            brush.text(x + gap, line.y, room, anchor, Role::Dim);
        }
    }

    /// What the scores of the focused line look like, or what its field is for; a fault before both.
    fn draw_help(&self, file: &ReviewDetail, area: Rect, brush: &mut Brush) {
        if area.height == 0 {
            return;
        }
        if let Some(fault) = &self.fault {
            brush.paragraph(area, fault, Role::Bad);
            return;
        }
        let Some(anchored) = rubric().get(self.focus) else {
            let note =
                "What you heard or read; their words in \"quotation marks\" let you score the honesty of the verdict.";
            let focus = "One focus only: the rep takes it into the next call, and the next review looks for it.";
            let says = if self.form.focus == 0 { note } else { focus };
            brush.paragraph(area, says, Role::Dim);
            return;
        };
        let chosen = self.scores.get(self.focus).copied().flatten();
        let mut y = area.y;
        if area.height >= 5 {
            let unquoted = anchored.criterion == Criterion::HonestVerdict && file.call.row.words.trim().is_empty();
            let hint = if unquoted {
                "None of their words are logged: only a quote in your note lets you score this."
            } else {
                &anchored.hint
            };
            brush.text(area.x, y, area.width, hint, if unquoted { Role::Warn } else { Role::Dim });
            y += 1;
        }
        let room = usize::from(area.bottom() - y);
        // As many of the four anchors as have room, the chosen one among them.
        let first = usize::from(chosen.unwrap_or(0)).min(4usize.saturating_sub(room));
        for (n, anchor) in anchored.anchors.iter().enumerate().skip(first).take(room) {
            let role = if chosen.is_some_and(|score| usize::from(score) == n) { Role::Strong } else { Role::Dim };
            brush.text(area.x, y, area.width, &format!("{n}  {anchor}"), role);
            y += 1;
        }
    }

    fn draw_field(&self, index: usize, line: Rect, brush: &mut Brush) -> Option<Position> {
        let field = self.form.fields.get(index)?;
        let focused = self.focus == CRITERIA.len() + index;
        brush.text(line.x, line.y, 1, if focused { ">" } else { " " }, Role::Key);
        brush.text(line.x + 2, line.y, 10, field.label, if focused { Role::Focus } else { Role::Dim });
        let place = Rect { x: line.x + 13, width: line.width.saturating_sub(14), ..line };
        if field.text.is_blank() {
            brush.text(place.x, line.y, place.width, field.hint, Role::Dim);
        }
        if focused {
            return brush.editor(place, &field.text, &[]);
        }
        brush.text(place.x, line.y, place.width, field.text.as_str(), Role::Text);
        None
    }

    /// The line of the form under a click.
    pub(super) fn place_at(&self, at: Position, ctx: &Ctx) -> Option<usize> {
        let inner = inside_form(self.places(ctx).form?);
        let row = usize::from(at.y.checked_sub(inner.y)?);
        let from_bottom = usize::from(inner.bottom().checked_sub(at.y)?);
        let fields = self.form.fields.len();
        if (1..=fields).contains(&from_bottom) {
            return Some(CRITERIA.len() + fields - from_bottom);
        }
        (row < CRITERIA.len()).then_some(row)
    }
}

/// The pane's title: which call of which rep, and why somebody should look.
fn what_happened(file: &ReviewDetail) -> String {
    let flags: Vec<&str> = file.call.row.flags.list().iter().map(|flag| flag.words()).collect();
    if flags.is_empty() { "What happened".into() } else { format!("What happened · {}", flags.join(", ")) }
}

/// What everybody else scored, latest first of each: the rep as `rep`, others by name.
fn other_scores(file: &ReviewDetail) -> Vec<(String, Criterion, u8)> {
    let mut seen = vec![file.call.me];
    let mut scores = Vec::new();
    for review in file.call.reviews.iter().rev().filter(|review| !review.scores.is_empty()) {
        if seen.contains(&review.reviewer) {
            continue;
        }
        seen.push(review.reviewer);
        let who = if review.reviewer == file.call.row.rep_id {
            "rep".to_owned()
        } else {
            format::short_name(file.call.reviewer(review.reviewer))
        };
        scores.extend(review.scores.iter().map(|(criterion, score)| (who.clone(), *criterion, *score)));
    }
    scores
}
