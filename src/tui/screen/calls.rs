//! Calls: everything logged, newest first; an amended call is one line.

use ratatui::layout::{Position, Rect};

use crate::domain::call::filter::{CallFilter, Flag};
use crate::domain::query::{CallQuery, CallRow};
use crate::domain::text::width;
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::{Answer, ReviewAnswer};
use crate::tui::message::command::{CallCommand, Command};
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::{Query, ReviewQuery};
use crate::tui::message::route::Route;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth};
use crate::tui::widgets::form::TextKey;
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::{Listing, WINDOW};
use crate::tui::widgets::table::Clicked;
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Acts, Screen};
use crate::tui::context::{Ctx, Offer, Walk};
use crate::tui::overlay::call_filter::CallFilterBox;
use crate::tui::widgets::filter::{Filter, FilterEvent};
use crate::tui::widgets::format;

/// The call list.
#[derive(Debug, Clone, PartialEq)]
pub struct CallsScreen {
    list: Listing<CallRow>,
    filter: Filter,
    choosing: CallFilterBox,
    /// Reviews of one's own calls without an answer.
    waiting: usize,
}

impl Default for CallsScreen {
    fn default() -> Self {
        let choosing = CallFilterBox::new(CallFilter::default());
        CallsScreen { list: Listing::default(), filter: Filter::default(), choosing, waiting: 0 }
    }
}

impl CallsScreen {
    fn query(&self, offset: usize) -> CallQuery {
        let filter = self.filter.text().to_string();
        CallQuery { filter, selection: self.choosing.selection.clone(), offset, limit: WINDOW }
    }

    fn request(&self, offset: usize) -> Vec<Effect> {
        vec![Query::Calls(self.query(offset)).into()]
    }

    fn more(&self) -> Vec<Effect> {
        self.list.wants().map(|offset| self.request(offset)).unwrap_or_default()
    }

    fn page(ctx: &Ctx) -> usize {
        usize::from(layout::inner(ctx.area).height.saturating_sub(1))
    }
}

/// What is done while the box stands over the list.
const IN_THE_BOX: &[Act<CallsScreen>] = &[
    Act::always(Action::Back, |screen, _| screen.choosing.close()),
    Act::always(Action::NextPane, |screen, _| screen.choosing.step(1)),
    Act::always(Action::PreviousPane, |screen, _| screen.choosing.step(-1)),
];

impl CallsScreen {
    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        self.list.go(movement, Self::page(ctx));
        self.more()
    }

    fn on_a_row(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(self.list.row().is_some(), &self.list.missing_sentence("no call is selected"))
    }

    fn open(&self) -> Vec<Effect> {
        self.list.row().map(|row| Effect::Go(Route::Call(row.id))).into_iter().collect()
    }

    fn plan(&self) -> Vec<Effect> {
        self.list.row().map(|row| Effect::Go(Route::Plan(row.contact_id))).into_iter().collect()
    }

    fn review(&self) -> Vec<Effect> {
        let query = Box::new(self.query(0));
        self.list.row().map(|row| Effect::Go(Route::Reviewing(row.id, query))).into_iter().collect()
    }

    fn begin_filter(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        self.filter.begin();
        Vec::new()
    }

    fn may_widen(&self) -> Offer {
        Offer::only_if(self.filter.is_in_use() || self.choosing.is_narrowed())
    }

    /// One level a press: what was typed first, then what was picked.
    fn widen(&mut self) -> Vec<Effect> {
        let had = if self.filter.is_in_use() { self.filter.clear() } else { self.choosing.clear() };
        if !had {
            return Vec::new();
        }
        self.list.reset();
        self.request(0)
    }
}

