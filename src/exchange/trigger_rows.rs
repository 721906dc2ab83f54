//! Rows of a table → triggers: lists of one's own, and the lists of layoffs that authorities and others keep.

use chrono::NaiveDate;

use crate::domain::matching::ticker_of;
use crate::domain::text::{NAME_CAP, TRIGGER_CAP, clean_line, clean_note};
use crate::domain::trigger::{Confidence, Kind, Kinds, Origin, Scope, Trigger};

use super::account_rows::cik;
use super::cells;
use super::dates::{self, Order};
use super::error::ExchangeError;
use super::fields::Fields;
use super::kind_names::kind_named;
use super::record::{Reading, TriggerRecord};
use super::table::Table;

/// Reads a table of triggers.
pub(super) fn read(mut table: Table) -> Result<Reading<TriggerRecord>, ExchangeError> {
    let order =
        dates::order_of(&mut table, &["date", "effective"]).map_err(|source| ExchangeError::io(&table.file, source))?;
    Ok(table.records(move |cells| trigger(cells, order)))
}

fn trigger(cells: &Fields<'_>, order: Order) -> Result<Trigger, String> {
    let company = cells.company_name("company")?;
    let kind = kind(cells)?;
    let occurred_on = date(cells, "date", order)?.ok_or("no date: when did it happen?")?;
    let effective_on = date(cells, "effective", order)?.filter(|day| *day != occurred_on);
    let layoff = cells.columns.has("heads").then(|| Layoff::of(cells));
    let headline = match (cells.line("headline"), &layoff) {
        (Some(headline), _) => headline,
        (None, Some(layoff)) if company.is_some() => layoff.headline(),
        (None, _) if company.is_some() => capitalised(&kind.label),
        _ => return Err("no headline and no company".to_owned()),
    };
    let own_summary = cells.get("summary").map(|cell| clean_note(cell, TRIGGER_CAP));
    let summary =
        own_summary.or_else(|| layoff.as_ref().map(|layoff| layoff.summary(effective_on))).unwrap_or_default();
    Ok(Trigger {
        kind: kind.key.clone(),
        headline,
        summary: cells.with_kept(summary).unwrap_or_default(),
        source: cells.line("source").unwrap_or_else(|| source(cells, layoff.is_some())),
        url: cells.get("url").filter(|cell| is_link(cell)).map(|cell| clean_line(cell, 2000)),
        occurred_on,
        effective_on,
        scope: word(cells, "scope", Scope::ALL, Scope::key, Scope::words)?.unwrap_or(kind.scope),
        origin: word(cells, "origin", Origin::ALL, Origin::key, Origin::words)?.unwrap_or(kind.origin),
        strength: strength(cells, kind)?,
        confidence: word(cells, "confidence", Confidence::ALL, Confidence::key, Confidence::words)?
            .unwrap_or(if official(cells) { Confidence::High } else { Confidence::Medium }),
        company,
        cik: cik(cells)?,
        ticker: cells.get("ticker").and_then(ticker_of),
        external: cells.line("external"),
        impact: cells.note("impact").unwrap_or_default(),
        ..Trigger::default()
    })
}

/// What the kind column says; else a layoff where people affected are counted; else something else.
fn kind(cells: &Fields<'_>) -> Result<&'static Kind, String> {
    match cells.get("kind") {
        Some(name) => kind_named(name),
        None => Ok(Kinds::builtin().get_or_other(if cells.columns.has("heads") { "layoff" } else { "other" })),
    }
}

/// The field's day; with several columns the first filled one.
fn date(cells: &Fields<'_>, field: &str, order: Order) -> Result<Option<NaiveDate>, String> {
    let Some(cell) = cells.get(field) else { return Ok(None) };
    let header = cells.columns.header_of(field).unwrap_or(field).trim().to_owned();
    dates::day(cell, order)
        .map(Some)
        .ok_or_else(|| format!("“{}” in {header} is no date; write it as 2026-03-31", clean_line(cell, 40)))
}

fn strength(cells: &Fields<'_>, kind: &Kind) -> Result<u8, String> {
    let Some(cell) = cells.get("strength") else { return Ok(kind.strength) };
    let value = cells::number(cell).filter(|value| (0.0..=5.0).contains(value) && value.fract() == 0.0);
    let known = value.and_then(|value| (0..=5_u8).find(|strength| f64::from(*strength) == value));
    known.ok_or_else(|| format!("strength “{}” is not a whole number from 0 to 5", clean_line(cell, 40)))
}

/// A word of a closed vocabulary, by key or by the words people read.
pub(super) fn word<T: Copy>(
    cells: &Fields<'_>,
    field: &str,
    all: &[T],
    key_of: impl Fn(T) -> &'static str,
    words_of: impl Fn(T) -> &'static str,
) -> Result<Option<T>, String> {
    let Some(cell) = cells.get(field) else { return Ok(None) };
    let wanted = super::presets::key(cell);
    let same = |known: &str| super::presets::key(known) == wanted;
    let found = all.iter().copied().find(|value| same(key_of(*value)) || same(words_of(*value)));
    found.map(Some).ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|value| key_of(*value)).collect();
        format!("{field} “{}” is none of {}", clean_line(cell, 40), known.join(", "))
    })
}

fn official(cells: &Fields<'_>) -> bool {
    cells.columns.preset.is_some_and(|preset| preset.official)
}

