//! Reads rows of a table as triggers: the user's own lists, and layoff lists by authorities and others.

use chrono::{Datelike, NaiveDate};

use crate::domain::dates::NumberOrder;
use crate::domain::import::options::DayOrder;
use crate::domain::matching::ticker_of;
use crate::domain::text::{TRIGGER_CAP, capital, clean_line, clean_note};
use crate::domain::trigger::kind::{Kind, Kinds};
use crate::domain::trigger::{Confidence, Origin, Scope, Trigger, UNDATED, UNDATED_WORD};

use super::accounts::cik;
use super::layoff::companies;
use super::layoff::companies::{NoticeCompany, NoticeStatus};
use super::layoff::days;
use super::layoff::days::NoticeDay;
use super::layoff::{EffectiveDay, Layoff};
use crate::exchange::cells;
use crate::exchange::dates;
use crate::exchange::error::ExchangeError;
use crate::exchange::links::is_web;
use crate::exchange::presets::trigger_kinds::{kind_named, kind_of_type};
use crate::exchange::record::{RecordReader, TriggerRecord};
use crate::exchange::table::TableReader;
use crate::exchange::table::fields::RowFields;

/// Why a row of a layoff list with only one filled cell is left out.
const ALONE: &str = "one cell alone: a heading or a footer, not data";
/// Most lines of a cell that may be a name and its address.
const LINES: usize = 8;

/// Reads a table of triggers.
pub(crate) fn read(mut table: TableReader, kinds: &Kinds) -> Result<RecordReader<TriggerRecord>, ExchangeError> {
    // Authorities of the United States publish them.
    if table.columns.preset.is_some_and(|preset| preset.official) {
        table.days = table.days.or(Some(DayOrder::MonthFirst));
    }
    let order =
        dates::order_of(&mut table, &["date", "effective"]).map_err(|source| ExchangeError::io(&table.file, source))?;
    let kinds = kinds.clone();
    Ok(table.records(move |cells| trigger(cells, order, &kinds)))
}

fn trigger(cells: &RowFields<'_>, order: NumberOrder, kinds: &Kinds) -> Result<Trigger, String> {
    let official = official(cells);
    let counted = official || cells.columns.has("heads");
    // States head each month or county with a line of its own inside the list.
    if counted && cells.row.cells().filter(|cell| !cell.trim().is_empty()).count() == 1 {
        return Err(ALONE.to_owned());
    }
    let named = company(cells, counted)?;
    let row_kind = RowKind::named_by(cells, counted, kinds);
    let kind = row_kind.kind;
    let days = TriggerDays::of(cells, named.as_ref(), order)?;
    let layoff = counted.then(|| Layoff::of(cells, named.as_ref(), official));
    let layoff = layoff.filter(|_| kind.key == "layoff");
    let company = named.map(|named| named.name);
    // Where no column is the company's, `company` has taken the headline as its name.
    let headline = match (cells.line("headline").filter(|_| cells.columns.has("company")), &layoff) {
        (Some(headline), _) => headline,
        (None, Some(layoff)) if company.is_some() => layoff.headline(),
        (None, _) if company.is_some() => capital(&kind.label),
        _ => cells.line("headline").ok_or("no headline and no company")?,
    };
    let own_summary = cells.get("summary").map(|cell| clean_note(cell, TRIGGER_CAP));
    let summary = layoff.as_ref().map(|layoff| layoff.summary(&days.effect)).or(own_summary).unwrap_or_default();
    let usual = layoff.as_ref().map_or(kind.strength, |layoff| layoff.strength(kind.strength));
    Ok(Trigger {
        kind: kind.key.clone(),
        headline,
        summary: cells.with_kept(row_kind.kept_in(summary)).unwrap_or_default(),
        source: source(cells, counted),
        url: link(cells),
        occurred_on: days.occurred_on,
        effective_on: days.effect.day,
        scope: word(cells, "scope", Scope::ALL, Scope::key, Scope::words)?.unwrap_or(kind.scope),
        origin: word(cells, "origin", Origin::ALL, Origin::key, Origin::words)?.unwrap_or(kind.origin),
        strength: strength(cells, usual)?,
        confidence: word(cells, "confidence", Confidence::ALL, Confidence::key, Confidence::words)?
            .unwrap_or(if official { Confidence::High } else { Confidence::Medium }),
        company,
        cik: cik(cells)?,
        ticker: cells.get("ticker").and_then(ticker_of),
        external: cells.line("external"),
        impact: cells.note("impact").unwrap_or_default(),
        ..Trigger::default()
    })
}

