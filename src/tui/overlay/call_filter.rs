//! The filter box of call lists: a line each for rep, days, kind, campaign, verdict, source, flag, and a random sample.

use chrono::NaiveDate;
use ratatui::layout::{Position, Rect};

use crate::domain::call::filter::{CallFilter, FilterNames, Flag, SampleDraw, parse_span};
use crate::domain::call::{Verdict, VerdictSource};
use crate::domain::ids::{CampaignId, RepId};
use crate::domain::text::fold;
use crate::tui::message::answer::{Answer, ReviewAnswer};
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::ReviewQuery;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::TextKey;
use crate::tui::widgets::text_edit::Move;
use crate::tui::widgets::theme::Role;

use super::prompt::open_box;
use crate::tui::context::Ctx;

/// Columns of the labels.
const LABEL: u16 = 11;
/// Samples that are offered; another size is typed.
const SIZES: [usize; 4] = [3, 5, 10, 20];
/// Seeds are short enough to be read out.
const SEEDS: i64 = 9_000;

/// A list's selection, the names it is read by, and the box where it is being changed.
#[derive(Debug, Clone, PartialEq)]
pub struct CallFilterBox {
    /// What the list shows.
    pub selection: CallFilter,
    base: CallFilter,
    named: FilterNames,
    wanted: bool,
    picker: Option<FilterPicker>,
}

impl CallFilterBox {
    /// A list that shows this when nobody narrows it.
    pub fn new(base: CallFilter) -> CallFilterBox {
        CallFilterBox { selection: base.clone(), base, named: FilterNames::default(), wanted: false, picker: None }
    }

    /// The box is open.
    pub fn is_open(&self) -> bool {
        self.picker.is_some()
    }

    /// Letters are text while the box is open.
    pub fn layer(&self) -> Layer {
        if self.is_open() { Layer::Text } else { Layer::Nav }
    }

