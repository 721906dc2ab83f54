//! Web domains: read from whatever a list calls a website, and what one says of a company. A host of mailboxes or of other
//! people's pages says nothing, and a part of a company's domain stands for the registered one.

mod public_suffix;
mod punycode;
mod shared_domains;
mod web_domain;

pub(crate) use public_suffix::has_known_end;
pub use public_suffix::registered_domain;
pub(crate) use shared_domains::{is_desk, is_shared_domain, most_names_of_a_domain};
pub use web_domain::domain_of;
