//! Accounts in the profile without a reason to call, with what to watch there instead of checking in.

use ratatui::layout::{Position, Rect};

use crate::domain::capture;
use crate::domain::trigger::watch_questions::NoReasonRow;
use crate::domain::trigger::{Status, Trigger};
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::{Answer, InboxAnswer};
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::query::InboxQuery;
use crate::tui::message::route::{Route, Subject};
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth, TextPen};
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::{Listing, WINDOW};
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Screen};
use crate::tui::context::{Ctx, Offer, Walk};
use crate::tui::widgets::format;

/// The list of accounts without a reason to call.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NoReasonScreen {
    list: Listing<NoReasonRow>,
}

impl NoReasonScreen {
    fn areas(ctx: &Ctx) -> (Rect, Rect) {
        if ctx.room == Room::Wide {
            layout::split_left(ctx.area, ctx.area.width * 45 / 100)
        } else {
            layout::top(ctx.area, ctx.area.height.saturating_sub(ctx.area.height / 2))
        }
    }

    fn page(ctx: &Ctx) -> usize {
        usize::from(layout::inner(Self::areas(ctx).0).height.saturating_sub(1))
    }

    fn ask_for_more(&self) -> Vec<Effect> {
        self.list.wants().map(|offset| InboxQuery::Quiet { offset }.into()).into_iter().collect()
    }

    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        self.list.go(movement, Self::page(ctx));
        self.ask_for_more()
    }

    fn on_a_row(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(self.list.row().is_some(), "no account is selected")
    }

    fn open(&self) -> Vec<Effect> {
        self.list.row().map(|row| Effect::Go(Route::Account(row.account.id))).into_iter().collect()
    }

    fn new_trigger(&self, ctx: &Ctx) -> Vec<Effect> {
        let about = |row: &NoReasonRow| Trigger {
            status: Status::Kept,
            occurred_on: ctx.now.date(),
            accounts: vec![row.account.id],
            ..Trigger::default()
        };
        let trigger = self.list.row().map(|row| Subject::Trigger(Box::new(about(row))));
        trigger.map(|subject| Effect::Go(Route::Edit(subject))).into_iter().collect()
    }

    fn copy(&self) -> Vec<Effect> {
        let lines = |row: &NoReasonRow| {
            row.questions.iter().map(|question| question.text.as_str()).collect::<Vec<_>>().join("\n")
        };
        self.list.row().map(|row| Effect::Terminal(TerminalRequest::Copy(lines(row)))).into_iter().collect()
    }

    fn draw_list(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let title = format!("In the profile, no reason to call: {}", format::total(self.list.window.total));
        let inner = brush.pane(area, &title, true);
        if self.list.is_empty() {
            let says = if self.list.loaded {
                "Every account in the profile has a live trigger, or none is in the profile yet.\n\n2 shows the accounts; % says whom you can serve."
            } else {
                ctx.reading()
            };
            brush.paragraph(inner, says, Role::Dim);
            return;
        }
        let columns = [ColumnWidth::Flex(4), ColumnWidth::Flex(3), ColumnWidth::Fixed(11)];
        let heads = ["Account", "Industry", "Last call"].map(|head| Cell::new(head, Role::Dim));
        let cells = |row: &NoReasonRow| {
            let touched =
                row.last_touch.map_or("never".to_string(), |day| format::relative_day_short(day, ctx.now.date()));
            vec![
                Cell::new(row.account.name.clone(), Role::Strong),
                Cell::new(row.account.industry.clone().unwrap_or_default(), Role::Text),
                Cell::new(touched, Role::Dim),
            ]
        };
        self.list.draw(inner, &columns, &heads, cells, brush);
    }

    fn draw_detail(&self, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, "Watch, instead of checking in", false);
        let Some(row) = self.list.row() else { return };
        let mut pen = TextPen::new(inner);
        for question in &row.questions {
            pen.line(brush, &format!("{}: {}", question.scope.words(), question.text), Role::Text);
        }
        pen.gap();
        pen.line(brush, "An answer is a reason: n writes it down, v takes a paste.", Role::Dim);
    }
}

impl ActTable for NoReasonScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::offered(Action::Open, Self::on_a_row, |screen, _| screen.open()),
        Act::offered(Action::New, Self::on_a_row, |screen, ctx| screen.new_trigger(ctx)),
        Act::offered(Action::Copy, Self::on_a_row, |screen, _| screen.copy()),
        Act::always(Action::Capture, |_, _| vec![Effect::Go(Route::Capture)]),
        Act::refresh(),
    ];
}

impl Screen for NoReasonScreen {
    fn title(&self) -> String {
        "Quiet".into()
    }

    fn hints(&self) -> Vec<Action> {
        let open = (!self.list.is_empty()).then_some(Action::Open);
        open.into_iter().chain([Action::New, Action::Capture, Action::Back]).collect()
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![InboxQuery::Quiet { offset: self.list.selected.saturating_sub(WINDOW / 2) }.into()]
    }

    fn paste(&mut self, text: &str, ctx: &Ctx) -> Option<Vec<Effect>> {
        let clipping = capture::read(text, ctx.now.date(), ctx.rules.kinds());
        Some(vec![Effect::Go(Route::Clipping { clipping: Box::new(clipping), boxed: false })])
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Inbox(InboxAnswer::Quiet(window)) = answer {
            self.list.take(window.clone(), |row| row.account.id);
            self.list.select(self.list.selected, Self::page(ctx));
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let (list, detail) = Self::areas(ctx);
        self.draw_list(ctx, list, brush);
        self.draw_detail(detail, brush);
        None
    }

    fn step(&mut self, by: isize, walk: Walk, ctx: &Ctx) -> (Option<Route>, Vec<Effect>) {
        if walk != Walk::Accounts {
            return (None, Vec::new());
        }
        let to = self.list.selected.saturating_add_signed(by);
        if to >= self.list.len() || to == self.list.selected {
            return (None, Vec::new());
        }
        self.list.select(to, Self::page(ctx));
        let place = self.list.row().map(|row| Route::Account(row.account.id));
        (place, self.ask_for_more())
    }
}
