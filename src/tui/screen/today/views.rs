//! The views of Today: the box in which one is picked by a digit, and the line in which a filter gets a name.

use ratatui::layout::{Position, Rect};

use crate::domain::ids::CampaignId;
use crate::domain::query::{SavedView, Today, TodayView, ViewsChange};
use crate::domain::text::NAME_CAP;
use crate::tui::context::Ctx;
use crate::tui::message::command::Command;
use crate::tui::message::effect::Effect;
use crate::tui::overlay::prompt::open_box;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth};
use crate::tui::widgets::form::{Field, Form, TextKey};
use crate::tui::widgets::text_edit::TextEdit;
use crate::tui::widgets::theme::Role;

use super::TodayScreen;

/// The view that is shown, what else could be, and the box in which that is picked.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Views {
    pub(super) view: TodayView,
    saved: Vec<SavedView>,
    campaigns: Vec<(CampaignId, String)>,
    open: Option<ViewBox>,
}

/// A box over Today.
#[derive(Debug, Clone, PartialEq)]
enum ViewBox {
    /// One of the views is picked; the selected one.
    Views(usize),
    /// One of several campaigns is picked; the selected one.
    Campaigns(usize),
    /// The words of a filter get a name.
    Naming { words: String, form: Form, fault: Option<String> },
}

/// What a key in the box asks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum BoxEvent {
    /// Nothing.
    Nothing,
    /// Show this view.
    Show(TodayView),
    /// Keep these saved views, and show the one that is new.
    Keep { change: ViewsChange, shown: Option<SavedView> },
}

/// A line of the box: what it is called, what is said of it, and what it shows; none where it shows nothing yet.
type Choice = (String, String, Option<TodayView>);

impl Views {
    /// Takes what was read beside the rows.
    pub(super) fn take(&mut self, today: &Today) {
        self.saved.clone_from(&today.views);
        self.campaigns.clone_from(&today.campaigns);
    }

