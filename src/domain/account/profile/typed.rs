//! A rule of the profile as it is typed and shown: "Food, Logistics", "not Automotive", "150 to 12000".

use super::{ProfileField, ProfileRule, Test};
use crate::domain::text::fold;

/// The fields of a rule's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RulePart {
    /// The field of the account.
    Field,
    /// What it is compared with.
    Test,
    /// Whether it must hold.
    Must,
}

/// Words before the ones that are not wanted.
const NOT: &str = "not ";

impl ProfileRule {
    /// Returns what the field is compared with: "Food, Logistics", "not Automotive", "150 to 12000".
    pub fn test_words(&self) -> String {
        match &self.test {
            Test::AnyOf(words) => words.join(", "),
            Test::NoneOf(words) => format!("{NOT}{}", words.join(", ")),
            Test::Between(from, to) => format!("{from} to {to}"),
        }
    }

    /// Returns "must" or "wish".
    pub fn must_word(&self) -> &'static str {
        if self.must { "must" } else { "wish" }
    }

    /// Reads a rule from its three parts; else which of them cannot be read, and a sentence.
    ///
    /// # Errors
    /// When there is no such field, a number is no range, or no word is named.
    pub fn from_typed(field: &str, test: &str, must: &str) -> Result<ProfileRule, (RulePart, String)> {
        let field = field_of(field).map_err(|says| (RulePart::Field, says))?;
        let test = test_of(field, test.trim()).map_err(|says| (RulePart::Test, says))?;
        let must = match fold(must.trim()).as_str() {
            "must" | "m" | "yes" | "y" | "" => true,
            "wish" | "w" | "no" | "n" => false,
            _other => {
                return Err((RulePart::Must, "must or wish? A missed must is out, a missed wish the edge.".into()));
            }
        };
        let rule = ProfileRule { field, test, must };
        match rule.problem() {
            Some(says) => Err((RulePart::Test, format!("{says}."))),
            None => Ok(rule),
        }
    }
}

fn field_of(typed: &str) -> Result<ProfileField, String> {
    let typed = fold(typed.trim());
    let begins = |field: &&ProfileField| !typed.is_empty() && fold(field.words()).starts_with(&typed);
    ProfileField::ALL.iter().find(begins).copied().ok_or_else(|| {
        let all: Vec<_> = ProfileField::ALL.iter().map(|field| field.key()).collect();
        format!("A rule is about {}.", all.join(", "))
    })
}

fn test_of(field: ProfileField, typed: &str) -> Result<Test, String> {
    if matches!(field, ProfileField::Employees | ProfileField::Revenue) {
        return range(typed).ok_or_else(|| "A number needs a range: 150 to 12000.".to_owned());
    }
    let words = |list: &str| -> Vec<String> {
        list.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let unwanted = typed.get(..NOT.len()).filter(|start| start.eq_ignore_ascii_case(NOT));
    Ok(match unwanted {
        Some(_) => Test::NoneOf(words(typed.get(NOT.len()..).unwrap_or_default())),
        None => Test::AnyOf(words(typed)),
    })
}

fn range(typed: &str) -> Option<Test> {
    let (from, to) = typed.split_once(" to ").or_else(|| typed.split_once(['-', '–']))?;
    Some(Test::Between(number(from)?, number(to)?))
}

/// Reads a whole number, with or without separators of thousands.
fn number(typed: &str) -> Option<u64> {
    let digits: String = typed.chars().filter(|c| !matches!(c, ' ' | ',' | '.' | '\'' | '\u{a0}')).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_read_as_it_is_shown() {
        for (field, test, must, shown) in [
            ("industry", "Food, Logistics", "must", "industry: Food, Logistics (must)"),
            ("Ind", "not  Automotive ; Banking", "wish", "industry: not Automotive, Banking (wish)"),
            ("employees", "150-12,000", "", "employees: 150 to 12000 (must)"),
            ("rev", "50 to 500", "no", "revenue in US$ m: 50 to 500 (wish)"),
            ("country", "Norway", "Yes", "country: Norway (must)"),
            ("tag", "Note taking", "m", "tag: Note taking (must)"),
        ] {
            let rule = ProfileRule::from_typed(field, test, must).unwrap();
            assert_eq!(format!("{}: {} ({})", rule.field.words(), rule.test_words(), rule.must_word()), shown);
            let again = ProfileRule::from_typed(rule.field.words(), &rule.test_words(), rule.must_word());
            assert_eq!(again, Ok(rule));
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_part() {
        for (field, test, must, part) in [
            ("colour", "red", "must", RulePart::Field),
            ("", "Food", "must", RulePart::Field),
            ("employees", "many", "must", RulePart::Test),
            ("employees", "900 to 20", "must", RulePart::Test),
            ("industry", " , ", "must", RulePart::Test),
            ("industry", "not", "perhaps", RulePart::Must),
        ] {
            let found = ProfileRule::from_typed(field, test, must).map_err(|(part, _)| part);
            assert_eq!(found, Err(part), "{field} {test} {must}");
        }
    }
}
