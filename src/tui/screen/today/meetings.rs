//! Rows of Today that are meetings of the day.

use crate::domain::query::MeetingRow;
use crate::tui::context::Ctx;
use crate::tui::widgets::brush::Cell;
use crate::tui::widgets::theme::Role;

use super::row_shape::RowShape;
use super::their_clock;

pub(super) fn cells(row: &MeetingRow, shape: RowShape, ctx: &Ctx) -> Vec<Cell> {
    let role = if row.at.is_some_and(|at| at < ctx.now.0) { Role::Dim } else { Role::Text };
    vec![
        Cell::right("met", role),
        Cell::new(row.account.clone(), Role::Strong),
        Cell::new(shape.person(&row.contact, &row.title), Role::Text),
        Cell::new("", Role::Text),
        Cell::new(format!("meeting: {}", row.about()), Role::Text),
        Cell::new("", Role::Dim),
        Cell::new(row.hour(), role),
    ]
}

/// The second line of a narrow list.
pub(super) fn second_line(row: &MeetingRow) -> String {
    format!("{} · meeting {}: {}", their_clock::with_title(&row.contact, &row.title), row.hour(), row.about())
}

pub(super) fn detail(row: &MeetingRow) -> String {
    let whom = their_clock::with_title(&row.contact, &row.title);
    let phone = row.phone.as_ref().map_or(String::new(), |phone| format!("\n{phone}"));
    let minutes = row.minutes.map_or(String::new(), |minutes| format!(", {minutes} min"));
    let (account, subject, hour) = (&row.account, row.about(), row.hour());
    format!(
        "{whom}\nat {account}{phone}\n\nMeeting {hour} today{minutes}: {subject}\n\nEnter opens the person, p the plan."
    )
}
