//! Plan: evidence beside the opener beside the check, and what the call is for.

mod acts;
mod areas;
mod drafting;
mod draw;
mod evidence;
mod meeting;
mod reason;
mod way;
mod wordings;

use std::collections::BTreeMap;

use ratatui::layout::Position;

use crate::clock::Moment;
use crate::domain::check;
use crate::domain::check::{ChecklistMark, Finding};
use crate::domain::draft::plan_key;
use crate::domain::edit::Edit;
use crate::domain::ids::{CampaignId, ContactId, TriggerId};
use crate::domain::plan::readiness::Missing;
use crate::domain::plan::{Plan, PlanField};
use crate::domain::query::PlanDetail;
use crate::tui::message::action::Action;
use crate::tui::message::answer::{Answer, ChangedRow, FailedTask, Saved};
use crate::tui::message::command::Command;
use crate::tui::message::effect::{Effect, Side};
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::{CampaignQuery, Query};
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::{Field, Form, FormDraft, TextKey};
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::theme::Role;

use areas::PlanLayout;

use super::{Screen, is_back};

use crate::tui::context::{Ctx, FormSketch, Walk};

/// The plan for one person.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanScreen {
    contact: ContactId,
    /// The campaign from which it was opened.
    campaign: Option<CampaignId>,
    file: Option<Box<PlanDetail>>,
    /// What the form read; what lies in the book may be newer.
    read: Read,
    form: Form,
    findings: Vec<Finding>,
    marks: Vec<ChecklistMark>,
    template: Option<String>,
    /// The opener as a template drafted it, gaps filled since: no words of the rep's own.
    drafted: Option<String>,
    /// The rep was told that another draft takes the place of their own words.
    warned: bool,
    /// The trigger the plan stands on; `None` for a plan without one.
    chosen: Option<TriggerId>,
    touched: bool,
    /// Fields that were changed elsewhere too.
    clashes: Vec<&'static str>,
    /// What was sent to be saved, and its texts; typing meanwhile stays unsaved.
    saving: Option<(Read, FormDraft)>,
    side: PlanPane,
    reading: Option<Moment>,
}

/// A plan as the form knows that it lies in the book, and the trigger that it stands on.
#[derive(Debug, Clone, PartialEq, Default)]
struct Read {
    plan: Plan,
    chosen: Option<TriggerId>,
}

/// Rows of the check below the evidence on a narrow screen.
const CHECK_BESIDE: u16 = 4;

/// The pane in front: a narrow screen shows one at a time, and the versions cover the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PlanPane {
    Writing,
    Evidence,
    /// Their way forward; on a wide screen in the place of the evidence.
    WayForward,
    /// The kept wordings, this one selected.
    Wordings(usize),
}

impl PlanScreen {
    /// The screen of a person's plan, before it is read.
    pub fn new(contact: ContactId) -> PlanScreen {
        PlanScreen {
            contact,
            campaign: None,
            file: None,
            read: Read::default(),
            form: Form::default(),
            findings: Vec::new(),
            marks: Vec::new(),
            template: None,
            drafted: None,
            warned: false,
            chosen: None,
            touched: false,
            clashes: Vec::new(),
            saving: None,
            side: PlanPane::Writing,
            reading: None,
        }
    }

    /// The same in a campaign, which fills in what it knows.
    pub fn in_campaign(contact: ContactId, campaign: CampaignId) -> PlanScreen {
        PlanScreen { campaign: Some(campaign), ..PlanScreen::new(contact) }
    }

    /// What is asked for it.
    fn request(&self) -> Effect {
        match self.campaign {
            Some(campaign) => CampaignQuery::Plan(self.contact, campaign).into(),
            None => Query::Plan(self.contact).into(),
        }
    }

    fn key(&self) -> String {
        plan_key(self.contact)
    }

    fn plan(&self) -> Plan {
        let mut plan = self.file.as_ref().map(|file| file.plan.clone()).unwrap_or_default();
        for field in PlanField::ALL {
            plan.set(*field, self.form.get(field.key()).trim().to_string());
        }
        plan.template.clone_from(&self.template);
        plan.stand_on(self.chosen);
        plan
    }

    fn recheck(&mut self, ctx: &Ctx) {
        let Some(file) = &self.file else { return };
        let rules = ctx.rules;
        let plan = self.plan();
        let evidence = file.evidence(&plan, rules.kinds(), ctx.now.date());
        (self.findings, self.marks) = check::check_with_marks(&plan.opener, &evidence, rules.playbook(), rules.wpm);
    }

