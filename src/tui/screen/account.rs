//! One account: its people, what happened to it, and what was said.

use ratatui::layout::{Position, Rect};

use crate::domain::account::Contact;
use crate::domain::ids::{AccountId, TriggerId};
use crate::domain::rows::{AccountFile, CallRow, ContactRow, TriggerRow};
use crate::domain::trigger::{Status, Trigger};
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Place, Request, Subject, Wish};
use crate::tui::layout::{self, Room};
use crate::tui::list::first_shown;
use crate::tui::msg::Answer;
use crate::tui::paint::{Brush, Cell, Column};
use crate::tui::theme::Role;

use super::ask::Ask;
use super::{Ctx, Offer, Screen, Walk, show};

const PANES: usize = 3;
const PEOPLE: usize = 0;
const TRIGGERS: usize = 1;
const HISTORY: usize = 2;

/// The account in front.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountScreen {
    id: AccountId,
    file: Option<Box<AccountFile>>,
    gone: bool,
    pane: usize,
    selected: [usize; PANES],
    /// The trigger that was opened and is on its way to the form.
    opening: Option<TriggerId>,
}

impl AccountScreen {
    /// The screen of an account, before its file is read.
    pub fn new(id: AccountId) -> AccountScreen {
        AccountScreen { id, file: None, gone: false, pane: PEOPLE, selected: [0; PANES], opening: None }
    }

    fn contact(&self) -> Option<&ContactRow> {
        self.file.as_ref()?.contacts.get(self.selected[PEOPLE])
    }

    fn trigger(&self) -> Option<&TriggerRow> {
        self.file.as_ref()?.triggers.get(self.selected[TRIGGERS])
    }

    fn call(&self) -> Option<&CallRow> {
        self.file.as_ref()?.calls.get(self.selected[HISTORY])
    }

    fn count(&self, pane: usize) -> usize {
        self.file.as_ref().map_or(0, |file| match pane {
            PEOPLE => file.contacts.len(),
            TRIGGERS => file.triggers.len(),
            _history => file.calls.len(),
        })
    }

    fn moved(&mut self, action: Action) -> bool {
        let last = self.count(self.pane).saturating_sub(1);
        let selected = &mut self.selected[self.pane];
        *selected = match action {
            Action::Down => (*selected + 1).min(last),
            Action::Up => selected.saturating_sub(1),
            Action::PageDown => (*selected + 10).min(last),
            Action::PageUp => selected.saturating_sub(10),
            Action::Top => 0,
            Action::Bottom => last,
            _other => return false,
        };
        true
    }

    fn panes(ctx: &Ctx) -> (Rect, Vec<Rect>) {
        let (head, rest) = layout::top(ctx.area, 4);
        let third = rest.width / 3;
        let (people, others) = layout::left(rest, third);
        let (triggers, history) = layout::left(others, third + (rest.width % 3));
        (head, vec![people, triggers, history])
    }
}

impl Screen for AccountScreen {
    fn title(&self) -> String {
        self.file.as_ref().map_or("Account".into(), |file| format!("Accounts > {}", file.account.name))
    }

    fn offers(&self, action: Action, _ctx: &Ctx) -> Offer {
        if self.file.is_none() {
            return Offer::No;
        }
        match action {
            Action::Plan | Action::Call | Action::Log | Action::DoNotCall => match self.contact() {
                Some(_) => Offer::Yes,
                None => Offer::Off("a call needs a person: Tab to People, n adds one".into()),
            },
            Action::Open if self.count(self.pane) == 0 => Offer::Off("there is nothing to open here: n adds".into()),
            Action::Keep | Action::Reject | Action::Snooze if self.trigger().is_none() => {
                Offer::Off("no trigger is selected: Tab to Triggers".into())
            }
            Action::Edit if self.pane == HISTORY && self.call().is_none() => Offer::Off("no call is selected".into()),
            Action::Open | Action::New | Action::Edit | Action::Copy | Action::NextPane | Action::PreviousPane => {
                Offer::Yes
            }
            Action::Keep | Action::Reject | Action::Snooze | Action::Archive | Action::Refresh => Offer::Yes,
            Action::Down | Action::Up | Action::PageDown | Action::PageUp | Action::Top | Action::Bottom => Offer::Yes,
            _other => Offer::No,
        }
    }

