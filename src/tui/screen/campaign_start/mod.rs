//! A campaign before it starts: the filter, whom it finds, who is left out and why; each can be put in or taken out.

mod draw;

use ratatui::layout::Position;

use crate::domain::campaign::{CampaignSeed, CampaignStart, TargetCandidate, TargetField, TargetPreview, too_many};
use crate::domain::draft::campaign_start_key;
use crate::domain::ids::{AccountId, TriggerId};
use crate::domain::query::{Total, Window};
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::{Answer, CampaignAnswer};
use crate::tui::message::command::{CampaignCommand, DraftCommand};
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::{CampaignQuery, Query};
use crate::tui::message::route::Route;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::{Field, Form, FormDraft, TextKey};
use crate::tui::widgets::list::Listing;

use super::{Act, ActTable, Screen, typed_when};
use crate::tui::context::{Ctx, FormSketch, Offer};

/// The screen on which a campaign is started.
#[derive(Debug, Clone, PartialEq)]
pub struct CampaignStartScreen {
    trigger: TriggerId,
    seed: Option<Box<CampaignSeed>>,
    gone: bool,
    start: CampaignStart,
    form: Form,
    /// What cannot be read in the filter.
    faults: Vec<String>,
    found: Option<Box<TargetPreview>>,
    list: Listing<TargetCandidate>,
    side: StartPane,
    touched: bool,
    started: bool,
}

/// The pane in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StartPane {
    In,
    LeftOut,
    Filter,
}

const NAME: &str = "name";
const REASON: &str = "reason";

impl CampaignStartScreen {
    /// The screen for a trigger, before it is read.
    pub fn new(trigger: TriggerId) -> CampaignStartScreen {
        CampaignStartScreen {
            trigger,
            seed: None,
            gone: false,
            start: CampaignStart { trigger, ..CampaignStart::default() },
            form: Form::default(),
            faults: Vec::new(),
            found: None,
            list: Listing::default(),
            side: StartPane::In,
            touched: false,
            started: false,
        }
    }

    fn key(&self) -> String {
        campaign_start_key(self.trigger)
    }

    fn pick(&self) -> Vec<Effect> {
        vec![Query::Targets(Box::new(self.start.clone())).into()]
    }

    /// Takes over what stands in the form; asks anew where the filter changed.
    fn read(&mut self) -> Vec<Effect> {
        self.start.name = self.form.get(NAME).trim().to_owned();
        self.start.shared_reason = self.form.get(REASON).trim().to_owned();
        let (pick, faults) = self.start.pick.read(&|field| self.form.get(field.key()).to_owned());
        self.faults = faults.into_iter().map(|(field, says)| format!("{}: {says}", field.words())).collect();
        if pick == self.start.pick {
            return Vec::new();
        }
        self.start.pick = pick;
        self.list.reset();
        self.pick()
    }

    fn begin(&mut self, seed: &CampaignSeed, ctx: &Ctx) -> Vec<Effect> {
        if let Some(running) = seed.running {
            let says = "This change has a campaign already: here it is. To start another, close it first.";
            return vec![Effect::Close, Effect::Go(Route::Campaign(running)), Effect::say(says)];
        }
        let first = self.seed.is_none();
        self.seed = Some(Box::new(seed.clone()));
        if !first {
            return self.pick();
        }
        self.start.pick = seed.pick.clone();
        let mut fields = vec![
            Field::line(NAME, "name", "what you will call it", &seed.headline),
            Field::sentence(
                REASON,
                "shared reason",
                "what changed for all of them, and from when",
                &seed.shared_reason,
            ),
        ];
        fields.extend(
            TargetField::ALL
                .iter()
                .map(|field| Field::line(field.key(), field.words(), hint(*field), &seed.pick.field(*field))),
        );
        self.form = Form::new(fields);
        let mut effects = Vec::new();
        if let Some(draft) = &seed.draft
            && let Ok(kept) = serde_json::from_str::<FormDraft>(&draft.body)
        {
            self.form.restore(&kept);
            let ids = |name: &str| -> Vec<AccountId> {
                let kept = kept.extra.get(name).map_or("", String::as_str);
                kept.split(' ').filter_map(|id| id.parse().ok()).map(AccountId).collect()
            };
            (self.start.put_in, self.start.taken_out) = (ids("put_in"), ids("taken_out"));
            self.touched = true;
            let when = typed_when(draft, ctx);
            effects.push(Effect::say(format!("Your filter, typed {when}, is back. F10 in it discards it.")));
        }
        let asked = self.read();
        // Where the filter is the seed's, nothing was asked by reading it.
        effects.extend(if asked.is_empty() { self.pick() } else { asked });
        effects
    }

