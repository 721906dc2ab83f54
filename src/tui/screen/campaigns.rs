//! Campaigns: each with its figures, those that run first.

use ratatui::layout::Position;

use crate::domain::campaign::CampaignRow;
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::{Answer, CampaignAnswer};
use crate::tui::message::command::FileCommand;
use crate::tui::message::effect::Effect;
use crate::tui::message::query::CampaignQuery;
use crate::tui::message::route::Route;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth};
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::Listing;
use crate::tui::widgets::table::Clicked;
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Acts, Screen};
use crate::tui::context::{Ctx, Offer};
use crate::tui::widgets::format;

/// The list of campaigns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CampaignsScreen {
    list: Listing<CampaignRow>,
}

impl CampaignsScreen {
    fn request(offset: usize) -> Vec<Effect> {
        vec![CampaignQuery::List { offset }.into()]
    }

    fn page(ctx: &Ctx) -> usize {
        usize::from(layout::inner(ctx.area).height.saturating_sub(1))
    }
}

impl CampaignsScreen {
    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        self.list.go(movement, Self::page(ctx));
        self.list.wants().map(Self::request).unwrap_or_default()
    }

    fn on_a_row(&self, _ctx: &Ctx) -> Offer {
        let why = "there is no campaign yet: b on a trigger of an industry or market starts one";
        Offer::yes_if(self.list.row().is_some(), why)
    }

    fn open(&self) -> Vec<Effect> {
        self.list.row().map(|row| Effect::Go(Route::Campaign(row.id))).into_iter().collect()
    }

    fn write(&self) -> Vec<Effect> {
        self.list.row().map(|row| FileCommand::Summary(row.id).into()).into_iter().collect()
    }
}

impl ActTable for CampaignsScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::offered(Action::Open, Self::on_a_row, |screen, _| screen.open()),
        Act::offered(Action::ExportCampaign, Self::on_a_row, |screen, _| screen.write()),
        Act::refresh(),
    ];
}

impl Screen for CampaignsScreen {
    fn title(&self) -> String {
        "Campaigns".into()
    }

    fn hints(&self) -> Vec<Action> {
        if self.list.is_empty() {
            return vec![Action::GoTriggers, Action::Back];
        }
        vec![Action::Open, Action::ExportCampaign, Action::Back, Action::Undo]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        Self::request(self.list.selected.saturating_sub(20))
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Campaign(CampaignAnswer::List(window)) = answer {
            self.list.take(window.clone(), |row| row.id);
            self.list.select(self.list.selected, Self::page(ctx));
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let inner = brush.pane(ctx.area, &format::total_phrase(self.list.window.total, "campaign", "campaigns"), true);
        if self.list.is_empty() {
            let says = if self.list.loaded {
                "No campaign yet.\n\nA change in an industry, a market, at a competitor or at their customers touches many \
                 accounts at once: 3 shows the triggers, b on one of them shows whom it touches."
            } else {
                ctx.reading()
            };
            brush.paragraph(inner, says, Role::Dim);
            return None;
        }
        let columns = columns(ctx.room);
        let heads = ["Campaign", "Since", "Accounts", "Impact", "Planned", "Called", "Reached", "Well spent (asked)"];
        let kept = shown_columns(ctx.room);
        let head = |at: &usize| match *at {
            2..=6 => Cell::right(heads[*at], Role::Dim),
            _words => Cell::new(heads[*at], Role::Dim),
        };
        let heads: Vec<Cell> = kept.iter().map(head).collect();
        let shown = |row: &CampaignRow| {
            let all = cells(row, ctx);
            kept.iter().filter_map(|at| all.get(*at).cloned()).collect()
        };
        self.list.draw(inner, &columns, &heads, shown, brush);
        None
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        match self.list.click(at, layout::inner(ctx.area)) {
            Clicked::Nothing => Vec::new(),
            Clicked::Chosen => Vec::new(),
            Clicked::Opened => self.act(Action::Open, ctx),
        }
    }
}

fn shown_columns(room: Room) -> &'static [usize] {
    match room {
        Room::Wide => &[0, 1, 2, 3, 4, 5, 6, 7],
        Room::Narrow | Room::TooSmall => &[0, 2, 5, 6, 7],
    }
}

fn columns(room: Room) -> Vec<ColumnWidth> {
    let number = ColumnWidth::Fixed(8);
    match room {
        Room::Wide => vec![
            ColumnWidth::Flex(4),
            ColumnWidth::Fixed(12),
            number,
            number,
            number,
            number,
            number,
            ColumnWidth::Flex(3),
        ],
        Room::Narrow | Room::TooSmall => vec![ColumnWidth::Flex(3), number, number, number, ColumnWidth::Flex(2)],
    }
}

fn cells(row: &CampaignRow, ctx: &Ctx) -> Vec<Cell> {
    let progress = &row.progress;
    let today = ctx.now.date();
    let since = match (row.closed_on, row.started_on) {
        (Some(day), _) => format!("closed {}", day.format("%-d %b")),
        (None, Some(day)) if row.closed => format!("closed, {}", format::day(day, today)),
        (None, Some(day)) => format::day(day, today),
        (None, None) => String::new(),
    };
    let number = |n: u32| Cell::right(format::thousands(n), Role::Text);
    vec![
        Cell::new(row.name.clone(), if row.closed { Role::Dim } else { Role::Strong }),
        Cell::new(since, Role::Dim),
        number(progress.accounts),
        number(progress.with_impact),
        number(progress.planned),
        number(progress.called),
        number(progress.reached),
        Cell::new(progress.share().words(), Role::Text),
    ]
}
