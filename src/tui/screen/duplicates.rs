//! Possible duplicates: two accounts or two people that may be the same, side by side, for a person to decide.

use ratatui::layout::{Position, Rect};

use crate::domain::matching::duplicate_pair::{DuplicateOf, DuplicatePair, FieldComparison, PairDecision};
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::Answer;
use crate::tui::message::command::Command;
use crate::tui::message::effect::Effect;
use crate::tui::message::query::Query;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth, TextPen};
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::{Listing, WINDOW};
use crate::tui::widgets::table::Clicked;
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Screen};
use crate::tui::context::{Ctx, Offer};
use crate::tui::widgets::format;

/// Rows of the list where it stands above the pair.
const ABOVE: u16 = 6;

/// The tray of pairs, and which of the two in front stays.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DuplicatesScreen {
    list: Listing<DuplicatePair>,
    /// The second of the two stays, should they be the same.
    second: bool,
}

impl DuplicatesScreen {
    fn areas(ctx: &Ctx) -> (Rect, Rect) {
        if ctx.room == Room::Wide {
            layout::split_left(ctx.area, ctx.area.width * 40 / 100)
        } else {
            layout::top(ctx.area, ABOVE.min(ctx.area.height / 2))
        }
    }

    fn page(ctx: &Ctx) -> usize {
        usize::from(layout::inner(Self::areas(ctx).0).height.saturating_sub(1))
    }

    fn more(&self) -> Vec<Effect> {
        self.list.wants().map(|offset| Query::Duplicates { offset }.into()).into_iter().collect()
    }

    fn decide(&self, decision: PairDecision) -> Vec<Effect> {
        let decided =
            |twin: &DuplicatePair| Command::DecideDuplicate { pair: twin.pair, decision, second: self.second }.into();
        self.list.row().map(decided).into_iter().collect()
    }

    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        self.list.go(movement, Self::page(ctx));
        // It was said of the pair that is left.
        self.second = false;
        self.more()
    }

    fn on_a_pair(&self) -> Offer {
        Offer::yes_if(self.list.row().is_some(), "no pair waits for a decision")
    }

    fn may_decide(&self, ctx: &Ctx) -> Offer {
        if self.list.row().is_none() { self.on_a_pair() } else { Offer::writing(ctx) }
    }

    /// Says that the other one of the two stays.
    fn turn(&mut self) -> Vec<Effect> {
        self.second = !self.second;
        Vec::new()
    }

    fn draw_list(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let title = format::total_phrase(self.list.window.total, "possible duplicate", "possible duplicates");
        let inner = brush.pane(area, &title, true);
        if self.list.is_empty() {
            let says = if self.list.loaded {
                "No pair waits for a decision.\n\nWhat an import is not sure about comes here; `whynow dedupe` searches the whole book."
            } else {
                ctx.reading()
            };
            brush.paragraph(inner, says, Role::Dim);
            return;
        }
        let columns = [ColumnWidth::Flex(1), ColumnWidth::Flex(1)];
        let heads = ["One", "The other"].map(|head| Cell::new(head, Role::Dim));
        let cells = |twin: &DuplicatePair| {
            let more = if twin.more == 0 { String::new() } else { format!("  and {} more", twin.more) };
            vec![Cell::new(twin.one.clone(), Role::Strong), Cell::new(format!("{}{more}", twin.other), Role::Strong)]
        };
        self.list.draw(inner, &columns, &heads, cells, brush);
    }

    fn draw_pair(&self, area: Rect, brush: &mut Brush) {
        let title = self.list.row().map_or("", |twin| match twin.about {
            DuplicateOf::Account => "Two accounts, or one?",
            DuplicateOf::Contact => "Two people, or one?",
        });
        let inner = brush.pane(area, title, false);
        let Some(twin) = self.list.row() else { return };
        let mut pen = TextPen::new(inner);
        let more = match twin.more {
            0 => String::new(),
            1 => format!(" One more may be {}: it comes up next.", twin.one),
            more => format!(" {more} more may be {}: they come up next.", twin.one),
        };
        pen.line(brush, &format!("Why: {}.{more}", twin.by.words()), Role::Text);
        let table = pen.rest();
        let (one, other) = if self.second { ("One", "The other: stays") } else { ("One: stays", "The other") };
        let heads = [("", Role::Dim), ("", Role::Dim), (one, Role::Dim), (other, Role::Dim)];
        let heads: Vec<Cell> = heads.into_iter().map(|(head, role)| Cell::new(head, role)).collect();
        let columns = [ColumnWidth::Fixed(1), ColumnWidth::Fixed(11), ColumnWidth::Flex(1), ColumnWidth::Flex(1)];
        let rows = std::iter::once(heads).chain(twin.fields.iter().map(comparison_cells));
        let mut last = table.y;
        for (y, cells) in (table.y..table.bottom()).zip(rows) {
            brush.row(Rect { y, height: 1, ..table }, false, &columns, &cells);
            last = y + 1;
        }
        if last < table.bottom() {
            brush.text(table.x, last + 1, table.width, "! differs  = the same.  Tab: the other one stays.", Role::Dim);
        }
    }
}

/// A field: "!" where both say something else, "=" where they say the same.
fn comparison_cells(field: &FieldComparison) -> Vec<Cell> {
    let (mark, role) = match (field.differs(), field.agrees()) {
        (true, _) => ("!", Role::Warn),
        (_, true) => ("=", Role::Dim),
        (false, false) => ("", Role::Text),
    };
    let said = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    vec![
        Cell::new(mark, role),
        Cell::new(field.field, Role::Dim),
        Cell::new(said(&field.one), role),
        Cell::new(said(&field.other), role),
    ]
}

impl ActTable for DuplicatesScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::offered(Action::TheSame, Self::may_decide, |screen, _| screen.decide(PairDecision::Same)),
        Act::offered(Action::KeepApart, Self::may_decide, |screen, _| screen.decide(PairDecision::Two)),
        Act::offered(Action::NextPane, |screen, _| screen.on_a_pair(), |screen, _| screen.turn()),
        Act::always(Action::PreviousPane, |screen, _| screen.turn()),
        Act::refresh(),
    ];
}

impl Screen for DuplicatesScreen {
    fn title(&self) -> String {
        "Accounts > Possible duplicates".into()
    }

    fn hints(&self) -> Vec<Action> {
        if self.list.is_empty() {
            return vec![Action::Back];
        }
        vec![Action::TheSame, Action::KeepApart, Action::Down, Action::Back]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Query::Duplicates { offset: self.list.selected.saturating_sub(WINDOW / 2) }.into()]
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Twins(window) = answer {
            let before = self.list.row().map(|twin| twin.pair);
            self.list.take(window.clone(), |twin| twin.pair);
            self.list.select(self.list.selected, Self::page(ctx));
            if self.list.row().map(|twin| twin.pair) != before {
                self.second = false;
            }
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let (list, pair) = Self::areas(ctx);
        self.draw_list(ctx, list, brush);
        self.draw_pair(pair, brush);
        None
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        match self.list.click(at, layout::inner(Self::areas(ctx).0)) {
            Clicked::Nothing | Clicked::Opened => Vec::new(),
            Clicked::Chosen => {
                self.second = false;
                self.more()
            }
        }
    }
}
