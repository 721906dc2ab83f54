//! Draws the log form.

use crate::domain::time_zone::Tz;
use ratatui::layout::{Position, Rect};

use crate::clock::Moment;
use crate::domain::call::clock::made_at;
use crate::domain::call::due::Due;
use crate::domain::call::{AskAnswer as Said, Outcome, Verdict, VerdictSource, Whose, parse_minutes};
use crate::domain::text;
use crate::domain::trigger::day_ago_short;
use crate::tui::context::Ctx;
use crate::tui::widgets::brush::{Brush, TextPen};
use crate::tui::widgets::form::Field;
use crate::tui::widgets::format;
use crate::tui::widgets::layout::{self, Room};
use crate::tui::widgets::theme::Role;

use super::LogScreen;
use super::choices::{ChoiceRow, PickedKept, PickedReason, REACH, VERDICT};

/// Columns of the labels.
const LABEL: u16 = 17;
/// Columns of a typed day or length, before what it is understood as.
const AS_TYPED: u16 = 18;

/// Lines of their way forward that stand beside the form.
const WAY_LINES: usize = 3;

/// A row of choices as drawn: its label, its options, and whether it applies to this call.
struct ChoiceLine {
    label: &'static str,
    options: Vec<Chip>,
    off: bool,
}

/// One option: what it says, with its letter, and whether it is chosen.
struct Chip {
    says: String,
    chosen: bool,
}

impl Chip {
    fn new(letter: Option<char>, words: &str, chosen: bool) -> Chip {
        let says = letter.map_or_else(|| words.to_string(), |letter| format!("{letter} {words}"));
        Chip { says, chosen }
    }

    fn width(&self) -> u16 {
        u16::try_from(text::width(&self.says)).unwrap_or(20) + 2
    }
}

/// The form's part of the screen and, where there is room, that of what is known beside it.
pub(super) fn parts(ctx: &Ctx) -> (Rect, Option<Rect>) {
    if ctx.room != Room::Wide {
        return (ctx.area, None);
    }
    let (form, side) = layout::split_left(ctx.area, ctx.area.width * 64 / 100);
    (form, Some(side))
}

impl LogScreen {
    /// First row and height of each choice and field inside a width; one blank row stands after the choices.
    pub(super) fn places(&self, width: u16) -> Vec<(u16, u16)> {
        let room = width.saturating_sub(LABEL + 2);
        let mut y = 0;
        let mut places = Vec::new();
        for row in self.choices() {
            let height = flow(&self.choice(row).options, room).last().map_or(1, |(_, line)| line + 1);
            places.push((y, height));
            y += height;
        }
        for _field in &self.form.fields {
            places.push((y + 1, 1));
            y += 1;
        }
        places
    }

    pub(super) fn draw_form(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) -> Option<Position> {
        let clock = self.ended.as_ref().map_or(String::new(), |ended| {
            let ran = format::minutes(Some(ended.seconds));
            format!(" · the clock ran {ran} from {}", ended.ran.since.format("%H:%M"))
        });
        let inner = brush.pane(area, &format!("How did it go?{clock}"), true);
        let mut caret = None;
        let places = self.places(inner.width);
        let scrolled = self.scrolled(&places, inner.height);
        for (place, (row, height)) in places.iter().enumerate() {
            let Some(y) = row.checked_sub(scrolled).map(|row| row + inner.y).filter(|y| *y < inner.bottom()) else {
                continue;
            };
            let line = Rect { y, height: (*height).min(inner.bottom() - y), ..inner };
            let focused = place == self.focus;
            brush.text(line.x, y, 1, if focused { ">" } else { " " }, Role::Key);
            let at = match self.choices().get(place) {
                Some(row) => self.draw_choice(*row, focused, line, brush),
                None => self.draw_field(place - self.choices().len(), focused, line, ctx, brush),
            };
            caret = caret.or(at);
        }
        let end = places.last().map_or(0, |(row, height)| row + height).saturating_sub(scrolled) + inner.y + 1;
        let rest = Rect {
            x: inner.x + 2,
            y: end.min(inner.bottom()),
            width: inner.width.saturating_sub(3),
            height: inner.bottom().saturating_sub(end),
        };
        self.draw_foot(ctx, inner, rest, brush);
        caret
    }

    /// A fault always finds room, over the last rows where there is none below.
    fn draw_foot(&self, ctx: &Ctx, inner: Rect, rest: Rect, brush: &mut Brush) {
        if let Some(fault) = &self.fault {
            let place =
                if rest.height > 0 { rest } else { Rect { y: inner.bottom().saturating_sub(2), height: 2, ..inner } };
            brush.clear(place);
            brush.paragraph(place, fault, Role::Bad);
            return;
        }
        let mut pen = TextPen::new(rest);
        // A wide screen has it beside the form.
        if ctx.room != Room::Wide {
            self.draw_way(ctx, &mut pen, brush);
        }
        let rest = pen.rest();
        if rest.height > 2 {
            let says = "The verdict is what they said. \"Not asked\" is an honest answer; a guess is kept as a guess and counted apart. Letters pick, Enter saves.";
            brush.paragraph(rest, says, Role::Dim);
        }
    }

