//! Feeds: where items come from, and the words that are watched for. Nothing is fetched unless asked.

use ratatui::layout::{Position, Rect};

use crate::domain::import::feed::Feed;
use crate::domain::query::{Total, Window};
use crate::domain::text::pluralize;
use crate::domain::trigger::watch_words::{WatchTarget, WatchWord};
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::{Answer, FailedTask};
use crate::tui::message::command::{Command, FeedCommand};
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::prompt::Question;
use crate::tui::message::query::Query;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth};
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;
use crate::tui::widgets::list::Listing;
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Screen};
use crate::tui::context::{Ctx, Offer};
use crate::tui::widgets::format;

const NO_FEED: &str = "No feed yet.\n\nn adds one by its address: a paper's RSS, a company's newsroom, the SEC's filings. Enter fetches the selected feed, F all of them; new items go into the inbox of Triggers, and those that name an account are linked to it. Nothing is fetched unless you ask.";
const NO_WORDS: &str = "No watch words yet.\n\nn adds some: when a fetched item holds them, it becomes a trigger of the kind you choose, for one account or for a whole industry.";

/// The two lists of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum FeedsPane {
    #[default]
    Feeds,
    Words,
}

/// Feeds and watch words, one list of them in front.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FeedsScreen {
    pane: FeedsPane,
    feeds: Listing<Feed>,
    words: Listing<WatchWord>,
    fetching: Option<String>,
}

/// Asks for a fetch, where the book takes what comes.
pub fn fetch(which: Option<crate::domain::ids::FeedId>, ctx: &Ctx) -> Vec<Effect> {
    match ctx.read_only {
        Some(why) => vec![Effect::complain(format!("Nothing can be fetched: {why}."))],
        None => vec![Command::Fetch(which).into()],
    }
}

fn whole_window<T>(rows: Vec<T>) -> Window<T> {
    Window { offset: 0, total: Total { n: rows.len(), at_least: false }, rows }
}

impl FeedsScreen {
    fn page(ctx: &Ctx) -> usize {
        usize::from(layout::inner(ctx.area).height.saturating_sub(3))
    }

    fn is_empty(&self) -> bool {
        match self.pane {
            FeedsPane::Feeds => self.feeds.is_empty(),
            FeedsPane::Words => self.words.is_empty(),
        }
    }

    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        match self.pane {
            FeedsPane::Feeds => self.feeds.go(movement, Self::page(ctx)),
            FeedsPane::Words => self.words.go(movement, Self::page(ctx)),
        };
        Vec::new()
    }

    fn on_a_row(&self) -> Offer {
        Offer::yes_if(!self.is_empty(), "nothing is selected: n adds something")
    }

    fn on_a_feed(&self, _ctx: &Ctx) -> Offer {
        if self.pane == FeedsPane::Words && !self.is_empty() { Offer::No } else { self.on_a_row() }
    }

    fn may_write(&self, ctx: &Ctx) -> Offer {
        Offer::yes_if(ctx.read_only.is_none(), "this book can only be read")
    }

    fn may_remove(&self, ctx: &Ctx) -> Offer {
        if ctx.read_only.is_some() { self.may_write(ctx) } else { self.on_a_row() }
    }

    fn may_fetch(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(!self.feeds.is_empty(), "there is no feed yet: n adds one")
    }

    fn fetch_this(&self, ctx: &Ctx) -> Vec<Effect> {
        self.feeds.row().map(|feed| fetch(Some(feed.id), ctx)).unwrap_or_default()
    }

    fn copy(&self) -> Vec<Effect> {
        let address = self.feeds.row().map(|feed| feed.address.clone());
        address.map(|address| Effect::Terminal(TerminalRequest::Copy(address))).into_iter().collect()
    }

    fn turn(&mut self) -> Vec<Effect> {
        self.pane = match self.pane {
            FeedsPane::Feeds => FeedsPane::Words,
            FeedsPane::Words => FeedsPane::Feeds,
        };
        Vec::new()
    }

    fn add(&self) -> Vec<Effect> {
        vec![Effect::Prompt(match self.pane {
            FeedsPane::Feeds => Question::Feed,
            FeedsPane::Words => Question::Words,
        })]
    }

    fn remove(&self) -> Vec<Effect> {
        let asked = match self.pane {
            FeedsPane::Feeds => self.feeds.row().map(|feed| FeedCommand::Remove(feed.id)),
            FeedsPane::Words => self.words.row().map(|watch| FeedCommand::RemoveWords(watch.id)),
        };
        asked.map(Effect::from).into_iter().collect()
    }
}

