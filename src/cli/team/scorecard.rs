//! `whynow scorecard` and `whynow week`: print figures about calls, and a rep's own last seven days.

use anyhow::{Result, bail};

use crate::cli::args::{ScorecardArgs, WeekArgs};
use crate::cli::context::{CommandContext, output_file};
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::domain::ids::RepId;
use crate::domain::scorecard::Scorebook;
use crate::domain::scorecard::difference::change;
use crate::domain::scorecard::minutes::bands;
use crate::domain::scorecard::period::{DayRange, RecentDays};
use crate::domain::scorecard::rep_week::markdown;
use crate::domain::text::{fold, pluralize};
use crate::job::export::rep_week;
use crate::store::Store;

pub(crate) fn run(args: &ScorecardArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let store = desk.open()?;
    let today = desk.now().date();
    let span = match (&args.from, &args.until) {
        (Some(from), Some(until)) => DayRange::parse(&format!("{from} to {until}"), today),
        (Some(from), None) => DayRange::parse(from, today),
        (None, Some(_) | None) => Ok(DayRange::Lately(if args.week { RecentDays::Week } else { args.last })),
    };
    let span = span.map_err(UsageError)?;
    let rep = args.rep.as_deref().map(|name| find(&store, name)).transpose()?;
    let mut book = store.scorebook(&span.period(today, store.first_day()?, rep))?;
    if args.hide_names {
        book = book.without_names();
    }
    if let Some(by) = args.by {
        book.groups.retain(|(grouping, _)| *grouping == by);
    }
    if args.json {
        out.json(&book)?;
    } else {
        lines(&book, span, out)?;
    }
    Ok(Exit::Done)
}

/// Prints a scorebook in words, one item a line.
fn lines(book: &Scorebook, span: DayRange, out: &mut Output) -> Result<()> {
    let (card, before) = (&book.everyone, &book.before);
    out.line(format!("{}, {}: was their time well spent?", card.group, span.words()))?;
    out.line(format!("  well spent, of those asked: {}", card.well_spent.words()))?;
    let beside = change(&card.well_spent, &before.well_spent).map(|change| format!(" ({change})")).unwrap_or_default();
    out.line(format!("  as many days before: {}{beside}", before.well_spent.words()))?;
    out.line(format!("  asked, of those reached: {}", card.asked.words()))?;
    let (said, unprompted, asked, guessed) =
        (card.tally.said, card.tally.unprompted, card.tally.asked(), card.tally.guessed);
    out.line(format!(
        "  said {}: {} unprompted, {} when asked; guessed by us, counted apart: {}",
        said.total(),
        unprompted.total(),
        asked.total(),
        guessed.total()
    ))?;
    out.line(format!("  on a live reason: {}", card.live_reason.words()))?;
    out.line(format!("  reason attached by the program, counted apart: {}", card.tally.attached))?;
    if let Some(mean) = card.tally.freshness() {
        out.line(format!("  freshness of the reason: {mean:.0} of 100, n = {}", card.tally.fresh_n))?;
    }
    out.line(format!("  with a plan that was ready: {}", card.ready.words()))?;
    out.line(format!(
        "  overrode a block: {}; account touched too often: {}",
        card.tally.overridden, card.tally.swarm
    ))?;
    groups(book, out)?;
    minutes(book, out)?;
    calibration(book, out)
}

fn groups(book: &Scorebook, out: &mut Output) -> Result<()> {
    for (grouping, cards) in &book.groups {
        out.line(format!("\nWell spent by {}", grouping.words()))?;
        for card in cards.iter().filter(|card| card.well_spent.n > 0) {
            out.line(format!("  {}: {}", card.group, card.well_spent.words()))?;
        }
        let silent = cards.iter().filter(|card| card.well_spent.n == 0).count();
        if silent > 0 {
            out.line(format!("  nobody said anything in {}", pluralize(silent, "other", "others")))?;
        }
        if let Some((_, more)) = book.left_out.iter().find(|(one, _)| one == grouping) {
            out.line(format!("  and {more} more; --rep NAME shows one rep"))?;
        }
    }
    Ok(())
}

fn minutes(book: &Scorebook, out: &mut Output) -> Result<()> {
    let Some(median) = book.everyone.median_minutes else { return Ok(()) };
    out.line(format!("\nWell spent by minutes used (median {median})"))?;
    for band in bands(&book.minutes).iter().filter(|band| band.n > 0) {
        out.line(format!("  {} min: {}", band.words, band.well_spent.words()))?;
    }
    Ok(())
}

fn calibration(book: &Scorebook, out: &mut Output) -> Result<()> {
    let found = &book.calibration;
    out.line("\nCalibration")?;
    out.line(format!("  well spent when asked: {}; guessed: {}", found.asked.words(), found.guessed.words()))?;
    for gap in &found.criteria {
        let means = format!("rep {:.1}, reviewer {:.1} of 3, n = {}", gap.rep, gap.reviewer, gap.n);
        out.line(format!("  {}: {means}, difference {}", gap.criterion.words(), gap.words()))?;
    }
    for two in &found.reviewers {
        out.line(format!("  {}: two reviewers, weighted kappa {}, n = {}", two.criterion.words(), two.words(), two.n))?;
    }
    Ok(())
}

pub(crate) fn week(args: &WeekArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let permit = desk.permit("week", args.replacing);
    let path = output_file(Some(&args.md), &permit)?;
    let store = desk.open()?;
    let rep = match args.rep.as_deref() {
        Some(name) => find(&store, name)?,
        None => match store.own_rep()? {
            Some(rep) => rep,
            None => bail!("Nobody has logged a call in this book yet: `whynow log` logs the first"),
        },
    };
    let period = DayRange::Lately(RecentDays::Week).period(desk.now().date(), None, Some(rep));
    if args.json {
        out.json(&store.self_review(&period, rep)?)?;
        return Ok(Exit::Done);
    }
    match path {
        None => out.line(markdown(&store.self_review(&period, rep)?).trim_end())?,
        Some(path) => {
            rep_week::write(&store, &period, rep, Some(path), &permit)?;
            out.beside(format!("The week is in {}.", path.display()));
        }
    }
    Ok(Exit::Done)
}

/// Finds the one rep that the text means: by the full name, else by its beginning.
pub(super) fn find(store: &Store, text: &str) -> Result<RepId> {
    let reps = store.reps()?;
    let wanted = fold(text.trim());
    let of = |fits: &dyn Fn(&str) -> bool| -> Vec<&(RepId, String)> {
        reps.iter().filter(|(_, name)| fits(&fold(name))).collect()
    };
    let whole = of(&|name| name == wanted);
    let found = if whole.is_empty() { of(&|name| name.starts_with(&wanted)) } else { whole };
    match found.as_slice() {
        [(id, _)] => Ok(*id),
        several => {
            let names = if several.is_empty() { reps.iter().collect() } else { several.to_vec() };
            let names: Vec<String> = names.iter().take(20).map(|(_, name)| format!("\n  {name}")).collect();
            let says = if several.is_empty() { "No rep is called" } else { "Several reps may be" };
            Err(UsageError(format!("{says} \"{text}\"; these are in the book:{}", names.concat())).into())
        }
    }
}
