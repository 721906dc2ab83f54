//! One campaign: what the change means for each account, how far each is, what was learned.

mod draw;
mod line_edit;
mod typing;

use std::collections::VecDeque;

use ratatui::layout::Position;

use crate::domain::campaign::{CampaignDetail, Member, MemberStage, Prospect, next_to_do};
use crate::domain::ids::{AccountId, CampaignId, ContactId};
use crate::domain::query::{Total, Window};
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::{Answer, CampaignAnswer, ChangedRow, FailedTask, Saved};
use crate::tui::message::command::{CampaignCommand, FileCommand};
use crate::tui::message::effect::{Effect, Side};
use crate::tui::message::keymap::Layer;
use crate::tui::message::prompt::Question;
use crate::tui::message::query::CampaignQuery;
use crate::tui::message::route::{Errand, Route};
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::TextKey;
use crate::tui::widgets::list::Listing;

use super::{Act, ActTable, Screen};
use crate::tui::context::{Ctx, FormSketch, Offer};
use line_edit::LineEdit;

/// The screen of a campaign.
#[derive(Debug, Clone, PartialEq)]
pub struct CampaignScreen {
    id: CampaignId,
    file: Option<Box<CampaignDetail>>,
    gone: bool,
    list: Listing<Member>,
    pane: CampaignPane,
    /// First shown line of the panes that are read.
    scroll: usize,
    line: Option<LineEdit>,
    /// Lines that were sent to be saved, in this order.
    sent: VecDeque<LineEdit>,
    /// Lines that are not in the book and wait until the one on the screen is left.
    later: Vec<LineEdit>,
}

/// The pane in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CampaignPane {
    Accounts,
    Learned,
    LeftOut,
}

impl CampaignScreen {
    /// The screen of a campaign, before it is read.
    pub fn new(id: CampaignId) -> CampaignScreen {
        CampaignScreen {
            id,
            file: None,
            gone: false,
            list: Listing::default(),
            pane: CampaignPane::Accounts,
            scroll: 0,
            line: None,
            sent: VecDeque::new(),
            later: Vec::new(),
        }
    }

    /// Why nothing of it can be changed, where that is so.
    fn why_read_only(&self) -> Option<String> {
        let campaign = &self.file.as_ref()?.campaign;
        let on = campaign.closed_on.map_or_else(String::new, |day| format!(" on {}", day.format("%-d %b %Y")));
        campaign
            .closed
            .then(|| format!("this campaign was closed{on} and can only be read; E writes its summary to a file"))
    }

