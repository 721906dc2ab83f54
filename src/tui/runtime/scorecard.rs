//! Answers requests for scorecards.

use crate::clock::Moment;
use crate::domain::ids::RepId;
use crate::domain::scorecard::period::{Length, Span};
use crate::job;
use crate::job::export::report::{Form, Wanted, write_report};
use crate::store::{Store, StoreError};
use crate::tui::message::effect::Scoring;
use crate::tui::message::msg::{Answer, Doing, Saved, Scored};

pub(super) fn answer(store: &Store, asked: &Scoring, now: Moment) -> Result<Answer, StoreError> {
    match *asked {
        Scoring::Book(span, rep) => {
            let period = span.period(now.date(), store.first_day()?, rep);
            let book = Box::new(store.scorebook(&period)?);
            Ok(Answer::Scored(Scored { span, rep, book, reps: store.reps()? }))
        }
        Scoring::Week(rep) => week(store, rep, now),
        Scoring::Report(span) => report(store, span, now),
    }
}

fn week(store: &Store, rep: Option<RepId>, now: Moment) -> Result<Answer, StoreError> {
    let Some(rep) = rep.map_or_else(|| store.own_rep(), |rep| Ok(Some(rep)))? else {
        return Ok(Answer::Failed { doing: Doing::Reading, says: "Nobody has logged a call in this book yet.".into() });
    };
    let period = Span::Lately(Length::Week).period(now.date(), None, Some(rep));
    Ok(match job::export::rep_week::write(store, &period, rep, None) {
        Ok(path) => Answer::Saved(Saved::Other(format!("The week is in {}.", path.display()))),
        Err(error) => Answer::Failed { doing: Doing::Reading, says: format!("{error:#}") },
    })
}

fn report(store: &Store, span: Span, now: Moment) -> Result<Answer, StoreError> {
    let period = span.period(now.date(), store.first_day()?, None);
    let wanted = Wanted { period, hide_names: false, form: Form::Html };
    Ok(match write_report(store, &wanted, None, now.date()) {
        Ok(path) => Answer::Saved(Saved::Other(format!("The report is in {}; a browser opens it.", path.display()))),
        Err(error) => Answer::Failed { doing: Doing::Reading, says: format!("{error:#}") },
    })
}
