//! Turns the scorebook into the parts of a report, in the order of a manager's questions: was it worth the prospects'
//! time, who says so, were they asked, where, and in their own words.

use crate::domain::scorecard::agreement::{ReviewerAgreement, ScoreGap};
use crate::domain::scorecard::difference::Difference;
use crate::domain::scorecard::minutes::bands;
use crate::domain::scorecard::{Grouping, Scorecard, Share, TOO_FEW, Tally, Verdicts, share};
use crate::domain::text::pluralize;

use super::blocks::{Block, ColumnHead, ReportCell, ReportSection, ReportSheet, ReportTable};
use super::chart;
use super::chart::ChartEntry;
use super::figures::{day, few_note, format_figure, interval, percent, rate, span};
use super::groups::{self, groups};
use super::quotes::quotes_section;
use super::share_cells::{cell, tile};
use super::source::ReportSource;

/// Lays the figures and quotes of a period out in sections; those without data are left out.
pub(super) fn sheet(report: &ReportSource) -> ReportSheet {
    let (book, made) = (&report.scorebook, day(report.made_on));
    let days = (book.period.until - book.period.from).num_days() + 1;
    let whose = ReportCell::line(&book.everyone.group).text;
    let days = pluralize(u32::try_from(days).unwrap_or(0), "day", "days");
    let sections = [
        Some(glance(report)),
        Some(sources(&book.everyone.tally)),
        Some(asked_section(report)),
        Some(groups(report)),
        minutes(report),
        hours(report),
        calibration(report),
        quotes_section(report),
        Some(reading()),
    ];
    ReportSheet {
        title: "Was it worth their time?".to_owned(),
        about: format!("Calls of {whose}, {} ({days})", span(&book.period)),
        sections: sections.into_iter().flatten().collect(),
        footer: format!(
            "Made with whynow on {made}. The figures come from one book, and this page asks for nothing else."
        ),
    }
}

fn glance(report: &ReportSource) -> ReportSection {
    let (now, before) = (&report.scorebook.everyone, &report.scorebook.before);
    let tiles = vec![
        tile("Well spent, of those asked", &now.well_spent, &before.well_spent),
        tile("Asked, or said so unprompted", &now.asked, &before.asked),
        tile("On a live reason", &now.live_reason, &before.live_reason),
        tile("With a plan that was ready", &now.ready, &before.ready),
    ];
    let mut says = vec![headline(now)];
    says.extend(difference_note(&now.well_spent, &before.well_spent));
    let earlier = report.scorebook.period.before().map_or_else(String::new, |period| format!(", {}", span(&period)));
    let block = Block {
        title: "This period and the one before".to_owned(),
        id: "before".to_owned(),
        table: Some(comparison_table(now, before, &format!("This period, and as many days right before{earlier}"))),
        ..Block::default()
    };
    ReportSection { id: "glance".to_owned(), title: "At a glance".to_owned(), says, tiles, blocks: vec![block] }
}

fn headline(card: &Scorecard) -> String {
    let asked = card.asked.hits;
    if card.tally.connected == 0 {
        return "No call reached anybody in this period.".to_owned();
    }
    let reached = pluralize(card.tally.connected, "call reached somebody", "calls reached somebody");
    let said = match (interval(&card.well_spent), asked) {
        (_, 0) => "Nobody was asked whether the time was well spent.".to_owned(),
        (None, _) => format!(
            "{} of {asked} said that the time was well spent: too few answers to read a share from.",
            card.well_spent.hits
        ),
        (Some(interval), _) => format!(
            "{} of {asked} said that the time was well spent: {} (95 % interval {interval}).",
            card.well_spent.hits,
            rate(&card.well_spent)
        ),
    };
    format!(
        "{reached}; {asked} of them were asked whether it was a good use of their time, or said so unprompted. {said}"
    )
}

/// Returns a sentence that says whether the difference to the previous period exceeds chance; `None` if nothing can be
/// said.
fn difference_note(now: &Share, before: &Share) -> Option<String> {
    let difference = Difference::between(now, before)?;
    let (this, that) = (percent(now.rate()?), percent(before.rate()?));
    // As they are printed: a difference that rounding hides is neither up nor down for a reader.
    Some(if difference.may_be_chance() || this == that {
        format!("The period before had {that}: the two cannot be told apart.")
    } else {
        let (way, least, most) = if difference.points > 0.0 {
            ("up", difference.low, difference.high)
        } else {
            ("down", -difference.high, -difference.low)
        };
        format!("That is {way} from {that} in the period before, by {least:.0} to {most:.0} points (95 % interval).")
    })
}