    /// What they may have decided or asked, in at most three lines where there is room; a call that is amended is over.
    fn draw_way(&self, ctx: &Ctx, pen: &mut TextPen, brush: &mut Brush) {
        let Some(start) = self.start.as_ref().filter(|_| self.amends.is_none()) else { return };
        let stood_on = match self.picked.reason {
            Some(PickedReason::Trigger(id)) => Some(id),
            Some(PickedReason::NoneOfThese) | None => None,
        };
        for (label, text) in start.way_forward(stood_on, ctx.now.date()).lines().into_iter().take(WAY_LINES) {
            if !pen.whole_line(brush, &format!("{label}: {text}"), Role::Text) {
                break;
            }
        }
    }

    /// Rows to leave out at the top so that the focused one is seen.
    pub(super) fn scrolled(&self, places: &[(u16, u16)], height: u16) -> u16 {
        let end = places.get(self.focus).map_or(0, |(row, tall)| row + tall);
        end.saturating_sub(height)
    }

    fn draw_choice(&self, row: ChoiceRow, focused: bool, line: Rect, brush: &mut Brush) -> Option<Position> {
        let ChoiceLine { label, options, off } = self.choice(row);
        brush.text(line.x + 1, line.y, LABEL - 1, label, if focused { Role::Focus } else { Role::Dim });
        let room = line.width.saturating_sub(LABEL + 2);
        for ((x, down), chip) in flow(&options, room).into_iter().zip(&options) {
            if down >= line.height {
                break;
            }
            let shown = if chip.chosen { format!("[{}]", chip.says) } else { format!(" {} ", chip.says) };
            let role = if off {
                Role::Dim
            } else if chip.chosen {
                Role::Strong
            } else {
                Role::Text
            };
            brush.text(line.x + LABEL + 1 + x, line.y + down, room.saturating_sub(x), &shown, role);
        }
        focused.then_some(Position { x: line.x, y: line.y })
    }

    fn choice(&self, row: ChoiceRow) -> ChoiceLine {
        let picked = &self.picked;
        let not_connected = !self.connected();
        match row {
            ChoiceRow::Reach => ChoiceLine {
                label: "Reached?",
                options: REACH.iter().map(|(k, r)| Chip::new(Some(*k), r.words(), picked.reach == Some(*r))).collect(),
                off: false,
            },
            ChoiceRow::Verdict => ChoiceLine {
                label: "Time well spent?",
                options: VERDICT
                    .iter()
                    .map(|(k, v)| Chip::new(Some(*k), verdict_words(*v), picked.verdict == Some(*v)))
                    .collect(),
                off: not_connected,
            },
            ChoiceRow::Source => ChoiceLine {
                label: "Did they say so?",
                options: SOURCE
                    .iter()
                    .map(|(k, s)| Chip::new(Some(*k), source_words(*s), picked.source == Some(*s)))
                    .collect(),
                off: matches!(picked.verdict, None | Some(Verdict::NotAsked)),
            },
            ChoiceRow::Gained => {
                let learned = format!("learned something: {}", picked.learned.words());
                let forward = format!("found a way forward: {}", picked.forward.words());
                ChoiceLine {
                    label: "And they",
                    options: vec![
                        Chip::new(Some('l'), &learned, picked.learned == Said::Yes),
                        Chip::new(Some('f'), &forward, picked.forward == Said::Yes),
                    ],
                    off: not_connected,
                }
            }
            ChoiceRow::Outcome => {
                let never = picked.outcome == Some(Outcome::DoNotCall);
                let words = format!("< {} >", picked.outcome.map_or("none chosen", Outcome::words));
                let mut options = vec![Chip::new(None, &words, picked.outcome.is_some())];
                options.extend((!never).then(|| Chip::new(Some('d'), Outcome::DoNotCall.words(), false)));
                ChoiceLine { label: "Outcome", options, off: not_connected }
            }
            ChoiceRow::Reason => ChoiceLine {
                label: "It stood on",
                options: vec![Chip::new(Some('s'), &format!("< {} >", self.reason_words()), picked.reason.is_some())],
                off: self.amends.is_some(),
            },
            ChoiceRow::Kept => self.kept_line(),
            ChoiceRow::Whose => ChoiceLine {
                label: "Next step is",
                options: Whose::ALL.iter().map(|w| Chip::new(None, w.words(), picked.whose == *w)).collect(),
                off: self.form.get("next").is_empty(),
            },
        }
    }

    fn kept_line(&self) -> ChoiceLine {
        let chosen = self.picked.kept != PickedKept::NoneYet;
        let options = vec![Chip::new(Some('h'), &format!("< {} >", self.kept_words()), chosen)];
        ChoiceLine { label: "Promise kept?", options, off: false }
    }

