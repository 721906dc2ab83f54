//! Matches a company name, ticker, CIK or domain to an account.

mod domains;
pub mod duplicate_pair;
mod entity_forms;
mod evidence;
mod legal_forms;
mod listed_company;
pub(crate) mod name_key;
mod registry_ids;
pub(crate) mod same_place;
mod similar_names;
mod stop_words;

pub(crate) use super::fold::fold_name;
pub use domains::{domain_of, registered_domain};
pub(crate) use domains::{has_known_end, is_desk, is_shared_domain, most_names_of_a_domain};
pub use evidence::MatchBasis;
pub(crate) use legal_forms::{is_legal_form, is_loose_word, long_legal_form};
pub use listed_company::ListedCompany;
pub(crate) use listed_company::{company_id_key, listed_domain, listed_ends, listed_name};
pub use name_key::{core_key, differ_loosely, further_names, is_qualifier, legal_form, name_key};
pub(crate) use name_key::{loose_words, other_name_sign, text_words};
pub use registry_ids::{VAT, other_writings, parse_cik, same_id, ticker_of};
pub use same_place::{SamePlace, places};
pub use similar_names::names_agree;
