//! What an account page says about enough: what was tried, and the honest choices instead of one more try.

use ratatui::layout::Rect;

use crate::domain::silence::{Quiet, Tried, WayOn};
use crate::tui::paint::{Brush, Pen};
use crate::tui::screen::{Ctx, show};
use crate::tui::theme::Role;

/// Whether there is more to say than one line.
pub(super) fn has_page(quiet: &Quiet) -> bool {
    !quiet.tried.is_empty()
}

/// The one line of the head; nothing where the account neither rests nor is silent.
pub(super) fn head(quiet: &Quiet) -> Option<String> {
    match (&quiet.rest, &quiet.silence) {
        (Some(rest), _) => Some(format!("{} z ends that.", rest.says())),
        (None, Some(silence)) if has_page(quiet) => Some(silence.says()),
        (None, Some(_) | None) => None,
    }
}

/// What was tried, newest first, then what else there is.
pub(super) fn lines(quiet: &Quiet, ctx: &Ctx) -> Vec<(String, Role)> {
    let mut lines: Vec<(String, Role)> =
        quiet.tried.iter().take(4).map(|tried| (line_of(tried, ctx), Role::Text)).collect();
    let ways = quiet.ways.iter().map(|way| match way {
        WayOn::Person { name, reason, .. } if reason.is_empty() => {
            format!("another person: {name}, whom nobody tried since; find a reason of their own first")
        }
        WayOn::Person { name, reason, .. } => format!("another person: {name}, because {reason} (p on People plans)"),
        WayOn::Scope { scope, headline, .. } => format!("another reason ({scope}): {headline} (under Triggers)"),
    });
    let always = [
        "something of value to them, sent without asking for anything".to_owned(),
        "leave it until a date (z)".to_owned(),
    ];
    lines.extend(ways.chain(always).map(|way| (format!("or {way}"), Role::Dim)));
    lines
}

/// Paints them.
pub(super) fn draw(quiet: &Quiet, ctx: &Ctx, area: Rect, brush: &mut Brush) {
    let mut pen = Pen::new(area);
    for (says, role) in lines(quiet, ctx) {
        pen.line(brush, &says, role);
    }
}

fn line_of(tried: &Tried, ctx: &Ctx) -> String {
    let on = show::day(tried.on, ctx.now.date());
    let about = if tried.trigger.is_empty() { "no trigger" } else { &tried.trigger };
    let offered = if tried.value.is_empty() { "nothing for them is written down" } else { &tried.value };
    format!("{on}  {}, {}: {about}. Offered: {offered}", tried.contact, tried.reach.words())
}
