//! Parsers of single cells: numbers, money, places, e-mail addresses, telephone numbers, yes and no.

mod mail;
mod money;
mod numbers;
mod phones;
mod places;
mod words;

pub(super) use mail::{company_domain, emails, may_be_a_company};
pub(super) use money::{Money, money};
pub(super) use numbers::{head_count, number, western_digit};
pub(super) use phones::{lacks_its_zero, phones};
pub(super) use places::place;
pub(super) use words::{is_nothing, tags, yes_or_no};
