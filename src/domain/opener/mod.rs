//! Openers: drafted from templates, and compared version by version.

mod dates;
mod diff;
pub(crate) mod draft;
mod fields;
mod gaps;
mod introduction;
mod slot;
mod template;

use std::sync::OnceLock;

use chrono::NaiveDate;

pub use diff::{DiffOp, compare};
pub use draft::{OpenerDraft, draft};
pub use fields::DraftContext;
pub use gaps::{GapFill, fill_gap};
pub use introduction::{DayStyle, Introduction};
pub use template::Template;

use super::trigger::Trigger;
use super::trigger::kind::Kinds;

/// Key in a template's `kinds` that marks it as one for calls without a trigger.
pub const NO_TRIGGER: &str = "none";

/// Returns the built-in templates, ordered by key.
pub fn templates() -> &'static [Template] {
    static TEMPLATES: OnceLock<Vec<Template>> = OnceLock::new();
    TEMPLATES.get_or_init(|| {
        let read =
            |(key, toml): &(&str, &str)| parse_template(key, toml).expect("a test reads every template that ships");
        SHIPPED.iter().map(read).collect()
    })
}

/// Parses a template file; `key` is the file's name without its extension.
///
/// # Errors
/// One sentence with template and line: an unknown key, invalid syntax, or an unknown field.
pub fn parse_template(key: &str, toml: &str) -> Result<Template, String> {
    let template: Template = toml::from_str(toml).map_err(|fault| {
        let what = fault.message().trim().replace('\n', ", ");
        let line = fault.span().map(|place| toml.bytes().take(place.start).filter(|byte| *byte == b'\n').count() + 1);
        line.map_or_else(|| format!("template {key}: {what}"), |line| format!("template {key}, line {line}: {what}"))
    })?;
    let template = Template { key: key.to_owned(), ..template };
    if template.text.trim().is_empty() {
        return Err(format!("template {key}: `text` is empty"));
    }
    draft::fault(&template).map_or(Ok(template), Err)
}

/// Returns the templates that suit the trigger, best first: for its kind, then for its scope and origin, then for any.
///
/// Without a trigger, returns those with the kind [`NO_TRIGGER`].
pub fn suitable<'a>(templates: &'a [Template], trigger: Option<&Trigger>, kinds: &Kinds) -> Vec<&'a Template> {
    let mut ranked: Vec<(u8, &Template)> = templates
        .iter()
        .filter_map(|template| suits(template, trigger, kinds).map(|worth| (worth, template)))
        .collect();
    // A stable sort: among equals the order of the keys stays, so that the same call is offered the same opener.
    ranked.sort_by_key(|(worth, _)| u8::MAX - worth);
    ranked.into_iter().map(|(_, template)| template).collect()
}

/// Returns a text as it is said inside a sentence; `None` if it cannot be said there, in so many spoken words.
pub(crate) fn say_within(text: &str, most: usize) -> Option<String> {
    slot::say(text, slot::Place::Within, most).ok().filter(|said| !said.is_empty())
}

/// Returns a day as it is said: "the third of November", "November third".
pub(crate) fn say_day(date: NaiveDate, today: NaiveDate, style: DayStyle) -> String {
    dates::day(date, today, style)
}

/// Returns how well a template suits the trigger; `None` if it does not.
fn suits(template: &Template, trigger: Option<&Trigger>, kinds: &Kinds) -> Option<u8> {
    let for_none = template.kinds.iter().any(|kind| kind == NO_TRIGGER);
    // A seller's reason is no reason of theirs: only the template that admits it suits.
    let theirs =
        |trigger: &&Trigger| kinds.0.iter().find(|kind| kind.key == trigger.kind).is_none_or(|kind| kind.strength > 0);
    let Some(trigger) = trigger.filter(theirs) else { return for_none.then_some(1) };
    let of_kind = template.kinds.contains(&trigger.kind);
    // A click tells nothing that a general opener could stand on, only one that asks what was behind it.
    if !of_kind && kinds.get_or_other(&trigger.kind).weak {
        return None;
    }
    if for_none || (!template.kinds.is_empty() && !of_kind) {
        return None;
    }
    let of_scope = template.scopes.contains(&trigger.scope);
    if !of_kind && !template.scopes.is_empty() && !of_scope {
        return None;
    }
    if !of_kind && template.origin.is_some_and(|origin| origin != trigger.origin) {
        return None;
    }
    let of_origin = template.origin == Some(trigger.origin);
    // Each weight is more than all behind it together: the kind decides, then the scope, then the origin.
    Some(1 + u8::from(of_kind) * 8 + u8::from(of_scope) * 4 + u8::from(of_origin) * 2)
}