fn comparison_table(now: &Scorecard, before: &Scorecard, caption: &str) -> ReportTable {
    let row = |name: &str, figure: &dyn Fn(&Scorecard) -> ReportCell| {
        vec![ReportCell::line(name), figure(now), figure(before)]
    };
    let optional = |figure: Option<f64>, unit: &str| {
        figure.map_or_else(
            || ReportCell::missing("not known"),
            |known| ReportCell::figure(format!("{}{unit}", format_figure(known)), known),
        )
    };
    let rows = vec![
        row("Calls that reached somebody", &|card| ReportCell::count(card.tally.connected)),
        row("Asked, or said so unprompted", &|card| cell(&card.asked)),
        row("Well spent, of those", &|card| cell(&card.well_spent)),
        row("Partly", &|card| ReportCell::count(card.tally.said.partly)),
        row("Wasted", &|card| ReportCell::count(card.tally.said.wasted)),
        row("On a reason that was live that day", &|card| cell(&card.live_reason)),
        row("Reason attached by the program, counted apart", &|card| ReportCell::count(card.tally.attached)),
        row("Freshness of the reasons, mean of 100", &|card| optional(card.tally.freshness().map(f64::round), "")),
        row("With a plan that was ready", &|card| cell(&card.ready)),
        row("Minutes used, median", &|card| optional(card.median_minutes, " min")),
        row("A block was lifted, of those that reached somebody", &|card| ReportCell::count(card.tally.overridden)),
        row("Calls into a swarm, reached or not", &|card| ReportCell::count(card.tally.swarm)),
        row("Guessed by the rep, counted apart", &|card| ReportCell::count(card.tally.guessed.total())),
    ];
    ReportTable {
        caption: caption.to_owned(),
        class: "beside",
        heads: vec![ColumnHead::new("Figure"), ColumnHead::new("This period"), ColumnHead::new("The one before")],
        rows,
    }
}

fn sources(tally: &Tally) -> ReportSection {
    let row = |name: &str, of: &Verdicts| {
        let mut cells = vec![ReportCell::line(name)];
        cells.extend([of.well_spent, of.partly, of.wasted, of.total()].map(ReportCell::count));
        cells.push(cell(&share(of.well_spent, of.total())));
        cells
    };
    let number = |name: &str| ColumnHead { sorts: None, ..ColumnHead::number(name) };
    let table = ReportTable {
        caption: "Verdicts by who says so; the guess is in no other figure of this report".to_owned(),
        class: "sources",
        heads: vec![
            ColumnHead::new("Who says so"),
            number("Well spent"),
            number("Partly"),
            number("Wasted"),
            number("Together"),
            number("Well spent of these"),
        ],
        rows: vec![
            row("They said, unprompted", &tally.unprompted),
            row("They said, when asked", &tally.asked()),
            row("The rep's guess", &tally.guessed),
        ],
    };
    let says = "A verdict counts when it is theirs. What a rep guesses is kept and shown, and never counted as said.";
    ReportSection {
        id: "sources".to_owned(),
        title: "Who says so".to_owned(),
        says: vec![says.to_owned()],
        blocks: vec![Block { table: Some(table), ..Block::default() }],
        ..ReportSection::default()
    }
}