    /// True where not everybody is shown.
    pub(super) fn narrows(&self) -> bool {
        self.view != TodayView::Everybody
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Opens the box on the view that is shown.
    pub(super) fn pick(&mut self) {
        let shown = self.choices().iter().position(|(.., view)| view.as_ref() == Some(&self.view));
        self.open = Some(ViewBox::Views(shown.unwrap_or(0)));
    }

    /// Closes the box; true if it was open.
    pub(super) fn close(&mut self) -> bool {
        self.open.take().is_some()
    }

    fn choices(&self) -> Vec<Choice> {
        let of = |view: TodayView, about: &str| (view.name().to_owned(), about.to_owned(), Some(view));
        let campaign = match self.campaigns.as_slice() {
            [] => ("this campaign".to_owned(), "none is open: b on a trigger starts one".to_owned(), None),
            [(id, name)] => ("this campaign".to_owned(), name.clone(), Some(TodayView::Campaign(*id, name.clone()))),
            several => ("this campaign".to_owned(), format!("one of {}", several.len()), None),
        };
        let mut all = vec![
            of(TodayView::Everybody, "who has a reason"),
            of(TodayView::CallableNow, "whom nothing speaks against at this hour"),
            campaign,
            of(TodayView::Promises, "due, and of the next 14 days"),
        ];
        all.extend(
            self.saved
                .iter()
                .map(|saved| (saved.name.clone(), format!("/{}", saved.words), Some(TodayView::Saved(saved.clone())))),
        );
        all
    }

    fn campaign_choices(&self) -> Vec<Choice> {
        let of = |(id, name): &(CampaignId, String)| {
            (name.clone(), String::new(), Some(TodayView::Campaign(*id, name.clone())))
        };
        self.campaigns.iter().map(of).collect()
    }

    /// Gives the box a stroke; `words` is the filter that could be saved.
    pub(super) fn stroke(&mut self, stroke: &TextKey, words: &str) -> BoxEvent {
        match self.open.take() {
            None => BoxEvent::Nothing,
            Some(ViewBox::Naming { words, form, .. }) => self.name(stroke, words, form),
            Some(ViewBox::Campaigns(selected)) => {
                let choices = self.campaign_choices();
                self.choose(stroke, selected, &choices, ViewBox::Campaigns)
            }
            Some(ViewBox::Views(_)) if *stroke == TextKey::Char('s') && !words.is_empty() => {
                let form = Form::new(vec![Field::of("name", "", "west coast", TextEdit::line(NAME_CAP))]);
                self.open = Some(ViewBox::Naming { words: words.to_owned(), form, fault: None });
                BoxEvent::Nothing
            }
            Some(ViewBox::Views(selected)) if *stroke == TextKey::Char('d') => self.drop(selected),
            Some(ViewBox::Views(selected)) => {
                let choices = self.choices();
                self.choose(stroke, selected, &choices, ViewBox::Views)
            }
        }
    }

    fn choose(
        &mut self,
        stroke: &TextKey,
        selected: usize,
        choices: &[Choice],
        again: fn(usize) -> ViewBox,
    ) -> BoxEvent {
        let digit = "123456789".chars().position(|digit| *stroke == TextKey::Char(digit));
        let picked = digit.or((*stroke == TextKey::Enter).then_some(selected));
        let letters = [(TextKey::Char('j'), 1), (TextKey::Char('k'), -1)];
        let letter = letters.iter().find(|(letter, _)| letter == stroke).map(|(_, by)| *by);
        let by = letter.or(stroke.line_step()).unwrap_or(0);
        let stays = selected.saturating_add_signed(by).min(choices.len().saturating_sub(1));
        match picked.and_then(|at| choices.get(at)) {
            Some((.., Some(view))) => return BoxEvent::Show(view.clone()),
            Some((.., None)) if self.campaigns.len() > 1 => self.open = Some(ViewBox::Campaigns(0)),
            Some((.., None)) | None => self.open = Some(again(stays)),
        }
        BoxEvent::Nothing
    }

    /// Drops the selected saved view.
    fn drop(&mut self, selected: usize) -> BoxEvent {
        let choices = self.choices();
        // `stroke` has taken the box out: without this line it would close.
        self.open = Some(ViewBox::Views(selected));
        let Some((.., Some(TodayView::Saved(gone)))) = choices.get(selected) else { return BoxEvent::Nothing };
        let left: Vec<SavedView> = self.saved.iter().filter(|view| *view != gone).cloned().collect();
        self.open = Some(ViewBox::Views(selected.saturating_sub(1)));
        // At once, before the book answers: a second key would drop the neighbour that moved up.
        let read = std::mem::replace(&mut self.saved, left.clone());
        BoxEvent::Keep { change: ViewsChange { read, typed: left }, shown: None }
    }

    fn name(&mut self, stroke: &TextKey, words: String, mut form: Form) -> BoxEvent {
        if *stroke != TextKey::Enter {
            form.stroke(stroke, NAME_CAP);
            self.open = Some(ViewBox::Naming { words, form, fault: None });
            return BoxEvent::Nothing;
        }
        let view = SavedView { name: form.get("name").trim().to_owned(), words: words.clone() };
        match view.clone().among(&self.saved) {
            Ok(views) => {
                let read = std::mem::replace(&mut self.saved, views.clone());
                BoxEvent::Keep { change: ViewsChange { read, typed: views }, shown: Some(view) }
            }
            Err(says) => {
                self.open = Some(ViewBox::Naming { words, form, fault: Some(says) });
                BoxEvent::Nothing
            }
        }
    }

    /// Paints the box; returns the caret of the name.
    pub(super) fn draw(&self, area: Rect, words: &str, brush: &mut Brush) -> Option<Position> {
        match self.open.as_ref()? {
            ViewBox::Views(selected) => {
                let saves = if words.is_empty() { "/ and s save one" } else { "s saves the filter" };
                let keys = format!("1-9 or Enter shows it · {saves} · d drops it · Esc");
                draw_choices(area, "Views of Today", &self.choices(), *selected, &keys, brush);
                None
            }
            ViewBox::Campaigns(selected) => {
                let choices = self.campaign_choices();
                draw_choices(area, "Which campaign?", &choices, *selected, "1-9 or Enter shows it · Esc", brush);
                None
            }
            ViewBox::Naming { words, form, fault } => draw_name(area, words, form, fault.as_deref(), brush),
        }
    }
}

impl TodayScreen {
    pub(super) fn goes_back(&self) -> bool {
        self.views.is_open() || self.filter.is_in_use() || self.views.narrows()
    }