    fn hints(&self) -> Vec<Action> {
        match self.pane {
            PEOPLE => vec![
                Action::Plan,
                Action::Call,
                Action::NextPane,
                Action::New,
                Action::Edit,
                Action::NextRecord,
                Action::Back,
            ],
            TRIGGERS => vec![Action::Keep, Action::Reject, Action::Snooze, Action::NextPane, Action::New, Action::Back],
            _history => vec![Action::Open, Action::NextPane, Action::NextRecord, Action::Back],
        }
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Request::Account(self.id).into()]
    }

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        if self.moved(action) {
            return Vec::new();
        }
        match action {
            Action::NextPane => self.pane = (self.pane + 1) % PANES,
            Action::PreviousPane => self.pane = (self.pane + PANES - 1) % PANES,
            Action::Refresh => return self.ask(ctx),
            Action::Archive => return vec![Request::Archive(self.id, true).into(), Effect::Close],
            Action::New => return self.new_row(ctx),
            Action::Edit => return self.edit(),
            Action::Open if self.pane == HISTORY => {
                return self.call().map(|row| Effect::Go(Place::Call(row.id))).into_iter().collect();
            }
            Action::Open if self.pane == TRIGGERS => return self.edit(),
            _other => return self.act_on_row(action),
        }
        Vec::new()
    }

    fn show(&mut self, answer: &Answer, _ctx: &Ctx) -> Vec<Effect> {
        match answer {
            Answer::Account(id, file) if *id == self.id => {
                self.gone = file.is_none();
                self.file.clone_from(file);
                for pane in 0..PANES {
                    self.selected[pane] = self.selected[pane].min(self.count(pane).saturating_sub(1));
                }
                Vec::new()
            }
            // A trigger opened from here comes back as its file: it goes to the form.
            Answer::Trigger(id, Some(file)) if self.opening == Some(*id) => {
                self.opening = None;
                vec![Effect::Go(Place::Edit(Subject::Trigger(Box::new(file.trigger.clone()))))]
            }
            _other => Vec::new(),
        }
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let Some(file) = &self.file else {
            let says = if self.gone {
                "This account is not in the book any more. Esc goes back."
            } else {
                "reading the book …"
            };
            brush.paragraph(layout::inside(ctx.area), says, Role::Dim);
            return None;
        };
        let (head, panes) = Self::panes(ctx);
        draw_head(file, head, brush);
        if ctx.room == Room::Wide {
            for (pane, area) in panes.into_iter().enumerate() {
                self.draw_pane(pane, file, ctx, area, brush);
            }
        } else {
            self.draw_pane(self.pane, file, ctx, layout::top(ctx.area, 4).1, brush);
        }
        None
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        let panes = if ctx.room == Room::Wide { Self::panes(ctx).1 } else { vec![layout::top(ctx.area, 4).1] };
        let Some((place, area)) = panes.into_iter().enumerate().find(|(_, area)| area.contains(at)) else {
            return Vec::new();
        };
        let pane = if ctx.room == Room::Wide { place } else { self.pane };
        let inner = layout::inside(area);
        self.pane = pane;
        if inner.contains(at) {
            let rows = usize::from(inner.height / 2).max(1);
            let row = first_shown(0, self.selected[pane], rows) + usize::from((at.y - inner.y) / 2);
            if row < self.count(pane) {
                self.selected[pane] = row;
            }
        }
        Vec::new()
    }

    fn walk(&self) -> Option<Walk> {
        Some(Walk::Accounts)
    }

    fn step(&mut self, by: isize, walk: Walk, _ctx: &Ctx) -> (Option<Place>, Vec<Effect>) {
        let pane = match walk {
            Walk::People => PEOPLE,
            Walk::Calls => HISTORY,
            Walk::Accounts => return (None, Vec::new()),
        };
        self.pane = pane;
        let before = self.selected[pane];
        self.moved(if by > 0 { Action::Down } else { Action::Up });
        if self.selected[pane] == before {
            return (None, Vec::new());
        }
        let place = match walk {
            Walk::People => self.contact().map(|row| Place::Plan(row.contact.id)),
            Walk::Calls => self.call().map(|row| Place::Call(row.id)),
            Walk::Accounts => None,
        };
        (place, Vec::new())
    }
}

impl AccountScreen {
    fn new_row(&self, ctx: &Ctx) -> Vec<Effect> {
        let name = self.file.as_ref().map_or(String::new(), |file| file.account.name.clone());
        let subject = if self.pane == TRIGGERS {
            let trigger = Trigger {
                accounts: vec![self.id],
                company: Some(name),
                status: Status::Kept,
                occurred_on: ctx.now.date(),
                ..Trigger::default()
            };
            Subject::Trigger(Box::new(trigger))
        } else {
            Subject::Contact(Box::new(Contact { account_id: self.id, ..Contact::default() }), name)
        };
        vec![Effect::Go(Place::Edit(subject))]
    }

