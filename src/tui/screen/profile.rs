//! The profile: which companies we can serve, a rule a row, and how many accounts are in by it.

use ratatui::layout::{Position, Rect};

use crate::domain::account::profile::typed::RulePart;
use crate::domain::account::profile::{Fit, ProfileField, ProfileRule, RuleEdit};
use crate::domain::draft::Draft;
use crate::domain::query::ProfileDetail;
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::{Answer, FailedTask, Saved};
use crate::tui::message::command::{Command, DraftCommand};
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::Query;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth, TextPen};
use crate::tui::widgets::form::{Field, Form, FormDraft, TextKey};
use crate::tui::widgets::format;
use crate::tui::widgets::layout;
use crate::tui::widgets::list::first_shown;
use crate::tui::widgets::text_edit::TextEdit;
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, NOTHING_TYPED, Screen, is_back};
use crate::tui::context::{Ctx, FormSketch, Offer};

/// Rows below the list.
const BELOW: u16 = 8;
/// Longest text of a rule, in characters.
const LONGEST: usize = 1_000;
/// What is said of a form whose rule is not in the profile any more.
const RULE_GONE: &str = "This rule was changed or removed elsewhere meanwhile: the list above shows how the rules stand. \
                         Ctrl-S adds yours to them.";
/// Columns before a field of the form.
const LABEL: u16 = 8;

/// The rules of the profile.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProfileScreen {
    detail: Option<ProfileDetail>,
    selected: usize,
    editing: Option<RuleForm>,
    saving: bool,
}

/// A rule as it is typed.
#[derive(Debug, Clone, PartialEq)]
struct RuleForm {
    /// The rule that is changed; a new one has none.
    rule: Option<ProfileRule>,
    form: Form,
    touched: bool,
    fault: Option<String>,
}

impl RuleForm {
    fn new(rule: Option<ProfileRule>) -> RuleForm {
        let said = |text: fn(&ProfileRule) -> String| rule.as_ref().map(text).unwrap_or_default();
        let field = |name, label, hint, text: String| Field::of(name, label, hint, TextEdit::line(LONGEST).with(&text));
        let fields = vec![
            field("field", "About", "industry, employees, revenue …", said(|rule| rule.field.words().into())),
            field("test", "Is", "Food, Logistics · not Banking · 150 to 12000", said(ProfileRule::test_words)),
            field("must", "How", "must: else out · wish: else edge", said(|rule| rule.must_word().into())),
        ];
        let form = Form::new(fields);
        RuleForm { rule, form, touched: false, fault: None }
    }

    /// Key of its draft.
    fn key(&self) -> String {
        match &self.rule {
            None => "profile:new".to_owned(),
            // By what it says: rules have no ids.
            Some(rule) => format!("profile:{}:{}:{}", rule.field.key(), rule.test_words(), rule.must_word()),
        }
    }

    fn read(&mut self) -> Option<ProfileRule> {
        let [field, test, must] = ["field", "test", "must"].map(|name| self.form.get(name));
        match ProfileRule::from_typed(field, test, must) {
            Ok(rule) => Some(rule),
            Err((part, says)) => {
                self.form.go_to(match part {
                    RulePart::Field => "field",
                    RulePart::Test => "test",
                    RulePart::Must => "must",
                });
                self.fault = Some(says);
                None
            }
        }
    }
}

