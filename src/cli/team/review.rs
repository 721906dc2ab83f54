//! `whynow review`: lists calls to review, shows one, and saves a review or an answer to one.

use anyhow::{Result, bail};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::cli::args::ReviewArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::cli::wording::join_parts;
use crate::domain::call::asked::rules_in_words;
use crate::domain::call::filter::{CallFilter, FilterNames, SampleDraw, parse_past};
use crate::domain::call::{Verdict, VerdictSource};
use crate::domain::dates::wording::relative_day;
use crate::domain::ids::{CallId, CampaignId, RepId, ReviewId};
use crate::domain::query::review::ReviewDetail;
use crate::domain::query::{CallQuery, CallRow, WITHHELD, Window};
use crate::domain::review::{BEST_SCORE, Criterion, Review};
use crate::domain::text::fold;
use crate::store::Store;

/// Number of different seeds for a sample; small enough that a seed can be read aloud.
const SEEDS: i64 = 9_000;

pub(crate) fn run(args: &ReviewArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let mut store = desk.open()?;
    let Some(id) = &args.call else { return list(args, &mut store, desk, out) };
    let id = CallId(id.parse::<Uuid>().map_err(|_| UsageError(format!("\"{id}\" is not the id of a call")))?);
    let Some(file) = store.review_file(id, desk.now())? else { bail!("No call in the book has the id {}", id.0) };
    if let Some(review) = read_review(args, &file, desk)? {
        let problem =
            review.problems().into_iter().next().or_else(|| review.missing_quote_sentence(&file.call.row.words));
        if let Some(problem) = problem {
            return Err(UsageError(problem).into());
        }
        store.save_review(&review)?;
    }
    // Read again: a review brings out the scores that were withheld until then.
    let Some(file) = store.review_file(id, desk.now())? else { bail!("That call is not in the book any more") };
    if args.json {
        out.json(&file)?;
    } else {
        lines(&file, desk.now().date(), out)?;
    }
    Ok(Exit::Done)
}

/// Makes the review or the answer that the arguments give; `None` if they give none.
fn read_review(args: &ReviewArgs, file: &ReviewDetail, desk: &CommandContext) -> Result<Option<Review>> {
    let mut review = Review {
        id: ReviewId::default(),
        call_id: file.call.row.id,
        reviewer: RepId::default(),
        at: desk.now().0,
        scores: args.score.iter().map(|text| score(text)).collect::<Result<_>>()?,
        note: args.note.clone().unwrap_or_default(),
        focus: args.focus.clone().unwrap_or_default(),
        answers: None,
    };
    if let Some(line) = &args.answer {
        let Some(waits) = file.call.unanswered() else { bail!("No review of this call waits for an answer") };
        (review.answers, review.note) = (Some(waits.id), line.clone());
    }
    Ok((!review.is_blank()).then_some(review))
}

/// Parses a criterion and its score: `why_now=2`.
fn score(text: &str) -> Result<(Criterion, u8)> {
    let parts = text.split_once('=').and_then(|(key, score)| {
        let score = score.trim().parse().ok().filter(|score| *score <= BEST_SCORE)?;
        Some((Criterion::from_key(key.trim())?, score))
    });
    parts.ok_or_else(|| {
        let keys: Vec<&str> = Criterion::ALL.iter().map(|one| one.key()).collect();
        UsageError(format!("\"{text}\" is not a score: write CRITERION=0 to 3, CRITERION one of {}", keys.join(", ")))
            .into()
    })
}