    fn take(&mut self, file: &CampaignDetail, ctx: &Ctx) -> Vec<Effect> {
        let first = self.file.is_none();
        self.file = Some(Box::new(file.clone()));
        let total = Total { n: file.members.len(), at_least: false };
        self.list.take(Window { offset: 0, total, rows: file.members.clone() }, |member| member.account_id);
        self.list.select(self.list.selected, self.page(ctx));
        if first { self.bring_back(ctx) } else { Vec::new() }
    }

    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        let page = self.page(ctx);
        match self.pane {
            CampaignPane::Accounts => self.list.go(movement, page),
            CampaignPane::Learned | CampaignPane::LeftOut => {
                self.scroll = movement.target(self.scroll, self.lines_to_read(ctx).saturating_sub(1), page);
            }
        }
        Vec::new()
    }

    fn is_running(&self, _ctx: &Ctx) -> Offer {
        self.why_read_only().map_or(Offer::Yes, Offer::Off)
    }

    fn open(&mut self, ctx: &Ctx) -> Vec<Effect> {
        match self.pane {
            CampaignPane::Accounts => self.see_to(ctx),
            CampaignPane::Learned | CampaignPane::LeftOut => self.begin_line(ctx),
        }
    }

    fn close(&self, ctx: &Ctx) -> Vec<Effect> {
        match ctx.read_only {
            Some(why) => vec![Effect::complain(format!("Nothing can be closed: {why}."))],
            None => vec![CampaignCommand::Close(self.id).into()],
        }
    }

    fn turn(&mut self, by: usize) -> Vec<Effect> {
        const PANES: [CampaignPane; 3] = [CampaignPane::Accounts, CampaignPane::Learned, CampaignPane::LeftOut];
        let at = PANES.iter().position(|pane| *pane == self.pane).unwrap_or(0);
        self.pane = PANES[(at + by) % PANES.len()];
        self.scroll = 0;
        Vec::new()
    }

    /// Does what an account needs: its line, else the plan of the call.
    fn see_to(&mut self, ctx: &Ctx) -> Vec<Effect> {
        match self.list.row().map(Member::stage) {
            None => Vec::new(),
            Some(MemberStage::NoImpact) => self.begin_line(ctx),
            Some(MemberStage::NoPlan | MemberStage::Ready | MemberStage::Called | MemberStage::Reached) => self.plan(),
        }
    }

    fn plan(&self) -> Vec<Effect> {
        let account = self.list.row().map(|member| member.account_id);
        account.map(|account| vec![CampaignQuery::Whom(self.id, account).into()]).unwrap_or_default()
    }

    /// Begins an errand; the row names no person.
    fn begin(&self, errand: Errand) -> Vec<Effect> {
        let account = self.list.row().map(|member| member.account_id);
        account.map(|account| Effect::Begin(errand, account, ContactId::default())).into_iter().collect()
    }

    /// Opens the plan of the only person there, or asks whose.
    fn ask_whom(&self, account: AccountId, people: &[Prospect]) -> Vec<Effect> {
        let named = self.list.window.rows.iter().find(|member| member.account_id == account);
        let name = named.map_or_else(String::new, |member| member.name.clone());
        match people {
            [] => vec![Effect::Begin(Errand::Plan, account, ContactId::default())],
            [only] => vec![Effect::Go(Route::PlanIn(only.contact_id, self.id))],
            several => vec![Effect::Prompt(Question::Whom(self.id, name, several.to_vec()))],
        }
    }

    fn next(&mut self, ctx: &Ctx) -> Vec<Effect> {
        match next_to_do(&self.list.window.rows, self.list.selected) {
            Some(at) => {
                self.pane = CampaignPane::Accounts;
                self.list.select(at, self.page(ctx));
                self.see_to(ctx)
            }
            None => vec![Effect::say("Every account was called. Tab shows what was learned; X closes the campaign.")],
        }
    }
}

/// What is done while a line is typed.
const IN_A_LINE: &[Act<CampaignScreen>] = &[
    Act::alike(&[Action::Save, Action::Back], CampaignScreen::end_line),
    Act::always(Action::NextPane, |screen, ctx| screen.go_on(1, ctx)),
    Act::always(Action::PreviousPane, |screen, ctx| screen.go_on(-1, ctx)),
    Act::always(Action::Discard, CampaignScreen::discard_line),
    Act::undo_text(),
    Act::redo_text(),
    Act::editor(),
];

impl ActTable for CampaignScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::offered(Action::Open, Self::is_running, Self::open),
        Act::offered(Action::Edit, Self::is_running, Self::begin_line),
        Act::offered(Action::Plan, Self::is_running, |screen, _| screen.plan()),
        Act::offered(Action::Call, Self::is_running, |screen, _| screen.begin(Errand::Call)),
        Act::offered(Action::Log, Self::is_running, |screen, _| screen.begin(Errand::Log)),
        Act::offered(Action::Sheet, Self::is_running, |screen, _| screen.begin(Errand::Sheet)),
        Act::offered(Action::NextToDo, Self::is_running, Self::next),
        Act::offered(Action::CloseCampaign, Self::is_running, |screen, ctx| screen.close(ctx)),
        Act::always(Action::ExportCampaign, |screen, _| vec![FileCommand::Summary(screen.id).into()]),
        Act::always(Action::NextPane, |screen, _| screen.turn(1)),
        // Of three panes two on is one back.
        Act::always(Action::PreviousPane, |screen, _| screen.turn(2)),
        Act::refresh(),
    ];

    fn acts(&self) -> &'static [Act<Self>] {
        match (&self.file, &self.line) {
            (None, _) => &[],
            (Some(_), Some(_)) => IN_A_LINE,
            (Some(_), None) => Self::ACTS,
        }
    }
}