impl ProfileScreen {
    fn rules(&self) -> &[ProfileRule] {
        self.detail.as_ref().map_or(&[], |detail| &detail.profile.rules)
    }

    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        let page = usize::from(ctx.area.height.saturating_sub(BELOW + 3));
        self.selected = movement.target(self.selected, self.rules().len().saturating_sub(1), page);
        Vec::new()
    }

    fn may_change(&self, ctx: &Ctx) -> Offer {
        match ctx.read_only {
            Some(why) => Offer::Off(why.to_owned()),
            None => Offer::yes_if(self.rules().get(self.selected).is_some(), "there is no rule yet: n adds one"),
        }
    }

    fn edit(&mut self) -> Vec<Effect> {
        let rule = self.rules().get(self.selected).cloned();
        self.open_form(rule)
    }

    /// Opens the form of a rule, or of a new one, and asks for what was typed into it before.
    fn open_form(&mut self, rule: Option<ProfileRule>) -> Vec<Effect> {
        let form = RuleForm::new(rule);
        let asks = Query::Draft(form.key()).into();
        (self.editing, self.saving) = (Some(form), false);
        vec![asks]
    }

    fn remove(&mut self) -> Vec<Effect> {
        let Some(rule) = self.rules().get(self.selected).cloned() else { return Vec::new() };
        self.selected = self.selected.min(self.rules().len().saturating_sub(2));
        let edit = RuleEdit { drafts: vec![RuleForm::new(Some(rule.clone())).key()], read: Some(rule), typed: None };
        vec![Command::EditProfile(Box::new(edit)).into()]
    }

    /// Saves the rule; the form closes once it is in the book.
    fn save(&mut self) -> Vec<Effect> {
        let (count, Some(editing)) = (self.rules().len(), &mut self.editing) else { return Vec::new() };
        let Some(typed) = editing.read() else { return Vec::new() };
        let edit = RuleEdit { read: editing.rule.clone(), typed: Some(typed), drafts: vec![editing.key()] };
        if edit.read.is_none() {
            self.selected = count;
        }
        self.saving = true;
        vec![Command::EditProfile(Box::new(edit)).into()]
    }

    /// Where the rule that is changed is not in the profile any more, what is typed becomes a new one.
    fn look_for_rule(&mut self) -> Vec<Effect> {
        let rules = self.detail.as_ref().map_or(&[][..], |detail| &detail.profile.rules);
        // While the form is being saved, the rule that it read is about to go by its own hand.
        let Some(editing) = self.editing.as_mut().filter(|_| !self.saving) else { return Vec::new() };
        if editing.rule.as_ref().is_none_or(|rule| rules.contains(rule)) {
            return Vec::new();
        }
        let old = editing.key();
        (editing.rule, editing.fault) = (None, Some(RULE_GONE.to_owned()));
        vec![DraftCommand::Discard(old).into()]
    }

    /// The form is not saved; it may be because the rule is gone.
    fn on_refused(&mut self, says: &str) -> Vec<Effect> {
        self.saving = false;
        self.editing.iter_mut().for_each(|editing| editing.fault = Some(says.to_owned()));
        vec![Query::Profile.into()]
    }

    fn restore(&mut self, draft: &Draft, ctx: &Ctx) -> Vec<Effect> {
        let Some(editing) = self.editing.as_mut().filter(|form| !form.touched && form.key() == draft.key) else {
            return Vec::new();
        };
        let Ok(kept) = serde_json::from_str::<FormDraft>(&draft.body) else { return Vec::new() };
        editing.form.restore(&kept);
        editing.touched = true;
        vec![is_back(draft, "Ctrl-S saves it", ctx)]
    }

    fn discard(&mut self) -> Vec<Effect> {
        let Some(editing) = self.editing.take() else { return Vec::new() };
        let key = editing.key();
        self.editing = Some(RuleForm::new(editing.rule));
        vec![DraftCommand::Discard(key).into(), Effect::say("Forgotten.")]
    }

    fn may_discard(&self) -> Offer {
        Offer::yes_if(self.editing.as_ref().is_some_and(|form| form.touched), NOTHING_TYPED)
    }

    fn leave_form(&mut self) -> Vec<Effect> {
        self.editing = None;
        Vec::new()
    }

    fn step(&mut self, by: isize) -> Vec<Effect> {
        if let Some(editing) = &mut self.editing {
            editing.form.step(by);
        }
        Vec::new()
    }

    fn draw_rules(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, "Whom we can serve", self.editing.is_none());
        if self.rules().is_empty() {
            let says = match &self.detail {
                Some(_) => {
                    "There is no profile yet, so nobody is left out.\n\nn adds a rule: an industry, a head count, a place, a tag. Every account then shows in, edge, out or unknown, with the rule that decided."
                }
                None => ctx.reading(),
            };
            brush.paragraph(inner, says, Role::Dim);
            return;
        }
        let columns = [ColumnWidth::Fixed(6), ColumnWidth::Fixed(18), ColumnWidth::Flex(1)];
        let heads = ["How", "About", "Is"].map(|head| Cell::new(head, Role::Dim));
        brush.row(Rect { height: 1, ..inner }, false, &columns, &heads);
        let rows = usize::from(inner.height.saturating_sub(1));
        let first = first_shown(0, self.selected, rows);
        for (at, (place, rule)) in self.rules().iter().enumerate().skip(first).take(rows).enumerate() {
            let line = Rect { y: inner.y + 1 + u16::try_from(at).unwrap_or(0), height: 1, ..inner };
            let cells = [
                Cell::new(rule.must_word(), Role::Dim),
                Cell::new(rule.field.words(), Role::Strong),
                Cell::new(rule.test_words(), Role::Text),
            ];
            brush.row(line, place == self.selected, &columns, &cells);
        }
    }

    fn draw_fits(&self, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, "Your accounts by it", false);
        let Some(detail) = &self.detail else { return };
        let mut pen = TextPen::new(inner);
        let counted = |(fit, total): &(Fit, _)| format!("{} {}", fit.words(), format::total(*total));
        pen.line(brush, &detail.fits.iter().map(counted).collect::<Vec<_>>().join("  "), Role::Strong);
        pen.gap();
        pen.line(
            brush,
            "A missed must is out, a missed wish the edge; missing data is unknown, never a no. An account that is out is \
             called only with a reason that the manager reads.",
            Role::Dim,
        );
    }
}

