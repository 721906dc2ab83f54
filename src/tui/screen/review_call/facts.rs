//! The facts of a reviewed call: what was planned, and what happened.

use chrono::NaiveDate;

use crate::domain::call::asked::rules_in_words;
use crate::domain::call::{AskAnswer as Said, Call};
use crate::domain::check::Severity;
use crate::domain::query::review::{ChainState, ReviewDetail};
use crate::domain::query::{CallDetail, WITHHELD};
use crate::domain::review::Review;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::format;
use crate::tui::widgets::text_edit::wrap;
use crate::tui::widgets::theme::Role;
use ratatui::layout::Rect;

/// Lines of facts, each with its role; an empty one is a gap.
#[derive(Debug, Default)]
pub(super) struct Facts(Vec<(String, Role)>);

impl Facts {
    fn line(&mut self, text: impl Into<String>, role: Role) {
        self.0.push((text.into(), role));
    }

    fn gap(&mut self) {
        if self.0.last().is_some_and(|(text, _)| !text.is_empty()) {
            self.line("", Role::Text);
        }
    }

    /// Rows that they take in a width.
    pub(super) fn rows(&self, width: u16) -> usize {
        self.0.iter().map(|(text, _)| wrap(text, usize::from(width)).len().max(1)).sum()
    }

    /// Paints them from a row on; says how to read on where they are longer.
    pub(super) fn draw(&self, area: Rect, from: usize, brush: &mut Brush) {
        let whole = self.0.iter().flat_map(|(text, role)| {
            let rows = wrap(text, usize::from(area.width));
            rows.into_iter().map(move |row| (text.get(row).unwrap_or("").trim_end(), *role))
        });
        for (y, (text, role)) in (area.y..area.bottom()).zip(whole.skip(from)) {
            brush.text(area.x, y, area.width, text, role);
        }
    }
}

/// The plan: triggers with their freshness then and today, the opener with its check, what was hoped for.
pub(super) fn plan_facts(file: &ReviewDetail, today: NaiveDate) -> Facts {
    let mut facts = Facts::default();
    let day = file.call.row.at.date_naive();
    if let Some(says) = file.call.reason_says() {
        facts.line(says, Role::Warn);
    }
    for ground in &file.grounds {
        let (trigger, then) = (&ground.trigger, &ground.then);
        facts.line(trigger.headline.clone(), Role::Text);
        let age = format::age_at_call(trigger.occurred_on, day);
        let then = format!("then {} {} ({age})", then.state.words(), percent(then.value));
        let now = format!("today {} {}", trigger.freshness.state.words(), percent(trigger.freshness.value));
        let role = if ground.then.value > 0.0 { Role::Dim } else { Role::Warn };
        facts.line(format!("  {}, {then}; {now}", trigger.kind_label), role);
    }
    facts.gap();
    opener(file, today, &mut facts);
    facts.gap();
    let Some(plan) = &file.call.plan else {
        facts.line("There was no plan.", Role::Dim);
        return facts;
    };
    for (label, text) in [
        ("For them", &plan.impact),
        ("Why not later", &plan.why_not_later),
        ("Purpose", &plan.purpose),
        ("Value to them", &plan.value),
        ("Their goal", &plan.their_goal),
        ("Hoped for", &plan.next_step),
    ] {
        if text.trim().is_empty() {
            facts.line(format!("{label}: nothing written"), Role::Dim);
        } else {
            facts.line(format!("{label}: {text}"), Role::Text);
        }
    }
    facts
}

fn opener(file: &ReviewDetail, today: NaiveDate, facts: &mut Facts) {
    let Some(checked) = &file.checked else {
        return facts.line("No opener was written.", Role::Dim);
    };
    let said = file.call.versions.first().map_or("", |call| call.opener.as_str());
    facts.line(format::in_quotes(said), Role::Text);
    let when = if file.checked_then {
        format!(
            "checked {}",
            format::relative_day_short(checked.at.with_timezone(file.call.row.at.offset()).date_naive(), today)
        )
    } else {
        "checked today".to_owned()
    };
    let role = if checked.findings.is_empty() { Role::Good } else { Role::Dim };
    facts.line(format!("  {} s aloud; {when}: {}", checked.seconds, checked.words()), role);
    for finding in &checked.findings {
        let (sign, role) = match finding.severity {
            Severity::Error => ("[!!]", Role::Bad),
            Severity::Warning => ("[!]", Role::Warn),
        };
        facts.line(format!("  {sign} {}", finding.says), role);
    }
}

