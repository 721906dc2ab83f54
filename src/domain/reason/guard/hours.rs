//! Guards about the time of a call: permitted hours, holidays, calls in a period, consent, and the hours a person prefers.

use chrono::NaiveDateTime;

use super::{Guard, Standing, TheirTime, block, warn};
use crate::domain::account::calling_hours::line::Line;
use crate::domain::account::calling_hours::{HourRule, HoursScope};

/// Blocks a call outside the hours for all calls.
pub(super) fn outside_permitted_hours(standing: &Standing) -> Option<Guard> {
    let rule = &standing.permitted.all;
    let Some(there) = standing.their_time.as_ref() else { return outside_everywhere(standing) };
    is_outside(standing, there, rule).then(|| block("outside_permitted_hours", against(standing, there, rule)))
}

/// Who may be in one of several zones is not called while it is too early or too late in each.
fn outside_everywhere(standing: &Standing) -> Option<Guard> {
    let rule = standing.permitted.blocking(standing.line).find(|rule| {
        !standing.perhaps.is_empty() && standing.perhaps.iter().all(|there| is_outside(standing, there, rule))
    })?;
    let at = |there: &&TheirTime| there.local();
    let (first, last) = (standing.perhaps.iter().min_by_key(at)?, standing.perhaps.iter().max_by_key(at)?);
    let place = first.guessed.as_deref().unwrap_or("there");
    let (from, until) = (first.time.format("%-H:%M"), last.time.format("%-H:%M"));
    let hours = rule.hours_on(first.date, standing.permitted.calendar);
    let says = format!("It is {from} to {until} {place}, wherever they are; permitted: {hours} ({}).", rule.cited());
    Some(block("outside_permitted_hours", says))
}

/// Blocks a call to a private line outside the hours for consumers, and warns where the line may be one, or the law may be
/// about businesses. `None` if a block is about the time already, because one sentence on it is enough.
pub(super) fn outside_consumer_hours(standing: &Standing) -> Option<Guard> {
    let (there, rule) = (standing.their_time.as_ref()?, standing.permitted.consumers.as_ref()?);
    if !is_outside(standing, there, rule) || is_outside(standing, there, &standing.permitted.all) {
        return None;
    }
    by_line(standing, rule, "outside_consumer_hours", &against(standing, there, rule))
}

/// Blocks or warns of a call that would be one more than a law permits in a period.
pub(super) fn too_many_calls(standing: &Standing) -> Option<Guard> {
    let (rule, limit) = standing.permitted.limit(standing.line)?;
    let calls = standing.calls_in_period;
    let word = if calls == 1 { "call" } else { "calls" };
    let says = format!("{calls} {word} to them in {limit}; permitted: {} ({}).", limit.calls, rule.cited());
    (calls >= limit.calls).then(|| by_line(standing, rule, "too_many_calls", &says)).flatten()
}

/// What a row says, as a block or a warning by whose line is called.
fn by_line(standing: &Standing, rule: &HourRule, key: &str, says: &str) -> Option<Guard> {
    let is_default = rule.place == "*";
    match (rule.calls, standing.line) {
        (HoursScope::All, _) => Some(block(key, says.to_owned())),
        (HoursScope::Consumers, Line::Private) => Some(block(key, format!("{says} Theirs is a private line."))),
        // Our own hours for consumers of a place without a law are for consumers alone.
        (HoursScope::Consumers, line) if is_default || !rule.is_about(line) => None,
        (HoursScope::Consumers, Line::Unsaid) => {
            Some(warn(key, format!("{says} Those are calls to consumers: is it a private line?")))
        }
        (HoursScope::Consumers, Line::Business) => {
            Some(warn(key, format!("{says} That may bind calls to a business too.")))
        }
    }
}

/// Blocks a call to a private line where a law asks for consent, and warns where it asks for a business's too.
pub(super) fn consent_needed(standing: &Standing) -> Option<Guard> {
    let permitted = &standing.permitted;
    let consumers = permitted.consumers.as_ref().filter(|rule| rule.consent && standing.line == Line::Private);
    match (consumers, &permitted.all) {
        (Some(rule), _) => {
            let says = format!(
                "A call to a private line needs their consent beforehand ({}): how did they give it?",
                rule.cited()
            );
            Some(block("consent_needed", says))
        }
        (None, rule) => rule.consent.then(|| {
            warn("consent_needed", format!("A call needs their consent beforehand, a firm's too ({}).", rule.cited()))
        }),
    }
}

/// Warns of a public holiday; `None` if a row is about it already.
pub(super) fn public_holiday(standing: &Standing) -> Option<Guard> {
    let there = standing.their_time.as_ref()?;
    let holiday = standing.permitted.holiday(there.date)?;
    let rows = std::iter::once(&standing.permitted.all).chain(&standing.permitted.consumers);
    let said =
        rows.filter(|rule| rule.holidays.is_some() && rule.is_about(standing.line) && rule.place != "*").count() > 0;
    let says = || format!("It is {holiday} at their place: most offices are closed.");
    (!said).then(|| warn("public_holiday", says()))
}

/// Returns the warning about preferred hours; `None` if the permitted hours block already.
pub(super) fn outside_preferred_hours(standing: &Standing) -> Option<Guard> {
    let (there, hours) = (standing.their_time.as_ref()?, standing.hours?);
    if hours.holds(there.time) || !standing.permitted.permits(standing.line, there.local()) {
        return None;
    }
    let (from, until) = (hours.from.format("%-H:%M"), hours.until.format("%-H:%M"));
    Some(warn("outside_preferred_hours", format!("{}; they prefer {from} to {until}.", there.clock())))
}

fn is_outside(standing: &Standing, there: &TheirTime, rule: &HourRule) -> bool {
    let at: NaiveDateTime = there.local();
    !rule.permits(at, standing.permitted.calendar)
}

fn against(standing: &Standing, there: &TheirTime, rule: &HourRule) -> String {
    let hours = rule.hours_on(there.date, standing.permitted.calendar);
    format!("{}; permitted: {hours} ({}).", there.clock(), rule.cited())
}