    /// Shows the side in front from what was found.
    fn lay_out(&mut self, ctx: &Ctx) {
        let rows = match (&self.found, self.side) {
            (Some(found), StartPane::LeftOut) => found.left.clone(),
            (Some(found), StartPane::In | StartPane::Filter) => found.accounts.clone(),
            (None, _) => return,
        };
        self.list
            .take(Window { offset: 0, total: Total { n: rows.len(), at_least: false }, rows }, |row| row.account_id);
        self.list.select(self.list.selected, Self::page(ctx));
    }

    fn turn(&mut self, by: usize, ctx: &Ctx) -> Vec<Effect> {
        const SIDES: [StartPane; 3] = [StartPane::In, StartPane::LeftOut, StartPane::Filter];
        let at = SIDES.iter().position(|side| *side == self.side).unwrap_or(0);
        self.bring(SIDES[(at + by) % SIDES.len()], ctx)
    }

    /// Takes the account out, or puts it in.
    fn mark(&mut self) -> Vec<Effect> {
        let Some(id) = self.list.row().map(|row| row.account_id) else { return Vec::new() };
        let (to, from) = match self.side {
            StartPane::LeftOut => (&mut self.start.put_in, &mut self.start.taken_out),
            StartPane::In | StartPane::Filter => (&mut self.start.taken_out, &mut self.start.put_in),
        };
        // What was taken out by hand is in again without having been put in: the filter decides anew.
        let undone = from.iter().position(|one| *one == id).map(|at| from.remove(at)).is_some();
        if !undone {
            to.push(id);
        }
        self.touched = true;
        self.pick()
    }

    fn begin_campaign(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let mut effects = self.read();
        let says = match (ctx.read_only, self.faults.first(), &self.found) {
            (Some(why), _, _) => Some(format!("Nothing can be started: {why}.")),
            (None, Some(fault), _) => Some(fault.clone()),
            (None, None, Some(found)) => too_many(found.count, found.at_least),
            (None, None, None) => Some("Still looking; a moment.".to_owned()),
        };
        if let Some(says) = says {
            effects.push(Effect::complain(says));
            return effects;
        }
        vec![CampaignCommand::Start(Box::new(self.start.clone())).into()]
    }
}

fn hint(field: TargetField) -> &'static str {
    match field {
        TargetField::Industry => "any industry; such as: food, cold storage",
        TargetField::Place => "anywhere; such as: Norway, Bavaria",
        TargetField::Staff => "any size; such as: 150 to 12000",
        TargetField::Tags => "any; such as: dairy, key account",
        TargetField::Fits => "in, edge",
    }
}

/// What is done while the filter is typed.
const IN_THE_FILTER: &[Act<CampaignStartScreen>] = &[
    Act::alike(&[Action::Back, Action::Save], CampaignStartScreen::leave_filter),
    Act::always(Action::NextPane, |screen, _| screen.step(1)),
    Act::always(Action::PreviousPane, |screen, _| screen.step(-1)),
    Act::undo_text(),
    Act::redo_text(),
    Act::always(Action::Discard, CampaignStartScreen::discard),
];

impl CampaignStartScreen {
    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        self.list.go(movement, Self::page(ctx));
        Vec::new()
    }

    fn on_a_row(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(self.list.row().is_some(), "no account is selected")
    }

    fn open(&self) -> Vec<Effect> {
        self.list.row().map(|row| Effect::Go(Route::Account(row.account_id))).into_iter().collect()
    }

    /// Another field of the filter: whoever types on types into the form, whichever way the focus went.
    fn step(&mut self, by: isize) -> Vec<Effect> {
        self.form.step(by);
        Vec::new()
    }

    fn edit_filter(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.form.go_to(TargetField::Industry.key());
        self.bring(StartPane::Filter, ctx)
    }

    fn leave_filter(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.bring(StartPane::In, ctx)
    }

    fn bring(&mut self, side: StartPane, ctx: &Ctx) -> Vec<Effect> {
        self.side = side;
        self.list.reset();
        self.lay_out(ctx);
        Vec::new()
    }

    fn discard(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let seed = self.seed.take().map(|seed| CampaignSeed { draft: None, ..*seed });
        *self = CampaignStartScreen { side: StartPane::Filter, ..CampaignStartScreen::new(self.trigger) };
        let mut effects = vec![DraftCommand::Discard(self.key()).into()];
        effects.extend(seed.map(|seed| self.begin(&seed, ctx)).unwrap_or_default());
        effects
    }
}

