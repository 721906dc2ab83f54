//! Answers requests for scorecards.

use crate::clock::Moment;
use crate::domain::ids::RepId;
use crate::domain::scorecard::period::{DayRange, RecentDays};
use crate::job;
use crate::job::export::report::{ReportFormat, ReportOptions, write_report};
use crate::store::{Store, StoreError};
use crate::tui::message::effect::ScorecardRequest;
use crate::tui::message::msg::{Answer, FailedTask, Saved, ScorecardAnswer};

pub(super) fn answer(store: &Store, asked: &ScorecardRequest, now: Moment) -> Result<Answer, StoreError> {
    match *asked {
        ScorecardRequest::Book(span, rep) => {
            let period = span.period(now.date(), store.first_day()?, rep);
            let book = Box::new(store.scorebook(&period)?);
            Ok(Answer::Scored(ScorecardAnswer { span, rep, book, reps: store.reps()? }))
        }
        ScorecardRequest::Week(rep) => week(store, rep, now),
        ScorecardRequest::Report(span) => report(store, span, now),
    }
}

fn week(store: &Store, rep: Option<RepId>, now: Moment) -> Result<Answer, StoreError> {
    let Some(rep) = rep.map_or_else(|| store.own_rep(), |rep| Ok(Some(rep)))? else {
        return Ok(Answer::Failed {
            doing: FailedTask::Reading,
            says: "Nobody has logged a call in this book yet.".into(),
        });
    };
    let period = DayRange::Lately(RecentDays::Week).period(now.date(), None, Some(rep));
    Ok(match job::export::rep_week::write(store, &period, rep, None) {
        Ok(path) => Answer::Saved(Saved::Other(format!("The week is in {}.", path.display()))),
        Err(error) => Answer::Failed { doing: FailedTask::Reading, says: format!("{error:#}") },
    })
}

fn report(store: &Store, span: DayRange, now: Moment) -> Result<Answer, StoreError> {
    let period = span.period(now.date(), store.first_day()?, None);
    let wanted = ReportOptions { period, hide_names: false, form: ReportFormat::Html };
    Ok(match write_report(store, &wanted, None, now.date()) {
        Ok(path) => Answer::Saved(Saved::Other(format!("The report is in {}; a browser opens it.", path.display()))),
        Err(error) => Answer::Failed { doing: FailedTask::Reading, says: format!("{error:#}") },
    })
}
