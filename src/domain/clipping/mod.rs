//! What a piece of pasted text says: a headline, a line of a filing, a row of a list, a job advert.

mod kinds;
#[cfg(test)]
mod samples;

pub use kinds::kind_of;