    /// What narrows the list, in words; empty where nothing does.
    pub fn words(&self) -> String {
        let all = if self.base.unreviewed && !self.selection.unreviewed { "read ones too" } else { "" };
        let words = self.selection.words(&self.named);
        [words.as_str(), all].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// The list is narrowed beyond what it shows by itself.
    pub fn is_narrowed(&self) -> bool {
        self.selection.narrows(&self.base)
    }

    /// Asks for the names that the box offers.
    pub fn open(&mut self) -> Vec<Effect> {
        self.wanted = true;
        vec![ReviewQuery::Names.into()]
    }

    /// Back to what the list shows by itself; true when it was narrowed.
    pub fn clear(&mut self) -> bool {
        let narrowed = self.is_narrowed();
        self.selection.clone_from(&self.base);
        narrowed
    }

    /// Closes the box; the list stays as it is.
    pub fn close(&mut self) -> Vec<Effect> {
        self.picker = None;
        Vec::new()
    }

    /// Takes the names and opens the box where it was asked for.
    pub fn show(&mut self, answer: &Answer, ctx: &Ctx) {
        if let Answer::Review(ReviewAnswer::Names(named)) = answer {
            self.named.clone_from(named);
            if std::mem::take(&mut self.wanted) {
                self.picker = Some(FilterPicker::new(&self.selection, &self.base, named, ctx.now.date()));
            }
        }
    }

    /// Moves to another line of the box.
    pub fn step(&mut self, by: isize) -> Vec<Effect> {
        if let Some(picker) = &mut self.picker {
            picker.step(by);
        }
        Vec::new()
    }

    /// Gives the box a stroke; true when there is another selection to ask for.
    pub fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> bool {
        let Some(picker) = &mut self.picker else { return false };
        if *stroke != TextKey::Enter {
            picker.stroke(stroke, ctx.now.date());
            return false;
        }
        // From 1,000 to 9,999: four digits each.
        let seed = u64::try_from(ctx.now.millis().rem_euclid(SEEDS)).unwrap_or(0) + 1_000;
        let chosen = picker.selection(&self.selection, &self.base, seed);
        self.picker = None;
        let changed = chosen != self.selection;
        self.selection = chosen;
        changed
    }

    /// Paints the box, where it is open; returns the caret.
    pub fn draw(&self, area: Rect, brush: &mut Brush) -> Option<Position> {
        self.picker.as_ref().and_then(|picker| picker.draw(area, brush))
    }
}

#[derive(Debug, Clone, PartialEq)]
struct FilterPicker {
    lines: Vec<FilterLine>,
    focus: usize,
}

#[derive(Debug, Clone, PartialEq)]
struct FilterLine {
    label: &'static str,
    options: Vec<(String, FilterChoice)>,
    chosen: usize,
    typed: String,
    /// Nothing is called what was typed.
    unknown: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum FilterChoice {
    Any,
    Rep(RepId),
    Days(NaiveDate, NaiveDate),
    Kind(String),
    Campaign(CampaignId),
    Verdict(Verdict),
    Source(VerdictSource),
    Flag(Flag),
    /// Read ones too, where the list leaves them out.
    Read,
    /// How many, and by which seed where one was typed.
    Draw(usize, Option<u64>),
}

impl FilterPicker {
    fn new(now: &CallFilter, base: &CallFilter, named: &FilterNames, today: NaiveDate) -> FilterPicker {
        let mut lines = vec![
            FilterLine::new(
                "Rep",
                "everyone",
                named.reps.iter().map(|(id, name)| (name.clone(), FilterChoice::Rep(*id))),
            ),
            FilterLine::new("Days", "any day", days(now, today).into_iter()),
            FilterLine::new(
                "Kind",
                "any",
                named.kinds.iter().map(|(key, label)| (label.clone(), FilterChoice::Kind(key.clone()))),
            ),
            FilterLine::new(
                "Campaign",
                "any or none",
                named.campaigns.iter().map(|(id, name)| (name.clone(), FilterChoice::Campaign(*id))),
            ),
            FilterLine::new(
                "Verdict",
                "any",
                Verdict::ALL.iter().map(|one| (one.words().into(), FilterChoice::Verdict(*one))),
            ),
            FilterLine::new(
                "Who says",
                "anybody",
                VerdictSource::ALL.iter().map(|one| (one.words().into(), FilterChoice::Source(*one))),
            ),
            FilterLine::new(
                "Flag",
                "with or without",
                Flag::ALL.iter().map(|one| (one.words().into(), FilterChoice::Flag(*one))),
            ),
        ];
        if base.unreviewed {
            lines.push(FilterLine::new(
                "Read",
                "only calls to read",
                [("read ones too".to_owned(), FilterChoice::Read)].into_iter(),
            ));
        }
        let mut sizes: Vec<(String, FilterChoice)> =
            SIZES.iter().map(|size| (size.to_string(), FilterChoice::Draw(*size, None))).collect();
        if let Some(SampleDraw { size, seed }) = now.sample {
            sizes.insert(0, (format!("{size}, seed {seed}"), FilterChoice::Draw(size, Some(seed))));
        }
        lines.push(FilterLine::new("Random", "all of them", sizes.into_iter()));
        for line in &mut lines {
            line.chosen = line.options.iter().position(|(_, choice)| holds(choice, now, base)).unwrap_or(0);
        }
        FilterPicker { lines, focus: 0 }
    }

    fn step(&mut self, by: isize) {
        let count = self.lines.len();
        self.focus = (self.focus + count).wrapping_add_signed(by) % count;
    }

    fn stroke(&mut self, stroke: &TextKey, today: NaiveDate) {
        match (stroke.line_step(), self.lines.get_mut(self.focus)) {
            (Some(by), _) => self.step(by),
            (None, Some(line)) => line.stroke(stroke, today),
            (None, None) => {}
        }
    }

