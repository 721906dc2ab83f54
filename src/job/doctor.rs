//! What a book's surroundings are like: where it lies, who can read it, what is free, how old its backups are, whether the
//! clock can be right. Says what to do; changes nothing and names nobody in the book.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;

use super::damage;
use super::surroundings;
use crate::clock::Clock;
use crate::domain::text::pluralize;
use crate::domain::time_zone::RELEASE;
use crate::store::{
    self, Backups, ErrorKind, OF_SQLITE, Occasion, Store, beside, folder_of, free_bytes, keeps_locks, megabytes,
};

/// Oldest a latest backup should be, in days.
const DAYS: i64 = 7;
/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoctorLine {
    /// What was looked at: "disk".
    pub topic: &'static str,
    pub says: String,
    /// What to do; `None` if all is well.
    pub advice: Option<String>,
}

fn fine(topic: &'static str, says: impl Into<String>) -> DoctorLine {
    DoctorLine { topic, says: says.into(), advice: None }
}

fn concern(topic: &'static str, says: impl Into<String>, advice: impl Into<String>) -> DoctorLine {
    DoctorLine { topic, says: says.into(), advice: Some(advice.into()) }
}

/// Looks at everything around a book. The book need not be there, or readable.
pub fn look(book: &Path, config: &Path, clock: &Arc<dyn Clock>) -> Vec<DoctorLine> {
    let mut found = vec![versions()];
    found.extend(open(book, clock));
    found.extend(place(book));
    found.extend(locks(book));
    found.extend(modes(book));
    found.push(disk(book));
    found.push(backups(book, clock.as_ref()));
    found.push(fine("settings", format!("{} ({})", config.display(), if config.exists() { "there" } else { "none" })));
    found.push(fine("clock", format!("{}, clocks as of {RELEASE}", clock.now().0.format("%a %-d %b %Y %H:%M:%S %:z"))));
    found.extend(left_over(book));
    found.extend(seal(book));
    found
}

/// Whether the book and its copies are sealed, and what protects them if not.
fn seal(book: &Path) -> Vec<DoctorLine> {
    if !store::is_sealed(book) {
        let says = "the book is not sealed: its mode 0600 keeps other users of this machine out, and only your system's disk \
            encryption keeps it from whoever has the disk";
        return vec![fine("lock", says)];
    }
    let others = Backups::of_book(book).sealed_otherwise();
    let sealed = fine("lock", "the book is sealed: its passphrase or its recovery code opens it, nothing else does");
    let copies = pluralize(others.len(), "copy beside the book is", "copies beside the book are");
    let open = (!others.is_empty())
        .then(|| concern("lock", format!("{copies} not sealed as it is"), "`whynow seal` asks what to do with them"));
    std::iter::once(sealed).chain(open).collect()
}

fn versions() -> DoctorLine {
    let (version, system) = (env!("CARGO_PKG_VERSION"), std::env::consts::OS);
    let with = |is_built_in: bool| if is_built_in { "with" } else { "without" };
    let (lock, seal) = (with(super::bundle_lock::IS_BUILT_IN), with(store::IS_BUILT_IN));
    let (major, minor) = Store::format();
    fine(
        "version",
        format!(
            "whynow {version} {lock} locked bundles and {seal} sealed books, book format {major}.{minor}, SQLite {}, {system}",
            Store::sqlite()
        ),
    )
}

