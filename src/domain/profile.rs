//! The ideal customer profile: whom we can serve.

use serde::{Deserialize, Serialize};

use super::account::Account;
use super::matching::plain;
use super::place::same_place;
use super::toml_fault::{fault, fault_at};
use super::vocabulary::vocabulary;

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

vocabulary! {
    /// The side of an account that a rule looks at.
    Field {
        /// Industry or sub-industry.
        Industry = "industry", "industry";
        /// Head count.
        Employees = "employees", "employees";
        /// Revenue in millions of US dollars.
        Revenue = "revenue", "revenue in US$ m";
        /// Country.
        Country = "country", "country";
        /// State or region.
        Region = "region", "region";
        /// City.
        City = "city", "city";
        /// Any of its tags.
        Tag = "tag", "tag";
    }
}

/// What a rule wants. Words are compared without case and accents; numbers are inclusive.
///
/// In an industry or a tag the word may stand anywhere, and from four letters on it may be the beginning of a longer one
/// ("bank" is in "Diversified Banks"). A place must be the same place: "Virginia" is not "West Virginia".
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

vocabulary! {
    /// Whether we can serve an account.
    #[derive(Default)]
    Fit {
        /// A must is missed.
        Out = "out", "out";
        /// Data is missing. Missing is unknown, never "no".
        #[default]
        Unknown = "unknown", "unknown";
        /// A wish is missed.
        Edge = "edge", "edge";
        /// Everything known fits.
        In = "in", "in";
    }
}

/// A fit with the rules that said so.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fitting {
    /// The verdict.
    pub fit: Fit,
    /// One line a rule: "industry: Food Processing is wanted", "employees: not known".
    pub because: Vec<String>,
}

/// What one rule found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    Yes,
    No,
    NotKnown,
}

impl Profile {
    /// Whether we can serve this account, with one line a rule.
    ///
    /// A missed must is out; else a missed wish is the edge; else anything not known is unknown; else in.
    pub fn fit(&self, account: &Account) -> Fitting {
        if self.rules.is_empty() {
            return Fitting { fit: Fit::Unknown, because: vec!["no profile yet".to_owned()] };
        }
        let mut fit = Fit::In;
        let mut because = Vec::with_capacity(self.rules.len());
        for rule in &self.rules {
            let (met, line) = rule.look_at(account);
            fit = worse(fit, rule.verdict(met));
            because.push(line);
        }
        Fitting { fit, because }
    }

