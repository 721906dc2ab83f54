//! The calls of the sample book: those that tell a story, and random ones that fill the months between.

use anyhow::{Context, Result};
use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveTime};

use super::dice::Dice;
use super::sample::{SampleBook, plan_of};
use super::texts::{AccountText, CallText, Habit, ReviewText, SampleTray, TriggerText, day_of_work};
use crate::domain::call::{
    AskAnswer, Call, NextStep, Outcome, Reach, ReasonBy, Verdict, VerdictSource, Whose, parse_minutes,
};
use crate::domain::ids::{CallId, ReviewId};
use crate::domain::plan::Plan;
use crate::domain::review::Review;

/// A call with its plan and its reviews.
pub(super) struct SampleCall {
    pub(super) call: Call,
    /// The plan that the call was made with.
    pub(super) plan: Option<Plan>,
    pub(super) reviews: Vec<Review>,
}

/// Returns every call, oldest first.
pub(super) fn every_call(sample: &SampleBook<'_>) -> Result<Vec<SampleCall>> {
    let mut made = Vec::new();
    let mut earlier = 0;
    for text in &sample.texts.calls {
        if text.at == "earlier" {
            earlier += 1;
        }
        made.push(call_from_text(sample, text, earlier)?);
    }
    let mut dice = Dice::new();
    for account in sample.texts.accounts.iter().filter(|account| !account.tags.is_empty()) {
        scatter(sample, account, &mut dice, &mut made)?;
    }
    made.sort_by_key(|made| made.call.at);
    for (n, made) in made.iter_mut().enumerate() {
        made.call.id = CallId(id(made.call.at, n, 0));
        for (of, review) in made.reviews.iter_mut().enumerate() {
            review.call_id = made.call.id;
            review.id = ReviewId(id(review.at, n, of + 1));
        }
    }
    Ok(made)
}

/// Returns an id that is the same on every machine and sorts by the time of the call.
fn id(at: DateTime<FixedOffset>, n: usize, of: usize) -> uuid::Uuid {
    let mut random = [0; 10];
    for (byte, from) in random.iter_mut().rev().zip([of, n & 0xff, n >> 8]) {
        *byte = u8::try_from(from & 0xff).unwrap_or(0);
    }
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(at.timestamp_millis()).unwrap_or(0), &random).into_uuid()
}

fn call_from_text(sample: &SampleBook<'_>, text: &CallText, earlier: i64) -> Result<SampleCall> {
    let (contact, account) = sample.person(&text.with)?;
    let at =
        if text.at == "earlier" { this_morning(sample, earlier) } else { moment(sample, text.days_ago, &text.at)? };
    let mut call = Call::new(CallId::default(), contact, account, sample.rep(text.rep.as_deref())?, at);
    call.seconds = text.length.as_deref().and_then(parse_minutes);
    call.minutes_asked = text.asked;
    call.reach = text.reach;
    call.outcome = text.outcome;
    call.verdict = text.verdict;
    call.source = text.source;
    call.learned = text.learned.unwrap_or(AskAnswer::NotAsked);
    call.way_forward = text.way_forward.unwrap_or(AskAnswer::NotAsked);
    call.words.clone_from(&text.words);
    call.note.clone_from(&text.note);
    call.opener.clone_from(&text.opener);
    call.overrides.clone_from(&text.overrides);
    call.asked = text.passed.iter().map(|rule| rule.key().to_owned()).collect();
    call.campaign = text.campaign.then_some(sample.campaign);
    call.triggers = text.trigger.iter().map(|key| sample.trigger(key)).collect::<Result<_>>()?;
    call.reason_by = (!call.triggers.is_empty()).then_some(ReasonBy::Chosen);
    call.log_seconds = Some(if text.note.is_empty() { 6 } else { 14 });
    if let Some(next) = &text.next {
        call.next =
            Some(NextStep { what: next.what.clone(), by: Some(sample.day(next.due)), time: None, whose: next.whose });
    }
    let plan = text.plan.as_ref().map(|plan| Plan {
        contact_id: contact,
        account_id: account,
        triggers: call.triggers.clone(),
        opener: call.opener.clone(),
        campaign: call.campaign,
        ..plan_of(plan)
    });
    let written = [&text.self_review, &text.review];
    let reviews: Result<_> = written.into_iter().flatten().map(|review| read_review(sample, review, &call)).collect();
    Ok(SampleCall { reviews: reviews?, call, plan })
}

