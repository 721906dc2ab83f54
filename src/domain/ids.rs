//! Ids: one newtype a thing, so that a contact's id never stands where an account's should.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
        pub struct $name(pub Uuid);

        impl $name {
            /// True if this is the nil id of something not stored yet.
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
    /// A company.
    AccountId,
    /// A person.
    ContactId,
    /// Something that happened or will happen.
    TriggerId,
    /// A call plan.
    PlanId,
    /// A logged call; made when the form opens, so that a retry never logs twice.
    CallId,
    /// One change that touches many accounts.
    CampaignId,
    /// A manager's review of one call.
    ReviewId,
    /// A promise made in a call.
    PromiseId,
    /// One run of an import.
    ImportId,
    /// A place that items come from.
    FeedId,
    /// Words whose appearance makes a trigger.
    WatchId,
    /// A person who calls or reviews.
    RepId,
    /// One installation that writes to a book.
    DeviceId,
}
