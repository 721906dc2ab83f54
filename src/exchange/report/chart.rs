//! Where the marks of a chart stand: along in percent of its width, so that its text keeps its size on every screen, and
//! down in pixels.

use serde::Serialize;

use crate::domain::scorecard::Share;
use crate::domain::text::{NAME_CAP, clean_line, clip};

use super::figures::{interval, rate};

/// Columns that a name has in a chart; the table has it whole.
const NAME: usize = 30;
/// Pixels a row takes.
const ROW: u32 = 48;
/// Pixels from 0 to 100 %.
const HEIGHT: f64 = 160.0;
/// Pixels above 100 %: room for the figure of a mark that stands there.
const ABOVE: f64 = 26.0;
/// Percent of the width that the scale at the left takes.
const SCALE: f64 = 9.0;

/// A chart of shares with their intervals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Chart {
    id: String,
    form: &'static str,
    title: String,
    /// Every mark in words, for whoever does not see it.
    desc: String,
    note: String,
    marks: Vec<ChartMark>,
    ticks: Vec<Tick>,
    height: u32,
    axis: u32,
}

/// One share.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct ChartMark {
    label: String,
    /// "64 % (51–75 %)", shorter in columns.
    says: String,
    /// Out of how many.
    count: u32,
    few: bool,
    hollow: bool,
    /// Where it stands: pixels down for a row, percent along for a column.
    at: Coordinate,
    low: Coordinate,
    high: Coordinate,
    /// From low to high.
    span: Coordinate,
    rate: Coordinate,
}

/// A line of the scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Tick {
    at: Coordinate,
    label: &'static str,
    anchor: &'static str,
}

/// A coordinate with one decimal: more is nothing to see, and less would move a dot out of its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
struct Coordinate(f64);

/// Something to draw.
pub(super) struct ChartEntry<'s> {
    label: String,
    share: &'s Share,
    hollow: bool,
}

impl<'s> ChartEntry<'s> {
    /// A filled mark.
    pub(super) fn new(label: &str, share: &'s Share) -> ChartEntry<'s> {
        ChartEntry { label: clean_line(label, NAME_CAP), share, hollow: false }
    }

    /// A hollow one: the period before.
    pub(super) fn before(label: &str, share: &'s Share) -> ChartEntry<'s> {
        ChartEntry { hollow: true, ..ChartEntry::new(label, share) }
    }
}

/// One share a row.
pub(super) fn rows(id: &str, title: &str, note: &str, entries: &[ChartEntry]) -> Chart {
    let marks: Vec<ChartMark> = entries
        .iter()
        .zip(0u32..)
        .map(|(entry, nth)| {
            let along = |part: f64| Coordinate::new(100.0 * part);
            let Share { low, high, .. } = *entry.share;
            ChartMark {
                says: interval(entry.share)
                    .map_or_else(|| entry.share.words(), |interval| format!("{} ({interval})", rate(entry.share))),
                at: Coordinate(f64::from(nth * ROW)),
                span: along(high - low),
                ..ChartMark::of(entry, low, high, along)
            }
        })
        .collect();
    let axis = u32::try_from(marks.len()).unwrap_or(0) * ROW;
    let ticks = [(0.0, "0 %", "start"), (50.0, "50 %", "middle"), (100.0, "100 %", "end")];
    Chart {
        ticks: ticks.map(|(at, label, anchor)| Tick { at: Coordinate(at), label, anchor }).to_vec(),
        axis,
        height: axis + 24,
        ..Chart::of(id, "rows", title, note, entries, marks)
    }
}

/// One share a column, for what has an order of its own: hours, minutes.
pub(super) fn columns(id: &str, title: &str, note: &str, entries: &[ChartEntry]) -> Chart {
    let down = |part: f64| Coordinate::new(ABOVE + HEIGHT * (1.0 - part));
    #[expect(clippy::cast_precision_loss, reason = "a few dozen columns")]
    let step = (100.0 - SCALE) / entries.len().max(1) as f64;
    let marks = entries
        .iter()
        .zip(0u32..)
        .map(|(entry, nth)| ChartMark {
            says: rate(entry.share),
            at: Coordinate::new(SCALE + step * (f64::from(nth) + 0.5)),
            ..ChartMark::of(entry, entry.share.low, entry.share.high, down)
        })
        .collect();
    let ticks = [(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")];
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred pixels")]
    let axis = (ABOVE + HEIGHT) as u32;
    Chart {
        ticks: ticks.map(|(part, label)| Tick { at: down(part), label, anchor: "start" }).to_vec(),
        axis,
        height: axis + 42,
        ..Chart::of(id, "columns", title, note, entries, marks)
    }
}

impl Chart {
    fn of(
        id: &str,
        form: &'static str,
        title: &str,
        note: &str,
        entries: &[ChartEntry],
        marks: Vec<ChartMark>,
    ) -> Chart {
        let says = entries.iter().map(|entry| format!("{}: {}.", entry.label, entry.share.words()));
        Chart {
            id: format!("chart-{id}"),
            form,
            title: title.to_owned(),
            desc: says.collect::<Vec<_>>().join(" "),
            note: note.to_owned(),
            marks,
            ticks: Vec::new(),
            height: 0,
            axis: 0,
        }
    }
}

impl ChartMark {
    fn of(entry: &ChartEntry, low: f64, high: f64, place: impl Fn(f64) -> Coordinate) -> ChartMark {
        let part = entry.share.rate();
        ChartMark {
            label: clip(&entry.label, NAME),
            says: String::new(),
            count: entry.share.n,
            few: part.is_none(),
            hollow: entry.hollow,
            at: Coordinate(0.0),
            low: place(low),
            high: place(high),
            span: Coordinate(0.0),
            rate: place(part.unwrap_or(0.0)),
        }
    }
}

impl Coordinate {
    fn new(at: f64) -> Coordinate {
        Coordinate((10.0 * at).round() / 10.0)
    }
}