impl ActTable for CampaignStartScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::always(Action::StartCampaign, Self::begin_campaign),
        Act::offered(Action::Mark, Self::on_a_row, |screen, _| screen.mark()),
        Act::offered(Action::Open, Self::on_a_row, |screen, _| screen.open()),
        Act::alike(&[Action::Edit, Action::Filter], Self::edit_filter),
        Act::always(Action::NextPane, |screen, ctx| screen.turn(1, ctx)),
        Act::always(Action::PreviousPane, |screen, ctx| screen.turn(2, ctx)),
        Act::always(Action::Refresh, |screen, _| screen.pick()),
    ];

    fn acts(&self) -> &'static [Act<Self>] {
        match self.side {
            StartPane::In | StartPane::LeftOut | StartPane::Filter if self.seed.is_none() => &[],
            StartPane::In | StartPane::LeftOut => Self::ACTS,
            StartPane::Filter => IN_THE_FILTER,
        }
    }
}

impl Screen for CampaignStartScreen {
    fn title(&self) -> String {
        self.seed.as_ref().map_or("Start a campaign".into(), |seed| format!("Start a campaign > {}", seed.headline))
    }

    fn layer(&self) -> Layer {
        if self.side == StartPane::Filter { Layer::Text } else { Layer::Nav }
    }

    fn enter(&self) -> Option<&'static str> {
        (self.side == StartPane::Filter).then_some("next")
    }

    fn hints(&self) -> Vec<Action> {
        if self.side == StartPane::Filter {
            return vec![Action::Back, Action::NextPane, Action::UndoText];
        }
        vec![Action::StartCampaign, Action::Mark, Action::NextPane, Action::Edit, Action::Open, Action::Back]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        if self.started {
            return Vec::new();
        }
        vec![CampaignQuery::Seed(self.trigger).into()]
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        let enter = (*stroke == TextKey::Enter).then_some(1);
        if enter.is_some() && self.form.focus + 1 >= self.form.fields.len() {
            return self.leave_filter(ctx);
        }
        if let Some(by) = stroke.line_step().or(enter) {
            return self.step(by);
        }
        if !self.form.stroke(stroke, 1_000) {
            return Vec::new();
        }
        self.touched = true;
        self.read()
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        let Answer::Campaign(answer) = answer else { return Vec::new() };
        match answer {
            CampaignAnswer::Seed(trigger, seed) if *trigger == self.trigger => {
                self.gone = seed.is_none();
                seed.as_ref().map(|seed| self.begin(seed, ctx)).unwrap_or_default()
            }
            CampaignAnswer::Picking(start, found)
                // An answer to earlier letters is dropped. Name and reason may differ: they change nobody that the
                // filter finds.
                if (&start.pick, &start.put_in, &start.taken_out)
                    == (&self.start.pick, &self.start.put_in, &self.start.taken_out) =>
            {
                self.found = Some(found.clone());
                self.lay_out(ctx);
                Vec::new()
            }
            CampaignAnswer::Started(id) if !self.started => {
                self.started = true;
                let says = "Started. N goes to the first account without a line: what does this change mean for them?";
                vec![Effect::Close, Effect::Go(Route::Campaign(*id)), Effect::say(says)]
            }
            CampaignAnswer::Seed(..)
            | CampaignAnswer::Picking(..)
            | CampaignAnswer::Started(_)
            | CampaignAnswer::List(_)
            | CampaignAnswer::File(..)
            | CampaignAnswer::Whom(..)
            | CampaignAnswer::Closed(_) => Vec::new(),
        }
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        self.draw_all(ctx, brush)
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        if let Some(row) = self.row_at(at, ctx) {
            self.list.select(row, Self::page(ctx));
        }
        Vec::new()
    }

    fn claim(&self) -> Option<String> {
        Some(self.key())
    }

    fn sketch(&self) -> Option<FormSketch> {
        if !self.touched || self.started {
            return None;
        }
        let mut kept = self.form.keep();
        let ids = |ids: &[AccountId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        kept.extra.insert("put_in".into(), ids(&self.start.put_in));
        kept.extra.insert("taken_out".into(), ids(&self.start.taken_out));
        let body = serde_json::to_string(&kept).ok()?;
        Some(FormSketch { key: self.key(), title: self.title(), body })
    }
}
