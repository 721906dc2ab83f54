//! What the tests do again and again: look into the book, open a plan and type, open the log form.

use std::path::Path;
use std::sync::Arc;

use whynow::clock::SystemClock;
use whynow::store::Store;

use super::window::{Desk, Window};
pub(super) use crate::support::book::drafts;

/// A pane of a plan, once it is read.
pub(super) const PLAN: &str = "What we know";
/// The selected row of Today, once the book is read.
pub(super) const TODAY: &str = ">due";

pub(super) fn open(book: &Path) -> Store {
    Store::open(book, Arc::new(SystemClock)).unwrap()
}

pub(super) fn kept(book: &Path, text: &str) -> bool {
    drafts(book).iter().any(|(_, body)| body.contains(text))
}

/// A window in which a plan is open and `text` was typed and is shown.
pub(super) fn planning(desk: &Desk, text: &str) -> Window {
    let mut window = desk.open();
    window.wait_for(TODAY);
    window.keys("p");
    window.wait_for("Plan >");
    window.wait_for(PLAN);
    window.keys(text);
    window.wait_for(text);
    window
}

/// Opens the log form of the selected person; a guard that blocks is answered with a reason.
pub(super) fn log_form(window: &mut Window) {
    window.keys("C");
    window.wait_for("Their words");
    window.wait_for("Log >");
}
