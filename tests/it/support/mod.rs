//! What the tests of several rooms need.

pub(crate) mod book;
pub(crate) mod desk;
pub(crate) mod lists;
pub(crate) mod notices;
pub(crate) mod peer;
pub(crate) mod server;
