//! Accounts: browse a million, filter as you type, open one.

use ratatui::layout::{Position, Rect};

use crate::domain::ids::{AccountId, ContactId};
use crate::domain::query::{AccountQuery, AccountRow, AccountSort};
use crate::domain::reason::no_answer::Rest;
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::{Answer, Saved};
use crate::tui::message::command::{AccountCommand, Command};
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::Query;
use crate::tui::message::route::{Errand, Route, Subject};
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth};
use crate::tui::widgets::form::TextKey;
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::{GLANCE, Listing, WINDOW};
use crate::tui::widgets::table::Clicked;
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Acts, Screen};
use crate::tui::context::{Ctx, Offer, Walk};
use crate::tui::overlay::prompt::before_rest;
use crate::tui::widgets::filter::{Filter, FilterEvent};
use crate::tui::widgets::format;

/// The account list.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountsScreen {
    list: Listing<AccountRow>,
    filter: Filter,
    sort: AccountSort,
    /// It was just written down: selected once it is in the list.
    made: Option<AccountId>,
    /// A new one is on its way to the book.
    making: bool,
}

impl Default for AccountsScreen {
    fn default() -> Self {
        AccountsScreen {
            list: Listing::default(),
            filter: Filter::default(),
            sort: AccountSort::Reason,
            made: None,
            making: false,
        }
    }
}

impl AccountsScreen {
    /// What is asked after each letter: no more than is seen.
    fn glance(&self) -> Vec<Effect> {
        vec![Query::Accounts(AccountQuery { limit: GLANCE, ..self.query(0) }).into()]
    }

    fn query(&self, offset: usize) -> AccountQuery {
        AccountQuery { filter: self.filter.text().to_string(), sort: self.sort, fit: None, offset, limit: WINDOW }
    }

    fn request(&self, offset: usize) -> Vec<Effect> {
        vec![Query::Accounts(self.query(offset)).into()]
    }

    fn more(&self) -> Vec<Effect> {
        self.list.wants().map(|offset| self.request(offset)).unwrap_or_default()
    }

    fn page(ctx: &Ctx) -> usize {
        usize::from(layout::inner(ctx.area).height.saturating_sub(1))
    }

    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        self.list.go(movement, Self::page(ctx));
        self.more()
    }

    fn on_a_row(&self, _ctx: &Ctx) -> Offer {
        let why = self.list.missing_sentence("no account is selected: n makes one, I imports a file");
        Offer::yes_if(self.list.row().is_some(), &why)
    }

    fn open(&self) -> Vec<Effect> {
        self.list.row().map(|row| Effect::Go(Route::Account(row.id))).into_iter().collect()
    }

    /// Begins an errand; the row names no person.
    fn begin(&self, errand: Errand) -> Vec<Effect> {
        self.list.row().map(|row| Effect::Begin(errand, row.id, ContactId::default())).into_iter().collect()
    }

    fn edit(&self) -> Vec<Effect> {
        self.list.row().map(|row| Effect::EditAccount(row.id)).into_iter().collect()
    }

    fn archive(&self) -> Vec<Effect> {
        self.list.row().map(|row| AccountCommand::Archive(row.id, true).into()).into_iter().collect()
    }

    fn let_rest(&self) -> Vec<Effect> {
        self.list.row().map(|row| before_rest(row.id, &row.name, row.rest.as_ref())).into_iter().collect()
    }

    fn begin_filter(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        self.filter.begin();
        Vec::new()
    }

    fn clear_filter(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        if !self.filter.clear() {
            return Vec::new();
        }
        self.list.reset();
        self.request(0)
    }

    fn may_sort(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(self.filter.text().is_empty(), "while filtering, the best reason comes first")
    }

    fn sort(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        let next = AccountSort::ALL.iter().position(|s| *s == self.sort).map_or(0, |at| at + 1);
        self.sort = AccountSort::ALL[next % AccountSort::ALL.len()];
        self.list.reset();
        self.request(0)
    }
}

