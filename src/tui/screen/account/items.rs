//! One row of a pane as it reads: a head line with its state at the right, and what stands below it.

use ratatui::layout::Rect;

use crate::domain::call::Whose;
use crate::domain::query::{CallRow, ContactRow, PromiseRow, TouchRow, TriggerRow};
use crate::domain::reason::guard::Guard;
use crate::domain::text;
use crate::domain::trigger::Status;
use crate::tui::context::Ctx;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::format;
use crate::tui::widgets::text_edit::wrap;
use crate::tui::widgets::theme::Role;

use super::past::Past;

/// The most rows that one text of an item takes; what speaks against a call is said to its end.
fn max_rows(role: Role) -> u16 {
    if role == Role::Bad { 8 } else { 3 }
}

/// A row of a pane.
pub(super) struct PaneRow {
    head: String,
    role: Role,
    tail: String,
    tail_role: Role,
    below: Vec<(String, Role)>,
}

impl PaneRow {
    fn head_width(&self, width: u16) -> u16 {
        let tail = u16::try_from(text::width(&self.tail)).unwrap_or(0);
        width.saturating_sub(tail + if tail > 0 { 3 } else { 2 })
    }

    /// Rows that it takes in a width.
    pub(super) fn height(&self, width: u16) -> u16 {
        let rows =
            |content: &str, role: Role, width: u16| wrap(content, usize::from(width)).len().min(max_rows(role).into());
        let below: usize = self.below.iter().map(|(content, role)| rows(content, *role, width.saturating_sub(4))).sum();
        u16::try_from(rows(&self.head, self.role, self.head_width(width)) + below).unwrap_or(1)
    }

    /// Paints it from the top of an area.
    pub(super) fn draw(&self, selected: bool, area: Rect, brush: &mut Brush) {
        let tail = u16::try_from(text::width(&self.tail)).unwrap_or(0);
        brush.text(area.x, area.y, 1, if selected { ">" } else { " " }, Role::Text);
        brush.text(area.right().saturating_sub(tail + 1), area.y, tail, &self.tail, self.tail_role);
        let height = area.height.min(max_rows(self.role));
        let head = Rect { x: area.x + 1, width: self.head_width(area.width), height, ..area };
        let used = brush.paragraph(head, &self.head, self.role);
        if selected {
            brush.mark_selected(area);
        }
        let mut y = area.y + used;
        for (content, role) in &self.below {
            let height = area.bottom().saturating_sub(y).min(max_rows(*role));
            y +=
                brush.paragraph(Rect { x: area.x + 3, y, width: area.width.saturating_sub(4), height }, content, *role);
        }
    }
}

/// A person: title, number, when they were last spoken to.
pub(super) fn person(row: &ContactRow, promises: &[PromiseRow], ctx: &Ctx) -> PaneRow {
    let contact = &row.contact;
    let (guard, guard_role) = format::guard(&row.guards);
    let (plan, plan_role) = format::plan(row.plan);
    let (tail, tail_role) = match (guard.starts_with("stop"), contact.archived) {
        (true, _) => (guard, guard_role),
        (false, true) => ("archived".into(), Role::Warn),
        (false, false) => (plan, plan_role),
    };
    let touched =
        row.last_call.map_or("never called".to_string(), |day| format::relative_day_short(day, ctx.now.date()));
    let phone = contact.phones.first().map_or("no number", |phone| phone.raw.as_str());
    let verdict = row.last_verdict.map_or(String::new(), |verdict| format!(" · {}", verdict.words()));
    let mut below = Vec::new();
    below.extend(contact.left_says(ctx.now.date()).map(|left| (format!("They {left}."), Role::Bad)));
    let part = contact.role.iter().cloned();
    let title: Vec<String> = contact.title.iter().cloned().chain(part).collect();
    below.extend(Some(title.join(" · ")).filter(|title| !title.is_empty()).map(|title| (title, Role::Text)));
    below.push((format!("{phone} · {touched}{verdict}"), Role::Dim));
    below.extend(row.plan.filter(|plan| plan.missing > 0).map(|plan| (plan.says(), Role::Dim)));
    below.extend(contact.goal.clone().map(|goal| (format!("wants: {goal}"), Role::Dim)));
    let open = promises.iter().filter(|promise| promise.promise.contact_id == contact.id);
    below.extend(open.map(|row| (promised(row, ctx), Role::Text)));
    // What is about the person; what is about the account stands with it.
    const THEIRS: [&str; 5] =
        ["do_not_call", "outside_permitted_hours", "outside_consumer_hours", "too_many_calls", "consent_needed"];
    let theirs = |guard: &&Guard| guard.blocks() && THEIRS.contains(&guard.rule.as_str());
    below.extend(row.guards.iter().filter(theirs).map(|guard| (guard.says.clone(), Role::Bad)));
    PaneRow { head: contact.name.clone(), role: Role::Strong, tail, tail_role, below }
}

