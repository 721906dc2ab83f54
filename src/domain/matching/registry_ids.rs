//! Parses identifiers from registers and exchanges: CIK numbers and tickers.

use crate::domain::account::ExternalId;

/// Parses a CIK: "0000320193", "CIK 320193", "CIK0000320193".
pub fn parse_cik(text: &str) -> Option<u64> {
    let text = text.trim().to_lowercase();
    let digits = text.strip_prefix("cik").unwrap_or(&text);
    let digits = digits.trim_start_matches([' ', '#', ':', '=']).trim();
    // Spreadsheets turn the number into "320193.0".
    let digits = digits.strip_suffix(".0").unwrap_or(digits);
    let well_formed = (1..=10).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|cik| well_formed && *cik > 0)
}

/// Parses a ticker: "NYSE:SPNT", "(NASDAQ: aapl)", "$BRK-B"; upper case, with a share class after a point.
pub fn ticker_of(text: &str) -> Option<String> {
    let upper = text.trim().trim_matches(['(', ')', '[', ']', '"', '\'']).to_uppercase();
    if matches!(upper.as_str(), "N/A" | "NA" | "NONE" | "NULL" | "NIL" | "PRIVATE" | "-") {
        return None;
    }
    let symbol = upper.rsplit(':').next()?.trim().trim_start_matches('$');
    let symbol = symbol.split([',', ';']).next()?;
    // Terminals write the market behind: "AAPL US". Anything else of two words is a sentence.
    let symbol = match symbol.split_whitespace().collect::<Vec<_>>().as_slice() {
        // BRK.B, BRK-B and BRK/B are one share: the SEC writes a dash, exchanges a point, some lists a stroke.
        [symbol] => symbol.replace(['-', '/'], "."),
        [symbol, market] | [symbol, market, "EQUITY"] if market.len() == 2 => symbol.replace(['-', '/'], "."),
        _ => return None,
    };
    let mut parts = symbol.split('.');
    let stem = parts.next().filter(|stem| (1..=6).contains(&stem.len()))?;
    let class = parts.next().unwrap_or("");
    let well_formed = parts.next().is_none() && class.len() <= 3 && !symbol.ends_with('.');
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    (well_formed && plain(stem) && plain(class)).then_some(symbol)
}

/// Source of the numbers under which companies pay value added tax. Alone among the registers' they begin with a country,
/// which lists leave out as often.
pub const VAT: &str = "vat";

/// How such a number begins.
const VAT_COUNTRIES: [&str; 32] = [
    "AT", "BE", "BG", "CHE", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
];

/// Returns a number without its country; `None` if it has none.
fn without_country(id: &str) -> Option<&str> {
    VAT_COUNTRIES
        .iter()
        .find_map(|country| id.strip_prefix(country))
        .filter(|rest| rest.bytes().any(|b| b.is_ascii_digit()))
}

/// Returns the other ways to write such a number: without its country, or with each.
pub fn other_writings(id: &str) -> Vec<String> {
    match without_country(id) {
        Some(bare) => vec![bare.to_owned()],
        None => VAT_COUNTRIES.iter().map(|country| format!("{country}{id}")).collect(),
    }
}

/// Returns true if two ids of one source are the same; a number for value added tax may lack its country.
pub fn same_id(a: &ExternalId, b: &ExternalId) -> bool {
    let one_lacks = || match (without_country(&a.id), without_country(&b.id)) {
        (Some(bare), None) => bare == b.id,
        (None, Some(bare)) => bare == a.id,
        (Some(_), Some(_)) | (None, None) => false,
    };
    a.source == b.source && (a.id == b.id || (a.source == VAT && one_lacks()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cik_is_a_number_of_up_to_ten_digits() {
        for (text, cik) in [
            ("0000320193", Some(320_193)),
            ("320193", Some(320_193)),
            ("CIK 320193", Some(320_193)),
            ("CIK0000320193", Some(320_193)),
            ("cik#: 320193", Some(320_193)),
            ("320193.0", Some(320_193)),
            ("00003201931", None),
            ("0", None),
            ("-5", None),
            ("abc", None),
            ("", None),
        ] {
            assert_eq!(parse_cik(text), cik, "{text}");
        }
    }

    #[test]
    fn a_ticker_loses_its_exchange_and_its_wrapping() {
        for (text, ticker) in [
            ("aapl", Some("AAPL")),
            ("NYSE:SPNT", Some("SPNT")),
            ("(NASDAQ: AAPL)", Some("AAPL")),
            ("$BRK-B", Some("BRK.B")),
            ("BRK.B", Some("BRK.B")),
            ("BRK/B", Some("BRK.B")),
            ("005930", Some("005930")),
            ("AAPL US Equity", Some("AAPL")),
            ("GOOGL, GOOG", Some("GOOGL")),
            ("N/A", None),
            ("private", None),
            ("-", None),
            ("Not listed", None),
            ("A.B.C", None),
            ("Ünal", None),
            ("", None),
        ] {
            assert_eq!(ticker_of(text).as_deref(), ticker, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_reader_of_identifiers(text in "\\PC*") {
            if let Some(ticker) = ticker_of(&text) {
                prop_assert_eq!(ticker_of(&ticker), Some(ticker));
            }
            parse_cik(&text);
        }
    }
}