    fn edit(&mut self) -> Vec<Effect> {
        let Some(file) = &self.file else { return Vec::new() };
        match self.pane {
            PEOPLE => match self.contact() {
                Some(row) => {
                    vec![Effect::Go(Place::Edit(Subject::Contact(
                        Box::new(row.contact.clone()),
                        file.account.name.clone(),
                    )))]
                }
                None => vec![Effect::Go(Place::Edit(Subject::Account(Box::new(file.account.clone()))))],
            },
            TRIGGERS => {
                self.opening = self.trigger().map(|row| row.id);
                self.opening.map(|id| Request::Trigger(id).into()).into_iter().collect()
            }
            _history => vec![Effect::Go(Place::Edit(Subject::Account(Box::new(file.account.clone()))))],
        }
    }

    fn act_on_row(&self, action: Action) -> Vec<Effect> {
        let trigger = self.trigger().map(|row| vec![row.id]);
        match (action, self.contact(), trigger) {
            (Action::Keep, _, Some(ids)) => vec![Request::SetStatus(ids, Status::Kept).into()],
            (Action::Reject, _, Some(ids)) => vec![Ask::reject(ids)],
            (Action::Snooze, _, Some(ids)) => vec![Ask::snooze(ids)],
            (Action::Open | Action::Plan, Some(row), _) => vec![Effect::Go(Place::Plan(row.contact.id))],
            (Action::Call, Some(row), _) => {
                vec![Ask::before_call(row.contact.id, &row.contact.name, &row.guards, true)]
            }
            (Action::Log, Some(row), _) => {
                vec![Ask::before_call(row.contact.id, &row.contact.name, &row.guards, false)]
            }
            (Action::DoNotCall, Some(row), _) if row.contact.do_not_call.is_some() => {
                vec![Request::SetDoNotCall(row.contact.id, None).into()]
            }
            (Action::DoNotCall, Some(row), _) => vec![Ask::do_not_call(row.contact.id, &row.contact.name)],
            (Action::Copy, Some(row), _) => {
                let phone = row.contact.phones.first().map_or("", |phone| phone.raw.as_str());
                vec![Effect::Terminal(Wish::Copy(format!("{} {phone}", row.contact.name).trim().to_string()))]
            }
            _other => Vec::new(),
        }
    }

    fn draw_pane(&self, pane: usize, file: &AccountFile, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let names = ["People", "Triggers", "History"];
        let title = if ctx.room == Room::Wide {
            format!("{} {}", names[pane], self.count(pane))
        } else {
            let tab = |p: usize| {
                let label = format!("{} {}", names[p], self.count(p));
                if p == pane { format!("[{label}]") } else { label }
            };
            format!("{}  {}  {}", tab(PEOPLE), tab(TRIGGERS), tab(HISTORY))
        };
        let inner = brush.pane(area, &title, pane == self.pane);
        if self.count(pane) == 0 {
            let says = match pane {
                PEOPLE => "Nobody known here yet. n adds a person.",
                TRIGGERS => {
                    "Nothing happened that we know of. n writes down what did: without it, there is no reason to call."
                }
                _history => "Never called.",
            };
            brush.paragraph(inner, says, Role::Dim);
            return;
        }
        let rows = usize::from(inner.height / 2).max(1);
        let first = first_shown(0, self.selected[pane], rows);
        for (place, index) in (first..self.count(pane)).take(rows).enumerate() {
            let y = inner.y + u16::try_from(place * 2).unwrap_or(0);
            let line = Rect { y, height: 1, ..inner };
            let below = Rect { y: y + 1, height: 1, ..inner };
            let selected = index == self.selected[pane] && pane == self.pane;
            let (cells, columns, second) = match pane {
                PEOPLE => person_lines(&file.contacts[index], ctx),
                TRIGGERS => trigger_lines(&file.triggers[index], ctx),
                _history => call_lines(&file.calls[index], ctx),
            };
            brush.row(line, selected, &columns, &cells);
            if below.y < inner.bottom() {
                brush.text(below.x + 3, below.y, below.width.saturating_sub(3), &second.0, second.1);
            }
        }
    }
}

type Lines = (Vec<Cell>, Vec<Column>, (String, Role));

