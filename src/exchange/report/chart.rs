//! Computes where the marks of a chart are drawn: horizontally in percent of its width, so that text keeps its size on
//! every screen, vertically in pixels.

use serde::Serialize;

use crate::domain::scorecard::Share;
use crate::domain::text::{NAME_CAP, clean_line, clip};

use super::figures::{interval, rate};

/// Characters of a name shown in a chart; the table has the full name.
const NAME: usize = 30;
/// Height of a row in pixels.
const ROW: u32 = 48;
/// Height of the scale from 0 to 100 % in pixels.
const HEIGHT: f64 = 160.0;
/// Pixels above 100 %, for the figure of a mark at the top.
const ABOVE: f64 = 26.0;
/// Width of the scale on the left, in percent.
const SCALE: f64 = 9.0;

/// A chart of shares with their confidence intervals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Chart {
    id: String,
    form: &'static str,
    title: String,
    /// Description of every mark in words, for screen readers.
    desc: String,
    note: String,
    marks: Vec<ChartMark>,
    ticks: Vec<Tick>,
    height: u32,
    axis: u32,
}

/// The mark of one share.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct ChartMark {
    label: String,
    /// Text of the mark, "64 % (51–75 %)"; shorter in column charts.
    says: String,
    /// Number of answers of which this is a share.
    count: u32,
    few: bool,
    hollow: bool,
    /// Position: pixels from the top in a row chart, percent from the left in a column chart.
    at: Coordinate,
    low: Coordinate,
    high: Coordinate,
    /// Length of the interval, from low to high.
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

/// A coordinate with one decimal: more would not be visible, and less could move a mark out of its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
struct Coordinate(f64);

/// A share to draw, with its label.
pub(super) struct ChartEntry<'s> {
    label: String,
    share: &'s Share,
    hollow: bool,
}

impl<'s> ChartEntry<'s> {
    /// Makes an entry drawn as a filled mark.
    pub(super) fn new(label: &str, share: &'s Share) -> ChartEntry<'s> {
        ChartEntry { label: clean_line(label, NAME_CAP), share, hollow: false }
    }

    /// Makes an entry drawn as a hollow mark: the previous period.
    pub(super) fn before(label: &str, share: &'s Share) -> ChartEntry<'s> {
        ChartEntry { hollow: true, ..ChartEntry::new(label, share) }
    }
}

/// Draws one share a row.
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
        // Room for the line of figures that `rows.html` writes 18 pixels below the axis.
        height: axis + 24,
        ..Chart::of(id, "rows", title, note, entries, marks)
    }
}

/// Draws one share a column, for groups with an order of their own, such as hours and minutes.
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
        // Room for the two lines that `columns.html` writes below the axis: the name at 20 pixels, the count at 36.
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
        // A tenth of a percent is less than a pixel, and the same figures must give the same bytes on every machine.
        Coordinate((10.0 * at).round() / 10.0)
    }
}