fn list(args: &ReviewArgs, store: &mut Store, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    if !args.score.is_empty() || args.note.is_some() || args.focus.is_some() || args.answer.is_some() {
        return Err(
            UsageError("Name the call that is reviewed: `whynow review` lists them with their ids".into()).into()
        );
    }
    let named = store.selectable()?;
    let selection = selection(args, &named, desk)?;
    let query = CallQuery { selection, offset: 0, limit: args.limit, ..CallQuery::default() };
    let found = store.calls(&query)?;
    if args.json {
        out.json(&serde_json::json!({ "selection": query.selection, "total": found.total, "calls": found.rows }))?;
        return Ok(Exit::Done);
    }
    head(&query.selection, &named, &found, out)?;
    for row in &found.rows {
        if args.plain { sentences(row, desk.now().date(), out)? } else { out.line(line(row))? }
    }
    Ok(Exit::Done)
}

fn head(selection: &CallFilter, named: &FilterNames, found: &Window<CallRow>, out: &mut Output) -> Result<()> {
    let more = if found.total.at_least { " or more" } else { "" };
    let what = if selection.unreviewed { "to read" } else { "in all" };
    let words = selection.words(named);
    let which = if words.is_empty() { String::new() } else { format!(" ({words})") };
    Ok(out.line(format!("{}{more} connected calls {what}{which}", found.total.n))?)
}

fn selection(args: &ReviewArgs, named: &FilterNames, desk: &CommandContext) -> Result<CallFilter> {
    let today = desk.now().date();
    let day = |text: &Option<String>| -> Result<Option<NaiveDate>> {
        let parse = |text: &String| {
            parse_past(text, today).ok_or_else(|| {
                UsageError(format!("\"{text}\" is not a day that has been: try 2 mar, yesterday, 2026-03-02"))
            })
        };
        Ok(text.as_ref().map(parse).transpose()?)
    };
    let sample = args.random.map(|size| SampleDraw {
        size,
        seed: args.seed.unwrap_or_else(|| u64::try_from(desk.now().millis().rem_euclid(SEEDS)).unwrap_or(0) + 1_000),
    });
    Ok(CallFilter {
        rep: args.rep.as_ref().map(|name| choose_one(name, "rep", &named.reps)).transpose()?,
        from: day(&args.from)?,
        until: day(&args.until)?,
        kind: args.kind.as_ref().map(|name| choose_one(name, "kind", &with_keys(&named.kinds))).transpose()?,
        campaign: args
            .campaign
            .as_ref()
            .map(|name| choose_one::<CampaignId>(name, "campaign", &named.campaigns))
            .transpose()?,
        verdict: args.verdict,
        source: args.source,
        flag: args.flag,
        connected: true,
        unreviewed: !args.all && sample.is_none(),
        sample,
    })
}

/// Returns each kind under its key as well as its label.
fn with_keys(kinds: &[(String, String)]) -> Vec<(String, String)> {
    kinds.iter().flat_map(|(key, label)| [(key.clone(), key.clone()), (key.clone(), label.clone())]).collect()
}

/// Returns the only entry that has this name, or whose name contains the text; an error if there is none or more than
/// one.
fn choose_one<T: Clone + PartialEq>(text: &str, what: &str, all: &[(T, String)]) -> Result<T> {
    let wanted = fold(text.trim());
    if let Some((id, _)) = all.iter().find(|(_, name)| fold(name) == wanted) {
        return Ok(id.clone());
    }
    let found: Vec<&(T, String)> = all.iter().filter(|(_, name)| fold(name).contains(&wanted)).collect();
    match found.as_slice() {
        // A kind stands there by its key and by its label: two hits of one kind are no doubt.
        [first, rest @ ..] if rest.iter().all(|(id, _)| *id == first.0) => Ok(first.0.clone()),
        [] => bail!("No {what} is called \"{text}\""),
        several => {
            let names: Vec<&str> = several.iter().take(10).map(|(_, name)| name.as_str()).collect();
            Err(UsageError(format!("\"{text}\" may be several: {}", names.join(", "))).into())
        }
    }
}

fn verdict(row: &CallRow) -> String {
    let verdict = row.verdict.map(Verdict::words).unwrap_or_default();
    join_parts([verdict, row.source.map(VerdictSource::words).unwrap_or_default()])
}

