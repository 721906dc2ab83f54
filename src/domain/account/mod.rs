//! Accounts and contacts: the companies and the people who could be called.

pub mod calling_hours;
mod city_zones;
pub mod clock_note;
pub mod country_names;
pub mod holidays;
mod number_zones;
mod numbering;
pub mod person;
pub mod phone_digits;
pub mod phone_region;
pub(crate) mod place_names;
pub mod profile;
pub mod zone;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::ids::{AccountId, ContactId};
use super::look_alike;
use super::look_alike::LookAlike;
use phone_digits::comparison_digits;

/// A company. In a record read from a file, an absent field means "the file does not say", never "blank it".
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    /// Id; nil until stored.
    pub id: AccountId,
    /// The name people use.
    pub name: String,
    /// Web domain without scheme and `www.`, lower case.
    pub domain: Option<String>,
    /// Exchange symbols, upper case; several where a company has several share classes.
    pub tickers: Vec<String>,
    /// The SEC's Central Index Key.
    pub cik: Option<u64>,
    /// Ids of the company in other systems.
    pub external: Vec<ExternalId>,
    /// Other names of the company.
    pub aliases: Vec<String>,
    /// Sector or industry, in the words of its source.
    pub industry: Option<String>,
    /// Narrower field within the industry.
    pub sub_industry: Option<String>,
    /// City of the headquarters.
    pub city: Option<String>,
    pub region: Option<String>,
    /// Country, in the words of its source.
    pub country: Option<String>,
    /// IANA time zone of the headquarters.
    pub zone: Option<String>,
    pub employees: Option<u64>,
    /// Yearly revenue in millions of US dollars.
    pub revenue_musd: Option<f64>,
    /// Main telephone number as typed.
    pub phone: Option<String>,
    pub tags: Vec<String>,
    /// Name of the rep who is responsible for the account.
    pub owner: Option<String>,
    pub notes: String,
    /// True if the account is hidden from lists but kept in the book.
    pub archived: bool,
}

impl Account {
    /// Returns the letter by which its name or web domain looks like another one.
    pub fn look_alike(&self) -> Option<LookAlike> {
        look_alike::in_name(&self.name).or_else(|| look_alike::in_domain(self.domain.as_deref()?))
    }
}

/// An id from another system: `("salesforce", "001x0000002xLCVAA2")`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ExternalId {
    pub source: String,
    pub id: String,
}

/// A person at an account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// Id; nil until stored.
    pub id: ContactId,
    pub account_id: AccountId,
    pub name: String,
    /// First name used to address the person; `None` for the first word of the name.
    pub given_name: Option<String>,
    pub title: Option<String>,
    /// E-mail addresses, lower case, best first.
    pub emails: Vec<String>,
    /// Telephone numbers, best first.
    pub phones: Vec<Phone>,
    /// IANA time zone of the person's place, if it differs from the account's.
    pub zone: Option<String>,
    /// Hours in which the person prefers to be called, in local time.
    pub hours: Option<Hours>,
    /// Ids of the person in other systems.
    pub external: Vec<ExternalId>,
    pub link: Option<String>,
    /// What the person is trying to achieve, in their own words if known.
    pub goal: Option<String>,
    pub notes: String,
    /// Why the person must not be called: they asked, or a list says so. `None` if they may be.
    pub do_not_call: Option<String>,
    /// Their part in the decision, in a word: one of [`person::ROLES`], or another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The day from which on they are no longer there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_on: Option<NaiveDate>,
    /// Where they went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<String>,
    /// True if the person is hidden from lists but kept in the book.
    pub archived: bool,
}

/// A telephone number, kept as typed and compared on its digits.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Phone {
    /// The number as typed or imported.
    pub raw: String,
    /// Label of the number: `work`, `mobile`, `home` or what the file said.
    pub label: String,
}

/// A time span of the day in the contact's local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// First minute of the span.
    pub from: NaiveTime,
    /// First minute after the span.
    pub until: NaiveTime,
}

impl Contact {
    /// Returns the name by which to address the person: the given name, else the first word of the full name.
    pub fn called(&self) -> &str {
        self.given_name
            .as_deref()
            .filter(|given| !given.is_empty())
            // The first word, where nobody knows better: in Hungary and East Asia it is the family name, and an opener
            // should be looked at.
            .or_else(|| self.name.split_whitespace().next())
            .unwrap_or("")
    }
}

impl Phone {
    /// Returns the digits by which numbers are compared: without an extension, and in international form if the number
    /// has a country code.
    pub fn digits(&self) -> String {
        comparison_digits(&self.raw)
    }
}

impl Hours {
    /// Returns true if a time of day is within the span; a span that ends before it begins crosses midnight.
    pub fn holds(&self, time: NaiveTime) -> bool {
        if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            time >= self.from || time < self.until
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_hours_holds_its_first_minute_and_not_its_last() {
        let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        let day = Hours { from: time(9, 0), until: time(11, 30) };
        let night = Hours { from: time(22, 0), until: time(6, 0) };
        for (hours, hour, minute, holds) in [
            (day, 8, 59, false),
            (day, 9, 0, true),
            (day, 11, 29, true),
            (day, 11, 30, false),
            (night, 23, 0, true),
            (night, 5, 59, true),
            (night, 6, 0, false),
            (night, 12, 0, false),
        ] {
            assert_eq!(hours.holds(time(hour, minute)), holds, "{hours:?} at {hour}:{minute:02}");
        }
    }

    #[test]
    fn people_are_addressed_by_the_given_name_or_the_first_word() {
        let contact = |given: Option<&str>| Contact {
            name: "Ane Marit Lund".to_owned(),
            given_name: given.map(str::to_owned),
            ..Contact::default()
        };
        assert_eq!(contact(Some("Ane Marit")).called(), "Ane Marit");
        assert_eq!(contact(Some("")).called(), "Ane");
        assert_eq!(contact(None).called(), "Ane");
        assert_eq!(Contact::default().called(), "");
    }

    #[test]
    fn numbers_are_compared_on_their_digits() {
        let phone = Phone { raw: "+47 22-33 (44) 55".to_owned(), label: "work".to_owned() };
        assert_eq!(phone.digits(), "4722334455");
    }
}