/// Builds the section on whether prospects were asked at all: without that, no other share means much.
fn asked_section(report: &ReportSource) -> ReportSection {
    let book = &report.scorebook;
    let mut entries = vec![
        ChartEntry::new("This period", &book.everyone.asked),
        ChartEntry::before("The one before", &book.before.asked),
    ];
    let reps = book.groups.iter().find(|(grouping, _)| *grouping == Grouping::Rep);
    let cards: &[Scorecard] = reps.map_or(&[], |(_, cards)| cards.as_slice());
    let (drawn, note) = groups::chart_entries(cards, |card| &card.asked);
    entries.extend(drawn);
    let mut rows = vec![
        vec![ReportCell::line("This period"), cell(&book.everyone.asked)],
        vec![ReportCell::line("The one before"), cell(&book.before.asked)],
    ];
    rows.extend(cards.iter().map(|card| vec![ReportCell::line(&card.group), cell(&card.asked)]));
    let note = format!("Dot: share of the calls that reached somebody. Band: 95 % interval.{note}");
    let says = "Asking is the one thing a rep decides alone. \"I did not ask\" is an honest answer, and shows here.";
    let table = ReportTable {
        caption: "Asked, or said so unprompted, of the calls that reached somebody".to_owned(),
        class: "asked",
        heads: vec![ColumnHead::new("Whose calls"), ColumnHead { sorts: None, ..ColumnHead::number("Asked") }],
        rows,
    };
    let block = Block {
        chart: Some(chart::rows("asked", "Share of calls in which they were asked", &note, &entries)),
        table: Some(table),
        ..Block::default()
    };
    ReportSection {
        id: "asked".to_owned(),
        title: "Were they asked?".to_owned(),
        says: vec![says.to_owned()],
        blocks: vec![block],
        ..ReportSection::default()
    }
}

fn minutes(report: &ReportSource) -> Option<ReportSection> {
    let book = &report.scorebook;
    let timed: u32 = book.minutes.iter().map(|row| row.n).sum();
    if timed == 0 {
        return None;
    }
    let bands = bands(&book.minutes);
    let entries: Vec<ChartEntry> = bands.iter().map(|band| ChartEntry::new(&band.words, &band.well_spent)).collect();
    let rows = bands.iter().map(|band| {
        let name = ReportCell::line(&format!("{} minutes", band.words));
        vec![name, ReportCell::count(band.n), ReportCell::count(band.well_spent.n), cell(&band.well_spent)]
    });
    let fixed = |name: &str| ColumnHead { sorts: None, ..ColumnHead::number(name) };
    let table = ReportTable {
        caption: "Well spent among those asked, by minutes used".to_owned(),
        class: "minutes",
        heads: vec![ColumnHead::new("Minutes"), fixed("Timed calls"), fixed("Asked"), fixed("Well spent")],
        rows: rows.collect(),
    };
    let median = book.everyone.median_minutes.map_or_else(String::new, |median| {
        format!(
            "The median is {} minutes, of {}.",
            format_figure(median),
            pluralize(timed, "timed call", "timed calls")
        )
    });
    let note =
        "Across: minutes used, and under them how many were asked. Up: share well spent, with its 95 % interval.";
    let block = Block {
        chart: Some(chart::columns("minutes", "Well spent, by minutes used", note, &entries)),
        table: Some(table),
        ..Block::default()
    };
    Some(ReportSection {
        id: "minutes".to_owned(),
        title: "Value per minute".to_owned(),
        says: vec![format!("Their time is the price of a call. {median}")],
        blocks: vec![block],
        ..ReportSection::default()
    })
}

fn hours(report: &ReportSource) -> Option<ReportSection> {
    let (_, cards) = report.scorebook.groups.iter().find(|(grouping, _)| *grouping == Grouping::Hour)?;
    if cards.is_empty() {
        return None;
    }
    // "09:00–09:59" is too long to stand under a column.
    let hour = |group: &str| group.split(':').next().unwrap_or_default().to_owned();
    let entries: Vec<ChartEntry> =
        cards.iter().map(|card| ChartEntry::new(&hour(&card.group), &card.well_spent)).collect();
    let note = "Across: the hour in which the call began, by the rep's clock, and under it how many were asked. \
        Up: share well spent, with its 95 % interval.";
    let block = Block {
        chart: Some(chart::columns("hours", "Well spent, by hour of day", note, &entries)),
        table: Some(groups::table(Grouping::Hour, cards)),
        ..Block::default()
    };
    Some(ReportSection {
        id: "hours".to_owned(),
        title: "Hour of day".to_owned(),
        blocks: vec![block],
        ..ReportSection::default()
    })
}