/// Parses the company cell. Some layoff lists head the column of companies "Title".
fn company(cells: &RowFields<'_>, counted: bool) -> Result<Option<NoticeCompany>, String> {
    let field = if counted && !cells.columns.has("company") { "headline" } else { "company" };
    let Some(cell) = cells.get(field) else { return Ok(None) };
    if cell.lines().count() > LINES {
        return Err("the company name runs over several lines: is a quote missing?".to_owned());
    }
    let named = companies::parse_company(cell, counted);
    let name = cells.fit_name(&named.name)?;
    Ok(Some(NoticeCompany { name, ..named }))
}

/// A row's kind, and the word of its column of types if it names none.
struct RowKind<'k> {
    kind: &'k Kind,
    own_word: Option<String>,
}

impl<'k> RowKind<'k> {
    /// Returns the kind that the column of types names; else a layoff if the row counts affected people; else "other".
    fn named_by(cells: &RowFields<'_>, counted: bool, kinds: &'k Kinds) -> RowKind<'k> {
        let of_the_list = cells.columns.preset.and_then(|preset| preset.trigger_kind.as_deref());
        let usual = kinds.get_or_other(of_the_list.unwrap_or(if counted { "layoff" } else { "other" }));
        let Some(word) = cells.line("kind") else { return RowKind { kind: usual, own_word: None } };
        // Layoff lists have types of their own: "Loss of Contract" is why people go, whatever it is called elsewhere.
        let known = if counted { kind_named(&word, kinds).ok() } else { kind_of_type(&word, kinds) };
        match known {
            Some(kind) => RowKind { kind, own_word: None },
            None if counted => RowKind { kind: usual, own_word: None },
            None => {
                cells.remark_word(
                    "a type that is no kind of trigger: it is kept in the summary, set the kind there",
                    &word,
                );
                RowKind { kind: usual, own_word: Some(word) }
            }
        }
    }

    /// Returns a summary with the word that names no kind.
    fn kept_in(&self, summary: String) -> String {
        let Some(word) = &self.own_word else { return summary };
        clean_note(format!("Type: {word}. {summary}").trim(), TRIGGER_CAP)
    }
}

/// The days of a row.
struct TriggerDays {
    occurred_on: NaiveDate,
    effect: EffectiveDay,
}

impl TriggerDays {
    fn of(cells: &RowFields<'_>, named: Option<&NoticeCompany>, order: NumberOrder) -> Result<TriggerDays, String> {
        let mut effect = EffectiveDay::default();
        for (cell, _) in cells.columns.all(cells.row, "effective") {
            let said = days::read(cell, order);
            note_month(cells, said);
            effect.day = effect.day.or(said.day());
            effect.words = effect.words.take().or_else(|| words_beyond_a_day(cell, said));
        }
        let told = cells.columns.all(cells.row, "date").map(|(cell, _)| days::read(cell, order));
        let told: Vec<NoticeDay> = told.inspect(|said| note_month(cells, *said)).collect();
        let known: Vec<NaiveDate> = told.iter().filter_map(|said| said.day()).collect();
        let known = if known.is_empty() { update_day(cells, named, order).into_iter().collect() } else { known };
        match (first_plausible(&known, effect.day), known.first(), effect.day) {
            (Some(day), _, start) => Ok(TriggerDays {
                occurred_on: day,
                effect: EffectiveDay { day: start.filter(|at| *at != day), ..effect },
            }),
            (None, Some(day), Some(start)) => {
                let (day, remark) = likelier(*day, start);
                cells.remark(remark);
                Ok(TriggerDays { occurred_on: day, effect: EffectiveDay { day: None, ..effect } })
            }
            (None, _, _) if says_undated(cells) => Ok(TriggerDays { occurred_on: UNDATED, effect }),
            // Only the day it takes effect is known: it stands for both.
            (None, _, Some(start)) => Ok(TriggerDays { occurred_on: start, effect }),
            (None, _, None) => Err(no_day(cells)),
        }
    }
}

/// Returns true for a trigger that this program wrote and to which nobody has given a day.
fn says_undated(cells: &RowFields<'_>) -> bool {
    let mut told = cells.columns.all(cells.row, "date").map(|(cell, _)| cell.trim());
    told.any(|cell| cell == UNDATED_WORD || cell == UNDATED.to_string())
}

