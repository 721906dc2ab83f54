//! Writes a call sheet from its data; what is not known is left out.

use chrono::NaiveDate;

use super::page::{CallSheet, CallSheetSource, LineStyle, MOST_WORDS, SheetLine, SheetSection};
use super::questions::{questions, stands_on};
use super::word_budget::{cut_to_words, fit, wanted_words};
use crate::domain::call::{Outcome, Verdict, VerdictSource, Whose};
use crate::domain::dates::wording::relative_day;
use crate::domain::plan::{Plan, PlanField};
use crate::domain::query::{CallRow, PromiseRow, TriggerDetail};
use crate::domain::text::one_full_stop;
use crate::domain::trigger::day_ago;

/// Most triggers, calls and promises shown.
const MOST_TRIGGERS: usize = 3;
const MOST_CALLS: usize = 4;
const MOST_PROMISES: usize = 4;

/// Words for each section if all are long: person, why now, plan, opener, calls, promises, guards, questions, way
/// forward. With title, day and headings they stay under [`MOST_WORDS`].
// 450 words; with 21 for the title, 4 for the day and 23 for the headings that makes 498. Held by the test
// `a_sheet_never_has_more_than_500_words`.
const TIGHT: [usize; 9] = [35, 55, 75, 80, 50, 30, 25, 40, 60];
/// Words for each section if there is room.
const ROOMY: [usize; 9] = [60, 110, 150, 110, 120, 60, 60, 80, 110];
/// Most words of the title.
const TITLE: usize = 20;

/// Writes the sheet about one person on a day.
pub fn sheet(file: &CallSheetSource, today: NaiveDate) -> CallSheet {
    let parts = [
        section("Whom", contact_lines(file)),
        section("Why now", why_now(file, today)),
        section("The plan", plan(file)),
        section("Say first", opener(&file.plan.plan)),
        section("Before", calls(file, today)),
        section("Promised", promises(file, today)),
        section("Careful", guards(file)),
        section("Ask", numbered_lines(questions(file))),
        section("Their way forward", way_forward(file, today)),
    ];
    let whole = |words: [usize; 9]| CallSheet {
        title: cut_to_words(&format!("{}, {}", file.plan.contact.name, file.plan.account.name), TITLE),
        day: today.format("%A, %-d %b %Y").to_string(),
        sections: parts
            .iter()
            .cloned()
            .zip(words)
            .filter(|(section, _)| !section.lines.is_empty())
            .map(|(section, words)| fit(section, words))
            .collect(),
    };
    let roomy = whole(ROOMY);
    if roomy.words() <= MOST_WORDS { roomy } else { whole(with_spare_words(&parts)) }
}

/// Returns the words for each section where not all have room: what a short one leaves of its share goes to the long
/// ones, in the order of the sheet.
fn with_spare_words(parts: &[SheetSection; 9]) -> [usize; 9] {
    let mut wanted = ROOMY;
    for (most, section) in wanted.iter_mut().zip(parts) {
        *most = wanted_words(section).min(*most);
    }
    let mut words = TIGHT;
    let spare = |(share, wanted): (&usize, &usize)| share.saturating_sub(*wanted);
    let mut spare: usize = TIGHT.iter().zip(&wanted).map(spare).sum();
    for (share, wanted) in words.iter_mut().zip(wanted) {
        let more = wanted.saturating_sub(*share).min(spare);
        // Lowered to what is wanted as well: what is left of a share was counted into `spare`.
        *share = wanted.min(*share + more);
        spare -= more;
    }
    words
}

fn section(name: &'static str, lines: Vec<SheetLine>) -> SheetSection {
    let lines = lines.into_iter().filter(|line| !line.text.trim().is_empty());
    SheetSection { name, lines: lines.map(|line| SheetLine { text: one_full_stop(&line.text), ..line }).collect() }
}

fn item(label: &'static str, text: impl Into<String>) -> SheetLine {
    SheetLine { mark: LineStyle::Item, label, text: text.into() }
}

fn numbered_lines(texts: Vec<String>) -> Vec<SheetLine> {
    let texts = (1..).zip(texts);
    texts.map(|(number, text)| SheetLine { mark: LineStyle::Number(number), label: "", text }).collect()
}

fn contact_lines(file: &CallSheetSource) -> Vec<SheetLine> {
    let contact = &file.plan.contact;
    let phones = contact.phones.iter().take(2).map(|phone| match phone.label.as_str() {
        "" => phone.raw.clone(),
        label => format!("{} ({label})", phone.raw),
    });
    let phone = phones.collect::<Vec<_>>().join(", ");
    let switchboard = file.plan.account.phone.clone().map(|raw| format!("{raw} (switchboard)"));
    let known = if phone.is_empty() { switchboard.unwrap_or_else(|| "no number known".into()) } else { phone };
    let clock = format!("{}.", file.plan.standing.clock().says);
    let hours = contact
        .hours
        .map(|hours| format!(" They prefer {} to {}.", hours.from.format("%-H:%M"), hours.until.format("%-H:%M")));
    vec![
        item("Role", contact.title.clone().unwrap_or_default()),
        item("Phone", known),
        item("Their clock", format!("{clock}{}", hours.unwrap_or_default())),
        item("They want", contact.goal.clone().unwrap_or_default()),
    ]
}

