//! Amounts of money.

use super::numbers::scaled;

/// An amount of money in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Money {
    /// In units of the currency; true where the cell itself gave the scale (`$500M`).
    Dollars(f64, bool),
    /// Not US dollars.
    OtherCurrency,
}

/// An amount of money.
pub(crate) fn money(cell: &str) -> Option<Money> {
    let upper = cell.trim().to_uppercase();
    let mut bare = upper.as_str();
    for sign in ["US$", "USD", "$"] {
        bare = bare.trim().trim_start_matches(sign).trim_end_matches(sign).trim();
    }
    if let Some((value, told)) = scaled(bare) {
        return Some(Money::Dollars(value, told));
    }
    let digits = bare.trim_start_matches(|c: char| !c.is_ascii_digit()).trim_end_matches(|c: char| !c.is_ascii_digit());
    let around: String = bare.replacen(digits, "", 1);
    let currency = !around.trim().is_empty() && around.chars().all(|c| c.is_alphabetic() || "€£¥₹ .".contains(c));
    (currency && scaled(digits).is_some()).then_some(Money::OtherCurrency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_says_its_scale_and_other_currencies_are_told_apart() {
        assert_eq!(money("$500M"), Some(Money::Dollars(5e8, true)));
        assert_eq!(money("USD 1,234"), Some(Money::Dollars(1234.0, false)));
        assert_eq!(money("8.48E10"), Some(Money::Dollars(8.48e10, false)));
        assert_eq!(money("9 000 Kč"), Some(Money::OtherCurrency));
        assert_eq!(money("€5"), Some(Money::OtherCurrency));
        assert_eq!(money("-"), None);
    }
}