impl ActTable for AccountsScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::offered(Action::Open, Self::on_a_row, |screen, _| screen.open()),
        Act::offered(Action::Plan, Self::on_a_row, |screen, _| screen.begin(Errand::Plan)),
        Act::offered(Action::Call, Self::on_a_row, |screen, _| screen.begin(Errand::Call)),
        Act::offered(Action::Log, Self::on_a_row, |screen, _| screen.begin(Errand::Log)),
        Act::offered(Action::Sheet, Self::on_a_row, |screen, _| screen.begin(Errand::Sheet)),
        Act::always(Action::New, |_, _| vec![Effect::Go(Route::Edit(Subject::Account(Box::default())))]),
        Act::offered(Action::Edit, Self::on_a_row, |screen, _| screen.edit()),
        Act::offered(Action::Archive, Self::on_a_row, |screen, _| screen.archive()),
        Act::offered(Action::Rest, Self::on_a_row, |screen, _| screen.let_rest()),
        Act::always(Action::Filter, Self::begin_filter),
        Act::offered(Action::Sort, Self::may_sort, Self::sort),
        Act::offered(Action::Back, |screen, _| Offer::only_if(screen.filter.is_in_use()), Self::clear_filter),
        Act::refresh(),
    ];
}

impl Screen for AccountsScreen {
    fn title(&self) -> String {
        "Accounts".into()
    }

    fn layer(&self) -> Layer {
        self.filter.layer()
    }

    fn hints(&self) -> Vec<Action> {
        if self.filter.typing {
            return vec![Action::Back];
        }
        if self.list.is_empty() && self.filter.text().is_empty() {
            return vec![Action::New, Action::Import, Action::Undo];
        }
        vec![Action::Open, Action::Filter, Action::Sort, Action::New, Action::Import, Action::Undo]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        self.request(self.list.selected.saturating_sub(WINDOW / 2))
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        match self.filter.stroke(stroke) {
            FilterEvent::Moved(movement) => self.go(movement, ctx),
            FilterEvent::Changed => {
                self.list.reset();
                self.glance()
            }
            FilterEvent::Nothing => Vec::new(),
        }
    }

