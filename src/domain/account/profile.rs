//! The ideal customer profile: which accounts we can serve.

pub mod typed;

use serde::{Deserialize, Serialize};

use super::Account;
use super::place_names::same_place;
use crate::domain::fold::words;
use crate::domain::toml_error::{fault, fault_at};
use crate::domain::vocabulary::vocabulary;

/// The ideal customer profile: rules that an account is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// All rules; with an empty list every account's fit is unknown.
    pub rules: Vec<ProfileRule>,
}

/// One rule of the profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileRule {
    /// Field of the account that the rule tests.
    pub field: ProfileField,
    pub test: Test,
    /// True if an account that fails the rule is out; false if it is only on the edge.
    #[serde(default)]
    pub must: bool,
}

/// A form that adds, changes or removes one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleEdit {
    /// The rule as the form read it; `None` for a new one.
    pub read: Option<ProfileRule>,
    /// The rule as typed; `None` removes it.
    pub typed: Option<ProfileRule>,
    /// Keys of the drafts that end with the save.
    pub drafts: Vec<String>,
}

impl RuleEdit {
    /// Applies the change to the rules as they are by now; false if the rule that was read is not among them any more.
    pub fn apply(&self, rules: &mut Vec<ProfileRule>) -> bool {
        let Some(read) = &self.read else {
            rules.extend(self.typed.clone());
            return true;
        };
        let Some(place) = rules.iter().position(|rule| rule == read) else { return false };
        match &self.typed {
            Some(typed) => rules[place] = typed.clone(),
            None => drop(rules.remove(place)),
        }
        true
    }
}

vocabulary! {
    /// A field of an account that a rule tests.
    ProfileField {
        /// The account's industry or sub-industry.
        Industry = "industry", "industry";
        /// The account's head count.
        Employees = "employees", "employees";
        /// The account's revenue in millions of US dollars.
        Revenue = "revenue", "revenue in US$ m";
        /// The account's country.
        Country = "country", "country";
        /// The account's state or region.
        Region = "region", "region";
        /// The account's city.
        City = "city", "city";
        /// Any of the account's tags.
        Tag = "tag", "tag";
    }
}

/// The condition of a rule. Words are compared without case and accents; number ranges are inclusive.
///
/// In an industry or a tag, the word may occur anywhere, and from four letters on it may be the beginning of a longer
/// one ("bank" matches "Diversified Banks"). A place must be the same place: "Virginia" does not match "West Virginia".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// At least one of these words occurs.
    AnyOf(Vec<String>),
    /// None of these words occurs.
    NoneOf(Vec<String>),
    /// A number within this range.
    Between(u64, u64),
}

vocabulary! {
    /// Whether we can serve an account.
    #[derive(Default)]
    Fit {
        /// A rule that must hold is not met.
        Out = "out", "out";
        /// Data is missing; missing data is unknown, never "no".
        #[default]
        Unknown = "unknown", "unknown";
        /// Only rules that need not hold are not met.
        Edge = "edge", "edge";
        /// All rules are met.
        In = "in", "in";
    }
}

/// A fit with the rules behind it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FitResult {
    pub fit: Fit,
    /// One line for each rule: "industry: Food Processing is wanted", "employees: not known".
    pub because: Vec<String>,
}

/// Result of one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RuleResult {
    Yes,
    No,
    NotKnown,
}

impl FitResult {
    /// Returns the lines that speak against the account: rules not met, else those with missing data.
    pub fn against(&self) -> Vec<&str> {
        let missed = |line: &&str| {
            ["is not among", "is not within", "is not wanted"].iter().any(|miss| line.contains(miss))
                && !line.ends_with("none that is not wanted")
        };
        let lines = || self.because.iter().map(String::as_str);
        let found: Vec<&str> = lines().filter(missed).collect();
        if found.is_empty() {
            lines().filter(|line| line.ends_with("not known") || *line == "no profile yet").collect()
        } else {
            found
        }
    }
}

impl Profile {
    /// Returns whether the account fits, with one line for each rule.
    ///
    /// Out if a rule that must hold is not met; else edge if another rule is not met; else unknown if data is missing;
    /// else in.
    pub fn fit(&self, account: &Account) -> FitResult {
        if self.rules.is_empty() {
            return FitResult { fit: Fit::Unknown, because: vec!["no profile yet".to_owned()] };
        }
        let mut fit = Fit::In;
        let mut because = Vec::with_capacity(self.rules.len());
        for rule in &self.rules {
            let (met, line) = rule.look_at(account);
            fit = worse_fit(fit, rule.verdict(met));
            because.push(line);
        }
        FitResult { fit, because }
    }

