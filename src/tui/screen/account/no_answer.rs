//! The account page's block on calls: what was tried, and the other options.

use ratatui::layout::Rect;

use crate::domain::reason::no_answer::{NextOption, NoAnswerDetail, UnansweredTouch};
use crate::tui::context::Ctx;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::format;
use crate::tui::widgets::theme::Role;

/// Touches that are shown.
const MOST: usize = 3;

/// True if there is more to say than one line.
pub(super) fn has_page(quiet: &NoAnswerDetail) -> bool {
    !quiet.tried.is_empty()
}

/// The one line of the head; `None` if Today may offer the account.
pub(super) fn head(quiet: &NoAnswerDetail) -> Option<String> {
    match (&quiet.rest, &quiet.silence) {
        (Some(rest), _) => Some(format!("{} z ends that.", rest.says())),
        (None, Some(silence)) if has_page(quiet) => Some(silence.says()),
        (None, Some(_) | None) => quiet.talked_says(),
    }
}

/// Rows that everything takes.
pub(super) fn height(quiet: &NoAnswerDetail) -> u16 {
    u16::try_from(2 * quiet.tried.len().min(MOST) + quiet.ways.len() + 1).unwrap_or(u16::MAX)
}

/// Paints what was tried, newest first, then what else there is. Where there is little room the choices stay, one of
/// each kind, and earlier touches go.
pub(super) fn draw(quiet: &NoAnswerDetail, ctx: &Ctx, area: Rect, brush: &mut Brush) {
    let ways = ways(quiet, area.width, area.height < height(quiet));
    let room = usize::from(area.height).saturating_sub(ways.len()) / 2;
    let tried = quiet.tried.iter().take(room.min(MOST)).flat_map(|tried| lines_of(tried, ctx));
    let lines = tried.chain(ways.into_iter().map(|way| (way, Role::Text)));
    for (y, (says, role)) in (area.y..area.bottom()).zip(lines) {
        brush.text(area.x, y, area.width, &says, role);
    }
}

fn ways(quiet: &NoAnswerDetail, width: u16, few: bool) -> Vec<String> {
    let (mut people, mut scopes): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for way in &quiet.ways {
        match way {
            NextOption::Person { name, reason, .. } if reason.is_empty() => {
                people.push(format!("another person: {name}, whom nobody tried since; find their own reason first"));
            }
            NextOption::Person { name, reason, .. } => {
                people.push(format!("another person: {name}, because {reason} (p on People plans)"));
            }
            NextOption::Scope { scope, headline, .. } => {
                scopes.push(format!("another reason ({scope}): {headline} (Triggers)"));
            }
        }
    }
    if few {
        people.truncate(1);
        scopes.truncate(1);
    }
    let always = if width < 72 {
        "send value and ask nothing, or leave it until a date: z"
    } else {
        "something of value, sent without an ask, or leave it until a date: z"
    };
    people.into_iter().chain(scopes).chain([always.to_owned()]).collect()
}

fn lines_of(tried: &UnansweredTouch, ctx: &Ctx) -> [(String, Role); 2] {
    let on = format::day(tried.on, ctx.now.date());
    let about = if tried.trigger.is_empty() { "no trigger" } else { &tried.trigger };
    let offered = if tried.value.is_empty() { "nothing for them is written down" } else { &tried.value };
    [
        (format!("{on}  {}, {}: {about}", tried.contact, tried.how), Role::Text),
        (format!("    offered them: {offered}"), Role::Dim),
    ]
}