    fn selection(&self, before: &CallFilter, base: &CallFilter, seed: u64) -> CallFilter {
        let mut chosen = base.clone();
        for (_, choice) in self.lines.iter().filter_map(|line| line.options.get(line.chosen)) {
            match choice {
                FilterChoice::Any => {}
                FilterChoice::Rep(id) => chosen.rep = Some(*id),
                FilterChoice::Days(from, until) => (chosen.from, chosen.until) = (Some(*from), Some(*until)),
                FilterChoice::Kind(key) => chosen.kind = Some(key.clone()),
                FilterChoice::Campaign(id) => chosen.campaign = Some(*id),
                FilterChoice::Verdict(verdict) => chosen.verdict = Some(*verdict),
                FilterChoice::Source(source) => chosen.source = Some(*source),
                FilterChoice::Flag(flag) => chosen.flag = Some(*flag),
                FilterChoice::Read => chosen.unreviewed = false,
                FilterChoice::Draw(size, typed) => {
                    // The same size keeps its seed: to open the box and press Enter must not draw other calls.
                    let kept = before.sample.filter(|draw| draw.size == *size).map(|draw| draw.seed);
                    chosen.sample = Some(SampleDraw { size: *size, seed: typed.or(kept).unwrap_or(seed) });
                }
            }
        }
        chosen
    }

    fn draw(&self, area: Rect, brush: &mut Brush) -> Option<Position> {
        let rows = u16::try_from(self.lines.len()).unwrap_or(9);
        let inner = open_box(area, area.width.saturating_sub(4).min(64), rows + 4, "Which calls", brush);
        let mut caret = None;
        for (place, (y, line)) in (inner.y..inner.bottom()).zip(&self.lines).enumerate() {
            let focused = place == self.focus;
            brush.text(inner.x, y, 1, if focused { ">" } else { " " }, Role::Key);
            brush.text(inner.x + 2, y, LABEL, line.label, if focused { Role::Focus } else { Role::Dim });
            let room = Rect { x: inner.x + 2 + LABEL, y, width: inner.width.saturating_sub(LABEL + 2), height: 1 };
            let at = line.draw(focused, room, brush);
            caret = caret.or(at);
        }
        let says = "Left/Right turn, letters find. Enter shows them.";
        brush.text(inner.x, inner.bottom().saturating_sub(1), inner.width, says, Role::Dim);
        caret
    }
}

impl FilterLine {
    fn new(label: &'static str, any: &str, options: impl Iterator<Item = (String, FilterChoice)>) -> FilterLine {
        let options = std::iter::once((any.to_owned(), FilterChoice::Any)).chain(options).collect();
        FilterLine { label, options, chosen: 0, typed: String::new(), unknown: false }
    }

    fn stroke(&mut self, stroke: &TextKey, today: NaiveDate) {
        let count = self.options.len();
        match stroke {
            TextKey::Move(Move::Left) => (self.chosen, self.unknown) = ((self.chosen + count - 1) % count, false),
            TextKey::Move(Move::Right) => (self.chosen, self.unknown) = ((self.chosen + 1) % count, false),
            TextKey::Char(c) => {
                self.typed.push(*c);
                return self.find(today);
            }
            TextKey::Paste(text) => {
                self.typed.push_str(text.trim());
                return self.find(today);
            }
            TextKey::Backspace if !self.typed.is_empty() => {
                self.typed.pop();
                return self.find(today);
            }
            TextKey::Backspace
            | TextKey::Delete
            | TextKey::DeleteWord
            | TextKey::DeleteToBlank
            | TextKey::DeleteToStart => self.chosen = 0,
            TextKey::DeleteToEnd
            | TextKey::Move(_)
            | TextKey::Enter
            | TextKey::Replace(_)
            | TextKey::Undo
            | TextKey::Redo => return,
        }
        self.typed.clear();
    }

