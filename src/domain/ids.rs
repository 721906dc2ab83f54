//! Ids: one newtype for each thing, so that a contact's id cannot be used as an account's.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Returns when a row entered its book, read from its id; `None` for an id that another program made.
pub fn entered_at(id: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanos) = id.get_timestamp().filter(|_| id.get_version_num() == 7)?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Returns true if this is the nil id of something not stored yet.
            pub fn is_nil(self) -> bool {
                self.0.is_nil()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// Id of a company.
    AccountId,
    /// Id of a person.
    ContactId,
    /// Id of a trigger.
    TriggerId,
    /// Id of a call plan.
    PlanId,
    /// Id of a logged call; made when the form opens, so that a retry never logs twice.
    CallId,
    /// Id of a campaign.
    CampaignId,
    /// Id of a review of one call.
    ReviewId,
    /// Id of a promise made in a call.
    PromiseId,
    /// Id of an e-mail, a message or a call of theirs.
    TouchId,
    /// Id of one import.
    ImportId,
    /// Id of a feed.
    FeedId,
    /// Id of a set of watch words.
    WatchId,
    /// Id of a person who calls or reviews.
    RepId,
    /// Id of a device: one installation that writes to a book.
    DeviceId,
}