impl ActTable for CallsScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::offered(Action::Open, Self::on_a_row, |screen, _| screen.open()),
        Act::offered(Action::Plan, Self::on_a_row, |screen, _| screen.plan()),
        Act::offered(
            Action::Amend,
            // Offered, though off: A says where it works instead of doing nothing.
            |_, _| Offer::Off("Enter opens the call, and A amends it there".into()),
            |_, _| Vec::new(),
        ),
        Act::offered(Action::Review, Self::on_a_row, |screen, _| screen.review()),
        Act::always(Action::Filter, Self::begin_filter),
        Act::always(Action::Select, |screen, _| screen.choosing.open()),
        Act::offered(Action::Back, |screen, _| screen.may_widen(), |screen, _| screen.widen()),
        Act::refresh(),
    ];

    fn acts(&self) -> &'static [Act<Self>] {
        if self.choosing.is_open() { IN_THE_BOX } else { Self::ACTS }
    }
}

impl Screen for CallsScreen {
    fn title(&self) -> String {
        "Calls".into()
    }

    fn layer(&self) -> Layer {
        if self.choosing.is_open() { Layer::Text } else { self.filter.layer() }
    }

    fn enter(&self) -> Option<&'static str> {
        self.choosing.is_open().then_some("show them")
    }

    fn hints(&self) -> Vec<Action> {
        if self.filter.typing || self.choosing.is_open() {
            vec![Action::Back]
        } else {
            vec![Action::Open, Action::Review, Action::Plan, Action::Filter, Action::Select, Action::Undo]
        }
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        let mut effects = self.request(self.list.selected.saturating_sub(WINDOW / 2));
        effects.push(ReviewQuery::Waiting.into());
        effects
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        if self.choosing.is_open() {
            if self.choosing.stroke(stroke, ctx) {
                self.list.reset();
                return self.request(0);
            }
            return Vec::new();
        }
        match self.filter.stroke(stroke) {
            FilterEvent::Moved(movement) => self.go(movement, ctx),
            FilterEvent::Changed => {
                self.list.reset();
                self.request(0)
            }
            FilterEvent::Nothing => Vec::new(),
        }
    }

    fn sent(&mut self, command: &Command) {
        if matches!(command, Command::Call(CallCommand::Log { .. })) {
            self.list.expect_new();
        }
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        self.choosing.show(answer, ctx);
        if let Answer::Review(ReviewAnswer::Waiting(waiting)) = answer {
            self.waiting = *waiting;
        }
        if let Answer::Calls(query, window) = answer
            && query.filter == self.filter.text()
            && query.selection == self.choosing.selection
        {
            self.list.take(window.clone(), |row| row.id);
            self.list.select(self.list.selected, Self::page(ctx));
        }
        if let Answer::Failed { .. } = answer {
            self.list.release();
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let title = self.headline();
        let inner = brush.pane(ctx.area, &title, true);
        let used = u16::try_from(width(&title)).unwrap_or(20) + 6;
        let line = Rect { x: ctx.area.x + used, width: ctx.area.width.saturating_sub(used + 2), height: 1, ..ctx.area };
        let caret = self.filter.draw(line, brush);
        if self.list.is_empty() {
            let says = match (self.list.loaded, self.filter.text()) {
                (false, _) => ctx.reading().to_string(),
                (true, "") if self.choosing.is_narrowed() => {
                    "No call is like that. V picks other ones, Esc shows them all.".into()
                }
                (true, "") => {
                    "No call is logged yet. On a person, c starts the call clock and C logs one made elsewhere.".into()
                }
                (true, text) => format!("Nothing matches \"{text}\". Esc clears the filter."),
            };
            brush.paragraph(inner, &says, Role::Dim);
        } else {
            draw_rows(&self.list, ctx, inner, brush);
        }
        self.choosing.draw(ctx.area, brush).or(caret)
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        match self.list.click(at, layout::inner(ctx.area)) {
            Clicked::Nothing => Vec::new(),
            Clicked::Chosen => self.more(),
            Clicked::Opened => self.act(Action::Open, ctx),
        }
    }

    fn step(&mut self, by: isize, walk: Walk, ctx: &Ctx) -> (Option<Route>, Vec<Effect>) {
        let query = self.query(0);
        step_calls(&mut self.list, by, walk, Self::page(ctx), |list| {
            list.wants().map(|offset| Query::Calls(CallQuery { offset, ..query.clone() }).into())
        })
    }
}

