//! Draws the scorecard: a sentence, the period before, then the rows of the view.

use ratatui::layout::Rect;

use crate::domain::scorecard::difference::change;
use crate::domain::scorecard::minutes::bands;
use crate::domain::scorecard::{Grouping, Scorebook, Scorecard, Share, Verdicts};
use crate::tui::context::Ctx;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth, TextPen};
use crate::tui::widgets::format;
use crate::tui::widgets::layout;
use crate::tui::widgets::theme::Role;

use super::charts::{bars, strip};
use super::{ScorecardScreen, View};

/// The room of a share with its interval: `77 of 102, 75 % (66–83 %)`.
const WORDS: u16 = 25;
/// Rows from which a chart stands above its words.
const TALL: u16 = 19;

impl ScorecardScreen {
    pub(super) fn paint(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let Some(book) = self.shown() else {
            brush.paragraph(area, ctx.reading(), Role::Dim);
            return;
        };
        let mut pen = TextPen::new(area);
        let whose = if book.everyone.group.is_empty() { "everyone" } else { &book.everyone.group };
        pen.line(brush, &format!("{whose} · {}", self.span.words()), Role::Strong);
        if book.everyone.tally.calls == 0 {
            pen.gap();
            pen.line(brush, "No call was logged in these days. V takes other days.", Role::Text);
            return;
        }
        match self.view {
            View::Spent => self.draw_spent(book, &mut pen, brush),
            View::Minutes => minutes(book, &mut pen, brush),
            View::Said => draw_verdicts(book, &mut pen, brush),
            View::Alike => draw_calibration(book, &mut pen, brush),
            View::Ground => ground(book, &mut pen, brush),
        }
    }

    fn draw_spent(&self, book: &Scorebook, pen: &mut TextPen, brush: &mut Brush) {
        pen.line(brush, &format!("Well spent, of those asked: {}", book.everyone.well_spent.words()), Role::Text);
        pen.line(brush, &comparison_line(&book.everyone.well_spent, &book.before.well_spent), Role::Dim);
        pen.gap();
        let rest = pen.rest();
        let (list, note) = layout::top(rest, rest.height.saturating_sub(1));
        let Some(grouping) = self.grouping() else { return };
        let shares = Shares::of(list.width, self.cards().iter().map(|card| &card.well_spent));
        shares.heads(format!("by {}", grouping.words()), Rect { height: 1, ..list }, brush);
        let rows = list.y + 1..list.bottom();
        for (y, (nth, card)) in rows.zip(self.cards().iter().enumerate().skip(self.top)) {
            let line = Rect { y, height: 1, ..list };
            shares.row(&card.group, &card.well_spent, nth == self.selected, line, brush);
        }
        brush.text(note.x, note.y, note.width, &self.footnote(book, grouping), Role::Dim);
    }

    fn footnote(&self, book: &Scorebook, grouping: Grouping) -> String {
        match book.left_out.iter().find(|(one, _)| *one == grouping) {
            Some((_, more)) if grouping == Grouping::Rep => format!("and {more} more by name; i finds one."),
            Some((_, more)) => format!("and {more} more with fewer answers."),
            None if self.masked.is_some() => "Names are hidden. No share under 20 answers.".to_owned(),
            None => "├●┤ share, 95 % interval; none under 20 answers.".to_owned(),
        }
    }
}

/// A list of shares: what, its strip, its words.
struct Shares {
    columns: [ColumnWidth; 3],
    strip: u16,
}

impl Shares {
    /// Where no share can be read there is no strip, and its room goes to the names.
    fn of<'a>(width: u16, mut shares: impl Iterator<Item = &'a Share>) -> Shares {
        let strip = match width {
            _ if shares.all(Share::is_too_few) => 0,
            ..70 => 12,
            70..100 => 22,
            _wide => 42,
        };
        Shares { columns: [ColumnWidth::Flex(1), ColumnWidth::Fixed(strip), ColumnWidth::Fixed(WORDS)], strip }
    }

    fn heads(&self, what: String, line: Rect, brush: &mut Brush) {
        let inside = usize::from(self.strip).checked_sub(8).map(|inside| format!("0 %{}100 %", " ".repeat(inside)));
        let scale = Cell::new(inside.unwrap_or_default(), Role::Dim);
        let heads = [Cell::new(what, Role::Dim), scale, Cell::new("Well spent", Role::Dim)];
        brush.row(line, false, &self.columns, &heads);
    }

    fn row(&self, name: &str, share: &Share, selected: bool, line: Rect, brush: &mut Brush) {
        let role = if share.is_too_few() { Role::Dim } else { Role::Text };
        let strip = Cell::new(strip(share, usize::from(self.strip)), role);
        let cells = [Cell::new(name, Role::Text), strip, Cell::new(share.words(), role)];
        brush.row(line, selected, &self.columns, &cells);
    }
}

