//! Typing in a campaign: a line after the other, each saved when it is left.

use crate::domain::draft::campaign_key;
use crate::domain::ids::AccountId;
use crate::tui::context::{Ctx, FormSketch};
use crate::tui::message::command::{CampaignCommand, DraftCommand};
use crate::tui::message::effect::{Effect, Side};
use crate::tui::screen::{ask_about, is_back};
use crate::tui::widgets::form::{FormDraft, TextKey};
use crate::tui::widgets::text_edit::Move;

use super::line_edit::LineEdit;
use super::{CampaignPane, CampaignScreen};

impl CampaignScreen {
    pub(super) fn key(&self) -> String {
        campaign_key(self.id)
    }

    /// Begins to type in what is selected.
    pub(super) fn begin_line(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if let Some(why) = ctx.read_only {
            return vec![Effect::complain(format!("Nothing can be written: {why}."))];
        }
        self.line = match self.pane {
            CampaignPane::Learned => self.file.as_ref().map(|file| LineEdit::new(None, &file.campaign.learned)),
            CampaignPane::Accounts | CampaignPane::LeftOut => {
                self.pane = CampaignPane::Accounts;
                self.list.row().map(|member| LineEdit::new(Some(member.account_id), &member.impact))
            }
        };
        self.list.select(self.list.selected, self.page(ctx));
        if let Some(line) = self.line.as_mut() {
            // The end of a line does not depend on how wide it is shown: any width does.
            line.form.stroke(&TextKey::Move(Move::End), 1_000);
        }
        Vec::new()
    }

    /// What was typed and not saved comes back.
    pub(super) fn bring_back(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(draft) = self.file.as_ref().and_then(|file| file.draft.clone()) else { return Vec::new() };
        let Ok(kept) = serde_json::from_str::<FormDraft>(&draft.body) else { return Vec::new() };
        if self.why_read_only().is_some() || ctx.read_only.is_some() {
            return Vec::new();
        }
        let account = kept.extra.get("account").and_then(|id| id.parse().ok()).map(AccountId);
        match account {
            Some(id) => match self.list.window.rows.iter().position(|member| member.account_id == id) {
                Some(at) => self.list.select(at, self.page(ctx)),
                None => return Vec::new(),
            },
            None => self.pane = CampaignPane::Learned,
        }
        self.begin_line(ctx);
        if let Some(line) = self.line.as_mut() {
            line.form.restore(&kept);
        }
        self.later = self.later_of(&kept);
        vec![is_back(&draft, "Enter saves it", ctx)]
    }

    pub(super) fn sketch_of_line(&self) -> Option<FormSketch> {
        let mut lines = self.line.iter().chain(&self.later).filter(|line| line.changed());
        let first = lines.next()?;
        let mut kept = first.form.keep();
        if let Some(account) = first.account {
            kept.extra.insert("account".into(), account.to_string());
        }
        for (n, line) in lines.enumerate() {
            kept.fields.insert(later_name(n), line.text().to_owned());
            kept.extra.extend(line.account.map(|account| (later_name(n), account.to_string())));
        }
        let body = serde_json::to_string(&kept).ok()?;
        Some(FormSketch { key: self.key(), title: crate::tui::screen::Screen::title(self), body })
    }

    /// Goes on to a neighbour's line, from the last to the first; what was learned has none.
    pub(super) fn go_on(&mut self, by: isize, ctx: &Ctx) -> Vec<Effect> {
        let for_account = self.line.as_ref().is_some_and(|line| line.account.is_some());
        if for_account {
            self.on_to(Some(by), ctx)
        } else {
            vec![Effect::say("This is the only field: Ctrl-S saves it.")]
        }
    }

    pub(super) fn discard_line(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.line = None;
        let effects = vec![DraftCommand::Discard(self.key()).into(), Effect::say("Back to what was saved.")];
        effects.into_iter().chain(self.resume(ctx)).collect()
    }

    pub(super) fn type_in_line(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        let width = usize::from(self.line_width(ctx));
        let Some(line) = self.line.as_mut() else { return Vec::new() };
        let one_line = line.account.is_some();
        if one_line && *stroke == TextKey::Enter {
            return self.on_to(None, ctx);
        }
        if let Some(by) = stroke.line_step().filter(|_| one_line) {
            return self.on_to(Some(by), ctx);
        }
        line.form.stroke(stroke, width);
        Vec::new()
    }

