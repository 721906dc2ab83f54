//! Today: promises due, meetings of the day, then people ranked by reason, each with one line of *their* reason.

mod draw;
mod meetings;
mod next;
mod row_shape;
mod their_clock;
mod views;

use chrono::{DateTime, FixedOffset};
use ratatui::layout::{Position, Rect};

use crate::domain::call::UnfinishedCall;
use crate::domain::ids::{AccountId, ContactId, PlanId, PromiseId};
use crate::domain::query::{KeptPromise, MeetingRow, PromiseRow, Today, TodayQuery, TodayRow, TodaySort, TodayView};
use crate::domain::reason::week_supply::WeekSupply;
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::Answer;
use crate::tui::message::command::CallCommand;
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::keymap::Layer;
use crate::tui::message::prompt::Question;
use crate::tui::message::query::Query;
use crate::tui::message::route::{Errand, Route};
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::filter::{Filter, FilterEvent};
use crate::tui::widgets::form::TextKey;
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::{Listing, WINDOW, first_shown, stays};

use super::{Act, ActTable, Acts, Screen, feeds};
use crate::tui::context::{Ctx, Offer, Walk};
use views::Views;

/// The first screen of the day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TodayScreen {
    /// Unfinished calls.
    unfinished: Vec<UnfinishedCall>,
    promises: Vec<PromiseRow>,
    meetings: Vec<MeetingRow>,
    people: Listing<TodayRow>,
    filter: Filter,
    sort: TodaySort,
    /// Selected row over unfinished calls, promises, meetings and people together.
    selected: usize,
    top: usize,
    counts: (u32, u32, u32),
    week: WeekSupply,
    views: Views,
    detail: bool,
    /// The call that was just logged, until the list is read again.
    called: Option<JustLogged>,
}

