//! Parses amounts of money.

use super::numbers::{parse_scaled, without_about};

/// An amount of money in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Money {
    /// In US dollars, or without a currency.
    Dollars {
        /// Amount in units of the currency; for a range, its lower end.
        amount: f64,
        /// True if the cell itself gives the scale, as in `$500M`.
        scaled: bool,
        /// True if the cell is a range.
        range: bool,
    },
    /// In a currency other than the US dollar.
    OtherCurrency,
}

/// Names of other currencies as amounts carry them, beside the currency signs; lower case.
const OTHERS: &str = "eur euro euros gbp chf czk kč kc pln zł zl sek nok dkk kr huf ft ron lei bgn rub try jpy yen cny rmb \
    yuan inr rs rs. rupees krw won brl r$ aud a$ au$ cad c$ ca$ nzd nz$ hkd hk$ sgd s$ twd nt$ mxn mx$ zar r ils nis thb \
    idr php myr vnd aed sar qar kwd egp ngn kes ars clp cop pen uah";

/// Parses an amount of money; `None` if the cell is none.
pub(crate) fn money(cell: &str) -> Option<Money> {
    let negative = cell.trim().starts_with('(') && cell.trim().ends_with(')');
    // `without_about` would drop the amount with its brackets, which mean a negative one in accounting.
    let about = if negative { cell.trim().to_lowercase() } else { without_about(cell) };
    let (bare, other) = without_currency(&about)?;
    if other {
        // No rate is known here, and a rate of today would be wrong for the year of the figure.
        return amount(&bare).map(|_| Money::OtherCurrency);
    }
    amount(&bare).map(|(amount, scaled, range)| Money::Dollars { amount, scaled, range })
}

/// Parses a number, or the lower end of a range, whose scale is that of the upper end (`$10-50M`). Returns the amount,
/// whether it has a scale, and whether it is a range.
fn amount(text: &str) -> Option<(f64, bool, bool)> {
    if let Some((value, told)) = parse_scaled(text.trim_end_matches('+')) {
        return Some((value, told, text.ends_with('+')));
    }
    let (low, high) = text.split_once("-").or_else(|| text.split_once(" to "))?;
    let (high_value, high_told) = parse_scaled(high)?;
    let (low_value, low_told) = parse_scaled(low)?;
    // "$10-50M": the scale stands once and means both. Read apart, ten dollars would be the lower end.
    if high_told && !low_told && low_value > 0.0 {
        let plain: String = high.chars().filter(|c| !c.is_alphabetic()).collect();
        let factor = high_value / parse_scaled(&plain)?.0;
        return Some((low_value * factor, true, true)).filter(|(value, ..)| value.is_finite());
    }
    Some((low_value, low_told, true))
}

/// Removes the name of a currency from a text; also returns whether it is another than the US dollar. `None` if the
/// text has other words.
fn without_currency(text: &str) -> Option<(String, bool)> {
    const DOLLARS: [&str; 8] = ["us$", "usd$", "usd", "us dollars", "dollars", "dollar", "$us", "$"];
    let mut bare = text.to_owned();
    let mut other = false;
    if bare.contains(['€', '£', '¥', '₹', '₽', '₩', '₺', '₴', '₪', '฿', '₫', '₱', '₦']) {
        other = true;
        bare = bare.replace(['€', '£', '¥', '₹', '₽', '₩', '₺', '₴', '₪', '฿', '₫', '₱', '₦'], " ");
    }
    let is_word = |c: char| c.is_alphabetic() || c == '$' || c == '.';
    let mut kept = String::with_capacity(bare.len());
    let mut rest = bare.as_str();
    while let Some(at) = rest.find(|c: char| c.is_alphabetic() || c == '$') {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| !is_word(c)).unwrap_or(from.len());
        let (word, behind) = from.split_at(end);
        kept.push_str(before);
        let named = OTHERS.split_whitespace().any(|name| name == word.trim_end_matches('.'));
        let dollars = DOLLARS.contains(&word.trim_end_matches('.'));
        if named {
            other = true;
        // `5M$`: the letters before the sign are the scale.
        } else if let Some(glued) = word.strip_suffix('$').filter(|_| !dollars) {
            kept.push_str(glued);
        } else if !dollars {
            kept.push_str(word);
        }
        rest = behind;
    }
    kept.push_str(rest);
    let bare = kept.trim().trim_end_matches(['-', '–', ',']).trim().to_owned();
    // A currency without a figure is no amount of nothing.
    bare.chars().any(|c| c.is_ascii_digit()).then_some((bare, other))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn money_says_its_scale_and_other_currencies_are_told_apart() {
        let dollars = |amount, scaled, range| Some(Money::Dollars { amount, scaled, range });
        for (cell, expected) in [
            ("$500M", dollars(5e8, true, false)),
            ("USD 1,234", dollars(1234.0, false, false)),
            ("1 234 US$", dollars(1234.0, false, false)),
            ("8.48E10", dollars(8.48e10, false, false)),
            ("$1.2 billion (2021)", dollars(1.2e9, true, false)),
            ("~$30M", dollars(3e7, true, false)),
            ("$10M - $50M", dollars(1e7, true, true)),
            ("$10-50M", dollars(1e7, true, true)),
            ("$1B+", dollars(1e9, true, true)),
            ("(1,234)", dollars(-1234.0, false, false)),
            ("120 000", dollars(120_000.0, false, false)),
            ("9 000 Kč", Some(Money::OtherCurrency)),
            ("€5", Some(Money::OtherCurrency)),
            ("€1.2bn", Some(Money::OtherCurrency)),
            ("1,2 Mrd. EUR", Some(Money::OtherCurrency)),
            ("R$ 5 000", Some(Money::OtherCurrency)),
            ("A$5m", Some(Money::OtherCurrency)),
            ("12 people", None),
            ("-", None),
            ("", None),
        ] {
            assert_eq!(money(cell), expected, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader_of_money(cell in "\\PC{0,30}", near in "[$€(]{0,2}[0-9., -]{0,12}[a-zM€$+]{0,6}") {
            for cell in [cell, near] {
                if let Some(Money::Dollars { amount, .. }) = money(&cell) {
                    prop_assert!(amount.is_finite());
                }
            }
        }
    }
}