    /// Saves the line and goes to a neighbour, or to the next account that has none.
    fn on_to(&mut self, by: Option<isize>, ctx: &Ctx) -> Vec<Effect> {
        let mut effects = self.end_line(ctx);
        if self.line.is_some() {
            return effects;
        }
        let (at, count) = (self.list.selected, self.list.len());
        let blank = |at: &usize| self.list.at(*at).is_some_and(|member| member.impact.trim().is_empty());
        let to = match by {
            // Round, as in every form: whoever types on at the last line must not be typing at a list.
            Some(by) => Some((at + count).wrapping_add_signed(by) % count.max(1)),
            None => (at + 1..count).chain(0..at).find(blank),
        };
        match to {
            Some(to) => {
                self.list.select(to, self.page(ctx));
                effects.extend(self.begin_line(ctx));
            }
            None if by.is_none() && !blank(&at) => {
                effects.push(Effect::say("Every account has its line. N goes on with the plans."));
            }
            None => {}
        }
        effects
    }

    /// Leaves the line; what was typed is saved. One that waits comes up.
    pub(super) fn end_line(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let effects = self.send_line();
        effects.into_iter().chain(self.resume(ctx)).collect()
    }

    fn send_line(&mut self) -> Vec<Effect> {
        let Some(line) = self.line.take() else { return Vec::new() };
        if !line.changed() {
            return Vec::new();
        }
        let change = line.change();
        let text = change.typed.clone();
        let command = match line.account {
            Some(account) => {
                // The next account is chosen before the book has answered.
                if let Some(member) = self.list.window.rows.iter_mut().find(|member| member.account_id == account) {
                    member.impact = text;
                }
                CampaignCommand::SetImpact(self.id, account, change)
            }
            None => {
                if let Some(file) = self.file.as_mut() {
                    file.campaign.learned = text;
                }
                CampaignCommand::SetLearned(self.id, change)
            }
        };
        self.sent.push_back(line);
        vec![command.into()]
    }

    /// A line was changed elsewhere while it was typed: both are shown, once nothing else is being typed.
    pub(super) fn meet(&mut self, stands: &str, ctx: &Ctx) -> Vec<Effect> {
        let Some(mut line) = self.sent.pop_front() else { return Vec::new() };
        line.meet(stands);
        let waits = self.give_back(line, ctx);
        if waits.is_empty() && !self.later.is_empty() {
            return vec![Effect::complain(
                "A line was changed elsewhere meanwhile: you are asked once this one is left.",
            )];
        }
        waits
    }

    /// Saves the line over what was written elsewhere, or gives it up for that.
    pub(super) fn settle_line(&mut self, side: Side, ctx: &Ctx) -> Vec<Effect> {
        match side {
            Side::Mine => self.end_line(ctx),
            Side::Theirs => {
                self.line.iter_mut().for_each(LineEdit::give_up);
                vec![DraftCommand::Discard(self.key()).into(), Effect::say("Taken: it says what is in the book.")]
            }
        }
    }

    /// The first line that was sent could not be saved.
    pub(super) fn take_refused_line_back(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let line = self.sent.pop_front();
        line.map(|line| self.give_back(line, ctx)).unwrap_or_default()
    }

    /// A line is not in the book: its text is on the screen again. Where another is being typed, the next letter is meant
    /// for that one, and this one waits until it is left.
    fn give_back(&mut self, line: LineEdit, ctx: &Ctx) -> Vec<Effect> {
        self.later.push(line);
        if self.line.as_ref().is_some_and(LineEdit::changed) { Vec::new() } else { self.resume(ctx) }
    }

    /// Brings the line up that waits longest, and asks about it where it was changed elsewhere.
    fn resume(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if self.later.is_empty() {
            return Vec::new();
        }
        let mut line = self.later.remove(0);
        let met = line.met.take();
        let row = self.list.window.rows.iter().position(|member| Some(member.account_id) == line.account);
        self.pane = if line.account.is_some() { CampaignPane::Accounts } else { CampaignPane::Learned };
        self.line = Some(line);
        if let Some(at) = row {
            self.list.select(at, self.page(ctx));
        }
        met.map(|clash| ask_about(self.key(), vec![clash])).into_iter().collect()
    }

    /// The lines beside the first that a draft kept.
    fn later_of(&self, kept: &FormDraft) -> Vec<LineEdit> {
        let texts = (0..).map_while(|n| Some((later_name(n), kept.fields.get(&later_name(n))?)));
        let line = |(name, text): (String, &String)| {
            let account = kept.extra.get(&name).and_then(|id| id.parse().ok()).map(AccountId);
            let before = match account {
                Some(id) => &self.list.window.rows.iter().find(|member| member.account_id == id)?.impact,
                None => &self.file.as_ref()?.campaign.learned,
            };
            Some(LineEdit::new(account, before).with_text(text))
        };
        texts.filter_map(line).collect()
    }
}

/// What a draft calls a line that waits behind the first.
fn later_name(n: usize) -> String {
    format!("line {}", n + 2)
}
