//! Files in and out: imports, exports, archives, bundles.

pub(super) mod archive;
mod export;
mod import;
pub(super) mod merge;
mod presets;
mod promises_ics;
pub(super) mod share;