    fn draw_field(&self, index: usize, focused: bool, line: Rect, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let field = &self.form.fields[index];
        brush.text(line.x + 1, line.y, LABEL - 1, field.label, if focused { Role::Focus } else { Role::Dim });
        let mut place = Rect { x: line.x + LABEL + 2, width: line.width.saturating_sub(LABEL + 3), ..line };
        if field.text.is_blank() {
            brush.text(place.x, line.y, place.width, field.hint, Role::Dim);
        }
        if let Some((says, role)) = parsed_hint(field, ctx.now, self.their_zone()).filter(|_| place.width > AS_TYPED) {
            let after = Rect { x: place.x + AS_TYPED, width: place.width - AS_TYPED, ..place };
            brush.text(after.x, after.y, after.width, &says, role);
            place.width = AS_TYPED - 1;
        }
        if focused {
            return brush.editor(place, &field.text, &[]);
        }
        brush.text(place.x, line.y, place.width, field.text.as_str(), Role::Text);
        None
    }

    pub(super) fn draw_side(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, "What you planned", false);
        let Some(start) = &self.start else { return };
        let mut pen = TextPen::new(inner);
        for over in &self.overrides {
            let says = format!("Called anyway ({}): {}", over.rule.replace('_', " "), over.because);
            pen.line(brush, &says, Role::Warn);
        }
        match &start.plan {
            None => pen.line(brush, "There was no plan.", Role::Dim),
            Some(plan) => {
                pen.line(brush, &format!("\"{}\"", plan.opener), Role::Text);
                pen.gap();
                for (label, text) in
                    [("purpose", &plan.purpose), ("value to them", &plan.value), ("hoped for", &plan.next_step)]
                {
                    if !text.is_empty() {
                        pen.line(brush, &format!("{label}: {text}"), Role::Dim);
                    }
                }
            }
        }
        pen.gap();
        for guard in start.guards.iter().filter(|guard| !guard.is_overridden(&self.overrides)) {
            let (sign, role) = if guard.blocks() { ("stop:", Role::Bad) } else { ("!", Role::Warn) };
            pen.line(brush, &format!("{sign} {}", guard.says), role);
        }
        pen.gap();
        self.draw_way(ctx, &mut pen, brush);
        pen.gap();
        for trigger in &start.reasons {
            let ago = day_ago_short(trigger.occurred_on, ctx.now.date());
            let is_it = self.picked.reason == Some(PickedReason::Trigger(trigger.id));
            let sign = if is_it { ">" } else { " " };
            let role = if is_it { Role::Text } else { Role::Dim };
            pen.line(brush, &format!("{sign} {} ({ago})", trigger.headline), role);
        }
    }
}

const SOURCE: [(char, VerdictSource); 3] =
    [('u', VerdictSource::SaidUnprompted), ('i', VerdictSource::SaidWhenAsked), ('g', VerdictSource::RepInferred)];

/// What a day or a length is understood as, beside what was typed: seen before it is saved.
fn parsed_hint(field: &Field, now: Moment, theirs: Option<Tz>) -> Option<(String, Role)> {
    let (typed, today) = (field.text.as_str().trim(), now.date());
    let read = match field.name {
        _ if typed.is_empty() => return None,
        "when" => {
            return Some(match made_at(typed, now.0) {
                Ok(at) if at.date_naive() == today => (format!("= today {}", at.format("%H:%M")), Role::Strong),
                Ok(at) => (format!("= {}", at.format("%a %-d %b %Y %H:%M")), Role::Strong),
                Err(says) => (format!("? {says}"), Role::Dim),
            });
        }
        "by" => Due::parse(typed, now.0, theirs).ok().map(|due| {
            let whose = if theirs.is_some() { " their time" } else { " on your clock" };
            let hour = due.time.map_or(String::new(), |time| format!(" {}{whose}", time.format("%-H:%M")));
            let past = due.is_past(now.0, theirs);
            let far = if past { "in the past".to_string() } else { format::relative_day(due.on, today) };
            (format!("= {}{hour}, {far}", due.on.format("%a %-d %b %Y")), if past { Role::Warn } else { Role::Strong })
        }),
        "minutes" => match parse_minutes(typed).map(|seconds| format::minutes(Some(seconds))) {
            Some(minutes) if minutes == typed => return None,
            minutes => minutes.map(|minutes| (format!("= {minutes} minutes"), Role::Strong)),
        },
        _other => return None,
    };
    Some(read.unwrap_or_else(|| (format!("? {}", field.hint), Role::Dim)))
}

/// The answers to "did they say so?": a guess is no saying.
fn source_words(source: VerdictSource) -> &'static str {
    match source {
        VerdictSource::SaidUnprompted => "unprompted",
        VerdictSource::SaidWhenAsked => "when I asked",
        VerdictSource::RepInferred => "no, my guess",
    }
}

/// The answers to "was their time well spent?".
fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::WellSpent => "yes, well spent",
        Verdict::Partly => "partly",
        Verdict::Wasted => "no",
        Verdict::NotAsked => "I did not ask",
    }
}

/// Column and row of each option when they flow over lines of a width.
fn flow(options: &[Chip], width: u16) -> Vec<(u16, u16)> {
    let (mut x, mut y) = (0, 0);
    options
        .iter()
        .map(|chip| {
            if x > 0 && x + chip.width() > width {
                (x, y) = (0, y + 1);
            }
            let place = (x, y);
            x += chip.width();
            place
        })
        .collect()
}