    /// Returns the industries that the profile asks for, in its own words.
    pub fn industries(&self) -> impl Iterator<Item = &str> {
        let asked = self.rules.iter().filter(|rule| rule.field == ProfileField::Industry);
        let words = asked.filter_map(|rule| match &rule.test {
            Test::AnyOf(words) => Some(words.iter().map(|word| word.trim()).filter(|word| !word.is_empty())),
            Test::NoneOf(_) | Test::Between(..) => None,
        });
        words.flatten()
    }

    /// Returns true if an industry of the profile, `asked`, occurs in an account's industry, `said`.
    pub fn is_industry(asked: &str, said: &str) -> bool {
        ProfileField::Industry.holds(said, asked)
    }

    /// Parses a profile: `[[rules]]` tables with `field`, `test` and `must`. The error is one sentence with its line.
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
    rules: Vec<toml::Spanned<ProfileRule>>,
}

/// Returns the more important of two results: out, edge, unknown, in. This is not the order of [`Fit`], where unknown
/// is below edge.
fn worse_fit(a: Fit, b: Fit) -> Fit {
    let weight = |fit| match fit {
        Fit::Out => 0,
        Fit::Edge => 1,
        Fit::Unknown => 2,
        Fit::In => 3,
    };
    if weight(b) < weight(a) { b } else { a }
}

impl ProfileRule {
    fn verdict(&self, met: RuleResult) -> Fit {
        match (met, self.must) {
            (RuleResult::Yes, _) => Fit::In,
            (RuleResult::NotKnown, _) => Fit::Unknown,
            (RuleResult::No, true) => Fit::Out,
            (RuleResult::No, false) => Fit::Edge,
        }
    }

    fn look_at(&self, account: &Account) -> (RuleResult, String) {
        let what = self.field.words();
        if let Test::Between(from, to) = self.test {
            return match self.field.number(account) {
                None => (RuleResult::NotKnown, format!("{what}: not known")),
                Some(n) if count_as_f64(from) <= n && n <= count_as_f64(to) => {
                    (RuleResult::Yes, format!("{what}: {n} is within {from} to {to}"))
                }
                Some(n) => (RuleResult::No, format!("{what}: {n} is not within {from} to {to}")),
            };
        }
        let values = self.field.words_of(account);
        let found = |wanted: &[String]| {
            values.iter().find(|value| wanted.iter().any(|want| self.field.holds(value, want))).copied()
        };
        let said = values.join(", ");
        match &self.test {
            Test::NoneOf(unwanted) => match found(unwanted) {
                Some(value) => (RuleResult::No, format!("{what}: {value} is not wanted")),
                // A label that nobody put is no label: only other fields can be unknown here.
                None if values.is_empty() && self.field != ProfileField::Tag => {
                    (RuleResult::NotKnown, format!("{what}: not known"))
                }
                None if values.is_empty() => (RuleResult::Yes, format!("{what}: none that is not wanted")),
                None => (RuleResult::Yes, format!("{what}: {said} is not excluded")),
            },
            Test::AnyOf(wanted) => match found(wanted) {
                Some(value) => (RuleResult::Yes, format!("{what}: {value} is wanted")),
                None if values.is_empty() => (RuleResult::NotKnown, format!("{what}: not known")),
                None => (RuleResult::No, format!("{what}: {said} is not among {}", wanted.join(", "))),
            },
            Test::Between(..) => (RuleResult::NotKnown, format!("{what}: not known")),
        }
    }

