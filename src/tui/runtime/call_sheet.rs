//! Answers requests for call sheets.

use crate::clock::Moment;
use crate::domain::call_sheet::sheet;
use crate::job;
use crate::store::{Store, StoreError};
use crate::tui::message::effect::CallSheetRequest;
use crate::tui::message::msg::{Answer, FailedTask, Saved};

/// The sheet, or where it was written.
pub(super) fn answer(store: &mut Store, asked: CallSheetRequest, now: Moment) -> Result<Answer, StoreError> {
    Ok(match asked {
        CallSheetRequest::Read(account, contact) => {
            let file = store.sheet_file(account, contact, now)?;
            Answer::Sheet(account, contact, file.map(|file| Box::new(sheet(&file, now.date()))))
        }
        CallSheetRequest::Write(account, contact) => {
            match job::export::call_sheet::write_sheet(store, account, contact, None, now) {
                Ok(path) => Answer::Saved(Saved::Other(format!("The sheet is in {}.", path.display()))),
                Err(error) => Answer::Failed { doing: FailedTask::Reading, says: format!("{error:#}") },
            }
        }
    })
}
