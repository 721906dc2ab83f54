//! `whynow dedupe`: finds duplicates in the book and decides about them.

use anyhow::{Result, bail};

use crate::cli::args::DedupeArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::domain::matching::duplicate_pair::{DuplicateCounts, DuplicatePair, PairDecision};
use crate::domain::text::{clip, pluralize};
use crate::store::Store;

/// Terminal columns for one value.
const WIDTH: usize = 30;

pub(crate) fn run(args: &DedupeArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let mut store = desk.open()?;
    if let Some(pair) = args.pair {
        return decide(&mut store, pair, args, out);
    }
    let found = if args.merge { store.merge_doubles()? } else { store.find_doubles()? };
    let shown = store.twins(0, args.limit)?.rows;
    if args.json {
        out.json(&serde_json::json!({ "new": found.new, "open": found.open, "merged": found.merged, "pairs": shown }))?;
    } else {
        lines(&found, &shown, args, out)?;
    }
    Ok(if found.open == 0 { Exit::Done } else { Exit::Findings })
}

fn decide(store: &mut Store, pair: u64, args: &DedupeArgs, out: &mut Output) -> Result<Exit> {
    let Some(twin) = store.twin(pair)? else { bail!("Pair {pair} does not wait for a decision") };
    if !args.same && !args.two {
        if args.json {
            out.json(&twin)?;
        } else {
            show(&twin, out)?;
            out.line("--same merges them; --two keeps them apart.")?;
        }
        return Ok(Exit::Findings);
    }
    let decision = if args.same { PairDecision::Same } else { PairDecision::Two };
    let says = store.decide_twin(pair, decision, args.second)?;
    if args.json {
        out.json(&serde_json::json!({ "pair": pair, "decision": decision, "done": says }))?;
    } else {
        out.line(format!("Pair {pair}: {says}. `whynow undo` takes it back."))?;
    }
    Ok(Exit::Done)
}

fn lines(found: &DuplicateCounts, shown: &[DuplicatePair], args: &DedupeArgs, out: &mut Output) -> Result<()> {
    if args.merge {
        out.line(format!("{} merged; `whynow undo` takes it back", pairs(found.merged)?))?;
    }
    out.line(format!("{} may be duplicates, {} of them new", pairs(found.open)?, found.new))?;
    for twin in shown {
        show(twin, out)?;
    }
    let unseen = found.open.saturating_sub(shown.iter().map(|twin| 1 + twin.more).sum());
    if unseen > 0 {
        out.line(format!("and {unseen} more; --limit N lists them"))?;
    }
    if found.open > 0 {
        out.line("`whynow dedupe --pair N --same` merges a pair, `--two` keeps it apart.")?;
    }
    Ok(())
}

fn pairs(number: u64) -> Result<String> {
    let number = usize::try_from(number).map_err(|_too_many| UsageError("more pairs than can be counted".into()))?;
    Ok(pluralize(number, "pair", "pairs"))
}

fn show(twin: &DuplicatePair, out: &mut Output) -> Result<()> {
    let more = if twin.more == 0 { String::new() } else { format!(" (and {} more)", twin.more) };
    out.line(format!("{}  {} | {}{more}: {}", twin.pair, twin.one, twin.other, twin.by.words()))?;
    for field in twin.fields.iter().filter(|field| field.differs()) {
        out.line(format!("     {}: {} | {}", field.field, clip(&field.one, WIDTH), clip(&field.other, WIDTH)))?;
    }
    Ok(())
}
