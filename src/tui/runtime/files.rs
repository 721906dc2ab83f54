//! Writes files for people to read: a campaign's summary, a rep's week, the report, a call sheet.

use std::path::PathBuf;

use crate::clock::Moment;
use crate::domain::ids::RepId;
use crate::domain::scorecard::period::{DayRange, RecentDays};
use crate::fault::chain_says;
use crate::job::export::call_sheet::write_sheet;
use crate::job::export::campaign_summary::write_summary;
use crate::job::export::rep_week;
use crate::job::export::report::{ReportFormat, ReportOptions, write_report};
use crate::job::file::permit::{FileThere, Replace, WritePermit};
use crate::job::file::protected::Spared;
use crate::store::Store;
use crate::tui::message::answer::{Answer, FailedTask};
use crate::tui::message::command::FileCommand;

use super::commands::{ChangeResult, saved_answer};

/// Writes the file and says where it is; or says that a file is there that may not be replaced without a word.
pub(super) fn write(store: &mut Store, command: FileCommand, replace: Option<PathBuf>, now: Moment) -> ChangeResult {
    let today = now.date();
    // As the commands of the command line are called: each may replace what the other wrote.
    let by = match command {
        FileCommand::Summary(_) => "campaign close",
        FileCommand::Sheet(..) => "sheet",
        FileCommand::Week(_) => "week",
        FileCommand::Report(_) => "report",
    };
    let permit = WritePermit::new(Spared::book(store.path()), by, replace.map_or(Replace::Own, Replace::This));
    let (written, says) = match command {
        FileCommand::Summary(id) => (write_summary(store, id, None, &permit, today), "The summary is in {}."),
        FileCommand::Sheet(account, contact) => {
            (write_sheet(store, account, contact, None, &permit, now), "The sheet is in {}.")
        }
        FileCommand::Week(rep) => {
            let Some(rep) = rep.map_or_else(|| store.own_rep(), |rep| Ok(Some(rep)))? else {
                return Ok(failed_answer("Nobody has logged a call in this book yet.".into()));
            };
            (week(store, rep, &permit, now), "The week is in {}.")
        }
        FileCommand::Report(span) => {
            let period = span.period(today, store.first_day()?, None);
            let wanted = ReportOptions { period, hide_names: false, form: ReportFormat::Html };
            (write_report(store, &wanted, None, &permit, today), "The report is in {}; a browser opens it.")
        }
    };
    Ok(match written {
        Ok(path) => saved_answer(says.replace("{}", &path.display().to_string())),
        Err(error) => match error.downcast_ref::<FileThere>() {
            Some(there) => Answer::FileThere(command, there.path.clone()),
            None => failed_answer(chain_says(&error)),
        },
    })
}

fn week(store: &Store, rep: RepId, permit: &WritePermit, now: Moment) -> anyhow::Result<PathBuf> {
    let period = DayRange::Lately(RecentDays::Week).period(now.date(), None, Some(rep));
    rep_week::write(store, &period, rep, None, permit)
}

fn failed_answer(says: String) -> Answer {
    Answer::Failed { doing: FailedTask::WritingFile, says }
}
