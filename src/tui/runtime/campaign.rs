//! Answers questions about campaigns, and changes them.

use crate::clock::Moment;
use crate::domain::edit::Edited;
use crate::domain::ids::CampaignId;
use crate::store::{Store, StoreError};
use crate::tui::message::answer::{Answer, CampaignAnswer, ChangedRow, Saved};
use crate::tui::message::command::CampaignCommand;
use crate::tui::message::query::CampaignQuery;

use super::commands::ChangeResult;

/// Campaigns that a list reads at once: each is counted through.
const LIST: usize = 40;

pub(super) fn answer(store: &mut Store, query: CampaignQuery, now: Moment) -> Result<Answer, StoreError> {
    Ok(Answer::Campaign(match query {
        CampaignQuery::Seed(trigger) => CampaignAnswer::Seed(trigger, store.campaign_seed(trigger)?.map(Box::new)),
        CampaignQuery::List { offset } => CampaignAnswer::List(store.campaign_rows(offset, LIST)?),
        CampaignQuery::File(id) => CampaignAnswer::File(id, store.campaign_file(id)?.map(Box::new)),
        CampaignQuery::Whom(id, account) => {
            CampaignAnswer::Whom(id, account, store.whom_to_call(id, account, now.date())?)
        }
        CampaignQuery::Plan(contact, campaign) => {
            let file = store.plan_file_in(contact, Some(campaign), now)?;
            return Ok(Answer::Plan(contact, Box::new(file)));
        }
    }))
}

pub(super) fn carry(store: &mut Store, command: CampaignCommand) -> ChangeResult {
    Ok(match command {
        CampaignCommand::Start(start) => Answer::Campaign(CampaignAnswer::Started(store.start_campaign(&start)?)),
        CampaignCommand::SetImpact(id, account, impact) => line_answer(id, store.set_impact(id, account, &impact)?),
        CampaignCommand::SetLearned(id, learned) => line_answer(id, store.set_learned(id, &learned)?),
        CampaignCommand::Close(id) => {
            store.close_campaign(id)?;
            Answer::Campaign(CampaignAnswer::Closed(id))
        }
    })
}

/// A line is saved whenever it is left: saying so each time would cover what is said of the next.
fn line_answer(id: CampaignId, edited: Edited<String, ()>) -> Answer {
    match edited {
        Edited::Saved(()) => Answer::Saved(Saved::Form { account: None, contact: None, says: String::new() }),
        Edited::Meanwhile(met) => Answer::Meanwhile(ChangedRow::Line(id, *met.stands)),
    }
}