    fn sent(&mut self, command: &Command) {
        if let Command::Account(AccountCommand::Save(edit)) = command {
            self.making = edit.typed.id.is_nil();
        }
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Accounts(query, window) = answer
            && query.filter == self.filter.text()
            && query.sort == self.sort
        {
            self.list.take(window.clone(), |row| row.id);
            let made = window.rows.iter().position(|row| Some(row.id) == self.made).map(|at| window.offset + at);
            self.list.select(made.unwrap_or(self.list.selected), Self::page(ctx));
            // Until it is seen in a list: an answer from before its save may still come.
            self.made = self.made.filter(|_| made.is_none());
        }
        if let Answer::Failed { .. } = answer {
            self.list.release();
        }
        if let Answer::Saved(Saved::Form { account, .. }) = answer
            // Only after a new company was sent: forms of people and triggers are answered alike.
            && std::mem::take(&mut self.making)
        {
            self.made = *account;
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let order = if self.filter.text().is_empty() { self.sort } else { AccountSort::Reason };
        let title =
            format!("{} · by {}", format::total_phrase(self.list.window.total, "account", "accounts"), order.words());
        let inner = brush.pane(ctx.area, &title, true);
        let used = u16::try_from(title.len()).unwrap_or(40) + 7;
        let line =
            Rect { x: ctx.area.x + used, y: ctx.area.y, width: ctx.area.width.saturating_sub(used + 2), height: 1 };
        let caret = self.filter.draw(line, brush);
        if self.list.is_empty() {
            brush.paragraph(inner, &self.empty(ctx), Role::Dim);
            return caret;
        }
        let columns = Self::columns(ctx.room);
        let heads = ["Pts", "Account", "Why now", "Industry", "Place", "Staff", "Fit", "Last call"];
        let kept = Self::kept(ctx.room);
        let numbers = ["Pts", "Staff"];
        let head = |at: &usize| {
            let head = heads[*at];
            if numbers.contains(&head) { Cell::right(head, Role::Dim) } else { Cell::new(head, Role::Dim) }
        };
        let heads: Vec<Cell> = kept.iter().map(head).collect();
        let shown = |row: &AccountRow| {
            let all = cells_of(row, ctx);
            kept.iter().filter_map(|at| all.get(*at).cloned()).collect()
        };
        self.list.draw(inner, &columns, &heads, shown, brush);
        caret
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        match self.list.click(at, layout::inner(ctx.area)) {
            Clicked::Nothing => Vec::new(),
            Clicked::Chosen => self.more(),
            Clicked::Opened => self.act(Action::Open, ctx),
        }
    }

    fn step(&mut self, by: isize, walk: Walk, ctx: &Ctx) -> (Option<Route>, Vec<Effect>) {
        if walk != Walk::Accounts {
            return (None, Vec::new());
        }
        let before = self.list.selected;
        self.list.go(Movement::along(by), Self::page(ctx));
        let place = self.list.row().filter(|_| self.list.selected != before).map(|row| Route::Account(row.id));
        (place, self.more())
    }
}

impl AccountsScreen {
    fn empty(&self, ctx: &Ctx) -> String {
        if !self.list.loaded {
            ctx.reading().into()
        } else if self.filter.text().is_empty() {
            "No accounts yet.\n\nI imports a CSV that your CRM or a spreadsheet wrote; n writes one down.".into()
        } else {
            format!("Nothing matches \"{}\". Esc clears the filter; !word leaves a word out.", self.filter.text())
        }
    }

    fn kept(room: Room) -> &'static [usize] {
        match room {
            Room::Wide => &[0, 1, 2, 3, 4, 5, 6, 7],
            Room::Narrow | Room::TooSmall => &[0, 1, 2, 6, 7],
        }
    }

    fn columns(room: Room) -> Vec<ColumnWidth> {
        match room {
            Room::Wide => vec![
                ColumnWidth::Fixed(3),
                ColumnWidth::Flex(6),
                ColumnWidth::Flex(8),
                ColumnWidth::Flex(4),
                ColumnWidth::Flex(4),
                ColumnWidth::Fixed(5),
                ColumnWidth::Fixed(7),
                ColumnWidth::Fixed(10),
            ],
            Room::Narrow | Room::TooSmall => {
                vec![
                    ColumnWidth::Fixed(3),
                    ColumnWidth::Flex(5),
                    ColumnWidth::Flex(6),
                    ColumnWidth::Fixed(7),
                    ColumnWidth::Fixed(10),
                ]
            }
        }
    }
}

fn cells_of(row: &AccountRow, ctx: &Ctx) -> Vec<Cell> {
    let (fit, fit_role) = format::fit(row.fit);
    let points = if row.points > 0.0 { format::points(row.points) } else { "-".into() };
    let trigger = row.trigger.as_ref().map_or(String::new(), |t| t.headline.clone());
    let rests = |rest: &Rest| format!("rests until {}: {}", rest.until.format("%-d %b"), rest.because);
    let (trigger, role) = row.rest.as_ref().map_or((trigger, Role::Text), |rest| (rests(rest), Role::Warn));
    let touch = row.last_touch.map_or(String::new(), |day| format::relative_day_short(day, ctx.now.date()));
    vec![
        Cell::right(points, Role::Text),
        Cell::new(row.name.clone(), Role::Strong),
        Cell::new(trigger, role),
        Cell::new(row.industry.clone(), Role::Dim),
        Cell::new(row.place.clone(), Role::Dim),
        Cell::right(format::short_number(row.employees), Role::Dim),
        Cell::new(fit, fit_role),
        Cell::new(touch, Role::Dim),
    ]
}