/// Of a notice's day and the day it takes effect, which lie years apart, returns the one to keep, and what is said of it.
fn likelier(day: NaiveDate, start: NaiveDate) -> (NaiveDate, &'static str) {
    // No authority asked for notices before 1988 (Public Law 100-379), and no list of layoffs goes back so far.
    const FIRST_YEAR: i32 = 1988;
    match (day.year() >= FIRST_YEAR, start.year() >= FIRST_YEAR) {
        (true, false) => {
            (day, "a day of effect from before there were such notices is a slip of the keys: it was left out")
        }
        (false, true) => {
            (start, "a day of notice from before there were such notices is a slip of the keys: it was left out")
        }
        // One of the two is a slip, and the earlier one makes the news older, never newer than it is.
        (true, true) | (false, false) => (
            day.min(start),
            "the day of the notice and the day it takes effect lie years apart: the earlier one is kept",
        ),
    }
}

/// Returns the first of these days that is at most five years from `start`, the day the event takes effect.
fn first_plausible(known: &[NaiveDate], start: Option<NaiveDate>) -> Option<NaiveDate> {
    // A notice comes sixty days before (29 U.S.C. 2102), and closings are announced years ahead; five years is more
    // than any real list holds.
    const YEARS: i64 = 5 * 366;
    let fits = |day: &&NaiveDate| start.is_none_or(|start| (start - **day).num_days().abs() <= YEARS);
    known.iter().find(fits).copied()
}

/// Returns the day in a name such as `Acme-Revised (9/15/21)`, for rows that have no other.
fn update_day(cells: &RowFields<'_>, named: Option<&NoticeCompany>, order: NumberOrder) -> Option<NaiveDate> {
    named.filter(|named| named.mark != NoticeStatus::New)?;
    days::read(cells.get("company")?, order).day()
}

fn note_month(cells: &RowFields<'_>, said: NoticeDay) {
    if matches!(said, NoticeDay::Month(_)) {
        cells.remark("only a month is given for a day: its first day was taken");
    }
}

/// Returns the cell if it says more than the day read from it.
fn words_beyond_a_day(cell: &str, said: NoticeDay) -> Option<String> {
    let words = clean_line(cell, 240);
    let numbers = words.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).count();
    let midnight = words.ends_with("00:00:00") && numbers == 6;
    // `04-18-22 thru 04-18-22` is one day.
    let once = days::numbers(&words).is_some_and(|day| !words.replace(&day, "").contains(|c: char| c.is_ascii_digit()));
    let bare = matches!(said, NoticeDay::Day(_)) && (numbers <= 3 || midnight || once);
    (!bare && said != NoticeDay::Nothing).then_some(words)
}

/// Returns the sentence that says why a row has no day.
fn no_day(cells: &RowFields<'_>) -> String {
    let cell = cells.columns.all(cells.row, "date").chain(cells.columns.all(cells.row, "effective")).next();
    match cell {
        Some((cell, header)) if crate::exchange::presets::key(cell) == crate::exchange::presets::key(header) => {
            "the header once more, not data".to_owned()
        }
        Some((cell, header)) => {
            format!("“{}” in {} is not a date; write it as 2026-03-31", clean_line(cell, 40), clean_line(header, 60))
        }
        None => "no date: when did it happen?".to_owned(),
    }
}

fn strength(cells: &RowFields<'_>, usual: u8) -> Result<u8, String> {
    let Some(cell) = cells.get("strength") else { return Ok(usual) };
    let value = cells::number(cell).filter(|value| (0.0..=5.0).contains(value) && value.fract() == 0.0);
    let known = value.and_then(|value| (0..=5_u8).find(|strength| f64::from(*strength) == value));
    known.ok_or_else(|| format!("strength “{}” is not a whole number from 0 to 5", clean_line(cell, 40)))
}

/// Returns the word of a closed vocabulary that a field names, by key or by the words people read; an error for others.
pub(super) fn word<T: Copy>(
    cells: &RowFields<'_>,
    field: &str,
    all: &[T],
    key_of: impl Fn(T) -> &'static str,
    words_of: impl Fn(T) -> &'static str,
) -> Result<Option<T>, String> {
    let Some(cell) = cells.get(field) else { return Ok(None) };
    let wanted = crate::exchange::presets::key(cell);
    let same = |known: &str| crate::exchange::presets::key(known) == wanted;
    let found = all.iter().copied().find(|value| same(key_of(*value)) || same(words_of(*value)));
    found.map(Some).ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|value| key_of(*value)).collect();
        format!("{field} “{}” is none of {}", clean_line(cell, 40), known.join(", "))
    })
}

