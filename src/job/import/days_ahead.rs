//! Events whose day has not come yet: they are dated on the day they come in, and take effect on theirs.

use chrono::{DateTime, NaiveDate};

use crate::domain::matching::name_key;
use crate::domain::text::{NAME_CAP, TRIGGER_CAP, clean_line, clean_note, fold};
use crate::domain::trigger::Trigger;
use crate::exchange::{ImportEntry, Notes, Record};
use crate::store::Store;

/// What is said of such a row.
const REMARK: &str = "a day lies ahead: it is when the event takes effect, and the trigger is dated today";

/// Returns the day on which this book takes rows in.
pub(crate) fn today(store: &Store) -> NaiveDate {
    let now = DateTime::from_timestamp_millis(store.millis()).unwrap_or_default();
    now.with_timezone(&store.here()).date_naive()
}

/// Dates on `today` what is to happen later; the day that the row names becomes the day it takes effect.
pub(crate) fn settle(rows: &mut [Record<ImportEntry>], today: NaiveDate, notes: Option<&Notes>) {
    for row in rows {
        let Ok(ImportEntry::Trigger(trigger)) = &mut row.value else { continue };
        if trigger.occurred_on <= today {
            continue;
        }
        let day = trigger.occurred_on;
        trigger.occurred_on = today;
        // A paper east of here may be a day ahead; nothing is still to come by that.
        if today.succ_opt() == Some(day) {
            continue;
        }
        identify(trigger, day);
        trigger.effective_on = trigger.effective_on.or(Some(day));
        let says = format!("{} Dated on the day it came in; its source names {day}.", trigger.summary);
        trigger.summary = clean_note(says.trim(), TRIGGER_CAP);
        notes.inspect(|notes| notes.count(REMARK, row.line));
    }
}

/// Gives a trigger without an id one by the day that its source names: by the day it came in, the same file would bring it
/// again tomorrow.
fn identify(trigger: &mut Trigger, day: NaiveDate) {
    if trigger.external.is_none() {
        let company = trigger.company.as_deref().map(name_key).unwrap_or_default();
        trigger.external = Some(clean_line(&format!("{day} {company} {}", fold(&trigger.headline)), NAME_CAP));
    }
}