/// "As many days before: 60 of 90, 67 % (56–76 %); + up 8 points".
fn comparison_line(now: &Share, before: &Share) -> String {
    let words = format!("As many days before: {}", before.words());
    match change(now, before) {
        Some(change) => format!("{words}; now {change}"),
        None => words,
    }
}

fn minutes(book: &Scorebook, pen: &mut TextPen, brush: &mut Brush) {
    let timed: u32 = book.minutes.iter().map(|row| row.n).sum();
    let median = match book.everyone.median_minutes {
        Some(median) => format!("Half of {} timed calls took {median} minutes or less.", format::thousands(timed)),
        None => "No call was timed: c starts the clock, or type the minutes when you log.".to_owned(),
    };
    pen.line(brush, &median, Role::Text);
    pen.gap();
    let bands = bands(&book.minutes);
    let mut rest = pen.rest();
    if rest.height + 4 >= TALL {
        let rows = u16::try_from(bands.len()).unwrap_or(6) + 2;
        let (chart, below) = layout::top(rest, rest.height.saturating_sub(rows).min(14));
        bars(&bands, chart, brush);
        rest = Rect { y: below.y + 1, height: below.height.saturating_sub(1), ..below };
    }
    let shares = Shares::of(rest.width, bands.iter().map(|band| &band.well_spent));
    shares.heads("minutes used".to_owned(), Rect { height: rest.height.min(1), ..rest }, brush);
    for (y, band) in (rest.y + 1..rest.bottom()).zip(&bands) {
        let line = Rect { y, height: 1, ..rest };
        shares.row(&band.words, &band.well_spent, false, line, brush);
    }
}

fn draw_verdicts(book: &Scorebook, pen: &mut TextPen, brush: &mut Brush) {
    let (card, tally) = (&book.everyone, &book.everyone.tally);
    pen.line(brush, &format!("Said by them, of those reached: {}", card.asked.words()), Role::Text);
    pen.gap();
    let rest = pen.rest();
    let columns = [ColumnWidth::Flex(1), ColumnWidth::Fixed(10), ColumnWidth::Fixed(8), ColumnWidth::Fixed(8)];
    let heads = ["", "well spent", "in part", "wasted"];
    let [first, others @ ..] = heads.map(|head| Cell::right(head, Role::Dim));
    let [spent, partly, wasted] = others;
    brush.row(Rect { height: 1, ..rest }, false, &columns, &[first, spent, partly, wasted]);
    let sources = [
        ("unprompted", tally.unprompted, Role::Text),
        ("when asked", tally.asked(), Role::Text),
        ("our guess, kept apart", tally.guessed, Role::Dim),
    ];
    for (y, (words, verdicts, role)) in (rest.y + 1..rest.bottom()).zip(sources) {
        brush.row(Rect { y, height: 1, ..rest }, false, &columns, &verdict_cells(words, verdicts, role));
    }
    let mut pen = TextPen::new(Rect { y: rest.y + 5, height: rest.height.saturating_sub(5), ..rest });
    pen.line(brush, &format!("Well spent, of all they said: {}", book.everyone.well_spent.words()), Role::Strong);
}

