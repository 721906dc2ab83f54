//! Draws a campaign.

use ratatui::layout::{Position, Rect};

use crate::domain::campaign::{CampaignDetail, ExclusionReason, Member, MemberStage};
use crate::tui::context::Ctx;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth, TextPen, columns};
use crate::tui::widgets::format;
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::text_edit;
use crate::tui::widgets::theme::Role;

use super::{CampaignPane, CampaignScreen};

/// Rows in which a line is typed, where there is room.
const TYPED: u16 = 3;

/// Areas of the screen's parts.
struct CampaignLayout {
    tabs: Rect,
    figures: Rect,
    main: Rect,
    about: Rect,
    learned: Option<Rect>,
}

impl CampaignLayout {
    fn of(ctx: &Ctx) -> CampaignLayout {
        let (tabs, rest) = layout::top(ctx.area, 1);
        let (figures, rest) = layout::top(rest, if ctx.room == Room::Wide { 1 } else { 2 });
        if ctx.room == Room::Wide {
            let (main, right) = layout::split_left(rest, rest.width * 66 / 100);
            let (about, learned) = layout::top(right, right.height * 45 / 100);
            return CampaignLayout { tabs, figures, main, about, learned: Some(learned) };
        }
        let about_rows = if rest.height >= 18 { 6 } else { 3 };
        let (main, about) = layout::top(rest, rest.height.saturating_sub(about_rows));
        CampaignLayout { tabs, figures, main, about, learned: None }
    }
}

impl CampaignScreen {
    /// Rows of the list; fewer while a line is typed, which takes more than one.
    pub(super) fn page(&self, ctx: &Ctx) -> usize {
        let rows = layout::inner(CampaignLayout::of(ctx).main).height.saturating_sub(1);
        let typed = if self.line.is_some() { typed_rows(rows) - 1 } else { 0 };
        usize::from(rows.saturating_sub(typed)).max(1)
    }

    /// Columns in which a line is typed.
    pub(super) fn line_width(&self, ctx: &Ctx) -> u16 {
        let inner = layout::inner(CampaignLayout::of(ctx).main);
        if self.pane == CampaignPane::Learned { inner.width } else { line_place(inner, ctx.room).1 }
    }

    /// The account under a click.
    pub(super) fn row_at(&self, at: Position, ctx: &Ctx) -> Option<usize> {
        let inner = layout::inner(CampaignLayout::of(ctx).main);
        let inside = self.pane == CampaignPane::Accounts && inner.contains(at) && at.y > inner.y;
        inside.then(|| self.list.top + usize::from(at.y - inner.y - 1)).filter(|row| *row < self.list.len())
    }

    pub(super) fn draw_all(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let Some(file) = &self.file else {
            let says = if self.gone {
                "This campaign is not in the book any more. u may bring it back, Esc goes back."
            } else {
                ctx.reading()
            };
            brush.paragraph(layout::inner(ctx.area), says, Role::Dim);
            return None;
        };
        let mut places = CampaignLayout::of(ctx);
        if self.pane == CampaignPane::Learned && ctx.room == Room::Wide {
            // The same words need not stand twice.
            let below = places.learned.take().map_or(0, |area| area.height);
            places.about.height += below;
            self.draw_about(ctx, places.about, brush);
        }
        self.draw_tabs(file, places.tabs, brush);
        draw_figures(file, places.figures, brush);
        let caret = match self.pane {
            CampaignPane::Accounts => self.draw_accounts(ctx, places.main, brush),
            CampaignPane::Learned => self.draw_learned(file, ctx, join(&places, ctx.room), brush),
            CampaignPane::LeftOut => {
                let inner = brush.pane(join(&places, ctx.room), "Left out, and why", true);
                self.draw_read(&left_out(file), inner, brush);
                None
            }
        };
        if self.pane == CampaignPane::Accounts || places.learned.is_some() {
            self.draw_about(ctx, places.about, brush);
        }
        if let Some(area) = places.learned {
            let inner = brush.pane(area, "What we learned", false);
            let mut pen = TextPen::new(inner);
            for (role, says) in lessons(file, ctx) {
                pen.line(brush, &says, role);
            }
        }
        caret
    }