fn open(book: &Path, clock: &Arc<dyn Clock>) -> Vec<DoctorLine> {
    let shown = book.display();
    let store = match Store::open_read_only(book, Arc::clone(clock)) {
        Ok(store) => store,
        Err(error) if error.kind == ErrorKind::Missing => {
            return vec![concern("book", format!("there is none at {shown}"), "name one with --book, or begin one")];
        }
        Err(error) if error.kind == ErrorKind::Older => {
            return vec![concern(
                "book",
                format!("{shown} is of an older format"),
                "open it once, and it is brought up to date",
            )];
        }
        Err(error) if error.kind == ErrorKind::Sealed => {
            return vec![fine("book", format!("{error}; what is in it was not looked at"))];
        }
        Err(error) => {
            let advice = "`whynow backups` lists what to go back to; `whynow salvage` reads what can be read";
            return vec![concern("book", damage::explain_parts(book, &error, clock.as_ref()), advice)];
        }
    };
    let size = fs::metadata(book).map_or(0, |file| file.len());
    if let Some(says) = store.settings_fault() {
        return vec![concern(
            "book",
            says,
            "`whynow backups` lists what to go back to; `whynow salvage` reads the rest",
        )];
    }
    let mut found = vec![fine("book", format!("{shown}, {}; `whynow verify` checks every page", megabytes(size)))];
    match store.clock_went_back() {
        Ok(Some(ahead)) => {
            let advice = match ahead.is_refused {
                true => {
                    "set the machine's clock right, if it is wrong now; if it was wrong then, `whynow doctor --mend` stamps \
                    anew what it wrote, which other books refuse until then"
                }
                false => {
                    "set the machine's clock right, if it is wrong now; if it was wrong then, this passes by itself"
                }
            };
            let at = ahead.written.format("%-d %b %Y %H:%M UTC");
            found.push(concern("clock", format!("the book was last written on {at}, which is still to come"), advice));
        }
        Ok(None) => {}
        Err(error) => {
            found.push(concern("book", error.to_string(), "go back to a backup: `whynow backups` lists them"));
        }
    }
    found
}

/// Says what kind of place the book lies in, in two lines.
fn place(book: &Path) -> [DoctorLine; 2] {
    let drive = match surroundings::network_drive(book) {
        Some(found) => concern("drive", found.says, found.advice),
        None => fine("drive", "a disk of this machine, as far as the system says"),
    };
    let folder = match surroundings::synced_folder(book) {
        Some(found) => concern("folder", found.says, found.advice),
        None => fine("folder", "not one that is copied to other machines, by its name"),
    };
    [drive, folder]
}

/// Says whether windows on the book can know of each other.
fn locks(book: &Path) -> Option<DoctorLine> {
    (!keeps_locks(folder_of(book))).then(|| {
        concern(
            "locks",
            "the drive of the book keeps no locks: two windows do not know of each other's backups, and nothing can be imported",
            "keep the book on a disk of this computer",
        )
    })
}

/// Mends what the program can: who may open the book and its backups, and the stamps of a clock that was wrong. Returns what
/// was done, in sentences.
///
/// # Errors
/// When a file is somebody else's, or the book cannot be written.
pub fn mend(book: &Path, clock: &Arc<dyn Clock>) -> anyhow::Result<Vec<String>> {
    let mut done = Vec::new();
    for (path, mode) in open_to_others(book) {
        let own = std::os::unix::fs::PermissionsExt::from_mode(mode & 0o700);
        fs::set_permissions(&path, own).with_context(|| format!("{} stays open to others", path.display()))?;
        done.push(format!("Only you can open {} now.", path.display()));
    }
    let mut store = Store::open(book, Arc::clone(clock))?;
    if store.clock_went_back()?.is_some_and(|ahead| ahead.is_refused) {
        done.extend(store.back_up_before(Occasion::Mend)?);
        let rows = store.move_stamps_back()?;
        done.push(format!("{} stamped anew, in their order.", pluralize(rows, "row was", "rows were")));
    }
    Ok(done)
}

/// The files of a book that others on this machine may open, each with its mode.
fn open_to_others(book: &Path) -> Vec<(PathBuf, u32)> {
    let backups = Backups::of_book(book);
    let of_sqlite = OF_SQLITE.into_iter().map(|end| beside(book, end));
    let copies = backups.list().into_iter().map(|backup| backup.path);
    let files = std::iter::once(book.to_owned()).chain(of_sqlite).chain([backups.folder().to_owned()]).chain(copies);
    let with_mode = |path: PathBuf| {
        let mode = fs::metadata(&path).ok()?.permissions().mode() & 0o777;
        (mode & 0o077 != 0).then_some((path, mode))
    };
    files.filter_map(with_mode).collect()
}

