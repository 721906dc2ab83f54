//! Builds the scorecards of each grouping: a chart of what was well spent, and every figure in a table.

use crate::domain::scorecard::{Grouping, Scorecard, Share};
use crate::domain::text::{capital, pluralize};

use super::blocks::{Block, ColumnHead, ReportCell, ReportSection, ReportTable};
use super::chart;
use super::chart::ChartEntry;
use super::figures::format_figure;
use super::share_cells::cell;
use super::source::ReportSource;

/// Most groups that a chart draws; the table has all.
const DRAWN: usize = 15;
/// Up to this many groups are all drawn, even those with too few answers.
const FULL: usize = 8;
/// Fewest groups drawn if there are more than [`FULL`].
const FEW_SHOWN: usize = 3;

/// Builds the section with every grouping except the hour, which has an order of its own.
pub(super) fn groups(report: &ReportSource) -> ReportSection {
    let book = &report.scorebook;
    let grouped = book.groups.iter().filter(|(grouping, cards)| *grouping != Grouping::Hour && !cards.is_empty());
    let blocks = grouped.map(|(grouping, cards)| {
        let left_out = book.left_out.iter().find(|(of, _)| of == grouping).map_or(0, |(_, n)| *n);
        block(*grouping, cards, left_out)
    });
    ReportSection {
        id: "groups".to_owned(),
        title: "Where it was well spent".to_owned(),
        blocks: blocks.collect(),
        ..ReportSection::default()
    }
}

fn block(grouping: Grouping, cards: &[Scorecard], left_out: u32) -> Block {
    let (entries, more) = chart_entries(cards, |card| &card.well_spent);
    let title = format!("By {}", grouping.words());
    let note = format!("Dot: share well spent among those asked. Band: 95 % interval.{more}");
    let mut says = Vec::new();
    // Sorted by share this table would be a league table of people over differences that are chance.
    if grouping == Grouping::Rep {
        says.push("Reps are listed by name. This is not a ranking.".to_owned());
    }
    if left_out > 0 {
        let groups = pluralize(left_out, "more group is", "more groups are");
        says.push(format!("{groups} not listed; the figures above count their calls too."));
    }
    Block {
        id: format!("by-{}", grouping.key()),
        chart: Some(chart::rows(grouping.key(), &format!("Well spent, by {}", grouping.words()), &note, &entries)),
        table: Some(table(grouping, cards)),
        title,
        says,
    }
}

/// Returns the groups that the chart draws, those with enough answers first, and a sentence about the others.
pub(super) fn chart_entries(cards: &[Scorecard], share: fn(&Scorecard) -> &Share) -> (Vec<ChartEntry<'_>>, String) {
    let (read, few): (Vec<_>, Vec<_>) = cards.iter().partition(|card| !share(card).is_too_few());
    // Groups that can be read come first, and a few that cannot are shown so that nobody thinks them missing.
    let shown = if cards.len() > FULL { read.len().clamp(FEW_SHOWN, DRAWN) } else { DRAWN };
    let mut kept: Vec<&Scorecard> = read.into_iter().chain(few).take(shown).collect();
    // In the order of the table.
    kept.sort_by_key(|card| cards.iter().position(|one| std::ptr::eq(one, *card)));
    let note = match cards.len().checked_sub(kept.len()) {
        Some(0) | None => String::new(),
        Some(_) => {
            format!(" {} of {} are drawn, those with answers enough first; the table has all.", kept.len(), cards.len())
        }
    };
    (kept.into_iter().map(|card| ChartEntry::new(&card.group, share(card))).collect(), note)
}

/// Builds the table of a grouping. Reps and hours keep their order, reps can only be sorted by name: a table that ranks
/// people by their figures would be a leaderboard.
pub(super) fn table(grouping: Grouping, cards: &[Scorecard]) -> ReportTable {
    let figure = |name: &str| match grouping {
        Grouping::Rep => ColumnHead { sorts: None, ..ColumnHead::number(name) },
        Grouping::Kind | Grouping::Scope | Grouping::Template | Grouping::Campaign | Grouping::Hour => {
            ColumnHead::number(name)
        }
    };
    let median = cards.iter().any(|card| card.median_minutes.is_some());
    let mut heads = vec![ColumnHead::text(&capital(grouping.words()))];
    let names = ["Well spent", "Partly", "Wasted", "Asked", "Live reason", "Plan ready", "Guesses"];
    heads.extend(names.map(figure));
    heads.extend(median.then(|| figure("Median min")));
    let rows = cards.iter().map(|card| {
        let mut row = vec![
            ReportCell::line(&card.group),
            cell(&card.well_spent),
            ReportCell::count(card.tally.said.partly),
            ReportCell::count(card.tally.said.wasted),
            cell(&card.asked),
            cell(&card.live_reason),
            cell(&card.ready),
            ReportCell::count(card.tally.guessed.total()),
        ];
        row.extend(median.then(|| {
            let known = card.median_minutes;
            known.map_or_else(
                || ReportCell::missing("not timed"),
                |minutes| ReportCell::figure(format_figure(minutes), minutes),
            )
        }));
        row
    });
    ReportTable {
        caption: format!("Calls that reached somebody, by {}; well spent is of those asked", grouping.words()),
        class: "groups",
        heads,
        rows: rows.collect(),
    }
}
