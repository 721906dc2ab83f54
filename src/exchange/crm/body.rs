//! Writes the body of a CRM call: the verdict first, and who said so.

use super::source::CrmCall;
use crate::domain::call::{AskAnswer, Call, ReasonBy, Verdict, VerdictSource};
use crate::domain::text::{NOTE_CAP, clean_note};

/// A labelled field in the body of a CRM's call record.
pub(super) struct BodyField {
    label: &'static str,
    says: String,
}

/// Returns every field of a call, the verdict first; empty fields are left out.
pub(super) fn facts(row: &CrmCall, result: &str) -> Vec<BodyField> {
    let call = &row.call;
    // Some reps type the marks, some do not.
    let words = call.words.trim().trim_matches(['"', '“', '”']);
    let quote = if words.is_empty() { String::new() } else { format!("“{words}”") };
    let found = [
        ("Verdict", verdict(call)),
        ("Their words", quote),
        ("Result", result.to_owned()),
        ("They learned something", answer(call, call.learned)),
        ("They found a way forward", answer(call, call.way_forward)),
        ("Next step", next(call)),
        ("Why now", why_now(row)),
        ("Note", call.note.clone()),
        ("Called by", row.rep.clone()),
        ("Amended", if row.amended { "yes; the latest values stand here".to_owned() } else { String::new() }),
        // Last: `text` cuts what stands before, and without its id a call could not be found again in the book.
        ("whynow call", row.id.to_string()),
    ];
    let facts = found.into_iter().map(|(label, says)| BodyField { label, says: clean_note(&says, NOTE_CAP) });
    facts.filter(|fact| !fact.says.trim().is_empty()).collect()
}

/// Returns the reason; an attached one says so.
fn why_now(row: &CrmCall) -> String {
    let triggers = row.triggers.join("; ");
    match row.call.reason_by() {
        Some(ReasonBy::Attached) => format!("{triggers} ({})", ReasonBy::Attached.words()),
        Some(ReasonBy::Chosen) | None => triggers,
    }
}

/// Returns the verdict with who said so; a guess is called one.
fn verdict(call: &Call) -> String {
    let Some(verdict) = call.verdict else {
        return if call.is_connected() { "no verdict was logged".to_owned() } else { String::new() };
    };
    let said = match (verdict, call.source) {
        (Verdict::NotAsked, _) => return "they were not asked".to_owned(),
        (_, Some(VerdictSource::SaidUnprompted)) => "they said so, unprompted",
        (_, Some(VerdictSource::SaidWhenAsked)) => "they said so, when asked",
        (_, Some(VerdictSource::RepInferred)) => "rep's guess; they did not say so",
        (_, None) => "nobody says who said so",
    };
    format!("{} ({said})", verdict.words())
}

/// Returns the answer in words; empty if the question was not asked or nobody was reached.
fn answer(call: &Call, answer: AskAnswer) -> String {
    match answer {
        AskAnswer::Yes | AskAnswer::No if call.is_connected() => answer.words().to_owned(),
        AskAnswer::Yes | AskAnswer::No | AskAnswer::NotAsked => String::new(),
    }
}

fn next(call: &Call) -> String {
    let Some(next) = &call.next else { return String::new() };
    let hour = next.due().map(crate::domain::call::due::Due::hour_words).unwrap_or_default();
    let by = next.by.map(|day| format!(", by {day}{hour}")).unwrap_or_default();
    format!("{}{by} ({})", next.what, next.whose.words())
}

/// Returns the fields as HTML, one paragraph each. All text is escaped.
pub(super) fn html(facts: &[BodyField]) -> String {
    let paragraph = |fact: &BodyField| {
        format!(
            "<p><strong>{}:</strong> {}</p>",
            escape_html(fact.label),
            escape_html(&fact.says).replace('\n', "<br>")
        )
    };
    facts.iter().map(paragraph).collect()
}

fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Returns the fields as text, one line each, within `cap` characters. The last field, the call's id, is always
/// included.
pub(super) fn text(facts: &[BodyField], cap: usize) -> String {
    let line = |fact: &BodyField| format!("{}: {}", fact.label, fact.says);
    let Some((last, rest)) = facts.split_last() else { return String::new() };
    let last = line(last);
    let rest = rest.iter().map(line).collect::<Vec<_>>().join("\n");
    format!("{}\n{last}", clip(&rest, cap.saturating_sub(last.chars().count() + 1)))
}

/// Cuts a text to `cap` characters, ending in "…".
pub(super) fn clip(text: &str, cap: usize) -> String {
    if text.chars().count() <= cap {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(cap.saturating_sub(1)).collect();
    cut.push('…');
    cut
}
