//! Parsers of single cells: numbers, money, places, e-mail addresses, telephone numbers, yes and no.

mod mail;
pub(super) mod money;
mod nothing;
mod numbers;
pub(super) mod person_names;
pub(super) mod phones;
mod places;
mod yes_no;

pub(super) use mail::{company_domain, emails};
pub(super) use money::{Money, money};
pub(super) use nothing::{is_nothing, is_nothing_in};
pub(super) use numbers::{head_count, number};
pub(super) use phones::{lacks_its_zero, phones};
pub(super) use places::place;
pub(super) use yes_no::{tags, yes_or_no};
