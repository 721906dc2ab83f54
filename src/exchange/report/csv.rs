//! Writes the figures as CSV for spreadsheets, one group a row.

use crate::domain::scorecard::minutes::bands;
use crate::domain::scorecard::{Scorecard, Share};
use crate::domain::text::{NAME_CAP, clean_line};
use crate::exchange::csv_write::write_csv;

use super::source::ReportSource;

const HEADER: [&str; 25] = [
    "part",
    "key",
    "group",
    "reached",
    "asked",
    "asked share",
    "asked low",
    "asked high",
    "well spent",
    "partly",
    "wasted",
    "well spent share",
    "well spent low",
    "well spent high",
    "said unprompted",
    "guessed",
    "guessed well spent",
    "live reason",
    "plan ready",
    "freshness",
    "guards overridden",
    "swarm",
    "median minutes",
    "timed calls",
    "reason attached",
];

/// Returns the table as CSV. A share of too few answers is left empty, but its counts are not.
pub(super) fn csv(report: &ReportSource) -> Vec<u8> {
    let book = &report.scorebook;
    let mut rows = vec![row("period", &book.everyone), row("before", &book.before)];
    for (grouping, cards) in &book.groups {
        rows.extend(cards.iter().map(|card| row(grouping.key(), card)));
    }
    rows.extend(bands(&book.minutes).iter().map(|band| {
        let mut cells = vec![String::new(); HEADER.len()];
        // Bands of minutes have no scorecard: their row fills the columns that mean the same and leaves the others
        // blank.
        cells[0] = "minutes".to_owned();
        cells[2].clone_from(&band.words);
        cells[4] = band.well_spent.n.to_string();
        cells[8] = band.well_spent.hits.to_string();
        cells[11..14].clone_from_slice(&parts(&band.well_spent));
        cells[23] = band.n.to_string();
        cells
    }));
    let mut out = Vec::new();
    write_csv(&mut out, &HEADER, rows.into_iter()).expect("memory takes every byte");
    out
}

fn row(part: &str, card: &Scorecard) -> Vec<String> {
    let tally = &card.tally;
    let line = |text: &str| clean_line(text, NAME_CAP);
    let count = |n: u32| n.to_string();
    let known = |figure: Option<f64>| figure.map(|figure| format!("{figure:.1}")).unwrap_or_default();
    let [asked, asked_low, asked_high] = parts(&card.asked);
    let [well, low, high] = parts(&card.well_spent);
    vec![
        part.to_owned(),
        line(&card.key),
        line(&card.group),
        count(tally.connected),
        count(card.asked.hits),
        asked,
        asked_low,
        asked_high,
        count(tally.said.well_spent),
        count(tally.said.partly),
        count(tally.said.wasted),
        well,
        low,
        high,
        count(tally.unprompted.total()),
        count(tally.guessed.total()),
        count(tally.guessed.well_spent),
        count(tally.live),
        count(tally.ready),
        known(tally.freshness()),
        count(tally.overridden),
        count(tally.swarm),
        known(card.median_minutes),
        String::new(),
        count(tally.attached),
    ]
}

/// Returns a share and the ends of its interval, as texts of values 0–1.
fn parts(share: &Share) -> [String; 3] {
    let part = |part: f64| format!("{part:.4}");
    // Too few answers leave the cells blank: a spreadsheet would draw 1 of 1 as 100 %.
    share.rate().map_or_else(Default::default, |rate| [part(rate), part(share.low), part(share.high)])
}
