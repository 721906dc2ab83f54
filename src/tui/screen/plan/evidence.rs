//! Draws the evidence beside the opener.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use crate::domain::campaign::CampaignBrief;
use crate::domain::query::PlanDetail;
use crate::domain::trigger::day_ago_short;
use crate::tui::context::Ctx;
use crate::tui::widgets::brush::{Brush, TextPen};
use crate::tui::widgets::format;
use crate::tui::widgets::theme::Role;

use super::PlanScreen;

impl PlanScreen {
    pub(super) fn draw_evidence(&self, file: &PlanDetail, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, "What we know", false);
        let today = ctx.now.date();
        let mut pen = TextPen::new(inner);
        let title = file.contact.title.clone().unwrap_or_default();
        pen.line(
            brush,
            &format!("{}{}{}", file.contact.name, if title.is_empty() { "" } else { ", " }, title),
            Role::Strong,
        );
        pen.line(brush, &file.account.name, Role::Dim);
        // A number broken over two lines cannot be dialled.
        pen.line(brush, file.contact.phones.first().map_or("no number known", |phone| phone.raw.as_str()), Role::Dim);
        // Another reason than the best one was chosen: whether that one was used says nothing about it.
        let other = self.chosen != file.reason.best;
        for guard in file.guards.iter().filter(|guard| !(other && guard.rule == "same_trigger_used")) {
            let (sign, role) = if guard.blocks() { ("stop:", Role::Bad) } else { ("!", Role::Warn) };
            pen.line(brush, &format!("{sign} {}", guard.says), role);
        }
        if let Some(campaign) = &file.campaign {
            pen.gap();
            draw_campaign(campaign, &file.account.name, &mut pen, brush);
        }
        pen.gap();
        pen.line(brush, "If they ask \"why now?\", say:", Role::Dim);
        pen.line(brush, &self.plan().why_now_line(self.trigger()), Role::Strong);
        pen.gap();
        self.draw_reasons(file, ctx, &mut pen, brush);
        pen.gap();
        pen.line(brush, &file.reason.says(), Role::Text);
        pen.gap();
        draw_calls(file, today, &mut pen, brush);
    }

    fn draw_reasons(&self, file: &PlanDetail, ctx: &Ctx, pen: &mut TextPen, brush: &mut Brush) {
        let today = ctx.now.date();
        if file.triggers.is_empty() {
            pen.line(
                brush,
                "Nothing happened to them that we know of. Without a reason of their own, it is kinder not to call.",
                Role::Warn,
            );
        }
        for entry in &file.triggers {
            let (fresh, role) = format::freshness(&entry.row.freshness);
            let carries = self.chosen == Some(entry.trigger.id);
            let sign = if carries { "> " } else { "  " };
            pen.line(brush, &format!("{sign}{}", entry.row.headline), if carries { Role::Strong } else { Role::Text });
            let about =
                format!("  {} · {} · {fresh}", entry.row.kind_label, day_ago_short(entry.row.occurred_on, today));
            pen.line(brush, &about, if role == Role::Good { Role::Good } else { Role::Dim });
            if !entry.trigger.impact.is_empty() {
                pen.line(brush, &format!("  for them: {}", entry.trigger.impact), Role::Dim);
            }
        }
        if self.trigger().is_some_and(|trigger| ctx.rules.kinds().get_or_other(&trigger.kind).sensitive) {
            pen.line(brush, "! Bad news for them: no congratulations, and nothing cheerful about it.", Role::Warn);
        }
    }
}

fn draw_calls(file: &PlanDetail, today: NaiveDate, pen: &mut TextPen, brush: &mut Brush) {
    for call in file.calls.iter().take(4) {
        let (verdict, _) = format::verdict(call);
        pen.line(brush, &format!("{}: {verdict}", format::relative_day_short(call.at.date_naive(), today)), Role::Dim);
        if !call.words.is_empty() {
            pen.line(brush, &format!("  {}", format::in_quotes(&call.words)), Role::Dim);
        }
    }
}

/// What was learned in the campaign, in a few lines: the rep's own lesson, then what others said.
fn draw_campaign(campaign: &CampaignBrief, account: &str, pen: &mut TextPen, brush: &mut Brush) {
    let closed = if campaign.closed { " (closed)" } else { "" };
    pen.line(brush, &format!("Learned in {}{closed}:", campaign.name), Role::Dim);
    let lesson = campaign.learned.split_inclusive(['.', '!', '?', '\n']).take(2).collect::<String>();
    if !lesson.trim().is_empty() {
        pen.line(brush, lesson.trim(), Role::Text);
    }
    let others = campaign.quotes.iter().filter(|quote| quote.account != account && !quote.words.is_empty());
    for quote in others.take(1) {
        pen.line(brush, &format!("{}: {}", quote.account, format::in_quotes(&quote.words)), Role::Dim);
    }
    if lesson.trim().is_empty() && campaign.quotes.is_empty() {
        pen.line(brush, "Nothing yet: this is one of its first calls.", Role::Dim);
    }
}
