//! The basis of a match: why two rows are, or may be, the same.

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// The basis of a match between two companies or people.
    MatchBasis {
        /// The SEC's number.
        SameCik = "cik", "same CIK";
        /// An id that one other system gave.
        SameId = "id", "same id in the other system";
        /// Its web domain, and names that agree.
        SameDomain = "domain", "same web domain, and the names agree";
        /// A ticker, and names that agree.
        SameTicker = "ticker", "same ticker, and the names agree";
        /// Its name, and a place that agrees.
        SameNameAndPlace = "name_and_place", "same name and place";
        /// Its name alone.
        SameName = "name", "same name";
        /// Another name that it goes by.
        AlsoKnownAs = "alias", "also known by this name";
        /// An e-mail address of their own.
        SameEmail = "email", "same e-mail address";
        /// The name, at the same account.
        SameNameThere = "name_there", "same name at the same account";
        /// A telephone number, and the name.
        SamePhone = "phone", "same telephone number and name";
        /// The name, but city, region or country differ.
        OtherPlace = "other_place", "same name, another place";
        /// The web domain, but the names do not agree.
        OtherNameOfDomain = "other_name_of_domain", "same web domain, another name";
        /// The ticker, but the names do not agree.
        OtherNameOfTicker = "other_name_of_ticker", "same ticker, another name";
        /// Names that differ by a country, "group", "holding" or "international".
        NearlyTheName = "nearly_the_name", "the names differ by a country, “group”, “holding” or “international”";
        /// More than one account of this name.
        OneOfSeveral = "one_of_several", "one of several of this name";
        /// The name at the same account, but another address of the company's domain.
        OtherMailbox = "other_mailbox", "same name at the same account, another e-mail address";
    }
}

impl MatchBasis {
    /// True if an identifier says so that one body gives to one company or person only.
    pub fn is_an_id(self) -> bool {
        matches!(self, MatchBasis::SameCik | MatchBasis::SameId)
    }
}
