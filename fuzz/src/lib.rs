//! The targets: what is done with bytes that nobody wrote, and what must hold. The tests run them too, on any toolchain:
//! `cargo test --locked --test it fuzzed`.

mod archive;
mod books;
mod clean;
mod keys;
mod open_db;
mod readers;

/// A target: its name, which is that of its folder in `corpus/`, and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 9] = [
    ("archive", archive::run),
    ("clean", clean::run),
    ("feed", readers::feed),
    ("icalendar", readers::icalendar),
    ("json", readers::json),
    ("key_events", keys::run),
    ("open_db", open_db::run),
    ("table", readers::table),
    ("vcard", readers::vcard),
];

/// Runs the target of this name.
///
/// # Panics
/// Where what must hold does not, or there is no such target.
pub fn run(target: &str, data: &[u8]) {
    let (_, run) = TARGETS.iter().find(|(name, _)| *name == target).expect("the target is in the list");
    run(data);
}