    fn draw_tabs(&self, file: &CampaignDetail, area: Rect, brush: &mut Brush) {
        let left = file.campaign.picked.left.len();
        let mut x = area.x + 1;
        for (pane, words) in [
            (CampaignPane::Accounts, format!("Accounts {}", format::thousands(file.members.len()))),
            (CampaignPane::Learned, format!("Learned {}", format::thousands(file.quotes.len()))),
            (CampaignPane::LeftOut, format!("Left out {}", format::thousands(left))),
        ] {
            let front = pane == self.pane;
            let label = if front { format!("[{words}]") } else { format!(" {words} ") };
            let role = if front { Role::Tab } else { Role::Dim };
            x += brush.text(x, area.y, area.right().saturating_sub(x), &label, role) + 1;
        }
        if file.campaign.closed {
            brush.text(x + 1, area.y, area.right().saturating_sub(x + 1), "closed: read only", Role::Warn);
        } else {
            let says = file.campaign.shared_reason.replace('\n', " ");
            brush.text(x + 1, area.y, area.right().saturating_sub(x + 2), &says, Role::Dim);
        }
    }

    fn draw_accounts(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) -> Option<Position> {
        let title = if self.line.is_some() { "What does this change mean for them?" } else { "Accounts" };
        let inner = brush.pane(area, title, true);
        if self.list.is_empty() {
            brush.paragraph(inner, "No account is in this campaign.", Role::Dim);
            return None;
        }
        let wanted = columns_for(ctx.room);
        let heads =
            ["Next", "Account", "What it means for them", "Plan", "Called"].map(|head| Cell::new(head, Role::Dim));
        brush.row(Rect { height: 1, ..inner }, false, &wanted, &heads);
        let mut y = inner.y + 1;
        let mut caret = None;
        for index in self.list.top..self.list.len() {
            if y >= inner.bottom() {
                break;
            }
            let Some(member) = self.list.at(index) else { continue };
            let line = Rect { y, height: 1, ..inner };
            match self.line.as_ref().filter(|line| line.account == Some(member.account_id)) {
                None => brush.row(line, index == self.list.selected, &wanted, &cells(member, ctx)),
                Some(typed) => {
                    let (x, width) = line_place(inner, ctx.room);
                    let height = typed_rows(inner.height.saturating_sub(1)).min(inner.bottom() - y);
                    brush.text(line.x, y, 1, ">", Role::Key);
                    let named = cells(member, ctx).into_iter().take(2).collect::<Vec<_>>();
                    brush.row(Rect { width: x - line.x, ..line }, false, &first_columns(&wanted, x - line.x), &named);
                    // After the row, which blanks the mark where it is not selected.
                    brush.text(line.x, y, 1, ">", Role::Key);
                    let place = Rect { x, width, y, height };
                    if let Some(field) = typed.form.focused() {
                        if field.text.is_blank() {
                            brush.text(x, y, width, field.hint, Role::Dim);
                        }
                        caret = brush.editor(place, &field.text, &[]);
                    }
                    y += height - 1;
                }
            }
            y += 1;
        }
        caret
    }

    fn draw_learned(&self, file: &CampaignDetail, ctx: &Ctx, area: Rect, brush: &mut Brush) -> Option<Position> {
        let inner = brush.pane(area, "What we learned", true);
        if let Some(field) = self.line.as_ref().and_then(|line| line.form.focused()) {
            if field.text.is_blank() {
                brush.text(inner.x, inner.y, inner.width, field.hint, Role::Dim);
            }
            return brush.editor(inner, &field.text, &[]);
        }
        self.draw_read(&lessons(file, ctx), inner, brush);
        None
    }