fn source(cells: &Fields<'_>, layoff: bool) -> String {
    let words = match (official(cells), layoff) {
        (true, _) => "WARN notice",
        (false, true) => "layoff list",
        (false, false) => "imported list",
    };
    words.to_owned()
}

fn is_link(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

fn capitalised(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// What a list of layoffs says in one row.
struct Layoff {
    heads: Option<u64>,
    place: Option<String>,
    closure: bool,
    notice: bool,
    duration: Option<String>,
}

impl Layoff {
    fn of(cells: &Fields<'_>) -> Layoff {
        let closure = cells.get("closure").is_some_and(|cell| cell.to_lowercase().contains("clos"));
        Layoff {
            heads: cells.get("heads").and_then(cells::head_count).map(|(count, _)| count).filter(|count| *count > 0),
            place: cells.line("place"),
            closure,
            notice: official(cells),
            duration: cells.line("duration").filter(|word| word.to_lowercase() != "n/a"),
        }
    }

    /// `Layoff notice: 119 people in Des Moines, Auburn, Puyallup`.
    fn headline(&self) -> String {
        let what = match (self.closure, self.notice) {
            (true, true) => "Closure notice",
            (false, true) => "Layoff notice",
            (true, false) => "Closure",
            (false, false) => "Layoff",
        };
        let people = match self.heads {
            Some(1) => ": 1 person".to_owned(),
            Some(count) => format!(": {count} people"),
            None => ", number not known".to_owned(),
        };
        let place = self.place.as_ref().map(|place| format!(" in {place}")).unwrap_or_default();
        clean_line(&format!("{what}{people}{place}"), NAME_CAP)
    }

    fn summary(&self, effective_on: Option<NaiveDate>) -> String {
        let duration = self.duration.as_ref().map(|word| format!("{word}."));
        let start = effective_on.map(|day| format!("Takes effect on {day}."));
        [duration, start].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::exchange::Record;

    fn read_all(text: &str) -> (Vec<Record<Trigger>>, Vec<String>) {
        let reading = crate::exchange::triggers(
            "test.csv",
            Cursor::new(text.to_owned()),
            &crate::domain::reading::How::default(),
        )
        .unwrap();
        let notes = reading.notes.clone();
        (reading.records.map(Result::unwrap).collect(), notes.lines())
    }

    #[test]
    fn a_list_of_ones_own_is_read_with_the_defaults_of_its_kinds() {
        let text = "Company,Headline,Kind,Date,Effective date,Strength,Scope,URL,Source\n\
            Norvik Foods,New head of plant,leadership_change,2026-03-02,,,,https://x.com/a,Paper\n\
            ,Tariff on steel,tariff_shift,2026-03-03,2026-05-01,4,market,,\n";
        let (rows, _) = read_all(text);
        let first = rows[0].value.as_ref().unwrap();
        let kind = Kinds::builtin().get("leadership_change").unwrap();
        assert_eq!((first.strength, first.scope, first.source.as_str()), (kind.strength, kind.scope, "Paper"));
        let second = rows[1].value.as_ref().unwrap();
        assert_eq!((second.company.clone(), second.strength, second.scope), (None, 4, Scope::Market));
        assert_eq!(second.effective_on, NaiveDate::from_ymd_opt(2026, 5, 1));
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        let text = "company,headline,kind,date,strength\n\
            A,x,fundng,2026-01-02,\nA,x,funding,soon,\nA,x,funding,,\nA,x,funding,2026-01-02,9\n,,funding,2026-01-02,\n";
        let reasons: Vec<String> = read_all(text).0.into_iter().map(|row| row.value.unwrap_err()).collect();
        for (reason, part) in reasons.iter().zip([
            "the nearest are funding",
            "“soon” in date is no date",
            "no date",
            "not a whole number from 0 to 5",
            "no headline and no company",
        ]) {
            assert!(reason.contains(part), "{reason}");
        }
    }

    #[test]
    fn a_warn_notice_becomes_a_layoff_with_its_start_ahead() {
        let text = "Company,Location,Layoff Start Date,# of Workers,Closure Layoff,Type of Layoff,Received Date\n\
            Wesley Homes,\"Des Moines, Auburn\",5/14/2022,119,Layoff,Permanent,3/11/2022\n";
        let (rows, notes) = read_all(text);
        let notice = rows[0].value.as_ref().unwrap();
        assert_eq!(notice.headline, "Layoff notice: 119 people in Des Moines, Auburn");
        assert_eq!(notice.summary, "Permanent. Takes effect on 2022-05-14.");
        assert_eq!((notice.kind.as_str(), notice.confidence), ("layoff", Confidence::High));
        assert_eq!(notice.occurred_on, NaiveDate::from_ymd_opt(2022, 3, 11).unwrap());
        assert_eq!(notice.effective_on, NaiveDate::from_ymd_opt(2022, 5, 14));
        assert_eq!(notes, Vec::<String>::new());
    }

    #[test]
    fn an_open_order_of_day_and_month_is_said() {
        let (rows, notes) = read_all("company,headline,date\nA,x,03/04/2026\n");
        assert_eq!(rows[0].value.as_ref().unwrap().occurred_on, NaiveDate::from_ymd_opt(2026, 3, 4).unwrap());
        assert!(notes[0].contains("month/day/year"));
        let (rows, _) = read_all("company;headline;date\nA;x;03/04/2026\n");
        assert_eq!(rows[0].value.as_ref().unwrap().occurred_on, NaiveDate::from_ymd_opt(2026, 4, 3).unwrap());
    }
}