fn modes(book: &Path) -> Vec<DoctorLine> {
    let told = |(path, mode): (PathBuf, u32)| {
        let shown = path.display();
        concern(
            "private",
            format!("others on this machine may open {shown} (mode {mode:o})"),
            format!("`whynow doctor --mend` closes it to them (chmod go= {shown})"),
        )
    };
    let open: Vec<DoctorLine> = open_to_others(book).into_iter().map(told).collect();
    if open.is_empty() { vec![fine("private", "only you can open the book and its backups")] } else { open }
}

fn disk(book: &Path) -> DoctorLine {
    let size = fs::metadata(book).map_or(0, |file| file.len());
    match free_bytes(folder_of(book)) {
        None => fine("disk", "the system does not say how much is free"),
        Some(free) if free < size.saturating_mul(2).max(100 << 20) => concern(
            "disk",
            format!("{} are free", megabytes(free)),
            "free some space: a backup needs as much as the book, and a full disk stops everything",
        ),
        Some(free) => fine("disk", format!("{} are free", megabytes(free))),
    }
}

fn backups(book: &Path, clock: &dyn Clock) -> DoctorLine {
    let all = Backups::of_book(book).list();
    let bad: Vec<String> =
        all.iter().filter(|backup| !backup.is_sound()).map(|backup| backup.number.to_string()).collect();
    let many = pluralize(all.len(), "backup", "backups");
    let Some(latest) = all.iter().find(|backup| backup.is_sound()) else {
        return concern("backups", format!("{many}, none of them sound"), "`whynow backup` makes one");
    };
    let days = (clock.now().date() - latest.at.date_naive()).num_days();
    let says = format!("{many}, the latest sound one is number {} of {}", latest.number, latest.at.date_naive());
    match (bad.is_empty(), days > DAYS) {
        (false, _) => {
            concern("backups", format!("{says}; damaged: {}", bad.join(", ")), "`whynow backups` says what is wrong")
        }
        (true, true) => {
            concern("backups", says, "`whynow backup` makes one now; the screens make one when they are open")
        }
        (true, false) => fine("backups", says),
    }
}

/// Files beside the book that take room, and that only their owner should judge.
fn left_over(book: &Path) -> Option<DoctorLine> {
    let stem = book.file_name()?.to_string_lossy().trim_end_matches(".db").to_owned();
    let aside = fs::read_dir(folder_of(book)).ok()?.flatten().filter(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with(&format!("{stem}-aside-")) && name.ends_with(".db")
    });
    let sizes: Vec<u64> = aside.filter_map(|entry| Some(entry.metadata().ok()?.len())).collect();
    (!sizes.is_empty()).then(|| {
        let says = format!(
            "{} kept aside by a restore, {}",
            pluralize(sizes.len(), "file", "files"),
            megabytes(sizes.iter().sum())
        );
        concern("aside", says, "delete them when you are sure that you need nothing of them")
    })
}

/// The text of a report for whoever helps: the findings and the numbers of rows. Nothing of a customer is in it, and the
/// home directory is shortened.
pub fn bundle(findings: &[DoctorLine], book: &Path, clock: &Arc<dyn Clock>) -> String {
    let mut text = String::from("What whynow doctor found. No name, note or address of the book is in here.\n\n");
    for DoctorLine { topic, says, advice } in findings {
        text.push_str(&format!("{topic}: {says}\n"));
        if let Some(advice) = advice {
            text.push_str(&format!("    to do: {advice}\n"));
        }
    }
    text.push_str("\nRows:\n");
    let counts = Store::open_read_only(book, Arc::clone(clock)).map(|store| store.row_counts()).unwrap_or_default();
    for (table, rows) in counts {
        text.push_str(&format!("    {table} {}\n", rows.map_or("cannot be read".to_owned(), |rows| rows.to_string())));
    }
    match etcetera::home_dir() {
        Ok(home) if home.as_os_str().len() > 1 => text.replace(&home.display().to_string(), "~"),
        Ok(_) | Err(_) => text,
    }
}
