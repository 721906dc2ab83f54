//! Fills templates: unknown field names are errors, unknown values become visible placeholders.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use minijinja::value::{Object, ObjectRepr};
use minijinja::{Environment, Error, UndefinedBehavior, Value};

use crate::domain::text;

use super::dates;
use super::fields::{DraftContext, FIELDS, TemplateField, names};
use super::template::Template;

/// An opener drafted from a template.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenerDraft {
    /// Text of the opener; what is not known appears as `[what it means for them]`. Empty if there is a fault.
    pub text: String,
    /// What is not known, in the order of the text.
    pub gaps: Vec<String>,
    /// Why the template cannot be used: template, line and the fields that it may use.
    pub fault: Option<String>,
}

/// Fills the template with what is known; unknown values become placeholders, and nothing is invented.
pub fn draft(template: &Template, known: &DraftContext) -> OpenerDraft {
    let filled = match fill(template, known) {
        Ok(filled) => filled,
        Err(fault) => return OpenerDraft { fault: Some(fault), ..OpenerDraft::default() },
    };
    let text = join_lines(&filled);
    let mut gaps: Vec<(usize, String)> = FIELDS
        .iter()
        .filter_map(|field| text.find(&in_brackets(field.gap)).map(|at| (at, field.gap.to_owned())))
        .collect();
    gaps.sort();
    gaps.dedup();
    OpenerDraft { text, gaps: gaps.into_iter().map(|(_, gap)| gap).collect(), fault: None }
}

/// Returns what is wrong with a template: its syntax, an unknown field or filter. `None` if it is valid.
pub(super) fn fault(template: &Template) -> Option<String> {
    let mut environment = environment(NaiveDate::MIN);
    let outcome = environment.add_template("opener", &template.text).err();
    if let Some(error) = outcome {
        return Some(sentence(template, &error));
    }
    let parsed = environment.get_template("opener").ok()?;
    let mut used: Vec<String> = parsed.undeclared_variables(true).into_iter().collect();
    used.sort();
    let Some(unknown) = used.into_iter().find(|name| !is_field(name)) else { return trial(template, &parsed) };
    let line = line_with(&template.text, &unknown);
    Some(format!("template {}, line {line}: there is no field `{unknown}`; the fields are {}", template.key, names()))
}

/// Renders the template with all values known and with none, because filters are looked up only when they run; returns
/// the error.
fn trial(template: &Template, parsed: &minijinja::Template) -> Option<String> {
    let known = |field: &TemplateField| {
        if field.gap.starts_with("when ") { NaiveDate::default().to_string() } else { "x".to_owned() }
    };
    let nothing = |_: &TemplateField| String::new();
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
    let mut environment = environment(known.today);
    environment.add_template("opener", &template.text).map_err(|error| sentence(template, &error))?;
    let parsed = environment.get_template("opener").map_err(|error| sentence(template, &error))?;
    let said = |field: &TemplateField| text::clean_line(&(field.value)(known), text::TRIGGER_CAP);
    parsed.render(values(said)).map_err(|error| sentence(template, &error))
}

fn environment<'t>(today: NaiveDate) -> Environment<'t> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.add_filter("when", move |value: Value| map_date(&value, |date| dates::date_phrase(date, today)));
    environment.add_filter("day", move |value: Value| map_date(&value, |date| dates::day(date, today)));
    environment.add_filter("clause", |value: Value| map_words(&value, clause));
    environment.add_filter("full_stop", |value: Value| map_words(&value, full_stop));
    environment.add_filter("sentence", |value: Value| map_words(&value, |text| capital(&full_stop(text))));
    environment
}

/// Returns the fields for the template engine, with the values that `said` gives them.
fn values(said: impl Fn(&TemplateField) -> String) -> Value {
    let mut groups: BTreeMap<&str, BTreeMap<&str, Value>> = BTreeMap::new();
    let mut top: BTreeMap<&str, Value> = BTreeMap::new();
    for field in &FIELDS {
        let said = said(field);
        let value = if said.is_empty() { Value::from_object(Placeholder(field.gap)) } else { Value::from(said) };
        match field.name.split_once('.') {
            Some((group, name)) => groups.entry(group).or_default().insert(name, value),
            None => top.insert(field.name, value),
        };
    }
    top.extend(groups.into_iter().map(|(group, fields)| (group, Value::from(fields))));
    Value::from(top)
}

/// An unknown value: false in a condition, a placeholder in brackets when printed.
#[derive(Debug)]
struct Placeholder(&'static str);

impl Object for Placeholder {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        false
    }

    fn render(self: &Arc<Self>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&in_brackets(self.0))
    }
}

fn in_brackets(gap: &str) -> String {
    format!("[{gap}]")
}

fn map_date(value: &Value, said: impl Fn(NaiveDate) -> String) -> Result<Value, Error> {
    if value.downcast_object_ref::<Placeholder>().is_some() {
        return Ok(value.clone());
    }
    let date = value.to_string().parse::<NaiveDate>().map_err(|_| {
        let what = "`when` and `day` need a date: trigger.date or trigger.effective";
        Error::new(minijinja::ErrorKind::InvalidOperation, what)
    })?;
    Ok(Value::from(said(date)))
}

fn map_words(value: &Value, change: impl Fn(&str) -> String) -> Value {
    if value.downcast_object_ref::<Placeholder>().is_some() {
        value.clone()
    } else {
        Value::from(change(&value.to_string()))
    }
}

/// Removes the final punctuation, so that the text can be used within a sentence.
fn clause(said: &str) -> String {
    said.trim().trim_end_matches(['.', '!', ';', ',']).to_owned()
}

/// Ends the text with a full stop unless it ends a sentence already.
fn full_stop(said: &str) -> String {
    let said = said.trim().trim_end_matches([',', ';', ':']);
    let end = if said.is_empty() || said.ends_with(['.', '!', '?', '”', '"']) { "" } else { "." };
    format!("{said}{end}")
}

fn capital(said: &str) -> String {
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

/// Joins the lines of each paragraph; blank lines stay.
fn join_lines(filled: &str) -> String {
    let cleaned = text::clean(filled);
    let paragraphs = cleaned.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    let kept: Vec<String> = paragraphs.filter(|paragraph| !paragraph.is_empty()).collect();
    kept.join("\n\n")
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