/// The selected row.
enum SelectedRow<'a> {
    Unfinished(&'a UnfinishedCall),
    Promise(&'a PromiseRow),
    Meeting(&'a MeetingRow),
    Person(&'a TodayRow),
}

/// A call that was just logged, and who stood next at that moment: logging it moves the rows.
#[derive(Debug, Clone, PartialEq)]
struct JustLogged {
    account: Option<AccountId>,
    next: Option<RowAnchor>,
    says: String,
}

/// A row that is found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowAnchor {
    /// An unfinished call, by its start.
    Unfinished(DateTime<FixedOffset>),
    Promise(PromiseId),
    Meeting(PlanId),
    Account(AccountId),
}

impl TodayScreen {
    /// The selected row; none while another list is on its way, for which a key typed ahead is meant.
    fn row(&self) -> Option<SelectedRow<'_>> {
        if self.people.is_late() { None } else { self.row_at(self.selected) }
    }

    fn row_at(&self, place: usize) -> Option<SelectedRow<'_>> {
        if let Some(call) = self.unfinished.get(place) {
            return Some(SelectedRow::Unfinished(call));
        }
        let place_of_promise = place - self.unfinished.len();
        if let Some(promise) = self.promises.get(place_of_promise) {
            return Some(SelectedRow::Promise(promise));
        }
        match self.meetings.get(place_of_promise - self.promises.len()) {
            Some(meeting) => Some(SelectedRow::Meeting(meeting)),
            None => self.people.at(place - self.above()).map(SelectedRow::Person),
        }
    }

    /// Rows above the people.
    fn above(&self) -> usize {
        self.unfinished.len() + self.promises.len() + self.meetings.len()
    }

    fn len(&self) -> usize {
        self.above() + self.people.len()
    }

    fn contact(&self) -> Option<(ContactId, AccountId, &str)> {
        self.row().map(|row| match row {
            // Which account it is, the person says.
            SelectedRow::Unfinished(call) => (call.ran.contact, AccountId::default(), call.ran.name.as_str()),
            SelectedRow::Promise(p) => (p.promise.contact_id, p.promise.account_id, p.contact.as_str()),
            SelectedRow::Meeting(p) => (p.contact_id, p.account_id, p.contact.as_str()),
            SelectedRow::Person(p) => (p.contact_id, p.account_id, p.contact.as_str()),
        })
    }

    fn account_name(&self) -> &str {
        match self.row() {
            Some(SelectedRow::Promise(row)) => &row.account,
            Some(SelectedRow::Meeting(row)) => &row.account,
            Some(SelectedRow::Person(row)) => &row.account,
            Some(SelectedRow::Unfinished(_)) | None => "",
        }
    }

    /// Takes what was read; the selection stays on its row. Below the last promise stands the first person.
    fn take(&mut self, today: &Today) {
        let Today { unfinished, promises, meetings, people, logged, asked, well_spent, week, .. } = today;
        // Before the lists are replaced: which row is selected is known by the old ones.
        let place = match self.row() {
            // Whoever was just called sinks down the list; the next one is looked for from where they stood.
            Some(_) if self.called.is_some() => Some(self.selected),
            Some(SelectedRow::Unfinished(call)) => {
                let same = unfinished.iter().position(|one| one.ran.since == call.ran.since);
                Some(same.unwrap_or(self.selected))
            }
            Some(SelectedRow::Promise(_)) => {
                let below = self.promises.get(self.selected - self.unfinished.len()..).unwrap_or_default();
                let stays = stays(below, 0, promises, |row| row.promise.id).unwrap_or(promises.len());
                Some(unfinished.len() + stays)
            }
            Some(SelectedRow::Meeting(_)) => {
                let from = self.selected - self.unfinished.len() - self.promises.len();
                let below = self.meetings.get(from..).unwrap_or_default();
                let stays = stays(below, 0, meetings, |row| row.plan).unwrap_or(meetings.len());
                Some(unfinished.len() + promises.len() + stays)
            }
            None => Some(self.selected),
            Some(SelectedRow::Person(_)) => None,
        };
        self.people.take(people.clone(), |row| row.account_id);
        self.selected = place.unwrap_or(unfinished.len() + promises.len() + meetings.len() + self.people.selected);
        self.unfinished.clone_from(unfinished);
        self.promises.clone_from(promises);
        self.meetings.clone_from(meetings);
        self.week.clone_from(week);
        self.views.take(today);
        self.counts = (*logged, *asked, *well_spent);
    }

    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        let page = self.page(ctx);
        self.selected = movement.target(self.selected, self.len().saturating_sub(1), page);
        self.settle(page);
        self.more()
    }

    fn on_a_row(&self) -> Offer {
        let why = match self.filter.text() {
            "" if self.views.narrows() => "nobody is in this view: Esc shows everybody",
            "" => "there is nobody in the list yet: I imports a file, 3 shows triggers",
            _ => "nobody in the list is like that: Esc clears the filter",
        };
        Offer::yes_if(self.row().is_some(), &self.people.missing_sentence(why))
    }

    fn on_somebody(&self, _ctx: &Ctx) -> Offer {
        match self.row() {
            Some(SelectedRow::Unfinished(_)) => {
                Offer::Off("this call is not logged yet: Enter logs it, D dismisses it".into())
            }
            Some(SelectedRow::Promise(_) | SelectedRow::Meeting(_) | SelectedRow::Person(_)) | None => self.on_a_row(),
        }
    }

    fn on_a_promise(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(self.promise().is_some(), "only a promise can be moved to another day")
    }

    fn on_a_person(&self, ctx: &Ctx) -> Offer {
        if self.contact().is_some_and(|(contact, ..)| contact.is_nil()) {
            return Offer::Off("nobody is known there yet: c, C or p adds a person".into());
        }
        self.on_somebody(ctx)
    }

    fn may_be_done(&self, _ctx: &Ctx) -> Offer {
        let done = matches!(self.row(), Some(SelectedRow::Promise(_) | SelectedRow::Unfinished(_)));
        Offer::yes_if(done, "only a promise can be marked as kept, and only an unfinished call dismissed")
    }

    fn may_sort(&self, _ctx: &Ctx) -> Offer {
        let people = self.views.view != TodayView::Promises;
        Offer::yes_if(people, "promises stand by their days: V shows the people again")
    }

    fn promise(&self) -> Option<&PromiseRow> {
        match self.row()? {
            SelectedRow::Promise(row) => Some(row),
            SelectedRow::Unfinished(_) | SelectedRow::Meeting(_) | SelectedRow::Person(_) => None,
        }
    }

    fn open(&self) -> Vec<Effect> {
        if let Some(SelectedRow::Unfinished(call)) = self.row() {
            let (contact, ended) = (call.ran.contact, Some(Box::new(call.clone())));
            return vec![Effect::Go(Route::Log { contact, ended })];
        }
        self.contact().map(|(contact, account, _)| Effect::Go(Route::person(account, contact))).into_iter().collect()
    }

    fn begin(&self, errand: Errand) -> Vec<Effect> {
        self.contact().map(|(contact, account, _)| Effect::Begin(errand, account, contact)).into_iter().collect()
    }

    /// Marks a promise as kept, or dismisses an unfinished call.
    fn done(&self, ctx: &Ctx) -> Vec<Effect> {
        if let Some(SelectedRow::Unfinished(call)) = self.row() {
            return vec![CallCommand::Dismiss(Box::new(call.clone())).into()];
        }
        let kept = |row: &PromiseRow| KeptPromise { promise: row.promise.id, on: ctx.now.date() };
        self.promise().map(|row| CallCommand::KeepPromise(kept(row)).into()).into_iter().collect()
    }

    fn move_promise(&self) -> Vec<Effect> {
        let ask = |row: &PromiseRow| Question::MovePromise(Box::new(row.promise.clone()));
        self.promise().map(|row| Effect::Prompt(ask(row))).into_iter().collect()
    }

    fn touch(&self) -> Vec<Effect> {
        let ask = |contact, name: &str| Effect::Prompt(Question::Touch(contact, name.to_owned()));
        self.contact().map(|(contact, _, name)| ask(contact, name)).into_iter().collect()
    }

    fn page_of_person(&self) -> Vec<Effect> {
        self.contact().map(|(contact, ..)| Effect::Go(Route::PersonPage(contact))).into_iter().collect()
    }

    fn let_rest(&self) -> Vec<Effect> {
        let ask = |account| Effect::Prompt(Question::Rest(account, self.account_name().to_owned()));
        self.contact().map(|(_, account, _)| ask(account)).into_iter().collect()
    }

    fn copy(&self) -> Vec<Effect> {
        let phone = match self.row() {
            Some(SelectedRow::Promise(row)) => row.phone.clone(),
            Some(SelectedRow::Meeting(row)) => row.phone.clone(),
            Some(SelectedRow::Person(row)) => row.phone.clone(),
            Some(SelectedRow::Unfinished(_)) | None => None,
        };
        let line = |name: &str| phone.map_or_else(|| name.to_string(), |phone| format!("{name} {phone}"));
        self.contact().map(|(.., name)| Effect::Terminal(TerminalRequest::Copy(line(name)))).into_iter().collect()
    }

    fn turn(&mut self) -> Vec<Effect> {
        self.detail = !self.detail;
        Vec::new()
    }

    fn settle(&mut self, page: usize) {
        self.selected = self.selected.min(self.len().saturating_sub(1));
        self.top = first_shown(self.top, self.selected, page.max(1));
        self.people.select(self.selected.saturating_sub(self.above()), page);
    }

    fn more(&self) -> Vec<Effect> {
        self.people.wants().map(|offset| self.request(offset)).unwrap_or_default()
    }

    fn request(&self, offset: usize) -> Vec<Effect> {
        let (view, filter) = (self.views.view.clone(), self.filter.text().to_owned());
        vec![Query::Today(TodayQuery { view, filter, sort: self.sort, offset, limit: WINDOW }).into()]
    }

    fn begin_filter(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        self.filter.begin();
        Vec::new()
    }

    /// Puts the people into the next order.
    fn sort(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        let next = TodaySort::ALL.iter().position(|sort| *sort == self.sort).map_or(0, |at| at + 1);
        self.sort = TodaySort::ALL[next % TodaySort::ALL.len()];
        self.read_anew()
    }

    /// Asks for the list by what the filter holds now; its first row will be selected.
    fn read_anew(&mut self) -> Vec<Effect> {
        (self.selected, self.top) = (0, 0);
        self.people.reset();
        self.request(0)
    }

    /// The lines about the week, and what is left below them.
    fn split(&self, ctx: &Ctx) -> (Rect, Rect) {
        let two = ctx.room == Room::Wide && !self.week.bare.is_empty();
        layout::top(ctx.area, if two { 2 } else { 1 })
    }

    fn list_area(&self, ctx: &Ctx) -> Rect {
        let body = self.split(ctx).1;
        match ctx.room {
            Room::Wide => layout::split_left(body, body.width * 72 / 100).0,
            Room::Narrow | Room::TooSmall => body,
        }
    }

    fn page(&self, ctx: &Ctx) -> usize {
        let inner = layout::inner(self.list_area(ctx)).height.saturating_sub(1);
        // The narrow list spends one more line on the selected row, and promises ahead stand under a line.
        let spent = u16::from(ctx.room != Room::Wide) + u16::from(self.first_to_come(ctx).is_some());
        usize::from(inner.saturating_sub(spent))
    }

    /// The first row of a promise whose day is still ahead.
    fn first_to_come(&self, ctx: &Ctx) -> Option<usize> {
        let is_ahead = |row: &PromiseRow| row.promise.by.is_some_and(|by| by > ctx.now.date());
        self.promises.iter().position(is_ahead).map(|first| self.unfinished.len() + first)
    }

    /// The row that is drawn on a line of the list, counted from the first one.
    fn row_under(&self, wanted: usize, ctx: &Ctx) -> Option<usize> {
        let mut line = 0;
        for row in self.top..self.len() {
            if self.first_to_come(ctx) == Some(row) {
                line += 1;
            }
            let lines = if row == self.selected && ctx.room != Room::Wide { 2 } else { 1 };
            if line > wanted {
                return None;
            }
            line += lines;
            if line > wanted {
                return Some(row);
            }
        }
        None
    }
}

