//! Calls made in a dialler or CRM, each with the id that prevents it from being imported twice.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Call;
use crate::domain::account::{Contact, ExternalId};
use crate::domain::ids::{CallId, ContactId};

/// A call made in another system. What its file leaves out stays empty: without a verdict column there is no verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct ExternalCall {
    /// The person called, as far as the file says: name, addresses, numbers, external ids; nil ids.
    pub whom: Contact,
    pub company: Option<String>,
    /// Id of the company in the file's system.
    pub company_external: Option<ExternalId>,
    /// Id of the call in its system, if the system is known.
    pub external: Option<ExternalId>,
    /// Id of the call in a whynow book, if the file is an export of one.
    pub own: Option<Uuid>,
    pub rep: Option<String>,
    /// The call itself, with nil ids.
    pub call: Call,
}

impl ExternalCall {
    /// Returns the id of this call with a person, which is the same whenever the file is read: made from the call's id
    /// in its system, else from its minute and reach. `again` gives another id if that one was taken back.
    pub fn id(&self, contact: ContactId, again: u32) -> CallId {
        // An export of this book comes home: its calls are known by their own ids. Counted up, that id is taken, and
        // one is made.
        if let (Some(own), 0) = (self.own, again) {
            return CallId(own);
        }
        let mut hash = Sha256::new();
        // Books hold ids made from these bytes: with any change here the same file, read again, doubles its calls.
        hash.update(b"whynow call 1\0");
        match &self.external {
            Some(external) => hash.update(format!("{}\0{}", external.source, external.id)),
            None => hash.update(format!("{}\0{contact}", self.call.at.timestamp())),
        }
        hash.update(again.to_be_bytes());
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
        CallId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::domain::ids::{AccountId, RepId};

    fn call(at: &str, external: Option<&str>) -> ExternalCall {
        let at = DateTime::parse_from_rfc3339(at).unwrap();
        ExternalCall {
            whom: Contact::default(),
            company: None,
            company_external: None,
            external: external.map(|id| ExternalId { source: "hubspot".into(), id: id.into() }),
            own: None,
            rep: None,
            call: Call::new(CallId::default(), ContactId::default(), AccountId::default(), RepId::default(), at),
        }
    }

    #[test]
    fn the_same_call_has_the_same_id_whatever_zone_it_is_written_in() {
        let (ane, siri) = (ContactId(Uuid::from_u128(1)), ContactId(Uuid::from_u128(2)));
        let one = call("2026-03-12T09:12:00+01:00", None);
        let same = call("2026-03-12T08:12:00Z", None);
        assert_eq!(one.id(ane, 0), same.id(ane, 0));
        assert_ne!(one.id(ane, 0), one.id(siri, 0));
        assert_ne!(one.id(ane, 0), one.id(ane, 1));
        assert_ne!(one.id(ane, 0), call("2026-03-12T09:13:00+01:00", None).id(ane, 0));
    }

    #[test]
    fn an_id_of_the_calls_own_system_is_enough() {
        let ane = ContactId(Uuid::from_u128(1));
        let one = call("2026-03-12T09:12:00+01:00", Some("77"));
        assert_eq!(one.id(ane, 0), call("2026-03-12T09:12:07+01:00", Some("77")).id(ContactId::default(), 0));
        assert_ne!(one.id(ane, 0), call("2026-03-12T09:12:00+01:00", Some("78")).id(ane, 0));
        assert_eq!(one.id(ane, 0).0.get_version_num(), 8);
    }
}