/// The facts of the call: verdict, source and words, overrides, amendments, the chain, earlier reviews.
pub(super) fn happened(file: &ReviewDetail, today: NaiveDate) -> Facts {
    let mut facts = Facts::default();
    let call = &file.call;
    let row = &call.row;
    facts.line(format!("{} by {}", row.at.format("%a %-d %b %Y, %H:%M"), row.rep), Role::Dim);
    for (place, version) in call.versions.iter().enumerate() {
        if place > 0 {
            amendment_facts(call, place, &mut facts);
        }
        happened_in(version, &mut facts);
    }
    let (role, says) = match &file.chain {
        ChainState::Whole(_) => (Role::Good, file.chain.words(today)),
        ChainState::Broken(_) => (Role::Bad, file.chain.words(today)),
    };
    facts.line(says, role);
    reviews(call, today, &mut facts);
    facts
}

fn amendment_facts(call: &CallDetail, place: usize, facts: &mut Facts) {
    let at = call.logged.get(place).map_or(String::new(), |at| at.format(" %-d %b %H:%M").to_string());
    facts.gap();
    if call.is_late(place) {
        facts.line(format!("AMENDED LATE,{at}; what was logged first stands above"), Role::Warn);
    } else {
        facts.line(format!("Amended{at}, a slip put right"), Role::Dim);
    }
}

fn happened_in(call: &Call, facts: &mut Facts) {
    let asked = call.minutes_asked.map_or(String::new(), |minutes| format!(" of {minutes} asked"));
    let minutes = call.seconds.map_or(String::new(), |_| format!(", {} minutes{asked}", format::minutes(call.seconds)));
    let outcome = call.outcome.map_or(String::new(), |outcome| format!(" · {}", outcome.words()));
    facts.line(format!("{}{minutes}{outcome}", call.reach.words()), Role::Strong);
    if call.verdict.is_some() {
        facts.line(format!("Time well spent? {}", call.verdict_line()), Role::Strong);
    }
    match call.words.trim() {
        "" if call.is_connected() => facts.line("The log has none of their words.", Role::Warn),
        "" => {}
        words => facts.line(format::in_quotes(words), Role::Text),
    }
    let said = [("learned something", call.learned), ("found a way forward", call.way_forward)];
    for (label, said) in said.into_iter().filter(|(_, said)| *said != Said::NotAsked) {
        facts.line(format!("{label}: {}", said.words()), Role::Text);
    }
    if let Some(next) = &call.next {
        let by = next.by.map_or(String::new(), |by| format!(" by {}", by.format("%a %-d %b")));
        facts.line(format!("Next ({}): {}{by}", next.whose.words(), next.what), Role::Text);
    }
    if !call.note.is_empty() {
        facts.line(format!("Note: {}", call.note), Role::Dim);
    }
    if !call.asked.is_empty() {
        facts.line(format!("Went on after the question: {}", rules_in_words(&call.asked)), Role::Warn);
    }
    for over in &call.overrides {
        facts.line(format!("Called despite \"{}\": {}", over.rule.replace('_', " "), over.because), Role::Warn);
    }
}

/// Reviews with their answers, oldest first: who, what, and the rep's line under it.
fn reviews(call: &CallDetail, today: NaiveDate, facts: &mut Facts) {
    for review in call.reviews.iter().filter(|review| review.answers.is_none()) {
        facts.gap();
        facts.line(head(call, review, today), Role::Title);
        let scores: Vec<String> =
            review.scores.iter().map(|(criterion, score)| format!("{} {score}", criterion.words())).collect();
        if call.withheld.contains(&review.id) {
            facts.line(format!("  Scores: {WITHHELD}"), Role::Dim);
        } else if !scores.is_empty() {
            facts.line(format!("  {}", scores.join(" · ")), Role::Text);
        }
        for (label, text) in [("Note", &review.note), ("Focus", &review.focus)] {
            if !text.is_empty() {
                facts.line(format!("  {label}: {text}"), Role::Text);
            }
        }
        for answer in call.reviews.iter().filter(|answer| answer.answers == Some(review.id)) {
            facts.line(format!("  {} answered: {}", call.reviewer(answer.reviewer), answer.note), Role::Text);
        }
    }
}

fn head(call: &CallDetail, review: &Review, today: NaiveDate) -> String {
    let ago = format::relative_day_short(review.at.date_naive(), today);
    if review.reviewer == call.row.rep_id {
        format!("{} on their own call, {ago}", call.reviewer(review.reviewer))
    } else {
        format!("Reviewed by {}, {ago}", call.reviewer(review.reviewer))
    }
}

fn percent(value: f64) -> String {
    format!("{:.0} %", value * 100.0)
}
