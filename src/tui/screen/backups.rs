//! Backups: the copies of the book, when and why each was made, and whether it is sound.

use ratatui::layout::{Position, Rect};

use crate::domain::query::{Total, Window};
use crate::domain::text::pluralize;
use crate::tui::context::{Ctx, Offer};
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::{Answer, BackupRow};
use crate::tui::message::command::Command;
use crate::tui::message::effect::Effect;
use crate::tui::message::query::Query;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth};
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::Listing;
use crate::tui::widgets::table::Clicked;
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Acts, Screen};

/// Rows below the list.
const BELOW: u16 = 5;
const NONE_YET: &str = "There is no backup of this book yet. n makes one now; while whynow is open, one is made in the \
    background whenever the book has changed.";
const ON_A_ROW: &str = "n makes one now. Enter goes back to the selected one, after a question that says what would be missing; \
    the book that stands here now is kept beside it.";

/// The list of backups.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BackupsScreen {
    list: Listing<BackupRow>,
}

impl BackupsScreen {
    fn areas(ctx: &Ctx) -> (Rect, Rect) {
        layout::top(ctx.area, ctx.area.height.saturating_sub(BELOW.min(ctx.area.height / 2)))
    }

    fn page(ctx: &Ctx) -> usize {
        usize::from(layout::inner(Self::areas(ctx).0).height.saturating_sub(1))
    }

    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        self.list.go(movement, Self::page(ctx));
        Vec::new()
    }

    fn may_go_back(&self, ctx: &Ctx) -> Offer {
        match (self.list.row(), ctx.read_only) {
            (None, _) => Offer::Off("there is no backup".into()),
            (Some(_), Some(why)) => Offer::Off(why.to_string()),
            (Some(row), None) if !row.is_sound => Offer::Off("it is damaged; take another one".into()),
            (Some(_), None) => Offer::Yes,
        }
    }

    fn draw_rows(&self, ctx: &Ctx, inner: Rect, brush: &mut Brush) {
        let flex = ColumnWidth::Flex;
        let columns: &[ColumnWidth] = match ctx.room {
            Room::Wide => &[ColumnWidth::Fixed(5), flex(3), flex(3), flex(2), flex(5)],
            Room::Narrow | Room::TooSmall => &[
                ColumnWidth::Fixed(4),
                ColumnWidth::Fixed(18),
                flex(1),
                ColumnWidth::Fixed(10),
                ColumnWidth::Fixed(26),
            ],
        };
        let heads = ["No.", "Made", "Why", "Size", "Checked"].map(|head| Cell::new(head, Role::Dim));
        let cells = |row: &BackupRow| {
            let (found, role) = match row.is_sound {
                true => (row.found.clone(), Role::Good),
                false => ("DAMAGED".to_owned(), Role::Bad),
            };
            vec![
                Cell::new(row.number.to_string(), Role::Strong),
                Cell::new(row.made.clone(), Role::Text),
                Cell::new(row.why, Role::Dim),
                Cell::new(row.size.clone(), Role::Dim),
                Cell::new(found, role),
            ]
        };
        self.list.draw(inner, columns, &heads, cells, brush);
    }
}

impl ActTable for BackupsScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::offered(Action::Open, Self::may_go_back, |screen, _| {
            screen.list.row().map(|row| Query::GoBack(row.number).into()).into_iter().collect()
        }),
        Act::always(Action::New, |_, _| vec![Effect::say("A backup is being made."), Command::BackUp.into()]),
        Act::refresh(),
    ];
}

impl Screen for BackupsScreen {
    fn title(&self) -> String {
        "Backups".into()
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::New, Action::Open, Action::Down, Action::Back]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Query::Backups.into()]
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Backups(rows) = answer {
            let total = Total { n: rows.len(), at_least: false };
            self.list.take(Window { offset: 0, total, rows: rows.clone() }, |row| row.number);
            self.list.select(self.list.selected, Self::page(ctx));
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let (area, below) = Self::areas(ctx);
        let inner = brush.pane(area, &pluralize(self.list.len(), "backup", "backups"), true);
        if self.list.is_empty() {
            brush.paragraph(inner, if self.list.loaded { NONE_YET } else { ctx.reading() }, Role::Dim);
        } else {
            self.draw_rows(ctx, inner, brush);
        }
        let inner = brush.pane(below, "", false);
        match self.list.row().filter(|row| !row.is_sound) {
            Some(torn) => brush.paragraph(inner, &torn.found, Role::Bad),
            None => brush.paragraph(inner, ON_A_ROW, Role::Dim),
        };
        None
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        match self.list.click(at, layout::inner(Self::areas(ctx).0)) {
            Clicked::Nothing | Clicked::Chosen => Vec::new(),
            Clicked::Opened => self.act(Action::Open, ctx),
        }
    }
}
