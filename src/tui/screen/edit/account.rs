//! The fields of a company.

use crate::domain::account::Account;
use crate::domain::matching;
use crate::tui::widgets::form::Field;

use super::reading::{Fault, filled, read_zone, words};

pub(super) fn account_fields(account: &Account) -> Vec<Field> {
    let or = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        Field::line("name", "Name", "the name people use", &account.name),
        Field::line("domain", "Web", "norvik.example", &or(&account.domain)),
        Field::line("industry", "Industry", "food processing", &or(&account.industry)),
        Field::line("city", "City", "", &or(&account.city)),
        Field::line("region", "State or region", "", &or(&account.region)),
        Field::line("country", "Country", "", &or(&account.country)),
        Field::line("zone", "Time zone", "Europe/Oslo: for the hours one may call", &or(&account.zone)),
        Field::line(
            "employees",
            "People",
            "head count, a number",
            &account.employees.map_or(String::new(), |n| n.to_string()),
        ),
        Field::line("phone", "Telephone", "", &or(&account.phone)),
        Field::line("tickers", "Tickers", "NVK", &account.tickers.join(", ")),
        Field::line("aliases", "Also called", "other names, with commas", &account.aliases.join(", ")),
        Field::line("tags", "Tags", "words, with commas", &account.tags.join(", ")),
        Field::lines("notes", "Notes", "what one should know before a call", &account.notes),
    ]
}

/// Puts the text of a field into the account, or says why it cannot be read; then the account stays as it is.
pub(super) fn set_account(account: &mut Account, field: &str, text: &str) -> Result<(), Fault> {
    match field {
        "name" => account.name = filled(text).ok_or(("name", "An account needs a name.".to_string()))?,
        "domain" => account.domain = matching::domain_of(text),
        "industry" => account.industry = filled(text),
        "city" => account.city = filled(text),
        "region" => account.region = filled(text),
        "country" => account.country = filled(text),
        "zone" => account.zone = read_zone(text)?,
        "employees" => account.employees = read_employees(text)?,
        "phone" => account.phone = filled(text),
        "tickers" => account.tickers = words(text).into_iter().map(|t| t.to_uppercase()).collect(),
        "aliases" => account.aliases = words(text),
        "tags" => account.tags = words(text),
        "notes" => account.notes = text.trim().to_string(),
        _not_ours => {}
    }
    Ok(())
}

fn read_employees(text: &str) -> Result<Option<u64>, Fault> {
    let Some(text) = filled(text) else { return Ok(None) };
    let number = text.replace([',', ' ', '.'], "").parse();
    number.map(Some).map_err(|_| ("employees", format!("\"{text}\" is not a number of people.")))
}
