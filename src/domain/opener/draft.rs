//! Fills templates: unknown field names are errors, unknown values become visible placeholders.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use minijinja::value::{Object, ObjectRepr};
use minijinja::{Environment, Error, UndefinedBehavior, Value};

use crate::domain::plan::PlanField;
use crate::domain::text;

use super::dates;
use super::fields::{DraftContext, FIELDS, Said, TemplateField, names};
use super::introduction::DayStyle;
use super::slot;
use super::slot::{Place, Unsayable};
use super::template::Template;

/// An opener drafted from a template.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenerDraft {
    /// Text of the opener; what is not known appears as `[what it means for them]`. Empty if there is a fault.
    pub text: String,
    /// What is not known, in the order of the text.
    pub gaps: Vec<String>,
    /// Why some of those are gaps: "value to them is too long to say there (…)", or where whoever calls is named.
    pub unsaid: Vec<String>,
    /// Why the template cannot be used: template, line and the fields that it may use.
    pub fault: Option<String>,
}

/// Gaps that the settings fill in every draft.
const OF_REP: [&str; 2] = ["your name", "your company"];

/// Fills the template with what is known and can be said in its place; the rest becomes gaps, and nothing is invented.
pub fn draft(template: &Template, known: &DraftContext) -> OpenerDraft {
    let filled = match fill(template, known) {
        Ok(filled) => filled,
        Err(fault) => return OpenerDraft { fault: Some(fault), ..OpenerDraft::default() },
    };
    let text = join_lines(&filled);
    let mut gaps: Vec<(usize, &str)> =
        FIELDS.iter().filter_map(|field| text.find(&in_brackets(field.gap)).map(|at| (at, field.gap))).collect();
    gaps.sort_unstable();
    gaps.dedup();
    // Two fields may share a gap: the plan's own comes last, and says more.
    let why =
        |gap: &str| FIELDS.iter().filter(|field| field.gap == gap).filter_map(|field| unsaid(field, known)).next_back();
    let mut unsaid: Vec<String> = gaps.iter().filter_map(|(_, gap)| why(gap)).collect();
    if gaps.iter().any(|(_, gap)| OF_REP.contains(gap)) {
        unsaid.push("`rep` and `company` in the settings say who calls".to_owned());
    }
    OpenerDraft { text, gaps: gaps.into_iter().map(|(_, gap)| gap.to_owned()).collect(), unsaid, fault: None }
}

/// Why a field that is known stands as a gap.
fn unsaid(field: &TemplateField, known: &DraftContext) -> Option<String> {
    let spoken = Spoken::of_field(field, known);
    if spoken.text.is_empty() {
        return None;
    }
    // A text that fits alone is left out where it was to stand inside a sentence.
    let within = spoken.say(Place::Within).err();
    within.or_else(|| spoken.say(Place::Alone).err()).map(|why| format!("{} {}", label(field), why.says()))
}

/// What people call a field: as the form does, where it has it.
fn label(field: &TemplateField) -> &'static str {
    let of_plan = field.name.strip_prefix("plan.").and_then(PlanField::from_key);
    match of_plan {
        Some(field) => field.label(),
        None if field.name == "trigger.headline" => "the headline",
        None => field.gap,
    }
}

/// Returns what is wrong with a template: its syntax, an unknown field or filter. `None` if it is valid.
pub(super) fn fault(template: &Template) -> Option<String> {
    // Any day does: only syntax, fields and filters are looked at.
    let mut environment = environment(NaiveDate::MIN, DayStyle::default());
    let outcome = environment.add_template("opener", &template.text).err();
    if let Some(error) = outcome {
        return Some(sentence(template, &error));
    }
    let parsed = environment.get_template("opener").ok()?;
    let mut used: Vec<String> = parsed.undeclared_variables(true).into_iter().collect();
    // It is a set: without an order the sentence would name another field every time.
    used.sort();
    let Some(unknown) = used.into_iter().find(|name| !is_field(name)) else { return trial(template, &parsed) };
    let line = line_with(&template.text, &unknown);
    Some(format!("template {}, line {line}: there is no field `{unknown}`; the fields are {}", template.key, names()))
}

/// Renders the template with all values known and with none, because filters are looked up only when they run; returns
/// the error.
fn trial(template: &Template, parsed: &minijinja::Template) -> Option<String> {
    let known = |field: &TemplateField| match field.said {
        Said::Day => Spoken::trial(field, &NaiveDate::default().to_string()),
        Said::Plain | Said::Number | Said::Text(_) | Said::Headline(_) => Spoken::trial(field, "1"),
    };
    let nothing = |field: &TemplateField| Spoken::trial(field, "");
    let error = parsed.render(values(known)).err().or_else(|| parsed.render(values(nothing)).err())?;
    Some(sentence(template, &error))
}

fn is_field(name: &str) -> bool {
    FIELDS.iter().any(|field| field.name == name || field.name.split_once('.').is_some_and(|(group, _)| group == name))
}

fn fill(template: &Template, known: &DraftContext) -> Result<String, String> {
    if let Some(fault) = fault(template) {
        return Err(fault);
    }
    let mut environment = environment(known.today, known.rep.days);
    environment.add_template("opener", &template.text).map_err(|error| sentence(template, &error))?;
    let parsed = environment.get_template("opener").map_err(|error| sentence(template, &error))?;
    parsed.render(values(|field| Spoken::of_field(field, known))).map_err(|error| sentence(template, &error))
}