    /// Closes the box, else clears the filter, else shows everybody again.
    pub(super) fn go_back(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        if self.views.close() {
            return Vec::new();
        }
        if self.filter.clear() {
            return self.read_anew();
        }
        self.see(TodayView::Everybody)
    }

    /// Shows a view from its first row; a filter was for the one before.
    pub(super) fn see(&mut self, view: TodayView) -> Vec<Effect> {
        self.filter.clear();
        self.views.view = view;
        self.read_anew()
    }

    pub(super) fn in_the_box(&mut self, stroke: &TextKey) -> Vec<Effect> {
        let words = self.words();
        match self.views.stroke(stroke, &words) {
            BoxEvent::Nothing => Vec::new(),
            BoxEvent::Show(view) => self.see(view),
            BoxEvent::Keep { change, shown } => {
                let mut effects = shown.map(|view| self.see(TodayView::Saved(view))).unwrap_or_default();
                effects.push(Command::KeepViews(change).into());
                effects
            }
        }
    }

    pub(super) fn pick_view(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        self.views.pick();
        Vec::new()
    }

    /// The words that could be saved as a view: those of the filter, within the saved ones that are shown.
    pub(super) fn words(&self) -> String {
        let words = [self.views.view.words(), self.filter.text().trim()];
        if words[1].is_empty() { String::new() } else { words.join(" ").trim().to_owned() }
    }
}

fn draw_choices(area: Rect, title: &str, choices: &[Choice], selected: usize, keys: &str, brush: &mut Brush) {
    let rows = u16::try_from(choices.len() + 4).unwrap_or(area.height);
    let inside = open_box(area, area.width.saturating_sub(4).min(72), rows, title, brush);
    let columns = [ColumnWidth::Fixed(1), ColumnWidth::Flex(3), ColumnWidth::Flex(4)];
    for ((y, index), (name, about, _)) in (inside.y..inside.bottom()).zip(0..).zip(choices) {
        let cells = [
            Cell::new((index + 1).to_string(), Role::Key),
            Cell::new(name.clone(), Role::Text),
            Cell::new(about.clone(), Role::Dim),
        ];
        brush.row(Rect { y, height: 1, ..inside }, index == selected, &columns, &cells);
    }
    brush.text(inside.x, inside.bottom().saturating_sub(1), inside.width, keys, Role::Dim);
}

fn draw_name(area: Rect, words: &str, form: &Form, fault: Option<&str>, brush: &mut Brush) -> Option<Position> {
    let inside = open_box(area, area.width.saturating_sub(4).min(72), 7, "Save the filter as a view", brush);
    brush.text(inside.x, inside.y, inside.width, &format!("What do you call /{words}?"), Role::Text);
    brush.text(inside.x, inside.y + 2, 1, ">", Role::Key);
    let line = Rect { x: inside.x + 2, y: inside.y + 2, width: inside.width.saturating_sub(2), height: 1 };
    let field = form.focused()?;
    if field.text.is_blank() {
        brush.text(line.x, line.y, line.width, field.hint, Role::Dim);
    }
    let caret = brush.editor(line, &field.text, &[]);
    let under = inside.y + 3;
    match fault {
        Some(says) => brush.text(inside.x, under, inside.width, says, Role::Bad),
        None => brush.text(inside.x, under + 1, inside.width, "Enter saves it · Esc cancels", Role::Dim),
    };
    caret
}