    fn missing(&self, ctx: &Ctx) -> Vec<Missing> {
        let live = self.trigger().is_some_and(|t| t.is_live(ctx.rules.kinds(), ctx.now.date()));
        let plan = self.plan();
        let campaign = self.file.as_ref().and_then(|file| file.campaign.as_ref());
        let member =
            campaign.and_then(|campaign| campaign.member.as_ref()).map(|member| member.once_saved(&plan.impact));
        plan.missing(&self.findings, live, member.as_ref())
    }

    fn take(&mut self, file: &PlanDetail, ctx: &Ctx) -> Vec<Effect> {
        let first = self.file.is_none();
        self.file = Some(Box::new(file.clone()));
        // What is being typed stays; guards, reasons and calls are the new ones.
        if !first && self.touched {
            self.recheck(ctx);
            return Vec::new();
        }
        let focus = self.form.focused().map(|field| field.name);
        self.form = Form::new(PlanField::ALL.iter().map(|field| plan_field(*field, &file.plan)).collect());
        self.template.clone_from(&file.plan.template);
        self.chosen = file.stands_on();
        self.read = Read { plan: file.plan.clone(), chosen: self.chosen };
        if let Some(name) = focus {
            self.form.go_to(name);
        }
        let mut effects = Vec::new();
        // Once: a draft that is read later is what this form keeps itself.
        if let Some(draft) = file.draft.as_ref().filter(|_| first)
            && let Ok(kept) = serde_json::from_str::<FormDraft>(&draft.body)
            && self.restore(&kept)
        {
            self.template = kept.extra.get("template").cloned().or(self.template.take());
            if let Some(chosen) = kept.extra.get("reason") {
                self.chosen = file.triggers.iter().map(|t| t.trigger.id).find(|id| id.to_string() == *chosen);
            }
            self.touched = true;
            if self.campaign.is_none()
                && let Some(id) = kept.extra.get("campaign").and_then(|id| id.parse().ok())
            {
                self.campaign = Some(CampaignId(id));
                effects.push(self.request());
            }
            effects.push(is_back(draft, "Ctrl-S saves it", ctx));
        }
        self.recheck(ctx);
        effects
    }

    fn save(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if let Some(why) = ctx.read_only {
            return vec![Effect::complain(format!("Nothing can be saved: {why}. Your text stays here."))];
        }
        self.fill_gaps(ctx);
        let edit = self.edit();
        self.saving = Some((Read { plan: edit.typed.clone(), chosen: self.chosen }, self.form.keep()));
        vec![Command::SavePlan(Box::new(edit)).into()]
    }

    /// The plan as it was read and as the form says it. A field that nobody changed keeps its value.
    fn edit(&self) -> Edit<Plan> {
        let (mut read, mut typed) = (self.read.plan.clone(), self.read.plan.clone());
        let changed =
            |field: &PlanField| self.form.fields.iter().find(|one| one.name == field.key() && one.is_changed());
        for field in PlanField::ALL {
            if let Some(text) = changed(field) {
                // A draft may have been begun when the plan said something else.
                read.set(*field, text.read.trim().to_string());
                typed.set(*field, text.text.as_str().trim().to_string());
            }
        }
        typed.template.clone_from(&self.template);
        typed.stand_on(self.chosen);
        Edit { read, typed, drafts: Vec::new() }
    }

    /// What was sent lies in the book now; what was typed since is compared with that.
    fn on_saved(&mut self) {
        let Some((read, kept)) = self.saving.take() else { return };
        self.touched = kept.fields != self.form.keep().fields;
        self.read = read;
        for field in &mut self.form.fields {
            if let Some(text) = kept.fields.get(field.name) {
                field.read.clone_from(text);
            }
        }
    }

    /// Puts back what a draft kept, where it kept something.
    fn restore(&mut self, kept: &FormDraft) -> bool {
        if kept.read.is_empty() && !kept.fields.is_empty() {
            // A draft of an older version holds the whole form, and not what it read.
            self.form.restore(kept);
            return true;
        }
        self.form.restore_changes(kept) || ["template", "reason"].iter().any(|name| kept.extra.contains_key(*name))
    }
}

fn plan_field(field: PlanField, plan: &Plan) -> Field {
    let content = plan.field(field);
    if field.multiline() {
        Field::lines(field.key(), field.label(), field.hint(), &content)
    } else {
        Field::line(field.key(), field.label(), field.hint(), &content)
    }
}

impl Screen for PlanScreen {
    fn title(&self) -> String {
        self.file.as_ref().map_or("Plan".into(), |file| format!("Plan > {} > {}", file.account.name, file.contact.name))
    }

    fn layer(&self) -> Layer {
        match self.side {
            PlanPane::Wordings(_) => Layer::Nav,
            PlanPane::Writing | PlanPane::Evidence | PlanPane::WayForward => Layer::Text,
        }
    }