impl CallsScreen {
    /// `312 calls · rep Ida · 2 reviews to answer`.
    fn headline(&self) -> String {
        let mut parts = vec![format::total_phrase(self.list.window.total, "call", "calls")];
        parts.extend(Some(self.choosing.words()).filter(|words| !words.is_empty()));
        match self.waiting {
            0 => {}
            1 => parts.push("1 review to answer".into()),
            n => parts.push(format!("{} reviews to answer", format::thousands(n))),
        }
        parts.join(" · ")
    }
}

/// Moves along calls and says where that leads.
pub fn step_calls(
    list: &mut Listing<CallRow>,
    by: isize,
    walk: Walk,
    page: usize,
    more: impl Fn(&Listing<CallRow>) -> Option<Effect>,
) -> (Option<Route>, Vec<Effect>) {
    let before = list.selected;
    list.go(Movement::along(by), page);
    let place = list.row().filter(|_| list.selected != before).map(|row| match walk {
        Walk::Calls => Route::Call(row.id),
        Walk::People => Route::Plan(row.contact_id),
        Walk::Accounts => Route::person(row.account_id, row.contact_id),
    });
    (place, more(list).into_iter().collect())
}

/// Head line and rows of calls.
pub fn draw_rows(list: &Listing<CallRow>, ctx: &Ctx, inner: Rect, brush: &mut Brush) {
    let wide = ctx.room == Room::Wide && inner.width > 90;
    let columns: &[ColumnWidth] = if wide {
        &[
            ColumnWidth::Fixed(12),
            ColumnWidth::Fixed(9),
            ColumnWidth::Flex(4),
            ColumnWidth::Flex(4),
            ColumnWidth::Fixed(19),
            ColumnWidth::Fixed(6),
            ColumnWidth::Flex(7),
            ColumnWidth::Fixed(8),
        ]
    } else {
        &[ColumnWidth::Fixed(12), ColumnWidth::Flex(4), ColumnWidth::Flex(3), ColumnWidth::Fixed(19)]
    };
    let pick = |all: Vec<Cell>| -> Vec<Cell> {
        if wide { all } else { [0, 2, 3, 4].iter().filter_map(|at| all.get(*at).cloned()).collect() }
    };
    let heads = ["When", "Rep", "Account", "Person", "Verdict", "", "Their words, or why", ""];
    let mut heads = heads.map(|head| Cell::new(head, Role::Dim));
    heads[5] = Cell::right("Min", Role::Dim);
    list.draw(inner, columns, &pick(heads.into()), |row| pick(cells_of(row)), brush);
}

fn cells_of(row: &CallRow) -> Vec<Cell> {
    let (verdict, role) = format::verdict(row);
    let said = if row.words.is_empty() { row.reason_words() } else { format::in_quotes(&row.words) };
    let state = match (row.flags.has(Flag::AmendedLate), row.amended, row.reviewed) {
        (true, _, _) => "late",
        (false, true, _) => "amended",
        (false, false, true) => "reviewed",
        (false, false, false) => "",
    };
    vec![
        Cell::new(row.at.format("%-d %b %H:%M").to_string(), Role::Dim),
        Cell::new(format::short_name(&row.rep), Role::Dim),
        Cell::new(row.account.clone(), Role::Strong),
        Cell::new(row.contact.clone(), Role::Text),
        Cell::new(verdict, role),
        Cell::right(format::minutes(row.seconds), Role::Dim),
        Cell::new(said, Role::Text),
        Cell::new(state, Role::Dim),
    ]
}
