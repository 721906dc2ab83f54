//! Lengths of time as people type them.

/// Longest call taken as one: a day. More is a slip of the keys.
const LONGEST: f64 = 86_400.0;

/// Seconds from `4`, `4:30`, `1:02:30`, `270s`, `4m`, `6m10`, `4,5`, `1h 5m`; a bare number is minutes. Nothing where
/// it is no length of time, or longer than a day.
pub fn parse_minutes(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase();
    let seconds = if text.contains(':') { by_colons(&text)? } else { by_units(&text)? };
    whole_seconds(seconds.round())
}

/// `m:s` or `h:m:s`.
fn by_colons(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let mut seconds = 0.0;
    for (place, part) in parts.iter().enumerate() {
        // The first part may be more: "90:00" is an hour and a half.
        let n = number(part).filter(|n| n.fract() == 0.0 && (place == 0 || *n < 60.0))?;
        seconds = seconds * 60.0 + n;
    }
    Some(seconds)
}

/// Seconds of numbers with units, largest first; a bare number counts in the unit below the last one, minutes to begin with.
pub(super) fn by_units(text: &str) -> Option<f64> {
    let mut rest = text;
    let mut seconds = 0.0;
    let mut below = 3600.0 * 60.0;
    while !rest.is_empty() {
        let (digits, after) = split_while(rest, |c| c.is_ascii_digit() || c == '.' || c == ',');
        let (unit, after) = split_while(after.trim_start(), char::is_alphabetic);
        let unit = match unit {
            // Only the last number may go without: "4 4" is no length of time.
            "" if !after.is_empty() => return None,
            "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
            "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
            "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
            "" if below > 3600.0 => 60.0,
            "" => below / 60.0,
            _ => return None,
        };
        // The same unit twice, or a larger one after a smaller, is a slip: "5m 1h" may mean either.
        if unit >= below || unit < 1.0 {
            return None;
        }
        seconds += unit * number(digits)?;
        below = unit;
        rest = after.trim_start_matches([' ', '.']);
    }
    // Nothing was read: an empty text is no length, and not a length of nothing.
    (below <= 3600.0).then_some(seconds)
}

fn split_while(text: &str, keep: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !keep(c)).unwrap_or(text.len());
    text.split_at(end)
}

/// A plain number with a point or a comma; no sign, no exponent.
fn number(text: &str) -> Option<f64> {
    let plain = text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',');
    if !plain || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    text.replace(',', ".").parse().ok()
}

fn whole_seconds(seconds: f64) -> Option<u32> {
    if !(0.0..=LONGEST).contains(&seconds) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be within a day above")]
    Some(seconds as u32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_length_of_time_is_read_as_typed() {
        for (text, seconds) in [
            ("4", Some(240)),
            ("4:30", Some(270)),
            ("0:45", Some(45)),
            ("1:02:30", Some(3750)),
            ("270s", Some(270)),
            ("270 sec", Some(270)),
            ("4m", Some(240)),
            ("4 min.", Some(240)),
            ("6m10", Some(370)),
            ("4m27s", Some(267)),
            ("1h", Some(3600)),
            ("1h30", Some(5400)),
            ("1 h 5 m", Some(3900)),
            ("4,5", Some(270)),
            ("4.5", Some(270)),
            (" 0 ", Some(0)),
            ("24h", Some(86_400)),
            ("25h", None),
            ("4:60", None),
            ("4:3.5", None),
            ("1:2:3:4", None),
            (":30", None),
            ("-4", None),
            ("4x", None),
            ("4s 3m", None),
            ("m", None),
            ("4 4", None),
            ("1e3", None),
            ("4..5", None),
            ("", None),
            ("soon", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(parse_minutes(text), seconds, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "\\PC*|((in|[0-9]{1,12}|d|h|m|s|:|\\.|,|-) ?){1,6}") {
            prop_assert!(parse_minutes(&text).is_none_or(|seconds| seconds <= 86_400));
        }
    }
}