impl ActTable for TodayScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::offered(Action::Open, |screen, _| screen.on_a_row(), |screen, _| screen.open()),
        Act::offered(Action::Plan, Self::on_somebody, |screen, _| screen.begin(Errand::Plan)),
        Act::offered(Action::Call, Self::on_somebody, |screen, _| screen.begin(Errand::Call)),
        Act::offered(Action::Log, Self::on_somebody, |screen, _| screen.begin(Errand::Log)),
        Act::offered(Action::Sheet, Self::on_somebody, |screen, _| screen.begin(Errand::Sheet)),
        Act::offered(Action::Copy, Self::on_a_person, |screen, _| screen.copy()),
        Act::offered(Action::Done, Self::may_be_done, |screen, ctx| screen.done(ctx)),
        Act::offered(Action::MovePromise, Self::on_a_promise, |screen, _| screen.move_promise()),
        Act::offered(Action::Touch, Self::on_a_person, |screen, _| screen.touch()),
        Act::offered(Action::Person, Self::on_a_person, |screen, _| screen.page_of_person()),
        Act::offered(Action::Rest, Self::on_somebody, |screen, _| screen.let_rest()),
        Act::always(Action::Filter, Self::begin_filter),
        Act::offered(Action::Sort, Self::may_sort, Self::sort),
        Act::alike(&[Action::Evidence, Action::NextPane, Action::PreviousPane], |screen, _| screen.turn()),
        Act::always(Action::Fetch, |_, ctx| feeds::fetch(None, ctx)),
        Act::always(Action::Select, Self::pick_view),
        Act::offered(Action::Back, |screen, _| Offer::only_if(screen.goes_back()), Self::go_back),
        Act::refresh(),
    ];
}