    /// How many lines the pane in front has, where it is read.
    pub(super) fn lines_to_read(&self, ctx: &Ctx) -> usize {
        let Some(file) = &self.file else { return 0 };
        match self.pane {
            CampaignPane::Accounts => 0,
            CampaignPane::Learned => lessons(file, ctx).len(),
            CampaignPane::LeftOut => left_out(file).len(),
        }
    }

    /// Lines that are read, from the one scrolled to.
    fn draw_read(&self, lines: &[(Role, String)], area: Rect, brush: &mut Brush) {
        let mut pen = TextPen::new(area);
        for (role, says) in lines.iter().skip(self.scroll.min(lines.len().saturating_sub(1))) {
            pen.line(brush, says, *role);
        }
    }

    fn draw_about(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let Some(member) = self.list.row() else { return };
        let bordered = area.height > 3;
        let inner = if bordered { brush.pane(area, &member.name, false) } else { area };
        let mut pen = TextPen::new(inner);
        let (fit, _) = format::fit(member.fit);
        let staff = member.employees.map(|head| format!("{} staff", format::thousands(head))).unwrap_or_default();
        let about = [member.industry.as_str(), member.place.as_str(), staff.as_str()];
        let known = about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        pen.line(brush, &format!("{known} · fit: {fit}"), Role::Text);
        if bordered && self.line.is_none() && !member.impact.is_empty() {
            pen.line(brush, &format!("For them: {}", member.impact.replace('\n', " ")), Role::Strong);
        }
        pen.line(brush, &plan_words(member, ctx), Role::Dim);
        if !member.notes.is_empty() {
            pen.line(brush, &member.notes, Role::Dim);
        }
    }
}

/// In the panes that are read, the room of the list and what stands under it.
fn join(places: &CampaignLayout, room: Room) -> Rect {
    match room {
        Room::Wide => places.main,
        Room::Narrow | Room::TooSmall => Rect { height: places.main.height + places.about.height, ..places.main },
    }
}

fn typed_rows(rows: u16) -> u16 {
    if rows >= 8 { TYPED } else { 1 }
}

fn draw_figures(file: &CampaignDetail, area: Rect, brush: &mut Brush) {
    let progress = &file.progress;
    let [of, with_impact, planned, called, reached] =
        [progress.accounts, progress.with_impact, progress.planned, progress.called, progress.reached]
            .map(format::thousands);
    let says = format!(
        "{of} accounts: {with_impact} with impact · {planned} planned · {called} called · {reached} reached · \
         well spent, of those asked: {}",
        progress.share().words()
    );
    brush.paragraph(Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area }, &says, Role::Text);
}

/// Who was left out, by the cause.
fn left_out(file: &CampaignDetail) -> Vec<(Role, String)> {
    let picked = &file.campaign.picked;
    let mut lines = Vec::new();
    for why in ExclusionReason::ALL.iter().copied() {
        let those: Vec<_> = picked.left.iter().filter(|one| one.why == why).collect();
        if !those.is_empty() {
            lines.push((Role::Strong, format!("{}: {}", why.words(), format::thousands(those.len()))));
        }
        lines.extend(those.iter().map(|one| (Role::Text, format!("  {}: {}", one.name, one.says))));
    }
    if lines.is_empty() {
        lines.push((Role::Dim, "Nobody that the filter found was left out.".to_owned()));
    }
    if picked.at_least {
        lines.push((Role::Dim, "There were more than are written down here.".to_owned()));
    }
    lines
}