    fn hints(&self) -> Vec<Action> {
        if let PlanPane::Wordings(_) = self.side {
            return vec![Action::Open, Action::Down, Action::Up, Action::Back];
        }
        vec![
            Action::Save,
            Action::Template,
            Action::Reason,
            Action::NextPane,
            Action::Call,
            Action::Wordings,
            Action::Editor,
            Action::Timer,
            Action::NextRecord,
            Action::Back,
        ]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![self.request()]
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        if let Some(by) = self.form.step_of(stroke) {
            return self.step(by, ctx);
        }
        if self.form.stroke(stroke, usize::from(PlanLayout::of(ctx).opener_text().width)) {
            (self.touched, self.warned) = (true, false);
            self.recheck(ctx);
        }
        Vec::new()
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Failed { doing: FailedTask::SavingForm, .. } = answer {
            self.saving = None;
        }
        if let Answer::Meanwhile(ChangedRow::Plan(met)) = answer
            && self.saving.take().is_some()
        {
            return self.meet(met, ctx);
        }
        if let Answer::Saved(Saved::Plan(contact)) = answer
            && *contact == self.contact
            && self.saving.is_some()
        {
            self.on_saved();
            let missing = self.missing(ctx);
            let says = match missing.first() {
                None => "Saved. Ready: F4 starts the call clock.".to_string(),
                Some(first) => format!("Saved. Not ready yet: {}", first.says),
            };
            return vec![Effect::say(says), self.request()];
        }
        let Answer::Plan(contact, file) = answer else { return Vec::new() };
        if *contact == self.contact { self.take(file, ctx) } else { Vec::new() }
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let Some(file) = &self.file else {
            brush.paragraph(layout::inner(ctx.area), ctx.reading(), Role::Dim);
            return None;
        };
        if let PlanPane::Wordings(at) = self.side {
            self.draw_wordings(file, at, ctx, ctx.area, brush);
            return None;
        }
        let places = PlanLayout::of(ctx);
        let missing = self.missing(ctx);
        if ctx.room != Room::Wide && self.side != PlanPane::Writing {
            let (top, bottom) = layout::top(ctx.area, ctx.area.height.saturating_sub(CHECK_BESIDE));
            self.draw_known(file, ctx, top, brush);
            self.draw_check(&missing, ctx.rules, bottom, brush);
            return None;
        }
        if let Some(area) = places.evidence {
            self.draw_known(file, ctx, area, brush);
        }
        if let Some(area) = places.way {
            self.draw_way(file, ctx, area, brush);
        }
        self.draw_check(&missing, ctx.rules, places.check, brush);
        let caret = self.draw_opener(ctx, &missing, places.opener, brush);
        caret.or(self.draw_fields(&missing, places.fields, brush))
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        let places = PlanLayout::of(ctx);
        let says = self.fill_gaps(ctx);
        if places.opener.contains(at) {
            self.form.go_to(PlanField::Opener.key());
        } else {
            let rows = self.field_rows(layout::inner(places.fields));
            let hit = rows.into_iter().find(|(_, row)| row.contains(at));
            hit.into_iter().for_each(|(field, _)| self.form.focus = field);
        }
        says.into_iter().map(Effect::say).collect()
    }

    fn walk(&self) -> Option<Walk> {
        Some(Walk::People)
    }

    fn settle(&mut self, side: Side, ctx: &Ctx) -> Vec<Effect> {
        let clashes = std::mem::take(&mut self.clashes);
        match side {
            Side::Mine => self.save(ctx),
            Side::Theirs => self.give_up(&clashes, ctx),
        }
    }

    fn claim(&self) -> Option<String> {
        Some(self.key())
    }

    fn sketch(&self) -> Option<FormSketch> {
        let mut kept = self.form.keep_changes();
        let template = self.template.iter().filter(|key| Some(*key) != self.read.plan.template.as_ref());
        let template = template.map(|key| ("template".to_string(), key.clone()));
        let reason = self.chosen.map_or_else(String::new, |chosen| chosen.to_string());
        let reason = (self.chosen != self.read.chosen).then(|| ("reason".to_string(), reason));
        let campaign = self.campaign.iter().map(|id| ("campaign".to_string(), id.to_string()));
        kept.extra = template.chain(reason).chain(campaign).collect::<BTreeMap<_, _>>();
        let body = serde_json::to_string(&kept).ok()?;
        self.touched.then(|| FormSketch { key: self.key(), title: self.title(), body })
    }

    fn text(&self) -> Option<String> {
        self.form.focused().map(|field| field.text.as_str().to_string())
    }
}