impl Screen for TodayScreen {
    fn title(&self) -> String {
        "Today".into()
    }

    fn layer(&self) -> Layer {
        if self.views.is_open() { Layer::Text } else { self.filter.layer() }
    }

    fn hints(&self) -> Vec<Action> {
        if self.filter.typing || self.views.is_open() {
            return vec![Action::Back];
        }
        match self.row() {
            Some(SelectedRow::Unfinished(_)) => vec![Action::Open, Action::Done, Action::Undo],
            Some(SelectedRow::Promise(_)) => {
                vec![Action::Call, Action::Done, Action::MovePromise, Action::Plan, Action::Open, Action::Undo]
            }
            Some(SelectedRow::Meeting(_) | SelectedRow::Person(_)) => {
                vec![Action::Plan, Action::Call, Action::Log, Action::Open, Action::Copy, Action::Undo]
            }
            None if self.goes_back() => vec![Action::Back],
            None => vec![Action::GoTriggers, Action::Import],
        }
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        self.request(self.people.selected.saturating_sub(WINDOW / 2))
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        if self.views.is_open() {
            return self.in_the_box(stroke);
        }
        match self.filter.stroke(stroke) {
            FilterEvent::Moved(movement) => self.go(movement, ctx),
            FilterEvent::Changed => self.read_anew(),
            FilterEvent::Nothing => Vec::new(),
        }
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Failed { .. } = answer {
            self.people.release();
        }
        if let Answer::Today(query, today) = answer
            && query.filter == self.filter.text()
            && query.sort == self.sort
            && query.view == self.views.view
        {
            self.take(today);
            self.settle(self.page(ctx));
            return self.offer_next(ctx);
        }
        Vec::new()
    }