fn person_lines(row: &ContactRow, ctx: &Ctx) -> Lines {
    let contact = &row.contact;
    let touched = row.last_call.map_or("never called".to_string(), |day| show::ago(day, ctx.now.date()));
    let (guard, guard_role) = show::guard(&row.guards);
    let (plan, plan_role) = show::plan(row.plan);
    let phone = contact.phones.first().map_or("no number", |phone| phone.raw.as_str());
    let (state, role) = if guard.starts_with("stop") { (guard, guard_role) } else { (plan, plan_role) };
    let cells = vec![
        Cell::new(contact.name.clone(), Role::Strong),
        Cell::new(contact.title.clone().unwrap_or_default(), Role::Text),
        Cell::new(state, role),
    ];
    let verdict = row.last_verdict.map_or(String::new(), |v| format!(" · {}", v.words()));
    (
        cells,
        vec![Column::Flex(5), Column::Flex(5), Column::Fixed(10)],
        (format!("{phone} · {touched}{verdict}"), Role::Dim),
    )
}

fn trigger_lines(row: &TriggerRow, ctx: &Ctx) -> Lines {
    let (fresh, fresh_role) = show::freshness(&row.freshness);
    let status = match &row.status {
        Status::Inbox => "inbox: a keeps".to_string(),
        Status::Kept => fresh,
        Status::Rejected(_) => "rejected".into(),
        Status::Snoozed(until) => format!("until {}", show::day(*until, ctx.now.date())),
        Status::Merged(_) => "merged".into(),
    };
    let cells = vec![
        Cell::new(row.headline.clone(), if row.freshness.value > 0.0 { Role::Text } else { Role::Dim }),
        Cell::right(show::age(row.freshness.age), Role::Dim),
    ];
    let second = format!("{} · {} · strength {} · {status}", row.kind_label, show::scope(row), row.strength);
    let role = if row.status == Status::Inbox { Role::Warn } else { fresh_role };
    (cells, vec![Column::Flex(1), Column::Fixed(6)], (second, if role == Role::Good { Role::Good } else { Role::Dim }))
}

fn call_lines(row: &CallRow, ctx: &Ctx) -> Lines {
    let (verdict, role) = show::verdict(row);
    let cells = vec![
        Cell::new(show::ago(row.at.date_naive(), ctx.now.date()), Role::Dim),
        Cell::new(row.contact.clone(), Role::Text),
        Cell::new(verdict, role),
    ];
    let said = if row.words.is_empty() { row.trigger.clone() } else { format!("\"{}\"", row.words) };
    (cells, vec![Column::Fixed(9), Column::Flex(1), Column::Fixed(13)], (format!("{} · {said}", row.rep), Role::Dim))
}

fn draw_head(file: &AccountFile, area: Rect, brush: &mut Brush) {
    let account = &file.account;
    let place = [&account.city, &account.region, &account.country]
        .iter()
        .filter_map(|p| p.as_deref())
        .collect::<Vec<_>>()
        .join(", ");
    let staff = account.employees.map_or(String::new(), |n| format!("{} people", show::thousands(n)));
    let revenue = account.revenue_musd.map_or(String::new(), |m| format!("${m:.0}M a year"));
    let facts = [
        account.industry.clone().unwrap_or_default(),
        place,
        staff,
        revenue,
        account.domain.clone().unwrap_or_default(),
    ];
    let facts: Vec<&str> = facts.iter().map(String::as_str).filter(|fact| !fact.is_empty()).collect();
    let (fit, fit_role) = show::fit(file.fit.fit);
    brush.spans(
        area.x + 1,
        area.y,
        area.width.saturating_sub(1),
        &[
            (&account.name, Role::Strong),
            ("   fit: ", Role::Dim),
            (fit, fit_role),
            ("  ", Role::Text),
            (&file.fit.because.join("; "), Role::Dim),
        ],
    );
    brush.text(area.x + 1, area.y + 1, area.width.saturating_sub(1), &facts.join(" · "), Role::Dim);
    let points =
        format!("{} points today, {} in six months", show::points(file.reason.points), show::points(file.reason.later));
    let best = file
        .triggers
        .iter()
        .find(|row| Some(row.id) == file.reason.best)
        .map_or("no live trigger: no reason to call", |row| row.headline.as_str());
    brush.spans(
        area.x + 1,
        area.y + 2,
        area.width.saturating_sub(1),
        &[(&points, Role::Text), ("  ", Role::Text), (best, Role::Dim)],
    );
    let note = account.notes.lines().next().unwrap_or("");
    brush.text(area.x + 1, area.y + 3, area.width.saturating_sub(1), note, Role::Dim);
}
