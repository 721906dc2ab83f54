//! What the tests of several rooms need: books, the desks in front of them, files, and the homes the program runs in.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::DateTime;
use tempfile::TempDir;
use whynow::clock::FixedClock;
use whynow::job::file::permit::{Replace, WritePermit};
use whynow::job::file::protected::Spared;

pub(crate) mod book;
pub(crate) mod cards;
pub(crate) mod desk;
pub(crate) mod home;
pub(crate) mod imports;
pub(crate) mod lists;
pub(crate) mod pages;
pub(crate) mod peer;
pub(crate) mod reading;
pub(crate) mod server;
pub(crate) mod stepper;
pub(crate) mod workbook;

/// Where a file of `tests/data` lies.
pub(crate) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// A clock that stands at this time.
pub(crate) fn clock_at(time: &str) -> Arc<FixedClock> {
    Arc::new(FixedClock::at(DateTime::parse_from_rfc3339(time).unwrap()))
}

/// Leave to write to a new file, where no book is in the way.
pub(crate) fn permit() -> WritePermit {
    WritePermit::new(Spared::default(), "test", Replace::Own)
}

/// A folder for books that are written thousands of times: in memory, where there is a disk in memory.
pub(crate) fn quick_folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_none| tempfile::tempdir()).unwrap()
}

/// Says that something was not looked at and why, past the capture of what passing tests print. Where every change is
/// judged nothing may go unseen: there the test fails.
pub(crate) fn skip(what: &str, why: &str) {
    let line = format!("SKIPPED {what}: {why}");
    assert!(std::env::var_os("CI").is_none(), "{line}");
    remark(&line);
}

/// Says a line past the capture of what passing tests print.
pub(crate) fn remark(line: &str) {
    let mut past_the_capture = std::io::stderr().lock();
    past_the_capture.write_all(format!("{line}\n").as_bytes()).unwrap();
}