/// Key and content of every built-in template.
const SHIPPED: &[(&str, &str)] = &[
    ("any_reason", include_str!("../../../assets/openers/any_reason.toml")),
    ("behind_the_click", include_str!("../../../assets/openers/behind_the_click.toml")),
    ("change_at_competitor", include_str!("../../../assets/openers/change_at_competitor.toml")),
    ("change_in_market", include_str!("../../../assets/openers/change_in_market.toml")),
    ("change_in_market_asked", include_str!("../../../assets/openers/change_in_market_asked.toml")),
    ("change_in_rules", include_str!("../../../assets/openers/change_in_rules.toml")),
    ("change_in_rules_dated", include_str!("../../../assets/openers/change_in_rules_dated.toml")),
    ("company_news", include_str!("../../../assets/openers/company_news.toml")),
    ("contract_end", include_str!("../../../assets/openers/contract_end.toml")),
    ("cyber_or_outage", include_str!("../../../assets/openers/cyber_or_outage.toml")),
    ("deal_or_ownership", include_str!("../../../assets/openers/deal_or_ownership.toml")),
    ("deal_or_ownership_plan", include_str!("../../../assets/openers/deal_or_ownership_plan.toml")),
    ("hiring_or_job_ad", include_str!("../../../assets/openers/hiring_or_job_ad.toml")),
    ("hiring_or_job_ad_start", include_str!("../../../assets/openers/hiring_or_job_ad_start.toml")),
    ("in_their_words", include_str!("../../../assets/openers/in_their_words.toml")),
    ("in_their_words_short", include_str!("../../../assets/openers/in_their_words_short.toml")),
    ("lawsuit_or_recall", include_str!("../../../assets/openers/lawsuit_or_recall.toml")),
    ("layoff_or_restructuring", include_str!("../../../assets/openers/layoff_or_restructuring.toml")),
    ("layoff_or_restructuring_stay", include_str!("../../../assets/openers/layoff_or_restructuring_stay.toml")),
    ("money_raised", include_str!("../../../assets/openers/money_raised.toml")),
    ("money_raised_plan", include_str!("../../../assets/openers/money_raised_plan.toml")),
    ("new_leader", include_str!("../../../assets/openers/new_leader.toml")),
    ("new_leader_first_list", include_str!("../../../assets/openers/new_leader_first_list.toml")),
    ("new_place_or_product", include_str!("../../../assets/openers/new_place_or_product.toml")),
    ("new_place_or_product_start", include_str!("../../../assets/openers/new_place_or_product_start.toml")),
    ("no_trigger", include_str!("../../../assets/openers/no_trigger.toml")),
    ("our_study", include_str!("../../../assets/openers/our_study.toml")),
    ("person_moved", include_str!("../../../assets/openers/person_moved.toml")),
    ("results_missed", include_str!("../../../assets/openers/results_missed.toml")),
    ("supplier_change", include_str!("../../../assets/openers/supplier_change.toml")),
    ("their_customers", include_str!("../../../assets/openers/their_customers.toml")),
    ("their_customers_orders", include_str!("../../../assets/openers/their_customers_orders.toml")),
    ("they_came_to_us", include_str!("../../../assets/openers/they_came_to_us.toml")),
    ("told_to_call", include_str!("../../../assets/openers/told_to_call.toml")),
];

#[cfg(test)]
mod tests;
