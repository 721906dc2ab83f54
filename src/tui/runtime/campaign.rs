//! Answers requests about campaigns.

use crate::clock::Moment;
use crate::domain::campaign::Start;
use crate::job;
use crate::store::{Store, StoreError};
use crate::tui::message::effect::Campaigning;
use crate::tui::message::msg::{Answer, CampaignAnswer, Doing, Saved};

/// Campaigns that a list reads at once: each is counted through.
const LIST: usize = 40;

/// What is being done, for the sentence when it fails.
pub(super) fn doing(asked: &Campaigning) -> Doing {
    match asked {
        Campaigning::Seed(_)
        | Campaigning::List(_)
        | Campaigning::File(_)
        | Campaigning::Whom(..)
        | Campaigning::Plan(..)
        | Campaigning::Export(_) => Doing::Reading,
        Campaigning::Start(_) | Campaigning::Impact(..) | Campaigning::Learned(..) => Doing::SavingForm,
        Campaigning::Close(_) => Doing::Changing,
    }
}

/// What a filter finds.
pub(super) fn pick(store: &Store, start: Box<Start>) -> Result<Answer, StoreError> {
    let found = store.picking(&start)?;
    Ok(Answer::Campaign(CampaignAnswer::Picking(start, Box::new(found))))
}

/// Everything else.
pub(super) fn answer(store: &mut Store, asked: Campaigning, now: Moment) -> Result<Answer, StoreError> {
    Ok(Answer::Campaign(match asked {
        Campaigning::Seed(trigger) => CampaignAnswer::Seed(trigger, store.campaign_seed(trigger)?.map(Box::new)),
        Campaigning::List(offset) => CampaignAnswer::List(store.campaign_rows(offset, LIST)?),
        Campaigning::File(id) => CampaignAnswer::File(id, store.campaign_file(id)?.map(Box::new)),
        Campaigning::Whom(id, account) => CampaignAnswer::Whom(id, account, store.whom_to_call(id, account)?),
        Campaigning::Plan(contact, campaign) => {
            let file = store.plan_file_in(contact, Some(campaign), now)?;
            return Ok(Answer::Plan(contact, Box::new(file)));
        }
        Campaigning::Start(start) => CampaignAnswer::Started(store.start_campaign(&start)?),
        Campaigning::Impact(id, account, impact) => {
            store.set_impact(id, account, &impact)?;
            return Ok(Answer::Saved(Saved::Form { account: None, says: String::new() }));
        }
        Campaigning::Learned(id, learned) => {
            store.set_learned(id, &learned)?;
            return Ok(Answer::Saved(Saved::Form { account: None, says: String::new() }));
        }
        Campaigning::Close(id) => {
            store.close_campaign(id)?;
            CampaignAnswer::Closed(id)
        }
        Campaigning::Export(id) => return Ok(export(store, id, now)),
    }))
}

fn export(store: &Store, id: crate::domain::ids::CampaignId, now: Moment) -> Answer {
    match job::export::campaign_summary::write_summary(store, id, None, now.date()) {
        Ok(path) => Answer::Saved(Saved::Other(format!("The summary is in {}.", path.display()))),
        Err(error) => Answer::Failed { doing: Doing::Reading, says: format!("{error:#}") },
    }
}
