//! Kinds: what became of every kind of trigger in this book, and the strength its calls suggest.

use ratatui::layout::{Position, Rect};

use crate::domain::query::{Total, Window};
use crate::domain::scorecard::kind_strength::{KindCount, Strength, SuggestedStrength, suggest_strength};
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::{Answer, InboxAnswer};
use crate::tui::message::command::TriggerCommand;
use crate::tui::message::effect::Effect;
use crate::tui::message::query::InboxQuery;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth, TextPen};
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::Listing;
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Screen};
use crate::tui::context::{Ctx, Offer};
use crate::tui::widgets::format;

/// The list of kinds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KindsScreen {
    list: Listing<KindCount>,
}

/// Rows of the pane beside or under the list.
const DETAIL: u16 = 10;
/// Columns of "30 of 40, 75 % (60–86 %)".
const SHARE: u16 = 28;
/// Columns from which the list has room for what was kept and rejected.
const ROOMY: u16 = 68;

impl KindsScreen {
    /// The strength that the selected kind's calls suggest, where it differs from the present one.
    fn suggested_strength(&self, ctx: &Ctx) -> Result<(String, SuggestedStrength), String> {
        let Some(row) = self.list.row() else { return Err("no kind is selected".into()) };
        let now = ctx.rules.strength_of(ctx.rules.kinds().get_or_other(&row.key));
        match suggest_strength(&row.well_spent, &row.others, now) {
            None => Err("too few asked calls: 20 of this kind and 20 of others are needed".into()),
            Some(found) if found.strength == now => Err("its calls suggest the strength it has".into()),
            Some(found) => Ok((row.key.clone(), found)),
        }
    }

    fn areas(ctx: &Ctx) -> (Rect, Rect) {
        if ctx.room == Room::Wide {
            layout::split_left(ctx.area, ctx.area.width * 66 / 100)
        } else {
            layout::top(ctx.area, ctx.area.height.saturating_sub(DETAIL.min(ctx.area.height / 2)))
        }
    }

    fn page(ctx: &Ctx) -> usize {
        usize::from(layout::inner(Self::areas(ctx).0).height.saturating_sub(1))
    }

    fn draw_list(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, "Kinds of trigger", true);
        if self.list.is_empty() {
            brush.paragraph(inner, ctx.reading(), Role::Dim);
            return;
        }
        let columns = columns(inner.width);
        let heads = ["Kind", "Strength", "Calls", "Kept", "Out", "Well spent"].map(|head| match head {
            "Kind" | "Well spent" => Cell::new(head, Role::Dim),
            figure => Cell::right(figure, Role::Dim),
        });
        let shown: Vec<ColumnWidth> = columns.iter().flatten().copied().collect();
        self.list.draw(inner, &shown, &cells_for(&columns, heads), |row| cells_for(&columns, cells(row, ctx)), brush);
    }

    fn draw_detail(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let Some(row) = self.list.row() else {
            brush.pane(area, "", false);
            return;
        };
        let kind = ctx.rules.kinds().get_or_other(&row.key);
        let inner = brush.pane(area, &kind.label, false);
        let mut pen = TextPen::new(inner);
        let from = ctx.rules.strength_from(&row.key);
        let strength = ctx.rules.strength_of(kind);
        pen.line(brush, &format!("{} · strength {strength} ({from})", kind.scope.words()), Role::Text);
        pen.line(brush, &format!("well spent where asked: {}", row.well_spent.words()), Role::Strong);
        match self.suggested_strength(ctx) {
            Ok((_, found)) => {
                pen.line(brush, &found.words, Role::Text);
                pen.line(
                    brush,
                    &format!("a takes strength {}; nothing changes by itself.", found.strength),
                    Role::Good,
                );
            }
            Err(why) => pen.line(brush, &format!("Nothing else is suggested: {why}."), Role::Dim),
        }
        if ctx.room == Room::Wide {
            pen.gap();
        }
        let [kept, rejected, used, attached] = [row.kept, row.rejected, row.used, row.attached].map(format::thousands);
        pen.line(brush, &format!("{kept} kept, {rejected} rejected, {used} calls"), Role::Text);
        if row.attached > 0 {
            pen.line(brush, &format!("attached by the program, and not counted: {attached}"), Role::Dim);
        }
        if let Some((reason, n)) = &row.reason {
            pen.line(
                brush,
                &format!("rejected most often: “{reason}” ({} of {rejected})", format::thousands(n)),
                Role::Text,
            );
        }
        let (onset, half, expiry) = (kind.onset, kind.half_life, kind.expiry);
        let figures = match onset {
            0 => format!("worth most at once, half after {half} days, nothing after {expiry}"),
            onset => format!("worth most after {onset} days, half after {half} more, nothing after {expiry}"),
        };
        pen.line(brush, &figures, Role::Dim);
        if !kind.note.is_empty() {
            pen.line(brush, &kind.note, Role::Dim);
        }
    }
}