impl Screen for CampaignScreen {
    fn title(&self) -> String {
        self.file.as_ref().map_or("Campaign".into(), |file| format!("Campaign > {}", file.campaign.name))
    }

    fn layer(&self) -> Layer {
        if self.line.is_some() { Layer::Text } else { Layer::Nav }
    }

    fn enter(&self) -> Option<&'static str> {
        let line = self.line.as_ref()?;
        line.account.map(|_| "saves, goes to the next")
    }

    fn hints(&self) -> Vec<Action> {
        if self.line.is_some() {
            return vec![Action::Save, Action::Discard, Action::Back];
        }
        if self.why_read_only().is_some() {
            return vec![Action::ExportCampaign, Action::NextPane, Action::Back, Action::Undo];
        }
        let first = match self.pane {
            CampaignPane::Accounts => [Action::NextToDo, Action::Edit, Action::Plan],
            CampaignPane::Learned | CampaignPane::LeftOut => [Action::Edit, Action::NextToDo, Action::NextPane],
        };
        let rest = [Action::NextPane, Action::CloseCampaign, Action::ExportCampaign, Action::Undo];
        first.into_iter().chain(rest.into_iter().filter(|action| !first.contains(action))).collect()
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![CampaignQuery::File(self.id).into()]
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        self.type_in_line(stroke, ctx)
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Saved(Saved::Form { account: None, contact: None, .. }) = answer {
            self.sent.pop_front();
        }
        if let Answer::Failed { doing: FailedTask::SavingForm, .. } = answer {
            return self.take_refused_line_back(ctx);
        }
        if let Answer::Meanwhile(ChangedRow::Line(id, stands)) = answer
            && *id == self.id
        {
            return self.meet(stands, ctx);
        }
        let Answer::Campaign(answer) = answer else { return Vec::new() };
        match answer {
            CampaignAnswer::File(id, file) if *id == self.id => {
                self.gone = file.is_none();
                file.as_ref().map(|file| self.take(file, ctx)).unwrap_or_default()
            }
            CampaignAnswer::Whom(id, account, people) if *id == self.id => self.ask_whom(*account, people),
            CampaignAnswer::Closed(id) if *id == self.id => {
                vec![Effect::say("Closed. E writes the summary to a file; u opens the campaign again.")]
            }
            CampaignAnswer::File(..)
            | CampaignAnswer::Whom(..)
            | CampaignAnswer::Closed(_)
            | CampaignAnswer::Seed(..)
            | CampaignAnswer::Picking(..)
            | CampaignAnswer::List(_)
            | CampaignAnswer::Started(_) => Vec::new(),
        }
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        self.draw_all(ctx, brush)
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        // Not while a line is typed: its row must not change under it.
        let Some(row) = self.row_at(at, ctx).filter(|_| self.line.is_none()) else { return Vec::new() };
        if row == self.list.selected {
            return if self.why_read_only().is_some() { Vec::new() } else { self.see_to(ctx) };
        }
        self.list.select(row, self.page(ctx));
        Vec::new()
    }

    fn called(&mut self, _contact: ContactId, _says: &str) -> bool {
        true
    }

    fn settle(&mut self, side: Side, ctx: &Ctx) -> Vec<Effect> {
        self.settle_line(side, ctx)
    }

    fn claim(&self) -> Option<String> {
        self.line.as_ref().map(|_| self.key())
    }

    fn sketch(&self) -> Option<FormSketch> {
        self.sketch_of_line()
    }

    fn text(&self) -> Option<String> {
        self.line.as_ref().map(|line| line.text().to_string())
    }
}
