//! The basis of a match: why two rows are, or may be, the same.

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// The basis of a match between two companies or people.
    MatchBasis {
        /// Both have the same CIK.
        SameCik = "cik", "same CIK";
        /// Both have the same id in another system.
        SameId = "id", "same id in the other system";
        /// Both have the same web domain, and the names agree.
        SameDomain = "domain", "same web domain, and the names agree";
        /// Both have the same ticker, and the names agree.
        SameTicker = "ticker", "same ticker, and the names agree";
        /// Both have the same name, and the places agree.
        SameNameAndPlace = "name_and_place", "same name and place";
        /// Only the names are the same.
        SameName = "name", "same name";
        /// The name of one is an alias of the other.
        AlsoKnownAs = "alias", "also known by this name";
        /// Both have the same personal e-mail address.
        SameEmail = "email", "same e-mail address";
        /// Both have the same name at the same account.
        SameNameThere = "name_there", "same name at the same account";
        /// Both have the same telephone number and name.
        SamePhone = "phone", "same telephone number and name";
        /// The names are the same, but city, region or country differ.
        OtherPlace = "other_place", "same name, another place";
        /// The web domain is the same, but the names do not agree.
        OtherNameOfDomain = "other_name_of_domain", "same web domain, another name";
        /// Both have the same id in another system, but the names do not agree: one file had it under two.
        OtherNameOfId = "other_name_of_id", "same id in the other system, another name";
        /// The ticker is the same, but the names do not agree.
        OtherNameOfTicker = "other_name_of_ticker", "same ticker, another name";
        /// The names differ by a legal form, a country, "group", "holding" or "international".
        NearlyTheName = "nearly_the_name", "the names differ by a legal form, a country, “group”, “holding” or “international”";
        /// There are several accounts of this name.
        OneOfSeveral = "one_of_several", "one of several of this name";
        /// The name is the same at the same account, but the addresses at the company's domain differ.
        OtherMailbox = "other_mailbox", "same name at the same account, another e-mail address";
    }
}

impl MatchBasis {
    /// Returns true for identifiers that are given to one company or person only.
    pub fn is_an_id(self) -> bool {
        matches!(self, MatchBasis::SameCik | MatchBasis::SameId)
    }

    /// Returns how much a match on this basis says, from 0 for the surest.
    pub fn rank(self) -> u8 {
        match self {
            MatchBasis::SameCik | MatchBasis::SameId => 0,
            MatchBasis::SameEmail | MatchBasis::SameDomain | MatchBasis::SamePhone => 1,
            MatchBasis::SameTicker | MatchBasis::SameNameAndPlace | MatchBasis::SameNameThere => 2,
            MatchBasis::SameName | MatchBasis::AlsoKnownAs | MatchBasis::OneOfSeveral | MatchBasis::OtherMailbox => 3,
            MatchBasis::NearlyTheName | MatchBasis::OtherNameOfId => 4,
            MatchBasis::OtherPlace | MatchBasis::OtherNameOfTicker => 5,
            MatchBasis::OtherNameOfDomain => 6,
        }
    }
}
