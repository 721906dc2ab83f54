//! Lists of notices and feeds as authorities, trackers and sites write them: every row and entry is accounted for.

mod feeds;
mod states;
mod support;
