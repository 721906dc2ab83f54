//! Answers requests about campaigns.

use crate::clock::Moment;
use crate::domain::campaign::CampaignStart;
use crate::job;
use crate::store::{Store, StoreError};
use crate::tui::message::effect::CampaignRequest;
use crate::tui::message::msg::{Answer, CampaignAnswer, FailedTask, Saved};

/// Campaigns that a list reads at once: each is counted through.
const LIST: usize = 40;

/// What is being done, for the sentence when it fails.
pub(super) fn doing(asked: &CampaignRequest) -> FailedTask {
    match asked {
        CampaignRequest::Seed(_)
        | CampaignRequest::List(_)
        | CampaignRequest::File(_)
        | CampaignRequest::Whom(..)
        | CampaignRequest::Plan(..)
        | CampaignRequest::Export(_) => FailedTask::Reading,
        CampaignRequest::Start(_) | CampaignRequest::Impact(..) | CampaignRequest::Learned(..) => {
            FailedTask::SavingForm
        }
        CampaignRequest::Close(_) => FailedTask::Changing,
    }
}

/// What a filter finds.
pub(super) fn pick(store: &Store, start: Box<CampaignStart>) -> Result<Answer, StoreError> {
    let found = store.picking(&start)?;
    Ok(Answer::Campaign(CampaignAnswer::Picking(start, Box::new(found))))
}

/// Everything else.
pub(super) fn answer(store: &mut Store, asked: CampaignRequest, now: Moment) -> Result<Answer, StoreError> {
    Ok(Answer::Campaign(match asked {
        CampaignRequest::Seed(trigger) => CampaignAnswer::Seed(trigger, store.campaign_seed(trigger)?.map(Box::new)),
        CampaignRequest::List(offset) => CampaignAnswer::List(store.campaign_rows(offset, LIST)?),
        CampaignRequest::File(id) => CampaignAnswer::File(id, store.campaign_file(id)?.map(Box::new)),
        CampaignRequest::Whom(id, account) => CampaignAnswer::Whom(id, account, store.whom_to_call(id, account)?),
        CampaignRequest::Plan(contact, campaign) => {
            let file = store.plan_file_in(contact, Some(campaign), now)?;
            return Ok(Answer::Plan(contact, Box::new(file)));
        }
        CampaignRequest::Start(start) => CampaignAnswer::Started(store.start_campaign(&start)?),
        CampaignRequest::Impact(id, account, impact) => {
            store.set_impact(id, account, &impact)?;
            return Ok(Answer::Saved(Saved::Form { account: None, says: String::new() }));
        }
        CampaignRequest::Learned(id, learned) => {
            store.set_learned(id, &learned)?;
            return Ok(Answer::Saved(Saved::Form { account: None, says: String::new() }));
        }
        CampaignRequest::Close(id) => {
            store.close_campaign(id)?;
            CampaignAnswer::Closed(id)
        }
        CampaignRequest::Export(id) => return Ok(export(store, id, now)),
    }))
}

fn export(store: &Store, id: crate::domain::ids::CampaignId, now: Moment) -> Answer {
    match job::export::campaign_summary::write_summary(store, id, None, now.date()) {
        Ok(path) => Answer::Saved(Saved::Other(format!("The summary is in {}.", path.display()))),
        Err(error) => Answer::Failed { doing: FailedTask::Reading, says: format!("{error:#}") },
    }
}