/// Builds the section that compares reviewers' and reps' scores of the same calls, and says how reliable guesses are.
fn calibration(report: &ReportSource) -> Option<ReportSection> {
    let found = &report.scorebook.calibration;
    let entries = [
        ChartEntry::new("They said, when asked", &found.asked),
        ChartEntry::before("Guessed by the rep", &found.guessed),
    ];
    let guess = Block {
        id: "guess".to_owned(),
        title: "A guess against an answer".to_owned(),
        says: vec!["A guess that is much rosier than the answers says what guessing is worth.".to_owned()],
        chart: Some(chart::rows("guess", "Well spent, as they said and as was guessed", "", &entries)),
        table: Some(ReportTable {
            caption: "Well spent, as they said when asked and as the rep guessed".to_owned(),
            class: "guess",
            heads: vec![ColumnHead::new("Who says so"), ColumnHead { sorts: None, ..ColumnHead::number("Well spent") }],
            rows: vec![
                vec![ReportCell::line("They said, when asked"), cell(&found.asked)],
                vec![ReportCell::line("Guessed by the rep"), cell(&found.guessed)],
            ],
        }),
    };
    let scores = Block {
        id: "scores".to_owned(),
        title: "The reviewer's score against the rep's own".to_owned(),
        table: Some(gap_table(&found.criteria)),
        ..Block::default()
    };
    let reviewers = Block {
        id: "reviewers".to_owned(),
        title: "Two reviewers of the same calls".to_owned(),
        says: vec!["Weighted kappa: 1 where both score alike throughout, 0 for what chance gives.".to_owned()],
        table: Some(agreement_table(&found.reviewers)),
        ..Block::default()
    };
    let two = !found.reviewers.is_empty();
    let both = !found.criteria.is_empty();
    let any = both || two || found.guessed.n > 0;
    any.then(|| ReportSection {
        id: "calibration".to_owned(),
        title: "Do we see it alike?".to_owned(),
        blocks: [(found.guessed.n > 0).then_some(guess), both.then_some(scores), two.then_some(reviewers)]
            .into_iter()
            .flatten()
            .collect(),
        ..ReportSection::default()
    })
}

fn gap_table(gaps: &[ScoreGap]) -> ReportTable {
    let mean = |mean: f64| ReportCell::figure(format!("{mean:.1}"), mean);
    let row = |gap: &ScoreGap| {
        let apart = ReportCell::figure(gap.words(), gap.reviewer - gap.rep);
        let name = ReportCell::line(gap.criterion.words());
        vec![name, mean(gap.rep), mean(gap.reviewer), apart, ReportCell::count(gap.n)]
    };
    let heads = [ColumnHead::text("Criterion"), ColumnHead::number("Rep, mean"), ColumnHead::number("Reviewer, mean")];
    let apart = ColumnHead::number("Difference, with its 95 % interval");
    ReportTable {
        caption: "Calls that both scored, 0 to 3".to_owned(),
        class: "scores",
        heads: heads.into_iter().chain([apart, ColumnHead::number("Calls")]).collect(),
        rows: gaps.iter().map(row).collect(),
    }
}

fn agreement_table(agreement: &[ReviewerAgreement]) -> ReportTable {
    let row = |two: &ReviewerAgreement| {
        let kappa = two.kappa.map_or_else(|| ReportCell::missing(&two.words()), |k| ReportCell::figure(two.words(), k));
        vec![ReportCell::line(two.criterion.words()), kappa, ReportCell::count(two.n)]
    };
    ReportTable {
        caption: "Calls that two reviewers scored".to_owned(),
        class: "reviewers",
        heads: vec![ColumnHead::text("Criterion"), ColumnHead::number("Weighted kappa"), ColumnHead::number("Calls")],
        rows: agreement.iter().map(row).collect(),
    }
}

fn reading() -> ReportSection {
    let says = [
        format!("Every share has its count and its 95 % interval (Wilson): with few answers it is wide. {}", few_note()),
        "\"Well spent\" is their own verdict, asked for or unprompted. Partly and wasted are verdicts too; a call in which \
         nobody asked has none."
            .to_owned(),
        "A reason is live when what happened to them was still fresh on the day of the call. A call is into a swarm when it \
         is the third to an account in 14 days, or to a second person there in 7."
            .to_owned(),
        format!(
            "Calls are not ranked, and dials are not counted: reps stand by name. Groups under {TOO_FEW} answers are listed, \
             not read."
        ),
        "What was put right within ten minutes of logging counts as put right; a later change does not change these figures, \
         and a quote shows it as amended."
            .to_owned(),
    ];
    ReportSection {
        id: "reading".to_owned(),
        title: "How to read this".to_owned(),
        says: says.to_vec(),
        ..ReportSection::default()
    }
}