fn read_review(sample: &SampleBook<'_>, text: &ReviewText, call: &Call) -> Result<Review> {
    let evening = call.at + Duration::days(text.after) + Duration::hours(3);
    Ok(Review {
        id: ReviewId::default(),
        call_id: call.id,
        reviewer: text.by.as_deref().map_or(Ok(call.rep_id), |name| sample.rep(Some(name)))?,
        // Whatever the hour at which the sample is made, nothing in it lies ahead.
        at: evening.min(sample.now.0),
        scores: text.scores(),
        note: text.note.clone(),
        focus: text.focus.clone(),
        answers: None,
    })
}

/// Returns a time today before now, but not before midnight.
fn this_morning(sample: &SampleBook<'_>, nth: i64) -> DateTime<FixedOffset> {
    let minutes = Duration::minutes((120 - 35 * nth).max(1));
    let midnight = local(sample, sample.now.date(), NaiveTime::MIN);
    (sample.now.0 - minutes).max(midnight + Duration::minutes(nth)).min(sample.now.0)
}

fn moment(sample: &SampleBook<'_>, days_ago: i64, at: &str) -> Result<DateTime<FixedOffset>> {
    let time = NaiveTime::parse_from_str(at, "%H:%M").with_context(|| format!("{at} is not a time of day"))?;
    Ok(local(sample, day_of_work(sample.day(-days_ago), -1), time))
}

fn local(sample: &SampleBook<'_>, day: NaiveDate, time: NaiveTime) -> DateTime<FixedOffset> {
    let offset = *sample.now.0.offset();
    day.and_time(time).and_local_timezone(offset).single().unwrap_or(sample.now.0)
}

/// Number of random calls to each company, beside those of its story.
const A_COMPANY: i64 = 4;
/// Days without random calls at companies with a story, so that their lists show the story.
const QUIET: i64 = 20;
/// Days without random calls at companies with a ready plan, so that the swarm guard does not warn.
const QUIET_BEFORE_A_CALL: i64 = 32;

fn scatter(sample: &SampleBook<'_>, company: &AccountText, dice: &mut Dice, made: &mut Vec<SampleCall>) -> Result<()> {
    let habit = sample.texts.scatter.habit.iter().find(|habit| habit.rep == company.owner);
    let Some(habit) = habit else { return Ok(()) };
    let people: Vec<_> = company.people.iter().filter(|person| person.do_not_call.is_none()).collect();
    let quiet = quiet(sample, company);
    // One throw more or fewer, or in another place, changes every call behind it, and the tests that look at
    // them.
    for n in 0..A_COMPANY {
        let Some(person) = dice.one(&people) else { continue };
        let newest = if n == 0 && quiet == 0 { 3 } else { quiet.max(QUIET) };
        let reason = reason(sample, company, newest, dice).filter(|_| !dice.chance(habit.without_reason));
        // No call stands on what had not happened yet.
        // Within the 90 days, today included, that the scorecards show first.
        let oldest = reason.map_or(89, |trigger| trigger.days_ago.min(89));
        let days_ago = dice.between(newest, oldest);
        let time = format!("{:02}:{:02}", dice.between(8, 16), 5 * dice.between(0, 11));
        let (contact, account) = sample.person(&person.name)?;
        let at = moment(sample, days_ago, &time)?;
        let mut call = Call::new(CallId::default(), contact, account, sample.rep(Some(&company.owner))?, at);
        call.triggers = reason.map(|trigger| sample.trigger(&trigger.key)).transpose()?.into_iter().collect();
        call.reason_by = (!call.triggers.is_empty()).then_some(ReasonBy::Chosen);
        add_outcome(sample, habit, dice, &mut call);
        made.push(SampleCall { call, plan: None, reviews: Vec::new() });
    }
    Ok(())
}

/// Returns the number of days in which a company has no random calls.
fn quiet(sample: &SampleBook<'_>, company: &AccountText) -> i64 {
    let here = |name: &str| company.people.iter().any(|person| person.name == name);
    let texts = sample.texts;
    if texts.plans.iter().any(|plan| here(&plan.with) && plan.template.is_some()) {
        QUIET_BEFORE_A_CALL
    } else if texts.plans.iter().any(|plan| here(&plan.with))
        || texts.calls.iter().any(|call| here(&call.with) && call.days_ago <= QUIET)
    {
        QUIET
    } else {
        0
    }
}

/// Chooses a trigger of the company on which a call made `newest` or more days ago could stand.
fn reason<'s>(
    sample: &'s SampleBook<'_>,
    company: &AccountText,
    newest: i64,
    dice: &mut Dice,
) -> Option<&'s TriggerText> {
    let theirs = |trigger: &&TriggerText| {
        trigger.accounts.contains(&company.name)
            && trigger.status == SampleTray::Kept
            && trigger.kind != "our_reason"
            && trigger.days_ago >= newest
    };
    let theirs: Vec<_> = sample.texts.triggers.iter().filter(theirs).collect();
    dice.one(&theirs).copied()
}

