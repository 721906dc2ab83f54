//! The ideal customer profile: whom we can serve.

use serde::{Deserialize, Serialize};

/// Whom we can serve, as rules over an account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// Every rule; an empty list means nobody has said yet, and every account is unknown.
    pub rules: Vec<Rule>,
}

/// One rule of the profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What it looks at.
    pub field: Field,
    /// What it wants.
    pub test: Test,
    /// A miss puts the account out (`true`) or on the edge (`false`).
    #[serde(default)]
    pub must: bool,
}

/// The side of an account that a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Industry or sub-industry.
    Industry,
    /// Head count.
    Employees,
    /// Revenue in millions of US dollars.
    Revenue,
    /// Country.
    Country,
    /// State or region.
    Region,
    /// City.
    City,
    /// Any of its tags.
    Tag,
}

/// What a rule wants. Words are compared without case; numbers are inclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// One of these words is in it.
    AnyOf(Vec<String>),
    /// None of these words is in it.
    NoneOf(Vec<String>),
    /// A number from the first to the second.
    Between(u64, u64),
}

/// Whether we can serve an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// A must is missed.
    Out,
    /// Data is missing. Missing is unknown, never "no".
    #[default]
    Unknown,
    /// A wish is missed.
    Edge,
    /// Everything known fits.
    In,
}

/// A fit with the rules that said so.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fitting {
    /// The verdict.
    pub fit: Fit,
    /// One line a rule: "industry: Food Processing is wanted", "employees: not known".
    pub because: Vec<String>,
}