fn environment<'t>(today: NaiveDate, style: DayStyle) -> Environment<'t> {
    let mut environment = Environment::new();
    // A misspelt field would print as nothing, and nobody would see that the opener lost half a sentence.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // It is spoken, not shown in a browser: "R&D" must not become "R&amp;D".
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.add_filter("when", move |value: Value| map_date(&value, |date| dates::date_phrase(date, today, style)));
    environment.add_filter("day", move |value: Value| map_date(&value, |date| dates::day(date, today, style)));
    environment.add_filter("capital", |value: Value| Value::from(slot::capital(&value.to_string())));
    environment.add_filter("clause", |value: Value| in_place(&value, Place::Within, str::to_owned));
    environment.add_filter("full_stop", |value: Value| in_place(&value, Place::Within, slot::with_end));
    environment.add_filter("sentence", |value: Value| in_place(&value, Place::Alone, slot::with_end));
    environment
}

/// Returns the fields for the template engine, with the values that `said` gives them.
fn values(said: impl Fn(&TemplateField) -> Spoken) -> Value {
    let mut groups: BTreeMap<&str, BTreeMap<&str, Value>> = BTreeMap::new();
    let mut top: BTreeMap<&str, Value> = BTreeMap::new();
    for field in &FIELDS {
        let value = Value::from_object(said(field));
        match field.name.split_once('.') {
            Some((group, name)) => groups.entry(group).or_default().insert(name, value),
            None => top.insert(field.name, value),
        };
    }
    top.extend(groups.into_iter().map(|(group, fields)| (group, Value::from(fields))));
    Value::from(top)
}

/// A value on its way into a sentence: false in a condition if unknown; when printed, as it is said inside a sentence,
/// or a gap in brackets if it is unknown or cannot be said there.
#[derive(Debug)]
struct Spoken {
    text: String,
    gap: &'static str,
    said: Said,
    /// The person to call: what speaks of them by name is not said to them.
    whom: String,
}

impl Spoken {
    fn of_field(field: &TemplateField, known: &DraftContext) -> Spoken {
        let text = text::clean_line(&(field.value)(known), text::TRIGGER_CAP);
        Spoken { text, gap: field.gap, said: field.said, whom: known.contact.name.clone() }
    }

    /// A field with this value, to see whether a template can be filled at all.
    fn trial(field: &TemplateField, text: &str) -> Spoken {
        Spoken { text: text.to_owned(), gap: field.gap, said: field.said, whom: String::new() }
    }

    fn say(&self, place: Place) -> Result<String, Unsayable> {
        match self.said {
            Said::Plain | Said::Day => Ok(self.text.clone()),
            Said::Number => Ok(self.text.parse().map_or_else(|_| self.text.clone(), slot::number)),
            Said::Text(most) => slot::say(&self.text, place, most),
            Said::Headline(most) => slot::say_headline(&self.text, most, &self.whom).map(|said| match place {
                Place::Within => said,
                Place::Alone => slot::capital(&said),
            }),
        }
    }

    /// The words in their place, with what `end` makes of them, or the gap with the same end.
    fn words(&self, place: Place, end: impl Fn(&str) -> String) -> String {
        let said = if self.text.is_empty() { None } else { self.say(place).ok() };
        end(&said.unwrap_or_else(|| in_brackets(self.gap)))
    }
}

impl Object for Spoken {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !self.text.is_empty()
    }

    fn render(self: &Arc<Self>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.words(Place::Within, str::to_owned))
    }
}

/// What stands for a value that is missing.
pub(super) fn in_brackets(gap: &str) -> String {
    format!("[{gap}]")
}

fn map_date(value: &Value, said: impl Fn(NaiveDate) -> String) -> Result<Value, Error> {
    let spoken = value.downcast_object_ref::<Spoken>().filter(|spoken| spoken.said == Said::Day);
    let Some(spoken) = spoken else {
        let what = "`when` and `day` need a date: trigger.date or trigger.effective";
        return Err(Error::new(minijinja::ErrorKind::InvalidOperation, what));
    };
    let date = spoken.text.parse::<NaiveDate>().ok();
    Ok(Value::from(date.map_or_else(|| in_brackets(spoken.gap), said)))
}

fn in_place(value: &Value, place: Place, end: impl Fn(&str) -> String) -> Value {
    match value.downcast_object_ref::<Spoken>() {
        Some(spoken) => Value::from(spoken.words(place, end)),
        None => Value::from(end(&value.to_string())),
    }
}

/// Joins the lines of each paragraph; blank lines stay.
fn join_lines(filled: &str) -> String {
    let cleaned = text::clean(filled);
    let paragraphs = cleaned.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    let kept: Vec<String> = paragraphs.filter(|paragraph| !paragraph.is_empty()).collect();
    // A company may end with a point of its own: "it's Marit from Kolečko s.r.o."
    text::one_full_stop(&kept.join("\n\n"))
}

fn sentence(template: &Template, error: &Error) -> String {
    let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    match error.line() {
        Some(line) => format!("template {}, line {line}: {what}", template.key),
        None => format!("template {}: {what}", template.key),
    }
}

fn line_with(text: &str, name: &str) -> usize {
    let at = text.find(name).unwrap_or(0);
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