/// "promised: send the lot map, by Fri 13 Mar, 14:00 their time".
fn promised(row: &PromiseRow, ctx: &Ctx) -> String {
    let promise = &row.promise;
    let who = if promise.whose == Whose::Ours { "promised" } else { "they promised" };
    let by = promise.by.map(|by| format!(", by {}", format::day(by, ctx.now.date()))).unwrap_or_default();
    let hour = promise.hour_says(ctx.now.0).map(|hour| format!(", {hour}")).unwrap_or_default();
    let moved = promise.moved_says().map(|first| format!(" ({first})")).unwrap_or_default();
    format!("{who}: {}{by}{hour}{moved}", promise.what)
}

/// A trigger: what happened, and what it is worth today.
pub(super) fn trigger(row: &TriggerRow, ctx: &Ctx) -> PaneRow {
    let (fresh, fresh_role) = format::freshness(&row.freshness);
    let (state, role) = match &row.status {
        Status::Inbox => ("in the inbox: a keeps it".to_string(), Role::Warn),
        Status::Kept => (fresh, if fresh_role == Role::Good { Role::Good } else { Role::Dim }),
        Status::Rejected(_) => ("rejected".into(), Role::Dim),
        Status::Snoozed(until) => (format!("until {}", format::day(*until, ctx.now.date())), Role::Dim),
        Status::Merged(_) => ("merged".into(), Role::Dim),
    };
    PaneRow {
        head: row.headline.clone(),
        role: if row.freshness.value > 0.0 { Role::Text } else { Role::Dim },
        tail: format::age_of(&row.freshness),
        tail_role: Role::Dim,
        below: vec![(
            format!("{} · {} · strength {} · {state}", row.kind_label, row.scope.words(), row.strength),
            role,
        )],
    }
}

/// A row of the history.
pub(super) fn past(past: Past<'_>, ctx: &Ctx) -> PaneRow {
    match past {
        Past::Call(row) => call(row, ctx),
        Past::Touch(row) => touch(row, ctx),
    }
}

/// A touch beside calls: when, with whom, what it was.
fn touch(row: &TouchRow, ctx: &Ctx) -> PaneRow {
    let note = Some(row.touch.note.clone()).filter(|note| !note.is_empty());
    let mut below: Vec<(String, Role)> = note.map(|note| (note, Role::Text)).into_iter().collect();
    below.push((format!("by {}", row.rep), Role::Dim));
    let when = format::relative_day_short(row.touch.at.date_naive(), ctx.now.date());
    let head = format!("{when}  {}", row.contact);
    PaneRow { head, role: Role::Text, tail: row.touch.kind.words().into(), tail_role: Role::Dim, below }
}

/// A call: when, with whom, the verdict, their words.
fn call(row: &CallRow, ctx: &Ctx) -> PaneRow {
    let (tail, tail_role) = format::verdict(row);
    let said = if row.words.is_empty() { row.trigger.clone() } else { format::in_quotes(&row.words) };
    let mut below = Vec::new();
    if !said.is_empty() {
        below.push((said, if row.words.is_empty() { Role::Dim } else { Role::Text }));
    }
    below.push((format!("by {}", row.rep), Role::Dim));
    let when = format::relative_day_short(row.at.date_naive(), ctx.now.date());
    PaneRow { head: format!("{when}  {}", row.contact), role: Role::Text, tail, tail_role, below }
}
