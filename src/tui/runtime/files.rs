//! Writes files for people to read: a campaign's summary, a rep's week, the report, a call sheet.

use crate::clock::Moment;
use crate::domain::ids::RepId;
use crate::domain::scorecard::period::{DayRange, RecentDays};
use crate::job::export::call_sheet::write_sheet;
use crate::job::export::campaign_summary::write_summary;
use crate::job::export::rep_week;
use crate::job::export::report::{ReportFormat, ReportOptions, write_report};
use crate::store::Store;
use crate::tui::message::answer::{Answer, FailedTask};
use crate::tui::message::command::FileCommand;

use super::commands::{ChangeResult, saved_answer};

/// Writes the file and says where it is.
pub(super) fn write(store: &mut Store, command: FileCommand, now: Moment) -> ChangeResult {
    let today = now.date();
    let (written, says) = match command {
        FileCommand::Summary(id) => (write_summary(store, id, None, today), "The summary is in {}."),
        FileCommand::Sheet(account, contact) => {
            (write_sheet(store, account, contact, None, now), "The sheet is in {}.")
        }
        FileCommand::Week(rep) => return week(store, rep, now),
        FileCommand::Report(span) => {
            let period = span.period(today, store.first_day()?, None);
            let wanted = ReportOptions { period, hide_names: false, form: ReportFormat::Html };
            (write_report(store, &wanted, None, today), "The report is in {}; a browser opens it.")
        }
    };
    Ok(match written {
        Ok(path) => saved_answer(says.replace("{}", &path.display().to_string())),
        Err(error) => failed_answer(format!("{error:#}")),
    })
}

fn week(store: &Store, rep: Option<RepId>, now: Moment) -> ChangeResult {
    let Some(rep) = rep.map_or_else(|| store.own_rep(), |rep| Ok(Some(rep)))? else {
        return Ok(failed_answer("Nobody has logged a call in this book yet.".into()));
    };
    let period = DayRange::Lately(RecentDays::Week).period(now.date(), None, Some(rep));
    Ok(match rep_week::write(store, &period, rep, None) {
        Ok(path) => saved_answer(format!("The week is in {}.", path.display())),
        Err(error) => failed_answer(format!("{error:#}")),
    })
}

fn failed_answer(says: String) -> Answer {
    Answer::Failed { doing: FailedTask::WritingFile, says }
}