    /// Chooses what is typed: an option by a part of its name, days or a number as people write them.
    fn find(&mut self, today: NaiveDate) {
        let typed = fold(self.typed.trim());
        let own = match self.label {
            "Days" => parse_span(&typed, today).map(|(from, until)| FilterChoice::Days(from, until)),
            "Random" => typed_draw(&typed),
            _ => None,
        };
        if let Some(own) = own {
            let label = self.typed.trim().to_owned();
            let place = self.options.iter().position(|(_, choice)| *choice == own);
            self.chosen = place.unwrap_or_else(|| {
                self.options.push((label, own));
                self.options.len() - 1
            });
            self.unknown = false;
            return;
        }
        let found = self.options.iter().position(|(label, _)| fold(label).contains(&typed));
        // Every name contains the empty text: nothing typed chooses the first line, which narrows nothing.
        self.chosen = found.filter(|_| !typed.is_empty()).unwrap_or(0);
        self.unknown = found.is_none();
    }

    fn draw(&self, focused: bool, room: Rect, brush: &mut Brush) -> Option<Position> {
        let label = self.options.get(self.chosen).map_or("", |(label, _)| label.as_str());
        let shown = if focused { format!("< {label} >") } else { format!("  {label}") };
        let role = if self.chosen == 0 { Role::Dim } else { Role::Strong };
        let mut used = brush.text(room.x, room.y, room.width, &shown, role);
        if focused && !self.typed.is_empty() {
            let says = if self.unknown { format!("  /{} (nothing)", self.typed) } else { format!("  /{}", self.typed) };
            used += brush.text(room.x + used, room.y, room.width.saturating_sub(used), &says, Role::Key);
        }
        focused.then(|| Position { x: (room.x + used).min(room.right().saturating_sub(1)), y: room.y })
    }
}

/// `5`, `5 seed 4711`, `5 4711`.
fn typed_draw(typed: &str) -> Option<FilterChoice> {
    let mut words = typed.split([' ', ',']).filter(|word| !word.is_empty() && *word != "seed");
    let size = words.next()?.parse().ok().filter(|size| (1..=1_000).contains(size))?;
    let seed = words.next().map(str::parse).transpose().ok()?;
    Some(FilterChoice::Draw(size, seed))
}

fn days(now: &CallFilter, today: NaiveDate) -> Vec<(String, FilterChoice)> {
    let named = ["today", "yesterday", "this week", "last week", "this month", "last month", "90 days"];
    let mut days: Vec<(String, FilterChoice)> = named
        .iter()
        .filter_map(|words| {
            parse_span(words, today).map(|(from, until)| ((*words).to_owned(), FilterChoice::Days(from, until)))
        })
        .collect();
    if let (Some(from), Some(until)) = (now.from, now.until)
        && days.iter().all(|(_, choice)| *choice != FilterChoice::Days(from, until))
    {
        let words =
            CallFilter { from: now.from, until: now.until, ..CallFilter::default() }.words(&FilterNames::default());
        days.insert(0, (words, FilterChoice::Days(from, until)));
    }
    days
}

/// True if a selection holds this choice already.
fn holds(choice: &FilterChoice, now: &CallFilter, base: &CallFilter) -> bool {
    match choice {
        FilterChoice::Any => false,
        FilterChoice::Rep(id) => now.rep == Some(*id),
        FilterChoice::Days(from, until) => (now.from, now.until) == (Some(*from), Some(*until)),
        FilterChoice::Kind(key) => now.kind.as_ref() == Some(key),
        FilterChoice::Campaign(id) => now.campaign == Some(*id),
        FilterChoice::Verdict(verdict) => now.verdict == Some(*verdict),
        FilterChoice::Source(source) => now.source == Some(*source),
        FilterChoice::Flag(flag) => now.flag == Some(*flag),
        FilterChoice::Read => base.unreviewed && !now.unreviewed,
        FilterChoice::Draw(size, seed) => now.sample.is_some_and(|draw| draw.size == *size && Some(draw.seed) == *seed),
    }
}