fn line(row: &CallRow) -> String {
    let at = row.at.format("%-d %b %H:%M").to_string();
    let flags: Vec<&str> = row.flags.list().iter().map(|flag| flag.words()).collect();
    let read = if row.reviewed { "reviewed" } else { "" };
    let facts = join_parts([at.as_str(), &row.rep, &row.account, &row.contact, &verdict(row), &flags.join(", "), read]);
    format!("{}  {facts}", row.id)
}

fn sentences(row: &CallRow, today: NaiveDate, out: &mut Output) -> Result<()> {
    out.line(format!("\n{} called {} of {}.", row.rep, row.contact, row.account))?;
    out.line(format!("It was {}, at {}.", relative_day(row.at.date_naive(), today), row.at.format("%H:%M")))?;
    out.line(format!("Time well spent: {}.", verdict(row)))?;
    for flag in row.flags.list() {
        out.line(format!("Worth a look: {}.", flag.words()))?;
    }
    out.line(format!("Its id is {}.", row.id))?;
    Ok(())
}

/// Prints one call as it is reviewed.
fn lines(file: &ReviewDetail, today: NaiveDate, out: &mut Output) -> Result<()> {
    let row = &file.call.row;
    out.line(line(row))?;
    out.line(file.chain.words(today))?;
    if let Some(by) = row.reason_by {
        out.line(format!("Its reason was {}", by.words()))?;
    }
    for ground in &file.grounds {
        let (then, now) = (&ground.then, &ground.trigger.freshness);
        out.line(format!(
            "Stood on: {} (then {} {:.0} %, today {} {:.0} %)",
            ground.trigger.headline,
            then.state.words(),
            100.0 * then.value,
            now.state.words(),
            100.0 * now.value
        ))?;
    }
    if let (Some(checked), Some(call)) = (&file.checked, file.call.versions.first()) {
        let when = if file.checked_then { "checked at the time" } else { "checked today" };
        out.line(format!("Opener, {} s aloud, {when}: {}", checked.seconds, checked.words()))?;
        out.line(format!("  {}", call.opener))?;
        for finding in &checked.findings {
            out.line(format!("  {}", finding.says))?;
        }
    }
    for (place, version) in file.call.versions.iter().enumerate() {
        let label = match (place, file.call.is_late(place)) {
            (0, _) => "Logged",
            (_, true) => "Amended late",
            (_, false) => "Amended",
        };
        let verdict = if version.is_connected() { version.verdict_line() } else { String::new() };
        out.line(format!("{label}: {}", join_parts([version.reach.words(), &verdict, &version.words])))?;
        if !version.asked.is_empty() {
            out.line(format!("Went on after the question: {}", rules_in_words(&version.asked)))?;
        }
        for over in &version.overrides {
            out.line(format!("Called despite \"{}\": {}", over.rule.replace('_', " "), over.because))?;
        }
    }
    reviews(file, out)
}

fn reviews(file: &ReviewDetail, out: &mut Output) -> Result<()> {
    for review in &file.call.reviews {
        let who = file.call.reviewer(review.reviewer);
        if review.answers.is_some() {
            out.line(format!("  {who} answered: {}", review.note))?;
            continue;
        }
        let own = if review.reviewer == file.call.row.rep_id { " (own call)" } else { "" };
        out.line(format!("Reviewed by {who}{own} on {}", review.at.format("%-d %b %Y")))?;
        if file.call.withheld.contains(&review.id) {
            out.line(format!("  Scores: {WITHHELD}"))?;
        }
        for (criterion, score) in &review.scores {
            out.line(format!("  {score}/3 {}", criterion.words()))?;
        }
        for (label, text) in [("Note", &review.note), ("Focus", &review.focus)] {
            if !text.is_empty() {
                out.line(format!("  {label}: {text}"))?;
            }
        }
    }
    Ok(())
}