/// What the rep wrote, then their words, newest first.
fn lessons(file: &CampaignDetail, ctx: &Ctx) -> Vec<(Role, String)> {
    let today = ctx.now.date();
    let mut lines = Vec::new();
    if !file.campaign.learned.is_empty() {
        lines.extend(file.campaign.learned.lines().map(|line| (Role::Strong, line.to_owned())));
    }
    for quote in &file.quotes {
        lines.push((Role::Text, String::new()));
        if quote.words.is_empty() {
            lines.push((Role::Text, quote.note.clone()));
        } else {
            lines.push((Role::Text, format::in_quotes(&quote.words)));
        }
        let who = format!(
            "  {}, {}, {}",
            quote.contact,
            quote.account,
            format::relative_day_short(quote.at.date_naive(), today)
        );
        lines.push((Role::Dim, who));
    }
    if lines.is_empty() {
        let says =
            "Nothing yet. What they say in the calls of this campaign comes here by itself; e writes your own lesson.";
        lines.push((Role::Dim, says.to_owned()));
    }
    lines
}

fn columns_for(room: Room) -> Vec<ColumnWidth> {
    match room {
        Room::Wide => vec![
            ColumnWidth::Fixed(7),
            ColumnWidth::Flex(3),
            ColumnWidth::Flex(6),
            ColumnWidth::Fixed(9),
            ColumnWidth::Fixed(9),
        ],
        Room::Narrow | Room::TooSmall => vec![ColumnWidth::Fixed(7), ColumnWidth::Flex(3), ColumnWidth::Flex(5)],
    }
}

/// The first two columns, as wide as in the whole row.
fn first_columns(wanted: &[ColumnWidth], width: u16) -> Vec<ColumnWidth> {
    let first = wanted.first().copied().unwrap_or(ColumnWidth::Fixed(7));
    let taken = if let ColumnWidth::Fixed(n) = first { n } else { 0 };
    vec![first, ColumnWidth::Fixed(width.saturating_sub(taken + 4))]
}

/// First column and width of a line that is typed: from where impacts stand to the end of the row.
fn line_place(inner: Rect, room: Room) -> (u16, u16) {
    let places = columns(inner.width.saturating_sub(2), &columns_for(room));
    let x = places.get(2).map_or(inner.x, |(x, _)| inner.x + 1 + x).min(inner.right());
    (x, inner.right().saturating_sub(x))
}

fn cells(member: &Member, ctx: &Ctx) -> Vec<Cell> {
    let stage = member.stage();
    let role = match stage {
        MemberStage::NoImpact => Role::Warn,
        MemberStage::NoPlan => Role::Text,
        MemberStage::Ready => Role::Good,
        MemberStage::Called | MemberStage::Reached => Role::Dim,
    };
    let (plan, plan_role) = format::plan(member.plan.as_ref().map(|(plan, _)| *plan));
    let called = member.last_call.map_or_else(String::new, |day| format::relative_day_short(day, ctx.now.date()));
    let impact = text_edit::wrap(&member.impact, 10_000).first().and_then(|row| member.impact.get(row.clone()));
    vec![
        Cell::new(stage.words(), role),
        Cell::new(member.name.clone(), Role::Strong),
        Cell::new(impact.unwrap_or_default().trim_end(), Role::Text),
        Cell::new(if stage == MemberStage::Reached && member.plan.is_none() { String::new() } else { plan }, plan_role),
        Cell::new(called, Role::Dim),
    ]
}

fn plan_words(member: &Member, ctx: &Ctx) -> String {
    let plan = match &member.plan {
        Some((plan, whom)) => format!("for {whom}: {}", plan.says()),
        None => "no plan yet".to_owned(),
    };
    let calls = match (member.called, member.last_call) {
        (0, _) | (_, None) => "not called yet".to_owned(),
        (n, Some(day)) => {
            let verdict = member.verdict.map_or_else(String::new, |verdict| format!(", {}", verdict.words()));
            let times =
                if n == 1 { "called once".to_owned() } else { format!("called {} times", format::thousands(n)) };
            format!("{times}, last {}{verdict}", format::relative_day_short(day, ctx.now.date()))
        }
    };
    format!("{plan} · {calls}")
}