    fn called(&mut self, contact: ContactId, says: &str) -> bool {
        self.called = Some(self.after(contact, says));
        true
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        self.draw_week(ctx, brush);
        let list = self.list_area(ctx);
        let caret = match ctx.room {
            Room::Wide => {
                let rest = Rect { x: list.right(), width: ctx.area.right() - list.right(), ..list };
                self.draw_detail(ctx, rest, brush);
                self.draw_list(ctx, list, brush)
            }
            Room::Narrow | Room::TooSmall if self.detail && !self.filter.typing => {
                self.draw_detail(ctx, list, brush);
                None
            }
            Room::Narrow | Room::TooSmall => self.draw_list(ctx, list, brush),
        };
        if self.views.is_open() { self.views.draw(ctx.area, &self.words(), brush) } else { caret }
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        if self.views.is_open() {
            return Vec::new();
        }
        let inner = layout::inner(self.list_area(ctx));
        if !inner.contains(at) || at.y == inner.y {
            return Vec::new();
        }
        let Some(row) = self.row_under(usize::from(at.y - inner.y - 1), ctx) else { return Vec::new() };
        if row == self.selected {
            return self.act(Action::Open, ctx);
        }
        self.selected = row;
        self.settle(self.page(ctx));
        self.more()
    }

    fn step(&mut self, by: isize, walk: Walk, ctx: &Ctx) -> (Option<Route>, Vec<Effect>) {
        let before = self.selected;
        let mut asked = self.go(Movement::along(by), ctx);
        // Plans are walked along people: a row without one is passed.
        let is_nobody = |screen: &Self| screen.contact().is_some_and(|(contact, ..)| contact.is_nil());
        let mut last = before;
        while walk == Walk::People && is_nobody(self) && self.selected != last {
            last = self.selected;
            asked.extend(self.go(Movement::along(by), ctx));
        }
        if walk == Walk::People && is_nobody(self) {
            return (None, asked);
        }
        let place = self.contact().filter(|_| self.selected != before).and_then(|(contact, account, _)| match walk {
            Walk::Accounts => Some(Route::person(account, contact)),
            Walk::People => Some(Route::Plan(contact)),
            Walk::Calls => None,
        });
        (place, asked)
    }
}