fn official(cells: &RowFields<'_>) -> bool {
    cells.columns.preset.is_some_and(|preset| preset.official)
}

/// Returns the source of the row; if the column holds a web page, its host.
fn source(cells: &RowFields<'_>, counted: bool) -> String {
    let said = cells.line("source").map(|source| host_of(&source).map_or(source.clone(), str::to_owned));
    let words = match (official(cells), counted) {
        (true, _) => "WARN notice",
        (false, true) => "layoff list",
        (false, false) => "imported list",
    };
    said.filter(|said| !said.is_empty()).unwrap_or_else(|| words.to_owned())
}

/// Returns the web page; only web addresses are accepted.
fn link(cells: &RowFields<'_>) -> Option<String> {
    let among = ["url", "source"].iter().flat_map(|field| cells.columns.all(cells.row, field));
    let page = among.map(|(cell, _)| cell).find(|cell| is_web(cell)).map(|cell| clean_line(cell, 2000));
    if page.is_none() && cells.get("url").is_some_and(|cell| cell.contains(':')) {
        cells.remark("a link that is not a web page was left out");
    }
    page
}

fn host_of(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    rest.split(['/', '?', '#']).next().map(|host| host.strip_prefix("www.").unwrap_or(host))
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
            &crate::domain::import::options::ReadOptions::default(),
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
            A,x,funding,soon,\nA,x,funding,,\nA,x,funding,2026-01-02,9\n,,funding,2026-01-02,\n";
        let reasons: Vec<String> = read_all(text).0.into_iter().map(|row| row.value.unwrap_err()).collect();
        for (reason, part) in reasons.iter().zip([
            "“soon” in date is not a date",
            "no date",
            "not a whole number from 0 to 5",
            "no headline and no company",
        ]) {
            assert!(reason.contains(part), "{reason}");
        }
    }

    #[test]
    fn a_type_of_the_files_own_rejects_no_row_and_is_kept() {
        let text = "Company,Headline,Type,Date\nA,A buys B,Acquires,2026-01-02\n\
            A,A is named a leader,recognized_as,2026-01-03\nA,A cuts jobs,Decreases headcount by,2026-01-04\n";
        let (rows, notes) = read_all(text);
        let kinds: Vec<_> = rows.iter().map(|row| row.value.as_ref().unwrap()).collect();
        let told: Vec<_> = kinds.iter().map(|row| (row.kind.as_str(), row.summary.as_str())).collect();
        assert_eq!(told, [("acquirer", ""), ("other", "Type: recognized_as."), ("layoff", "")]);
        assert!(notes.iter().any(|note| note.contains("recognized_as")), "{notes:?}");
    }

    #[test]
    fn people_affected_count_before_people_employed_and_no_address_counts_anybody() {
        for (text, headline) in [
            ("company,affected,total_employees,notice date\nA,165,2456,2026-01-02\n", "Layoff notice: 165 people"),
            ("company,total employees,affected,notice date\nA,2456,244,2026-01-02\n", "Layoff notice: 244 people"),
            ("company,affected,total_employees,notice date\nA,244,0,2026-01-02\n", "Layoff notice: 244 people"),
            ("company,notice date,employees\nA,2026-01-02,31\n", "Layoff notice: 31 people"),
            (
                "company,jobs,notice date\nA,https://x.example/N4/2020/20200430_a.pdf,2026-01-02\n",
                "Layoff notice, number not known",
            ),
        ] {
            let (rows, _) = read_all(text);
            assert_eq!(rows[0].value.as_ref().unwrap().headline, headline, "{text}");
        }
    }

    #[test]
    fn a_day_from_before_there_were_notices_gives_way_to_the_other_one() {
        for (notice, start, occurred) in [
            ("2020-03-30", "1930-03-30", "2020-03-30"),
            ("1930-03-30", "2020-03-30", "2020-03-30"),
            ("2022-03-30", "2002-03-30", "2002-03-30"),
        ] {
            let text = format!("company,notice date,effective date,# affected\nA,{notice},{start},5\n");
            let (rows, _) = read_all(&text);
            assert_eq!(rows[0].value.as_ref().unwrap().occurred_on.to_string(), occurred, "{text}");
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