fn why_now(file: &CallSheetSource, today: NaiveDate) -> Vec<SheetLine> {
    let live = file.plan.triggers.iter().filter(|one| one.row.freshness.value > 0.0);
    let mut lines: Vec<SheetLine> = live.take(MOST_TRIGGERS).map(|one| item("", trigger(one, today))).collect();
    if lines.is_empty() {
        let because = file.plan.plan.no_trigger_because.trim();
        let says = if because.is_empty() { "Nothing that happened to them is live today." } else { because };
        lines.push(item("No live trigger", says));
    }
    lines.extend(file.plan.reason.why_now().map(|doubt| item("But", doubt)));
    lines
}

fn trigger(one: &TriggerDetail, today: NaiveDate) -> String {
    let row = &one.row;
    let scope = row.scope.words();
    let (kind, age) = (&row.kind_label, day_ago(row.occurred_on, today));
    let ahead = one.trigger.effective_on.filter(|day| *day > today);
    let ahead = ahead.map(|day| format!(", takes effect {}", date(day))).unwrap_or_default();
    format!("{} ({kind}, {scope}; {age}{ahead}; {})", row.headline, row.freshness.state.words())
}

fn plan(file: &CallSheetSource) -> Vec<SheetLine> {
    let plan = &file.plan.plan;
    if !file.plan.saved {
        return vec![item("", "Nothing is planned yet.")];
    }
    let line = |label, field| item(label, plan.field(field));
    let minutes = plan.minutes.map(|minutes| format!("{minutes} of their minutes")).unwrap_or_default();
    vec![
        line("Purpose", PlanField::Purpose),
        line("They keep", PlanField::Value),
        line("What it means for them", PlanField::Impact),
        line("Why not in six months", PlanField::WhyNotLater),
        line("Their goal", PlanField::TheirGoal),
        line("Next step hoped for", PlanField::NextStep),
        item("Ask for", minutes),
    ]
}

fn opener(plan: &Plan) -> Vec<SheetLine> {
    vec![SheetLine { mark: LineStyle::Quote, label: "", text: plan.opener.clone() }]
}

/// Returns the person's own calls, followed by those with others at the account.
fn calls(file: &CallSheetSource, today: NaiveDate) -> Vec<SheetLine> {
    // The person's own calls come from the plan; here they would stand twice.
    let others = file.calls.iter().filter(|call| call.contact_id != file.plan.contact.id);
    let all = file.plan.calls.iter().map(|row| (row, true)).chain(others.map(|row| (row, false)));
    all.take(MOST_CALLS).map(|(row, own)| item("", call(row, own, today))).collect()
}

fn call(row: &CallRow, own: bool, today: NaiveDate) -> String {
    let who = if own { String::new() } else { format!(" with {}", row.contact) };
    let outcome = row.outcome.map(Outcome::words).map(|words| format!(", {words}")).unwrap_or_default();
    // Some reps type the marks, some do not.
    let words = row.words.trim().trim_matches(['"', '“', '”']);
    let words = if words.is_empty() { String::new() } else { format!(": “{words}”") };
    let (when, reach) = (relative_day(row.at.date_naive(), today), row.reach.words());
    format!("{} ({when}){who}: {reach}{outcome}{}{words}", date(row.at.date_naive()), verdict(row))
}

/// Returns the verdict with who said so; a guess is called one.
fn verdict(row: &CallRow) -> String {
    let Some(verdict) = row.verdict else { return String::new() };
    let said = match (verdict, row.source) {
        (Verdict::NotAsked, _) => return "; nobody asked whether it was worth their time".to_owned(),
        (_, Some(VerdictSource::SaidUnprompted)) => "they said so, unprompted",
        (_, Some(VerdictSource::SaidWhenAsked)) => "they said so, when asked",
        (_, Some(VerdictSource::RepInferred)) => "the rep's guess",
        (_, None) => "nobody says who said so",
    };
    format!("; {} ({said})", verdict.words())
}

fn promises(file: &CallSheetSource, today: NaiveDate) -> Vec<SheetLine> {
    file.promises.iter().take(MOST_PROMISES).map(|row| promise(row, &file.plan.contact.name, today)).collect()
}

fn promise(row: &PromiseRow, person: &str, today: NaiveDate) -> SheetLine {
    let label = match row.promise.whose {
        Whose::Ours => "We owe",
        Whose::Theirs => "They owe",
    };
    let other = if row.contact == person { String::new() } else { format!(" ({})", row.contact) };
    let by = match row.promise.by {
        Some(day) if day < today => format!(", was due {}, {}", date(day), relative_day(day, today)),
        Some(day) => format!(", by {}", date(day)),
        None => String::new(),
    };
    let theirs = if row.promise.zone.is_some() { " their time" } else { "" };
    let hour = row.promise.due().map(crate::domain::call::due::Due::hour_words).filter(|hour| !hour.is_empty());
    let by = format!("{by}{}", hour.map_or_else(String::new, |hour| format!("{hour}{theirs}")));
    item(label, format!("{}{other}{by}", row.promise.what.trim().trim_end_matches('.')))
}

fn guards(file: &CallSheetSource) -> Vec<SheetLine> {
    // The line about their clock says this one already.
    let stops = file.plan.guards.iter().filter(|guard| guard.rule != "outside_preferred_hours");
    stops.map(|guard| item(if guard.blocks() { "Stop" } else { "" }, guard.says.clone())).collect()
}

/// Returns what they have to decide and ask, for the trigger that the call stands on, and who else belongs in it.
fn way_forward(file: &CallSheetSource, today: NaiveDate) -> Vec<SheetLine> {
    let live = stands_on(file).map(|one| one.trigger.id);
    let way = file.plan.way_forward(live, today);
    way.lines().into_iter().map(|(label, text)| item(label, text)).collect()
}

fn date(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}
