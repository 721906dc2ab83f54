//! Who calls, as they introduce themselves, and how dates are said where they sit.

use serde::{Deserialize, Serialize};

/// Who calls, as they introduce themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Introduction {
    /// The rep's name; empty where nobody gave one.
    pub name: String,
    /// The rep's own company, as it is said on the telephone; empty where nobody gave one.
    pub company: String,
    pub days: DayStyle,
}

/// How a day is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayStyle {
    /// "the third of May".
    #[default]
    DayFirst,
    /// "May third".
    MonthFirst,
}

impl DayStyle {
    /// How days are said in a country, by its ISO code.
    pub fn of_country(iso: Option<&str>) -> DayStyle {
        match iso {
            Some("US" | "CA" | "PH") => DayStyle::MonthFirst,
            Some(_) | None => DayStyle::DayFirst,
        }
    }
}