/// The columns for a width: what was kept and rejected gives way to the share.
fn columns(width: u16) -> [Option<ColumnWidth>; 6] {
    let some = |columns| (width >= ROOMY).then_some(ColumnWidth::Fixed(columns));
    [
        Some(ColumnWidth::Flex(1)),
        some(8),
        Some(ColumnWidth::Fixed(5)),
        some(4),
        some(4),
        Some(ColumnWidth::Fixed(SHARE)),
    ]
}

fn cells_for(columns: &[Option<ColumnWidth>], cells: [Cell; 6]) -> Vec<Cell> {
    columns.iter().zip(cells).filter(|(column, _)| column.is_some()).map(|(_, cell)| cell).collect()
}

fn cells(row: &KindCount, ctx: &Ctx) -> [Cell; 6] {
    let kind = ctx.rules.kinds().get_or_other(&row.key);
    let strength = ctx.rules.strength_of(kind);
    let some =
        |n: u32| if n == 0 { Cell::right("·", Role::Dim) } else { Cell::right(format::thousands(n), Role::Text) };
    let said = if row.well_spent.n == 0 { Role::Dim } else { Role::Text };
    let strength = if row.measured.is_some() { format!("* {strength}") } else { strength.to_string() };
    [
        Cell::new(kind.label.clone(), if row.used + row.kept > 0 { Role::Strong } else { Role::Text }),
        Cell::right(strength, Role::Text),
        some(row.used),
        some(row.kept),
        some(row.rejected),
        Cell::new(row.well_spent.words(), said),
    ]
}

impl KindsScreen {
    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        self.list.go(movement, Self::page(ctx));
        Vec::new()
    }

    fn may_take(&self, ctx: &Ctx) -> Offer {
        match (self.suggested_strength(ctx), ctx.read_only) {
            (_, Some(why)) => Offer::Off(why.to_string()),
            (Ok(_), None) => Offer::Yes,
            (Err(why), None) => Offer::Off(why),
        }
    }

    fn take_strength(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Ok((key, found)) = self.suggested_strength(ctx) else { return Vec::new() };
        let Some(row) = self.list.row() else { return Vec::new() };
        let strength = Strength { strength: found.strength, n: row.well_spent.n };
        vec![TriggerCommand::TakeStrength(key, strength).into()]
    }
}

impl ActTable for KindsScreen {
    const ACTS: &'static [Act<Self>] =
        &[Act::Moves(Self::go), Act::offered(Action::Keep, Self::may_take, Self::take_strength), Act::refresh()];
}

impl Screen for KindsScreen {
    fn title(&self) -> String {
        "Kinds".into()
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Down, Action::Undo, Action::Refresh, Action::Back]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![InboxQuery::Kinds.into()]
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Inbox(InboxAnswer::Kinds(rows)) = answer {
            let mut rows = rows.clone();
            // What is used stands first; among the rest the order of the kinds.
            rows.sort_by_key(|row| std::cmp::Reverse((row.used, row.kept + row.rejected)));
            let total = Total { n: rows.len(), at_least: false };
            self.list.take(Window { offset: 0, total, rows }, |row| row.key.clone());
            self.list.select(self.list.selected, Self::page(ctx));
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let (list, detail) = Self::areas(ctx);
        self.draw_list(ctx, list, brush);
        self.draw_detail(ctx, detail, brush);
        None
    }
}