    /// Returns what is wrong with the rule itself, in one sentence; `None` if it is valid.
    fn problem(&self) -> Option<String> {
        let field = self.field.key();
        let is_number = matches!(self.field, ProfileField::Employees | ProfileField::Revenue);
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

impl ProfileField {
    fn number(self, account: &Account) -> Option<f64> {
        match self {
            ProfileField::Employees => account.employees.map(count_as_f64),
            ProfileField::Revenue => account.revenue_musd,
            ProfileField::Industry
            | ProfileField::Country
            | ProfileField::Region
            | ProfileField::City
            | ProfileField::Tag => None,
        }
    }

    /// Returns the account's values of this field; empty if there are none.
    fn words_of(self, account: &Account) -> Vec<&str> {
        let said: Vec<&str> = match self {
            ProfileField::Industry => {
                [&account.industry, &account.sub_industry].into_iter().filter_map(Option::as_deref).collect()
            }
            ProfileField::Country => account.country.as_deref().into_iter().collect(),
            ProfileField::Region => account.region.as_deref().into_iter().collect(),
            ProfileField::City => account.city.as_deref().into_iter().collect(),
            ProfileField::Tag => account.tags.iter().map(String::as_str).collect(),
            ProfileField::Employees | ProfileField::Revenue => Vec::new(),
        };
        said.into_iter().filter(|word| !word.trim().is_empty()).collect()
    }

    fn holds(self, value: &str, wanted: &str) -> bool {
        match self {
            ProfileField::Country | ProfileField::Region | ProfileField::City => same_place(value, wanted),
            ProfileField::Industry | ProfileField::Tag | ProfileField::Employees | ProfileField::Revenue => {
                has_words(value, wanted)
            }
        }
    }
}

/// Returns true if the wanted words occur in the value one after the other.
pub(crate) fn has_words(value: &str, wanted: &str) -> bool {
    let (value, wanted) = (words(value), words(wanted));
    !wanted.is_empty()
        && value.windows(wanted.len()).any(|part| part.iter().zip(&wanted).all(|(word, want)| begins(word, want)))
}

/// Returns true if a word begins with the wanted one; short words must be equal: "IT" does not match "Italian".
fn begins(word: &str, want: &str) -> bool {
    word == want || (want.chars().count() >= 4 && word.starts_with(want))
}

#[expect(clippy::cast_precision_loss, reason = "head counts and revenues stay far below 2^52")]
fn count_as_f64(n: u64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn any_of(field: ProfileField, words: &[&str], must: bool) -> ProfileRule {
        ProfileRule { field, test: Test::AnyOf(words.iter().map(|word| (*word).to_owned()).collect()), must }
    }

    fn none_of(field: ProfileField, words: &[&str], must: bool) -> ProfileRule {
        ProfileRule { field, test: Test::NoneOf(words.iter().map(|word| (*word).to_owned()).collect()), must }
    }

    fn between(field: ProfileField, from: u64, to: u64, must: bool) -> ProfileRule {
        ProfileRule { field, test: Test::Between(from, to), must }
    }

    fn norvik() -> Account {
        Account {
            name: "Norvik Foods".to_owned(),
            industry: Some("Consumer Staples".to_owned()),
            sub_industry: Some("Packaged Foods & Meats".to_owned()),
            employees: Some(420),
            region: Some("California".to_owned()),
            tags: vec!["Cold chain".to_owned()],
            ..Account::default()
        }
    }

    #[test]
    fn a_missed_must_is_out_a_missed_wish_the_edge_and_missing_data_unknown() {
        let food = any_of(ProfileField::Industry, &["food"], true);
        let small = between(ProfileField::Employees, 1, 100, false);
        let rich = between(ProfileField::Revenue, 50, 500, true);
        for (what, rules, fit) in [
            ("no rules", vec![], Fit::Unknown),
            ("all met", vec![food.clone()], Fit::In),
            ("must missed", vec![any_of(ProfileField::Industry, &["steel"], true)], Fit::Out),
            ("wish missed", vec![food.clone(), small.clone()], Fit::Edge),
            ("a must not known", vec![food.clone(), rich.clone()], Fit::Unknown),
            ("a wish not known", vec![food.clone(), any_of(ProfileField::Country, &["Norway"], false)], Fit::Unknown),
            ("a wish missed and a must not known", vec![rich.clone(), small.clone()], Fit::Edge),
            (
                "a must missed and another not known",
                vec![rich, between(ProfileField::Employees, 1, 10, true)],
                Fit::Out,
            ),
        ] {
            assert_eq!(Profile { rules }.fit(&norvik()).fit, fit, "{what}");
        }
    }

    #[test]
    fn an_account_that_says_nothing_is_never_out() {
        let rules = vec![
            any_of(ProfileField::Industry, &["food"], true),
            none_of(ProfileField::Industry, &["tobacco"], true),
            between(ProfileField::Employees, 200, 900, true),
            between(ProfileField::Revenue, 1, 2, true),
            any_of(ProfileField::Country, &["Norway"], true),
            any_of(ProfileField::Tag, &["cold chain"], true),
        ];
        let blank = Account { industry: Some("  ".to_owned()), ..Account::default() };
        assert_eq!(Profile { rules }.fit(&blank).fit, Fit::Unknown);
    }

    #[test]
    fn words_stand_anywhere_in_an_industry_and_places_are_the_same_place() {
        for (rule, met) in [
            (any_of(ProfileField::Industry, &["FOODS"], true), true),
            (any_of(ProfileField::Industry, &["food"], true), true),
            (any_of(ProfileField::Industry, &["packaged foods"], true), true),
            (any_of(ProfileField::Industry, &["foods packaged"], true), false),
            (any_of(ProfileField::Industry, &["steel", "staples"], true), true),
            (any_of(ProfileField::Industry, &["con"], true), false),
            (any_of(ProfileField::Industry, &["aged"], true), false),
            (any_of(ProfileField::Tag, &["cold"], true), true),
            (any_of(ProfileField::Region, &["CA"], true), true),
            (any_of(ProfileField::Region, &["Calif"], true), false),
            (none_of(ProfileField::Tag, &["competitor"], true), true),
            (none_of(ProfileField::Tag, &["cold chain"], true), false),
            (between(ProfileField::Employees, 420, 420, true), true),
            (between(ProfileField::Employees, 421, 500, true), false),
        ] {
            let profile = Profile { rules: vec![rule.clone()] };
            assert_eq!(profile.fit(&norvik()).fit, if met { Fit::In } else { Fit::Out }, "{rule:?}");
        }
        let untagged = Account { tags: Vec::new(), ..norvik() };
        let excluded = Profile { rules: vec![none_of(ProfileField::Tag, &["competitor"], true)] };
        assert_eq!(excluded.fit(&untagged).fit, Fit::In, "a label that nobody put is no label");
    }

    #[test]
    fn every_rule_says_what_it_found() {
        let rules = vec![
            any_of(ProfileField::Industry, &["food"], true),
            any_of(ProfileField::Region, &["Texas", "Ohio"], false),
            none_of(ProfileField::Industry, &["tobacco"], false),
            none_of(ProfileField::Tag, &["cold"], false),
            between(ProfileField::Employees, 500, 900, false),
            between(ProfileField::Revenue, 50, 500, false),
        ];
        assert_eq!(
            Profile { rules }.fit(&norvik()).because,
            [
                "industry: Packaged Foods & Meats is wanted",
                "region: California is not among Texas, Ohio",
                "industry: Consumer Staples, Packaged Foods & Meats is not excluded",
                "tag: Cold chain is not wanted",
                "employees: 420 is not within 500 to 900",
                "revenue in US$ m: not known",
            ]
        );
        assert_eq!(Profile::default().fit(&norvik()).because, ["no profile yet"]);
    }

    #[test]
    fn a_profile_is_read_from_its_file() {
        let toml = "[[rules]]\nfield = \"industry\"\ntest = { any_of = [\"food\"] }\nmust = true\n\n\
                    [[rules]]\nfield = \"employees\"\ntest = { between = [200, 900] }\n";
        let profile = Profile::parse(toml).unwrap();
        assert_eq!(
            profile.rules,
            [any_of(ProfileField::Industry, &["food"], true), between(ProfileField::Employees, 200, 900, false)]
        );
        assert_eq!(Profile::parse("").unwrap(), Profile::default());
    }

    #[test]
    fn a_faulty_profile_is_named_by_its_line() {
        let rule = |field: &str, test: &str| format!("# ours\n[[rules]]\nfield = \"{field}\"\ntest = {{ {test} }}\n");
        for (toml, line, words) in [
            (rule("colour", "any_of = [\"red\"]"), "line 3:", "colour"),
            (rule("industry", "some_of = [\"red\"]"), "line 4:", "some_of"),
            (rule("industry", "between = [1, 2]"), "line 2:", "words"),
            (rule("employees", "any_of = [\"many\"]"), "line 2:", "between"),
            (rule("employees", "between = [9, 2]"), "line 2:", "swap"),
            (rule("tag", "any_of = []"), "line 2:", "empty"),
            (rule("employees", "between = [1]"), "line 4:", ""),
        ] {
            let fault = Profile::parse(&toml).unwrap_err();
            assert!(fault.starts_with(line) && fault.contains(words), "{toml}{fault}");
        }
    }
}
