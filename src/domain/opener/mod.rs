//! Openers: drafting from templates, and how long one takes to say.

use serde::{Deserialize, Serialize};

use chrono::NaiveDate;

use super::account::{Account, Contact};
use super::plan::Plan;
use super::trigger::{Kind, Kinds, Origin, Scope, Trigger};

/// Words a minute when nobody timed the rep: an assumption, shown as one.
pub const DEFAULT_WPM: u16 = 150;

/// A way to begin, filled with what is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Stable key: the file's name.
    #[serde(default)]
    pub key: String,
    /// What people read.
    pub title: String,
    /// The scopes it suits; empty means any.
    #[serde(default)]
    pub scopes: Vec<Scope>,
    /// The origin it suits.
    #[serde(default)]
    pub origin: Option<Origin>,
    /// The kinds it suits; empty means any of its scopes.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The text, with `{{ contact.called }}`, `{{ account.name }}`, `{{ trigger.headline }}`, `{{ plan.impact }}` …
    pub text: String,
}

/// What is known when an opener is drafted.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Whom to call.
    pub contact: &'a Contact,
    /// Where they work.
    pub account: &'a Account,
    /// The first reason.
    pub trigger: Option<&'a Trigger>,
    /// Its kind.
    pub kind: Option<&'a Kind>,
    /// The plan, for impact, value and the rest.
    pub plan: &'a Plan,
    /// The day the opener is for.
    pub today: NaiveDate,
}

/// An opener filled with what is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drafted {
    /// The text; what is missing stands in it as `[what it means for them]`. Empty with a fault.
    pub text: String,
    /// What is missing, in the order of the text.
    pub gaps: Vec<String>,
    /// Why the template cannot be used: template, line and the fields it may use.
    pub fault: Option<String>,
}

/// Words as they are spoken: "$2.5M" is five.
pub fn spoken_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Seconds it takes to say the text at `wpm` words a minute; 0 counts as [`DEFAULT_WPM`].
pub fn seconds(text: &str, wpm: u16) -> f64 {
    let rate = if wpm == 0 { DEFAULT_WPM } else { wpm };
    spoken_words(text) as f64 * 60.0 / f64::from(rate)
}

/// The templates that ship with the program.
pub fn templates() -> &'static [Template] {
    &[]
}

/// Reads one template file; `key` is the file's name without its ending.
///
/// # Errors
/// One sentence with template and line.
pub fn parse_template(key: &str, toml: &str) -> Result<Template, String> {
    toml::from_str::<Template>(toml)
        .map(|template| Template { key: key.to_owned(), ..template })
        .map_err(|fault| format!("template {key}: {}", fault.message()))
}

/// The templates that suit the trigger, best first. Without a trigger those that say there is none.
pub fn suitable<'a>(templates: &'a [Template], _trigger: Option<&Trigger>, _kinds: &Kinds) -> Vec<&'a Template> {
    templates.iter().collect()
}

/// The template filled with what is known, gaps visible, nothing invented.
pub fn draft(_template: &Template, _known: &Known) -> Drafted {
    Drafted::default()
}