impl RuleForm {
    fn draw(&self, area: Rect, brush: &mut Brush) -> Option<Position> {
        let inner = brush.pane(area, if self.rule.is_some() { "Change the rule" } else { "A new rule" }, true);
        let mut caret = None;
        for (place, field) in self.form.fields.iter().enumerate() {
            let y = inner.y + u16::try_from(place).unwrap_or(0);
            if y >= inner.bottom() {
                return caret;
            }
            let front = place == self.form.focus;
            brush.text(inner.x + 1, y, LABEL, field.label, if front { Role::Strong } else { Role::Text });
            let line = Rect { x: inner.x + LABEL, y, width: inner.width.saturating_sub(LABEL + 1), height: 1 };
            if field.text.as_str().is_empty() {
                brush.text(line.x, y, line.width, field.hint, Role::Dim);
            }
            let at = brush.editor(line, &field.text, &[]);
            caret = if front { at } else { caret };
        }
        let all: Vec<_> = ProfileField::ALL.iter().map(|field| field.key()).collect();
        let about = format!("About: {}.", all.join(", "));
        let (says, role) = match &self.fault {
            Some(fault) => (fault.as_str(), Role::Bad),
            None => (about.as_str(), Role::Dim),
        };
        let rest = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..layout::top(inner, 4).1 };
        brush.paragraph(rest, says, role);
        caret
    }
}

/// What is done while a rule is typed.
const IN_THE_FORM: &[Act<ProfileScreen>] = &[
    Act::always(Action::Save, |screen, _| screen.save()),
    Act::always(Action::NextPane, |screen, _| screen.step(1)),
    Act::always(Action::PreviousPane, |screen, _| screen.step(-1)),
    Act::always(Action::Back, |screen, _| screen.leave_form()),
    Act::undo_text(),
    Act::redo_text(),
    Act::offered(Action::Discard, |screen, _| screen.may_discard(), |screen, _| screen.discard()),
];

impl ActTable for ProfileScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::Alike(&[Action::Open, Action::Edit], Self::may_change, |screen, _| screen.edit()),
        Act::offered(Action::New, |_, ctx| Offer::writing(ctx), |screen, _| screen.open_form(None)),
        Act::offered(Action::Remove, Self::may_change, |screen, _| screen.remove()),
        Act::refresh(),
    ];

    fn acts(&self) -> &'static [Act<Self>] {
        if self.editing.is_some() { IN_THE_FORM } else { Self::ACTS }
    }
}

impl Screen for ProfileScreen {
    fn title(&self) -> String {
        "Profile".into()
    }

    fn layer(&self) -> Layer {
        if self.editing.is_some() { Layer::Text } else { Layer::Nav }
    }

    fn enter(&self) -> Option<&'static str> {
        let editing = self.editing.as_ref()?;
        Some(if editing.form.focus + 1 == editing.form.fields.len() { "save" } else { "next" })
    }

    fn hints(&self) -> Vec<Action> {
        match (&self.editing, self.rules().is_empty()) {
            (Some(_), _) => vec![Action::Save, Action::NextPane, Action::Back],
            (None, true) => vec![Action::New, Action::Back],
            (None, false) => vec![Action::Edit, Action::New, Action::Menu, Action::Undo, Action::Back],
        }
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Query::Profile.into()]
    }

    fn stroke(&mut self, stroke: &TextKey, _ctx: &Ctx) -> Vec<Effect> {
        let Some(editing) = &mut self.editing else { return Vec::new() };
        let last = editing.form.focus + 1 == editing.form.fields.len();
        if *stroke == TextKey::Enter && last {
            return self.save();
        }
        match editing.form.step_of(stroke) {
            Some(by) => editing.form.step(by),
            None => {
                editing.touched |= editing.form.stroke(stroke, LONGEST);
                editing.fault = None;
            }
        }
        Vec::new()
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Profile(detail) = answer {
            self.selected = self.selected.min(detail.profile.rules.len().saturating_sub(1));
            self.detail = Some(detail.as_ref().clone());
            return self.look_for_rule();
        }
        if let Answer::Draft(_, Some(draft)) = answer {
            return self.restore(draft, ctx);
        }
        if let (Answer::Failed { doing: FailedTask::SavingForm, says }, true) = (answer, self.saving) {
            return self.on_refused(says);
        }
        if let Answer::Saved(Saved::Form { says, .. }) = answer {
            if std::mem::take(&mut self.saving) {
                self.editing = None;
            }
            return vec![Effect::say(says.clone())];
        }
        Vec::new()
    }

    fn claim(&self) -> Option<String> {
        self.editing.as_ref().map(RuleForm::key)
    }

    fn sketch(&self) -> Option<FormSketch> {
        let editing = self.editing.as_ref().filter(|form| form.touched && !self.saving)?;
        let body = serde_json::to_string(&editing.form.keep()).ok()?;
        Some(FormSketch { key: editing.key(), title: "Profile > a rule".into(), body })
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let (list, below) = layout::top(ctx.area, ctx.area.height.saturating_sub(BELOW));
        self.draw_rules(ctx, list, brush);
        match &self.editing {
            Some(editing) => editing.draw(below, brush),
            None => {
                self.draw_fits(below, brush);
                None
            }
        }
    }
}
