//! Converts the values of a sheet's cells to text, as they would appear in a CSV file.

use std::borrow::Cow;

use calamine::ExcelDateTime;

/// The value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum CellValue<'c> {
    /// The cell is empty.
    Blank,
    /// The cell's formula failed.
    Failed,
    /// The cell's value as text.
    Text(Cow<'c, str>),
}

/// Why reading a sheet stopped early.
pub(crate) enum SheetStop {
    /// The receiver wants no more rows.
    Unwanted,
    /// The sheet cannot be read; the text says why.
    Fault(String),
}

/// Converts a text; blanks alone are an empty cell.
pub(super) fn text(text: &str) -> CellValue<'_> {
    if text.trim().is_empty() { CellValue::Blank } else { CellValue::Text(Cow::Borrowed(text)) }
}

/// Converts a whole number.
pub(super) fn whole_number(number: i64) -> CellValue<'static> {
    CellValue::Text(Cow::Owned(number.to_string()))
}

/// Converts a number with the fifteen digits that a spreadsheet keeps: 5 rather than 5.0, 0.3 rather than
/// 0.30000000000000004.
pub(super) fn number(number: f64) -> CellValue<'static> {
    if !number.is_finite() {
        return CellValue::Failed;
    }
    // Excel keeps fifteen digits and shows no more (IEEE 754 has nearly seventeen): what a rep saw in the sheet is what
    // enters.
    let kept: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    // `{}` never writes an exponent: beyond 18 digits it would fill up with zeros that pass for digits of an id.
    let text = if kept.abs() < 1e18 { format!("{kept}") } else { format!("{kept:e}") };
    CellValue::Text(Cow::Owned(text))
}

/// Converts a boolean to `true` or `false`.
pub(super) fn yes_no(yes: bool) -> CellValue<'static> {
    CellValue::Text(Cow::Borrowed(if yes { "true" } else { "false" }))
}

/// Converts an instant: `2026-04-07`, `2026-04-07 09:30:00`, or `09:30:00` for a time without a day.
pub(super) fn instant(at: &ExcelDateTime) -> CellValue<'static> {
    let value = at.as_f64();
    // Day 1 is 1900-01-01, 2,958,465 is 9999-12-31; below 1 it is a time without a day.
    if at.is_duration() || !(1.0..2_958_466.0).contains(&value) {
        return if (0.0..1_000.0).contains(&value) { clock(value) } else { number(value) };
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time =
        if (hour, minute, second) == (0, 0, 0) { String::new() } else { format!(" {hour:02}:{minute:02}:{second:02}") };
    CellValue::Text(Cow::Owned(format!("{date}{time}")))
}

/// Converts a fraction of a day to hours, minutes and seconds.
fn clock(days: f64) -> CellValue<'static> {
    // A time is a binary fraction of a day: cut off instead of rounded, 09:30:00 may come out as 09:29:59.
    let seconds = (days * 86_400.0).round();
    let (hours, rest) = ((seconds / 3600.0).floor(), seconds % 3600.0);
    CellValue::Text(Cow::Owned(format!("{hours:02}:{:02}:{:02}", (rest / 60.0).floor(), rest % 60.0)))
}

/// Converts an ISO date or duration: dates are unchanged, `PT09H30M00S` becomes `09:30:00`.
pub(super) fn iso(text: &str) -> CellValue<'_> {
    let Some(parts) = text.strip_prefix("PT") else {
        // A day may be written as an instant at midnight; the sheet shows a day.
        return self::text(text.strip_suffix("T00:00:00").unwrap_or(text));
    };
    let (mut units, mut digits) = ([0.0, 0.0, 0.0], String::new());
    for c in parts.chars() {
        let place = match c {
            'H' => 0,
            'M' => 1,
            'S' => 2,
            other => {
                digits.push(other);
                continue;
            }
        };
        let Ok(number) = digits.parse::<f64>() else { return self::text(text) };
        if let Some(unit) = units.get_mut(place) {
            *unit = number;
        }
        digits.clear();
    }
    let [hours, minutes, seconds] = units;
    clock((hours * 3600.0 + minutes * 60.0 + seconds) / 86_400.0)
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn cells_read_as_in_a_csv() {
        let said = |value: CellValue<'_>| match value {
            CellValue::Text(text) => text.into_owned(),
            CellValue::Blank => "blank".to_owned(),
            CellValue::Failed => "failed".to_owned(),
        };
        let at = |value: f64| said(instant(&ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false)));
        for (found, expected) in [
            (said(number(5.0)), "5"),
            (said(number(0.1 + 0.2)), "0.3"),
            (said(number(420_777_123_456.0)), "420777123456"),
            (said(number(-1.25)), "-1.25"),
            (said(number(f64::NAN)), "failed"),
            (at(45_631.0), "2024-12-05"),
            (at(45_631.5), "2024-12-05 12:00:00"),
            (at(0.395_833_333_333), "09:30:00"),
            (said(iso("PT09H30M00S")), "09:30:00"),
            (said(iso("2024-12-05")), "2024-12-05"),
            (said(text("  ")), "blank"),
        ] {
            assert_eq!(found, expected);
        }
    }
}