/// Sets the outcome of a random call.
fn add_outcome(sample: &SampleBook<'_>, habit: &Habit, dice: &mut Dice, call: &mut Call) {
    let scatter = &sample.texts.scatter;
    let weights: Vec<_> =
        Reach::ALL.iter().map(|reach| (*reach, scatter.reach.get(reach.key()).copied().unwrap_or(0))).collect();
    call.reach = dice.weighted(&weights).unwrap_or(Reach::NoAnswer);
    call.log_seconds = u32::try_from(dice.between(4, 18)).ok();
    if call.reach != Reach::Connected {
        call.note = text(dice, &scatter.notes, "missed");
        return;
    }
    call.note = text(dice, &scatter.notes, "connected");
    let asked = dice.between(4, 8);
    let used = if dice.chance(habit.long) { dice.between(asked, asked + 5) } else { dice.between(2, asked) };
    call.minutes_asked = u16::try_from(asked).ok().filter(|_| !dice.chance(habit.guessed));
    call.seconds = u32::try_from(60 * used - dice.between(0, 50)).ok();
    judge(sample, habit, dice, call);
    call.outcome = dice.weighted(outcomes(call.verdict.unwrap_or(Verdict::NotAsked)));
    // Steps agreed in the last weeks belong to the stories.
    let recent = call.at.date_naive() > sample.day(-QUIET - 5);
    if recent && call.outcome == Some(Outcome::NextStepAgreed) {
        call.outcome = Some(Outcome::UsefulNoStep);
    }
    if call.outcome == Some(Outcome::NextStepAgreed) {
        let whose = if dice.chance(50) { Whose::Ours } else { Whose::Theirs };
        let by = day_of_work(call.at.date_naive() + Duration::days(dice.between(2, 7)), 1);
        call.next = Some(NextStep { what: text(dice, &scatter.steps, whose.key()), by: Some(by), time: None, whose });
    }
}

/// Sets the verdict of a random call, and who said it.
fn judge(sample: &SampleBook<'_>, habit: &Habit, dice: &mut Dice, call: &mut Call) {
    let silent = 100_u32.saturating_sub(habit.asked + habit.unprompted + habit.guessed);
    call.source = dice
        .weighted(&[
            (Some(VerdictSource::SaidWhenAsked), habit.asked),
            (Some(VerdictSource::SaidUnprompted), habit.unprompted),
            (Some(VerdictSource::RepInferred), habit.guessed),
            (None, silent),
        ])
        .flatten();
    let Some(source) = call.source else {
        call.verdict = Some(Verdict::NotAsked);
        return;
    };
    let wasted = 100_u32.saturating_sub(habit.well_spent + habit.partly);
    let verdict = match source {
        // Whoever guesses, guesses well of himself.
        VerdictSource::RepInferred => dice.weighted(&[(Verdict::WellSpent, 80), (Verdict::Partly, 20)]),
        VerdictSource::SaidWhenAsked | VerdictSource::SaidUnprompted => dice.weighted(&[
            (Verdict::WellSpent, habit.well_spent),
            (Verdict::Partly, habit.partly),
            (Verdict::Wasted, if call.triggers.is_empty() { 4 * wasted } else { wasted }),
        ]),
    };
    call.verdict = verdict;
    if source != VerdictSource::RepInferred {
        let key = verdict.map_or("", Verdict::key);
        call.words = text(dice, &sample.texts.scatter.words, key);
        call.learned = if verdict == Some(Verdict::Wasted) { AskAnswer::No } else { AskAnswer::Yes };
        call.way_forward =
            if verdict == Some(Verdict::WellSpent) && dice.chance(60) { AskAnswer::Yes } else { AskAnswer::No };
    }
}

fn outcomes(verdict: Verdict) -> &'static [(Outcome, u32)] {
    match verdict {
        Verdict::WellSpent => &[
            (Outcome::NextStepAgreed, 45),
            (Outcome::UsefulNoStep, 30),
            (Outcome::Referred, 15),
            (Outcome::Callback, 10),
        ],
        Verdict::Partly => &[(Outcome::Callback, 30), (Outcome::NotNow, 40), (Outcome::UsefulNoStep, 30)],
        Verdict::Wasted => &[(Outcome::Declined, 50), (Outcome::NotNow, 30), (Outcome::HungUp, 20)],
        Verdict::NotAsked => &[(Outcome::Callback, 40), (Outcome::NotNow, 40), (Outcome::UsefulNoStep, 20)],
    }
}

fn text(dice: &mut Dice, of: &std::collections::BTreeMap<String, Vec<String>>, key: &str) -> String {
    of.get(key).and_then(|lines| dice.one(lines)).cloned().unwrap_or_default()
}