impl ActTable for FeedsScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::offered(Action::Open, Self::on_a_feed, |screen, ctx| screen.fetch_this(ctx)),
        Act::offered(Action::New, Self::may_write, |screen, _| screen.add()),
        Act::offered(Action::Remove, Self::may_remove, |screen, _| screen.remove()),
        Act::offered(Action::Copy, Self::on_a_feed, |screen, _| screen.copy()),
        Act::offered(Action::Fetch, Self::may_fetch, |_, ctx| fetch(None, ctx)),
        Act::alike(&[Action::NextPane, Action::PreviousPane], |screen, _| screen.turn()),
        Act::refresh(),
    ];
}

impl Screen for FeedsScreen {
    fn title(&self) -> String {
        "Feeds".into()
    }

    fn hints(&self) -> Vec<Action> {
        match (self.pane, self.is_empty()) {
            (_, true) => vec![Action::New, Action::NextPane, Action::Back],
            (FeedsPane::Feeds, false) => vec![Action::Fetch, Action::New, Action::Menu, Action::NextPane, Action::Back],
            (FeedsPane::Words, false) => vec![Action::New, Action::Menu, Action::NextPane, Action::Back],
        }
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Query::Feeds.into()]
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Feeds(feeds, words) = answer {
            self.feeds.take(whole_window(feeds.clone()), |feed| feed.id);
            self.feeds.select(self.feeds.selected, Self::page(ctx));
            self.words.take(whole_window(words.clone()), |watch| watch.id);
            self.words.select(self.words.selected, Self::page(ctx));
        }
        if let Answer::Fetching(says) = answer {
            self.fetching = Some(says.clone());
        }
        if let Answer::Fetched(_) | Answer::Failed { doing: FailedTask::Importing, .. } = answer {
            self.fetching = None;
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let (tabs, rest) = layout::top(ctx.area, 1);
        let mut x = tabs.x + 1;
        for (pane, name) in [(FeedsPane::Feeds, "Feeds"), (FeedsPane::Words, "Watch words")] {
            let front = pane == self.pane;
            let label = if front { format!("[{name}]") } else { format!(" {name} ") };
            let role = if front { Role::Tab } else { Role::Dim };
            x += brush.text(x, tabs.y, tabs.right().saturating_sub(x), &label, role) + 1;
        }
        match self.pane {
            FeedsPane::Feeds => self.draw_feeds(ctx, rest, brush),
            FeedsPane::Words => self.draw_words(ctx, rest, brush),
        }
        None
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        let inner = layout::inner(layout::top(ctx.area, 1).1);
        if !inner.contains(at) || at.y == inner.y {
            return Vec::new();
        }
        let row = usize::from(at.y - inner.y - 1);
        if row >= Self::page(ctx) {
            return Vec::new();
        }
        match self.pane {
            FeedsPane::Feeds => self.feeds.select(self.feeds.top + row, Self::page(ctx)),
            FeedsPane::Words => self.words.select(self.words.top + row, Self::page(ctx)),
        }
        Vec::new()
    }
}