fn draw_calibration(book: &Scorebook, pen: &mut TextPen, brush: &mut Brush) {
    let calibration = &book.calibration;
    pen.line(brush, &format!("Well spent when asked: {}", calibration.asked.words()), Role::Text);
    pen.line(brush, &format!("Well spent by our guess: {}", calibration.guessed.words()), Role::Text);
    pen.gap();
    if calibration.criteria.is_empty() {
        let says = "No call was scored by its rep and by a reviewer both. Enter on a call in Review scores it.";
        return pen.line(brush, says, Role::Dim);
    }
    let rest = pen.rest();
    let wide = rest.width >= 84;
    let shown = if wide { 5 } else { 4 };
    let columns = [
        ColumnWidth::Flex(1),
        ColumnWidth::Fixed(5),
        ColumnWidth::Fixed(9),
        ColumnWidth::Fixed(6),
        ColumnWidth::Fixed(44),
    ];
    let heads = [
        Cell::new("scored 0–3 by both, on average", Role::Dim),
        Cell::right("rep", Role::Dim),
        Cell::right("reviewer", Role::Dim),
        Cell::right("calls", Role::Dim),
        Cell::new("difference", Role::Dim),
    ];
    brush.row(Rect { height: rest.height.min(1), ..rest }, false, &columns[..shown], &heads[..shown]);
    for (y, gap) in (rest.y + 1..rest.bottom()).zip(&calibration.criteria) {
        let read = if gap.interval.is_some() { Role::Text } else { Role::Dim };
        let cells = [
            Cell::new(gap.criterion.words(), read),
            Cell::right(format!("{:.1}", gap.rep), read),
            Cell::right(format!("{:.1}", gap.reviewer), read),
            Cell::right(format::thousands(gap.n), Role::Dim),
            Cell::new(gap.words(), read),
        ];
        brush.row(Rect { y, height: 1, ..rest }, false, &columns[..shown], &cells[..shown]);
    }
    let below = u16::try_from(calibration.criteria.len()).unwrap_or(u16::MAX).saturating_add(2);
    let mut pen = TextPen::new(Rect { y: rest.y + below, height: rest.height.saturating_sub(below), ..rest });
    for two in &calibration.reviewers {
        let says =
            format!("Two reviewers on {}: weighted kappa {}, {} calls", two.criterion.words(), two.words(), two.n);
        pen.line(brush, &says, Role::Text);
    }
}

fn verdict_cells(words: &str, verdicts: Verdicts, role: Role) -> [Cell; 4] {
    let figure = |n: u32| Cell::right(format::thousands(n), role);
    [Cell::new(words, role), figure(verdicts.well_spent), figure(verdicts.partly), figure(verdicts.wasted)]
}

fn ground(book: &Scorebook, pen: &mut TextPen, brush: &mut Brush) {
    let (now, before) = (&book.everyone, &book.before);
    pen.line(brush, "Of the calls that reached somebody:", Role::Text);
    pen.gap();
    let rest = pen.rest();
    let wide = rest.width >= 84;
    let columns = [ColumnWidth::Flex(1), ColumnWidth::Fixed(WORDS), ColumnWidth::Fixed(if wide { WORDS } else { 0 })];
    let heads = [Cell::new("", Role::Dim), Cell::new("these days", Role::Dim), Cell::new("as many before", Role::Dim)];
    brush.row(Rect { height: 1, ..rest }, false, &columns, &heads);
    let rows = [
        ("stood on a live reason", now.live_reason.words(), before.live_reason.words()),
        ("attached by the program", call_count(now.tally.attached), call_count(before.tally.attached)),
        ("how fresh it was, of 100", freshness(now), freshness(before)),
        ("had a plan that was ready", now.ready.words(), before.ready.words()),
        ("a block was lifted", call_count(now.tally.overridden), call_count(before.tally.overridden)),
        ("into a swarm, any call", call_count(now.tally.swarm), call_count(before.tally.swarm)),
    ];
    for (y, (what, these, those)) in (rest.y + 1..rest.bottom()).zip(rows) {
        let cells = [Cell::new(what, Role::Text), Cell::new(these, Role::Text), Cell::new(those, Role::Dim)];
        brush.row(Rect { y, height: 1, ..rest }, false, &columns, &cells);
    }
    let mut pen = TextPen::new(Rect { y: rest.y + 8, height: rest.height.saturating_sub(8), ..rest });
    pen.line(brush, &format!("Well spent, of those asked: {}", now.well_spent.words()), Role::Strong);
    pen.line(brush, &comparison_line(&now.well_spent, &before.well_spent), Role::Dim);
}

fn freshness(card: &Scorecard) -> String {
    match card.tally.freshness() {
        Some(mean) => format!("{mean:.0} on average, n = {}", format::thousands(card.tally.fresh_n)),
        None => "none yet".to_owned(),
    }
}

fn call_count(n: u32) -> String {
    match n {
        0 => "no call".to_owned(),
        1 => "1 call".to_owned(),
        n => format!("{} calls", format::thousands(n)),
    }
}