    /// Reads a profile: `[[rules]]` tables with `field`, `test` and `must`. An error is one sentence with its line.
    pub fn parse(toml: &str) -> Result<Profile, String> {
        let file: ProfileFile = toml::from_str(toml).map_err(|error| fault(toml, &error))?;
        let mut rules = Vec::with_capacity(file.rules.len());
        for entry in file.rules {
            let start = entry.span().start;
            let rule = entry.into_inner();
            if let Some(problem) = rule.problem() {
                return Err(fault_at(toml, start, &problem));
            }
            rules.push(rule);
        }
        Ok(Profile { rules })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileFile {
    #[serde(default)]
    rules: Vec<toml::Spanned<Rule>>,
}

/// The weightier of two findings: out, edge, unknown, in. Not the order of [`Fit`], where unknown is below the edge.
fn worse(a: Fit, b: Fit) -> Fit {
    let weight = |fit| match fit {
        Fit::Out => 0,
        Fit::Edge => 1,
        Fit::Unknown => 2,
        Fit::In => 3,
    };
    if weight(b) < weight(a) { b } else { a }
}

impl Rule {
    fn verdict(&self, met: Met) -> Fit {
        match (met, self.must) {
            (Met::Yes, _) => Fit::In,
            (Met::NotKnown, _) => Fit::Unknown,
            (Met::No, true) => Fit::Out,
            (Met::No, false) => Fit::Edge,
        }
    }

    fn look_at(&self, account: &Account) -> (Met, String) {
        let what = self.field.words();
        if let Test::Between(from, to) = self.test {
            return match self.field.number(account) {
                None => (Met::NotKnown, format!("{what}: not known")),
                Some(n) if real(from) <= n && n <= real(to) => {
                    (Met::Yes, format!("{what}: {n} is within {from} to {to}"))
                }
                Some(n) => (Met::No, format!("{what}: {n} is not within {from} to {to}")),
            };
        }
        let values = self.field.words_of(account);
        let found = |wanted: &[String]| {
            values.iter().find(|value| wanted.iter().any(|want| self.field.holds(value, want))).copied()
        };
        let said = values.join(", ");
        match &self.test {
            Test::NoneOf(unwanted) => match found(unwanted) {
                Some(value) => (Met::No, format!("{what}: {value} is not wanted")),
                // A label that nobody put is no label: only other fields can be unknown here.
                None if values.is_empty() && self.field != Field::Tag => (Met::NotKnown, format!("{what}: not known")),
                None if values.is_empty() => (Met::Yes, format!("{what}: none that is not wanted")),
                None => (Met::Yes, format!("{what}: {said} is not excluded")),
            },
            Test::AnyOf(wanted) => match found(wanted) {
                Some(value) => (Met::Yes, format!("{what}: {value} is wanted")),
                None if values.is_empty() => (Met::NotKnown, format!("{what}: not known")),
                None => (Met::No, format!("{what}: {said} is not among {}", wanted.join(", "))),
            },
            Test::Between(..) => (Met::NotKnown, format!("{what}: not known")),
        }
    }

    /// What is wrong with the rule itself, in one sentence.
    fn problem(&self) -> Option<String> {
        let field = self.field.key();
        let is_number = matches!(self.field, Field::Employees | Field::Revenue);
        match &self.test {
            Test::Between(from, to) if from > to => Some(format!("{field}: {from} is more than {to}: swap them")),
            Test::Between(..) if !is_number => {
                Some(format!("{field} is made of words: use any_of or none_of, not between"))
            }
            Test::AnyOf(_) | Test::NoneOf(_) if is_number => Some(format!("{field} is a number: use between")),
            Test::AnyOf(words) | Test::NoneOf(words) if words.iter().all(|word| word.trim().is_empty()) => {
                Some(format!("{field}: the list of words is empty: name one, or take the rule out"))
            }
            Test::Between(..) | Test::AnyOf(_) | Test::NoneOf(_) => None,
        }
    }
}

impl Field {
    fn number(self, account: &Account) -> Option<f64> {
        match self {
            Field::Employees => account.employees.map(real),
            Field::Revenue => account.revenue_musd,
            Field::Industry | Field::Country | Field::Region | Field::City | Field::Tag => None,
        }
    }

    /// What the account says here; empty where it says nothing.
    fn words_of(self, account: &Account) -> Vec<&str> {
        let said: Vec<&str> = match self {
            Field::Industry => {
                [&account.industry, &account.sub_industry].into_iter().filter_map(Option::as_deref).collect()
            }
            Field::Country => account.country.as_deref().into_iter().collect(),
            Field::Region => account.region.as_deref().into_iter().collect(),
            Field::City => account.city.as_deref().into_iter().collect(),
            Field::Tag => account.tags.iter().map(String::as_str).collect(),
            Field::Employees | Field::Revenue => Vec::new(),
        };
        said.into_iter().filter(|word| !word.trim().is_empty()).collect()
    }

    fn holds(self, value: &str, wanted: &str) -> bool {
        match self {
            Field::Country | Field::Region | Field::City => same_place(value, wanted),
            Field::Industry | Field::Tag | Field::Employees | Field::Revenue => has_words(value, wanted),
        }
    }
}

/// Whether the wanted words stand in the value one after the other.
fn has_words(value: &str, wanted: &str) -> bool {
    let (value, wanted) = (words(value), words(wanted));
    !wanted.is_empty()
        && value.windows(wanted.len()).any(|part| part.iter().zip(&wanted).all(|(word, want)| begins(word, want)))
}

/// Short words must be whole: "IT" is not in "Italian".
fn begins(word: &str, want: &str) -> bool {
    word == want || (want.chars().count() >= 4 && word.starts_with(want))
}

fn words(text: &str) -> Vec<String> {
    plain(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[expect(clippy::cast_precision_loss, reason = "head counts and revenues stay far below 2^52")]
fn real(n: u64) -> f64 {
    n as f64
}