impl FeedsScreen {
    fn draw_feeds(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, &pluralize(self.feeds.len(), "feed", "feeds"), true);
        if self.feeds.is_empty() {
            brush.paragraph(inner, if self.feeds.loaded { NO_FEED } else { ctx.reading() }, Role::Dim);
            return;
        }
        let columns: &[ColumnWidth] = match ctx.room {
            Room::Wide => &[ColumnWidth::Flex(5), ColumnWidth::Flex(3), ColumnWidth::Fixed(12), ColumnWidth::Flex(5)],
            Room::Narrow | Room::TooSmall => {
                &[ColumnWidth::Flex(5), ColumnWidth::Fixed(0), ColumnWidth::Fixed(10), ColumnWidth::Flex(5)]
            }
        };
        let heads = ["Address", "Title", "Fetched", "How it ended"].map(|head| Cell::new(head, Role::Dim));
        brush.row(Rect { height: 1, ..inner }, false, columns, &heads);
        let foot = inner.bottom().saturating_sub(2);
        for (y, index) in (inner.y + 1..foot).zip(self.feeds.top..self.feeds.len()) {
            let cells = self.feeds.at(index).map_or_else(Vec::new, |feed| cells_of(feed, ctx));
            brush.row(Rect { y, height: 1, ..inner }, index == self.feeds.selected, columns, &cells);
        }
        let foot = Rect { y: foot, height: inner.bottom().saturating_sub(foot), ..inner };
        match (&self.fetching, self.feeds.row()) {
            (Some(says), _) => brush.paragraph(foot, says, Role::Key),
            (None, Some(feed)) if feed.outcome.starts_with("failed") => {
                brush.paragraph(foot, &format!("{} {}", feed.address, feed.outcome), Role::Warn)
            }
            (None, selected) => {
                let ended = selected.map(|feed| feed.outcome.as_str()).unwrap_or_default();
                let gap = if ended.is_empty() { "" } else { ".\n" };
                brush.paragraph(foot, &format!("{ended}{gap}Enter fetches this feed, F all; x removes it."), Role::Dim)
            }
        };
    }

    fn draw_words(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let inner =
            brush.pane(area, &format!("{} watched for", pluralize(self.words.len(), "phrase", "phrases")), true);
        if self.words.is_empty() {
            brush.paragraph(inner, if self.words.loaded { NO_WORDS } else { ctx.reading() }, Role::Dim);
            return;
        }
        let columns = [ColumnWidth::Flex(4), ColumnWidth::Flex(4), ColumnWidth::Flex(3)];
        let heads = ["Words", "For", "Becomes"].map(|head| Cell::new(head, Role::Dim));
        brush.row(Rect { height: 1, ..inner }, false, &columns, &heads);
        for (y, index) in (inner.y + 1..inner.bottom()).zip(self.words.top..self.words.len()) {
            let cells = self.words.at(index).map_or_else(Vec::new, |watch| {
                let whom = match &watch.whom {
                    WatchTarget::Account(_, name) => name.clone(),
                    WatchTarget::Industry(industry) => format!("industry {industry}"),
                };
                let kind = ctx.rules.kinds().get_or_other(&watch.kind).label.clone();
                vec![
                    Cell::new(watch.words.clone(), Role::Strong),
                    Cell::new(whom, Role::Text),
                    Cell::new(kind, Role::Dim),
                ]
            });
            brush.row(Rect { y, height: 1, ..inner }, index == self.words.selected, &columns, &cells);
        }
    }
}

fn cells_of(feed: &Feed, ctx: &Ctx) -> Vec<Cell> {
    let address = feed.address.trim_start_matches("https://").trim_start_matches("http://").to_string();
    let zone = ctx.now.0.timezone();
    let when = match feed.fetched_at.map(|at| at.with_timezone(&zone)) {
        Some(at) if at.date_naive() == ctx.now.date() => at.format("%H:%M").to_string(),
        Some(at) => format::relative_day_short(at.date_naive(), ctx.now.date()),
        None => "never".into(),
    };
    // The first word that a fetch writes where it failed (`failed_feed`).
    let role = if feed.outcome.starts_with("failed") { Role::Warn } else { Role::Text };
    vec![
        Cell::new(address, Role::Strong),
        Cell::new(feed.title.clone(), Role::Dim),
        Cell::new(when, Role::Dim),
        Cell::new(feed.outcome.clone(), role),
    ]
}
