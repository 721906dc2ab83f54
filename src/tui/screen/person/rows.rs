//! The rows of a person's page.

use crate::clock::Moment;
use crate::domain::call::Whose;
use crate::domain::query::{CallRow, PersonDetail, PromiseRow, TouchRow};
use crate::tui::widgets::format;
use crate::tui::widgets::text_edit::wrap;
use crate::tui::widgets::theme::Role;

use super::reach_of;

/// Calls that the page shows.
const CALLS: usize = 12;
/// Touches beside calls that it shows.
const TOUCHES: usize = 8;

/// One row of the page.
pub(super) struct PageRow {
    pub(super) text: String,
    pub(super) role: Role,
    /// Its place among what can be picked.
    pub(super) pick: Option<usize>,
}

/// Gathers rows, wrapped at a width.
struct RowPen {
    width: usize,
    rows: Vec<PageRow>,
}

impl RowPen {
    fn line(&mut self, text: &str, role: Role) {
        for row in wrap(text, self.width.max(1)) {
            let text = text.get(row).unwrap_or("").trim_end().to_owned();
            self.rows.push(PageRow { text, role, pick: None });
        }
    }

    fn pick(&mut self, text: String, role: Role, place: usize) {
        self.rows.push(PageRow { text, role, pick: Some(place) });
    }

    fn head(&mut self, text: &str) {
        self.rows.push(PageRow { text: String::new(), role: Role::Text, pick: None });
        self.line(text, Role::Strong);
    }
}

/// Everything that is known of a person, what is needed to dial first.
pub(super) fn rows(file: &PersonDetail, width: u16, now: Moment) -> Vec<PageRow> {
    let mut page = RowPen { width: usize::from(width), rows: Vec::new() };
    who(file, now, &mut page);
    reach(file, &mut page);
    for guard in &file.row.guards {
        let role = if guard.blocks() { Role::Bad } else { Role::Warn };
        page.line(&format!("{} {}", if guard.blocks() { "stop:" } else { "!" }, guard.says), role);
    }
    what_we_know(file, &mut page);
    open(file, now, &mut page);
    history(file, now, &mut page);
    page.rows
}

fn who(file: &PersonDetail, now: Moment, page: &mut RowPen) {
    let contact = &file.row.contact;
    let parts = [contact.title.as_deref().unwrap_or_default(), file.row.account.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    page.line(&parts.join(", "), Role::Text);
    if let Some(left) = contact.left_says(now.date()) {
        page.line(&format!("They {left}."), Role::Bad);
    }
    if contact.archived {
        page.line("archived: out of the lists", Role::Warn);
    }
    if contact.called() != contact.name && contact.given_name.is_some() {
        page.line(&format!("goes by {}", contact.called()), Role::Dim);
    }
}

fn reach(file: &PersonDetail, page: &mut RowPen) {
    let all = reach_of(&file.row.contact);
    if all.is_empty() {
        page.line("No number and no address. e writes one down.", Role::Dim);
    }
    for (place, (said, label)) in all.iter().enumerate() {
        page.pick(format!("{} {said}  {label}", place + 1), Role::Text, place);
    }
}

fn what_we_know(file: &PersonDetail, page: &mut RowPen) {
    let contact = &file.row.contact;
    page.head("What we know");
    page.line(&format!("their part: {}", contact.role.as_deref().unwrap_or("not known yet")), Role::Text);
    if let Some(hours) = contact.hours {
        let (from, until) = (hours.from.format("%-H:%M"), hours.until.format("%-H:%M"));
        page.line(&format!("prefers {from} to {until}"), Role::Text);
    }
    page.line(&file.clock, Role::Dim);
    if let Some(goal) = &contact.goal {
        page.line(&format!("wants: {goal}"), Role::Text);
    }
    for line in contact.notes.lines().filter(|line| !line.trim().is_empty()) {
        page.line(line, Role::Text);
    }
    let (plan, role) = format::plan(file.row.plan);
    page.line(&file.row.plan.map_or(plan, |state| state.says()), role);
}

fn open(file: &PersonDetail, now: Moment, page: &mut RowPen) {
    page.head(if file.promises.is_empty() { "No open promise" } else { "Open promises" });
    let first = reach_of(&file.row.contact).len();
    for (place, row) in file.promises.iter().enumerate() {
        page.pick(promised(row, now), Role::Text, first + place);
    }
}

/// "ours: call back, by Fri 13 Mar, 14:00 their time, in 25 min (first by Wed 11 Mar)".
fn promised(row: &PromiseRow, now: Moment) -> String {
    let promise = &row.promise;
    let whose = match promise.whose {
        Whose::Ours => "ours",
        Whose::Theirs => "theirs",
    };
    let by = promise.by.map(|by| format!(", by {}", format::day(by, now.date()))).unwrap_or_default();
    let hour = promise.hour_says(now.0).map(|hour| format!(", {hour}")).unwrap_or_default();
    let moved = promise.moved_says().map(|first| format!(" ({first})")).unwrap_or_default();
    format!("{whose}: {}{by}{hour}{moved}", promise.what)
}

fn history(file: &PersonDetail, now: Moment, page: &mut RowPen) {
    page.head(if file.calls.is_empty() && file.touches.is_empty() { "Never called" } else { "What was said" });
    let calls = file.calls.iter().take(CALLS).map(|row| (row.at, call(row, now)));
    let touches = file.touches.iter().take(TOUCHES).map(|row| (row.touch.at, touch(row, now)));
    let mut all: Vec<_> = calls.chain(touches).collect();
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    for (_, (text, role)) in all {
        page.line(&text, role);
    }
}

fn call(row: &CallRow, now: Moment) -> (String, Role) {
    let (verdict, role) = format::verdict(row);
    let said = if row.words.is_empty() { String::new() } else { format!("  {}", format::in_quotes(&row.words)) };
    (format!("{}  {verdict}, by {}{said}", format::day(row.at.date_naive(), now.date()), row.rep), role)
}

fn touch(row: &TouchRow, now: Moment) -> (String, Role) {
    let note = if row.touch.note.is_empty() { String::new() } else { format!(": {}", row.touch.note) };
    let day = format::day(row.touch.at.date_naive(), now.date());
    (format!("{day}  {}, by {}{note}", row.touch.kind.words(), row.rep), Role::Dim)
}
